"""Giving tasks to the cast's units in one line, below the service that gives them from a notice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.adapters.clock import Clock
from app.domain.deadlines import due_on as due_day
from app.domain.terms import AssignmentRole, DueReason, EventKind, TaskKind, Urgency
from app.models import Assignment, Directive, DueDate, Event, Task
from app.services import recording
from app.services.rules import load_rules
from tests.cast import Cast

GIVEN_ON = date(2023, 9, 4)


@dataclass
class Giving:
    """``give("noi_vu", due=date(2023, 10, 30))`` is one lead assignment, recorded by the chief now."""

    cast: Cast
    clock: Clock
    directive: Directive = field(init=False)

    def __post_init__(self) -> None:
        self.directive = Directive(
            office_id=self.cast.office.id,
            kind="Thông báo",
            number="15/TB-UBND",
            issuer="UBND huyện Thử Nghiệm",
            issued_on=GIVEN_ON,
            subject="Kết luận cuộc họp thử",
            given_on=GIVEN_ON,
            recorded_at=self.clock.now(),
            recorder_id=self.cast.users["chief"].id,
        )
        self.cast.session.add(self.directive)
        self.cast.session.flush()

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
        position = len(self.directive.tasks) + 1
        kind = TaskKind.DATED if due else TaskKind.CONTINUOUS
        task = Task(position=position, clause=str(position), text=text, kind=kind, urgency=urgency)
        self.directive.tasks.append(task)
        self.cast.session.flush()
        parts = [(unit, AssignmentRole.LEAD) for unit in leads]
        parts += [(unit, AssignmentRole.COORDINATING) for unit in coordinating]
        return [self._assign(task, unit, role, due, exclusive, given_on) for unit, role in parts]

    def _assign(
        self, task: Task, unit: str, role: AssignmentRole, due: date | None, exclusive: bool, given_on: date
    ) -> Assignment:
        session, recorder_id = self.cast.session, self.cast.users["chief"].id
        assignment = Assignment(
            office_id=self.cast.office.id,
            task_id=task.id,
            unit_id=self.cast.units[unit].id,
            role=role,
            state="open",
            given_on=given_on,
        )
        session.add(assignment)
        rows: list[Event | DueDate] = [
            Event(kind=EventKind.GIVEN, effective_on=given_on, recorded_at=self.clock.now(), recorder_id=recorder_id)
        ]
        if due is not None:
            rules = load_rules(session, office_id=self.cast.office.id)
            rows.append(
                DueDate(
                    phrase=f"ngày {due:%d/%m/%Y}",
                    named_on=due,
                    exclusive=exclusive,
                    due_on=due_day(due, exclusive=exclusive, policy=rules.policy, calendar=rules.calendar),
                    reason=DueReason.GIVEN,
                    effective_on=given_on,
                    recorded_at=self.clock.now(),
                    recorder_id=recorder_id,
                )
            )
        recording.add(session, assignment, *rows)
        return assignment
