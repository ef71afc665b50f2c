"""A report beside the period before it and the same period of last year.

Of an earlier period what was frozen for it rules, the newest first: it is what the office signed. Only where nothing
was, it is counted as it is known now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.calendar import local_day
from app.domain.earlier_periods import Earlier, earlier_periods
from app.domain.errors import DomainError
from app.domain.figures import Figures
from app.domain.periods import Period
from app.domain.permissions import Action, Actor, check
from app.models import Assignment, Event, Report, Snapshot
from app.services.counting import count_period
from app.services.earlier_view import EarlierView, Totals, UnitCounts
from app.services.report_periods import period_of_report, report_of_period
from app.services.report_view import ReportView
from app.services.snapshots import load_view
from app.services.unit_names import PlacedUnit


@dataclass(frozen=True, slots=True)
class Comparison:
    """A report's numbers as they are known now, counted to ``cut_off``, with those of the earlier periods."""

    totals: Totals
    cut_off: date
    earlier: tuple[EarlierView, ...]


def compare_now(session: Session, *, actor: Actor, clock: Clock, report: Report) -> Comparison | None:
    """None while the period has not begun."""
    check(actor, Action.VIEW_REPORTS)
    counted = _count(session, report.office_id, clock, period_of_report(report))
    if counted is None:
        return None
    made, units = counted
    earlier = earlier_views(session, office_id=report.office_id, clock=clock, period=period_of_report(report))
    return Comparison(_totals(made, units), made.cut_off, earlier)


def earlier_views(session: Session, *, office_id: int, clock: Clock, period: Period) -> tuple[EarlierView, ...]:
    """The periods a report is compared with, as they are known now."""
    first = _first_record(session, office_id)
    found = earlier_periods(period).items()
    return tuple(_earlier(session, office_id, clock, which, earlier, first) for which, earlier in found)


def totals_of(view: ReportView) -> Totals:
    """The numbers of a report without its rows."""
    return Totals(
        counts=view.counts,
        tasks=view.tasks,
        outside=view.outside,
        undated=view.undated,
        not_rated=view.not_rated,
        units=tuple(UnitCounts(public_id=unit.public_id, name=unit.name, counts=unit.counts) for unit in view.units),
    )


def _earlier(
    session: Session, office_id: int, clock: Clock, which: Earlier, period: Period, first: date | None
) -> EarlierView:
    report = report_of_period(session, office_id=office_id, period=period)
    snapshot, frozen = _frozen(session, report)
    known_at, totals = clock.now(), None
    if snapshot and frozen:
        known_at, totals = snapshot.known_at, totals_of(frozen)
    elif counted := _count(session, office_id, clock, period):
        totals = _totals(*counted)
    return EarlierView(
        which=which,
        kind=period.kind,
        year=period.year,
        quarter=period.quarter,
        period_from=period.period_from,
        cut_off=min(period.cut_off, clock.today()),
        known_at=known_at,
        report_public_id=report.public_id if report else "",
        snapshot_public_id=snapshot.public_id if snapshot else "",
        recorded_from=first if first and first > period.period_from else None,
        totals=None if totals and _is_before_everything(totals, period, first) else totals,
    )


def _frozen(session: Session, report: Report | None) -> tuple[Snapshot | None, ReportView | None]:
    """The newest that was frozen and is still what was sealed: one that somebody has meddled with proves nothing."""
    if report is None:
        return None, None
    newest_first = select(Snapshot).where(Snapshot.report_id == report.id).order_by(Snapshot.id.desc()).limit(1)
    snapshot = session.scalars(newest_first).first()
    try:
        return (snapshot, load_view(snapshot)) if snapshot else (None, None)
    except DomainError:
        return None, None


def _count(
    session: Session, office_id: int, clock: Clock, period: Period
) -> tuple[Figures, Mapping[int, PlacedUnit]] | None:
    return count_period(
        session, office_id=office_id, clock=clock, period_from=period.period_from, cut_off=period.cut_off
    )


def _totals(made: Figures, units: Mapping[int, PlacedUnit]) -> Totals:
    return Totals(
        counts=made.counts,
        tasks=made.tasks,
        outside=made.outside,
        undated=made.undated,
        not_rated=made.not_rated,
        units=tuple(
            UnitCounts(public_id=units[unit.unit_id].public_id, name=unit.unit_name, counts=unit.counts)
            for unit in made.by_unit
        ),
    )


def _is_before_everything(totals: Totals, period: Period, first: date | None) -> bool:
    """Whether nothing stands there because nobody could have written it: a nought would be invented."""
    counted = totals.counts.total + totals.outside.total + totals.undated + totals.not_rated
    return not counted and (first is None or first > period.cut_off)


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
