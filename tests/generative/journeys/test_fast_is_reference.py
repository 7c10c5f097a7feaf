"""Every figure of the fast forms equals the plain one, which looks at one case at a time."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ginnel.journeys import Clock, Event, Journey, Step, from_events, reference
from ginnel.journeys.conform import STATES, conform
from ginnel.journeys.dropout import DAY, dropout
from ginnel.journeys.events import moment
from ginnel.journeys.graph import graph
from ginnel.journeys.handovers import handovers
from ginnel.journeys.rework import rework
from ginnel.journeys.throughput import throughput
from ginnel.journeys.variants import _slowly, most_common, variants
from ginnel.vocabulary.say import Say

CHECKED = settings(max_examples=100, deadline=None)
BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    """Ties are frequent: moments are whole hours of a few days."""
    count = draw(st.integers(1, 40))
    group: dict[str, str] = {}
    found = []
    for _ in range(count):
        case = draw(st.sampled_from("pqrstu"))
        at = BEGIN + timedelta(hours=draw(st.integers(0, 400)))
        group.setdefault(case, draw(st.sampled_from(["", "north", "south"])))
        found.append(
            Event(
                case, draw(st.sampled_from("abcd")), at, draw(st.sampled_from(["", "council", "police", "court"])),
                group[case], draw(st.booleans()), at + timedelta(minutes=draw(st.sampled_from([0, 0, 30, 600]))),
            )
        )  # fmt: skip
    return found


@st.composite
def journeys(draw: st.DrawFn) -> Journey:
    """Two steps after a first one, each with a clock, some with a stop, some with rules that change in mid-case."""
    change = date(2026, 3, draw(st.integers(2, 17)))
    stops = draw(st.sampled_from([(), ("d",)]))

    def clocks(after: str) -> tuple[Clock, ...]:
        unit = draw(st.sampled_from(["working-days", "calendar-days", "hours"]))
        first = Clock(after, draw(st.integers(1, 6)), unit, draw(st.sampled_from([None, 1])), until=change, stops=stops)
        return (first, Clock(after, draw(st.integers(1, 6)), unit, since=change, stops=stops))

    return Journey(
        "made", Say("made", "made"),
        (Step("one", Say("a", "a"), "council", "a"), Step("two", Say("b", "b"), "police", "b", clocks("one")),
         Step("three", Say("c", "c"), "court", "c", clocks("two"), draw(st.sampled_from([(), ("a",)])))),
        groups=draw(st.sampled_from([(), ("north",)])),
    )  # fmt: skip


@given(events=logs())
@CHECKED
def test_moves_with_their_times_are_the_reference(events: list[Event]) -> None:
    found = graph(from_events(events))
    expected = reference.moves(events)
    assert {(m.before, m.after): m.count for m in found.moves} == {k: len(v) for k, v in expected.items()}
    for move in found.moves:
        waits = expected[move.before, move.after]
        assert move.times.median == pytest.approx(reference.quantile(waits, 0.5), rel=1e-9, abs=1e-6)
        assert move.times.p90 == pytest.approx(reference.quantile(waits, 0.9), rel=1e-9, abs=1e-6)
    assert sum(m.count for m in found.moves) == len(events) - len(reference.cases(events))


@given(events=logs())
@CHECKED
def test_variants_are_the_reference_with_and_without_sums(events: list[Event]) -> None:
    log = from_events(events)
    found = variants(log)
    assert {v.steps: v.cases for v in most_common(log, found)} == dict(reference.variants(events))
    for variant in most_common(log, found, 3):
        took = [
            t for t, c in zip(reference.durations(events), reference.cases(events), strict=True)
            if tuple(e.activity for e in c) == variant.steps
        ]  # fmt: skip
        assert variant.times.median == pytest.approx(reference.quantile(took, 0.5))
        assert variant.times.p90 == pytest.approx(reference.quantile(took, 0.9))
    example, numbers = _slowly(log)
    assert len(example) == len(found.counts)
    pairs = set(zip(numbers.tolist(), found.numbers.tolist(), strict=True))
    assert len(pairs) == len(example), "the two ways group cases alike"


@given(events=logs())
@CHECKED
def test_throughput_and_rework_are_the_reference(events: list[Event]) -> None:
    log = from_events(events)
    took = reference.durations(events)
    found = throughput(log)
    assert found.median == pytest.approx(reference.quantile(took, 0.5))
    assert found.p10 == pytest.approx(reference.quantile(took, 0.1))
    assert found.longest == max(took)
    lines = {r.activity: (r.cases, r.again, r.extra, r.at_once) for r in rework(log)}
    assert lines == reference.rework(events)


@given(events=logs())
@CHECKED
def test_handovers_are_the_reference_and_shares_add_up(events: list[Event]) -> None:
    log = from_events(events)
    found, expected = handovers(log), reference.handovers(events)
    assert {(h.giver, h.taker): h.count for h in found.pairs} == {k: len(v) for k, v in expected.items()}
    waited = sum(sum(w) for w in reference.moves(events).values())
    for pair in found.pairs:
        share = sum(expected[pair.giver, pair.taker]) / waited if waited else 0.0
        assert pair.share.value == pytest.approx(share)
        assert pair.share.low <= pair.share.value <= pair.share.high
    kinds = (found.between, found.within, found.unknown)
    assert sum(k.count for k in kinds) == len(events) - log.cases
    assert sum(k.share.value for k in kinds) == pytest.approx(1.0 if waited else 0.0)


@given(events=logs())
@CHECKED
def test_drop_out_is_the_reference(events: list[Event]) -> None:
    for step in dropout(from_events(events), horizons=(1, 5)):
        for days, share in step.stuck.items():
            expected = reference.not_gone_on(events, step.activity, timedelta(days=days))
            assert (share is None) == (expected is None)
            if share is not None:
                assert share.value == pytest.approx(expected, abs=1e-9)
                assert share.low - 1e-9 <= share.value <= share.high + 1e-9
    assert DAY == 86_400_000_000


@given(events=logs(), journey=journeys())
@CHECKED
def test_clocks_are_the_reference(events: list[Event], journey: Journey) -> None:
    log = from_events(events)
    names = case_names(events)
    found = sorted(
        (s.step.id, names[int(c)], moment(int(due)), STATES[int(state)])
        for s in conform(log, journey) for c, due, state in zip(s.case, s.due, s.state, strict=True)
    )  # fmt: skip
    assert found == sorted(reference.conform(events, journey, journey.zone))


@given(events=logs(), seed=st.integers(0, 999))
@CHECKED
def test_the_order_of_rows_changes_nothing_where_no_times_are_equal(events: list[Event], seed: int) -> None:
    events = list({(e.case, e.at): e for e in events}.values())
    mixed = list(events)
    random.Random(seed).shuffle(mixed)
    one, two = from_events(events), from_events(mixed)
    assert graph(one) == graph(two)
    assert most_common(one, variants(one)) == most_common(two, variants(two))
    assert [(h.giver, h.taker, h.count) for h in handovers(one).pairs] == [
        (h.giver, h.taker, h.count) for h in handovers(two).pairs
    ]


def case_names(events: list[Event]) -> list[str]:
    """Cases by their number in the log: codes follow the alphabet."""
    return sorted({e.case for e in events})
