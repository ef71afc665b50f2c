"""The characters of a PDF page with their places, as pdfium sees them. Runs in the child only."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from pypdfium2 import raw

pdf: Any = raw  # A generator makes these bindings, without types.

# No page of text has as many; the reader of a hostile file stops here.
MAX_GLYPHS = 60_000
MAX_OBJECTS = 20_000
MAX_RULES = 600
SMALLEST = 2.5  # points; smaller letters are for machines, not for people
THIN = 2.5
LIGHT, FAINT = 245, 24  # a colour nearly white, an opacity nearly none
CONTRAST = 24
SEEN_AT = 1.5  # pixels a point, in the rendering that shows whether light letters can be seen
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
# Symbol fonts put their bullets and dashes into the private area; any other glyph there is taken for a bullet too.
SYMBOLS = {"\uf02d": "-", "\uf0be": "-", "\uf02b": "+", "\x02": "-", "\xad": "-"}
BULLET = "•"
Box = tuple[float, float, float, float]  # left, bottom, right, top


class Glyph(NamedTuple):
    """A character: its left and right edge, its baseline and its size in points; y grows upwards."""

    char: str
    x0: float
    x1: float
    y: float
    size: float
    angle: int = 0  # of its writing direction in degrees, counter-clockwise
    shown: bool = True  # False for what a person looking at the page does not see
    light: bool = False

    @property
    def is_blank(self) -> bool:
        return self.char.isspace()


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line, of a table or under a heading; upright or level."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_upright(self) -> bool:
        return self.y1 - self.y0 > self.x1 - self.x0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is read: its lower left corner is (0, 0)."""

    width: float
    height: float
    glyphs: list[Glyph]  # in the order they are drawn
    notes: list[Glyph]  # what annotations write: a stamped number, the words of a signature
    turned: list[Glyph]  # written in another direction than most of the page, each in the frame of its direction
    rules: list[Rule]
    unmapped: int  # glyphs whose font does not say what letter they are
    pictured: float  # share of the page that images cover
    drawings: int  # paths, among them letters that have been made outlines


def read_sheet(document: Any, number: int) -> Sheet:
    """All that is or looks like text on a page (from 0). Raises OverflowError for more than a page can hold."""
    page = document[number]
    box: Box = page.get_bbox()
    glyphs, unmapped = _glyphs(page)
    glyphs = _seen(page, box, glyphs)
    rules, pictured, drawings = _drawn(page, box)
    notes = _notes(document, number, page, glyphs)
    quarter = _main_direction(glyphs)
    left, bottom = _corner(quarter, box)
    width, height = box[2] - box[0], box[3] - box[1]
    if quarter % 180:
        width, height = height, width

    def placed(found: Iterable[Glyph]) -> list[Glyph]:
        own = (g for g in found if g.angle == quarter)
        moved = (g if left == bottom == 0 else g._replace(x0=g.x0 - left, x1=g.x1 - left, y=g.y - bottom) for g in own)
        return [g for g in moved if g.x1 >= 0 and g.x0 <= width and 0 <= g.y <= height]

    turned = [glyph for glyph in (*glyphs, *notes) if glyph.angle != quarter]
    rules = [_moved(rule, quarter, left, bottom) for rule in rules]
    return Sheet(width, height, placed(glyphs), placed(notes), turned, rules, unmapped, pictured, drawings)


def _glyphs(page: Any) -> tuple[list[Glyph], int]:
    """The characters in the frames of their writing directions, and how many glyphs have no letter."""
    text = page.get_textpage()
    count = pdf.FPDFText_CountChars(text.raw)
    if count > MAX_GLYPHS:
        raise OverflowError("more characters than a page can hold")
    reader = _Reader(text.raw)
    found: list[Glyph] = []
    unmapped = 0
    for at in range(count):
        if pdf.FPDFText_IsGenerated(text.raw, at) == 1:
            continue
        code = pdf.FPDFText_GetUnicode(text.raw, at)
        unmapped += code == 0 or pdf.FPDFText_HasUnicodeMapError(text.raw, at) == 1
        if char := _letter(code):
            glyph = reader.glyph(at, char)
            found += _pieces(glyph) if char in LIGATURES else [glyph]
    text.close()
    return found, unmapped


def _letter(code: int) -> str:
    """The character of a code point, "" for what cannot be one."""
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return ""
    char = chr(code)
    return SYMBOLS.get(char, BULLET if 0xE000 <= code <= 0xF8FF else char)


def _pieces(glyph: Glyph) -> Iterator[Glyph]:
    """A ligature stands for several letters, which share its room."""
    letters = LIGATURES[glyph.char]
    step = (glyph.x1 - glyph.x0) / len(letters)
    for at, letter in enumerate(letters):
        yield glyph._replace(char=letter, x0=glyph.x0 + at * step, x1=glyph.x0 + (at + 1) * step)


class _Reader:
    """Asks for one character after the other, into the same variables: making new ones takes longer than asking."""

    def __init__(self, text: Any) -> None:
        self.text = text
        self.x, self.y, self.box, self.matrix = ctypes.c_double(), ctypes.c_double(), pdf.FS_RECTF(), pdf.FS_MATRIX()
        self.styles: dict[int, Glyph] = {}

    def glyph(self, at: int, char: str) -> Glyph:
        """A character with its edges and baseline, measured along and across its writing direction."""
        style = self._style(at)
        pdf.FPDFText_GetCharOrigin(self.text, at, self.x, self.y)
        pdf.FPDFText_GetLooseCharBox(self.text, at, self.box)
        start, base, end = self.x.value, self.y.value, self.box.right
        if style.angle:
            start, base, end = self._turned(style, start, base)
        return Glyph(char, start, max(start, end), base, style.size, style.angle, style.shown, style.light)

    def _turned(self, style: Glyph, x: float, y: float) -> tuple[float, float, float]:
        turn = math.radians(style.angle)
        cos, sin = math.cos(turn), math.sin(turn)
        start, base = x * cos + y * sin, y * cos - x * sin
        corners = ((a, b) for a in (self.box.left, self.box.right) for b in (self.box.bottom, self.box.top))
        # The box of slanted writing is wider than the letter.
        end = max(a * cos + b * sin for a, b in corners) if style.angle % 90 == 0 else start + style.size / 2
        return start, base, end

    def _style(self, at: int) -> Glyph:
        """Size, direction and visibility, which the characters of one text object share."""
        thing = pdf.FPDFText_GetTextObject(self.text, at)
        key = ctypes.cast(thing, ctypes.c_void_p).value or 0
        if key and key in self.styles:
            return self.styles[key]
        pdf.FPDFText_GetMatrix(self.text, at, self.matrix)
        size = pdf.FPDFText_GetFontSize(self.text, at) * (math.hypot(self.matrix.c, self.matrix.d) or 1.0)
        angle = round(math.degrees(math.atan2(self.matrix.b, self.matrix.a))) % 360
        if min(angle % 90, 90 - angle % 90) <= 3:
            angle = round(angle / 90) * 90 % 360
        mode = pdf.FPDFTextObj_GetTextRenderMode(thing) if thing else pdf.FPDF_TEXTRENDERMODE_FILL
        hidden = mode in (pdf.FPDF_TEXTRENDERMODE_INVISIBLE, pdf.FPDF_TEXTRENDERMODE_CLIP) or size < SMALLEST
        self.styles[key] = Glyph("", 0, 0, 0, size, angle, not hidden, bool(thing) and _is_light(thing))
        return self.styles[key]


def _is_light(thing: Any) -> bool:
    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    if not pdf.FPDFPageObj_GetFillColor(thing, red, green, blue, opacity):
        return False
    return opacity.value < FAINT or min(red.value, green.value, blue.value) >= LIGHT


def _seen(page: Any, box: Box, glyphs: list[Glyph]) -> list[Glyph]:
    """The same glyphs, those marked that nobody sees: white on white, or transparent."""
    if not any(glyph.light and glyph.shown and not glyph.is_blank for glyph in glyphs):
        return glyphs
    scale = min(SEEN_AT, 3000 / max(box[2] - box[0], box[3] - box[1], 1))
    # Without the page's own rotation, so that its places are the glyphs' places.
    image = page.render(scale=scale, rotation=(-page.get_rotation()) % 360, grayscale=True).to_pil().convert("L")

    def contrasts(glyph: Glyph) -> bool:
        left, right = (glyph.x0 - box[0]) * scale, (glyph.x1 - box[0]) * scale
        upper, lower = (box[3] - glyph.y - glyph.size * 0.7) * scale, (box[3] - glyph.y) * scale
        darkest, lightest = image.crop((int(left), int(upper), int(right) + 2, int(lower) + 2)).getextrema()
        return bool(lightest - darkest >= CONTRAST)

    return [g if not g.light or g.angle or g.is_blank else g._replace(shown=g.shown and contrasts(g)) for g in glyphs]


def _main_direction(glyphs: list[Glyph]) -> int:
    """The direction most of the page is written in; slanted writing is never the page's own."""
    counted = Counter(glyph.angle for glyph in glyphs if glyph.angle % 90 == 0 and not glyph.is_blank)
    return counted.most_common(1)[0][0] if counted else 0


def _corner(quarter: int, box: Box) -> tuple[float, float]:
    """The page's lower left corner as it is read, in the frame of the writing direction."""
    left, bottom, right, top = box
    return {0: (left, bottom), 90: (bottom, -right), 180: (-right, -top), 270: (-top, left)}[quarter]


def _moved(rule: Rule, quarter: int, left: float, bottom: float) -> Rule:
    cos, sin = round(math.cos(math.radians(quarter))), round(math.sin(math.radians(quarter)))
    xs = [x * cos + y * sin - left for x, y in ((rule.x0, rule.y0), (rule.x1, rule.y1))]
    ys = [y * cos - x * sin - bottom for x, y in ((rule.x0, rule.y0), (rule.x1, rule.y1))]
    return Rule(min(xs), min(ys), max(xs), max(ys))


def _drawn(page: Any, box: Box) -> tuple[list[Rule], float, int]:
    """The thin lines and the edges of boxes, the share of the page under images, and the number of drawings."""
    rules: list[Rule] = []
    covered, drawings = 0.0, 0
    for at in range(min(pdf.FPDFPage_CountObjects(page.raw), MAX_OBJECTS)):
        thing = pdf.FPDFPage_GetObject(page.raw, at)
        kind = pdf.FPDFPageObj_GetType(thing)
        if kind == pdf.FPDF_PAGEOBJ_PATH:
            drawings += 1
            rules += _edges(thing, _bounds(thing)) if len(rules) <= MAX_RULES else []
        elif kind == pdf.FPDF_PAGEOBJ_IMAGE or (kind == pdf.FPDF_PAGEOBJ_FORM and _holds_image(thing)):
            left, bottom, right, top = _bounds(thing)
            covered += max(0.0, right - left) * max(0.0, top - bottom)
    area = (box[2] - box[0]) * (box[3] - box[1]) or 1.0
    # A page with more rules than a table has is a drawing.
    return (rules if len(rules) <= MAX_RULES else []), min(1.0, covered / area), drawings


def _bounds(thing: Any) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdf.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _holds_image(form: Any) -> bool:
    inside = range(min(pdf.FPDFFormObj_CountObjects(form), 50))
    kinds = (pdf.FPDFPageObj_GetType(pdf.FPDFFormObj_GetObject(form, at)) for at in inside)
    return any(kind == pdf.FPDF_PAGEOBJ_IMAGE for kind in kinds)


def _edges(path: Any, bounds: Box) -> list[Rule]:
    left, bottom, right, top = bounds
    if min(right - left, top - bottom) <= THIN:
        return [Rule(*bounds)] if max(right - left, top - bottom) > 2 * THIN else []
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdf.FPDFPath_GetDrawMode(path, fill, stroke)
    if not stroke.value or pdf.FPDFPath_CountSegments(path) not in (4, 5):
        return []
    level = [Rule(left, y, right, y) for y in (bottom, top)]
    return level + [Rule(x, bottom, x, top) for x in (left, right)]


def _notes(document: Any, number: int, page: Any, glyphs: list[Glyph]) -> list[Glyph]:
    """What annotations and form fields write on a page: whatever is there once they are made part of it."""
    if not pdf.FPDFPage_GetAnnotCount(page.raw):
        return []
    if pdf.FPDFPage_Flatten(page.raw, pdf.FLAT_NORMALDISPLAY) != pdf.FLATTEN_SUCCESS:
        return []
    known = Counter((glyph.char, round(glyph.x0), round(glyph.y)) for glyph in glyphs)
    fresh = []
    for glyph in _glyphs(document[number])[0]:
        place = (glyph.char, round(glyph.x0), round(glyph.y))
        if known[place]:
            known[place] -= 1
        else:
            fresh.append(glyph)
    return fresh
