"""Forgetting what is older than the office keeps it: people who left, failed log-ins, the words of mails.

A person's day of leaving is that of the last entry of the audit log that switched the account off; there is no column.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.permissions import Actor
from app.domain.terms import Channel, OutboxState
from app.models import AuditEntry, LoginAttempt, OutboxMessage, User
from app.services import open_items, personal_data
from app.services.ledger import CouldNotTell, one_of_many
from app.services.outbox import user_key
from app.services.rules import load_rules


@dataclass(frozen=True, slots=True)
class Outdated:
    """What is older than the office keeps it: people by id, and how many failed log-ins and mails."""

    people: tuple[int, ...]
    attempts: int
    mails: int
    failed: int = 0  # people whose data could not be erased


def outdated(session: Session, *, office_id: int, clock: Clock) -> Outdated:
    """What would be forgotten today; nothing where the office has not said how long it keeps things."""
    before = _before(session, office_id, clock)
    if before is None:
        return Outdated((), 0, 0)
    attempts = session.scalar(select(func.count(LoginAttempt.id)).where(LoginAttempt.at < before)) or 0
    mails = session.scalar(select(func.count(OutboxMessage.id)).where(*_old_mails(office_id, before))) or 0
    return Outdated(tuple(_gone(session, office_id, before, clock)), attempts, mails)


def forget(session: Session, *, office_id: int, clock: Clock) -> Outdated:
    """Forget it; said again it finds nothing. Returns what was forgotten. What cannot be erased of one person stops
    nothing else, and is tried again by the next run."""
    before, found = _before(session, office_id, clock), outdated(session, office_id=office_id, clock=clock)
    if before is None:
        return found
    erased = [user_id for user_id in found.people if _erase(session, office_id, clock, user_id)]
    session.execute(delete(LoginAttempt).where(LoginAttempt.at < before))
    emptied = {"body_text": "", "body_html": "", "short_text": ""}
    session.execute(update(OutboxMessage).where(*_old_mails(office_id, before)).values(emptied))
    return replace(found, people=tuple(erased), failed=len(found.people) - len(erased))


def _erase(session: Session, office_id: int, clock: Clock, user_id: int) -> bool:
    def erase() -> int:
        user = session.get_one(User, user_id)
        personal_data.erase_row(session, actor=_house(office_id), clock=clock, user=user)
        return 1

    try:
        return bool(one_of_many(session, user_key(user_id), erase))
    except CouldNotTell:
        return False


def _house(office_id: int) -> Actor:
    """What forgets by itself: nobody in particular."""
    return Actor(None, "job:retention", "", office_id, frozenset(), frozenset(), Channel.JOB)


def _before(session: Session, office_id: int, clock: Clock) -> datetime | None:
    """The instant before which things are forgotten: so many years ago; of 29/2 the day after it."""
    years = load_rules(session, office_id=office_id).practice.retention_years
    if not years:
        return None
    now = clock.now()
    try:
        return now.replace(year=now.year - years)
    except ValueError:
        return now.replace(year=now.year - years, month=3, day=1)


def _old_mails(office_id: int, before: datetime) -> tuple[ColumnElement[bool], ...]:
    """Of those that were sent, and of those that never will be."""
    m = OutboxMessage
    sent = and_(m.state == OutboxState.SENT, m.sent_at < before)
    given_up = and_(m.state.in_((OutboxState.FAILED, OutboxState.SKIPPED)), m.recorded_at < before)
    return m.office_id == office_id, or_(sent, given_up), m.body_text != ""


def _gone(session: Session, office_id: int, before: datetime, clock: Clock) -> list[int]:
    """Those switched off since then without a break, not erased yet, and with nothing open."""
    left = (
        select(AuditEntry.subject, func.max(AuditEntry.at).label("at"))
        .where(AuditEntry.action == "person.deactivated")
        .group_by(AuditEntry.subject)
        .subquery()
    )
    query = (
        select(User)
        .join(left, left.c.subject == "person:" + User.public_id)
        .where(User.office_id == office_id, ~User.active, left.c.at < before)
        .where(User.password_hash != personal_data.NO_PASSWORD)
        .order_by(User.id)
    )
    people = session.scalars(query).all()
    return [each.id for each in people if not open_items.open_items(session, user=each, today=clock.today())]
