"""Journeys: what the events of cases say about the way between bodies, and how that compares with the way intended.

A log is opened (`open_log`), looked at (`look`) and cut to what may be shown (`cut`). `reference.py` holds the meaning
of each figure in plain Python.
"""

from ginnel.journeys.columns import Columns
from ginnel.journeys.events import Event, Log, from_events
from ginnel.journeys.intended import Clock, Journey, Step, load_journey, load_journeys, parse_journey, shipped, written
from ginnel.journeys.log import open_log
from ginnel.journeys.look import Look, look
from ginnel.journeys.shown import Shown, cut

__all__ = [
    "Clock",
    "Columns",
    "Event",
    "Journey",
    "Log",
    "Look",
    "Shown",
    "Step",
    "cut",
    "from_events",
    "load_journey",
    "load_journeys",
    "look",
    "open_log",
    "parse_journey",
    "shipped",
    "written",
]
