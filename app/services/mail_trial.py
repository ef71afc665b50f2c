"""A mail that somebody asks for, to see that mails arrive."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.mail_templates import compose
from app.domain.errors import DomainError
from app.domain.permissions import Actor
from app.domain.terms import MessageKind
from app.models import OutboxMessage, User
from app.services import audit, outbox

NOT_AGAIN_WITHIN = timedelta(minutes=1)


def queue(session: Session, *, actor: Actor, clock: Clock, version: str) -> OutboxMessage:
    """Queue one to the actor's own address, as everybody's mails are queued and sent.

    Raises DomainError("mail_trial.no_address"), and ("mail_trial.too_soon") for a second one within the minute.
    """
    user = session.get_one(User, actor.user_id)
    if not user.email:
        raise DomainError("mail_trial.no_address")
    now = clock.now()
    just_asked = exists().where(
        OutboxMessage.kind == MessageKind.TEST,
        OutboxMessage.recipient == outbox.user_key(user.id),
        OutboxMessage.recorded_at > now - NOT_AGAIN_WITHIN,
    )
    composed = compose(
        MessageKind.TEST,
        sender=outbox.sender_of(session, office_id=actor.office_id),
        name=user.name,
        asked_at=now,
        version=version,
    )
    message = None
    if not session.scalar(select(just_asked)):
        message = outbox.put(
            session,
            clock=clock,
            office_id=actor.office_id,
            kind=MessageKind.TEST,
            key=f"test:{user.public_id}:{now:%Y-%m-%dT%H:%M}",  # of two pressed at the same moment one is queued
            recipient=outbox.user_recipient(user),
            composed=composed,
        )
    if message is None:
        raise DomainError("mail_trial.too_soon")
    audit.record(session, actor=actor, clock=clock, action="mail.tested", subject=f"mail:{message.public_id}")
    return message
