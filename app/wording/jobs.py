"""What the jobs are and what they did, for the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

DESCRIPTIONS = {
    "backup": "Sao lưu vào DONDOC_BACKUP_DIR, giữ 07 bản: 01 giờ 30 hằng đêm; chạy bù ban ngày nếu đêm bị lỡ.",
    "deliver": "Gửi thư đang chờ: 20 giây một lần.",
    "digest": "Lập thư nhắc việc của ngày: 06 giờ 30; chạy bù hằng giờ đến 18 giờ nếu buổi sáng bị lỡ.",
    "heartbeat": "Ghi nhận tiến trình đang hoạt động: 05 phút một lần.",
    "recurring": "Giao nhiệm vụ định kỳ đã đến kỳ: 06 giờ hằng ngày; chạy bù hằng giờ đến 18 giờ nếu bị lỡ.",
    "retention": "Xóa dữ liệu cá nhân, nội dung thư quá thời hạn lưu của cơ quan: 02 giờ 30 hằng đêm; chạy bù ban ngày "
    "nếu đêm bị lỡ.",
    "recognise": "Nhận dạng chữ trong bản quét đang chờ: 03 giây một lần.",
    "urgent": "Nhắc việc khẩn, hỏa tốc: 05 phút một lần, cả ban đêm và ngày nghỉ.",
    "update_call": "Đề nghị đơn vị cập nhật trước họp giao ban: 30 phút một lần trong giờ làm việc.",
    "seal": "Niêm phong nhật ký theo ngày: 01 giờ 10 hằng đêm; chạy bù ban ngày nếu đêm bị lỡ.",
}
COUNTED = {
    "sent": "đã gửi",
    "not_sent": "chưa gửi được",
    "unit_mails": "thư cho đơn vị",
    "person_mails": "thư cho cá nhân",
    "failed": "thư không lập được",
    "mails": "thư khẩn",
    "items": "nhiệm vụ được nhắc",
    "meetings": "cuộc họp",
    "people_erased": "người đã xóa dữ liệu",
    "people_not_erased": "người chưa xóa được dữ liệu",
    "attempts_forgotten": "lần đăng nhập sai đã xóa",
    "mails_emptied": "thư đã xóa nội dung",
    "rows": "dòng dữ liệu",
    "files": "tệp",
    "bytes": "byte",
    "assignments": "lượt giao",
    "recognised": "bản quét đã nhận dạng",
    "not_recognised": "bản quét không nhận dạng được",
    "sealed_days": "ngày nhật ký được niêm phong",
}

NOTHING = "Không có gì để làm."


def counted(total: Mapping[str, int]) -> str:
    """What was counted, in one line; what has no word is left out."""
    return ", ".join(f"{COUNTED[name]}: {count}" for name, count in total.items() if name in COUNTED)


def would(total: Mapping[str, int]) -> str:
    """What a run would come to, in one line."""
    return f"Nếu chạy thật: {counted(total)}." if any(total.values()) else NOTHING


def would_deliver(count: int) -> str:
    return f"Nếu chạy thật: gửi {count} thư đang chờ." if count else NOTHING


def would_back_up(path: Path) -> str:
    return f"Nếu chạy thật: lập bản sao lưu {path}."


def would_recognise(count: int) -> str:
    return f"Nếu chạy thật: nhận dạng {count} bản quét đang chờ." if count else NOTHING


def said(total: Mapping[str, int]) -> str:
    """What a run came to, in one line."""
    return counted(total) or NOTHING
