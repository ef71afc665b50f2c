"""Beginnings: the office itself in an empty database, its first administrator, and units from a starter list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.contact import tidy
from app.domain.errors import DomainError
from app.domain.naming import fold
from app.domain.permissions import Actor
from app.domain.terms import Role
from app.models import Membership, Office, Policy, Unit, UnitAlias, User
from app.services import audit, calendar, passwords
from app.services.organisation import OfficeDetails, assign, check_office_values, may_edit
from app.services.organisation_people import PersonDetails, check_person_values
from app.services.organisation_units import NameBook, UnitDetails, all_units, check_details, not_ended
from app.services.people import load_actor
from app.wording.starter_units import STARTERS, StarterUnit


@dataclass(frozen=True, slots=True)
class Wish:
    """A unit of a starter list as somebody wants it: its names may have been changed, the rest is the list's."""

    name: str
    short_name: str
    start: StarterUnit


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a starter list: names of the units that are new, and of those that were there already."""

    added: tuple[str, ...]
    skipped: tuple[str, ...]


def offered(kind: str, place: str) -> list[Wish]:
    """The list of a kind ("xa", "tinh", "huyen") with the office's place in the names. Raises KeyError."""
    return [Wish(tidy(start.name.replace("{place}", place)), start.short_name, start) for start in STARTERS[kind].units]


def create_office(
    session: Session,
    *,
    clock: Clock,
    office: OfficeDetails,
    admin: PersonDetails,
    secretariat: str,
    starter: str | None = None,
) -> str:
    """Make the office with its calendar, policy, Văn phòng and first administrator; returns the temporary password.

    ``starter`` is a kind of ``offered``, whose own Văn phòng is taken then. Raises DomainError("office.exists").
    """
    if session.scalars(select(Office.id).limit(1)).first() is not None:
        raise DomainError("office.exists")
    check_person_values(admin)
    check_office_values(office)
    made = Office()
    assign(made, office)
    session.add(made)
    session.flush()
    today = clock.today()
    calendar.fill(session, office_id=made.id, years=(today.year - 1, today.year, today.year + 1))
    session.add(Policy(office_id=made.id, version=1, recorded_at=clock.now()))
    wishes = offered(starter, office.place) if starter else []
    first = next((wish for wish in wishes if wish.start.is_secretariat), None) or _plain_secretariat(secretariat)
    own = _add(session, made.id, first, NameBook([]), 1, today)
    password = _first_admin(session, made.id, admin, own, today)
    _add_all(session, made.id, [wish for wish in wishes if wish is not first], today)
    _record_beginning(session, clock, admin.login)
    return password


def _plain_secretariat(name: str) -> Wish:
    return Wish(name, "", StarterUnit(name, "", is_secretariat=True))


def _first_admin(session: Session, office_id: int, admin: PersonDetails, own: Unit, today: date) -> str:
    user = User(office_id=office_id)
    assign(user, admin)
    password = passwords.give_temporary(user)
    user.memberships = [Membership(unit_id=own.id, role=Role.ADMIN, valid_from=today)]
    session.add(user)
    session.flush()
    return password


def _record_beginning(session: Session, clock: Clock, login: str) -> None:
    user = session.scalars(select(User).where(User.login == login)).one()
    actor = load_actor(session, user_id=user.id, today=clock.today())
    assert actor is not None
    audit.record(session, actor=actor, clock=clock, action="office.made", subject=f"person:{user.public_id}")


def take_starter(session: Session, *, actor: Actor, clock: Clock, wishes: Sequence[Wish], since: date) -> Taken:
    """Add the wished units. Names that are there already are passed over and named; a second Văn phòng is none."""
    may_edit(session, actor=actor)
    for wish in wishes:
        check_details(UnitDetails(name=wish.name, short_name=wish.short_name, valid_from=since))
    taken = _add_all(session, actor.office_id, wishes, since, all_units(session, actor=actor), clock.today())
    audit.record(
        session,
        actor=actor,
        clock=clock,
        action="office.starter_taken",
        subject="office:",
        units=len(taken.added),
    )
    return taken


def _add_all(
    session: Session,
    office_id: int,
    wishes: Iterable[Wish],
    since: date,
    units: Sequence[Unit] | None = None,
    today: date | None = None,
) -> Taken:
    known = list(units) if units is not None else list(session.scalars(select(Unit).where(Unit.office_id == office_id)))
    position = max((unit.position for unit in known), default=0)
    in_force = not_ended(known, today or since)
    added: list[Unit] = []
    skipped = []
    for wish in wishes:
        book = NameBook([*in_force, *added])
        if book.holder(wish.name):
            skipped.append(wish.name)
            continue
        position += 1
        has_own = any(unit.is_secretariat for unit in [*known, *added])
        added.append(_add(session, office_id, wish, book, position, since, is_own=not has_own))
    return Taken(tuple(unit.name for unit in added), tuple(skipped))


def _add(
    session: Session, office_id: int, wish: Wish, book: NameBook, position: int, since: date, *, is_own: bool = True
) -> Unit:
    """One unit; of its other names those that no other unit has."""
    short = "" if not wish.short_name or book.holder(wish.short_name) else wish.short_name
    names = {fold(alias): alias for alias in wish.start.aliases if not book.holder(alias)}
    unit = Unit(
        office_id=office_id,
        name=wish.name,
        short_name=short,
        under_authority=wish.start.under_authority,
        is_secretariat=wish.start.is_secretariat and is_own,
        position=position,
        valid_from=since,
        aliases=[
            UnitAlias(alias=alias, folded=folded)
            for folded, alias in names.items()
            if folded not in (fold(wish.name), fold(short))
        ],
    )
    session.add(unit)
    session.flush()
    return unit
