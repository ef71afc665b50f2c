"""What a unit answers: received, how far it is, handed on, on a leader's desk, done. The office records what came on
paper or by telephone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.files import FileStore
from app.domain.errors import DomainError
from app.domain.permissions import Actor
from app.domain.terms import EventKind, State
from app.models import Assignment, Event, User
from app.services.acts import begin, said, write
from app.services.evidence import NewEvidence, check_evidence, keep_evidence
from app.services.people import people_of_unit

PERCENT = range(101)


def acknowledge(session: Session, *, actor: Actor, clock: Clock, assignment: Assignment, version: int) -> None:
    """The unit says that it has received the task."""
    begin(session, actor, EventKind.ACKNOWLEDGED, assignment, version)
    write(session, actor, clock, assignment, Event(kind=EventKind.ACKNOWLEDGED))


def write_progress(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    assignment: Assignment,
    version: int,
    note: str,
    percent: int | None = None,
    lateness_reason: str = "",
) -> None:
    """The unit says how far it is, if it likes in per cent, and why it is late.

    Raises DomainError("note.required") for nothing said, ("progress.percent") for what is no share.
    """
    begin(session, actor, EventKind.PROGRESS, assignment, version)
    if percent is not None and percent not in PERCENT:
        raise DomainError("progress.percent")
    event = Event(
        kind=EventKind.PROGRESS,
        note=said(note, "note.required"),
        percent=percent,
        lateness_reason=lateness_reason.strip(),
    )
    write(session, actor, clock, assignment, event)


def hand_on(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    assignment: Assignment,
    version: int,
    person: User | None = None,
    person_name: str = "",
    inner_due_on: date | None = None,
    note: str = "",
) -> None:
    """The unit's head names who does it, with an inner date if wanted; the unit stays accountable.

    Raises DomainError("hand_on.nobody"), ("hand_on.stranger") for an account of another unit, ("hand_on.after_due") for
    a date after the unit's own, ("hand_on.past").
    """
    begin(session, actor, EventKind.HANDED_ON, assignment, version)
    if person and person not in people_of_unit(session, unit_id=assignment.unit_id, today=clock.today()):
        raise DomainError("hand_on.stranger", name=person.name)
    name = person.name if person else person_name.strip()
    if not name:
        raise DomainError("hand_on.nobody")
    if inner_due_on and assignment.due_on and inner_due_on > assignment.due_on:
        raise DomainError("hand_on.after_due", due_on=assignment.due_on)
    if inner_due_on and inner_due_on < clock.today():
        raise DomainError("hand_on.past")
    assignment.person_id, assignment.person_name = (person.id if person else None), name
    assignment.inner_due_on = inner_due_on
    event = Event(kind=EventKind.HANDED_ON, person_name=name, named_on=inner_due_on, note=note.strip())
    write(session, actor, clock, assignment, event)


def send_for_signature(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    assignment: Assignment,
    version: int,
    desk: str,
    sent_on: date | None = None,
    note: str = "",
) -> None:
    """The draft lies on somebody's desk to be signed: from that day it is not the unit's delay.

    The unit names the day, not before the task was given (DomainError("report.day")), and the desk
    (DomainError("signature.desk")); what it names and when it was written down both stay on record.
    """
    begin(session, actor, EventKind.SENT_FOR_SIGNATURE, assignment, version)
    day = sent_on or clock.today()
    if not assignment.given_on <= day <= clock.today():
        raise DomainError("report.day", earliest=assignment.given_on, latest=clock.today())
    event = Event(
        kind=EventKind.SENT_FOR_SIGNATURE, effective_on=day, desk=said(desk, "signature.desk"), note=note.strip()
    )
    write(session, actor, clock, assignment, event)


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

    What was waiting for a signature needs the signed document's number and date
    (DomainError("signature.number_and_date")). A unit reports for today. Only the office, recording on its behalf, may
    name an earlier day, not before the task was given: DomainError("report.day").
    """
    begin(session, actor, EventKind.SUBMITTED, assignment, version)
    day = reported_on or clock.today()
    _check_report_day(actor, assignment, day, today=clock.today())
    check_evidence(tuple(results), today=clock.today())
    if assignment.state is State.SIGNING and not any(result.number and result.issued_on for result in results):
        raise DomainError("signature.number_and_date")
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
