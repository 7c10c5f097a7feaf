"""One agreement against one question: every reason why it does not cover the use, none if it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from ginnel.governance.agreements import Agreement, Approval, Signatory
from ginnel.governance.bases import base_reasons, warnings
from ginnel.governance.levels import within
from ginnel.governance.purposes import sort_of
from ginnel.governance.question import Question
from ginnel.governance.reasons import Reason
from ginnel.governance.register import Register
from ginnel.governance.signing import lacking, signatory_reasons

__all__ = ["Question", "approval_reasons", "concerns", "covers", "warnings"]


CRIME = frozenset({"police", "prosecution", "court"})
"""Classes of body that act against crime whatever `enforces` says."""


def covers(register: Register, agreement: Agreement, question: Question) -> tuple[Reason, ...]:
    """Every reason why `agreement` does not allow what `question` asks; empty means that it does."""
    return (
        *_parties(register, agreement, question),
        *enforcing(register, agreement),
        *_categories(agreement, question),
        *_words(agreement, question),
        *_in_force(register, agreement),
        *_signatories(register, agreement),
        *approval_reasons(register, agreement),
        *base_reasons(register, agreement, question),
    )


def concerns(agreement: Agreement, question: Question) -> bool:
    """Whether the agreement is about the same operation, purpose and use, and shares a controller."""
    return (
        question.operation in agreement.operations
        and agreement.purpose == question.purpose
        and bool(agreement.sources & question.controllers)
        and (not agreement.uses or question.use in agreement.uses)
    )


def _parties(r: Register, a: Agreement, q: Question) -> Iterator[Reason]:
    for controller in sorted(q.controllers - a.sources):
        yield Reason(
            "not-party", f"{r.name(controller)} ({controller}) is not named in `from` of {a.file}",
            f'add "{controller}" to `from` and have the agreement approved again',
        )  # fmt: skip
    if q.recipient not in a.recipients:
        code = "operator-not-party" if q.recipient == r.operator else "not-party"
        yield Reason(
            code, f"{r.name(q.recipient)} ({q.recipient}) is not named in `to` of {a.file}",
            f'add "{q.recipient}" to `to` and have the agreement approved again',
        )  # fmt: skip


def enforcing(r: Register, a: Agreement) -> Iterator[Reason]:
    """No agreement for help names a body that acts against people, whoever is asked about (DEA 2017 Code of Practice)."""
    if a.purpose == "immigration-enforcement":
        yield Reason("enforcement", f"{a.file} is for enforcing immigration law", "Ginnel passes nothing on for this")
    if sort_of(a.purpose) != "support":
        return
    for organisation in sorted(a.recipients):
        body = r.bodies.get(organisation)
        against = set() if body is None else set(body.enforces) | ({"crime"} if body.legal_class in CRIME else set())
        if against:
            yield Reason(
                "enforcement", f"{r.name(organisation)} acts against people ({', '.join(sorted(against))}) and is named in `to` of {a.file}",
                f"take {organisation} out of `to`, or write an agreement of its own for a purpose that is no help",
            )  # fmt: skip


def _categories(a: Agreement, q: Question) -> Iterator[Reason]:
    for column, (_, categories) in sorted(q.columns.items()):
        missing = sorted(categories - a.categories - {"none"})
        if missing:
            yield Reason(
                "category", f"{column} tells {', '.join(missing)}, which {a.file} does not cover",
                f"leave {column} out, or add {', '.join(missing)} to `categories` and have it approved again",
            )  # fmt: skip


def _words(a: Agreement, q: Question) -> Iterator[Reason]:
    for word, level in sorted(q.words.items()):
        agreed = a.told.get(word)
        if agreed is None:
            yield Reason(
                "told-unknown", f"{word!r} is not in [told] of {a.file}",
                f'leave the word out, or add {word} = "{level}" to [told] and have it approved again',
            )  # fmt: skip
        elif not within(level, agreed):
            yield Reason(
                "told-level", f"{word!r} would be told as {level!r}; {a.file} agrees to {agreed!r}",
                f"tell it as {agreed!r}, or change [told] and have it approved again",
            )  # fmt: skip


def _in_force(r: Register, a: Agreement) -> Iterator[Reason]:
    if not a.in_force(r.day):
        yield Reason(
            "not-in-force", f"{a.file} runs from {a.starts} up to, not including, {a.ends}; today is {r.day}",
            "review it, set new dates and have it approved again",
        )  # fmt: skip


def _signatories(r: Register, a: Agreement) -> Iterator[Reason]:
    """Somebody has to answer for advice, risk and patients' confidence; a demonstration is only warned of it."""
    if not r.demo:
        yield from signatory_reasons(r, a.file, lacking(r, a))


class Text(Protocol):
    """Something that people sign: an agreement, or the form by which a body joins one."""

    @property
    def id(self) -> str: ...
    @property
    def hash(self) -> str: ...
    @property
    def file(self) -> str: ...
    @property
    def signatories(self) -> tuple[Signatory, ...]: ...


def same_text(approval: Approval, a: Text) -> bool:
    """An approval is for one text: one letter more, and it does not count."""
    return approval.hash == a.hash


def approval_reasons(r: Register, a: Text) -> Iterator[Reason]:
    """An approval counts with the name of whoever gave it, and from its day on."""
    if not a.signatories:
        yield Reason("not-approved", f"{a.file} names nobody who must approve it",
                     "write [[signatory]] for every body in `from` and `to`")  # fmt: skip
    for signatory in a.signatories:
        found = [
            p for p in r.approvals
            if p.agreement == a.id and p.organisation == signatory.organisation and p.role == signatory.role
            and p.name.strip() and p.on <= r.day
        ]  # fmt: skip
        current = [p for p in found if same_text(p, a)]
        who = f"{r.name(signatory.organisation)}'s {signatory.role}"
        if not current:
            old = " (an approval of an earlier text does not count)" if found else ""
            yield Reason(
                "not-approved", f"{who} has not approved {a.file}{old}",
                f'have {who} read it and add an [[approval]] with hash = "{a.hash}" to agreements/approvals.toml',
            )  # fmt: skip
        elif not r.demo and all(p.demo for p in current):
            yield Reason(
                "demo-approval", f"the approval of {a.file} for {who} is marked demo",
                "have the real person approve it; a live region never runs on demonstration approvals",
            )  # fmt: skip
