"""How often a unit was urged ("đã đôn đốc N lần"): the one place that counts it, for mails, letters and pages alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from app.domain.terms import EventKind, OutboxState, ReminderRule
from app.models import Assignment, Event, OutboxMessage, Reminder

CHUNK = 500  # ids a statement
_OVERDUE = (ReminderRule.OVERDUE_FIRST, ReminderRule.OVERDUE_WEEKLY)


def times_urged(session: Session, *, assignment_ids: Sequence[int]) -> Counter[int]:
    """By assignment: on how many days a reminder that it is overdue was delivered, and how often somebody urged it (a
    letter that got its number, a meeting), since the deadline in force fell due. Of what has no deadline everything
    counts. A deadline that is moved begins the counting anew; an assignment that nobody urged has nought."""
    found: Counter[int] = Counter()
    queries = _mails(), _acts()
    for start in range(0, len(assignment_ids), CHUNK):
        some = {"ids": assignment_ids[start : start + CHUNK]}
        for query in queries:
            found.update(dict(session.execute(query, some).tuples().all()))
    return found


def _mails() -> Select[tuple[int, int]]:
    """Days, since a unit's mailbox and a person of it may be told of the same in two mails."""
    return (
        select(Reminder.assignment_id, func.count(func.distinct(Reminder.day)))
        .join(Assignment, Assignment.id == Reminder.assignment_id)
        .where(
            Reminder.assignment_id.in_(bindparam("ids", expanding=True)),
            Reminder.rule.in_(_OVERDUE),
            ~Reminder.covered,
            _was_sent(),
            or_(Assignment.due_on.is_(None), Reminder.day > Assignment.due_on),
        )
        .group_by(Reminder.assignment_id)
    )


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
