"""A region from its folder: each room's loader called in turn, then everything checked together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ginnel.directory import Directory, load_directory
from ginnel.governance import Agreement, Approval, Body, Register
from ginnel.governance.accession import Accession, acceded, load_accessions
from ginnel.governance.agreements import load_agreements, load_approvals
from ginnel.governance.law import Law, law, load_verified, shipped_rows
from ginnel.journeys import Journey, load_journeys
from ginnel.region.config import Config, load_config
from ginnel.region.tables import signal_catalogue
from ginnel.signals import Signal, load_signals
from ginnel.sources import Contract, catalogue, load_contracts
from ginnel.vocabulary import BadInput, Catalogue, Problem, nearest


@dataclass(frozen=True)
class Region:
    """Everything that a region's files say. `tables` is the catalogue that signals are written over."""

    folder: Path
    config: Config
    directory: Directory
    contracts: tuple[Contract, ...]
    delivered: Catalogue
    tables: Catalogue
    agreements: tuple[Agreement, ...]
    approvals: tuple[Approval, ...]
    law: Law
    signals: tuple[Signal, ...]
    journeys: tuple[Journey, ...] = ()
    accessions: tuple[Accession, ...] = ()

    def register(self, day: date) -> Register:
        """What the flow check looks at, on `day`: the agreements, widened by every accession form that counts."""
        return acceded(self.texts(day), self.accessions)

    def texts(self, day: date) -> Register:
        """The same with the agreements as their files say, before anybody joined."""
        bodies = {
            o.id: Body(o.id, o.name, o.legal_class, o.nation, o.public_authority, o.enforces)
            for o in self.directory.organisations.values()
        }
        return Register(
            mode="live" if self.config.mode == "live" else "demo",
            day=day,
            operator=self.config.operator,
            capacity=self.config.capacity,
            bodies=bodies,
            agreements=self.agreements,
            approvals=self.approvals,
            law=self.law,
            catalogue=self.tables,
            statutory=frozenset((s.organisation, s.need) for s in self.directory.services if s.statutory),
        )

    def without_agreement(self, id: str) -> Region:
        return replace(self, agreements=tuple(a for a in self.agreements if a.id != id))


def load_region(folder: Path) -> Region:
    """Read and cross-check a region's files. Raises `BadInput` with file, line and mend for what is wrong."""
    if not (folder / "region.toml").exists():
        raise BadInput(
            Problem(
                "no region.toml here", file=str(folder), mend=f"ginnel new {folder} makes a region, or name another"
            )
        )
    config = load_config(folder / "region.toml")
    directory = load_directory(folder)
    contracts = load_contracts(folder / "contracts")
    delivered = catalogue(contracts)
    agreements = load_agreements(folder / "agreements", "agreements", directory.organisations)
    accessions = load_accessions(folder / "agreements" / "accessions", "agreements/accessions", directory.organisations)
    approvals = load_approvals(folder / "agreements" / "approvals.toml", "agreements/approvals.toml")
    verified = load_verified(folder / "law" / "verified.toml", "law/verified.toml")
    region = Region(
        folder=folder, config=config, directory=directory, contracts=contracts, delivered=delivered,
        tables=signal_catalogue(delivered), agreements=agreements, approvals=approvals,
        law=law(shipped_rows(), verified, "law/verified.toml"),
        signals=load_signals(config.signals, folder / "signals", "signals"),
        journeys=load_journeys(folder / "journeys", "journeys"), accessions=accessions,
    )  # fmt: skip
    _cross_check(region)
    return region


def _cross_check(region: Region) -> None:
    """Names that one file uses and another must define."""
    organisations = region.directory.organisations
    problems = [
        _unknown(config_word, "region.toml", organisations)
        for config_word in (region.config.operator, *region.config.capacity)
        if config_word not in organisations
    ]
    for contract in region.contracts:
        problems += [
            _unknown(c, contract.file, organisations) for c in contract.dataset.controllers if c not in organisations
        ]
    for service in region.directory.services:
        if service.need not in region.directory.needs:
            problems.append(
                Problem(
                    f"service {service.id!r} serves no stated need", file="organisations.toml", found=repr(service.need),
                    expected="an id of needs.toml", nearest=nearest(service.need, region.directory.needs),
                )
            )  # fmt: skip
    problems += [
        Problem(
            f"journey {j.id!r} is for no stated need", file=f"journeys/{j.id}.journey.toml", key="journey.need",
            found=repr(j.need), expected="an id of needs.toml", nearest=nearest(j.need, region.directory.needs),
        )
        for j in region.journeys if j.need and j.need not in region.directory.needs
    ]  # fmt: skip
    if problems:
        raise BadInput(problems)


def _unknown(word: str, file: str, valid: object) -> Problem:
    names = list(valid)  # type: ignore[call-overload]
    return Problem("no organisation has this id", file=file, found=repr(word), expected="an id of organisations.toml",
                   nearest=nearest(word, names))  # fmt: skip
