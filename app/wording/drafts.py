"""The words of a drafted notice: what its fields are called, and where assignments come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.domain.terms import RecognitionState
from app.wording.terms import word

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
    "inner_due": "thời hạn của cơ quan",
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
    "repeats": "chọn nhắc lại",
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


DAY_BEGINS = "ngày"  # in "Hà Nội, ngày 12 tháng 9 năm 2026"
DOUBTFUL = "chữ nhận dạng chưa chắc, cần đối chiếu với ảnh trang"


def recognition_words(state: RecognitionState, pages: int | None, done: int) -> str:
    """How far a scan is: Đã nhận dạng 3/8 trang."""
    if state is RecognitionState.WORKING and pages:
        return f"Đã nhận dạng {done}/{pages} trang"
    return word(state)


def recognised_words(hard: Sequence[int]) -> str:
    """What to look out for in a text that was recognised; ``hard`` are the pages that can hardly be read."""
    pages = f": trang {', '.join(map(str, hard))} khó đọc, có thể sót hoặc sai chữ" if hard else ""
    return (
        f"Văn bản nhận dạng từ ảnh{pages}. Đề nghị đối chiếu số, ngày và tên đơn vị với ảnh trang trước khi giao. Chỗ "
        "gạch chân chấm đỏ là chữ chưa chắc, hoặc ngày chưa gắn với nhiệm vụ nào."
    )


def step_word(act: str) -> str:
    return STEPS.get(act, STEPS["task"])


def field_words(names: Iterable[str]) -> str:
    """As in: đơn vị chủ trì, thời hạn. A field nobody has worded is told as "nội dung"."""
    return ", ".join(dict.fromkeys(FIELDS.get(name, FIELDS["text"]) for name in names))


def source_name(filename: str) -> str:
    """What an upload is called in lists."""
    return filename or PASTED
