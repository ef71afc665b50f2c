"""Tasks are written under a directive: each with one assignment for each unit that has a part in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from types import MappingProxyType

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.domain import deadlines
from app.domain.errors import DomainError
from app.domain.permissions import Actor
from app.domain.recurrence_phrases import parse
from app.domain.superior import check_inner, is_superiors
from app.domain.terms import AssignmentRole, DueReason, EventKind, State, TaskKind, Urgency
from app.models import Assignment, Directive, DueDate, Event, Task, Unit
from app.services import audit, outbox, recording, recurring, superiors
from app.services.decisions import Decided
from app.services.repeat_giving import Pending
from app.services.repeating import NamedDay, Repeat
from app.services.rules import Rules, load_rules
from app.wording.formats import shortened


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """One duty as confirmed by a person. ``named_on`` is the date its phrase names; a general one may have no unit.

    A unit among the leads and the coordinators is a lead only. Of a recurring one ``recurrence`` says the rule, and the
    days of its periods follow from it.

    Of what a superior gave, ``superior_due_on`` is the superior's date and ``named_on`` the office's own, inner one;
    the phrase, its hour and whether it is exclusive are of the superior's date then.
    """

    clause: str
    text: str
    kind: TaskKind
    lead_unit_ids: tuple[int, ...]
    coordinating_unit_ids: tuple[int, ...] = ()
    start: int | None = None
    end: int | None = None
    urgency: Urgency = Urgency.NORMAL
    report_to: str = ""
    addressee: str = ""
    recurrence: str = ""
    named_on: date | None = None
    exclusive: bool = False
    time_of_day: time | None = None
    phrase: str = ""
    superior_due_on: date | None = None
    repeats: tuple[Repeat, ...] = ()  # leads' earlier parts that it says again: these units get no other

    @property
    def day(self) -> NamedDay | None:
        """The deadline as it names it."""
        return NamedDay(self.named_on, self.exclusive, self.time_of_day, self.phrase) if self.named_on else None


def add_tasks(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    links: Links,
    directive: Directive,
    tasks: Sequence[NewTask],
    tell: bool = True,
    decided: Decided | None = None,
) -> Sequence[Task]:
    """Give more tasks of a directive that is there already, after its last one, and queue one mail a unit of what is
    new (if ``tell``). Within an act that has checked the right to it; none of the tasks says an earlier one again.

    Raises DomainError: "unit.unknown" and those of ``check_task``.
    """
    for task in tasks:
        check_task(task, given_on=directive.given_on)
    check_units(session, actor=actor, tasks=tasks)
    rules = load_rules(session, office_id=actor.office_id)
    last = last_position(session, directive=directive)
    added = Giving(session, actor, clock, directive, rules, decided).give(tasks, after=last).tasks
    if tell:
        outbox.queue_tasks_given(session, clock=clock, links=links, directive=directive, added=added)
    note_in_log(session, actor, clock, directive, added)
    return added


def note_in_log(session: Session, actor: Actor, clock: Clock, directive: Directive, given: Sequence[object]) -> None:
    subject = f"directive:{directive.public_id}"
    audit.record(session, actor=actor, clock=clock, action="directive.given", subject=subject, tasks=len(given))


def last_position(session: Session, *, directive: Directive) -> int:
    """Of its last task; 0 where there is none."""
    return session.scalar(select(func.max(Task.position)).where(Task.directive_id == directive.id)) or 0


def check_task(task: NewTask, *, given_on: date) -> None:
    if task.kind is TaskKind.GENERAL:
        return
    if not task.lead_unit_ids:
        raise DomainError("task.no_lead", clause=task.clause, text=shortened(task.text))
    if task.kind is TaskKind.DATED and task.named_on is None:
        raise DomainError("task.no_date", clause=task.clause, text=shortened(task.text))
    if task.kind is TaskKind.RECURRING:
        if parse(task.recurrence) is None:
            raise DomainError("task.no_rule", clause=task.clause, text=shortened(task.text))
        return
    if task.named_on and task.named_on < given_on:
        raise DomainError("task.due_before_given", clause=task.clause, due_on=task.named_on, given_on=given_on)
    if task.named_on:
        check_inner(task.named_on, task.superior_due_on)


def check_units(session: Session, *, actor: Actor, tasks: Sequence[NewTask]) -> None:
    """They must be the office's own."""
    wanted = {unit for task in tasks for unit in (*task.lead_unit_ids, *task.coordinating_unit_ids)}
    known = set(session.scalars(select(Unit.id).where(Unit.office_id == actor.office_id, Unit.id.in_(wanted))))
    if wanted - known:
        raise DomainError("unit.unknown")


_NOTHING: Mapping[int, Sequence[Assignment]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Given:
    """The tasks that were made, and what is still to be said again."""

    tasks: Sequence[Task]
    pending: Sequence[Pending]


@dataclass(frozen=True, slots=True)
class Giving:
    """Writes the tasks of one directive in few statements, however many units they name."""

    session: Session
    actor: Actor
    clock: Clock
    directive: Directive
    rules: Rules
    decided: Decided | None = None

    def give(
        self, tasks: Sequence[NewTask], firsts: Mapping[int, Sequence[Assignment]] = _NOTHING, *, after: int = 0
    ) -> Given:
        """``firsts`` are, by the place of a task from 0, what it says again: left for ``give_again``, since the tasks
        that say it have their ids then. ``after`` is the position of the last task that the directive has already."""
        made, assignments, pending = [], [], []
        for place, new in enumerate(tasks):
            task, said = self._task(after + place + 1, new), firsts.get(place, ())
            self.session.add(task)
            made.append(task)
            units = {first.unit_id for first in said}
            is_whole = bool(said) and units >= set(new.lead_unit_ids)
            if is_superiors(self.directive.source_of_assignment) and new.kind is not TaskKind.GENERAL:
                self._owe([first.task for first in said] if is_whole else [task], new)
            if new.kind is TaskKind.RECURRING:
                self._set_up(task, new)
                continue
            if said:
                pending.append(Pending(task, said, new.repeats, new.day, new.coordinating_unit_ids, is_whole))
            if not is_whole:
                left = [(unit_id, role) for unit_id, role in parts(new) if unit_id not in units]
                assignments += [self._assignment(task, new, unit_id, role) for unit_id, role in left]
        self.session.add_all(assignments)
        self.session.flush()  # The events and due dates have their ids now; the columns follow from them.
        for assignment in assignments:
            self._stamp(assignment)
            recording.project(assignment)
        self.session.flush()
        return Given(made, pending)

    def _stamp(self, assignment: Assignment) -> None:
        if self.decided is None:
            return
        self.decided.stamp(assignment.events[0])
        for due in assignment.due_dates:
            self.decided.stamp(due)

    def _owe(self, tasks: Sequence[Task], new: NewTask) -> None:
        """The task, or of the earlier ones that it says again the one that is owed already, else the first: a
        superior's duty is counted once upward."""
        superiors.owe_or_move(
            self.session,
            actor=self.actor,
            clock=self.clock,
            task=next((task for task in tasks if task.superior), tasks[0]),
            due_on=self._superiors_day(new),
            note=new.phrase if new.superior_due_on else "",
            document=superiors.document_of(self.directive),
        )

    def _superiors_day(self, new: NewTask) -> date | None:
        return superiors.last_day(new.superior_due_on, exclusive=new.exclusive, rules=self.rules)

    def _set_up(self, task: Task, new: NewTask) -> None:
        rule = parse(new.recurrence)
        assert rule is not None
        for unit_id, role in parts(new):
            recurring.set_up(
                self.session,
                actor=self.actor,
                clock=self.clock,
                task=task,
                unit_id=unit_id,
                role=role,
                rule=rule,
                given_on=self.directive.given_on,
                rules=self.rules,
            )

    def _task(self, position: int, new: NewTask) -> Task:
        return Task(
            directive=self.directive,
            position=position,
            clause=new.clause.strip(),
            text=new.text.strip(),
            start=new.start,
            end=new.end,
            kind=new.kind,
            urgency=new.urgency,
            addressee=new.addressee.strip(),
            report_to=new.report_to.strip(),
            recurrence=new.recurrence.strip(),
        )

    def _assignment(self, task: Task, new: NewTask, unit_id: int, role: AssignmentRole) -> Assignment:
        given_on = self.directive.given_on
        return Assignment(
            office_id=self.actor.office_id,
            task=task,
            unit_id=unit_id,
            role=role,
            state=State.OPEN,
            given_on=given_on,
            events=[
                Event(
                    kind=EventKind.GIVEN,
                    effective_on=given_on,
                    recorded_at=self.clock.now(),
                    recorder_id=self.actor.user_id,
                )
            ],
            due_dates=[self._due_date(new, new.named_on)] if new.named_on else [],
        )

    def _due_date(self, new: NewTask, named_on: date) -> DueDate:
        """Where there is a superior's date the phrase of the notice tells of that, and the inner one is never after."""
        superiors_day = self._superiors_day(new)
        exclusive = new.exclusive and superiors_day is None
        last = deadlines.due_on(named_on, exclusive=exclusive, policy=self.rules.policy, calendar=self.rules.calendar)
        same_day = superiors_day in (None, named_on)
        return DueDate(
            phrase="" if superiors_day else new.phrase.strip(),
            named_on=named_on,
            exclusive=exclusive,
            time_of_day=new.time_of_day if same_day else None,
            due_on=min(last, superiors_day or last),
            reason=DueReason.GIVEN,
            effective_on=self.directive.given_on,
            recorded_at=self.clock.now(),
            recorder_id=self.actor.user_id,
        )


def parts(new: NewTask) -> Iterator[tuple[int, AssignmentRole]]:
    """Each unit once, with its part; leads first."""
    for unit_id in dict.fromkeys(new.lead_unit_ids):
        yield unit_id, AssignmentRole.LEAD
    for unit_id in dict.fromkeys(new.coordinating_unit_ids):
        if unit_id not in new.lead_unit_ids:
            yield unit_id, AssignmentRole.COORDINATING
