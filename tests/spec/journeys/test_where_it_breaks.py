"""Where the way between bodies breaks"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ginnel.journeys import Event, cut, from_events, look
from ginnel.journeys.dropout import dropout
from ginnel.journeys.findings import findings
from ginnel.journeys.gaps import hidden
from ginnel.journeys.graph import graph
from ginnel.journeys.handovers import handovers
from ginnel.journeys.numbers import fisher, holm, newcombe, shown_table, wilson
from ginnel.journeys.rework import rework

Table = Callable[[str], list[Event]]
TWO = """
p asks 1 police
p answers 11 court
p tells 12 court
q asks 1 police
q answers 3 court
q tells 4 police
"""


def test_a_handovers_share_is_of_all_waiting(events: Table) -> None:
    """Police to court took 10 and 2 days, court to police 1, and 1 day was spent within the court: 12, 1 and 1 of 14."""
    found = handovers(from_events(events(TWO)))
    assert [(h.giver, h.taker, h.count) for h in found.pairs] == [("police", "court", 2), ("court", "police", 1)]
    assert found.pairs[0].share.value == pytest.approx(12 / 14)
    assert found.between.share.value + found.within.share.value == pytest.approx(1)


def test_a_step_taken_again_is_rework_at_once_or_after_something_else(events: Table) -> None:
    found = {r.activity: r for r in rework(from_events(events("p a 1\np a 2\np b 3\np a 4")))}
    assert (found["a"].extra, found["a"].at_once, found["a"].back) == (2, 1, 1)
    assert found["b"].extra == 0


def test_equal_times_keep_the_order_of_rows(events: Table) -> None:
    """Dates without a time make ties; the row that comes first in the file counts as first."""
    moves = graph(from_events(events("p b 1\np a 1"))).moves
    assert [(m.before, m.after) for m in moves] == [("b", "a")]


def test_a_case_that_may_still_go_on_is_not_counted_as_dropped_out(events: Table) -> None:
    """Ten reach `a` on day 1 and six go on the next day. Ten more reach it on the last day of the log, and nobody knows.

    Without the rule 14 of 20 would count as stuck; it is 4 of 10.
    """
    early = "\n".join(f"c{n} a 1" + (f"\nc{n} b 2" if n < 6 else "") for n in range(10))
    late = "\n".join(f"d{n} a 30" for n in range(10))
    found = {s.activity: s for s in dropout(from_events(events(f"{early}\n{late}")), horizons=(20,))}
    share = found["a"].stuck[20]
    assert share is None, "only four were followed for 20 days: too few to tell"
    many = "\n".join(f"e{n} a 1" + (f"\ne{n} b 2" if n < 60 else "") for n in range(100))
    share = {s.activity: s for s in dropout(from_events(events(f"{many}\n{late}")), horizons=(20,))}["a"].stuck[20]
    assert share is not None
    assert share.value == pytest.approx(0.4)
    assert share.low < 0.4 < share.high


@pytest.mark.parametrize(
    ("count", "of", "low", "high"), [(0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (81, 263, 0.255, 0.366)]
)
def test_a_share_has_wilsons_interval(count: int, of: int, low: float, high: float) -> None:
    """The last row is the worked example of Newcombe (1998)."""
    found = wilson(count, of)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-4), pytest.approx(high, abs=5e-4))


def test_a_difference_has_newcombes_interval() -> None:
    """56 of 70 against 48 of 80: 0.20, from 0.0524 to 0.3339 (Newcombe 1998, method 10)."""
    found = newcombe(56, 70, 48, 80)
    assert (found.value, found.low, found.high) == (
        pytest.approx(0.2), pytest.approx(0.0524, abs=1e-4), pytest.approx(0.3339, abs=1e-4),
    )  # fmt: skip


def test_fishers_test_is_exact() -> None:
    """Three of four against one of four: p is 34 in 70."""
    assert fisher(3, 4, 1, 4) == pytest.approx(34 / 70)


def test_many_looks_are_paid_for() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def test_a_small_cell_takes_another_of_its_row_and_column_along() -> None:
    """Rows and columns have known totals: with one cell hidden alone, subtraction would tell it."""
    cells = {("a", "x"): 2, ("a", "y"): 50, ("a", "z"): 70, ("b", "x"): 30, ("b", "y"): 40, ("b", "z"): 60}
    seen = shown_table(cells)
    for place in (0, 1):
        for line in {k[place] for k in cells}:
            assert [v for k, v in seen.items() if k[place] == line].count(None) != 1, line
    assert seen["a", "x"] is None


def test_a_small_group_is_hidden_and_the_largest_with_it() -> None:
    """Group 2 has 3 cases. Beside known totals it would be told by subtraction, were it hidden alone."""
    assert hidden([100, 60, 3], [20, 12, 1]) == {2, 0}


def test_a_group_of_which_few_are_late_is_hidden_too() -> None:
    assert hidden([100, 60, 50], [20, 2, 15]) == {1, 0}


def test_what_is_said_first_is_the_handover_that_carries_most(events: Table) -> None:
    many = "\n".join(
        f"c{n} asks 1 police north\nc{n} answers {5 + n % 9} court north\nc{n} tells 20 council north"
        for n in range(30)
    )
    shown = cut(look(from_events(events(many))))
    assert findings(shown, "en")[0].startswith("The handover from court to council carries the largest share")
    assert findings(shown, "cy")[0].startswith("Y trosglwyddiad o court i council")


def test_nothing_shown_holds_a_count_from_1_to_4(events: Table) -> None:
    """A log of few cases: every count of cases or events in what may be shown is 0, 5 or more, or hidden."""
    shown = cut(look(from_events(events(TWO))))

    def walk(value: object, key: str = "") -> None:
        if isinstance(value, dict):
            for k, v in value.items():
                walk(v, str(k))
        elif isinstance(value, list):
            for v in value:
                walk(v, key)
        elif (
            isinstance(value, int) and not isinstance(value, bool) and key not in ("total", "variants", "hidden_groups")
        ):
            assert value == 0 or value >= 5, key

    walk(shown)
