"""The mail by which somebody sees that mails arrive."""

from __future__ import annotations

from datetime import datetime

from app.wording.formats import instant

SUBJECT = "Thư thử từ phần mềm Đôn Đốc"
ARRIVED = (
    "Thư đến được hộp thư này thì máy chủ gửi thư và địa chỉ của đồng chí đã khai báo đúng; không cần làm gì thêm."
)


def asked(at: datetime) -> str:
    return f"Thư này được lập lúc {instant(at)} theo yêu cầu của đồng chí tại trang Tình trạng hệ thống."
