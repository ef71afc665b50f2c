"""The upward table: figures by source as of a day, and the duties behind each number with both dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.adapters.clock import Clock
from app.domain import history, superior
from app.domain.lifecycle import GIVEN_UP, NOT_CLOSED
from app.domain.permissions import Action, Actor, check
from app.domain.superior import SuperiorCourse, UpwardClass, UpwardFigures, UpwardRow
from app.domain.terms import AssignmentRole, SourceOfAssignment, Standing, State, SuperiorStanding
from app.models import Assignment, SuperiorDuty, SuperiorStep, Task, Unit
from app.services import visibility
from app.services.listing import course_of_columns
from app.services.rules import Rules

_DATED = (UpwardClass.ON_TIME, UpwardClass.LATE, UpwardClass.IN_TIME, UpwardClass.OVERDUE)
WAITING = "cho-bao-cao"
# Which duties stand behind a number of the table, by the word in the address; worded in ``app.wording.superior``.
SLICES: Mapping[str, Collection[UpwardClass]] = {
    "tong": _DATED,
    "dung-han": (UpwardClass.ON_TIME,),
    "bao-cao-qua-han": (UpwardClass.LATE,),
    "trong-han": (UpwardClass.IN_TIME,),
    "qua-han": (UpwardClass.OVERDUE,),
    "khong-thoi-han": (UpwardClass.UNDATED,),
    "khong-theo-doi": (UpwardClass.WITHDRAWN,),
    WAITING: (UpwardClass.IN_TIME, UpwardClass.OVERDUE, UpwardClass.UNDATED),
}

_STEP = (  # in the order of ``superior.Step``
    SuperiorStep.id,
    SuperiorStep.kind,
    SuperiorStep.effective_on,
    SuperiorStep.recorded_at,
    SuperiorStep.due_on,
    SuperiorStep.number,
    SuperiorStep.issued_on,
    SuperiorStep.standing,
)


def upward_figures(session: Session, *, actor: Actor, clock: Clock, on: date) -> UpwardFigures:
    """The office's figures as of a day, with what is known now, in one query by columns."""
    may_view(actor)
    return figures_upward(session, office_id=actor.office_id, known_at=clock.now(), on=on)


def figures_upward(session: Session, *, office_id: int, known_at: datetime, on: date) -> UpwardFigures:
    """The same for what the house itself does."""
    rows = session.execute(
        select(SuperiorDuty.id, SuperiorDuty.source, *_STEP)
        .join(SuperiorStep, SuperiorStep.duty_id == SuperiorDuty.id)
        .where(SuperiorDuty.office_id == office_id)
        .order_by(SuperiorDuty.id, SuperiorStep.id)
    ).tuples()
    duties = (
        superior.Duty(duty_id, source, tuple(superior.Step(*row[2:]) for row in of_duty))
        for (duty_id, source), of_duty in groupby(rows, key=itemgetter(0, 1))
    )
    return superior.upward(duties, on=on, known_at=known_at)


def may_view(actor: Actor) -> None:
    check(actor, Action.VIEW_ALL_ASSIGNMENTS)


@dataclass(frozen=True, slots=True)
class LeadPart:
    """A unit's lead of the task, as it stands today."""

    public_id: str
    unit_name: str
    due_on: date | None
    standing: Standing
    state: State


@dataclass(frozen=True, slots=True)
class UpwardLine:
    """A duty of the list. ``waits``: every unit is done, and the office has not reported yet."""

    row: UpwardRow
    public_id: str
    newest_step: int
    number: str
    issued_on: date | None
    clause: str
    text: str
    leads: tuple[LeadPart, ...]
    waits: bool

    @property
    def inner_due(self) -> date | None:
        """The office's own date: by then every unit has to be done."""
        return max((lead.due_on for lead in self.leads if lead.due_on), default=None)


@dataclass(frozen=True, slots=True)
class UpwardList:
    """Duties in the order in which the office works on them; ``hidden`` are kept from the reader."""

    lines: Sequence[UpwardLine]
    hidden: Sequence[UpwardRow]

    def narrowed(self, slice_name: str = "", source: SourceOfAssignment | None = None) -> UpwardList:
        """What stands behind a number of the table. Whether what is hidden waits for a report nobody is told."""
        classes = SLICES.get(slice_name, tuple(UpwardClass))

        def is_behind(row: UpwardRow) -> bool:
            return row.upward_class in classes and source in (None, row.source)

        waiting_only = slice_name == WAITING
        lines = [line for line in self.lines if is_behind(line.row) and (line.waits or not waiting_only)]
        return UpwardList(lines, [] if waiting_only else [row for row in self.hidden if is_behind(row)])


def upward_list(session: Session, *, actor: Actor, clock: Clock, rules: Rules, figures: UpwardFigures) -> UpwardList:
    """The duties behind the figures: those that wait for the office's report first, then the overdue, the open by the
    superior's date, the reported. How the units stand is told as of today, whatever day the figures are of."""
    may_view(actor)
    rows = {row.duty_id: row for row in figures.rows}
    hidden = visibility.hidden_from(session, actor=actor)
    leads = _leads(session, actor, rules, clock.today())
    duties = [found for found in _duties(session, actor) if found[0].id in rows]
    lines = [
        _line(rows[duty.id], duty, task, newest, leads.get(task.id, ()))
        for duty, task, newest in duties
        if task.id not in hidden
    ]
    return UpwardList(sorted(lines, key=_order), [rows[duty.id] for duty, task, _ in duties if task.id in hidden])


def _duties(session: Session, actor: Actor) -> Sequence[tuple[SuperiorDuty, Task, int]]:
    """With their tasks and the id of the newest step."""
    newest = select(func.max(SuperiorStep.id)).where(SuperiorStep.duty_id == SuperiorDuty.id).scalar_subquery()
    query = select(SuperiorDuty, Task, newest).join(Task, Task.id == SuperiorDuty.task_id)
    query = query.options(joinedload(Task.directive))
    return session.execute(query.where(SuperiorDuty.office_id == actor.office_id)).tuples().all()


def _leads(session: Session, actor: Actor, rules: Rules, today: date) -> dict[int, tuple[LeadPart, ...]]:
    """By task, in the office's order of units; parts that were passed on or entered by mistake are no part."""
    query = (
        select(Assignment, Unit.name)
        .join(SuperiorDuty, SuperiorDuty.task_id == Assignment.task_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(
            Assignment.office_id == actor.office_id,
            Assignment.role == AssignmentRole.LEAD,
            Assignment.state.not_in(GIVEN_UP),
        )
        .order_by(Unit.position, Unit.name, Assignment.id)
    )
    found: defaultdict[int, list[LeadPart]] = defaultdict(list)
    for row, unit_name in session.execute(query).tuples():
        course = course_of_columns(row)
        stands = history.standing(course, today=today, calendar=rules.calendar, policy=rules.policy)
        found[row.task_id].append(LeadPart(row.public_id, unit_name, row.due_on, stands, row.state))
    return {task_id: tuple(parts) for task_id, parts in found.items()}


def _line(row: UpwardRow, duty: SuperiorDuty, task: Task, newest: int, leads: Sequence[LeadPart]) -> UpwardLine:
    return UpwardLine(
        row=row,
        public_id=duty.public_id,
        newest_step=newest,
        number=duty.number or task.directive.number or "",
        issued_on=duty.issued_on or task.directive.issued_on,
        clause=task.clause,
        text=task.text,
        leads=tuple(leads),
        waits=waits_for_report(row.course, [lead.state for lead in leads]),
    )


def waits_for_report(course: SuperiorCourse, leads: Collection[State]) -> bool:
    """Whether every unit is done and the office has not reported."""
    return course.is_open and State.DONE in leads and not any(state in NOT_CLOSED for state in leads)


def late_inner(course: SuperiorCourse, leads: Iterable[Assignment]) -> Assignment | None:
    """An open lead that ends after the superior's date, which was moved nearer since."""
    still_open = (part for part in leads if part.state in NOT_CLOSED)
    return next((part for part in still_open if superior.is_too_late(part.due_on, course.binding_due)), None)


_RANK = (
    SuperiorStanding.OVERDUE,
    SuperiorStanding.OPEN,
    SuperiorStanding.REPORTED_LATE,
    SuperiorStanding.REPORTED_ON_TIME,
    SuperiorStanding.WITHDRAWN,
)


def _order(line: UpwardLine) -> tuple[bool, int, date, int]:
    return not line.waits, _RANK.index(line.row.standing), line.row.course.due_on or date.max, line.row.duty_id
