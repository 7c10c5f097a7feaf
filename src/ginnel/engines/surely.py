"""What an Ibis expression says for sure, whatever the data: constants, a yes in every row, a column that is never empty."""

from __future__ import annotations

from collections.abc import Iterable

import ibis.expr.operations as ops

_KEEPS = ops.Distinct | ops.Sort | ops.Limit | ops.SelfReference | ops.JoinReference
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
    return isinstance(node, _KEEPS) and always_true(node.parent, name)


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
    return isinstance(node, ops.Filter | _KEEPS) and _size(ops.Field(node.parent, value.name))


def origin(node: ops.Node, name: str) -> tuple[ops.Node | None, object]:
    """The relation and column that a column is taken from unchanged; of a constant, None and what it is."""
    if isinstance(node, ops.Project | ops.JoinChain | ops.Aggregate):
        value = (node.groups if isinstance(node, ops.Aggregate) else node.values).get(name)
        if isinstance(value, ops.Literal):
            return (None, value.value)
        if isinstance(value, ops.Field) and _stands(node, value):
            return origin(value.rel, value.name)
    elif isinstance(node, ops.Filter | _KEEPS):
        return origin(node.parent, name)
    return (node, name)
