"""Word documents: everything that is shown is read in its order, marks are found, and no package costs too much."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx.oxml import parse_xml

from app.adapters import docx_parts
from app.adapters.extraction import extract, refuse_secret_docx
from app.domain.errors import DomainError
from tests.adapters.test_extraction import NAMESPACE, docx, zipped

VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
FIRST_OF_MERGED = '<w:vMerge w:val="restart"/>'
NUMBERED = '<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr></w:pPr>'


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def sdt(inside: str) -> str:
    return f'<w:sdt><w:sdtPr><w:alias w:val="ô"/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>'


def tc(inside: str, merge: str = "") -> str:
    return f"<w:tc><w:tcPr>{merge}</w:tcPr>{inside}</w:tc>"


def tr(cells: str) -> str:
    return f"<w:tr>{cells}</w:tr>"


def tbl(rows: str) -> str:
    return f"<w:tbl>{rows}</w:tbl>"


def of_body(xml: str) -> bytes:
    """A document whose body is "đầu", what is given, and "cuối"."""

    def change(document):
        body = document.element.body
        for at, block in enumerate(parse_xml(f"<w:body {NAMESPACE} {VML}>{p('đầu')}{xml}{p('cuối')}</w:body>")):
            body.insert(at, block)

    return docx(change=change)


def with_part(content: bytes, name: str, changed: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The package with one part replaced."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w", method) as new:
        for entry in old.namelist():
            new.writestr(entry, changed if entry == name else old.read(entry))
    return kept.getvalue()


def code_of(look, content: bytes) -> str | None:
    """The code a file is refused with; None where it is taken."""
    try:
        look(content, "a.docx")
    except DomainError as error:
        return error.code
    return None


@pytest.mark.parametrize(
    ("xml", "lines"),
    [
        (sdt(p("một") + p("hai")), ["một", "hai"]),
        (sdt(sdt(p("một")) + p("hai")), ["một", "hai"]),
        (f'<w:customXml w:element="x">{p("một")}</w:customXml>', ["một"]),
        (f'<w:ins w:id="1">{p("một")}</w:ins>', ["một"]),
        (f'<w:moveTo w:id="1">{p("một")}</w:moveTo><w:moveFrom w:id="1">{p("bỏ")}</w:moveFrom>', ["một"]),
        (f"<w:p>{sdt('<w:r><w:t>một</w:t></w:r>')}<w:r><w:t> hai</w:t></w:r></w:p>", ["một hai"]),
        ('<w:p><w:smartTag w:element="x"><w:r><w:t>một</w:t></w:r></w:smartTag></w:p>', ["một"]),
        ('<w:p><w:customXml w:element="x"><w:r><w:t>một</w:t></w:r></w:customXml></w:p>', ["một"]),
        (tbl(tr(tc(sdt(p("một"))) + tc(p("hai")))), ["một", "hai"]),
        (tbl(tr(sdt(tc(p("một"))) + tc(p("hai")))), ["một", "hai"]),
        (tbl(sdt(tr(tc(p("một")))) + tr(tc(p("hai")))), ["một", "hai"]),
        (tbl(tr(tc(tbl(tr(tc(p("một")))) + p("hai")))), ["một", "hai"]),
        (tbl(tr(tc(p("một"), FIRST_OF_MERGED)) + tr(tc(p("khuất"), "<w:vMerge/>") + tc(p("hai")))), ["một", "hai"]),
        (
            '<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs></w:pPr><w:r><w:t>một</w:t></w:r></w:p>',
            ["một"],
        ),
    ],
)
def test_text_is_read_in_its_order_whatever_holds_it(xml, lines):
    found = extract(of_body(xml), "a.docx").text.strip().split("\n")
    assert found == ["đầu", *lines, "cuối"]


def watermark(document, place="header"):
    art = f'<w:r {NAMESPACE} {VML}><w:pict><v:shape><v:textpath string="MẬT"/></v:shape></w:pict></w:r>'
    getattr(document.sections[0], place).paragraphs[0]._p.append(parse_xml(art))


def edge(name):
    def change(document):
        getattr(document.sections[0], name).paragraphs[0].text = "MẬT"

    return change


@pytest.mark.parametrize("look", [extract, refuse_secret_docx])
@pytest.mark.parametrize(
    "change",
    [watermark]
    + [edge(f"{pages}{part}") for part in ("header", "footer") for pages in ("", "first_page_", "even_page_")],
)
def test_a_mark_in_any_page_header_or_watermark_is_found(look, change):
    assert code_of(look, docx("Thông báo")) is None
    assert code_of(look, docx("Thông báo", change=change)) == "file.secret"


@pytest.mark.parametrize("look", [extract, refuse_secret_docx])
@pytest.mark.parametrize(
    "xml",
    [
        p("MẬT"),
        sdt(p("MẬT")),
        f"<w:p>{sdt('<w:r><w:t>MẬT</w:t></w:r>')}</w:p>",
        f"<w:p><w:r><w:pict><w:txbxContent>{sdt(p('MẬT'))}</w:txbxContent></w:pict></w:r></w:p>",
        '<w:p><w:r><w:pict><v:shape><v:textpath string="MẬT - HỎA TỐC"/></v:shape></w:pict></w:r></w:p>',
    ],
)
def test_a_mark_in_the_body_is_found_whatever_holds_it(look, xml):
    assert code_of(look, of_body(xml)) == "file.secret"


def test_a_result_is_looked_at_in_its_head_only_and_needs_no_words():
    assert code_of(refuse_secret_docx, docx("", " ")) is None
    assert code_of(refuse_secret_docx, docx(*["dòng"] * 300, "MẬT")) is None


@pytest.mark.parametrize("look", [extract, refuse_secret_docx])
@pytest.mark.parametrize(
    ("limit", "most"), [("MAX_XML", 100_000), ("MAX_NODES", 10_000), ("MAX_ENTRIES", 5), ("MAX_XML", 100)]
)
def test_a_package_that_would_cost_too_much_is_refused_before_it_is_parsed(monkeypatch, look, limit, most):
    bomb = of_body("<w:p/>" * 20_000)
    assert len(bomb) < 60_000
    assert code_of(look, bomb) is None
    monkeypatch.setattr(docx_parts, limit, most)
    assert code_of(look, bomb) == "file.too_large"


def test_a_large_page_header_is_charged_to_the_same_account(monkeypatch):
    def change(document):
        document.sections[0].header.paragraphs[0].text = "x" * 400_000

    monkeypatch.setattr(docx_parts, "MAX_XML", 400_000)
    assert code_of(extract, docx("Thông báo", change=change)) == "file.too_large"
    assert code_of(extract, docx("Thông báo")) is None


def test_pictures_are_not_unpacked(monkeypatch):
    monkeypatch.setattr(docx_parts, "MAX_XML", 400_000)
    content = docx("Thông báo")
    with zipfile.ZipFile(kept := io.BytesIO(content), "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/media/a.bmp", b"\0" * 1_000_000)
    assert extract(kept.getvalue(), "a.docx").text == "Thông báo"


PLAIN = f"<w:document {NAMESPACE}><w:body>{p('Thông báo')}</w:body></w:document>"
MAIN = "word/document.xml"


@pytest.mark.parametrize(
    "content",
    [
        with_part(docx(), MAIN, f"<!DOCTYPE a [<!ENTITY b 'c'>]>{PLAIN}".encode()),
        with_part(docx(), MAIN, f"<?xml version='1.0' encoding='utf-16'?>{PLAIN}".encode("utf-16")),
        with_part(docx(), MAIN, b"<?xml version='1.0' encoding='IBM037'?>" + PLAIN.encode()),
        with_part(docx(), MAIN, PLAIN.encode(), zipfile.ZIP_BZIP2),
        with_part(docx(), MAIN, f"<w:workbook {NAMESPACE}/>".encode()),
        zipped({"_rels/.rels": b"<Relationships/>", MAIN: PLAIN.encode()}),
        docx("Thông báo")[:-200],
    ],
)
@pytest.mark.parametrize("look", [extract, refuse_secret_docx])
def test_what_is_no_plain_word_package_is_refused(look, content):
    assert code_of(look, with_part(docx(), MAIN, PLAIN.encode())) is None
    assert code_of(look, content) == "file.not_what_it_says"


def test_a_file_in_the_strict_form_reads_the_same():
    strict = PLAIN.encode().replace(docx_parts.USUAL, docx_parts.STRICT)
    assert extract(with_part(docx(), MAIN, strict), "a.docx").text == "Thông báo"


def listed(level: str, shown: str, style: str = "decimal", start: str = "1") -> bytes:
    """A document whose one paragraph is in a list of a made-up package."""

    def change(document):
        text = (
            f'<w:abstractNum {NAMESPACE} w:abstractNumId="99"><w:lvl w:ilvl="0"><w:start w:val="{start}"/>'
            f'<w:numFmt w:val="{style}"/><w:lvlText w:val="{shown}"/></w:lvl></w:abstractNum>'
        )
        root = document.part.numbering_part.element
        for old in list(root):
            root.remove(old)
        root.append(parse_xml(text))
        root.append(parse_xml(f'<w:num {NAMESPACE} w:numId="7"><w:abstractNumId w:val="99"/></w:num>'))
        document.paragraphs[0]._p.insert(0, parse_xml(NUMBERED.format(level=level).replace(">", f" {NAMESPACE}>", 1)))

    return docx("một", change=change)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (listed("0", "%1."), "1. một"),
        (listed("0", "x" * 100_000), "x" * 60 + " một"),
        (listed("0", "%1.", "lowerRoman", "1000000000"), "1000000000. một"),
        (listed("1000000000", "%1."), "- một"),
    ],
)
def test_a_made_up_list_costs_no_more_than_a_real_one(content, text):
    assert extract(content, "a.docx").text == text


def test_styles_based_on_each_other_in_a_circle_come_to_an_end():
    def change(document):
        style = document.styles["Normal"].element
        style.append(parse_xml(f'<w:basedOn {NAMESPACE} w:val="{style.get(style.attrib.keys()[-1])}"/>'))

    assert extract(docx("một", change=change), "a.docx").text == "một"
