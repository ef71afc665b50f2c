"""What the child does with a scan: say which of its pages have text, and recognise the text of one that has none."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from PIL import Image
from pytesseract import pytesseract as binding

from app.adapters import ocr_clean
from app.adapters.legible import complaint
from app.adapters.ocr_lines import boxes, lines_of
from app.adapters.ocr_text import SeenPage, joined, seen_page
from app.adapters.pdf_glyphs import Sheet
from app.adapters.pdf_layout import Block
from app.adapters.pdf_text import Page, running_text
from app.adapters.pdf_worker import is_picture, opened, read_page

tesseract: Any = binding
LANGUAGE = "vie"
# Letters and signs of other languages that the model knows, and that only stand for damaged ones in ours: without
# them it writes the next likeliest, an 8 for a §.
NEVER = "ÄËÏÖŸÜäëïöÿüÅåÆæÇçØøŒœÑñŠšƒƑÐðÞþß§¡¿¢£€¥¤©®¬¦¶†‡‰ˆ~`^{}|\\<>„«»‹›⁄[]"
CONFIG = f'--dpi {ocr_clean.DPI} -c "tessedit_char_blacklist={NEVER.replace(chr(92), chr(92) * 2)}"'
MAX_PIXELS = 18_000_000  # of a page that is drawn: an A3 page with 300 dpi
POINT = 72 / ocr_clean.DPI
PAGE, SCATTERED = 3, 11  # the program's ways of looking for text: as on a page, and wherever there may be some
POOR = 60.0  # confidence below which a page may lie on its side
MUCH = 0.02  # share of the ink: what is left over when all words are taken out, and worth another look
Answer = tuple[dict[str, Any], bytes]


def answer(request: Mapping[str, Any], content: bytes) -> Answer:
    """``{"do": "plan" | "page" | "join" | "picture", …}``. What cannot be done is told as ``{"error": …}``."""
    if request["do"] == "plan":
        return _plan(content, request["most"]), b""
    if request["do"] == "join":
        return asdict(joined([SeenPage.from_dict(page) for page in json.loads(content)])), b""
    if request["do"] == "picture":
        return {}, ocr_clean.picture(content, request["side"])
    try:
        image = _drawn(content, request["page"]) if request["pdf"] else ocr_clean.opened(content)
    except ocr_clean.TooLargeError:
        return {"error": "pixels"}, b""
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return {"error": "broken"}, b""
    tesseract.tesseract_cmd = request["program"]
    return _recognised(ocr_clean.cleaned(image)).as_dict(), b""


def _plan(content: bytes, most: int) -> dict[str, Any]:
    """Of each page its blocks, or None where text recognition has to find them."""
    document = opened(content)
    if isinstance(document, str):
        return {"error": document}
    if len(document) > most:
        return {"error": "pages", "pages": len(document)}
    pages = [_page(document, number) for number in range(len(document))]
    # Pages of too few words to be judged one by one, whose letters are not those a person sees all the same.
    return {"pages": pages if None in pages else [None] * len(pages)}


def _page(document: Any, number: int) -> dict[str, Any] | None:
    sheet, blocks, apart = read_page(document, number)[:3]
    if _is_to_be_recognised(sheet, blocks):
        return None
    return SeenPage(tuple(blocks), tuple(apart), sheet.width, sheet.height).as_dict()


def _is_to_be_recognised(sheet: Sheet, blocks: list[Block]) -> bool:
    """A page that only shows what it says, or whose letters are not those a person sees."""
    text, _ = running_text([Page(list(blocks), sheet.width, sheet.height)])  # without the words of a signature's box
    letters = sum(map(str.isalpha, text))
    return is_picture(sheet, letters) or complaint(text, sheet.unmapped / (letters or 1)) == "garbled"


def _drawn(content: bytes, number: int) -> Image.Image:
    document = opened(content)
    if isinstance(document, str):
        raise ValueError(document)
    document.init_forms()
    page = document[number - 1]
    width, height = (max(1.0, side) for side in page.get_size())
    scale = min(ocr_clean.DPI / 72, (MAX_PIXELS / (width * height)) ** 0.5)
    image: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    return image.convert("L")


def _recognised(image: Image.Image) -> SeenPage:
    """What stands on an upright page; one that can hardly be read is tried once more turned as its letters lie."""
    found = _read(image)
    if found.confidence is not None and found.confidence >= POOR:
        return found
    turn = _turn(image)
    if not turn:
        return found
    again = _read(ocr_clean.straightened(image.rotate(-turn, expand=True)))
    return max(found, again, key=lambda each: (each.confidence or 0.0) * len(each.words))


def _read(image: Image.Image) -> SeenPage:
    """Twice: the program takes a signature with its stamp, or a framed mark, for a picture and passes it over."""
    height, more = image.height, []
    lines = lines_of(_asked(image, PAGE), height, POINT)
    rest = ocr_clean.left_over(image, boxes(lines, height, POINT))
    if rest.share > MUCH:
        more = lines_of(_asked(rest.part, SCATTERED), height, POINT, rest.corner)
        rest = ocr_clean.left_over(image, boxes([*lines, *more], height, POINT))
    return seen_page(lines, more, width=image.width * POINT, height=height * POINT, missed=rest.share)


def _asked(image: Image.Image, way: int) -> bytes:
    path = os.path.join(os.environ["TMPDIR"], "page.pgm")
    image.save(path)
    config = f"--psm {way} {CONFIG}"
    return bytes(tesseract.image_to_pdf_or_hocr(path, lang=LANGUAGE, config=config, extension="hocr"))


def _turn(image: Image.Image) -> int:
    """By how many degrees, clockwise, the letters of a page lie turned to the left; 0 where nobody can tell."""
    try:
        return int(tesseract.image_to_osd(image, output_type=tesseract.Output.DICT)["rotate"])
    except (tesseract.TesseractError, KeyError, ValueError):
        return 0
