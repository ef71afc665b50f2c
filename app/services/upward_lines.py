"""What superiors gave, as a leader's digest tells it: n/N upward, what is overdue and what comes due next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from app.domain.lifecycle import GIVEN_UP
from app.domain.superior import UpwardClass, UpwardFigures, UpwardRow
from app.domain.terms import AssignmentRole, SourceOfAssignment, State
from app.models import Assignment, Directive, SuperiorDuty, Task, Unit
from app.services.morning import Morning
from app.services.superior_view import figures_upward, waits_for_report
from app.wording.rights import LIMITED_IN_MAIL

SHOWN = 5  # of what is overdue, and of what comes due


@dataclass(frozen=True, slots=True, kw_only=True)
class UpwardDuty:
    """A duty that is still owed. ``days`` are calendar days past the superior's date, nought before it; ``waits``: the
    units are done, and the office has not reported."""

    source: SourceOfAssignment
    number: str
    clause: str
    text: str
    due_on: date
    days: int
    units: tuple[str, ...]
    waits: bool
    url: str


@dataclass(frozen=True, slots=True)
class OfSource:
    """n/N of one superior: open duties past the superior's date, of the open ones that have one."""

    source: SourceOfAssignment
    overdue: int
    dated: int


@dataclass(frozen=True, slots=True)
class Upward:
    """The sums of the sources, and the duties that are named: the longest overdue first, then the next to come."""

    by_source: tuple[OfSource, ...] = ()
    duties: tuple[UpwardDuty, ...] = ()

    @property
    def overdue(self) -> int:
        return sum(each.overdue for each in self.by_source)

    @property
    def dated(self) -> int:
        return sum(each.dated for each in self.by_source)


def upward(session: Session, *, morning: Morning) -> Upward:
    """In three statements; one where no superior waits for anything."""
    figures = figures_upward(session, office_id=morning.office_id, known_at=morning.at, on=morning.today)
    by_source = (OfSource(source, each.overdue, each.open) for source, each in figures.by_source.items())
    named = _named(figures)
    duties = _duties(session, morning, named) if named else ()
    return Upward(tuple(each for each in by_source if each.dated), duties)


def _named(figures: UpwardFigures) -> list[UpwardRow]:
    def first(which: UpwardClass) -> list[UpwardRow]:
        rows = [row for row in figures.rows if row.upward_class is which]
        return sorted(rows, key=lambda row: (row.course.due_on or date.max, row.duty_id))[:SHOWN]

    return first(UpwardClass.OVERDUE) + first(UpwardClass.IN_TIME)


def _duties(session: Session, morning: Morning, rows: Sequence[UpwardRow]) -> tuple[UpwardDuty, ...]:
    said = {
        row.id: row
        for row in session.execute(
            select(
                *(SuperiorDuty.id, SuperiorDuty.public_id, SuperiorDuty.task_id, SuperiorDuty.number, Task.clause),
                Directive.number.label("directive_number"),
                case((Task.restricted, LIMITED_IN_MAIL), else_=Task.text).label("text"),
            )
            .join(Task, Task.id == SuperiorDuty.task_id)
            .join(Directive, Directive.id == Task.directive_id)
            .where(SuperiorDuty.id.in_([row.duty_id for row in rows]))
        )
    }
    leads = _leads(session, [row.task_id for row in said.values()])
    found = []
    for row in rows:
        words, due_on = said[row.duty_id], row.course.due_on or date.max
        of_task = leads[words.task_id]
        found.append(
            UpwardDuty(
                source=row.source,
                number=words.number or words.directive_number or "",
                clause=words.clause,
                text=words.text,
                due_on=due_on,
                days=max(0, (morning.today - due_on).days),
                units=tuple(dict.fromkeys(name for name, _ in of_task)),
                waits=waits_for_report(row.course, [state for _, state in of_task]),
                url=morning.links.duty(words.public_id),
            )
        )
    return tuple(found)


def _leads(session: Session, task_ids: Sequence[int]) -> defaultdict[int, list[tuple[str, State]]]:
    """By task who leads it and how far each is, in the office's order of units."""
    rows = session.execute(
        select(Assignment.task_id, Unit.name, Assignment.state)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Assignment.task_id.in_(task_ids), Assignment.role == AssignmentRole.LEAD)
        .where(Assignment.state.not_in(GIVEN_UP))
        .order_by(Unit.position, Unit.name, Assignment.id)
    ).tuples()
    found: defaultdict[int, list[tuple[str, State]]] = defaultdict(list)
    for task_id, name, state in rows:
        found[task_id].append((name, state))
    return found
