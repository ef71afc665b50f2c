"""A duty becomes tasks: who leads, who takes part, by when, and what of it a person should look at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.naming import fold, is_collective
from app.domain.reading import lexicon, lexicon_units
from app.domain.reading.dates import DOUBTFUL, Mention, Use, mentions, recurrence
from app.domain.reading.duties import opens_duty
from app.domain.reading.duty import Due, Duty, Issuer, Source
from app.domain.reading.model import DraftTask, Rule
from app.domain.reading.parties import coordinating, late_subject, orders, report_to, subject
from app.domain.reading.split import Piece, chosen, pieces, settled_uses
from app.domain.reading.text import Flow, canon, joined
from app.domain.reading.units import all_collective, unit_list
from app.domain.terms import TaskKind

DETAIL_LEAD = re.compile(rf"(?:^|[.;] |(?<=[\s(])){lexicon.DETAIL_LEAD}")
DETAIL_COORDINATING = re.compile(rf"(?:^|[.;] |(?<=[\s(])){lexicon.DETAIL_COORDINATING}")
CONTINUOUS = re.compile(f"(?:{lexicon.CONTINUOUS})")
OPEN_BRACKET = re.compile(r"(?<= )\((?=[^\W\d_])")
HE_LEADS = re.compile(lexicon_units.HE_LEADS + r"(?![^\W_])")
RECEIVED = re.compile(lexicon.RECEIVED)
SAYER = re.compile(lexicon_units.SAYERS)
URGENT = re.compile(lexicon.URGENT)
GENERAL_ORDER = re.compile(lexicon.GENERAL_ORDER)


def draft(
    duty: Duty, since: date | None, issuer: Issuer, *, exact: bool = True
) -> tuple[list[DraftTask], Flow, list[Mention]]:
    """The tasks of one duty, its text, and the date phrases none of them took.

    ``issuer`` leads what names nobody, in documents by which an office sets itself tasks.
    """
    flow = joined(duty.flows)
    found = settled_uses(flow, mentions(flow, since, exact=exact), since)
    made: list[DraftTask] = []
    taken: set[Mention] = set()
    before: tuple[str, ...] = ()
    outer = _schedule(flow, found) or duty.governing
    parts = pieces(duty, flow, found)
    if len(parts) > 1 and not duty.leads and not _addresses(flow.cut(parts[0].start, parts[0].end)):
        del parts[0]  # It tells what the matter is; who shall do something comes after it.
    for part in parts:
        mention, single = chosen(part)
        own = Due(flow, mention, Rule.ONE_DATE if single else Rule.LAST_DATE) if mention else None
        task = draft_piece(duty, flow, part, own or outer, before, issuer)
        before = task.leads
        taken |= settled(part.mentions, mention)
        made.append(task)
    return made, flow, [mention for mention in found if mention not in taken]


def _addresses(piece: Flow) -> bool:
    return bool(subject(piece) or late_subject(piece) or opens_duty(piece)) or bool(orders(piece))


def settled(mentions: Iterable[Mention], taken: Mention | None) -> set[Mention]:
    """The phrases that say no more than the one taken: it and those that name its day again."""
    if taken is None:
        return set()
    return {m for m in mentions if m.use in {Use.DEADLINE, Use.WEAK} and m.day == taken.day}


def _schedule(text: Flow, found: list[Mention]) -> Due | None:
    """A date that opens a paragraph ("Ngày 01/7/2026: …") holds for all of it."""
    first = found[0] if found else None
    if first is None or first.start or first.use is not Use.DEADLINE or not text.canon.startswith(":", first.end):
        return None
    return Due(text, first, Rule.SCHEDULE)


def draft_piece(
    duty: Duty, flow: Flow, part: Piece, due: Due | None, before: tuple[str, ...], issuer: Issuer
) -> DraftTask:
    """The task a piece of a duty's text is; ``before``: who leads the piece before it."""
    piece = flow.cut(part.start, part.end)
    lead = _lead(duty, piece, before, issuer)
    day = due.mention.day if due else None
    general = day is None and _is_general(piece, lead)
    start, end = piece.span(0, len(piece))
    phrase = due.flow.span(due.mention.start, due.mention.end) if due else (None, None)
    again = recurrence(piece)
    return DraftTask(
        clause=duty.clause,
        text=piece.text,
        start=start,
        end=end,
        leads=lead.names,
        coordinating=_coordinating(duty, piece, lead.names),
        report_to=report_to(piece),
        deadline=day,
        deadline_time=due.mention.at_time if due else None,
        exclusive=bool(due and due.mention.exclusive),
        deadline_text=due.flow.text[due.mention.start : due.mention.end] if due else _undated(piece),
        deadline_start=phrase[0],
        deadline_end=phrase[1],
        recurrence=piece.text[again[0] : again[1]] if again else None,
        general=general,
        urgent=URGENT.search(piece.canon) is not None,
        kind=_kind(piece, dated=day is not None, general=general, recurring=again is not None),
        unsure=_unsure(lead, part, due),
        leads_by=lead.rule if lead.names else None,
        deadline_by=due.rule if due else None,
    )


@dataclass(frozen=True, slots=True)
class Lead:
    """Who leads, by which rule; ``called``: only the sentence that opens the whole list says so, or one like it."""

    names: tuple[str, ...]
    rule: Rule
    called: bool = False
    listed: bool = False  # brackets behind a collective name say who is meant

    @property
    def sure(self) -> bool:
        return len(self.names) == 1 and self.rule is not Rule.ISSUER_LEADS and not (self.called or self.listed)


def _lead(duty: Duty, piece: Flow, before: tuple[str, ...], issuer: Issuer) -> Lead:
    """The units in the lead: those the sentence names, else those before it in the paragraph, else the heading's."""
    if names := _detailed(duty, piece, DETAIL_LEAD):
        return Lead(names, Rule.DETAIL_LINE)
    if bracketed := _in_brackets(piece):
        return Lead(bracketed, Rule.DETAIL_LINE)
    called = list(orders(piece))
    firm = next((order for order in called if order.firm), None)
    own = subject(piece)
    if own and firm and firm.start == own.end + 1 and _decides(own.names[0], issuer):
        return Lead(firm.names, Rule.OWN_WORDS)  # "Bộ X giao Cục Y …": who gives does not do.
    if own and (firm is None or own.start <= firm.start) and _presides(duty, own.names):
        listed = all_collective(own.names) and piece.canon.startswith(" (", own.end)
        return Lead(own.names, Rule.OWN_WORDS, listed=listed)
    if firm is None and not (duty.leads and duty.source is Source.HEADING) and not before:
        firm = called[0] if called else None
    if firm:
        return Lead(firm.names, Rule.OWN_WORDS)
    led = bool(duty.leads) and duty.source is Source.HEADING
    if not led and not called and not before and (late := late_subject(piece)):
        return Lead(late.names, Rule.OWN_WORDS)
    if called and all_collective(called[0].names) and GENERAL_ORDER.search(piece.canon):
        return Lead(called[0].names, Rule.OWN_WORDS, called=True)
    if before:
        return Lead(before, Rule.BEFORE_IT)
    if duty.leads:
        in_heading = duty.source is Source.HEADING
        return Lead(duty.leads, Rule.HEADING_ABOVE if in_heading else Rule.LEAD_IN, called=not in_heading)
    return Lead((issuer.leads,), Rule.ISSUER_LEADS) if issuer.leads else Lead((), Rule.OWN_WORDS)


def _detailed(duty: Duty, piece: Flow, detail: re.Pattern[str]) -> tuple[str, ...]:
    """The units of a line of details: their names end with that line, whatever stands on the next one."""
    for line in (*duty.flows[1:], piece):
        found = detail.match(line.canon) if line is not piece else detail.search(line.canon)
        if found and (names := unit_list(line, found.end(), heading=True)[0]):
            return names
    return ()


def _decides(name: str, issuer: Issuer) -> bool:
    """Whether a unit that gives orders is the one whose document this is, or one above all."""
    return bool(SAYER.match(canon(name))) or (issuer.name is not None and fold(name) in fold(issuer.name))


def _in_brackets(piece: Flow) -> tuple[str, ...]:
    """ "… (Phòng A chủ trì, Phòng B phối hợp)"."""
    for bracket in OPEN_BRACKET.finditer(piece.canon):
        names, end = unit_list(piece, bracket.end())
        if names and HE_LEADS.match(piece.canon, end):
            return names
    return ()


def _presides(duty: Duty, names: tuple[str, ...]) -> bool:
    """Whether a subject takes the lead from the heading: "các đơn vị" does not, nor the heading's unit named again."""
    if duty.source is not Source.HEADING or not duty.leads:
        return True
    again = len(names) == len(duty.leads) == 1 and is_collective(names[0]) and _kin(names[0]) == _kin(duty.leads[0])
    return not (again or all_collective(names))


def _kin(name: str) -> str:
    """The first words of a collective name: "UBND cấp xã" of "UBND cấp xã mới"."""
    return " ".join(fold(name).replace("uy ban nhan dan", "ubnd").split()[:3])


def _coordinating(duty: Duty, piece: Flow, leads: tuple[str, ...]) -> tuple[str, ...]:
    own = coordinating(piece, leads)
    own = (*own, *_detailed(duty, piece, DETAIL_COORDINATING))
    return tuple(dict.fromkeys(own or duty.coordinating))


def _is_general(piece: Flow, lead: Lead) -> bool:
    """An exhortation: it calls on everybody, from the opening sentence or as its own subject."""
    if lead.called or RECEIVED.match(piece.canon):
        return True
    own = subject(piece)
    by_itself = own is not None and not piece.canon.startswith(":", own.end) and own.names == lead.names
    return all_collective(lead.names[:1]) and (by_itself or GENERAL_ORDER.search(piece.canon) is not None)


def _undated(piece: Flow) -> str | None:
    """What a line about time says when it names no date ("theo hướng dẫn của cấp trên")."""
    match = re.search(rf"(?:^|[.;)] ){lexicon.TIMING}", piece.canon)
    if not match or recurrence(piece):
        return None
    rest = piece.text[match.end() :].split(". ")[0].strip(" .;)")
    return rest or None


def _kind(piece: Flow, *, dated: bool, general: bool, recurring: bool) -> TaskKind:
    if dated:
        return TaskKind.DATED
    if general:
        return TaskKind.GENERAL
    return TaskKind.CONTINUOUS if recurring or CONTINUOUS.match(piece.canon) else TaskKind.PER_REPORT


def _unsure(lead: Lead, part: Piece, due: Due | None) -> tuple[str, ...]:
    fields = [] if lead.sure else ["leads"]
    unclear = due is None and any(m.use in DOUBTFUL for m in part.mentions)
    if unclear or (due is not None and not (due.rule in {Rule.ONE_DATE, Rule.SCHEDULE} and due.mention.sure)):
        fields.append("deadline")
    return tuple(fields)
