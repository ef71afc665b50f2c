"""Hostile and broken files, made and not kept: each small, each with the ways it may end.

What an end may be: "text" (it is read), or the codes of the refusals that are right for it.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.adapters.compound import SIGNATURE
from tests import pdfs
from tests.adapters.hostile_parts import (
    LOCKED_WORD,
    NUMBERED,
    NUMBERING,
    PASSWD,
    SENTENCE,
    WORD_INSIDE,
    body,
    boxes,
    cell,
    circular_styles,
    compound,
    cut,
    entities,
    flipped,
    lying,
    marks,
    overlapping,
    part,
    pdf,
    png,
    related,
    self_noted,
    sheet,
    tables,
    without,
    workbook,
    workbook_part,
)
from tests.adapters.test_docx import MAIN, PLAIN, p, tbl, tc, tr, with_part
from tests.adapters.test_extraction import docx, locked, zipped

WRONG, LARGE, ENCRYPTED, UNTIDY = "file.not_what_it_says", "file.too_large", "file.encrypted", "file.not_converted"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file under the name it comes with. ``ends``: how reading it may end. ``office``: LibreOffice is asked."""

    name: str
    make: Callable[[], bytes]
    ends: tuple[str, ...]
    office: bool = False


def word_files() -> Iterator[tuple[str, Callable[[], bytes], tuple[str, ...]]]:
    yield "bomb.docx", lambda: part(MAIN, PLAIN.encode() + b" " * 90_000_000), (LARGE,)
    yield "bomb-in-numbering.docx", lambda: part("word/numbering.xml", b"<a/>" + b" " * 90_000_000), (LARGE,)
    yield "bomb-in-picture.docx", lambda: part("word/media/a.bmp", b"\0" * 60_000_000), ("text",)
    yield "zip-in-zip.docx", lambda: part(MAIN, zipped({f"{at}": b"\0" * 100_000 for at in range(9)})), (WRONG,)
    yield "zip-of-zips.docx", lambda: zipped({f"{at}.zip": zipped({"a": b"\0" * 100_000}) for at in range(9)}), (WRONG,)
    yield "overlapping.docx", lambda: overlapping(900), (WRONG,)
    yield "many-entries.docx", lambda: overlapping(6_000), (LARGE,)
    yield "lying-directory.docx", lying, (WRONG, LARGE)
    yield "wrong-sum.docx", lambda: flipped(docx(SENTENCE), 0.3), (WRONG, "text")
    yield "bzip2.docx", lambda: with_part(docx(), MAIN, PLAIN.encode(), zipfile.ZIP_BZIP2), (WRONG,)
    yield "lzma.docx", lambda: with_part(docx(), MAIN, PLAIN.encode(), zipfile.ZIP_LZMA), (WRONG,)
    for what in ("bomb", "outside", "parameter"):
        yield f"entities-{what}.docx", lambda what=what: body(p("&e8;"), entities("w:document", what)), (WRONG,)
    yield (
        "include.docx",
        lambda: body(
            p(SENTENCE) + f'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="{PASSWD}" parse="text"/>'
        ),
        ("text",),
    )
    yield "deep.docx", lambda: body("<w:sdt>" * 9_000 + p("a") + "</w:sdt>" * 9_000), (WRONG,)
    yield "tables-in-tables.docx", lambda: body(tables(80)), ("text",)
    yield "boxes-in-boxes.docx", lambda: body(boxes(45)), ("text",)
    yield "empty-paragraphs.docx", lambda: body("<w:p/>" * 900_000), (LARGE,)
    yield "attributes.docx", lambda: body("<w:p " + " ".join(f'a{at}="1"' for at in range(900_000)) + "/>"), (LARGE,)
    yield "wide-table.docx", lambda: body(tbl(tr(tc(p(SENTENCE), '<w:gridSpan w:val="999999999"/>') * 9))), ("text",)
    yield "long-line.docx", lambda: body(p("a" * 3_000_000)), ("file.too_long",)
    yield "text-elsewhere.docx", lambda: body(p(SENTENCE) + "<w:altChunk/>"), (UNTIDY,)
    yield "note-of-itself.docx", self_noted, ("text",)
    yield "numbers-beyond.docx", lambda: body(NUMBERED.format(10**9, 1) + p(SENTENCE)), ("text",)
    yield "numbers-of-letters.docx", lambda: body(NUMBERED.format("x", 1)), (WRONG,)
    yield (
        "large-start.docx",
        lambda: part(
            "word/numbering.xml",
            NUMBERING.format(
                f'<w:lvl w:ilvl="0"><w:start w:val="{10**12}"/><w:numFmt w:val="upperRoman"/></w:lvl>', ""
            ),
        ),
        ("text",),
    )
    yield (
        "styles-in-a-circle.docx",
        lambda: part(
            "word/styles.xml",
            circular_styles(),
        ),
        ("text",),
    )
    yield "main-part-as-header.docx", lambda: related("header", "document.xml"), ("text",)
    yield "climbing.docx", lambda: related("header", "../../../../etc/passwd"), (WRONG,)
    yield "outside.docx", lambda: related("header", "http://127.0.0.1:9/a.xml", outside=True), ("text",)
    yield "no-types.docx", lambda: without("[Content_Types].xml"), ("text",)
    yield (
        "wrong-types.docx",
        lambda: part("[Content_Types].xml", "<Types><Default Extension='xml' ContentType='image/png'/></Types>"),
        ("text",),
    )
    yield "no-relations.docx", lambda: without("_rels/.rels"), (WRONG,)
    yield "no-main-part.docx", lambda: without(MAIN), (WRONG,)
    yield "no-styles.docx", lambda: without("word/styles.xml"), (WRONG,)
    yield "macros.docx", lambda: part("word/vbaProject.bin", SIGNATURE + b"Sub AutoOpen()" * 99), ("text",)
    yield "nul.docx", lambda: part(MAIN, PLAIN.replace("Thông", "Th\0ông")), (WRONG,)
    yield "not-utf8.docx", lambda: part(MAIN, PLAIN.encode().replace(b"b", b"b\xff", 1)), (WRONG,)
    yield "utf16.docx", lambda: part(MAIN, f"<?xml version='1.0' encoding='utf-16'?>{PLAIN}".encode("utf-16")), (WRONG,)
    yield "locked-entries.docx", locked, (ENCRYPTED,)
    yield "password.docx", lambda: SIGNATURE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), (ENCRYPTED,)
    for share in (0.05, 0.5, 0.9, 0.999):
        yield f"cut-at-{share}.docx", lambda share=share: cut(docx(SENTENCE), share), (WRONG,)
    yield "self-extracting.docx", lambda: b"MZ" + b"\0" * 510 + docx(SENTENCE), (WRONG,)
    yield (
        "presentation.docx",
        lambda: zipped({"ppt/presentation.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}),
        (WRONG,),
    )
    yield "open-document.docx", lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), (WRONG,)
    yield "program.docx", lambda: b"MZ\x90\0" + b"\0" * 900, (WRONG,)
    yield "picture.docx", lambda: png(1, 1), (WRONG,)
    yield "portable.docx", pdf, (WRONG,)
    yield "words.docx", lambda: SENTENCE.encode(), (WRONG,)
    yield "empty.docx", lambda: b"", ("file.empty",)
    yield "blank.docx", lambda: docx(" ", "\u200b"), ("file.no_text",)


def old_word_files() -> Iterator[tuple[str, Callable[[], bytes], tuple[str, ...]]]:
    yield "garbage.doc", lambda: SIGNATURE + b"\x05" * 9_000, (WRONG,)
    yield "password.doc", lambda: compound(LOCKED_WORD), (ENCRYPTED,)
    yield "circle.doc", lambda: compound(WORD_INSIDE, following=1), (WRONG, UNTIDY)
    yield "cut.doc", lambda: compound(WORD_INSIDE)[:-600], (WRONG,)
    yield "workbook.doc", lambda: compound("Workbook".encode("utf-16-le")), (WRONG,)
    yield "program.doc", lambda: b"\x7fELF" + b"\0" * 900, (WRONG,)
    yield "cut-rich.doc", lambda: b"{\\rtf1 " + SENTENCE.encode(), (WRONG,)
    yield (
        "entities.doc",
        lambda: (
            f'{entities("w:wordDocument", "bomb")}<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">&e8;</w:wordDocument>'.encode()
        ),
        (WRONG,),
    )
    yield (
        "mail-without-page.doc",
        lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n" + b"--x\n" * 9_999,
        (WRONG,),
    )
    yield "cut-page.doc", lambda: f"<html><body><p>{SENTENCE}".encode(), (WRONG,)


def asked_of_libreoffice() -> Iterator[tuple[str, Callable[[], bytes], tuple[str, ...]]]:
    yield "nonsense-inside.doc", lambda: compound(WORD_INSIDE), (UNTIDY, "file.no_text", "text")
    yield "deep-rich.doc", lambda: b"{\\rtf1 " + b"{" * 20_000 + SENTENCE.encode() + b"}" * 20_001, (UNTIDY, "text")
    yield (
        "reaching-page.doc",
        lambda: (
            f"<html><body><iframe src='{PASSWD}'></iframe><img src='http://127.0.0.1:9/'><p>a</p></body></html>".encode()
        ),
        ("text",),
    )
    yield "deep-page.doc", lambda: f"<html><body>{'<div>' * 20_000}a</body></html>".encode(), (UNTIDY, "text")


def workbooks() -> Iterator[tuple[str, Callable[[], bytes], tuple[str, ...]]]:
    too_large, damaged = "table.too_large", "table.damaged"
    yield "million-columns.xlsx", lambda: sheet(cell("XFD1")), (too_large,)
    yield "last-row.xlsx", lambda: sheet(cell("A1") + cell("A1048576")), ("table.too_many_rows",)
    yield "bomb.xlsx", lambda: sheet("", after=" " * 60_000_000), (too_large,)
    yield "many-cells.xlsx", lambda: sheet("<row/>" * 1_600_000), (too_large,)
    yield "many-entries.xlsx", lambda: overlapping(900), (too_large,)
    for what in ("bomb", "outside"):
        yield (
            f"entities-{what}.xlsx",
            lambda what=what: sheet(cell("A1", "&e8;"), entities("worksheet", what)),
            (damaged,),
        )
    yield "deep.xlsx", lambda: sheet("<row>" * 20_000), (damaged,)
    yield (
        "large-day.xlsx",
        lambda: workbook(
            lambda book: (book.active.append((1e15,)), setattr(book.active["A3"], "number_format", "dd/mm/yyyy"))
        ),
        ("text", damaged),
    )
    yield (
        "long-layout.xlsx",
        lambda: workbook(lambda book: setattr(book.active["A2"], "number_format", "0" * 30_000)),
        ("text", damaged),
    )
    yield (
        "hidden.xlsx",
        lambda: with_part(
            workbook(), "xl/workbook.xml", workbook_part().replace(b'state="visible"', b'state="hidden"')
        ),
        ("file.no_text",),
    )
    yield (
        "macros.xlsx",
        lambda: workbook(lambda book: book.active.append(("=cmd|'/c calc'!A1", '=WEBSERVICE("http://127.0.0.1:9/")'))),
        ("text",),
    )
    yield "password.xlsx", lambda: SIGNATURE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), (ENCRYPTED,)
    yield "cut.xlsx", lambda: cut(workbook(), 0.6), (damaged,)
    yield "document.xlsx", lambda: docx(SENTENCE), (damaged,)
    yield "table.xlsx", lambda: b"STT;a\n1;b", (WRONG,)
    yield "garbage.xls", lambda: compound("Workbook".encode("utf-16-le"))[:-600], (WRONG,)


def portable_files() -> Iterator[tuple[str, Callable[[], bytes], tuple[str, ...]]]:
    broken = "file.pdf_broken"
    yield "thousand-pages.pdf", lambda: pdf(pages=1_000), ("file.pdf_pages",)
    yield "password.pdf", pdfs.locked, ("file.pdf_locked",)
    yield "cut-early.pdf", lambda: cut(pdf(), 0.3), (broken,)
    yield "cut-late.pdf", lambda: cut(pdf(), 0.95), (broken,)
    yield "head-only.pdf", lambda: b"%PDF-1.7\n%%EOF", (broken,)
    yield (
        "root-of-itself.pdf",
        lambda: pdf().replace(b"/Type /Pages ", b"/Type /Pages /Parent 1 0 R "),
        ("text", broken),
    )
    yield "picture.pdf", lambda: png(1, 1), (WRONG,)
    yield "page.pdf", lambda: b"<html>%PDF-1.7 %%EOF</html>", (WRONG,)
    yield "portable-and-package.pdf", lambda: pdf() + docx(SENTENCE), (broken, "text")
    yield "package-and-portable.pdf", lambda: docx(SENTENCE) + pdf(), (WRONG,)
    yield (
        "script.pdf",
        lambda: pdf().replace(b"/Type /Catalog", b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >> /Type /Catalog"),
        ("text",),
    )


def plain_files() -> Iterator[tuple[str, Callable[[], bytes], tuple[str, ...]]]:
    yield "empty.txt", lambda: b"", ("file.empty",)
    yield "blank.txt", lambda: b" \n\t\r\n" * 99, ("file.no_text",)
    yield "mark-only.txt", lambda: b"\xef\xbb\xbf", ("file.no_text",)
    yield "invisible.txt", lambda: "\u200b\u2060\u202e".encode() * 99, ("file.no_text",)
    yield "nul.txt", lambda: b"Giao\0", (WRONG,)
    yield "utf16-without-mark.txt", lambda: SENTENCE.encode("utf-16-le"), (WRONG,)
    yield "half-a-pair.txt", lambda: b"\xff\xfe\x00\xd8a\0", ("file.encoding",)
    yield "other-encoding.txt", lambda: b"Ph\xf2ng Kinh t\xeb", ("file.encoding",)
    yield "package.txt", lambda: docx(SENTENCE), (WRONG,)
    yield "long.txt", lambda: b"a" * 1_200_000, ("file.too_long",)
    yield "marks.txt", marks, ("text",)
    yield "turned.txt", lambda: f"\u202e{SENTENCE}\u202c".encode(), ("text",)
    yield "no-name", lambda: SENTENCE.encode(), ("file.unknown_kind",)
    yield "a.docx.exe", lambda: docx(SENTENCE), ("file.unknown_kind",)
    yield "../../a.txt", lambda: SENTENCE.encode(), ("text",)


def pictures() -> Iterator[tuple[str, Callable[[], bytes], tuple[str, ...]]]:
    lost = ("file.not_what_it_says", "file.image_large", "file.ocr_failed", "file.no_ocr")
    yield "bomb.png", lambda: png(60_000, 60_000, zlib.compress(b"\0" * 30_000_000, 9)), lost
    yield "cut.png", lambda: cut(png(9, 9, zlib.compress(b"\0" * 90)), 0.5), lost
    yield "broken.jpg", lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\x13" * 500, lost
    yield "words.png", lambda: SENTENCE.encode(), (WRONG,)
    yield "picture.jpg", lambda: png(1, 1), (WRONG,)


KINDS = (word_files, old_word_files, workbooks, portable_files, plain_files, pictures)
HOSTILE = [Hostile(*each) for kind in KINDS for each in kind()]
HOSTILE += [Hostile(*each, office=True) for each in asked_of_libreoffice()]
