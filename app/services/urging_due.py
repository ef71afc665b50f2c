"""What may be due to be told, as conditions on assignments: the plan reads this, and not everything that is open.

Each condition takes in all that ``app.domain.urging`` would tell (a test plans a random office over everything and over
this, and gets the same), and leaves out what the ledger holds already.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.domain.lifecycle import NOT_CLOSED, WITH_THE_UNIT
from app.domain.terms import (
    DIGESTS,
    AssignmentRole,
    EventKind,
    OutboxState,
    ReminderRule,
    Role,
    State,
    Urgency,
)
from app.domain.urging import ONCE, iso_week
from app.models import Assignment, DueDate, Event, Membership, OutboxMessage, Reminder, Task, User
from app.services import in_field
from app.services.people import in_force
from app.services.rules import Rules

UNDELIVERED = (OutboxState.FAILED, OutboxState.SKIPPED)
NOT_LEFT = (OutboxState.PENDING, OutboxState.RETRY)
# With these an assignment comes to a unit, which cannot have acknowledged before.
_COMING = (EventKind.GIVEN, EventKind.UNIT_CORRECTED, EventKind.SUCCEEDED)
_RETURNING = (EventKind.RETURNED, EventKind.PART_RETURNED)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """For which office and day something is looked for. ``chiefs``, ``leaders`` and ``followers`` are recipients, the
    last two with the fields each is in charge of or follows, None for what has nobody. ``mark`` as
    ``domain.urging.weekly_mark``."""

    office_id: int
    today: date
    rules: Rules
    mark: date | None
    chiefs: Sequence[str] = ()
    leaders: Mapping[str, Collection[int | None]] = field(default_factory=dict)
    followers: Mapping[str, Collection[int | None]] = field(default_factory=dict)


def due_ids(session: Session, search: Search) -> list[int]:
    """The ids of what a morning may have to tell of, in a fixed number of statements."""
    found: set[int] = set()
    for query in _queries(search):
        found.update(session.scalars(query))
    return sorted(found)


def urgent_ids(session: Session, search: Search) -> list[int]:
    """The ids of all that is urgent and open: there is little of it, and it goes by the hour."""
    query = select(Assignment.id).join(Task, Task.id == Assignment.task_id).where(Task.urgency != Urgency.NORMAL)
    return list(session.scalars(query.where(*_open(search)).order_by(Assignment.id)))


def _open(search: Search) -> tuple[ColumnElement[bool], ...]:
    """Both roles are named for the sake of the index that begins with office and role, and goes on to what is asked."""
    return (
        Assignment.office_id == search.office_id,
        Assignment.role.in_(tuple(AssignmentRole)),
        Assignment.closed_on.is_(None),
        Assignment.state.in_(NOT_CLOSED),
    )


def _queries(search: Search) -> Iterator[Select[tuple[int]]]:
    a, rules = Assignment, search.rules
    ids = select(a.id).where(*_open(search))
    with_unit = (a.state.in_(WITH_THE_UNIT), ~a.objective)
    # The day aimed at may be a working day before the due day.
    horizon = rules.calendar.add_working_days(search.today, max(rules.urging.rungs, default=0) + 1)
    yield ids.where(a.due_on.between(search.today, horizon), *with_unit)
    yield ids.where(a.due_on < search.today, *with_unit, or_(_overdue_not_named(search), *_steps(search)))
    yield ids.where(*_silent(search))
    for kept in _kept_waiting(search):
        yield ids.where(kept)
    yield _undelivered(search)


def _overdue_not_named(search: Search) -> ColumnElement[bool]:
    """Never named, or not since the weekly mark. What was named in the mark's week had been named a first time."""
    unit = unit_of()
    if search.mark is None:
        return ~is_told(ReminderRule.OVERDUE_FIRST, unit)
    again = is_told(ReminderRule.OVERDUE_WEEKLY, unit, occurrence=iso_week(search.mark))
    return and_(~again, ~is_told(ReminderRule.OVERDUE_FIRST, unit, since=search.mark))


def _steps(search: Search) -> Iterator[ColumnElement[bool]]:
    """Steps of escalation that are reached and that somebody they are for was not told."""
    policy, lead = search.rules.urging, Assignment.role == AssignmentRole.LEAD
    if policy.escalate_head_days is not None:
        yield and_(lead, _late_by(search, policy.escalate_head_days), _some_head_not_told(search.today))
    if policy.escalate_chief_days is not None and search.chiefs:
        not_told = or_(*(~is_told(ReminderRule.TO_CHIEF, literal(key)) for key in search.chiefs))
        yield and_(lead, _late_by(search, policy.escalate_chief_days), not_told)
    if policy.escalate_leader_days is not None:
        for key, fields in search.leaders.items():
            theirs = in_field.is_in(fields, day=search.today)
            not_told = ~is_told(ReminderRule.TO_LEADER, literal(key))
            yield and_(lead, _late_by(search, policy.escalate_leader_days), not_told, theirs)


def _late_by(search: Search, days: int) -> ColumnElement[bool]:
    return Assignment.due_on <= search.rules.calendar.longer_ago(search.today, days - 1)


def _some_head_not_told(today: date) -> ColumnElement[bool]:
    m = Membership
    key = literal("user:") + cast(m.user_id, String)
    return exists(
        select(m.id)
        .join(User, User.id == m.user_id)
        .where(m.unit_id == Assignment.unit_id, m.role == Role.UNIT_HEAD, *in_force(today), User.active)
        .where(~is_told(ReminderRule.TO_HEAD, key, m))
        .correlate(Assignment)
    )


def _silent(search: Search) -> tuple[ColumnElement[bool], ...]:
    a = Assignment
    since = search.rules.calendar.longer_ago(search.today, search.rules.urging.acknowledge_working_days)
    not_past = or_(a.due_on.is_(None), a.due_on >= search.today)
    told = is_told(ReminderRule.NOT_ACKNOWLEDGED, unit_of(), anchor=came())
    return (a.state == State.OPEN, a.acknowledged_on.is_(None), a.given_on <= since, not_past, ~told)


def _kept_waiting(search: Search) -> Iterator[ColumnElement[bool]]:
    """What waits for the office longer than it allows itself. A report's day is never before that of the signature."""
    a, policy = Assignment, search.rules.urging
    decided = search.rules.calendar.longer_ago(search.today, policy.decide_working_days)
    signed = search.rules.calendar.longer_ago(search.today, policy.sign_working_days)
    for lies, since, rule, began in (
        (a.state == State.WAITING, a.submitted_on <= decided, ReminderRule.UNDECIDED, EventKind.SUBMITTED),
        (a.state == State.SIGNING, a.submitted_on <= signed, ReminderRule.UNSIGNED, EventKind.SENT_FOR_SIGNATURE),
        (true(), a.extension_asked_on <= decided, ReminderRule.UNANSWERED, EventKind.EXTENSION_ASKED),
    ):
        yield and_(lies, since, _office_not_told(search, rule, began))


def _office_not_told(search: Search, rule: ReminderRule, began: EventKind) -> ColumnElement[bool]:
    """Whether a chief, or somebody who follows the field, was not told of what began with the newest such event."""
    anchor = _event(newest(Event.id, (began,)))
    told = {key: is_told(rule, literal(key), anchor=anchor) for key in (*search.chiefs, *search.followers)}
    theirs = (and_(in_field.is_in(fields, day=search.today), ~told[key]) for key, fields in search.followers.items())
    return or_(false(), *(~told[key] for key in search.chiefs), *theirs)


def _undelivered(search: Search) -> Select[tuple[int]]:
    """What was put into a mail that did not reach anybody. From the mails on: there are few of those."""
    lost = select(OutboxMessage.id).where(_is_lost())
    told = select(Reminder.assignment_id).where(Reminder.day < search.today, Reminder.message_id.in_(lost))
    return select(Assignment.id).where(*_open(search), Assignment.id.in_(told))


def was_delivered(today: date) -> ColumnElement[bool]:
    """Whether a ledger row stands for something that was told, or is on its way: its message left, or is of today, or
    is no digest and will be tried again. Asked where Reminder is joined with its message, which may be missing."""
    return or_(OutboxMessage.id.is_(None), Reminder.day >= today, ~_is_lost())


def _is_lost() -> ColumnElement[bool]:
    """Of a message of an earlier day: nobody has it, and nobody will."""
    overtaken = and_(OutboxMessage.state.in_(NOT_LEFT), OutboxMessage.kind.in_(DIGESTS))
    return or_(OutboxMessage.state.in_(UNDELIVERED), overtaken)


def is_told(
    rule: ReminderRule,
    recipient: ColumnElement[str],
    *beside: type[Membership],
    anchor: ColumnElement[str] | None = None,
    occurrence: str = ONCE,
    since: date | None = None,
) -> ColumnElement[bool]:
    """Whether the ledger has the row for the assignment of the query around; ``beside`` is what else that one has."""
    r = aliased(Reminder)
    row = select(r.id).where(
        r.assignment_id == Assignment.id,
        r.rule == rule,
        r.anchor == (due_anchor() if anchor is None else anchor),
        r.occurrence == occurrence,
        r.recipient == recipient,
    )
    if since is not None:
        row = row.where(r.day >= since)
    return exists(row.correlate(Assignment, *beside))


def unit_of() -> ColumnElement[str]:
    """The recipient that the assignment's unit is."""
    return literal("unit:") + cast(Assignment.unit_id, String)


def due_anchor() -> ColumnElement[str]:
    """The deadline in force, or the return that came after it: "due:17", "event:30"; '' without a deadline."""
    a, event = Assignment, aliased(Event)
    set_at = select(DueDate.recorded_at).where(DueDate.id == a.due_date_id).correlate(a).scalar_subquery()
    back = (
        select(func.max(event.id))
        .where(event.assignment_id == a.id, event.kind.in_(_RETURNING), event.recorded_at > set_at)
        .correlate(a)
        .scalar_subquery()
    )
    by_deadline = literal("due:") + cast(a.due_date_id, String)
    may_have_come_back = or_(a.returns > 0, a.role == AssignmentRole.COORDINATING)
    by_return = case((back.is_not(None), literal("event:") + cast(back, String)), else_=by_deadline)
    return func.coalesce(case((may_have_come_back, by_return), else_=by_deadline), "")


def came() -> ColumnElement[str]:
    """The event with which the assignment came to its unit."""
    return _event(newest(Event.id, _COMING))


def _event(found: ScalarSelect[int]) -> ColumnElement[str]:
    """An event as the ledger names it."""
    return literal("event:") + cast(found, String)


def came_at() -> ScalarSelect[datetime]:
    """The instant at which that was recorded."""
    return newest(Event.recorded_at, _COMING)


def newest(column: InstrumentedAttribute[Value], kinds: Sequence[EventKind]) -> ScalarSelect[Value]:
    """A column of the assignment's newest event of these kinds."""
    e = Event
    found = select(column).where(e.assignment_id == Assignment.id, e.kind.in_(kinds)).order_by(e.id.desc()).limit(1)
    return found.correlate(Assignment).scalar_subquery()
