"""What giving an order quickly says: its subject, and why it cannot be given as typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from app.wording.documents import ORAL
from app.wording.formats import day, two_digits
from app.wording.mail import due_words

ERRORS: dict[str, str] = {
    "formalise.done": "Ý kiến chỉ đạo này đã được văn bản hóa. Đề nghị tải lại trang.",
    "formalise.moved": "{unit} đã thực hiện theo văn bản này (tình trạng: {state}), nên hệ thống không tự chọn lượt "
    "giao nào được tính. Nếu đúng là cùng một việc, đề nghị Chánh Văn phòng mở lượt giao không theo dõi nữa và ghi "
    "Đã được thay thế; nếu là việc khác, đề nghị chọn nhiệm vụ khác hoặc nhập số của văn bản ở trên.",
    "formalise.no_day": "Cần nhập ngày ban hành của văn bản.",
    "formalise.no_kind": "Cần nhập loại văn bản.",
    "formalise.no_unit": "Nhiệm vụ được chọn không giao chủ trì cho đơn vị nào của ý kiến chỉ đạo. Đề nghị chọn lại.",
    "formalise.not_oral": "Văn bản này không phải là ý kiến chỉ đạo chưa có văn bản. Đề nghị tải lại trang.",
    "quick.given_today": "Ý kiến chỉ đạo có cùng nội dung đã được giao cho đơn vị này trong hôm nay. Nếu đúng là việc "
    "khác, đề nghị đánh dấu “Vẫn giao” rồi bấm lại.",
    "quick.no_leader": "Cần chọn lãnh đạo giao, hoặc chọn “Người khác” và ghi họ tên, chức vụ.",
    "quick.no_text": "Cần ghi nội dung nhiệm vụ.",
    "quick.nobody": "Cần chọn ít nhất một đơn vị hoặc một người.",
    "quick.not_a_leader": "Người được chọn hiện không giữ vai trò lãnh đạo. Đề nghị chọn lại lãnh đạo giao.",
    "quick.past_day": "Thời hạn {day:%d/%m/%Y} đã qua. Đề nghị nhập lại thời hạn.",
    "quick.past_time": "Thời hạn {at:%H:%M} hôm nay đã qua, bây giờ là {now:%H:%M}. Đề nghị nhập lại thời hạn.",
    "quick.stranger": "Người được chọn không còn thuộc đơn vị này. Đề nghị chọn lại.",
    "quick.two_people": "Đã chọn hai người của cùng một đơn vị: {first} và {second}. Đề nghị chọn một người, đơn vị "
    "tự phân công tiếp.",
}


def subject(leader: str, given_on: date) -> str:
    """As in: Ý kiến chỉ đạo của Phó Chủ tịch Hà ngày 14/09/2023."""
    return f"{ORAL} của {leader} ngày {day(given_on)}"


def followed_by_order(leader: str, given_on: date) -> str:
    """Why a notice's assignment does not count: the order that was given first is followed."""
    order = subject(leader, given_on)
    return f"Cùng một việc đã giao, theo dõi tại {order[0].lower()}{order[1:]}"


def alike(share: float, units: Sequence[str]) -> str:
    """Why a task is offered, as in: cùng đơn vị Phòng Nội vụ; nội dung giống 85 %."""
    return f"cùng đơn vị {', '.join(units)}; nội dung giống {round(share * 100)} %"


def has_begun(units: Sequence[str]) -> str:
    return f"{', '.join(units)} đã thực hiện theo văn bản"


def formalised(document: str) -> str:
    return f"Đã văn bản hóa: {document}."


def person(name: str, unit: str) -> str:
    """As in: Trưởng phòng Bình – Phòng Nội vụ."""
    return f"{name} – {unit}"


def deadline(named_on: date | None, time_of_day: time | None) -> str:
    """What was understood, with the day of the week; nothing while there is nothing."""
    return due_words(named_on, time_of_day) if named_on else ""


def given(units: int, named_on: date | None, time_of_day: time | None) -> str:
    when = f"thời hạn {due_words(named_on, time_of_day)}" if named_on else "không quy định thời hạn"
    return f"Đã giao nhiệm vụ cho {two_digits(units)} đơn vị, {when}; thư báo đang chờ gửi."
