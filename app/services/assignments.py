"""Everything a unit and the office do to an assignment. Each act is one event, and one entry in the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.adapters.clock import Clock
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.domain import history
from app.domain.deadlines import due_after_return, due_on
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, may_see, self_confirmed
from app.domain.terms import AssignmentRole, CancelKind, DueReason, EventKind, ReturnKind, Role, State
from app.models import Assignment, DueDate, Event, Task, User
from app.services import outbox, people
from app.services.acts import DECIDING_ROLES, append, begin, find_decider, note_in_log, said, write
from app.services.evidence import NewEvidence, check_evidence, keep_evidence
from app.services.rules import load_rules


def find(session: Session, *, actor: Actor, public_id: str) -> Assignment:
    """The assignment with all that its page shows, in a fixed number of queries.

    Raises DomainError("not_found") also for what the actor may not see, so that nothing leaks: a unit sees its own,
    and the leads of a task that it coordinates.
    """
    assignment = session.scalars(
        select(Assignment)
        .where(Assignment.public_id == public_id, Assignment.office_id == actor.office_id)
        .options(
            joinedload(Assignment.unit),
            joinedload(Assignment.task).joinedload(Task.directive),
            selectinload(Assignment.events).joinedload(Event.recorder),
            selectinload(Assignment.events).joinedload(Event.decider),
            selectinload(Assignment.due_dates).joinedload(DueDate.recorder),
            selectinload(Assignment.due_dates).joinedload(DueDate.decider),
            selectinload(Assignment.evidence),
        )
    ).first()
    if assignment is None or not may_see(actor, unit_ids=_units_that_see(session, assignment)):
        raise DomainError("not_found")
    return assignment


def _units_that_see(session: Session, assignment: Assignment) -> frozenset[int]:
    if assignment.role is AssignmentRole.COORDINATING:
        return frozenset({assignment.unit_id})
    coordinating = session.scalars(
        select(Assignment.unit_id).where(
            Assignment.task_id == assignment.task_id, Assignment.role == AssignmentRole.COORDINATING
        )
    )
    return frozenset({assignment.unit_id, *coordinating})


def siblings(session: Session, *, assignment: Assignment) -> list[Assignment]:
    """The other units' parts of the same task: leads first, in the office's order."""
    rows = session.scalars(
        select(Assignment)
        .where(Assignment.task_id == assignment.task_id, Assignment.id != assignment.id)
        .options(joinedload(Assignment.unit))
    )
    return sorted(rows, key=lambda row: (row.role is not AssignmentRole.LEAD, row.unit.position, row.unit.name))


def deciders(session: Session, *, actor: Actor, clock: Clock) -> list[User]:
    """Who may stand as the one that decided, today."""
    return people.holders(session, office_id=actor.office_id, roles=DECIDING_ROLES, today=clock.today())


def acknowledge(session: Session, *, actor: Actor, clock: Clock, assignment: Assignment, version: int) -> None:
    """The unit says that it has received the task."""
    begin(session, actor, Action.ACKNOWLEDGE, assignment, version, EventKind.ACKNOWLEDGED)
    write(session, actor, clock, assignment, Event(kind=EventKind.ACKNOWLEDGED))


def write_progress(
    session: Session, *, actor: Actor, clock: Clock, assignment: Assignment, version: int, note: str
) -> None:
    """The unit says how far it is. Raises DomainError("note.required") for nothing said."""
    begin(session, actor, Action.WRITE_PROGRESS, assignment, version, EventKind.PROGRESS)
    write(session, actor, clock, assignment, Event(kind=EventKind.PROGRESS, note=said(note, "note.required")))


def report_done(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    assignment: Assignment,
    version: int,
    note: str = "",
    reported_on: date | None = None,
    results: Sequence[NewEvidence] = (),
    files: FileStore | None = None,
) -> None:
    """The unit reports the task done, with what shows it; ``files`` is needed when a result brings a file.

    A unit reports for today. Only the office, recording on its behalf, may name an earlier day, not before the task
    was given: DomainError("report.day").
    """
    begin(session, actor, Action.REPORT_DONE, assignment, version, EventKind.SUBMITTED)
    day = reported_on or clock.today()
    _check_report_day(actor, assignment, day, today=clock.today())
    check_evidence(tuple(results), today=clock.today())
    event = Event(kind=EventKind.SUBMITTED, effective_on=day, note=note.strip())
    write(session, actor, clock, assignment, event)
    assignment.evidence.extend(keep_evidence(event, tuple(results), files=files))
    session.flush()


def _check_report_day(actor: Actor, assignment: Assignment, day: date, *, today: date) -> None:
    earliest = assignment.given_on if may_name_the_day(actor, assignment) else today
    if not earliest <= day <= today:
        raise DomainError("report.day", earliest=earliest, latest=today)


def may_name_the_day(actor: Actor, assignment: Assignment) -> bool:
    """Whether the actor records for another unit, as the office does when a report came on paper. For its own
    secretariat's work the office records nothing but today: nobody takes an own delay back."""
    return assignment.unit_id not in actor.unit_ids and not assignment.unit.is_secretariat


def accept(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    assignment: Assignment,
    version: int,
    completed_on: date,
    decider_id: int,
    note: str = "",
) -> None:
    """The office confirms the result, and with it the day that counts as the day of completion.

    What the secretariat has done itself its leader confirms; otherwise the event says "self confirmed", and no day
    before the report counts (DomainError("completion.own")): nobody takes an own delay back.
    """
    begin(session, actor, Action.ACCEPT, assignment, version, EventKind.ACCEPTED)
    history.check_completion(completed_on=completed_on, given_on=assignment.given_on, decided_on=clock.today())
    decider, roles = find_decider(session, actor, clock, decider_id)
    own = _confirmed_by_itself(assignment, roles)
    if own and assignment.submitted_on and completed_on < assignment.submitted_on:
        raise DomainError("completion.own", reported_on=assignment.submitted_on)
    event = Event(
        kind=EventKind.ACCEPTED,
        effective_on=completed_on,
        decider_id=decider.id,
        note=note.strip(),
        self_confirmed=own,
    )
    write(session, actor, clock, assignment, event)
    _end_coordination(session, actor, clock, assignment, decider)


def _confirmed_by_itself(assignment: Assignment, decider_roles: frozenset[Role]) -> bool:
    own_unit = assignment.unit_id if assignment.unit.is_secretariat else None
    return self_confirmed(assignment_unit_id=assignment.unit_id, office_unit_id=own_unit, decider_roles=decider_roles)


def return_result(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    links: Links,
    assignment: Assignment,
    version: int,
    return_kind: ReturnKind,
    reason: str,
    decider_id: int,
) -> None:
    """The office gives the result back, with a reason, and a mail tells the unit.

    For missing papers the unit gets back the working days that it had left when it reported, as a due date of its own.
    """
    begin(session, actor, Action.RETURN, assignment, version, EventKind.RETURNED)
    note = said(reason, "reason.required")
    decider, _ = find_decider(session, actor, clock, decider_id)
    due = None
    if return_kind is ReturnKind.MISSING_PAPERS:
        due = _days_given_back(session, actor, clock, assignment, decider)
    event = Event(kind=EventKind.RETURNED, decider_id=decider.id, return_kind=return_kind, note=note)
    write(session, actor, clock, assignment, event, due=due)
    outbox.queue_returned(session, clock=clock, links=links, assignment=assignment, event=event)


def _days_given_back(
    session: Session, actor: Actor, clock: Clock, assignment: Assignment, decider: User
) -> DueDate | None:
    if assignment.due_on is None or assignment.submitted_on is None:
        return None
    again = due_after_return(
        submitted_on=assignment.submitted_on,
        due_on=assignment.due_on,
        returned_on=clock.today(),
        calendar=load_rules(session, office_id=assignment.office_id).calendar,
    )
    if again is None or again == assignment.due_on:
        return None
    return DueDate(
        named_on=again,
        due_on=again,
        reason=DueReason.RETURNED_FOR_PAPERS,
        effective_on=clock.today(),
        recorded_at=clock.now(),
        decider_id=decider.id,
        recorder_id=actor.user_id,
    )


def cancel(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    assignment: Assignment,
    version: int,
    cancel_kind: CancelKind,
    reason: str,
    decider_id: int,
) -> None:
    """The task is no longer followed: entered by mistake, or not to be implemented. No figure rates it."""
    begin(session, actor, Action.CANCEL, assignment, version, EventKind.CANCELLED)
    note = said(reason, "reason.required")
    decider, _ = find_decider(session, actor, clock, decider_id)
    event = Event(kind=EventKind.CANCELLED, decider_id=decider.id, cancel_kind=cancel_kind, note=note)
    write(session, actor, clock, assignment, event)
    _end_coordination(session, actor, clock, assignment, decider, cancel_kind=cancel_kind)


def _end_coordination(
    session: Session,
    actor: Actor,
    clock: Clock,
    assignment: Assignment,
    decider: User,
    *,
    cancel_kind: CancelKind | None = None,
) -> None:
    """With the last lead's part the coordinating ones end too: nobody reports a coordination done. They are done if
    any lead is, as of the last lead's day, and otherwise cancelled as the last lead was."""
    parts = [assignment, *siblings(session, assignment=assignment)]
    leads = [part for part in parts if part.role is AssignmentRole.LEAD]
    if any(part.state not in (State.DONE, State.CANCELLED) for part in leads):
        return
    completed_on = max((part.completed_on for part in leads if part.completed_on), default=None)
    kind = EventKind.ACCEPTED if completed_on else EventKind.CANCELLED
    for part in parts:
        if part.role is AssignmentRole.COORDINATING and part.state not in (State.DONE, State.CANCELLED):
            session.refresh(part, with_for_update={"of": Assignment})
            event = Event(kind=kind, effective_on=completed_on, decider_id=decider.id)
            event.cancel_kind = None if completed_on else cancel_kind
            write(session, actor, clock, part, event)


def correct_due_date(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    assignment: Assignment,
    version: int,
    named_on: date,
    exclusive: bool,
    phrase: str,
    reason: str,
    decider_id: int,
) -> None:
    """The deadline was entered wrongly: a new row that counts from the day the task was given. Figures that were
    frozen stay as they were. Raises DomainError("due.unchanged") and DomainError("due.before_given")."""
    begin(session, actor, Action.CORRECT_DUE_DATE, assignment, version)
    note = said(reason, "reason.required")
    decider, _ = find_decider(session, actor, clock, decider_id)
    rules = load_rules(session, office_id=assignment.office_id)
    due = DueDate(
        phrase=phrase.strip(),
        named_on=named_on,
        exclusive=exclusive,
        due_on=due_on(named_on, exclusive=exclusive, policy=rules.policy, calendar=rules.calendar),
        reason=DueReason.DATA_CORRECTION,
        note=note,
        effective_on=assignment.given_on,
        recorded_at=clock.now(),
        decider_id=decider.id,
        recorder_id=actor.user_id,
    )
    _check_correction(assignment, due)
    append(session, assignment, due)
    note_in_log(session, actor, clock, assignment, "due_corrected", due_on=due.due_on.isoformat())


def _check_correction(assignment: Assignment, due: DueDate) -> None:
    if due.due_on < assignment.given_on:
        raise DomainError("due.before_given", given_on=assignment.given_on)
    if (due.due_on, due.exclusive) == (assignment.due_on, assignment.due_exclusive):
        raise DomainError("due.unchanged", due_on=due.due_on)
