"""Figures over many assignments: they add up, rank the units, and are the same whenever the same is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from app.domain.figures import Counts, Figures, Lead, Rate, figures, grouped
from app.domain.history import MOVES, UNCOUNTED, DueDate, Event
from app.domain.terms import EventKind, FigureClass
from tests.domain.making import (
    Step,
    accepted,
    cancelled,
    corrected,
    day,
    given,
    lead_of,
    midnight_after,
    noon,
    numbered,
    reported,
)

DONE = (given("2/10", due="30/10"), reported("30/10"), accepted("30/10", recorded="31/10"))
OVERDUE = (given("2/10", due="30/10"),)
IN_TIME = (given("2/10", due="30/11"),)
CANCELLED = (given("2/10", due="30/10"), cancelled("20/10"))
UNDATED = (given("2/10"),)


def october(leads: Sequence[Lead], *, known: str = "31/10") -> Figures:
    return figures(leads, period_from=day("1/10"), cut_off=day("31/10"), known_at=midnight_after(day(known)))


def unit(unit_id: int, *histories: tuple[Step, ...]) -> list[Lead]:
    return [lead_of(*steps, number=10 * unit_id + n, unit_id=unit_id) for n, steps in enumerate(histories)]


def test_nothing_gives_empty_figures_without_rates() -> None:
    made = october([])
    assert made.counts == Counts(0, 0, 0, 0, waiting=0, carried_over=0, new=0)
    assert (made.counts.on_time(), made.counts.completed(), made.by_unit) == (None, None, ())


def test_units_are_ranked_by_overdue_then_by_share_then_by_name() -> None:
    made = october(
        unit(1, DONE)
        + unit(2, OVERDUE, IN_TIME, IN_TIME)
        + unit(3, OVERDUE, IN_TIME)
        + unit(5, OVERDUE, IN_TIME, DONE)
        + unit(4, OVERDUE, OVERDUE, IN_TIME, IN_TIME, IN_TIME)
    )
    assert [of_unit.unit_name for of_unit in made.by_unit] == ["Unit 4", "Unit 3", "Unit 5", "Unit 2", "Unit 1"]
    assert [(of_unit.counts.d, of_unit.counts.open) for of_unit in made.by_unit] == [
        (2, 5),
        (1, 2),
        (1, 2),
        (1, 3),
        (0, 0),
    ]


def test_tasks_and_lead_assignments_are_both_counted() -> None:
    shared = [numbered(lead_of(*OVERDUE), number, task_id=1) for number in (1, 2, 3)]
    made = october([*shared, *unit(2, DONE)])
    assert (made.tasks, made.counts.total) == (2, 4)


def test_what_is_listed_apart_is_in_no_class_and_no_unit() -> None:
    outside = replace(lead_of(*OVERDUE, number=99, unit_id=9), under_authority=False)
    undated_outside = replace(lead_of(*UNDATED, number=98, unit_id=9), under_authority=False)
    made = october([*unit(1, CANCELLED, UNDATED, UNDATED), outside, undated_outside])
    assert (made.counts.total, made.tasks, made.by_unit) == (0, 0, ())
    assert (made.not_rated, made.undated) == (1, 2)
    assert (made.outside.d, made.outside.total) == (1, 1)
    assert len(made.rows) == 5


def test_carried_over_and_new_split_the_total() -> None:
    before = (given("14/9", due="30/10"),)
    made = october([*unit(1, before, IN_TIME), *unit(2, OVERDUE)])
    assert (made.counts.carried_over, made.counts.new, made.counts.total) == (1, 2, 3)


def test_a_row_tells_how_often_its_due_day_was_changed() -> None:
    twice = (*OVERDUE, corrected(due="20/10", recorded="9/10"), corrected(due="25/10", recorded="2/11"))
    changes = [october([lead_of(*twice)], known=known).rows[0].due_changes for known in ("8/10", "9/10", "2/11")]
    assert changes == [0, 1, 2]


@pytest.mark.parametrize(
    ("rate", "percent"),
    [
        (Rate(1, 2, ""), "50.0"),
        (Rate(0, 3, ""), "0.0"),
        (Rate(3, 3, ""), "100.0"),
        (Rate(1, 800, ""), "0.1"),  # 0.125
        (Rate(3, 2000, ""), "0.2"),  # 0.15 rounds up, not to the even digit
        (Rate(1, 400, ""), "0.3"),  # 0.25 as well
    ],
)
def test_a_rate_is_rounded_half_up_to_a_tenth(rate: Rate, percent: str) -> None:
    assert rate.percent() == Decimal(percent)


NEAR = st.dates(day("1/9"), day("30/11"))
HISTORIES = st.lists(st.tuples(st.sampled_from(EventKind), NEAR, NEAR), max_size=5)
DUES = st.lists(st.tuples(NEAR, NEAR, NEAR), max_size=2)


@st.composite
def leads(draw: st.DrawFn, *, possible: bool = False) -> Lead:
    """Any history at all after the giving, in any order of days; in a possible one nothing is recorded before the day
    it counts for."""
    given_on = draw(NEAR)
    drawn = [(kind, on, max(on, recorded) if possible else recorded) for kind, on, recorded in draw(HISTORIES)]
    steps = [(EventKind.GIVEN, given_on, given_on), *drawn]
    return Lead(
        assignment_id=draw(st.integers(1, 9)),
        task_id=draw(st.integers(1, 4)),
        unit_id=(unit_id := draw(st.integers(1, 3))),
        unit_name=f"Unit {unit_id}",
        under_authority=unit_id != 3,
        events=tuple(Event(n, kind, on, noon(recorded)) for n, (kind, on, recorded) in enumerate(steps)),
        due_dates=tuple(DueDate(n, due, on, noon(recorded)) for n, (due, on, recorded) in enumerate(draw(DUES))),
    )


@settings(max_examples=200)
@for_all(many=st.lists(leads(), max_size=8), period=st.tuples(NEAR, NEAR).map(sorted), known=NEAR)
def test_whatever_happened_the_figures_add_up(many: list[Lead], period: list[date], known: date) -> None:
    period_from, cut_off = period
    made = figures(iter(many), period_from=period_from, cut_off=cut_off, known_at=noon(known))
    counts = made.counts
    assert counts.done == counts.a + counts.b
    assert counts.open == counts.c + counts.d
    assert counts.carried_over + counts.new == counts.total == counts.done + counts.open
    assert counts.total + made.outside.total + made.undated + made.not_rated <= len(made.rows) <= len(many)
    late = [row for row in made.rows if row.days_overdue]
    assert {row.figure_class for row in late} <= {FigureClass.DONE_LATE, FigureClass.OPEN_OVERDUE}
    assert made == figures(many, period_from=period_from, cut_off=cut_off, known_at=noon(known))


@settings(max_examples=200)
@for_all(many=st.lists(leads(possible=True), max_size=6), split=NEAR, days_until_frozen=st.integers(0, 20))
def test_what_stands_open_in_one_report_is_in_the_next(many: list[Lead], split: date, days_until_frozen: int) -> None:
    leads_ = [numbered(lead, n) for n, lead in enumerate(many)]
    frozen_on = split + timedelta(days=days_until_frozen)
    known_at = midnight_after(frozen_on)
    first = figures(leads_, period_from=day("1/9"), cut_off=split, known_at=known_at)
    following = figures(leads_, period_from=split + timedelta(days=1), cut_off=frozen_on, known_at=known_at)
    still_open = {
        row.assignment_id
        for row in first.rows
        if row.completed_on is None and row.figure_class is not FigureClass.NOT_RATED
    }
    assert still_open <= {row.assignment_id for row in following.rows}


@for_all(st.lists(st.sampled_from([DONE, OVERDUE, IN_TIME, CANCELLED, UNDATED]), max_size=12), st.integers(1, 4))
def test_groups_by_any_key_part_the_rated_rows(histories: list[tuple[Step, ...]], keys: int) -> None:
    made = october(unit(1, *histories))
    by_key = grouped(made.rows, lambda row: row.task_id % keys)
    for letter in ("a", "b", "c", "d", "waiting", "carried_over", "new", "total"):
        assert sum(getattr(counts, letter) for counts in by_key.values()) == getattr(made.counts, letter)
    assert set(by_key) <= set(range(keys))


@settings(max_examples=300)
@for_all(lead=leads(), period=st.tuples(NEAR, NEAR).map(sorted), known=NEAR)
def test_what_figures_need_not_read_changes_nothing(lead: Lead, period: list[date], known: date) -> None:
    period_from, cut_off = period
    asked = {"period_from": period_from, "cut_off": cut_off, "known_at": noon(known)}
    counted = replace(lead, events=tuple(event for event in lead.events if event.kind not in UNCOUNTED))
    assert figures([counted], **asked) == figures([lead], **asked)


@settings(max_examples=200)
@for_all(
    lead=leads(),
    period=st.tuples(NEAR, NEAR).map(sorted),
    known=NEAR,
    later=st.lists(st.tuples(st.sampled_from(EventKind), NEAR, NEAR), min_size=1, max_size=4),
)
def test_what_is_recorded_or_counts_later_changes_nothing(
    lead: Lead, period: list[date], known: date, later: list[tuple[EventKind, date, date]]
) -> None:
    """The same three values give the same figures for ever, whatever is written down afterwards."""
    period_from, cut_off = period
    asked = {"period_from": period_from, "cut_off": cut_off, "known_at": noon(known)}
    number = 1 + max(event.sequence for event in lead.events)
    beyond = [
        (kind, on, noon(recorded))
        for kind, on, recorded in later
        if kind not in MOVES and (on > cut_off or noon(recorded) > noon(known))
    ]
    events = tuple(Event(number + n, *step) for n, step in enumerate(beyond))
    dues = tuple(DueDate(100 + n, on, on, recorded) for n, (_, on, recorded) in enumerate(beyond))
    written_since = replace(lead, events=(*lead.events, *events), due_dates=(*lead.due_dates, *dues))
    assert figures([written_since], **asked) == figures([lead], **asked)
