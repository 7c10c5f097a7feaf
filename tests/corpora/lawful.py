"""Every pipeline that must be let run and, where a recipient is named, be told."""

from __future__ import annotations

from .lawful_own import LAWFUL_OWN
from .lawful_told import LAWFUL_TOLD
from .pipelines import Pipeline

LAWFUL: tuple[Pipeline, ...] = (*LAWFUL_OWN, *LAWFUL_TOLD)
