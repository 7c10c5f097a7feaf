"""Times of the pool: 50 buyers x 20 suppliers x 10 lots, lot by lot against one joint model of the same solver.

Run: python benchmarks/pool.py [--shares]. Prints a table; asserts nothing. Generated figures say nothing about savings.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from ginnel.engines.solver import Answer, Model
from ginnel.procurement.award import MODES, Lot, Offer, Tier, Wish, award, build
from ginnel.procurement.shares import fair_shares

GAP = 1e-3
TIERS = tuple(Tier(s, d) for s, d in ((0.0, 0.0), (0.05, 0.05), (0.15, 0.10), (0.35, 0.15), (0.60, 0.19)))


def generated(buyers: int, suppliers: int, lots: int, seed: int = 1) -> list[Lot]:
    """The instance of the reference note: sizes, prices, reach and capacities drawn from stated distributions."""
    rng = np.random.default_rng(seed)
    size = np.exp(rng.normal(0, 1.0, buyers))
    size /= size.mean()
    regions = max(3, buyers // 15)
    region, base = rng.integers(0, regions, buyers), np.exp(rng.normal(3.5, 0.8, lots))
    return [_lot(rng, i, size, region, regions, base[i], suppliers) for i in range(lots)]


def _lot(
    rng: np.random.Generator, i: int, size: np.ndarray, region: np.ndarray, regions: int, base: float, s: int
) -> Lot:
    n = len(size)
    wants = rng.random(n) < 0.7
    demand = np.maximum(1, np.round(size * np.exp(rng.normal(6, 0.7)) * np.exp(rng.normal(0, 0.4, n)))) * wants
    volume = demand.sum()
    scale = 1 - 0.03 * np.clip(np.log(np.maximum(demand, 1) * n / volume), -3, 3)
    alone = base * np.exp(rng.normal(0.10, 0.16, n)) * scale
    covers = rng.random(s) < 0.6
    while covers.sum() < min(4, s):
        covers[rng.integers(0, s)] = True
    offers = []
    for k in np.flatnonzero(covers):
        everywhere, some = rng.random() < 0.4, rng.random(regions) < 0.55
        reach = frozenset(f"b{b}" for b in range(n) if everywhere or some[region[b]])
        offers.append(
            Offer(f"s{k}", float(base * np.exp(rng.normal(0.02, 0.08))), float(volume * rng.uniform(0.25, 0.8)), reach)
        )
    leaving = np.where(rng.random(n) < 0.6, rng.uniform(0.01, 0.12, n), 0.0) * alone * demand
    wishes = tuple(
        Wish(f"b{b}", float(demand[b]), {"alone": float(alone[b])}, float(leaving[b]))
        for b in range(n)
        if demand[b] > 0
    )
    return Lot(f"l{i}", wishes, tuple(offers), TIERS, 0.40, 300.0, 2000.0)


def joint(lots: list[Lot]) -> Answer:
    """All lots in one model: the peer."""
    whole = Model()
    for lot in lots:
        part, shift = build(lot, "mixed").model, len(whole.cost)
        whole.cost += part.cost
        whole.lower += part.lower
        whole.upper += part.upper
        whole.whole += part.whole
        whole.rows += [(low, [i + shift for i in index], value, high) for low, index, value, high in part.rows]
    return whole.solve(gap=GAP, seconds=120)


def main() -> None:
    lots = generated(50, 20, 10)
    joint(lots[:1])  # the solver's first use in a process loads it
    print("50 buyers x 20 suppliers x 10 lots, split awards, gap 0.1 %, one thread")
    times = {}
    for mode in MODES:
        start = time.perf_counter()
        found = [award(lot, mode, gap=GAP) for lot in lots]
        times[mode] = time.perf_counter() - start
        gap = (sum(a.cost for a in found) - sum(a.bound for a in found)) / sum(a.cost for a in found)
        print(f"  {mode:<9} lot by lot {times[mode]:7.2f} s   proven gap {gap:.4%}")
    start = time.perf_counter()
    answer = joint(lots)
    spent = time.perf_counter() - start
    print(f"  mixed     jointly    {spent:7.2f} s   proven gap {answer.gap:.4%}   ratio {spent / times['mixed']:.1f}")
    if "--shares" in sys.argv:
        for lot in lots[:3]:
            start = time.perf_counter()
            cost = award(lot, "mixed", gap=1e-4).cost
            shares = fair_shares(lot, cost)
            spent = time.perf_counter() - start
            print(
                f"  shares of {len(lot.wishes)} buyers {spent:6.1f} s, {shares.groups_tried} groups, settled {shares.settled}"
            )


if __name__ == "__main__":
    main()
