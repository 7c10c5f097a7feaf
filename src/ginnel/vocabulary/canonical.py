"""One way to write a value as bytes, so that equal facts have equal hashes on every machine."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any


def plain(value: Any) -> Any:
    """`value` as JSON-ready data: sets sorted, dates in ISO 8601, dataclasses as mappings, enums by value."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value) if not f.name.startswith("_")}
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((plain(v) for v in value), key=str)
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    raise TypeError(f"no canonical form for {type(value).__name__}; turn it into text, number, list or mapping")


def canonical(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no white space."""
    text = json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical form, as 64 hexadecimal digits (FIPS 180-4)."""
    return hashlib.sha256(canonical(value)).hexdigest()


def keyed(secret: bytes, *parts: str) -> str:
    """HMAC-SHA-256 of the parts under `secret` (RFC 2104), as 64 hexadecimal digits.

    Parts are length-prefixed, so ("ab", "c") and ("a", "bc") differ.
    """
    mac = hmac.new(secret, digestmod=hashlib.sha256)
    for part in parts:
        raw = part.encode()
        mac.update(len(raw).to_bytes(4, "big"))
        mac.update(raw)
    return mac.hexdigest()
