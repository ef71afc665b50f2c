"""``flask serve`` as ``make run`` starts it: a process of its own, asked over HTTP, stopped by Ctrl-C."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.cli.demo import DEMO_LOGINS, DEMO_PASSWORD
from config import REQUIRED_IN_PRODUCTION, ConfigurationError, load

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 30
OURS = ("DATABASE_URL", "SECRET_KEY", "LINK_KEYS", "PUBLIC_URL", "SMTP_HOST", "MAIL_FROM", "DONDOC_ENV")
GOOD = {
    "DONDOC_ENV": "production",
    "SECRET_KEY": "k" * 32,
    "LINK_KEYS": "m" * 32,
    "DATABASE_URL": "postgresql://dondoc@localhost/dondoc",
    "PUBLIC_URL": "https://dondoc.example",
    "SMTP_HOST": "mail.example",
    "MAIL_FROM": "vanphong@example.vn",
}


@dataclass
class Running:
    """The process that was started, what it has printed so far, and the port it was told."""

    process: subprocess.Popen[bytes]
    printed: Path
    port: int

    def output(self) -> str:
        return self.printed.read_text(encoding="utf-8")

    def children(self) -> list[int]:
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def ask(self, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def wait_until_up(self) -> None:
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            assert self.process.poll() is None, self.output()
            try:
                # The greeting comes last, after the jobs have been started.
                if self.ask("/healthz") == 200 and "http://" in self.output():
                    return
            except OSError:
                pass
            time.sleep(0.1)
        raise AssertionError(f"not up within {SECONDS} s:\n{self.output()}")


def environment(folder: Path, port: int, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return kept | {"DONDOC_INSTANCE": str(folder), "PORT": str(port)} | more


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(folder: Path) -> Iterator[Running]:
    port, printed = free_port(), folder / "printed"
    with printed.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "serve"],
            cwd=ROOT,
            env=environment(folder, port),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    running = Running(process, printed, port)
    try:
        running.wait_until_up()
        yield running
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_answers_says_where_and_as_whom_and_ctrl_c_stops_both_processes(tmp_path: Path) -> None:
    with serving(tmp_path) as running:
        printed = running.output()
        assert f"http://127.0.0.1:{running.port}" in printed
        assert DEMO_PASSWORD in printed
        assert all(login in printed for login, _ in DEMO_LOGINS)
        jobs = running.children()
        assert len(jobs) == 1
        # Ctrl-C in a terminal reaches every process of the group.
        os.killpg(running.process.pid, signal.SIGINT)
        assert running.process.wait(timeout=SECONDS) == 0
        assert not any(is_alive(pid) for pid in jobs)
        assert "Traceback" not in running.output()


def test_stopping_only_the_server_leaves_no_orphan_and_the_data_are_there_again(tmp_path: Path) -> None:
    with serving(tmp_path) as running:
        jobs = running.children()
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(timeout=SECONDS) == 0
        assert not any(is_alive(pid) for pid in jobs)
    database = tmp_path / "dondoc.sqlite3"
    assert database.exists()
    secret = (tmp_path / "secret-key").read_text()
    with serving(tmp_path) as again:
        assert DEMO_PASSWORD in again.output()
        assert again.ask("/dang-nhap") == 200
        assert (tmp_path / "secret-key").read_text() == secret


def test_a_port_in_use_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        ended = subprocess.run(
            [sys.executable, "-m", "flask", "serve"],
            cwd=ROOT,
            env=environment(tmp_path, port),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    assert ended.returncode == 1
    assert f"Cổng {port} đang có chương trình khác dùng" in ended.stderr.decode()
    assert "Traceback" not in ended.stderr.decode()


def test_production_names_everything_it_lacks() -> None:
    with pytest.raises(ConfigurationError) as refused:
        load({"DONDOC_ENV": "production"})
    assert all(f"Thiếu {name}" in str(refused.value) for name in REQUIRED_IN_PRODUCTION)


@pytest.mark.parametrize("name", REQUIRED_IN_PRODUCTION)
def test_production_needs_each_of_its_settings(name: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        load({key: value for key, value in GOOD.items() if key != name})


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"SECRET_KEY": "quá ngắn"}, "SECRET_KEY quá ngắn"),
        ({"PUBLIC_URL": "http://dondoc.example"}, "https://"),
        ({"SMTP_SECURITY": "ssl"}, "SMTP_SECURITY"),
        ({"SMTP_PORT": "hai mươi"}, "SMTP_PORT"),
        ({"DONDOC_ENV": "prod"}, "DONDOC_ENV"),
    ],
)
def test_a_wrong_setting_is_named(setting: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        load(GOOD | setting)


def test_production_starts_with_all_it_needs(tmp_path: Path) -> None:
    config = load(GOOD | {"DONDOC_INSTANCE": str(tmp_path)})
    assert config.production
    assert config.smtp is not None
    assert config.database_url.startswith("postgresql+psycopg://")


@pytest.mark.parametrize("command", [("flask", "serve"), ("jobs",)], ids=" ".join)
def test_neither_process_starts_in_production_without_its_settings(command: tuple[str, ...], tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=environment(tmp_path, free_port(), DONDOC_ENV="production"),
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    assert ended.returncode != 0
    assert "Thiếu SECRET_KEY" in ended.stderr.decode()
