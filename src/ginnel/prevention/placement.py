"""Where the next devices change most: by the expected value of knowing, beside highest risk first and chance.

Knowing is worth something only where it changes what is done. For a home that is damp with probability p, acting costs
`act` and leaving damp costs `loss`: without knowing, one acts if p x loss > act. Homes of one place share part of their
fate, so that each device also says something about its neighbours. The gain is submodular; lazy greedy choice is within
1 - 1/e of the best (Nemhauser, Wolsey and Fisher 1978; Minoux 1978 for the lazy evaluation).
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

from ginnel.prevention.options import Floats, Ints


@dataclass(frozen=True)
class Homes:
    """N homes that nobody measures: chance of damp, place (an index), and a lot in [0, 1) that settles ties."""

    chance: Floats
    place: Ints
    lot: Floats

    def __len__(self) -> int:
        return len(self.chance)


@dataclass(frozen=True)
class Placed:
    """Homes chosen by index, in order, with the expected gain in pounds of knowing about them and their neighbours."""

    homes: Ints
    gain: float
    evaluations: int


def knowing(chance: Floats, act: float, loss: float) -> Floats:
    """Pounds that it is worth to know for sure whether each home is damp; nothing where nothing would change."""
    known = chance * max(0.0, loss - act)
    blind = np.maximum(0.0, chance * loss - act)
    return np.maximum(known - blind, 0.0)


def worth(homes: Homes, chosen: Ints, *, act: float, loss: float, shared: float) -> float:
    """Expected gain of devices in `chosen`: full in their homes, `1 - shared^m` of a place's others with m devices."""
    value = knowing(homes.chance, act, loss)
    inside = np.zeros(len(homes), bool)
    inside[chosen] = True
    devices = np.bincount(homes.place[chosen], minlength=int(homes.place.max(initial=0)) + 1)
    part = 1 - shared ** devices[homes.place]
    return float(value[inside].sum() + (value * part)[~inside].sum())


def by_value(homes: Homes, devices: int, *, act: float, loss: float, shared: float) -> Placed:
    """Lazy greedy: the home whose device adds most, again and again."""
    value = knowing(homes.chance, act, loss)
    places = int(homes.place.max(initial=-1)) + 1
    left = np.bincount(homes.place, weights=value, minlength=places)
    placed = np.zeros(places, dtype=np.int64)
    taken: list[int] = []
    evaluations = 0

    def gain(i: int) -> float:
        k, m = homes.place[i], placed[homes.place[i]]
        return float(value[i] * shared**m + (left[k] - value[i]) * (shared**m - shared ** (m + 1)))

    heap = [(-gain(i), homes.lot[i], i, 0) for i in range(len(homes))]
    evaluations += len(heap)
    heapq.heapify(heap)
    while heap and len(taken) < devices:
        _, lot, i, seen = heapq.heappop(heap)
        if seen != placed[homes.place[i]]:
            evaluations += 1
            heapq.heappush(heap, (-gain(i), lot, i, int(placed[homes.place[i]])))
            continue
        taken.append(i)
        placed[homes.place[i]] += 1
        left[homes.place[i]] -= value[i]
    chosen = np.array(taken, dtype=np.int64)
    return Placed(chosen, worth(homes, chosen, act=act, loss=loss, shared=shared), evaluations)


def by_risk(homes: Homes, devices: int, *, act: float, loss: float, shared: float) -> Placed:
    """What is usually done: the likeliest first."""
    chosen = np.lexsort((homes.lot, -homes.chance))[:devices].astype(np.int64)
    return Placed(chosen, worth(homes, chosen, act=act, loss=loss, shared=shared), 0)


def by_chance(homes: Homes, devices: int, *, act: float, loss: float, shared: float) -> Placed:
    """By lot."""
    chosen = np.argsort(homes.lot, kind="stable")[:devices].astype(np.int64)
    return Placed(chosen, worth(homes, chosen, act=act, loss=loss, shared=shared), 0)
