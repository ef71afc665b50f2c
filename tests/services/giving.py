"""Assignments for the tests of urging: given, reported and returned straight through the ledger of events."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from itertools import count

from app.adapters.clock import FixedClock
from app.domain.terms import AssignmentRole, DueReason, EventKind, ReturnKind, State, TaskKind, Urgency
from app.models import Assignment, Directive, DueDate, Event, Task
from app.services import recording
from tests.cast import Cast

ISSUED = date(2023, 8, 1)


@dataclass
class Giver:
    """Gives tasks of one notice to the units of the cast."""

    cast: Cast
    clock: FixedClock
    directive: Directive = field(init=False)
    positions: count[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.directive = Directive(
            office_id=self.cast.office.id,
            kind="Thông báo",
            number="15/TB-UBND",
            issuer="UBND huyện Thử Nghiệm",
            issued_on=ISSUED,
            subject="Kết luận họp thử nghiệm tháng 8",
            given_on=ISSUED,
            recorded_at=self.clock.now(),
            recorder_id=self.cast.chief.user_id,
        )
        self.cast.session.add(self.directive)
        self.cast.session.flush()

    def task(self, text: str = "Rà soát hồ sơ thử nghiệm", urgency: Urgency = Urgency.NORMAL) -> Task:
        position = next(self.positions)
        task = Task(
            directive=self.directive,
            position=position,
            clause=f"2.{position}",
            text=text,
            kind=TaskKind.DATED,
            urgency=urgency,
            report_to="UBND huyện",
        )
        self.cast.session.add(task)
        self.cast.session.flush()
        return task

    def give(
        self,
        unit: str,
        due_on: date | None,
        *,
        task: Task | None = None,
        role: AssignmentRole = AssignmentRole.LEAD,
        exclusive: bool = False,
        phrase: str = "",
        time_of_day: time | None = None,
    ) -> Assignment:
        assignment = Assignment(
            office_id=self.cast.office.id,
            task=task or self.task(),
            unit=self.cast.units[unit],
            role=role,
            state=State.OPEN,
            given_on=ISSUED,
        )
        self.cast.session.add(assignment)
        rows: list[Event | DueDate] = [self._event(EventKind.GIVEN, ISSUED)]
        if due_on:
            rows.append(self._due(due_on, DueReason.GIVEN, exclusive, phrase, time_of_day))
        recording.add(self.cast.session, assignment, *rows)
        return assignment

    def report(self, assignment: Assignment, day: date) -> None:
        recording.add(self.cast.session, assignment, self._event(EventKind.SUBMITTED, day))

    def return_it(self, assignment: Assignment, day: date, kind: ReturnKind, new_due: date | None = None) -> Event:
        event = self._event(EventKind.RETURNED, day)
        event.return_kind, event.note = kind, "Chưa có phụ lục số liệu"
        rows: list[Event | DueDate] = [event]
        if new_due:
            rows.append(self._due(new_due, DueReason.RETURNED_FOR_PAPERS, effective_on=day))
        recording.add(self.cast.session, assignment, *rows)
        return event

    def correct_due_date(self, assignment: Assignment, due_on: date) -> None:
        recording.add(self.cast.session, assignment, self._due(due_on, DueReason.DATA_CORRECTION))

    def _event(self, kind: EventKind, day: date) -> Event:
        return Event(kind=kind, effective_on=day, recorded_at=self.clock.now(), recorder_id=self.cast.chief.user_id)

    def _due(
        self,
        due_on: date,
        reason: DueReason,
        exclusive: bool = False,
        phrase: str = "",
        time_of_day: time | None = None,
        effective_on: date = ISSUED,
    ) -> DueDate:
        return DueDate(
            phrase=phrase,
            named_on=due_on,
            exclusive=exclusive,
            time_of_day=time_of_day,
            due_on=due_on,
            reason=reason,
            effective_on=effective_on,
            recorded_at=self.clock.now(),
            recorder_id=self.cast.chief.user_id,
        )
