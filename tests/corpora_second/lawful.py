"""All lawful pipelines: every one of them may be run, and told where a recipient is named."""

from __future__ import annotations

from .lawful_damp import DAMP_LAWFUL
from .lawful_money import MONEY_LAWFUL
from .pipelines import Pipeline

LAWFUL: tuple[Pipeline, ...] = (*DAMP_LAWFUL, *MONEY_LAWFUL)
