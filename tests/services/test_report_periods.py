"""A report is that of its office, kind and days, and of no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.periods import free, quarter
from app.domain.terms import PeriodKind
from app.services import reports
from app.services.report_periods import period_of_report, report_of_period


@pytest.fixture
def report(session, cast, clock):
    return reports.make_report(session, actor=cast.chief, clock=clock, kind=PeriodKind.QUARTER, year=2023, quarter=3)


def test_the_report_of_a_period_is_found_by_the_period_it_is_of(session, cast, report):
    period = period_of_report(report)
    assert period == quarter(2023, 3)
    assert report_of_period(session, office_id=cast.office.id, period=period) is report


def test_no_other_days_no_other_kind_and_no_other_office_have_it(session, cast, report):
    period = period_of_report(report)
    others = [
        replace(period, period_from=period.period_from + timedelta(days=1)),
        replace(period, cut_off=period.cut_off - timedelta(days=1)),
        free(period.period_from, period.cut_off),
    ]
    assert [report_of_period(session, office_id=cast.office.id, period=other) for other in others] == [None] * 3
    assert report_of_period(session, office_id=cast.office.id + 1, period=period) is None
