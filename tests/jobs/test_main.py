from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.adapters.clock import FixedClock
from app.models import JobRun, OutboxMessage, Reminder
from jobs import digest
from jobs.__main__ import main
from jobs.runner import run_job
from jobs.schedule import JOBS
from jobs.toolbox import Toolbox
from tests.adapters.smtp import stalling, taking_mail
from tests.jobs.test_digest import counts

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def environ(peopled_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment of a development installation on the test's database, without mail server."""
    values = {
        "DONDOC_ENV": "development",
        "SECRET_KEY": "bí mật của kiểm thử, đủ ba mươi hai ký tự",
        "LINK_KEYS": "khóa ký liên kết thư đủ ba mươi hai ký tự",
        "DATABASE_URL": peopled_url,
        "DONDOC_INSTANCE": str(tmp_path),
        "PUBLIC_URL": "https://dondoc.test",
        "MAIL_FROM": "vanphong@dondoc.test",
        "SMTP_HOST": "",
        "SMTP_SECURITY": "none",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return values


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["run", "khongco"],
            "Không có việc tên khongco. Các việc: backup, deliver, digest, heartbeat, recognise, recurring, "
            "retention, seal, urgent, update_call.",
        ),
        (["run", "digest", "--today", "mai"], "Ngày mai không đúng dạng YYYY-MM-DD."),
        (
            ["run", "heartbeat", "--dry-run"],
            "Chỉ các việc backup, deliver, digest, recognise, recurring, retention, seal, update_call, urgent có thể "
            "xem trước bằng --dry-run.",
        ),
        (["run"], "Lệnh không đúng. Xem cách dùng: python -m jobs --help"),
        (["lamgi"], "Lệnh không đúng. Xem cách dùng: python -m jobs --help"),
    ],
)
def test_wrong_use_gets_one_sentence(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.strip() == said


def test_the_list_names_every_job(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(JOBS)


def test_a_dry_run_of_any_day_prints_and_writes_nothing(
    late: Toolbox, environ: Mapping[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "digest", "--today", "2023-10-31", "--dry-run"]) == 0
    printed = capsys.readouterr().out
    assert "Thứ Ba, ngày 31/10/2023: 06 thư nhắc việc." in printed
    assert "Tính đến 06 giờ 30 ngày 31/10/2023" in printed
    assert counts(late) == (0, 0)


def test_a_real_run_of_another_day_is_refused_in_production_and_a_dry_one_is_not(
    late: Toolbox, environ: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DONDOC_ENV", "production")
    monkeypatch.setenv("SMTP_HOST", "127.0.0.1")
    assert main(["run", "digest", "--today", "2023-10-31"]) == 2
    assert "sổ nhắc việc sẽ sai" in capsys.readouterr().err
    assert counts(late) == (0, 0)
    assert main(["run", "digest", "--today", "2023-10-31", "--dry-run"]) == 0


def test_a_run_by_hand_plans_and_then_delivers(
    late: Toolbox, environ: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "digest", "--today", "2023-09-14"]) == 0
    told = "thư cho đơn vị: 2, thư cho cá nhân: 4, nhiệm vụ được nhắc: 4, thư không lập được: 0"
    assert capsys.readouterr().out.strip() == told
    assert main(["run", "deliver"]) == 0
    assert capsys.readouterr().out.strip() == "Không có gì để làm.", "no mail server: messages wait"
    with taking_mail() as mailbox:
        monkeypatch.setenv("SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("SMTP_PORT", str(mailbox.port))
        assert main(["run", "deliver"]) == 0
    assert capsys.readouterr().out.strip() == "đã gửi: 6"
    assert "01 quá hạn – Phòng Nội vụ, ngày 14/09" in [mail["Subject"] for mail in mailbox.mails]


def test_a_database_that_was_never_prepared_gets_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DONDOC_INSTANCE", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert main(["run", "digest", "--today", "2023-10-31", "--dry-run"]) == 1
    said = capsys.readouterr()
    assert "flask db upgrade" in said.err
    assert "Traceback" not in said.err


def test_what_is_missing_in_production_is_named(
    environ: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DONDOC_ENV", "production")
    assert main(["run", "heartbeat"]) == 2
    assert "Thiếu SMTP_HOST" in capsys.readouterr().err


@contextmanager
def running(environ: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "jobs"],
        cwd=ROOT,
        env={**os.environ, **environ},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_until(met: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def seconds_to_stop(process: subprocess.Popen[str], signum: signal.Signals) -> float:
    begun = time.monotonic()
    process.send_signal(signum)
    assert process.wait(timeout=10) == 0
    return time.monotonic() - begun


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_the_process_shows_that_it_lives_and_stops_when_told(
    tools: Toolbox, environ: Mapping[str, str], signum: signal.Signals
) -> None:
    def heartbeats() -> int:
        with tools.sessions() as session:
            return session.scalar(select(func.count(JobRun.id)).where(JobRun.job == "heartbeat")) or 0

    with running(environ) as process:
        wait_until(heartbeats)
        assert seconds_to_stop(process, signum) < 3


def test_a_mail_on_its_way_to_a_dead_server_does_not_hold_up_the_stop(
    late: Toolbox, environ: Mapping[str, str]
) -> None:
    def claimed() -> int:
        with late.sessions() as session:
            return (
                session.scalar(select(func.count(OutboxMessage.id)).where(OutboxMessage.claimed_at.is_not(None))) or 0
            )

    digest.plan_morning(late)
    with stalling() as port, running({**environ, "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port)}) as process:
        wait_until(claimed)
        assert seconds_to_stop(process, signal.SIGTERM) < 4


def test_a_day_without_clockwork_is_made_up_at_the_next_start(late: Toolbox) -> None:
    noon = replace(late, clock=FixedClock.at(date(2023, 9, 15), 12))
    run_job(noon, "digest", JOBS["digest"].scheduled)
    with noon.sessions() as session:
        assert session.scalar(select(func.count(Reminder.id)).where(~Reminder.covered)) == 4
