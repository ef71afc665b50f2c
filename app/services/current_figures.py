"""A report's figures as they are known now, with as much beside them as somebody needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Flag, auto

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.figures import Figures, Row, grouped, most_overdue_first
from app.domain.measures import measures
from app.models import Report
from app.services import report_rows
from app.services.earlier_figures import EarlierPeriods
from app.services.in_field import FieldName, fields_on, said_fields
from app.services.report_measures import late_units_again, measured
from app.services.report_periods import period_of_report
from app.services.report_view import FieldView, MeasuresView, ReportView, RowView, UnitView
from app.services.rules import load_rules, policy_version
from app.services.unit_names import PlacedUnit
from app.services.visibility import limited_tasks

FieldOf = Callable[[Row], FieldName | None]


class Need(Flag):
    """What is read beside the counts and the rows: a page that shows none of it does not wait for it.

    ``NOTES`` are what stands beside each row in a list: the units' words, the phrase of the deadline, who coordinates.
    ``UPDATES`` are in the rows, ``LATE_AGAIN`` asks for the period before; both together make the measures.
    """

    NOTHING = 0
    NOTES = auto()
    UPDATES = auto()
    LATE_AGAIN = auto()
    MEASURES = UPDATES | LATE_AGAIN
    ALL = NOTES | MEASURES


@dataclass(frozen=True, slots=True)
class _Counted:
    """What was counted, by the policy of which version; ``update_days`` is 0 where nobody asked for updates."""

    made: Figures
    units: Mapping[int, PlacedUnit]
    policy_version: int
    update_days: int


def current_figures(
    session: Session,
    *,
    office_id: int,
    report: Report,
    clock: Clock,
    needed: Need = Need.ALL,
    known: EarlierPeriods | None = None,
) -> ReportView | None:
    """The figures as they are known now, and while the period runs up to today; None while it has not begun.
    ``known`` are the earlier periods as they were looked up."""
    known = known or EarlierPeriods(session, office_id=office_id, clock=clock)
    found = known.count(period_of_report(report))
    if found is None:
        return None
    counted = _counted(session, office_id, *found, needed)
    beside = _measures(session, office_id, report, counted, known) if Need.MEASURES in needed else None
    return _view(session, office_id, report, counted, beside, with_notes=Need.NOTES in needed)


def _counted(
    session: Session, office_id: int, made: Figures, units: Mapping[int, PlacedUnit], needed: Need
) -> _Counted:
    if Need.UPDATES not in needed:
        return _Counted(made, units, policy_version(session, office_id=office_id), 0)
    rules = load_rules(session, office_id=office_id)
    days = rules.practice.update_days
    made = measured(session, office_id=office_id, made=made, calendar=rules.calendar, update_days=days)
    return _Counted(made, units, rules.policy_version, days)


def _view(
    session: Session,
    office_id: int,
    report: Report,
    counted: _Counted,
    beside: MeasuresView | None,
    *,
    with_notes: bool,
) -> ReportView:
    made, office = counted.made, report.office
    field_of = _field_of(session, office_id, made.cut_off)
    return ReportView(
        office_name=office.name,
        parent_name=office.parent_name,
        place=office.place,
        kind=report.kind,
        year=report.year,
        quarter=report.quarter,
        period_from=made.period_from,
        cut_off=made.cut_off,
        known_at=made.known_at,
        policy_version=counted.policy_version,
        counts=made.counts,
        tasks=made.tasks,
        outside=made.outside,
        undated=made.undated,
        not_rated=made.not_rated,
        units=_units(made, counted.units),
        rows=_rows(session, office_id, counted, field_of, with_notes=with_notes),
        fields=_fields(made, field_of),
        beside=beside,
    )


def _rows(
    session: Session, office_id: int, counted: _Counted, field_of: FieldOf | None, *, with_notes: bool
) -> tuple[RowView, ...]:
    made = counted.made
    rows = report_rows.describe(
        session,
        made.rows,
        cut_off=made.cut_off,
        known_at=made.known_at,
        units=counted.units,
        field_of=lambda row: _public_id(field_of(row)) if field_of else None,
        with_notes=with_notes,
    )
    return report_rows.limited(rows, limited_tasks(session, office_id=office_id))


def _measures(
    session: Session, office_id: int, report: Report, counted: _Counted, known: EarlierPeriods
) -> MeasuresView:
    made, units = counted.made, counted.units
    period = period_of_report(report)
    again = late_units_again(session, office_id=office_id, made=made, period=period, known=known)
    before = again.before
    return MeasuresView(
        measures=measures(made.rows),
        update_days=counted.update_days,
        late_again=tuple(units[unit.unit_id].public_id for unit in made.by_unit if unit.unit_id in again.units),
        before_from=again.period.period_from,
        before_cut_off=again.period.cut_off,
        before_frozen_at=before.known_at if before and before.snapshot_public_id else None,
        before_empty=before is not None and not (before.totals and before.totals.listed),
    )


def _field_of(session: Session, office_id: int, day: date) -> FieldOf | None:
    """Which field a row was in on the day; None for an office without fields."""
    known = fields_on(session, office_id=office_id, day=day, people=False)
    if not known.names:
        return None
    said = said_fields(session, office_id=office_id)

    def field_of(row: Row) -> FieldName | None:
        key = known.of(said.get(row.task_id), row.unit_id)
        return None if key is None else known.names[key]

    return field_of


def _public_id(field: FieldName | None) -> str:
    return field.public_id if field else ""


def _fields(made: Figures, field_of: FieldOf | None) -> tuple[FieldView, ...]:
    """By the field each was in on the cut-off day, the most overdue first, what is in none at the end. An office
    without fields has none of it."""
    if field_of is None:
        return ()
    views = [
        FieldView(public_id=_public_id(field), name=field.name if field else "", counts=counts)
        for field, counts in grouped(made.rows, field_of).items()
    ]
    return tuple(
        sorted(views, key=lambda view: (not view.name, *most_overdue_first(view.counts.d, view.counts.open, view.name)))
    )


def _units(made: Figures, units: Mapping[int, PlacedUnit]) -> tuple[UnitView, ...]:
    placed = ((unit, units[unit.unit_id]) for unit in made.by_unit)
    return tuple(
        UnitView(public_id=then.public_id, name=unit.unit_name, position=then.position, counts=unit.counts)
        for unit, then in placed
    )
