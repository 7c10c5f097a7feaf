"""Openings: what may start a case. Made here only, sealed, never pickled; rebuilt from their ledger entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ginnel.governance.check import Tellable
from ginnel.governance.ledger import Entry, commitment
from ginnel.governance.levels import IN_WORDS, fits
from ginnel.governance.permit import Permit
from ginnel.governance.proxies import Mandate, outside
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


@dataclass(frozen=True, kw_only=True)
class Ask(Sealed):
    """A person asks a service for help: told to that body alone, in the words that she chose. Nobody releases it.

    `mandate` names the scope within which a proxy asked for her; empty when she asked herself.
    """

    key: str
    use: str
    service: str
    organisation: str
    person: str
    home: str
    words: Mapping[str, str]
    asked_by: str
    mandate: str = ""

    def needed_seal(self) -> Seal:
        return _SEAL


@dataclass(frozen=True, kw_only=True)
class Received(Sealed):
    """What somebody outside told `organisation`. `claimed` is the basis as the sender put it; nobody here judged it."""

    key: str
    use: str
    service: str
    organisation: str
    sender: str
    channel: str
    received_on: date
    claimed: str
    person: str
    words: Mapping[str, str]
    recorded_by: str

    def needed_seal(self) -> Seal:
        return _SEAL


Opening = OwnCase | Disclosure | Ask | Received
ASK_WORDS: tuple[str, ...] = ("asked", "name", "home")
"""What an ask may tell: what she wrote, and her name and address if she chose so."""
RECEIVED_WORDS: tuple[str, ...] = ("received",)
CHANNELS: tuple[str, ...] = ("letter", "email", "form", "phone")


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
    want of a name where a worker must release; also for anything but the flow check's leave.
    """
    if not isinstance(leave, Tellable):
        raise NotAllowed("only an agreement lets something be told: ask the flow check for leave to tell")
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


def ask(
    *, key: str, use: str, service: str, organisation: str, person: str, home: str, words: Mapping[str, str], asked_by: str,
    mandate: Mandate | None = None, purpose: str = "", day: date | None = None,
) -> Ask:  # fmt: skip
    """She asks, or a proxy does within `mandate`. It takes no agreement, budget, plan or choice: it waits for nothing.

    `asked_by` is a person id. Raises `NotAllowed` for words that nobody chooses in an ask, for an ask without any, and
    for an ask for somebody else that is outside the scope, with every reason.
    """
    extra = sorted(set(words) - set(ASK_WORDS))
    if extra or not words.get("asked", "").strip():
        raise NotAllowed(f"an ask tells {', '.join(ASK_WORDS)} and nothing else, and says what is asked")
    if "home" in words and words["home"] != home:
        raise NotAllowed("an ask tells no other home than the one it is about")
    if asked_by != person or mandate is not None:
        reasons = outside(mandate, asked_by, person, purpose, day or date.min)
        if reasons:
            raise NotAllowed("; ".join(str(r) for r in reasons))
    with _SEAL.making() as seal:
        return Ask(
            _seal=seal, key=key, use=use, service=service, organisation=organisation, person=person,
            home=home if "home" in words else "", words=dict(words), asked_by=asked_by,
            mandate=mandate.id if mandate else "",
        )  # fmt: skip


def received(
    *, key: str, use: str, service: str, organisation: str, recorder_of: str, sender: str, channel: str, received_on: date,
    claimed: str, person: str, words: Mapping[str, str], recorded_by: str,
) -> Received:  # fmt: skip
    """What came from outside, for the body that it came to. It rests on no agreement, so nothing of it is told on.

    Raises `NotAllowed` when the worker is of another body (`recorder_of`), or the sender or the words are missing.
    """
    if recorder_of != organisation or not recorded_by.strip():
        raise NotAllowed("a named worker of the body that received it records it, and nobody else")
    if not sender.strip() or sender == organisation or channel not in CHANNELS:
        raise NotAllowed("say who outside sent it, and how it came")
    if set(words) != set(RECEIVED_WORDS) or not words["received"].strip():
        raise NotAllowed("what was received is kept in the sender's own words, and nothing beside them")
    with _SEAL.making() as seal:
        return Received(
            _seal=seal, key=key, use=use, service=service, organisation=organisation, sender=sender.strip(),
            channel=channel, received_on=received_on, claimed=claimed.strip(), person=person, words=dict(words),
            recorded_by=recorded_by,
        )  # fmt: skip


def as_fields(opening: Disclosure | Ask | Received) -> dict[str, Any]:
    """An opening as plain data for the operational store; `rebuilt` and `rebuilt_opening` take it back."""
    plain = {f: list(v) if isinstance(v, tuple) else v for f, v in _fields(opening).items()}
    return {f: v.isoformat() if isinstance(v, date) else v for f, v in plain.items()}


def rebuilt_opening(fields: Mapping[str, Any], entry: Entry, run_secret: bytes) -> Ask | Received:
    """An ask, or what was received, from the store: accepted only if its ledger entry commits to exactly these fields."""
    made: type[Ask | Received] = Ask if entry.kind == "ask" else Received
    plain = {**fields}
    if "received_on" in plain:
        plain["received_on"] = date.fromisoformat(str(plain["received_on"]))
    if entry.kind not in ("ask", "received") or set(fields) != {f for f in made.__dataclass_fields__ if f[0] != "_"}:
        raise NotAllowed("what the store holds is no such opening: keep it as evidence and tell information governance")
    with _SEAL.making() as seal:
        found = made(_seal=seal, **plain)
    if entry.body.get("commitment") != commitment(run_secret, entry.key, opening_fingerprint(found)):
        raise NotAllowed(
            f"ledger entry {entry.number} does not commit to what the store holds: one of them was changed"
        )
    return found


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
