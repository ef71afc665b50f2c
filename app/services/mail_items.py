"""What the mails tell of a task, in the words and with the addresses that stand in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from app.domain.terms import TaskKind, Urgency


@dataclass(frozen=True, slots=True)
class GivenItem:
    """One task of a unit, as the mail tells it. ``leads`` are named to a unit that coordinates; ``answer_url`` is
    empty where nobody answers without logging in; ``period`` is that of what recurs, ``source`` the notice where the
    mail is of several; ``superior_due`` is the date of a superior who gave it."""

    clause: str
    text: str
    kind: TaskKind
    recurrence: str
    urgency: Urgency
    report_to: str
    phrase: str
    due_on: date | None
    time_of_day: time | None
    leads: str
    url: str
    answer_url: str
    period: str = ""
    source: str = ""
    superior_due: date | None = None


@dataclass(frozen=True, slots=True)
class AgainItem:
    """An earlier task that a notice says again, as a mail tells it: the words and the place in the new notice, the
    notice that gave it, how often it was said again, and the deadline, which may have been moved by that."""

    assignment_id: int
    clause: str
    text: str
    source: str
    times: int
    due_on: date | None
    time_of_day: time | None
    moved: bool
    url: str
    answer_url: str


def others(address: str, copies: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Those whom a mail to the address does not reach yet, each address once."""
    found: dict[str, tuple[str, str]] = {}
    for name, other in copies:
        if other and other.casefold() != address.casefold():
            found.setdefault(other.casefold(), (name, other))
    return tuple(found.values())
