"""What the office owes to a superior: the superior's date beside the unit's own, and the report that ends it upward.

Each act adds a step and changes none; where a duty stands is the fold of them (``app.domain.superior``). A step is
never of a day to come, so that the fold of all steps is how it stands now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from app.adapters.clock import Clock
from app.domain import deadlines, superior
from app.domain.errors import DomainError
from app.domain.lifecycle import NOT_CLOSED
from app.domain.naming import bare_number
from app.domain.permissions import Action, Actor, check
from app.domain.superior import SuperiorCourse, check_inner, is_superiors
from app.domain.terms import AssignmentRole, SourceOfAssignment, State, SuperiorStanding, SuperiorStepKind
from app.models import Assignment, Directive, SuperiorDuty, SuperiorStep, Task
from app.services import audit, visibility
from app.services.rules import Rules

_EVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Document:
    """By what a superior gave something; the number is empty where none is known."""

    source: SourceOfAssignment
    number: str = ""
    issued_on: date | None = None


def document_of(directive: Directive) -> Document:
    """Of a directive that a superior issued."""
    assert directive.source_of_assignment is not None
    return Document(directive.source_of_assignment, directive.number or "", directive.issued_on)


def owe(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    task: Task,
    due_on: date | None,
    note: str = "",
    document: Document | None = None,
) -> SuperiorDuty:
    """Write down that a task is owed to a superior, within an act that has checked the right to it: by the document of
    its directive, if none is named. ``due_on`` is None where the superior set no date."""
    document = document or document_of(task.directive)
    given_on = document.issued_on or task.directive.given_on
    duty = SuperiorDuty(
        office_id=actor.office_id,
        task=task,
        source=document.source,
        number=document.number.strip(),
        folded_number=bare_number(document.number),
        issued_on=document.issued_on,
        text=task.text,
        recorded_at=clock.now(),
        recorder_id=actor.user_id,
    )
    duty.steps.append(_step(actor, clock, SuperiorStepKind.GIVEN, given_on, due_on=due_on, note=note))
    session.add(duty)
    return duty


def owe_or_move(
    session: Session, *, actor: Actor, clock: Clock, task: Task, due_on: date | None, note: str, document: Document
) -> None:
    """As ``owe``; what is owed already and still open has the date of the document that says it again, if it sets
    another one."""
    duty = task.superior
    if duty is None:
        owe(session, actor=actor, clock=clock, task=task, due_on=due_on, note=note, document=document)
        return
    course = course_of(duty)
    if due_on and due_on != course.due_on and course.is_open:
        why = note or document.number
        kind = SuperiorStepKind.DUE_CHANGED
        add_step(session, actor=actor, clock=clock, duty=duty, kind=kind, note=why, due_on=due_on)


def last_day(named_on: date | None, *, exclusive: bool, rules: Rules) -> date | None:
    """The superior's date by the office's policy on "trước ngày"; the office rolls over no day off what others set."""
    policy = replace(rules.policy, roll_fixed_dates=False)
    return deadlines.due_on(named_on, exclusive=exclusive, policy=policy, calendar=rules.calendar) if named_on else None


def _step(actor: Actor, clock: Clock, kind: SuperiorStepKind, effective_on: date, **more: object) -> SuperiorStep:
    return SuperiorStep(
        kind=kind, effective_on=effective_on, recorded_at=clock.now(), recorder_id=actor.user_id, **more
    )


def mark(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    task: Task,
    document: Document,
    due_on: date | None,
) -> SuperiorDuty:
    """A task that was given already turns out to be a superior's. Without a day it counts from that of the giving.

    Raises DomainError: "not_found", "superior.exists", "superior.own_source", "superior.given_future",
    "superior.due_before_given", "superior.inner_after" where a unit's open part ends later.
    """
    check(actor, Action.GIVE_TASKS)
    _check_readable(session, actor, task)
    if of_task(session, task_id=task.id):
        raise DomainError("superior.exists")
    given_on = document.issued_on or task.directive.given_on
    if not is_superiors(document.source):
        raise DomainError("superior.own_source")
    if given_on > clock.today():
        raise DomainError("superior.given_future", day=given_on)
    if due_on and due_on < given_on:
        raise DomainError("superior.due_before_given", due_on=due_on, given_on=given_on)
    for inner in _open_dates(session, task.id):
        check_inner(inner, due_on)
    try:
        with session.begin_nested():
            duty = owe(session, actor=actor, clock=clock, task=task, due_on=due_on, document=document)
            session.flush()
    except IntegrityError as error:  # Two people at the same moment.
        raise DomainError("superior.exists") from error
    _log(session, actor, clock, duty, duty.steps[0])
    return duty


def _open_dates(session: Session, task_id: int) -> Iterable[date]:
    """The deadlines of the units whose lead is not closed."""
    rows = session.scalars(
        select(Assignment.due_on).where(
            Assignment.task_id == task_id,
            Assignment.role == AssignmentRole.LEAD,
            Assignment.state.in_(NOT_CLOSED),
        )
    )
    return [due_on for due_on in rows if due_on]


def _check_readable(session: Session, actor: Actor, task: Task) -> None:
    if task.directive.office_id != actor.office_id or not visibility.may_read(session, actor=actor, task=task):
        raise DomainError("not_found")


def find(session: Session, *, actor: Actor, public_id: str) -> SuperiorDuty:
    """A duty of the actor's office whose task the person may read. Raises DomainError("not_found")."""
    check(actor, Action.VIEW_ALL_ASSIGNMENTS)
    found = session.scalars(select(SuperiorDuty).where(SuperiorDuty.public_id == public_id)).first()
    if found is None:
        raise DomainError("not_found")
    _check_readable(session, actor, found.task)
    return found


def of_task(session: Session, *, task_id: int) -> SuperiorDuty | None:
    """The duty with its steps, in one query."""
    query = select(SuperiorDuty).where(SuperiorDuty.task_id == task_id)
    return session.scalars(query.options(joinedload(SuperiorDuty.steps))).unique().first()


def parts_of(session: Session, *, duty: SuperiorDuty) -> list[Assignment]:
    """The assignments of the task with their units: leads first, in the office's order."""
    query = select(Assignment).where(Assignment.task_id == duty.task_id).options(joinedload(Assignment.unit))
    rows = session.scalars(query.order_by(Assignment.id))
    return sorted(rows, key=lambda row: (row.role is not AssignmentRole.LEAD, row.unit.position, row.unit.name))


def course_of(duty: SuperiorDuty) -> SuperiorCourse:
    """Where it stands now."""
    return superior.fold(map(_as_step, duty.steps), on=date.max, known_at=_EVER)


def _as_step(row: SuperiorStep) -> superior.Step:
    return superior.Step(
        sequence=row.id,
        kind=row.kind,
        effective_on=row.effective_on,
        recorded_at=row.recorded_at,
        due_on=row.due_on,
        number=row.number,
        issued_on=row.issued_on,
        standing=row.standing,
    )


def latest_due(task_id: object) -> Select[tuple[date | None]]:
    """The superior's date in force of a task, as a query beside a list: ``task_id`` is a column of it."""
    dated = (SuperiorStepKind.GIVEN, SuperiorStepKind.DUE_CHANGED)
    return (
        select(SuperiorStep.due_on)
        .join(SuperiorDuty, SuperiorDuty.id == SuperiorStep.duty_id)
        .where(SuperiorDuty.task_id == task_id, SuperiorStep.kind.in_(dated))
        .order_by(SuperiorStep.id.desc())
        .limit(1)
    )


def check_inner_date(session: Session, *, task_id: int, due_on: date) -> date | None:
    """A unit's deadline may not be moved past the date of a superior who still waits for the office's report. Returns
    that date.

    Raises DomainError("superior.inner_after")."""
    duty = of_task(session, task_id=task_id)
    binding = course_of(duty).binding_due if duty else None
    check_inner(due_on, binding)
    return binding


def check_tasks(session: Session, *, task_ids: Iterable[int]) -> None:
    """Of tasks that a superior's notice said again: none may end for its unit after the superior's date.

    Raises DomainError("superior.inner_after")."""
    for task_id in sorted(task_ids):
        for inner in _open_dates(session, task_id):
            check_inner_date(session, task_id=task_id, due_on=inner)


def go_with_first(session: Session, *, later: Task, first: Task) -> None:
    """A task turned out to be one that was given before, which goes on: what is owed upward is owed for the first then.
    It stays where a unit has a part of the later task to go on with, and where the first is owed to a superior itself.

    Raises DomainError("superior.inner_after") where a unit's deadline in the first lies past the superior's date.
    """
    duty = of_task(session, task_id=later.id)
    if duty is None or of_task(session, task_id=first.id) or _goes_on(session, later.id):
        return
    duty.task = first
    session.flush()
    check_tasks(session, task_ids=(first.id,))


def _goes_on(session: Session, task_id: int) -> bool:
    found = select(Assignment.id).where(
        Assignment.task_id == task_id,
        Assignment.role == AssignmentRole.LEAD,
        Assignment.state.in_((*NOT_CLOSED, State.DONE)),
    )
    return session.scalars(found).first() is not None


def newest_step(duty: SuperiorDuty) -> int:
    """What a form carries, so that a stale one shows."""
    return max((step.id for step in duty.steps), default=0)


def report(
    session: Session, *, actor: Actor, clock: Clock, duty: SuperiorDuty, seen: int, number: str, issued_on: date
) -> None:
    """The office's own report to the superior was issued; it alone ends the duty upward.

    Raises DomainError: "not_found", "stale", "superior.reported", "superior.withdrawn", "superior.no_number",
    "superior.report_future", "superior.report_before_given".
    """
    course = _begin(session, actor, Action.REPORT_UP, duty, seen)
    if course.withdrawn:
        raise DomainError("superior.withdrawn")
    if course.report:
        raise DomainError("superior.reported", number=course.report.number, issued_on=course.report.issued_on)
    if not number.strip():
        raise DomainError("superior.no_number")
    if issued_on > clock.today():
        raise DomainError("superior.report_future", day=issued_on)
    if course.given_on and issued_on < course.given_on:
        raise DomainError("superior.report_before_given", day=issued_on, given_on=course.given_on)
    step = _step(actor, clock, SuperiorStepKind.REPORTED, issued_on, number=number.strip(), issued_on=issued_on)
    _add(session, actor, clock, duty, step)


def reopen(
    session: Session, *, actor: Actor, clock: Clock, duty: SuperiorDuty, seen: int, reason: str, on: date | None
) -> None:
    """The superior did not take the report, or it was entered by mistake, or the superior follows the duty again. It
    counts from ``on``, today if nothing is said; from the report's own day it is as if there had been none.

    Raises DomainError: "not_found", "stale", "superior.not_ended", "reason.required", "superior.reopen_day".
    """
    course = _begin(session, actor, Action.REPORT_UP, duty, seen)
    if course.is_open:
        raise DomainError("superior.not_ended")
    day = on or clock.today()
    ended = [step.effective_on for step in duty.steps if step.kind in _ENDING]
    if not ended[-1] <= day <= clock.today():
        raise DomainError("superior.reopen_day", earliest=ended[-1], latest=clock.today())
    _add(session, actor, clock, duty, _step(actor, clock, SuperiorStepKind.REOPENED, day, note=_said(reason)))


_ENDING = (SuperiorStepKind.REPORTED, SuperiorStepKind.WITHDRAWN)


def withdraw(session: Session, *, actor: Actor, clock: Clock, duty: SuperiorDuty, seen: int, reason: str) -> None:
    """The superior follows it no longer: it ends upward without being rated.

    Raises DomainError: "not_found", "stale", "superior.withdrawn", "superior.reported", "reason.required"."""
    course = _begin(session, actor, Action.GIVE_TASKS, duty, seen)
    _check_open(course)
    note = _said(reason)
    _add(session, actor, clock, duty, _step(actor, clock, SuperiorStepKind.WITHDRAWN, clock.today(), note=note))


def change_due(
    session: Session, *, actor: Actor, clock: Clock, duty: SuperiorDuty, seen: int, due_on: date, note: str
) -> None:
    """The superior set another date; it is a fact, also where the unit's own deadline lies behind it now.

    Raises DomainError: "not_found", "stale", "superior.withdrawn", "superior.reported", "superior.due_unchanged",
    "superior.due_before_given", "reason.required"."""
    course = _begin(session, actor, Action.GIVE_TASKS, duty, seen)
    _check_open(course)
    if due_on == course.due_on:
        raise DomainError("superior.due_unchanged", due_on=due_on)
    if course.given_on and due_on < course.given_on:
        raise DomainError("superior.due_before_given", due_on=due_on, given_on=course.given_on)
    kind = SuperiorStepKind.DUE_CHANGED
    _add(session, actor, clock, duty, _step(actor, clock, kind, clock.today(), due_on=due_on, note=_said(note)))


def add_step(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    duty: SuperiorDuty,
    kind: SuperiorStepKind,
    note: str,
    due_on: date | None = None,
    standing: SuperiorStanding | None = None,
) -> None:
    """A step of today that a superior's list brings, within an import that has locked the duty."""
    _add(
        session,
        actor,
        clock,
        duty,
        _step(actor, clock, kind, clock.today(), due_on=due_on, standing=standing, note=note),
    )


def reword(session: Session, *, duty: SuperiorDuty, text: str) -> None:
    """The superior's list words it otherwise now; the task keeps the words it was given with. Within an import."""
    duty.text = text
    session.flush()


def _begin(session: Session, actor: Actor, action: Action, duty: SuperiorDuty, seen: int) -> SuperiorCourse:
    """Check the right, lock the duty and read its steps anew: where it stands."""
    check(actor, action)
    _check_readable(session, actor, duty.task)
    lock(session, duty=duty, seen=seen)
    return course_of(duty)


def lock(session: Session, *, duty: SuperiorDuty, seen: int) -> None:
    """Until the transaction ends. Raises DomainError("stale") where a step came since."""
    session.refresh(duty, with_for_update={"of": SuperiorDuty})
    session.refresh(duty, ["steps"])
    if newest_step(duty) != seen:
        raise DomainError("stale")


def _check_open(course: SuperiorCourse) -> None:
    if course.withdrawn:
        raise DomainError("superior.withdrawn")
    if course.report:
        raise DomainError("superior.reported", number=course.report.number, issued_on=course.report.issued_on)


def _said(text: str) -> str:
    if not text.strip():
        raise DomainError("reason.required")
    return text.strip()


def _add(session: Session, actor: Actor, clock: Clock, duty: SuperiorDuty, step: SuperiorStep) -> None:
    duty.steps.append(step)
    session.flush()
    _log(session, actor, clock, duty, step)


def _log(session: Session, actor: Actor, clock: Clock, duty: SuperiorDuty, step: SuperiorStep) -> None:
    days = {"effective_on": step.effective_on, "due_on": step.due_on}
    facts = {name: day.isoformat() for name, day in days.items() if day}
    subject = f"task:{duty.task.public_id}"
    audit.record(session, actor=actor, clock=clock, action=f"superior.{step.kind}", subject=subject, **facts)
