"""What the office of the week's story had given before its Monday, and its notices as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from sqlalchemy import select

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.cli.demo_office import add_organisation
from app.domain.terms import SourceOfAssignment, TaskKind
from app.extensions import db
from app.models import Unit, User
from app.services.directives import NewDirective, give_tasks
from app.services.giving import NewTask
from app.services.people import load_actor
from tests.databases import LINK_KEYS

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 11, day) for day in range(9, 14))
OFFICE = "UBND xã Đông Vĩ"
ECONOMY, CULTURE, HEALTH, SERVICE = (
    "Phòng Kinh tế",
    "Phòng Văn hóa - Xã hội",
    "Trạm Y tế xã",
    "Trung tâm Phục vụ hành chính công",
)
DITCH = "Rà soát tuyến mương tiêu Đồng Chiêm, đề xuất phương án nạo vét trước vụ đông xuân."
HOUSES = "Lập danh sách hộ nghèo cần hỗ trợ nhà ở năm 2027, niêm yết tại các nhà văn hóa thôn."
KITCHENS = "Kiểm tra an toàn thực phẩm bếp ăn bán trú của ba trường học trên địa bàn xã."
RECORDS = "Số hóa hồ sơ đất đai còn tồn của năm 2025."
FESTIVAL = "Xây dựng kế hoạch ngày hội văn hóa các thôn."
COUNTER = "Bố trí thêm một quầy tiếp nhận hồ sơ vào sáng thứ Bảy."
# Number, day, and each task with its unit and its last good day.
GIVEN = (
    (
        "31/TB-UBND",
        date(2026, 10, 26),
        "Kết luận cuộc họp tháng 10",
        (
            (DITCH, ECONOMY, date(2026, 11, 6)),
            (HOUSES, CULTURE, date(2026, 11, 13)),
            (KITCHENS, HEALTH, date(2026, 11, 20)),
            (RECORDS, SERVICE, date(2026, 10, 30)),
        ),
    ),
    (
        "32/TB-UBND",
        date(2026, 11, 2),
        "Kết luận về ngày hội văn hóa",
        ((FESTIVAL, CULTURE, date(2026, 11, 27)), (COUNTER, SERVICE, date(2026, 11, 30))),
    ),
)


def before_monday(clock: FixedClock) -> None:
    """The commune with two notices of its own, six tasks."""
    office = add_organisation(db.session(), clock=clock)
    chief_id = db.session().scalars(select(User.id).where(User.login == "chanhvp")).one()
    units = {unit.name: unit.id for unit in db.session().scalars(select(Unit))}
    for number, day, subject, tasks in GIVEN:
        actor = load_actor(db.session(), user_id=chief_id, today=clock.today())
        assert actor is not None
        give_tasks(
            db.session(),
            actor=actor,
            clock=FixedClock.at(day, 9),
            links=Links("http://127.0.0.1", LINK_KEYS),
            directive=NewDirective(
                kind="Thông báo",
                number=number,
                issuer=office.name,
                subject=subject,
                issued_on=day,
                source_of_assignment=SourceOfAssignment.OWN,
            ),
            tasks=[
                NewTask(clause=f"{n}", text=text, kind=TaskKind.DATED, lead_unit_ids=(units[unit],), named_on=due)
                for n, (text, unit, due) in enumerate(tasks, 1)
            ],
            tell=False,
        )


# A superior's list as the province sends it: document, its day, the duty, the deadline, how it says that it stands.
HEAD = ("STT", "Số, ký hiệu", "Ngày văn bản", "Nội dung nhiệm vụ", "Thời hạn", "Tình trạng")
CAPITAL = ("120/UBND-KT", "02/11/2026", "Rà soát, báo cáo kết quả giải ngân vốn đầu tư công năm 2026")
SWIMMING = ("135/UBND-VX", "03/11/2026", "Tổ chức tuyên truyền phòng, chống đuối nước cho học sinh")
BUILDINGS = ("88/UBND-NC", "20/10/2026", "Báo cáo phương án sắp xếp trụ sở dôi dư sau sắp xếp đơn vị")
STAFF = ("150/UBND-NC", "10/11/2026", "Rà soát hồ sơ viên chức các trường học trên địa bàn")
ON_TUESDAY = ((*CAPITAL, "30/11/2026", ""), (*SWIMMING, "20/11/2026", ""), (*BUILDINGS, "12/11/2026", ""))
ON_WEDNESDAY = (
    (*CAPITAL, "27/11/2026", ""),
    (*SWIMMING, "20/11/2026", ""),
    (*BUILDINGS, "12/11/2026", "Quá hạn"),
    (*STAFF, "25/11/2026", ""),
)


def superiors_list(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """The list as a workbook."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD)
    for n, row in enumerate(rows, 1):
        sheet.append((n, *row))
    book.save(path)
    return path


def notice(number: str, about: str, *duties: str) -> str:
    """A notice of Wednesday as it is pasted."""
    points = "\n".join(f"{n}. {duty}" for n, duty in enumerate(duties, 1))
    return (
        f"ỦY BAN NHÂN DÂN\nXÃ ĐÔNG VĨ\n\nSố: {number}\n\nĐông Vĩ, ngày 11 tháng 11 năm 2026\n\nTHÔNG BÁO\n{about}\n\n"
        f"Đồng chí Phó Chủ tịch kết luận:\n\n{points}\n"
    )
