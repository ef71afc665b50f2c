"""What the office decides about a result: accepted, with the day that counts, or returned; and what excuses a delay."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.domain import history
from app.domain.deadlines import due_after_return
from app.domain.errors import DomainError
from app.domain.permissions import Actor, self_confirmed
from app.domain.terms import DueReason, EventKind, ExtensionState, ReturnKind, Role
from app.models import Assignment, DueDate, Event
from app.services import act_mails
from app.services.acts import begin, said, write
from app.services.decisions import MOVING_ROLES, Decided, Decision, keep_pictures, settle
from app.services.parts import end_coordination
from app.services.rules import load_rules

CAUSES = (EventKind.CAUSE_CONFIRMED, EventKind.CAUSE_WITHDRAWN)


def accept(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    assignment: Assignment,
    version: int,
    completed_on: date,
    decision: Decision,
    note: str = "",
    files: FileStore | None = None,
) -> None:
    """The office confirms the result, and with it the day that counts as the day of completion.

    What the secretariat has done itself its leader confirms; otherwise the event says "self confirmed", and no day
    before the report counts (DomainError("completion.own")): nobody takes an own delay back.
    """
    begin(session, actor, EventKind.ACCEPTED, assignment, version)
    history.check_completion(completed_on=completed_on, given_on=assignment.given_on, decided_on=clock.today())
    decided = settle(session, actor, clock, assignment, decision)
    own = confirmed_by_itself(assignment, decided)
    if own and assignment.submitted_on and completed_on < assignment.submitted_on:
        raise DomainError("completion.own", reported_on=assignment.submitted_on)
    event = Event(kind=EventKind.ACCEPTED, effective_on=completed_on, note=note.strip(), self_confirmed=own)
    lapse_request(assignment, on=clock.today())
    write(session, actor, clock, assignment, event, decided=decided)
    keep_pictures(assignment, event, decided, files=files)
    end_coordination(session, actor=actor, clock=clock, assignment=assignment, kind=EventKind.ACCEPTED, decided=decided)


def confirmed_by_itself(assignment: Assignment, decided: Decided) -> bool:
    """Whether the secretariat's own assignment is decided by somebody who is not a leader. Who has no account and is
    named with a title is one of the leaders."""
    roles = decided.roles if decided.person else frozenset({Role.LEADER})
    own_unit = assignment.unit_id if assignment.unit.is_secretariat else None
    return self_confirmed(assignment_unit_id=assignment.unit_id, office_unit_id=own_unit, decider_roles=roles)


def lapse_request(assignment: Assignment, *, on: date) -> None:
    """A request for more time that nobody answered ends with the assignment."""
    for request in assignment.requests:
        if request.state is ExtensionState.OPEN:
            request.state, request.decided_on = ExtensionState.WITHDRAWN, on


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
    decision: Decision,
    files: FileStore | None = None,
) -> None:
    """The office gives the result back, or a draft that is not to be signed, with a reason, and a mail tells the unit.

    For missing papers the unit gets back the working days that it had left when it reported, as a due date of its own.
    """
    begin(session, actor, EventKind.RETURNED, assignment, version)
    note = said(reason, "reason.required")
    decided = settle(session, actor, clock, assignment, decision)
    due = _days_given_back(session, clock, assignment) if return_kind is ReturnKind.MISSING_PAPERS else None
    event = Event(kind=EventKind.RETURNED, effective_on=clock.today(), return_kind=return_kind, note=note)
    write(session, actor, clock, assignment, event, due=due, decided=decided)
    keep_pictures(assignment, event, decided, files=files)
    act_mails.queue_returned(session, clock=clock, links=links, assignment=assignment, event=event)


def _days_given_back(session: Session, clock: Clock, assignment: Assignment) -> DueDate | None:
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
        named_on=again, due_on=again, reason=DueReason.RETURNED_FOR_PAPERS, effective_on=clock.today(), note=""
    )


def decide_cause(
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
) -> None:
    """An objective cause, confirmed by the competent leader, takes the assignment out of the figures on lateness, from
    the day of the decision (NĐ 335/2025/NĐ-CP); or the confirmation is taken back.

    Raises DomainError: "cause.confirmed", "cause.none", "cause.own" for the secretariat's own, which a leader decides.
    """
    if kind not in CAUSES:
        raise ValueError(kind)
    begin(session, actor, kind, assignment, version)
    note = said(reason, "reason.required")
    if assignment.objective is (kind is EventKind.CAUSE_CONFIRMED):
        raise DomainError("cause.confirmed" if assignment.objective else "cause.none")
    decided = settle(session, actor, clock, assignment, decision, roles=MOVING_ROLES)
    if confirmed_by_itself(assignment, decided):
        raise DomainError("cause.own")
    event = Event(kind=kind, note=note)
    write(session, actor, clock, assignment, event, decided=decided)
    keep_pictures(assignment, event, decided, files=files)


def set_check_date(
    session: Session, *, actor: Actor, clock: Clock, assignment: Assignment, version: int, check_on: date | None
) -> None:
    """The office's own day to look again (mốc theo dõi): never rated, nobody is reminded but the office. None takes it
    away. Raises DomainError("check_date.past")."""
    begin(session, actor, EventKind.CHECK_DATED, assignment, version)
    if check_on and check_on < clock.today():
        raise DomainError("check_date.past")
    assignment.check_on = check_on
    write(session, actor, clock, assignment, Event(kind=EventKind.CHECK_DATED, named_on=check_on))
