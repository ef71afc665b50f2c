"""What a report tells beside its classes: by rows alone, with numbers that can be checked by hand."""

from __future__ import annotations

import pytest

from app.domain.measures import (
    DaysLate,
    Extended,
    Spread,
    heir_of,
    late_again,
    late_units,
    may_be_updated,
    measures,
    working_days_late,
)
from app.domain.terms import FigureClass
from app.domain.updating import Updates
from tests.domain.making import OFFICIAL, day
from tests.domain.rows import row

ON_TIME, LATE, IN_TIME, OVERDUE = "abcd"


@pytest.mark.parametrize(("late", "working"), [(0, 0), (1, 0), (2, 0), (3, 1), (7, 5), (10, 6)])
def test_working_days_late_are_those_of_the_office_after_the_due_day(late, working):
    assert working_days_late(row(days_overdue=late), OFFICIAL) == working


def test_what_has_no_deadline_is_not_late():
    assert working_days_late(row("undated", due_on=None), OFFICIAL) == 0


def test_days_late_have_a_middle_and_a_most_in_both_kinds_of_days():
    found = measures([row(days_overdue=n) for n in (3, 7, 10, 31)])
    assert found.overdue == DaysLate(Spread(4, 8.5, 31), Spread(4, 5.5, 21))
    assert found.done_late is None
    only = measures([row(LATE, 3), row(ON_TIME)])
    assert only.done_late == DaysLate(Spread(1, 3.0, 3), Spread(1, 1.0, 1))


def test_extensions_are_counted_by_assignment_and_by_time():
    found = measures([row(extensions=n) for n in (0, 1, 1, 2, 3, 5)])
    assert found.extended == Extended(assignments=5, times=12, more_than_once=3, many=2)


def test_nothing_gives_measures_of_nothing():
    found = measures([])
    assert (found.overdue, found.done_late, found.extended) == (None, None, Extended(0, 0, 0, 0))
    assert (found.updates.rate(), found.self_confirmed) == (None, 0)


def test_units_outside_the_authority_and_what_is_not_rated_are_in_no_measure():
    apart = [row(days_overdue=9, extensions=4, under_authority=False), row("not_rated", extensions=1)]
    assert measures(apart) == measures([])


def test_the_update_rate_counts_only_what_was_asked_for():
    found = measures([row(updated=True), row(updated=True), row(updated=False), row(updated=None)])
    assert found.updates == Updates(updated=2, counted=3)


@pytest.mark.parametrize(
    ("changed", "may"),
    [
        ({}, True),
        ({"figure_class": FigureClass.UNDATED}, True),
        ({"figure_class": FigureClass.OPEN_IN_TIME}, True),
        ({"figure_class": FigureClass.UNDATED, "completed_on": day("20/9")}, False),
        ({"waiting": True}, False),
        ({"figure_class": FigureClass.DONE_LATE}, False),
        ({"figure_class": FigureClass.NOT_RATED}, False),
        ({"under_authority": False}, False),
        ({"given_on": day("2/9")}, False),
    ],
)
def test_only_what_a_unit_had_in_hand_can_be_updated(changed, may):
    assert may_be_updated(row()._replace(**changed), since=day("1/9")) is may


def test_units_are_late_again_by_what_is_overdue_or_was_done_late():
    now = [row(OVERDUE, unit=1), row(LATE, unit=2), row(ON_TIME, unit=3), row(OVERDUE, unit=4)]
    before = [row(LATE, unit=1), row(OVERDUE, unit=2), row(OVERDUE, unit=3), row(IN_TIME, unit=4)]
    assert late_units(now) == {1, 2, 4}
    assert late_again(late_units(now), late_units(before), {}) == {1, 2}


def test_a_unit_that_was_merged_is_late_again_as_its_successor_and_a_split_one_is_nobody():
    assert late_again({2, 6, 7}, {1, 5}, {1: [9], 9: [2], 5: [6, 7]}) == {2}


def test_units_that_follow_each_other_in_a_ring_come_to_an_end():
    assert heir_of(1, {1: [2], 2: [1]}) == 2
