"""What the office does to a recurring duty once it runs: ends it, or changes its rule from the next period on. And what
a notice's page tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, joinedload

from app.adapters.clock import Clock
from app.domain import recurrence
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, check
from app.models import Assignment, Directive, Recurrence, Task
from app.services import audit
from app.services.acts import said
from app.services.recurring import columns_of, rule_of
from app.services.visibility import readable_by
from app.wording.recurrence import say


def find(session: Session, *, actor: Actor, public_ids: Sequence[str]) -> list[Recurrence]:
    """Recurrences of one task, as a page chose them, locked. Raises DomainError: "recurrence.no_unit", "not_found"."""
    check(actor, Action.SET_RECURRENCE)
    if not public_ids:
        raise DomainError("recurrence.no_unit")
    query = select(Recurrence).join(Task, Task.id == Recurrence.task_id)
    ours = (Recurrence.public_id.in_(public_ids), Recurrence.office_id == actor.office_id, readable_by(actor))
    found = session.scalars(query.where(*ours).order_by(Recurrence.id).with_for_update(of=Recurrence)).all()
    if len(found) != len(set(public_ids)) or len({row.task_id for row in found}) != 1:
        raise DomainError("not_found")
    return list(found)


def end(session: Session, *, actor: Actor, clock: Clock, rows: Sequence[Recurrence], reason: str) -> None:
    """No period is made any more; those that were made stay, and are followed to their own ends.

    Raises DomainError: "reason.required", "recurrence.ended".
    """
    check(actor, Action.SET_RECURRENCE)
    why = said(reason, "reason.required")
    for row in rows:
        _check_in_force(actor, row)
        row.ended_on, row.end_reason = clock.today(), why
        _note(session, actor, clock, "ended", row)
    session.flush()


def change(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    rows: Sequence[Recurrence],
    seen: str,
    rule: recurrence.Recurrence,
) -> None:
    """Another rule from the next period on; the periods that were made keep theirs. ``seen`` is the rule in words as
    the page showed it.

    Raises DomainError: "recurrence.ended", "stale" where the rule is another one by now, "recurrence.unchanged".
    """
    check(actor, Action.SET_RECURRENCE)
    for row in rows:
        _check_in_force(actor, row)
        if say(rule_of(row)) != seen:
            raise DomainError("stale")
        if rule_of(row) == rule:
            raise DomainError("recurrence.unchanged")
        _change(session, row, rule)
        row.recorded_at, row.recorder_id = clock.now(), _user_id(actor)
        _note(session, actor, clock, "changed", row)
    session.flush()
    _say_anew(session, rows[0].task_id)


def _change(session: Session, row: Recurrence, rule: recurrence.Recurrence) -> None:
    keys = session.scalars(select(Assignment.period).where(Assignment.recurrence_id == row.id, Assignment.period != ""))
    ends = [recurrence.days_of(key)[1] for key in keys]
    for name, value in columns_of(rule).items():
        setattr(row, name, value)
    if ends:
        row.from_on = recurrence.next_after(rule, ends_on=max(ends)).due_on


def _say_anew(session: Session, task_id: int) -> None:
    """The task says the rule that all its units have."""
    session.flush()
    rows = session.scalars(select(Recurrence).where(Recurrence.task_id == task_id, Recurrence.ended_on.is_(None)))
    rules = {rule_of(row) for row in rows}
    if len(rules) == 1:
        session.get_one(Task, task_id).recurrence = say(rules.pop())


def _check_in_force(actor: Actor, row: Recurrence) -> None:
    if row.office_id != actor.office_id:
        raise DomainError("not_found")
    if row.ended_on is not None:
        raise DomainError("recurrence.ended", on=row.ended_on)


def _user_id(actor: Actor) -> int:
    assert actor.user_id is not None
    return actor.user_id


def _note(session: Session, actor: Actor, clock: Clock, act: str, row: Recurrence) -> None:
    subject = f"recurrence:{row.public_id}"
    audit.record(session, actor=actor, clock=clock, action=f"recurrence.{act}", subject=subject)


@dataclass(frozen=True, slots=True)
class Running:
    """A recurring duty of one unit: the last period that was made, and the day the next one is due; None where there
    is none, or no more."""

    row: Recurrence
    rule: recurrence.Recurrence
    last: str
    next_due: date | None


@dataclass(frozen=True, slots=True)
class Recurring:
    """A recurring task with its units, those who lead first."""

    task: Task
    units: Sequence[Running]

    @property
    def in_force(self) -> list[Running]:
        return [unit for unit in self.units if unit.row.ended_on is None]


def of_directive(session: Session, *, actor: Actor, directive: Directive) -> list[Recurring]:
    """The recurring tasks of a notice in their order, as far as the person may read them: two queries, however many
    units and periods."""
    check(actor, Action.VIEW_ALL_ASSIGNMENTS)
    return _recurring(session, and_(Task.directive_id == directive.id, readable_by(actor)))


def of_task(session: Session, *, actor: Actor, public_id: str) -> Recurring:
    """A recurring task of the actor's office. Raises DomainError("not_found")."""
    check(actor, Action.SET_RECURRENCE)
    ours = (Task.public_id == public_id, Recurrence.office_id == actor.office_id)
    found = _recurring(session, and_(*ours, readable_by(actor)))
    if not found:
        raise DomainError("not_found")
    return found[0]


def _recurring(session: Session, condition: ColumnElement[bool]) -> list[Recurring]:
    rows = session.scalars(
        select(Recurrence)
        .join(Task, Task.id == Recurrence.task_id)
        .where(condition)
        .options(joinedload(Recurrence.task), joinedload(Recurrence.unit))
        .order_by(Task.position, Recurrence.role.desc(), Recurrence.id)
    ).all()
    made: dict[int, list[str]] = {row.id: [] for row in rows}
    keys = select(Assignment.recurrence_id, Assignment.period).where(Assignment.recurrence_id.in_(made))
    for recurrence_id, period in session.execute(keys.order_by(Assignment.id)).tuples() if rows else ():
        made[recurrence_id or 0].append(period)
    by_task: dict[Task, list[Running]] = {}
    for row in rows:
        by_task.setdefault(row.task, []).append(_running(row, made[row.id]))
    return [Recurring(task, units) for task, units in by_task.items()]


def _running(row: Recurrence, made: Sequence[str]) -> Running:
    """A period that has passed to another unit is made no second time, so that the first appearance of each tells."""
    rule, last = rule_of(row), next(reversed(dict.fromkeys(made)), "")
    coming = recurrence.coming(rule, from_on=row.from_on)
    following = next(period for period in coming if period.key not in made)
    return Running(row, rule, last, following.due_on if row.ended_on is None else None)
