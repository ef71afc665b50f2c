"""Mails of what a notice says again: in the one that gives the unit its new tasks, or in one of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.adapters.mail_templates import compose
from app.domain.terms import MessageKind
from app.models import Assignment, Directive, DueDate, OutboxMessage, Unit
from app.services import answer_links
from app.services.mail_items import AgainItem
from app.services.outbox import put, queue_tasks_given, sender_of, unit_key, unit_recipient
from app.services.repeat_giving import SaidAgain
from app.services.repeating import Again, named_words
from app.services.told_by_acts import note_deadline
from app.services.visibility import told_text
from app.wording.mail import source_words


def tell_of_notice(
    session: Session, *, clock: Clock, links: Links, directive: Directive, said: SaidAgain
) -> list[OutboxMessage]:
    """One mail a unit of all that a notice gives it and says again."""
    by_unit = _by_unit(said.again)
    items = {unit_id: _items(session, clock, links, unit_id, rows) for unit_id, rows in by_unit.items()}
    told = queue_tasks_given(session, clock=clock, links=links, directive=directive, again=items, joined=said.joined)
    reached = {message.recipient for message in told}
    left = {unit_id: rows for unit_id, rows in by_unit.items() if unit_key(unit_id) not in reached}
    told += _queue(session, clock, links, directive, left, items)
    _note_deadlines(session, clock, told, said.again)
    return told


def tell_again(
    session: Session, *, clock: Clock, links: Links, directive: Directive, again: Sequence[Again]
) -> list[OutboxMessage]:
    """One mail a unit of what was found later to be said again by the notice."""
    by_unit = _by_unit(again)
    items = {unit_id: _items(session, clock, links, unit_id, rows) for unit_id, rows in by_unit.items()}
    told = _queue(session, clock, links, directive, by_unit, items)
    _note_deadlines(session, clock, told, again)
    return told


def _note_deadlines(session: Session, clock: Clock, told: Sequence[OutboxMessage], again: Sequence[Again]) -> None:
    by_recipient = {message.recipient: message for message in told}
    for row in again:
        if row.moved:
            message = by_recipient.get(unit_key(row.first.unit_id))
            note_deadline(session, clock=clock, assignment=row.first, message=message)


def _by_unit(again: Sequence[Again]) -> dict[int, list[Again]]:
    rows = sorted(again, key=lambda each: (each.first.unit_id, each.task.position, each.first.id))
    return {unit_id: list(group) for unit_id, group in groupby(rows, key=lambda each: each.first.unit_id)}


def _items(session: Session, clock: Clock, links: Links, unit_id: int, rows: Sequence[Again]) -> list[AgainItem]:
    urls = answer_links.addresses(
        session,
        clock=clock,
        links=links,
        office_id=rows[0].first.office_id,
        unit_id=unit_id,
        recipient=unit_key(unit_id),
        assignment_ids=[row.first.id for row in rows],
    )
    return [_item(session, links, row, urls.get(row.first.id, "")) for row in rows]


def _item(session: Session, links: Links, row: Again, answer_url: str) -> AgainItem:
    """A limited task is told of without its words, whichever of the two is limited."""
    first, task = row.first, row.task
    due = session.get(DueDate, first.due_date_id) if first.due_date_id else None
    return AgainItem(
        assignment_id=first.id,
        clause=task.clause,
        text=told_text(first.task if first.task.restricted else task),
        source=source_words(named_words(first.task.directive), first.task.clause),
        times=first.repeats,
        due_on=due.due_on if due else None,
        time_of_day=due.time_of_day if due else None,
        moved=row.moved,
        url=links.assignment(first.public_id),
        answer_url=answer_url,
    )


def _queue(
    session: Session,
    clock: Clock,
    links: Links,
    directive: Directive,
    by_unit: Mapping[int, Sequence[Again]],
    items: Mapping[int, Sequence[AgainItem]],
) -> list[OutboxMessage]:
    sender = sender_of(session, office_id=directive.office_id) if by_unit else None
    queued = []
    for unit_id, rows in by_unit.items():
        composed = compose(
            MessageKind.REPEATED,
            sender=sender,
            directive=directive,
            unit=session.get_one(Unit, unit_id),
            again=items[unit_id],
            my_unit=links.my_unit(),
        )
        queued.append(
            put(
                session,
                clock=clock,
                office_id=directive.office_id,
                kind=MessageKind.REPEATED,
                key=f"repeated:{unit_key(unit_id)}:{min(_event_id(row.first) for row in rows)}",
                recipient=unit_recipient(session, unit_id=unit_id, today=clock.today()),
                composed=composed,
                about=[row.first.id for row in rows],
            )
        )
    return [message for message in queued if message]


def _event_id(first: Assignment) -> int:
    """A task may be said again many times: a mail is named by the event it tells of."""
    return max(event.id for event in first.events)
