"""Footnotes: lines at the foot of a page that a sentence runs past."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import normalize

from app.domain.reading import lexicon, lexicon_head
from app.domain.reading.outline import Line, ends_sentence, marker
from app.domain.reading.text import UPPER, canon
from app.domain.reading.unit_patterns import VERB

LONGEST = 16  # lines
# A small raised number with a blank after it, or what a scan makes of one.
NUMBERED = re.compile(rf"\[?(?P<n>\d{{1,2}}|[¹²³⁴-⁹])\]?\s+(?=[{UPPER}\d“\"])")
GLUED = re.compile(rf"(?P<n>\d)(?=(?:{lexicon.NOTE_OPENS}) )", re.IGNORECASE)
GARBLED = re.compile(rf"[!?'’”]\s?(?=[{UPPER}])")
OPENS = re.compile(f"(?:{lexicon.NOTE_OPENS})(?![^\\W_])")
RECIPIENTS = re.compile(lexicon_head.RECIPIENTS, re.IGNORECASE)


def footnotes(found: Sequence[Line]) -> set[int]:
    """Indexes of the lines that are footnotes: a numbered run up to the end of a page, without a list marker in it."""
    notes: set[int] = set()
    last = 0
    at = 0
    while at < len(found):
        number = _number(found, at, last)
        end = _page_end(found, at) if number is not None else None
        if number is None or end is None:
            at += 1
            continue
        notes.update(range(at, end))
        last = max([number, *(_value(m["n"]) for line in found[at:end] if (m := NUMBERED.match(line.text)))])
        at = end
    return notes


def _value(number: str) -> int:
    return int(normalize("NFKC", number))


def _number(found: Sequence[Line], at: int, last: int) -> int | None:
    """The number of the note that a line begins; None for a line that begins none."""
    line = found[at]
    if at == 0 or not (line.gap or ends_sentence(found[at - 1].text) or _is_short(found, at)):
        return None
    if garbled := GARBLED.match(line.text):
        return last + 1 if OPENS.match(canon(line.text[garbled.end() :])) else None
    match = NUMBERED.match(line.text) or GLUED.match(line.text)
    words = canon(line.text[match.end() :]) if match else ""
    if VERB.match(words) and not OPENS.match(words):
        return None
    number = _value(match["n"]) if match and not marker(line.text) else None
    return number if number is not None and last < number <= last + 3 else None


def _is_short(found: Sequence[Line], at: int) -> bool:
    """Whether the note is set in more letters a line than the text above it: smaller type."""
    above = [len(line.text) for line in found[max(0, at - 8) : at]]
    return len(found[at].text) > 1.12 * max(above)


def _page_end(found: Sequence[Line], at: int) -> int | None:
    """Where the page ends that a note stands on; None where it goes on with other things, or too long."""
    for index in range(at + 1, min(len(found), at + LONGEST)):
        if found[index].page:
            return index
        if RECIPIENTS.match(found[index].text):
            return None
        if marker(found[index].text) and not NUMBERED.match(found[index].text):
            return None
    return None
