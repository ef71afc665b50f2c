"""How each person wants the mails: from which hour the digest, and with or without HTML."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.permissions import Actor
from app.models import User
from app.services import audit
from app.services.organisation import assign, changed_names

# Besides the moment when the digest is made: later than in office hours nobody reads it on the same day.
HOURS = range(7, 18)


@dataclass(frozen=True, slots=True)
class MailChoices:
    """``mail_hour`` of the day from which the digest is wanted, None: when it is made; ``mail_as_text``: no HTML."""

    mail_hour: int | None
    mail_as_text: bool


def choices_of(user: User) -> MailChoices:
    return MailChoices(user.mail_hour, user.mail_as_text)


def change(session: Session, *, actor: Actor, clock: Clock, choices: MailChoices) -> bool:
    """Whether anything was changed of one's own choices. Raises DomainError("my_mail.hour")."""
    if choices.mail_hour is not None and choices.mail_hour not in HOURS:
        raise DomainError("my_mail.hour", field="mail_hour", first=HOURS[0], last=HOURS[-1])
    user = session.get_one(User, actor.user_id)
    changed = changed_names(choices_of(user), choices)
    if changed:
        assign(user, choices)
        subject = f"person:{user.public_id}"
        audit.record(session, actor=actor, clock=clock, action="person.mail_chosen", subject=subject, changed=changed)
    return bool(changed)
