"""What notices are to each other, tasks that are said again, and duties that end with one document."""

from __future__ import annotations

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
