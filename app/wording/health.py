"""Sentences for what ``app.services.health`` finds (taken by their shape: wording may not import services)."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from app.wording.formats import instant, number, two_digits


class Problem(Protocol):
    @property
    def code(self) -> str: ...

    @property
    def params(self) -> dict[str, object]: ...


def sentence(problem: Problem) -> str:
    if problem.code == "jobs.silent":
        return _silent(problem.params.get("since"))
    if problem.code == "backup.old":
        return _old_backup(problem.params.get("since"), _integer(problem.params["days"]))
    if problem.code == "mail.failed":
        count = number(_integer(problem.params["count"]))
        return f"{count} thư gửi không thành công: mở mục Thư để xem lý do và gửi lại."
    if problem.code == "calendar.unconfirmed":
        return (
            f"Lịch nghỉ năm {problem.params['year']} chưa được xác nhận: ngày làm việc đang tính theo dự kiến, "
            "cần đối chiếu với thông báo chính thức."
        )
    raise KeyError(problem.code)


def _silent(since: object) -> str:
    last = f" từ {instant(since)}" if isinstance(since, datetime) else ""
    return f"Tiến trình nhắc việc không hoạt động{last}: thư sẽ không được gửi. Cần chạy lại python -m jobs."


def _old_backup(since: object, days: int) -> str:
    if not isinstance(since, datetime):
        return "Chưa có bản sao lưu nào: cần chạy flask backup và chép tệp sang thiết bị khác."
    return (
        f"Bản sao lưu gần nhất lập lúc {instant(since)}, đã quá {two_digits(days)} ngày: cần chạy flask backup và chép "
        "tệp sang thiết bị khác."
    )


def _integer(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("a count is an integer")
    return value


JOBS = {
    "backup": "Sao lưu",
    "deliver": "Gửi thư",
    "digest": "Tổng hợp nhắc việc",
    "heartbeat": "Nhịp hoạt động",
    "retention": "Xóa dữ liệu quá thời hạn lưu",
    "recognise": "Nhận dạng bản quét",
    "recurring": "Giao nhiệm vụ định kỳ",
    "seal": "Niêm phong nhật ký theo ngày",
    "update_call": "Đề nghị cập nhật trước giao ban",
    "urgent": "Nhắc việc khẩn",
}


def job_word(job: str) -> str:
    return JOBS.get(job, job)
