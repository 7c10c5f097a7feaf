"""The tables of a look, as headings and rows of text, for reports and pages alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ginnel.journeys.conform import STATES
from ginnel.journeys.labels import clock_words, label
from ginnel.journeys.shown import Shown


@dataclass(frozen=True)
class Table:
    """`key` names it; the first cell of each row is its heading."""

    key: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def tables(shown: Shown, language: str) -> tuple[Table, ...]:
    """Every table with a row, the most telling first."""
    say = Words(language)
    found = (
        _handovers(shown, say), _clocks(shown, say), _chains(shown, say), _gaps(shown, say), _moves(shown, say),
        _dropout(shown, say), _variants(shown, say), _rework(shown, say), _months(shown, say),
    )  # fmt: skip
    return tuple(t for t in found if t is not None and t.rows)


class Words:
    """Words and numbers in one language; None is a hidden number."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, *keys: str) -> tuple[str, ...]:
        return tuple(label(k, self.language) for k in keys)

    def one(self, key: str) -> str:
        return label(key, self.language)

    def count(self, value: Any) -> str:
        return self.one("hidden") if value is None else f"{value:,}"

    def days(self, value: float | None) -> str:
        return self.one("hidden") if value is None else f"{value:,.1f}"

    def share(self, value: Shown | None, missing: str = "hidden") -> str:
        """A share with its interval, in per cent."""
        if value is None:
            return self.one(missing)
        return f"{value['value']:.1%} ({value['low']:.1%} – {value['high']:.1%})"

    def title(self, row: Shown, key: str = "title") -> str:
        return str(row[f"{key}_cy" if self.language == "cy" else key])


def _moves(shown: Shown, say: Words) -> Table:
    rows = tuple(
        (str(n), m["before"], m["after"], say.count(m["count"]), say.days(m["median_days"]), say.days(m["p90_days"]))
        for n, m in enumerate(shown["graph"]["moves"], start=1)
    )
    return Table("moves", say.one("moves"), say("number", "before", "after", "times", "median", "p90"), rows)


def _handovers(shown: Shown, say: Words) -> Table:
    found = shown["handovers"]
    rows = [
        (h["giver"], h["taker"], say.count(h["count"]), say.days(h["median_days"]), say.days(h["p90_days"]),
         say.share(h["share"]), _slow(h, say))
        for h in found["pairs"]
    ]  # fmt: skip
    if rows:
        rows += [
            (say.one(name), "", say.count(found[key]["count"]), "", "", say.share(found[key]["share"]), "")
            for name, key in (("between", "between"), ("within", "within"), ("blank", "unknown"))
        ]
    headings = say("giver", "taker", "times", "median", "p90", "of_waiting", "slow")
    return Table("handovers", say.one("handovers"), headings, tuple(rows))


def _slow(pair: Shown, say: Words) -> str:
    return say.one("few" if pair["p"] is None else "yes" if pair["slow"] else "no")


def _clocks(shown: Shown, say: Words) -> Table | None:
    if shown["intended"] is None:
        return None
    rows = tuple(
        (say.title(c), c["owner"], _clock(c, say), *(say.count(c[k]) for k in STATES),
         *_lateness(c, say))
        for c in shown["intended"]["clocks"]
    )  # fmt: skip
    headings = say("before", "owner", "clock", *STATES, "late_share", "days_late")
    return Table("clocks", say.one("intended"), headings, rows, say.title(shown["intended"]))


def begun(clock: Shown) -> bool:
    """Whether any clock was started under this rule, shown or hidden."""
    return any(clock[state] != 0 for state in STATES)


def _lateness(clock: Shown, say: Words) -> tuple[str, str]:
    """Share and days of lateness; "not known" where no clock was started at all."""
    if not begun(clock):
        return say.one("unknown"), say.one("unknown")
    return say.share(clock["late_share"]), say.days(clock["median_days_late"])


def _clock(clock: Shown, say: Words) -> str:
    text = clock_words(clock["within"], clock["enhanced_within"], clock["unit"], say.language)
    return f"{text} ({say.one('verify')})" if clock["verify"] else text


def _chains(shown: Shown, say: Words) -> Table | None:
    if shown["intended"] is None:
        return None
    rows = tuple(
        (f"{say.title(c, 'first')} ({c['first_owner']}) → {say.title(c, 'second')} ({c['second_owner']})",
         *(say.count(c[k]) for k in ("kept", "first_late", "second_late", "both_late", "heard_late")))
        for c in shown["intended"]["chains"]
    )  # fmt: skip
    headings = say("chain", "kept", "first_late", "second_late", "both_late", "heard_late")
    return Table("chains", say.one("chains"), headings, rows)


def _gaps(shown: Shown, say: Words) -> Table | None:
    found = shown["gaps"]
    if found is None:
        return None
    rows = [
        (g["group"], say.count(g["cases"]), say.count(g["hit"]), say.share(g["share"]), say.share(g["difference"]),
         say.one("few" if g["p"] is None else "yes" if g["found"] else "no"))
        for g in found["groups"]
    ]  # fmt: skip
    if found["hidden_groups"]:
        rows.append((say.one("hidden_groups"), str(found["hidden_groups"]), "", "", "", ""))
    headings = say("group", "cases", "late", "share", "difference", "found")
    return Table("gaps", say.one(f"gaps_{found['of']}"), headings, tuple(rows))


def _dropout(shown: Shown, say: Words) -> Table:
    horizons = list(shown["dropout"][0]["not_gone_on"]) if shown["dropout"] else []
    rows = tuple(
        (s["activity"], say.count(s["reached"]), say.count(s["no_next_event"]),
         *(say.share(s["not_gone_on"][h], "unknown") for h in horizons))
        for s in shown["dropout"]
    )  # fmt: skip
    headings = (*say("before", "reached", "open"), *(f"{h} {say.one('days')}" for h in horizons))
    return Table("dropout", say.one("dropout"), headings, rows, say.one("dropout_rule"))


def _variants(shown: Shown, say: Words) -> Table:
    found = shown["variants"]
    rows = [
        (" → ".join(v["steps"]), say.count(v["cases"]), f"{v['share']:.1%}", say.days(v["median_days"]))
        for v in found["shown"]
    ]
    other = found["other"]
    if other["variants"]:
        rows.append((f"{say.one('other')} ({other['variants']:,})", say.count(other["cases"]), "", ""))
    return Table("variants", say.one("variants"), say("steps", "cases", "share", "median"), tuple(rows))


def _rework(shown: Shown, say: Words) -> Table:
    rows = tuple(
        (r["activity"], *(say.count(r[k]) for k in ("cases", "again", "extra", "at_once")))
        for r in shown["rework"] if r["again"] is None or r["again"]
    )  # fmt: skip
    return Table("rework", say.one("rework"), say("before", "cases", "again", "extra", "at_once"), rows)


def _months(shown: Shown, say: Words) -> Table:
    found = shown["throughput"]
    months = sorted(found["begun"].keys() | found["ended"].keys())
    rows = tuple((m, *_begun(found, m, say)) for m in months)
    return Table("months", say.one("throughput"), say("month", "begun", "ended"), rows)


def _begun(found: Shown, month: str, say: Words) -> Iterator[str]:
    for key in ("begun", "ended"):
        yield say.count(found[key].get(month, 0))
