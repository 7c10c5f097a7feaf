"""What if a use read one more column? The same question to the same agreements, with that column added. Writes nothing."""

from __future__ import annotations

from dataclasses import replace

import ibis.expr.types as ir

from ginnel.engines import trace
from ginnel.governance.agreements import Agreement
from ginnel.governance.check import Use, find_agreement, need_question, telling_question
from ginnel.governance.question import Question
from ginnel.governance.reasons import Refusal
from ginnel.governance.register import Register
from ginnel.governance.words import described

Added = tuple[str, str]
"""(dataset, column)."""


def need_with(register: Register, use: Use, expression: ir.Table, added: Added) -> Agreement | Refusal:
    """May the operator look, if the expression read `added` too? The agreement that would cover it, or the refusal."""
    question, _ = need_question(register, use, trace(expression))
    return find_agreement(register, _with(register, question, added, frozenset()), f"need:{use.id}", use.title)


def telling_with(
    register: Register, use: Use, expression: ir.Table, recipient: str, added: Added
) -> Agreement | Refusal:
    """May `recipient` be told, if what it is told rested on `added` too?"""
    question = telling_question(register, use, trace(expression), recipient)
    asked = _with(register, question, added, frozenset({recipient}))
    return find_agreement(register, asked, f"tell:{use.id}:{recipient}", use.title)


def _with(register: Register, question: Question, added: Added, not_asked: frozenset[str]) -> Question:
    """The question with the column and the row it stands in, which tells something by being there."""
    columns = {**question.columns, **described(register, [added, (added[0], "")])}
    owners = frozenset(c for who, _ in columns.values() for c in who)
    return replace(question, columns=columns, controllers=question.controllers | (owners - not_asked))
