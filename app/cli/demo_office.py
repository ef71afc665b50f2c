"""An invented commune: its units and its people. Nobody and nothing here exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.passwords import hash_password
from app.domain.naming import fold
from app.domain.terms import Role
from app.models import Membership, Office, Policy, Unit, UnitAlias, User
from app.services import calendar

OFFICE_NAME = "UBND xã Đông Vĩ"
PROVINCE = "UBND tỉnh Hồng Lam"
PLACE = "Đông Vĩ"
DEMO_PASSWORD = "dongvi2026"
# The day the communes of today began.
FOUNDED = date(2025, 7, 1)
FIRST_YEAR, LAST_YEAR = 2023, 2027


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """``key`` is the mailbox's name, too. Who is not ``ours`` is asked, not ordered, and counted apart."""

    key: str
    name: str
    short_name: str
    aliases: tuple[str, ...] = ()
    ours: bool = True


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Also a line of what ``flask serve`` prints: the login, and ``title`` as who it is."""

    login: str
    name: str
    unit: str
    role: Role
    title: str


UNITS = (
    DemoUnit(
        "vanphong",
        "Văn phòng HĐND và UBND xã",
        "Văn phòng",
        ("Văn phòng HĐND và UBND", "Văn phòng HĐND - UBND xã", "Văn phòng UBND xã"),
    ),
    DemoUnit("kinhte", "Phòng Kinh tế", "Phòng Kinh tế", ("Phòng Kinh tế xã",)),
    DemoUnit("vanhoa", "Phòng Văn hóa - Xã hội", "Phòng VH-XH", ("Phòng Văn hóa và Xã hội", "Phòng VHXH")),
    DemoUnit(
        "tthcc",
        "Trung tâm Phục vụ hành chính công",
        "Trung tâm PVHCC",
        ("Trung tâm Hành chính công", "TTPVHCC", "Bộ phận Một cửa"),
    ),
    DemoUnit("yte", "Trạm Y tế xã", "Trạm Y tế", ("Trạm Y tế xã Đông Vĩ",)),
    DemoUnit("quansu", "Ban Chỉ huy Quân sự xã", "BCH Quân sự", ("Ban CHQS xã", "BCH Quân sự xã"), ours=False),
    DemoUnit("congan", "Công an xã", "Công an xã", ("Công an xã Đông Vĩ",), ours=False),
    DemoUnit(
        "mttq",
        "Ủy ban MTTQ Việt Nam xã",
        "MTTQ xã",
        ("Ủy ban Mặt trận Tổ quốc Việt Nam xã", "Mặt trận Tổ quốc xã"),
        ours=False,
    ),
    DemoUnit("mamnon", "Trường Mầm non Đông Vĩ", "Mầm non Đông Vĩ", ("Trường Mầm non",), ours=False),
    DemoUnit("tieuhoc", "Trường Tiểu học Đông Vĩ", "Tiểu học Đông Vĩ", ("Trường Tiểu học",), ours=False),
    DemoUnit("thcs", "Trường THCS Đông Vĩ", "THCS Đông Vĩ", ("Trường Trung học cơ sở Đông Vĩ",), ours=False),
)

PEOPLE = (
    DemoPerson("chanhvp", "Trần Quang Vinh", "vanphong", Role.CHIEF, "Chánh Văn phòng"),
    DemoPerson("chuyenvien", "Tạ Thị Mộc Miên", "vanphong", Role.STAFF, "Chuyên viên Văn phòng"),
    DemoPerson("chutich", "Đoàn Trọng Nghị", "vanphong", Role.LEADER, "Chủ tịch UBND xã"),
    DemoPerson("phochutich", "Lê Thị Thanh Hà", "vanphong", Role.LEADER, "Phó Chủ tịch UBND xã"),
    DemoPerson("vanthu", "Cù Thị Nhã", "vanphong", Role.CLERK, "Văn thư"),
    DemoPerson("quantri", "Kiều Bá Tước", "vanphong", Role.ADMIN, "Quản trị hệ thống"),
    DemoPerson("kinhte", "Mạc Văn Thụy", "kinhte", Role.UNIT_HEAD, "Trưởng phòng Kinh tế"),
    DemoPerson("kinhte2", "Ngụy Thị Bích Lộc", "kinhte", Role.UNIT_MEMBER, "Chuyên viên phòng Kinh tế"),
    DemoPerson("vanhoa", "Thái Thị Hoài Giang", "vanhoa", Role.UNIT_HEAD, "Trưởng phòng Văn hóa - Xã hội"),
    DemoPerson("tthcc", "Âu Đình Quát", "tthcc", Role.UNIT_HEAD, "Giám đốc Trung tâm Phục vụ hành chính công"),
    DemoPerson("yte", "Phùng Thị Ngân Hà", "yte", Role.UNIT_HEAD, "Trạm trưởng Trạm Y tế"),
    DemoPerson("quansu", "Khổng Văn Trác", "quansu", Role.UNIT_HEAD, "Chỉ huy trưởng Quân sự"),
    DemoPerson("congan", "Tống Duy Mãn", "congan", Role.UNIT_HEAD, "Trưởng Công an xã"),
    DemoPerson("mttq", "Chử Thị Lan Phương", "mttq", Role.UNIT_HEAD, "Chủ tịch Ủy ban MTTQ xã"),
    DemoPerson("mamnon", "Bế Thị Thu Ngà", "mamnon", Role.UNIT_HEAD, "Hiệu trưởng Trường Mầm non"),
    DemoPerson("tieuhoc", "Hứa Thị Ánh Tuyết", "tieuhoc", Role.UNIT_HEAD, "Hiệu trưởng Trường Tiểu học"),
    DemoPerson("thcs", "Lã Quang Diệm", "thcs", Role.UNIT_HEAD, "Hiệu trưởng Trường THCS"),
)


def add_organisation(session: Session, *, clock: Clock) -> Office:
    """The office with its calendar, policy, units and people. Flushes, does not commit."""
    office = Office(name=OFFICE_NAME, parent_name=PROVINCE, place=PLACE)
    session.add(office)
    session.flush()
    calendar.fill(session, office_id=office.id, years=range(FIRST_YEAR, max(LAST_YEAR, clock.today().year + 1) + 1))
    session.add(Policy(office_id=office.id, version=1, recorded_at=clock.now()))
    units = {unit.key: _unit(office, position, unit) for position, unit in enumerate(UNITS, start=1)}
    session.add_all(units.values())
    session.flush()
    # One hash for all: this password is no secret, and hashing is slow by intention.
    password_hash = hash_password(DEMO_PASSWORD)
    session.add_all(_user(office, units[person.unit], person, password_hash) for person in PEOPLE)
    session.flush()
    return office


def _unit(office: Office, position: int, unit: DemoUnit) -> Unit:
    head = next(person for person in PEOPLE if person.unit == unit.key)
    return Unit(
        office_id=office.id,
        name=unit.name,
        short_name=unit.short_name,
        under_authority=unit.ours,
        is_secretariat=unit.key == "vanphong",
        email=f"{unit.key}@dongvi.example",
        contact_name=head.name,
        contact_phone=f"0200 000 {position:03}",
        position=position,
        valid_from=FOUNDED,
        aliases=[UnitAlias(alias=alias, folded=fold(alias)) for alias in unit.aliases],
    )


def _user(office: Office, unit: Unit, person: DemoPerson, password_hash: str) -> User:
    membership = Membership(unit_id=unit.id, role=person.role, title=person.title, valid_from=FOUNDED)
    return User(
        office_id=office.id,
        login=person.login,
        name=person.name,
        email=f"{person.login}.canhan@dongvi.example",
        password_hash=password_hash,
        memberships=[membership],
    )


def units_by_key(session: Session, *, office: Office) -> dict[str, Unit]:
    """The demo units under the keys that the invented history names them by."""
    keys = {unit.name: unit.key for unit in UNITS}
    return {keys[unit.name]: unit for unit in session.scalars(select(Unit).where(Unit.office_id == office.id))}
