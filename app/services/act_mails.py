"""Mails on an act: one per act and recipient, queued with it and told once."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.adapters.mail_templates import Composed, compose
from app.domain.terms import DueReason, MessageKind, ReturnKind
from app.models import Assignment, Comment, DueDate, Event, Extension, OutboxMessage, Unit
from app.services import answer_links
from app.services.outbox import compose_given, given_item, leads_of, put, sender_of, unit_key, unit_recipient
from app.services.superiors import latest_due
from app.services.told_by_acts import note_deadline
from app.services.visibility import told, told_note


def queue_returned(
    session: Session, *, clock: Clock, links: Links, assignment: Assignment, event: Event
) -> OutboxMessage | None:
    """Tell the unit that its result came back: which kind, the reason, and the deadline that holds from now on.

    None if this return was told before.
    """
    due = session.get(DueDate, assignment.due_date_id) if assignment.due_date_id else None
    composed = compose(
        MessageKind.RETURNED,
        sender=sender_of(session, office_id=assignment.office_id),
        directive=assignment.task.directive,
        task=told(assignment.task),
        unit=assignment.unit,
        return_kind=event.return_kind,
        reason=told_note(assignment.task, event.note),
        returned_on=event.effective_on,
        due_on=due.due_on if due else None,
        time_of_day=due.time_of_day if due else None,
        days_given_back=_days_given_back(event, due),
        url=links.assignment(assignment.public_id),
        answer_url=_answer_url(session, clock, links, assignment),
    )
    return _put_deadline(session, clock, assignment, MessageKind.RETURNED, f"returned:{event.id}", composed)


def _days_given_back(event: Event, due: DueDate | None) -> bool:
    """Whether this very return set the deadline that holds now."""
    return (
        event.return_kind is ReturnKind.MISSING_PAPERS
        and due is not None
        and due.reason is DueReason.RETURNED_FOR_PAPERS
        and due.effective_on == event.effective_on
    )


def queue_transferred(session: Session, *, clock: Clock, links: Links, assignment: Assignment) -> OutboxMessage | None:
    """Tell a unit of a part that has come to it from another, as of one that is given."""
    task = assignment.task
    due = session.get(DueDate, assignment.due_date_id) if assignment.due_date_id else None
    answer_url = _answer_url(session, clock, links, assignment)
    leads = {task.id: leads_of(session, assignment)}
    superior_due = session.scalar(latest_due(task.id))
    item = given_item(links, assignment, task, assignment.unit, due, superior_due, leads=leads, answer_url=answer_url)
    composed = compose_given(
        links=links,
        sender=sender_of(session, office_id=assignment.office_id),
        directive=task.directive,
        unit=assignment.unit,
        given=[(assignment.role, item)],
    )
    # By the event that brought it: a part may come to a unit a second time.
    key = f"transferred:{assignment.events[-1].id}"
    return _put_deadline(session, clock, assignment, MessageKind.TASKS_GIVEN, key, composed)


def queue_extension_decided(
    session: Session, *, clock: Clock, links: Links, assignment: Assignment, request: Extension, event: Event
) -> OutboxMessage | None:
    """Tell the unit what became of its request, and the deadline that holds."""
    told_of = _deadline_told(session, clock, links, assignment, event)
    composed = compose(MessageKind.EXTENSION_DECIDED, answer=event.kind, asked_for=request.asked_for, **told_of)
    queue = _put_deadline if event.named_on else _put  # refused, the ladder goes on as it was
    return queue(session, clock, assignment, MessageKind.EXTENSION_DECIDED, f"extension:{event.id}", composed)


def queue_due_moved(
    session: Session, *, clock: Clock, links: Links, assignment: Assignment, event: Event
) -> OutboxMessage | None:
    """Tell the unit that its deadline was moved, or put right, without its asking."""
    told_of = _deadline_told(session, clock, links, assignment, event)
    composed = compose(MessageKind.DUE_MOVED, act=event.kind, **told_of)
    return _put_deadline(session, clock, assignment, MessageKind.DUE_MOVED, f"due:{event.id}", composed)


def _deadline_told(
    session: Session, clock: Clock, links: Links, assignment: Assignment, event: Event
) -> dict[str, object]:
    """What mails about a deadline share: the task, the deadline that holds, and why."""
    return {
        "sender": sender_of(session, office_id=assignment.office_id),
        "directive": assignment.task.directive,
        "task": told(assignment.task),
        "unit": assignment.unit,
        "due_on": assignment.due_on,
        "reason": told_note(assignment.task, event.note),
        "url": links.assignment(assignment.public_id),
        "answer_url": _answer_url(session, clock, links, assignment),
    }


def _answer_url(session: Session, clock: Clock, links: Links, assignment: Assignment) -> str:
    """Where the unit answers without logging in; empty where there are no such links."""
    urls = answer_links.addresses(
        session,
        clock=clock,
        links=links,
        office_id=assignment.office_id,
        unit_id=assignment.unit_id,
        recipient=unit_key(assignment.unit_id),
        assignment_ids=[assignment.id],
    )
    return urls.get(assignment.id, "")


def queue_mentioned(
    session: Session,
    *,
    clock: Clock,
    links: Links,
    assignment: Assignment,
    comment: Comment,
    author: str,
    unit: Unit,
) -> OutboxMessage | None:
    """Tell a unit that a comment calls it. Of a task that only some may see the mail says no word: it goes into a
    mailbox that others read."""
    composed = compose(
        MessageKind.MENTIONED,
        sender=sender_of(session, office_id=assignment.office_id),
        directive=assignment.task.directive,
        task=assignment.task,
        unit=unit,
        author=author,
        text="" if assignment.task.restricted else comment.text,
        url=links.assignment(assignment.public_id),
    )
    return put(
        session,
        clock=clock,
        office_id=assignment.office_id,
        kind=MessageKind.MENTIONED,
        key=f"mentioned:{comment.public_id}:{unit.id}",
        recipient=unit_recipient(session, unit_id=unit.id, today=clock.today()),
        composed=composed,
        about=[assignment.id],
    )


def _put(
    session: Session, clock: Clock, assignment: Assignment, kind: MessageKind, key: str, composed: Composed
) -> OutboxMessage | None:
    return put(
        session,
        clock=clock,
        office_id=assignment.office_id,
        kind=kind,
        key=key,
        recipient=unit_recipient(session, unit_id=assignment.unit_id, today=clock.today()),
        composed=composed,
        about=[assignment.id],
    )


def _put_deadline(
    session: Session, clock: Clock, assignment: Assignment, kind: MessageKind, key: str, composed: Composed
) -> OutboxMessage | None:
    """The same for a mail that tells the unit of a deadline it did not know."""
    message = _put(session, clock, assignment, kind, key, composed)
    note_deadline(session, clock=clock, assignment=assignment, message=message)
    return message
