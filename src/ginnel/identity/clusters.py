"""From pairs to groups of records: connected components, repaired so that no two records that must stay apart meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log2

Edge = tuple[int, int, float]
"""Two records and the probability that they are one person."""

AMBIGUOUS_BITS = 3.0
"""A record that fits two people who must stay apart goes to neither unless one fits eight times better in odds."""

OUTNUMBERED = 3
"""... or one side has three times as many records: then the few are a slip, not another person."""


class Groups:
    """Union-find over integers; the root of a group is its smallest member."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def find(self, item: int) -> int:
        root = item
        while (parent := self._parent.get(root, root)) != root:
            root = parent
        while (parent := self._parent.get(item, item)) != root:
            self._parent[item] = root
            item = parent
        return root

    def join(self, a: int, b: int) -> int:
        low, high = sorted((self.find(a), self.find(b)))
        self._parent[high] = low
        return low


def components(edges: Iterable[Edge]) -> dict[int, int]:
    """Member -> smallest member of its connected component, for every record that has an edge."""
    groups, seen = Groups(), set()
    for a, b, _ in edges:
        groups.join(a, b)
        seen |= {a, b}
    return {item: groups.find(item) for item in sorted(seen)}


def repaired(edges: Sequence[Edge], apart: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Member -> smallest member of its group, where no group holds a pair of `apart`.

    Edges are taken from the strongest to the weakest (ties by record), leaving out each that would bring two together
    who must stay apart. First, a record that fits both sides of such a pair about equally well loses its edges. The
    result of one component depends on that component alone.
    """
    whole = components(edges)
    barred: dict[int, set[int]] = defaultdict(set)
    for a, b in apart:
        if a not in whole or whole[a] != whole.get(b):
            continue  # they cannot meet, so that they say nothing about their components
        barred[a].add(b)
        barred[b].add(a)
    torn, cut = _ambiguous(edges, barred)
    groups = Groups()
    members: dict[int, set[int]] = {}
    for a, b, _ in sorted(edges, key=lambda e: (-e[2], e[0], e[1])):
        if a in torn or b in torn or (a, b) in cut:
            continue
        one, other = groups.find(a), groups.find(b)
        if one == other:
            continue
        left, right = members.get(one, {one}), members.get(other, {other})
        if any(not barred[m].isdisjoint(right) for m in left if m in barred):
            continue
        members[groups.join(one, other)] = left | right
    return {item: groups.find(item) for item in sorted({m for e in edges for m in e[:2]})}


def _bits(p: float) -> float:
    low = min(max(p, 1e-12), 1 - 1e-12)
    return log2(low / (1 - low))


def _ambiguous(edges: Sequence[Edge], barred: Mapping[int, set[int]]) -> tuple[set[int], set[tuple[int, int]]]:
    """Records that fit two sides equally well, and edges by which a record hangs on the far smaller side.

    The sides are neighbours of one record that must stay apart; equally well is within `AMBIGUOUS_BITS` of its best.
    """
    torn: set[int] = set()
    cut: set[tuple[int, int]] = set()
    near: dict[int, dict[int, float]] = defaultdict(dict)
    if barred:
        for a, b, p in edges:
            near[a][b] = near[b][a] = _bits(p)
    for item, others in near.items():
        best = max(others.values())
        for one in sorted(o for o in others if o in barred):
            for two in sorted(t for t in barred[one] if t > one and t in others):
                with_one, with_two = len(barred[two] & others.keys()), len(barred[one] & others.keys())
                if max(with_one, with_two) >= OUTNUMBERED * min(with_one, with_two):
                    lone = one if with_one < with_two else two
                    cut.add((min(item, lone), max(item, lone)))
                elif item not in barred and best - min(others[one], others[two]) < AMBIGUOUS_BITS:
                    torn.add(item)
    return torn, cut
