"""Readings of temperature and humidity become damp spells; a gap is a gap. `spells` holds the rule, `sets` runs it."""

from ginnel.sensors.derived import derived, programme
from ginnel.sensors.hours import Axis, Reading, hourly
from ginnel.sensors.remeasure import Answer, remeasure, remeasured
from ginnel.sensors.sets import damp_spells
from ginnel.sensors.spells import Day, Level, Spell, days, spells
from ginnel.sensors.weather import Outdoor, outdoor

__all__ = [
    "Answer",
    "Axis",
    "Day",
    "Level",
    "Outdoor",
    "Reading",
    "Spell",
    "damp_spells",
    "days",
    "derived",
    "hourly",
    "outdoor",
    "programme",
    "remeasure",
    "remeasured",
    "spells",
]
