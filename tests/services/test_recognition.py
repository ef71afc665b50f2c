"""A scan waits, is claimed by one, tells how far it is, and becomes a draft, or says why not."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.files import FileStore
from app.adapters.ocr import Recognised
from app.domain.errors import DomainError
from app.domain.terms import RecognitionState
from app.models import AuditEntry, Draft, Recognition, Source
from app.services import recognition
from app.services.recognition import Claimed
from tests.cast import Cast
from tests.services.notices import NOTICE

SCAN = b"\x89PNG of an invented notice"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileStore:
    monkeypatch.setattr("app.adapters.ocr.available", lambda: True)
    return FileStore(tmp_path)


def queued(session: Session, cast: Cast, clock: FixedClock, files: FileStore, name: str = "quét.png") -> Recognition:
    actor = cast.staff
    return recognition.queue(session, actor=actor, clock=clock, files=files, content=SCAN, filename=name)


def claimed(session: Session, cast: Cast, clock: FixedClock, files: FileStore) -> Claimed:
    queued(session, cast, clock, files)
    found = recognition.claim(session, clock=clock)
    assert found is not None
    return found


def found(text: str = NOTICE) -> Recognised:
    return Recognised(text, (0,), (91.5,), (1,), ((0, 4),))


def later(clock: FixedClock, **by: int) -> FixedClock:
    return FixedClock(clock.now() + timedelta(**by))


def row(session: Session) -> Recognition:
    session.expire_all()
    return session.scalars(select(Recognition).order_by(Recognition.id.desc())).first()  # type: ignore[return-value]


def in_quarantine(files: FileStore) -> list[str]:
    return sorted(path.name for path in (files.root / "quarantine").glob("*"))


def test_a_scan_waits_in_quarantine_and_nowhere_else(session, cast, clock, files):
    waiting = queued(session, cast, clock, files)
    assert waiting.state is RecognitionState.WAITING
    assert in_quarantine(files) == [waiting.held]
    assert files.held(waiting.held) == SCAN
    assert not files.folder.exists()
    (line,) = recognition.list_waiting(session, actor=cast.chief)
    assert (line.public_id, line.filename, line.recorder) == (waiting.public_id, "quét.png", cast.staff.name)


def test_where_nobody_could_recognise_it_nothing_is_held(session, cast, clock, files, monkeypatch):
    monkeypatch.setattr("app.adapters.ocr.available", lambda: False)
    with pytest.raises(DomainError, match="no_ocr"):
        queued(session, cast, clock, files)
    assert in_quarantine(files) == []


def test_the_one_that_has_waited_longest_is_claimed_and_only_once(session, cast, clock, files):
    queued(session, cast, clock, files, "một.png")
    second = queued(session, cast, clock, files, "hai.png")
    assert recognition.ahead(session, recognition=second) == 1
    assert recognition.is_any_waiting(session, clock=clock)
    names = [
        each.filename
        for each in (recognition.claim(session, clock=clock), recognition.claim(session, clock=clock))
        if each
    ]
    assert names == ["một.png", "hai.png"]
    assert recognition.claim(session, clock=clock) is None
    assert not recognition.is_any_waiting(session, clock=clock)


def test_a_claim_that_has_lapsed_is_taken_up_again_and_the_first_one_has_lost_it(session, cast, clock, files):
    first = claimed(session, cast, clock, files)
    after = later(clock, minutes=5)
    assert recognition.page_done(session, clock=later(clock, minutes=3), claimed=first, done=1, pages=8)
    assert recognition.claim(session, clock=after) is None, "renewed with the page"
    second = recognition.claim(session, clock=later(clock, minutes=8))
    assert second == replace(first, tries=2)
    assert not recognition.page_done(session, clock=after, claimed=first, done=2, pages=8)
    assert not recognition.fail(session, clock=after, claimed=first, problem=DomainError("file.no_text", filename=""))
    assert recognition.page_done(session, clock=after, claimed=second, done=1, pages=8)


def test_it_becomes_a_draft_that_knows_what_was_hard_to_read(session, cast, clock, files):
    mine = claimed(session, cast, clock, files)
    draft = recognition.finish(session, clock=clock, files=files, claimed=mine, content=SCAN, found=found())
    session.flush()
    assert draft is not None
    assert row(session).draft_id == draft.id
    assert row(session).state is RecognitionState.DONE
    source = session.get_one(Source, draft.source_id)
    assert (source.filename, source.extractor, source.page_starts) == ("quét.png", "ocr 1", [0])
    assert source.recognised == {"hard": [1], "doubtful": [[0, 4]]}
    assert files.read(source.sha256) == SCAN
    assert recognition.list_waiting(session, actor=cast.chief) == []


def test_what_was_cancelled_meanwhile_becomes_no_draft(session, cast, clock, files):
    mine = claimed(session, cast, clock, files)
    held = recognition.cancel(session, actor=cast.chief, recognition=row(session))
    assert held == mine.held
    assert not recognition.page_done(session, clock=clock, claimed=mine, done=1, pages=1)
    with session.begin_nested() as nested:
        assert recognition.finish(session, clock=clock, files=files, claimed=mine, content=SCAN, found=found()) is None
        nested.rollback()
    assert session.scalars(select(Draft)).all() == []
    with pytest.raises(DomainError, match=r"draft\.closed"):
        recognition.cancel(session, actor=cast.chief, recognition=row(session))


def test_a_failure_says_why_and_is_listed(session, cast, clock, files):
    mine = claimed(session, cast, clock, files)
    problem = DomainError("file.ocr_failed", filename="quét.png", page=3)
    assert recognition.fail(session, clock=clock, claimed=mine, problem=problem)
    failed = row(session)
    assert (failed.state, failed.problem) == (RecognitionState.FAILED, "file.ocr_failed")
    assert failed.params == {"filename": "quét.png", "page": 3}
    assert [line.state for line in recognition.list_waiting(session, actor=cast.chief)] == [RecognitionState.FAILED]


def test_of_a_marked_scan_the_fact_is_noted_and_not_even_the_name_stays(session, cast, clock, files):
    mine = claimed(session, cast, clock, files)
    problem = DomainError("file.secret", filename="quét.png", mark="MẬT")
    assert recognition.fail(session, clock=clock, claimed=mine, problem=problem)
    assert row(session).filename == ""
    assert "quét" not in str(row(session).params)
    assert [entry.action for entry in session.scalars(select(AuditEntry))] == ["upload.secret"]


def test_only_those_who_edit_drafts_may_and_only_of_their_office(session, cast, clock, files):
    waiting = queued(session, cast, clock, files)
    with pytest.raises(DomainError, match=r"permission\.denied"):
        recognition.find(session, actor=cast.member("noi_vu"), public_id=waiting.public_id)
    with pytest.raises(DomainError, match="not_found"):
        recognition.find(session, actor=replace(cast.chief, office_id=cast.office.id + 1), public_id=waiting.public_id)
    assert recognition.find(session, actor=cast.chief, public_id=waiting.public_id) is waiting


def test_what_a_power_cut_left_in_quarantine_goes_and_what_waits_stays(session, cast, clock, files):
    waiting = queued(session, cast, clock, files)
    forgotten, new = files.hold(b"1"), files.hold(b"2")
    long_ago = (clock.now() - timedelta(days=2)).timestamp()
    for name in (forgotten, waiting.held):
        os.utime(files.root / "quarantine" / name, (long_ago, long_ago))
    recognition.tidy(session, clock=clock, files=files)
    assert in_quarantine(files) == sorted([waiting.held, new])
    recognition.cancel(session, actor=cast.chief, recognition=waiting)
    recognition.tidy(session, clock=later(clock, days=31), files=files)
    assert session.scalars(select(Recognition)).all() == []
