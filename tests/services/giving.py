"""Tasks for the tests, given straight through the ledger of events, below the service that gives them from a notice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time

from app.adapters.clock import Clock
from app.domain.deadlines import due_on as due_day
from app.domain.terms import AssignmentRole, DueReason, EventKind, ReturnKind, State, TaskKind, Urgency
from app.models import Assignment, Directive, DueDate, Event, Task
from app.services import recording
from app.services.rules import load_rules
from tests.cast import Cast

GIVEN_ON = date(2023, 9, 4)
ISSUED = date(2023, 8, 1)


@dataclass
class Notice:
    """A directive of the cast's office, and rows of its ledger, all recorded by the chief now."""

    cast: Cast
    clock: Clock
    issued_on: date = GIVEN_ON
    subject: str = "Kết luận cuộc họp thử"
    directive: Directive = field(init=False)

    def __post_init__(self) -> None:
        self.directive = Directive(
            office_id=self.cast.office.id,
            kind="Thông báo",
            number="15/TB-UBND",
            issuer="UBND huyện Thử Nghiệm",
            issued_on=self.issued_on,
            subject=self.subject,
            given_on=self.issued_on,
            recorded_at=self.clock.now(),
            recorder_id=self.recorder_id,
        )
        self.cast.session.add(self.directive)
        self.cast.session.flush()

    @property
    def recorder_id(self) -> int:
        return self.cast.users["chief"].id

    def new_task(self, text: str, clause: str, **more: object) -> Task:
        """The next task of the notice; in ``clause`` {n} stands for its place."""
        position = len(self.directive.tasks) + 1
        task = Task(position=position, clause=clause.format(n=position), text=text, **more)
        self.directive.tasks.append(task)
        return task

    def assign(
        self, task: Task, unit: str, role: AssignmentRole, due: DueDate | None, *, given_on: date | None = None
    ) -> Assignment:
        given_on = given_on or self.issued_on
        assignment = Assignment(
            office_id=self.cast.office.id,
            task=task,
            unit_id=self.cast.units[unit].id,
            role=role,
            state=State.OPEN,
            given_on=given_on,
        )
        self.cast.session.add(assignment)
        rows = [self.event(EventKind.GIVEN, given_on), *([due] if due else [])]
        recording.add(self.cast.session, assignment, *rows)
        return assignment

    def event(self, kind: EventKind, day: date, note: str = "") -> Event:
        return Event(kind=kind, effective_on=day, recorded_at=self.clock.now(), recorder_id=self.recorder_id, note=note)

    def due_date(self, due_on: date, reason: DueReason, effective_on: date, **more: object) -> DueDate:
        said = {"phrase": "", "named_on": due_on, "exclusive": False, "time_of_day": None} | more
        return DueDate(
            **said,
            due_on=due_on,
            reason=reason,
            effective_on=effective_on,
            recorded_at=self.clock.now(),
            recorder_id=self.recorder_id,
        )


class Giving(Notice):
    """``give("noi_vu", due=date(2023, 10, 30))`` is one lead assignment, its due day by the office's rules."""

    def __call__(self, unit: str, *, due: date | None = None, coordinating: tuple[str, ...] = (), **more: object):
        return self.task((unit,), due=due, coordinating=coordinating, **more)[0]

    def task(
        self,
        leads: tuple[str, ...],
        *,
        due: date | None = None,
        coordinating: tuple[str, ...] = (),
        exclusive: bool = False,
        given_on: date = GIVEN_ON,
        text: str = "Rà soát, công khai thủ tục thuộc phạm vi quản lý.",
        urgency: Urgency = Urgency.NORMAL,
    ) -> list[Assignment]:
        """A task with its assignments, the leads first."""
        task = self.new_task(text, "{n}", kind=TaskKind.DATED if due else TaskKind.CONTINUOUS, urgency=urgency)
        parts = [(unit, AssignmentRole.LEAD) for unit in leads]
        parts += [(unit, AssignmentRole.COORDINATING) for unit in coordinating]
        return [
            self.assign(task, unit, role, self._due(due, exclusive, given_on) if due else None, given_on=given_on)
            for unit, role in parts
        ]

    def _due(self, due: date, exclusive: bool, given_on: date) -> DueDate:
        rules = load_rules(self.cast.session, office_id=self.cast.office.id)
        due_on = due_day(due, exclusive=exclusive, policy=rules.policy, calendar=rules.calendar)
        phrase = f"ngày {due:%d/%m/%Y}"
        return self.due_date(due_on, DueReason.GIVEN, given_on, phrase=phrase, named_on=due, exclusive=exclusive)


@dataclass
class Giver(Notice):
    """Gives, takes reports and returns for the tests of urging, where the due day is said outright."""

    issued_on: date = ISSUED
    subject: str = "Kết luận họp thử nghiệm tháng 8"

    def task(self, text: str = "Rà soát hồ sơ thử nghiệm", urgency: Urgency = Urgency.NORMAL) -> Task:
        return self.new_task(text, "2.{n}", kind=TaskKind.DATED, urgency=urgency, report_to="UBND huyện")

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
        said = {"exclusive": exclusive, "phrase": phrase, "time_of_day": time_of_day}
        due = self.due_date(due_on, DueReason.GIVEN, ISSUED, **said) if due_on else None
        return self.assign(task or self.task(), unit, role, due)

    def report(self, assignment: Assignment, day: date) -> None:
        recording.add(self.cast.session, assignment, self.event(EventKind.SUBMITTED, day))

    def return_it(self, assignment: Assignment, day: date, kind: ReturnKind, new_due: date | None = None) -> Event:
        event = self.event(EventKind.RETURNED, day)
        event.return_kind, event.note = kind, "Chưa có phụ lục số liệu"
        rows: list[Event | DueDate] = [event]
        if new_due:
            rows.append(self.due_date(new_due, DueReason.RETURNED_FOR_PAPERS, day))
        recording.add(self.cast.session, assignment, *rows)
        return event

    def correct_due_date(self, assignment: Assignment, due_on: date) -> None:
        recording.add(self.cast.session, assignment, self.due_date(due_on, DueReason.DATA_CORRECTION, ISSUED))
