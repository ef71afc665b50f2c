"""The words around a list: how it is sorted, what it is narrowed to, what its address asked for in vain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from app.wording.formats import day, instant, number

# By the value of ``SortBy``: the order from the first, and reversed.
SORTED_BY = {
    "pressing": ("việc gấp trước", "việc gấp trước"),
    "due": ("thời hạn, sớm nhất trước", "thời hạn, muộn nhất trước"),
    "unit": ("đơn vị", "đơn vị, thứ tự ngược"),
    "given": ("ngày giao, cũ nhất trước", "ngày giao, mới nhất trước"),
    "standing": ("tình trạng, quá hạn trước", "tình trạng, đã kết thúc trước"),
}
MADE_IN_VAIN = "Ngày cuối của khoảng thời hạn ở trước ngày đầu. Đề nghị nhập lại."
DAYS_IN_VAIN = "Ngày cuối ở trước ngày đầu. Đề nghị nhập lại."


def sorted_by(by: str, descending: bool) -> str:
    return SORTED_BY[by][descending]


def any_of(words: Sequence[str]) -> str:
    """As in: Quá hạn hoặc Bị trả lại."""
    return " hoặc ".join(words)


def due_from(value: date) -> str:
    return f"thời hạn từ {day(value)}"


def due_to(value: date) -> str:
    return f"thời hạn đến {day(value)}"


def since(value: date) -> str:
    return f"từ ngày {day(value)}"


def through(value: date) -> str:
    return f"đến hết ngày {day(value)}"


def holding(text: str) -> str:
    return f"có chữ “{text}”"


def has_ended(name: str, last_day: date) -> str:
    return f"{name} (kết thúc ngày {day(last_day)})"


def not_offered(asked: Sequence[tuple[str, str]]) -> str:
    """What the address asked for and no list has: pairs of the filter's label and the value."""
    named = ", ".join(f"{label.lower()} “{value[:40]}”" for label, value in asked)
    return f"Không có trong danh sách lọc nên bỏ qua: {named}."


def filtered(words: Sequence[str]) -> str:
    """The filter as a line of a file."""
    return "Điều kiện: " + " · ".join(words) if words else "Điều kiện: không lọc"


def made_at(at: datetime) -> str:
    return f"Số liệu lúc {instant(at)}"


def rows_words(total: int, shown: int) -> str:
    """How many rows a file has; that it was cut is said."""
    if shown < total:
        return f"{number(shown)} dòng đầu trong tổng số {number(total)} dòng: danh sách quá dài cho một tệp"
    return f"{number(total)} dòng"


WITH_OVERDUE = "Nhiệm vụ có lượt giao quá hạn"
DONE_OF_LEADS = "Hoàn thành / lượt giao chủ trì"


def of_year(year: str) -> str:
    return f"năm {year}"


def followed(directive: str) -> str:
    return f"Theo dõi thực hiện {directive}"


def frozen_at(at: datetime) -> str:
    return f"số liệu đã chốt lúc {instant(at)}"


def counted_through(last_day: str) -> str:
    return f"tính đến hết ngày {last_day}"


ERRORS = {
    "filter.long_name": "Tên bộ lọc dài quá {most} ký tự.",
    "filter.name_taken": "Đã có bộ lọc tên “{name}”. Đề nghị đặt tên khác.",
    "filter.no_name": "Cần đặt tên cho bộ lọc.",
    "filter.too_long": "Bộ lọc này có quá nhiều điều kiện nên không lưu được. Đề nghị bỏ bớt.",
    "filter.too_many": "Mỗi người lưu được nhiều nhất {most} bộ lọc. Đề nghị xóa bớt bộ lọc cũ.",
}
