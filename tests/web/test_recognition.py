"""The pages of a scan on its way to a draft."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.adapters import ocr
from app.adapters.files import FileStore
from app.adapters.ocr import Recognised
from app.domain.errors import DomainError
from app.domain.terms import RecognitionState
from app.models import JobRun, Recognition, Source
from app.services import recognition, runs
from tests.scans import as_file, page
from tests.services.notices import NOTICE
from tests.web.drafting import count, post, send, text_of

PICTURE = as_file(page(size=(300, 400)))


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: True)


@pytest.fixture
def files(app) -> FileStore:
    return FileStore(app.extensions["dondoc"].files.root)


@pytest.fixture
def address(chief, stored, clock) -> str:
    """Where a scan waits; the jobs process is alive."""
    with stored.begin():
        runs.record_run(stored, clock=clock, job=runs.HEARTBEAT, started_at=clock.now(), ok=True, summary={})
    answer = send(chief, PICTURE, "Ảnh chụp.png")
    assert answer.status_code == 302, text_of(answer)
    assert answer.location.startswith("/van-ban/nhan-dang/")
    return str(answer.location)


def claim(stored, clock):
    with stored.begin():
        found = recognition.claim(stored, clock=clock)
    assert found is not None
    return found


def test_a_scan_waits_on_a_page_of_its_own_that_works_without_script(chief, stored, address, files):
    page = chief.get(address)
    assert "Chờ nhận dạng" in text_of(page)
    assert '<noscript><meta http-equiv="refresh"' in page.text
    assert count(stored, Source) == 0
    assert len(list((files.root / "quarantine").iterdir())) == 1
    listed = text_of(chief.get("/du-kien"))
    assert "Bản quét chờ nhận dạng" in listed
    assert "Ảnh chụp.png Chờ nhận dạng" in listed


def test_it_tells_how_many_pages_are_done(chief, stored, clock, address):
    mine = claim(stored, clock)
    with stored.begin():
        recognition.page_done(stored, clock=clock, claimed=mine, done=3, pages=8)
    page = chief.get(address)
    assert "Đã nhận dạng 3/8 trang" in text_of(page)
    assert 'max="8" value="3"' in page.text
    assert "Đã nhận dạng 3/8 trang" in text_of(chief.get("/du-kien"))


def test_it_says_when_nobody_is_there_to_do_it(chief, stored, clock, address):
    assert "Tiến trình nền không hoạt động" not in text_of(chief.get(address))
    with stored.begin():
        stored.execute(update(JobRun).values(started_at=clock.now() - timedelta(hours=1)))
    page = chief.get(address)
    assert "python -m jobs" in text_of(page)
    assert 'max="1" value="0"' in page.text  # a bar without a value would move, as if somebody worked


def finished(stored, clock, files) -> None:
    mine = claim(stored, clock)
    found = Recognised(NOTICE, (0,), (71.0,), (1,), ((0, 4),))
    with stored.begin():
        made = recognition.finish(stored, clock=clock, files=files, claimed=mine, content=PICTURE, found=found)
        assert made is not None


def test_when_it_is_done_the_page_leads_to_the_draft_which_warns_of_hard_pages(chief, stored, clock, address, files):
    finished(stored, clock, files)
    answer = chief.get(address)
    assert answer.status_code == 302
    review = chief.get(answer.location)
    assert "Văn bản nhận dạng từ ảnh: trang 1 khó đọc" in text_of(review)
    assert 'title="chữ nhận dạng chưa chắc' in review.text
    assert f'src="{answer.location}/trang/1.png"' in review.text


def test_a_photograph_is_the_picture_of_its_first_page(chief, stored, clock, address, files):
    finished(stored, clock, files)
    draft = chief.get(address).location
    picture = chief.get(f"{draft}/trang/1.png")
    assert (picture.status_code, picture.data[:4]) == (200, b"\x89PNG")
    assert chief.get(f"{draft}/trang/2.png").status_code == 404


def test_a_failure_is_told_and_can_be_taken_off_the_list(chief, stored, clock, address):
    mine = claim(stored, clock)
    with stored.begin():
        problem = DomainError("file.ocr_failed", filename="Ảnh chụp.png", page=2)
        recognition.fail(stored, clock=clock, claimed=mine, problem=problem)
    page = chief.get(address)
    assert "Không nhận dạng được trang 2 của tệp Ảnh chụp.png" in text_of(page)
    assert "http-equiv" not in page.text
    assert "Không nhận dạng được" in text_of(chief.get("/du-kien"))
    assert post(chief, f"{address}/bo").location == "/du-kien"
    assert "Ảnh chụp.png" not in text_of(chief.get("/du-kien"))


def test_giving_it_up_deletes_the_file(chief, stored, address, files):
    assert post(chief, f"{address}/bo").location == "/du-kien"
    assert list((files.root / "quarantine").iterdir()) == []
    assert chief.get(address).location == "/du-kien"
    with stored.begin():
        assert stored.scalars(select(Recognition.state)).one() is RecognitionState.CANCELLED


def test_what_is_done_cannot_be_given_up_any_more(chief, stored, clock, address, files):
    finished(stored, clock, files)
    assert post(chief, f"{address}/bo").location == address
    assert count(stored, Source) == 1


def test_without_the_program_the_form_names_the_package_and_another_way(chief, stored, monkeypatch, files):
    monkeypatch.setattr(ocr, "available", lambda: False)
    answer = send(chief, PICTURE, "anh.png")
    assert answer.status_code == 400
    assert "tesseract-ocr-vie" in text_of(answer)
    assert "dán nội dung" in text_of(answer)
    assert count(stored, Recognition) == 0
    assert list((files.root / "quarantine").glob("held-*")) == []


def test_others_may_not_look_at_it(client, log_in, address):
    log_in(client, "noi_vu_head")
    assert client.get(address).status_code == 403
    assert post(client, f"{address}/bo").status_code == 403
