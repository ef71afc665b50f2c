"""Words of the office's calendar: the announcements that a year was compared with when the program was made, the table
that days come in by and leave in, and what a change comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.calendar_change import Outcome
from app.domain.naming import fold
from app.wording.formats import two_digits

ANNOUNCEMENTS: Mapping[int, str] = {
    2023: "5034/TB-LĐTBXH",
    2024: "5015/TB-LĐTBXH, 1570/TB-LĐTBXH",
    2025: "6150/TB-BLĐTBXH",
    2026: "9441/TB-BNV ngày 16/10/2025, 12729/VPCP-KGVX ngày 25/12/2025",
}
# The table of a year's days, as it is written and read: the heads, and what stands under the second.
HEADS = ("Ngày", "Loại", "Tên ngày, lý do")
OFF, MADE_UP = "Nghỉ", "Làm bù"
_KINDS: Mapping[str, bool] = {
    **dict.fromkeys(("nghi", "ngay nghi", "duoc nghi", "off"), False),
    **dict.fromkeys(("lam bu", "ngay lam bu", "di lam bu", "lam viec", "ngay lam viec", "di lam"), True),
}
# What a cell of its own may say besides; before a name these words are part of it.
_KINDS_OF_A_CELL: Mapping[str, bool] = {**_KINDS, **dict.fromkeys(("nghi le", "nghi tet", "nghi bu"), False)}
_LONGEST_KIND = 3  # words
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.NEW: "Thêm",
    Outcome.CHANGED: "Thay đổi",
    Outcome.UNCHANGED: "Không thay đổi",
    Outcome.NEEDLESS: "Không cần ghi, theo lịch tuần",
    Outcome.REMOVED: "Bỏ",
}
STAND = "Thời hạn đã giao giữ nguyên; chỉ ngày nhắc việc và cách đếm ngày làm việc thay đổi."
PAST = (
    "Có ngày đã qua: số ngày làm việc đã chậm, đã chờ đếm lại theo lịch mới; thời hạn, thư đã gửi và số liệu đã chốt "
    "giữ nguyên."
)
NOTHING_FOLLOWS = "Không có nhiệm vụ, kỳ định kỳ, cuộc họp hay thư nhắc nào thay đổi theo."
CHANGED_SINCE = "Dữ liệu đã thay đổi sau lần xem trước nên chưa lưu. Dưới đây là kết quả mới, đề nghị xem lại rồi lưu."


def kind_word(is_working: bool) -> str:
    return MADE_UP if is_working else OFF


def read_kind(cell: str) -> bool | None:
    """Whether a cell says that a day is worked; None for one that says something else."""
    return _KINDS_OF_A_CELL.get(fold(cell).strip(" .:"))


def kind_and_rest(text: str) -> tuple[bool | None, str]:
    """What the first words say, and the name of the day behind them, as in "nghỉ Tết Dương lịch"."""
    words = text.split()
    for count in range(min(_LONGEST_KIND, len(words)), 0, -1):
        kind = _KINDS.get(fold(" ".join(words[:count]).rstrip(" ,;:-–")))
        if kind is not None:
            return kind, " ".join(words[count:]).strip(" ,;:-–")
    return None, text


def is_head(cells: Sequence[str]) -> bool:
    """Whether a line is the head of such a table."""
    folded = {fold(cell) for cell in cells}
    return fold(HEADS[0]) in folded and fold(HEADS[1]) in folded


def unconfirmed(years: Sequence[int]) -> str:
    """As in: lịch nghỉ năm 2027 chưa được xác nhận. Nothing where there are none."""
    if not years:
        return ""
    return f"lịch nghỉ năm {', '.join(map(str, years))} chưa được xác nhận"


def year_title(year: int) -> str:
    return f"Lịch nghỉ, làm bù năm {year}"


def imported(new: int, changed: int, removed: int) -> str:
    parts = (
        f"thêm {two_digits(new)} ngày" if new else "",
        f"sửa {two_digits(changed)} ngày" if changed else "",
        f"bỏ {two_digits(removed)} ngày" if removed else "",
    )
    return f"Đã nhập lịch: {', '.join(part for part in parts if part)}."


def day_becomes(is_working: bool) -> str:
    return "thành ngày làm việc" if is_working else "thành ngày nghỉ"
