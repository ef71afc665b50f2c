"""The job that recognises scans: outside any transaction, told page by page, and taken up again when it died."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, select

from app.adapters import ocr
from app.adapters.clock import FixedClock
from app.adapters.files import FileStore
from app.adapters.ocr import Recognised
from app.domain.errors import DomainError
from app.domain.terms import RecognitionState
from app.models import Draft, Recognition, User
from app.services import recognition
from app.services.people import load_actor
from jobs.recognise import NAME, preview, recognise_one
from jobs.runner import run_job
from jobs.toolbox import Toolbox
from tests.jobs.conftest import everything
from tests.scans import ORDER, as_file, needs_tesseract, page

TEXT = "1. Giao Phòng Nội vụ lập kế hoạch lau dọn nhà kho trước ngày 20/11/2023."
Recogniser = Callable[..., Recognised]


@pytest.fixture
def waiting(tools: Toolbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Toolbox:
    """With one scan that waits."""
    monkeypatch.setattr(ocr, "available", lambda: True)
    tools = replace(tools, files=FileStore(tmp_path))
    add(tools, b"scan")
    return tools


def add(tools: Toolbox, content: bytes, name: str = "quet.png") -> None:
    assert tools.files is not None
    with tools.transaction() as session:
        user_id = session.scalars(select(User.id).where(User.login == "staff")).one()
        actor = load_actor(session, user_id=user_id, today=tools.clock.today())
        assert actor is not None
        recognition.queue(session, actor=actor, clock=tools.clock, files=tools.files, content=content, filename=name)


def recogniser(monkeypatch: pytest.MonkeyPatch, *, meanwhile: Callable[[int], None] = lambda page: None) -> None:
    """Two pages that are recognised at once."""

    def act(content: bytes, filename: str, *, on_page: Callable[[int, int], None]) -> Recognised:
        for number in range(3):
            on_page(number, 2)
            meanwhile(number)
        return Recognised(TEXT, (0, 10), (90.0, 90.0), (), ())

    monkeypatch.setattr(ocr, "recognise", act)


def failing(monkeypatch: pytest.MonkeyPatch, problem: BaseException) -> None:
    def act(content: bytes, filename: str, **rest: object) -> Recognised:
        raise problem

    monkeypatch.setattr(ocr, "recognise", act)


def rows(tools: Toolbox) -> list[tuple[RecognitionState, int, str]]:
    with tools.sessions() as session:
        query = select(Recognition.state, Recognition.pages_done, Recognition.problem).order_by(Recognition.id)
        return [tuple(row) for row in session.execute(query)]  # type: ignore[misc]


def held(tools: Toolbox) -> int:
    assert tools.files is not None
    return len(list((tools.files.root / "quarantine").glob("held-*")))


def test_a_scan_becomes_a_draft_and_leaves_quarantine(waiting: Toolbox, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[RecognitionState, int, str]] = []
    recogniser(monkeypatch, meanwhile=lambda number: seen.extend(rows(waiting)))
    assert run_job(waiting, "recognise", recognise_one) == {"recognised": 1}
    assert [done for _, done, _ in seen] == [0, 1, 2]
    assert rows(waiting) == [(RecognitionState.DONE, 2, "")]
    assert held(waiting) == 0
    with waiting.sessions() as session:
        (draft,) = session.scalars(select(Draft))
        assert draft.source.text == TEXT
    assert run_job(waiting, "recognise", recognise_one) == {}


def test_nothing_is_open_in_the_database_while_pages_are_recognised(
    waiting: Toolbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_now: list[int] = []
    count = 0

    def begun(connection: object) -> None:
        nonlocal count
        count += 1

    def ended(connection: object) -> None:
        nonlocal count
        count -= 1

    with waiting.sessions() as session:
        engine = session.get_bind()
    assert isinstance(engine, Engine)
    event.listen(engine, "begin", begun)
    event.listen(engine, "commit", ended)
    event.listen(engine, "rollback", ended)
    recogniser(monkeypatch, meanwhile=lambda number: open_now.append(count))
    recognise_one(waiting)
    assert open_now == [0, 0, 0]


@pytest.mark.parametrize("code", ["file.no_text", "file.secret"])
def test_a_refused_scan_leaves_its_reason_and_no_file(
    waiting: Toolbox, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    failing(monkeypatch, DomainError(code, filename="quet.png", mark="MẬT"))
    assert run_job(waiting, "recognise", recognise_one) == {"not_recognised": 1}
    assert rows(waiting) == [(RecognitionState.FAILED, 0, code)]
    assert held(waiting) == 0


def test_one_that_is_cancelled_stops_at_the_next_page(waiting: Toolbox, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []

    def cancel(number: int) -> None:
        done.append(number)
        with waiting.transaction() as session:
            row = session.scalars(select(Recognition)).one()
            user = session.scalars(select(User.id).where(User.login == "chief")).one()
            actor = load_actor(session, user_id=user, today=waiting.clock.today())
            assert actor is not None
            recognition.cancel(session, actor=actor, recognition=row)

    recogniser(monkeypatch, meanwhile=cancel)
    assert run_job(waiting, "recognise", recognise_one) == {}
    assert done == [0]
    assert rows(waiting)[0][0] is RecognitionState.CANCELLED


def test_a_process_that_dies_over_a_scan_each_time_gives_it_up(
    waiting: Toolbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, KeyboardInterrupt())
    for number in range(4):
        at = replace(waiting, clock=FixedClock(waiting.clock.now() + timedelta(minutes=10 * number)))
        if number < 3:
            with pytest.raises(KeyboardInterrupt):
                recognise_one(at)
        else:
            recognise_one(at)
    assert rows(waiting) == [(RecognitionState.FAILED, 0, "recognition.gave_up")]


def test_a_file_that_is_gone_is_told(waiting: Toolbox) -> None:
    assert waiting.files is not None
    for path in (waiting.files.root / "quarantine").iterdir():
        path.unlink()
    recognise_one(waiting)
    assert rows(waiting) == [(RecognitionState.FAILED, 0, "recognition.lost")]


def test_without_the_program_the_scan_waits(waiting: Toolbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    assert recognise_one(waiting) is None
    assert rows(waiting) == [(RecognitionState.WAITING, 0, "")]


@needs_tesseract
def test_a_real_picture_goes_the_whole_way(waiting: Toolbox) -> None:
    with waiting.transaction() as session:
        session.delete(session.scalars(select(Recognition)).one())
    add(waiting, as_file(page(ORDER[:3])), "anh.png")
    assert run_job(waiting, "recognise", recognise_one) == {"recognised": 1}
    with waiting.sessions() as session:
        (draft,) = session.scalars(select(Draft))
        assert "trước ngày 20/11/2026" in draft.source.text


def test_a_dry_run_says_how_many_scans_wait_and_touches_none(waiting: Toolbox, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(waiting)
    assert preview(waiting) == "Nếu chạy thật: nhận dạng 1 bản quét đang chờ."
    assert (everything(waiting), held(waiting)) == (before, 1)
    monkeypatch.setattr(ocr, "available", lambda: False)
    assert preview(waiting) == "Không có gì để làm."


def test_what_waited_for_ten_days_is_recognised_once(waiting: Toolbox, monkeypatch: pytest.MonkeyPatch) -> None:
    recogniser(monkeypatch)
    back = replace(waiting, clock=FixedClock(waiting.clock.now() + timedelta(days=10)))
    assert run_job(back, NAME, recognise_one) == {"recognised": 1}
    assert run_job(back, NAME, recognise_one) == {}
    assert [state for state, _, _ in rows(back)] == [RecognitionState.DONE]


def test_one_bad_scan_does_not_stop_the_next(waiting: Toolbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even one that brings down the run."""
    failing(monkeypatch, ZeroDivisionError())
    add(waiting, b"another scan", "khac.png")
    with pytest.raises(ZeroDivisionError):
        run_job(waiting, NAME, recognise_one)
    recogniser(monkeypatch)
    assert run_job(waiting, NAME, recognise_one) == {"recognised": 1}
    assert [state for state, _, _ in rows(waiting)] == [RecognitionState.WORKING, RecognitionState.DONE]
