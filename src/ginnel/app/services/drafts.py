"""Drawing an intended journey on a page without scripts: the form is the draft; only saving writes a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ginnel.app.services import journeys, place
from ginnel.directory import NATIONS
from ginnel.journeys import Clock, Journey, Step
from ginnel.journeys.intended import MOST, NAME, UNITS, faults
from ginnel.vocabulary import BadInput
from ginnel.vocabulary.say import Say

__all__ = [
    "NATIONS",
    "UNITS",
    "Draft",
    "DraftStep",
    "changed",
    "empty",
    "journey_of",
    "of_journey",
    "of_post",
    "save",
    "slug",
]
MOST_STEPS = 60
LONGEST = 200
RESERVED = frozenset({"draw"})
FIELDS = ("id", "title", "title_cy", "owner", "activity", "after", "within", "unit", "enhanced")
Fault = tuple[str, str]
"""The id of the element, and a code of `words.JOURNEY_FAULTS`."""


@dataclass
class DraftStep:
    """One step as it stands in the form: texts, also where numbers are wanted."""

    id: str
    title: str = ""
    title_cy: str = ""
    owner: str = ""
    activity: str = ""
    after: str = ""
    within: str = ""
    unit: str = "working-days"
    enhanced: str = ""

    @property
    def blank(self) -> bool:
        return not any((self.title, self.title_cy, self.owner, self.activity, self.after, self.within, self.enhanced))


@dataclass
class Draft:
    """The whole form. `version` is of the file that it started from, empty for none."""

    title: str = ""
    title_cy: str = ""
    nation: str = "England"
    version: str = ""
    need: str = ""
    steps: list[DraftStep] = field(default_factory=list)

    def new_id(self) -> str:
        taken = {s.id for s in self.steps}
        return next(f"step-{n}" for n in range(1, MOST_STEPS + 2) if f"step-{n}" not in taken)


def empty() -> Draft:
    """A sheet with two steps to fill in."""
    return Draft(steps=[DraftStep("step-1"), DraftStep("step-2")])


def of_journey(journey: Journey, version: str) -> Draft:
    """The form of a journey that is kept."""
    steps = [_step_of(s) for s in journey.steps]
    return Draft(journey.title.en, journey.title.cy, journey.nation, version, journey.need, steps)


def _step_of(step: Step) -> DraftStep:
    found = DraftStep(step.id, step.title.en, step.title.cy, step.owner, step.activity)
    if not step.clocks:
        return found
    clock = step.clocks[0]
    enhanced = "" if clock.enhanced_within is None else str(clock.enhanced_within)
    return replace(found, after=clock.after, within=str(clock.within), unit=clock.unit, enhanced=enhanced)


def of_post(post: Mapping[str, str]) -> Draft:
    """What was sent. Too many steps and too long texts are cut; ids that are none are made anew."""
    count = post.get("count", "0")
    number = min(int(count), MOST_STEPS) if count.isascii() and count.isdigit() and len(count) < 4 else 0
    nation, need = post.get("nation", ""), post.get("need", "")
    draft = Draft(
        _line(post.get("title", "")), _line(post.get("title_cy", "")), nation if nation in NATIONS else NATIONS[0],
        post.get("version", "")[:16], need if need in place.region().directory.needs else "",
    )  # fmt: skip
    for n in range(number):
        step = DraftStep(**{f: _line(post.get(f"{f}-{n}", "")) for f in FIELDS})
        if not NAME.fullmatch(step.id) or step.id in {s.id for s in draft.steps}:
            step.id = draft.new_id()
        draft.steps.append(step)
    return draft


def _line(text: str) -> str:
    return " ".join(text.split())[:LONGEST]


def changed(draft: Draft, action: str) -> bool:
    """Do what a button of a step says: "add", "up-2", "down-2", "remove-2"; whether it was one of these."""
    kind, _, at = action.partition("-")
    steps = draft.steps
    if kind == "add":
        if len(steps) < MOST_STEPS:
            steps.append(DraftStep(draft.new_id()))
        return True
    place = int(at) if at.isascii() and at.isdigit() and len(at) < 4 else -1
    if kind not in ("up", "down", "remove") or not 0 <= place < len(steps):
        return False
    if kind == "remove":
        gone = steps.pop(place)
        for step in steps:
            step.after = "" if step.after == gone.id else step.after
    elif 0 <= (to := place + (1 if kind == "down" else -1)) < len(steps):
        steps[place], steps[to] = steps[to], steps[place]
    return True


def journey_of(draft: Draft, kept: Journey | None) -> tuple[Journey | None, list[Fault]]:
    """The journey that the draft says, or what is wrong with it. What a kept one has beyond the form stays."""
    found: list[Fault] = []
    id = kept.id if kept else slug(draft.title)
    if not draft.title:
        found.append(("id_title", "title"))
    elif not NAME.fullmatch(id) or id in RESERVED:
        found.append(("id_title", "name"))
    numbered = [(n, s) for n, s in enumerate(draft.steps) if not s.blank]
    if not numbered:
        found.append(("id_title-0" if draft.steps else "id_title", "no-steps"))
    steps = tuple(_step(n, s, kept.by_id.get(s.id) if kept else None, found) for n, s in numbered)
    if found:
        return None, found
    title = Say(draft.title, draft.title_cy or draft.title)
    journey = (
        replace(kept, title=title, nation=draft.nation, steps=steps, need=draft.need)
        if kept
        else Journey(id, title, steps, draft.nation, need=draft.need)
    )
    wrong = [("id_title" if f.step is None else f"id_after-{numbered[f.step][0]}", f.code) for f in faults(journey)]
    return (None if wrong else journey), wrong


def _step(number: int, draft: DraftStep, kept: Step | None, found: list[Fault]) -> Step:
    for name in ("title", "owner"):
        if not getattr(draft, name):
            found.append((f"id_{name}-{number}", f"step-{name}"))
    clocks = kept.clocks[1:] if kept else ()
    if draft.after or draft.within:
        clocks = (_clock(number, draft, kept.clocks[0] if kept and kept.clocks else None, found), *clocks)
    return Step(
        draft.id, Say(draft.title, draft.title_cy or draft.title), draft.owner, draft.activity or draft.title, clocks,
        kept.also if kept else (),
    )  # fmt: skip


def _clock(number: int, draft: DraftStep, kept: Clock | None, found: list[Fault]) -> Clock:
    within = _whole(draft.within)
    enhanced = _whole(draft.enhanced) if draft.enhanced else None
    if not draft.after:
        found.append((f"id_after-{number}", "after"))
    if within is None:
        found.append((f"id_within-{number}", "within"))
    if draft.enhanced and enhanced is None:
        found.append((f"id_enhanced-{number}", "within"))
    unit = draft.unit if draft.unit in UNITS else UNITS[0]
    made = Clock(draft.after, within or 1, unit, enhanced)
    if kept is None:
        return made
    return replace(kept, after=made.after, within=made.within, unit=unit, enhanced_within=enhanced)


def _whole(text: str) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    return number if 1 <= number <= MOST else None


def slug(title: str) -> str:
    """An id from a title: lower-case letters, digits and -."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")


def save(draft: Draft, kept: Journey | None) -> tuple[Journey | None, list[Fault]]:
    """Keep the journey as a file of the region; what is wrong if it cannot be kept."""
    journey, found = journey_of(draft, kept)
    if journey is None:
        return None, found
    try:
        journeys.save(journey, draft.version)
    except BadInput:
        return None, [("id_title", "taken" if kept is None else "changed")]
    return journey, []
