"""``flask backup`` and ``flask restore`` as somebody types them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from app.adapters.clock import FixedClock
from app.cli.demo import load_if_empty
from app.domain.terms import SearchKind
from app.extensions import db
from app.factory import create_app
from app.models import JobRun, Office, SearchEntry
from tests.databases import Sqlite, config_for
from tests.services.backups import TODAY

Build = Callable[..., Flask]


@pytest.fixture
def build(sqlite: Sqlite, tmp_path: Path) -> Build:
    def make(name: str, *, demo: bool = False, **more: Any) -> Flask:
        config = replace(config_for(sqlite.fresh(), tmp_path / name), **more)
        app = create_app(config, clock=FixedClock.at(TODAY))
        if demo:
            with app.app_context():
                assert load_if_empty()
        return app

    return make


def run(app: Flask, *arguments: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=[str(argument) for argument in arguments])


def test_it_says_what_it_saved_and_where_and_what_is_not_in_it(build: Build, tmp_path: Path) -> None:
    answer = run(build("here", demo=True), "backup", tmp_path / "backup.zip")
    assert answer.exit_code == 0, answer.output
    assert re.search(r"backup\.zip: [\d.]+ dòng của \d+ bảng, 2 tệp; \d+ KB, \d+,\d giây\.", answer.output)
    assert "secret-key" in answer.output
    assert (tmp_path / "backup.zip").stat().st_mode & 0o777 == 0o600


def test_without_a_path_it_finds_a_place_of_its_own(build: Build, tmp_path: Path) -> None:
    assert run(build("here", demo=True), "backup").exit_code == 0
    folder = tmp_path / "here" / "backups"
    assert [path.name for path in folder.iterdir()] == ["dondoc-20261103-080000.zip"]
    assert folder.stat().st_mode & 0o077 == 0
    named = tmp_path / "named"
    assert run(build("there", demo=True, backup_dir=named), "backup").exit_code == 0
    assert [path.name for path in named.iterdir()] == ["dondoc-20261103-080000.zip"]


def test_a_folder_gets_a_file_named_by_the_time(build: Build, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    assert run(build("here", demo=True), "backup", tmp_path / "stick").exit_code == 0
    assert (tmp_path / "stick" / "dondoc-20261103-080000.zip").is_file()


def test_it_is_restored_into_an_empty_place_and_the_counts_are_told(build: Build, tmp_path: Path) -> None:
    run(build("here", demo=True), "backup", tmp_path / "backup.zip")
    there = build("there")
    answer = run(there, "restore", tmp_path / "backup.zip")
    assert answer.exit_code == 0, answer.output
    assert "Đã phục hồi: UBND xã Đông Vĩ, sao lưu lúc 08:00 ngày 03/11/2026." in answer.output
    assert re.search(r"assignments +\d+ dòng", answer.output)
    with there.app_context():
        assert db.session.scalars(select(Office.name)).one() == "UBND xã Đông Vĩ"
        assert set(db.session.scalars(select(SearchEntry.kind))) >= {SearchKind.TASK, SearchKind.UNIT}
    again = run(there, "restore", tmp_path / "backup.zip")
    assert again.exit_code == 1
    assert "Chỉ phục hồi vào nơi còn trống" in again.output


def test_a_backup_can_be_checked_without_restoring_it(build: Build, tmp_path: Path) -> None:
    run(build("here", demo=True), "backup", tmp_path / "backup.zip")
    there = build("there")
    answer = run(there, "restore", "--check", tmp_path / "backup.zip")
    assert answer.exit_code == 0, answer.output
    assert "Bản sao lưu còn nguyên vẹn: UBND xã Đông Vĩ" in answer.output
    with there.app_context():
        assert db.session.scalars(select(Office.name)).all() == []
    (tmp_path / "backup.zip").write_bytes((tmp_path / "backup.zip").read_bytes()[:-9])
    answer = run(there, "restore", "--check", tmp_path / "backup.zip")
    assert answer.exit_code == 1
    assert "không phải là bản sao lưu của Đôn Đốc, hoặc đã bị cắt mất một phần" in answer.output


def test_a_lost_file_is_named_and_can_be_accepted(build: Build, tmp_path: Path) -> None:
    here = build("here", demo=True)
    lost = next(path for path in (tmp_path / "here" / "files").rglob("*") if path.is_file())
    lost.unlink()
    answer = run(here, "backup", tmp_path / "backup.zip")
    assert (answer.exit_code, (tmp_path / "backup.zip").exists()) == (1, False)
    assert lost.name[:12] in answer.output
    answer = run(here, "backup", tmp_path / "backup.zip", "--allow-missing")
    assert answer.exit_code == 0
    assert f"Thiếu 1 tệp: {lost.name[:12]}." in answer.output
    assert run(build("there"), "restore", tmp_path / "backup.zip").exit_code == 1
    assert run(build("there"), "restore", tmp_path / "backup.zip", "--allow-missing").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("backup", "{here}/taken.zip"), "không ghi đè"),
        (("backup", "{here}/taken.zip/below.zip"), "Không ghi được bản sao lưu"),
        (("restore", "{here}/nothing.zip"), "Không tìm thấy tệp"),
        (("restore", "{here}/taken.zip"), "không phải là bản sao lưu"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(
    build: Build, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    (tmp_path / "taken.zip").write_bytes(b"of somebody else")
    answer = run(build("here"), *(argument.format(here=tmp_path) for argument in arguments))
    assert answer.exit_code == 1
    assert said in answer.output
    assert len(answer.output.strip().splitlines()) == 1
    assert (tmp_path / "taken.zip").read_bytes() == b"of somebody else"


def test_a_backup_is_written_down_for_the_system_page(build: Build, tmp_path: Path) -> None:
    here = build("here", demo=True)
    run(here, "backup", tmp_path / "backup.zip")
    with here.app_context():
        kept = db.session.scalars(select(JobRun).where(JobRun.job == "backup")).one()
        assert (kept.ok, kept.day, kept.summary["files"]) == (True, TODAY, 2)
        assert kept.summary["bytes"] == (tmp_path / "backup.zip").stat().st_size
