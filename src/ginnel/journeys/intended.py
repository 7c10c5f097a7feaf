"""An intended journey: the steps, who owns each, and by when, as a file `<id>.journey.toml`.

A workshop can write one before there is any data. A clock names the step that starts it; its rule is the one in force on
the local day on which it starts, so that a change of the rules in mid-case is followed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from pathlib import Path

from ginnel.directory import NATIONS
from ginnel.vocabulary import BadInput, Problem, nearest
from ginnel.vocabulary.say import Say
from ginnel.vocabulary.toml_file import TomlFile, TomlTable

UNITS = ("working-days", "calendar-days", "hours")
SUFFIX = ".journey.toml"
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
MOST = 3650


@dataclass(frozen=True)
class Clock:
    """`within` so many units after the step `after`; `enhanced_within` for cases with enhanced rights.

    In force for clocks that start from `since` up to, not including, `until`. `verify`: nobody has confirmed the limit.
    """

    after: str
    within: int
    unit: str
    enhanced_within: int | None = None
    since: date = date.min
    until: date = date.max
    source: str = ""
    verify: bool = False
    stops: tuple[str, ...] = ()
    """Activities after which this clock runs no more."""

    def length(self, enhanced: bool) -> int:
        return self.enhanced_within if enhanced and self.enhanced_within is not None else self.within


@dataclass(frozen=True)
class Step:
    """`activity` is its name in event logs, `also` others that count as this step; `owner` the body that must do it."""

    id: str
    title: Say
    owner: str
    activity: str
    clocks: tuple[Clock, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def activities(self) -> frozenset[str]:
        return frozenset((self.activity, *self.also))


@dataclass(frozen=True)
class Journey:
    """Steps in the order in which a page shows them. `source`: what the rules are taken from; `need`: whom it is for."""

    id: str
    title: Say
    steps: tuple[Step, ...]
    nation: str = "England"
    zone: str = "Europe/London"
    source: str = ""
    groups: tuple[str, ...] = ()
    """The groups of cases that it is for; none: every case."""
    need: str = ""
    """The id of the need that the journey should meet; empty where nobody said."""
    by_id: dict[str, Step] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {s.id: s for s in self.steps})

    def activities(self, step: str) -> frozenset[str]:
        return self.by_id[step].activities


def load_journeys(folder: Path, shown_as: str = "journeys") -> tuple[Journey, ...]:
    """Every `*.journey.toml` of a folder, by id; none where there is no folder. Raises `BadInput` with every problem."""
    found: list[Journey] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else ():
        try:
            found.append(load_journey(path, f"{shown_as}/{path.name}"))
        except BadInput as error:
            problems += error.problems
    if problems:
        raise BadInput(problems)
    return tuple(found)


def shipped(id: str) -> Journey:
    """An example that ships with Ginnel: "victim" or "damp"."""
    folder = resources.files("ginnel.journeys").joinpath("examples")
    names = [p.name.removesuffix(SUFFIX) for p in folder.iterdir() if p.name.endswith(SUFFIX)]
    if id not in names:
        raise BadInput(
            Problem("no example has this name", found=repr(id), expected="one of " + ", ".join(sorted(names)),
                    nearest=nearest(id, names))
        )  # fmt: skip
    return parse_journey(folder.joinpath(id + SUFFIX).read_text(encoding="utf-8"), id + SUFFIX)


def load_journey(path: Path, shown_as: str | None = None) -> Journey:
    """Read one file. Raises `BadInput` naming line, key, what was found and what was expected."""
    file = TomlFile.read(path, shown_as=shown_as or path.name)
    return _journey(file)


def parse_journey(text: str, name: str) -> Journey:
    """The same from a text; `name` is the file's name, from which the id comes."""
    return _journey(TomlFile(name, text))


def _journey(file: TomlFile) -> Journey:
    id = Path(file.name).name.removesuffix(SUFFIX)
    if not NAME.fullmatch(id):
        file.problem("the file's name is no id", found=repr(id), expected="lower-case letters, digits and -")
    top = file.table("journey")
    tables = file.tables("step", optional=False)
    title = top.text("title")
    journey = Journey(
        id=id, title=Say(title, top.text("title_cy", default="") or title), nation=top.text("nation", choices=NATIONS, default="England"),
        zone=top.text("time_zone", default="Europe/London"),
        source=top.text("source", default=""), groups=top.texts("groups", default=[]), need=top.text("need", default=""),
        steps=tuple(_step(t) for t in tables),
    )  # fmt: skip
    for table in (top, file):
        table.finish()
    for fault in faults(journey):
        where: tuple[str | int, ...] = () if fault.step is None else ("step", fault.step)
        file.add(fault.message, where if fault.clock is None else (*where, "clock", fault.clock))
    file.check()
    return journey


def _step(table: TomlTable) -> Step:
    title = table.text("title")
    step = Step(
        id=table.text("id"), title=Say(title, table.text("title_cy", default="") or title), owner=table.text("owner"),
        activity=table.text("activity", default="") or title,
        also=table.texts("also", default=[]), clocks=tuple(_clock(c) for c in table.tables("clock")),
    )  # fmt: skip
    table.finish()
    return step


def _clock(table: TomlTable) -> Clock:
    clock = Clock(
        after=table.text("after"), within=table.integer("within", low=1, high=MOST), unit=table.text("unit", choices=UNITS),
        enhanced_within=table.integer("enhanced_within", default=None, low=1, high=MOST),
        since=table.day("since", default=date.min), until=table.day("until", default=date.max),
        source=table.text("source", default=""), verify=table.flag("verify", default=False),
        stops=table.texts("stops", default=[]),
    )  # fmt: skip
    table.finish()
    return clock


@dataclass(frozen=True)
class Fault:
    """What does not hold together: a code for pages, a sentence for files, and in which step and which clock (from 0)."""

    code: str
    message: str
    step: int | None = None
    clock: int | None = None


def faults(journey: Journey) -> list[Fault]:
    """What does not hold together, for the file and for the page where one is drawn."""
    found: list[Fault] = []
    if not journey.steps:
        found.append(Fault("no-steps", "a journey needs a step"))
    ids = [s.id for s in journey.steps]
    for number, step in enumerate(journey.steps):
        if not NAME.fullmatch(step.id):
            found.append(Fault("name", "the step's id is not lower-case letters, digits and -", number))
        if ids.index(step.id) != number:
            found.append(Fault("name", f"two steps have the id {step.id!r}", number))
        if not step.owner.strip():
            found.append(Fault("step-owner", "the step has no owner", number))
        found += _clock_faults(number, step, ids)
    if not found and (loop := _loop(journey)):
        found.append(Fault("ring", "clocks start each other in a ring: " + ", ".join(loop), ids.index(loop[0])))
    return found


def _clock_faults(number: int, step: Step, ids: list[str]) -> Iterable[Fault]:
    for at, clock in enumerate(step.clocks):
        if clock.after == step.id:
            yield Fault("itself", "a clock cannot start with its own step", number, at)
        elif clock.after not in ids:
            near = nearest(clock.after, ids)
            hint = f". Did you mean {near!r}?" if near else ""
            yield Fault("after", f"no step has the id {clock.after!r}{hint}", number, at)
        if clock.since >= clock.until:
            yield Fault("after", "the clock ends before it begins: since must be before until", number, at)
        for other in step.clocks[:at]:
            if other.after == clock.after and other.since < clock.until and clock.since < other.until:
                yield Fault("after", f"two clocks after {clock.after!r} are in force at once", number, at)


def _loop(journey: Journey) -> list[str]:
    """Steps whose clocks wait for each other, if any do."""
    before = {s.id: {c.after for c in s.clocks} for s in journey.steps}
    left = dict(before)
    while left:
        free = [s for s, needs in left.items() if not needs & left.keys()]
        if not free:
            return sorted(left)
        for step in free:
            del left[step]
    return []


def written(journey: Journey) -> str:
    """The file of a journey; reading it gives the same journey."""
    top = {"title": journey.title.en, "title_cy": journey.title.cy, "nation": journey.nation,
           "time_zone": journey.zone, "source": journey.source, "need": journey.need}  # fmt: skip
    lines = ["[journey]", *(f"{k} = {_text(v)}" for k, v in top.items() if v), *_list("groups", journey.groups)]
    for step in journey.steps:
        words = {
            "id": step.id,
            "title": step.title.en,
            "title_cy": step.title.cy,
            "owner": step.owner,
            "activity": step.activity,
        }
        lines += ["", "[[step]]", *(f"{k} = {_text(v)}" for k, v in words.items()), *_list("also", step.also)]
        for clock in step.clocks:
            lines += ["", "[[step.clock]]", *_clock_lines(clock)]
    return "\n".join(lines) + "\n"


def _clock_lines(clock: Clock) -> Iterable[str]:
    yield f"after = {_text(clock.after)}"
    yield f"within = {clock.within}"
    yield f"unit = {_text(clock.unit)}"
    if clock.enhanced_within is not None:
        yield f"enhanced_within = {clock.enhanced_within}"
    if clock.since != date.min:
        yield f"since = {clock.since.isoformat()}"
    if clock.until != date.max:
        yield f"until = {clock.until.isoformat()}"
    yield from _list("stops", clock.stops)
    if clock.source:
        yield f"source = {_text(clock.source)}"
    if clock.verify:
        yield "verify = true"


def _list(key: str, values: tuple[str, ...]) -> list[str]:
    return [f"{key} = [{', '.join(_text(v) for v in values)}]"] if values else []


def _text(value: str) -> str:
    """A TOML string on one line; control characters become spaces."""
    return json.dumps("".join(c if c.isprintable() else " " for c in value), ensure_ascii=False)
