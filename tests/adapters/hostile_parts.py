"""What hostile and broken files are made of."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from openpyxl import Workbook

from app.adapters.compound import SIGNATURE
from tests import pdfs
from tests.adapters.test_docx import MAIN, NAMESPACE, PLAIN, p, tbl, tc, tr, with_part
from tests.adapters.test_extraction import docx

SENTENCE = "Giao Phòng Kinh tế lập kế hoạch"
NUMBERED = (
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>'
)
PASSWD = "file:///etc/passwd"


def body(xml: str, head: str = "") -> bytes:
    """A Word document whose main part is exactly this."""
    return with_part(docx(), MAIN, f"{head}<w:document {NAMESPACE}><w:body>{xml}</w:body></w:document>".encode())


def part(name: str, content: bytes | str) -> bytes:
    """A plain Word document with one more part, or another one in its place."""
    changed = content.encode() if isinstance(content, str) else content
    whole = docx(SENTENCE)
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        if name in package.namelist():
            return with_part(whole, name, changed)
    with zipfile.ZipFile(kept := io.BytesIO(whole), "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, changed)
    return kept.getvalue()


def without(name: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx(SENTENCE))) as old, zipfile.ZipFile(kept, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
    return kept.getvalue()


def related(kind: str, target: str, outside: bool = False) -> bytes:
    """A Word document with one more relation."""
    mode = ' TargetMode="External"' if outside else ""
    one = f'<Relationship Id="rX" Type="http://x/{kind}" Target="{target}"{mode}/></Relationships>'
    listed = "word/_rels/document.xml.rels"
    with zipfile.ZipFile(io.BytesIO(docx(SENTENCE))) as package:
        return part(listed, package.read(listed).decode().replace("</Relationships>", one))


def entities(root: str, what: str) -> str:
    """A document type in front of a root: a bomb of entities, or one that reaches outside."""
    laughs = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 9))
    inside = {
        "bomb": f'<!ENTITY e0 "ha">{laughs}',
        "outside": f'<!ENTITY e8 SYSTEM "{PASSWD}">',
        "parameter": f'<!ENTITY % e SYSTEM "{PASSWD}"> %e; <!ENTITY e8 "x">',
    }[what]
    return f"<?xml version='1.0'?><!DOCTYPE {root} [{inside}]>"


def overlapping(entries: int) -> bytes:
    """A directory in which many names share one piece of packed data."""
    packed = zlib.compress(b"<w:p/>" * 100_000, 9)[2:-4]
    data = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(packed), 600_000, 1, 0) + b"a" + packed
    listed = b"".join(
        struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(packed), 600_000, 7, 0, 0, 0, 0, 0, 0)
        + f"a{at:06}".encode()
        for at in range(entries)
    )
    return data + listed + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, entries, entries, len(listed), len(data), 0)


def lying() -> bytes:
    """A package whose directory says that a part of forty megabytes has ten bytes."""
    content = bytearray(with_part(docx(), MAIN, PLAIN.encode() + b" " * 40_000_000))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as package:
        size = struct.pack("<I", package.getinfo(MAIN).file_size)
    return bytes(content).replace(size, struct.pack("<I", 10))


def flipped(content: bytes, share: float) -> bytes:
    at = int(len(content) * share)
    return content[:at] + bytes(byte ^ 0xFF for byte in content[at : at + 40]) + content[at + 40 :]


def cut(content: bytes, share: float) -> bytes:
    return content[: int(len(content) * share)]


def compound(inside: bytes, *, following: int = 0xFFFFFFFE) -> bytes:
    """A compound file with one table of sectors that says everything here is in use; ``following`` is where more
    tables are said to be."""
    header = SIGNATURE + b"\0" * 16 + struct.pack("<6H", 0x3E, 3, 0xFFFE, 9, 6, 0) + b"\0" * 4
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, following, 1) + struct.pack(
        "<109I", 0, *[0xFFFFFFFF] * 108
    )
    sectors = -(-len(inside) // 512)
    table = struct.pack("<128I", *([0xFFFFFFFD, *[0xFFFFFFFE] * sectors] + [0xFFFFFFFF] * 128)[:128])
    return header[:512] + table + inside.ljust(sectors * 512, b"\0")


WORD_INSIDE = (b"\xec\xa5\xc1\0" + b"\0" * 9).ljust(4096, b"\x07")
LOCKED_WORD = (b"\xec\xa5\xc1\0" + b"\0" * 6 + b"\0\x01").ljust(4096, b"\0")


def workbook(change: Callable[[Workbook], object] | None = None) -> bytes:
    book = Workbook()
    book.active.append(("STT", "Nội dung công việc", "Cơ quan chủ trì"))
    book.active.append((1, SENTENCE, "Phòng Kinh tế"))
    if change:
        change(book)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
SPREAD = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet(rows: str, before: str = "", after: str = "") -> bytes:
    xml = (
        f"{before}<worksheet {SPREAD}><dimension ref='A1:XFD1048576'/><sheetData>{rows}</sheetData>{after}</worksheet>"
    )
    return with_part(workbook(), SHEET, xml.encode())


def cell(place: str, value: str = "1") -> str:
    return f'<row r="{place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{place}"><v>{value}</v></c></row>'


def png(width: int, height: int, packed: bytes = b"") -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def pdf(*words: str, pages: int = 1, **more: object) -> bytes:
    return pdfs.Pdf([[pdfs.text(85, 700, word) for word in words or (SENTENCE,)]] * pages, **more).bytes()  # type: ignore[arg-type]


NOTE_OF_ITSELF = (
    f'<w:footnotes {NAMESPACE}><w:footnote w:id="1"><w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p></w:footnote>'
    "</w:footnotes>"
)
NUMBERING = f'<w:numbering {NAMESPACE}><w:abstractNum w:abstractNumId="0">{{}}</w:abstractNum>{{}}</w:numbering>'


def self_noted() -> bytes:
    """A footnote that refers to itself."""
    words = f'<w:p><w:r><w:t>{SENTENCE}</w:t><w:footnoteReference w:id="1"/></w:r></w:p>'
    main = f"<w:document {NAMESPACE}><w:body>{words}</w:body></w:document>"
    whole = with_part(related("footnotes", "notes.xml"), MAIN, main.encode())
    with zipfile.ZipFile(kept := io.BytesIO(whole), "a") as package:
        package.writestr("word/notes.xml", NOTE_OF_ITSELF)
    return kept.getvalue()


def boxes(depth: int) -> str:
    inside = f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>"
    for _ in range(depth):
        inside = f"<w:p><w:r><w:pict><w:txbxContent>{inside}</w:txbxContent></w:pict></w:r></w:p>"
    return inside


def tables(depth: int) -> str:
    inside = p(SENTENCE)
    for _ in range(depth):
        inside = tbl(tr(tc(inside)))
    return inside


def marks() -> bytes:
    """A letter under hundreds of thousands of accents."""
    return (SENTENCE + "\u0301\u0323" * 400_000).encode()


def circular_styles() -> str:
    """Two styles based on each other."""
    one = '<w:style w:type="paragraph" w:default="{}" w:styleId="{}"><w:basedOn w:val="{}"/></w:style>'
    return f"<w:styles {NAMESPACE}>{one.format(1, 'a', 'b')}{one.format(0, 'b', 'a')}</w:styles>"


def workbook_part() -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook())) as package:
        return package.read("xl/workbook.xml")
