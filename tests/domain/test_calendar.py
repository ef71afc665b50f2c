"""Working days: the announced calendar of 2023 to 2026, and counting compared with walking day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import WorkingCalendar, local_day
from tests.domain.making import OFFICIAL, day, days

DAYS = st.dates(date(2022, 12, 1), date(2027, 1, 31))
ONE_DAY = timedelta(days=1)

# Few days, so that days off, make-up days and the days asked about meet often.
NEAR = st.dates(date(2026, 1, 1), date(2026, 2, 28))
CALENDARS = st.builds(
    WorkingCalendar, days_off=st.frozensets(NEAR), make_up=st.frozensets(NEAR), confirmed_years=st.just(frozenset())
)


def walk(calendar: WorkingCalendar, after: date, through: date) -> list[date]:
    """The working days found by looking at each day."""
    spread = [after + n * ONE_DAY for n in range(1, (through - after).days + 1)]
    return [one for one in spread if calendar.is_working(one)]


@pytest.mark.parametrize("off", days("2/1/2026 16/2/2026 31/8/2026 24/11/2026 8/2/2024 29/4/2024 2/5/2025 5/11/2023"))
def test_announced_days_off_and_weekends_are_not_worked(off: date) -> None:
    assert not OFFICIAL.is_working(off)


@pytest.mark.parametrize("worked", days("10/1/2026 22/8/2026 26/4/2025 4/5/2024 6/11/2023"))
def test_make_up_saturdays_and_plain_weekdays_are_worked(worked: date) -> None:
    assert OFFICIAL.is_working(worked)


def test_a_day_named_both_off_and_make_up_is_worked() -> None:
    saturday, monday = day("4/11"), day("6/11")
    both = frozenset({saturday, monday})
    calendar = WorkingCalendar(days_off=both, make_up=both, confirmed_years=frozenset())
    assert calendar.working_days_between(day("3/11"), monday) == 2


def test_the_days_around_tet_are_stepped_over() -> None:
    assert OFFICIAL.next_working(day("20/1/2023")) == day("27/1/2023")
    assert OFFICIAL.previous_working(day("27/1/2023")) == day("19/1/2023")
    assert OFFICIAL.add_working_days(day("19/1/2023"), 2) == day("30/1/2023")


def test_a_span_of_centuries_is_counted_without_walking() -> None:
    assert OFFICIAL.working_days_between(date(1, 1, 1), date(9999, 12, 31)) > 2_600_000


def test_the_local_day_changes_at_midnight_in_vietnam() -> None:
    assert local_day(datetime(2023, 10, 31, 16, 59, tzinfo=UTC)) == day("31/10")
    assert local_day(datetime(2023, 10, 31, 17, 0, tzinfo=UTC)) == day("1/11")


@given(calendar=CALENDARS, after=NEAR, through=NEAR)
def test_counting_equals_walking(calendar: WorkingCalendar, after: date, through: date) -> None:
    assert calendar.working_days_between(after, through) == len(walk(calendar, after, through))


@given(calendar=CALENDARS, start=NEAR, n=st.integers(1, 30))
def test_the_nth_working_day_is_worked_and_n_days_away(calendar: WorkingCalendar, start: date, n: int) -> None:
    end = calendar.add_working_days(start, n)
    assert calendar.is_working(end)
    assert len(walk(calendar, start, end)) == n


@given(start=DAYS)
def test_no_working_days_after_a_day_is_the_day_itself(start: date) -> None:
    assert OFFICIAL.add_working_days(start, 0) == start


@given(calendar=CALENDARS, start=NEAR)
def test_next_and_previous_are_the_nearest_working_days(calendar: WorkingCalendar, start: date) -> None:
    following, before = calendar.next_working(start), calendar.previous_working(start)
    assert walk(calendar, start - ONE_DAY, following) == [following]
    assert before < start
    assert walk(calendar, before - ONE_DAY, start - ONE_DAY) == [before]


@given(calendar=CALENDARS, today=NEAR, n=st.integers(0, 12))
def test_longer_ago_is_the_last_day_that_is_over_the_limit(calendar: WorkingCalendar, today: date, n: int) -> None:
    last = calendar.longer_ago(today, n)
    assert calendar.working_days_between(last, today) > n >= calendar.working_days_between(last + ONE_DAY, today)
