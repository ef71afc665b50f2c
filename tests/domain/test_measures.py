"""What a report tells beside its classes: by rows alone, with numbers that can be checked by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from app.domain.figures import Row
from app.domain.measures import (
    SLICES,
    DaysLate,
    Extended,
    Spread,
    heir_of,
    late_again,
    late_units,
    may_be_updated,
    measures,
    period_before,
    working_days_late,
)
from app.domain.terms import FigureClass
from app.domain.updating import Updates
from tests.domain.making import OFFICIAL, day

ON_TIME, LATE, IN_TIME, OVERDUE = "abcd"
CLASSES = st.sampled_from(FigureClass)


def row(figure_class: str = OVERDUE, days_overdue: int = 0, *, unit: int = 1, number: int = 1, **more: object) -> Row:
    plain = Row(
        assignment_id=number,
        task_id=number,
        unit_id=unit,
        unit_name=f"Unit {unit}",
        figure_class=FigureClass(figure_class),
        carried_over=False,
        waiting=False,
        given_on=day("1/9"),
        due_on=day("6/10"),  # a Friday
        completed_on=None,
        days_overdue=days_overdue,
        under_authority=True,
        due_changes=0,
    )
    counted = plain._replace(**more)  # type: ignore[arg-type]
    return counted._replace(working_days_overdue=working_days_late(counted, OFFICIAL))


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


@for_all(st.lists(st.tuples(CLASSES, st.integers(0, 4), st.sampled_from([True, False, None]), st.booleans())))
def test_every_number_is_that_of_the_rows_behind_it(drawn):
    rows = [
        row(a_class, number=n, extensions=times, updated=told, self_confirmed=own)
        for n, (a_class, times, told, own) in enumerate(drawn)
    ]
    behind = {name: sum(map(wanted, rows)) for name, wanted in SLICES.items()}
    found = measures(rows)
    assert behind == {
        "gia-han": found.extended.assignments,
        "gia-han-hon-mot-lan": found.extended.more_than_once,
        "gia-han-nhieu-lan": found.extended.many,
        "can-cap-nhat": found.updates.counted,
        "da-cap-nhat": found.updates.updated,
        "chua-cap-nhat": found.updates.counted - found.updates.updated,
        "tu-xac-nhan": found.self_confirmed,
        "cham": (found.overdue.calendar.rows if found.overdue else 0)
        + (found.done_late.calendar.rows if found.done_late else 0),
    }


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (("15/6/2023", "14/9/2023"), ("15/3/2023", "14/6/2023")),  # Quý III
        (("15/12/2022", "14/3/2023"), ("15/9/2022", "14/12/2022")),  # Quý I
        (("15/12/2022", "14/12/2023"), ("15/12/2021", "14/12/2022")),  # the year
        (("15/1/2023", "14/2/2023"), ("15/12/2022", "14/1/2023")),  # a month
        (("1/10/2023", "31/10/2023"), ("1/9/2023", "30/9/2023")),
        (("1/1/2023", "28/8/2023"), ("6/5/2022", "31/12/2022")),  # 240 days and 240 days before
        (("1/10/2023", "1/10/2023"), ("30/9/2023", "30/9/2023")),
        (("31/1/2023", "30/3/2023"), ("3/12/2022", "30/1/2023")),  # no 31st to go back to: by days
    ],
)
def test_the_period_before_is_as_long_and_ends_the_day_before(period, before):
    assert period_before(*map(day, period)) == tuple(map(day, before))


@for_all(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_the_period_before_always_joins_on(first, length):
    start, end = period_before(first, first + timedelta(days=length))
    assert (end + timedelta(days=1), start <= end) == (first, True)


def test_units_are_late_again_by_what_is_overdue_or_was_done_late():
    now = [row(OVERDUE, unit=1), row(LATE, unit=2), row(ON_TIME, unit=3), row(OVERDUE, unit=4)]
    before = [row(LATE, unit=1), row(OVERDUE, unit=2), row(OVERDUE, unit=3), row(IN_TIME, unit=4)]
    assert late_units(now) == {1, 2, 4}
    assert late_again(now, before, {}) == {1, 2}


def test_a_unit_that_was_merged_is_late_again_as_its_successor_and_a_split_one_is_nobody():
    before, now = [row(unit=1), row(unit=5)], [row(unit=2), row(unit=6), row(unit=7)]
    assert late_again(now, before, {1: [9], 9: [2], 5: [6, 7]}) == {2}


def test_units_that_follow_each_other_in_a_ring_come_to_an_end():
    assert heir_of(1, {1: [2], 2: [1]}) == 2
