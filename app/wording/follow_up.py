"""The words of the follow-up table of a notice: "Tình hình thực hiện kết luận kỳ trước"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

from app.domain.terms import DirectiveLink, EventKind, FigureClass
from app.wording.course import NO_DAY
from app.wording.formats import day, number, two_digits
from app.wording.mail import clause_words, directive_words
from app.wording.report import official_day
from app.wording.terms import word

TITLE = "Tình hình thực hiện"
TAB = "Tình hình thực hiện"
HEADS = (
    "TT",
    "Mục",
    "Nội dung kết luận",
    "Chủ trì, phối hợp",
    "Thời hạn",
    "Tình trạng",
    "Kết quả, tiến độ",
)
GENERAL = "Nội dung chung"
NOT_GIVEN = "Chưa có đơn vị nhận nhiệm vụ tính đến ngày này"
IN_ALL = "Tổng cộng"
RECEIVERS = ("Lãnh đạo Ủy ban nhân dân;", "Các cơ quan, đơn vị có liên quan;", "Lưu: VT, VP.")
ERRORS = {
    "follow_up.day": "Chỉ lập được bảng cho ngày từ {first:%d/%m/%Y}, khi văn bản được ghi vào hệ thống, đến ngày hôm "
    "nay. Đề nghị nhập lại ngày.",
}
# Of a point that takes up what an earlier notice had given.
_TIES = {EventKind.REPEATED: "Nhắc lại nhiệm vụ tại", EventKind.FORMALISED: "Văn bản hóa ý kiến chỉ đạo tại"}


def title(name: str) -> str:
    """Tình hình thực hiện Thông báo số 15/TB-UBND ngày 04/9/2023"""
    return f"{TITLE} {name}"


def as_of(on: date) -> str:
    return f"Tính đến hết ngày {day(on)}, theo những gì đã ghi nhận đến hết ngày đó"


def opening(name: str, on: date) -> str:
    """What a report of it begins with; the table is its annex."""
    return (
        f"Tính đến hết ngày {official_day(on)}, tình hình thực hiện các nội dung tại {name} như sau (chi tiết tại "
        "Phụ lục kèm theo):"
    )


def deadline(due_on: date | None, at: time | None) -> str:
    if due_on is None:
        return NO_DAY
    return f"{at:%H:%M} {day(due_on)}" if at else day(due_on)


def changed(first_due: date | None, changes: int, extensions: int) -> str:
    """ban đầu 30/10/2023, gia hạn 01 lần; nothing where the deadline stands as it was given."""
    if not changes:
        return ""
    first = f"ban đầu {day(first_due)}" if first_due else "ban đầu không có thời hạn"
    others = changes - extensions
    how = [f"gia hạn {two_digits(extensions)} lần"] if extensions else []
    how += [f"điều chỉnh {two_digits(others)} lần"] if others > 0 else []
    return ", ".join([first, *how])


def coordinating(names: list[str]) -> str:
    return f"Phối hợp: {'; '.join(names)}" if names else ""


def repeated(times: int) -> str:
    """Nhắc lại (lần 02)"""
    return f"Nhắc lại (lần {two_digits(times)})" if times else ""


def source(tie: EventKind, kind: str, directive_number: str | None, issued_on: date | None, clause: str) -> str:
    """Nhắc lại nhiệm vụ tại Thông báo số 9/TB-UBND ngày 01/8/2023, mục 2"""
    where = directive_words(kind, directive_number, issued_on)
    return f"{_TIES[tie]} {where}, {clause_words(clause)}" if clause else f"{_TIES[tie]} {where}"


def note(text: str, noted_on: date | None) -> str:
    """Ngày 12/9/2023: Đang lấy ý kiến các xã."""
    return f"Ngày {day(noted_on)}: {text}" if text else ""


def lateness(text: str) -> str:
    return f"Nguyên nhân chậm: {text}" if text else ""


def linked(link: DirectiveLink, *, is_later: bool, name: str) -> str:
    """Nhắc lại: Thông báo số 9/TB-UBND; of a later notice: Thông báo số 20/TB-UBND (nhắc lại văn bản này)"""
    return f"{name} ({word(link).lower()} văn bản này)" if is_later else f"{word(link)}: {name}"


def totals(
    tasks: int, leads: int, by_class: Mapping[FigureClass, int], *, waiting: int, outside: int, earlier: int
) -> list[str]:
    """The lines at the foot. The classes of the second add up to the lead assignments of the first."""
    classes = [f"{word(each).lower()}: {two_digits(count)}" for each, count in by_class.items() if count]
    asked = f"; trong đó cơ quan được đề nghị: {two_digits(outside)}" if outside else ""
    lines = [f"{number(tasks)} nhiệm vụ ({number(leads)} lượt giao chủ trì{asked})"]
    if classes:
        waits = f" (trong hạn có {two_digits(waiting)} lượt chờ xác nhận hoặc chờ ký)" if waiting else ""
        lines.append(f"{'; '.join(classes)}{waits}".capitalize())
    if earlier:
        lines.append(f"Nhắc lại nhiệm vụ đã giao, tính tại văn bản trước: {two_digits(earlier)} lượt")
    return lines


def left_out(tasks: int) -> str:
    return f"Bảng và số liệu không có {two_digits(tasks)} nhiệm vụ hạn chế xem" if tasks else ""
