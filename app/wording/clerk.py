"""What the văn thư's desk says: its queues, how long something has waited, and why an entry cannot be taken."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.calendar import local_day
from app.wording import documents
from app.wording.formats import day, two_digits
from app.wording.mail import shorten

LETTER = "Công văn đôn đốc"
ERRORS: dict[str, str] = {
    "letter.day": "Ngày công văn phải trong khoảng từ ngày lập {earliest:%d/%m/%Y} đến {latest:%d/%m/%Y}. Đề nghị nhập "
    "lại ngày.",
    "letter.duplicate": "Số {number} cùng ngày đã được nhập cho một công văn đôn đốc khác. Đề nghị kiểm tra lại số.",
    "letter.no_number": "Cần nhập số của công văn.",
    "letter.no_subject": "Cần nhập trích yếu của công văn.",
    "letter.no_unit": "Cần chọn ít nhất một đơn vị.",
    "letter.report_by": "Ngày báo cáo phải ở sau ngày hôm nay ({today:%d/%m/%Y}). Đề nghị nhập lại ngày.",
    "letter.nothing": "Không có nhiệm vụ nào để đưa vào công văn. Đề nghị chọn lại.",
    "letter.numbered": "Công văn này đã có số {number}. Đề nghị tải lại trang.",
    "letter.waits": "Nhiệm vụ đã có trong một công văn đôn đốc đang chờ số.",
    "paper.before_issue": "Ngày của báo cáo ({issued_on:%d/%m/%Y}) ở sau ngày đến ({received_on:%d/%m/%Y}). Đề nghị "
    "nhập lại ngày.",
    "paper.future": "Ngày đến {day:%d/%m/%Y} ở sau ngày hôm nay. Đề nghị nhập lại ngày.",
    "paper.no_note": "Cần ghi vì sao báo cáo không trả lời nhiệm vụ nào.",
    "paper.no_subject": "Cần nhập trích yếu của báo cáo.",
    "paper.not_answerable": "Nhiệm vụ được chọn không còn ở phía đơn vị gửi báo cáo. Đề nghị tải lại trang và chọn "
    "lại.",
    "paper.settled": "Báo cáo này đã được xử lý. Đề nghị tải lại trang.",
    "signed.kind": "Không nhận tệp {filename}: bản ký số, bản quét là .pdf, .jpg hoặc .png.",
    "signed.no_file": "Cần chọn tệp bản ký số hoặc bản quét.",
    "signed.no_number": "Văn bản còn chờ số. Đề nghị nhập số trước khi đưa bản ký số lên.",
}


def waited(since: date | datetime, today: date) -> str:
    """As in: 05 ngày."""
    days = (today - (local_day(since) if isinstance(since, datetime) else since)).days
    return f"{two_digits(days)} ngày" if days > 0 else "hôm nay"


def urged(count: int) -> str:
    return f"Đã nhập số công văn; {two_digits(count)} nhiệm vụ được ghi đôn đốc."


def about(assignments: int, units: int) -> str:
    """As in: 12 nhiệm vụ của 03 đơn vị."""
    return f"{two_digits(assignments)} nhiệm vụ của {two_digits(units)} đơn vị"


def more(listed: int, total: int) -> str:
    """What a queue says of the rows that it leaves out."""
    return f"Hiện {two_digits(listed)} việc lâu nhất trong {total} việc; xử lý xong, các việc sau sẽ hiện tiếp."


REGISTERED = "Đã vào sổ báo cáo giấy; báo cáo chờ xử lý."
ANSWERED = "Đã ghi báo cáo hoàn thành theo báo cáo giấy; chờ xác nhận."
SET_ASIDE = "Đã ghi báo cáo không trả lời nhiệm vụ nào."
WITHDRAWN = "Đã bỏ công văn; không nhiệm vụ nào được ghi đôn đốc."


def numbered(number: str) -> str:
    return f"Đã nhập số văn bản {number}."


def signed(number: str) -> str:
    return f"Đã lưu bản ký số của văn bản số {number}."


def answerable(text: str, kind: str, number: str | None, due_on: date | None) -> str:
    """A task as a list of choices names it: its deadline first, by which the văn thư knows it."""
    due = f"hạn {day(due_on)}" if due_on else "không quy định thời hạn"
    return f"{shorten(text, 90)} ({documents.numbered(kind, number)}, {due})"
