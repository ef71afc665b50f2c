"""The words of the turn of the year and of moves: what is carried over, what a unit hands over, which units end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from app.domain.figures import Counts
from app.wording.formats import day, number, two_digits
from app.wording.mail import part_of

ENDS = {
    "31-12": "hết ngày 31/12 (năm dương lịch)",
    "14-12": "hết ngày 14/12 (năm báo cáo)",
}
HOW_YEARS_END = (
    "Năm báo cáo theo Nghị định số 09/2019/NĐ-CP kết thúc ngày 14/12; chọn mốc này khi danh mục đi cùng báo cáo năm. "
    "Mốc 31/12 dùng khi chuyển sổ theo dõi sang năm mới."
)
HOW_LISTED = (
    "Danh mục gồm mọi lượt giao chủ trì đã giao đến mốc và chưa kết thúc tại mốc, theo những gì đã ghi nhận đến hết "
    "ngày đó; lập lại về sau vẫn là danh mục này."
)
CARRIED_HEADS = (
    "TT",
    "Nội dung nhiệm vụ",
    "Văn bản, mục",
    "Phối hợp",
    "Ngày giao",
    "Thời hạn",
    "Tình trạng",
    "Tiến độ",
)
UNIT_HEAD = "Đơn vị chủ trì"
HANDOVER = "Biên bản bàn giao nhiệm vụ đang thực hiện"
HANDOVER_HEADS = (
    "TT",
    "Nội dung nhiệm vụ",
    "Văn bản, mục",
    "Cùng thực hiện",
    "Thời hạn",
    "Tình trạng",
    "Tài liệu, nguồn",
)
LEADS, COORDINATING = "I. NHIỆM VỤ CHỦ TRÌ", "II. NHIỆM VỤ PHỐI HỢP"
NOTHING = "Không có"
# Two sides sign; who they are is written by hand.
SIGN = "(Ký, ghi rõ họ tên, chức vụ)"
SIGNED_BY = (("Đại diện bên giao", SIGN), ("Đại diện bên nhận", SIGN))
_DOTS = "." * 56
CLOSING = (
    f"Bên giao: {_DOTS} Bên nhận: {_DOTS}",
    "Hai bên đã đối chiếu danh mục trên và thống nhất bàn giao. Biên bản lập thành 02 bản, mỗi bên giữ 01 bản.",
)


class Ending(Protocol):
    @property
    def name(self) -> str: ...


def carried_title(year: int) -> str:
    return f"Danh mục nhiệm vụ chuyển sang năm {year + 1}"


def as_of(on: date) -> str:
    return f"Tính đến hết ngày {day(on)}"


def year_runs(year: int, on: date) -> str:
    return f"Năm {year} chưa đến mốc: danh mục tạm tính đến hết ngày {day(on)}"


def carried_counts(total: int, counts: Counts, outside: Counts, *, undated: int, excused: int) -> list[str]:
    """The numbers of the list. Those of the second line add up to the first."""
    waiting = f" (trong đó chờ xác nhận hoặc chờ ký {two_digits(counts.waiting)})" if counts.waiting else ""
    dated = f"{two_digits(counts.d)} quá hạn, {two_digits(counts.c)} trong hạn{waiting}"
    if outside.open:
        dated += f"; của cơ quan được đề nghị: {two_digits(outside.d)} quá hạn, {two_digits(outside.c)} trong hạn"
    parts = [
        f"có thời hạn: {number(counts.open + outside.open)}, gồm {dated}",
        f"không quy định thời hạn: {number(undated)}",
    ]
    parts += [f"lý do khách quan đã xác nhận: {number(excused)}"] if excused else []
    return [f"{number(total)} lượt giao chủ trì chuyển sang", f"Trong đó {'; '.join(parts)}"]


def entered_late(count: int) -> str:
    if not count:
        return ""
    return f"Không gồm {two_digits(count)} lượt đã giao đến mốc nhưng được ghi vào hệ thống sau mốc"


def unit_heading(place: int, name: str, overdue: int, dated: int, total: int) -> str:
    """1. Phòng Kinh tế: 05 lượt, quá hạn 02/04"""
    late = f", quá hạn {part_of(overdue, dated)}" if dated else ""
    return f"{place}. {name}: {two_digits(total)} lượt{late}"


def handover_title(unit: str) -> str:
    return f"{HANDOVER} của {unit}"


def handover_counts(leads: int, coordinating: int, overdue: int, dated: int) -> str:
    late = f" (quá hạn {part_of(overdue, dated)})" if dated else ""
    return f"{two_digits(leads)} nhiệm vụ chủ trì{late}; {two_digits(coordinating)} nhiệm vụ phối hợp"


def left_out(count: int) -> str:
    """What the reader may not see is on no paper of his, and he should know."""
    return f"Còn {two_digits(count)} nhiệm vụ hạn chế xem, bàn giao riêng" if count else ""


def came_from(unit: str) -> str:
    return f"Nhận từ {unit}"


def ending_words(units: Sequence[Ending]) -> str:
    """The notice on the desk."""
    names = "; ".join(unit.name for unit in units[:3]) + ("; …" if len(units) > 3 else "")
    return (
        f"{two_digits(len(units))} đơn vị đã hoặc sắp kết thúc hoạt động mà còn việc, vai trò hoặc lĩnh vực: {names}."
    )


def how_it_ends(last_day: date, today: date) -> str:
    if last_day < today:
        return f"đã kết thúc ngày {day(last_day)}"
    return f"ngày cuối cùng {day(last_day)}, còn {two_digits((last_day - today).days)} ngày"
