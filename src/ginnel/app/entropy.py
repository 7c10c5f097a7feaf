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


def entropy_for(region: Path) -> Callable[[int], bytes]:
    """The source of random bytes for a region. Raises `BadInput` where a live region is given a fixed secret."""
    fixed = os.environ.get(FIXED)
    if fixed is None:
        return os.urandom
    path = region / "region.toml"
    mode = tomllib.loads(path.read_text(encoding="utf-8-sig"))["region"]["mode"] if path.exists() else "live"
    if mode != "demo":
        raise BadInput(
            Problem(f"{FIXED} is set and this region is live", mend=f"unset {FIXED}: salts come from the system")
        )
    return lambda count: hashlib.shake_256(fixed.encode()).digest(count)
