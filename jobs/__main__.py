"""python -m jobs: the jobs process, and its jobs by hand."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any, NoReturn

from sqlalchemy.exc import OperationalError, ProgrammingError

from app.adapters.clock import Clock, FixedClock, SystemClock
from app.wording.jobs import said
from config import Config, ConfigurationError, load
from jobs import backup, deliver, digest, recognise, recurring, retention, seal, update_call, urgent
from jobs.runner import run_job, serve, toolbox
from jobs.schedule import JOBS

# What a run would do, as text.
PREVIEWS = {
    job.NAME: job.preview
    for job in (backup, deliver, digest, recognise, recurring, retention, seal, update_call, urgent)
}
WRONG_USE = 2
FAILED = 1
NO_DATABASE = "Cơ sở dữ liệu chưa kết nối được hoặc chưa được cập nhật: kiểm tra DATABASE_URL, chạy flask db upgrade."


class WrongUse(Exception):
    """A sentence for standard error."""


class VietnameseParser(argparse.ArgumentParser):
    """argparse speaks English of its own accord; what it would say is said here."""

    def __init__(self, prog: str | None = None, description: str | None = None, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "prog": prog, "description": description, "add_help": False})
        self._positionals.title, self._optionals.title = "Lệnh", "Tùy chọn"
        self.add_argument("-h", "--help", action="help", help="in hướng dẫn này rồi dừng")

    def format_help(self) -> str:
        return super().format_help().replace("usage:", "Cách dùng:", 1)

    def error(self, message: str) -> NoReturn:
        raise WrongUse("Lệnh không đúng. Xem cách dùng: python -m jobs --help")


def parser() -> argparse.ArgumentParser:
    root = VietnameseParser(prog="python -m jobs", description="Tiến trình nhắc việc. Không kèm lệnh: chạy theo lịch.")
    commands = root.add_subparsers(dest="command", metavar="{run,list}")
    run = commands.add_parser("run", help="chạy một việc ngay bây giờ", description="Chạy một việc ngay bây giờ.")
    run.add_argument("name", metavar="TÊN", help="tên việc, xem python -m jobs list")
    run.add_argument("--today", metavar="NGÀY", type=_day, help="coi hôm nay là ngày này (YYYY-MM-DD), lúc 06 giờ 30")
    run.add_argument("--dry-run", action="store_true", help="chỉ in những gì sẽ làm, không ghi, không gửi")
    commands.add_parser("list", help="liệt kê các việc", description="Liệt kê các việc và lịch chạy.")
    return root


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUse(f"Ngày {text} không đúng dạng YYYY-MM-DD.") from None


def main(arguments: Sequence[str] | None = None) -> int:
    try:
        return _act(parser().parse_args(arguments))
    except (WrongUse, ConfigurationError) as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    except (OperationalError, ProgrammingError) as error:
        print(f"{NO_DATABASE} ({error.orig})", file=sys.stderr)
        return FAILED


def _act(asked: argparse.Namespace) -> int:
    if asked.command == "list":
        print("\n".join(f"{job.name:<11} {job.purpose}" for job in JOBS.values()))
        return 0
    if asked.command == "run":
        return _run(asked)
    return _serve(load())


def _run(asked: argparse.Namespace) -> int:
    if asked.name not in JOBS:
        raise WrongUse(f"Không có việc tên {asked.name}. Các việc: {', '.join(JOBS)}.")
    if asked.dry_run and asked.name not in PREVIEWS:
        raise WrongUse(f"Chỉ các việc {', '.join(PREVIEWS)} có thể xem trước bằng --dry-run.")
    config = load()
    with toolbox(config, clock=_clock(config, asked)) as tools:
        if asked.dry_run:
            print(PREVIEWS[asked.name](tools) or said({}))
        else:
            print(said(run_job(tools, asked.name, JOBS[asked.name].work)))
    return 0


def _clock(config: Config, asked: argparse.Namespace) -> Clock:
    if asked.today is None:
        return SystemClock()
    if config.production and not asked.dry_run:
        raise WrongUse(
            "Trên hệ thống thật không chạy việc cho một ngày khác: sổ nhắc việc sẽ sai. Thêm --dry-run để xem trước."
        )
    return FixedClock.at(asked.today, hour=digest.MORNING.hour, minute=digest.MORNING.minute)


def _serve(config: Config) -> int:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    # It would warn at each tick that a long scan is still being recognised.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    with toolbox(config, clock=SystemClock()) as tools:
        if not serve(tools):
            # A mail is still on its way to a server that does not answer; its claim lapses and it is tried again.
            os._exit(0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
