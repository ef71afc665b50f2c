"""The words of a drafted notice: what its fields are called, and where assignments come from."""

from __future__ import annotations

from collections.abc import Iterable

# "Nguồn giao". The one that fits a leader's conclusion is drafted where the notice names its chair.
BY_THE_CHAIR = "Chủ tịch, Phó Chủ tịch"
SOURCES = (
    "Trung ương",
    "Tỉnh",
    "Đảng ủy",
    "HĐND",
    BY_THE_CHAIR,
    "Kết luận thanh tra, kiểm toán",
    "Kiến nghị cử tri",
)

NOTICE = "Thông báo"
NO_CLAUSE = "chưa đánh số"
PASTED = "Văn bản dán vào"

FIELDS: dict[str, str] = {
    "chair": "người chủ trì",
    "clause": "mục",
    "coordinating": "đơn vị phối hợp",
    "deadline": "thời hạn",
    "deadline_time": "giờ",
    "document": "đầu đề",
    "exclusive": "“trước ngày” hay “trong ngày”",
    "general": "loại nhiệm vụ",
    "issued_on": "ngày ban hành",
    "issuer": "cơ quan ban hành",
    "kind": "loại",
    "leads": "đơn vị chủ trì",
    "meeting_on": "ngày họp",
    "number": "số, ký hiệu",
    "place": "nơi ban hành",
    "recurrence": "chu kỳ",
    "report_to": "nơi nhận báo cáo",
    "signer": "người ký",
    "signer_title": "chức vụ người ký",
    "subject": "trích yếu",
    "text": "nội dung",
    "urgency": "mức độ khẩn",
}


# What a change of a draft is called beside "Hoàn tác".
STEPS: dict[str, str] = {
    "date": "gắn thời hạn",
    "document": "sửa đầu đề",
    "kind": "đổi loại nhiệm vụ",
    "merge": "gộp nhiệm vụ",
    "move": "chuyển thứ tự",
    "split": "tách nhiệm vụ",
    "task": "sửa nhiệm vụ",
    "unit": "chọn đơn vị",
    # The name belongs to the unit now, not to the draft: taking the choice back leaves it.
    "unit_remembered": "chọn đơn vị (tên đã nhớ vẫn giữ ở mục Cơ quan)",
}
# Said above a form whose card another person has merged away or taken back meanwhile.
GONE = (
    "Nhiệm vụ đang sửa không còn trong dự kiến: người khác vừa gộp vào mục khác hoặc hoàn tác. Nội dung vừa nhập được "
    "giữ dưới đây thành nhiệm vụ mới: bấm “Lưu” nếu còn cần, “Bỏ qua” nếu không."
)
# Why a date of the text has no task, where a person's act left it so.
WHY_MERGED = "nhiệm vụ gộp đã có thời hạn khác"
WHY_TAKEN_OFF = "đã gỡ khỏi nhiệm vụ khi kiểm tra"


def step_word(act: str) -> str:
    return STEPS.get(act, STEPS["task"])


def field_words(names: Iterable[str]) -> str:
    """As in: đơn vị chủ trì, thời hạn. A field nobody has worded is told as "nội dung"."""
    return ", ".join(dict.fromkeys(FIELDS.get(name, FIELDS["text"]) for name in names))


def source_name(filename: str) -> str:
    """What an upload is called in lists."""
    return filename or PASTED
