"""Choices, overrides and reviews of children as the rules know them, from their rows."""

from __future__ import annotations

from typing import Any

from ginnel.governance import Choice
from ginnel.governance.children import Review
from ginnel.governance.verdict import Override
from ginnel.store.models import ChoiceRow, CompetenceReview, OverrideRow


def to_choice(row: ChoiceRow, dataset: str = "", record: str = "") -> Choice:
    """The choice of a row; with `dataset` and `record`, the same said about another record."""
    kind: Any = row.kind
    status: Any = row.status
    return Choice(
        dataset or row.dataset, record or row.record, kind, row.purpose, row.since, row.until, status, row.recipient,
        row.category,
    )  # fmt: skip


def to_override(row: OverrideRow) -> Override:
    return Override(
        row.person, row.purpose, row.recipient, row.ground, row.asked_by, row.approver, row.since, row.until
    )


def to_review(row: CompetenceReview) -> Review:
    return Review(row.person, row.competent, row.by, row.since, row.until)
