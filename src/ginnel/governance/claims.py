"""What an agreement claims by itself, as questions to the law: before any dataset or signal asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ginnel.governance.agreements import Agreement
from ginnel.governance.question import Question
from ginnel.governance.register import Register
from ginnel.governance.signing import held


def questions(r: Register, a: Agreement) -> Iterator[Question]:
    """What an agreement claims by itself, one question for each thing done and each recipient.

    Each body is taken to give the categories that its own datasets hold; one without datasets, all of them.
    """
    columns = {f"{c}.any": (frozenset({c}), held(r, a, c)) for c in sorted(a.sources)}
    for operation in sorted(a.operations):
        for recipient in sorted(a.recipients):
            mine = {k: v for k, v in columns.items() if recipient not in v[0] or operation != "tell"}
            controllers = a.sources - ({recipient} if operation == "tell" else set())
            words = dict(a.told) if operation == "tell" else {}
            for use in sorted(a.uses) or [""]:
                yield Question(operation, a.purpose, controllers, recipient, mine, words, use)


def alone(q: Question, body: str) -> Question:
    """The same question about the records of one body only."""
    mine = {name: (frozenset({body}), kinds) for name, (who, kinds) in q.columns.items() if body in who}
    return replace(q, controllers=frozenset({body}), columns=mine)
