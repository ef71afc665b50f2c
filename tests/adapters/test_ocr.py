"""Text recognition: pages as offices scan them, what it says of itself, and what it refuses."""

from __future__ import annotations

import difflib
import io
import struct
import zlib

import pytest
from PIL import Image, ImageDraw, ImageFilter

from app.adapters import ocr
from app.adapters.extraction import extract
from app.adapters.ocr import recognise
from app.domain.errors import DomainError
from app.wording.errors import sentence
from tests.pdfs import Pdf, image, paragraph
from tests.scans import (
    ORDER,
    READ,
    SPOILT,
    as_file,
    as_pdf,
    font,
    letterhead,
    needs_tesseract,
    page,
)


def likeness(found: str, wanted: str) -> float:
    return difflib.SequenceMatcher(None, found, wanted, autojunk=False).ratio()


def refused(content: bytes, name: str) -> DomainError:
    with pytest.raises(DomainError) as problem:
        recognise(content, name)
    assert sentence(problem.value)
    return problem.value


@needs_tesseract
@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_page_is_read_with_its_paragraphs_and_dates(how: str) -> None:
    found = recognise(as_pdf(SPOILT[how](page())), "quet.pdf")
    assert likeness(found.text, "\n".join(READ)) >= 0.97, found.text
    assert "trước ngày 20/11/2026" in found.text
    assert "tháng 8 năm 2026" in found.text
    assert (found.page_starts, found.hard) == ((0,), ())


@needs_tesseract
def test_the_two_columns_of_a_letterhead_are_read_one_after_the_other() -> None:
    lines = recognise(as_pdf(letterhead()), "quet.pdf").text.splitlines()
    assert lines[:3] == ["UBND HUYỆN ĐÔNG CHIÊM", "VĂN PHÒNG", "Số: 15/TB-VP"]
    assert "Đông Chiêm, ngày 12 tháng 9 năm 2026" in lines
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in lines


@needs_tesseract
def test_pages_come_in_order_whichever_is_done_first_and_each_is_told() -> None:
    told: list[tuple[int, int]] = []
    small = (1750, 420)
    content = as_pdf(page(ORDER[:3], size=small), page(ORDER[3:], size=small))
    found = recognise(content, "quet.pdf", on_page=lambda done, pages: told.append((done, pages)))
    assert told == [(0, 2), (1, 2), (2, 2)]
    assert found.text[found.page_starts[1] :].startswith("2. Phòng Kinh tế")
    assert found.extracted.extractor == "ocr 1"
    assert found.extracted.page_starts == found.page_starts


@needs_tesseract
def test_whoever_is_told_of_a_page_can_end_the_work() -> None:
    def stop(done: int, pages: int) -> None:
        raise KeyError(done)

    with pytest.raises(KeyError):
        recognise(as_pdf(page()), "quet.pdf", on_page=stop)


@needs_tesseract
def test_pages_with_text_are_read_and_only_the_others_recognised() -> None:
    told: list[int] = []
    content = Pdf([paragraph([ORDER[0], ORDER[1]]), [image()]]).bytes()
    found = recognise(content, "quet.pdf", on_page=lambda done, pages: told.append(pages))
    assert found.text.startswith(ORDER[0])
    assert set(told) == {1}
    assert found.confidence[0] is None
    assert found.hard == (2,), "a page that shows something but no word"


@needs_tesseract
def test_a_photograph_is_read_whichever_way_the_camera_was_held() -> None:
    taken = page().rotate(90, expand=True)
    notes = Image.Exif()
    notes[0x0112] = 6  # turn it by 90 degrees clockwise to see it upright
    kept = io.BytesIO()
    taken.save(kept, "JPEG", exif=notes)
    found = recognise(kept.getvalue(), "anh chup.JPG")
    assert likeness(found.text, "\n".join(READ)) >= 0.97, found.text


@needs_tesseract
def test_a_page_that_can_hardly_be_read_is_named_and_so_are_doubtful_words() -> None:
    blurred = page().filter(ImageFilter.GaussianBlur(9))
    found = recognise(as_pdf(page(), blurred), "quet.pdf")
    assert found.hard == (2,)
    assert all(found.text[start:end].strip() for start, end in found.doubtful)


def framed(word: str) -> Image.Image:
    """A mark stamped in a frame above the text."""
    made = page(ORDER[:3], size=(1750, 700)).transform(
        (1750, 700), Image.Transform.AFFINE, (1, 0, 0, 0, 1, -250), fillcolor=255
    )
    draw = ImageDraw.Draw(made)
    draw.text((300, 130), word, font=font(70), fill=0)
    draw.rectangle((250, 110, 330 + 50 * len(word), 220), outline=0, width=6)
    return made


@needs_tesseract
@pytest.mark.parametrize("word", ["MẬT", "TOI MAT"])
def test_a_secrecy_mark_is_found_also_in_a_frame_and_without_its_accents(word: str) -> None:
    assert refused(as_pdf(framed(word)), "quet.pdf").code == "file.secret"


def test_where_the_program_is_missing_the_sentence_names_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr.shutil, "which", lambda name: None)
    problem = refused(as_pdf(page()), "quet.pdf")
    assert problem.code == "file.no_ocr"
    assert "tesseract-ocr-vie" in sentence(problem)


def test_where_the_language_is_missing_it_is_the_same_until_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr.shutil, "which", lambda name: "/bin/echo")
    assert not ocr.available()
    monkeypatch.setattr(ocr, "LANGUAGE", "--list-langs")
    assert ocr.available()


def test_a_program_that_fails_is_told_with_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr.shutil, "which", lambda name: "/bin/false")
    monkeypatch.setattr(ocr, "available", lambda: True)
    problem = refused(as_pdf(page()), "quet.pdf")
    assert (problem.code, problem.params["page"]) == ("file.ocr_failed", 1)


def huge() -> bytes:
    """A picture that says it has four hundred million pixels."""
    head = struct.pack(">IIBBBBB", 20000, 20000, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(20001))), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (huge(), "a.png", "file.image_large"),
        (as_file(page())[:3000], "a.png", "file.not_what_it_says"),
        (b"\xff\xd8\xff" + b"x" * 200, "a.jpg", "file.not_what_it_says"),
        (b"%PDF-1.7 rubbish", "a.pdf", "file.pdf_broken"),
        (as_pdf(page(), page()), "a.pdf", "file.ocr_pages"),
    ],
    ids=["huge", "cut short", "no picture", "broken", "too many pages"],
)
def test_what_cannot_be_recognised_gets_its_sentence(
    content: bytes, name: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "MOST_PAGES", 1)
    assert refused(content, name).code == code


@pytest.mark.parametrize(
    ("content", "name"), [(as_pdf(page()), "a.pdf"), (as_file(page()), "a.png"), (as_file(page(), "JPEG"), "a.jpeg")]
)
def test_the_extraction_says_of_pictures_of_pages_that_they_are_such(content: bytes, name: str) -> None:
    with pytest.raises(DomainError) as problem:
        extract(content, name)
    assert problem.value.code == "file.scan"
