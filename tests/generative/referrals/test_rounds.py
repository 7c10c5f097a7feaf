"""Two who may decide are asked at once: one no is a no, whatever the other says, in whatever order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ginnel.referrals import Offer, make_offer, may_offer
from ginnel.referrals.offers import answer, tick, withdraw

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
SAME = {"use": "damp.vulnerable", "recipient": "northshire-homes", "about_person": "kid"}
WHO = ("ann", "bob")
reactions = st.tuples(st.sampled_from(["yes", "no", "silence", "taken back"]), st.integers(0, 20))
lives = st.lists(st.tuples(st.tuples(reactions, reactions), st.integers(1, 500)), max_size=6)


def asked(offers: list[Offer], now: datetime) -> list[Offer]:
    return [
        make_offer(
            offers, asked_person=w, home="h", words={}, agreement="a", now=now, zone="Europe/London", seat=n, **SAME
        )
        for n, w in enumerate(WHO)
    ]


def reacted(offer: Offer, reaction: str, days: int) -> Offer:
    at = offer.asked_at + timedelta(days=days)
    if reaction == "silence":
        return offer
    said = answer(offer, yes=reaction != "no", by=offer.asked_person, at=at)
    return withdraw(said, at=at + timedelta(days=1)) if reaction == "taken back" else said


def wrong(life: Any, may: Any = may_offer) -> list[str]:
    """Rounds that a no stood in and that count as agreed or are asked again within a year; or ids given twice."""
    now, offers, found = START, [], []
    for both, days in life:
        now += timedelta(days=days)
        offers = [tick(o, now) for o in offers]
        noes = [o.withdrawn_at or o.answered_at for o in offers if o.state in ("no", "withdrawn")]
        lately = any(at is not None and now < at + timedelta(days=365) for at in noes)
        why = may(offers, now=now, **SAME)
        last = [o for o in offers if o.asked_at == max(o.asked_at for o in offers)]
        states = {o.state for o in last}
        if (why is None and lately) or (why == "agreed" and ("yes" not in states or states & {"no", "withdrawn"})):
            found.append(f"{why} on {now:%Y-%m-%d}")
        if may_offer(offers, now=now, **SAME) is None:
            made = asked(offers, now)
            offers += [reacted(o, *r) for o, r in zip(made, both, strict=True)]
    return found + ([] if len({o.id for o in offers}) == len(offers) else ["an id twice"])


@settings(max_examples=200, deadline=None)
@given(life=lives)
def test_one_no_is_a_no_in_every_round(life: Any) -> None:
    assert wrong(life) == []


def test_a_silent_round_is_one_silence() -> None:
    """Both silent is asked once more after 90 days, as one person's silence is."""
    first = asked([], START)
    later = START + timedelta(days=28 + 91)
    assert may_offer([tick(o, later) for o in first], now=later, **SAME) is None
    assert may_offer(first, now=START + timedelta(days=60), **SAME) == "lapsed-lately"


def test_a_rule_in_which_any_yes_is_enough_is_caught() -> None:
    def planted(offers: list[Offer], **more: Any) -> Any:
        return "agreed" if any(o.state == "yes" for o in offers) else may_offer(offers, **more)

    life = [((("yes", 1), ("no", 2)), 1), ((("silence", 0), ("silence", 0)), 30)]
    assert wrong(life) == []
    assert wrong(life, planted) != []
