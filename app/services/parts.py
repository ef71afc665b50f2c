"""Coordinating units give their part to the lead, who sees whom the task waits for; with the last lead they end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.files import FileStore
from app.domain.errors import DomainError
from app.domain.lifecycle import FINAL
from app.domain.permissions import Actor
from app.domain.terms import AssignmentRole, DueReason, EventKind
from app.models import Assignment, DueDate, Event
from app.services.acts import begin, said, write
from app.services.assignments import siblings
from app.services.decisions import Decided
from app.services.evidence import NewEvidence, check_evidence, keep_evidence


def give_part(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    assignment: Assignment,
    version: int,
    note: str = "",
    results: Sequence[NewEvidence] = (),
    files: FileStore | None = None,
) -> None:
    """A coordinating unit has given its part to the lead. Raises DomainError("part.empty") for neither a word nor a
    document."""
    begin(session, actor, EventKind.PART_GIVEN, assignment, version)
    check_evidence(tuple(results), today=clock.today())
    if not note.strip() and not any(result.number or result.filename for result in results):
        raise DomainError("part.empty")
    event = Event(kind=EventKind.PART_GIVEN, note=note.strip())
    write(session, actor, clock, assignment, event)
    assignment.evidence.extend(keep_evidence(event, tuple(results), files=files))
    session.flush()


def return_part(
    session: Session, *, actor: Actor, clock: Clock, assignment: Assignment, version: int, reason: str
) -> None:
    """The lead needs more of it."""
    begin(session, actor, EventKind.PART_RETURNED, assignment, version)
    event = Event(kind=EventKind.PART_RETURNED, note=said(reason, "reason.required"))
    write(session, actor, clock, assignment, event)


def date_part(
    session: Session, *, actor: Actor, clock: Clock, assignment: Assignment, version: int, due_on: date, note: str = ""
) -> None:
    """By when the lead needs the part: a date of its own that no figure rates.

    Raises DomainError: "part.past", "part.after_lead" for a day after the last lead's deadline, "due.unchanged".
    """
    begin(session, actor, EventKind.PART_DATED, assignment, version)
    if due_on < clock.today():
        raise DomainError("part.past")
    if due_on == assignment.due_on:
        raise DomainError("due.unchanged", due_on=due_on)
    leads = [part for part in siblings(session, assignment=assignment) if part.role is AssignmentRole.LEAD]
    latest = max((part.due_on for part in leads if part.due_on), default=None)
    if latest and due_on > latest:
        raise DomainError("part.after_lead", due_on=latest)
    event = Event(kind=EventKind.PART_DATED, named_on=due_on, note=note.strip())
    due = DueDate(named_on=due_on, due_on=due_on, reason=DueReason.PART, effective_on=clock.today(), note=note.strip())
    write(session, actor, clock, assignment, event, due=due)


def end_coordination(
    session: Session, *, actor: Actor, clock: Clock, assignment: Assignment, kind: EventKind, decided: Decided | None
) -> None:
    """With the last lead's part the coordinating ones end too: nobody reports a coordination done. They are done if
    any lead is, as of the last lead's day, and otherwise end as the last lead did, by an event of that ``kind``. A lead
    that was transferred goes on elsewhere, and so do they."""
    parts = [assignment, *siblings(session, assignment=assignment)]
    leads = [part for part in parts if part.role is AssignmentRole.LEAD and part.period == assignment.period]
    if any(part.state not in FINAL for part in leads):
        return
    completed_on = max((part.completed_on for part in leads if part.completed_on), default=None)
    for part in parts:
        if _still_coordinates(part, assignment.period):
            session.refresh(part, with_for_update={"of": Assignment})
            event = Event(kind=EventKind.ACCEPTED if completed_on else kind, effective_on=completed_on)
            write(session, actor, clock, part, event, decided=decided)


def _still_coordinates(part: Assignment, period: str) -> bool:
    return part.role is AssignmentRole.COORDINATING and part.period == period and part.state not in FINAL
