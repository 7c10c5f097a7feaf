"""All illegal pipelines: not one of them may both be run and be told."""

from __future__ import annotations

from .illegal_opaque import OPAQUE
from .illegal_rows import ROWS
from .illegal_uses import USES
from .illegal_values import VALUES
from .illegal_worlds import WORLDS
from .pipelines import Pipeline

ILLEGAL: tuple[Pipeline, ...] = (*VALUES, *ROWS, *USES, *OPAQUE, *WORLDS)
