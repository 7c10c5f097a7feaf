"""Groups keep apart what must stay apart and depend on one component only; ids stay, and are never given twice."""

from __future__ import annotations

from itertools import combinations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ginnel.identity.clusters import components, repaired
from ginnel.identity.people import stable_ids

pairs = st.tuples(st.integers(0, 14), st.integers(0, 14)).filter(lambda p: p[0] < p[1])
edges = st.dictionaries(pairs, st.sampled_from([0.95, 0.97, 0.99, 0.999, 0.99999]), max_size=40).map(
    lambda d: [(a, b, p) for (a, b), p in d.items()]
)
aparts = st.sets(pairs, max_size=12)


@given(edges, aparts)
def test_no_group_holds_two_who_must_stay_apart(given_edges, apart) -> None:
    groups = repaired(given_edges, apart)
    assert not [(a, b) for a, b in apart if a in groups and groups[a] == groups.get(b)]


@given(edges, aparts)
def test_groups_are_parts_of_components_whatever_the_order_of_pairs(given_edges, apart) -> None:
    whole, groups = components(given_edges), repaired(given_edges, apart)
    assert groups.keys() == whole.keys()
    assert all(whole[m] == whole[g] for m, g in groups.items())
    assert groups == repaired(list(reversed(given_edges)), sorted(apart, reverse=True))


@given(edges)
def test_with_nobody_to_keep_apart_groups_are_the_components(given_edges) -> None:
    assert repaired(given_edges, []) == components(given_edges)


@given(edges, aparts)
@example([(0, 3, 0.95), (2, 3, 0.95)], {(0, 2), (1, 3)})  # 1 hangs on nothing, and once kept 3 where it was
def test_each_component_is_repaired_by_itself(given_edges, apart) -> None:
    whole, groups = components(given_edges), repaired(given_edges, apart)
    for root in set(whole.values()):
        mine = [e for e in given_edges if whole[e[0]] == root]
        alone = repaired(mine, [p for p in apart if whole.get(p[0]) == root and whole.get(p[1]) == root])
        assert alone == {m: g for m, g in groups.items() if whole[m] == root}


days = st.lists(st.dictionaries(st.integers(0, 9), st.integers(0, 4), max_size=10), min_size=1, max_size=6)


@settings(max_examples=150)
@given(days)
def test_ids_over_days(history) -> None:
    previous: dict = {}
    gone: dict = {}
    ended: frozenset = frozenset()
    for day in history:
        clusters: dict = {}
        for record, cluster in day.items():
            clusters.setdefault(cluster, []).append(("gp", f"r{record}"))
        ids = stable_ids(clusters.values(), previous, b"k", gone, ended)
        again = stable_ids([c[::-1] for c in reversed(list(clusters.values()))], previous, b"k", gone, ended)
        assert ids == again, "the order in which clusters come does not matter"
        for cluster in clusters.values():
            assert len({ids.person[r] for r in cluster}) == 1
        for one, two in combinations(clusters.values(), 2):
            assert ids.person[one[0]] != ids.person[two[0]]
        live = set(ids.person.values())
        assert all(ids.current(old) in live | {None} for old in set(previous.values()) | set(gone))
        assert not live & (set(ids.superseded) | ids.ended), "an id that went never comes back for others"
        unchanged = [
            c
            for c in clusters.values()
            if {previous.get(r) for r in c} == {previous.get(c[0])}
            and previous.get(c[0])
            and sorted(r for r, p in previous.items() if p == previous[c[0]]) == sorted(c)
        ]
        assert all(ids.person[c[0]] == previous[c[0]] for c in unchanged)
        previous, gone, ended = dict(ids.person), dict(ids.superseded), ids.ended
