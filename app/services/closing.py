"""The ends of an assignment that are no completion, each with authority and reason: no figure rates them. And the wrong
unit put right."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.permissions import Actor
from app.domain.terms import AssignmentRole, DueReason, EventKind, State
from app.models import Assignment, DueDate, Event, Unit
from app.services import act_mails
from app.services.acts import append, begin, said, write
from app.services.deciding import lapse_request
from app.services.decisions import MOVING_ROLES, Decided, Decision, keep_pictures, settle
from app.services.parts import end_coordination

CLOSING = (EventKind.STOPPED, EventKind.SUPERSEDED, EventKind.CANCELLED)


def close(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    assignment: Assignment,
    version: int,
    kind: EventKind,
    reason: str,
    decision: Decision,
    files: FileStore | None = None,
    by_task_id: int | None = None,
) -> None:
    """Stopped (not implemented), superseded by a later notice, or cancelled because it was entered by mistake.
    ``by_task_id`` is the task of the later notice that takes its place."""
    if kind not in CLOSING:
        raise ValueError(kind)
    begin(session, actor, kind, assignment, version)
    decided = _end(session, actor, clock, assignment, kind, reason, decision, files, by_task_id=by_task_id)
    end_coordination(session, actor=actor, clock=clock, assignment=assignment, kind=kind, decided=decided)


def _end(
    session: Session,
    actor: Actor,
    clock: Clock,
    assignment: Assignment,
    kind: EventKind,
    reason: str,
    decision: Decision,
    files: FileStore | None,
    *,
    to_unit_id: int | None = None,
    by_task_id: int | None = None,
) -> Decided:
    note = said(reason, "reason.required")
    decided = settle(session, actor, clock, assignment, decision, roles=MOVING_ROLES)
    lapse_request(assignment, on=clock.today())
    event = Event(kind=kind, note=note, to_unit_id=to_unit_id, task_id=by_task_id)
    event.from_unit_id = assignment.unit_id if to_unit_id else None
    write(session, actor, clock, assignment, event, decided=decided)
    keep_pictures(assignment, event, decided, files=files)
    return decided


def transfer(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    links: Links,
    assignment: Assignment,
    version: int,
    to_unit: Unit,
    reason: str,
    decision: Decision,
    files: FileStore | None = None,
) -> Assignment:
    """Another unit takes the lead from the day of the decision, with the deadline in force; the one that had it is
    closed as transferred. A part that the new lead had as a coordinating unit is superseded by it.

    Raises DomainError: "unit.same", "unit.ended", "unit.has_part" for a unit that leads the task already.
    """
    begin(session, actor, EventKind.TRANSFERRED, assignment, version)
    coordinating = _part_of(session, assignment, to_unit)
    _check_unit(assignment, to_unit, coordinating, clock)
    decided = _end(
        session, actor, clock, assignment, EventKind.TRANSFERRED, reason, decision, files, to_unit_id=to_unit.id
    )
    if coordinating is not None:
        session.refresh(coordinating, with_for_update={"of": Assignment})
        event = Event(kind=EventKind.SUPERSEDED, note=reason.strip())
        write(session, actor, clock, coordinating, event, decided=decided)
    taken = _taken_over(actor, clock, assignment, to_unit, decided)
    session.add(taken)
    session.flush()
    append(session, taken)
    act_mails.queue_transferred(session, clock=clock, links=links, assignment=taken)
    return taken


def _part_of(session: Session, assignment: Assignment, unit: Unit) -> Assignment | None:
    return session.scalars(
        select(Assignment).where(
            Assignment.task_id == assignment.task_id,
            Assignment.unit_id == unit.id,
            Assignment.period == assignment.period,
            Assignment.closed_on.is_(None),
        )
    ).first()


def _check_unit(assignment: Assignment, unit: Unit, part: Assignment | None, clock: Clock) -> None:
    if unit.office_id != assignment.office_id:
        raise DomainError("not_found")
    if unit.id == assignment.unit_id:
        raise DomainError("unit.same")
    if unit.valid_to is not None and unit.valid_to < clock.today():
        raise DomainError("unit.ended", name=unit.name)
    if part is not None and (part.role is AssignmentRole.LEAD or assignment.role is AssignmentRole.COORDINATING):
        raise DomainError("unit.has_part", name=unit.name)


def _taken_over(actor: Actor, clock: Clock, assignment: Assignment, unit: Unit, decided: Decided) -> Assignment:
    """The new lead's part. Its first deadline is the one in force, as written."""
    event = Event(kind=EventKind.GIVEN, effective_on=decided.on, recorded_at=clock.now(), recorder_id=actor.user_id)
    decided.stamp(event)
    return Assignment(
        office_id=assignment.office_id,
        task=assignment.task,
        unit=unit,
        role=AssignmentRole.LEAD,
        state=State.OPEN,
        given_on=decided.on,
        period=assignment.period,
        recurrence_id=assignment.recurrence_id,
        predecessor=assignment,
        events=[event],
        due_dates=deadline_of(actor, clock, assignment, on=decided.on),
    )


def deadline_of(actor: Actor, clock: Clock, assignment: Assignment, *, on: date) -> list[DueDate]:
    """The deadline in force, as the first one of another part from the day on; none where there is none."""
    due = next((row for row in assignment.due_dates if row.id == assignment.due_date_id), None)
    if due is None:
        return []
    return [
        DueDate(
            phrase=due.phrase,
            named_on=due.named_on,
            exclusive=due.exclusive,
            time_of_day=due.time_of_day,
            due_on=due.due_on,
            reason=DueReason.GIVEN,
            effective_on=on,
            recorded_at=clock.now(),
            recorder_id=actor.user_id,
        )
    ]


def correct_unit(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    links: Links,
    assignment: Assignment,
    version: int,
    to_unit: Unit,
    reason: str,
    decision: Decision,
    files: FileStore | None = None,
) -> None:
    """It had been given to the wrong unit by mistake: the right one has it from the day it was given, and has not
    acknowledged it yet. Figures that were frozen stay as they were. Raises as ``transfer``."""
    begin(session, actor, EventKind.UNIT_CORRECTED, assignment, version)
    note = said(reason, "reason.required")
    _check_unit(assignment, to_unit, None, clock)
    if _part_of(session, assignment, to_unit) is not None:
        raise DomainError("unit.has_part", name=to_unit.name)
    decided = settle(session, actor, clock, assignment, decision, roles=MOVING_ROLES)
    event = Event(
        kind=EventKind.UNIT_CORRECTED,
        effective_on=assignment.given_on,
        note=note,
        from_unit_id=assignment.unit_id,
        to_unit_id=to_unit.id,
    )
    assignment.person_id, assignment.person_name, assignment.inner_due_on = None, "", None
    write(session, actor, clock, assignment, event, decided=decided)
    session.refresh(assignment, ["unit"])
    keep_pictures(assignment, event, decided, files=files)
    act_mails.queue_transferred(session, clock=clock, links=links, assignment=assignment)
