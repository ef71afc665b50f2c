"""What text recognition tells of a page, in hOCR, becomes lines with places. Runs in the child."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.adapters.pdf_lines import SUPERSCRIPTS, Line, Word
from app.adapters.plain_text import normalised

SPAN, CLASS, TITLE = "{http://www.w3.org/1999/xhtml}span", "class", "title"
NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
JOINED = 0.12  # of the size: nearer to each other than this the two halves of a symbol are one word
HALF, OTHER_HALF = re.compile(r"\w[-/]$"), re.compile(r"[-/]?\w")  # as 02- and KH/TU
ALIKE = 0.18  # lines whose sizes differ by less have one size: what letters stand on a line changes its measure
RUBBISH = 35.0  # mean confidence of a line that is no line: a stamp, a signature, a fold
CERTAIN = 80.0  # and of one that is taken for a line among stamps and signatures
DOUBTFUL = 60  # confidence of a word that somebody should look at
SPECK = 40  # and of a sign at an end of a line that is a speck beside the text
BULLETS = ("-", "–", "+", "•")  # which stay however uncertain they are
BESIDE = 3.0  # points
DIRT = re.compile(r"[-–—_.,'‘’\"“”]+(?=[^\W\d_A-Z])")
SMALL = 0.88  # of the usual size: notes at the foot of a page
# Raised figures are mostly taken for these, which official documents do not have.
RAISED = {"!": "1", "?": "2", "*": "3"}
ENDED = re.compile(r"[^\W\d_]{2,}\.")
NOTE = re.compile(r"[!?*]|\d{1,2}")
NOTE_MARK = re.compile(r"(?<=[\w)”\"])[!?*](?=[,.;:)]*$)")


@dataclass(frozen=True, slots=True)
class SeenWord(Word):
    """A word with the recognition's own estimate, 0 to 100, of how sure it is."""

    confidence: int = 100


def sure(word: Word) -> int:
    """How sure the recognition is; what was not recognised but stood in the file is certain."""
    return word.confidence if isinstance(word, SeenWord) else 100


def confidence(lines: Sequence[Line]) -> float:
    """The mean over all letters; 0 where there are none."""
    letters = [(sure(word), len(word.text)) for line in lines for word in line.words]
    return sum(each * length for each, length in letters) / (sum(length for _, length in letters) or 1)


def lines_of(hocr: bytes, height: int, point: float, corner: tuple[int, int] = (0, 0)) -> list[Line]:
    """The lines the program tells of, whose boxes are in pixels with y downwards. ``height``: the page's, in pixels;
    ``point``: a pixel in points; ``corner``: where in the page the recognised part of it begins."""
    found = (_line(element, height, point, corner) for element in ET.fromstring(hocr).iter(SPAN))
    return [line for line in found if line]


def _line(element: ET.Element, height: int, point: float, corner: tuple[int, int]) -> Line | None:
    words = [word for each in element if (word := _word(each, point, corner[0]))]
    box, base, size = _numbers(element, "bbox"), _numbers(element, "baseline"), _numbers(element, "x_size")
    if not words or len(box) != 4 or not size:
        return None
    slope, rise = base if len(base) == 2 else (0.0, 0.0)
    y = corner[1] + box[3] + rise + slope * (box[2] - box[0]) / 2
    return Line(tuple(_joined(words, size[0] * point)), (height - y) * point, size[0] * point)


def _numbers(element: ET.Element, name: str) -> list[float]:
    """The numbers of a property in an element's title, such as "bbox 1 2 3 4; x_size 54"."""
    parts = (part.split(None, 1) for part in element.get(TITLE, "").split(";"))
    return next(
        (list(map(float, NUMBERS.findall(part[1]))) for part in parts if len(part) == 2 and part[0] == name), []
    )


def _word(element: ET.Element, point: float, left: int) -> SeenWord | None:
    text, box = normalised("".join(element.itertext())).strip(), _numbers(element, "bbox")
    if element.get(CLASS) != "ocrx_word" or not text or len(box) != 4:
        return None
    return SeenWord(text, (left + box[0]) * point, (left + box[2]) * point, int(_numbers(element, "x_wconf")[0]))


def _joined(words: Sequence[SeenWord], size: float) -> list[SeenWord]:
    """Symbols such as 02-KH/TU, which are often taken apart at a stroke, are whole again."""
    made: list[SeenWord] = []
    for word in words:
        last = made[-1] if made else None
        if last and word.x0 - last.x1 < JOINED * size and HALF.search(last.text) and OTHER_HALF.match(word.text):
            text = last.text + word.text.removeprefix(last.text[-1])
            made[-1] = SeenWord(text, last.x0, word.x1, min(last.confidence, word.confidence))
        else:
            made.append(word)
    return made


def cleared(lines: Sequence[Line], height: float) -> list[Line]:
    """The lines of a page whose height is in points, without specks, of a few even sizes, their notes marked."""
    left = Counter(round(line.x0) for line in lines).most_common(1)[0][0] if lines else 0
    clear = [line for each in lines if (line := _without_specks(each, left)) and not is_rubbish(line)]
    letters: Counter[float] = Counter()
    for line in clear:
        letters[round(line.size)] += len(line.text)
    usual = letters.most_common(1)[0][0] if letters else 0.0
    even = [Line(x.words, x.y, usual if abs(x.size - usual) <= ALIKE * usual else x.size) for x in clear]
    return _with_note_marks(even, SMALL * usual, height / 2)


def is_rubbish(line: Line) -> bool:
    few = sum(map(str.isalnum, line.text)) < 2
    return confidence([line]) < (CERTAIN if few else RUBBISH)


def is_certain(line: Line) -> bool:
    """What is found among stamps and signatures is mostly neither a word nor a line."""
    words = [word for word in line.words if sum(map(str.isalpha, word.text)) >= 3]
    return bool(words) and line.text[0].isupper() and confidence([line]) >= CERTAIN


def _without_specks(line: Line, left: float) -> Line | None:
    """A line without the strokes and dots at its ends that are specks beside the text, whose left edge is given."""
    words = [word for word in line.words if isinstance(word, SeenWord)]
    while words and ((_is_speck(words[0]) and words[0].text not in BULLETS) or _is_beside(words[0], left)):
        words.pop(0)
    while words and _is_speck(words[-1]):
        words.pop()
    if (
        words
        and (words[0].confidence < DOUBTFUL or words[0].x0 < left - BESIDE)
        and (dirt := DIRT.match(words[0].text))
    ):
        words[0] = replace(words[0], text=words[0].text[dirt.end() :])
    return line.of(_without_stray_dots(words)) if words else None


def _without_stray_dots(words: Sequence[SeenWord]) -> list[SeenWord]:
    """No sentence begins with a small letter, so a dot before one is a speck."""
    after = [*(word.text[0].islower() for word in words[1:]), False]
    return [
        replace(word, text=word.text[:-1]) if low and word.text[1:].islower() and ENDED.fullmatch(word.text) else word
        for word, low in zip(words, after, strict=True)
    ]


def _is_speck(word: SeenWord) -> bool:
    return word.confidence < SPECK and len(word.text) <= 2 and not any(map(str.isdigit, word.text))


def _is_beside(word: SeenWord, left: float) -> bool:
    """A stroke in the margin; no bullet hangs out there alone."""
    return word.x0 < left - BESIDE and not any(map(str.isalnum, word.text))


def _with_note_marks(lines: Sequence[Line], small: float, middle: float) -> list[Line]:
    """Where small lines at the foot of a page begin with a number, or with what a raised one is taken for, these are
    raised numbers again, there and behind the words of the text."""
    notes = [line for line in lines if line.size < small and line.y < middle and NOTE.fullmatch(line.words[0].text)]
    marks = {line.words[0].text for line in notes}
    return [_marked(line, marks, opens=line in notes) for line in lines] if notes else list(lines)


def _marked(line: Line, marks: set[str], *, opens: bool) -> Line:
    words = [word for word in line.words if isinstance(word, SeenWord)]
    for at, word in enumerate(words):
        found = NOTE_MARK.search(word.text)
        if opens and at == 0:
            words[0] = replace(word, text=RAISED.get(word.text, word.text).translate(SUPERSCRIPTS))
        elif found and found[0] in marks:
            raised = RAISED[found[0]].translate(SUPERSCRIPTS)
            words[at] = replace(word, text=word.text[: found.start()] + raised + word.text[found.end() :])
    return line.of(words)


def boxes(lines: Sequence[Line], height: int, point: float) -> Iterator[tuple[float, float, float, float]]:
    """Where the words stand in the picture: left, top, right, bottom in pixels."""
    for line in lines:
        base, size = height - line.y / point, line.size / point
        yield from ((word.x0 / point, base - size, word.x1 / point, base + 0.4 * size) for word in line.words)
