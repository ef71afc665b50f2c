"""The words beside the rows of a report, in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.domain import history
from app.domain.figures import Row
from app.domain.lifecycle import NOT_RATED, REPORTED, SAID_BY_UNIT
from app.domain.terms import AssignmentRole, DueReason, EventKind, FigureClass
from app.models import Assignment, Directive, DueDate, Event, SuperiorDuty, Task, Unit
from app.services.report_leads import events_of
from app.services.report_view import Progress, RowView
from app.services.unit_names import PlacedUnit
from app.wording.rights import LIMITED

NAMED = 5_000  # ids in one query (SQLite takes 32,766 at most)


def describe(
    session: Session,
    rows: Sequence[Row],
    *,
    cut_off: date,
    known_at: datetime,
    units: Mapping[int, PlacedUnit],
    field_of: Callable[[Row], str | None] = lambda row: None,
    with_notes: bool = True,
) -> tuple[RowView, ...]:
    """Put the words beside the rows, in the office's order of units and then by days overdue.

    Notes, phrases and units are those in force on the cut-off day and known at the instant, as the counts are;
    ``units`` are all of the office under the names they had then, ``field_of`` gives the public id of a row's field.
    Without notes, what the units said, the phrases and the coordinating units are not read either.
    """
    found: list[tuple[tuple[Any, ...], RowView]] = []
    for start in range(0, len(rows), NAMED):
        some = rows[start : start + NAMED]
        beside = _beside(session, some, cut_off, known_at, units) if with_notes else _NOTHING
        found += _describe_some(session, some, units, field_of, beside)
    return tuple(view for _, view in sorted(found, key=itemgetter(0)))


def limited(views: Iterable[RowView], tasks: Collection[int]) -> tuple[RowView, ...]:
    """The rows without the words of these tasks, whose view is limited: a report is printed and sent on, so that
    nobody can tell who reads it. The figures count them."""
    return tuple(_limited(view) if view.counted.task_id in tasks else view for view in views)


def _limited(view: RowView) -> RowView:
    return replace(view, text=LIMITED, phrase="", note="")


@dataclass(frozen=True, slots=True)
class _Beside:
    """By task the units that coordinate it, by assignment the rest."""

    coordinating: Mapping[int, tuple[str, ...]]
    notes: Mapping[int, str]
    phrases: Mapping[int, str]
    progress: Mapping[int, Progress]


_NOTHING = _Beside({}, {}, {}, {})


def _beside(
    session: Session, rows: Sequence[Row], cut_off: date, known_at: datetime, units: Mapping[int, PlacedUnit]
) -> _Beside:
    ids = [row.assignment_id for row in rows]
    overdue = [row.assignment_id for row in rows if row.figure_class is FigureClass.OPEN_OVERDUE]
    return _Beside(
        coordinating=_coordinating(session, sorted({row.task_id for row in rows}), cut_off, known_at, units),
        notes=said_by_unit(session, ids, Event.note, cut_off=cut_off, known_at=known_at),
        phrases=_newest(session, DueDate, DueDate.phrase, ids, cut_off, known_at),
        progress=progress_of(session, overdue, cut_off=cut_off, known_at=known_at),
    )


def _describe_some(
    session: Session,
    rows: Sequence[Row],
    units: Mapping[int, PlacedUnit],
    field_of: Callable[[Row], str | None],
    beside: _Beside,
) -> Iterator[tuple[tuple[Any, ...], RowView]]:
    words = _words(session, [row.assignment_id for row in rows])
    for row in rows:
        word, unit = words[row.assignment_id], units[row.unit_id]
        view = RowView(
            counted=row,
            public_id=word.public_id,
            unit_public_id=unit.public_id,
            clause=word.clause,
            text=word.text,
            phrase=beside.phrases.get(row.assignment_id, ""),
            coordinating=beside.coordinating.get(row.task_id, ()),
            note=beside.notes.get(row.assignment_id, ""),
            progress=beside.progress.get(row.assignment_id),
            directive_public_id=word.directive_public_id,
            directive_kind=word.kind,
            directive_number=word.number,
            directive_issued_on=word.issued_on or word.meeting_on,
            source=word.source,
            field=field_of(row),
        )
        yield (unit.position, row.unit_name, row.unit_id, -row.days_overdue, row.assignment_id), view


def _words(session: Session, assignment_ids: Sequence[int]) -> dict[int, Any]:
    query = (
        select(
            Assignment.id,
            Assignment.public_id,
            Task.clause,
            Task.text,
            Directive.public_id.label("directive_public_id"),
            Directive.kind,
            Directive.number,
            Directive.issued_on,
            Directive.meeting_on,
            func.coalesce(SuperiorDuty.source, Directive.source_of_assignment).label("source"),
        )
        .join(Task, Task.id == Assignment.task_id)
        .join(Directive, Directive.id == Task.directive_id)
        .outerjoin(SuperiorDuty, SuperiorDuty.task_id == Task.id)
        .where(Assignment.id.in_(assignment_ids))
    )
    return {row.id: row for row in session.execute(query)}


def _coordinating(
    session: Session, task_ids: Sequence[int], cut_off: date, known_at: datetime, units: Mapping[int, PlacedUnit]
) -> dict[int, tuple[str, ...]]:
    """The units that coordinated each task on the cut-off day: a part that was moved later is its former unit's, and
    what had ended without being done by then is nobody's."""
    moved_later = and_(
        Event.assignment_id == Assignment.id,
        Event.kind.in_(history.MOVES),
        or_(Event.effective_on > cut_off, Event.recorded_at > known_at),
    )
    had_ended = and_(Assignment.state.in_(NOT_RATED), Assignment.closed_on <= cut_off)
    query = (
        select(Assignment.task_id, Assignment.id, Assignment.unit_id, Event.from_unit_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(Event, moved_later)
        .where(Assignment.task_id.in_(task_ids), Assignment.role == AssignmentRole.COORDINATING, ~had_ended)
        .order_by(Unit.position, Unit.name, Assignment.id, Event.id)
    )
    names: defaultdict[int, dict[str, None]] = defaultdict(dict)
    seen: set[int] = set()
    for task_id, assignment_id, unit_id, former_id in session.execute(query).tuples():
        if assignment_id not in seen:
            seen.add(assignment_id)
            names[task_id][units[former_id or unit_id].name] = None
    return {task_id: tuple(of_task) for task_id, of_task in names.items()}


def said_by_unit(
    session: Session,
    assignment_ids: Sequence[int],
    text: InstrumentedAttribute[str],
    *,
    cut_off: date,
    known_at: datetime,
) -> dict[int, str]:
    """The last note, or the last reason of a lateness, that each unit wrote; nothing where it wrote none."""
    return _newest(session, Event, text, assignment_ids, cut_off, known_at, Event.kind.in_(SAID_BY_UNIT))


def _newest(
    session: Session,
    model: type[Event | DueDate],
    text: InstrumentedAttribute[str],
    assignment_ids: Sequence[int],
    cut_off: date,
    known_at: datetime,
    *wanted: ColumnElement[bool],
) -> dict[int, str]:
    """The last text that was written for each assignment."""
    query = (
        select(model.assignment_id, text)
        .where(
            model.assignment_id.in_(assignment_ids),
            model.effective_on <= cut_off,
            model.recorded_at <= known_at,
            text != "",
            *wanted,
        )
        .order_by(model.id)
    )
    return dict(session.execute(query).tuples().all())


def progress_of(
    session: Session, assignment_ids: Sequence[int], *, cut_off: date, known_at: datetime
) -> dict[int, Progress]:
    """How far the units are with what is not finished, by the same fold as the counts."""
    return {
        assignment_id: _progress_of(events, cut_off, known_at)
        for assignment_id, events in events_of(session, assignment_ids)
    }


def _progress_of(events: Sequence[history.Event], cut_off: date, known_at: datetime) -> Progress:
    in_force = history.in_force(events, cut_off=cut_off, known_at=known_at)
    course = history.fold(in_force, (), cut_off=cut_off, known_at=known_at)
    returns = [event for event in in_force if event.kind is EventKind.RETURNED]
    if course.state in REPORTED or not returns:
        return Progress(state=course.state, reported_on=course.submitted_on)
    last = returns[-1]
    return Progress(state=course.state, returned_on=last.effective_on, return_kind=last.return_kind)


def recorded_since(session: Session, assignment_ids: Sequence[int], *, since: datetime) -> list[Event | DueDate]:
    """What was written down about assignments after an instant, oldest first: why they count differently now.

    The due dates that came with the giving are left out: the giving itself is there.
    """
    events = select(Event).where(Event.assignment_id.in_(assignment_ids), Event.recorded_at > since)
    dues = select(DueDate).where(
        DueDate.assignment_id.in_(assignment_ids), DueDate.recorded_at > since, DueDate.reason != DueReason.GIVEN
    )
    return sorted([*session.scalars(events), *session.scalars(dues)], key=attrgetter("recorded_at"))
