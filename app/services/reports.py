"""Reports: a period, its figures now, and the figures that were frozen for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.figures import Figures, Row, grouped, most_overdue_first
from app.domain.measures import measures
from app.domain.periods import Period, free, overlap, period_of
from app.domain.permissions import Action, Actor, check
from app.domain.terms import DueReason, EventKind, PeriodKind
from app.models import DueDate, Event, Office, Report, Snapshot, User
from app.services import audit, report_rows, report_texts
from app.services.counting import count_period
from app.services.discipline_sentences import Slot
from app.services.in_field import FieldName, fields_on, said_fields
from app.services.report_comparison import earlier_views, period_of_report
from app.services.report_measures import late_units_again, measured
from app.services.report_view import FieldView, MeasuresView, ReportView, RowView, UnitView, compare, seal, to_content
from app.services.rules import load_rules
from app.services.snapshots import load_view
from app.services.unit_names import PlacedUnit
from app.services.visibility import limited_tasks

__all__ = ["load_view"]
MONTHS = tuple(range(1, 13))
QUARTERS = (1, 2, 3, 4)
LONGER = (PeriodKind.SIX_MONTHS, PeriodKind.SECOND_HALF, PeriodKind.NINE_MONTHS, PeriodKind.YEAR)
FieldOf = Callable[[Row], FieldName | None]


@dataclass(frozen=True, slots=True)
class FrozenOnce:
    """A snapshot without its content, for lists."""

    public_id: str
    known_at: datetime
    recorder: str


@dataclass(frozen=True, slots=True)
class ListedReport:
    report: Report
    snapshots: tuple[FrozenOnce, ...]


@dataclass(frozen=True, slots=True)
class LateRecord:
    """Something written down after the freezing. ``what`` is the act, or why the deadline was changed."""

    what: EventKind | DueReason
    effective_on: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Difference:
    """An assignment that counts differently now; None on the side on which it is not in the period."""

    then: RowView | None
    now: RowView | None
    why: tuple[LateRecord, ...]


def regular_periods(year: int) -> list[Period]:
    """The periods of a year that need no dates typed (NĐ 09/2019 Điều 12, and the local nine months)."""
    quarters = [period_of(PeriodKind.QUARTER, year, n) for n in QUARTERS]
    return (
        quarters + [period_of(kind, year) for kind in LONGER] + [period_of(PeriodKind.MONTH, year, n) for n in MONTHS]
    )


def make_report(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    kind: PeriodKind,
    year: int | None = None,
    quarter: int | None = None,
    month: int | None = None,
    period_from: date | None = None,
    cut_off: date | None = None,
) -> Report:
    """A new report. Regular kinds take a year (a quarter and a month its number too), free dates both days.

    Raises ``period.reversed``, ``period.no_such_quarter``, ``period.no_such_month``, ``report.dates_missing``,
    or ``report.exists`` with the public id of the one there is.
    """
    check(actor, Action.EDIT_REPORT)
    number = month if kind is PeriodKind.MONTH else quarter
    period = _period(kind, year, number, period_from, cut_off)
    _refuse_a_second(session, actor.office_id, period)
    report = Report(
        office_id=actor.office_id,
        kind=period.kind,
        year=period.year,
        quarter=period.quarter,
        period_from=period.period_from,
        cut_off=period.cut_off,
        recorded_at=clock.now(),
        recorder_id=actor.user_id,
    )
    session.add(report)
    session.flush()
    audit.record(session, actor=actor, clock=clock, action="report.made", subject=f"report:{report.public_id}")
    return report


def _period(
    kind: PeriodKind, year: int | None, number: int | None, period_from: date | None, cut_off: date | None
) -> Period:
    if kind is not PeriodKind.FREE and year is not None:
        return period_of(kind, year, number)
    if kind is PeriodKind.FREE and period_from and cut_off:
        return free(period_from, cut_off)
    raise DomainError("report.dates_missing")


def _refuse_a_second(session: Session, office_id: int, period: Period) -> None:
    there = session.scalars(
        select(Report.public_id).where(
            Report.office_id == office_id,
            Report.kind == period.kind,
            Report.period_from == period.period_from,
            Report.cut_off == period.cut_off,
        )
    ).first()
    if there is not None:
        raise DomainError("report.exists", public_id=there)


def overlapping(session: Session, *, report: Report) -> list[Period]:
    """The periods of the office's other reports that have a day in common with this one, the newest first. They are
    allowed: a quarter lies within its year; but nobody may add their figures up."""
    others = session.scalars(
        select(Report)
        .where(Report.office_id == report.office_id, Report.id != report.id)
        .order_by(Report.cut_off.desc(), Report.id.desc())
    )
    mine = period_of_report(report)
    return [period for other in others if overlap(mine, period := period_of_report(other))]


def find_report(session: Session, *, actor: Actor, public_id: str) -> Report:
    """Raises ``not_found`` also for another office's."""
    check(actor, Action.VIEW_REPORTS)
    report = session.scalars(
        select(Report).where(Report.public_id == public_id, Report.office_id == actor.office_id)
    ).first()
    if report is None:
        raise DomainError("not_found")
    return report


def find_snapshot(session: Session, *, actor: Actor, report: Report, public_id: str) -> Snapshot:
    """A frozen state of the report; raises ``not_found`` for one of another report."""
    check(actor, Action.VIEW_REPORTS)
    snapshot = session.scalars(
        select(Snapshot).where(Snapshot.public_id == public_id, Snapshot.report_id == report.id)
    ).first()
    if snapshot is None:
        raise DomainError("not_found")
    return snapshot


def list_reports(session: Session, *, actor: Actor) -> list[ListedReport]:
    """The newest period first, each with what was frozen for it, in two queries."""
    check(actor, Action.VIEW_REPORTS)
    reports = session.scalars(
        select(Report).where(Report.office_id == actor.office_id).order_by(Report.cut_off.desc(), Report.id.desc())
    ).all()
    frozen = _frozen(session, [report.id for report in reports])
    return [ListedReport(report, tuple(frozen.get(report.id, ()))) for report in reports]


def snapshots_of(session: Session, *, report: Report) -> tuple[FrozenOnce, ...]:
    """What was frozen for a report, oldest first."""
    return tuple(_frozen(session, [report.id]).get(report.id, ()))


def _frozen(session: Session, report_ids: Sequence[int]) -> dict[int, list[FrozenOnce]]:
    query = (
        select(Snapshot.report_id, Snapshot.public_id, Snapshot.known_at, User.name)
        .join(User, User.id == Snapshot.recorder_id)
        .where(Snapshot.report_id.in_(report_ids))
        .order_by(Snapshot.id)
    )
    found: dict[int, list[FrozenOnce]] = {}
    for report_id, public_id, known_at, name in session.execute(query).tuples():
        found.setdefault(report_id, []).append(FrozenOnce(public_id, known_at, name))
    return found


def current_figures(session: Session, *, office_id: int, report: Report, clock: Clock) -> ReportView | None:
    """The figures as they are known now, and while the period runs up to today; None while it has not begun."""
    counted = count_period(
        session, office_id=office_id, clock=clock, period_from=report.period_from, cut_off=report.cut_off
    )
    if counted is None:
        return None
    made, units = counted
    return _view(session, office_id, report, made, units)


def _view(
    session: Session, office_id: int, report: Report, made: Figures, units: Mapping[int, PlacedUnit]
) -> ReportView:
    rules = load_rules(session, office_id=office_id)
    update_days = rules.practice.update_days
    made = measured(session, office_id=office_id, made=made, calendar=rules.calendar, update_days=update_days)
    office = session.get_one(Office, office_id)
    field_of = _field_of(session, office_id, made.cut_off)
    rows = report_rows.describe(
        session,
        made.rows,
        cut_off=made.cut_off,
        known_at=made.known_at,
        units=units,
        field_of=lambda row: _public_id(field_of(row)) if field_of else None,
    )
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
        policy_version=rules.policy_version,
        counts=made.counts,
        tasks=made.tasks,
        outside=made.outside,
        undated=made.undated,
        not_rated=made.not_rated,
        units=_units(made, units),
        rows=report_rows.limited(rows, limited_tasks(session, office_id=office_id)),
        fields=_fields(made, field_of),
        beside=_beside(session, office_id, made, units, update_days),
    )


def _beside(
    session: Session, office_id: int, made: Figures, units: Mapping[int, PlacedUnit], update_days: int
) -> MeasuresView:
    again = late_units_again(session, office_id=office_id, made=made)
    return MeasuresView(
        measures=measures(made.rows),
        update_days=update_days,
        late_again=tuple(units[unit.unit_id].public_id for unit in made.by_unit if unit.unit_id in again.units),
        before_from=again.period_from,
        before_cut_off=again.cut_off,
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


def freeze(session: Session, *, actor: Actor, clock: Clock, report: Report) -> Snapshot:
    """Store the figures as they are known now, with the rows and words behind each; they never change again,
    nor do the earlier periods beside them.

    Raises ``report.cut_off_in_future``: what may still happen cannot be frozen.
    """
    check(actor, Action.FREEZE)
    view = current_figures(session, office_id=actor.office_id, report=report, clock=clock)
    if view is None or report.cut_off > clock.today():
        raise DomainError("report.cut_off_in_future", cut_off=report.cut_off)
    earlier = earlier_views(session, office_id=actor.office_id, clock=clock, period=period_of_report(report))
    typed = report_texts.typed(session, report=report, view=view)
    content = to_content(replace(typed, earlier=earlier))
    snapshot = Snapshot(
        report_id=report.id,
        known_at=view.known_at,
        policy_version=view.policy_version,
        content=content,
        sha256=seal(content),
        recorder_id=actor.user_id,
    )
    session.add(snapshot)
    session.flush()
    audit.record(
        session,
        actor=actor,
        clock=clock,
        action="report.frozen",
        subject=f"report:{report.public_id}",
        snapshot=snapshot.public_id,
        sha256=snapshot.sha256,
    )
    return snapshot


def readable_view(session: Session, *, snapshot: Snapshot) -> ReportView:
    """The same as it may be shown: without the words of tasks whose view was limited since. Raises as ``load_view``."""
    view = load_view(snapshot)
    rows = report_rows.limited(view.rows, limited_tasks(session, office_id=snapshot.report.office_id))
    if rows == view.rows:
        return view
    # What was written of the reasons may quote the task.
    return replace(view, rows=rows, texts=tuple(text for text in view.texts if text.slot != Slot.REASONS))


def differences(session: Session, *, frozen: ReportView, now: ReportView) -> list[Difference]:
    """The assignments that count differently now, each with why: what was recorded since and counts for a day up to
    the cut-off. Nothing of that where it is the unit itself that stands elsewhere now."""
    pairs = compare(frozen, now)
    ids = [either.counted.assignment_id for pair in pairs if (either := pair[0] or pair[1])]
    since: defaultdict[int, list[LateRecord]] = defaultdict(list)
    for row in report_rows.recorded_since(session, ids, since=frozen.known_at):
        if row.effective_on <= frozen.cut_off:
            since[row.assignment_id].append(_late_record(row))
    return [Difference(then, today, tuple(since[key])) for key, (then, today) in zip(ids, pairs, strict=True)]


def _late_record(row: Event | DueDate) -> LateRecord:
    what = row.kind if isinstance(row, Event) else row.reason
    return LateRecord(what, row.effective_on, row.recorded_at)
