"""The words of a superior's list on its way in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.wording.formats import day

TITLE = "Nhập danh sách của cấp trên"
KIND = "Văn bản"
SUPERIOR = "cấp trên"
MOVED_BECAUSE = "Cấp trên đổi thời hạn theo danh sách của cấp trên"
NOTHING = "Không có gì thay đổi."
CHANGED_SINCE = (
    "Dữ liệu đã thay đổi sau lần kiểm tra trước nên chưa nhập. Dưới đây là kết quả kiểm tra mới, đề nghị xem lại rồi "
    "nhập."
)
ASK = "chưa chọn"
IS_NEW = "Là nhiệm vụ mới"
LEFT = "Bỏ qua dòng này"
LIMITED = "Trùng với một nhiệm vụ hạn chế xem nên để nguyên"


def subject(number: str) -> str:
    return f"Nhiệm vụ giao tại văn bản số {number}" if number else "Nhiệm vụ theo danh sách của cấp trên"


def by_list(where: str) -> str:
    """Why the superior's date changed."""
    return f"Theo danh sách của cấp trên, {where[:1].lower()}{where[1:]}"


def why(likeness: int, *, same_number: bool) -> str:
    """Why a row is taken for a task of ours."""
    about = "cùng số văn bản" if same_number else "không đủ số văn bản để so"
    return f"{about}, nội dung giống {likeness} %"


def they_say_open(said: str, number: str, issued_on: date) -> str:
    return f"Cấp trên ghi “{said}”, cơ quan ghi đã báo cáo số {number} ngày {day(issued_on)}."


def they_say_done(said: str) -> str:
    return f"Cấp trên ghi “{said}”, cơ quan chưa ghi báo cáo."


def move_to(inner: date, due_on: date) -> str:
    return f"Thời hạn của đơn vị {day(inner)} sau thời hạn mới của cấp trên {day(due_on)}: dời thời hạn của đơn vị về"


def imported(tasks: int, dues: int, texts: int, told: int, moved: int) -> str:
    """What was done; what is nought is not named."""
    parts = (
        (tasks, "nhiệm vụ mới"),
        (dues, "thời hạn cấp trên thay đổi"),
        (moved, "thời hạn của đơn vị điều chỉnh theo"),
        (texts, "nội dung cấp trên ghi lại"),
        (told, "tình trạng theo cấp trên"),
    )
    named = "; ".join(f"{count} {what}" for count, what in parts if count)
    return f"Đã nhập: {named}." if named else NOTHING


ERRORS: Mapping[str, str] = {
    "upward.inner_missing": "Cần nhập thời hạn của cơ quan cho nhiệm vụ mới có thời hạn cấp trên giao.",
    "upward.lead_missing": "Cần chọn đơn vị chủ trì cho nhiệm vụ mới, hoặc bỏ chọn dòng này.",
    "upward.no_content": "Dòng không có nội dung nhiệm vụ. Đề nghị bổ sung nội dung hoặc xóa dòng.",
    "upward.no_rows": "Bảng không có dòng nào.",
    "upward.no_table": "Không tìm thấy bảng nhiệm vụ: cần dòng tiêu đề có cột nội dung (nhiệm vụ) và cột số văn bản, "
    "thời hạn hoặc tình trạng.",
    "upward.not_ready": "Danh sách còn lỗi nên chưa nhập được.",
    "upward.other_source": "Văn bản số {number} đã có trên hệ thống với nguồn giao khác. Đề nghị kiểm tra lại nguồn "
    "giao của danh sách.",
    "upward.twice": "Dòng này và {where} cùng được chọn là một nhiệm vụ. Đề nghị chọn lại.",
    "upward.unanswered": "{where} có thể là nhiều nhiệm vụ: cần chọn là nhiệm vụ nào trước khi nhập.",
}
