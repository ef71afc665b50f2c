"""``flask serve``: everything a small office runs, started by one command and stopped by Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from waitress.server import create_server

from app.cli.demo import load_if_empty
from app.cli.demo_model import DemoOffice
from app.cli.reindex import fill_if_unfilled
from app.extensions import db

ROOT = Path(__file__).resolve().parent.parent.parent


@click.command(help="Cập nhật cơ sở dữ liệu, chạy máy chủ web và tiến trình nhắc việc (Ctrl-C để dừng cả hai).")
@click.option("--port", type=int, envvar="PORT", default=8000, show_default=True, help="Cổng, trên 127.0.0.1.")
@with_appcontext
def serve(port: int) -> None:
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    try:
        server = create_server(app, host="127.0.0.1", port=port, threads=4)
    except OSError as error:
        raise click.ClickException(
            f"Cổng {port} đang có chương trình khác dùng. Chọn cổng khác, ví dụ: make run PORT={port + 1}"
        ) from error
    upgrade(directory=str(ROOT / "migrations"))
    fill_if_unfilled()
    demo = load_if_empty()
    # This context stays open as long as the server runs; a session left in it would keep the write lock.
    db.session.remove()
    jobs = _start_jobs(port)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        _greet(port, demo)
        server.run()
    finally:
        _stop(jobs)


def _start_jobs(port: int) -> subprocess.Popen[bytes]:
    """The jobs process; Ctrl-C, which the terminal sends to both, means nothing to it until it has its own handler."""
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return subprocess.Popen([sys.executable, "-m", "jobs"], cwd=ROOT, env=os.environ | {"PORT": str(port)})
    finally:
        signal.signal(signal.SIGINT, heard)


def _interrupt(number: int, stack: object) -> None:
    raise KeyboardInterrupt


def _stop(jobs: subprocess.Popen[bytes]) -> None:
    """End the jobs process too, however the server ended; it finishes the mail in hand first."""
    jobs.terminate()
    try:
        jobs.wait(timeout=15)
    except subprocess.TimeoutExpired:
        jobs.kill()
    click.echo("Đã dừng.")


def _greet(port: int, demo: DemoOffice | None) -> None:
    click.echo(f"\n  Đôn Đốc đang chạy tại http://127.0.0.1:{port}  (Ctrl-C để dừng)\n")
    if demo:
        click.echo(f"  Tài khoản dùng thử (mật khẩu chung: {demo.password}):")
        for login, who in demo.logins:
            click.echo(f"    {login:<14} {who}")
        click.echo()
