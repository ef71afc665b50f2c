"""Figures as they are known now, with as much beside them as somebody needs: the numbers are the same for everybody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.domain.terms import PeriodKind
from app.models import Assignment, Report
from app.services import reports
from app.services.current_figures import Need, current_figures
from app.services.report_slices import OF_UPDATES, SLICES, rows_of
from app.wording.rights import LIMITED
from tests.cast import Cast
from tests.conftest import count_queries
from tests.services.report_cases import done, give, make_directive, make_task, quarter_story


@pytest.fixture
def story(cast: Cast) -> dict[str, Assignment]:
    found = quarter_story(cast)
    task = make_task(cast, make_directive(cast, "3/TB", date(2023, 4, 3)), "Việc quý trước.")
    done(cast, give(cast, task, "kinh_te", date(2023, 5, 15), given_on=date(2023, 4, 3)), date(2023, 5, 22))
    return found


@pytest.fixture
def report(session: Session, cast: Cast, clock: FixedClock) -> Report:
    return reports.make_report(session, actor=cast.chief, clock=clock, kind=PeriodKind.QUARTER, year=2023, quarter=3)


@pytest.fixture
def look(session: Session, cast: Cast, clock: FixedClock, report: Report) -> Any:
    def view(needed: Need) -> Any:
        return current_figures(session, office_id=cast.office.id, report=report, clock=clock, needed=needed)

    return view


NEEDS = [Need.NOTHING, Need.NOTES, Need.UPDATES, Need.NOTES | Need.UPDATES, Need.MEASURES, Need.ALL]


@pytest.mark.parametrize("needed", NEEDS)
def test_the_numbers_and_the_rows_behind_them_are_the_same_whatever_is_needed(look, story, needed):
    view, whole = look(needed), look(Need.ALL)
    for name in ("counts", "tasks", "outside", "undated", "not_rated", "units", "fields", "policy_version", "cut_off"):
        assert getattr(view, name) == getattr(whole, name)
    for slice_name in SLICES.keys() - (set() if Need.UPDATES in needed else OF_UPDATES):
        behind = [[row.public_id for row in rows_of(each, slice_name)] for each in (view, whole)]
        assert behind[0] == behind[1], slice_name


def test_what_nobody_needs_is_not_there_and_what_somebody_needs_is(look, story, cast):
    whole = look(Need.ALL)
    assert whole.beside.late_again == (cast.units["kinh_te"].public_id,)
    assert look(Need.MEASURES).beside == whole.beside
    assert look(Need.NOTES | Need.UPDATES).rows == whole.rows
    few = look(Need.NOTHING)
    assert few.beside is None
    assert {(row.note, row.phrase, row.coordinating, row.progress) for row in few.rows} == {("", "", (), None)}
    assert {row.counted.updated for row in few.rows} == {None}


@pytest.mark.parametrize("needed", NEEDS)
def test_the_words_of_a_task_for_some_people_alone_are_never_there(look, story, session, needed):
    story["d"].task.restricted = True
    session.flush()
    text = {row.public_id: row.text for row in look(needed).rows}
    assert text[story["d"].public_id] == LIMITED


def test_a_page_of_rows_does_not_wait_for_the_period_before(look, story, session):
    def folds(needed: Need) -> int:
        session.expire_all()
        with count_queries(session.get_bind().engine) as seen:
            look(needed)
        return sum("FROM due_dates" in statement and "IN (SELECT" in statement for statement in seen)

    assert [folds(needed) for needed in (Need.NOTES, Need.NOTES | Need.UPDATES, Need.MEASURES)] == [1, 1, 2]


def test_freezing_counts_each_of_its_periods_once(session, cast, clock, report, story):
    """This quarter, the one before for who was late again and for the comparison, and last year's."""
    with count_queries(session.get_bind().engine) as seen:
        reports.freeze(session, actor=cast.chief, clock=clock, report=report)
    counted = [each for each in seen if "FROM due_dates" in each and "IN (SELECT" in each]
    named = [each for each in seen if "FROM units" in each and "unit_names" in each]
    assert (len(counted), len(named)) == (3, 1)


def test_a_period_that_begins_tomorrow_has_no_figures_whatever_is_needed(session, cast, clock, story):
    tomorrow = clock.today() + timedelta(days=1)
    later = reports.make_report(
        session, actor=cast.chief, clock=clock, kind=PeriodKind.FREE, period_from=tomorrow, cut_off=tomorrow
    )
    for needed in NEEDS:
        asked = {"office_id": cast.office.id, "report": later, "clock": clock, "needed": needed}
        assert current_figures(session, **asked) is None
