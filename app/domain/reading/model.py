"""What the reader hands over: plain values with offsets into the text that was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
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


@dataclass(frozen=True, slots=True)
class DraftTask:
    """One drafted duty. ``text`` is the source between ``start`` and ``end`` without markup and line ends."""

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
    """A whole document as the reader understood it; tasks and unused dates in the order of the text."""

    document: DocumentHead
    tasks: tuple[DraftTask, ...]
    unused_dates: tuple[UnusedDate, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "document": self.document.as_dict(),
            "tasks": [task.as_dict() for task in self.tasks],
            "unused_dates": [unused.as_dict() for unused in self.unused_dates],
        }
