"""Who decides for a child, and what their answers come to: the reference, one child at a time.

In this order, and each step only from records with evidence, on a day on which they count:

1. **She herself**, if she is competent. From 16 she is presumed to be (Family Law Reform Act 1969 s.8, of treatment only:
   verify for information; Scotland: Age of Legal Capacity (Scotland) Act 1991 s.1). In Scotland from 12 (1991 Act
   s.2(4A), of instructing a solicitor; DPA 2018 s.208, of data protection rights), unless a review says otherwise.
   Elsewhere below 16 only where a named professional reviewed this child (Gillick v West Norfolk [1986] AC 112), and not
   below the region's youngest age, 13 unless it chose another. Her no counts against any yes.
2. **The body** that has parental responsibility by an order, by a named role: a care order or an interim one (Children Act
   1989 ss.31, 33, 38), a placement order (Adoption and Children Act 2002 s.25), in Scotland a permanence order (Adoption
   and Children (Scotland) Act 2007 s.80: verify). A child who is accommodated by agreement (s.20) has none. Parents keep
   what they hold and do not decide past it.
3. **A special guardian**, to the exclusion of everybody else with responsibility (s.14C(1)(b)).
4. **Whoever has parental responsibility**: each may act alone (s.2(7)), but where two disagree the no counts, and a named
   worker is told that it is contested.
5. Otherwise **nobody**: "cannot say: nobody known who may decide".

An adoption ends what others held before it, and orders made before it (2002 Act s.46(2)). Living with a child, paying for
her or being married to her mother gives no responsibility. `children_sets.py` says the same over millions;
tests/generative compares the two. Northern Ireland is read as England is: verify.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ginnel.vocabulary.calendar import full_years

Who = Literal["herself", "body", "guardian", "holders", "nobody"]
Outcome = Literal["yes", "no", "open", "nobody-decides"]

ADULT, YOUNG, SCOTLAND, YOUNGEST = 18, 16, 12, 13
"""Ages: of majority; from which anybody is presumed competent; in Scotland; from which a review counts elsewhere."""
REVIEW_DAYS = 366
"""A child changes: a review is recorded for a year at most, then somebody looks again. Our own choice."""
EVIDENCE: tuple[str, ...] = (
    "birth-certificate", "court-order", "court-record", "adoption-order", "marriage-certificate", "will",
)  # fmt: skip
"""What a paper that was seen can be."""
GIVES: tuple[str, ...] = (
    "mother", "father-married", "father-registered", "second-parent", "agreement", "order", "lives-with-order", "guardian",
    "adopter", "special-guardian",
)  # fmt: skip
"""What gives parental responsibility: Children Act 1989 ss.2, 4, 4ZA, 4A, 5, 12(2), 14C; 2002 Act s.46. A father who is
registered has it since 1 December 2003 in England and Wales, 4 May 2006 in Scotland, 15 April 2002 in Northern Ireland
(verify); whoever records it looks at the date. Any other word (step-parent, grandparent, foster carer) gives none."""
GIVES_BODY: tuple[str, ...] = ("care", "interim-care", "placement", "permanence")
"""Orders by which a body may decide how far others act on theirs. An emergency protection order (s.44) lets it do only what
keeps the child safe, so that it decides nothing here."""


@dataclass(frozen=True)
class Child:
    """`nation` is where she lives; empty where nobody knows: then she decides herself only where she would in each."""

    id: str
    born: date | None
    nation: str


@dataclass(frozen=True)
class Responsible:
    """`holder` is to `child` what `kind` says (a word of `GIVES` or another) on days `since` <= day < `until`."""

    child: str
    holder: str
    kind: str
    evidence: str
    since: date | None
    until: date | None = None

    def counts(self, day: date) -> bool:
        real = self.kind in GIVES and self.evidence in EVIDENCE and self.holder not in ("", self.child)
        return real and _within(self.since, self.until, day)


@dataclass(frozen=True)
class Review:
    """A named professional (`by`) judged on `since` whether this child understands; it counts until `until`."""

    child: str
    competent: bool
    by: str
    since: date | None
    until: date | None = None

    def counts(self, day: date) -> bool:
        return self.by.strip() != "" and _within(self.since, self.until, day)


@dataclass(frozen=True)
class Order:
    """A court's order that names a body; `role` is who decides there, a name or a post."""

    child: str
    kind: str
    body: str
    role: str
    evidence: str
    since: date | None
    until: date | None = None

    def counts(self, day: date) -> bool:
        real = self.kind in GIVES_BODY and self.body != "" and self.evidence == "court-order"
        return real and _within(self.since, self.until, day)


@dataclass(frozen=True)
class Answer:
    """What somebody said: the child by her id, a holder by his, a body by its own. Of one person the highest `number` counts."""

    child: str
    who: str
    yes: bool
    number: int = 0


@dataclass(frozen=True)
class Decided:
    """`by` are the ids of whoever decides, sorted; `role` is the post at a body. `contested`: a named worker must hear of it."""

    who: Who
    by: tuple[str, ...]
    outcome: Outcome
    contested: bool = False
    role: str = ""


NOBODY = Decided("nobody", (), "nobody-decides")


def decides(
    child: Child, responsible: Iterable[Responsible], reviews: Iterable[Review], orders: Iterable[Order],
    answers: Iterable[Answer], *, day: date, youngest: int = YOUNGEST,
) -> Decided:  # fmt: skip
    """Who decides for `child` on `day`, and what the answers come to. `youngest`: from which age a review counts."""
    said = latest(a for a in answers if a.child == child.id)
    if child.born is None or child.born > day:
        return NOBODY
    if competent(child, reviews, day=day, youngest=youngest):
        return _by("herself", {child.id}, said)
    live = [r for r in responsible if r.child == child.id and r.counts(day)]
    adopted = max((r.since for r in live if r.kind == "adopter" and r.since is not None), default=date.min)
    ordered = [o for o in orders if o.child == child.id and o.counts(day) and _from(o.since, adopted)]
    if ordered:
        return _body(ordered, said)
    live = [r for r in live if _from(r.since, adopted)]
    guardians = {r.holder for r in live if r.kind == "special-guardian"}
    if guardians:
        return _by("guardian", guardians, said)
    return _by("holders", {r.holder for r in live}, said) if live else NOBODY


def competent(child: Child, reviews: Iterable[Review], *, day: date, youngest: int = YOUNGEST) -> bool:
    """Whether she decides herself. Of reviews in force the latest counts, and of two on one day the one that says no."""
    age = full_years(child.born, day)
    if age is None or age >= YOUNG:
        return age is not None
    scotland = child.nation == "Scotland"
    if age < (SCOTLAND if scotland else youngest if child.nation else max(youngest, SCOTLAND)):
        return False
    mine = [r for r in reviews if r.child == child.id and r.counts(day)]
    last = max((r.since for r in mine if r.since is not None), default=None)
    return all(r.competent for r in mine if r.since == last) if mine else scotland


def latest(answers: Iterable[Answer]) -> dict[str, bool]:
    """What each person said last; of two at once, the no."""
    found: dict[str, tuple[int, bool]] = {}
    for a in answers:
        number, yes = found.get(a.who, (a.number, a.yes))
        if a.number > number:
            found[a.who] = (a.number, a.yes)
        else:
            found[a.who] = (number, yes and a.yes) if a.number == number else (number, yes)
    return {who: yes for who, (_, yes) in found.items()}


def _body(ordered: list[Order], said: dict[str, bool]) -> Decided:
    """One body, by a named role. Two at once, or nobody named there: nobody is known who may decide."""
    bodies = {o.body for o in ordered}
    roles = sorted({o.role.strip() for o in ordered} - {""})
    if len(bodies) != 1 or not roles:
        return NOBODY
    found = _by("body", bodies, said)
    return Decided(found.who, found.by, found.outcome, False, roles[0])


def _by(who: Who, deciders: set[str], said: dict[str, bool]) -> Decided:
    """One no is a no; a yes of one is enough while nobody else who may decide says no."""
    found = {yes for person, yes in said.items() if person in deciders}
    outcome: Outcome = "open" if not found else "yes" if found == {True} else "no"
    return Decided(who, tuple(sorted(deciders)), outcome, found == {True, False})


def _within(since: date | None, until: date | None, day: date) -> bool:
    return since is not None and since <= day and (until is None or day < until)


def _from(since: date | None, first: date) -> bool:
    return since is not None and since >= first
