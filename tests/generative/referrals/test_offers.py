"""However people answer, nobody is asked again before the time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ginnel.referrals import Offer, make_offer, may_offer
from ginnel.referrals.offers import answer, tick, withdraw

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
SAME = {"use": "damp.vulnerable", "recipient": "northshire-homes", "about_person": "p-1"}

reactions = st.sampled_from(["yes", "no", "silence", "taken back"])


@settings(max_examples=150, deadline=None)
@given(life=st.lists(st.tuples(reactions, st.integers(0, 500)), max_size=12))
def test_gaps_between_questions(life: list[tuple[str, int]]) -> None:
    now = START
    offers: list[Offer] = []
    for reaction, days in life:
        now += timedelta(days=days)
        offers = [tick(o, now) for o in offers]
        if may_offer(offers, now=now, **SAME) is None:
            made = make_offer(
                offers, asked_person="p-1", home="h-1", words={}, agreement="a", now=now, zone="Europe/London", **SAME
            )
            offers.append(_react(made, reaction))
    assert len({o.id for o in offers}) == len(offers)
    for before, after in pairwise(offers):
        waited = after.asked_at - (before.withdrawn_at or before.answered_at or before.answer_by)
        assert before.state not in ("yes", "open")
        assert waited >= timedelta(days=90 if before.state == "lapsed" else 365)
    states = [o.state for o in offers]
    assert all(states[i : i + 3] != ["lapsed"] * 3 for i in range(len(states)))


def _react(offer: Offer, reaction: str) -> Offer:
    at = offer.asked_at + timedelta(days=3)
    if reaction == "silence":
        return offer
    answered = answer(offer, yes=reaction != "no", by="p-1", at=at)
    return withdraw(answered, at=at + timedelta(days=10)) if reaction == "taken back" else answered
