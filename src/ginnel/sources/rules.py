"""What a contract asks of one row, in plain Python: the reference for `sets`, which asks the same of millions."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from ginnel.sources.contract import Contract, Rule

WHITE = " \t\r\n"
INTEGER = r"[+-]?[0-9]{1,18}"
NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?"
DAY = r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}"
TIME = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?"
OFFSET = r"(Z|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?)"
YES, NO = ("true", "yes", "1", "y", "t"), ("false", "no", "0", "n", "f")
PARTS = {
    "d": r"[0-9]{1,2}",
    "m": r"[0-9]{1,2}",
    "Y": r"[12][0-9]{3}",
    "H": r"[0-9]{1,2}",
    "M": r"[0-9]{2}",
    "S": r"[0-9]{2}",
}

EMPTY = "is empty but the contract requires it"
WRONG = {
    "integer": "is not a whole number",
    "number": "is not a number",
    "date": "is not a date",
    "timestamp": "is not a time",
    "flag": "is not true or false",
    "text": "is not text",
}
PATTERN = "does not have the form that the contract gives"
CHOICE = "is not one of the words that the contract gives"
LEAST, MOST = "is below the least value of the contract", "is above the greatest value of the contract"
TWICE = "is a local time that happened twice or not at all when clocks changed: deliver it with its offset"
BAR = "holds |, which Ginnel puts between the parts of a key"
DUPLICATE = "an earlier row has the same key"

Value = str | int | float | date | datetime | bool | None


def format_pattern(text: str) -> str:
    """A regular expression for what `text` (with %d, %m, %Y, %H, %M, %S) writes."""
    pieces = re.split(r"%(.)", text)
    return "".join(PARTS[p] if i % 2 else re.escape(p) for i, p in enumerate(pieces))


def check_row(
    contract: Contract, row: Mapping[str, str | None], columns: Collection[str] | None = None
) -> list[tuple[str, str]]:
    """(column, reason) for every column that breaks its rule, in contract order; empty for a good row.

    `row` holds texts as delivered; `columns` limits the check (default: all). No reason holds a value.
    """
    found = []
    for rule in contract.rules:
        if columns is None or rule.name in columns:
            reason = check_value(rule, row.get(rule.name))
            if reason is None and _bar(contract, rule, row.get(rule.name)):
                reason = BAR
            if reason is not None:
                found.append((rule.name, reason))
    return found


def _bar(contract: Contract, rule: Rule, text: str | None) -> bool:
    key = contract.dataset.key
    return len(key) > 1 and rule.name in key and rule.type == "text" and "|" in (text or "")


def check_value(rule: Rule, text: str | None) -> str | None:
    """Why `text` breaks `rule`, or None."""
    trimmed = (text or "").strip(WHITE)
    if not trimmed:
        return EMPTY if rule.required else None
    try:
        value = typed(rule, trimmed)
    except ClockChangeError:
        return TWICE
    if value is None:
        return WRONG[rule.type]
    if rule.pattern is not None and not re.fullmatch(rule.pattern, trimmed, re.ASCII):
        return PATTERN
    if rule.choices and trimmed not in rule.choices:
        return CHOICE
    if rule.least is not None and value < rule.least:  # type: ignore[operator]
        return LEAST
    if rule.most is not None and value > rule.most:  # type: ignore[operator]
        return MOST
    return None


class ClockChangeError(ValueError):
    """A local time without offset that names no instant, or two."""


def typed(rule: Rule, trimmed: str) -> Value:
    """`trimmed` as the rule's type, None if it has no such form. Raises `ClockChangeError`."""
    if rule.type == "text":
        return trimmed
    if rule.type == "integer":
        return int(trimmed) if re.fullmatch(INTEGER, trimmed) else None
    if rule.type == "number":
        number = float(trimmed) if re.fullmatch(NUMBER, trimmed) else math.inf
        return number if math.isfinite(number) else None
    if rule.type == "flag":
        word = trimmed.lower()
        return True if word in YES else False if word in NO else None
    try:
        return _day(rule, trimmed) if rule.type == "date" else _time(rule, trimmed)
    except ClockChangeError:
        raise
    except ValueError:
        return None


def _day(rule: Rule, text: str) -> date | None:
    if rule.format is not None:
        fits = re.fullmatch(format_pattern(rule.format), text)
        return datetime.strptime(text, rule.format).date() if fits else None  # noqa: DTZ007
    return date.fromisoformat(text) if re.fullmatch(DAY, text) else None


def _time(rule: Rule, text: str) -> datetime | None:
    if rule.format is not None:
        fits = re.fullmatch(format_pattern(rule.format), text)
        return instant(datetime.strptime(text, rule.format), rule.zone) if fits else None  # noqa: DTZ007
    if not re.fullmatch(f"{DAY}[T ]{TIME}{OFFSET}?", text):
        return None
    parsed = datetime.fromisoformat(text)
    return parsed.astimezone(UTC) if parsed.tzinfo is not None else instant(parsed, rule.zone)


def instant(local: datetime, zone: str) -> datetime:
    """The instant (UTC) at which clocks in `zone` showed `local`. Raises `ClockChangeError` for none or two."""
    if zone == "UTC":
        return local.replace(tzinfo=UTC)
    there = ZoneInfo(zone)
    first = local.replace(tzinfo=there).astimezone(UTC)
    hour = timedelta(hours=1)
    shown = [t for t in (first - hour, first, first + hour) if t.astimezone(there).replace(tzinfo=None) == local]
    if shown != [first]:
        raise ClockChangeError("a local time that clocks showed twice or never")
    return first


def record_of(contract: Contract, row: Mapping[str, str | None]) -> str:
    """The record of a good row: its key values in canonical form, joined by "|"."""
    return "|".join(_key_text(contract.rule(name), row.get(name)) for name in contract.dataset.key)


def _key_text(rule: Rule, text: str | None) -> str:
    value = typed(rule, (text or "").strip(WHITE))
    if isinstance(value, datetime):
        fraction = f".{value.microsecond:06d}" if value.microsecond else ""
        return value.strftime("%Y-%m-%dT%H:%M:%S") + fraction + "Z"
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)
