"""The named people of the invented region: the same in every region, whatever the seed. Docs and tests speak of them.

Their recorded key columns hold no errors, no bad row copies them, and no fault of a sensor touches their homes. Their
record numbers are small and fixed (`P0000000004`), which no drawn person's number is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

StoryRole = Literal["lead", "partner", "child", "other"]


@dataclass(frozen=True)
class StoryPerson:
    """One person of a story. `conditions` are SNOMED CT; `responsible`: the practice noted the lead as the adult."""

    key: str
    given: str
    family: str
    born: date
    sex: Literal["female", "male"]
    role: StoryRole = "lead"
    conditions: tuple[str, ...] = ()
    responsible: bool = False
    choice: tuple[str, str] | None = None
    """Kind and purpose of a choice recorded against this person's GP record."""


@dataclass(frozen=True)
class Story:
    """One household of a story and its home."""

    key: str
    title: str
    tenure: Literal["social", "private", "owner"]
    line: str
    postcode: str
    uprn: str
    people: tuple[StoryPerson, ...]
    culture: str = "english"
    language: str = "en"
    damp_days: int | None = None
    """Damp from so many days before the region's `now`; None: not damp."""
    sensor: bool = False
    arrears: bool = False
    claims: bool = False
    fled_from: str | None = None
    """Key of the story whose home this household fled."""


_ASTHMA, _COPD = "195967001", "13645005"

STORIES: tuple[Story, ...] = (
    Story(
        "okafor",
        "A mother and a son with asthma in a damp social home that the landlord measures",
        "social",
        "Flat 2, 7 Kestrel House, Tansy Row, Calderwick",
        "NX1 0AB",
        "990000000001",
        (
            StoryPerson("amara", "Amara", "Okafor", date(1988, 4, 17), "female"),
            StoryPerson("chidi", "Chidi", "Okafor", date(2019, 6, 3), "male", "child", (_ASTHMA,), responsible=True),
        ),
        culture="west-african",
        damp_days=30,
        sensor=True,
    ),
    Story(
        "renter",
        "A private renter with asthma, a lent sensor and damp",
        "private",
        "31 Millrace Lane, Skelbeck",
        "NX1 0AD",
        "990000000002",
        (StoryPerson("megan", "Megan", "Prydderch", date(1994, 11, 2), "female", conditions=(_ASTHMA,)),),
        culture="welsh",
        damp_days=40,
        sensor=True,
    ),
    Story(
        "objector",
        "A woman with COPD in a damp social home who said no to every use",
        "social",
        "12 Tansy Row, Calderwick",
        "NX1 0AB",
        "990000000003",
        (
            StoryPerson(
                "doreen",
                "Doreen",
                "Hartley",
                date(1951, 2, 26),
                "female",
                conditions=(_COPD,),
                choice=("objection", "all"),
            ),
        ),
        damp_days=55,
        sensor=True,
    ),
    Story(
        "former-home",
        "The man whose home the protected woman fled",
        "private",
        "4 Quarry Rise, Hethersby",
        "NX1 0AE",
        "990000000004",
        (StoryPerson("craig", "Craig", "Dunmore", date(1985, 8, 9), "male"),),
    ),
    Story(
        "fled",
        "A protected woman and her daughter in a damp social home that must stay secret",
        "social",
        "Flat 9, 3 Plover House, Weir Street, Marrowick",
        "NX1 0AF",
        "990000000005",
        (
            StoryPerson("leanne", "Leanne", "Dunmore", date(1987, 5, 21), "female"),
            StoryPerson("ellie", "Ellie", "Dunmore", date(2015, 9, 30), "female", "child", responsible=True),
        ),
        damp_days=38,
        sensor=True,
        fled_from="former-home",
    ),
    Story(
        "arrears",
        "A tenant whose rent arrears last",
        "social",
        "22 Weir Street, Marrowick",
        "NX1 0AF",
        "990000000006",
        (StoryPerson("tomasz", "Tomasz", "Zielonka", date(1979, 12, 5), "male"),),
        culture="polish",
        arrears=True,
        claims=True,
    ),
    Story(
        "no-adult-recorded",
        "A child with asthma in a damp social home for whom no adult is recorded",
        "social",
        "18 Tansy Row, Calderwick",
        "NX1 0AB",
        "990000000007",
        (
            StoryPerson("nadia", "Nadia", "Mirzaan", date(1990, 3, 14), "female"),
            StoryPerson("sami", "Sami", "Mirzaan", date(2017, 1, 22), "male", "child", (_ASTHMA,)),
        ),
        culture="south-asian",
        damp_days=45,
        sensor=True,
    ),
    Story(
        "owner",
        "An owner-occupier with COPD on a small pension in a damp home with a lent sensor",
        "owner",
        "5 Beacon View, Thornlow",
        "NX1 0AG",
        "990000000008",
        (StoryPerson("brendan", "Brendan", "Mulcahy", date(1948, 7, 30), "male", conditions=(_COPD,)),),
        culture="irish",
        damp_days=60,
        sensor=True,
        claims=True,
    ),
    Story(
        "somali",
        "A tenant in a damp home whose family speaks only Somali",
        "social",
        "40 Tansy Row, Calderwick",
        "NX1 0AB",
        "990000000009",
        (
            StoryPerson("hodan", "Hodan", "Warsame", date(1983, 10, 11), "female"),
            StoryPerson("liban", "Liban", "Warsame", date(2012, 4, 8), "male", "child", responsible=True),
        ),
        culture="somali",
        language="so",
        damp_days=35,
        sensor=True,
    ),
)
