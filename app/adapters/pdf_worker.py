"""What the child does with a PDF file: read its text, look only at the heads of its pages, or draw a page."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pypdfium2

from app.adapters.legible import complaint
from app.adapters.pdf_glyphs import Glyph, Sheet, pdf, read_sheet
from app.adapters.pdf_layout import Block, arrange
from app.adapters.pdf_lines import build_lines
from app.adapters.pdf_text import Page, running_text
from app.domain.reading.outline import is_caps

open_document: Any = pypdfium2.PdfDocument
FEW = 20  # letters; a page with fewer carries no text
STAMPED, WHOLE = 250, 0.7  # letters that stamping programs write at most; share of a page under one image
MUCH, MANY = 0.3, 100  # share of a page under an image, drawings on it: what else it may show than text
HEAD_LINES = 40
CAREFUL = 5  # pages of a file that is only looked into
Answer = tuple[dict[str, Any], bytes]


def answer(request: Mapping[str, Any], content: bytes) -> Answer:
    """``{"do": "text" | "heads" | "image", …}``. What cannot be done is told as ``{"error": …}``."""
    document = opened(content)
    if isinstance(document, str):
        return {"error": document}, b""
    pages = len(document)
    if request["do"] == "image":
        return _image(document, request) if request["page"] <= pages else ({"error": "no_page"}, b"")
    if not pages:
        return {"error": "broken"}, b""
    if request["do"] == "heads":
        return {"apart": [text for at in range(min(pages, request["most"])) for text in _head(document, at)]}, b""
    if pages > request["most"]:
        return {"error": "pages", "pages": pages}, b""
    return _text(document), b""


def opened(content: bytes) -> Any:
    """The document, or why it cannot be opened: "locked" or "broken"."""
    try:
        return open_document(content)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", 0) in (pdf.FPDF_ERR_PASSWORD, pdf.FPDF_ERR_SECURITY)
        return "locked" if locked else "broken"


def _text(document: Any) -> dict[str, Any]:
    apart: list[str] = []
    pages: list[Page] = []
    sheets: list[Sheet] = []
    by_machine = False
    for number in range(len(document)):
        sheet, blocks, beside, machine = read_page(document, number)
        by_machine = by_machine or machine
        apart += beside
        pages.append(Page(blocks, sheet.width, sheet.height))
        # Only what tells whether the page has text is kept: a long document would not fit.
        sheets.append(replace(sheet, glyphs=[], notes=[], turned=[], rules=[]))
    text, starts = running_text(pages)
    ends = [*starts[1:], len(text)]
    by_page = [sum(map(str.isalpha, text[a:b])) for a, b in zip(starts, ends, strict=True)]
    letters = sum(by_page)
    unmapped = sum(sheet.unmapped for sheet in sheets) / (letters or 1)
    return {
        "text": text,
        "starts": starts,
        "scanned": [at + 1 for at, sheet in enumerate(sheets) if is_picture(sheet, by_page[at])],
        "apart": [text for text in (*apart, *(line for page in pages for line in page.apart)) if text],
        "complaint": complaint(text, unmapped) if letters >= FEW else None,
        "by_machine": by_machine,
    }


def read_page(document: Any, number: int) -> tuple[Sheet, list[Block], list[str], bool]:
    """A page (from 0), its blocks, what stands on it apart from them, and whether a machine has read its text off an
    image."""
    sheet = read_sheet(document, number)
    apart = _unread(sheet)
    if by_machine := _has_machine_text(sheet):
        sheet = replace(sheet, glyphs=[glyph._replace(shown=True) for glyph in sheet.glyphs])
    blocks, beside = arrange(sheet)
    apart += [_caps("\n".join(line.text for block in blocks for line in block.lines))]
    return sheet, blocks, [*apart, *(line.text for line in beside)], by_machine


def is_picture(sheet: Sheet, letters: int) -> bool:
    """Whether a page with so many letters of text only shows what it says: it has none and shows something all the
    same, or is one large image over which somebody has written a number, a day or a signature."""
    if letters < FEW:
        return sheet.pictured >= MUCH or sheet.drawings >= MANY
    return letters < STAMPED and sheet.pictured >= WHOLE


def _has_machine_text(sheet: Sheet) -> bool:
    """Whether the page is an image with the text a machine read off it laid invisibly over it, and legible."""
    if sheet.pictured < MUCH or any(glyph.shown and glyph.char.isalpha() for glyph in sheet.glyphs):
        return False
    hidden = " ".join(line.text for line in build_lines(sheet.glyphs))
    return sum(map(str.isalpha, hidden)) >= FEW and complaint(hidden) is None


def _unread(sheet: Sheet) -> list[str]:
    """What stands on a page besides its text, line by line: slanted, hidden, and what annotations write."""
    by_angle: dict[int, list[Glyph]] = {}
    for glyph in sheet.turned:
        by_angle.setdefault(glyph.angle, []).append(glyph)
    groups = [*by_angle.values(), [glyph for glyph in sheet.glyphs if not glyph.shown], sheet.notes]
    return [line.text for group in groups for line in build_lines(group)]


def _caps(text: str) -> str:
    """The first lines that are all in capitals, as marks are: a sentence that wraps may leave any word alone."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return "\n".join(line for line in lines[:HEAD_LINES] if is_caps(line))


def _head(document: Any, number: int) -> list[str]:
    """Where a mark may stand: on the first pages by the places of the letters, farther on by pdfium's own reading."""
    if number >= CAREFUL:
        return [_caps(_plain_text(document, number))]
    sheet = read_sheet(document, number)
    blocks, _ = arrange(sheet)
    return [_caps("\n".join(line.text for block in blocks for line in block.lines)), *_unread(sheet)]


def _plain_text(document: Any, number: int) -> str:
    """A page's words as pdfium finds them, with those of its annotations."""
    page = document[number]
    if pdf.FPDFPage_GetAnnotCount(page.raw):
        pdf.FPDFPage_Flatten(page.raw, pdf.FLAT_NORMALDISPLAY)
        page = document[number]
    return str(page.get_textpage().get_text_bounded())


def _image(document: Any, request: Mapping[str, Any]) -> Answer:
    """A page as PNG in few colours; ``dpi`` is lowered where the page would have more than ``pixels``."""
    document.init_forms()
    page = document[request["page"] - 1]
    width, height = (max(1.0, side) for side in page.get_size())
    scale = min(request["dpi"] / 72, (request["pixels"] / (width * height)) ** 0.5)
    image = page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
    kept = io.BytesIO()
    image.quantize(palette=_palette()).save(kept, "PNG", compress_level=6)
    return {"width": image.width, "height": image.height}, kept.getvalue()


def _palette() -> Any:
    """Greys for ink and paper, reds and blues for stamps and signatures in fine steps, and a coarse rest."""
    from PIL import Image

    steps = range(0, 256, 17)
    colours = [(v, v, v) for v in steps]
    colours += [(255 - v // 4, 255 - v, 255 - v) for v in steps] + [(255 - v, 255 - v, 255 - v // 3) for v in steps]
    colours += [(r, g, b) for r in (0, 85, 170, 255) for g in (0, 85, 170, 255) for b in (0, 85, 170, 255)]
    flat = [value for colour in dict.fromkeys(colours) for value in colour]
    palette = Image.new("P", (1, 1))
    palette.putpalette(flat + flat[:3] * (256 - len(flat) // 3))
    return palette
