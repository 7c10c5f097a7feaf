"""Openings: what may start a case. Made here only, sealed, never pickled; rebuilt from their ledger entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ginnel.governance.check import Tellable
from ginnel.governance.ledger import Entry, commitment
from ginnel.governance.levels import IN_WORDS, fits
from ginnel.governance.permit import Permit
from ginnel.governance.verdict import GROUNDS
from ginnel.vocabulary import NotAllowed, Seal, Sealed, digest

_SEAL = Seal("governance")


@dataclass(frozen=True, kw_only=True)
class OwnCase(Sealed):
    """A body's case from its own record. Needs no release; a legal clock runs from `aware_at`."""

    key: str
    use: str
    organisation: str
    home: str
    words: Mapping[str, str]
    aware_at: datetime
    permit: str

    def needed_seal(self) -> Seal:
        return _SEAL


@dataclass(frozen=True, kw_only=True)
class Disclosure(Sealed):
    """Exactly what is told to `organisation` about one person or home under one agreement."""

    key: str
    use: str
    organisation: str
    sources: tuple[str, ...]
    person: str
    home: str
    words: Mapping[str, str]
    agreement: str
    agreement_hash: str
    basis: tuple[str, ...]
    released_by: str
    override: str = ""
    """The ground on which a choice was overridden, if one was."""

    def needed_seal(self) -> Seal:
        return _SEAL


Opening = OwnCase | Disclosure


def own_case(
    permit: Permit, *, key: str, use: str, organisation: str, home: str, words: Mapping[str, str], aware_at: datetime
) -> OwnCase:
    """Open a body's own case. Raises `NotAllowed` when the permit reads anybody else's records."""
    permit.need_kind("need")
    if permit.controllers != {organisation}:
        raise NotAllowed(
            f"{permit.id} reads records of {', '.join(sorted(permit.controllers))}: {organisation} may not open its own "
            "case from them; make it a disclosure under an agreement"
        )
    with _SEAL.making() as seal:
        return OwnCase(
            _seal=seal, key=key, use=use, organisation=organisation, home=home, words=dict(words), aware_at=aware_at,
            permit=permit.id,
        )  # fmt: skip


def disclosure(
    leave: Tellable, *, key: str, person: str, home: str, words: Mapping[str, str], answered_yes: bool, released_by: str,
    override: str = "",
) -> Disclosure:  # fmt: skip
    """Tell what was agreed, released by a named worker (or by the agreement's `auto_release`).

    Raises `NotAllowed` for a word that was not agreed or says more than agreed, for want of a yes where the person is asked before, and for
    want of a name where a worker must release.
    """
    extra = sorted(set(words) - set(leave.words))
    if extra:
        raise NotAllowed(f"{leave.agreement.file} does not agree to tell {', '.join(extra)}")
    for word, value in words.items():
        for level in (leave.words[word], leave.agreement.told.get(word, leave.words[word])):
            if not fits(level, value):
                raise NotAllowed(
                    f"{leave.agreement.file}: {word} is told as {IN_WORDS.get(level, level)} only; correct the signal {leave.use}"
                )
    if override and override not in GROUNDS:
        raise NotAllowed(f"{override!r} is no ground for overriding a choice")
    if leave.agreement.ask == "before" and not answered_yes and not override:
        raise NotAllowed("the person has not said yes: nothing is told")
    if not released_by and not leave.agreement.auto_release:
        raise NotAllowed("a named worker of the sending body must release this")
    with _SEAL.making() as seal:
        return Disclosure(
            _seal=seal, key=key, use=leave.use, organisation=leave.recipient, sources=tuple(sorted(leave.sources)),
            person=person, home=home, words=dict(words), agreement=leave.agreement.id,
            agreement_hash=leave.agreement.hash, basis=leave.basis, released_by=released_by or "agreement",
            override=override,
        )  # fmt: skip


def as_fields(opening: Disclosure) -> dict[str, Any]:
    """A disclosure as plain data for the operational store; `rebuilt` takes it back."""
    return {f: list(v) if isinstance(v, tuple) else v for f, v in _fields(opening).items()}


def rebuilt(fields: Mapping[str, Any], entry: Entry, run_secret: bytes) -> Disclosure:
    """A disclosure from the store, accepted only if its ledger entry commits to exactly these fields.

    Raises `NotAllowed` when a field was changed in the store, or the entry is another one's.
    """
    known = {f for f in Disclosure.__dataclass_fields__ if not f.startswith("_")}
    if set(fields) | {"override"} != known:
        raise NotAllowed(
            "what the store holds is not a disclosure: keep it as evidence and tell information governance"
        )
    plain: dict[str, Any] = {f: tuple(v) if isinstance(v, list) else v for f, v in fields.items()}
    with _SEAL.making() as seal:
        found = Disclosure(_seal=seal, **plain)
    promised = entry.body.get("commitment")
    if entry.kind != "disclosure" or promised != commitment(run_secret, entry.key, opening_fingerprint(found)):
        raise NotAllowed(
            f"ledger entry {entry.number} does not commit to what the store says was told: one of them was changed"
        )
    return found


def opening_fingerprint(opening: Opening) -> str:
    """SHA-256 of an opening; its ledger entry holds the keyed form, so that a rebuilt opening can be checked."""
    return digest({"kind": type(opening).__name__, **_fields(opening)})


def _fields(opening: Opening) -> dict[str, Any]:
    found = {f: getattr(opening, f) for f in opening.__dataclass_fields__ if not f.startswith("_")}
    # An opening without an override commits to what it committed to before there were any.
    return found if found.get("override", True) else {k: v for k, v in found.items() if k != "override"}
