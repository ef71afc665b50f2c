"""How deep each paragraph of a draft report stands: by the numbers and signs people type or Word writes, by Word's
heading styles, by capitals, and by bold letters.

Levels are numbers of no meaning but their order: the smaller, the higher. Patterns are for folded text (``fold``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

from app.domain.naming import fold

ANNEX, PART, CAPITAL, ROMAN, NUMBER, BRACKETED, LETTER, BOLD, DASH, DOT, PLUS = (
    0,
    10,
    15,
    20,
    30,
    55,
    60,
    70,
    80,
    85,
    90,
)
NESTED = 5  # a list that begins again at 1 within a numbered heading stands this much deeper
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_PART = re.compile(
    r"(?:phan|chuong) (?:thu (?:nhat|hai|ba|tu|nam|sau|bay)|[ivxlc]+|\d{1,2}|[a-d])(?P<end>[.:,)]| ?-)?(?= |$)"
)
ANNEX_HEADING = re.compile(r"phu luc(?P<of> so)?(?: (?P<number>\d{1,2}|[ivxlc]{1,6}|[a-h]))?(?P<end>[.:)]| ?-)?(?= |$)")
_NUMBERED = (
    (re.compile(r"(?P<number>[IVX]+) ?[.)/:-] ?(?=\D)"), ROMAN),
    (re.compile(r"[A-Z][.)] ?(?=\S)"), CAPITAL),
    (re.compile(r"\d{1,2}(?P<deeper>(?:\.\d{1,2})+)(?:[.)]? |[.)](?=[^\d\s]))"), NUMBER),
    (re.compile(r"(?P<number>\d{1,2}) ?[./] ?(?=[^\d\s])"), NUMBER),
    (re.compile(r"\(?(?P<number>\d{1,2})\) ?"), BRACKETED),
    (re.compile(r"\(?[a-z\u0111]{1,2}[.)/] ?(?=\S)"), LETTER),
    (re.compile(r"[-\u2010-\u2015\u2212] ?(?=\D)"), DASH),
    (re.compile(r"[\u2022\u25cf\u25cb\u25aa\u25a0\u00b7*\ue000-\uf8ff] ?"), DOT),
    (re.compile(r"\+ ?"), PLUS),
)
_FIRST_LETTER = re.compile(r"\(?a[.)/]")
_LEADS_ON = re.compile(r"(?:nhu sau|sau day|cu the|gom) ?:?$")
_NOTE = re.compile(r"(?: ?\[\d+\])+$")  # the mark of a footnote
LONGEST_HEADING = 30  # words
LONGEST_BOLD, LONGEST_STOPPED = 20, 14  # with a full stop it is a sentence more often
LEAST_TEXT = 8  # words of the first paragraph that belongs to no title


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """A paragraph of a draft as people see it: ``text`` NFC on one line, with its automatic number or bullet.

    ``level``: the smaller, the higher; None for body text. Bullets have levels too, deeper than all headings.
    ``listed``: it stands in a table of contents, which is no place for anything.
    """

    index: int
    text: str
    level: int | None
    is_bullet: bool
    in_table: bool
    listed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A paragraph as a file has it: ``outline`` from 1 where its style is a heading's, ``depth`` in an automatic list.

    ``listed``: it stands in a table of contents, and heads nothing. ``bold``: every word of it is.
    """

    text: str
    outline: int | None = None
    depth: int = 0
    in_table: bool = False
    listed: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class _Label:
    rank: int
    number: int | None
    title: str


def one_line(text: str) -> str:
    return " ".join(normalize("NFC", text).split())


def title_of(text: str) -> str:
    """The words behind a paragraph's number or sign."""
    label = _label(text)
    return label.title if label else text


def is_annex(paragraph: DraftParagraph) -> bool:
    return paragraph.level == ANNEX


def is_capitals(text: str) -> bool:
    """Whether a line is written in capitals, as a heading without a number is."""
    return text.isupper() and len(text.split()) <= LONGEST_HEADING and sum(map(str.isalpha, text)) > 5


def levelled(written: Sequence[Written]) -> tuple[DraftParagraph, ...]:
    """The paragraphs with their levels, in reading order."""
    counting, levels = _Counting(), list[int | None]()
    texts = [one_line(each.text) for each in written]
    labels = [None if each.listed else _label(text) for each, text in zip(written, texts, strict=True)]
    for each, label in zip(written, labels, strict=True):
        levels.append(None if label is None or each.in_table else counting.level(label, each.depth))
    _set_styled(written, labels, levels)
    _set_capitals(written, texts, levels)
    _set_bold(written, texts, labels, levels)
    return tuple(
        DraftParagraph(at, text, levels[at], (levels[at] or 0) >= DASH, written[at].in_table, written[at].listed)
        for at, text in enumerate(texts)
    )


def _label(text: str) -> _Label | None:
    if (named := _named(text, _PART, PART) or _named(text, ANNEX_HEADING, ANNEX)) is not None:
        return named
    for pattern, rank in _NUMBERED:
        if match := pattern.match(text):
            found = match.groupdict()
            deeper = 10 * min((found.get("deeper") or "").count("."), 2)
            return _Label(rank + deeper, _value(found.get("number")), text[match.end() :].strip())
    return None


def _named(text: str, pattern: re.Pattern[str], rank: int) -> _Label | None:
    """A part or an annex: its name alone, or with a title behind a sign or in capitals."""
    match = pattern.match(fold(text[:300]))
    if match is None:
        return None
    behind = len(fold(text[:300])[match.end() :].split())
    words = text[:300].split()
    title = " ".join(words[len(words) - behind :])
    fits = not title or match["end"] or title.isupper() or title.startswith("(")
    return _Label(rank, None, title) if fits and behind <= LONGEST_HEADING else None


def _value(number: str | None) -> int | None:
    if number is None:
        return None
    if number.isdigit():
        return int(number)
    return ROMANS.index(number) + 1 if number in ROMANS else None


@dataclass
class _Counting:
    """The last number of each rank, so that a list within a heading is not taken for headings beside it."""

    last: dict[int, int] = field(default_factory=dict)
    nested: dict[int, int] = field(default_factory=dict)

    def level(self, label: _Label, depth: int) -> int:
        if label.number is None:
            level = label.rank + (min(depth, 4) if label.rank >= DASH else 0)
        else:
            level = self._numbered(label.rank, label.number)
        for deeper in [rank for rank in self.last if rank > level]:
            del self.last[deeper]
        for deeper in [rank for rank in self.nested if rank + NESTED > level]:
            del self.nested[deeper]
        if label.number is not None:
            (self.last if level == label.rank else self.nested)[label.rank] = label.number
        return level

    def _numbered(self, rank: int, number: int) -> int:
        before = self.last.get(rank)
        goes_on = before is None or number == before + 1
        nests = number == 1 or number == self.nested.get(rank, 0) + 1
        return rank + NESTED if nests and not goes_on else rank


def _set_styled(written: Sequence[Written], labels: Sequence[_Label | None], levels: list[int | None]) -> None:
    """A heading by its style alone stands where numbered ones of its outline level do, or between their neighbours."""
    peers: dict[int, int] = {}
    styled = [at for at, each in enumerate(written) if each.outline and not each.in_table and not each.listed]
    for at in styled:
        level = levels[at]
        if level is not None and labels[at] is not None and level < DASH:
            outline = written[at].outline or 0
            peers[outline] = min(level, peers.get(outline, level))
    for at in styled:
        outline = written[at].outline or 0
        if levels[at] is None and written[at].text.strip():
            above = max((level for upper, level in peers.items() if upper < outline), default=0)
            levels[at] = peers.get(outline, above + outline)


def _set_capitals(written: Sequence[Written], texts: Sequence[str], levels: list[int | None]) -> None:
    """Lines in capitals without a number are headings, unless they go on with the heading just above them."""
    after_heading = False
    for at, text in enumerate(texts):
        if not text:
            continue
        level, capitals = levels[at], is_capitals(text)
        plain = level is None and not written[at].in_table and not written[at].listed
        if plain and capitals and not after_heading:
            levels[at] = ROMAN
        after_heading = (level is not None and level < DASH) or (plain and capitals)


def _set_bold(
    written: Sequence[Written], texts: Sequence[str], labels: Sequence[_Label | None], levels: list[int | None]
) -> None:
    """Short lines in bold letters alone are headings below all others, but of a list that begins under them; the lines
    in bold that follow end what they head."""
    begins = _end_of_title(written, texts, labels)
    bold = [
        at >= begins and levels[at] is None and _is_bold_heading(written[at], texts[at]) for at in range(len(texts))
    ]
    level = BOLD
    for at, own in enumerate(levels):
        if own is not None and own < level:
            level = BOLD
        if bold[at]:
            level = min(level, _above_its_list(at, bold, texts, labels, levels))
            levels[at] = level


def _end_of_title(written: Sequence[Written], texts: Sequence[str], labels: Sequence[_Label | None]) -> int:
    """The title of a report stands in bold letters, too."""
    begins = (
        at
        for at, (each, text) in enumerate(zip(written, texts, strict=True))
        if labels[at] is not None or each.outline or (not each.bold and len(text.split()) >= LEAST_TEXT)
    )
    return next((at for at in begins if not written[at].in_table), len(written))


def _is_bold_heading(paragraph: Written, text: str) -> bool:
    """Emphasised sentences are none, nor what only leads on to the next line."""
    if not paragraph.bold or paragraph.in_table or paragraph.listed or is_capitals(text):
        return False
    words = _NOTE.sub("", text)
    longest = LONGEST_STOPPED if words.endswith(".") else LONGEST_BOLD
    is_short = len(words.split()) <= longest and sum(map(str.isalpha, words)) > 5
    is_title = words[:1].isupper() and not words.endswith((",", ";", "?", "/"))
    return is_short and is_title and not _LEADS_ON.search(fold(words))


def _above_its_list(
    at: int, bold: Sequence[bool], texts: Sequence[str], labels: Sequence[_Label | None], levels: Sequence[int | None]
) -> int:
    """Just above the list that begins anew before the next line in bold letters or higher heading."""
    for behind in range(at + 1, len(texts)):
        label, level = labels[behind], levels[behind]
        if bold[behind] or (level is not None and level < NUMBER):
            return BOLD
        if label is not None and level is not None and level < DASH:
            is_first = label.number == 1 or (label.rank == LETTER and _FIRST_LETTER.match(texts[behind]) is not None)
            return min(BOLD, level - 1) if is_first else BOLD
    return BOLD
