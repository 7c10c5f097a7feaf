"""Randomness for salts and ids: the operating system's. A demonstration region may fix it, to be the same each time."""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Callable
from pathlib import Path

from ginnel.vocabulary import BadInput, Problem

FIXED = "GINNEL_DEMO_SECRET"
"""Environment variable: in demo mode only, every secret is made from this text, so that two runs can be compared."""


def is_demo(region: Path) -> bool:
    """Whether the region says that it is a demonstration; anything unreadable counts as live."""
    path = region / "region.toml"
    try:
        return str(tomllib.loads(path.read_text(encoding="utf-8-sig"))["region"]["mode"]) == "demo"
    except (OSError, ValueError, KeyError, TypeError):
        return False


def entropy_for(region: Path) -> Callable[[int], bytes]:
    """The source of random bytes for a region. Raises `BadInput` where a live region is given a fixed secret."""
    fixed = os.environ.get(FIXED)
    if fixed is None:
        return os.urandom
    if not is_demo(region):
        raise BadInput(
            Problem(f"{FIXED} is set and this region is live", mend=f"unset {FIXED}: salts come from the system")
        )
    return lambda count: hashlib.shake_256(fixed.encode()).digest(count)
