"""People who log in: added, changed, switched off and on; passwords handed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, selectinload

from app.adapters.clock import Clock
from app.domain.contact import is_login
from app.domain.errors import DomainError
from app.domain.naming import fold
from app.domain.permissions import TABLE, Action, Actor, check
from app.domain.spans import Span, first_gap
from app.domain.terms import Role
from app.models import Membership, User
from app.services import audit, passwords
from app.services.listing import PER_PAGE, Page
from app.services.organisation import (
    PERSON_LIMITS,
    assign,
    changed_names,
    check_email,
    check_seen,
    check_text,
    may_edit,
    record_change,
)

MANAGERS = frozenset(role for role, actions in TABLE.items() if Action.EDIT_ORGANISATION in actions)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDetails:
    """What can be changed of a person in one form; ``login`` as ``as_login`` gives it."""

    login: str
    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPeople:
    """What the list of people is narrowed to; None and empty mean all. The role is one held today."""

    unit_id: int | None = None
    role: Role | None = None
    active: bool | None = None
    text: str = ""


def person_details(user: User) -> PersonDetails:
    return PersonDetails(login=user.login, name=user.name, email=user.email, phone=user.phone)


def list_people(
    session: Session, *, actor: Actor, today: date, wanted: WantedPeople, page: int = 1, per_page: int = PER_PAGE
) -> Page[User]:
    """A page of the office's people by name, with their memberships. Words are looked for without accents."""
    check(actor, Action.EDIT_ORGANISATION)
    rows = session.execute(
        select(User.id, User.name, User.login, User.email)
        .where(User.office_id == actor.office_id, *_narrow(wanted, today))
        .order_by(User.name, User.id)
    ).all()
    words = fold(wanted.text).split()
    ids = [row.id for row in rows if all(word in fold(f"{row.name} {row.login} {row.email}") for word in words)]
    page = min(max(1, page), max(1, ceil(len(ids) / per_page)))
    shown = session.scalars(
        select(User)
        .where(User.id.in_(ids[(page - 1) * per_page : page * per_page]))
        .options(selectinload(User.memberships).selectinload(Membership.unit))
        .order_by(User.name, User.id)
    )
    return Page(list(shown), page, len(ids), per_page)


def _narrow(wanted: WantedPeople, today: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.active is not None:
        conditions.append(User.active.is_(wanted.active))
    held = [Membership.valid_from <= today, or_(Membership.valid_to.is_(None), Membership.valid_to >= today)]
    if wanted.unit_id is not None:
        held.append(Membership.unit_id == wanted.unit_id)
    if wanted.role is not None:
        held.append(Membership.role == wanted.role)
    if len(held) > 2:
        conditions.append(User.memberships.any(and_(*held)))
    return conditions


def add_person(session: Session, *, actor: Actor, clock: Clock, details: PersonDetails) -> tuple[User, str]:
    """Add a person without any role yet; returns the temporary password, which is kept nowhere."""
    may_edit(session, actor=actor)
    check_person(session, details, but=None)
    user = User(office_id=actor.office_id)
    assign(user, details)
    password = passwords.give_temporary(user)
    session.add(user)
    session.flush()
    _record(session, actor, clock, "person.added", user)
    return user, password


def change_person(
    session: Session, *, actor: Actor, clock: Clock, user: User, seen: str, details: PersonDetails
) -> None:
    """Change a person as seen. Raises DomainError("stale"), and DomainErrors that say which field they are about."""
    may_edit(session, actor=actor)
    before = person_details(user)
    check_seen(before, seen)
    check_person(session, details, but=user.id)
    if details != before:
        assign(user, details)
        record_change(session, actor, clock, "person", user.public_id, changed_names(before, details))


def check_person(session: Session, details: PersonDetails, *, but: int | None) -> None:
    """Raise for values that are no good, and for a login that somebody else has."""
    check_person_values(details)
    holder = session.scalars(select(User).where(User.login == details.login, User.id != (but or 0))).first()
    if holder:
        raise DomainError("person.login_taken", field="login", text=details.login, name=holder.name)


def check_person_values(details: PersonDetails) -> None:
    """What can be said of the values alone."""
    for name in ("login", "name", "email", "phone"):
        check_text(name, getattr(details, name), most=PERSON_LIMITS[name], needed=name in ("login", "name"))
    check_login(details.login)
    check_email("email", details.email)


def check_login(login: str) -> None:
    if not is_login(login):
        raise DomainError("person.login_bad", field="login", text=login)


def set_active(session: Session, *, actor: Actor, clock: Clock, user: User, active: bool) -> None:
    """Switch a person's account off or on; roles and everything done stay. The last who may do this cannot be."""
    may_edit(session, actor=actor)
    if user.active is active:
        raise DomainError("stale")
    before = unmanaged_from(session, office_id=actor.office_id, today=clock.today())
    user.active = active
    session.flush()
    check_managed(session, actor=actor, today=clock.today(), before=before)
    _record(session, actor, clock, "person.activated" if active else "person.deactivated", user)


def reset_password(session: Session, *, actor: Actor, clock: Clock, user: User) -> str:
    """A temporary password for somebody else, returned once; every session of theirs ends."""
    may_edit(session, actor=actor)
    if user.id == actor.user_id:
        raise DomainError("person.own_password")
    password = passwords.give_temporary(user)
    _record(session, actor, clock, "person.password_set", user)
    return password


def unmanaged_from(
    session: Session,
    *,
    office_id: int,
    today: date,
    instead: Mapping[int, Span] | None = None,
    more: Sequence[Span] = (),
) -> date | None:
    """The first day from today on which nobody active could change the organisation; None if there is none.

    To ask what would be, ``instead`` gives other days for memberships by id, and ``more`` those of further ones.
    """
    rows = session.execute(
        select(Membership.id, Membership.valid_from, Membership.valid_to)
        .join(User, User.id == Membership.user_id)
        .where(User.office_id == office_id, User.active, Membership.role.in_(MANAGERS))
    ).tuples()
    spans = [(instead or {}).get(id_, (start, end)) for id_, start, end in rows]
    return first_gap([*spans, *more], today)


def check_managed(session: Session, *, actor: Actor, today: date, before: date | None) -> None:
    """Raise DomainError("person.last_manager") if a change has left the office earlier without anybody who may."""
    after = unmanaged_from(session, office_id=actor.office_id, today=today)
    if is_earlier(after, before):
        raise DomainError("person.last_manager", day=after)


def is_earlier(after: date | None, before: date | None) -> bool:
    return after is not None and (before is None or after < before)


def _record(session: Session, actor: Actor, clock: Clock, action: str, user: User) -> None:
    audit.record(session, actor=actor, clock=clock, action=action, subject=f"person:{user.public_id}")
