"""Every pipeline that must be refused, running or telling."""

from __future__ import annotations

from .illegal_leave import ILLEGAL_LEAVE
from .illegal_levels import ILLEGAL_LEVELS
from .illegal_opaque import ILLEGAL_OPAQUE
from .illegal_rows import ILLEGAL_ROWS
from .illegal_words import ILLEGAL_WORDS
from .pipelines import Pipeline

ILLEGAL: tuple[Pipeline, ...] = (*ILLEGAL_WORDS, *ILLEGAL_ROWS, *ILLEGAL_LEVELS, *ILLEGAL_OPAQUE, *ILLEGAL_LEAVE)
