"""Words about who may see and do what: limited views, stand-ins, handovers, people's data."""

from __future__ import annotations

# What stands in the place of a task's words for whoever may not read them.
LIMITED = "Nội dung hạn chế xem"
LIMITED_IN_MAIL = "Nhiệm vụ hạn chế xem, đề nghị đăng nhập để xem"
LIMITED_REASON = "đề nghị đăng nhập để xem"

ERRORS: dict[str, str] = {
    "source.limited": "Văn bản có nhiệm vụ hạn chế xem nên nguyên văn chỉ mở được với người được xem mọi nhiệm vụ của "
    "văn bản. Đề nghị liên hệ Văn phòng.",
    "mail.limited": "Thư có nội dung của nhiệm vụ hạn chế xem nên chỉ những người được xem nhiệm vụ mở được.",
    "viewers.unknown": "Trong danh sách có người không xem được nhiệm vụ này theo vai trò. Đề nghị chọn lại.",
    "viewers.none_of_unit": "Cần chọn ít nhất một người của {unit}, là đơn vị chủ trì, để có người thực hiện.",
}
