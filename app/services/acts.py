"""What every act on an assignment shares: the right to it, the version it answers, one event, one audit entry."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from app.adapters.clock import Clock
from app.domain import lifecycle
from app.domain.errors import DomainError
from app.domain.permissions import Actor, Concern, may
from app.domain.terms import AssignmentRole, EventKind
from app.models import Assignment, DueDate, Event
from app.services import answer_links, audit, recording, visibility
from app.services.decisions import Decided


def concern_of(session: Session, assignment: Assignment) -> Concern:
    """Whom the assignment concerns: the units with a part in its task that was neither entered by mistake nor
    passed on."""
    rows = session.execute(
        select(Assignment.unit_id, Assignment.role).where(
            Assignment.task_id == assignment.task_id, Assignment.state.not_in(lifecycle.GIVEN_UP)
        )
    ).tuples()
    parts = set(rows)
    return Concern(
        unit_id=assignment.unit_id,
        role=assignment.role,
        lead_unit_ids=frozenset(unit_id for unit_id, role in parts if role is AssignmentRole.LEAD),
        coordinating_unit_ids=frozenset(unit_id for unit_id, role in parts if role is AssignmentRole.COORDINATING),
    )


def begin(session: Session, actor: Actor, kind: EventKind, assignment: Assignment, version: int) -> None:
    """Check the right, lock the row and read it anew, check the version the person saw and that the step is possible.

    Raises DomainError: "not_found", "permission.denied", "stale", and those of ``lifecycle.next_state``.
    """
    if assignment.office_id != actor.office_id:
        raise DomainError("not_found")
    if not visibility.may_read(session, actor=actor, task=assignment.task):
        raise DomainError("not_found")
    action = lifecycle.ACTION_FOR[kind]
    if not may(actor, action, concern_of(session, assignment)):
        raise DomainError("permission.denied", action=action)
    session.refresh(assignment, with_for_update={"of": Assignment})
    if assignment.version != version:
        raise DomainError("stale")
    lifecycle.next_state(kind, assignment.state, assignment.role)


def write(
    session: Session,
    actor: Actor,
    clock: Clock,
    assignment: Assignment,
    event: Event,
    *,
    due: DueDate | None = None,
    decided: Decided | None = None,
) -> None:
    """Record the event, by default for the day of the decision or today, with the due date it brings and an audit
    entry."""
    event.effective_on = event.effective_on or (decided.on if decided else clock.today())
    for row in (event, due):
        if row is not None:
            _record(row, actor, clock, decided)
    append(session, assignment, event)
    if due is not None:
        due.event_id = event.id
        append(session, assignment, due)
    if assignment.state in lifecycle.FINAL or event.kind in _TO_ANOTHER_UNIT:
        answer_links.end(session, clock=clock, assignment=assignment)
    facts = {"return_kind": event.return_kind.value} if event.return_kind else {}
    days = {"named_on": event.named_on.isoformat()} if event.named_on else {}
    effective_on = event.effective_on.isoformat()
    note_in_log(session, actor, clock, assignment, event.kind.value, effective_on=effective_on, **facts, **days)


# The links of mails were the old unit's.
_TO_ANOTHER_UNIT = (EventKind.UNIT_CORRECTED, EventKind.SUCCEEDED)


def _record(row: Event | DueDate, actor: Actor, clock: Clock, decided: Decided | None) -> None:
    row.recorded_at, row.recorder_id, row.channel = clock.now(), actor.user_id, actor.channel
    row.recorder_name = "" if actor.user_id else actor.name
    if decided is not None:
        decided.stamp(row)


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
        channel=actor.channel.value,
        **payload,
    )


def said(text: str, code: str) -> str:
    """What somebody wrote, without the blanks around it. Raises DomainError(code) for nothing."""
    if not text.strip():
        raise DomainError(code)
    return text.strip()


def possible_kinds(actor: Actor, assignment: Assignment, concern: Concern) -> frozenset[EventKind]:
    """What this person can do with the assignment as it stands: what a page offers, and ``begin`` would let pass."""
    return frozenset(
        turn.kind
        for turn in lifecycle.TURNS
        if assignment.state in turn.of
        and assignment.role in turn.roles
        and _has_sense(turn.kind, assignment)
        and may(actor, turn.action, concern)
    )


_ABOUT_A_REQUEST = frozenset(
    {
        EventKind.EXTENSION_WITHDRAWN,
        EventKind.EXTENSION_GRANTED,
        EventKind.EXTENSION_COUNTERED,
        EventKind.EXTENSION_REFUSED,
    }
)


def _has_sense(kind: EventKind, assignment: Assignment) -> bool:
    """What besides the state must hold: a request to answer, a deadline to move, a cause to take back."""
    if kind in _ABOUT_A_REQUEST:
        return assignment.extension_asked_on is not None
    if kind is EventKind.EXTENSION_ASKED:
        return assignment.due_on is not None and assignment.extension_asked_on is None
    if kind is EventKind.CAUSE_CONFIRMED:
        return not assignment.objective
    if kind is EventKind.CAUSE_WITHDRAWN:
        return assignment.objective
    return kind is not EventKind.SUCCEEDED  # by the wizard alone
