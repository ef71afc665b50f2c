"""The periods of recurring duties: worked examples, and what holds for every rule and every stretch of days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import WorkingCalendar
from app.domain.errors import DomainError
from app.domain.recurrence import (
    AHEAD,
    MONTHS,
    Period,
    Recurrence,
    days_of,
    first_to_make,
    making_day,
    next_after,
    period_of,
    periods,
    to_make,
)
from app.domain.terms import Every
from tests.domain.making import day

ONE_DAY = timedelta(days=1)
WORKING = WorkingCalendar(days_off=frozenset(), make_up=frozenset(), confirmed_years=frozenset())
DAYS = st.dates(date(1999, 1, 1), date(2040, 12, 31))


@st.composite
def rules(draw: st.DrawFn) -> Recurrence:
    every = draw(st.sampled_from(Every))
    exclusive = draw(st.booleans())
    if every is Every.WEEKLY:
        return Recurrence(every, draw(st.integers(1, 7)), exclusive=exclusive)
    number, last = draw(st.integers(1, 31)), MONTHS[every]
    months_after = draw(st.integers(0, last))
    month = last if months_after else draw(st.integers(1, last))
    return Recurrence(every, number, month, months_after, exclusive)


@st.composite
def stretches(draw: st.DrawFn) -> tuple[date, date]:
    first = draw(DAYS)
    return first, first + timedelta(days=draw(st.integers(0, 1500)))


def due(rule: Recurrence, from_on: str, until_on: str) -> list[tuple[str, date]]:
    return [(one.key, one.due_on) for one in periods(rule, from_on=day(from_on), until_on=day(until_on))]


@pytest.mark.parametrize(
    ("rule", "on", "key", "begins_on", "ends_on", "due_on"),
    [
        (Recurrence(Every.WEEKLY, 5), "19/11/2026", "2026-W47", "16/11/2026", "22/11/2026", "20/11/2026"),
        (Recurrence(Every.WEEKLY, 1), "1/1/2027", "2026-W53", "28/12/2026", "3/1/2027", "28/12/2026"),
        (Recurrence(Every.WEEKLY, 7), "31/12/2024", "2025-W01", "30/12/2024", "5/1/2025", "5/1/2025"),
        (Recurrence(Every.MONTHLY, 15), "30/11/2026", "2026-11", "1/11/2026", "30/11/2026", "15/11/2026"),
        (Recurrence(Every.MONTHLY, 31), "1/2/2026", "2026-02", "1/2/2026", "28/2/2026", "28/2/2026"),
        (Recurrence(Every.MONTHLY, 30), "1/2/2028", "2028-02", "1/2/2028", "29/2/2028", "29/2/2028"),
        (Recurrence(Every.MONTHLY, 5, months_after=1), "9/12/2026", "2026-12", "1/12/2026", "31/12/2026", "5/1/2027"),
        (Recurrence(Every.QUARTERLY, 20, 3), "1/10/2026", "2026-Q4", "1/10/2026", "31/12/2026", "20/12/2026"),
        (Recurrence(Every.QUARTERLY, 10, 3, 1), "31/12/2026", "2026-Q4", "1/10/2026", "31/12/2026", "10/1/2027"),
        (Recurrence(Every.SIX_MONTHS, 15, 6), "22/11/2026", "2026-H2", "1/7/2026", "31/12/2026", "15/12/2026"),
        (Recurrence(Every.SIX_MONTHS, 31, 2), "30/6/2027", "2027-H1", "1/1/2027", "30/6/2027", "28/2/2027"),
        (Recurrence(Every.YEARLY, 31, 12), "1/1/2026", "2026", "1/1/2026", "31/12/2026", "31/12/2026"),
        (Recurrence(Every.YEARLY, 29, 12, 2), "1/1/2027", "2027", "1/1/2027", "31/12/2027", "29/2/2028"),
    ],
)
def test_a_day_belongs_to_one_period(
    rule: Recurrence, on: str, key: str, begins_on: str, ends_on: str, due_on: str
) -> None:
    assert period_of(rule, day(on)) == Period(key, day(begins_on), day(ends_on), day(due_on))


def test_periods_are_found_by_the_day_they_are_due() -> None:
    rule = Recurrence(Every.MONTHLY, 15, exclusive=True)
    assert due(rule, "16/10/2026", "14/12/2026") == [("2026-11", day("15/11/2026"))]
    assert due(rule, "15/10/2026", "15/12/2026") == [
        ("2026-10", day("15/10/2026")),
        ("2026-11", day("15/11/2026")),
        ("2026-12", day("15/12/2026")),
    ]


def test_a_period_that_is_over_may_still_be_due() -> None:
    rule = Recurrence(Every.QUARTERLY, 10, 3, 1)
    assert due(rule, "1/1/2027", "31/1/2027") == [("2026-Q4", day("10/1/2027"))]


def test_days_the_wrong_way_round_hold_no_period() -> None:
    assert due(Recurrence(Every.WEEKLY, 5), "30/11/2026", "1/11/2026") == []


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"every": Every.WEEKLY, "day": 0}, "recurrence.weekday"),
        ({"every": Every.WEEKLY, "day": 8}, "recurrence.weekday"),
        ({"every": Every.WEEKLY, "day": 5, "month": 2}, "recurrence.month"),
        ({"every": Every.WEEKLY, "day": 5, "months_after": 1}, "recurrence.after_weekly"),
        ({"every": Every.MONTHLY, "day": 0}, "recurrence.day"),
        ({"every": Every.MONTHLY, "day": 32}, "recurrence.day"),
        ({"every": Every.MONTHLY, "day": 5, "month": 2}, "recurrence.month"),
        ({"every": Every.MONTHLY, "day": 5, "months_after": 2}, "recurrence.months_after"),
        ({"every": Every.MONTHLY, "day": 5, "months_after": -1}, "recurrence.months_after"),
        ({"every": Every.QUARTERLY, "day": 5, "month": 0}, "recurrence.month"),
        ({"every": Every.QUARTERLY, "day": 5, "month": 4}, "recurrence.month"),
        ({"every": Every.QUARTERLY, "day": 5, "month": 1, "months_after": 1}, "recurrence.after_last_month"),
        ({"every": Every.SIX_MONTHS, "day": 5, "month": 7}, "recurrence.month"),
        ({"every": Every.YEARLY, "day": 5, "month": 13}, "recurrence.month"),
        ({"every": Every.YEARLY, "day": 5, "month": 12, "months_after": 13}, "recurrence.months_after"),
    ],
)
def test_a_rule_that_names_no_day_is_refused(values: dict[str, object], code: str) -> None:
    with pytest.raises(DomainError) as refused:
        Recurrence(**values)  # type: ignore[arg-type]
    assert refused.value.code == code


@given(rule=rules(), on=DAYS)
def test_a_day_lies_in_its_period(rule: Recurrence, on: date) -> None:
    period = period_of(rule, on)
    assert period.begins_on <= on <= period.ends_on
    assert period_of(rule, period.begins_on) == period_of(rule, period.ends_on) == period


@given(rule=rules(), on=DAYS)
def test_periods_follow_each_other_without_gap_or_overlap(rule: Recurrence, on: date) -> None:
    earlier = period_of(rule, on)
    later = period_of(rule, earlier.ends_on + ONE_DAY)
    assert later.begins_on == earlier.ends_on + ONE_DAY
    assert earlier.due_on < later.due_on
    assert earlier.key < later.key


@given(rule=rules(), stretch=stretches())
def test_keys_are_short_unique_and_sorted_as_the_periods_are_due(rule: Recurrence, stretch: tuple[date, date]) -> None:
    found = periods(rule, from_on=stretch[0], until_on=stretch[1])
    keys = [period.key for period in found]
    assert keys == sorted(set(keys))
    assert all(len(key) <= 10 for key in keys)
    assert all(one.due_on < other.due_on for one, other in pairwise(found))


@given(rule=rules(), stretch=stretches(), cut=st.integers(0, 1500))
def test_what_is_asked_in_two_parts_is_what_is_asked_at_once(
    rule: Recurrence, stretch: tuple[date, date], cut: int
) -> None:
    first, last = stretch
    middle = min(first + timedelta(days=cut), last)
    parts = periods(rule, from_on=first, until_on=middle), periods(rule, from_on=middle + ONE_DAY, until_on=last)
    assert parts[0] + parts[1] == periods(rule, from_on=first, until_on=last)


@given(rule=rules(), stretch=stretches())
def test_no_period_is_missed(rule: Recurrence, stretch: tuple[date, date]) -> None:
    """Compared with asking every day which period it belongs to, from so early that what is due later is seen."""
    first, last = stretch
    asked = (first - timedelta(days=800) + n * ONE_DAY for n in range((last - first).days + 1600))
    walked = dict.fromkeys(period_of(rule, one) for one in asked)
    expected = tuple(period for period in walked if first <= period.due_on <= last)
    assert periods(rule, from_on=first, until_on=last) == expected


@given(rule=rules(), on=DAYS)
def test_a_period_is_due_on_its_named_day_or_the_last_of_its_month(rule: Recurrence, on: date) -> None:
    due_on = period_of(rule, on).due_on
    if rule.every is Every.WEEKLY:
        assert due_on.isoweekday() == rule.day
    else:
        assert due_on.day == rule.day or (due_on.day < rule.day and (due_on + ONE_DAY).day == 1)


@given(rule=rules(), on=DAYS)
def test_a_key_names_the_days_of_its_period(rule: Recurrence, on: date) -> None:
    period = period_of(rule, on)
    assert days_of(period.key) == (period.begins_on, period.ends_on)


@given(rule=rules(), on=DAYS)
def test_a_period_is_made_as_it_begins_or_some_working_days_before_it_is_due(rule: Recurrence, on: date) -> None:
    period = period_of(rule, on)
    day_made = making_day(period, working=WORKING)
    assert day_made <= period.begins_on
    assert WORKING.working_days_between(day_made - ONE_DAY, period.due_on) >= AHEAD
    assert day_made == period.begins_on or WORKING.working_days_between(day_made, period.due_on) <= AHEAD


@given(rule=rules(), from_on=DAYS, days=st.integers(0, 400), later=st.integers(0, 60))
def test_what_is_to_be_made_only_grows_and_is_what_has_come_due(
    rule: Recurrence, from_on: date, days: int, later: int
) -> None:
    today = from_on + timedelta(days=days)
    now = to_make(rule, from_on=from_on, today=today, working=WORKING)
    then = to_make(rule, from_on=from_on, today=today + timedelta(days=later), working=WORKING)
    assert then[: len(now)] == now
    assert all(period.due_on >= from_on and making_day(period, working=WORKING) <= today for period in now)
    due_by_now = periods(rule, from_on=from_on, until_on=today)
    assert now[: len(due_by_now)] == due_by_now


@given(rule=rules(), given_on=DAYS, days=st.integers(0, 900))
def test_the_first_period_is_not_over_and_past(rule: Recurrence, given_on: date, days: int) -> None:
    today = given_on + timedelta(days=days)
    first = first_to_make(rule, given_on=given_on, today=today)
    assert first.due_on >= given_on
    assert max(first.due_on, first.ends_on) >= today


@given(before=rules(), after=rules(), on=DAYS)
def test_a_changed_rule_goes_on_behind_what_was_made(before: Recurrence, after: Recurrence, on: date) -> None:
    made = period_of(before, on)
    following = next_after(after, ends_on=made.ends_on)
    assert following.begins_on <= made.ends_on + ONE_DAY
    assert following.ends_on > made.ends_on
