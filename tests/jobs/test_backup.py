"""The nightly backup: once a day, the last seven, and only where a folder is named."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.adapters.archive import UNFINISHED, reading
from app.adapters.clock import FixedClock
from app.adapters.files import FileStore
from app.models import JobRun
from app.services import claims, health
from app.wording.health import sentence
from jobs import backup
from jobs.runner import run_job
from jobs.toolbox import Safe, Toolbox
from tests.jobs.conftest import everything

MORNING = date(2023, 9, 14)


@pytest.fixture
def careful(tools: Toolbox, tmp_path: Path) -> Toolbox:
    with tools.sessions() as session:
        engine = session.get_bind()
    return replace(tools, safe=Safe(engine, FileStore(tmp_path), "thử", tmp_path / "backups"))


def on(tools: Toolbox, day: date, hour: int = 1, minute: int = 30) -> Toolbox:
    return replace(tools, clock=FixedClock.at(day, hour, minute))


def archives(tools: Toolbox) -> list[str]:
    assert tools.safe
    return sorted(path.name for path in tools.safe.folder.iterdir())


def test_without_a_folder_nothing_is_done(tools: Toolbox) -> None:
    assert backup.take_backup(tools) is None
    assert backup.take_missed_backup(tools) is None


def test_a_night_gives_one_backup_that_can_be_read(careful: Toolbox) -> None:
    total = run_job(on(careful, MORNING), backup.NAME, backup.take_missed_backup)
    assert run_job(on(careful, MORNING, 8), backup.NAME, backup.take_missed_backup) == {}
    assert archives(careful) == ["dondoc-20230914-013000.zip"]
    assert careful.safe
    with reading(careful.safe.folder / archives(careful)[0]) as reader:
        reader.verify()
        assert reader.manifest.rows == total["rows"] > 0


def test_a_machine_that_was_off_at_night_backs_up_when_it_is_on(careful: Toolbox) -> None:
    run_job(on(careful, MORNING, 9, 15), backup.NAME, backup.take_missed_backup)
    assert archives(careful) == ["dondoc-20230914-091500.zip"]


def test_the_last_seven_are_kept_and_what_is_not_ours_is_left_alone(careful: Toolbox) -> None:
    assert careful.safe
    for n in range(9):
        run_job(on(careful, MORNING + timedelta(days=n)), backup.NAME, backup.take_missed_backup)
        (careful.safe.folder / "dondoc-truoc-khi-cap-nhat.zip").touch()
    assert archives(careful) == [
        *(f"dondoc-202309{day}-013000.zip" for day in range(16, 23)),
        "dondoc-truoc-khi-cap-nhat.zip",
    ]


def test_what_was_left_half_written_is_swept_up_after_a_day(careful: Toolbox) -> None:
    assert careful.safe
    careful.safe.folder.mkdir()
    now = on(careful, MORNING).clock.now()
    for name, age in (("old", timedelta(days=2)), ("new", timedelta(minutes=1))):
        half = careful.safe.folder / f"{UNFINISHED}{name}"
        half.touch()
        os.utime(half, times=((now - age).timestamp(),) * 2)
    backup.take_backup(on(careful, MORNING))
    assert archives(careful) == [f"{UNFINISHED}new", "dondoc-20230914-013000.zip"]


def test_two_processes_take_one(careful: Toolbox) -> None:
    with careful.transaction() as session:
        claims.take_lease(session, clock=careful.clock, name=backup.NAME, owner="người khác", lasts=backup.LEASE)
    assert backup.take_backup(careful) is None


def test_a_backup_that_fails_is_written_down_as_failed_and_tried_again(careful: Toolbox) -> None:
    assert careful.safe
    careful.safe.folder.write_bytes(b"a file stands in its place")
    with pytest.raises(FileExistsError):
        run_job(on(careful, MORNING), backup.NAME, backup.take_missed_backup)
    careful.safe.folder.unlink()
    run_job(on(careful, MORNING, 8), backup.NAME, backup.take_missed_backup)
    with careful.sessions() as session:
        assert session.scalars(select(JobRun.ok).order_by(JobRun.id)).all() == [False, True]


@pytest.mark.parametrize(
    ("days", "production", "said"),
    [
        (None, True, "Chưa có bản sao lưu nào"),
        (None, False, None),
        (7, True, None),
        (8, True, "lập lúc 01:30 ngày 14/09/2023, đã quá 07 ngày"),
        (8, False, None),
    ],
)
def test_in_production_an_old_backup_is_told(
    careful: Toolbox, days: int | None, production: bool, said: str | None
) -> None:
    if days is not None:
        run_job(on(careful, MORNING), backup.NAME, backup.take_backup)
    later = on(careful, MORNING + timedelta(days=days or 0))
    with later.sessions() as session:
        found = health.problems(session, office_id=1, clock=later.clock, production=production)
    told = [sentence(problem) for problem in found if problem.code == "backup.old"]
    assert [words for words in told if said and said in words] == told
    assert bool(told) == bool(said)


def test_a_dry_run_names_the_file_and_lays_nothing_down(careful: Toolbox) -> None:
    assert careful.safe
    night, before = on(careful, MORNING), everything(careful)
    path = careful.safe.folder / "dondoc-20230914-013000.zip"
    assert backup.preview(night) == f"Nếu chạy thật: lập bản sao lưu {path}."
    assert not careful.safe.folder.exists()
    assert everything(careful) == before


def test_after_ten_days_off_one_backup_is_taken(careful: Toolbox) -> None:
    run_job(on(careful, MORNING), backup.NAME, backup.take_missed_backup)
    for hour in (9, 10):
        run_job(on(careful, MORNING + timedelta(days=10), hour), backup.NAME, backup.take_missed_backup)
    assert archives(careful) == ["dondoc-20230914-013000.zip", "dondoc-20230924-093000.zip"]
