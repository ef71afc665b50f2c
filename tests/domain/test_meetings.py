from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import WorkingCalendar
from app.domain.errors import DomainError
from app.domain.meetings import (
    Held,
    Rhythm,
    call_day,
    digits_of,
    held_between,
    weekdays_of,
)

# The holidays of April and May 2026 with a Saturday worked, as an office has them.
CALENDAR = WorkingCalendar(
    days_off=frozenset({date(2026, 4, 27), date(2026, 4, 30), date(2026, 5, 1)}),
    make_up=frozenset({date(2026, 5, 9)}),
    confirmed_years=frozenset({2026}),
)
MONDAYS = Rhythm(frozenset({0}), date(2026, 4, 1))
BEGIN = date(2026, 3, 20)
HALF_A_YEAR = timedelta(days=180)


@pytest.mark.parametrize(
    ("rhythm", "on", "held"),
    [
        (MONDAYS, date(2026, 4, 20), Held(date(2026, 4, 20))),
        (MONDAYS, date(2026, 4, 21), Held(date(2026, 4, 28), date(2026, 4, 27))),  # a day off: the next working day
        (MONDAYS, date(2026, 4, 28), Held(date(2026, 4, 28), date(2026, 4, 27))),
        (MONDAYS, date(2026, 4, 29), Held(date(2026, 5, 4))),
        (MONDAYS, date(2026, 3, 1), Held(date(2026, 4, 6))),  # before the series began
        (Rhythm(frozenset({0, 1}), BEGIN), date(2026, 4, 25), Held(date(2026, 4, 28))),  # Tuesday has its own
        (Rhythm(frozenset({3, 4}), BEGIN), date(2026, 4, 29), Held(date(2026, 5, 4), date(2026, 4, 30))),
        (Rhythm(frozenset({5}), BEGIN), date(2026, 5, 5), Held(date(2026, 5, 9))),  # a Saturday that is worked
        (
            Rhythm(frozenset({0}), BEGIN, date(2026, 4, 27)),
            date(2026, 4, 28),
            Held(date(2026, 4, 28), date(2026, 4, 27)),
        ),
        (Rhythm(frozenset({0}), BEGIN, date(2026, 4, 27)), date(2026, 4, 29), None),
    ],
)
def test_the_next_meeting(rhythm: Rhythm, on: date, held: Held | None) -> None:
    assert held_between(rhythm, on, on + HALF_A_YEAR, CALENDAR)[:1] == ([held] if held else [])


@pytest.mark.parametrize(
    ("on", "held"),
    [
        (date(2026, 4, 5), None),
        (date(2026, 4, 6), Held(date(2026, 4, 6))),
        (date(2026, 4, 27), Held(date(2026, 4, 20))),  # that of the day off is held a day later
        (date(2026, 4, 28), Held(date(2026, 4, 28), date(2026, 4, 27))),
        (date(2026, 5, 3), Held(date(2026, 4, 28), date(2026, 4, 27))),
    ],
)
def test_the_last_meeting(on: date, held: Held | None) -> None:
    assert held_between(MONDAYS, BEGIN, on, CALENDAR)[-1:] == ([held] if held else [])


@pytest.mark.parametrize(
    ("held_on", "called_on"),
    [
        (date(2026, 4, 20), date(2026, 4, 17)),  # a Monday: the Friday before
        (date(2026, 5, 4), date(2026, 4, 29)),  # over the holiday
        (date(2026, 5, 11), date(2026, 5, 9)),  # a Saturday that is worked
    ],
)
def test_units_are_asked_on_the_working_day_before(held_on: date, called_on: date) -> None:
    assert call_day(held_on, CALENDAR) == called_on


@pytest.mark.parametrize("digits", ["", "7", "0a", "00"])
def test_days_that_are_none_are_refused(digits: str) -> None:
    with pytest.raises(DomainError, match=r"series\.weekdays"):
        weekdays_of(digits)


@given(st.sets(st.integers(0, 6), min_size=1))
def test_days_are_stored_and_read_back(days: set[int]) -> None:
    assert weekdays_of(digits_of(days)) == days


_DAYS = st.dates(date(2026, 1, 1), date(2026, 6, 30))
_RHYTHMS = st.builds(
    Rhythm,
    st.frozensets(st.integers(0, 6), min_size=1),
    _DAYS,
    st.none() | st.dates(date(2026, 3, 1), date(2026, 9, 1)),
)
_CALENDARS = st.builds(
    WorkingCalendar, st.frozensets(_DAYS, max_size=40), st.frozensets(_DAYS, max_size=5), st.just(frozenset())
)


@given(_RHYTHMS, _CALENDARS, _DAYS)
def test_every_meeting_is_held_on_a_working_day_once(rhythm: Rhythm, calendar: WorkingCalendar, first: date) -> None:
    through = first + timedelta(days=60)
    found = held_between(rhythm, first, through, calendar)
    days = [held.on for held in found]
    assert days == sorted(set(days))
    for held in found:
        assert first <= held.on <= through
        assert calendar.is_working(held.on)
        planned = held.moved_from or held.on
        assert rhythm.plans(planned)
        assert calendar.next_working(planned) == held.on
        assert held_between(rhythm, held.on, held.on, calendar) == [held]
        assert call_day(held.on, calendar) < held.on
    # Every planned day is held on one of them.
    for n in range(61):
        day = first + timedelta(days=n)
        if rhythm.plans(day) and (on := calendar.next_working(day)) <= through:
            assert on in days
