"""The update rate: what a unit can be asked to have told of, and what of it it did."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.domain.history import Course
from app.domain.terms import State, TaskKind
from app.domain.updating import Updates, is_counted, is_updated, since_of

TODAY = date(2026, 11, 23)
SINCE = since_of(TODAY, 14)
OLD = Course(State.IN_PROGRESS, date(2026, 10, 1), None, None, False, None, None, None, None, None)


def counted(kind: TaskKind = TaskKind.DATED, came_on: date = date(2026, 10, 1), **of_course: object) -> bool:
    return is_counted(replace(OLD, **of_course), kind=kind, came_on=came_on, since=SINCE)


def test_the_last_days_are_so_many_with_today():
    assert (TODAY - SINCE).days == 14
    assert not is_updated(replace(OLD, updated_on=SINCE), since=SINCE)
    assert is_updated(replace(OLD, updated_on=date(2026, 11, 10)), since=SINCE)
    assert not is_updated(OLD, since=SINCE), "never a word"


@pytest.mark.parametrize("state", list(State))
def test_only_what_is_with_the_unit_is_counted(state):
    assert counted(state=state) is (state in {State.OPEN, State.ACKNOWLEDGED, State.IN_PROGRESS})


@pytest.mark.parametrize("kind", list(TaskKind))
def test_what_runs_without_end_or_from_report_to_report_is_not_looked_at_by_age(kind):
    assert counted(kind) is (kind in {TaskKind.DATED, TaskKind.RECURRING})


@pytest.mark.parametrize(
    ("given_on", "came_on", "is_in"),
    [
        (SINCE, SINCE, True),
        (date(2026, 11, 10), date(2026, 11, 10), False),  # a unit had thirteen days, not fourteen
        (date(2026, 8, 1), date(2026, 11, 20), False),  # a notice that was entered late
    ],
)
def test_what_came_lately_blames_nobody(given_on, came_on, is_in):
    assert counted(given_on=given_on, came_on=came_on) is is_in


def test_an_objective_cause_is_out_of_the_rate():
    assert not counted(objective=True)


def test_the_rate_says_what_it_divides():
    rate = Updates(7, 9).rate()
    assert rate is not None
    assert (rate.numerator, rate.denominator, rate.formula, rate.percent()) == (7, 9, "u ÷ m", Decimal("77.8"))
    assert Updates(0, 0).rate() is None
