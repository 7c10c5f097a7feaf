"""Rights of people over their data, across many controllers: kinds, clocks, states, exemptions. Rules only."""

from ginnel.governance.rights.clocks import Dates, Due, breach_due, complaint_due, request_due
from ginnel.governance.rights.exemptions import EXEMPTIONS, Exemption
from ginnel.governance.rights.kinds import BLOCKS, EXPECT, KINDS, Kind, expected
from ginnel.governance.rights.states import FINAL, Event, moves, state_of

__all__ = [
    "BLOCKS",
    "EXEMPTIONS",
    "EXPECT",
    "FINAL",
    "KINDS",
    "Dates",
    "Due",
    "Event",
    "Exemption",
    "Kind",
    "breach_due",
    "complaint_due",
    "expected",
    "moves",
    "request_due",
    "state_of",
]
