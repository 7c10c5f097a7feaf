"""Plans against an exact solver that knows nothing of prices, on two hundred random small choices; and what must hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from ginnel.flow.prevent import Committed, Need, commit
from ginnel.prevention import Limits, Options, choose, options_of
from ginnel.prevention.dual import bound_at
from ginnel.prevention.interventions import Help, Intervention
from ginnel.prevention.primal import kept
from ginnel.vocabulary import BadInput

SMALL = 200


def instance(seed: int) -> tuple[Options, Limits]:
    rng = np.random.default_rng(seed)
    rows = [
        {"household": h, "help": j, "cost": float(rng.integers(20, 900)), "low": v * 0.5, "mid": v, "high": v * 1.5,
         "place": None if rng.random() < 0.3 else f"p{rng.integers(3)}", "group": None if rng.random() < 0.5 else f"g{rng.integers(2)}",
         "lot": float(rng.random())}
        for h in range(int(rng.integers(1, 14))) for j in range(4) if rng.random() < 0.5
        for v in [float(rng.integers(50, 3000))]
    ]  # fmt: skip
    options = options_of(rows, ["p0", "p1", "p2"], ["g0", "g1"])
    budget = float(options.cost.sum() * rng.uniform(0.05, 0.5)) if len(options) else 100.0
    floor = np.array([rng.uniform(0, 0.12), rng.uniform(0, 0.12)]) * budget
    return options, Limits(budget, rng.integers(0, 7, 3).astype(float), floor, ("p0", "p1", "p2"), ("g0", "g1"))


def oracle(options: Options, limits: Limits) -> float | None:
    """The best benefit by SciPy's solver on a plain formulation of its own; None where nothing is feasible."""
    n = len(options)
    if not n:
        return 0.0 if not limits.floor.sum() else None
    rows = [(options.household == h).astype(float) for h in range(options.households)]
    top = [1.0] * len(rows)
    rows.append(options.cost)
    top.append(limits.budget)
    for k in range(3):
        rows.append((options.place == k).astype(float))
        top.append(limits.capacity[k])
    low = [-np.inf] * len(rows)
    for g in range(2):
        rows.append(options.cost * (options.group == g))
        low.append(limits.floor[g])
        top.append(np.inf)
    found = milp(-options.mid, constraints=LinearConstraint(np.array(rows), low, top), integrality=np.ones(n),
                 bounds=Bounds(0, 1), options={"mip_rel_gap": 0.0})  # fmt: skip
    return -float(found.fun) if found.success else None


@pytest.mark.parametrize("first", range(0, SMALL, 20))
def test_a_plan_equals_the_exact_answer(first: int) -> None:
    """Twenty at a time: the same benefit to a millionth, the bound above it, and no plan exactly where there is none."""
    for seed in range(first, first + 20):
        options, limits = instance(seed)
        best = oracle(options, limits)
        if best is None:
            with pytest.raises(BadInput, match="floor"):
                choose(options, limits)
            continue
        found = choose(options, limits)
        assert found.benefit == pytest.approx(best, rel=1e-5, abs=1e-3), seed
        assert found.bound >= best - 1e-6
        assert kept(options, limits, found.chosen)


@given(st.integers(0, 10_000), st.floats(0, 5), st.lists(st.floats(0, 900), min_size=3, max_size=3))
@settings(max_examples=60)
def test_any_prices_give_a_bound(seed: int, pound: float, slots: list[float]) -> None:
    """Whatever the prices, no feasible plan is worth more than the bound at them."""
    options, limits = instance(seed)
    best = oracle(options, limits)
    if best is not None and len(options):
        assert bound_at(options, limits, options.mid, pound, np.array(slots), np.zeros(2)) >= best - 1e-6


@given(st.integers(0, 10_000))
@settings(max_examples=40)
def test_without_the_exact_finish_every_limit_still_holds(seed: int) -> None:
    options, limits = instance(seed)
    try:
        found = choose(options, limits, polish=False)
    except BadInput:
        return
    assert kept(options, limits, found.chosen)
    assert 0 <= found.gap <= 1


SORTS = st.sampled_from(["duty", "ask", "choice"])
NEEDS = st.lists(
    st.builds(
        Need, key=st.text("0123456789abcdef", min_size=8, max_size=8), use=st.sampled_from(["damp", "rent"]),
        household=st.sampled_from(["h1", "h2", "h3", "h4"]), tenure=st.sampled_from(["social", "owner"]), sort=SORTS,
    ),
    max_size=12,
)  # fmt: skip


def repair(cost: float) -> Help:
    one = Intervention("r", "Repair", "", "n", "o", cost, frozenset({"damp", "rent"}), frozenset(), True, (), {})
    return Help((one,), (), {}, 0.0, (), None)


def no_budget_touches_a_duty(rule: object, needs: list[Need], cost: float) -> None:
    """Every duty and ask comes out, once each, in the order in which it came, whatever it costs."""
    out: list[Committed] = list(rule(needs, repair(cost)))  # type: ignore[operator]
    assert [c.need for c in out] == [n for n in needs if n.sort != "choice"]


@given(NEEDS, st.floats(0, 1e9))
def test_no_price_and_no_budget_touches_a_duty_or_an_ask(needs: list[Need], cost: float) -> None:
    no_budget_touches_a_duty(commit, needs, cost)


def test_a_rule_that_lets_money_decide_about_duties_is_caught() -> None:
    """The planted fault: duties are committed only while they are cheap."""

    def planted(needs: list[Need], help_: Help) -> list[Committed]:
        return [c for c in commit(needs, help_) if c.help is None or c.help.cost < 500]

    need = Need("00000000", "damp", "h1", "social", "duty")
    no_budget_touches_a_duty(planted, [need], 100.0)
    with pytest.raises(AssertionError):
        no_budget_touches_a_duty(planted, [need], 1000.0)
