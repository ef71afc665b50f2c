"""A report beside the period before and the same of last year: what was frozen rules, and nothing is invented."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.domain.earlier_periods import Earlier
from app.domain.errors import DomainError
from app.domain.terms import PeriodKind
from app.models import Assignment, Report
from app.services import reports
from app.services.earlier_figures import totals_of
from app.services.report_comparison import Comparison, compare_now
from app.services.report_view import from_content, to_content
from tests.cast import Cast
from tests.conftest import count_queries
from tests.services.report_cases import done, give, make_directive, make_task, quarter_story


@pytest.fixture
def story(cast: Cast) -> dict[str, Assignment]:
    return quarter_story(cast)


@pytest.fixture
def report(session: Session, cast: Cast, clock: FixedClock) -> Report:
    return quarter(session, cast, clock, 2023, 3)


def quarter(session: Session, cast: Cast, clock: FixedClock, year: int, number: int) -> Report:
    kind = PeriodKind.QUARTER
    return reports.make_report(session, actor=cast.chief, clock=clock, kind=kind, year=year, quarter=number)


def compared(session: Session, cast: Cast, clock: FixedClock, report: Report) -> Comparison:
    found = compare_now(session, actor=cast.leader, clock=clock, report=report)
    assert found is not None
    return found


def beside(found: Comparison, which: Earlier) -> Any:
    return next(one for one in found.earlier if one.which is which)


def lead_of(cast: Cast, due_on: date, given_on: date, unit: str = "noi_vu") -> Assignment:
    directive = make_directive(cast, f"{given_on:%d%m%y}/TB-UBND", given_on)
    return give(cast, make_task(cast, directive, "Việc của kỳ trước."), unit, due_on, given_on=given_on)


def test_the_numbers_now_are_those_of_the_report(session, cast, clock, story, report):
    view = reports.current_figures(session, office_id=cast.office.id, report=report, clock=clock)
    assert view is not None
    found = compared(session, cast, clock, report)
    assert (found.totals, found.cut_off) == (totals_of(view), view.cut_off)


def test_what_was_not_frozen_is_counted_as_it_is_known_now(session, cast, clock, story, report):
    """The story's oldest lead was given on 1/6 and due on 25/8: at the cut-off of the quarter before it was in time."""
    before = beside(compared(session, cast, clock, report), Earlier.PREVIOUS)
    assert (before.period_from, before.cut_off, before.year, before.quarter) == (
        date(2023, 3, 15), date(2023, 6, 14), 2023, 2,
    )  # fmt: skip
    counts = before.totals.counts
    assert (counts.c, counts.total, before.totals.tasks) == (1, 1, 1)
    assert [(unit.name, unit.counts.total) for unit in before.totals.units] == [("Phòng Kinh tế", 1)]
    assert (before.known_at, before.snapshot_public_id, before.report_public_id) == (clock.now(), "", "")


def test_a_period_before_the_office_had_the_system_has_no_numbers(session, cast, clock, story, report):
    last_year = beside(compared(session, cast, clock, report), Earlier.YEAR_BEFORE)
    assert (last_year.period_from, last_year.cut_off) == (date(2022, 6, 15), date(2022, 9, 14))
    assert last_year.totals is None


def test_an_office_without_any_record_compares_with_nothing(session, cast, clock, report):
    found = compared(session, cast, clock, report)
    assert [one.totals for one in found.earlier] == [None, None]
    assert found.totals.counts.total == 0


def test_nought_is_a_number_where_the_system_was_there(session, cast, clock, report):
    done(cast, lead_of(cast, date(2022, 2, 1), date(2022, 1, 10)), date(2022, 1, 20))
    for one in compared(session, cast, clock, report).earlier:
        assert one.totals is not None
        assert (one.totals.counts.total, one.recorded_from) == (0, None)


def test_a_period_in_which_the_records_began_says_so(session, cast, clock, story, report):
    before = beside(compared(session, cast, clock, report), Earlier.PREVIOUS)
    assert before.recorded_from == date(2023, 8, 1)  # of what the story writes down first


def test_the_newest_that_was_frozen_rules_and_not_what_is_known_since(session, cast, clock, story, report):
    last = lead_of(cast, date(2023, 6, 1), date(2023, 4, 3), "tu_phap")
    earlier = quarter(session, cast, clock, 2023, 2)
    reports.freeze(session, actor=cast.chief, clock=clock, report=earlier)
    clock.instant += timedelta(hours=1)
    newest = reports.freeze(session, actor=cast.chief, clock=clock, report=earlier)
    frozen_at = clock.now()
    clock.instant += timedelta(days=1)
    done(cast, last, date(2023, 5, 30), recorded_on=clock.today())
    session.flush()
    before = beside(compared(session, cast, clock, report), Earlier.PREVIOUS)
    assert (before.snapshot_public_id, before.report_public_id) == (newest.public_id, earlier.public_id)
    assert (before.known_at, before.totals.counts.a, before.totals.counts.d) == (frozen_at, 0, 1)
    now = reports.current_figures(session, office_id=cast.office.id, report=earlier, clock=clock)
    assert now is not None
    assert (now.counts.a, now.counts.d) == (1, 0)


def test_what_is_frozen_keeps_the_comparison_it_was_frozen_with(session, cast, clock, story, report):
    last = lead_of(cast, date(2023, 6, 1), date(2023, 4, 3), "tu_phap")
    snapshot = reports.freeze(session, actor=cast.chief, clock=clock, report=report)
    view = reports.load_view(snapshot)
    assert view.earlier == compared(session, cast, clock, report).earlier
    clock.instant += timedelta(days=1)
    done(cast, last, date(2023, 5, 30), recorded_on=clock.today())
    reports.freeze(session, actor=cast.chief, clock=clock, report=quarter(session, cast, clock, 2023, 2))
    session.flush()
    session.expire_all()
    assert reports.load_view(snapshot).earlier == view.earlier
    assert compared(session, cast, clock, report).earlier != view.earlier


def test_what_was_frozen_before_there_were_comparisons_is_read_without(session, cast, clock, story, report):
    content = to_content(reports.load_view(reports.freeze(session, actor=cast.chief, clock=clock, report=report)))
    del content["earlier"]
    assert from_content(content).earlier is None


def test_a_unit_compares_nothing(session, cast, clock, report):
    with pytest.raises(DomainError, match=r"permission\.denied"):
        compare_now(session, actor=cast.actor("noi_vu_head"), clock=clock, report=report)


def test_a_period_that_has_not_begun_is_not_compared(session, cast, clock):
    assert compare_now(session, actor=cast.chief, clock=clock, report=quarter(session, cast, clock, 2024, 3)) is None


def test_the_comparison_asks_as_often_for_many_rows_as_for_few(session, cast, clock, story, report):
    def asked() -> int:
        session.expire_all()
        with count_queries(session.get_bind().engine) as seen:
            compared(session, cast, clock, report)
        return len(seen)

    asked()
    few = asked()
    for n in range(30):
        lead_of(cast, date(2023, 6, 1), date(2023, 4, 3) + timedelta(days=n))
    session.flush()
    assert asked() == few
