"""By when somebody must be answered: one month, pauses, two more months, holidays of four nations, complaints, breaches."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from ginnel.directory import holidays_of
from ginnel.governance.rights import Dates, breach_due, complaint_due, request_due
from ginnel.vocabulary import BadInput

D = date
TODAY = D(2026, 3, 2)


def due(dates: Dates, nation: str = "England", today: date = TODAY, **more: bool) -> tuple[date | None, date | None]:
    found = request_due(dates, holidays_of(nation), today, **more)
    return found.due, found.strict


@pytest.mark.parametrize(
    ("received", "nation", "expected", "strict"),
    [
        # the same date of the next month
        (D(2026, 2, 10), "England", D(2026, 3, 10), D(2026, 3, 9)),
        # no such date: the last day; 28 February 2026 is a Saturday, so Monday
        (D(2026, 1, 31), "England", D(2026, 3, 2), D(2026, 2, 28)),
        (D(2027, 1, 31), "England", D(2027, 3, 1), D(2027, 2, 28)),
        (D(2028, 1, 31), "England", D(2028, 2, 29), D(2028, 2, 29)),
        (D(2028, 2, 29), "England", D(2028, 3, 29), D(2028, 3, 28)),
        # Good Friday and Easter Monday; Scotland works on Easter Monday
        (D(2026, 3, 3), "England", D(2026, 4, 7), D(2026, 4, 2)),
        (D(2026, 3, 3), "Scotland", D(2026, 4, 6), D(2026, 4, 2)),
        # Christmas; 2 January is a holiday in Scotland only
        (D(2026, 11, 25), "England", D(2026, 12, 29), D(2026, 12, 24)),
        (D(2025, 12, 2), "England", D(2026, 1, 2), D(2026, 1, 1)),
        (D(2025, 12, 2), "Scotland", D(2026, 1, 5), D(2026, 1, 1)),
        # St Andrew's Day, and 13 July for the Twelfth of 2026, a Sunday
        (D(2026, 10, 30), "Scotland", D(2026, 12, 1), D(2026, 11, 29)),
        (D(2026, 6, 12), "Northern Ireland", D(2026, 7, 14), D(2026, 7, 11)),
        # asked on a Sunday: counted from that day all the same
        (D(2026, 2, 1), "England", D(2026, 3, 2), D(2026, 2, 28)),
    ],
)  # fmt: skip
def test_a_month_ends_on_the_same_date_or_the_next_working_day(
    received: date, nation: str, expected: date, strict: date
) -> None:
    assert due(Dates(received), nation) == (expected, strict)


def test_the_month_begins_when_the_proof_of_identity_came() -> None:
    asked = Dates(D(2026, 2, 2), identity_asked=D(2026, 2, 4))
    waiting = request_due(asked, holidays_of("England"), TODAY)
    assert (waiting.state, waiting.due) == ("identity", None)
    given = Dates(D(2026, 2, 2), identity_asked=D(2026, 2, 4), identity_given=D(2026, 2, 17))
    assert due(given) == (D(2026, 3, 17), D(2026, 3, 16))


def test_days_on_which_clarification_is_awaited_do_not_count_first_and_last_included() -> None:
    """Asked on the 20th, answered on the 3rd of the next month: twelve days of a February with 28."""
    dates = Dates(D(2026, 2, 10), pauses=((D(2026, 2, 20), D(2026, 3, 3)),))
    found = request_due(dates, holidays_of("England"), D(2026, 3, 4))
    assert (found.paused, found.due, found.strict, found.state) == (12, D(2026, 3, 23), D(2026, 3, 21), "running")


def test_days_in_two_pauses_count_once() -> None:
    dates = Dates(D(2026, 2, 10), pauses=((D(2026, 2, 12), D(2026, 2, 16)), (D(2026, 2, 16), D(2026, 2, 18))))
    assert request_due(dates, holidays_of("England"), TODAY).paused == 7


def test_while_it_is_awaited_the_clock_stands_still() -> None:
    dates = Dates(D(2026, 2, 10), pauses=((D(2026, 2, 20), None),))
    assert request_due(dates, holidays_of("England"), D(2026, 6, 1)).state == "paused"


def test_a_pause_may_begin_on_the_due_day_and_not_after_it() -> None:
    on = Dates(D(2026, 2, 10), pauses=((D(2026, 3, 10), D(2026, 3, 11)),))
    after = Dates(D(2026, 2, 10), pauses=((D(2026, 3, 11), D(2026, 3, 20)),))
    assert due(on, today=D(2026, 3, 30))[0] == D(2026, 3, 12)
    assert request_due(after, holidays_of("England"), D(2026, 3, 30)).state == "overdue"


def test_only_a_request_to_see_data_can_be_paused() -> None:
    """Art 12A speaks of requests under Art 15."""
    dates = Dates(D(2026, 2, 10), pauses=((D(2026, 2, 20), D(2026, 3, 3)),))
    assert due(dates, may_pause=False)[0] == D(2026, 3, 10)


def test_two_more_months_with_notice_in_the_first_count_from_the_start() -> None:
    dates = Dates(D(2026, 1, 31), extended_on=D(2026, 3, 2))
    assert due(dates) == (D(2026, 4, 30), D(2026, 4, 30))


def test_notice_after_the_first_month_counts_for_nothing() -> None:
    dates = Dates(D(2026, 1, 30), extended_on=D(2026, 3, 3))
    found = request_due(dates, holidays_of("England"), D(2026, 3, 4))
    assert (found.due, found.extended, found.late_notice, found.state) == (D(2026, 3, 2), False, True, "overdue")


def test_a_pause_also_moves_the_last_day_for_notice_and_the_extended_day() -> None:
    dates = Dates(D(2026, 2, 10), pauses=((D(2026, 2, 20), D(2026, 3, 3)),), extended_on=D(2026, 3, 20))
    found = request_due(dates, holidays_of("England"), D(2026, 3, 21))
    assert (found.notice_by, found.due) == (D(2026, 3, 23), D(2026, 5, 22))


def test_an_answer_on_the_last_day_is_in_time_and_a_day_later_is_not() -> None:
    england = holidays_of("England")
    assert request_due(Dates(D(2026, 2, 10), met_on=D(2026, 3, 10)), england, TODAY).state == "met"
    assert request_due(Dates(D(2026, 2, 10), met_on=D(2026, 3, 11)), england, TODAY).state == "met-late"


def test_a_complaint_is_acknowledged_within_thirty_days() -> None:
    """By the Commissioner's count day one is the day after; by the statute's words it is the day itself."""
    found = complaint_due(D(2026, 7, 1), None, holidays_of("England"), D(2026, 7, 2))
    assert (found.due, found.strict, found.state) == (D(2026, 7, 31), D(2026, 7, 30), "running")
    weekend = complaint_due(D(2026, 7, 2), None, holidays_of("England"), D(2026, 7, 2))
    assert weekend.due == D(2026, 8, 3)
    assert complaint_due(D(2026, 7, 2), None, holidays_of("Scotland"), D(2026, 7, 2)).due == D(2026, 8, 4)


def test_a_breach_is_reported_within_72_hours_as_time_elapses() -> None:
    """Known on Friday night before the clocks go forward: 72 hours later is Monday, an hour later on the wall clock."""
    london = ZoneInfo("Europe/London")
    due_at = breach_due(datetime(2026, 3, 27, 22, 30, tzinfo=london))
    assert due_at == datetime(2026, 3, 30, 22, 30, tzinfo=UTC)
    assert due_at.astimezone(london).hour == 23


def test_past_the_table_of_holidays_the_count_fails_loudly() -> None:
    with pytest.raises(BadInput, match="2028-12-31"):
        due(Dates(D(2028, 12, 10)))
