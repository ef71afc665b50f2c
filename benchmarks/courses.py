"""What may have happened to an assignment, drawn from a seed: its events and due dates, and the columns they fold to.

The columns are the domain's own fold of the rows, so the data are as consistent as if every act had been done by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from app.domain import history
from app.domain.calendar import VIETNAM
from app.domain.history import Course
from app.domain.terms import DueReason, EventKind, ExtensionState, ReturnKind
from benchmarks.office import DAY

DONE_SHARE = 0.7
FIRST_DUE, LAST_DUE = -180, 60  # days from DAY
ALWAYS = date(9999, 12, 31)
EVER = datetime(9999, 12, 31, tzinfo=UTC)
_ONE_DAY = timedelta(days=1)
_BY_UNIT = (
    EventKind.ACKNOWLEDGED,
    EventKind.PROGRESS,
    EventKind.SUBMITTED,
    EventKind.SENT_FOR_SIGNATURE,
    EventKind.EXTENSION_ASKED,
)
# How far an assignment that is not done has come; of a hundred.
_STAGES = ("open", "acknowledged", "in_progress", "returned", "waiting", "signing", "asking")
WEIGHTS = (12, 30, 48, 4, 6, 0, 0)


@dataclass(slots=True)
class Ids:
    """The next free ids of the tables whose rows belong to assignments, and who writes them."""

    events: Iterator[int] = field(default_factory=lambda: count(1))
    due_dates: Iterator[int] = field(default_factory=lambda: count(1))
    extensions: Iterator[int] = field(default_factory=lambda: count(1))
    office_user: int = 1
    unit_user: int = 2


@dataclass(slots=True)
class History:
    """The rows of one assignment while they are drawn, in the order of the acts, of which ``today`` is the end."""

    ids: Ids
    assignment_id: int
    given_on: date
    today: date = DAY
    events: list[dict[str, Any]] = field(default_factory=list)
    due_dates: list[dict[str, Any]] = field(default_factory=list)
    extensions: list[dict[str, Any]] = field(default_factory=list)

    def act(self, kind: EventKind, on: date, *, effective_on: date | None = None, **more: Any) -> None:
        by_unit = kind in _BY_UNIT
        row = {
            "id": next(self.ids.events),
            "assignment_id": self.assignment_id,
            "kind": kind,
            "effective_on": effective_on or on,
            "recorded_at": _instant(on, len(self.events)),
            "decider_id": None if by_unit else self.ids.office_user,
            "recorder_id": self.ids.unit_user if by_unit else self.ids.office_user,
            "return_kind": None,
            "self_confirmed": False,
            "note": "",
            "desk": "",
            "named_on": None,
            "extension_id": None,
        }
        self.events.append(row | more)

    def due(self, due_on: date, effective_on: date, reason: DueReason) -> None:
        row = {
            "id": next(self.ids.due_dates),
            "assignment_id": self.assignment_id,
            "phrase": f"trước ngày {due_on:%d/%m/%Y}" if reason is DueReason.GIVEN else "",
            "named_on": due_on,
            "exclusive": reason is DueReason.GIVEN,
            "time_of_day": None,
            "due_on": due_on,
            "reason": reason,
            "note": "",
            "effective_on": effective_on,
            "recorded_at": _instant(effective_on, len(self.events)),
            "decider_id": self.ids.office_user,
            "recorder_id": self.ids.office_user,
        }
        self.due_dates.append(row)

    def course(self) -> Course:
        """The domain's fold of all of it."""
        events = (
            history.Event(
                row["id"],
                row["kind"],
                row["effective_on"],
                row["recorded_at"],
                row["self_confirmed"],
                row["return_kind"],
            )
            for row in self.events
        )
        dues = (
            history.DueDate(
                row["id"], row["due_on"], row["effective_on"], row["recorded_at"], row["exclusive"], row["reason"]
            )
            for row in self.due_dates
        )
        return history.fold(events, dues, cut_off=ALWAYS, known_at=EVER)


def draw_due(random: Random) -> date:
    return DAY + timedelta(days=random.randint(FIRST_DUE, LAST_DUE))


def draw_given(random: Random, due_on: date) -> date:
    """Some weeks before the due day, and not later than this week."""
    return min(due_on, DAY) - timedelta(days=random.randint(5, 60))


def draw_open(
    random: Random,
    ids: Ids,
    *,
    assignment_id: int,
    given_on: date,
    due_on: date,
    today: date,
    weights: tuple[int, ...] = WEIGHTS,
) -> History:
    """The history, through ``today``, of one assignment that is not done; ``weights`` are those of the stages."""
    drawn = History(ids, assignment_id, given_on, today)
    drawn.act(EventKind.GIVEN, given_on)
    drawn.due(due_on, given_on, DueReason.GIVEN)
    _leave_open(random, drawn, due_on, weights)
    return drawn


def draw(random: Random, ids: Ids, *, assignment_id: int, given_on: date, due_on: date) -> History:
    """The history of one assignment that was given on the one day and is due on the other."""
    drawn = History(ids, assignment_id, given_on)
    drawn.act(EventKind.GIVEN, given_on)
    drawn.due(due_on, given_on, DueReason.GIVEN)
    if random.random() < DONE_SHARE:
        _finish(random, drawn, due_on)
    else:
        _leave_open(random, drawn, due_on, WEIGHTS)
    return drawn


def _finish(random: Random, drawn: History, due_on: date) -> None:
    """Done: four of five in time, as far as the past goes."""
    latest = due_on + timedelta(days=random.randint(1, 30)) if random.random() < 0.2 else due_on
    reported = _between(random, drawn.given_on + _ONE_DAY, min(latest, DAY - _ONE_DAY))
    _acknowledge(random, drawn, reported)
    drawn.act(EventKind.SUBMITTED, reported, note="Đã hoàn thành, có văn bản kèm theo.")
    confirmed = _between(random, reported, min(reported + timedelta(days=4), DAY))
    drawn.act(EventKind.ACCEPTED, confirmed, effective_on=reported)


def _leave_open(random: Random, drawn: History, due_on: date, weights: tuple[int, ...]) -> None:
    stage = random.choices(_STAGES, weights)[0]
    if stage == "open":
        return
    reported = _between(random, drawn.given_on + _ONE_DAY, min(due_on, drawn.today - _ONE_DAY))
    _acknowledge(random, drawn, reported)
    if stage == "in_progress":
        drawn.act(EventKind.PROGRESS, reported, note="Đang thực hiện, đạt khoảng sáu phần mười khối lượng.")
    if stage in ("returned", "waiting"):
        drawn.act(EventKind.SUBMITTED, reported)
    if stage == "returned":
        _give_back(random, drawn, reported, due_on)
    if stage == "signing":
        drawn.act(EventKind.SENT_FOR_SIGNATURE, reported, desk="Phó Chủ tịch phụ trách")
    if stage == "asking":
        _ask(drawn, reported, due_on)


def _ask(drawn: History, asked_on: date, due_on: date) -> None:
    """For a month more."""
    wanted = due_on + timedelta(days=30)
    row = {
        "id": next(drawn.ids.extensions),
        "assignment_id": drawn.assignment_id,
        "state": ExtensionState.OPEN,
        "asked_on": asked_on,
        "asked_for": wanted,
        "due_on": due_on,
        "reason": "Chờ số liệu của các địa phương.",
    }
    drawn.extensions.append(row)
    drawn.act(EventKind.EXTENSION_ASKED, asked_on, named_on=wanted, extension_id=row["id"])


def _give_back(random: Random, drawn: History, reported: date, due_on: date) -> None:
    returned = _between(random, reported, min(reported + timedelta(days=5), drawn.today))
    kind = random.choice((ReturnKind.MISSING_PAPERS, ReturnKind.NOT_GOOD_ENOUGH))
    drawn.act(EventKind.RETURNED, returned, return_kind=kind, note="Cần bổ sung số liệu của từng thôn.")
    if kind is ReturnKind.MISSING_PAPERS:
        again = max(due_on, returned + max(due_on - reported, _ONE_DAY))
        drawn.due(again, returned, DueReason.RETURNED_FOR_PAPERS)


def _acknowledge(random: Random, drawn: History, until: date) -> None:
    drawn.act(EventKind.ACKNOWLEDGED, _between(random, drawn.given_on, min(until, drawn.given_on + timedelta(days=3))))


def _between(random: Random, first: date, last: date) -> date:
    return first + timedelta(days=random.randint(0, max(0, (last - first).days)))


def _instant(day: date, step: int) -> datetime:
    """Eight in the morning and some minutes, in the order of the acts."""
    return datetime.combine(day, time(8, 5 * step % 60), tzinfo=VIETNAM).astimezone(UTC)
