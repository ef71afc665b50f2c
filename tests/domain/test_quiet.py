"""Quiet hours of mails on acts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import VIETNAM, WorkingCalendar
from app.domain.quiet import QuietHours, leaves_at

NIGHT = QuietHours(21, 6)
# Monday 13/11/2023 is off, Saturday 11/11 is worked instead.
CALENDAR = WorkingCalendar(frozenset({date(2023, 11, 13)}), frozenset({date(2023, 11, 11)}), frozenset({2023}))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2023, 11, day, hour, minute, tzinfo=VIETNAM).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        (at(9, 8), at(9, 8)),
        (at(9, 20, 59), at(9, 20, 59)),
        (at(9, 21), at(10, 6)),
        (at(9, 23, 30), at(10, 6)),
        (at(10, 0, 5), at(10, 6)),
        (at(10, 5, 59), at(10, 6)),
        (at(10, 6), at(10, 6)),
        (at(10, 22), at(11, 6)),  # a make-up Saturday is a working day
        (at(11, 9), at(11, 9)),
        (at(11, 21), at(14, 6)),  # over the Sunday and a Monday off
        (at(12, 3), at(14, 6)),
        (at(13, 10), at(14, 6)),
    ],
)
def test_what_is_held_back_leaves_when_the_next_working_day_begins(now, leaves):
    assert leaves_at(now, calendar=CALENDAR, quiet=NIGHT, urgent=False) == leaves


@pytest.mark.parametrize("now", [at(9, 23), at(12, 3), at(13, 10)])
def test_what_is_urgent_leaves_at_once(now):
    assert leaves_at(now, calendar=CALENDAR, quiet=NIGHT, urgent=True) == now


@pytest.mark.parametrize(
    ("quiet", "now", "leaves"),
    [
        (QuietHours(12, 14), at(9, 13), at(9, 14)),
        (QuietHours(12, 14), at(9, 23), at(9, 23)),
        (QuietHours(12, 14), at(12, 9), at(14, 14)),
        (QuietHours(0, 0), at(9, 3), at(9, 3)),
        (QuietHours(7, 7), at(12, 9), at(14, 7)),
    ],
)
def test_an_office_may_be_quiet_at_noon_or_never(quiet, now, leaves):
    assert leaves_at(now, calendar=CALENDAR, quiet=quiet, urgent=False) == leaves


HOURS = st.integers(0, 23)
DAYS = st.integers(0, 60).map(lambda ahead: date(2023, 11, 1) + timedelta(days=ahead))
CALENDARS = st.builds(
    WorkingCalendar, st.frozensets(DAYS, max_size=20), st.frozensets(DAYS, max_size=5), st.just(frozenset())
)
INSTANTS = st.integers(0, 60 * 24 * 60).map(lambda minutes: at(1, 0) + timedelta(minutes=minutes))


@given(now=INSTANTS, calendar=CALENDARS, quiet=st.builds(QuietHours, HOURS, HOURS))
def test_no_mail_leaves_in_quiet_hours_or_on_a_day_off_and_none_is_held_longer_than_it_must(now, calendar, quiet):
    def may_leave(instant: datetime) -> bool:
        local = instant.astimezone(VIETNAM)
        return calendar.is_working(local.date()) and not quiet.hold(local.hour)

    leaves = leaves_at(now, calendar=calendar, quiet=quiet, urgent=False)
    assert leaves >= now
    assert may_leave(leaves)
    assert leaves_at(leaves, calendar=calendar, quiet=quiet, urgent=False) == leaves
    # Held back, it leaves at the end of quiet hours, and no such moment was passed over.
    if leaves != now:
        assert not may_leave(now)
        local = leaves.astimezone(VIETNAM)
        assert (local.hour, local.minute) == (quiet.to_hour, 0)
        earlier = [leaves - timedelta(days=days) for days in range(1, 90) if leaves - timedelta(days=days) >= now]
        assert not any(map(may_leave, earlier))
