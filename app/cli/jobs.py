"""``flask jobs``: whether the machine does its work, for monitoring that reads an exit status."""

from __future__ import annotations

from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from app.adapters.database import reading_only
from app.extensions import db
from app.models import Office
from app.services import health, system_state
from app.services.health import ERROR, Problem
from app.wording import health as words

OK_STATUS, WARN_STATUS, ERROR_STATUS = 0, 1, 2


@click.group(help="Tiến trình nhắc việc: kiểm tra tình trạng, phục vụ giám sát.")
def jobs() -> None:
    pass


@jobs.command(
    help="In từng vấn đề thành một câu, lỗi trước. Kết thúc bằng mã 0 nếu không có gì, 1 nếu chỉ có việc cần chú ý, "
    "2 nếu có lỗi hoặc cơ sở dữ liệu không trả lời."
)
@click.option("--quiet", is_flag=True, help="Không in gì khi không có vấn đề.")
@with_appcontext
def check(quiet: bool) -> None:
    token = reading_only.set(True)
    try:
        found = _found()
    except SQLAlchemyError as error:
        click.echo(words.told(ERROR, words.NO_DATABASE))
        raise SystemExit(ERROR_STATUS) from error
    finally:
        reading_only.reset(token)
    for problem in found:
        click.echo(words.told(problem.level, words.sentence(problem)))
    if not found and not quiet:
        click.echo(words.ALL_WELL)
    raise SystemExit(_status(found))


def _found() -> list[Problem]:
    """Of all offices, each problem once, the worst first; of an installation without any, what ``/healthz`` says."""
    frame: Any = current_app.extensions["dondoc"]
    offices, found = db.session.scalars(select(Office.id).order_by(Office.id)).all(), list[Problem]()
    if not offices:
        found += health.pulse(db.session(), clock=frame.clock, production=frame.config.production).problems
    for office_id in offices:
        here = system_state.findings(
            db.session(),
            office_id=office_id,
            clock=frame.clock,
            production=frame.config.production,
            takes_backups=frame.config.backup_dir is not None,
        )
        found += [problem for problem in here if problem not in found]
    return sorted(found, key=lambda problem: problem.level != ERROR)


def _status(found: list[Problem]) -> int:
    if any(problem.level == ERROR for problem in found):
        return ERROR_STATUS
    return WARN_STATUS if found else OK_STATUS
