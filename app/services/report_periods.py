"""A report's period, and the office's report of a period."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.periods import Period
from app.models import Report
from app.services.report_view import ReportView


def period_of_report(report: Report | ReportView) -> Period:
    return Period(report.kind, report.period_from, report.cut_off, report.year, report.quarter)


def report_of_period(session: Session, *, office_id: int, period: Period) -> Report | None:
    """There is one at most: its kind and days name it. In one query."""
    return session.scalars(
        select(Report)
        .where(Report.office_id == office_id, Report.kind == period.kind)
        .where(Report.period_from == period.period_from, Report.cut_off == period.cut_off)
    ).first()
