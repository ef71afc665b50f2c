"""Drafts that cannot be taken: each is refused with its reason, and none costs too much."""

from __future__ import annotations

import io
import zipfile

import pytest

from app.adapters import docx_draft
from app.adapters.compound import SIGNATURE
from app.adapters.docx_insertion import insert, inspect
from app.domain.draft_places import PlaceKind
from app.domain.errors import DomainError
from app.wording.errors import sentence
from tests.adapters.drafts import OVERDUE, of_xml, para
from tests.adapters.hostile import word_files
from tests.adapters.test_docx import with_part
from tests.adapters.test_extraction import docx, locked, zipped

CODES = {"not_docx", "macros", "encrypted", "too_large", "tracked_changes"}
TEXT = "<w:r><w:t>a</w:t></w:r>"
BY = 'w:id="1" w:author="a"'


def refused(content: bytes) -> str:
    with pytest.raises(DomainError) as error:
        inspect(content)
    assert sentence(error.value)
    return error.value.code.removeprefix("report_draft.")


def with_types(found: str, instead: str) -> bytes:
    content = docx("a")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        types = package.read("[Content_Types].xml").decode()
    return with_part(content, "[Content_Types].xml", types.replace(found, instead).encode())


def doubled() -> bytes:
    with zipfile.ZipFile(kept := io.BytesIO(docx("a")), "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("word/document.xml", b"<a/>")
    return kept.getvalue()


def with_vba() -> bytes:
    with zipfile.ZipFile(kept := io.BytesIO(docx("a")), "a") as package:
        package.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    return kept.getvalue()


MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: b"", "not_docx"),
        (lambda: "Báo cáo".encode(), "not_docx"),
        (lambda: zipped({"a.txt": b"a"}), "not_docx"),
        (lambda: SIGNATURE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "not_docx"),
        (lambda: SIGNATURE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (locked, "encrypted"),
        (lambda: with_types(MAIN_TYPE, "application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
        (with_vba, "macros"),
        (lambda: with_types("document.main+xml", "template.main+xml"), "not_docx"),
        (doubled, "not_docx"),
    ],
    ids=["empty", "text", "zip", ".doc", "encrypted", "locked", ".docm", "vba", ".dotx", "doubled"],
)
def test_what_is_no_docx_is_refused_with_its_reason(make, code):
    assert refused(make()) == code


@pytest.mark.parametrize(
    "xml",
    [
        f"<w:p><w:ins {BY}>{TEXT}</w:ins></w:p>",
        f"<w:p><w:del {BY}><w:r><w:delText>a</w:delText></w:r></w:del></w:p>",
        f"<w:p><w:moveFrom {BY}>{TEXT}</w:moveFrom></w:p>",
        f"<w:p><w:moveTo {BY}>{TEXT}</w:moveTo></w:p>",
        f"<w:p><w:pPr><w:rPr><w:del {BY}/></w:rPr></w:pPr>{TEXT}</w:p>",
        f"<w:tbl><w:tr><w:trPr><w:ins {BY}/></w:trPr><w:tc>{para('a')}</w:tc></w:tr></w:tbl>",
    ],
)
def test_tracked_changes_are_to_be_settled_first(xml):
    assert refused(of_xml(para("a") + xml)) == "tracked_changes"


def test_changes_of_looks_alone_are_no_obstacle():
    change = f"<w:rPr><w:b/><w:rPrChange {BY}><w:rPr/></w:rPrChange></w:rPr>"
    assert inspect(of_xml(f"<w:p><w:r>{change}<w:t>a</w:t></w:r></w:p>")).paragraphs


def outcome(content: bytes) -> str:
    try:
        made = insert(content, after=len(inspect(content).paragraphs) - 1, paragraphs=["a"], annexes=[OVERDUE])
    except DomainError as error:
        return error.code.removeprefix("report_draft.")
    return inspect(made).place.kind


@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make, _ in word_files()])
def test_no_file_breaks_the_insertion_otherwise(make):
    assert outcome(make()) in {PlaceKind.OLD_BLOCK, *CODES}


def test_parts_that_unpack_to_more_than_a_report_needs_are_refused(monkeypatch):
    with zipfile.ZipFile(kept := io.BytesIO(docx("a")), "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/media/a.bmp", b"\0" * 1_000_000)
    monkeypatch.setattr(docx_draft, "MAX_UNPACKED", 900_000)
    with pytest.raises(DomainError, match="too_large"):
        insert(kept.getvalue(), after=0, paragraphs=["a"], annexes=[])
