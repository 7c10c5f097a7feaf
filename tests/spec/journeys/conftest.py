"""Small logs, written as tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from ginnel.journeys import Event, Journey, parse_journey


def _events(table: str) -> list[Event]:
    """Lines of "case activity day-of-March-2026 owner group enhanced"; the last three may be left out."""
    found = []
    for line in table.strip().splitlines():
        case, activity, day, *more = line.split()
        owner, group, enhanced = (*more, "", "", "")[:3]
        at = datetime(2026, 3, 1, 10, tzinfo=UTC).replace(day=int(day))
        found.append(Event(case, activity, at, owner.strip("-"), group.strip("-"), enhanced == "enhanced"))
    return found


@pytest.fixture(scope="session")
def events() -> Callable[[str], list[Event]]:
    return _events


PROMISE = """
[journey]
title = "The outcome of a trial"
nation = "England"

[[step]]
id = "trial"
title = "trial"
owner = "court"

[[step]]
id = "sent"
title = "sent"
owner = "court"

[[step.clock]]
after = "trial"
within = 5
unit = "working-days"

[[step]]
id = "told"
title = "told"
owner = "witness care"

[[step.clock]]
after = "sent"
within = 5
enhanced_within = 1
unit = "working-days"
"""


@pytest.fixture(scope="session")
def promise() -> Journey:
    """The court sends the outcome within 5 working days; witness care tells it within 5 of that, enhanced 1."""
    return parse_journey(PROMISE, "promise.journey.toml")
