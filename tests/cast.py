"""A small cast with meanings: one office, its units, and the people the tests are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.passwords import hash_password
from app.domain.naming import fold
from app.domain.permissions import Actor
from app.domain.terms import Role
from app.models import Membership, Office, Unit, UnitAlias, User
from app.services import calendar
from app.services.people import load_actor

PASSWORD = "mật khẩu thử"
_HASH = hash_password(PASSWORD)
_LONG_AGO = date(2020, 1, 1)

# Key, name, short name, aliases, under the office's authority.
UNITS = (
    ("van_phong", "Văn phòng HĐND và UBND huyện", "Văn phòng", ("Văn phòng HĐND - UBND huyện",), True),
    ("noi_vu", "Phòng Nội vụ", "Nội vụ", (), True),
    ("tu_phap", "Phòng Tư pháp", "Tư pháp", (), True),
    ("kinh_te", "Phòng Kinh tế", "Kinh tế", ("Phòng Kinh tế và Hạ tầng",), True),
    ("xa_ha", "UBND xã Hạ", "Xã Hạ", (), True),
    ("cong_an", "Công an huyện", "Công an", (), False),
)
# Login, name, unit, role. Heads and members of units are made for every unit, as "<unit>_head" and "<unit>_member".
PEOPLE = (
    ("chief", "Chánh Văn phòng Vinh", "van_phong", Role.CHIEF),
    ("staff", "Chuyên viên Hoa", "van_phong", Role.STAFF),
    ("leader", "Phó Chủ tịch Hà", "van_phong", Role.LEADER),
    ("clerk", "Văn thư Lan", "van_phong", Role.CLERK),
    ("admin", "Quản trị Nam", "van_phong", Role.ADMIN),
)


@dataclass
class Cast:
    """Everybody by a short key: ``units["noi_vu"]``, ``actor("chief")``, ``head("noi_vu")``."""

    session: Session
    today: date
    office: Office
    units: dict[str, Unit]
    users: dict[str, User]

    def actor(self, login: str) -> Actor:
        found = load_actor(self.session, user_id=self.users[login].id, today=self.today)
        assert found is not None
        return found

    def head(self, unit: str) -> Actor:
        return self.actor(f"{unit}_head")

    def member(self, unit: str) -> Actor:
        return self.actor(f"{unit}_member")

    @property
    def chief(self) -> Actor:
        return self.actor("chief")

    @property
    def staff(self) -> Actor:
        return self.actor("staff")

    @property
    def leader(self) -> Actor:
        return self.actor("leader")

    @property
    def clerk(self) -> Actor:
        return self.actor("clerk")

    @property
    def admin(self) -> Actor:
        return self.actor("admin")


def make_cast(session: Session, clock: Clock) -> Cast:
    """Add the office, units and people, and the official days off of 2023 and 2026. Flushes, does not commit."""
    office = Office(name="UBND huyện Thử Nghiệm", parent_name="UBND tỉnh Hồng Lam", place="Thử Nghiệm")
    session.add(office)
    session.flush()
    calendar.fill(session, office_id=office.id, years=(2023, 2024, 2026))
    cast = Cast(session, clock.today(), office, {}, {})
    for position, (key, name, short, aliases, under_authority) in enumerate(UNITS):
        add_unit(cast, key, name, short, aliases, under_authority=under_authority, position=position)
    for login, name, unit, role in PEOPLE:
        add_person(cast, login, name, unit, role)
    session.flush()
    return cast


def load_cast(session: Session, clock: Clock) -> Cast:
    """The same people out of a database that has them already."""
    units = {unit.email.partition("@")[0]: unit for unit in session.scalars(select(Unit).order_by(Unit.id))}
    users = {user.login: user for user in session.scalars(select(User).order_by(User.id))}
    return Cast(session, clock.today(), session.scalars(select(Office)).one(), units, users)


def add_unit(
    cast: Cast,
    key: str,
    name: str,
    short: str = "",
    aliases: tuple[str, ...] = (),
    *,
    under_authority: bool = True,
    position: int = 99,
) -> Unit:
    """A unit with its mailbox, a head and a member."""
    unit = Unit(
        office_id=cast.office.id,
        name=name,
        short_name=short,
        under_authority=under_authority,
        is_secretariat=key == "van_phong",
        email=f"{key}@dondoc.test",
        contact_name=f"Đầu mối {short or name}",
        contact_phone="0900 000 000",
        position=position,
        valid_from=_LONG_AGO,
        aliases=[UnitAlias(alias=alias, folded=fold(alias)) for alias in aliases],
    )
    cast.session.add(unit)
    cast.session.flush()
    cast.units[key] = unit
    add_person(cast, f"{key}_head", f"Trưởng {short or name}", key, Role.UNIT_HEAD)
    add_person(cast, f"{key}_member", f"Chuyên viên {short or name}", key, Role.UNIT_MEMBER)
    return unit


def add_person(cast: Cast, login: str, name: str, unit: str, role: Role) -> User:
    user = User(
        office_id=cast.office.id,
        login=login,
        name=name,
        email=f"{login}@dondoc.test",
        password_hash=_HASH,
        memberships=[Membership(unit_id=cast.units[unit].id, role=role, valid_from=_LONG_AGO)],
    )
    cast.session.add(user)
    cast.session.flush()
    cast.users[login] = user
    return user
