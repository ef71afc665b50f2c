"""Which blocks are duties, under which clause and heading they stand, and what else a document is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import islice

from app.domain.reading import lexicon, lexicon_dates, lexicon_head
from app.domain.reading.dates import Use, mentions
from app.domain.reading.duty import Aside, Context, Due, Duty, Placed, Sorted, Source
from app.domain.reading.model import PartKind, Rule
from app.domain.reading.outline import BULLET, Block, ends_sentence, is_caps
from app.domain.reading.parties import coordinating, heading, late_subject, orders, self_named, subject
from app.domain.reading.text import Flow
from app.domain.reading.unit_patterns import END, NOT_OPENER
from app.domain.reading.units import all_collective, is_verb, starts_unit, unit_list

CLOSING = re.compile(f"(?:{lexicon.CLOSING})")
FINAL = re.compile(f"(?:{lexicon.FINAL_CLOSING})")
LEAD_IN = re.compile(rf"(?:{lexicon.LEAD_IN}) ?:$")
ATTENDANCE = re.compile(f"(?:{lexicon.ATTENDANCE})")
ATTENDING = re.compile(rf"\W*(?:{lexicon.ATTENDANCE})")
RESULTS = re.compile(f"(?:{lexicon.RESULTS})" + END)
RESULT_HEADINGS = re.compile(rf"(?:{lexicon.ABOUT} )?(?:{lexicon.RESULT_HEADINGS})" + END)
GOAL_HEADINGS = re.compile(f"(?:{lexicon.GOAL_HEADINGS})" + END)
TOPIC = re.compile(lexicon.TOPIC)
TOLD = re.compile(lexicon.TOLD)
GOVERNS = re.compile(lexicon_dates.GOVERNS)
DUE_HEADING = re.compile(lexicon.DUE_HEADING)
DETAIL = re.compile(rf"{lexicon.TIMING}|{lexicon.DETAIL_LEAD}|{lexicon.DETAIL_COORDINATING}|{lexicon.DETAIL_OTHER}")
SPEAKING = re.compile(rf"(?<![^\W_])(?:{lexicon.SPEAKING})[^.;]{{0,60}}:$")
PERSON = re.compile(f"(?:{lexicon_head.PERSON}) ")
NEEDED = re.compile(lexicon.NEEDED)
TASK_HEADING = re.compile(lexicon.TASK_HEADINGS)
PARAGRAPH_RANK = 9  # an unnumbered heading stands above letters and bullets
LABELLED = 12
HEADING_LENGTH = 250
TITLE_LENGTH = 40


def opening(blocks: Sequence[Block]) -> int:
    """Index of the first block that can order something."""
    attending = False
    for index, block in enumerate(blocks):
        low = block.flow.canon
        attending = _attends(block, attending)
        if low.endswith(":") and not ATTENDING.match(low) and (LEAD_IN.search(low) or _calls_upon(block)):
            return index
        numbered = block.rank is not None and block.rank < LABELLED and not PERSON.match(low)
        if (numbered and not attending) or (is_caps(block.flow.text) and TASK_HEADING.search(low)):
            return index
        if any(order.start == 0 for order in orders(block.flow.cut(0, 300))):
            return index
    return 0 if all(block.rank is not None for block in blocks[:1]) else _first_list(blocks)


def _calls_upon(block: Block) -> bool:
    """Whether a sentence ends with the units it gives orders to: "…, Phòng A đề nghị các thôn:"."""
    called = orders(block.flow)
    return block.rank is None and bool(called) and called[-1].end >= len(block.flow) - 2


def _first_list(blocks: Sequence[Block]) -> int:
    """Where, in notes without any opening sentence, the first list begins that has a duty in it."""
    duty = next((i for i, b in enumerate(blocks) if b.rank is not None and subject(b.flow)), len(blocks))
    while 0 < duty < len(blocks) and blocks[duty - 1].rank == blocks[duty].rank:
        duty -= 1
    return duty


def _attends(block: Block, before: bool) -> bool:
    """Whether a block tells who took part; the items under such a paragraph do too."""
    return ATTENDANCE.search(block.flow.canon) is not None if block.rank is None else before


def _tells(flow: Flow) -> bool:
    """Whether a text tells of results; what somebody shall strive for is none yet."""
    told = RESULTS.match(flow.canon) or (TOLD.search(flow.canon) and lexicon.STRIVING not in flow.canon)
    return bool(told)


def _stands_alone(flow: Flow) -> bool:
    """Whether a line without number or full stop is a heading by its words: a matter, or nothing but units."""
    if TOPIC.match(flow.canon) or (len(flow) < TITLE_LENGTH and TASK_HEADING.search(flow.canon)):
        return True
    return bool(heading(flow)) and unit_list(flow, 0, heading=True)[1] >= len(flow) - 1


def _heads_aside(block: Block) -> Aside | None:
    """What stands under a heading of results or of goals."""
    if not RESULT_HEADINGS.match(block.flow.canon):
        return None
    if GOAL_HEADINGS.match(block.flow.canon):
        return PartKind.GOALS, Rule.GOAL_HEADING
    return PartKind.RESULTS, Rule.RESULT_HEADING


def _heading_rule(block: Block, *, addressed: bool) -> Rule:
    if addressed:
        return Rule.ADDRESSES_UNIT
    return Rule.CAPITALS if is_caps(block.flow.text) else Rule.OPENS_ITEMS


def opens_duty(flow: Flow) -> bool:
    """Whether a text begins with the verb of a duty."""
    return is_verb(flow, 0) and not NOT_OPENER.match(flow.canon)


def _has_order(flow: Flow) -> bool:
    return bool(orders(flow))


class Sorter:
    """Walks over the blocks with the headings in force."""

    def __init__(self, blocks: Sequence[Block], since: date | None) -> None:
        self.blocks = blocks
        self.since = since  # the day the notice was issued
        self.stack: list[Context] = [Context(-1, "")]
        self.sorted = Sorted()
        self.closed = False
        self.merging: int | None = None  # children of a higher rank belong to the last duty

    def run(self) -> Sorted:
        start = opening(self.blocks)
        preamble = list(self.blocks[:start])
        lead_in = [block for block in self.blocks[start : start + 1] if block.rank is None]
        self.sorted.told = preamble + [block for block in lead_in if block.flow.canon.endswith(":")]
        self._introduce(preamble)
        for index in range(start, len(self.blocks)):
            following = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
            self._take(self.blocks[index], following, index)
        return self.sorted

    def _introduce(self, preamble: Sequence[Block]) -> None:
        attending = False
        for block in preamble:
            attending = _attends(block, attending)
            if attending:
                self._put(block, PartKind.ATTENDANCE, Rule.ATTENDANCE_WORDS)
            else:
                self._put(block, PartKind.PREAMBLE, Rule.BEFORE_ORDERS)

    def _put(self, block: Block, kind: PartKind, rule: Rule) -> None:
        self.sorted.other.append(Placed(block, kind, rule))

    def _take(self, block: Block, following: Block | None, index: int) -> None:
        if self.merging is not None:
            if block.rank is not None and block.rank > self.merging:
                self._extend(block)
                return
            self.merging = None
        self._leave(block)
        if CLOSING.match(block.flow.canon) or self.closed:
            self._put(block, PartKind.CLOSING, Rule.AFTER_CLOSING if self.closed else Rule.CLOSING_WORDS)
            self.closed = self.closed or bool(FINAL.match(block.flow.canon))
        elif DETAIL.match(block.flow.canon) and self._extend(block):
            return
        elif (governs := GOVERNS.match(block.flow.canon)) and (due := self._due(block.flow)):
            self._govern(block, due, governs["of"])
        elif self._is_heading(block, following):
            self._enter(block, following, index)
        elif rule := self._duty_rule(block):
            self._add(block, rule)
        else:
            self._put(block, *self._aside(block))

    def _govern(self, block: Block, due: Due, clause: str | None) -> None:
        """A sentence that sets a deadline for tasks above it: those of a clause, or of the list it closes."""
        self._put(block, PartKind.HEADING, Rule.GOVERNING_DATE)
        above = clause or self.stack[-1].label
        wanted = above.upper().split(".") if above else []
        for duty in self.sorted.duties:
            own = (duty.clause or "").upper().split(".")
            # "mục 5" is clause 5 of whatever part.
            if not wanted or own[: len(wanted)] == wanted or own[1 : 1 + len(wanted)] == wanted:
                duty.governing = due

    def _due(self, flow: Flow) -> Due | None:
        """The single deadline of the sentence that opens or closes a list."""
        last = flow.cut(flow.text.rfind(". ") + 1, len(flow))
        called = orders(last)
        # A day before the order tells what all of it is for.
        begin = called[0].start if called else 0
        due = [
            m for m in mentions(last, self.since) if m.use is Use.DEADLINE and self._ahead(m.day) and m.start >= begin
        ]
        return Due(last, due[0], Rule.GOVERNING_DATE) if len(due) == 1 else None

    def _ahead(self, day: date | None) -> bool:
        return day is not None and (self.since is None or day >= self.since)

    def _aside(self, block: Block) -> Aside:
        """What a block is that orders nothing."""
        if aside := self.stack[-1].aside:
            return aside
        if GOAL_HEADINGS.match(block.flow.canon):
            return PartKind.GOALS, Rule.GOAL_HEADING
        if _tells(block.flow):
            return PartKind.RESULTS, Rule.RESULT_WORDS
        return PartKind.STATEMENT, Rule.NO_ORDER

    def _leave(self, block: Block) -> None:
        """Close the headings that end where this block begins."""
        rank = BULLET if block.rank is None else block.rank
        while len(self.stack) > 1 and self.stack[-1].rank >= rank:
            self.stack.pop()

    def _is_heading(self, block: Block, following: Block | None) -> bool:
        text = block.flow.text
        if is_caps(text):
            return True
        if following is None:
            return text.endswith(":")  # what it opens is a table, or nothing
        rank = BULLET if block.rank is None else block.rank
        inner = (following.rank is not None and following.rank > rank) or (
            following.rank is None and block.rank is not None
        )
        if block.rank is None:
            inner = following.rank is not None
            if not ends_sentence(text) and len(text) < HEADING_LENGTH and _stands_alone(block.flow):
                return True
        if text.endswith(":"):
            return inner or block.rank is None or unit_list(block.flow, 0, heading=True)[1] >= len(text) - 1
        if not inner or DETAIL.match(following.flow.canon):
            return False
        bare = (
            not ends_sentence(text)
            and len(text) < HEADING_LENGTH
            and (block.rank is not None or bool(heading(block.flow)))
        )
        return bare or (bool(heading(block.flow)) and unit_list(block.flow, 0, heading=True)[1] >= len(text) - 1)

    def _enter(self, block: Block, following: Block | None, index: int) -> None:
        """A heading: its units lead what stands below it."""
        if self._is_list(block, index):
            self._add(block, Rule.LIST_OF_ITEMS)
            self.merging = block.rank if block.rank is not None else PARAGRAPH_RANK
            return
        while block.rank is None and self.stack[-1].rank == PARAGRAPH_RANK:
            self.stack.pop()  # A heading without a number is over where the next one begins.
        leads, source = self._addressed(block)
        self._put(block, PartKind.HEADING, _heading_rule(block, addressed=bool(leads)))
        parent = self.stack[-1]
        orders_below = bool(leads) or TASK_HEADING.search(block.flow.canon) is not None
        aside = None if orders_below else _heads_aside(block) or parent.aside
        opens = block.flow.text.endswith(":") or DUE_HEADING.search(block.flow.canon)
        due = (self._due(block.flow) if opens else None) or parent.due
        topic = block.rank is None and _stands_alone(block.flow)
        outer = following is not None and following.rank is not None and following.rank < PARAGRAPH_RANK
        if block.rank is None and not topic and (source is not Source.HEADING or outer):
            if leads:
                parent.leads, parent.source = leads, source
            parent.due = due
            return
        own = bool(leads)
        self.stack.append(
            Context(
                PARAGRAPH_RANK if block.rank is None else block.rank,
                self._label(block),
                leads if own else parent.leads,
                coordinating(block.flow, leads) if own else parent.coordinating,
                source if own else parent.source,
                aside,
                block,
                due,
            )
        )

    def _addressed(self, block: Block) -> tuple[tuple[str, ...], Source]:
        """The units of a heading; of a sentence that opens a list, those it calls upon."""
        if block.rank is None and self_named(block.flow):
            return (), Source.NONE
        speaks = block.rank is None and SPEAKING.search(block.flow.canon)
        if not speaks and (names := heading(block.flow)):
            return names, Source.HEADING
        called = list(orders(block.flow))
        if not called:
            return (), Source.NONE
        names = called[-1].names
        lead_in = block.rank is None and (all_collective(names) or bool(LEAD_IN.search(block.flow.canon)))
        return names, Source.LEAD_IN if lead_in else Source.HEADING

    def _is_list(self, block: Block, index: int) -> bool:
        """Whether a sentence and the items under it are one duty: it orders something, and they are no orders."""
        flow = block.flow
        if not flow.text.endswith(":") or is_caps(flow.text):
            return False
        named = subject(flow)
        ordering = opens_duty(flow) or (named is not None and len(flow) - named.end > 12)
        if not ordering or self.stack[-1].aside:
            return False
        rank = PARAGRAPH_RANK if block.rank is None else block.rank
        children: list[Block] = []
        for child in islice(self.blocks, index + 1, None):
            if child.rank is None or child.rank <= rank or (children and child.rank < children[0].rank):  # type: ignore[operator]
                break
            children.append(child)
        ordered = sum(opens_duty(c.flow) or starts_unit(c.flow, 0) for c in children)
        return bool(children) and ordered * 2 < len(children)

    def _duty_rule(self, block: Block) -> Rule | None:
        """Why a block is a duty; None where it is none."""
        flow, context = block.flow, self.stack[-1]
        if context.aside:
            return None
        told = _tells(flow)
        if told and all(all_collective(order.names) for order in orders(flow)):
            return None
        if _has_order(flow) or subject(flow) or (not self._led() and late_subject(flow)):
            return Rule.NAMES_UNIT
        if block.rank is None and context.label == "":
            return Rule.UNDER_UNIT if context.source is Source.HEADING else None
        if context.leads:
            return Rule.UNDER_UNIT
        if opens_duty(flow):
            return Rule.OPENS_WITH_VERB
        return Rule.NEEDED_WORDS if NEEDED.search(flow.canon) else None

    def _led(self) -> bool:
        """Whether a heading in force names who leads."""
        return bool(self.stack[-1].leads) and self.stack[-1].source is Source.HEADING

    def _add(self, block: Block, rule: Rule) -> None:
        context = self.stack[-1]
        context.used = True
        inherited = (context.leads, context.coordinating, context.source)
        label = self._label(block) or None
        self.sorted.duties.append(Duty(label, [block.flow], *inherited, context.due, rule, [block]))
        if block.rank is not None and block.rank < LABELLED:
            own = subject(block.flow)
            first = own.names if own else context.leads
            source = Source.HEADING if own and not all_collective(own.names) else context.source
            self.stack.append(Context(block.rank, self._label(block), first, context.coordinating, source))

    def _extend(self, block: Block) -> bool:
        """Join a line that only details the duty above it; a heading above it becomes the duty."""
        context = self.stack[-1]
        if (
            context.block is not None
            and not context.used
            and context.rank < LABELLED
            and not is_caps(context.block.flow.text)
        ):
            heading_block = self.stack.pop().block
            if heading_block is not None:
                self._take_back(heading_block)
                self._add(heading_block, Rule.DETAIL_LINE)
        if not self.sorted.duties:
            return False
        last = self.sorted.duties[-1]
        begin, end = last.flows[0].at[0], last.flows[-1].at[-1]
        if end > block.start or any(o.block.start > begin for o in self.sorted.other[-1:]):
            return False
        last.flows.append(block.flow)
        last.blocks.append(block)
        return True

    def _take_back(self, block: Block) -> None:
        """A block that was put aside a moment ago is none of those."""
        other = self.sorted.other
        at = next(at for at in range(len(other) - 1, -1, -1) if other[at].block is block)
        del other[at]

    def _label(self, block: Block) -> str:
        """The clause: the numbers of the headings above with the block's own, "3.1" standing for "3" and "1"."""
        parts = [context.label for context in self.stack[1:] if context.label and context.rank >= 1]
        above = parts[-1] if parts else ""
        own = block.label if block.rank is not None and 1 <= block.rank < LABELLED else ""
        if not own:
            return above
        outer = above.split(".") if above else []
        if "." in own:
            outer = [part for part in outer if not part.isdigit()]
        return ".".join([*outer, own])
