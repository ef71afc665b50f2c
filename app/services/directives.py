"""A notice becomes a directive with its tasks, and one assignment for each unit: "Giao nhiệm vụ"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.domain import deadlines
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, check
from app.domain.recurrence_phrases import parse
from app.domain.superior import check_inner, is_superiors
from app.domain.terms import AssignmentRole, DueReason, EventKind, SourceOfAssignment, State, TaskKind, Urgency
from app.models import Assignment, Directive, DueDate, Event, Source, Task, Unit
from app.services import audit, recording, recurring, superiors, visibility
from app.services.decisions import Decided
from app.services.numbering import identity, refuse_duplicate
from app.services.repeat_giving import Pending, firsts_by_place, give_again
from app.services.repeat_mails import tell_of_notice
from app.services.repeating import NamedDay, Repeat
from app.services.rules import Rules, load_rules


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


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDirective:
    """The head of a notice as confirmed by a person. ``number`` is None while the văn thư has not given one.

    ``given_on``: the day its tasks count from where that is not the notice's nor the meeting's, of an old list.
    ``oral``: a leader's order by word of mouth, for which no document has come yet.
    """

    kind: str
    number: str | None
    issuer: str
    subject: str
    place: str = ""
    issued_on: date | None = None
    meeting_on: date | None = None
    chair: str = ""
    signer: str = ""
    signer_title: str = ""
    source_of_assignment: SourceOfAssignment | None = None
    leader: str = ""
    oral: bool = False
    source_id: int | None = None
    given_on: date | None = None


def give_tasks(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    links: Links,
    directive: NewDirective,
    tasks: Sequence[NewTask],
    tell: bool = True,
    decided: Decided | None = None,
) -> Directive:
    """Create the directive, its tasks and an assignment for each unit, and queue one mail a unit (if ``tell``).
    ``decided`` says who gave it, where that is not what the notice says.

    The tasks count from the notice's date, else the meeting's, else today. Raises DomainError: "directive.no_tasks",
    "directive.no_subject", "directive.no_issuer", "directive.future_date", "directive.duplicate" (with the public id of
    the one that is there), "task.no_lead", "task.no_date", "task.no_rule", "task.due_before_given",
    "superior.inner_after", "unit.unknown", and of what is said again those of ``repeating``.

    What a source other than the office's own leaders gave is owed to a superior (``superiors``).
    """
    check(actor, Action.GIVE_ORALLY if directive.oral else Action.GIVE_TASKS)
    given_on = directive.given_on or directive.issued_on or directive.meeting_on or clock.today()
    _check_head(directive, tasks, given_on=given_on, today=clock.today())
    for task in tasks:
        check_task(task, given_on=given_on)
    _check_references(session, actor, directive, tasks)
    firsts = firsts_by_place(session, actor=actor, tasks=tasks, given_on=given_on)
    row = _directive_row(actor, clock, directive, given_on)
    _insert(session, row)
    rules = load_rules(session, office_id=actor.office_id)
    pending = Giving(session, actor, clock, row, rules, decided).give(tasks, firsts).pending
    said = give_again(session, actor=actor, clock=clock, links=links, pending=pending)
    superiors.check_tasks(session, task_ids={first.task_id for each in pending for first in each.firsts})
    if tell:
        tell_of_notice(session, clock=clock, links=links, directive=row, said=said)
    audit.record(
        session,
        actor=actor,
        clock=clock,
        action="directive.given",
        subject=f"directive:{row.public_id}",
        tasks=len(tasks),
    )
    return row


def find_directive(session: Session, *, actor: Actor, public_id: str) -> Directive:
    """A directive of the actor's office. Raises DomainError("not_found")."""
    check(actor, Action.VIEW_ALL_ASSIGNMENTS)
    found = session.scalars(
        select(Directive).where(Directive.public_id == public_id, Directive.office_id == actor.office_id)
    ).first()
    if found is None:
        raise DomainError("not_found")
    return found


def source_of(session: Session, *, actor: Actor, directive: Directive) -> Source:
    """The notice's text and file, for one who may read all its tasks: they hold the words of each.

    Raises DomainError: "not_found" for a directive that was entered without a text, "source.limited".
    """
    if directive.source is None:
        raise DomainError("not_found")
    if not visibility.may_read_text(session, actor=actor, source=directive.source):
        raise DomainError("source.limited")
    return directive.source


def shortened(text: str, length: int = 70) -> str:
    """The first whole words, to name a task by."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0] + "…"


def _check_head(directive: NewDirective, tasks: Sequence[NewTask], *, given_on: date, today: date) -> None:
    if not tasks:
        raise DomainError("directive.no_tasks")
    if not directive.subject.strip():
        raise DomainError("directive.no_subject")
    if not directive.issuer.strip():
        raise DomainError("directive.no_issuer")
    if given_on > today:
        raise DomainError("directive.future_date", day=given_on)


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


def _check_references(session: Session, actor: Actor, directive: NewDirective, tasks: Sequence[NewTask]) -> None:
    """Units and source must be the office's own, and the notice not given before."""
    wanted = {unit for task in tasks for unit in (*task.lead_unit_ids, *task.coordinating_unit_ids)}
    known = set(session.scalars(select(Unit.id).where(Unit.office_id == actor.office_id, Unit.id.in_(wanted))))
    if wanted - known:
        raise DomainError("unit.unknown")
    source = session.get(Source, directive.source_id) if directive.source_id else None
    if directive.source_id and (source is None or source.office_id != actor.office_id):
        raise DomainError("not_found")
    key = identity(directive.number, directive.issuer, directive.issued_on)
    refuse_duplicate(session, actor.office_id, key, directive.number or "")


def _insert(session: Session, row: Directive) -> None:
    """Two people giving the same notice at the same moment: the database lets one through."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        refuse_duplicate(session, row.office_id, row.identity, row.number or "")
        raise


def _directive_row(actor: Actor, clock: Clock, new: NewDirective, given_on: date) -> Directive:
    number = (new.number or "").strip() or None
    return Directive(
        office_id=actor.office_id,
        source_id=new.source_id,
        kind=new.kind.strip(),
        number=number,
        identity=identity(number, new.issuer, new.issued_on),
        issuer=new.issuer.strip(),
        place=new.place.strip(),
        issued_on=new.issued_on,
        meeting_on=new.meeting_on,
        chair=new.chair.strip(),
        signer=new.signer.strip(),
        signer_title=new.signer_title.strip(),
        subject=new.subject.strip(),
        source_of_assignment=new.source_of_assignment,
        leader=new.leader.strip(),
        oral=new.oral,
        given_on=given_on,
        recorded_at=clock.now(),
        recorder_id=actor.user_id,
    )


_NOTHING: Mapping[int, Sequence[Assignment]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Given:
    """The assignments that were made, and what is still to be said again."""

    assignments: Sequence[Assignment]
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
        assignments, pending = [], []
        for place, new in enumerate(tasks):
            task, said = self._task(after + place + 1, new), firsts.get(place, ())
            self.session.add(task)
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
        return Given(assignments, pending)

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
