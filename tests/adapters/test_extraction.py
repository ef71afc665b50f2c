"""Files become text, and what cannot be read is refused with its reason."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from app.adapters import extraction
from app.adapters.extraction import check_pasted, extract
from app.domain.errors import DomainError
from app.domain.naming import KnownUnit, resolve
from app.domain.reading import read
from app.wording.errors import sentence

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
UNITS = [
    "Văn phòng HĐND và UBND",
    "Phòng Kinh tế",
    "Phòng Văn hóa - Xã hội",
    "Trung tâm Phục vụ hành chính công",
    "Ban Chỉ huy Quân sự xã",
    "Công an xã",
    "Trường Tiểu học Đông Vĩ",
    "Trạm Y tế xã",
]


def docx(*paragraphs: str, change=None) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if change:
        change(document)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return kept.getvalue()


def locked() -> bytes:
    """A package whose entries say that they are encrypted."""
    content = bytearray(zipped({"word/document.xml": b"<x/>"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    return bytes(content)


def refused(content: bytes, name: str) -> DomainError:
    with pytest.raises(DomainError) as caught:
        extract(content, name)
    return caught.value


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.docx", "file.empty"),
        (b"x", "a.pdf", "file.not_what_it_says"),
        (b"x", "a.odt", "file.unknown_kind"),
        (b"x", "a", "file.unknown_kind"),
        (b"no package at all", "a.docx", "file.not_what_it_says"),
        (zipped({"xl/workbook.xml": b"<x/>"}), "a.docx", "file.not_what_it_says"),
        (zipped({"word/document.xml": b"<x/>"}), "a.docx", "file.not_what_it_says"),
        (docx("Giao Phòng Kinh tế")[:-200], "a.docx", "file.not_what_it_says"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600, "a.docx", "file.not_what_it_says"),
        (b"\x89PNG\r\n\x1a\n", "a.png", "file.scan"),
        (b"\xff\xd8\xff\xe0", "a.JPG", "file.scan"),
        (b"\x89PNG\r\n\x1a\n", "a.jpeg", "file.not_what_it_says"),
        (locked(), "a.docx", "file.encrypted"),
        (docx("", "  "), "a.docx", "file.no_text"),
        (b"%PDF-1.7 text", "a.txt", "file.not_what_it_says"),
        (docx("chữ"), "a.txt", "file.not_what_it_says"),
        (b"abc\0def", "a.txt", "file.not_what_it_says"),
        ("Phòng Kinh tế".encode("utf-16-le"), "a.txt", "file.not_what_it_says"),
        (b"Ph\xf2ng Kinh t\xeb", "a.txt", "file.encoding"),
        (b"\xff\xfea", "a.txt", "file.encoding"),
        (b" \n \n12 - 5", "a.txt", "file.no_text"),
        ("UBND XÃ\nTỐI MẬT\nTHÔNG BÁO".encode(), "a.txt", "file.secret"),
        (docx("UBND XÃ", "MẬT", "THÔNG BÁO"), "a.docx", "file.secret"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(content, name, code):
    error = refused(content, name)
    assert error.code == code
    assert sentence(error).endswith(".")


def test_a_file_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(extraction, "MAX_BYTES", 10)
    assert refused(b"a" * 11, "a.txt").code == "file.too_large"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_in_unicode_encodings(encoding):
    assert extract("Giao Phòng Kinh tế\r\nlập".encode(encoding), "a.TXT").text == "Giao Phòng Kinh tế\nlập"


def test_text_is_normalised():
    assert extract("Pho\u0300ng\u00a0Kinh\u200b te\u0302\u0301\x01".encode(), "a.txt").text == "Phòng Kinh tế"


def test_pasted_text_is_checked_alike():
    assert check_pasted("Giao Phòng Kinh tế\r\nlập").text == "Giao Phòng Kinh tế\nlập"
    for text, code in ((" ", "file.no_text"), ("MẬT\nThông báo", "file.secret")):
        with pytest.raises(DomainError) as caught:
            check_pasted(text)
        assert caught.value.code == code


def test_tables_are_read_cell_by_cell_and_a_merged_cell_once():
    def table(document):
        grid = document.add_table(rows=2, cols=2)
        for cell, text in zip((c for row in grid.rows for c in row.cells), "abcd", strict=True):
            cell.text = text
        grid.cell(1, 0).merge(grid.cell(1, 1))

    assert extract(docx("trước", change=table), "a.docx").text == "trước\na\nb\nc\nd"


def test_deleted_words_are_left_out_and_inserted_ones_taken():
    def revise(document):
        paragraph = document.paragraphs[0]._p
        paragraph.append(parse_xml(f"<w:del {NAMESPACE}><w:r><w:delText> cũ</w:delText></w:r></w:del>"))
        paragraph.append(parse_xml(f"<w:ins {NAMESPACE}><w:r><w:t> mới</w:t></w:r></w:ins>"))

    assert extract(docx("hạn", change=revise), "a.docx").text == "hạn mới"


def numbered(document) -> None:
    """Give the paragraphs the levels of a legal list (1., 1.1., a)) and the last one a bullet."""
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{shown}"/></w:lvl>'
        for at, (kind, shown) in enumerate(
            [("decimal", "%1."), ("decimal", "%1.%2."), ("lowerLetter", "%3)"), ("bullet", "•")]
        )
    )
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {NAMESPACE} w:abstractNumId="99">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {NAMESPACE} w:numId="99"><w:abstractNumId w:val="99"/></w:num>'))
    for paragraph, level in zip(document.paragraphs, (0, 1, 1, 2, 2, 3, 0, 1), strict=True):
        properties = OxmlElement("w:numPr")
        for name, value in (("w:ilvl", level), ("w:numId", 99)):
            part = OxmlElement(name)
            part.set(qn("w:val"), str(value))
            properties.append(part)
        paragraph._p.get_or_add_pPr().append(properties)


def test_automatic_numbers_are_written_out():
    text = extract(docx("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", change=numbered), "a.docx").text
    assert text.split("\n") == ["1. một", "1.1. hai", "1.2. ba", "a) bốn", "b) năm", "- sáu", "2. bảy", "2.1. tám"]


def samples():
    return [
        read(extract((SAMPLES / name).read_bytes(), name).text) for name in ("thong-bao-mau.txt", "thong-bao-mau.docx")
    ]


def without_places(found: object) -> object:
    """What was read, without where it stands."""
    if isinstance(found, list):
        return [without_places(each) for each in found]
    if isinstance(found, dict):
        return {name: without_places(each) for name, each in found.items() if not name.endswith(("start", "end"))}
    return found if not hasattr(found, "as_dict") else without_places(found.as_dict())


def test_the_sample_reads_the_same_as_text_and_as_word_document():
    text, word = samples()
    assert without_places(text) == without_places(word)


def test_the_sample_is_read_as_it_was_meant():
    reading = samples()[1]
    head = reading.document
    assert (head.number, head.issuer, head.signer, head.unsure) == (
        "27/TB-UBND",
        "Ủy ban nhân dân xã Đông Vĩ",
        "Trần Quang Vinh",
        (),
    )
    assert [(t.clause, t.leads[0], str(t.deadline or ""), len(t.coordinating)) for t in reading.tasks] == [
        ("II.1", "Các phòng, ban, đơn vị", "", 0),
        ("II.2.a", "Văn phòng HĐND và UBND", "2026-11-12", 2),
        ("II.2.b", "Văn phòng HĐND và UBND", "", 0),
        ("II.2.c", "Văn phòng HĐND và UBND", "", 0),
        ("II.3.a", "Phòng Kinh tế", "2026-11-20", 0),
        ("II.3.b", "Phòng Kinh tế", "2026-11-30", 0),
        ("II.4.a", "Phòng Văn hóa - Xã hội", "2026-11-30", 0),
        ("II.4.a", "Phòng Văn hóa - Xã hội", "2026-12-10", 0),
        ("II.4.b", "Phòng Văn hóa - Xã hội", "", 0),
        ("II.5.a", "Trung tâm Phục vụ hành chính công", "2026-11-16", 0),
        ("II.5.b", "Trung tâm Phục vụ hành chính công", "2026-11-27", 1),
        ("II.6", "Ban Chỉ huy Quân sự xã", "2026-11-25", 0),
        ("II.7", "Công an xã", "", 0),
        ("II.8", "Trường Tiểu học Đông Vĩ", "2026-11-18", 0),
        ("II.9", "Trạm Y tế xã", "2026-11-30", 0),
        ("II.10", "Tổ công nghệ số cộng đồng", "2026-11-28", 0),
    ]
    assert [t.general for t in reading.tasks] == [True, *[False] * 15]
    assert not any(t.unsure for t in reading.tasks)


def test_one_unit_of_the_sample_is_left_to_a_person():
    known = [KnownUnit(number, (name,)) for number, name in enumerate(UNITS)]
    unknown = [t.leads for t in samples()[0].tasks if not t.general and resolve(t.leads[0], known) is None]
    assert unknown == [("Tổ công nghệ số cộng đồng",)]


def test_a_text_of_more_than_four_hundred_pages_is_no_notice(monkeypatch):
    monkeypatch.setattr(extraction, "MAX_CHARACTERS", 20)
    assert refused("Giao Phòng Kinh tế báo cáo.".encode(), "a.txt").code == "file.too_long"
    assert extract("Giao Phòng Kinh tế.".encode(), "a.txt").text == "Giao Phòng Kinh tế."


def test_the_upload_page_offers_the_kinds_that_are_taken():
    page = (SAMPLES.parent / "templates" / "drafts" / "new.html").read_text(encoding="utf-8")
    offered = set(re.findall(r'accept="([^"]+)"', page)[0].split(","))
    assert offered == {*extraction.WORD, *extraction.SHEETS, *extraction.PICTURES, ".pdf", ".txt"}
    unknown = sentence(refused(b"x", "a.odt"))
    assert all(kind in page and kind in unknown for kind in offered - {".jpeg"})


@pytest.mark.parametrize("mark", ["MËT", "TèI MËT"])
def test_a_mark_in_an_old_encoding_is_found(mark):
    def change(document):
        document.styles["Normal"].font.name = ".VnTime"
        document.sections[0].header.paragraphs[0].text = mark

    assert refused(docx("Th«ng b¸o kÕt luËn cña Chñ tÞch", change=change), "a.docx").code == "file.secret"
