"""What notices are to each other, tasks that are said again, and duties that end with one document."""

from __future__ import annotations

from datetime import date, time

from app.wording.mail import Directive, Unit, directive_words, due_words

BY_DOCUMENT = "theo văn bản"  # in the place of a title that the notice does not give
NEW_TASK = "Nhiệm vụ mới"
REPEAT_OLD = "Nhắc lại nhiệm vụ cũ"
COUNTED_IN_FIRST = "Nhắc lại, tính ở nhiệm vụ đầu"

ERRORS: dict[str, str] = {
    "repeat.unknown": "Mục {clause}: nhiệm vụ chọn để nhắc lại không còn phù hợp với đơn vị chủ trì. Đề nghị chọn lại.",
    "repeat.closed": "Mục {clause}: nhiệm vụ trước của {unit} đã kết thúc ngày {closed_on:%d/%m/%Y} nên không nhắc lại "
    "được. Đề nghị chọn giao thành nhiệm vụ mới.",
    "repeat.twice": "Mục {clause}: mỗi đơn vị chỉ nhắc lại một nhiệm vụ trước, và một nhiệm vụ trước chỉ được nhắc lại "
    "ở một mục của văn bản. Đề nghị chọn lại.",
    "repeat.before": "Mục {clause}: nhiệm vụ trước được giao ngày {given_on:%d/%m/%Y}, sau ngày của văn bản này, nên "
    "không phải là nhắc lại. Đề nghị kiểm tra ngày của văn bản.",
    "repeat.which_date": "Mục {clause}: văn bản nêu ngày khác với thời hạn đang áp dụng. Đề nghị chọn giữ thời hạn cũ "
    "hay điều chỉnh theo văn bản mới.",
    "repeat.recurring": "Mục {clause}: nhiệm vụ định kỳ không nhắc lại một nhiệm vụ khác. Đề nghị chọn nhiệm vụ mới.",
}


def by_notice(notice: str) -> str:
    return f"Theo {notice}"


def times(count: int) -> str:
    """As in: Nhắc lại (lần 2)."""
    return f"Nhắc lại (lần {count})"


def tag(count: int) -> str:
    """The same beside the words of a task in a list: nhắc lại lần 2."""
    return f"nhắc lại lần {count}"


def repeated_words(directive: Directive, unit: Unit) -> str:
    """The first sentence of a mail that says tasks again."""
    source = directive_words(directive.kind, directive.number, directive.issued_on)
    if unit.under_authority:
        return f"Tại {source}, {directive.issuer} nhắc lại các nhiệm vụ đã giao {unit.name} dưới đây:"
    return f"Tại {source}, {directive.issuer} nhắc lại các nội dung đã đề nghị {unit.name} dưới đây:"


def given_before(source: str, times: int) -> str:
    """As in: Đã giao tại Thông báo số 15/TB-UBND ngày 04/9/2023, mục 2.1; nhắc lại lần 2."""
    return f"Đã giao tại {source}; nhắc lại lần {times}"


def deadline_said_again(due_on: date | None, time_of_day: time | None, moved: bool) -> str:
    if due_on is None:
        return "Không quy định thời hạn"
    return f"Thời hạn {'điều chỉnh' if moved else 'giữ nguyên'}: {due_words(due_on, time_of_day)}"
