"""The cells of a list that name units: who leads, who takes part; and the rows that name a unit for those below."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.domain.naming import KnownUnit, fold, resolve
from app.domain.reading import lexicon, lexicon_head, lexicon_lists, lexicon_units
from app.domain.reading.outline import is_caps, marker
from app.domain.reading.text import Flow, canon, flow
from app.domain.reading.unit_patterns import ABBREVIATED, SECTOR
from app.domain.reading.units import is_verb, starts_unit, unit_list

_BREAK = re.compile(r"[\n\u2028]+")
_GAP = re.compile(rf"[ ,;.+/\-]+(?:(?:{lexicon.AND}|&) )?|(?:{lexicon.AND}|&) ")
_END = re.compile(rf"[;,()]| {lexicon.AND} (?=\S)| - (?=\S)|/ ?(?=\S)|$")
_CUT = re.compile(rf", (?={lexicon_lists.CELL_HEADS})")
_CELL_HEAD = re.compile(lexicon_lists.CELL_HEADS)
_COMMITTEE = re.compile(rf"(?P<office>{lexicon_units.COMMITTEES}) (?:{lexicon_units.LEVELS}) ")
_PLACE = re.compile(rf"(?:{lexicon_units.LEVELS}) \S")
_LEADS = re.compile(rf"\(?{lexicon_lists.LEAD_LABEL}\)?")
_TAKES_PART = re.compile(rf"\(?{lexicon_lists.COORDINATING_LABEL}\)?")
_OTHER_BRACKET = re.compile(r"\([^()]*\)")
_CODES = frozenset(lexicon_head.ISSUER_CODES)


@dataclass(slots=True)
class Parties:
    """The units of a cell. ``sure``: every name was one, and ends where a name can end."""

    leads: list[str] = field(default_factory=list)
    coordinating: list[str] = field(default_factory=list)
    sure: bool = True


def parties_in(text: str, start: int, end: int) -> Parties:
    """The units a cell names, line by line; words such as "phối hợp" tell who takes part."""
    found = Parties()
    for first, last in unit_lines(text, start, end):
        _Scanner(flow(text, [(first, last)]), found).run()
    found.leads = list(dict.fromkeys(found.leads))
    found.coordinating = [name for name in dict.fromkeys(found.coordinating) if name not in found.leads]
    return found


def unit_lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The lines of a cell of units; a line that cannot begin a name goes on with the one before it."""
    lines: list[tuple[int, int]] = []
    for first, last in cell_lines(text, start, end):
        line = flow(text, [(first, last)])
        words = marker(line.text)
        begins = words is not None or starts_unit(line, 0) or _label(line, 0) is not None
        open_end = bool(lines) and text[lines[-1][0] : lines[-1][1]].rstrip().endswith(("-", "–", "&"))
        if lines and (not begins or open_end):
            lines[-1] = (lines[-1][0], last)
        else:
            lines.append((first, last))
    return lines


def cell_lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The written lines of a cell."""
    found: list[tuple[int, int]] = []
    at = start
    for stop in [*(m.span() for m in _BREAK.finditer(text, start, end)), (end, end)]:
        line = text[at : stop[0]]
        if line.strip():
            found.append((at + len(line) - len(line.lstrip()), at + len(line.rstrip())))
        at = stop[1]
    return found


def _label(line: Flow, at: int) -> tuple[bool, int] | None:
    """(whether the names after it lead, where they begin) of a word such as "phối hợp:" that stands here."""
    if match := _TAKES_PART.match(line.canon, at):
        return False, match.end()
    match = _LEADS.match(line.canon, at)
    return (True, match.end()) if match else None


class _Scanner:
    """Walks over one line of a cell, name by name."""

    def __init__(self, line: Flow, found: Parties) -> None:
        self.line, self.found = line, found
        self.leading = True
        self.last: list[str] = []  # the names a label behind them is about

    def run(self) -> None:
        at = first[2] if (first := marker(self.line.text)) else 0
        while at < len(self.line):
            if gap := _GAP.match(self.line.canon, at):
                at = gap.end()
            elif label := _label(self.line, at):
                at = self._labelled(*label)
            elif self.line.text[at] == "(":
                bracket = _OTHER_BRACKET.match(self.line.text, at)
                at = bracket.end() if bracket else at + 1
            else:
                at = self._name(at)

    def _labelled(self, leads: bool, at: int) -> int:
        """A label in front of names holds for those that follow; one behind them at the end of a part is about them."""
        behind = bool(self.last) and (at >= len(self.line) or self.line.canon[at - 1] in ");," or self._at_gap(at))
        if behind and not leads:
            self.found.leads = [name for name in self.found.leads if name not in self.last]
            self.found.coordinating += self.last
        if not behind:
            self.leading = leads
        self.last = []
        return at

    def _at_gap(self, at: int) -> bool:
        return self.line.canon[at : at + 1] in {";", ",", "."}

    def _name(self, start: int) -> int:
        line = self.line
        names, end = unit_list(line, start, heading=True)
        if cut := _CUT.search(line.canon, start, end):
            names, end = unit_list(line.cut(start, cut.start()), 0, heading=True)[0], cut.start()
        stop = self._stop(end if names else start)
        rest = line.text[end:stop].strip(" .:") if names else ""
        if not names:
            names, end = (line.text[start:stop].strip(" .:"),), stop
            alone = not (self.found.leads or self.found.coordinating or stop < len(line))
            self.found.sure &= alone or bool(ABBREVIATED.match(line.text, start) or _CELL_HEAD.match(line.canon, start))
        elif rest:
            names, end = (*names[:-1], line.text[self._of_last(names[-1], start, end) : stop].strip(" .:")), stop
        self.last = self._placed([name for name in names if name])
        (self.found.leads if self.leading else self.found.coordinating).extend(self.last)
        return max(end, start + 1)

    def _placed(self, names: list[str]) -> list[str]:
        """ "UBND xã An Lạc, xã Bình Minh": the second place has its committee too."""
        placed: list[str] = []
        for name in names:
            before = [*self.last, *placed][-1:]
            office = _COMMITTEE.match(canon(before[0])) if before else None
            if office and _PLACE.match(canon(name)):
                name = f"{before[0][: office.end('office')]} {name[:1].lower()}{name[1:]}"
            placed.append(name)
        return placed

    def _of_last(self, name: str, start: int, end: int) -> int:
        at = self.line.text.rfind(name, start, end)
        return at if at >= 0 else start

    def _stop(self, at: int) -> int:
        """Where the name that goes on at this place must end: at a separator that a name or nothing follows."""
        for match in _END.finditer(self.line.canon, at):
            if match[0].strip() in {lexicon.AND, "-", "/"} and not starts_unit(self.line, match.end()):
                continue
            return self._before_label(at, match.start())
        return len(self.line)

    def _before_label(self, at: int, stop: int) -> int:
        places = (m.start() for pattern in (_TAKES_PART, _LEADS) for m in pattern.finditer(self.line.canon, at, stop))
        return min((place for place in places if place > at), default=stop)


def heading_units(words: str) -> tuple[str, ...]:
    """The units that the words of a section row name, and nothing else stands there; () for a mere topic."""
    shown = small(words) if is_caps(words) else words
    line = flow(shown, [(0, len(shown))])
    names, end = unit_list(line, 0, heading=True)
    if not names or (is_verb(line, 0) and not starts_unit(line, 0)):
        return ()
    rest = _OTHER_BRACKET.sub("", line.text[end:]).strip(" .:;-")
    if not rest:
        return names
    return (line.text.rstrip(" .:;"),) if len(names) == 1 and not re.search(r"[.;:]", rest) else ()


def small(caps: str) -> str:
    """A name in capitals as it is usually written: "PHÒNG TÀI CHÍNH" as "Phòng Tài chính"."""
    low = caps.lower()
    for code in _CODES:
        low = re.sub(rf"(?<![^\W_]){code.lower()}(?![^\W_])", code, low)
    line = flow(low, [(0, len(low))])
    capital = {0}
    at = line.canon.find(" ") + 1
    if sector := SECTOR.match(line.canon, at):
        capital |= {at} | {at + m.end() for m in re.finditer(rf" - |, | {lexicon.AND} ", sector[0])}
    places = rf"(?<![^\W_])(?:{'|'.join(lexicon_units.LEVELS.split('|'))}) (?=[^\W\d_])(?P<name>\w+(?: \w+)*)"
    for place in re.finditer(places, line.canon):
        capital |= {place.start("name") + m.start() for m in re.finditer(r"\w+", place["name"])}
    return "".join(c.upper() if at in capital else c for at, c in enumerate(line.text))


class FullNames:
    """Names as the list writes them in full: an abbreviated one is looked up among them."""

    def __init__(self, names: Iterable[str]) -> None:
        written = dict.fromkeys(name for name in names if not ABBREVIATED.search(name))
        self.names = list(written)[:200]
        self.known = [KnownUnit(number, (name,)) for number, name in enumerate(self.names)]
        self.found: dict[str, str] = {}

    def of(self, name: str) -> str:
        """The full form of an abbreviated name where exactly one fits, else the name itself."""
        if not ABBREVIATED.search(name):
            return name
        if name not in self.found:
            number = resolve(name, self.known)
            self.found[name] = name if number is None else self.names[number]
        return self.found[name]


def same(names: Iterable[str], others: Iterable[str]) -> bool:
    return {fold(name) for name in names} == {fold(name) for name in others}
