"""A report beside the period before it and the same period of last year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.calendar import local_day
from app.domain.earlier_periods import Earlier, earlier_periods
from app.domain.periods import Period
from app.domain.permissions import Action, Actor, check
from app.models import Assignment, Event, Report
from app.services.earlier_figures import EarlierFigures, EarlierPeriods, counted_totals
from app.services.earlier_view import EarlierView, Totals
from app.services.report_periods import period_of_report


@dataclass(frozen=True, slots=True)
class Comparison:
    """A report's numbers as they are known now, counted to ``cut_off``, with those of the earlier periods."""

    totals: Totals
    cut_off: date
    earlier: tuple[EarlierView, ...]


def compare_now(session: Session, *, actor: Actor, clock: Clock, report: Report) -> Comparison | None:
    """None while the period has not begun."""
    check(actor, Action.VIEW_REPORTS)
    period = period_of_report(report)
    known = EarlierPeriods(session, office_id=report.office_id, clock=clock)
    counted = known.count(period)
    if counted is None:
        return None
    earlier = earlier_views(session, office_id=report.office_id, period=period, known=known)
    return Comparison(counted_totals(*counted), counted[0].cut_off, earlier)


def earlier_views(
    session: Session, *, office_id: int, period: Period, known: EarlierPeriods
) -> tuple[EarlierView, ...]:
    """The periods a report is compared with, as they are ``known``."""
    first = _first_record(session, office_id)
    return tuple(_view(which, known.of(earlier), first) for which, earlier in earlier_periods(period).items())


def _view(which: Earlier, found: EarlierFigures, first: date | None) -> EarlierView:
    period, totals = found.period, found.totals
    return EarlierView(
        which=which,
        kind=period.kind,
        year=period.year,
        quarter=period.quarter,
        period_from=period.period_from,
        cut_off=found.cut_off,
        known_at=found.known_at,
        report_public_id=found.report_public_id,
        snapshot_public_id=found.snapshot_public_id,
        recorded_from=first if first and first > period.period_from else None,
        totals=None if totals and _is_before_everything(totals, period, first) else totals,
    )


def _is_before_everything(totals: Totals, period: Period, first: date | None) -> bool:
    """Whether nothing stands there because nobody could have written it: a nought would be invented."""
    return not totals.listed and (first is None or first > period.cut_off)


def _first_record(session: Session, office_id: int) -> date | None:
    """The local day on which the office wrote down its first assignment."""
    recorded_at = session.scalars(
        select(Event.recorded_at)
        .join(Assignment, Assignment.id == Event.assignment_id)
        .where(Assignment.office_id == office_id)
        .order_by(Event.id)
        .limit(1)
    ).first()
    return local_day(recorded_at) if recorded_at else None
