"""Whether a child decides herself today, and whether an answer about her is one that counts.

Nothing here knows choices, questions or plans: what makes an ask asks here too, and nothing may hold an ask up.
"""

from __future__ import annotations

from datetime import datetime

from ginnel.app.services import place
from ginnel.governance.children import SCOTLAND, YOUNG, Child, competent
from ginnel.store.choices import to_review
from ginnel.store.models import CompetenceReview, OfferRow, Person
from ginnel.vocabulary.calendar import full_years


def nation(person: Person) -> str:
    """Where she lives: the region's one nation, or what last night knew; empty where nobody knows."""
    nations = place.region().config.nations
    return nations[0] if len(nations) == 1 else person.nation


def herself(person: Person, now: datetime) -> bool:
    """Whether she decides herself, by age or by a review that is in force."""
    reviews = [to_review(r) for r in CompetenceReview.objects.filter(person=person.id)]
    child = Child(person.id, person.born, nation(person))
    return competent(child, reviews, day=place.today(now), youngest=place.region().config.youngest)


def young(person: Person, now: datetime) -> bool:
    """Whether she is known to be below 16."""
    age = full_years(person.born, place.today(now))
    return age is not None and age < YOUNG


def reviewable(person: Person, now: datetime) -> bool:
    """Whether a review of her would count: below 16, and not below the age from which the region or Scotland hears one."""
    age, where, youngest = full_years(person.born, place.today(now)), nation(person), place.region().config.youngest
    least = SCOTLAND if where == "Scotland" else youngest if where else max(youngest, SCOTLAND)
    return age is not None and least <= age < YOUNG


def stands(offer: OfferRow, now: datetime) -> bool:
    """Whether an answer to this question counts today: hers once she decides herself, somebody else's until then.

    Of the others a body where last night knew no adult who decides, and an adult where it knew one: after a court's
    order no yes of a parent releases anything, and after its end none of the body's.
    """
    person = Person.objects.filter(id=offer.about).first()
    if person is None or person.born is None:
        return offer.asked == offer.about
    if offer.asked == offer.about or herself(person, now):
        return offer.asked == offer.about and herself(person, now)
    return bool(offer.body) is not bool(person.responsible)
