"""A deadline that was typed wrongly, and one that a leader moves on his own. The original never disappears."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.domain.deadlines import due_on
from app.domain.errors import DomainError
from app.domain.permissions import Actor
from app.domain.terms import DueReason, EventKind
from app.models import Assignment, DueDate, Event
from app.services import act_mails, superiors
from app.services.acts import begin, said, write
from app.services.decisions import MOVING_ROLES, Decision, keep_pictures, settle
from app.services.rules import load_rules


def correct_due_date(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    links: Links,
    assignment: Assignment,
    version: int,
    named_on: date,
    exclusive: bool,
    phrase: str,
    reason: str,
    decision: Decision,
    files: FileStore | None = None,
) -> None:
    """The deadline was entered wrongly: a new row that counts from the day the task was given. Figures that were
    frozen stay as they were. Raises DomainError("due.unchanged") and DomainError("due.before_given")."""
    begin(session, actor, EventKind.DUE_CORRECTED, assignment, version)
    note = said(reason, "reason.required")
    decided = settle(session, actor, clock, assignment, decision)
    due = named(session, assignment, named_on, exclusive=exclusive)
    due.phrase, due.reason, due.note = phrase.strip(), DueReason.DATA_CORRECTION, note
    due.effective_on = assignment.given_on
    _check(assignment, due)
    event = Event(kind=EventKind.DUE_CORRECTED, effective_on=clock.today(), named_on=due.due_on, note=note)
    write(session, actor, clock, assignment, event, due=due, decided=decided)
    keep_pictures(assignment, event, decided, files=files)
    act_mails.queue_due_moved(session, clock=clock, links=links, assignment=assignment, event=event)


def adjust_due_date(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    links: Links,
    assignment: Assignment,
    version: int,
    named_on: date,
    exclusive: bool,
    reason: str,
    decision: Decision,
    time_of_day: time | None = None,
    phrase: str = "",
    files: FileStore | None = None,
    tell: bool = True,
) -> None:
    """A leader moves the deadline on his own: điều chỉnh, not the unit's gia hạn. It counts from the day he decided, so
    that lateness until then stays on record. ``tell`` is False where another mail says so. Raises as
    ``correct_due_date``."""
    begin(session, actor, EventKind.DUE_ADJUSTED, assignment, version)
    note = said(reason, "reason.required")
    decided = settle(session, actor, clock, assignment, decision, roles=MOVING_ROLES)
    due = named(session, assignment, named_on, exclusive=exclusive)
    due.reason, due.note, due.effective_on = DueReason.ADJUSTED, note, decided.on
    due.time_of_day, due.phrase = time_of_day, phrase.strip()
    _check(assignment, due)
    event = Event(kind=EventKind.DUE_ADJUSTED, named_on=due.due_on, note=note)
    write(session, actor, clock, assignment, event, due=due, decided=decided)
    keep_pictures(assignment, event, decided, files=files)
    if tell:
        act_mails.queue_due_moved(session, clock=clock, links=links, assignment=assignment, event=event)


def named(session: Session, assignment: Assignment, named_on: date, *, exclusive: bool) -> DueDate:
    """A row for the date somebody named, by the office's policy, but never rolled past a superior's date. Raises
    DomainError("superior.inner_after") where a superior waits for it earlier."""
    rules = load_rules(session, office_id=assignment.office_id)
    last = due_on(named_on, exclusive=exclusive, policy=rules.policy, calendar=rules.calendar)
    unrolled = superiors.last_day(named_on, exclusive=exclusive, rules=rules) or last
    superior_due = superiors.check_inner_date(session, task_id=assignment.task_id, due_on=unrolled)
    return DueDate(named_on=named_on, exclusive=exclusive, due_on=min(last, superior_due or last))


def last_day(session: Session, assignment: Assignment, named_on: date, *, exclusive: bool) -> date:
    """The last day in time for the date somebody named, by the office's policy."""
    rules = load_rules(session, office_id=assignment.office_id)
    return due_on(named_on, exclusive=exclusive, policy=rules.policy, calendar=rules.calendar)


def _check(assignment: Assignment, due: DueDate) -> None:
    if due.due_on < assignment.given_on:
        raise DomainError("due.before_given", given_on=assignment.given_on)
    if (due.due_on, due.exclusive) == (assignment.due_on, assignment.due_exclusive):
        raise DomainError("due.unchanged", due_on=due.due_on)
