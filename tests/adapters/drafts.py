"""Draft reports as offices type them, made from plain text in three typographic styles, and what is left of them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from html import escape
from itertools import pairwise

from docx import Document
from docx.oxml import parse_xml
from lxml import etree

from app.adapters.docx_numbering import W
from app.adapters.word import Annex, Column, Table
from tests.adapters.test_docx import MAIN
from tests.adapters.test_extraction import NAMESPACE

KINDS = (
    ("part", re.compile(r"(?:Phần thứ \w+|Phụ lục \d+)$")),
    ("1", re.compile(r"([IVX]+)\. ")),
    ("3", re.compile(r"(\d+\.\d+)\.? ")),
    ("2", re.compile(r"(\d+)\. ")),
    ("4", re.compile(r"([a-zđ])\) ")),
    ("-", re.compile(r"- ")),
    ("+", re.compile(r"\+ ")),
)
LEVELS = "".join(
    f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{shown}"/></w:lvl>'
    for at, (kind, shown) in enumerate(
        [("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("lowerLetter", "%4)")]
    )
)
BULLETS = "".join(
    f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="{sign}"/>'
    f'<w:pPr><w:ind w:left="{720 + 360 * at}" w:hanging="360"/></w:pPr></w:lvl>'
    for at, sign in enumerate("-+")
)
OVERDUE = Annex(
    label="Phụ lục",
    title="Danh mục nhiệm vụ quá hạn",
    attached_to="(Kèm theo Báo cáo số     /BC-UBND)",
    notes=("Tính đến ngày 14/9/2021",),
    table=Table(columns=(Column("TT", 15), Column("Đơn vị", 80)), rows=(("1", "Phòng Kinh tế"), ("2", "Phòng Y tế"))),
)


def kind_of(line: str) -> tuple[str, str]:
    """What a line is ("1" to "4" a heading, a bullet, "" text) and its words without number or sign."""
    for kind, pattern in KINDS:
        if match := pattern.match(line):
            return kind, line if kind == "part" else line[match.end() :].strip()
    return "", line


def para(text: str, properties: str = "", run: str = "") -> str:
    words = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in text.split("\t"))
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>{words}</w:r></w:p>"


def typed(line: str) -> str:
    """Everything by hand in one style: 14 pt Times, justified, the first line indented; headings bold."""
    kind, _ = kind_of(line)
    bold = "<w:b/>" if kind in ("part", "1", "2") and len(line) < 120 else ""
    form = '<w:spacing w:before="60" w:after="60"/><w:ind w:firstLine="720"/><w:jc w:val="both"/>'
    font = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    return para(line, form, f'{font}{bold}<w:sz w:val="28"/>')


def bold(line: str) -> str:
    """As by hand, but the headings below the Roman ones have no number: bold letters alone, those under them italic."""
    kind, words = kind_of(line)
    if kind not in ("2", "3") or len(line) >= 120:
        return typed(line)
    return para(words, "", "<w:b/>" if kind == "2" else "<w:i/>")


def styled(line: str) -> str:
    """Word's heading styles without numbers; bullets typed, with a tab behind an en dash."""
    kind, words = kind_of(line)
    if kind in ("1", "2", "3", "4"):
        return para(words, f'<w:pStyle w:val="Heading{int(kind) + 1}"/>')
    if kind in ("-", "+"):
        sign = "\u2013" if kind == "-" else "+"
        return para(f"{sign}\t{words}", '<w:ind w:left="567" w:hanging="283"/>', '<w:sz w:val="26"/>')
    style = '<w:pStyle w:val="Heading1"/>' if kind == "part" else '<w:jc w:val="both"/>'
    return para(words, style, "" if kind == "part" else '<w:sz w:val="26"/>')


def automatic() -> Callable[[str], str]:
    """Numbers and bullets by Word, in 13 pt Arial; a list begins anew where a number 1 was typed."""
    lists = [101]

    def draw(line: str) -> str:
        kind, words = kind_of(line)
        font = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="26"/>'
        if line.startswith("1. "):
            lists[0] += 1
        if kind in ("1", "2", "3", "4"):
            number = f'<w:numPr><w:ilvl w:val="{int(kind) - 1}"/><w:numId w:val="{lists[0]}"/></w:numPr>'
            return para(words, f'{number}<w:spacing w:line="360" w:lineRule="auto"/>', f"{font}<w:b/>")
        if kind in ("-", "+"):
            level = "-+".index(kind)
            return para(words, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="100"/></w:numPr>', font)
        return para(words, '<w:spacing w:line="360" w:lineRule="auto"/><w:ind w:firstLine="567"/>', font)

    return draw


def draft(lines: Sequence[str], draw: Callable[[str], str] = typed, *, after: str = "") -> bytes:
    """A report from its lines: the receivers and the signature side by side in a table, annexes as tables."""
    return of_xml("".join(_blocks([line.strip() for line in lines], draw)) + after)


@lru_cache
def of_xml(xml: str, change: Callable[[Document], object] | None = None) -> bytes:
    """A draft whose body is this and a section with a page number in its head, none on the first page."""
    document = Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = "2"
    body = document.element.body
    for block in parse_xml(f"<w:body {NAMESPACE}>{xml}</w:body>"):
        body.sectPr.addprevious(block)
    _number(document)
    if change:
        change(document)
    document.save(buffer := io.BytesIO())
    return buffer.getvalue()


def _number(document: Document) -> None:
    numbering = document.part.numbering_part.element
    lists = [f'<w:num w:numId="{n}"><w:abstractNumId w:val="91"/>{START}</w:num>' for n in range(101, 160)]
    shapes = f'<w:abstractNum w:abstractNumId="90">{BULLETS}</w:abstractNum>'
    shapes += f'<w:abstractNum w:abstractNumId="91">{LEVELS}</w:abstractNum>'
    made = parse_xml(f"<w:numbering {NAMESPACE}>{shapes}</w:numbering>")
    for at, shape in enumerate(made):
        numbering.insert(at, shape)
    bullets = '<w:num w:numId="100"><w:abstractNumId w:val="90"/></w:num>'
    for num in parse_xml(f"<w:numbering {NAMESPACE}>{bullets}{''.join(lists)}</w:numbering>"):
        numbering.append(num)


START = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride>'


def table(*columns: Sequence[str]) -> str:
    cells = "".join(f"<w:tc>{''.join(para(line) for line in column) or '<w:p/>'}</w:tc>" for column in columns)
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid/><w:tr>{cells}</w:tr></w:tbl>'


def _blocks(lines: list[str], draw: Callable[[str], str]) -> Iterator[str]:
    annexes = [at for at, line in enumerate(lines) if re.fullmatch(r"Phụ lục \d+", line)]
    body = lines[: annexes[0]] if annexes else lines
    closing = body.index("Nơi nhận:") if "Nơi nhận:" in body else len(body)
    yield from (draw(line) if line else "<w:p/>" for line in body[:closing])
    if closing < len(body):
        left = [line for line in body[closing:] if line.startswith(("Nơi nhận", "-"))]
        yield table(left, [line for line in body[closing:] if line and line not in left])
    for start, end in pairwise([*annexes, len(lines)]):
        yield draw(lines[start])
        yield table([line for line in lines[start + 1 : end] if line])
    yield "<w:p/>" if annexes else ""


def parts(content: bytes) -> list[tuple[object, ...]]:
    """Each part but the main one, in order, with all that an archive says of it."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [
            (entry.filename, entry.date_time, entry.compress_type, entry.external_attr, package.read(entry))
            for entry in package.infolist()
            if entry.filename != MAIN
        ]


def root(content: bytes):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return etree.fromstring(package.read(MAIN))


def canonical(element) -> bytes:
    return etree.tostring(element, method="c14n")


AROUND = ("dondoc_ky_luat", "dondoc_phu_luc", "dondoc_phu_luc_moi")


def without_inserted(content: bytes) -> bytes:
    """The canonical main part with what stands between our bookmarks taken out, and the last section given back."""
    document = root(content)
    body = document.find(f"{W}body")
    for start in [each for each in document.iter(f"{W}bookmarkStart") if each.get(f"{W}name") in AROUND]:
        (end,) = (each for each in document.iter(f"{W}bookmarkEnd") if each.get(f"{W}id") == start.get(f"{W}id"))
        first, last = start.getparent(), end.getparent()
        own = first.find(f"{W}pPr/{W}sectPr")
        if own is not None:
            body.remove(body[-1])
            if start.get(f"{W}name") == "dondoc_phu_luc":
                body.append(own)
        inserted = [first, *first.itersiblings()]
        ended = last.find(f"{W}pPr/{W}sectPr")
        if ended is not None and own is None:
            first.getprevious().find(f"{W}pPr").append(ended)
        for element in inserted[: inserted.index(last) + 1]:
            body.remove(element) if element.getparent() is body else element.getparent().remove(element)
    return canonical(document)
