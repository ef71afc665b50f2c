"""When the mails on acts leave: by the office's quiet hours and its calendar, unless they tell of something urgent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain import quiet
from app.domain.quiet import QuietHours
from app.domain.terms import MessageKind, Urgency
from app.models import Assignment, Directive, OutboxMessage, Task
from app.services.rules import load_rules

# Told of when somebody has acted. The others are made in the morning, or cannot wait.
ON_ACTS = frozenset(
    {
        MessageKind.TASKS_GIVEN,
        MessageKind.RETURNED,
        MessageKind.EXTENSION_DECIDED,
        MessageKind.DUE_MOVED,
        MessageKind.REMINDED,
        MessageKind.MENTIONED,
        MessageKind.REPEATED,
        MessageKind.UPDATE_CALL,
        MessageKind.MEETING_SAID,
    }
)


def leaves_at(session: Session, *, office_id: int, clock: Clock, urgent: bool = False) -> datetime:
    """From when on a mail on an act of now may leave."""
    if urgent:
        return clock.now()
    rules = load_rules(session, office_id=office_id)
    hours = QuietHours(rules.practice.quiet_from_hour, rules.practice.quiet_to_hour)
    return quiet.leaves_at(clock.now(), calendar=rules.calendar, quiet=hours, urgent=False)


def is_any_urgent(session: Session, *, about: Collection[int]) -> bool:
    """Whether any of the assignments is of an urgent task."""
    found = (
        select(Assignment.id)
        .join(Task, Task.id == Assignment.task_id)
        .where(Assignment.id.in_(about), Task.urgency != Urgency.NORMAL)
        .limit(1)
    )
    return bool(about) and session.scalar(found) is not None


@dataclass(frozen=True, slots=True)
class Held:
    """Mails of a notice that wait for their hour; ``some_left`` where urgent ones did not."""

    until: datetime
    some_left: bool


def held_back(session: Session, *, clock: Clock, directive: Directive) -> Held | None:
    """What the quiet hours keep of the mails that give a notice's tasks; None if they leave at once."""
    message = OutboxMessage
    count, held, until = session.execute(
        select(
            func.count(message.id),
            func.count(message.id).filter(message.next_attempt_at > clock.now()),
            func.max(message.next_attempt_at),
        ).where(message.kind == MessageKind.TASKS_GIVEN, message.key.startswith(f"given:{directive.public_id}:"))
    ).one()
    return Held(until, some_left=held < count) if held else None
