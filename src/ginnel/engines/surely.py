"""What an Ibis expression says for sure, whatever the data: constants, a yes in every row, a column that is never empty."""

from __future__ import annotations

from collections.abc import Iterable

import ibis.expr.operations as ops

KEEPS = ops.Distinct | ops.Sort | ops.Limit | ops.SelfReference | ops.JoinReference
"""Relations that keep the values of their parent's columns."""


def nulled(link: ops.JoinLink, before: Iterable[ops.Node]) -> tuple[ops.Node, ...]:
    """The tables of a join whose columns are empty in rows where this link found no match: NULL tells who had none."""
    if link.how in ("inner", "semi", "anti", "cross", "any_inner"):
        return ()
    if link.how in ("left", "any_left", "asof"):
        return (link.table,)
    return tuple(before) if link.how == "right" else (*before, link.table)


def filled(node: ops.JoinChain, table: ops.Node) -> bool:
    """Whether the columns of one table of a join stand in every row that comes out."""
    before = [node.first]
    for link in node.rest:
        if table in nulled(link, before):
            return False
        before.append(link.table)
    return True


def always_true(node: ops.Node, name: str) -> bool:
    """Whether a column is true in every row: the constant true, a filter that keeps only rows where it is, or the
    comparison of a group's size with one, since no group is empty."""
    if isinstance(node, ops.Project | ops.JoinChain):
        return _true(node, node.values[name])
    if isinstance(node, ops.Union):
        return always_true(node.left, name) and always_true(node.right, name)
    if isinstance(node, ops.Filter):
        kept = any(isinstance(p, ops.Field) and p.name == name for p in node.predicates)
        return kept or always_true(node.parent, name)
    return isinstance(node, KEEPS) and always_true(node.parent, name)


def _true(node: ops.Node, value: ops.Node) -> bool:
    if isinstance(value, ops.Literal):
        return value.value is True
    if isinstance(value, ops.Field):
        return _stands(node, value) and always_true(value.rel, value.name)
    if isinstance(value, ops.GreaterEqual | ops.Greater) and isinstance(value.right, ops.Literal):
        least = 1 if isinstance(value, ops.GreaterEqual) else 0
        whole = isinstance(value.right.value, int) and value.right.value <= least
        return whole and isinstance(value.left, ops.Field) and _stands(node, value.left) and _size(value.left)
    return False


def _stands(node: ops.Node, value: ops.Field) -> bool:
    """Whether a join leaves this column of one of its tables full."""
    return not isinstance(node, ops.JoinChain) or filled(node, value.rel)


def _size(value: ops.Field) -> bool:
    """Whether a column is how many rows a group has, with nothing left out of the count."""
    node = value.rel
    if isinstance(node, ops.Aggregate):
        metric = node.metrics.get(value.name)
        return bool(node.groups) and isinstance(metric, ops.CountStar) and metric.where is None
    if isinstance(node, ops.Project | ops.JoinChain):
        below = node.values[value.name]
        return isinstance(below, ops.Field) and _stands(node, below) and _size(below)
    return isinstance(node, ops.Filter | KEEPS) and _size(ops.Field(node.parent, value.name))


def taken(node: ops.Node, name: str) -> frozenset[tuple[str, str]] | None:
    """The table columns and constants, written ("", text), that a column holds unchanged; None where it is worked out."""
    if isinstance(node, ops.UnboundTable):
        return frozenset({(node.name, name)})
    if isinstance(node, ops.Set):
        left, right = taken(node.left, name), taken(node.right, name)
        return None if left is None or right is None else left | right
    if isinstance(node, ops.Project | ops.JoinChain | ops.Aggregate):
        value = (node.groups if isinstance(node, ops.Aggregate) else node.values).get(name)
        if isinstance(value, ops.Literal):
            return frozenset({("", repr(value.value))})
        return taken(value.rel, value.name) if isinstance(value, ops.Field) else None
    return taken(node.parent, name) if isinstance(node, ops.Filter | ops.DropNull | KEEPS) else None


def origin(node: ops.Node, name: str) -> tuple[ops.Node | None, object]:
    """The relation and column that a column is taken from unchanged; of a constant, None and what it is."""
    if isinstance(node, ops.Project | ops.JoinChain | ops.Aggregate):
        value = (node.groups if isinstance(node, ops.Aggregate) else node.values).get(name)
        if isinstance(value, ops.Literal):
            return (None, value.value)
        if isinstance(value, ops.Field) and _stands(node, value):
            return origin(value.rel, value.name)
    elif isinstance(node, ops.Filter | KEEPS):
        return origin(node.parent, name)
    return (node, name)
