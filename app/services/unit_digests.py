"""A unit's digest as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from app.domain.urging import Reminder
from app.services.morning import Share
from app.services.outbox import Recipient


@dataclass(frozen=True, slots=True)
class Part:
    """A lead assignment as a digest names it. ``source`` is the notice's number, or its kind while it has none."""

    assignment_id: int
    unit_id: int
    waiting: bool
    due_on: date | None
    exclusive: bool
    anchor: str
    submitted_on: date | None  # the day of the report that waits
    objective: bool
    asked_on: date | None  # a request for more time that waits, and the day it asks for
    asked_for: date | None
    clause: str
    text: str
    source: str
    phrase: str
    time_of_day: time | None
    url: str
    answer_url: str = ""  # without logging in; made when the mail is written, not when it is planned


@dataclass(frozen=True, slots=True)
class Urged:
    """A part with the reminder that is told, all ledger rows to write (the covered rungs too), and how often the
    unit was urged before."""

    part: Part
    reminder: Reminder
    rows: tuple[Reminder, ...]
    times: int


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """One unit's digest: at least one item; ``waiting`` lies with the office and is told for completeness, and so are
    the requests for more time, ``asked``."""

    recipient: Recipient
    share: Share
    items: tuple[Urged, ...]
    waiting: tuple[Part, ...]
    asked: tuple[Part, ...]

    @property
    def overdue(self) -> list[Urged]:
        return [item for item in self.items if item.reminder.days_overdue]

    @property
    def due_soon(self) -> list[Urged]:
        """By deadline, so that what is due today comes first."""
        return [item for item in self.items if not item.reminder.days_overdue]

    @property
    def overdue_not_listed(self) -> int:
        """Overdue ones that were urged earlier this week, so that today's mail leaves them out."""
        return self.share.late_with_unit - len(self.overdue)
