"""Words of the page on which the sentences of a report are changed."""

from __future__ import annotations

TITLE = "Câu chữ của mục kỷ luật, kỷ cương hành chính"
SAVED = "Đã lưu câu chữ."
EDITED = "Đã sửa"
STALE = "Số liệu đã thay đổi"

# The places of app.services.discipline_sentences.Slot.
SLOTS: dict[str, str] = {
    "total": "Tổng số nhiệm vụ",
    "waiting": "Nhiệm vụ chờ xác nhận",
    "rates": "Tỷ lệ hoàn thành",
    "undated": "Nhiệm vụ không quy định thời hạn",
    "not_rated": "Nhiệm vụ không thuộc diện đánh giá",
    "outside": "Cơ quan ngoài thẩm quyền",
    "overdue": "Nhiệm vụ quá hạn, chưa hoàn thành",
    "units": "Các đơn vị còn nhiệm vụ quá hạn",
    "reasons": "Nguyên nhân do đơn vị báo cáo",
    "late": "Nhiệm vụ hoàn thành quá hạn",
}


def stale_words(how_many: str) -> str:
    """Said before freezing: what was written no longer stands for what the figures say."""
    return f"{how_many} câu đã sửa được viết cho số liệu trước đó, nên bản chốt sẽ dùng câu tự động."
