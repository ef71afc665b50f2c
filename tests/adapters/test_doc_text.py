"""Word's older forms are read by LibreOffice or by antiword, by what they are and not by what they are called."""

from __future__ import annotations

import csv
import os
import re
import socket
import tempfile
import threading

import pytest
from docx.oxml import parse_xml

from app.adapters import doc_text, office_program
from app.adapters.child import ChildError, Limits, run_program
from app.adapters.compound import SIGNATURE
from app.adapters.doc_text import antiword, remake
from app.adapters.extraction import extract, refuse_secret_doc
from app.adapters.office_program import convert, program
from app.domain.errors import DomainError
from tests.adapters.test_docx import NAMESPACE, p, tbl
from tests.adapters.test_docx_whole import HEAD, HEADER, row
from tests.adapters.test_extraction import docx
from tests.conftest import CORPUS

needs_office = pytest.mark.skipif(program() is None, reason="LibreOffice is not installed")
needs_antiword = pytest.mark.skipif(antiword() is None, reason="antiword is not installed")
needs_corpus = pytest.mark.skipif(not CORPUS.exists(), reason="the labelled corpus is not beside this checkout")
TRACKING = CORPUS / "documents" / "11_travinh_bangtheodoi_2014.doc"
LIST = f"<w:body {NAMESPACE}>{p('DANH MỤC')}{tbl(HEADER + row('1', 'Lập kế hoạch', 'Phòng Kinh tế', '30/9'))}</w:body>"


def code(look, content: bytes, name: str = "a.doc") -> str | None:
    try:
        look(content, name)
    except DomainError as error:
        return error.code
    return None


def with_list(document) -> None:
    for at, block in enumerate(parse_xml(LIST)):
        document.element.body.insert(at, block)


def compound(*sectors: bytes) -> bytes:
    return b"".join(sector.ljust(512, b"\0") for sector in (SIGNATURE, *sectors))


def word(flags: int = 0, version: int = 0xC1) -> bytes:
    return b"\xec\xa5" + version.to_bytes(2, "little") + b"\0" * 6 + flags.to_bytes(2, "little")


@pytest.fixture(scope="module")
def old() -> bytes:
    """A document with a list, as Word wrote them until 2003."""
    return convert(docx("Kết thúc", change=with_list), source="docx", filter_name="MS Word 2007 XML", target="doc")


@pytest.fixture
def nothing_left(tmp_path, monkeypatch):
    """Nobody leaves a temporary file behind."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield
    assert list(tmp_path.iterdir()) == []


@needs_office
@pytest.mark.usefixtures("nothing_left")
def test_a_doc_is_read_as_the_docx_it_becomes(old):
    found = extract(old, "a.DOC")
    assert (found.extractor, found.converted) == ("doc 1", None)
    assert found.text.split("\n") == ["DANH MỤC", "", HEAD, "1\tLập kế hoạch\tPhòng Kinh tế\t30/9", "", "Kết thúc"]
    assert extract(old, "a.docx").text == found.text
    assert extract(docx("Kết thúc", change=with_list), "a.doc").text == found.text


@needs_office
@needs_antiword
@pytest.mark.usefixtures("nothing_left")
def test_where_libreoffice_is_absent_or_gives_up_antiword_reads_it(old, monkeypatch):
    monkeypatch.setattr(doc_text, "program", lambda: None)
    found = extract(old, "a.doc")
    assert found.extractor == "doc-antiword 1"
    lines = [line for line in found.text.split("\n") if line]
    assert lines == ["DANH MỤC", HEAD, "1\tLập kế hoạch\tPhòng Kinh tế\t30/9", "Kết thúc"]
    monkeypatch.setattr(doc_text, "program", lambda: "/bin/false")
    monkeypatch.setattr(office_program, "program", lambda: "/bin/false")
    assert extract(old, "a.doc").extractor == "doc-antiword 1"


def test_where_neither_is_there_it_is_said_what_is_missing(monkeypatch):
    monkeypatch.setattr(doc_text, "program", lambda: None)
    monkeypatch.setattr(doc_text, "antiword", lambda: None)
    monkeypatch.setattr(doc_text, "is_whole", lambda content: True)
    assert code(extract, compound(word())) == "file.no_office"
    assert code(extract, b"{\\rtf1 Giao}") == "file.no_office"
    assert code(refuse_secret_doc, compound(word())) is None


PAGE = "<html><head><meta charset='utf-8'></head><body><p>Giao Phòng Kinh tế</p></body></html>"
MAIL = (
    "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html; charset=utf-8\n\n"
)
WORD_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument '
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body><w:p><w:r><w:t>Giao Phòng Kinh tế</w:t>'
    "</w:r></w:p></w:body></w:wordDocument>"
)


@needs_office
@pytest.mark.parametrize(
    "content",
    [
        "{\\rtf1\\ansi Giao Ph\\u242?ng Kinh t\\u7871?}",
        PAGE,
        f"\ufeff <!-- x -->\n<!DOCTYPE html>{PAGE}",
        f"{MAIL}{PAGE}\n--x--\n",
        WORD_2003,
    ],
)
@pytest.mark.usefixtures("nothing_left")
def test_what_is_only_called_doc_is_read_for_what_it_is(content):
    assert extract(content.encode(), "a.doc").text.strip() == "Giao Phòng Kinh tế"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (compound(), "file.not_what_it_says"),
        (compound("Workbook".encode("utf-16-le")), "file.not_what_it_says"),
        (compound("EncryptedPackage".encode("utf-16-le")), "file.encrypted"),
        (compound(word(flags=0x0100)), "file.encrypted"),
        (compound(word()), "file.not_what_it_says"),
        (compound(word(version=0xFFFF)), "file.not_what_it_says"),
        (b"MZ\x90\0", "file.not_what_it_says"),
        (b"%PDF-1.7", "file.not_what_it_says"),
        ("Giao Phòng Kinh tế".encode(), "file.not_what_it_says"),
        (WORD_2003.replace("<w:word", "<!DOCTYPE a [<!ENTITY b 'c'>]><w:word").encode(), "file.not_what_it_says"),
    ],
)
@pytest.mark.parametrize("name", ["a.doc", "a.docx"])
def test_what_is_no_word_document_is_refused_before_any_program_sees_it(monkeypatch, name, content, expected):
    monkeypatch.setattr(doc_text, "convert", lambda *_, **__: pytest.fail("nothing may be started"))
    assert code(extract, content, name) == expected


@needs_office
@pytest.mark.usefixtures("nothing_left")
def test_a_document_that_was_cut_off_is_never_taken_for_a_whole_one(old, monkeypatch):
    monkeypatch.setattr(doc_text, "convert", lambda *_, **__: pytest.fail("nothing may be started"))
    for share in (0.3, 0.6, 0.9):
        assert code(remake, old[: int(len(old) * share)]) == "file.not_what_it_says"
    assert code(remake, PAGE[:-20].encode()) == code(remake, b"{\\rtf1 Giao") == "file.not_what_it_says"


@needs_office
@pytest.mark.usefixtures("nothing_left")
def test_a_document_that_makes_no_sense_inside_is_refused(old):
    at = old.index(b"\xec\xa5", 512)
    assert code(remake, old[: at + 32] + b"\xff" * 900 + old[at + 932 :]) in {None, "file.not_converted"}


@needs_office
def test_a_mark_is_found_in_a_result_too():
    marked = convert(docx("MẬT", "Báo cáo"), source="docx", filter_name="MS Word 2007 XML", target="doc")
    assert code(extract, marked) == code(refuse_secret_doc, marked) == "file.secret"


@needs_office
def test_no_link_of_a_document_is_followed():
    """The page asks for a picture at this machine; the program has no network to ask in."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(8)
    asked: list[object] = []

    def listen() -> None:
        try:
            asked.append(server.accept())
        except OSError:
            return

    waiting = threading.Thread(target=listen)
    waiting.start()
    address = f"http://127.0.0.1:{server.getsockname()[1]}/a.png"
    page = PAGE.replace("<p>", f"<link rel=stylesheet href='{address}.css'><p><img src='{address}'>")
    assert "Phòng Kinh tế" in extract(page.encode(), "a.doc").text
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    waiting.join()
    assert asked == []


@needs_corpus
@needs_office
def test_a_real_tracking_list_gives_the_cells_it_has():
    with open(TRACKING.with_name(f"{TRACKING.stem}_cells.tsv"), encoding="utf-8") as file:
        cells = [[cell.strip() for cell in line] for line in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    wanted = [[re.sub(r"\s*⏎\s*", "\u2028", cell.strip("⏎ ")) for cell in line if cell] for line in cells]
    found = [
        line.split("\t") for line in extract(TRACKING.read_bytes(), TRACKING.name).text.split("\n") if "\t" in line
    ]
    assert {len(line) for line in found} == {7}
    assert [[cell for cell in line if cell] for line in found] == wanted


@needs_corpus
@needs_antiword
def test_antiword_finds_the_same_rows(monkeypatch):
    monkeypatch.setattr(doc_text, "program", lambda: None)
    found = [
        line.split("\t") for line in extract(TRACKING.read_bytes(), TRACKING.name).text.split("\n") if "\t" in line
    ]
    with open(TRACKING.with_name(f"{TRACKING.stem}_cells.tsv"), encoding="utf-8") as file:
        assert len(found) == len(file.readlines())
    assert {len(line) for line in found} == {7}


def test_a_program_works_in_its_folder_under_its_bounds(tmp_path):
    said = run_program(
        ["/bin/sh", "-c", "echo a > made; echo $HOME; cat"], folder=tmp_path, content=b"b", limits=Limits(file=1000)
    )
    assert said.decode() == f"{tmp_path}\nb"
    assert (tmp_path / "made").read_text() == "a\n"


@pytest.mark.parametrize(
    "words",
    [
        ["/bin/sh", "-c", "exit 3"],
        ["/bin/sh", "-c", "echo a > made"],
        ["/no/such/program"],
        ["/bin/sh", "-c", "exec >&-; sleep 60"],
    ],
)
def test_a_program_that_fails_or_goes_beyond_its_bounds_has_said_nothing(tmp_path, words):
    with pytest.raises(ChildError):
        run_program(words, folder=tmp_path, limits=Limits(wall=3.0))


def test_a_program_sees_no_secret_of_this_process(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "không ai được biết")
    assert b"SECRET" not in run_program(["/usr/bin/env"], folder=tmp_path)
    assert "SECRET_KEY" in os.environ
