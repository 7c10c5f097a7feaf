"""How long to sign: the table of eight years by discount a year and switching cost, to three decimals."""

from __future__ import annotations

import pytest

from ginnel.procurement import Market, break_even
from ginnel.procurement.term import break_clause, cost

TERMS = (1, 2, 3, 4, 8)
TABLE = {
    # discount a year: {switching cost: cost by term}; worked out beforehand, not with this code
    0.005: {0.02: (6.007, 6.080, 6.178, 6.329, 6.866), 0.10: (6.272, 6.278, 6.307, 6.399, 6.866), 0.25: (6.275, 6.353, 6.401, 6.498, 6.866)},
    0.010: {0.02: (6.007, 6.050, 6.122, 6.233, 6.617), 0.10: (6.272, 6.247, 6.250, 6.303, 6.617), 0.25: (6.275, 6.321, 6.343, 6.400, 6.617)},
    0.015: {0.02: (6.007, 6.019, 6.065, 6.137, 6.368), 0.10: (6.272, 6.216, 6.194, 6.206, 6.368), 0.25: (6.275, 6.289, 6.285, 6.302, 6.368)},
    0.025: {0.02: (6.007, 5.959, 5.952, 5.945, 5.869), 0.10: (6.272, 6.155, 6.081, 6.014, 5.869), 0.25: (6.275, 6.225, 6.168, 6.106, 5.869)},
}  # fmt: skip


@pytest.mark.parametrize("discount", TABLE)
def test_the_cost_of_each_term(discount: float) -> None:
    for switching, expected in TABLE[discount].items():
        found = [round(cost(Market(switching=switching), t, discount), 3) for t in TERMS]
        assert tuple(found) == expected, switching


def test_at_the_break_even_a_term_costs_what_one_year_at_a_time_costs() -> None:
    for years in TERMS[1:]:
        even = break_even(Market(), years)
        assert even is not None
        assert cost(Market(), years, even) == pytest.approx(cost(Market(), 1, 0.0), abs=1e-9)


def test_without_switching_cost_a_mark_up_changes_nothing() -> None:
    free = [cost(Market(switching=0.0, markup=m), 2, 0.01) for m in (0.0, 0.08, 0.5)]
    assert free == pytest.approx([free[0]] * 3)


def test_a_break_clause_is_worth_more_the_longer_the_term() -> None:
    worth = [break_clause(Market(), t, 0.01) for t in TERMS]
    assert worth == sorted(worth)


def test_a_term_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        cost(Market(), 9, 0.0)
