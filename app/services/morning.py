"""What every digest of a morning is made from: the office on the day, and by recipient what the plan has to tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from app.adapters.links import Links
from app.domain.terms import State, Urgency
from app.domain.urging import Reminder
from app.services.outbox import Sender
from app.services.rules import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An assignment as a mail names it. ``source`` is the notice's number, or its kind while it has none; the words of
    a limited task are not in ``text``. ``since`` is when the report, the request or the draft that waits was made;
    ``desk`` where a draft lies for signature, ``asked_for`` the day that a request for more time names."""

    assignment_id: int
    unit_id: int
    unit_name: str
    under_authority: bool
    leads: bool
    state: State
    urgency: Urgency
    field_id: int | None
    clause: str
    text: str
    source: str
    phrase: str
    due_on: date | None
    time_of_day: time | None
    given_on: date
    since: date | None
    desk: str
    asked_for: date | None
    url: str
    answer_url: str = ""  # without logging in; made when the mail is written, not when it is planned


@dataclass(frozen=True, slots=True)
class Urged:
    """A part with the reminder that is told, all ledger rows to write (the covered rungs too), and how often its unit
    was urged before."""

    part: Part
    reminder: Reminder
    rows: tuple[Reminder, ...]
    times: int


@dataclass(frozen=True, slots=True)
class Share:
    """A unit's unfinished lead assignments: ``open_with_unit`` and ``late_with_unit`` are in its own hands;
    ``overdue`` of ``dated`` is n/N (class d of c + d), with what was reported late and waits."""

    unit_id: int
    name: str
    short_name: str
    under_authority: bool
    is_secretariat: bool
    open_with_unit: int
    late_with_unit: int
    overdue: int
    dated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """``told`` is by recipient ("unit:5", "user:8") what the plan has for it, the oldest deadline first: the digest of
    that recipient names each. ``had`` are those who have had today's digest. ``shares`` are those of the units with
    anything open, in the office's order; there are none where nobody is told anything."""

    office_id: int
    at: datetime
    today: date
    rules: Rules
    sender: Sender
    links: Links
    days_off: tuple[date, date] | None
    shares: Mapping[int, Share] = field(default_factory=dict)
    told: Mapping[str, tuple[Urged, ...]] = field(default_factory=dict)
    had: frozenset[str] = frozenset()

    @property
    def desk(self) -> str:
        return self.links.desk()

    @property
    def my_unit(self) -> str:
        return self.links.my_unit()
