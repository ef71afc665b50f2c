"""Who is addressed by a sentence: lead units, coordinating units and those a result is reported to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.reading import lexicon, lexicon_head, lexicon_units
from app.domain.reading.text import Flow, canon, hide_quotes, remembered
from app.domain.reading.unit_patterns import CLOSED_NAME, END, NOT_ACTING, SECTOR
from app.domain.reading.units import all_collective, is_verb, starts_unit, unit_list, unit_starts

ORDER = re.compile(rf"(?<![^\W_]){lexicon.NO_ORDER_AFTER}(?P<verb>{lexicon.ORDER_VERBS})(?= )")
ORDER_COLON = re.compile(rf"(?:{lexicon.ORDER_VERBS}) ?:")
ADVERBIAL = re.compile(rf"(?:{lexicon.ADVERBIALS})(?![^\W_])")
HEADING_PREFIX = re.compile(f"(?:{lexicon.HEADING_PREFIX}) ")
COORDINATE = re.compile(rf"(?<![^\W_])(?:{lexicon_units.COORDINATE})(?= )")
TOGETHER = re.compile(rf"{lexicon_units.BEING} (?:{lexicon_units.PRESIDING}),? (?:{lexicon_units.COORDINATE}) ")
COORDINATES = re.compile(lexicon_units.COORDINATES + END)
MEET_WITH = re.compile(lexicon_units.MEET_WITH)
PRESIDING = re.compile(rf"(?<![^\W_])(?:{lexicon_units.PRESIDING})" + END)
REPORT = re.compile(rf"(?<![^\W_])(?:{lexicon_units.REPORT})(?= )")
TOWARDS = re.compile(rf"(?:^| )(?:{lexicon_units.TOWARDS})(?= )")
THROUGH = re.compile(rf"\({lexicon_units.THROUGH}(?= )")
THEN_THROUGH = re.compile(rf",? \(?{lexicon_units.THROUGH}(?= )")
BRACKET = re.compile(r" \([^()]{1,120}\)")
SECTOR_ENDS = re.compile(rf"(?:^|(?<![^\W_]))(?:{'|'.join(sorted(lexicon_units.SECTOR_HEADS))}) {SECTOR.pattern}$")
ADVERBIAL_ENDS = re.compile(r"(?:,|:|/\d{1,4}|\d{4}) ")
CLAUSE = re.compile(r"(?<=[;.,] )")
SENTENCE = re.compile(r"(?<=[.;] )(?=[^\W_])")
SAYER = re.compile(lexicon_units.SAYERS)
SAYS = re.compile(f" {lexicon_units.SAYING}{END}")
PLANNING = re.compile(lexicon_head.PLANNING)
INSERTED = re.compile(rf",? (?:{lexicon.INSERTED})(?![^\W_])")
INSERTED_ENDS = re.compile(rf"(?:{lexicon.INSERTED_ENDS})" + END)
WORD = re.compile(r"(?<![^ ])[^ .;:]+|[.;:]")
INSERTED_LENGTH = 160
ADVERBIAL_LENGTH = 260
REPORT_REACH = 90


@dataclass(frozen=True, slots=True)
class Address:
    """Units addressed in a sentence, where that begins and ends, and the order verb ("" for a plain subject)."""

    names: tuple[str, ...]
    start: int
    end: int
    verb: str = ""

    @property
    def firm(self) -> bool:
        return self.verb.startswith(lexicon.FIRM_ORDERS)


@remembered
def orders(flow: Flow) -> tuple[Address, ...]:
    """Every "giao / yêu cầu / đề nghị / phân công <unit>" of a text."""
    found: list[Address] = []
    hidden = hide_quotes(flow.canon)
    for match, at in unit_starts(flow, ORDER):
        if hidden[match.start()] == "·":
            continue
        names, end = unit_list(flow, at, semicolons=True)
        if names:
            found.append(Address(names, match.start(), end, match["verb"]))
    return tuple(found)


def subject_at(flow: Flow, at: int) -> Address | None:
    """The units that stand as the subject of a duty at this place: a verb or a colon follows them."""
    if not starts_unit(flow, at):
        return None
    # What stands between the units of a subject parts no sentences: "Phòng A; Phòng B: …".
    names, end = unit_list(flow, at, semicolons=True)
    if SAYS.match(flow.canon, end) and SAYER.match(canon(names[0]) if names else ""):
        return None
    after = bracket.end() if (bracket := BRACKET.match(flow.canon, end)) else end
    if names and _acts_later(flow, after) and not SAYER.match(canon(names[0])):
        return Address(names, at, end)
    colon = flow.canon[after : after + 1] == ":" or flow.canon[after : after + 2] == " :"
    comma = 2 if flow.canon[after : after + 2] == ", " else 1
    if names and (colon or is_verb(flow, after + comma) or (comma == 1 and acts(flow, end, after + 1))):
        return Address(names, at, end)
    return None


def _acts_later(flow: Flow, end: int) -> bool:
    """Whether a verb follows after words of time, reason or office: "Sở A theo chức năng, nhiệm vụ được giao lập …"."""
    inserted = INSERTED.match(flow.canon, end)
    words = WORD.finditer(flow.canon, inserted.end(), inserted.end() + INSERTED_LENGTH) if inserted else ()
    for word in words:
        if INSERTED_ENDS.match(flow.canon, word.start()):
            return False
        if is_verb(flow, word.start()):
            return True
    return False


def acts(flow: Flow, end: int, at: int) -> bool:
    """Whether a word that no list has can only be what the unit named before it shall do: its name is complete."""
    if not flow.text[at : at + 1].islower() or NOT_ACTING.match(flow.canon, at):
        return False
    name = flow.text[max(0, end - 60) : end]
    return bool(CLOSED_NAME.search(name)) or bool(SECTOR_ENDS.search(canon(name)))


@remembered
def subject(flow: Flow) -> Address | None:
    """The subject a sentence begins with, adverbials before it passed over."""
    places = [0]
    if prefix := HEADING_PREFIX.match(flow.canon):
        places = [prefix.end()]
    head = flow.canon[:ADVERBIAL_LENGTH].split(". ")[0]
    if ADVERBIAL.match(flow.canon) and not prefix:
        places = [m.end() for m in ADVERBIAL_ENDS.finditer(head)]
    elif prefix or not is_verb(flow, 0) or ORDER_COLON.match(flow.canon):
        places += [m.end() for m in re.finditer(r": ", head)]
    found = [address for at in places if (address := subject_at(flow, at))]
    # "Đối với các địa phương: A, B: Chủ tịch UBND tỉnh …": the one who is named does it.
    return next((address for address in found if not all_collective(address.names)), found[0] if found else None)


def self_named(flow: Flow) -> str | None:
    """How the office that plans names itself: "…, UBND huyện ban hành Kế hoạch …"."""
    for planning in PLANNING.finditer(flow.canon):
        for place in (0, *(m.end() for m in CLAUSE.finditer(flow.canon, 0, planning.start()))):
            names, end = unit_list(flow, place)
            if len(names) == 1 and end == planning.start():
                return names[0]
    return None


@remembered
def late_subject(flow: Flow) -> Address | None:
    """The subject of a later sentence, where the first has none."""
    for boundary in SENTENCE.finditer(hide_quotes(flow.canon)):
        if found := subject_at(flow, boundary.end()):
            return found
    return None


def heading(flow: Flow) -> tuple[str, ...]:
    """The units a heading addresses: "Đối với X", "Giao X, Y", "X:", "X (gồm …)"."""
    at = prefix.end() if (prefix := HEADING_PREFIX.match(flow.canon)) else 0
    names, end = unit_list(flow, at, heading=True)
    bracket = BRACKET.match(flow.canon, end)
    length = bracket.start() if bracket and bracket.end() >= len(flow) - 1 else len(flow)
    return names if (names and (end - at) * 3 >= length - at) or subject_at(flow, at) else ()


def coordinated(flow: Flow, address: Address) -> tuple[int, int] | None:
    """Where the units stand with whom the addressed one leads, where it is not yet said what: "Sở A chủ trì, phối hợp
    với Sở B, Sở C; Công an tỉnh …": a semicolon parts units there."""
    if not (together := TOGETHER.match(flow.canon, address.end)) or not starts_unit(flow, together.end()):
        return None
    end = unit_list(flow, together.end(), semicolons=True)[1]
    return None if PRESIDING.match(flow.canon, end + 1) else (together.end(), end)


def coordinating(flow: Flow, leads: Iterable[str]) -> tuple[str, ...]:
    """Units that take part under the lead."""
    found: list[str] = []
    addressed = (subject(flow), *orders(flow))
    whole = next((row for address in addressed if address and (row := coordinated(flow, address))), None)
    for _, at in unit_starts(flow, COORDINATE):
        found += unit_list(flow, at, semicolons=whole is not None and whole[0] == at)[0]
    presiding = PRESIDING.search(flow.canon)
    for match, at in unit_starts(flow, MEET_WITH) if presiding else ():
        if presiding and presiding.start() < match.start():
            found += unit_list(flow, at)[0]
    end = 0
    for boundary in CLAUSE.finditer(flow.canon):
        if boundary.end() >= end and starts_unit(flow, boundary.end()):
            names, end = unit_list(flow, boundary.end())
            if COORDINATES.match(flow.canon, end):
                found += names
    known = {name.lower() for name in leads}
    return tuple(dict.fromkeys(name for name in found if name.lower() not in known))


def report_to(flow: Flow) -> tuple[str, ...]:
    """Units a result goes to ("báo cáo X"), and those it goes through ("qua Y")."""
    found: list[str] = []
    for match in REPORT.finditer(flow.canon):
        at = _recipient(flow, match.end() + 1)
        if at is None or (match[0] != lexicon_units.REPORTING and at == match.end() + 1):
            continue
        names, end = unit_list(flow, at)
        found += names
        if (through := THEN_THROUGH.match(flow.canon, end)) and starts_unit(flow, through.end() + 1):
            found += unit_list(flow, through.end() + 1)[0]
    for _, at in unit_starts(flow, THROUGH):
        found += unit_list(flow, at)[0]
    return tuple(dict.fromkeys(found))


def _recipient(flow: Flow, at: int) -> int | None:
    """Where the recipient of a report is named: right after the verb, or after "về" or "với" in the same clause."""
    if starts_unit(flow, at):
        return at
    reach = re.split(r"[.;:]", flow.canon[at : at + REPORT_REACH])[0]
    for match in TOWARDS.finditer(reach):
        if starts_unit(flow, at + match.end() + 1):
            return at + match.end() + 1
    return None
