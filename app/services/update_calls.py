"""Before a meeting: each unit that owes something is asked, once, to say where it is with it.

Selected by state, never by "exactly the day before": a call that was missed is made up until the meeting begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date, time
from functools import partial
from itertools import groupby

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.adapters.mail_templates import compose
from app.domain import meetings as domain
from app.domain.lifecycle import WITH_THE_UNIT
from app.domain.terms import AssignmentRole, MeetingState, MessageKind
from app.models import Assignment, Directive, DueDate, Meeting, MeetingSeries, OutboxMessage, Task, Unit
from app.services import answer_links, meetings
from app.services.ledger import CouldNotTell, one_of_many
from app.services.meetings import Sitting
from app.services.outbox import Sender, put, sender_of, unit_key, unit_recipient
from app.services.rules import Rules, load_rules
from app.wording.mail import directive_words
from app.wording.rights import LIMITED_IN_MAIL


@dataclass(frozen=True, slots=True)
class Called:
    """For how many meetings units were asked, and by how many mails; how many mails could not be made."""

    meetings: int
    mails: int
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """What a unit owes, as the mail names it; ``days_overdue`` is nought for what is in time or undated."""

    assignment_id: int
    clause: str
    text: str
    source: str
    phrase: str
    due_on: date | None
    time_of_day: time | None
    days_overdue: int
    url: str


def call_units(session: Session, *, office_id: int, clock: Clock, links: Links) -> Called:
    """Ask for every meeting whose working day before has come and that has not begun; nobody on a day off. A meeting
    that has no row yet is given one, recorded by nobody."""
    rules = load_rules(session, office_id=office_id)
    if not rules.calendar.is_working(clock.today()):
        return Called(0, 0)
    called = [
        _call_for(session, clock=clock, links=links, sitting=sitting)
        for sitting in _due(session, office_id=office_id, clock=clock, rules=rules)
    ]
    return Called(*(sum(column) for column in zip(*map(astuple, called), strict=True))) if called else Called(0, 0)


def _due(session: Session, *, office_id: int, clock: Clock, rules: Rules) -> list[Sitting]:
    """The meetings from today until the next working day that were not cancelled and have not begun."""
    today = clock.today()
    series = session.scalars(
        select(MeetingSeries).where(MeetingSeries.office_id == office_id).order_by(MeetingSeries.id)
    ).all()
    through = rules.calendar.add_working_days(today, 1)
    found = meetings.sittings(session, series=series, first=today, through=through, calendar=rules.calendar)
    return [
        sitting
        for each in found.values()
        for sitting in each
        if sitting.state is MeetingState.PLANNED
        and domain.call_day(sitting.held_on, rules.calendar) <= today
        and not sitting.is_over(clock.now())
    ]


def _call_for(session: Session, *, clock: Clock, links: Links, sitting: Sitting) -> Called:
    """Queue the mails of one meeting. One that cannot be made stops none of the others; the next run tries it again."""
    owed = _owed(session, links, sitting, clock.today())
    if not owed:
        return Called(0, 0)
    meeting = meetings.ensure(session, clock=clock, sitting=sitting, recorder_id=None)
    told = _told(session, meeting)
    sender = sender_of(session, office_id=meeting.office_id)
    mails = failed = 0
    for unit, items in owed:
        if _key(meeting, unit.id) in told:
            continue
        tell = partial(_tell, session, clock, links, sitting, meeting, sender, unit, items)
        try:
            mails += one_of_many(session, unit_key(unit.id), tell) or 0
        except CouldNotTell:
            failed += 1
    return Called(int(mails > 0), mails, failed)


def _key(meeting: Meeting, unit_id: int) -> str:
    return f"update:{meeting.public_id}:{unit_key(unit_id)}"


def _told(session: Session, meeting: Meeting) -> frozenset[str]:
    """Whose call is queued or sent already: looked up first, so that no links are made in vain."""
    keys = select(OutboxMessage.key).where(OutboxMessage.key.startswith(f"update:{meeting.public_id}:"))
    return frozenset(session.scalars(keys))


def _owed(session: Session, links: Links, sitting: Sitting, today: date) -> list[tuple[Unit, list[Item]]]:
    """What lies with each unit, given before the meeting: the most overdue first, what has no deadline last. What waits
    for the office or a signature is not the unit's to update."""
    a = Assignment
    rows = session.execute(
        select(
            Unit,
            *(a.id, a.public_id, a.due_on, Task.clause),
            case((Task.restricted, LIMITED_IN_MAIL), else_=Task.text),
            *(Directive.kind, Directive.number, Directive.issued_on, DueDate.phrase, DueDate.time_of_day),
        )
        .join(Task, Task.id == a.task_id)
        .join(Directive, Directive.id == Task.directive_id)
        .join(Unit, Unit.id == a.unit_id)
        .outerjoin(DueDate, DueDate.id == a.due_date_id)
        .where(
            a.office_id == sitting.series.office_id,
            a.role == AssignmentRole.LEAD,
            a.state.in_(WITH_THE_UNIT),
            ~a.objective,
            a.given_on < sitting.held_on,
        )
        .order_by(Unit.position, Unit.name, Unit.id, a.due_on.nulls_last(), a.id)
    ).tuples()
    grouped = groupby(rows, key=lambda row: row[0])
    return [(unit, [_item(links, today, *row[1:]) for row in group]) for unit, group in grouped]


def _item(
    links: Links,
    today: date,
    assignment_id: int,
    public_id: str,
    due_on: date | None,
    clause: str,
    text: str,
    kind: str,
    number: str | None,
    issued_on: date | None,
    phrase: str | None,
    time_of_day: time | None,
) -> Item:
    return Item(
        assignment_id=assignment_id,
        clause=clause,
        text=text,
        source=directive_words(kind, number, issued_on),
        phrase=phrase or "",
        due_on=due_on,
        time_of_day=time_of_day,
        days_overdue=max(0, (today - due_on).days) if due_on else 0,
        url=links.assignment(public_id),
    )


def _tell(
    session: Session,
    clock: Clock,
    links: Links,
    sitting: Sitting,
    meeting: Meeting,
    sender: Sender,
    unit: Unit,
    items: Sequence[Item],
) -> int:
    urls = answer_links.addresses(
        session,
        clock=clock,
        links=links,
        office_id=meeting.office_id,
        unit_id=unit.id,
        recipient=unit_key(unit.id),
        assignment_ids=[item.assignment_id for item in items],
    )
    composed = compose(
        MessageKind.UPDATE_CALL,
        sender=sender,
        unit=unit,
        series=sitting.series,
        held_on=sitting.held_on,
        items=[(item, urls.get(item.assignment_id, "")) for item in items],
        overdue=sum(1 for item in items if item.days_overdue),
        my_unit=links.my_unit(),
    )
    message = put(
        session,
        clock=clock,
        office_id=meeting.office_id,
        kind=MessageKind.UPDATE_CALL,
        key=_key(meeting, unit.id),
        recipient=unit_recipient(session, unit_id=unit.id, today=clock.today()),
        composed=composed,
        about=[item.assignment_id for item in items],
    )
    return 1 if message else 0
