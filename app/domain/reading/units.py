"""Where a unit's name begins and ends in running text, and how lists of units share their head noun."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.naming import is_collective, without_title
from app.domain.reading import lexicon, lexicon_units
from app.domain.reading.text import Flow, canon
from app.domain.reading.unit_patterns import (
    ABBREVIATED,
    BOARD_NUMBER,
    CAPITAL,
    COLLECTIVE_VERB,
    COMMITTEE_OF,
    FIRST_LETTER,
    GENERIC,
    GENERIC_LINK,
    HEAD,
    JOINED_CAPITAL,
    LEVEL,
    LINK,
    LISTED_AFTER,
    LONG_NAMED,
    LONGEST,
    MODIFIER,
    MORE_LEVELS,
    NAME_VERB,
    NO_HEAD,
    NOUN_LIKE,
    NUMBERS,
    OF_EACH,
    OPEN_NAMED,
    PAIRED_OFFICE,
    PERSON_NAMED,
    PLACE,
    PLACE_AT,
    PLACE_NAME,
    PLACES,
    PLURAL,
    PLURAL_LEVEL,
    SECOND_BODY,
    SECTOR,
    SEMICOLON,
    SHORT_HEAD,
    STOP,
    SUFFIX,
    TITLE,
    VERB,
    VERBAL_NAMES,
    WINDOW,
)


def is_verb(flow: Flow, at: int) -> bool:
    """Whether a duty's verb, written small or at the start, stands here."""
    return bool(VERB.match(flow.canon, at))


def starts_unit(flow: Flow, at: int) -> bool:
    """Whether the name of a unit, a title or a collective addressee begins here."""
    if not FIRST_LETTER.match(flow.canon, at):
        return False
    if title := TITLE.match(flow.canon, at):
        at = title.end()
        if GENERIC.match(flow.canon, at) or PLURAL.match(flow.canon, at):
            return True
    if plural := PLURAL.match(flow.canon, at):
        return bool(GENERIC.match(flow.canon, plural.end()) or HEAD.match(flow.canon, plural.end()))
    if HEAD.match(flow.canon, at):
        return True
    return _short_head(flow, at)


def _short_head(flow: Flow, at: int) -> bool:
    """A one-syllable head noun counts only before a capital letter, an abbreviation or a known sector."""
    match = SHORT_HEAD.match(flow.canon, at)
    if not match or flow.text[match.end() : match.end() + 1] != " " or is_verb(flow, at):
        return False
    after = match.end() + 1
    if SECTOR.match(flow.canon, after):
        return True
    if flow.text[at].isupper() and LEVEL.match(flow.canon, after) and not LEVEL.match(flow.canon, at):
        return True  # "Thuế tỉnh", "Báo huyện"
    return bool(CAPITAL.match(flow.text, after)) and not is_verb_written_small(flow, after)


def is_verb_written_small(flow: Flow, at: int) -> bool:
    return flow.text[at : at + 1].islower() and is_verb(flow, at)


class _List:
    """Collects the names of one list while the scanner walks over it."""

    def __init__(self, flow: Flow, start: int, *, heading: bool, semicolons: bool) -> None:
        self.flow, self.at, self.heading, self.semicolons = flow, start, heading, semicolons or heading
        self.limit = min(len(flow), start + WINDOW)
        self.names: list[str] = []
        self.head = ""  # the head noun that following pieces share
        self.plural = False  # whether it was written in the plural, before a colon

    def run(self) -> int:
        """Read names until the list ends; returns where."""
        end = self.at
        while self.at < self.limit:
            got = self._name(self.at)
            if got <= self.at:
                break
            end = got
            following = self._next(got)
            if following is None:
                break
            self.at = following
        return end

    def _next(self, at: int) -> int | None:
        """The start of the next name of the list, if one follows at ``at``."""
        link = LINK.match(self.flow.canon, at) or (SEMICOLON.match(self.flow.canon, at) if self.semicolons else None)
        if not link:
            return None
        after = link.end()
        short = self.heading and ABBREVIATED.match(self.flow.text, after)
        return after if short or starts_unit(self.flow, after) or self._shares(after) else None

    def _shares(self, at: int) -> bool:
        """Whether a piece without head noun of its own takes the shared one."""
        if PLACE_AT.match(self.flow.text, at) and self.names and COMMITTEE_OF.match(self.names[-1]):
            return True
        return bool(self.head) and (
            bool(SECTOR.match(self.flow.canon, at)) or (self.plural and bool(CAPITAL.match(self.flow.text, at)))
        )

    def _name(self, start: int) -> int:
        """Read one name; returns its end (``start`` if there is none)."""
        flow = self.flow
        if (place := PLACE_AT.match(flow.text, start)) and self.names and (of := COMMITTEE_OF.match(self.names[-1])):
            self._add(f"{of['office']} {place[0]}")
            return place.end()
        if self.head and not starts_unit(flow, start):
            sector = SECTOR.match(flow.canon, start)
            end = self._suffixes(sector.end()) if sector else self._walk(start, start)
            self._add(f"{self.head} {flow.text[start:end]}")
            return end
        titled = TITLE.match(flow.canon, start)
        if not titled and (person := PERSON_NAMED.match(flow.text[start : start + 80])):
            end = start + person.end("name")
            if person["title"] and TITLE.match(flow.canon, start + person.end()):
                end = self._walk(start, start + person.end())
            self._add(flow.text[start + person.start("name") : end])
            return end
        at = titled.end() if titled else start
        if plural := PLURAL.match(flow.canon, at):
            return self._collective(start, plural.end())
        if at > start and not starts_unit(flow, at) and GENERIC.match(flow.canon, at):
            return self._collective(start, at)
        if listed := PLACES.match(flow.canon, at):
            return self._places(listed)
        head = HEAD.match(flow.canon, at) or SHORT_HEAD.match(flow.canon, at)
        end = self._single(start, head.end() if head else at)
        if head and head[0] in lexicon_units.SECTOR_HEADS and SECTOR.fullmatch(flow.canon, head.end() + 1, end):
            self.head, self.plural = flow.text[at : head.end()], False
        self._add(flow.text[start:end])
        return end

    def _places(self, listed: re.Match[str]) -> int:
        """ "UBND các xã Đồng Tâm, Thanh Sơn": one unit for each place, or the collective where no place follows."""
        flow, end = self.flow, listed.end()
        office = flow.text[listed.start() : listed.end("office")]
        while (place := PLACE_NAME.match(flow.text, end, self.limit)) and not self._other(place.start("name")):
            verb = VERB.match(flow.canon, place.start("name"))
            if verb and verb.end() >= place.end("name"):
                break  # "UBND các xã: Rà soát …"
            self._add(f"{office} {listed['level']} {place['name']}")
            end = place.end()
        if end == listed.end():
            end = self._single(listed.start(), listed.end("office"))
            self._add(flow.text[listed.start() : end])
        return end

    def _other(self, at: int) -> bool:
        """Whether another unit begins here; "Bản Lầu" and "Vụ Bổn" may be communes."""
        if not (short := SHORT_HEAD.match(self.flow.canon, at)):
            return starts_unit(self.flow, at)
        after = short.end() + 1
        return bool(SECTOR.match(self.flow.canon, after) or ABBREVIATED.match(self.flow.text, after))

    def _add(self, name: str) -> None:
        self.names.append(name.strip(" ,-"))

    def _collective(self, start: int, at: int) -> int:
        """A collective addressee, or a plural head noun whose names follow ("các Sở: Tài chính, Xây dựng")."""
        flow = self.flow
        noun = HEAD.match(flow.canon, at) or GENERIC.match(flow.canon, at)
        end = noun.end() if noun else at
        if numbers := NUMBERS.match(flow.text, end):
            end = numbers.end()
        while end < self.limit and (more := GENERIC_LINK.match(flow.canon, end)):
            nxt = GENERIC.match(flow.canon, more.end())
            if not nxt or starts_single(flow, more.end()):
                break
            end = nxt.end()
        first = noun[0] if noun else ""
        shared = LISTED_AFTER.match(flow.canon, end)
        if shared and first in lexicon_units.SECTOR_HEADS and self._listed(shared.end(), colon=":" in shared[0]):
            self.head, self.plural = first[:1].upper() + first[1:], ":" in shared[0]
            return self._name(shared.end())
        end = self._suffixes(end, collective=True)
        if not flow.canon.endswith(lexicon_units.CONCERNED, start, end):
            end = self._modified(start, self._trade(start, end))
        while (more := GENERIC_LINK.match(flow.canon, end)) and (nxt := GENERIC.match(flow.canon, more.end())):
            if starts_single(flow, more.end()) or CAPITAL.match(flow.text, nxt.end() + 1):
                break
            end = self._modified(start, self._suffixes(nxt.end(), collective=True))
        self._add(flow.text[start:end])
        return end

    def _trade(self, start: int, end: int) -> int:
        """ "các công ty khai thác công trình thủy lợi vận hành …": a verb belongs to the noun if one more follows."""
        flow = self.flow
        verb = COLLECTIVE_VERB.match(flow.canon, end)
        if not verb:
            return end
        after = self._walk(start, verb.end())
        ends = VERB.match(flow.canon, after + 1) or (
            flow.canon.startswith(", ", after) and starts_unit(flow, after + 2)
        )
        return after if verb.end() < after <= verb.end() + MODIFIER and ends else end

    def _modified(self, start: int, end: int) -> int:
        """Where what qualifies a collective noun ends; far away it qualifies nothing."""
        walked = self._walk(start, end)
        return walked if walked - end <= MODIFIER else end

    def _listed(self, at: int, *, colon: bool) -> bool:
        if SECTOR.match(self.flow.canon, at):
            return True
        return colon and bool(CAPITAL.match(self.flow.text, at)) and not is_verb(self.flow, at)

    def _single(self, start: int, at: int) -> int:
        """The end of one unit's name whose head noun ends at ``at``."""
        flow = self.flow
        if verbal := VERBAL_NAMES.match(flow.canon, start):
            end = numbered.end() if (numbered := BOARD_NUMBER.match(flow.text, verbal.end())) else verbal.end()
            return self._suffixes(end) if end > at else self._walk(start, at)
        if flow.text[at : at + 1] == " ":
            sector = SECTOR.match(flow.canon, at + 1)
            whole = sector and (
                flow.canon[start:at].split()[-1] in lexicon_units.SECTOR_HEADS
                or VERB.match(flow.canon, sector.end() + 1)
                or flow.canon[sector.end() : sector.end() + 1] in {"", ",", ";", ":", ".", ")"}
            )
            if sector and whole and not JOINED_CAPITAL.match(flow.text, sector.end()):
                return self._suffixes(sector.end())
            short = ABBREVIATED.match(flow.text, at + 1)
            if short and not LONG_NAMED.match(flow.canon, start):
                end = short.end()
                end += len(lexicon_units.COUNTRY) if flow.text.startswith(lexicon_units.COUNTRY, end) else 0
                return self._suffixes(end)
        return self._walk(start, at)

    def _walk(self, start: int, at: int) -> int:
        """Go on over words until something that cannot be part of a name."""
        flow, first, kept = self.flow, at, -1
        for stop in STOP.finditer(flow.canon, at, self.limit):
            if stop.start() < at:
                continue
            if self.heading and stop.start() == kept + 1:
                kept = stop.end()
                continue
            if stop["mark"]:
                nxt = self._over_mark(start, stop)
                if nxt is None:
                    return self._trim(stop.start())
                at = nxt
            elif stop["level"]:
                if self._ends_at_level(start, stop):
                    return stop.end()
            elif flow.text[stop.start()].islower():
                if not self._belongs(stop, start):
                    return self._trim(stop.start())
                kept = stop.end()
        return self._trim(self.limit) if self.limit - first <= LONGEST else first

    def _ends_at_level(self, start: int, stop: re.Match[str]) -> bool:
        """Whether a name is complete with "tỉnh" or "xã": a word in small letters follows, and it is no plural."""
        flow = self.flow
        if self.heading or not flow.text[stop.end() + 1].islower() or not flow.text[stop.start()].islower():
            return False
        if LEVEL.match(flow.canon, stop.end() + 1) or stop.start() - start < 3:
            return False
        return PLURAL_LEVEL.search(flow.canon[start : stop.start()]) is None

    def _belongs(self, stop: re.Match[str], start: int) -> bool:
        """Whether a verb is part of the name: it stands right after an open head noun, or this is a heading's tail."""
        if self.heading and stop["stop"] and stop["stop"] not in lexicon.HEADING_STOPS:
            return True
        noun = OPEN_NAMED.search(self.flow.canon[start : stop.start()])
        if noun:
            return bool(NAME_VERB.match(self.flow.canon, stop.start()))
        return bool(NOUN_LIKE.fullmatch(stop[0])) and bool(VERB.match(self.flow.canon, stop.end() + 1))

    def _over_mark(self, start: int, stop: re.Match[str]) -> int | None:
        """Where the name goes on after a comma or "và"; None where it ends."""
        flow, mark, after = self.flow, stop["mark"], stop.end()
        before = flow.canon[start : stop.start()]
        if PAIRED_OFFICE.match(before) and SECOND_BODY.match(flow.canon, after):
            return after
        if mark.strip() not in {",", lexicon.AND, "&"} or starts_unit(flow, after):
            return None
        if flow.canon.startswith(lexicon_units.AREAS, after):
            return after
        if PLACE_AT.match(flow.text, after) and COMMITTEE_OF.match(flow.text[start : stop.start()]):
            return None
        if LEVEL.match(flow.canon, after) and PLURAL_LEVEL.search(before):
            return after
        runs_on = mark.strip() != "," or LONG_NAMED.match(before)
        return after if runs_on and CAPITAL.match(flow.text, after) else None

    def _suffixes(self, end: int, *, collective: bool = False) -> int:
        """Take in "huyện", "xã Đông Vĩ", "có liên quan", "trên địa bàn"."""
        flow = self.flow
        if of_each := OF_EACH.match(flow.canon, end, self.limit):
            return of_each.end()
        while match := SUFFIX.match(flow.canon, end, self.limit):
            end = match.end()
            if place := PLACE.match(flow.text, end, self.limit):
                end = place.end()
            if not collective:
                break
            if more := MORE_LEVELS.match(flow.canon, end):
                end = more.end()
        return end

    def _trim(self, end: int) -> int:
        while end > 0 and self.flow.text[end - 1] in " ,-":
            end -= 1
        return end


def starts_single(flow: Flow, at: int) -> bool:
    """Whether a named unit begins here, not merely a generic noun."""
    if _short_head(flow, at):
        return True
    match = HEAD.match(flow.canon, at)
    return bool(match) and not GENERIC.match(flow.canon, at)


def unit_list(
    flow: Flow, start: int, *, heading: bool = False, semicolons: bool = False
) -> tuple[tuple[str, ...], int]:
    """The units named in a row from ``start`` on, and where the row ends. Nothing when no unit begins there.

    ``heading``: the text is a heading, so the name runs to its end unless a verb stands in the way.
    ``semicolons``: they part units of this row too, as they do in a heading.
    """
    if not starts_unit(flow, start) and not (heading and _loose_head(flow, start)):
        return (), start
    walker = _List(flow, start, heading=heading, semicolons=semicolons)
    end = walker.run()
    return tuple(dict.fromkeys(_shown(name) for name in walker.names if name)), end


def _loose_head(flow: Flow, at: int) -> bool:
    """In a heading a head noun needs no capital letter after it."""
    return bool(SHORT_HEAD.match(flow.canon, at)) and not is_verb(flow, at) and not NO_HEAD.match(flow.canon, at)


def _shown(name: str) -> str:
    unit = without_title(name)
    return unit[:1].upper() + unit[1:]


def all_collective(names: tuple[str, ...]) -> bool:
    """Whether nobody in particular is addressed: only "các phòng, ban", never "UBND các xã"."""
    return bool(names) and all(is_collective(name) and not _named_kind(canon(name)) for name in names)


def _named_kind(name: str) -> bool:
    at = plural.end() if (plural := PLURAL.match(name)) else 0
    return bool(HEAD.match(name, at)) and not GENERIC.match(name, at)


def unit_starts(flow: Flow, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], int]]:
    """Each match of a phrase that a unit's name follows, with the place where the name begins."""
    for match in pattern.finditer(flow.canon):
        at = match.end()
        while flow.text[at : at + 1] == " ":
            at += 1
        if starts_unit(flow, at):
            yield match, at
