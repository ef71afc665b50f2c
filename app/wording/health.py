"""Sentences for what ``app.services.health`` finds (taken by their shape: wording may not import services)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from app.wording.formats import instant, number, two_digits
from app.wording.jobs import counted

MORNING_MISSING = "Sáng nay chưa có lượt tổng hợp nhắc việc nào hoàn thành: các đơn vị chưa nhận thư nhắc của hôm nay."
MISSED = "Missed"  # what the clockwork writes down in the place of an error's name
ALL_WELL = "Không phát hiện vấn đề nào."
NO_DATABASE = "Cơ sở dữ liệu không trả lời hoặc chưa được cập nhật: kiểm tra DATABASE_URL, chạy flask db upgrade."
LEVELS = {"warn": "Cần chú ý", "error": "Lỗi"}


def told(level: str, text: str) -> str:
    """A line for the terminal."""
    return f"{LEVELS[level]}: {text}"


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
    if problem.code == "morning.missing":
        return MORNING_MISSING
    if problem.code == "mail.stuck":
        return f"Có thư lẽ ra đã gửi từ {_instant(problem.params['since'])} mà chưa gửi được: cần xem máy chủ gửi thư."
    if problem.code == "job.failed":
        return f"Việc {_job(problem)} chạy lúc {_instant(problem.params['at'])} không thành công: cần xem lý do."
    if problem.code == "job.missed":
        return f"Việc {_job(problem)} lẽ ra đã chạy lúc {_instant(problem.params['at'])} mà chưa chạy."
    raise KeyError(problem.code)


def _job(problem: Problem) -> str:
    return f"“{job_word(str(problem.params['job']))}”"


def _instant(value: object) -> str:
    if not isinstance(value, datetime):
        raise TypeError("an instant is needed")
    return instant(value)


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


def outcome(ok: bool, summary: Mapping[str, object]) -> str:
    """How a run ended, with what it said of itself."""
    done = counted({name: value for name, value in summary.items() if isinstance(value, int)})
    if ok:
        return ": ".join(filter(None, ("Hoàn thành", done)))
    if summary.get("error") == MISSED:
        return "Bị lỡ"
    return f"Không thành công: {summary.get('error', 'không rõ lý do')}" + (f"; {done}" if done else "")


def holder_words(owner: str) -> str:
    """The process that runs the schedule, out of "host:number:chance"."""
    host, _, rest = owner.partition(":")
    number = rest.partition(":")[0]
    return f"máy {host}, tiến trình {number}" if number else owner
