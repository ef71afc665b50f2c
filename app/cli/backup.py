"""``flask backup`` and ``flask restore``: the office's data and files as one archive, and back."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.adapters import archive
from app.adapters.archive import Manifest
from app.cli.migrations import Migrations
from app.domain.errors import DomainError
from app.extensions import db
from app.services import backup as backups
from app.services import restore as restoring
from app.services.search_index import rebuild
from app.wording.backup import size
from app.wording.errors import sentence
from app.wording.formats import instant, number

ALLOW_MISSING = click.option("--allow-missing", is_flag=True, help="Chấp nhận thiếu tệp; bản sao lưu ghi rõ thiếu gì.")


@click.command(help="Sao lưu cơ sở dữ liệu và các tệp vào một tệp .zip, cả khi hệ thống đang chạy.")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@ALLOW_MISSING
@with_appcontext
def backup(path: Path | None, allow_missing: bool) -> None:
    frame: Any = current_app.extensions["dondoc"]
    started_at, started = frame.clock.now(), time.monotonic()
    target = _target(path, frame)
    try:
        taken = backups.take(
            db.engine,
            files=frame.files,
            clock=frame.clock,
            version=frame.version,
            path=target,
            allow_missing=allow_missing,
        )
    except DomainError as error:
        raise click.ClickException(sentence(error)) from error
    except OSError as error:
        failed = DomainError("backup.no_room", path=str(target), why=error.strerror or type(error).__name__)
        raise click.ClickException(sentence(failed)) from error
    backups.record(db.session(), clock=frame.clock, started_at=started_at, taken=taken)
    db.session.commit()
    seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
    click.echo(f"Đã sao lưu vào {taken.path}: {_contents(taken.manifest)}; {size(taken.size)}, {seconds} giây.")
    _name_missing(taken.manifest)
    click.echo("Tệp chứa dữ liệu cá nhân, chỉ chủ sở hữu đọc được: đề nghị chép sang thiết bị khác và giữ kín.")
    click.echo(
        "Không có trong bản sao lưu: khóa bí mật (.env, secret-key, link-key); sau khi phục hồi với khóa khác, mọi "
        "người đăng nhập lại và liên kết trong thư cũ không còn dùng được."
    )


def _target(path: Path | None, frame: Any) -> Path:
    """A file; for a folder or nothing, a new one in it named by the time."""
    if path is None:
        path = frame.config.backup_dir or frame.config.instance / "backups"
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path / backups.file_name(frame.clock) if path.is_dir() else path


@click.command(help="Phục hồi một bản sao lưu vào nơi còn trống (SQLite hoặc PostgreSQL), hoặc chỉ kiểm tra nó.")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Chỉ đọc và đối chiếu toàn bộ bản sao lưu, không ghi gì.")
@ALLOW_MISSING
@with_appcontext
def restore(path: Path, check: bool, allow_missing: bool) -> None:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    schema = Migrations(app)
    try:
        with archive.reading(path) as reader:
            manifest = restoring.check(reader, schema=schema, allow_missing=allow_missing)
            if not check:
                restoring.restore(db.engine, reader=reader, files=app.extensions["dondoc"].files, schema=schema)
                _reindex()
    except DomainError as error:
        raise click.ClickException(sentence(error)) from error
    _tell(manifest, restored=not check)


def _reindex() -> None:
    """The search index is made from what was loaded."""
    for _ in rebuild(db.session()):
        db.session.commit()


def _tell(manifest: Manifest, *, restored: bool) -> None:
    did = "Đã phục hồi" if restored else "Bản sao lưu còn nguyên vẹn"
    click.echo(f"{did}: {manifest.office or 'chưa có cơ quan'}, sao lưu lúc {instant(manifest.made_at)}.")
    for table in manifest.tables:
        if table.rows:
            click.echo(f"  {table.name:<18} {number(table.rows):>9} dòng")
    click.echo(f"Tổng cộng {_contents(manifest)}; số dòng và mã băm của từng phần khớp với bản sao lưu.")
    _name_missing(manifest)


def _contents(manifest: Manifest) -> str:
    return f"{number(manifest.rows)} dòng của {len(manifest.tables)} bảng, {number(len(manifest.files))} tệp"


def _name_missing(manifest: Manifest) -> None:
    if manifest.missing:
        click.echo(f"Thiếu {len(manifest.missing)} tệp: {', '.join(digest[:12] for digest in manifest.missing)}.")
