"""The region that this process serves, read again whenever one of its files changes."""

from __future__ import annotations

import threading
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from ginnel.directory import Organisation
from ginnel.flow.plan import Look, Plan, make_plan
from ginnel.governance import REASONS, Agreement, Register
from ginnel.governance.law import LawRow
from ginnel.region import Region, load_region
from ginnel.signals import Rule, Signal
from ginnel.vocabulary.calendar import local_day


def folder() -> Path:
    return Path(settings.REGION)


def demo() -> bool:
    """Whether this region is a demonstration: invented people, one-click sign-in."""
    return bool(settings.DEMO)


def _stamp() -> tuple[tuple[str, int], ...]:
    """Names and times of the region's configuration: an agreement taken away counts from the next request on."""
    here = folder()
    files = [*here.glob("*.toml"), *here.glob("contracts/*.toml"), *here.glob("agreements/*.toml")]
    files += [*here.glob("agreements/accessions/*.toml")]
    files += [*here.glob("law/*.toml"), *here.glob("signals/*.py"), *here.glob("journeys/*.toml")]
    return tuple(sorted((str(f), f.stat().st_mtime_ns) for f in files))


_SEEN = threading.local()
"""What this thread last saw of the files: looked at once a request, not at every name that a page shows."""


def refresh() -> None:
    """Look at the files again: at the start of each request, and before anything is told."""
    _SEEN.folder, _SEEN.stamp = folder(), _stamp()


def _seen() -> tuple[tuple[str, int], ...]:
    if getattr(_SEEN, "folder", None) != folder():
        refresh()
    found: tuple[tuple[str, int], ...] = _SEEN.stamp
    return found


@lru_cache(maxsize=2)
def _region(stamp: tuple[tuple[str, int], ...]) -> Region:  # noqa: ARG001 - the stamp is the cache's key
    return load_region(folder())


@lru_cache(maxsize=4)
def _plan(stamp: tuple[tuple[str, int], ...], day: date) -> Plan:
    return make_plan(_region(stamp), day)


@lru_cache(maxsize=4)
def _register(stamp: tuple[tuple[str, int], ...], day: date) -> Register:
    return _region(stamp).register(day)


def region() -> Region:
    """Raises `BadInput` when a file of the region is broken."""
    return _region(_seen())


def plan(now: datetime) -> Plan:
    """What may be read and told on the local day of `now`; no row is read for it."""
    return _plan(_seen(), today(now))


def register(now: datetime) -> Register:
    """What has been agreed on the local day of `now`, with everybody who has joined since."""
    return _register(_seen(), today(now))


def today(now: datetime) -> date:
    return local_day(now, zone())


def zone() -> str:
    return region().config.zone


def called(organisation: str, language: str) -> str:
    """An organisation's name in `language`; its id where the directory does not know it."""
    found: Organisation | None = region().directory.organisations.get(organisation)
    return found.called(language) if found else organisation


def operator() -> Organisation:
    found = region()
    return found.directory.organisations[found.config.operator]


def not_told(recipient: str) -> tuple[str, ...]:
    """Every body of the region that hears nothing new: all but the recipient and whoever runs these pages."""
    found = region()
    return tuple(o for o in found.directory.organisations if o not in {recipient, found.config.operator})


def rule_of(use: str) -> tuple[Signal, Rule] | None:
    """The signal and rule that `use` ("<signal>.<rule>") names, if the region still has it."""
    for signal in region().signals:
        for rule in signal.rules:
            if f"{signal.name}.{rule.name}" == use:
                return signal, rule
    return None


def purpose_of(use: str) -> str:
    """The purpose that a use serves; empty where the region no longer has it."""
    found = rule_of(use)
    return found[0].purpose if found else ""


def look_of(use: str, now: datetime) -> Look | None:
    """The permitted look behind `use` today, or None where the flow check refuses it."""
    return next((k for k in plan(now).looks if k.use.id == use), None)


def agreement(id: str, now: datetime) -> Agreement | None:
    """The agreement with everybody who has joined it by today."""
    return register(now).agreement(id)


def agreement_text(id: str) -> Agreement | None:
    """The agreement as its file says, before anybody joined: the text that people sign."""
    return next((a for a in region().agreements if a.id == id), None)


def law_rows(agreements: tuple[str, ...], now: datetime) -> tuple[LawRow, ...]:
    """The provisions on which these agreements rest, each once, in the order in which they are named."""
    found: dict[str, LawRow] = {}
    for id in agreements:
        agreed = agreement(id, now)
        for basis in agreed.bases if agreed else ():
            for row_id in basis.rows:
                row = region().law.row(row_id)
                if row is not None:
                    found[row.id] = row
    return tuple(found.values())


def reason(code: str) -> str:
    """A reason code in plain words; the code itself where there are none."""
    return REASONS.get(code, code)
