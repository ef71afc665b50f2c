"""The notice of a meeting's conclusions: what the meeting gave anew, and one task for each opinion of an earlier one.

A task that says again what an earlier one says has no assignment of its own: the event of the first names it, and
nothing is counted twice. The notice waits for its number like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.lifecycle import SPOKEN_OF
from app.domain.permissions import Action, Actor, check
from app.domain.terms import AssignmentRole, EventKind, SourceOfAssignment, TaskKind
from app.models import Assignment, Directive, DueDate, Event, Meeting, Office, Task, Unit
from app.services import audit
from app.services.decisions import Decided
from app.services.giving import NewTask, add_tasks, last_position
from app.wording import meetings as say
from app.wording.report import directive_words, with_clause


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDuty:
    """A task that the meeting gave; without a day it has no deadline."""

    text: str
    unit_id: int | None
    named_on: date | None = None


@dataclass(frozen=True, slots=True)
class Chaired:
    """Who chaired a meeting, and of which series."""

    name: str
    title: str
    series: str
    place: str


def chaired(meeting: Meeting) -> Chaired:
    name = meeting.chair.name if meeting.chair else meeting.chair_name
    return Chaired(name, meeting.chair_title, meeting.series.name, meeting.series.place)


def check_duty(session: Session, *, meeting: Meeting, duty: NewDuty, today: date) -> None:
    """Raises DomainError: "duty.no_text", "duty.no_unit", "unit.unknown", "unit.ended", "meeting.date_before"."""
    if not duty.text.strip():
        raise DomainError("duty.no_text")
    if duty.unit_id is None:
        raise DomainError("duty.no_unit")
    unit = session.get(Unit, duty.unit_id)
    if unit is None or unit.office_id != meeting.office_id:
        raise DomainError("unit.unknown")
    if unit.valid_to is not None and unit.valid_to < today:
        raise DomainError("unit.ended", name=unit.name)
    if duty.named_on is not None and duty.named_on < meeting.held_on:
        raise DomainError("meeting.date_before", held_on=meeting.held_on)


def give(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    links: Links,
    meeting: Meeting,
    duties: Sequence[NewDuty],
    decided: Decided,
) -> Directive:
    """Give what the meeting gave anew, as tasks of its notice, which is made if there is none: one mail a unit.
    ``decided`` is who chaired it, on its day."""
    check(actor, Action.GIVE_TASKS)
    directive = _notice_of(session, actor, clock, meeting)
    tasks = [_new_task(session, duty) for duty in duties]
    add_tasks(session, actor=actor, clock=clock, links=links, directive=directive, tasks=tasks, decided=decided)
    return directive


def _new_task(session: Session, duty: NewDuty) -> NewTask:
    unit = session.get_one(Unit, duty.unit_id)
    return NewTask(
        clause="",
        text=duty.text,
        kind=TaskKind.DATED if duty.named_on else TaskKind.CONTINUOUS,
        lead_unit_ids=(unit.id,),
        addressee=unit.name,
        named_on=duty.named_on,
    )


def draft(session: Session, *, actor: Actor, clock: Clock, meeting: Meeting) -> Directive:
    """Put every opinion that is not there yet into the meeting's notice, which is made if there is none, and number its
    points by unit.

    Raises DomainError: "meeting.notice_numbered" once it has its number, "meeting.notice_empty".
    """
    check(actor, Action.HOLD_MEETING)
    check(actor, Action.GIVE_TASKS)
    session.refresh(meeting, with_for_update={"of": Meeting})
    if meeting.directive is not None and meeting.directive.number:
        raise DomainError("meeting.notice_numbered", number=meeting.directive.number)
    opinions = _opinions(session, meeting)
    if not opinions and meeting.directive is None:
        raise DomainError("meeting.notice_empty")
    directive = _notice_of(session, actor, clock, meeting)
    position = last_position(session, directive=directive)
    new = [each for each in opinions if each.kind in SPOKEN_OF and each.task_id is None]
    for place, event in enumerate(new, position + 1):
        task = _task_of(event, place)
        directive.tasks.append(task)
        session.flush()
        event.task_id = task.id
    _number(session, meeting, directive)
    subject = f"meeting:{meeting.public_id}"
    audit.record(session, actor=actor, clock=clock, action="meeting.noticed", subject=subject, tasks=len(new))
    session.flush()
    return directive


def _notice_of(session: Session, actor: Actor, clock: Clock, meeting: Meeting) -> Directive:
    """The notice of the meeting, made without a number if there is none."""
    if meeting.directive is not None:
        return meeting.directive
    office, who = session.get_one(Office, meeting.office_id), chaired(meeting)
    directive = Directive(
        office_id=meeting.office_id,
        kind=say.NOTICE,
        number=None,
        identity=None,
        issuer=office.name,
        place=office.place,
        meeting_on=meeting.held_on,
        chair=who.name,
        leader=who.name,
        subject=" ".join(say.notice_about(who.name, who.title, who.series, meeting.held_on)),
        source_of_assignment=SourceOfAssignment.OWN,
        given_on=meeting.held_on,
        recorded_at=clock.now(),
        recorder_id=actor.user_id,
    )
    session.add(directive)
    meeting.directive = directive
    session.flush()
    return directive


def _opinions(session: Session, meeting: Meeting) -> list[Event]:
    """What was said at the meeting of earlier tasks; of one whose view is limited no notice says anything."""
    rows = session.scalars(
        select(Event)
        .join(Assignment, Assignment.id == Event.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(
            Event.meeting_id == meeting.id,
            Event.kind.in_((*SPOKEN_OF, EventKind.STOPPED)),
            Assignment.role == AssignmentRole.LEAD,
            ~Task.restricted,
        )
        .options(
            joinedload(Event.assignment).joinedload(Assignment.unit),
            joinedload(Event.assignment).joinedload(Assignment.task).joinedload(Task.directive),
        )
        .order_by(Event.id)
    )
    return list(rows)


def _task_of(event: Event, position: int) -> Task:
    """The sentence of the notice, with no assignment of its own."""
    unit = event.assignment.unit
    kind = TaskKind.DATED if event.assignment.due_on else TaskKind.GENERAL
    return Task(position=position, text=sentence_of(event), kind=kind, addressee=unit.name)


def sentence_of(event: Event) -> str:
    """What the notice says of an earlier task."""
    assignment = event.assignment
    directive = assignment.task.directive
    source = directive_words(directive.kind, directive.number, directive.issued_on or directive.meeting_on)
    return say.point(
        event.kind,
        unit=assignment.unit.name,
        under_authority=assignment.unit.under_authority,
        text=assignment.task.text,
        source=with_clause(source, assignment.task.clause),
        due_on=event.named_on or assignment.due_on,
        repeats=assignment.repeats,
        note=event.note,
    )


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the notice: of which unit, its sentence, and the task it is (None for one that was stopped)."""

    unit: Unit
    sentence: str
    task: Task | None


def points_of(session: Session, *, meeting: Meeting) -> list[list[Point]]:
    """The points by unit, in the office's own order: first what was said of earlier tasks, then what is new."""
    opinions = _opinions(session, meeting)
    tasks = {task.id: task for task in meeting.directive.tasks} if meeting.directive else {}
    found = []
    for event in opinions:
        task = tasks.get(event.task_id or 0)
        if task is not None or event.kind is EventKind.STOPPED:
            found.append(Point(event.assignment.unit, task.text if task else sentence_of(event), task))
    found += _new_points(session, tasks)
    found.sort(key=lambda point: (point.unit.position, point.unit.name, point.unit.id))
    return [list(group) for _, group in groupby(found, key=lambda point: point.unit.id)]


def _new_points(session: Session, tasks: dict[int, Task]) -> list[Point]:
    rows = session.execute(
        select(Assignment, DueDate)
        .outerjoin(DueDate, DueDate.id == Assignment.due_date_id)
        .where(Assignment.task_id.in_(tasks), Assignment.role == AssignmentRole.LEAD)
        .options(joinedload(Assignment.unit))
        .order_by(Assignment.id)
    ).tuples()
    shown = [(row, due, tasks[row.task_id]) for row, due in rows if not tasks[row.task_id].restricted]
    return [Point(row.unit, say.new_point(task.text, due.named_on if due else None), task) for row, due, task in shown]


def _number(session: Session, meeting: Meeting, directive: Directive) -> None:
    """The clause of each task is its place in the notice, as in "II.1"."""
    session.flush()
    session.refresh(directive, ["tasks"])
    for number, points in enumerate(points_of(session, meeting=meeting), 1):
        for place, point in enumerate(points, 1):
            if point.task is not None:
                point.task.clause = say.clause(number, place)
