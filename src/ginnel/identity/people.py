"""Persons: stable ids for groups of records. Ids do not move when records come and go, and tell nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ginnel.vocabulary import keyed

Ref = tuple[str, str]
"""A record: its dataset and its key value."""


@dataclass(frozen=True)
class Ids:
    """`person` of each record; `superseded`: ids that went up in another -> that one; `ended`: no records left."""

    person: Mapping[Ref, str]
    superseded: Mapping[str, str] = field(default_factory=dict)
    ended: frozenset[str] = frozenset()

    def current(self, person: str) -> str | None:
        """The id that stands for `person` now, None when it ended."""
        while person in self.superseded:
            person = self.superseded[person]
        return None if person in self.ended else person


def stable_ids(
    clusters: Iterable[Sequence[Ref]],
    previous: Mapping[Ref, str],
    secret: bytes,
    superseded: Mapping[str, str] | None = None,
    ended: Iterable[str] = (),
) -> Ids:
    """Give each cluster an id, keeping old ones.

    An old id goes to the cluster that holds most of its records (tie: the one whose smallest record is least). A
    cluster that several old ids go to keeps the one with most records there (tie: the smallest id), which supersedes
    the others. A cluster to which none goes gets a new id, an HMAC of its smallest record, so that a run that is
    resumed makes the same ids and nobody reads a source key in one. An id that was ever used is never given anew.
    """
    groups = sorted(sorted(c) for c in clusters)
    claims = _claims(groups, previous)
    gone = dict(superseded or {})
    over = set(ended) | (set(previous.values()) - {old for olds in claims.values() for old in olds})
    used = set(previous.values()) | set(gone) | set(gone.values()) | over
    person: dict[Ref, str] = {}
    for i, group in enumerate(groups):
        olds = claims.get(i, {})
        if olds:
            kept = min(olds, key=lambda old: (-olds[old], old))
            gone |= {old: kept for old in olds if old != kept}
        else:
            kept = _new_id(secret, group[0], used)
        used.add(kept)
        person |= dict.fromkeys(group, kept)
    return Ids(person, gone, frozenset(over - set(gone)))


def _claims(groups: Sequence[Sequence[Ref]], previous: Mapping[Ref, str]) -> dict[int, dict[str, int]]:
    """For each group (by number), the old ids that go to it and how many of their records it holds."""
    held: dict[str, Counter[int]] = defaultdict(Counter)
    for i, group in enumerate(groups):
        for ref in group:
            if ref in previous:
                held[previous[ref]][i] += 1
    claims: dict[int, dict[str, int]] = defaultdict(dict)
    for old, counts in held.items():
        # Groups are numbered by their smallest record, so the lower number breaks a tie.
        best = min(counts, key=lambda i: (-counts[i], i))
        claims[best][old] = counts[best]
    return claims


def _new_id(secret: bytes, ref: Ref, used: set[str]) -> str:
    turn = 0
    while (made := "p-" + keyed(secret, "person", *ref, str(turn))[:16]) in used:
        turn += 1
    return made
