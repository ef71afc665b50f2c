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

# Reasons that name a person, for whoever may put them otherwise; of so many each is named.
LEFT_OUT = "Nguyên nhân không trích vào văn bản"
TO_TEXTS = "Viết lại nguyên nhân ở trang Câu chữ"
MOST_LEFT_OUT = 20


def left_out_words(how_many: str) -> str:
    return (
        f"{how_many} nguyên nhân do đơn vị nêu có tên người. Văn bản chỉ nêu đơn vị và số liệu nên không trích; danh "
        "mục ghi đơn vị đã nêu nguyên nhân, lưu trong hệ thống."
    )


def beyond_words(how_many: str) -> str:
    return f"Và {how_many} nhiệm vụ khác."


def stale_words(how_many: str) -> str:
    """Said before freezing: what was written no longer stands for what the figures say."""
    return f"{how_many} câu đã sửa được viết cho số liệu trước đó, nên bản chốt sẽ dùng câu tự động."
