"""An invented office becomes rows: calendar, policy, units, people, and who is in charge of which field."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.passwords import hash_password
from app.cli.demo_model import FOUNDED, SECRETARIAT, DemoField, DemoOffice, DemoPerson, DemoUnit
from app.domain.naming import fold
from app.domain.terms import ChargeKind
from app.models import Field, FieldCharge, Membership, Office, Policy, Unit, UnitAlias, User
from app.services import calendar

FIRST_YEAR, LAST_YEAR = 2023, 2027


def add_office(session: Session, *, demo: DemoOffice, clock: Clock) -> Office:
    """The office with everything but its history. Flushes, does not commit."""
    office = Office(name=demo.name, parent_name=demo.parent, place=demo.place)
    session.add(office)
    session.flush()
    calendar.fill(session, office_id=office.id, years=range(FIRST_YEAR, max(LAST_YEAR, clock.today().year + 1) + 1))
    session.add(Policy(office_id=office.id, version=1, recorded_at=clock.now()))
    made = _Making(demo, office.id)
    units = {unit.key: made.unit(position, unit) for position, unit in enumerate(demo.units, start=1)}
    session.add_all(units.values())
    session.flush()
    # One hash for all: this password is no secret, and hashing is slow by intention.
    password_hash = hash_password(demo.password)
    users = {person.login: made.user(units[person.unit], person, password_hash) for person in demo.people}
    session.add_all(users.values())
    session.add_all(made.field(n, each, units, users) for n, each in enumerate(demo.fields, start=1))
    session.flush()
    return office


@dataclass(frozen=True, slots=True)
class _Making:
    demo: DemoOffice
    office_id: int

    def unit(self, position: int, unit: DemoUnit) -> Unit:
        head = next(person for person in self.demo.people if person.unit == unit.key)
        return Unit(
            office_id=self.office_id,
            name=unit.name,
            short_name=unit.short_name,
            under_authority=unit.ours,
            is_secretariat=unit.key == SECRETARIAT,
            email=f"{unit.key}@{self.demo.domain}",
            contact_name=head.name,
            contact_phone=f"0200 000 {position:03}",
            position=position,
            valid_from=FOUNDED,
            aliases=[UnitAlias(alias=alias, folded=fold(alias)) for alias in unit.aliases],
        )

    def user(self, unit: Unit, person: DemoPerson, password_hash: str) -> User:
        membership = Membership(unit_id=unit.id, role=person.role, title=person.title, valid_from=FOUNDED)
        return User(
            office_id=self.office_id,
            login=person.login,
            name=person.name,
            email=f"{person.login}.canhan@{self.demo.domain}",
            password_hash=password_hash,
            memberships=[membership],
        )

    def field(self, position: int, field: DemoField, units: dict[str, Unit], users: dict[str, User]) -> Field:
        charges = ((field.leader, ChargeKind.LEADER), (field.follower, ChargeKind.FOLLOWER))
        return Field(
            office_id=self.office_id,
            name=field.name,
            position=position,
            valid_from=FOUNDED,
            units=[units[key] for key in field.units],
            charges=[FieldCharge(user=users[login], kind=kind, valid_from=FOUNDED) for login, kind in charges],
        )


def units_by_key(session: Session, *, office: Office, demo: DemoOffice) -> dict[str, Unit]:
    """The demo units under the keys that the invented history names them by."""
    keys = {unit.name: unit.key for unit in demo.units}
    return {keys[unit.name]: unit for unit in session.scalars(select(Unit).where(Unit.office_id == office.id))}
