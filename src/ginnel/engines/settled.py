"""One expression, one text: the same expression written so that it means and hashes the same in every process.

Ibis keeps the columns that `drop` leaves out as a set, and an aggregate of texts has no order of its own. Both are settled
here, in the check as in the run, so that what is hashed, checked and run is one thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis.expr.operations as ops
import ibis.expr.types as ir


def settled(expression: ir.Table) -> ir.Table:
    """`expression` with `drop` written as a selection in the order of the schema, and joined texts in their own order."""
    found: ir.Table = expression.op().replace(_settle).to_expr()
    return found


def _settle(node: ops.Node, changed: Mapping[str, Any] | None) -> ops.Node:
    made = node if changed is None else node.__recreate__(changed)
    if isinstance(made, ops.DropColumns):
        return ops.Project(made.parent, {name: ops.Field(made.parent, name) for name in made.schema.names})
    if isinstance(made, ops.GroupConcat) and not made.order_by:
        return ops.GroupConcat(made.arg, made.sep, (ops.SortKey(made.arg),), made.where)
    return made
