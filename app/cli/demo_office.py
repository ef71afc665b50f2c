"""An invented commune: its units and its people. Nobody and nothing here exists."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.cli.demo_loading import add_office
from app.cli.demo_model import DemoField, DemoOffice, DemoPerson, DemoUnit
from app.domain.terms import Role
from app.models import Office

OFFICE_NAME = "UBND xã Đông Vĩ"
DEMO_PASSWORD = "dongvi2026"

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


FIELDS = (
    DemoField("Kinh tế, đất đai, xây dựng", leader="phochutich", follower="chuyenvien", units=("kinhte", "tthcc")),
    DemoField(
        "Văn hóa, xã hội, y tế, giáo dục",
        leader="phochutich",
        follower="chuyenvien",
        units=("vanhoa", "yte", "mttq", "mamnon", "tieuhoc", "thcs"),
    ),
    DemoField(
        "Nội chính, cải cách hành chính",
        leader="chutich",
        follower="chanhvp",
        units=("vanphong", "tthcc", "congan", "quansu"),
    ),
)

COMMUNE = DemoOffice(
    key="xa",
    name=OFFICE_NAME,
    parent="UBND tỉnh Hồng Lam",
    place="Đông Vĩ",
    committee="UBND xã",
    domain="dongvi.example",
    password=DEMO_PASSWORD,
    units=UNITS,
    people=PEOPLE,
    fields=FIELDS,
)


def add_organisation(session: Session, *, clock: Clock) -> Office:
    """The commune before anything has happened in it. Flushes, does not commit."""
    return add_office(session, demo=COMMUNE, clock=clock)
