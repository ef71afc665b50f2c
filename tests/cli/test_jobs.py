"""``flask jobs check`` as monitoring runs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.extensions import db
from app.factory import create_app
from app.models import CalendarYear
from app.services import runs
from tests.conftest import TODAY
from tests.databases import config_for, engine_for

NOW = FixedClock.at(TODAY)


@pytest.fixture
def engine(peopled_url: str) -> Iterator[Engine]:
    made = engine_for(peopled_url)
    yield made
    made.dispose()


@pytest.fixture
def run(peopled_url: str, tmp_path: Path) -> Iterator[Callable[..., Result]]:
    app: Flask = create_app(config_for(peopled_url, tmp_path), clock=NOW)

    def act(*arguments: str) -> Result:
        return app.test_cli_runner().invoke(args=["jobs", "check", *arguments])

    yield act
    with app.app_context():
        db.engine.dispose()


def ran(engine: Engine, *jobs: str) -> None:
    with Session(engine) as session, session.begin():
        for job in jobs:
            then = FixedClock(NOW.now() - timedelta(minutes=1))
            runs.record_run(session, clock=then, job=job, started_at=then.now(), ok=True, summary={})


def test_where_all_is_well_it_says_so_and_ends_with_nought(engine, run) -> None:
    ran(engine, "heartbeat", "retention", "recurring", "digest")
    assert (run().exit_code, run().output) == (0, "Không phát hiện vấn đề nào.\n")
    assert (run("--quiet").exit_code, run("--quiet").output) == (0, "")


def test_what_is_to_be_minded_ends_with_one(engine, run) -> None:
    ran(engine, "heartbeat", "retention", "recurring", "digest")
    with Session(engine) as session, session.begin():
        session.query(CalendarYear).filter_by(year=2023).one().confirmed = False
    answer = run("--quiet")
    assert answer.exit_code == 1
    assert answer.output.startswith("Cần chú ý: Lịch nghỉ năm 2023 chưa được xác nhận")


def test_an_error_ends_with_two_and_is_told_first(engine, run) -> None:
    with Session(engine) as session, session.begin():
        session.query(CalendarYear).filter_by(year=2023).one().confirmed = False
    answer = run()
    assert answer.exit_code == 2
    lines = answer.output.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["Lỗi", "Lỗi", "Cần chú ý"]
    assert lines[0] == (
        "Lỗi: Tiến trình nhắc việc không hoạt động: thư sẽ không được gửi. Cần chạy lại python -m jobs."
    )


def test_a_database_that_is_not_ready_is_an_error(engine, run) -> None:
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE job_runs RENAME TO job_runs_gone"))
    answer = run("--quiet")
    assert answer.exit_code == 2
    assert answer.output.startswith("Lỗi: Cơ sở dữ liệu không trả lời")


def test_it_writes_nothing(engine, run) -> None:
    with Session(engine) as session:
        before = session.execute(text("SELECT count(*) FROM job_runs")).scalar()
    run()
    with Session(engine) as session:
        assert session.execute(text("SELECT count(*) FROM job_runs")).scalar() == before


def test_before_there_is_an_office_a_process_that_does_not_run_is_an_error_all_the_same(
    engine_url: str, tmp_path: Path
) -> None:
    app = create_app(config_for(engine_url, tmp_path), clock=NOW)
    answer = app.test_cli_runner().invoke(args=["jobs", "check"])
    with app.app_context():
        db.engine.dispose()
    assert answer.exit_code == 2
    assert answer.output.startswith("Lỗi: Tiến trình nhắc việc không hoạt động")
