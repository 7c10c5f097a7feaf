"""How well clusters match a known truth: pairs, clusters, B-cubed, exact entities. For tests and reports only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from math import comb


@dataclass(frozen=True)
class Score:
    """Shares from 0 to 1. An empty question (nothing claimed, nothing true) counts as 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 0.0 if total == 0 else 2 * self.precision * self.recall / total


def _share(part: float, whole: float) -> float:
    return 1.0 if whole == 0 else part / whole


def _true_pairs(truth: Mapping[Hashable, Hashable]) -> int:
    return sum(comb(n, 2) for n in Counter(truth.values()).values())


def pairwise(pairs: Collection[tuple[Hashable, Hashable]], truth: Mapping[Hashable, Hashable]) -> Score:
    """Claimed pairs of records against the pairs of the truth (record -> entity)."""
    claimed = {(a, b) if str(a) <= str(b) else (b, a) for a, b in pairs}
    right = sum(truth[a] == truth[b] for a, b in claimed)
    return Score(_share(right, len(claimed)), _share(right, _true_pairs(truth)))


def _overlaps(
    found: Mapping[Hashable, Hashable], truth: Mapping[Hashable, Hashable]
) -> Counter[tuple[Hashable, Hashable]]:
    return Counter((found[r], truth[r]) for r in truth)


def cluster_pairs(found: Mapping[Hashable, Hashable], truth: Mapping[Hashable, Hashable]) -> Score:
    """All pairs inside clusters: TP = sum C(n_ij, 2), P = TP / sum C(c_j, 2), R = TP / sum C(e_i, 2)."""
    right = sum(comb(n, 2) for n in _overlaps(found, truth).values())
    claimed = sum(comb(n, 2) for n in Counter(found[r] for r in truth).values())
    return Score(_share(right, claimed), _share(right, _true_pairs(truth)))


def b_cubed(found: Mapping[Hashable, Hashable], truth: Mapping[Hashable, Hashable]) -> Score:
    """B-cubed: P = (1/N) sum n_ij^2 / c_j, R = (1/N) sum n_ij^2 / e_i (Bagga and Baldwin, 1998)."""
    clusters, entities = Counter(found[r] for r in truth), Counter(truth.values())
    overlaps = _overlaps(found, truth)
    precision = sum(n * n / clusters[c] for (c, _), n in overlaps.items())
    recall = sum(n * n / entities[e] for (_, e), n in overlaps.items())
    return Score(_share(precision, len(truth)), _share(recall, len(truth)))


def exact_entities(found: Mapping[Hashable, Hashable], truth: Mapping[Hashable, Hashable]) -> float:
    """The share of true entities that are one cluster, whole and alone (n = e = c)."""
    clusters, entities = Counter(found[r] for r in truth), Counter(truth.values())
    whole = sum(n == clusters[c] == entities[e] for (c, e), n in _overlaps(found, truth).items())
    return _share(whole, len(entities))
