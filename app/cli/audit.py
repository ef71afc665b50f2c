"""``flask audit``: whether anybody has meddled with the log, and the log as a file for an inspection."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.audit_file import AuditFile, writing
from app.adapters.clock import Clock
from app.adapters.database import snapshot
from app.domain.audit_chain import Finding
from app.domain.errors import DomainError
from app.domain.reading.typed_dates import Leaning, parse_typed_date
from app.extensions import db
from app.models import Office
from app.services.audit_export import export as export_log
from app.services.audit_inspection import Inspected, inspect, inspect_file
from app.wording import audit_seals as words
from app.wording.errors import sentence

MOST_SHOWN = 100
_HASH = re.compile(rf"[0-9a-f]{{{words.SHOWN_DIGITS},64}}")


@click.group(help="Nhật ký hệ thống: đối chiếu với niêm phong theo ngày, xuất tệp phục vụ thanh tra, kiểm tra.")
def audit() -> None:
    pass


@audit.command(
    help="Đối chiếu toàn bộ nhật ký với các niêm phong theo ngày; hoặc chỉ một tệp do flask audit export xuất ra. "
    "Kết thúc bằng mã 1 nếu có dòng bị sửa, bị xóa hoặc bị đổi chỗ."
)
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--hash", "known", default="", help="Mã niêm phong đã ghi lại ở nơi khác: phải còn trong nhật ký.")
@with_appcontext
def verify(path: Path | None, known: str) -> None:
    with _telling_errors():
        if known and not _HASH.fullmatch(known):
            raise DomainError("audit_seals.hash", least=words.SHOWN_DIGITS)
        looked = _verify_file(path, known) if path else _verify_database(known)
    wrong = sum(each.wrong for each in looked)
    if known:
        found = next((each.so_far.found for each in looked if each.so_far.found), None)
        click.echo(words.known_words(known, found))
        wrong += found is None
    if wrong:
        raise SystemExit(1)


@dataclass(slots=True)
class _Looked:
    """What was inspected, and how much of it is wrong."""

    so_far: Inspected
    wrong: int = 0


def _verify_database(known: str) -> list[_Looked]:
    """Office by office."""
    looked = []
    with _one_state() as session:
        for office_id, name in session.execute(select(Office.id, Office.name).order_by(Office.id)).tuples().all():
            click.echo(name)
            each = _Looked(Inspected(known=known))
            _tell(each, inspect(session, office_id=office_id, clock=_clock(), so_far=each.so_far))
            looked.append(each)
    if not looked:
        click.echo(words.NOT_SEALED)
    return looked


def _verify_file(path: Path, known: str) -> list[_Looked]:
    each = _Looked(Inspected(known=known))
    _tell(each, inspect_file(AuditFile(path), so_far=each.so_far))
    return [each]


def _tell(looked: _Looked, findings: Iterator[Finding]) -> None:
    """Findings as they come, the first ones in full; then what was looked at."""
    for found in findings:
        looked.wrong += 1
        if looked.wrong <= MOST_SHOWN:
            click.echo(f"  {words.finding_words(found)}")
    so_far = looked.so_far
    if looked.wrong > MOST_SHOWN:
        click.echo(f"  {words.more_words(looked.wrong - MOST_SHOWN)}")
    click.echo(words.inspected_words(so_far.seals, so_far.entries, so_far.first_day, so_far.last_day))
    if so_far.last:
        click.echo(words.last_seal_words(so_far.last))
    if so_far.waiting_since:
        click.echo(words.waiting_words(so_far.waiting, so_far.waiting_since))
    click.echo(words.wrong_words(looked.wrong) if looked.wrong else words.NOTHING_WRONG)


@audit.command(
    help="Xuất nhật ký kèm niêm phong ra một tệp .jsonl phục vụ thanh tra; tệp vừa ghi được đọc lại và đối chiếu."
)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--from", "since", required=True, metavar="NGÀY", help="Từ ngày, ví dụ 01/9/2026.")
@click.option("--to", "through", required=True, metavar="NGÀY", help="Đến hết ngày.")
@with_appcontext
def export(path: Path, since: str, through: str) -> None:
    with _telling_errors():
        first, last = _day(since), _day(through)
        if last < first:
            raise DomainError("audit_seals.days", since=first, through=last)
        with writing(path) as writer, _one_state() as session:
            export_log(session, writer=writer, clock=_clock(), since=first, through=last)
        click.echo(words.exported_words(str(path), first, last, writer.entries))
        looked = _verify_file(path, "")
    if any(each.wrong for each in looked):
        raise SystemExit(1)


def _clock() -> Clock:
    frame: Any = current_app.extensions["dondoc"]
    return cast(Clock, frame.clock)


def _day(typed: str) -> date:
    return parse_typed_date(typed, anchor=_clock().today(), leaning=Leaning.PAST)


@contextmanager
def _one_state() -> Iterator[Session]:
    """A session that sees one state of the database from the beginning to the end, and keeps nobody from writing."""
    with snapshot(db.engine) as connection, Session(connection) as session:
        yield session


@contextmanager
def _telling_errors() -> Iterator[None]:
    try:
        yield
    except DomainError as error:
        raise click.ClickException(sentence(error)) from error
