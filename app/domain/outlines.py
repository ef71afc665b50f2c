"""The outline of a whole report as lines of text: headings with typed numbering, and two lines that stand for what is
filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import DomainError

LIMIT = 20_000  # characters
# What a line begins with, by level; the numbering of NĐ 30/2020, and below it what every office writes.
_NUMBERED = (
    (1, re.compile(r"[IVXL]+\.\s")),
    (2, re.compile(r"\d+\.\s")),
    (3, re.compile(r"\d+(\.\d+)+\.?\s")),
    (4, re.compile(r"[^\W\d_]\)\s")),  # one letter
    (5, re.compile(r"[-–]\s")),
    (6, re.compile(r"\+\s")),
)
SECTION_LEVEL, TITLE_LEVEL = 1, 2


class Place(StrEnum):
    """What is filled in, each at one place."""

    DISCIPLINE = "discipline"
    TASKS = "tasks"  # of the next period


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A heading with its level, 1 for "I."; a sentence that stays as it is typed, without one; or a place, whose words
    are the marker's."""

    text: str
    level: int | None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """``subject`` is what the report is about, its trích yếu."""

    subject: str
    lines: tuple[OutlineLine, ...]

    def is_to_fill(self, n: int) -> bool:
        """Whether nothing comes below the heading of that place, so that somebody writes there."""
        line, below = self.lines[n], self.lines[n + 1] if n + 1 < len(self.lines) else None
        if line.level is None:
            return False
        return below is None or (below.place is None and below.level is not None and below.level <= line.level)


def read_outline(content: str, *, markers: Mapping[Place, str]) -> Outline:
    """The outline that was typed; the first line is its subject. Blank lines are left out.

    Raises ``report_outline.too_long``, ``report_outline.no_subject`` where it begins with a number or a marker or is
    empty, ``report_outline.unknown_marker`` for another line in square brackets, ``report_outline.no_marker`` and
    ``report_outline.two_markers`` unless each place is there once.
    """
    if len(content) > LIMIT:
        raise DomainError("report_outline.too_long", limit=LIMIT)
    places = {_folded(marker): place for place, marker in markers.items()}
    subject, *lines = list(_lines(content.splitlines(), places)) or [OutlineLine("", None)]
    if not subject.text or subject.level is not None or subject.place is not None:
        raise DomainError("report_outline.no_subject")
    for place, marker in markers.items():
        times = sum(line.place is place for line in lines)
        if times != 1:
            raise DomainError("report_outline.two_markers" if times else "report_outline.no_marker", marker=marker)
    return Outline(subject.text, tuple(lines))


def _lines(typed: Iterable[str], places: Mapping[str, Place]) -> Iterator[OutlineLine]:
    for text in filter(None, (" ".join(line.split()) for line in typed)):
        place = places.get(_folded(text))
        if place is None and text.startswith("[") and text.endswith("]"):
            raise DomainError("report_outline.unknown_marker", marker=text)
        yield OutlineLine(text, None if place else _level(text), place)


def _level(text: str) -> int | None:
    return next((level for level, begins in _NUMBERED if begins.match(text)), None)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
