"""What the reader hands over: plain values with offsets into the text that was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

from app.domain.terms import TaskKind


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """The header as it stands in the text; None where it is missing. ``unsure`` names fields a person must look at."""

    number: str | None = None
    kind: str | None = None
    issuer: str | None = None
    place: str | None = None
    issued_on: date | None = None
    meeting_on: date | None = None
    chair: str | None = None
    signer: str | None = None
    signer_title: str | None = None
    subject: str | None = None
    unsure: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "kind": self.kind,
            "issuer": self.issuer,
            "place": self.place,
            "issued_on": _iso(self.issued_on),
            "meeting_on": _iso(self.meeting_on),
            "chair": self.chair,
            "signer": self.signer,
            "signer_title": self.signer_title,
            "subject": self.subject,
        }


class PartKind(StrEnum):
    """What a stretch of a document is."""

    HEAD = "head"  # letterhead, number, kind, subject
    PREAMBLE = "preamble"
    ATTENDANCE = "attendance"
    RESULTS = "results"  # results, shortcomings, praise
    GOALS = "goals"  # purposes and overall goals
    STATEMENT = "statement"  # says something, orders nothing
    HEADING = "heading"
    TASK = "task"
    NOTE = "note"  # a footnote
    TABLE = "table"  # what stands in a list of tasks beside them: its header, its sections
    CLOSING = "closing"
    RECIPIENTS = "recipients"
    SIGNATURE = "signature"


class Rule(StrEnum):
    """Why the reader took a stretch for what it says, or a field for what it wrote; worded in ``wording.reading``."""

    HEAD_LINES = "head_lines"
    BEFORE_ORDERS = "before_orders"
    ATTENDANCE_WORDS = "attendance_words"
    RESULT_WORDS = "result_words"
    RESULT_HEADING = "result_heading"
    GOAL_HEADING = "goal_heading"
    CLOSING_WORDS = "closing_words"
    AFTER_CLOSING = "after_closing"
    NO_ORDER = "no_order"
    CAPITALS = "capitals"
    OPENS_ITEMS = "opens_items"
    ADDRESSES_UNIT = "addresses_unit"
    FOOTNOTE = "footnote"
    RECIPIENT_LINES = "recipient_lines"
    SIGNATURE_LINES = "signature_lines"
    TABLE_ROW = "table_row"
    TABLE_FRAME = "table_frame"
    NAMES_UNIT = "names_unit"  # a unit with a verb, or "giao / yêu cầu <unit>"
    UNDER_UNIT = "under_unit"  # it stands under a heading that addresses a unit
    OPENS_WITH_VERB = "opens_with_verb"
    NEEDED_WORDS = "needed_words"
    LIST_OF_ITEMS = "list_of_items"
    OWN_WORDS = "own_words"
    DETAIL_LINE = "detail_line"
    HEADING_ABOVE = "heading_above"
    LEAD_IN = "lead_in"
    BEFORE_IT = "before_it"
    ISSUER_LEADS = "issuer_leads"
    ONE_DATE = "one_date"
    LAST_DATE = "last_date"
    SCHEDULE = "schedule"
    GOVERNING_DATE = "governing_date"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the source between two offsets; the parts of a reading cover all of it, in order, without overlap.

    ``task``: the index of the task it belongs to, for parts of kind TASK.
    """

    kind: PartKind
    start: int
    end: int
    rule: Rule
    task: int | None = None

    def as_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "start": self.start, "end": self.end, "rule": self.rule, "task": self.task}


@dataclass(frozen=True, slots=True)
class DraftTask:
    """One drafted duty. ``text`` is the source between ``start`` and ``end`` without markup and line ends.

    ``leads_by`` and ``deadline_by`` tell what gave the field its value, None where it has none.
    """

    clause: str | None
    text: str
    start: int
    end: int
    leads: tuple[str, ...]
    coordinating: tuple[str, ...]
    report_to: tuple[str, ...]
    deadline: date | None
    deadline_time: time | None
    exclusive: bool
    deadline_text: str | None
    deadline_start: int | None
    deadline_end: int | None
    recurrence: str | None
    general: bool
    urgent: bool
    kind: TaskKind
    unsure: tuple[str, ...]
    leads_by: Rule | None = None
    deadline_by: Rule | None = None

    def as_dict(self) -> dict[str, Any]:
        return {
            "clause": self.clause,
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "leads": list(self.leads),
            "coordinating": list(self.coordinating),
            "report_to": list(self.report_to),
            "deadline": _iso(self.deadline),
            "deadline_time": self.deadline_time.strftime("%H:%M") if self.deadline_time else None,
            "exclusive": self.exclusive,
            "deadline_text": self.deadline_text,
            "recurrence": self.recurrence,
            "general": self.general,
            "urgent": self.urgent,
            "unsure": list(self.unsure),
        }


@dataclass(frozen=True, slots=True)
class UnusedDate:
    """A date phrase that no task took, with a short reason for the person who confirms."""

    text: str
    start: int
    end: int
    why: str

    def as_dict(self) -> dict[str, Any]:
        return {"text": self.text, "start": self.start, "end": self.end, "why": self.why}


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole document as the reader understood it; tasks, unused dates and parts in the order of the text."""

    document: DocumentHead
    tasks: tuple[DraftTask, ...]
    unused_dates: tuple[UnusedDate, ...]
    parts: tuple[Part, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "document": self.document.as_dict(),
            "tasks": [task.as_dict() for task in self.tasks],
            "unused_dates": [unused.as_dict() for unused in self.unused_dates],
            "parts": [part.as_dict() for part in self.parts],
        }
