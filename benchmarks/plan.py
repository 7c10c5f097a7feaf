"""Plan against HiGHS: proven gap and time at 10,000 and 100,000 households x 10 kinds of help, in one run.

    python benchmarks/plan.py [--households 100000] [--seconds 120]

The instance is drawn with a fixed seed: four in ten kinds of help fit a household, a budget for about 6 % of them, 200
capacities of an agency in an area, two floors. HiGHS solves the linear relaxation by PDLP (its first-order method,
the nearest peer): its objective is compared with our bound. Figures on data we made.
"""

from __future__ import annotations

import argparse
import sys
import time

import numpy as np

from ginnel.prevention.exact import relaxed
from ginnel.prevention.options import Limits, Options
from ginnel.prevention.plan import choose
from ginnel.prevention.risk_first import risk_first

KINDS, PLACES = 10, 200


def instance(households: int, seed: int) -> tuple[Options, Limits]:
    rng = np.random.default_rng(seed)
    household, kind = (rng.random((households, KINDS)) < 0.4).nonzero()
    household = np.unique(household, return_inverse=True)[1]
    n = len(household)
    people = int(household[-1]) + 1
    severity = rng.lognormal(0, 0.6, people)[household]
    cost = rng.uniform(50, 400, KINDS)[kind] * rng.uniform(0.7, 1.3, n)
    value = rng.uniform(200, 1200, KINDS)[kind] * severity * rng.lognormal(0, 0.4, n)
    area = rng.integers(0, PLACES // KINDS, people)[household]
    group = rng.choice([-1, 0, 1], p=[0.8, 0.12, 0.08], size=people)[household]
    budget = 0.06 * people * float(cost.mean())
    capacity = np.full(PLACES, np.ceil(0.06 * people / PLACES * 1.1))
    floor = np.array([0.1, 0.08]) * budget
    zero = np.zeros(n)
    options = Options(household, kind, cost, value * 0.5, value, value * 1.5, area * KINDS + kind, group, zero)
    return options, Limits(budget, capacity, floor, (), ("first", "second"))


def line(*cells: object) -> None:
    sys.stdout.write("  ".join(f"{c!s:>16}" for c in cells) + "\n")


def measure(households: int, seconds: float) -> None:
    options, limits = instance(households, seed=1)
    start = time.perf_counter()
    plan = choose(options, limits)
    ours = time.perf_counter() - start
    start = time.perf_counter()
    objective, status = relaxed(options, limits, options.mid, "pdlp", seconds)
    theirs = time.perf_counter() - start
    listed = risk_first(options, limits, options.mid / options.cost)
    loss = 1 - listed.benefit / plan.benefit
    line(f"{households:,}", f"{len(options):,}", f"{ours:.2f} s", f"{plan.gap:.5%}", f"{theirs:.2f} s", status,
         f"{theirs / ours:.1f} x", f"{plan.bound / objective - 1:.2e}", f"{loss:.2%}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--households", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--seconds", type=float, default=300.0)
    given = parser.parse_args()
    line(
        "households",
        "options",
        "plan",
        "proven gap",
        "HiGHS PDLP",
        "its status",
        "ratio",
        "bound/its - 1",
        "list loses",
    )
    for households in given.households:
        measure(households, given.seconds)


if __name__ == "__main__":
    main()
