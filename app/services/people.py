"""Who somebody is on a day: the user's memberships as an actor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, aliased, selectinload

from app.domain.permissions import Actor
from app.domain.terms import Role
from app.models import Membership, Unit, User

_away = aliased(User)  # who is stood in for


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who has logged in, and the stored hash that the session's seal is compared with."""

    actor: Actor
    password_hash: str
    stands_in_for: tuple[tuple[str, date], ...] = ()  # names and last days


def find_visitor(session: Session, *, public_id: str, today: date) -> Visitor | None:
    """The active user with the roles held today, in one statement: every request asks it."""
    return _visitor(session, User.public_id == public_id, today)


def load_actor(session: Session, *, user_id: int, today: date) -> Actor | None:
    """The person with the roles held today; None if there is no such active user."""
    found = _visitor(session, User.id == user_id, today)
    return found.actor if found else None


def _visitor(session: Session, who: ColumnElement[bool], today: date) -> Visitor | None:
    rows = session.execute(
        select(
            *(User.id, User.public_id, User.name, User.office_id, User.password_hash),
            *(Membership.role, Membership.unit_id, Membership.valid_to, _away.name.label("away")),
        )
        .outerjoin(Membership, and_(Membership.user_id == User.id, *in_force(today)))
        .outerjoin(_away, _away.id == Membership.stands_in_for_id)
        .where(who, User.active)
    ).all()
    if not rows:
        return None
    held = frozenset((row.role, row.unit_id) for row in rows if row.role is not None)
    first = rows[0]
    actor = Actor(
        user_id=first.id,
        public_id=first.public_id,
        name=first.name,
        office_id=first.office_id,
        roles=frozenset(role for role, _ in held),
        unit_roles=held,
    )
    away = {(row.away, row.valid_to) for row in rows if row.away is not None}
    return Visitor(actor, first.password_hash, tuple(sorted(away)))


def holders(session: Session, *, office_id: int, roles: Sequence[Role], today: date) -> list[User]:
    """Active users of the office who hold one of the roles today, by name."""
    return list(roles_by_holder(session, office_id=office_id, roles=roles, today=today))


def roles_by_holder(
    session: Session, *, office_id: int, roles: Sequence[Role], today: date
) -> dict[User, frozenset[Role]]:
    """The same, each with those of the roles that are held."""
    rows = session.execute(
        select(User, Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .where(User.office_id == office_id, User.active, Membership.role.in_(roles), *in_force(today))
        .order_by(User.name, User.id)
    ).tuples()
    return {user: frozenset(role for _, role in held) for user, held in groupby(rows, key=itemgetter(0))}


def people_of_unit(session: Session, *, unit_id: int, today: date) -> list[User]:
    """Active users who belong to the unit today, its head first, then by name."""
    rows = session.execute(
        select(User, Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.unit_id == unit_id,
            Membership.role.in_((Role.UNIT_HEAD, Role.UNIT_MEMBER)),
            User.active,
            *in_force(today),
        )
        .order_by(Membership.role != Role.UNIT_HEAD, User.name, User.id)
    ).tuples()
    return list(dict.fromkeys(user for user, _ in rows))


def units_in_force(session: Session, *, office_id: int, today: date) -> list[Unit]:
    """The office's units valid today, in the office's own order."""
    return list(session.scalars(_units_in_force(office_id, today)))


def units_with_aliases(session: Session, *, office_id: int, today: date) -> list[Unit]:
    """The same with the units' other names, in one statement more."""
    return list(session.scalars(_units_in_force(office_id, today).options(selectinload(Unit.aliases))))


def _units_in_force(office_id: int, today: date) -> Select[tuple[Unit]]:
    in_force = (Unit.valid_from <= today, or_(Unit.valid_to.is_(None), Unit.valid_to >= today))
    return select(Unit).where(Unit.office_id == office_id, *in_force).order_by(Unit.position, Unit.name, Unit.id)


def roles_of(session: Session, *, user_id: int, today: date) -> frozenset[Role]:
    """The roles a person holds today."""
    return frozenset(session.scalars(select(Membership.role).where(Membership.user_id == user_id, *in_force(today))))


def in_force(today: date) -> tuple[ColumnElement[bool], ...]:
    """The condition that a membership holds on the day."""
    return (
        Membership.valid_from <= today,
        or_(Membership.valid_to.is_(None), Membership.valid_to >= today),
    )
