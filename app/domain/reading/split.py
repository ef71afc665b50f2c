"""One paragraph, several duties: it is cut where a second addressee or a second deadline begins."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date

from app.domain.reading import lexicon, lexicon_units
from app.domain.reading.dates import Mention, Use
from app.domain.reading.duty import Duty, Source
from app.domain.reading.parties import SENTENCE, Address, coordinated, orders, subject, subject_at
from app.domain.reading.text import Flow, hide_quotes
from app.domain.reading.unit_patterns import END, VERB
from app.domain.reading.units import all_collective, starts_unit

SECOND_SUBJECT = re.compile(rf",? {lexicon.AND} (?=[^\W_])")
STRICT = re.compile(rf" (?:{lexicon.SUBJECT_VERBS}){END}")
ENUMERATOR = re.compile(rf"(?:^|(?<=[.;:] )){lexicon.ENUMERATOR}")
SHARED_LEAST, SHARED_REACH = 8, 60  # characters between two days of one verb
SENTENCE_LENGTH = 25  # characters before its deadline, that a sentence has which is a duty of its own
APART = re.compile(lexicon.APART)
TIMED = re.compile(lexicon.TIMED)
THEN = re.compile(f"{lexicon.THEN}$")
RECURS = re.compile(lexicon.RECURS)
PURPOSE = re.compile(lexicon.PURPOSE)
JOINTS = [re.compile(joint) for joint in lexicon.JOINTS]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a duty that becomes a task: its place in the duty's flow and the date phrases in it."""

    start: int
    end: int
    mentions: tuple[Mention, ...]


def addressee_cuts(duty: Duty, flow: Flow) -> list[int]:
    """Places where another unit is addressed."""
    found = list(orders(flow))
    first = subject(flow) or (found[0] if found else None)
    named = set(first.names if first else duty.leads)
    cuts: list[int] = []
    seen = duty.source is Source.HEADING
    # Under a heading's unit "đề nghị Sở B" is that unit's own work, but not where the sentence has another subject.
    inherited = duty.source is Source.HEADING and subject(flow) is None
    by_start = {order.start: order for order in found}
    listed = coordinated(flow, first) if first else None
    for match in SENTENCE.finditer(hide_quotes(flow.canon)):
        at = match.end()
        if (first and first.start < at < first.end) or (listed and listed[0] < at < listed[1]):
            continue  # It parts units of one row.
        order = by_start.get(at)
        other = order if order and (order.firm or not inherited) else None
        apart = APART.match(flow.canon, at)  # "Riêng UBND xã A …"
        other = (
            other
            or subject_at(flow, apart.end() if apart else at)
            or _timed(flow, at)
            or _ordered_inside(flow, at, found)
        )
        if (
            other is None
            or all_collective(other.names)
            or flow.canon.startswith(f" {lexicon_units.COORDINATION}", other.end)
        ):
            continue
        seen = seen or (first is not None and first.start < at)
        if seen and set(other.names) != named:
            cuts.append(at)
        named, seen = set(other.names), True
    return cuts or _handed_on(flow, found, first)


def _timed(flow: Flow, at: int) -> Address | None:
    """Whom a later sentence charges after it has said when: "…; trước ngày 30/8, Sở A tổng hợp"."""
    when = TIMED.match(flow.canon, at)
    return subject_at(flow, when.end()) if when else None


def _handed_on(flow: Flow, found: list[Address], first: Address | None) -> list[int]:
    """Where a sentence that has a subject gives another unit a task of its own: "Sở A …, giao Phòng B …"."""
    if first is None or first.verb:
        return []
    return [
        order.start
        for order in found
        if order.firm
        and order.start > first.end
        and flow.canon[: order.start].endswith(", ")
        and set(order.names) != set(first.names)
    ]


def _ordered_inside(flow: Flow, at: int, found: list[Address]) -> Address | None:
    """Whom a later sentence charges after its condition: "… nếu …, thì giao Phòng A …"."""
    stop = SENTENCE.search(flow.canon, at + 1)
    end = stop.start() if stop else len(flow)
    first = bisect_left(found, at, key=lambda order: order.start)
    order = found[first] if first < len(found) and found[first].start < end else None
    return order if order and order.firm and THEN.search(flow.canon, order.start - 6, order.start) else None


def settled_uses(flow: Flow, mentions: list[Mention], since: date | None) -> list[Mention]:
    """The phrases, taken from the deadlines those that say what the day before them is for, that hold for a part only
    ("riêng dự án A …"), and that lay behind when the notice was issued."""
    kept: list[Mention] = []
    last: Mention | None = None
    for mention in mentions:
        if mention.use in {Use.DEADLINE, Use.WEAK} and mention.day and since and mention.day < since:
            mention = replace(mention, use=Use.PAST)
        elif mention.use is Use.DEADLINE:
            if (
                last
                and PURPOSE.search(flow.canon, last.end, mention.start)
                and "." not in flow.canon[last.end : mention.start]
            ):
                mention = replace(mention, use=Use.NAMED)
            else:
                last = mention
        kept.append(mention)
    return kept


def parallel_cut(flow: Flow) -> int | None:
    """ "A quyết định … và B quyết định …": where the second subject begins."""
    first = subject(flow)
    if first is None or not (verb := STRICT.match(flow.canon, first.end)):
        return None
    for match in SECOND_SUBJECT.finditer(flow.canon, verb.end()):
        second = subject_at(flow, match.end()) if starts_unit(flow, match.end()) else None
        if (
            second
            and flow.canon.startswith(verb[0], second.end)
            and flow.canon.find(lexicon_units.COORDINATION, first.end, match.start()) < 0
        ):
            return match.end()
    return None


def enumerated_cuts(flow: Flow, mentions: list[Mention]) -> list[int]:
    """Where "(2) …", "(3) …" begin in a sentence that names two deadlines, each with a verb of its own."""
    if len({m.day for m in _deadlines(mentions)}) < 2:
        return []
    starts = [m.end() for m in ENUMERATOR.finditer(flow.canon)]
    return starts[1:] if all(VERB.match(flow.canon, at) or starts_unit(flow, at) for at in starts) else []


def deadline_cut(flow: Flow, first: Mention, second: Mention) -> tuple[int, int] | None:
    """Where, between two deadlines, the first duty ends and the second begins; None where no verb begins one."""
    if (full_stop := flow.canon.rfind(". ", first.end, max(first.end, second.start - SENTENCE_LENGTH))) >= 0:
        return full_stop + 1, full_stop + 2
    for joint in JOINTS:
        for match in joint.finditer(flow.canon, first.end, second.start + 1):
            at = match.end()
            if VERB.match(flow.canon, at) or starts_unit(flow, at) or at >= second.start:
                return match.start() + (flow.text[match.start()] in ".;"), at
    # "… trong tháng 6, hành lang tuyến trước ngày 15/8": the verb is shared.
    shared = flow.canon.startswith(", ", first.end) and second.start - first.end < SHARED_REACH
    return (first.end, first.end + 2) if shared and second.start > first.end + SHARED_LEAST else None


def _deadlines(mentions: list[Mention]) -> list[Mention]:
    """The phrases of a piece that set a deadline; a whole year only where nothing is more precise."""
    firm = [m for m in mentions if m.use is Use.DEADLINE]
    return firm or [m for m in mentions if m.use is Use.WEAK]


def pieces(duty: Duty, flow: Flow, mentions: list[Mention]) -> list[Piece]:
    """Cut the text of a duty by its addressees, then by its deadlines."""
    cuts = addressee_cuts(duty, flow) or enumerated_cuts(flow, mentions)
    if not cuts and (second := parallel_cut(flow)) is not None:
        cuts = [second]
    bounds = [0, *cuts, len(flow)]
    whole: list[Piece] = []
    for start, end in itertools.pairwise(bounds):
        whole += _by_deadline(flow, start, end, list(_piece(start, end, mentions).mentions))
    return whole


def _by_deadline(flow: Flow, start: int, end: int, mentions: list[Mention]) -> list[Piece]:
    due = _deadlines(mentions)
    made: list[Piece] = []
    begin = start
    for first, second in itertools.pairwise(due):
        if first.day == second.day and first.day is not None:
            continue
        cut = deadline_cut(flow, first, second)
        if cut is not None and cut[0] > begin:
            made.append(_piece(begin, cut[0], mentions))
            begin = cut[1]
    again = RECURS.search(flow.canon, due[-1].end, end) if due and due[-1].day else None
    if again and again.start() > begin:
        made.append(_piece(begin, again.start() + 1, mentions))
        begin = again.end()
    made.append(_piece(begin, end, mentions))
    return made


def _piece(start: int, end: int, mentions: list[Mention]) -> Piece:
    first = bisect_left(mentions, start, key=_start)
    return Piece(start, end, tuple(mentions[first : bisect_left(mentions, end, lo=first, key=_start)]))


def _start(mention: Mention) -> int:
    return mention.start


def chosen(piece: Piece) -> tuple[Mention | None, bool]:
    """(the deadline of a piece, whether there is only one)."""
    due = _deadlines(list(piece.mentions))
    if not due:
        return None, True
    days: set[date | None] = {m.day for m in due}
    if len(days) == 1:
        return due[0], True
    named = [m for m in due if m.day is not None]
    return (named or due)[-1], False
