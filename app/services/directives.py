"""A notice becomes a directive with its tasks, and one assignment for each unit: "Giao nhiệm vụ"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.domain import deadlines
from app.domain.errors import DomainError
from app.domain.naming import bare_number, spelled_out
from app.domain.permissions import Action, Actor, check
from app.domain.recurrence_phrases import parse
from app.domain.superior import check_inner, is_superiors
from app.domain.terms import AssignmentRole, DueReason, EventKind, SourceOfAssignment, State, TaskKind, Urgency
from app.models import Assignment, Directive, DueDate, Event, Source, Task, Unit
from app.services import audit, outbox, recording, recurring, superiors, visibility
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


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDirective:
    """The head of a notice as confirmed by a person. ``number`` is None while the văn thư has not given one.

    ``given_on``: the day its tasks count from where that is not the notice's nor the meeting's, of an old list.
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
) -> Directive:
    """Create the directive, its tasks and an assignment for each unit, and queue one mail a unit (if ``tell``).

    The tasks count from the notice's date, else the meeting's, else today. Raises DomainError: "directive.no_tasks",
    "directive.no_subject", "directive.no_issuer", "directive.future_date", "directive.duplicate" (with the public id of
    the one that is there), "task.no_lead", "task.no_date", "task.no_rule", "task.due_before_given",
    "superior.inner_after", "unit.unknown".

    What a source other than the office's own leaders gave is owed to a superior (``superiors``).
    """
    check(actor, Action.GIVE_TASKS)
    given_on = directive.given_on or directive.issued_on or directive.meeting_on or clock.today()
    _check_head(directive, tasks, given_on=given_on, today=clock.today())
    for task in tasks:
        check_task(task, given_on=given_on)
    _check_references(session, actor, directive, tasks)
    row = _directive_row(actor, clock, directive, given_on)
    _insert(session, row)
    Giving(session, actor, clock, row, load_rules(session, office_id=actor.office_id)).give(tasks)
    if tell:
        outbox.queue_tasks_given(session, clock=clock, links=links, directive=row)
    audit.record(
        session,
        actor=actor,
        clock=clock,
        action="directive.given",
        subject=f"directive:{row.public_id}",
        tasks=len(tasks),
    )
    return row


def set_number(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    directive: Directive,
    number: str,
    issued_on: date | None,
    version: int,
) -> None:
    """Enter the number (and the date, where it waited too) that the văn thư gave. What the tasks count from stays.

    Raises DomainError: "stale", "directive.has_number", "directive.no_number", "directive.future_date",
    "directive.duplicate".
    """
    check(actor, Action.SET_NUMBER)
    if directive.office_id != actor.office_id:
        raise DomainError("not_found")
    if directive.number:
        raise DomainError("directive.has_number", number=directive.number)
    if directive.version != version:
        raise DomainError("stale")
    if not number.strip():
        raise DomainError("directive.no_number")
    day = directive.issued_on or issued_on
    if day and day > clock.today():
        raise DomainError("directive.future_date", day=day)
    _refuse_duplicate(session, actor.office_id, identity(number, directive.issuer, day), number)
    _number(session, directive, number.strip(), day)
    subject = f"directive:{directive.public_id}"
    audit.record(session, actor=actor, clock=clock, action="directive.numbered", subject=subject, number=number.strip())


def _number(session: Session, directive: Directive, number: str, day: date | None) -> None:
    """Two people at the same moment: the version, or the key of another notice, lets the first one through."""
    key = identity(number, directive.issuer, day)
    try:
        with session.begin_nested():
            directive.number, directive.issued_on, directive.identity = number, day, key
    except StaleDataError as error:
        raise DomainError("stale") from error
    except IntegrityError:
        _refuse_duplicate(session, directive.office_id, key, number)
        raise


def identity(number: str | None, issuer: str, issued_on: date | None) -> str | None:
    """Number, issuer and date as one key; None while the number is missing."""
    if not number or not number.strip():
        return None
    return f"{bare_number(number)}|{spelled_out(issuer)}|{issued_on.isoformat() if issued_on else ''}"[:300]


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
    _refuse_duplicate(session, actor.office_id, key, directive.number or "")


def _refuse_duplicate(session: Session, office_id: int, key: str | None, number: str) -> None:
    if key is None:
        return
    there = session.scalars(
        select(Directive.public_id).where(Directive.office_id == office_id, Directive.identity == key)
    ).first()
    if there is not None:
        raise DomainError("directive.duplicate", number=number.strip(), public_id=there)


def _insert(session: Session, row: Directive) -> None:
    """Two people giving the same notice at the same moment: the database lets one through."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        _refuse_duplicate(session, row.office_id, row.identity, row.number or "")
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
        given_on=given_on,
        recorded_at=clock.now(),
        recorder_id=actor.user_id,
    )


@dataclass(frozen=True, slots=True)
class Giving:
    """Writes the tasks of one directive in few statements, however many units they name."""

    session: Session
    actor: Actor
    clock: Clock
    directive: Directive
    rules: Rules
    first: int = 1  # the place of the first of the tasks in the directive

    def give(self, tasks: Sequence[NewTask]) -> None:
        assignments = []
        for position, new in enumerate(tasks, self.first):
            task = self._task(position, new)
            self.session.add(task)
            if is_superiors(self.directive.source_of_assignment) and new.kind is not TaskKind.GENERAL:
                due_on, said = self._superiors_day(new), new.phrase if new.superior_due_on else ""
                superiors.owe(self.session, actor=self.actor, clock=self.clock, task=task, due_on=due_on, note=said)
            if new.kind is TaskKind.RECURRING:
                self._set_up(task, new)
                continue
            assignments += [self._assignment(task, new, unit_id, role) for unit_id, role in parts(new)]
        self.session.add_all(assignments)
        self.session.flush()  # The events and due dates have their ids now; the columns follow from them.
        for assignment in assignments:
            recording.project(assignment)
        self.session.flush()

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
