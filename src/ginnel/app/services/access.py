"""Who may see what. Everything is denied that no line here allows.

A worker is barred from whomever she declared, from whoever lives where they live, from her own home, and from a child
for whom she decides or was asked; being named for a protected person does not lift that bar.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from ginnel.app.services import place
from ginnel.store.models import CaseRow, ChoiceRow, Home, NamedStaff, OfferRow, Person, ProposalRow, User
from ginnel.vocabulary.calendar import full_years

ADULT = 18


@dataclass(frozen=True)
class Bars:
    """Homes and people that a worker must not see anything of."""

    homes: frozenset[str]
    people: frozenset[str]

    def hides(self, home: str, person: str) -> bool:
        return (bool(home) and home in self.homes) or (bool(person) and person in self.people)

    @property
    def any(self) -> bool:
        return bool(self.homes or self.people)


def bars(user: User) -> Bars:
    """What `user` declared, her own home, children for whom she decides or was asked, and everybody who lives in any of
    these: a parent who lives elsewhere reads at work neither what the other one said nor where they live.
    """
    people = {str(p) for p in user.declared} | ({user.person_id} if user.person_id else set())
    if user.person_id:
        people |= set(Person.objects.filter(responsible=user.person_id).values_list("id", flat=True))
        people |= set(OfferRow.objects.filter(asked=user.person_id).values_list("about", flat=True))
    lived = Person.objects.filter(id__in=people).exclude(home=None).values_list("home_id", flat=True)
    homes = {str(h) for h in user.declared_homes} | {str(h) for h in lived}
    people |= set(Person.objects.filter(home_id__in=homes).values_list("id", flat=True))
    return Bars(frozenset(homes), frozenset(people))


@dataclass(frozen=True)
class Protected:
    """Protected people and the homes they live in; `named` are the people for whom the worker is named."""

    people: frozenset[str]
    homes: frozenset[str]
    named: frozenset[str]
    named_homes: frozenset[str]

    def keeps(self, home: str, person: str, restricted: bool) -> bool:
        """Whether this is kept from the worker: somebody protected is concerned and she is not named for them."""
        concerned = restricted or home in self.homes or person in self.people
        return concerned and person not in self.named and home not in self.named_homes


def protected_from(user: User) -> Protected:
    rows = list(Person.objects.filter(protected=True).values_list("id", "home_id"))
    named = set(NamedStaff.objects.filter(username=user.username).values_list("person", flat=True))
    return Protected(
        people=frozenset(p for p, _ in rows),
        homes=frozenset(h for _, h in rows if h),
        named=frozenset(p for p, _ in rows if p in named),
        named_homes=frozenset(h for p, h in rows if h and p in named),
    )


@dataclass(frozen=True)
class Seen:
    """What a worker may see of a list, and how many rows her own declarations keep from her."""

    ids: tuple[str, ...]
    kept: int


def cases_of(user: User) -> Seen:
    """The ids of the cases that an officer may see. Kept cases of protected people are not even counted."""
    rows = CaseRow.objects.filter(organisation=user.organisation).values_list("id", "home", "person", "restricted")
    return _sift(user, rows)


def proposals_of(user: User) -> Seen:
    """The keys of the proposals that wait for this sender."""
    rows = ProposalRow.objects.filter(sender=user.organisation, state="waiting")
    return _sift(user, rows.order_by("proposed_at", "key").values_list("key", "home", "person", "restricted"))


def _sift(user: User, rows: QuerySet[CaseRow, tuple[str, str, str, bool]] | QuerySet[ProposalRow, tuple[str, str, str, bool]]) -> Seen:  # fmt: skip
    barred, protected = bars(user), protected_from(user)
    seen, kept = [], 0
    for id, home, person, restricted in rows:
        if protected.keeps(home, person, restricted):
            continue
        if barred.hides(home, person):
            kept += 1
        else:
            seen.append(id)
    return Seen(tuple(seen), kept)


def case_for_officer(user: User, id: str) -> CaseRow | None:
    """The case, if this officer may see it; None also when there is none, so that the two look the same."""
    row = CaseRow.objects.filter(id=id, organisation=user.organisation).first() if user.organisation else None
    if user.role != "officer" or row is None or _kept(user, row.home, row.person, row.restricted):
        return None
    return row


def proposal_for_sender(user: User, key: str) -> ProposalRow | None:
    row = ProposalRow.objects.filter(key=key, sender=user.organisation).first() if user.organisation else None
    if user.role != "sender" or row is None or _kept(user, row.home, row.person, row.restricted):
        return None
    return row


def _kept(user: User, home: str, person: str, restricted: bool) -> bool:
    return kept_from(user)(home, person, restricted)


def kept_from(user: User) -> Callable[[str, str, bool], bool]:
    """Whether (home, person, restricted) is kept from a worker: for a list, so that her bars are read once."""
    protected, barred = protected_from(user), bars(user)
    return lambda home, person, restricted: protected.keeps(home, person, restricted) or barred.hides(home, person)


# --- A citizen


def person_of(user: User) -> Person | None:
    """The person whom a citizen's account is tied to."""
    if user.role != "citizen" or not user.person_id:
        return None
    return Person.objects.select_related("home").filter(id=user.person_id).first()


def is_adult(person: Person, day: date) -> bool:
    """Somebody known only from records without a date of birth, such as council tax, counts as an adult."""
    return person.born is None or (full_years(person.born, day) or 0) >= ADULT


def home_of(person: Person) -> Home | None:
    return person.home


def cases_of_citizen(user: User, now: datetime) -> list[CaseRow]:
    """Cases about herself, and cases about the home where she lives, if she is an adult.

    A case that names a person is hers alone, so that nobody learns from it who in the home needs help. Where somebody
    in the home is protected, only that person sees the home's cases.
    """
    person = person_of(user)
    return [] if person is None else cases_about(person, now)


def cases_about(person: Person, now: datetime) -> list[CaseRow]:
    """The same for the person herself, whoever asks for her."""
    rows = list(CaseRow.objects.filter(person=person.id))
    if person.home_id and is_adult(person, place.today(now)):
        for row in CaseRow.objects.filter(home=person.home_id, person=""):
            hidden = row.restricted or Person.objects.filter(home_id=row.home, protected=True).exists()
            if person.protected or not hidden:
                rows.append(row)
    return sorted(rows, key=lambda r: (r.opened_at, r.id), reverse=True)


def case_for_citizen(user: User, id: str, now: datetime) -> CaseRow | None:
    return next((row for row in cases_of_citizen(user, now) if row.id == id), None)


def offer_for_citizen(user: User, id: str) -> OfferRow | None:
    """An offer that she herself is asked; nobody else's, even of her household."""
    if person_of(user) is None:
        return None
    return OfferRow.objects.filter(id=id, asked=user.person_id).first()


def choice_for_citizen(user: User, key: str) -> ChoiceRow | None:
    """A choice about her own records."""
    if person_of(user) is None:
        return None
    return ChoiceRow.objects.filter(key=key, person=user.person_id).first()
