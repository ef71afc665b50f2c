"""Reports: a period, its figures now, and the figures that were frozen for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.periods import Period, free, overlap, period_of
from app.domain.permissions import Action, Actor, check
from app.domain.terms import DueReason, EventKind, PeriodKind
from app.models import DueDate, Event, Report, Snapshot, User
from app.services import audit, report_rows, report_texts
from app.services.current_figures import current_figures
from app.services.discipline_sentences import Slot
from app.services.earlier_figures import EarlierPeriods
from app.services.report_comparison import earlier_views
from app.services.report_periods import period_of_report, report_of_period
from app.services.report_view import ReportView, RowView, compare, seal, to_content
from app.services.snapshots import load_view
from app.services.visibility import limited_tasks

__all__ = ["current_figures", "load_view"]
MONTHS = tuple(range(1, 13))
QUARTERS = (1, 2, 3, 4)
LONGER = (PeriodKind.SIX_MONTHS, PeriodKind.SECOND_HALF, PeriodKind.NINE_MONTHS, PeriodKind.YEAR)


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
    if there := report_of_period(session, office_id=actor.office_id, period=period):
        raise DomainError("report.exists", public_id=there.public_id)
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


def freeze(session: Session, *, actor: Actor, clock: Clock, report: Report) -> Snapshot:
    """Store the figures as they are known now, with the rows and words behind each; they never change again,
    nor do the earlier periods beside them.

    Raises ``report.cut_off_in_future``: what may still happen cannot be frozen.
    """
    check(actor, Action.FREEZE)
    known = EarlierPeriods(session, office_id=actor.office_id, clock=clock)
    view = current_figures(session, office_id=actor.office_id, report=report, clock=clock, known=known)
    if view is None or report.cut_off > clock.today():
        raise DomainError("report.cut_off_in_future", cut_off=report.cut_off)
    earlier = earlier_views(session, office_id=actor.office_id, period=period_of_report(report), known=known)
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
