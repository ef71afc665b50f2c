"""Two calendars and what differs between them, compared with looking at each day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import WorkingCalendar
from app.domain.calendar_change import (
    LONGEST_REST,
    Difference,
    Outcome,
    SpecialDay,
    aim_moves,
    changed,
    differences,
    differing_days,
    is_told_on,
    meeting_moves,
)
from app.domain.deadlines import DeadlinePolicy, aim_on
from app.domain.meetings import Rhythm, held_between
from app.domain.urging_rules import UrgingPolicy
from tests.domain.making import OFFICIAL, day
from tests.domain.test_calendar import CALENDARS, NEAR

PLAIN = WorkingCalendar(frozenset(), frozenset(), frozenset())
FRIDAY, SATURDAY, MONDAY = date(2026, 1, 16), date(2026, 1, 17), date(2026, 1, 19)
POLICY = DeadlinePolicy()
SPECIAL = st.builds(SpecialDay, NEAR, st.booleans(), st.sampled_from(("Tết", "Hoán đổi")))
LISTS = st.lists(SPECIAL, unique_by=lambda each: each.day).map(lambda found: {each.day: each for each in found})
# What the page lets in: no row that says only what the weekday does.
KEPT = LISTS.map(lambda found: {day: each for day, each in found.items() if not each.is_needless})


def off(day: date, name: str = "Nghỉ") -> SpecialDay:
    return SpecialDay(day, False, name)


def outcomes(there: list[SpecialDay], listed: list[SpecialDay], *, drop: bool = False) -> list[Outcome]:
    found = differences({each.day: each for each in there}, {each.day: each for each in listed}, drop=drop)
    return [each.outcome for each in found]


def of(days: dict[date, SpecialDay]) -> WorkingCalendar:
    return WorkingCalendar(
        frozenset(day for day, each in days.items() if not each.is_working),
        frozenset(day for day, each in days.items() if each.is_working),
        frozenset(),
    )


@pytest.mark.parametrize(
    ("there", "listed", "drop", "expected"),
    [
        ([], [off(FRIDAY)], False, [Outcome.NEW]),
        ([off(FRIDAY)], [off(FRIDAY)], False, [Outcome.UNCHANGED]),
        ([off(FRIDAY)], [off(FRIDAY, "Tết")], False, [Outcome.CHANGED]),
        ([off(FRIDAY)], [], False, []),
        ([off(FRIDAY)], [], True, [Outcome.REMOVED]),
        ([], [off(SATURDAY)], False, [Outcome.NEEDLESS]),
        ([SpecialDay(SATURDAY, True, "Làm bù")], [off(SATURDAY)], False, [Outcome.REMOVED]),
        ([], [SpecialDay(SATURDAY, True, "Làm bù")], False, [Outcome.NEW]),
    ],
)
def test_a_list_is_compared_with_what_is_there_day_by_day(there, listed, drop, expected):
    assert outcomes(there, listed, drop=drop) == expected


@given(KEPT, LISTS)
def test_a_calendar_that_took_a_whole_list_works_as_the_list_says_and_taking_it_again_changes_nothing(there, listed):
    after = changed(of(there), differences(there, listed, drop=True))
    named = of({day: each for day, each in listed.items() if not each.is_needless})
    assert (after.days_off, after.make_up) == (named.days_off, named.make_up)
    again = {each.day: each for each in listed.values() if not each.is_needless}
    assert {each.outcome for each in differences(again, listed, drop=True)} <= {Outcome.UNCHANGED, Outcome.NEEDLESS}


@given(CALENDARS, CALENDARS)
def test_the_differing_days_are_those_found_by_looking_at_each(before, after):
    start = date(2025, 12, 20)
    each = (start + timedelta(days=n) for n in range(90))
    assert differing_days(before, after) == tuple(d for d in each if before.is_working(d) != after.is_working(d))


@given(CALENDARS, CALENDARS, st.lists(st.tuples(NEAR, st.booleans())))
def test_an_aim_moves_only_where_a_changed_day_lies_between_it_and_the_due_day_and_no_due_day_moves(before, after, due):
    days = differing_days(before, after)
    moves = aim_moves(due, before, after, POLICY)
    assert [(each.due_on, each.exclusive) for each in moves] == [
        one
        for one in due
        if aim_on(one[0], exclusive=one[1], policy=POLICY, calendar=before)
        != aim_on(one[0], exclusive=one[1], policy=POLICY, calendar=after)
    ]
    for each in moves:
        first = min(each.before, each.after)
        assert any(first <= one <= each.due_on for one in days)
        assert after.is_working(each.after) or each.after == each.due_on


def test_a_fixed_date_on_a_new_day_off_stands_and_is_aimed_at_from_the_working_day_before() -> None:
    after = changed(PLAIN, [Difference(MONDAY, Outcome.NEW, None, off(MONDAY))])
    (move,) = aim_moves([(MONDAY, False), (FRIDAY, False)], PLAIN, after, POLICY)
    assert (move.due_on, move.before, move.after) == (MONDAY, MONDAY, FRIDAY)


@given(CALENDARS, CALENDARS, st.frozensets(st.integers(0, 6), min_size=1))
def test_the_meetings_are_those_of_both_calendars(before, after, weekdays):
    rhythm = Rhythm(weekdays, date(2025, 11, 1))
    first, through = date(2025, 12, 1), date(2026, 4, 30)
    moves = meeting_moves(rhythm, before, after, since=first)
    held = [{each.on for each in held_between(rhythm, first, through, calendar)} for calendar in (before, after)]
    moved = {each.before for each in moves} | {each.after for each in moves}
    assert held[0] ^ held[1] <= moved
    for each in moves:
        assert (before.next_working(each.planned), after.next_working(each.planned)) == (each.before, each.after)


def test_a_meeting_that_is_over_does_not_move() -> None:
    after = changed(PLAIN, [Difference(MONDAY, Outcome.NEW, None, off(MONDAY))])
    rhythm = Rhythm(frozenset({0}), date(2026, 1, 1))
    (move,) = meeting_moves(rhythm, PLAIN, after, since=MONDAY)
    assert (move.before, move.after) == (MONDAY, MONDAY + timedelta(days=1))
    assert meeting_moves(rhythm, PLAIN, after, since=MONDAY + timedelta(days=2)) == ()
    assert meeting_moves(rhythm, PLAIN, PLAIN, since=MONDAY) == ()


@pytest.mark.parametrize(
    ("morning", "due", "told"),
    [
        ("12/1/2026", "19/1/2026", True),  # five working days before
        ("13/1/2026", "19/1/2026", False),
        ("14/1/2026", "19/1/2026", True),  # three
        ("19/1/2026", "19/1/2026", True),
        ("20/1/2026", "19/1/2026", True),  # the first day overdue
        ("21/1/2026", "19/1/2026", False),
        ("19/1/2026", "17/1/2026", True),  # due on a Saturday: overdue on Monday
        ("17/1/2026", "19/1/2026", False),  # nothing leaves on a Saturday
    ],
)
def test_whose_turn_a_morning_is(morning, due, told):
    said = {"exclusive": False, "calendar": OFFICIAL, "deadlines": POLICY, "urging": UrgingPolicy()}
    assert is_told_on(day(morning), day(due), **said) is told


def test_no_row_of_days_off_is_longer_than_what_a_change_is_looked_for_in() -> None:
    longest = max(
        (OFFICIAL.next_working(one) - OFFICIAL.previous_working(one)).days
        for one in (date(2023, 1, 1) + timedelta(days=n) for n in range(4 * 365))
    )
    assert timedelta(days=longest) < LONGEST_REST
