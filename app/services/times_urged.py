"""How often a unit was urged ("đã đôn đốc N lần"): the one place that counts it, for mails, letters and pages alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
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
    for start in range(0, len(assignment_ids), CHUNK):
        some = assignment_ids[start : start + CHUNK]
        for query in (_mails(some), _acts(some)):
            found.update(dict(session.execute(query).tuples().all()))
    return found


def _mails(assignment_ids: Sequence[int]) -> Select[tuple[int, int]]:
    """Days, since a unit's mailbox and a person of it may be told of the same in two mails."""
    return (
        select(Reminder.assignment_id, func.count(func.distinct(Reminder.day)))
        .join(Assignment, Assignment.id == Reminder.assignment_id)
        .where(
            Reminder.assignment_id.in_(assignment_ids),
            Reminder.rule.in_(_OVERDUE),
            ~Reminder.covered,
            _was_sent(),
            or_(Assignment.due_on.is_(None), Reminder.day > Assignment.due_on),
        )
        .group_by(Reminder.assignment_id)
    )


def _was_sent() -> ColumnElement[bool]:
    """Asked of each row: with a join SQLite begins at all mails that were ever sent."""
    sent = select(OutboxMessage.id).where(OutboxMessage.id == Reminder.message_id)
    return exists(sent.where(OutboxMessage.state == OutboxState.SENT).correlate(Reminder))


def _acts(assignment_ids: Sequence[int]) -> Select[tuple[int, int]]:
    return (
        select(Event.assignment_id, func.count())
        .join(Assignment, Assignment.id == Event.assignment_id)
        .where(
            Event.assignment_id.in_(assignment_ids),
            Event.kind == EventKind.URGED,
            or_(Assignment.due_on.is_(None), Event.effective_on > Assignment.due_on),
        )
        .group_by(Event.assignment_id)
    )
