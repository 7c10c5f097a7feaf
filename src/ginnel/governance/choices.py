"""What people have said about their records, and whom a no binds: the reference, one record at a time.

Semantics, deny by default (UK GDPR Arts 7(3), 18 and 21; `sets.py` says the same over millions):
an objection blocks while it is pending and when it is upheld; a restriction blocks whatever the basis; a withdrawal and
an opt-out block, except a use that rests on a legal duty; a use that rests on consent needs a yes, and silence is no. The
same words for a person whose records are known are in `verdict.py`.

A no is bound loosely and a telling tightly: whoever may be the objector, at the low threshold, is left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ginnel.governance.law import LawRow
from ginnel.governance.verdict import ANY

Ref = tuple[str, str]
"""A record: (dataset, record)."""

ChoiceKind = Literal["objection", "restriction", "withdrawn", "opt-out", "consent"]
KINDS: tuple[str, ...] = ("objection", "restriction", "withdrawn", "opt-out", "consent")
BLOCKING: frozenset[str] = frozenset({"objection", "restriction", "withdrawn", "opt-out"})
ALL = ANY
PERSON = "person"
"""As the dataset of a choice: the record is a person's id, and the choice is about all her records."""


@dataclass(frozen=True)
class Choice:
    """One choice about one record. `status` of an objection: pending, upheld or overruled (only the last unblocks).

    In force on days `since` <= day < `until`. It is about a purpose, one recipient and one category of data; "all" stands
    for every one. What names a recipient binds telling and not looking.
    """

    dataset: str
    record: str
    kind: ChoiceKind
    purpose: str
    since: date
    until: date | None = None
    status: Literal["pending", "upheld", "overruled"] = "pending"
    recipient: str = ALL
    category: str = ALL

    @property
    def ref(self) -> Ref:
        return (self.dataset, self.record)

    def blocks(
        self, purpose: str, day: date, kinds: frozenset[str] = BLOCKING, *, recipient: str = "",
        categories: Collection[str] = (),
    ) -> bool:  # fmt: skip
        """Whether this choice forbids `purpose` on `day`, where `kinds` of choice bind the use.

        `recipient` is whoever would be told, empty while records are only looked at; `categories` what is used.
        """
        return (
            self.kind in BLOCKING & kinds
            and not (self.kind == "objection" and self.status == "overruled")
            and self.purpose in (purpose, ALL)
            and self.recipient in (recipient or ALL, ALL)
            and (self.category == ALL or self.category in categories)
            and self.since <= day
            and (self.until is None or day < self.until)
        )


def binding_kinds(rows: Iterable[LawRow]) -> frozenset[str]:
    """Which kinds of choice bind a use that rests on these Art 6 rows.

    A restriction always does (Art 18). The others do where Art 21 gives a right to object (public task, legitimate
    interests) or where the use rests on consent (Art 7(3)); not against a legal duty alone.
    """
    rows = tuple(rows)
    may_object = any(row.right_to_object or row.consent for row in rows)
    return BLOCKING if may_object else frozenset({"restriction"})


@dataclass(frozen=True)
class Pair:
    """Two records that may be about one person, with the probability that they are."""

    left: Ref
    right: Ref
    probability: float


def barred_people(
    choices: Iterable[Choice],
    person_of: Mapping[Ref, str],
    pairs: Iterable[Pair],
    *,
    purpose: str,
    day: date,
    low: float,
    kinds: frozenset[str] = BLOCKING,
    recipient: str = "",
    categories: Collection[str] = (),
) -> frozenset[str]:
    """The people whose records are cut from `purpose`: whoever objected, and whoever may be her.

    A person is barred if one of her records carries a blocking choice, or is paired at `low` or more with a record
    of a person who carries one.
    """
    blocking = [c for c in choices if c.blocks(purpose, day, kinds, recipient=recipient, categories=categories)]
    objectors = {person_of[c.ref] for c in blocking if c.ref in person_of}
    objectors |= {c.record for c in blocking if c.dataset == PERSON}
    near = set(objectors)
    for pair in pairs:
        left, right = person_of.get(pair.left), person_of.get(pair.right)
        if pair.probability < low or left is None or right is None:
            continue
        if left in objectors:
            near.add(right)
        if right in objectors:
            near.add(left)
    return frozenset(near)


def barred_records(
    choices: Iterable[Choice],
    person_of: Mapping[Ref, str],
    pairs: Iterable[Pair],
    *,
    purpose: str,
    day: date,
    low: float,
    kinds: frozenset[str] = BLOCKING,
    recipient: str = "",
    categories: Collection[str] = (),
) -> frozenset[Ref]:
    """The records that `purpose` must not see: those of barred people, and an objector's record that nothing links."""
    choices = tuple(choices)
    people = barred_people(
        choices, person_of, pairs, purpose=purpose, day=day, low=low, kinds=kinds, recipient=recipient,
        categories=categories,
    )  # fmt: skip
    own = {c.ref for c in choices if c.blocks(purpose, day, kinds, recipient=recipient, categories=categories)}
    return frozenset(own | {ref for ref, person in person_of.items() if person in people})
