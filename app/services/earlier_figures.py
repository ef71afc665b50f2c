"""What stands for an earlier period: what was frozen for it, the newest first, because it is what the office signed.
Only where nothing was, it is counted as it is known now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.figures import Figures
from app.domain.measures import late_units
from app.domain.periods import Period
from app.models import Report, Snapshot
from app.services.counting import count_period
from app.services.earlier_view import Totals, UnitCounts
from app.services.report_periods import report_of_period
from app.services.report_view import ReportView
from app.services.snapshots import load_view
from app.services.unit_names import PlacedUnit, UnitsOverTime, units_over_time


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierFigures:
    """``totals`` is None while the period has not begun; ``late`` are the ids of the units that were late in it.

    ``snapshot_public_id`` names what was frozen, which was known at ``known_at``; empty where it was counted now.
    ``report_public_id`` is empty where there is no report of the period.
    """

    period: Period
    cut_off: date
    known_at: datetime
    report_public_id: str
    snapshot_public_id: str
    totals: Totals | None
    late: frozenset[int]


class EarlierPeriods:
    """Earlier periods of an office as they stand now: each is looked up once, and so are the units of all of them."""

    def __init__(self, session: Session, *, office_id: int, clock: Clock) -> None:
        self._session, self._office_id, self._clock = session, office_id, clock
        self._found: dict[Period, EarlierFigures] = {}

    @cached_property
    def units(self) -> UnitsOverTime:
        return units_over_time(self._session, office_id=self._office_id)

    def of(self, period: Period) -> EarlierFigures:
        """Without the rows, of which there may be very many."""
        if period not in self._found:
            self._found[period] = self._look_up(period)
        return self._found[period]

    def count(self, period: Period) -> tuple[Figures, Mapping[int, PlacedUnit]] | None:
        """As it is known now; None while it has not begun."""
        return count_period(
            self._session,
            office_id=self._office_id,
            clock=self._clock,
            period_from=period.period_from,
            cut_off=period.cut_off,
            units=self.units,
        )

    def _look_up(self, period: Period) -> EarlierFigures:
        report = report_of_period(self._session, office_id=self._office_id, period=period)
        snapshot, frozen = _frozen(self._session, report)
        known_at, totals, late = self._clock.now(), None, frozenset[int]()
        if snapshot and frozen:
            known_at, totals = snapshot.known_at, totals_of(frozen)
            late = late_units(row.counted for row in frozen.rows)
        elif counted := self.count(period):
            totals, late = counted_totals(*counted), late_units(counted[0].rows)
        return EarlierFigures(
            period=period,
            cut_off=min(period.cut_off, self._clock.today()),
            known_at=known_at,
            report_public_id=report.public_id if report else "",
            snapshot_public_id=snapshot.public_id if snapshot else "",
            totals=totals,
            late=late,
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


def counted_totals(made: Figures, units: Mapping[int, PlacedUnit]) -> Totals:
    """The same of figures that were counted now."""
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
