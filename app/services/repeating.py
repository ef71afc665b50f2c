"""A later notice says an earlier task again: still one task. The first assignment gets an event that names the task of
the later notice, which has no assignment of its own for that unit; the deadline stays unless the later one moves it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.lifecycle import FINAL, NOT_CLOSED
from app.domain.permissions import Actor
from app.domain.terms import AssignmentRole, DecisionForm, DirectiveLink, EventKind
from app.models import Assignment, Directive, Event, Task
from app.services import directive_links, due_dates, visibility
from app.services.acts import begin, write
from app.services.decisions import MOVING_ROLES, Decision, settle
from app.wording import relations as words
from app.wording.mail import directive_words


@dataclass(frozen=True, slots=True)
class Repeat:
    """A lead assignment that a task says again. ``adopt_date``: its deadline is moved to the date that the task names;
    None where nobody has said, which is no answer if the two differ."""

    assignment_id: int
    adopt_date: bool | None = None


@dataclass(frozen=True, slots=True)
class NamedDay:
    """The deadline as a notice names it."""

    named_on: date
    exclusive: bool = False
    time_of_day: time | None = None
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Again:
    """What was said again: the first part, the task that says it, and whether its deadline was moved by that."""

    first: Assignment
    task: Task
    moved: bool = False


def decision_of(directive: Directive) -> Decision:
    """What a notice decides is decided by who signed it, on its day; without a name by who issued it."""
    title = directive.signer_title if directive.signer else ""
    return Decision(
        name=directive.signer or directive.leader or directive.chair or directive.issuer,
        title=title or words.BY_DOCUMENT,
        decided_on=directive.given_on,
        form=DecisionForm.DOCUMENT,
    )


def named_words(directive: Directive) -> str:
    """As in: Thông báo số 15/TB-UBND ngày 02/11/2026."""
    return directive_words(directive.kind, directive.number, directive.issued_on)


def firsts_of(
    session: Session,
    *,
    actor: Actor,
    repeats: Iterable[Repeat],
    clause: str,
    given_on: date,
    lead_unit_ids: Sequence[int],
) -> list[Assignment]:
    """The assignments that a task of a notice of the day says again.

    Raises DomainError: "repeat.unknown" for what nobody could have been offered, "repeat.closed", "repeat.twice" for
    two of one unit, "repeat.before" for one that was given later.
    """
    wanted = [each.assignment_id for each in repeats]
    rows = session.scalars(select(Assignment).where(Assignment.id.in_(wanted)).order_by(Assignment.id)).all()
    for row in rows:
        offered = row.office_id == actor.office_id and row.role is AssignmentRole.LEAD
        if not offered or not visibility.may_read(session, actor=actor, task=row.task):
            raise DomainError("repeat.unknown", clause=clause)
        _check_first(row, clause, given_on)
    units = [row.unit_id for row in rows]
    if len(rows) < len(set(wanted)) or not set(units) <= set(lead_unit_ids):
        raise DomainError("repeat.unknown", clause=clause)
    if len(set(units)) < len(wanted):
        raise DomainError("repeat.twice", clause=clause)
    return list(rows)


def _check_first(first: Assignment, clause: str, given_on: date) -> None:
    if first.state in FINAL:
        raise DomainError("repeat.closed", clause=clause, unit=first.unit.name, closed_on=first.closed_on)
    if first.given_on > given_on:
        raise DomainError("repeat.before", clause=clause, given_on=first.given_on)


def say_again(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    links: Links,
    first: Assignment,
    task: Task,
    day: NamedDay | None,
    adopt_date: bool | None,
    version: int | None = None,
) -> Again:
    """Write that the task says the assignment again, with its deadline moved where that was decided. No mail leaves:
    who gives or relates tells the unit of all at once.

    ``version`` is the one that a person saw; without it the act stands on the assignment as it is now. Raises
    DomainError: "repeat.which_date" where the two dates differ and nobody has said which holds, and those of
    ``acts.begin`` and ``decisions.settle``.
    """
    begin(session, actor, EventKind.REPEATED, first, first.version if version is None else version)
    decision = decision_of(task.directive)
    decided = settle(session, actor, clock, first, decision, roles=MOVING_ROLES)
    moves = day is not None and differs(session, first, day)
    if moves and adopt_date is None:
        raise DomainError("repeat.which_date", clause=task.clause)
    event = Event(kind=EventKind.REPEATED, effective_on=task.directive.given_on, task_id=task.id)
    write(session, actor, clock, first, event, decided=decided)
    if not (moves and adopt_date and day is not None):
        return Again(first, task)
    due_dates.adjust_due_date(
        session,
        actor=actor,
        clock=clock,
        links=links,
        assignment=first,
        version=first.version,
        named_on=day.named_on,
        exclusive=day.exclusive,
        time_of_day=day.time_of_day,
        phrase=day.phrase,
        reason=words.by_notice(named_words(task.directive)),
        decision=decision,
        tell=False,
    )
    return Again(first, task, moved=True)


def differs(session: Session, first: Assignment, day: NamedDay) -> bool:
    """Whether the date that a later notice names is another than the deadline in force. One past the superior's is a
    date like any other here: only to adopt it is refused."""
    return due_dates.last_day(session, first, day.named_on, exclusive=day.exclusive) != first.due_on


def parts_said_again(session: Session, *, firsts: Sequence[Assignment], unit_ids: Sequence[int]) -> list[Assignment]:
    """The open coordinating parts that the units have in the tasks that are said again."""
    return list(
        session.scalars(
            select(Assignment)
            .where(
                Assignment.task_id.in_({first.task_id for first in firsts}),
                Assignment.unit_id.in_(unit_ids),
                Assignment.role == AssignmentRole.COORDINATING,
                Assignment.state.in_(NOT_CLOSED),
            )
            .order_by(Assignment.id)
        )
    )


def relate_repeats(
    session: Session, *, actor: Actor, clock: Clock, later: Directive, firsts: Iterable[Assignment]
) -> None:
    """That the later notice repeats the earlier ones, once for each pair."""
    earlier_ids = dict.fromkeys(first.task.directive_id for first in firsts)
    for earlier_id in earlier_ids:
        if earlier_id != later.id:
            directive_links.write(
                session,
                actor=actor,
                clock=clock,
                later_id=later.id,
                earlier_id=earlier_id,
                kind=DirectiveLink.REPEATS,
            )
