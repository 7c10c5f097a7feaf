"""Whose rows an Ibis expression tells of: the tables whose rows belong to whoever stands in a column of the answer.

A join by home reaches everybody who lives there. Only an equality that holds in every row ties two rows to one person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import ibis.expr.operations as ops
import ibis.expr.types as ir

from ginnel.engines.settled import settled
from ginnel.engines.surely import KEEPS

Names = frozenset[str]
NO_NAMES: Names = frozenset()
Part = tuple[ops.Node, Names]
"""A relation, and its columns that hold what is followed."""
_BOTH = ("inner", "semi")
"""Joins after which every row that is left keeps to the predicates."""


def untied(expression: ir.Table, key: str) -> frozenset[str]:
    """The tables that an expression reads and whose own column `key` need not be the `key` of the answer's row."""
    return _untied(settled(expression).op(), frozenset({key}), key)


def together(expression: ir.Table, one: str, other: str) -> bool:
    """Whether columns `one` and `other` of the answer are both, unchanged, those columns of one row of one table."""
    root = settled(expression).op()
    return _together((root, frozenset({one})), (root, frozenset({other})), (one, other))


def _untied(node: ops.Node, names: Names, key: str) -> frozenset[str]:
    if isinstance(node, ops.UnboundTable):
        return frozenset() if key in names else frozenset({node.name})
    parts, asked = _below(node, names if _own(node, names) else NO_NAMES)
    return frozenset().union(*(_untied(n, held, key) for n, held in (*parts, *asked)))


def _together(one: Part, other: Part, keys: tuple[str, str]) -> bool:
    node = one[0]
    if isinstance(node, ops.UnboundTable):
        return keys[0] in one[1] and keys[1] in other[1]
    pairs = zip(_below(*one)[0], _below(*other)[0], strict=True)
    found = [_together(a, b, keys) for a, b in pairs]
    return bool(found) and (all(found) if isinstance(node, ops.Set) else any(found))


def _below(node: ops.Node, names: Names) -> tuple[list[Part], list[Part]]:
    """The relations that a relation is made of, and those that its values and predicates only ask."""
    if isinstance(node, ops.JoinChain):
        return _joined(node, names)
    if isinstance(node, ops.Set):
        return [(node.left, names), (node.right, names)], []
    values = [c for c in node.__children__ if not isinstance(c, ops.Relation)]
    parent = getattr(node, "parent", None)
    if parent is None:
        return [], [(n, NO_NAMES) for n in node.find(ops.UnboundTable)]
    known = _fields(node, names, parent)
    if isinstance(node, ops.Filter):
        known = _grown(known, [e for p in node.predicates for e in _equal(p)])
    return [(parent, frozenset(f.name for f in known))], list(_asked(values, known, {parent}))


def _own(node: ops.Node, names: Names) -> bool:
    """Whether every window that a relation looks through is hers: another tells, in her row, of whoever stands in it."""
    parent = getattr(node, "parent", None)
    known = _fields(node, names, parent) if parent is not None else set()
    values = (c for c in node.__children__ if not isinstance(c, ops.Relation))
    return all(known & set(w.group_by) for v in values for w in _windows(v))


def _windows(value: ops.Node) -> Iterator[ops.WindowFunction]:
    if isinstance(value, ops.WindowFunction):
        yield value
    if not isinstance(value, ops.Field):
        for child in value.__children__:
            if not isinstance(child, ops.Relation):
                yield from _windows(child)


def _fields(node: ops.Node, names: Names, parent: ops.Node) -> set[ops.Field]:
    """The parent's columns that stand, unchanged, in these columns of a relation."""
    if isinstance(node, ops.Project | ops.Aggregate):
        made = node.groups if isinstance(node, ops.Aggregate) else node.values
        return {v for n in names if isinstance(v := made.get(n), ops.Field)}
    if isinstance(node, ops.Filter | ops.DropNull | KEEPS):
        return {ops.Field(parent, n) for n in names if n in parent.schema}
    return set()


def _joined(node: ops.JoinChain, names: Names) -> tuple[list[Part], list[Part]]:
    known = {v for n in names if isinstance(v := node.values.get(n), ops.Field)}
    known = _grown(known, [e for link in node.rest if link.how in _BOTH for p in link.predicates for e in _equal(p)])
    # Where rows without a match stay, an equality ties the joined table to the row, and nothing further through it.
    reached = set(known)
    for link in node.rest:
        for one, other in (e for p in link.predicates for e in _equal(p)):
            across = (one.rel == link.table) != (other.rel == link.table)
            reached |= {one, other} if across and known & {one, other} else set()
    tables = [node.first, *(link.table for link in node.rest)]
    parts = [(t, frozenset(f.name for f in reached if f.rel == t)) for t in tables]
    values = [*node.values.values(), *(p for link in node.rest for p in link.predicates)]
    return parts, list(_asked(values, known, set(tables)))


def _grown(known: set[ops.Field], equal: list[tuple[ops.Field, ops.Field]]) -> set[ops.Field]:
    found = set(known)
    for _ in equal:
        found |= {f for pair in equal if found & set(pair) for f in pair}
    return found


def _equal(predicate: ops.Node) -> Iterator[tuple[ops.Field, ops.Field]]:
    """The pairs of columns that a predicate holds equal wherever it is true."""
    if isinstance(predicate, ops.And):
        yield from _equal(predicate.left)
        yield from _equal(predicate.right)
    elif isinstance(predicate, ops.Equals):
        one, other = predicate.left, predicate.right
        if isinstance(one, ops.Field) and isinstance(other, ops.Field):
            yield one, other


def _asked(values: Iterable[ops.Node], known: set[ops.Field], own: set[ops.Node]) -> Iterator[Part]:
    """Relations inside values: of a column that is looked up among others, those are about the same."""
    for value in values:
        if isinstance(value, ops.Field):
            continue
        if isinstance(value, ops.InSubquery):
            yield value.rel, frozenset(value.rel.schema.names) if value.needle in known else NO_NAMES
        elif isinstance(value, ops.ExistsSubquery):
            yield value.rel, _held_to(value.rel, known)
        else:
            yield from ((c, NO_NAMES) for c in value.__children__ if isinstance(c, ops.Relation) and c not in own)
        yield from _asked((c for c in value.__children__ if not isinstance(c, ops.Relation)), known, own)


def _held_to(rel: ops.Node, known: set[ops.Field]) -> Names:
    """The columns of a subquery that its filter holds equal to a column of the row outside."""
    if not isinstance(rel, ops.Filter):
        return NO_NAMES
    pairs = [e for p in rel.predicates for e in _equal(p) if known & set(e)]
    return frozenset(f.name for pair in pairs for f in pair if f.rel == rel.parent)
