"""More time: a unit asks, somebody else decides; one request at a time, by the office's own limits."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.domain.deadlines import extended_from
from app.domain.errors import DomainError
from app.domain.permissions import Actor
from app.domain.terms import DueReason, EventKind, ExtensionState
from app.models import Assignment, DueDate, Event, Extension
from app.services import act_mails, due_dates
from app.services.acts import append, begin, note_in_log, said, write
from app.services.deciding import confirmed_by_itself
from app.services.decisions import MOVING_ROLES, Decided, Decision, keep_pictures, settle
from app.services.rules import load_rules

ANSWERS = {
    EventKind.EXTENSION_GRANTED: ExtensionState.GRANTED,
    EventKind.EXTENSION_COUNTERED: ExtensionState.COUNTERED,
    EventKind.EXTENSION_REFUSED: ExtensionState.REFUSED,
}


def ask(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    assignment: Assignment,
    version: int,
    asked_for: date,
    reason: str,
    asked_on: date | None = None,
) -> Extension:
    """The lead asks for a later day. The office, recording what came on paper, may name the day it came.

    Raises DomainError: "extension.undated", "extension.open", "extension.not_later", "extension.limit",
    "extension.too_late", "report.day".
    """
    begin(session, actor, EventKind.EXTENSION_ASKED, assignment, version)
    why = said(reason, "reason.required")
    on = asked_on or clock.today()
    due_on = _check_request(session, actor, clock, assignment, asked_for, on)
    request = Extension(
        asked_on=on,
        asked_for=asked_for,
        due_on=due_on,
        reason=why,
        state=ExtensionState.OPEN,
        asker_id=actor.user_id,
        asker_name=actor.name,
    )
    assignment.requests.append(request)
    session.flush()
    event = Event(
        kind=EventKind.EXTENSION_ASKED, effective_on=on, named_on=asked_for, note=why, extension_id=request.id
    )
    write(session, actor, clock, assignment, event)
    return request


def _check_request(
    session: Session, actor: Actor, clock: Clock, assignment: Assignment, asked_for: date, on: date
) -> date:
    due_on = assignment.due_on
    if due_on is None:
        raise DomainError("extension.undated")
    if assignment.extension_asked_on is not None:
        raise DomainError("extension.open", asked_on=assignment.extension_asked_on)
    if asked_for <= max(due_on, clock.today()):
        raise DomainError("extension.not_later", due_on=max(due_on, clock.today()))
    by_itself = assignment.unit_id in actor.unit_ids or assignment.unit.is_secretariat
    earliest = clock.today() if by_itself else assignment.given_on
    if not earliest <= on <= clock.today():
        raise DomainError("report.day", earliest=earliest, latest=clock.today())
    rules = load_rules(session, office_id=assignment.office_id)
    limit, notice = rules.practice.extensions_limit, rules.practice.extension_notice_days
    if limit is not None and assignment.extensions_granted >= limit:
        raise DomainError("extension.limit", limit=limit)
    if notice is not None and (on > due_on or rules.calendar.working_days_between(on, due_on) < notice):
        raise DomainError("extension.too_late", days=notice)
    return due_on


def open_request(assignment: Assignment) -> Extension:
    """The request that waits. Raises DomainError("extension.none_open")."""
    found = next((request for request in assignment.requests if request.state is ExtensionState.OPEN), None)
    if found is None:
        raise DomainError("extension.none_open")
    return found


def withdraw(session: Session, *, actor: Actor, clock: Clock, assignment: Assignment, version: int) -> None:
    """The unit takes its request back."""
    begin(session, actor, EventKind.EXTENSION_WITHDRAWN, assignment, version)
    request = open_request(assignment)
    request.state, request.decided_on = ExtensionState.WITHDRAWN, clock.today()
    write(session, actor, clock, assignment, Event(kind=EventKind.EXTENSION_WITHDRAWN, extension_id=request.id))


def propose(
    session: Session, *, actor: Actor, clock: Clock, assignment: Assignment, version: int, proposal: str
) -> None:
    """What the office proposes to the leader who decides; it stands beside the request."""
    begin(session, actor, EventKind.EXTENSION_GRANTED, assignment, version)
    open_request(assignment).proposal = proposal.strip()
    append(session, assignment)
    note_in_log(session, actor, clock, assignment, "extension_proposed")


def decide(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    links: Links,
    assignment: Assignment,
    version: int,
    answer: EventKind,
    decision: Decision,
    granted_until: date | None = None,
    reason: str = "",
    files: FileStore | None = None,
) -> None:
    """Granted as asked, granted with another date, or refused with a reason; a mail tells the unit.

    Who asked does not decide (DomainError("extension.requester_decides")), and the secretariat does not decide its own
    (DomainError("extension.own")). Granted with another date needs one after the deadline in force
    (DomainError("extension.not_later")). The new deadline counts from ``deadlines.extended_from``.
    """
    if answer not in ANSWERS:
        raise ValueError(answer)
    begin(session, actor, answer, assignment, version)
    request = open_request(assignment)
    decided = settle(session, actor, clock, assignment, decision, roles=MOVING_ROLES)
    _check_decider(assignment, request, decided)
    until = _until(assignment, request, answer, granted_until)
    note = said(reason, "reason.required") if answer is EventKind.EXTENSION_REFUSED else reason.strip()
    due = _extended(session, assignment, request, decided, until) if until else None
    request.state, request.decided_on, request.granted_until = ANSWERS[answer], decided.on, until
    event = Event(kind=answer, named_on=until, note=note, extension_id=request.id)
    write(session, actor, clock, assignment, event, due=due, decided=decided)
    keep_pictures(assignment, event, decided, files=files)
    act_mails.queue_extension_decided(
        session, clock=clock, links=links, assignment=assignment, request=request, event=event
    )


def _check_decider(assignment: Assignment, request: Extension, decided: Decided) -> None:
    if decided.person is not None and decided.person.id == request.asker_id:
        raise DomainError("extension.requester_decides")
    if confirmed_by_itself(assignment, decided):
        raise DomainError("extension.own")
    if decided.on < request.asked_on:
        raise DomainError("decision.day", earliest=request.asked_on, latest=decided.on)


def _until(assignment: Assignment, request: Extension, answer: EventKind, granted_until: date | None) -> date | None:
    if answer is EventKind.EXTENSION_REFUSED:
        return None
    until = request.asked_for if answer is EventKind.EXTENSION_GRANTED else granted_until
    if until is None or assignment.due_on is None or until <= assignment.due_on:
        raise DomainError("extension.not_later", due_on=assignment.due_on or request.due_on)
    return until


def _extended(session: Session, assignment: Assignment, request: Extension, decided: Decided, until: date) -> DueDate:
    due = due_dates.named(session, assignment, until, exclusive=False)
    due.reason, due.note = DueReason.EXTENDED, ""
    due.effective_on = extended_from(asked_on=request.asked_on, due_on=request.due_on, decided_on=decided.on)
    return due
