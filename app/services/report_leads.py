"""The lead assignments that figures count, with their events and due dates: read as columns, in streams."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, or_, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from app.domain import history
from app.domain.figures import Lead, UnitThen
from app.domain.terms import AssignmentRole, DueReason, EventKind, ReturnKind
from app.models import Assignment, DueDate, Event, Unit

# Rows that are held at a time: of more Python's collector looks through all there is, again and again, for half of the
# time it takes to read them.
STREAMED = 300
# In the order of the domain's tuples. Columns of the tables, not of the mapper, which costs as much again for each row;
# and words as text, which are made members by a look into a table: the type asks two functions for each.
_E, _D = Event.__table__.c, DueDate.__table__.c
_EVENT = (
    _E.assignment_id,
    _E.id,
    type_coerce(_E.kind, String),
    _E.effective_on,
    _E.recorded_at,
    _E.self_confirmed,
    type_coerce(_E.return_kind, String),
    _E.from_unit_id,
    _E.to_unit_id,
)
_DUE = (
    _D.assignment_id,
    _D.id,
    _D.due_on,
    _D.effective_on,
    _D.recorded_at,
    _D.exclusive,
    type_coerce(_D.reason, String),
)
_KINDS = {kind.value: kind for kind in EventKind}
_RETURNS: dict[str | None, ReturnKind | None] = {None: None} | {kind.value: kind for kind in ReturnKind}
_REASONS = {reason.value: reason for reason in DueReason}
_COUNTED = tuple(kind for kind in EventKind if kind not in history.UNCOUNTED)


def gather_leads(
    session: Session,
    *,
    office_id: int,
    period_from: date | None = None,
    among: Sequence[ColumnElement[bool]] = (),
) -> Iterator[Lead]:
    """The lead assignments of the office with what figures count of their events, and their due dates, by id.

    Three streams in the order of the assignments are read side by side, so that a hundred thousand assignments need
    the memory of a few. ``period_from`` leaves out what was finally closed before that day, by the projected column:
    right for figures with all that is known now, and years of finished work are then never read. ``among`` are
    conditions on ``Assignment`` for whoever needs few of them. The unit is the one that has it now; which one had it on
    the cut-off day, and its name then, is for ``figures`` to say.
    """
    wanted = and_(_wanted(office_id, period_from), *among)
    units = _units(session, office_id)  # by the session, which first writes what is still unwritten
    events = _Groups(_stream(session, _events(wanted)))
    due_dates = _Groups(_stream(session, _due_dates(wanted)))
    for assignment_id, task_id, unit_id in _stream(session, _leads(wanted)):
        yield Lead(
            assignment_id=assignment_id,
            task_id=task_id,
            unit_id=unit_id,
            unit_name=units[unit_id].name,
            under_authority=units[unit_id].under_authority,
            events=tuple([_event(*row) for row in events.take(assignment_id)]),
            due_dates=tuple([_due_date(*row) for row in due_dates.take(assignment_id)]),
        )


def events_of(session: Session, assignment_ids: Sequence[int]) -> Iterator[tuple[int, list[history.Event]]]:
    """All events of each of some assignments, by id; none of what has no events."""
    query = select(*_EVENT).where(_E.assignment_id.in_(assignment_ids)).order_by(_E.assignment_id, _E.id)
    for assignment_id, rows in groupby(session.execute(query).tuples(), key=itemgetter(0)):
        yield assignment_id, [_event(*row) for row in rows]


def _event(
    _: int,
    sequence: int,
    kind: str,
    effective_on: date,
    recorded_at: datetime,
    self_confirmed: bool,
    return_kind: str | None,
    from_unit_id: int | None,
    to_unit_id: int | None,
) -> history.Event:
    return history.Event(
        sequence,
        _KINDS[kind],
        effective_on,
        recorded_at,
        self_confirmed,
        _RETURNS[return_kind],
        from_unit_id,
        to_unit_id,
    )


def _due_date(
    _: int, sequence: int, due_on: date, effective_on: date, recorded_at: datetime, exclusive: bool, reason: str
) -> history.DueDate:
    return history.DueDate(sequence, due_on, effective_on, recorded_at, exclusive, _REASONS[reason])


def _wanted(office_id: int, period_from: date | None) -> ColumnElement[bool]:
    leads = and_(Assignment.office_id == office_id, Assignment.role == AssignmentRole.LEAD)
    if period_from is None:
        return leads
    return and_(leads, or_(Assignment.closed_on.is_(None), Assignment.closed_on >= period_from))


def _units(session: Session, office_id: int) -> dict[int, UnitThen]:
    query = select(Unit.id, Unit.name, Unit.under_authority).where(Unit.office_id == office_id)
    return {unit_id: UnitThen(name, ours) for unit_id, name, ours in session.execute(query).tuples()}


def _leads(wanted: ColumnElement[bool]) -> Select[Any]:
    return select(Assignment.id, Assignment.task_id, Assignment.unit_id).where(wanted).order_by(Assignment.id)


def _events(wanted: ColumnElement[bool]) -> Select[Any]:
    return _of_leads(select(*_EVENT).where(_E.kind.in_(_COUNTED)), _E, wanted)


def _due_dates(wanted: ColumnElement[bool]) -> Select[Any]:
    return _of_leads(select(*_DUE), _D, wanted)


def _of_leads(query: Select[Any], of: ReadOnlyColumnCollection[str, Any], wanted: ColumnElement[bool]) -> Select[Any]:
    """Not joined: SQLite would go by an index of the assignments and sort what it finds."""
    ids = select(Assignment.id).where(wanted)
    return query.where(of.assignment_id.in_(ids)).order_by(of.assignment_id, of.id)


def _stream(session: Session, query: Select[Any]) -> Iterator[tuple[Any, ...]]:
    """Read past the session and in lists of rows: both cost more than the rows themselves, one by one."""
    result = session.connection().execute(query, execution_options={"yield_per": STREAMED})
    return chain.from_iterable(result.tuples().partitions())


class _Groups:
    """Rows that come sorted by their first column, handed out group by group in that order."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._next = next(self._groups, None)

    def take(self, key: int) -> list[tuple[Any, ...]]:
        """The rows of a key; none if it has none. Keys must be asked for in rising order."""
        if self._next is None or self._next[0] != key:
            return []
        rows = list(self._next[1])
        self._next = next(self._groups, None)
        return rows
