"""`region.toml`: everything about a deployment that is not in another file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from ginnel.directory import NATIONS
from ginnel.governance.children import YOUNGEST
from ginnel.governance.register import CAPACITIES
from ginnel.vocabulary.toml_file import TomlFile

LANGUAGES = ("en", "cy")


@dataclass(frozen=True)
class Limits:
    """`memory` is DuckDB's limit, such as "1500MB"; `threads` its threads; `door_requests` those of a body in a minute."""

    memory: str
    threads: int
    door_requests: int = 600


@dataclass(frozen=True)
class Thresholds:
    """Probabilities: at `choice` or more a no binds; at `tell` or more two records count as one person."""

    choice: float
    tell: float


@dataclass(frozen=True)
class Config:
    name: str
    mode: str
    nations: tuple[str, ...]
    zone: str
    languages: tuple[str, ...]
    operator: str
    capacity: Mapping[str, str]
    signals: tuple[str, ...]
    store: str
    limits: Limits
    thresholds: Thresholds
    answer_days: int
    youngest: int
    """From which age a review of a child counts; in Scotland 12, whatever stands here."""


def load_config(path: Path, shown_as: str = "region.toml") -> Config:
    """Read `region.toml`. Raises `BadInput` naming line, key, what was found and what was expected."""
    file = TomlFile.read(path, shown_as=shown_as)
    region = file.table("region")
    operator = file.table("operator")
    capacity = operator.table("capacity", optional=True)
    signals = file.table("signals", optional=True)
    store = file.table("store", optional=True)
    limits = file.table("limits", optional=True)
    thresholds = file.table("thresholds", optional=True)
    offers = file.table("offers", optional=True)
    children = file.table("children", optional=True)
    config = Config(
        name=region.text("name"),
        mode=region.text("mode", choices=("demo", "live")),
        nations=region.texts("nations", choices=NATIONS),
        zone=region.text("time_zone", default="Europe/London"),
        languages=region.texts("languages", choices=LANGUAGES, default=["en", "cy"]),
        operator=operator.text("organisation"),
        capacity={c: capacity.text(c, choices=CAPACITIES) for c in capacity.keys()},  # noqa: SIM118
        signals=signals.texts("use", default=["damp", "arrears"]),
        store=store.text("path", default="ginnel.sqlite3"),
        limits=Limits(
            limits.text("memory", default="1500MB"),
            limits.integer("threads", default=2, low=1, high=256),
            limits.integer("door_requests", default=600, low=1, high=1_000_000),
        ),
        thresholds=Thresholds(
            thresholds.number("choice", default=0.3, low=0.01, high=1.0),
            thresholds.number("tell", default=0.95, low=0.5, high=1.0),
        ),
        answer_days=offers.integer("answer_days", default=28, low=7, high=365),
        youngest=children.integer("youngest", default=YOUNGEST, low=10, high=16),
    )
    for table in (region, operator, capacity, signals, store, limits, thresholds, offers, children, file):
        table.finish()
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?\s*(MB|GB|MiB|GiB)", config.limits.memory):
        file.problem("not an amount of memory", "limits", found=repr(config.limits.memory), expected='such as "1500MB"')
    if config.thresholds.choice > config.thresholds.tell:
        file.problem("a no must bind at least as widely as a telling reaches", "thresholds", expected="choice <= tell")
    _zone(file, config.zone)
    file.check()
    return config


def _zone(file: TomlFile, zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        file.problem("unknown time zone", "region", found=repr(zone), expected='a name such as "Europe/London"')
