"""Which columns of which tables can show in an Ibis expression's answer, by value or by implication.

The walk knows an allow-list of node classes. Any other node (a Python function, raw SQL, a table held in memory, a
clock, chance) is opaque: nobody can say what it lets through, so it is reported and the caller must refuse.

A source is a pair (table, column); the column "" stands for the mere existence of a row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

from ginnel.engines.settled import settled
from ginnel.engines.surely import always_true, nulled, origin, taken

Source = tuple[str, str]
Sources = frozenset[Source]
NOTHING: Sources = frozenset()

_RELATIONS = frozenset(
    {
        "UnboundTable",
        "Project",
        "Filter",
        "Sort",
        "Limit",
        "Distinct",
        "Union",
        "Intersection",
        "Difference",
        "Aggregate",
        "JoinChain",
        "JoinLink",
        "JoinReference",
        "SelfReference",
        "DropNull",
        "FillNull",
    }
)
_VALUES = frozenset(
    {
        "Field", "Literal", "Alias", "Cast", "TryCast", "SortKey",
        "Equals", "NotEquals", "Greater", "GreaterEqual", "Less", "LessEqual", "IdenticalTo", "Between",
        "And", "Or", "Not", "Xor", "IsNull", "NotNull", "NullIf", "Coalesce", "IfElse", "SearchedCase", "SimpleCase",
        "InValues", "InSubquery", "ExistsSubquery", "ScalarSubquery", "Greatest", "Least",
        "Add", "Subtract", "Multiply", "Divide", "FloorDivide", "Modulus", "Negate", "Abs", "Round", "Floor", "Ceil",
        "Power", "Sqrt", "Ln", "Exp",
        "StringConcat", "GroupConcat", "Capitalize", "StringContains", "StringLength", "StringReplace", "Substring", "StringSlice", "StartsWith",
        "EndsWith", "Lowercase", "Uppercase", "Strip", "LStrip", "RStrip", "StringSQLLike",
        "Count", "CountStar", "CountDistinct", "CountDistinctStar", "Sum", "Mean", "Min", "Max", "Any", "All", "Median",
        "Quantile", "First", "Last", "ArgMin", "ArgMax", "Arbitrary", "StandardDev", "Variance",
        "WindowFunction", "WindowBoundary", "RowNumber", "MinRank", "DenseRank", "Lag", "Lead",
        "Date", "DateAdd", "DateSub", "DateDiff", "DateDelta", "DateTruncate", "TimestampTruncate", "TimestampAdd",
        "TimestampSub", "TimestampDelta", "TimestampDiff", "IntervalFromInteger", "ExtractYear", "ExtractMonth",
        "ExtractDay", "ExtractHour", "DateFromYMD",
    }
)  # fmt: skip
_CHOOSING = (ops.Min, ops.Max, ops.First, ops.Last, ops.ArgMin, ops.ArgMax, ops.Arbitrary)
"""Over many rows these give a value of one of them; any other tells how many there are, or makes a value of its own."""
ALLOWED = _RELATIONS | _VALUES
"""Names of the Ibis node classes whose flow of information this module follows. `settled` writes `DropColumns` anew."""


@dataclass(frozen=True)
class Lineage:
    """What an expression reads and what each of its output columns can tell.

    `outputs[name]` holds every source that can show in that column, by value or because it decides which rows there
    are; `values[name]` those that can show by value alone. `reads` holds every column that the expression names
    anywhere, shown or not. `fixed` names the output columns that hold nothing but constants written in the expression.
    `carried[name]` holds the sources whose values themselves can stand in that column, not those that only choose.
    `yes` names the output columns that are true in every row: a constant, or kept to true by a filter.
    `varies[name]` adds to `values[name]` what chooses among values by which rows there are: the rows that a least or a
    last is taken from, or the branch of a union that a row came by.
    `taken[name]` holds the table columns and constants, written ("", text), that stand in a column unchanged; a column
    that is worked out is absent. Of one constant alone no choice among rows can make a word.
    """

    outputs: Mapping[str, Sources]
    reads: Sources
    opaque: tuple[str, ...]
    tables: frozenset[str]
    values: Mapping[str, Sources] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()
    carried: Mapping[str, Sources] = field(default_factory=dict)
    yes: frozenset[str] = frozenset()
    varies: Mapping[str, Sources] = field(default_factory=dict)
    taken: Mapping[str, Sources] = field(default_factory=dict)

    def chooses(self, name: str, called: str = "") -> Sources:
        """What can decide between two values of a column: where rows hold different ones, what picks the row does too.

        It cannot where the column is one constant, or stands unchanged in columns `called` so that have one value for a key.
        """
        found = self.taken.get(name, NOTHING)
        constants = sum(not table for table, _ in found)
        unchanged = bool(found) and not constants and all(column == called for _, column in found)
        steady = unchanged or constants == len(found) == 1
        return self.varies.get(name, NOTHING) | (NOTHING if steady else self.outputs.get(name, NOTHING))


def expression_hash(expression: ir.Table) -> str:
    """SHA-256 of the SQL text and the schemas of the tables read: changes when the meaning can change."""
    expression = settled(expression)
    schemas = sorted(
        f"{n.name}({', '.join(f'{k} {v}' for k, v in n.schema.items())})"
        for n in expression.op().find(ops.UnboundTable)
    )
    text = ibis.to_sql(expression, dialect="duckdb")
    return hashlib.sha256("\n".join([str(text), *schemas]).encode()).hexdigest()


def trace(expression: ir.Table) -> Lineage:
    """Follow every column of `expression` to its sources. Opaque nodes are named, not followed."""
    root = settled(expression).op()
    opaque = opaque_nodes(root)
    tables = frozenset(n.name for n in root.find(ops.UnboundTable))
    if opaque:
        return Lineage({}, NOTHING, opaque, tables)
    walk = _Walk()
    info = walk.relation(root)
    outputs = {name: found | info.rows for name, found in info.columns.items()}
    reads = frozenset(s for s in walk.named(root, info) if s[1])
    fixed = frozenset(name for name in info.columns if walk.fixed_column(root, name))
    carried = {name: walk.carried_column(root, name) for name in info.columns}
    yes = frozenset(name for name in info.columns if always_true(root, name))
    varies = dict(_Walk(presence=True).relation(root).columns)
    unchanged = {name: found for name in info.columns if (found := taken(root, name)) is not None}
    return Lineage(outputs, reads, (), tables, dict(info.columns), fixed, carried, yes, varies, unchanged)


def opaque_nodes(root: ops.Node) -> tuple[str, ...]:
    """Class names of the nodes that the allow-list does not hold, in order of name."""
    return tuple(sorted({type(n).__name__ for n in root.find(ops.Node) if not _known(type(n))}))


def _known(kind: type[ops.Node]) -> bool:
    # The module counts too: a user-defined function may take the name of an allowed class.
    return kind.__name__ in ALLOWED and kind.__module__.startswith("ibis.expr.operations")


@dataclass(frozen=True)
class _Info:
    columns: Mapping[str, Sources]
    rows: Sources
    """What decides which rows there are."""


class _Walk:
    """Memo of one walk; nodes are hashable and shared in Ibis, so each is visited once.

    With `presence`, a column also holds what decides which rows a value was chosen from.
    """

    def __init__(self, presence: bool = False) -> None:
        self._presence = presence
        self._seen: dict[ops.Node, _Info] = {}
        self._fixed: dict[tuple[ops.Node, str], bool] = {}

    def relation(self, node: ops.Node) -> _Info:
        found = self._seen.get(node)
        if found is None:
            found = self._relation(node)
            self._seen[node] = found
        return found

    def _relation(self, node: ops.Node) -> _Info:
        if isinstance(node, ops.UnboundTable):
            return _Info({c: frozenset({(node.name, c)}) for c in node.schema.names}, frozenset({(node.name, "")}))
        if isinstance(node, ops.JoinChain):
            return self._join(node)
        if isinstance(node, ops.Project):
            below = self.relation(node.parent)
            values = {name: self.value(v) | self._among(v, below.rows) for name, v in node.values.items()}
            return _Info(values, below.rows)
        if isinstance(node, ops.Aggregate):
            return self._aggregate(node)
        if isinstance(node, ops.Set):
            return self._set(node)
        return self._pass(node)

    def _pass(self, node: ops.Node) -> _Info:
        """Relations that keep their parent's columns and may drop, order or mend rows."""
        below = self.relation(node.parent)
        beside = _union(self.value(child) for child in node.__children__ if not isinstance(child, ops.Relation))
        decide = below.rows | beside
        if isinstance(node, ops.Distinct | ops.DropNull):
            decide |= _union(below.columns.values())
        filled = beside | below.rows if isinstance(node, ops.FillNull) else NOTHING
        kept = {c: below.columns[c] | filled for c in node.schema.names}
        return _Info(kept, decide)

    def _join(self, node: ops.JoinChain) -> _Info:
        decide = self.relation(node.first).rows
        empty: dict[ops.Node, Sources] = {}
        before = [node.first]
        for link in node.rest:
            beside = self.relation(link.table).rows | _union(self.value(p) for p in link.predicates)
            for side in nulled(link, before):
                empty[side] = empty.get(side, NOTHING) | decide | beside
            decide |= beside
            before.append(link.table)
        columns = {name: self.value(v) | self._among(v, decide) for name, v in node.values.items()}
        for name, value in node.values.items():
            columns[name] |= _union(empty.get(f.rel, NOTHING) for f in _inside(value) if isinstance(f, ops.Field))
        return _Info(columns, decide)

    def _aggregate(self, node: ops.Aggregate) -> _Info:
        below = self.relation(node.parent)
        groups = {name: self.value(v) | self._among(v, below.rows) for name, v in node.groups.items()}
        decide = below.rows | _union(groups.values())
        metrics = {name: self.value(v) | self._among(v, below.rows) for name, v in node.metrics.items()}
        return _Info({**groups, **metrics}, decide)

    def _among(self, value: ops.Node, rows: Sources) -> Sources:
        """`rows`, where a value over many rows tells of them: a count or a rank does, a greatest only chooses."""
        over = [n for n in _inside(value) if isinstance(n, ops.Reduction | ops.Analytic)]
        return rows if over and (self._presence or not all(isinstance(n, _CHOOSING) for n in over)) else NOTHING

    def _set(self, node: ops.Set) -> _Info:
        left, right = self.relation(node.left), self.relation(node.right)
        decide = left.rows | right.rows
        columns = {c: left.columns[c] | right.columns[c] for c in node.schema.names}
        if self._presence and isinstance(node, ops.Union):
            columns = {c: found | (decide if self._betrays(node, c) else NOTHING) for c, found in columns.items()}
        if not isinstance(node, ops.Union) or node.distinct:
            decide |= _union(columns.values())
        return _Info(columns, decide)

    @staticmethod
    def _betrays(node: ops.Union, name: str) -> bool:
        """Whether a column can show by which branch a row came: the two do not take it, unchanged, from one place."""
        if always_true(node.left, name) and always_true(node.right, name):
            return False
        return origin(node.left, name) != origin(node.right, name)

    def value(self, node: ops.Node) -> Sources:
        """Sources of a value node; a relation met inside it (a subquery, a row count) counts whole."""
        if isinstance(node, ops.Field):
            return self.relation(node.rel).columns[node.name]
        found = NOTHING
        for child in node.__children__:
            if isinstance(child, ops.Relation):
                info = self.relation(child)
                found |= info.rows
                if not isinstance(node, ops.CountStar):
                    found |= _union(info.columns.values())
            else:
                found |= self.value(child)
        return found

    def named(self, root: ops.Node, info: _Info) -> Sources:
        """Every source that any field in the tree resolves to, and the root's own columns."""
        found = _union(info.columns.values()) | info.rows
        for named in root.find(ops.Field):
            found |= self.relation(named.rel).columns[named.name]
        for count in root.find(ops.CountDistinctStar):  # it reads whole rows and names no field
            found |= self.value(count)
        return found

    def fixed_column(self, relation: ops.Node, name: str) -> bool:
        """Whether a column holds nothing but constants written in the expression, whatever chooses among them."""
        key = (relation, name)
        if key not in self._fixed:
            self._fixed[key] = self._fixed_column(relation, name)
        return self._fixed[key]

    def _fixed_column(self, node: ops.Node, name: str) -> bool:
        if isinstance(node, ops.Project | ops.JoinChain):
            return self._fixed_value(node.values[name])
        if isinstance(node, ops.Aggregate):
            return name in node.groups and self._fixed_value(node.groups[name])
        if isinstance(node, ops.Set):
            return self.fixed_column(node.left, name) and self.fixed_column(node.right, name)
        if isinstance(node, ops.UnboundTable | ops.FillNull):
            return False
        return self.fixed_column(node.parent, name)

    def _fixed_value(self, node: ops.Node) -> bool:
        if isinstance(node, ops.Literal):
            return True
        if isinstance(node, ops.Field):
            return self.fixed_column(node.rel, node.name)
        if isinstance(node, ops.Alias | ops.Cast):
            return self._fixed_value(node.arg)
        if isinstance(node, ops.IfElse):
            return self._fixed_value(node.true_expr) and self._fixed_value(node.false_null_expr)
        if isinstance(node, ops.SearchedCase | ops.SimpleCase):
            return all(self._fixed_value(v) for v in (*node.results, node.default))
        return False

    def carried_column(self, node: ops.Node, name: str) -> Sources:
        """Whose values can stand in a column; what only chooses among values is not among them."""
        if isinstance(node, ops.UnboundTable):
            return frozenset({(node.name, name)})
        if isinstance(node, ops.Project | ops.JoinChain):
            return self._carried_value(node.values[name])
        if isinstance(node, ops.Aggregate):
            return self._carried_value((node.groups | node.metrics)[name])
        if isinstance(node, ops.Set):
            return self.carried_column(node.left, name) | self.carried_column(node.right, name)
        if isinstance(node, ops.FillNull):
            return self.relation(node).columns[name]
        return self.carried_column(node.parent, name)

    def _carried_value(self, node: ops.Node) -> Sources:
        if isinstance(node, ops.Field):
            return self.carried_column(node.rel, node.name)
        if isinstance(node, ops.IfElse):
            return self._carried_value(node.true_expr) | self._carried_value(node.false_null_expr)
        if isinstance(node, ops.SearchedCase | ops.SimpleCase):
            return _union(self._carried_value(v) for v in (*node.results, node.default))
        if any(isinstance(child, ops.Relation) for child in node.__children__):
            return self.value(node)
        return _union(self._carried_value(child) for child in node.__children__)


def _inside(node: ops.Node) -> Iterator[ops.Node]:
    """A value node and those in it, as far as the next field or relation."""
    yield node
    if not isinstance(node, ops.Field):
        for child in node.__children__:
            if not isinstance(child, ops.Relation):
                yield from _inside(child)


def strange_tables(expression: ir.Table, known: Iterable[ir.Table]) -> tuple[str, ...]:
    """Names of the tables that an expression reads and that are none of `known`, column for column."""
    tables = {t.op().name: t.op() for t in known}
    found = {
        n.name for n in expression.op().find(ops.UnboundTable)
        if n.name not in tables or n.schema != tables[n.name].schema or n.namespace != tables[n.name].namespace
    }  # fmt: skip
    return tuple(sorted(found))


def _union(many: Iterable[Sources]) -> Sources:
    return frozenset().union(*many)
