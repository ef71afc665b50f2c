"""The reader: text in, a reading out. Nothing is remembered between two texts and no clock is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from app.domain.naming import fold, is_collective
from app.domain.reading import lexicon
from app.domain.reading.dates import Mention, Use, mentions, recurrence
from app.domain.reading.duties import Duty, Sorter, Source
from app.domain.reading.head import complete, frame
from app.domain.reading.model import DocumentHead, DraftTask, Reading, UnusedDate
from app.domain.reading.outline import blocks, lines
from app.domain.reading.parties import coordinating, orders, report_to, subject
from app.domain.reading.split import Piece, chosen, pieces
from app.domain.reading.text import Flow, flow
from app.domain.reading.units import all_collective, unit_list
from app.domain.terms import TaskKind

DETAIL_LEAD = re.compile(rf"(?:^|[.;] |(?<=\s)){lexicon.DETAIL_LEAD}")
DETAIL_COORDINATING = re.compile(rf"(?:^|[.;] |(?<=\s)){lexicon.DETAIL_COORDINATING}")
CONTINUOUS = re.compile(f"(?:{lexicon.CONTINUOUS})")
URGENT = re.compile(lexicon.URGENT)
GENERAL_ORDER = re.compile(lexicon.GENERAL_ORDER)
BY_USE = {
    Use.CITED: lexicon.WHY_CITED,
    Use.START: lexicon.WHY_START,
    Use.CUT_OFF: lexicon.WHY_CUT_OFF,
    Use.NAMED: lexicon.WHY_NAMED,
    Use.UNCLEAR: lexicon.WHY_UNCLEAR,
    Use.QUOTED: lexicon.WHY_QUOTED,
    Use.IMPOSSIBLE: lexicon.WHY_IMPOSSIBLE,
    Use.RECURRING: lexicon.WHY_RECURRING,
    Use.DEADLINE: lexicon.WHY_OTHER,
    Use.WEAK: lexicon.WHY_OTHER,
}


def read(text: str) -> Reading:
    """Draft the header and the tasks of a document (NFC, lines ended by \\n); offsets are into ``text``."""
    found = lines(text)
    seen = frame(found)
    since = seen.head.issued_on
    body = Sorter(blocks(text, found[seen.body : seen.tail])).run()
    head = complete(seen.head, text, body.told)
    unused: list[UnusedDate] = []
    tasks: list[DraftTask] = []
    for duty in body.duties:
        made, left = _tasks(duty, since)
        tasks += made
        unused += left
    for part, why in ((found[: seen.body], lexicon.WHY_HEAD), (found[seen.tail :], lexicon.WHY_TAIL)):
        unused += _unused((flow(text, [(line.start, line.end)]) for line in part), why, head)
    unused += _unused((block.flow for block in body.preamble), lexicon.WHY_NO_TASK, head)
    unused += _unused((block.flow for block in body.other), lexicon.WHY_NO_TASK, head)
    return Reading(head, tuple(tasks), tuple(sorted(unused, key=lambda u: (u.start, u.end))))


def read_part(
    text: str,
    start: int,
    end: int,
    *,
    clause: str | None,
    leads: tuple[str, ...],
    coordinating: tuple[str, ...],
    since: date | None,
) -> tuple[DraftTask, tuple[UnusedDate, ...]]:
    """One duty between two offsets, where a person says that it is one; the units stand for those it does not name."""
    whole = flow(text, [(start, end)])
    duty = Duty(clause, whole, leads, coordinating, Source.HEADING)
    found = mentions(whole, since)
    part = Piece(0, len(whole), tuple(found))
    mention, single = chosen(part)
    task = _task(duty, part, mention, single, None, leads)
    left = (m for m in found if not (mention and m.use in {Use.DEADLINE, Use.WEAK} and m.day == mention.day))
    return task, tuple(_as_unused(whole, m, BY_USE[m.use]) for m in left)


def phrase_at(text: str, start: int, end: int, since: date | None) -> Mention | None:
    """The day that the phrase between two offsets names, read as a deadline; None where it names no single day."""
    return next((m for m in mentions(flow(text, [(start, end)]), since) if m.day), None)


def _unused(flows: Iterable[Flow], why: str, head: DocumentHead) -> list[UnusedDate]:
    """The date phrases of text that holds no task."""
    left: list[UnusedDate] = []
    for part in flows:
        for mention in mentions(part, head.issued_on):
            left.append(_as_unused(part, mention, _outside(mention, why, head)))
    return left


def _outside(mention: Mention, why: str, head: DocumentHead) -> str:
    if mention.use is Use.CITED:
        return lexicon.WHY_CITED
    if why == lexicon.WHY_HEAD:
        return lexicon.WHY_ISSUED if mention.day and mention.day == head.issued_on else why
    if why == lexicon.WHY_NO_TASK and mention.day and mention.day == head.meeting_on and mention.use is not Use.NAMED:
        return lexicon.WHY_MEETING
    return (
        BY_USE[mention.use] if mention.use in {Use.NAMED, Use.QUOTED, Use.IMPOSSIBLE, Use.START, Use.CUT_OFF} else why
    )


def _as_unused(part: Flow, mention: Mention, why: str) -> UnusedDate:
    start, end = part.span(mention.start, mention.end)
    return UnusedDate(part.text[mention.start : mention.end], start, end, why)


def _tasks(duty: Duty, since: date | None) -> tuple[list[DraftTask], list[UnusedDate]]:
    """The tasks of one duty, and the date phrases none of them took."""
    found = mentions(duty.flow, since)
    parts = pieces(duty, found)
    made: list[DraftTask] = []
    taken: set[Mention] = set()
    leads: tuple[str, ...] = ()
    schedule = _schedule(duty.flow, found)
    governing = _governing(duty, since)
    for part in parts:
        mention, single = chosen(part)
        outer = (duty.flow, schedule) if schedule and mention is None else governing
        task = _task(duty, part, mention, single, None if mention else outer, leads)
        leads = task.leads
        taken |= {m for m in part.mentions if mention and m.use in {Use.DEADLINE, Use.WEAK} and m.day == mention.day}
        made.append(task)
    return made, [_as_unused(duty.flow, m, BY_USE[m.use]) for m in found if m not in taken]


def _schedule(text: Flow, found: list[Mention]) -> Mention | None:
    """A date that opens a paragraph ("Ngày 01/7/2026: …") holds for all of it."""
    first = found[0] if found else None
    opens = first is not None and first.start == 0 and text.canon.startswith(":", first.end)
    return first if opens and first is not None and first.use is Use.DEADLINE else None


def _governing(duty: Duty, since: date | None) -> tuple[Flow, Mention] | None:
    """The single deadline of the sentence that opens the list a duty stands in."""
    if duty.governed is None or not duty.governed.text.endswith(":"):
        return None
    due = [m for m in mentions(duty.governed, since) if m.use is Use.DEADLINE and m.day]
    return (duty.governed, due[0]) if len(due) == 1 else None


def _task(
    duty: Duty,
    part: Piece,
    mention: Mention | None,
    single: bool,
    outer: tuple[Flow, Mention] | None,
    before: tuple[str, ...],
) -> DraftTask:
    piece = duty.flow.cut(part.start, part.end)
    leads, source = _leads(duty, piece, before)
    words, due = (duty.flow, mention) if mention or not outer else outer
    dated = due is not None and due.day is not None
    general = not dated and _is_general(piece, leads, source)
    start, end = piece.span(0, len(piece))
    phrase = words.span(due.start, due.end) if due else (None, None)
    again = recurrence(piece)
    unsure = _unsure(leads, source, part, due, single=single and (mention is not None or outer is None))
    return DraftTask(
        clause=duty.clause,
        text=piece.text,
        start=start,
        end=end,
        leads=leads,
        coordinating=_coordinating(duty, piece, leads),
        report_to=report_to(piece),
        deadline=due.day if due else None,
        deadline_time=due.at_time if due else None,
        exclusive=bool(due and due.exclusive),
        deadline_text=words.text[due.start : due.end] if due else _undated(piece),
        deadline_start=phrase[0],
        deadline_end=phrase[1],
        recurrence=piece.text[again[0] : again[1]] if again else None,
        general=general,
        urgent=URGENT.search(piece.canon) is not None,
        kind=_kind(piece, dated=dated, general=general, recurring=again is not None),
        unsure=unsure,
    )


def _leads(duty: Duty, piece: Flow, before: tuple[str, ...]) -> tuple[tuple[str, ...], Source]:
    """The units in the lead: those the sentence names, else those before it in the paragraph, else the heading's."""
    if detail := DETAIL_LEAD.search(piece.canon):
        names, _ = unit_list(piece, detail.end(), heading=True)
        if names:
            return names, Source.HEADING
    called = list(orders(piece))
    firm = next((order for order in called if order.firm), None)
    own = subject(piece)
    if own and (firm is None or own.start <= firm.start) and _presides(duty, own.names):
        return own.names, Source.HEADING
    if firm is None and duty.source is not Source.HEADING and not before:
        firm = called[0] if called else None
    if firm:
        return firm.names, Source.HEADING
    if called and all_collective(called[0].names) and called[0].start == 0 and GENERAL_ORDER.search(piece.canon):
        return called[0].names, Source.LEAD_IN
    return (before, Source.HEADING) if before else (duty.leads, duty.source)


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
    if detail := DETAIL_COORDINATING.search(piece.canon):
        own = (*own, *unit_list(piece, detail.end(), heading=True)[0])
    return tuple(dict.fromkeys(own or duty.coordinating))


def _is_general(piece: Flow, leads: tuple[str, ...], source: Source) -> bool:
    """An exhortation: it calls on everybody, from the opening sentence or as its own subject."""
    if source is Source.LEAD_IN:
        return True
    own = subject(piece)
    by_itself = own is not None and not piece.canon.startswith(":", own.end) and own.names == leads
    return all_collective(leads[:1]) and (by_itself or GENERAL_ORDER.search(piece.canon) is not None)


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


def _unsure(
    leads: tuple[str, ...], source: Source, part: Piece, due: Mention | None, *, single: bool
) -> tuple[str, ...]:
    fields: list[str] = []
    if not leads or source is not Source.HEADING or len(leads) > 1:
        fields.append("leads")
    unclear = due is None and any(m.use in {Use.UNCLEAR, Use.IMPOSSIBLE} for m in part.mentions)
    if unclear or not single or (due is not None and not due.sure):
        fields.append("deadline")
    return tuple(fields)
