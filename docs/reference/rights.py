"""docs/law/rights-clocks.md: the clock of people's rights, worked out by the rule itself for days on which counting is hard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

D = date
MONTHS = (
    ("a plain month", "England", D(2026, 2, 10)),
    ("31 January, a short February", "England", D(2026, 1, 31)),
    ("31 January before a leap day", "England", D(2028, 1, 31)),
    ("29 February", "England", D(2028, 2, 29)),
    ("30 January, no leap year", "England", D(2027, 1, 30)),
    ("Good Friday and Easter Monday", "England", D(2026, 3, 3)),
    ("the same in Scotland, where Easter Monday is a working day", "Scotland", D(2026, 3, 3)),
    ("Easter Sunday", "Wales", D(2027, 2, 28)),
    ("2 January", "England", D(2026, 12, 2)),
    ("the same in Scotland", "Scotland", D(2026, 12, 2)),
    ("the first Monday in August, in Scotland", "Scotland", D(2026, 7, 3)),
    ("St Andrew's Day, in Scotland", "Scotland", D(2026, 10, 30)),
    ("the Twelfth, a Sunday, in Northern Ireland", "Northern Ireland", D(2026, 6, 12)),
    ("Christmas to New Year", "England", D(2026, 11, 25)),
    ("asked on a Sunday", "England", D(2026, 2, 1)),
)
PAUSED = (
    ("clarification over the end of a month", D(2026, 2, 10), ((D(2026, 2, 20), D(2026, 3, 3)),), None),
    (
        "two pauses that share a day",
        D(2026, 2, 10),
        ((D(2026, 2, 12), D(2026, 2, 16)), (D(2026, 2, 16), D(2026, 2, 18))),
        None,
    ),
    (
        "asked back on the due day: too late for the strict reading",
        D(2026, 3, 10),
        ((D(2026, 4, 10), D(2026, 4, 14)),),
        None,
    ),
    ("asked back after it: stops nothing", D(2026, 2, 10), ((D(2026, 3, 11), D(2026, 3, 20)),), None),
    ("two more months, notice in time", D(2026, 1, 31), (), D(2026, 3, 2)),
    ("notice too late: does not count", D(2026, 1, 30), (), D(2026, 3, 3)),
    ("a pause and two more months", D(2026, 2, 10), ((D(2026, 2, 20), D(2026, 3, 3)),), D(2026, 3, 20)),
)
BREACHES = (
    ("at night", "2026-11-24T23:30"),
    ("before the clocks go forward", "2026-03-27T22:30"),
    ("before they go back", "2026-10-23T09:00"),
)
HEAD = """# Clocks of people's rights

Written by `docs/build.py` from the rule (`governance/rights/clocks.py`); do not edit it by hand. **Not legal advice; no lawyer has
read it.** Seventy-one cases that somebody else counted by hand, before the rule was read, are in `tests/law/rights_clocks.toml`;
`tests/law/test_rights_clocks.py` holds the rule against them.

| what | by when | law |
|---|---|---|
| an answer to a request | one month from the latest of the request and the information about who asks; days on which clarification of a request to see data is awaited do not count, first and last included; two further months with notice and reasons in the first | UK GDPR Art 12(3), 12A (secondary: its twin DPA 2018 s.54 was read) |
| "did this worker look?" | the same, as part of seeing one's data | UK GDPR Art 15; our reading |
| a complaint is acknowledged | 30 days | DPA 2018 s.164A, in force 19 June 2026 (secondary) |
| a breach is reported | 72 hours from knowing of it | UK GDPR Art 33 (secondary) |

**Due** is counted as the Information Commissioner's guidance does: to the same date of the next month, its last day where there is
none, and on to the next working day of the body's nation. **Target** is the statute's "period of one month beginning with" that
day, which ends a day earlier and moves for no holiday. Ginnel calls late what is after *due* and shows *target* beside it."""


def page() -> str:
    lines = [HEAD, "", "## A month", "", "| | nation | asked | due | target |", "|---|---|---|---|---|"]
    lines += _months()
    lines += [
        "",
        "## Pauses and more time (England)",
        "",
        "| | asked | waited for clarification | notice | days that did not count | due | target |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += _paused()
    lines += [
        "",
        "## Complaints: acknowledged within 30 days",
        "",
        "| nation | received | due | target |",
        "|---|---|---|---|",
    ]
    lines += _complaints()
    lines += ["", "## Breaches: 72 hours, local time", "", "| | known | report by |", "|---|---|---|"]
    lines += _breaches()
    return "\n".join(lines) + "\n"


def _months() -> Iterator[str]:
    from ginnel.directory import holidays_of
    from ginnel.governance.rights import Dates, request_due

    for what, nation, asked in MONTHS:
        found = request_due(Dates(asked), holidays_of(nation), asked)
        yield f"| {what} | {nation} | {_day(asked)} | {_day(found.due)} | {_day(found.strict)} |"


def _paused() -> Iterator[str]:
    from ginnel.directory import holidays_of
    from ginnel.governance.rights import Dates, request_due

    for what, asked, pauses, notice in PAUSED:
        found = request_due(Dates(asked, pauses=pauses, extended_on=notice), holidays_of("England"), D(2026, 6, 1))
        waited = "; ".join(f"{_day(a)} to {_day(b)}" for a, b in pauses)
        yield f"| {what} | {_day(asked)} | {waited} | {_day(notice)} | {found.paused} | {_day(found.due)} | {_day(found.strict)} |"


def _complaints() -> Iterator[str]:
    from ginnel.directory import holidays_of
    from ginnel.governance.rights import complaint_due

    for nation, received in (("England", D(2026, 7, 1)), ("England", D(2026, 7, 4)), ("Scotland", D(2026, 7, 4))):
        found = complaint_due(received, None, holidays_of(nation), received)
        yield f"| {nation} | {_day(received)} | {_day(found.due)} | {_day(found.strict)} |"


def _breaches() -> Iterator[str]:
    from ginnel.governance.rights import breach_due

    london = ZoneInfo("Europe/London")
    for what, text in BREACHES:
        known = datetime.fromisoformat(text).replace(tzinfo=london)
        due = breach_due(known).astimezone(london)
        yield f"| {what} | {known:%a %d %b %Y, %H:%M} | {due:%a %d %b %Y, %H:%M} |"


def _day(day: date | None) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}" if day else ""
