"""The mails that were sent about an assignment: those on an act, and the digests that named it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.permissions import Action, Actor, allowed
from app.domain.terms import MessageKind, OutboxState, SkipReason
from app.models import Assignment, MessageAssignment, OutboxMessage, Reminder
from app.services.outbox import unit_key


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail and how far it got. ``to_address`` is empty where none is known."""

    id: int
    public_id: str
    kind: MessageKind
    to_name: str
    to_address: str
    state: OutboxState
    recorded_at: datetime
    sent_at: datetime | None
    last_error: str
    skip_reason: SkipReason | None


def mails_about(session: Session, *, actor: Actor, assignment: Assignment) -> list[Mail]:
    """The oldest first. A unit's people are told of those to their own units."""
    on_an_act = select(MessageAssignment.message_id).where(MessageAssignment.assignment_id == assignment.id)
    in_a_digest = select(Reminder.message_id).where(
        Reminder.assignment_id == assignment.id, Reminder.message_id.is_not(None)
    )
    message = OutboxMessage
    wanted = select(
        message.id,
        message.public_id,
        message.kind,
        message.to_name,
        message.to_address,
        message.state,
        message.recorded_at,
        message.sent_at,
        message.last_error,
        message.skip_reason,
    ).where(message.id.in_(on_an_act.union(in_a_digest)), message.office_id == actor.office_id)
    recipients = _recipients(actor)
    if recipients is not None:
        wanted = wanted.where(message.recipient.in_(recipients))
    return [Mail(*row) for row in session.execute(wanted.order_by(message.id)).tuples()]


def _recipients(actor: Actor) -> Collection[str] | None:
    """Whose mails the person may see; None for all."""
    if allowed(actor, Action.VIEW_ALL_ASSIGNMENTS):
        return None
    return sorted(unit_key(unit_id) for unit_id in actor.unit_ids)
