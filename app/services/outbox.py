"""The outbox: mails are queued with the act they tell of, in its transaction, and leave only after its commit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.adapters.mail_templates import Composed, compose
from app.domain.lifecycle import GIVEN_UP
from app.domain.terms import AssignmentRole, MessageKind, OutboxState, Role, SkipReason, Urgency
from app.models import (
    Assignment,
    Directive,
    DueDate,
    Membership,
    MessageAssignment,
    Office,
    OutboxMessage,
    Task,
    Unit,
    User,
)
from app.services import answer_links, quiet_hours
from app.services.claims import insert_new
from app.services.mail_items import AgainItem, GivenItem, others
from app.services.superiors import latest_due
from app.services.visibility import told_text
from app.wording.mail import directive_words
from app.wording.recurrence import period_words


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a mail is for. ``key`` is "unit:<id>" or "user:<id>"; ``address`` is empty where none is known.

    ``copies`` are who gets the same mail besides, as (name, address); ``as_text`` is for whoever wants no HTML;
    ``hour`` is the hour of the day from which a person wants the digest, None: when it is made.
    """

    key: str
    name: str
    address: str
    copies: tuple[tuple[str, str], ...] = ()
    as_text: bool = False
    hour: int | None = None


def unit_key(unit_id: int) -> str:
    return f"unit:{unit_id}"


def user_key(user_id: int) -> str:
    return f"user:{user_id}"


def unit_recipient(session: Session, *, unit_id: int, today: date) -> Recipient:
    """The unit's shared mailbox; without one, the first of its heads who has an address, else its named contact, who
    has a copy of what goes to the others."""
    unit = session.get_one(Unit, unit_id)
    address = unit.email or _address_of_head(session, unit_id, today) or unit.contact_email
    contact = (unit.contact_name or unit.name, unit.contact_email)
    return Recipient(unit_key(unit.id), unit.name, address, copies=others(address, [contact]))


def _address_of_head(session: Session, unit_id: int, today: date) -> str:
    return (
        session.scalars(
            select(User.email)
            .join(Membership, Membership.user_id == User.id)
            .where(
                Membership.unit_id == unit_id,
                Membership.role == Role.UNIT_HEAD,
                Membership.valid_from <= today,
                or_(Membership.valid_to.is_(None), Membership.valid_to >= today),
                User.active,
                User.email != "",
            )
            .order_by(Membership.id)
        ).first()
        or ""
    )


def user_recipient(user: User) -> Recipient:
    return Recipient(user_key(user.id), user.name, user.email, as_text=user.mail_as_text, hour=user.mail_hour)


def put(
    session: Session,
    *,
    clock: Clock,
    office_id: int,
    kind: MessageKind,
    key: str,
    recipient: Recipient,
    composed: Composed,
    about: Iterable[int] = (),
    copies: Sequence[tuple[str, str]] = (),
    urgent: bool = False,
    not_before: datetime | None = None,
) -> OutboxMessage | None:
    """Queue a mail to leave at once, or not before an instant; None if one with this key is there already. One on an
    act is urgent if anything in it is, and otherwise keeps the office's quiet hours.

    ``about`` are the ids of the assignments whose timelines tell of it; ``copies`` come on top of the recipient's own;
    an ``urgent`` one goes before the others. Where no address is known it is kept, to be read and sent by hand later.
    """
    told = tuple(dict.fromkeys(about))
    if kind in quiet_hours.ON_ACTS and not_before is None:
        urgent = urgent or quiet_hours.is_any_urgent(session, about=told)
        not_before = quiet_hours.leaves_at(session, office_id=office_id, clock=clock, urgent=urgent)
    leaving = as_leaving(recipient, composed, copies, now=clock.now(), not_before=not_before)
    values = {"office_id": office_id, "kind": kind, "key": key, "urgent": urgent, **leaving}
    message = next(iter(insert_new(session, OutboxMessage, [values])), None)
    if message is not None:
        session.add_all(MessageAssignment(message_id=message.id, assignment_id=each) for each in told)
    return message


def as_leaving(
    recipient: Recipient,
    composed: Composed,
    copies: Sequence[tuple[str, str]] = (),
    *,
    now: datetime,
    not_before: datetime | None,
) -> dict[str, object]:
    """The columns of a mail as this recipient gets it, to leave at once or not before an instant."""
    return {
        "next_attempt_at": max(now, not_before or now),
        "recorded_at": now,
        "recipient": recipient.key,
        "to_name": recipient.name,
        "to_address": recipient.address,
        "copies": [list(each) for each in others(recipient.address, (*recipient.copies, *copies))],
        "subject": composed.subject,
        "body_text": composed.text,
        "body_html": "" if recipient.as_text else composed.html,
        "short_text": composed.short,
        "state": OutboxState.PENDING if recipient.address else OutboxState.SKIPPED,
        "skip_reason": None if recipient.address else SkipReason.NO_ADDRESS,
    }


@dataclass(frozen=True, slots=True)
class Sender:
    """Who signs the office's mails, and whom a unit can call; empty where nothing is known."""

    office: str
    signature: str
    contact_name: str
    contact_phone: str


def sender_of(session: Session, *, office_id: int) -> Sender:
    """The office, signed by its secretariat, whose contact follows the tasks."""
    office = session.get_one(Office, office_id)
    unit = session.scalars(
        select(Unit).where(Unit.office_id == office_id, Unit.is_secretariat).order_by(Unit.position, Unit.id)
    ).first()
    if unit is None:
        return Sender(office.name, office.name, "", "")
    return Sender(office.name, unit.name, unit.contact_name, unit.contact_phone)


def queue_tasks_given(
    session: Session,
    *,
    clock: Clock,
    links: Links,
    directive: Directive,
    again: Mapping[int, Sequence[AgainItem]] | None = None,
    joined: Sequence[Assignment] = (),
    added: Sequence[Task] | None = None,
) -> list[OutboxMessage]:
    """Tell each unit of the directive what it leads and what it coordinates: one mail a unit, once.

    ``again`` are, by unit, the earlier tasks that the notice says again, told in the same mail where the unit has one;
    ``joined`` are parts that the notice gives in earlier tasks. Queues nothing for a unit that was told before; returns
    the mails that are new. ``added`` are tasks that came to the directive later: then they alone are told, each once.
    """
    if added is None:
        wanted = or_(Task.directive_id == directive.id, Assignment.id.in_([each.id for each in joined]))
    else:
        wanted = Task.id.in_([task.id for task in added])
    rows = session.execute(
        select(Assignment, Task, Unit, DueDate, latest_due(Task.id).scalar_subquery())
        .join(Task, Assignment.task_id == Task.id)
        .join(Unit, Assignment.unit_id == Unit.id)
        .outerjoin(DueDate, and_(DueDate.assignment_id == Assignment.id, DueDate.id == Assignment.due_date_id))
        .where(wanted)
        .order_by(Unit.position, Unit.id, Task.position)
    ).tuples()
    every = rows.all()
    leads = _leads_by_task([(assignment, unit) for assignment, _, unit, _, _ in every])
    leads |= {each.task_id: leads_of(session, each) for each in joined}
    sender = sender_of(session, office_id=directive.office_id)
    calm = quiet_hours.leaves_at(session, office_id=directive.office_id, clock=clock)
    tell = _TellingGiven(session, clock, links, directive, sender, leads, added is not None, calm)
    by_unit = groupby(every, key=lambda row: row[2])
    queued = [tell.unit(unit, list(group), (again or {}).get(unit.id, ())) for unit, group in by_unit]
    return [message for message in queued if message]


_Part = tuple[Assignment, Task, Unit, DueDate, date | None]  # the last day is a superior's


@dataclass(frozen=True, slots=True)
class _TellingGiven:
    session: Session
    clock: Clock
    links: Links
    directive: Directive
    sender: Sender
    leads: dict[int, str]
    is_more: bool  # came later: a directive may grow more than once, and each time is told
    calm: datetime  # from when on what is not urgent may leave

    def unit(self, unit: Unit, parts: Sequence[_Part], again: Sequence[AgainItem]) -> OutboxMessage | None:
        ids = [row[0].id for row in parts]
        given = self._items(unit, parts, ids)
        first = f":{parts[0][0].public_id}" if self.is_more else ""
        said_again = [item.assignment_id for item in again]
        urgent = any(row[1].urgency is not Urgency.NORMAL for row in parts)
        urgent = urgent or quiet_hours.is_any_urgent(self.session, about=said_again)
        composed = compose_given(
            links=self.links, sender=self.sender, directive=self.directive, unit=unit, given=given, again=again
        )
        return put(
            self.session,
            clock=self.clock,
            office_id=self.directive.office_id,
            kind=MessageKind.TASKS_GIVEN,
            key=f"given:{self.directive.public_id}:{unit_key(unit.id)}{first}",
            recipient=unit_recipient(self.session, unit_id=unit.id, today=self.clock.today()),
            composed=composed,
            about=[*ids, *said_again],
            urgent=urgent,
            not_before=self.clock.now() if urgent else self.calm,
        )

    def _items(self, unit: Unit, parts: Sequence[_Part], ids: Sequence[int]) -> list[tuple[AssignmentRole, GivenItem]]:
        urls = answer_links.addresses(
            self.session,
            clock=self.clock,
            links=self.links,
            office_id=self.directive.office_id,
            unit_id=unit.id,
            recipient=unit_key(unit.id),
            assignment_ids=ids,
        )
        return [
            (
                row[0].role,
                given_item(self.links, *row, leads=self.leads, answer_url=urls.get(row[0].id, ""), of=self.directive),
            )
            for row in parts
        ]


def queue_given_to_person(
    session: Session, *, clock: Clock, links: Links, assignment: Assignment, user: User
) -> OutboxMessage | None:
    """Tell the person whom the order named, beside the unit; nothing to one who has no address."""
    if not user.email:
        return None
    task, unit = assignment.task, assignment.unit
    due = session.get(DueDate, assignment.due_date_id) if assignment.due_date_id else None
    item = given_item(links, assignment, task, unit, due, session.scalar(latest_due(task.id)), leads={}, answer_url="")
    composed = compose_given(
        links=links,
        sender=sender_of(session, office_id=assignment.office_id),
        directive=task.directive,
        unit=unit,
        given=[(assignment.role, item)],
    )
    return put(
        session,
        clock=clock,
        office_id=assignment.office_id,
        kind=MessageKind.TASKS_GIVEN,
        key=f"given:{task.directive.public_id}:{user_key(user.id)}",
        recipient=user_recipient(user),
        composed=composed,
        about=[assignment.id],
    )


def _leads_by_task(parts: Sequence[tuple[Assignment, Unit]]) -> dict[int, str]:
    names: dict[int, list[str]] = {}
    for assignment, unit in parts:
        if assignment.role is AssignmentRole.LEAD:
            names.setdefault(assignment.task_id, []).append(unit.name)
    return {task_id: ", ".join(found) for task_id, found in names.items()}


def leads_of(session: Session, assignment: Assignment) -> str:
    """Who leads the task, as a unit that coordinates is told."""
    names = session.scalars(
        select(Unit.name)
        .join(Assignment, Assignment.unit_id == Unit.id)
        .where(
            Assignment.task_id == assignment.task_id,
            Assignment.role == AssignmentRole.LEAD,
            Assignment.state.not_in(GIVEN_UP),
        )
        .order_by(Unit.position, Unit.id)
    )
    return ", ".join(dict.fromkeys(names))


def given_item(
    links: Links,
    assignment: Assignment,
    task: Task,
    unit: Unit,
    due: DueDate | None,
    superior_due: date | None,
    *,
    leads: dict[int, str],
    answer_url: str,
    of: Directive | None = None,
) -> GivenItem:
    """``of`` is the notice that the mail is about: what comes from another one says from which."""
    earlier = task.directive if of is not None and task.directive_id != of.id else None
    return GivenItem(
        clause=task.clause,
        text=told_text(task),
        kind=task.kind,
        recurrence=task.recurrence,
        urgency=task.urgency,
        report_to=task.report_to,
        phrase=due.phrase if due else "",
        due_on=due.due_on if due else None,
        time_of_day=due.time_of_day if due else None,
        leads=leads.get(task.id, ""),
        url=links.assignment(assignment.public_id),
        answer_url=answer_url,
        period=period_words(assignment.period),
        superior_due=superior_due,
        source=directive_words(earlier.kind, earlier.number, earlier.issued_on) if earlier else "",
    )


def items_of(
    session: Session,
    *,
    clock: Clock,
    links: Links,
    unit: Unit,
    parts: Sequence[Assignment],
    leads: dict[int, str] | None = None,
) -> list[GivenItem]:
    """Assignments of one unit from whatever notices, each with the notice it comes from."""
    urls = answer_links.addresses(
        session,
        clock=clock,
        links=links,
        office_id=unit.office_id,
        unit_id=unit.id,
        recipient=unit_key(unit.id),
        assignment_ids=[part.id for part in parts],
    )
    found = []
    for part in parts:
        due = session.get(DueDate, part.due_date_id) if part.due_date_id else None
        directive, answer_url = part.task.directive, urls.get(part.id, "")
        superior_due = session.scalar(latest_due(part.task_id))
        item = given_item(links, part, part.task, unit, due, superior_due, leads=leads or {}, answer_url=answer_url)
        found.append(replace(item, source=directive_words(directive.kind, directive.number, directive.issued_on)))
    return found


def compose_given(
    *,
    links: Links,
    sender: Sender,
    directive: Directive | None,
    unit: Unit,
    given: Sequence[tuple[AssignmentRole, GivenItem]],
    again: Sequence[AgainItem] = (),
) -> Composed:
    """Tasks of one notice, or what has come due again of whatever notices (None)."""
    return compose(
        MessageKind.TASKS_GIVEN,
        sender=sender,
        directive=directive,
        unit=unit,
        leading=[item for role, item in given if role is AssignmentRole.LEAD],
        coordinating=[item for role, item in given if role is AssignmentRole.COORDINATING],
        again=again,
        my_unit=links.my_unit(),
    )
