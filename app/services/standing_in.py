"""Standing in for somebody between two days (người xử lý thay): copies of the roles held, which end by themselves.

The one stood in for keeps every right; what the stand-in does is the stand-in's own act. Only roles of one's own are
lent, so that what somebody has as a stand-in goes no further.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.permissions import Actor
from app.domain.spans import overlap
from app.models import Membership, User
from app.services import audit
from app.services.organisation import check_span, may_edit
from app.services.organisation_people import check_managed, unmanaged_from

LONGEST = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody who stands in for another, with the first and the last day."""

    user: User
    stands_in_for: User
    valid_from: date
    valid_to: date


def stand_ins(session: Session, *, user: User, today: date) -> list[StandIn]:
    """Whom the person stands in for, and who stands in for the person: today and to come."""
    rows = session.scalars(
        select(Membership)
        .where(
            Membership.stands_in_for_id.is_not(None),
            or_(Membership.user_id == user.id, Membership.stands_in_for_id == user.id),
            Membership.valid_to >= today,
        )
        .options(joinedload(Membership.user), joinedload(Membership.stands_in_for))
        .order_by(Membership.valid_from, Membership.id)
    )
    found: dict[tuple[int, int | None, date], StandIn] = {}
    for row in rows:
        if row.stands_in_for is not None and row.valid_to is not None:
            key = (row.user_id, row.stands_in_for_id, row.valid_from)
            found.setdefault(key, StandIn(row.user, row.stands_in_for, row.valid_from, row.valid_to))
    return list(found.values())


def begin_standing_in(
    session: Session, *, actor: Actor, clock: Clock, user: User, other: User, valid_from: date, valid_to: date
) -> list[Membership]:
    """``user`` stands in for ``other`` from a day to a day, both included, with the roles that the other holds then.

    Raises DomainErrors that say which field they are about: "stand_in.self", "role.own" for one who would give it to
    himself, "stand_in.inactive", "stand_in.too_long", "stand_in.past", "stand_in.away" where somebody stands in for
    the stand-in, "stand_in.twice", "stand_in.no_roles".
    """
    may_edit(session, actor=actor)
    _check_people(actor, user, other)
    _check_days(valid_from, valid_to, clock.today())
    _check_others(session, user, other, valid_from, valid_to)
    lent = [copy for own in _own_roles(other) if (copy := _copy(own, user, valid_from, valid_to))]
    held = {(each.role, each.unit_id) for each in _own_roles(user) if _holds(each, valid_from, valid_to)}
    lent = [copy for copy in lent if (copy.role, copy.unit_id) not in held]
    if not lent:
        raise DomainError("stand_in.no_roles", field="user_id", name=other.name)
    session.add_all(lent)
    session.flush()
    session.expire(user, ["memberships"])
    _record(session, actor, clock, "stand_in.given", user, other, since=valid_from, ended_on=valid_to)
    return lent


def end_standing_in(session: Session, *, actor: Actor, clock: Clock, user: User, other: User) -> None:
    """End it today: what was to come is taken back, what has begun keeps the days it was used.

    Raises DomainError("stale") where there is nothing to end.
    """
    may_edit(session, actor=actor)
    rows = [each for each in _copies(user, other.id) if each.valid_to is not None and each.valid_to >= clock.today()]
    if not rows:
        raise DomainError("stale")
    managed = unmanaged_from(session, office_id=actor.office_id, today=clock.today())
    for row in rows:
        cut(session, row, clock.today() - timedelta(days=1))
    session.flush()
    session.expire(user, ["memberships"])
    check_managed(session, actor=actor, today=clock.today(), before=managed)
    _record(session, actor, clock, "stand_in.ended", user, other, ended_on=clock.today() - timedelta(days=1))


def cut(session: Session, copy: Membership, last_day: date) -> None:
    """Let a copy hold to the day at most; one that would never have held is not kept."""
    if copy.valid_from > last_day:
        session.delete(copy)
    elif copy.valid_to is None or copy.valid_to > last_day:
        copy.valid_to = last_day


def follow(session: Session, membership: Membership) -> None:
    """A role that has ended is not held by a stand-in either."""
    if membership.stands_in_for_id is None and membership.valid_to is not None:
        for copy in _copies_of(session, membership):
            cut(session, copy, membership.valid_to)
        session.flush()


def withdraw(session: Session, membership: Membership) -> None:
    """A role that was entered by mistake is taken from stand-ins, too."""
    for copy in _copies_of(session, membership):
        session.delete(copy)
    session.flush()


def _copies_of(session: Session, membership: Membership) -> Sequence[Membership]:
    return session.scalars(
        select(Membership).where(
            Membership.stands_in_for_id == membership.user_id,
            Membership.role == membership.role,
            Membership.unit_id == membership.unit_id,
        )
    ).all()


def _own_roles(user: User) -> Sequence[Membership]:
    return [each for each in user.memberships if each.stands_in_for_id is None]


def _copies(user: User, other_id: int) -> Sequence[Membership]:
    return [each for each in user.memberships if each.stands_in_for_id == other_id]


def _copy(own: Membership, user: User, valid_from: date, valid_to: date) -> Membership | None:
    """The role as the stand-in has it: on the days on which both hold; None if there is no such day."""
    if not overlap((own.valid_from, own.valid_to), (valid_from, valid_to)):
        return None
    return Membership(
        user_id=user.id,
        unit_id=own.unit_id,
        role=own.role,
        valid_from=max(own.valid_from, valid_from),
        valid_to=min(own.valid_to or valid_to, valid_to),
        stands_in_for_id=own.user_id,
    )


def _holds(own: Membership, valid_from: date, valid_to: date) -> bool:
    return own.valid_from <= valid_from and (own.valid_to is None or own.valid_to >= valid_to)


def _check_people(actor: Actor, user: User, other: User) -> None:
    if user.id == other.id:
        raise DomainError("stand_in.self", field="user_id")
    if user.id == actor.user_id:
        raise DomainError("role.own", field="user_id")
    if other.office_id != actor.office_id or user.office_id != actor.office_id:
        raise DomainError("not_found")
    if not (user.active and other.active):
        raise DomainError("stand_in.inactive", field="user_id")


def _check_days(valid_from: date, valid_to: date, today: date) -> None:
    check_span((valid_from, valid_to))
    if valid_to - valid_from > LONGEST:
        raise DomainError("stand_in.too_long", field="valid_to")
    if valid_from < today:
        raise DomainError("stand_in.past", field="valid_from")


def _check_others(session: Session, user: User, other: User, valid_from: date, valid_to: date) -> None:
    """Nobody stands in who is stood in for on those days, and nobody twice for the same person."""
    rows = session.scalars(select(Membership).where(Membership.stands_in_for_id == user.id))
    if any(overlap((row.valid_from, row.valid_to), (valid_from, valid_to)) for row in rows):
        raise DomainError("stand_in.away", field="user_id", name=user.name)
    if any(overlap((row.valid_from, row.valid_to), (valid_from, valid_to)) for row in _copies(user, other.id)):
        raise DomainError("stand_in.twice", field="user_id", name=other.name)


def _record(session: Session, actor: Actor, clock: Clock, action: str, user: User, other: User, **days: date) -> None:
    audit.record(
        session,
        actor=actor,
        clock=clock,
        action=action,
        subject=f"person:{user.public_id}",
        stands_in_for=other.public_id,
        **{name: day.isoformat() for name, day in days.items()},
    )
