"""The job that seals the log: by state, so that late, twice or together with another process it gives one chain."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.models import AuditSeal, JobRun
from app.services import audit_seals
from jobs import seal
from jobs.runner import run_job
from jobs.toolbox import Toolbox
from tests.jobs.conftest import everything
from tests.jobs.test_schedule import next_runs
from tests.services import sealing
from tests.services.sealing import FIRST, inspected

SATURDAY = FIRST + timedelta(days=5)


@pytest.fixture
def recorded(tools: Toolbox) -> Toolbox:
    """With entries on four of the days from Monday to Friday."""
    with tools.transaction() as session:
        sealing.fill(session)
    return tools


def at(tools: Toolbox, day: date, hour: int = 1, minute: int = 10) -> Toolbox:
    return replace(tools, clock=FixedClock.at(day, hour, minute))


def run(tools: Toolbox) -> int:
    return run_job(tools, seal.NAME, seal.seal_days)["sealed_days"]


def engine_of(tools: Toolbox) -> Engine:
    with tools.sessions() as session:
        engine = session.get_bind()
    assert isinstance(engine, Engine)
    return engine


def days(tools: Toolbox) -> list[tuple[int, str]]:
    with tools.sessions() as session:
        found = session.execute(select(AuditSeal.number, AuditSeal.day).order_by(AuditSeal.number))
        return [(number, f"{day:%a}") for number, day in found]


WHOLE = [(1, "Mon"), (2, "Tue"), (3, "Thu"), (4, "Fri")]


def test_every_night_seals_the_day_before(recorded: Toolbox) -> None:
    done = [run(at(recorded, FIRST + timedelta(days=n))) for n in range(7)]
    assert done == [0, 1, 1, 0, 1, 1, 0]
    assert days(recorded) == WHOLE
    assert inspected(engine_of(recorded), FixedClock.at(SATURDAY)) == []


def test_a_machine_that_was_off_seals_all_days_when_it_is_on(recorded: Toolbox) -> None:
    assert run(at(recorded, SATURDAY + timedelta(days=10), 9, 20)) == 4
    assert days(recorded) == WHOLE
    assert run(at(recorded, SATURDAY + timedelta(days=10), 10, 20)) == 0


def test_a_run_without_anything_to_seal_is_not_written_down(recorded: Toolbox) -> None:
    run(at(recorded, SATURDAY))
    run(at(recorded, SATURDAY, 9))
    with recorded.sessions() as session:
        assert session.scalars(select(JobRun.summary)).all() == [{"sealed_days": 4}]


def test_a_run_that_broke_off_is_taken_up_where_it_was(recorded: Toolbox, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = audit_seals.put_seal

    def break_off(session: Session, **more: object) -> bool:
        if more["seal"].number == 3:  # type: ignore[attr-defined]
            raise RuntimeError("the power went")
        return whole(session, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(audit_seals, "put_seal", break_off)
    with pytest.raises(RuntimeError):
        run(at(recorded, SATURDAY))
    monkeypatch.undo()
    assert days(recorded) == WHOLE[:2]
    assert run(at(recorded, SATURDAY, 9)) == 2
    assert days(recorded) == WHOLE
    assert inspected(engine_of(recorded), FixedClock.at(SATURDAY)) == []


def test_processes_at_once_make_one_chain(recorded: Toolbox, another: Callable[[], Toolbox]) -> None:
    begin, done = threading.Barrier(4), []

    def work(tools: Toolbox) -> None:
        begin.wait()
        done.append(seal.seal_days(at(tools, SATURDAY)))

    threads = [threading.Thread(target=work, args=(tools,)) for tools in (recorded, another(), recorded, another())]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 4
    run(at(recorded, SATURDAY, 9))
    assert days(recorded) == WHOLE
    assert inspected(engine_of(recorded), FixedClock.at(SATURDAY)) == []


def test_writers_do_not_wait_while_a_day_is_read_and_hashed(recorded: Toolbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes in the middle of it is through at once; on SQLite a lock would let nobody in for ten seconds."""
    make = audit_seals.make_seal

    def write_meanwhile(session: Session, **more: object) -> object:
        made = make(session, **more)  # type: ignore[arg-type]
        with recorded.transaction() as other:
            other.add(sealing.entry(SATURDAY, "meanwhile"))
        return made

    monkeypatch.setattr(audit_seals, "make_seal", write_meanwhile)
    assert run(at(recorded, SATURDAY)) == 4
    assert inspected(engine_of(recorded), FixedClock.at(SATURDAY)) == []


def test_it_runs_at_night_and_makes_up_for_it_by_day() -> None:
    times = next_runs("seal", FixedClock.at(FIRST, 20).instant, 14)
    assert times[:3] == ["12/09 01:10", "12/09 07:20", "12/09 08:20"]
    assert times[12:] == ["12/09 18:20", "13/09 01:10"]


def test_a_dry_run_says_how_many_days_would_be_sealed_and_writes_nothing(recorded: Toolbox) -> None:
    night = at(recorded, SATURDAY)
    before = everything(night)
    assert seal.preview(night) == "Nếu chạy thật: ngày nhật ký được niêm phong: 4."
    assert everything(night) == before
    run(night)
    assert seal.preview(night) == "Không có gì để làm."
