"""All mails that failed, sent again by one press."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.calendar import bounds_of
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, check
from app.domain.terms import DIGESTS, OutboxState
from app.models import OutboxMessage
from app.services import delivery


@dataclass(frozen=True, slots=True)
class Failed:
    """What a press would send: how many by the reason they failed for, the most frequent first. ``outdated`` are
    digests of earlier days, which are left alone: what they told is told anew by the next one."""

    reasons: tuple[tuple[str, int], ...]
    outdated: int

    @property
    def count(self) -> int:
        return sum(count for _, count in self.reasons)


@dataclass(frozen=True, slots=True)
class Retried:
    """How many wait to be sent again, and the names of recipients who still have no address."""

    count: int
    without_address: tuple[str, ...]


def _all_failed(actor: Actor) -> ColumnElement[bool]:
    return and_(OutboxMessage.office_id == actor.office_id, OutboxMessage.state == OutboxState.FAILED)


def _is_outdated(clock: Clock) -> ColumnElement[bool]:
    return and_(OutboxMessage.kind.in_(DIGESTS), OutboxMessage.recorded_at < bounds_of(clock.today())[0])


def failed(session: Session, *, actor: Actor, clock: Clock) -> Failed:
    """In one statement."""
    check(actor, Action.RETRY_MAIL)
    outdated = case((_is_outdated(clock), 1), else_=0)
    rows = session.execute(
        select(OutboxMessage.last_error, outdated, func.count(OutboxMessage.id))
        .where(_all_failed(actor))
        .group_by(OutboxMessage.last_error, outdated)
    ).tuples()
    reasons, left = [], 0
    for reason, is_outdated, count in rows:
        if is_outdated:
            left += count
        else:
            reasons.append((reason, count))
    return Failed(tuple(sorted(reasons, key=lambda each: (-each[1], each[0]))), left)


def retry_failed(session: Session, *, actor: Actor, clock: Clock) -> Retried:
    """Each as if it were sent again by itself; one that cannot be does not keep back the others."""
    check(actor, Action.RETRY_MAIL)
    rows = session.execute(
        select(OutboxMessage.public_id, OutboxMessage.to_name)
        .where(_all_failed(actor), ~_is_outdated(clock))
        .order_by(OutboxMessage.id)
    ).tuples()
    count, nowhere = 0, []
    for public_id, name in rows.all():
        try:
            delivery.retry(session, actor=actor, clock=clock, public_id=public_id)
            count += 1
        except DomainError as error:
            if error.code == "mail.no_address":
                nowhere.append(name)
    return Retried(count, tuple(dict.fromkeys(nowhere)))
