"""What every act on an assignment shares: the right to it, the version it answers, one event, one audit entry."""

from __future__ import annotations

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from app.adapters.clock import Clock
from app.domain import history
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, may_act_for
from app.domain.terms import EventKind, Role, State
from app.models import Assignment, DueDate, Event, User
from app.services import audit, people, recording

DECIDING_ROLES = (Role.CHIEF, Role.STAFF, Role.LEADER)
# The right each kind of event asks for; a task is given by a directive, not here.
RIGHT_TO = {
    EventKind.ACKNOWLEDGED: Action.ACKNOWLEDGE,
    EventKind.PROGRESS: Action.WRITE_PROGRESS,
    EventKind.SUBMITTED: Action.REPORT_DONE,
    EventKind.ACCEPTED: Action.ACCEPT,
    EventKind.RETURNED: Action.RETURN,
    EventKind.CANCELLED: Action.CANCEL,
}


def begin(
    session: Session,
    actor: Actor,
    action: Action,
    assignment: Assignment,
    version: int,
    kind: EventKind | None = None,
) -> None:
    """Check the right, lock the row and read it anew, check the version the person saw and that the step is legal.

    Raises DomainError: "not_found", "permission.denied", "stale", "assignment.wrong_state".
    """
    if assignment.office_id != actor.office_id:
        raise DomainError("not_found")
    if not may_act_for(actor, action, unit_id=assignment.unit_id, role=assignment.role):
        raise DomainError("permission.denied", action=action)
    session.refresh(assignment, with_for_update={"of": Assignment})
    if assignment.version != version:
        raise DomainError("stale")
    if kind is not None:
        history.check_transition(assignment.state, kind)


def find_decider(session: Session, actor: Actor, clock: Clock, decider_id: int) -> tuple[User, frozenset[Role]]:
    """The person who decided, with the roles held today. Raises DomainError("decider.not_entitled")."""
    person = session.get(User, decider_id)
    roles = people.roles_of(session, user_id=decider_id, today=clock.today())
    if person is None or not person.active or person.office_id != actor.office_id or not roles & set(DECIDING_ROLES):
        raise DomainError("decider.not_entitled")
    return person, roles


def write(
    session: Session,
    actor: Actor,
    clock: Clock,
    assignment: Assignment,
    event: Event,
    *,
    due: DueDate | None = None,
) -> None:
    """Record the event, by default for today, with the due date it brings and an audit entry."""
    event.effective_on = event.effective_on or clock.today()
    event.recorded_at, event.recorder_id = clock.now(), actor.user_id
    append(session, assignment, event, *([due] if due is not None else []))
    kinds = {"return_kind": event.return_kind, "cancel_kind": event.cancel_kind}
    facts = {name: kind.value for name, kind in kinds.items() if kind is not None}
    effective_on = event.effective_on.isoformat()
    note_in_log(session, actor, clock, assignment, event.kind.value, effective_on=effective_on, **facts)


def append(session: Session, assignment: Assignment, *rows: Event | DueDate) -> None:
    """Add the rows. The version rises with every act, also with one that leaves all columns as they were."""
    before = assignment.version
    try:
        recording.add(session, assignment, *rows)
        if assignment.version == before:
            flag_modified(assignment, "state")
            session.flush()
    except StaleDataError as error:
        raise DomainError("stale") from error


def note_in_log(
    session: Session, actor: Actor, clock: Clock, assignment: Assignment, action: str, **payload: str
) -> None:
    audit.record(
        session,
        actor=actor,
        clock=clock,
        action=f"assignment.{action}",
        subject=f"assignment:{assignment.public_id}",
        **payload,
    )


def said(text: str, code: str) -> str:
    """What somebody wrote, without the blanks around it. Raises DomainError(code) for nothing."""
    if not text.strip():
        raise DomainError(code)
    return text.strip()


def possible_acts(actor: Actor, assignment: Assignment) -> frozenset[Action]:
    """What this person can do with the assignment as it stands: what a page offers, and ``begin`` would let pass."""
    found = {action for kind, action in RIGHT_TO.items() if _is_next(assignment, kind)}
    if assignment.state is not State.CANCELLED:
        found.add(Action.CORRECT_DUE_DATE)
    return frozenset(
        action for action in found if may_act_for(actor, action, unit_id=assignment.unit_id, role=assignment.role)
    )


def _is_next(assignment: Assignment, kind: EventKind) -> bool:
    try:
        history.check_transition(assignment.state, kind)
    except DomainError:
        return False
    return True
