"""What a letter of urging says, row by row: the numbers as they were frozen when it was made, the words of tasks where
they stand, and what the units had said by then. Asked again a year later it is the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy import Row, Select, case, func, select
from sqlalchemy.orm import Session

from app.domain.calendar import local_day
from app.domain.history import MOVES
from app.domain.terms import AssignmentRole, DueReason, Urgency
from app.models import Assignment, Directive, DueDate, Event, Task, Unit, UrgingLetter
from app.models import UrgingLetterAssignment as Urged
from app.services.report_rows import NAMED, progress_of, said_by_unit
from app.services.report_view import Progress
from app.services.unit_names import CalledThen, former_names
from app.wording.rights import LIMITED_IN_MAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """An assignment as the letter names it. ``extended`` and ``first_due`` are as of the letter; ``progress`` is None
    of what had ended by then. What is ``limited`` has no words: nobody can tell who reads a letter."""

    clause: str
    text: str
    limited: bool
    directive_kind: str
    directive_number: str | None
    directive_issued_on: date | None
    role: AssignmentRole
    urgency: Urgency
    period: str
    due_on: date | None
    extended: int
    first_due: date | None
    days_overdue: int
    working_days_overdue: int
    times_urged: int
    progress: Progress | None
    note: str
    cause: str


@dataclass(frozen=True, slots=True)
class UnitRows:
    """What one unit is urged about, the longest overdue first. ``name`` is what it was called then."""

    name: str
    under_authority: bool
    rows: tuple[LetterRow, ...]

    @property
    def overdue(self) -> int:
        return sum(row.days_overdue > 0 for row in self.rows)

    @property
    def undated(self) -> int:
        return sum(row.due_on is None for row in self.rows)

    @property
    def due_soon(self) -> int:
        return len(self.rows) - self.overdue - self.undated


def rows_of(session: Session, *, letter: UrgingLetter) -> list[UnitRows]:
    """The letter's rows by unit, in the office's order, in a number of statements that their number does not change."""
    found = session.execute(_query(letter.id)).all()
    as_of = _AsOf.read(session, [row.id for row in found], letter.made_at)
    units = {unit.id: unit for unit in session.scalars(select(Unit).where(Unit.office_id == letter.office_id))}
    called = former_names(session, office_id=letter.office_id)
    by_unit: defaultdict[int, list[LetterRow]] = defaultdict(list)
    for row in found:
        by_unit[as_of.units.get(row.id, row.unit_id)].append(as_of.row(row))
    groups = []
    for unit_id in sorted(by_unit, key=lambda each: (units[each].position, units[each].name, each)):
        unit = units[unit_id]
        then = called.on(unit_id, local_day(letter.made_at), CalledThen(unit.name, unit.short_name))
        groups.append(UnitRows(then.name, unit.under_authority, tuple(by_unit[unit_id])))
    return groups


def _query(letter_id: int) -> Select[tuple[object, ...]]:
    task, directive = Task, Directive
    return (
        select(
            *(Assignment.id, Assignment.unit_id, Assignment.role, Assignment.period),
            *(Urged.due_on, Urged.days_overdue, Urged.working_days_overdue, Urged.times_urged),
            *(task.clause, task.restricted, task.urgency),
            case((task.restricted, LIMITED_IN_MAIL), else_=task.text).label("text"),
            *(directive.kind, directive.number),
            func.coalesce(directive.issued_on, directive.meeting_on).label("issued_on"),
        )
        .join(Urged, Urged.assignment_id == Assignment.id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Directive, Directive.id == Task.directive_id)
        .where(Urged.letter_id == letter_id)
        .order_by(Urged.days_overdue.desc(), Urged.due_on.is_(None), Urged.due_on, Assignment.id)
    )


@dataclass(frozen=True, slots=True)
class _AsOf:
    """What had been recorded of the assignments by the instant of the letter."""

    units: dict[int, int]  # of those that have moved since: the unit they were with
    dues: dict[int, list[Row[tuple[int, date, DueReason]]]]
    progress: dict[int, Progress]
    notes: dict[int, str]
    causes: dict[int, str]

    @classmethod
    def read(cls, session: Session, ids: Sequence[int], at: datetime) -> _AsOf:
        on, made = local_day(at), cls({}, {}, {}, {}, {})
        for start in range(0, len(ids), NAMED):
            some = ids[start : start + NAMED]
            made.units.update(_units_then(session, some, at))
            made.dues.update(_dues_then(session, some, at))
            made.progress.update(progress_of(session, some, cut_off=on, known_at=at))
            made.notes.update(said_by_unit(session, some, Event.note, cut_off=on, known_at=at))
            made.causes.update(said_by_unit(session, some, Event.lateness_reason, cut_off=on, known_at=at))
        return made

    def row(self, row: Row[tuple[object, ...]]) -> LetterRow:
        dues = self.dues.get(row.id, [])
        return LetterRow(
            clause=row.clause,
            text=row.text,
            limited=row.restricted,
            directive_kind=row.kind,
            directive_number=row.number,
            directive_issued_on=row.issued_on,
            role=row.role,
            urgency=row.urgency,
            period=row.period,
            due_on=row.due_on,
            extended=sum(due.reason is DueReason.EXTENDED for due in dues),
            first_due=dues[0].due_on if dues else None,
            days_overdue=row.days_overdue,
            working_days_overdue=row.working_days_overdue,
            times_urged=row.times_urged,
            progress=self.progress.get(row.id),
            note="" if row.restricted else self.notes.get(row.id, ""),
            cause="" if row.restricted else self.causes.get(row.id, ""),
        )


def _units_then(session: Session, ids: Sequence[int], at: datetime) -> dict[int, int]:
    """The first move after the letter says where it was before."""
    rows = session.execute(
        select(Event.assignment_id, Event.from_unit_id)
        .where(Event.assignment_id.in_(ids), Event.kind.in_(MOVES), Event.recorded_at > at)
        .order_by(Event.id.desc())
    ).tuples()
    return {assignment_id: unit_id for assignment_id, unit_id in rows if unit_id is not None}


def _dues_then(session: Session, ids: Sequence[int], at: datetime) -> dict[int, list[Row[tuple[int, date, DueReason]]]]:
    rows = session.execute(
        select(DueDate.assignment_id, DueDate.due_on, DueDate.reason)
        .where(DueDate.assignment_id.in_(ids), DueDate.recorded_at <= at)
        .order_by(DueDate.assignment_id, DueDate.id)
    )
    return {key: list(group) for key, group in groupby(rows, key=attrgetter("assignment_id"))}
