"""The header: number, kind, issuer, place, dates, chair, subject, signer; and the mark that forbids reading on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain.naming import fold
from app.domain.reading import lexicon, lexicon_dates, lexicon_head, lexicon_units
from app.domain.reading.columns import NAME, cells, plain
from app.domain.reading.dates import Use, mentions
from app.domain.reading.days import make_day
from app.domain.reading.model import DocumentHead
from app.domain.reading.outline import Block, Line, is_caps, lines, marker
from app.domain.reading.tail import is_family, signature, tail_start
from app.domain.reading.text import DASHES, UPPER, canon
from app.domain.reading.unit_patterns import SECTOR

HEAD_LINES = 60
SECRET_LINES = 40
MARK_LENGTH = 100
OPENING = 4_000  # characters in which an office without letterhead names itself
CHAIR_REACH = 300  # how far before "chủ trì" the one who did is named
NUMBER = re.compile(
    rf"\W*{lexicon_head.NUMBER_WORD} ?: ?(?P<n>\d{{1,5}}[a-z\u0111]?)? ?/ ?"
    rf"(?P<symbol>(?:\d{{4}}/)?[{UPPER}][{UPPER}a-z]{{0,7}}(?: ?[-/] ?[{UPPER}0-9][{UPPER}a-z0-9&.]{{0,14}}){{0,4}})",
    re.IGNORECASE,
)
PLACE_DATE = re.compile(lexicon_head.PLACE_DATE, re.IGNORECASE)
SUBJECT_ENDS = re.compile(rf"(?:{lexicon_head.SUBJECT_ENDS})(?![^\W_])")
COLUMN_WIDTH = 45  # of the left one
ADDRESSES = re.compile(lexicon_head.ADDRESSES)
SUBJECT_VV = re.compile(lexicon_head.SUBJECT_VV)
OFFICE_LEVEL = re.compile(rf"(?:{lexicon_head.PEOPLES_COMMITTEE}) (?P<level>{lexicon_units.LEVELS})(?![^\W_])")
MEETING = re.compile(lexicon_head.MEETING)
CHAIRING = re.compile(rf"(?<![^\W_])(?:{lexicon_head.CHAIRING})(?![^\W_])")
CHAIRED_BY = re.compile(rf"(?<![^\W_]){lexicon_head.CHAIRED_BY} ")
PERSON = re.compile(rf"(?<![^\W_])(?:{lexicon_head.PERSON}) ")
KINDS = {kind: fold(kind) for kind in lexicon_head.KINDS.split("|")}
LEVELS = {level: f"{fold(level)} " for level in lexicon_units.LEVELS.split("|")}
OFFICE_SECTOR = re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(lexicon_units.SECTOR_HEADS))}) (?P<name>{SECTOR.pattern})")
SECTOR_PARTS = re.compile(rf"(?:^|, | ?- ?| & | {lexicon.AND} )[^\W\d_]")
TITLED = re.compile(lexicon_head.TITLED)
NO_LETTER = re.compile(r"[\W_]+")


def _spaceless(words: str) -> str:
    return words.replace(" ", "")


SECRET_STAMP = re.compile(
    _spaceless(
        rf"(?:{lexicon_head.SECRECY_LABELS}|{lexicon_head.HASTE_STAMPS})*(?P<mark>{'|'.join(lexicon_head.SECRECY).lower()})"
        rf"(?:{lexicon_head.HASTE_STAMPS}|(?:{lexicon_head.COPY_LABELS})\d*)*"
    )
)


def secrecy_mark(text: str) -> str | None:
    """The secrecy mark standing by itself in the head of a document; None for the word inside a sentence."""
    for line in lines(text)[:SECRET_LINES]:
        for cell in [*cells(line), plain(line.text)]:
            mark = _as_mark(cell)
            if mark:
                return mark
    return None


def _as_mark(cell: str) -> str | None:
    """The mark a cell is made of; letters are compared without blanks, because stamps are often set spaced."""
    if len(cell) > MARK_LENGTH:
        return None
    stamp = SECRET_STAMP.fullmatch(NO_LETTER.sub("", canon(cell)))
    return next((mark for mark in lexicon_head.SECRECY if stamp and _spaceless(mark.lower()) == stamp["mark"]), None)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the head ends and the tail begins, as indexes into the lines, and what the head says."""

    head: DocumentHead
    since: date | None  # the day of issue, or the first day of its month where the day is stamped elsewhere
    body: int
    tail: int


def frame(found: Sequence[Line]) -> Frame:
    """Read the head and the signature off the lines."""
    top = found[:HEAD_LINES]
    kind_at, kind = _kind(top)
    number_at, number, symbol = _number(top[: kind_at + 3 if kind else None])
    placed_at, place, issued_on, month = _place(top[: kind_at + 3 if kind else None])
    subject_at, subject = _subject(found, kind_at, number_at)
    body = max(-1, *(i for i in (kind_at, number_at, placed_at, subject_at))) + 1
    tail = tail_start(found, body)
    signer, title = signature(found[tail:])
    head = DocumentHead(
        number=number,
        kind=kind or _kind_by_symbol(symbol, number_at),
        issuer=_issuer(top, number_at),
        place=place,
        issued_on=issued_on,
        signer=signer,
        signer_title=title,
        subject=subject,
    )
    return Frame(head, issued_on or month, body, tail)


def _kind(top: Sequence[Line]) -> tuple[int, str | None]:
    for index, line in enumerate(top):
        if (line.text.lstrip("#*_ ")[:1].isdigit()) or len(line.text) > 90:
            continue
        cell = plain(line.text)
        if is_caps(cell):
            # Without accents, and without the single letters that a scan sees in a stamp beside it.
            words = re.sub(r"^(?:\w )+", "", fold(cell))
            for kind, folded in KINDS.items():
                if words == folded or (words.startswith(f"{folded} ") and len(cell) <= 40):
                    return index, kind
    return -1, None


def _number(top: Sequence[Line]) -> tuple[int, str | None, str | None]:
    """(line index, number with symbol or None while it has no digits, symbol)."""
    first: tuple[int, str | None, str | None] = (-1, None, None)
    for index, line in enumerate(top):
        for cell in cells(line)[:1]:
            # Word writes a long dash by itself; a symbol has only the short one.
            match = NUMBER.match(cell.translate(DASHES)) or NUMBER.match(plain(line.text).translate(DASHES))
            if not match:
                continue
            symbol = match["symbol"].replace(" ", "")
            symbol = re.split(rf"(?<=[a-z])(?=[{UPPER}][a-z])", symbol)[0]
            if match["n"]:
                return index, f"{match['n']}/{symbol}", symbol
            first = first if first[0] >= 0 else (index, None, symbol)
    repeated = max(
        (i for i, line in enumerate(top[:12]) if NUMBER.match(plain(line.text).translate(DASHES))), default=-1
    )
    return (max(first[0], repeated), first[1], first[2])


def _place(top: Sequence[Line]) -> tuple[int, str | None, date | None, date | None]:
    """(line index, place, day, first day of the month as far as it is written)."""
    for index, line in enumerate(top):
        for cell in [*reversed(cells(line)), plain(line.text)]:
            match = PLACE_DATE.search(cell)
            if not match or (match["place"] is None and (match.start() > 0 or not match["y"])):
                continue
            if match["place"] is None and not match["d"] and cell != plain(line.text):
                continue
            day = make_day(int(match["d"]), int(match["m"]), int(match["y"])) if match["d"] and match["m"] else None
            place = match["place"]
            if place:
                place = re.sub(r"^.*[\d/⁄]\S*\s+", "", place).strip(" -*#")
            month = make_day(1, int(match["m"] or 1), int(match["y"])) if match["y"] else None
            return index, place or None, day, month
    return -1, None, None, None


def _subject(found: Sequence[Line], kind_at: int, number_at: int) -> tuple[int, str | None]:
    """The lines under the kind, or the "V/v" lines under the number; (index of the last, text)."""
    if kind_at < 0:
        start = next((i for i, line in enumerate(found[:HEAD_LINES]) if SUBJECT_VV.match(line.text)), -1)
        return (start, _letter_subject(found, start)) if start >= 0 else (-1, None)
    taken: list[str] = []
    at = kind_at
    for index in range(kind_at + 1, min(len(found), kind_at + 9)):
        line = found[index]
        text = plain(line.text)
        low = canon(text)
        if (
            (taken and (line.gap or ADDRESSES.search(low)))
            or (taken and is_caps(text) and not is_caps(taken[-1]))
            or marker(line.text)
            or (SUBJECT_ENDS.match(low) and (line.gap or not taken or _sentence(text)))
        ):
            break
        if PLACE_DATE.search(text) or NUMBER.match(text):
            at = index
            continue
        taken.append(text)
        at = index
    return at, " ".join(taken).strip(" .") or None


def _letter_subject(found: Sequence[Line], start: int) -> str | None:
    """The "V/v" under the number of a letter, over the lines of its narrow column."""
    first = cells(found[start])[0]
    taken = [first[mark.end() :] if (mark := SUBJECT_VV.match(first)) else first]
    for line in found[start + 1 : start + 4]:
        low = canon(plain(line.text))
        if line.gap or SUBJECT_ENDS.match(low) or PLACE_DATE.search(low) or len(low) > COLUMN_WIDTH:
            break
        taken.append(cells(line)[0])
    return " ".join(taken).strip() or None


def _sentence(text: str) -> bool:
    return len(text) > 60 or text.endswith((".", ":", ";", ","))


def _kind_by_symbol(symbol: str | None, number_at: int) -> str | None:
    if symbol is None or number_at < 0:
        return None
    kinds = dict(zip(lexicon_head.KIND_SYMBOLS.split("|"), lexicon_head.KINDS.split("|"), strict=True))
    return kinds.get(re.split("[-/]", symbol)[0], lexicon_head.OFFICIAL_LETTER)


def _issuer(top: Sequence[Line], number_at: int) -> str | None:
    """The office of the letterhead's left column, its superior left away."""
    if number_at <= 0:
        return None
    motto = next((i for i, line in enumerate(top) if lexicon_head.STATE_NAME in canon(plain(line.text))), None)
    start = motto if motto is not None and motto < number_at and len(cells(top[motto])) > 1 else 0
    offices: list[str] = []
    for line in top[start:number_at]:
        cell = _without_state_name(cells(line)[0])
        low = canon(cell)
        if (
            sum(char.isalpha() for char in cell) < 3
            or (len(cell) < 4 and cell not in lexicon_head.ISSUER_CODES)
            or not is_caps(cell)
            or low in {lexicon_head.STATE_NAME, lexicon_head.MOTTO}
            or low in lexicon_head.MARKS_OF_HASTE
            or line.indent > 40
        ):
            continue
        level = next((name for name, folded in LEVELS.items() if fold(low).startswith(folded)), None)
        if offices and level:
            offices[-1] += f" {level.upper()}{cell[len(level) :]}"
        elif offices and canon(offices[-1]).endswith(f" {lexicon.AND}"):
            offices[-1] += " " + cell
        else:
            offices.append(cell)
    return (
        _office_case(" ".join(reversed(offices)) if offices and len(offices[-1].split()) <= 2 else offices[-1])
        if offices
        else None
    )


def _without_state_name(cell: str) -> str:
    """A cell of the left column when the right one follows it without a gap."""
    low = canon(cell)
    found = [at for name in (lexicon_head.STATE_NAME, lexicon_head.MOTTO) if (at := low.find(name)) > 0]
    return cell[: min(found)].strip() if found else cell


def _office_case(caps: str) -> str:
    """The capitals "ỦY BAN NHÂN DÂN XÃ ĐÔNG VĨ" as "Ủy ban nhân dân xã Đông Vĩ"."""
    shown: list[str] = []
    placed = False
    for word in caps.split():
        low = canon(word)
        if word in lexicon_head.ISSUER_CODES:
            shown.append(word)
        elif low in (lexicon_head.LEVEL_WORDS if placed else lexicon_head.SMALL_IN_ISSUER):
            shown.append(low)
            placed = placed or low in lexicon_head.LEVEL_WORDS
        else:
            shown.append(word[:1] + word[1:].lower())
    office = _sector_case(" ".join(shown))
    for known in lexicon_head.OFFICES_SHOWN.split("|"):
        office = office.replace(known.title(), known).replace(known[:1].lower() + known[1:], known)
    return office[:1].upper() + office[1:]


def _sector_case(office: str) -> str:
    """A sector's name as it is written: "Phòng Kinh tế", "Sở Văn hóa, Thể thao và Du lịch"."""
    sector = OFFICE_SECTOR.search(canon(office))
    if not sector:
        return office
    name = SECTOR_PARTS.sub(lambda part: part[0][:-1] + part[0][-1].upper(), office[sector.start("name") :].lower())
    return office[: sector.start("name")] + name[: sector.end("name") - sector.start("name")] + office[sector.end() :]


def complete(head: DocumentHead, symbol_source: str, preamble: Sequence[Block]) -> DocumentHead:
    """Add what only the opening paragraphs tell: the meeting, its chair and, without letterhead, the issuer."""
    issuer = head.issuer or _issuer_from_text(head.number, symbol_source)
    meeting = next((m for block in preamble[:6] if (m := _meeting(block, head.issued_on))), None)
    chair = next((c for block in preamble[:6] if (c := _chair(block))), None)
    missing = [name for name in ("number", "issued_on", "issuer", "subject", "signer") if not getattr(head, name)]
    if issuer and "issuer" in missing and head.issuer is None:
        missing.append("issuer")
    if head.issued_on and meeting and meeting > head.issued_on:
        missing.append("meeting_on")
    return replace(head, issuer=issuer, meeting_on=meeting, chair=chair, unsure=tuple(dict.fromkeys(missing)))


def _issuer_from_text(number: str | None, text: str) -> str | None:
    if not number or lexicon_head.COMMITTEE_CODE not in number:
        return None
    level = OFFICE_LEVEL.search(canon(text[:OPENING]))
    return f"{lexicon_head.COMMITTEE_CODE} {level['level']}" if level else None


def _meeting(block: Block, issued_on: date | None) -> date | None:
    """The day the opening paragraph says the meeting was held."""
    first = block.flow.cut(0, min(len(block.flow), 400))
    if not MEETING.search(first.canon):
        return None
    days = [
        m
        for m in mentions(first, None)
        if m.day and m.use is not Use.CITED and m.start < 60 and first.canon.startswith(lexicon_dates.DAY, m.start)
    ]
    return days[0].day if days else None


def _chair(block: Block) -> str | None:
    """The person who chaired: "Đồng chí A, Phó Chủ tịch … chủ trì" or "Phó Chủ tịch UBND tỉnh A chủ trì"."""
    text, low = block.flow.text, block.flow.canon
    if (by := CHAIRED_BY.search(low)) and (name := _name_in(text[by.end() : by.end() + 60])):
        return name
    for match in CHAIRING.finditer(low):
        begin = max(match.start() - CHAIR_REACH, 0)
        start = max(low.rfind(". ", begin, match.start()), low.rfind("; ", begin, match.start()), begin)
        sentence = text[start : match.start()]
        if name := _name_in(sentence):
            return name
    return None


def _name_in(text: str) -> str | None:
    """The last person's name: after "đồng chí", else the last run of capitals that begins with a family name."""
    persons = [m.end() for m in PERSON.finditer(canon(text))]
    for at in reversed(persons):
        if (match := NAME.match(text, at)) and not TITLED.match(canon(match[0])):
            return match[0]
    for match in reversed(list(NAME.finditer(text))):
        words = match[0].split()
        for at in range(len(words) - 2, -1, -1):
            if is_family(words[at]) and 2 <= len(words) - at <= 5:
                begin = at - 1 if at and is_family(words[at - 1]) and len(words) - at < 3 else at
                return " ".join(words[begin:])
    return None
