"""The story people as a population like any drawn one, so that the same silos record them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from ginnel.synthetic import parameters as par
from ginnel.synthetic.population import CHILD, LEAD, LONE, OTHER, PARTNER, SINGLE, Households, People, Population
from ginnel.synthetic.stories import STORIES, Story, StoryPerson

_ROLES = {"lead": LEAD, "partner": PARTNER, "child": CHILD, "other": OTHER}
_FLED_DAYS_AGO = 200
_CONDITION_ROWS = {code: row for row, (code, _, _) in enumerate(par.CONDITIONS)}


def story_people() -> list[tuple[Story, StoryPerson]]:
    """Everybody of every story, in order; the position plus one is the person's number."""
    return [(story, person) for story in STORIES for person in story.people]


@dataclass(frozen=True)
class StoryIds:
    """Where a story person's records are: keys of her rows, and the sensor of her home (None: has none)."""

    person: str
    patient_id: str
    occupant_id: str | None
    device_id: str | None


def story_ids(key: str) -> StoryIds:
    """The record keys of the story person called `key`, the same in every region. Raises `KeyError` for another key."""
    for number, (story, person) in enumerate(story_people(), start=1):
        if person.key == key:
            social, home = story.tenure == "social", STORIES.index(story) + 1
            return StoryIds(
                f"person-{number}",
                f"P{number * 2:010d}",
                f"O{number * 2:010d}" if social else None,
                f"{'L' if social else 'K'}{home * 2:010d}" if story.sensor else None,
            )
    raise KeyError(key)


def _air(climate: par.IndoorClimate) -> list[float]:
    return [climate.day[0], climate.night[0], climate.excess[0], climate.air_changes[0]]


def _days(values: list[date | None]) -> np.ndarray:
    return np.array([np.datetime64(v) if v else np.datetime64("NaT") for v in values], "datetime64[D]")


def _flags(values: list[bool]) -> np.ndarray:
    return np.array(values, bool)


def _households(now: date) -> Households:
    keys = [story.key for story in STORIES]
    fled = [story.fled_from is not None for story in STORIES]
    damp = [story.damp_days is not None for story in STORIES]
    moved = [now - timedelta(days=_FLED_DAYS_AGO) if f else None for f in fled]
    since = [m or date(now.year - 6, 4, 1) for m in moved]
    leads = np.cumsum([0, *(len(story.people) for story in STORIES)])[:-1]
    return Households(
        number=np.arange(1, len(STORIES) + 1),
        kind=np.array([LONE if len(story.people) > 1 else SINGLE for story in STORIES]),
        tenure=np.array([par.TENURES.index(story.tenure) for story in STORIES]),
        lead=leads,
        culture=np.array([list(par.CULTURE_SHARES).index(story.culture) for story in STORIES]),
        language=pa.array([story.language for story in STORIES]),
        since=_days(list(since)),
        moved=_days(moved),
        old=np.array([keys.index(story.fled_from) if story.fled_from else -1 for story in STORIES]),
        protected=_flags(fled),
        damp=_flags(damp),
        sensor=_flags([story.sensor for story in STORIES]),
        second_room=_flags([False] * len(STORIES)),
        arrears=_flags([story.arrears for story in STORIES]),
        claims=_flags([story.claims for story in STORIES]),
        air=np.array([_air(par.STORY_DAMP_HOME if wet else par.STORY_DRY_HOME) for wet in damp]),
        air_before=np.array([_air(par.STORY_DRY_HOME)] * len(STORIES)),
        onset=_days([now - timedelta(days=story.damp_days) if story.damp_days else None for story in STORIES]),
        line=pa.array([story.line for story in STORIES]),
        postcode=pa.array([story.postcode for story in STORIES]),
        uprn=pa.array([story.uprn for story in STORIES]),
    )


def story_population(now: date) -> Population:
    """The households of `STORIES` on the day `now`; phones are from Ofcom's range for drama (07700 900000 on)."""
    everybody = story_people()
    household = np.array([STORIES.index(story) for story, _ in everybody])
    homes = _households(now)
    people = People(
        number=np.arange(1, len(everybody) + 1),
        household=household,
        role=np.array([_ROLES[person.role] for _, person in everybody]),
        born=_days([person.born for _, person in everybody]),
        sex=np.array([int(person.sex == "male") for _, person in everybody]),
        given=pa.array([person.given for _, person in everybody]),
        family=pa.array([person.family for _, person in everybody]),
        earlier=pa.array([None] * len(everybody), pa.string()),
        phone=pa.array([f"07700 900{100 + h}" for h in household]),
        cares=homes.protected[household],
        noted=_flags([person.responsible for _, person in everybody]),
    )
    sick = [
        (row, _CONDITION_ROWS[code], max(person.born, date(now.year - 3, 2, 1)))
        for row, (_, person) in enumerate(everybody)
        for code in person.conditions
    ]
    return Population(
        people,
        homes,
        (np.array([s[0] for s in sick]), np.array([s[1] for s in sick]), _days([s[2] for s in sick])),
        now,
        story=True,
    )
