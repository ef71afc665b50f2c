"""A huyện with its phòng and communes, and hundreds of assignments in every state: what a reorganisation meets.

All names are invented. Everything is drawn from one seed, so that it is the same every time.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.adapters.clock import FixedClock
from app.domain.terms import (
    AssignmentRole,
    DueReason,
    EventKind,
    ExtensionState,
    ReorganisationKind,
    ReturnKind,
    TaskKind,
)
from app.models import Assignment, Event, Extension, Reorganisation, Unit
from app.services import recording
from app.services.reorganising import preview
from app.services.reorganising_acts import reorganise
from app.services.reorganising_wish import Choices, NewUnit, Wish
from tests.cast import Cast, add_unit
from tests.services.giving import Notice

BASIS = "Nghị quyết số 12/NQ-HĐND ngày 20/6/2025"
K = EventKind
LEAD, HELPS = AssignmentRole.LEAD, AssignmentRole.COORDINATING
MORE_UNITS = (
    ("y_te", "Phòng Y tế", "Y tế"),
    ("xa_thuong", "UBND xã Thượng", "Xã Thượng"),
    ("xa_trung", "UBND xã Trung", "Xã Trung"),
    ("xa_dong", "UBND xã Đông", "Xã Đông"),
)
# Every way that an assignment can have gone until the day: what follows the giving.
WAYS: tuple[tuple[EventKind, ...], ...] = (
    (),
    (K.ACKNOWLEDGED,),
    (K.ACKNOWLEDGED, K.PROGRESS),
    (K.PROGRESS, K.EXTENSION_ASKED),
    (K.PROGRESS, K.CAUSE_CONFIRMED),
    (K.SENT_FOR_SIGNATURE,),
    (K.ACKNOWLEDGED, K.SUBMITTED),
    (K.SUBMITTED, K.RETURNED),
    (K.SUBMITTED, K.ACCEPTED),
    (K.ACKNOWLEDGED, K.SUBMITTED, K.RETURNED, K.SUBMITTED, K.ACCEPTED),
    (K.STOPPED,),
    (K.CANCELLED,),
)
WAYS_OF_HELP: tuple[tuple[EventKind, ...], ...] = (
    (), (K.ACKNOWLEDGED,), (K.PART_GIVEN,), (K.PART_GIVEN, K.PART_RETURNED), (K.STOPPED,)
)  # fmt: skip


@dataclass
class District:
    """The units by key, and everything that was given between two days."""

    cast: Cast
    clock: FixedClock
    chance: random.Random = field(default_factory=lambda: random.Random(20250701))
    assignments: list[Assignment] = field(default_factory=list)

    def __post_init__(self) -> None:
        for position, (key, name, short) in enumerate(MORE_UNITS, 20):
            add_unit(self.cast, key, name, short, position=position)

    def unit(self, key: str) -> Unit:
        return self.cast.units[key]

    def ids(self, *keys: str) -> tuple[int, ...]:
        return tuple(self.unit(key).id for key in keys)

    def it_is(self, day: date) -> None:
        """The clock and everybody's roles move on to the day."""
        self.clock.instant = FixedClock.at(day).instant
        self.cast.today = day

    def give(self, keys: Iterable[str], *, tasks: int, first: date, last: date) -> None:
        """So many tasks of a notice of the first day, each to some of the units, with what happened until the last."""
        units = list(keys)
        self.it_is(first)
        notice = Notice(self.cast, self.clock, issued_on=first)
        for _ in range(tasks):
            task = notice.new_task("Rà soát, báo cáo kết quả thực hiện.", "{n}", kind=TaskKind.DATED)
            parts = self.chance.sample(units, k=min(len(units), self.chance.randint(2, 6)))
            leads = self.chance.randint(1, len(parts))
            due = first + timedelta(days=self.chance.randint(5, (last - first).days + 60))
            for place, key in enumerate(parts):
                self.it_is(first)
                given = None if self.chance.random() < 0.1 else notice.due_date(due, DueReason.GIVEN, first)
                assignment = notice.assign(task, key, LEAD if place < leads else HELPS, given)
                self._happens(notice, assignment, first, last)
                self.assignments.append(assignment)

    def _happens(self, notice: Notice, assignment: Assignment, first: date, last: date) -> None:
        rows: list[Event] = []
        day = first
        for kind in self.chance.choice(WAYS if assignment.role is LEAD else WAYS_OF_HELP):
            day += timedelta(days=self.chance.randint(0, (last - day).days // 2))
            self.it_is(day)
            row = notice.event(kind, day)
            row.return_kind = ReturnKind.NOT_GOOD_ENOUGH if kind is K.RETURNED else None
            rows.append(row)
            if kind is K.EXTENSION_ASKED and assignment.due_on:
                assignment.requests.append(
                    Extension(
                        state=ExtensionState.OPEN, asked_on=day, asked_for=assignment.due_on + timedelta(days=10),
                        due_on=assignment.due_on, reason="Chờ số liệu.",
                    )
                )  # fmt: skip
        recording.add(self.cast.session, assignment, *rows)

    def reorganise(
        self,
        kind: ReorganisationKind,
        *keys: str,
        on: date,
        into: tuple[str, ...] = (),
        new: str = "",
        choices: Choices = Choices(),  # noqa: B008
        **more: object,
    ) -> Reorganisation:
        """As the chief does: look at the preview, then carry it out."""
        made_new = (NewUnit(name=new),) if new else ()
        wish = Wish(
            kind=kind, unit_ids=self.ids(*keys), effective_on=on, basis=BASIS, successor_ids=self.ids(*into),
            new_units=made_new, **more,  # type: ignore[arg-type]
        )  # fmt: skip
        common = {"actor": self.cast.chief, "clock": self.clock, "wish": wish, "choices": choices}
        seen = preview(self.cast.session, **common).seen  # type: ignore[arg-type]
        return reorganise(self.cast.session, **common, seen=seen)  # type: ignore[arg-type]
