"""Delivery of the outbox: claim and commit; SMTP outside any transaction; settle, claim the next and commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from hashlib import blake2b
from math import ceil
from typing import Any

from sqlalchemy import Column, ColumnElement, ScalarSelect, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from app.adapters.clock import Clock
from app.domain.calendar import bounds_of, local_day
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, check
from app.domain.terms import DIGESTS, MessageKind, OutboxState, SkipReason
from app.models import OutboxMessage, User
from app.models.base import UTCDateTime
from app.models.urging import IS_WAITING
from app.services import audit, visibility
from app.services.listing import PER_PAGE, Page
from app.services.outbox import Recipient, unit_recipient, user_recipient

# How long after a try that failed the next one comes; the one after the last of them is the last.
RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
# A delivery that has not been settled by then died on the way; its message is tried again.
CLAIM_LAPSES = timedelta(minutes=10)
# A mail that was claimed so often and never settled brings the process down each time: it is given up unsent.
MOST_CLAIMS = 10
QUOTA_COUNTS = timedelta(hours=1)
# Claims and settlings go straight to the table: those of the mapper are copied and read anew each time, which takes
# longer than to send the mail.
MESSAGES = OutboxMessage.metadata.tables[OutboxMessage.__tablename__]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message in the hands of one delivery. ``claimed_at`` tells this claim from a later one."""

    id: int
    key: str
    public_id: str
    to_name: str
    to_address: str
    copies: list[Any]
    subject: str
    body_text: str
    body_html: str
    attempts: int
    claimed_at: datetime

    @property
    def reference(self) -> str:
        return reference_of(self.key)


def reference_of(key: str) -> str:
    """Names a mail for ever: whoever gets it twice, after a crash, knows it as one."""
    return blake2b(key.encode(), digest_size=16).hexdigest()


def claim(session: Session, *, clock: Clock, quota: int = 0) -> Claimed | None:
    """Take the next message, or None. Commit before sending; then settle and commit again.

    First one whose delivery died, then the urgent, then the one that has queued longest, of equals the one that was
    made first. One at a time: a delivery
    that dies can have sent at most one mail that nobody settled. The try is counted here, so that it also counts if the
    delivery dies. Beyond the ``quota`` of mails an hour, all deliveries together, nothing is taken; 0 is no quota.
    """
    if quota and _left_lately(session, clock) >= quota:
        return None
    now = clock.now()
    row = session.execute(_claiming(), {"now": now, "lapsed": now - CLAIM_LAPSES}).first()
    return Claimed(*row) if row else None


@cache
def _claiming() -> ReturningUpdate[Any]:
    m, now = MESSAGES.c, bindparam("now", type_=UTCDateTime)
    # What is due has queued by now: said for the sake of the index, which goes by that.
    is_due = and_(IS_WAITING, m.to_address != "", m.queued_at <= now, m.next_attempt_at <= now)
    lapsed = _first(m.state == OutboxState.SENDING, m.claimed_at <= bindparam("lapsed"), by=m.claimed_at)
    urgent = _first(is_due, m.urgent.is_(True), by=m.queued_at)
    other = _first(is_due, m.urgent.is_(False), by=m.queued_at)
    return (
        update(MESSAGES)
        .where(m.id == func.coalesce(lapsed, urgent, other))
        .values(state=OutboxState.SENDING, claimed_at=now, attempts=m.attempts + 1)
        .returning(*(m[name] for name in Claimed.__dataclass_fields__))
    )


def _first(*where: ColumnElement[bool], by: Column[Any]) -> ScalarSelect[int]:
    """The first that no other delivery is about to take."""
    found = select(MESSAGES.c.id).where(*where).order_by(by, MESSAGES.c.id).limit(1)
    return found.with_for_update(skip_locked=True).scalar_subquery()


def _left_lately(session: Session, clock: Clock) -> int:
    """How many mails of the whole installation have left within the hour, or are leaving.

    Deliveries count one after the other until they commit: two that counted at once would both take the last place.
    SQLite's writers queue anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext("outbox.quota"))))
    m, now = OutboxMessage, clock.now()
    is_leaving = and_(m.state == OutboxState.SENDING, m.claimed_at > now - CLAIM_LAPSES)
    lately = or_(is_leaving, m.sent_at > now - QUOTA_COUNTS)
    return session.scalar(select(func.count(m.id)).where(lately)) or 0


def count_due(session: Session, *, clock: Clock, quota: int = 0) -> int:
    """How many messages could be taken one after the other at this instant."""
    m, now = OutboxMessage, clock.now()
    lapsed = and_(m.state == OutboxState.SENDING, m.claimed_at <= now - CLAIM_LAPSES)
    is_due = and_(IS_WAITING, m.to_address != "", m.next_attempt_at <= now)
    due = session.scalar(select(func.count(m.id)).where(or_(lapsed, is_due))) or 0
    return min(due, max(0, quota - _left_lately(session, clock))) if quota else due


def settle_sent(session: Session, *, clock: Clock, claimed: Claimed, refusals: Mapping[str, str] | None = None) -> bool:
    """Write down that the mail has left, and by address whom the server refused of those it was for; False if the claim
    had lapsed and is another's by now."""
    return _settle(
        session, claimed, state=OutboxState.SENT, sent_at=clock.now(), last_error="", refusals=dict(refusals or {})
    )


def settle_failed(
    session: Session,
    *,
    clock: Clock,
    claimed: Claimed,
    error: str,
    permanent: bool,
    refusals: Mapping[str, str] | None = None,
) -> bool:
    """Write down why nobody has it: tried again after 1, 5, 30 minutes, 2 and 12 hours, then given up.

    A permanent refusal (nobody has this address) is given up at once: somebody has to correct it.
    """
    known = {"last_error": error, "refusals": dict(refusals or {})}
    if permanent or claimed.attempts > len(RETRY_AFTER):
        return _settle(session, claimed, state=OutboxState.FAILED, **known)
    again = clock.now() + RETRY_AFTER[claimed.attempts - 1]
    return _settle(session, claimed, state=OutboxState.RETRY, next_attempt_at=again, queued_at=again, **known)


def _settle(session: Session, claimed: Claimed, **values: object) -> bool:
    mine = {"its_id": claimed.id, "its_claim": claimed.claimed_at}
    return session.execute(_settling(), {**mine, "claimed_at": None, **values}).first() is not None


@cache
def _settling() -> ReturningUpdate[Any]:
    """Sets the columns that the parameters name."""
    m = MESSAGES.c
    mine = (m.id == bindparam("its_id"), m.state == OutboxState.SENDING, m.claimed_at == bindparam("its_claim"))
    return update(MESSAGES).where(*mine).returning(m.id)


def _can_be_helped(message: OutboxMessage) -> bool:
    """Whether it is a message that a hand may put back into the queue: not one that has left, is leaving, has been
    replaced by a later one, or whose words are no longer kept."""
    if not message.body_text:
        return False
    if message.state is OutboxState.SKIPPED:
        return message.skip_reason is SkipReason.NO_ADDRESS
    return message.state in (OutboxState.PENDING, OutboxState.RETRY, OutboxState.FAILED)


def is_stuck(message: OutboxMessage) -> bool:
    """Whether somebody's hand can help: it failed, waits after a failure, or has no address."""
    return _can_be_helped(message) and (message.state is not OutboxState.PENDING or not message.to_address)


def retry(session: Session, *, actor: Actor, clock: Clock, public_id: str) -> None:
    """Send again what failed, waits or had no address, from the first delay on, to the address that is known by now.

    Raises DomainError: "mail.already_sent", "mail.emptied", "mail.replaced", "mail.no_address" (name),
    "mail.being_sent", or "not_found".
    """
    check(actor, Action.RETRY_MAIL)
    message = find(session, actor=actor, public_id=public_id)
    if message.state is OutboxState.SENT:
        raise DomainError("mail.already_sent")
    if not message.body_text:
        raise DomainError("mail.emptied")
    if message.skip_reason is SkipReason.REPLACED or _was_told_since(session, message):
        raise DomainError("mail.replaced")
    recipient = _recipient_now(session, message, today=clock.today())
    if not recipient.address:
        raise DomainError("mail.no_address", name=message.to_name)
    if not _can_be_helped(message) or not _change(
        session,
        message,
        state=OutboxState.PENDING,
        skip_reason=None,
        to_address=recipient.address,
        copies=[list(each) for each in recipient.copies],
        attempts=0,
        next_attempt_at=clock.now(),
        queued_at=clock.now(),
        last_error="",
        refusals={},
    ):
        raise DomainError("mail.being_sent")
    audit.record(session, actor=actor, clock=clock, action="mail.retried", subject=f"mail:{message.public_id}")


def _change(session: Session, message: OutboxMessage, **values: object) -> bool:
    """False if its state is another by now."""
    as_read = (OutboxMessage.id == message.id, OutboxMessage.state == message.state)
    statement = update(OutboxMessage).where(*as_read).values(**values).returning(OutboxMessage.id)
    return session.execute(statement).first() is not None


def _was_told_since(session: Session, message: OutboxMessage) -> bool:
    """Whether a digest of a later day has told the same recipient what this one would."""
    later = exists().where(
        OutboxMessage.recipient == message.recipient,
        OutboxMessage.kind.in_(DIGESTS),
        OutboxMessage.recorded_at >= bounds_of(local_day(message.recorded_at))[1],
    )
    return message.kind in DIGESTS and bool(session.scalar(select(later)))


def _recipient_now(session: Session, message: OutboxMessage, *, today: date) -> Recipient:
    """The recipient with today's addresses, since a wrong or missing one is what is corrected before a retry."""
    kind, _, number = message.recipient.partition(":")
    if kind == "unit":
        return unit_recipient(session, unit_id=int(number), today=today)
    return user_recipient(session.get_one(User, int(number)))


def find(session: Session, *, actor: Actor, public_id: str) -> OutboxMessage:
    """The office's message with this public id, else DomainError("not_found")."""
    check(actor, Action.VIEW_OUTBOX)
    message = session.scalars(
        select(OutboxMessage).where(OutboxMessage.public_id == public_id, OutboxMessage.office_id == actor.office_id)
    ).first()
    if message is None:
        raise DomainError("not_found")
    return message


def find_readable(session: Session, *, actor: Actor, public_id: str) -> OutboxMessage:
    """The same for its words. Raises DomainError("mail.limited") where it tells of a task that is kept from the
    person."""
    message = find(session, actor=actor, public_id=public_id)
    if not visibility.may_read_mail(session, actor=actor, message=message):
        raise DomainError("mail.limited")
    return message


class Missing(StrEnum):
    """A filter of the list that is no state: mails nobody can send, since no address is known."""

    ADDRESS = "no_address"


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One line of the list, without the bodies."""

    public_id: str
    kind: MessageKind
    to_name: str
    to_address: str
    subject: str
    state: OutboxState
    attempts: int
    next_attempt_at: datetime
    sent_at: datetime | None
    last_error: str
    skip_reason: SkipReason | None
    refusals: dict[str, Any]
    recorded_at: datetime


def list_messages(
    session: Session,
    *,
    actor: Actor,
    wanted: OutboxState | Missing | None = None,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Page[MessageRow]:
    """The office's mails, the newest first. A page beyond the last is the last."""
    check(actor, Action.VIEW_OUTBOX)
    conditions = [OutboxMessage.office_id == actor.office_id, *_wanted(wanted)]
    total = session.scalar(select(func.count(OutboxMessage.id)).where(*conditions)) or 0
    page = min(max(1, page), max(1, ceil(total / per_page)))
    rows = session.execute(
        select(*(getattr(OutboxMessage, name) for name in MessageRow.__dataclass_fields__))
        .where(*conditions)
        .order_by(OutboxMessage.id.desc())
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    return Page([MessageRow(*row) for row in rows], page, total, per_page)


def _wanted(wanted: OutboxState | Missing | None) -> list[ColumnElement[bool]]:
    if wanted is None:
        return []
    if isinstance(wanted, Missing):
        return [OutboxMessage.to_address == "", OutboxMessage.state != OutboxState.SENT]
    return [OutboxMessage.state == wanted]


def latest_trouble(session: Session, *, actor: Actor) -> MessageRow | None:
    """The mail that was tried last among those that wait for another try; None if deliveries go well."""
    row = session.execute(
        select(*(getattr(OutboxMessage, name) for name in MessageRow.__dataclass_fields__))
        .where(
            OutboxMessage.office_id == actor.office_id,
            OutboxMessage.state == OutboxState.RETRY,
        )
        .order_by(OutboxMessage.next_attempt_at.desc())
        .limit(1)
    ).first()
    return MessageRow(*row) if row else None
