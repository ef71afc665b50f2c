"""The words of what is owed to a superior: the two dates, the office's own report, the upward table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.wording.formats import day

DUE = "Thời hạn cấp trên giao"
INNER = "Thời hạn của cơ quan"
NO_DATE = "Cấp trên không quy định thời hạn"
PROPOSED = "đề xuất"
LEAVE_EMPTY = "Để trống thì lấy ngày đề xuất theo quy định của cơ quan"
HOW_PROPOSED = "Ngày đề xuất theo quy định của cơ quan; có thể sửa từng nhiệm vụ"
PROPOSED_SHORT = "không còn đủ ngày làm việc, đề xuất bằng thời hạn cấp trên"


def waits_for_report(due_on: date | None) -> str:
    """What a page says of a task that the unit has done and the office has not reported."""
    until = f"thời hạn cấp trên {day(due_on)}" if due_on else NO_DATE[0].lower() + NO_DATE[1:]
    return f"Chưa kết thúc với cấp trên: chờ báo cáo của cơ quan ({until})."


def beside(detail: str, due_on: date) -> str:
    """The small words of a line of a list, with the superior's date behind them."""
    return "; ".join(part for part in (detail, f"cấp trên: {day(due_on)}") if part)


def reported_with(number: str, issued_on: date) -> str:
    return f"Báo cáo số {number} ngày {day(issued_on)}"


def inner_after(inner: date, superior: date) -> str:
    """What a page warns of where the superior moved the date before the unit's."""
    return (
        f"Thời hạn của cơ quan {day(inner)} ở sau thời hạn cấp trên giao {day(superior)}. "
        "Đề nghị điều chỉnh thời hạn của đơn vị."
    )


ERRORS: Mapping[str, str] = {
    "draft.inner_after": "Mục {clause}: thời hạn của cơ quan {inner:%d/%m/%Y} sau thời hạn cấp trên giao "
    "{superior:%d/%m/%Y}. Đề nghị chọn ngày sớm hơn.",
    "superior.due_before_given": "Thời hạn cấp trên giao {due_on:%d/%m/%Y} ở trước ngày cấp trên giao "
    "{given_on:%d/%m/%Y}. Đề nghị kiểm tra lại ngày.",
    "superior.due_unchanged": "Thời hạn cấp trên giao đã là ngày {due_on:%d/%m/%Y}. Đề nghị nhập ngày khác.",
    "superior.exists": "Nhiệm vụ này đã được ghi là do cấp trên giao.",
    "superior.given_future": "Ngày văn bản cấp trên {day:%d/%m/%Y} ở sau ngày hôm nay. Đề nghị kiểm tra lại ngày.",
    "superior.inner_after": "Thời hạn của cơ quan {inner:%d/%m/%Y} sau thời hạn cấp trên giao {superior:%d/%m/%Y}. "
    "Đề nghị chọn ngày sớm hơn; nếu cấp trên đã đổi thời hạn thì ghi thời hạn mới của cấp trên trước.",
    "superior.no_number": "Cần nhập số báo cáo của cơ quan.",
    "superior.not_ended": "Nhiệm vụ chưa kết thúc với cấp trên nên không có gì để mở lại.",
    "superior.own_source": "Nguồn giao này là lãnh đạo của cơ quan, không phải cấp trên. Đề nghị chọn nguồn giao khác.",
    "superior.reopen_day": "Ngày mở lại phải từ {earliest:%d/%m/%Y} đến {latest:%d/%m/%Y}.",
    "superior.report_before_given": "Ngày báo cáo {day:%d/%m/%Y} ở trước ngày cấp trên giao {given_on:%d/%m/%Y}. "
    "Đề nghị kiểm tra lại ngày.",
    "superior.report_future": "Ngày báo cáo {day:%d/%m/%Y} ở sau ngày hôm nay. Đề nghị nhập ngày đã ban hành.",
    "superior.reported": "Cơ quan đã báo cáo cấp trên: số {number} ngày {issued_on:%d/%m/%Y}. Nếu cần, đề nghị mở lại "
    "trước.",
    "superior.withdrawn": "Cấp trên không theo dõi nhiệm vụ này nữa. Nếu cần, đề nghị mở lại trước.",
}

# The upward table: by the word in the address, as the head of a column or the words of a filter.
SLICES: Mapping[str, str] = {
    "tong": "Tổng số có thời hạn",
    "dung-han": "Đã báo cáo đúng hạn",
    "bao-cao-qua-han": "Đã báo cáo quá hạn",
    "trong-han": "Chưa báo cáo, trong hạn",
    "qua-han": "Chưa báo cáo, quá hạn",
    "khong-thoi-han": "Không quy định thời hạn",
    "khong-theo-doi": "Không theo dõi nữa",
    "cho-bao-cao": "Chờ báo cáo của cơ quan",
}
TITLE = "Nhiệm vụ cấp trên giao"
HOW_COUNTED = (
    "Một nhiệm vụ chỉ kết thúc với cấp trên khi cơ quan đã ban hành báo cáo; đúng hạn là ngày báo cáo không sau thời "
    "hạn cấp trên giao. Tổng số không gồm nhiệm vụ cấp trên không quy định thời hạn và nhiệm vụ không theo dõi nữa."
)
WAITS = "chờ báo cáo của cơ quan"
FUTURE = "Ngày ở sau ngày hôm nay. Đề nghị chọn ngày khác."


def as_of(on: date) -> str:
    return f"tính đến hết ngày {day(on)}"


def hidden_words(number: int) -> str:
    return f"Có {number} nhiệm vụ hạn chế xem được tính trong số liệu nhưng không hiển thị ở đây."


def document_words(number: str, issued_on: date | None) -> str:
    """As in: 412/UBND-TH ngày 06/09/2023."""
    return " ngày ".join(part for part in (number, day(issued_on) if issued_on else "") if part)


SAVED: Mapping[str, str] = {
    "bao-cao": "Đã ghi báo cáo của cơ quan; nhiệm vụ kết thúc với cấp trên.",
    "mo-lai": "Đã mở lại nhiệm vụ với cấp trên.",
    "khong-theo-doi": "Đã ghi cấp trên không theo dõi nữa.",
    "thoi-han": "Đã ghi thời hạn mới của cấp trên.",
}
HEADS: Mapping[str, str] = {
    "bao-cao": "Nhập báo cáo của cơ quan",
    "mo-lai": "Mở lại: cấp trên chưa chấp nhận, hoặc nhập nhầm",
    "khong-theo-doi": "Cấp trên không theo dõi nữa",
    "thoi-han": "Cấp trên đổi thời hạn",
}
BUTTONS: Mapping[str, str] = {
    "bao-cao": "Lưu báo cáo",
    "mo-lai": "Mở lại",
    "khong-theo-doi": "Kết thúc, không đánh giá",
    "thoi-han": "Lưu thời hạn",
}
MARKED = "Đã ghi nhiệm vụ do cấp trên giao."
