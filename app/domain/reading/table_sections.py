"""Rows of a list that hold no task: a unit's name for the rows below them, a part of the list, a topic."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.domain.reading.duties import opens_duty
from app.domain.reading.outline import ends_sentence, is_caps, marker
from app.domain.reading.table_units import heading_units
from app.domain.reading.text import flow

_ROMAN = re.compile(r"[IVX]{1,5}")
_LETTER = re.compile(r"[A-HK-U]")
_NUMERAL = re.compile(r"\d{1,4}")
_LETTERED = re.compile(r"(?P<label>[A-HK-U])[.)/]\s*(?=\S)")
_INNER = re.compile(r"\d{1,3}(?:\.\d{1,3})+|[a-z\u0111]|[-+*]")
_TOPIC_LENGTH = 160
# Ranks as in the outline: a part, a letter, a roman numeral, capitals, a number, a unit and a topic without any.
LETTER, ROMAN, CAPITALS, NUMBERED, NAMED, TOPIC = 1, 2, 3, 4, 6, 8
_BY_MARKER = {0: 0, 1: LETTER, 2: ROMAN, 3: CAPITALS}


@dataclass(frozen=True, slots=True)
class Section:
    """A row in force for those below it; ``leads`` are the units it names, none where it is a topic."""

    rank: int
    label: str
    leads: tuple[str, ...]


@dataclass(slots=True)
class Sections:
    """The sections in force, the outermost first."""

    stack: list[Section] = field(default_factory=list)

    def enter(self, section: Section) -> None:
        while self.stack and self.stack[-1].rank >= section.rank:
            self.stack.pop()
        self.stack.append(section)

    @property
    def leads(self) -> tuple[str, ...]:
        """The units of the innermost section that names any."""
        return next((section.leads for section in reversed(self.stack) if section.leads), ())

    @property
    def label(self) -> str:
        return next((section.label for section in reversed(self.stack) if section.label), "")


def section_in(number: str, words: str, *, below: str, in_content: bool) -> Section | None:
    """The section that a row is whose only words are these, or None where they are a task.

    ``number``: what stands in the column of numbers; ``below``: what stands there in the next row that has words;
    ``in_content``: the words stand in the column of the tasks, and not across the row.
    """
    own, title, marked = _label_of(words)
    number = number.strip(" .)") or own
    rank = _rank(number, marked, title)
    leads = heading_units(title)
    if leads:
        level = rank if rank is not None else NUMBERED if number else NAMED
        return Section(level, _short(number), leads)
    line = flow(title, [(0, len(title))])
    if rank is not None or (not in_content and not number):
        return Section(TOPIC if rank is None else rank, _short(number), ())
    if opens_duty(line) or len(title) > _TOPIC_LENGTH or ends_sentence(title.rstrip(":")):
        return None
    if number and not _INNER.fullmatch(below.strip(" .)")):
        return None
    return Section(NUMBERED if number else TOPIC, _short(number), ())


def _label_of(words: str) -> tuple[str, str, int | None]:
    """(label, words after it, rank) of the marker that a section's own words begin with."""
    if lettered := _LETTERED.match(words):
        return lettered["label"], words[lettered.end() :], LETTER
    found = marker(words)
    return (found[1], words[found[2] :], found[0]) if found and found[0] <= NUMBERED else ("", words, None)


def _short(number: str) -> str:
    return number if len(number) <= 8 else ""


def _rank(number: str, marked: int | None, title: str) -> int | None:
    """How high a section stands by its number; None where only its words can tell."""
    if _ROMAN.fullmatch(number):
        return ROMAN
    if _LETTER.fullmatch(number):
        return LETTER
    if marked in _BY_MARKER:
        return _BY_MARKER[marked]
    if is_caps(title):
        return CAPITALS if not number else NUMBERED
    return None
