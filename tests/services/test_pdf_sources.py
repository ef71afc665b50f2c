"""A notice that comes as PDF: its text, its pages, and what is refused."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.adapters.files import FileStore
from app.adapters.page_images import page_image
from app.domain.errors import DomainError
from app.models import AuditEntry, Draft, Source
from app.services import drafts
from app.services.draft_content import from_json
from tests.pdfs import Pdf, image, locked, of_lines, text

SAMPLE = Path(__file__).resolve().parents[2] / "samples/thong-bao-mau.pdf"


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path)


@pytest.fixture
def draft(session, cast, clock, files) -> Draft:
    content = SAMPLE.read_bytes()
    return drafts.upload(session, actor=cast.staff, clock=clock, files=files, content=content, filename="thong bao.pdf")


def test_a_pdf_is_kept_with_the_places_where_its_pages_begin(session, draft):
    session.flush()
    session.expire_all()
    source = session.get_one(Source, draft.source_id)
    assert source.extractor == "pdf 1"
    assert source.page_starts is not None
    assert (source.page_starts[0], len(source.page_starts)) == (0, 2)
    assert all(0 <= a < b < len(source.text) for a, b in pairwise(source.page_starts))


def test_its_tasks_stand_where_their_offsets_say_also_over_the_page_end(draft):
    source, tasks = draft.source, from_json(draft.content).tasks
    assert len(tasks) == 16
    for task in tasks:
        assert " ".join(source.text[task.start : task.end].split()) == task.text


def test_a_text_file_has_no_pages(session, cast, clock, files):
    content = "Giao Phòng Nội vụ lập kế hoạch.".encode()
    made = drafts.upload(session, actor=cast.staff, clock=clock, files=files, content=content, filename="a.txt")
    assert made.source.page_starts is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (locked(), "file.pdf_locked"),
        (Pdf([[image()]]).bytes(), "file.scan"),
        (Pdf([[text(85, 600, "Giao Phòng Nội vụ lập kế hoạch")], [image()]]).bytes(), "file.scan"),
        (of_lines("UBND HUYỆN", "TUYỆT MẬT"), "file.secret"),
        (Pdf([[image()], [text(85, 800, "MẬT")]]).bytes(), "file.secret"),
    ],
)
def test_of_a_refused_pdf_nothing_is_stored_and_of_a_marked_one_the_fact_is_noted(
    session, cast, clock, files, content, code
):
    with pytest.raises(DomainError) as refused:
        drafts.upload(session, actor=cast.staff, clock=clock, files=files, content=content, filename="ke hoach.pdf")
    assert refused.value.code == code
    assert session.scalar(select(func.count()).select_from(Source)) == 0
    assert not [path for path in files.root.rglob("*") if path.is_file()]
    noted = [entry.action for entry in session.scalars(select(AuditEntry))]
    assert noted == (["upload.secret"] if code == "file.secret" else [])


def test_a_picture_of_a_page_is_drawn_once_and_again_when_it_is_lost(draft, files, monkeypatch):
    first = page_image(files, draft.source.sha256, 2)
    drawn = first.read_bytes()
    with monkeypatch.context() as still:
        still.setattr("app.adapters.page_images.draw_page", None)
        assert page_image(files, draft.source.sha256, 2) == first
    first.unlink()
    assert page_image(files, draft.source.sha256, 2).read_bytes() == drawn
    assert [path.name for path in first.parent.iterdir()] == [first.name]
    with pytest.raises(DomainError, match="not_found"):
        page_image(files, draft.source.sha256, 3)
