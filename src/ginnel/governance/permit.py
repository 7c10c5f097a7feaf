"""Permits: leave for the operator to read named columns for one purpose. Only the flow check makes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ginnel.governance.reasons import Reason
from ginnel.vocabulary import NotAllowed, Seal, Sealed

_SEAL = Seal("governance")

PermitKind = Literal["load", "link", "need"]


@dataclass(frozen=True, kw_only=True)
class Permit(Sealed):
    """Leave to read `columns` (dataset -> column names) for `purpose`.

    `agreements` are the ids of the agreements it rests on, `agreement_hashes` their hashes at the time of the check.
    `expression` is the hash of the expression it was given for (kind "need" only): that expression and no other runs.
    """

    kind: PermitKind
    id: str
    purpose: str
    controllers: frozenset[str]
    columns: Mapping[str, tuple[str, ...]]
    agreements: tuple[str, ...]
    agreement_hashes: tuple[str, ...]
    expression: str | None = None
    warnings: tuple[Reason, ...] = ()

    def needed_seal(self) -> Seal:
        return _SEAL

    def columns_of(self, dataset: str) -> tuple[str, ...]:
        """The columns of `dataset` that may be read. Raises `NotAllowed` if there are none."""
        found = self.columns.get(dataset)
        if not found:
            raise NotAllowed(f"{self.id} gives no leave to read {dataset}: add it to the agreement or leave it out")
        return found

    def need_kind(self, *kinds: PermitKind) -> None:
        """Raise `NotAllowed` unless this permit is of one of `kinds`."""
        if self.kind not in kinds:
            raise NotAllowed(f"{self.id} is a {self.kind} permit; this step needs a {' or '.join(kinds)} permit")


def make_permit(
    *,
    kind: PermitKind,
    id: str,
    purpose: str,
    controllers: frozenset[str],
    columns: Mapping[str, tuple[str, ...]],
    agreements: tuple[str, ...],
    agreement_hashes: tuple[str, ...],
    expression: str | None = None,
    warnings: tuple[Reason, ...] = (),
) -> Permit:
    """For `governance.check` alone; tests/architecture fails when another room calls it."""
    with _SEAL.making() as seal:
        return Permit(
            _seal=seal,
            kind=kind,
            id=id,
            purpose=purpose,
            controllers=controllers,
            columns=dict(columns),
            agreements=agreements,
            agreement_hashes=agreement_hashes,
            expression=expression,
            warnings=warnings,
        )
