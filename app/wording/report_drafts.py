"""The words around the office's own draft of a report into which the section is put."""

from __future__ import annotations

from app.domain.draft_places import DraftParagraph, PlaceKind
from app.domain.terms import Audience
from app.wording.formats import shortened
from app.wording.report import count

SUFFIX = "-chen-muc-ky-luat"
KEPT = "Đã lưu dự thảo. Đề nghị kiểm tra chỗ chèn trước khi tải về."
CHOSEN = "Đã ghi chỗ chèn và bản được chọn."
REMOVED = "Đã xóa dự thảo khỏi kỳ báo cáo."
NO_FILE = "Cần chọn tệp dự thảo báo cáo dạng .docx."
NO_AUDIENCE = "Cần chọn bản dùng nội bộ hay gửi cấp trên."
NO_PLACE = "Cần chọn chỗ chèn trong danh sách các đoạn của dự thảo."
FOUND = "(chỗ được tìm thấy)"
# How long a paragraph may stand beside its button, and around the place that is shown.
LABEL, NEIGHBOUR = 140, 400

AUDIENCES: dict[Audience, str] = {
    Audience.INTERNAL: "Dùng nội bộ: nêu tên đơn vị, kèm danh mục nhiệm vụ quá hạn",
    Audience.SUPERIOR: "Gửi cấp trên: số liệu tổng hợp, chỉ nêu tên đơn vị khi được chọn",
}
NAMES_UNITS = "Chỉ đối với bản gửi cấp trên."
PLACES: dict[PlaceKind, str] = {
    PlaceKind.OLD_BLOCK: "Dự thảo đã có mục được chèn lần trước. Mục cũ sẽ được thay bằng mục dưới đây.",
    PlaceKind.DISCIPLINE: "Chèn vào mục kỷ luật, kỷ cương hành chính của dự thảo.",
    PlaceKind.PUBLIC_SERVICE: "Dự thảo không có mục riêng về kỷ luật, kỷ cương hành chính: chèn vào cuối mục về chế độ "
    "công vụ, đội ngũ cán bộ, công chức.",
    PlaceKind.CHOSEN: "Chèn vào chỗ được chọn trong danh sách.",
}
REPLACED = "Chèn vào chỗ được chọn trong danh sách; mục được chèn lần trước sẽ được bỏ."
NOT_FOUND = (
    "Không tìm thấy mục về kỷ luật, kỷ cương hành chính hoặc về chế độ công vụ trong dự thảo. Đề nghị chọn chỗ chèn "
    "trong danh sách dưới đây."
)


def place_words(kind: PlaceKind, *, replaces: bool) -> str:
    """Where the section goes and why; ``replaces``: one that was put in before is taken out."""
    return REPLACED if replaces and kind is PlaceKind.CHOSEN else PLACES[kind]


def label(paragraph: DraftParagraph | None) -> str:
    """A paragraph beside the button that chooses it; None is a place that was found and has no words of its own."""
    return shortened(paragraph.text, LABEL) if paragraph else FOUND


def neighbour(text: str) -> str:
    """A paragraph as it stands around the section."""
    return shortened(text, NEIGHBOUR)


def annex_words(label: str, title: str, rows: int) -> str:
    """Phụ lục II, ở cuối dự thảo: Danh mục nhiệm vụ quá hạn, chưa hoàn thành (03 dòng)"""
    return f"{label}, ở cuối dự thảo: {title} ({count(rows)} dòng)"


def file_name(stem: str) -> str:
    """bao-cao-quy-3-chen-muc-ky-luat.docx"""
    return f"{stem}{SUFFIX}.docx"
