"""Who is what at which unit, and from when to when. A stand-in is a membership with two dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.permissions import Actor
from app.domain.spans import first_gap, overlap, within
from app.domain.terms import Role
from app.models import Membership, Unit, User
from app.services import audit, standing_in
from app.services.open_items import check_nothing_open
from app.services.organisation import (
    PERSON_LIMITS,
    assign,
    changed_names,
    check_seen,
    check_span,
    check_text,
    may_edit,
)
from app.services.organisation_people import check_managed, is_earlier, unmanaged_from


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleDetails:
    """One role at one unit, both days included."""

    unit_id: int
    role: Role
    valid_from: date
    valid_to: date | None = None
    title: str = ""


def role_details(membership: Membership) -> RoleDetails:
    return RoleDetails(**{name: getattr(membership, name) for name in RoleDetails.__slots__})


def find_role(session: Session, *, user: User, membership_id: int) -> Membership:
    """Raises DomainError("not_found")."""
    membership = session.scalars(
        select(Membership).where(Membership.id == membership_id, Membership.user_id == user.id)
    ).one_or_none()
    if membership is None:
        raise DomainError("not_found")
    return membership


def add_role(session: Session, *, actor: Actor, clock: Clock, user: User, details: RoleDetails) -> Membership:
    """Give a person a role. Raises DomainErrors that say which field they are about."""
    may_edit(session, actor=actor)
    _check(session, actor, user, details, None)
    membership = Membership(user_id=user.id)
    assign(membership, details)
    session.add(membership)
    session.flush()
    session.expire(user, ["memberships"])
    record_role(session, actor, clock, "role.given", user, membership)
    return membership


def change_role(
    session: Session, *, actor: Actor, clock: Clock, membership: Membership, seen: str, details: RoleDetails
) -> None:
    """Change days, title, role or unit of a membership as seen; ending one is giving it a last day."""
    may_edit(session, actor=actor)
    _refuse_copy(membership)
    before = role_details(membership)
    check_seen(before, seen)
    _check(session, actor, membership.user, details, membership)
    if details == before:
        return
    managed = unmanaged_from(session, office_id=actor.office_id, today=clock.today())
    roleless = _roleless_from(membership.user, clock.today())
    assign(membership, details)
    session.flush()
    _check_left(session, membership.user, clock.today(), roleless)
    standing_in.follow(session, membership)
    check_managed(session, actor=actor, today=clock.today(), before=managed)
    changed = changed_names(before, details)
    record_role(session, actor, clock, "role.changed", membership.user, membership, changed=changed)


def remove_role(session: Session, *, actor: Actor, clock: Clock, membership: Membership) -> None:
    """Take back a role that was entered by mistake; one that was held is ended instead, so that it stays on record."""
    may_edit(session, actor=actor)
    _refuse_copy(membership)
    standing_in.withdraw(session, membership)
    user, managed = membership.user, unmanaged_from(session, office_id=actor.office_id, today=clock.today())
    roleless = _roleless_from(user, clock.today())
    record_role(session, actor, clock, "role.removed", user, membership)
    session.delete(membership)
    session.flush()
    session.expire(user, ["memberships"])
    _check_left(session, user, clock.today(), roleless)
    check_managed(session, actor=actor, today=clock.today(), before=managed)


def _roleless_from(user: User, today: date) -> date | None:
    """The first day from today on without any role of the person's own; None if there is none."""
    own = [(each.valid_from, each.valid_to) for each in user.memberships if each.stands_in_for_id is None]
    return first_gap(own, today)


def _check_left(session: Session, user: User, today: date, before: date | None) -> None:
    """A role is not ended so that the person has none while something is open: that would lie there unseen."""
    if is_earlier(_roleless_from(user, today), before):
        check_nothing_open(session, user=user, today=today)


def _refuse_copy(membership: Membership) -> None:
    """What a stand-in has for some days is another's role: it is ended with the standing in, and not made a role."""
    if membership.stands_in_for_id is not None:
        raise DomainError("stand_in.is_copy", field="valid_to")


def _check(session: Session, actor: Actor, user: User, details: RoleDetails, own: Membership | None) -> None:
    check_text("title", details.title, most=PERSON_LIMITS["title"])
    check_span((details.valid_from, details.valid_to))
    unit = session.get(Unit, details.unit_id)
    if unit is None or unit.office_id != actor.office_id:
        raise DomainError("unit.unknown", field="unit_id")
    check_at_unit(unit, details.valid_from)
    check_not_self(actor, user, role_details(own) if own else None, details)
    twin = next((each for each in user.memberships if each is not own and clashes(each, details)), None)
    if twin:
        raise DomainError("role.twice", field="role", start=twin.valid_from)


def check_at_unit(unit: Unit, valid_from: date) -> None:
    """Nobody begins at a unit that has ended."""
    if unit.valid_to is not None and unit.valid_to < valid_from:
        raise DomainError("role.unit_ended", field="unit_id", unit=unit.name, end=unit.valid_to)


def check_not_self(actor: Actor, user: User, before: RoleDetails | None, after: RoleDetails) -> None:
    """Nobody gives a role to himself, nor prolongs one: somebody else who may do it answers for it."""
    if user.id != actor.user_id:
        return
    same = before is not None and (before.unit_id, before.role) == (after.unit_id, after.role)
    if (
        before is None
        or not same
        or not within((after.valid_from, after.valid_to), (before.valid_from, before.valid_to))
    ):
        raise DomainError("role.own", field="valid_to" if same else "role")


def clashes(membership: Membership, details: RoleDetails) -> bool:
    """Whether it is the same role at the same unit on some same day."""
    same = membership.unit_id == details.unit_id and membership.role == details.role
    days = (membership.valid_from, membership.valid_to), (details.valid_from, details.valid_to)
    return same and overlap(*days)


def record_role(
    session: Session, actor: Actor, clock: Clock, action: str, user: User, membership: Membership, **more: list[str]
) -> None:
    """Log an act on somebody's role: whose, which, at which unit."""
    payload = {"role": membership.role.value, "unit_id": membership.unit_id, **more}
    audit.record(session, actor=actor, clock=clock, action=action, subject=f"person:{user.public_id}", **payload)
