"""How often a unit was urged ("đã đôn đốc N lần"): the one place that counts it, for mails, letters and pages alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from app.domain.calendar import local_day
from app.domain.terms import EventKind, OutboxState, ReminderRule
from app.models import Assignment, Event, MessageAssignment, OutboxMessage, Reminder
from app.models.urging import IS_BY_HAND

CHUNK = 500  # ids a statement
_OVERDUE = (ReminderRule.OVERDUE_FIRST, ReminderRule.OVERDUE_WEEKLY)


def times_urged(session: Session, *, assignment_ids: Sequence[int]) -> Counter[int]:
    """By assignment: on how many days a reminder that it is overdue was delivered, by the plan or by hand, and how
    often somebody urged it (a letter that got its number, a meeting), since the deadline in force fell due. Of what has
    no deadline everything counts. A deadline that is moved begins the counting anew; an assignment that nobody urged
    has nought."""
    found: Counter[int] = Counter()
    if not assignment_ids:
        return found
    queries = _mails(), _acts()
    for some in _chunks(assignment_ids):
        for query in queries:
            found.update(dict(session.execute(query, {"ids": some}).tuples().all()))
    found.update(_by_hand_alone(session, frozenset(assignment_ids)))
    return found


def _chunks(assignment_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (assignment_ids[start : start + CHUNK] for start in range(0, len(assignment_ids), CHUNK))


def _by_hand_alone(session: Session, assignment_ids: Collection[int]) -> Counter[int]:
    """Days on which somebody pressed "Nhắc" and no mail of the plan said the same."""
    days = _days_by_hand(session, assignment_ids)
    due_days = select(Assignment.id, Assignment.due_on).where(Assignment.id.in_(bindparam("ids", expanding=True)))
    for some in _chunks(list(days)):
        for id_, due_on in session.execute(due_days, {"ids": some}).tuples():
            days[id_] = {day for day in days[id_] if due_on is None or day > due_on}
        for id_, day in session.execute(_planned(), {"ids": some}).tuples():
            days[id_].discard(day)
    return Counter({id_: len(left) for id_, left in days.items() if left})


def _days_by_hand(session: Session, assignment_ids: Collection[int]) -> dict[int, set[date]]:
    """From those mails on, since there are few of them: to look up what each assignment was told takes longer. A day is
    Vietnam's, so it is not the database that reckons it."""
    query = (
        select(MessageAssignment.assignment_id, OutboxMessage.recorded_at)
        .join(OutboxMessage, OutboxMessage.id == MessageAssignment.message_id)
        .where(IS_BY_HAND, OutboxMessage.state == OutboxState.SENT)
    )
    found: dict[int, set[date]] = defaultdict(set)
    for assignment_id, recorded_at in session.execute(query).tuples():
        if assignment_id in assignment_ids:
            found[assignment_id].add(local_day(recorded_at))
    return found


def _planned() -> Select[tuple[int, date]]:
    chosen = Reminder.assignment_id.in_(bindparam("ids", expanding=True))
    return select(Reminder.assignment_id, Reminder.day).where(chosen, *_told_overdue())


def _mails() -> Select[tuple[int, int]]:
    """Days, since a unit's mailbox and a person of it may be told of the same in two mails."""
    return (
        select(Reminder.assignment_id, func.count(func.distinct(Reminder.day)))
        .join(Assignment, Assignment.id == Reminder.assignment_id)
        .where(
            Reminder.assignment_id.in_(bindparam("ids", expanding=True)),
            *_told_overdue(),
            or_(Assignment.due_on.is_(None), Reminder.day > Assignment.due_on),
        )
        .group_by(Reminder.assignment_id)
    )


def _told_overdue() -> tuple[ColumnElement[bool], ...]:
    return Reminder.rule.in_(_OVERDUE), ~Reminder.covered, _was_sent()


def _was_sent() -> ColumnElement[bool]:
    """Asked from those that were not: there are few of them, and to look up each message takes longer."""
    others = [state for state in OutboxState if state is not OutboxState.SENT]
    return Reminder.message_id.not_in(select(OutboxMessage.id).where(OutboxMessage.state.in_(others)))


def _acts() -> Select[tuple[int, int]]:
    return (
        select(Event.assignment_id, func.count())
        .join(Assignment, Assignment.id == Event.assignment_id)
        .where(
            Event.assignment_id.in_(bindparam("ids", expanding=True)),
            Event.kind == EventKind.URGED,
            or_(Assignment.due_on.is_(None), Event.effective_on > Assignment.due_on),
        )
        .group_by(Event.assignment_id)
    )
