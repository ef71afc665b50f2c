"""Word's automatic lists: counted as Word does, so that a clause keeps the number people see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VALUE = f"{W}val"
PLUS = {"+", "\uf02b"}  # as it is, and in a symbol font
ROMAN = (
    (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
# Word has nine levels of a list, short labels and short chains of styles. What goes beyond is made up, and without
# these bounds a small file could cost hours and all memory.
DEEPEST, LONGEST_LABEL, LARGEST_ROMAN, LARGEST_LETTER, LONGEST_CHAIN = 8, 60, 999, 26 * 3, 20
HEADING, OUTLINES = re.compile(r"heading ([1-9])", re.IGNORECASE), frozenset("012345678")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its kind of numeral, its text such as "%1.%2.", its first number.

    ``restart``: it begins anew after a level up to this one (from 1), never where it is 0. ``legal``: all numerals are
    arabic. ``style``: the paragraph style that stands for this level.
    """

    kind: str = "bullet"
    shown: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    style: str | None = None

    def restarts_after(self, level: int) -> bool:
        return self.restart is None or level < self.restart


@dataclass(frozen=True, slots=True)
class List:
    """A list in use: its levels, the abstract list whose counts it shares, and where it begins to count anew."""

    shared: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


class Numbering:
    """The labels of a document's paragraphs, asked for one after the other in reading order."""

    def __init__(self, numberings: list[Any], styles: list[Any]) -> None:
        self.lists: dict[str, List] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.begun: set[tuple[str, int]] = set()
        self.styles = _Styles(styles)
        for root in numberings:
            self._read(root)

    def _read(self, root: Any) -> None:
        abstract = {shape.get(f"{W}abstractNumId"): shape for shape in root.iter(f"{W}abstractNum")}
        links = {num.get(f"{W}numId"): _value(num, "abstractNumId") for num in root.iter(f"{W}num")}
        for num in root.iter(f"{W}num"):
            shared = links[num.get(f"{W}numId")]
            shape = abstract.get(shared)
            style = None if shape is None else _value(shape, "numStyleLink")
            if style is not None:  # The levels stand with the style of the list.
                shared = links.get(self.styles.list_of.get(style)) or shared
                shape = abstract.get(shared)
            if shape is not None:
                own = {place: level for override in num.iter(f"{W}lvlOverride") for place, level in _levels(override)}
                self.lists[num.get(f"{W}numId")] = List(str(shared), dict(_levels(shape)) | own, _starts(num))

    def depth(self, paragraph: Any) -> int:
        """The level of its list that a paragraph stands on, from 0."""
        place = self.styles.list_place(paragraph, self.lists)
        return place[1] if place else 0

    def label(self, paragraph: Any) -> str:
        """The number or bullet Word would show before a paragraph, with a blank after it; "" without one."""
        place = self.styles.list_place(paragraph, self.lists)
        if place is None or place[0] not in self.lists:
            return ""
        number, at = place
        found = self.lists[number]
        counts = self._count(number, found, at)
        level = found.levels.get(at, Level())
        if level.kind == "bullet":
            return "+ " if level.shown in PLUS else "- "
        shown = level.shown
        for upper in range(at + 1):
            above = found.levels.get(upper, Level("decimal"))
            kind = "decimal" if level.legal and above.kind != "none" else above.kind
            shown = shown.replace(f"%{upper + 1}", _numeral(counts.get(upper, above.start), kind))
        return f"{shown.strip()} " if shown.strip() else ""

    def _count(self, number: str, found: List, at: int) -> Mapping[int, int]:
        """The counts of all levels once a paragraph of this level has been counted."""
        counts = self.counts.setdefault(found.shared, {})
        first = found.starts.get(at, found.levels.get(at, Level()).start)
        if at in found.starts and (number, at) not in self.begun:
            self.begun.add((number, at))
            counts.pop(at, None)
        counts[at] = counts.get(at, first - 1) + 1
        for deeper in [level for level in counts if level > at]:
            if found.levels.get(deeper, Level()).restarts_after(at):
                del counts[deeper]
        return counts


def is_on(mark: Any) -> bool:
    """Whether a property that is there is switched on."""
    return mark.get(VALUE, "1") not in {"0", "false", "off"}


def _value(element: Any, name: str) -> str | None:
    found = element.find(f"{W}{name}")
    return None if found is None else str(found.get(VALUE, ""))


def _levels(parent: Any) -> Iterator[tuple[int, Level]]:
    for level in parent.findall(f"{W}lvl"):
        restart, legal = _value(level, "lvlRestart"), _value(level, "isLgl")
        yield (
            int(level.get(f"{W}ilvl", "0")),
            Level(
                _value(level, "numFmt") or "decimal",
                (_value(level, "lvlText") or "")[:LONGEST_LABEL],
                int(_value(level, "start") or "1"),
                None if restart is None else int(restart),
                legal is not None and legal not in {"0", "false", "off"},
                _value(level, "pStyle"),
            ),
        )


def _starts(num: Any) -> dict[int, int]:
    overrides = (
        (change.get(f"{W}ilvl", "0"), _value(change, "startOverride")) for change in num.iter(f"{W}lvlOverride")
    )
    return {int(level): int(start) for level, start in overrides if start}


class _Styles:
    """Paragraph styles, as far as they make a paragraph part of a list."""

    def __init__(self, roots: list[Any]) -> None:
        every = [style for root in roots for style in root.iter(f"{W}style")]
        found = [style for style in every if style.get(f"{W}type") == "paragraph"]
        self.by_id = {style.get(f"{W}styleId"): style for style in found}
        self.default = next((style for style in found if style.get(f"{W}default") in {"1", "true", "on"}), None)
        self.list_of = {
            style.get(f"{W}styleId"): number.get(VALUE)
            for style in every
            if style.get(f"{W}type") == "numbering" and (number := style.find(f"{W}pPr/{W}numPr/{W}numId")) is not None
        }

    def list_place(self, paragraph: Any, lists: Mapping[str, List]) -> tuple[str, int] | None:
        """(list, level) of a paragraph: each by itself or, where it says nothing, by its style."""
        level: int | None = None
        for source in (paragraph, *self._chain(paragraph)):
            place = source.find(f"{W}pPr/{W}numPr")
            if place is None:
                continue
            number, depth = _value(place, "numId"), _value(place, "ilvl")
            if level is None and depth is not None:
                level = min(int(depth), DEEPEST)
            if number == "0":
                return None
            if number is not None:
                return number, level if level is not None else _level_of(source.get(f"{W}styleId"), lists.get(number))
        return None

    def outline(self, paragraph: Any) -> int | None:
        """The level of a heading, from 1, by the paragraph itself or by its style; None for body text."""
        for source in (paragraph, *self._chain(paragraph)):
            own = source.find(f"{W}pPr/{W}outlineLvl")
            if own is not None:
                level = str(own.get(VALUE, ""))
                return int(level) + 1 if level in OUTLINES else None
            if named := HEADING.fullmatch(_value(source, "name") or ""):
                return int(named[1])
        return None

    def is_listed(self, paragraph: Any) -> bool:
        """Whether it stands in a table of contents."""
        return any((_value(style, "name") or "").lower().startswith("toc ") for style in self._chain(paragraph))

    def is_bold(self, paragraph: Any) -> bool:
        """Whether its style makes the text of a paragraph bold."""
        marks = (style.find(f"{W}rPr/{W}b") for style in self._chain(paragraph))
        return next((is_on(mark) for mark in marks if mark is not None), False)

    def _chain(self, paragraph: Any) -> Iterator[Any]:
        """The style of a paragraph and those it is based on; a chain that goes round in a circle ends all the same."""
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        style = self.default if named is None else self.by_id.get(named.get(VALUE), self.default)
        for _ in range(LONGEST_CHAIN):
            if style is None:
                return
            yield style
            base = style.find(f"{W}basedOn")
            style = None if base is None else self.by_id.get(base.get(VALUE))


def _level_of(style: str | None, found: List | None) -> int:
    """The level that a style stands for in a list."""
    levels = found.levels if found is not None and style is not None else {}
    return next((at for at, level in levels.items() if level.style == style), 0)


def _numeral(number: int, kind: str) -> str:
    if kind in {"none", "bullet"}:
        return ""
    if kind in {"lowerLetter", "upperLetter"} and 0 < number <= LARGEST_LETTER:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if kind == "upperLetter" else letters
    if kind in {"lowerRoman", "upperRoman"} and number <= LARGEST_ROMAN:
        roman = _roman(number)
        return roman.upper() if kind == "upperRoman" else roman
    return f"{number:02d}" if kind == "decimalZero" else str(number)


def _roman(number: int) -> str:
    written = ""
    for value, numeral in ROMAN:
        while number >= value:
            written, number = written + numeral, number - value
    return written
