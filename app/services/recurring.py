"""Recurring duties: one assignment per unit and period, made at issue for the period that runs, and by a job for the
others as their making days come.

What is to be made is selected by state, so that a missed night repairs itself and a second run makes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.domain import deadlines, recurrence
from app.domain.calendar import local_day
from app.domain.permissions import Actor
from app.domain.recurrence import Period
from app.domain.terms import AssignmentRole, Channel, DueReason, EventKind, Every, MessageKind, State
from app.models import Assignment, DueDate, Event, OutboxMessage, Recurrence, Task, Unit
from app.services import audit, outbox, recording
from app.services.claims import insert_new
from app.services.ledger import CouldNotTell, one_of_many
from app.services.rules import Rules, load_rules
from app.wording.recurrence import BY_JOB, say


@dataclass(frozen=True, slots=True)
class Made:
    """What one run has made: assignments, and the mails that tell of them; for how many units it could not."""

    assignments: int
    mails: int
    failed: int = 0


def rule_of(row: Recurrence) -> recurrence.Recurrence:
    return recurrence.Recurrence(Every(row.every), row.day, row.month, row.months_after, row.exclusive)


def columns_of(rule: recurrence.Recurrence) -> dict[str, Any]:
    """The rule as the columns of its row."""
    return {
        "every": rule.every.value,
        "day": rule.day,
        "month": rule.month,
        "months_after": rule.months_after,
        "exclusive": rule.exclusive,
    }


def set_up(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    task: Task,
    unit_id: int,
    role: AssignmentRole,
    rule: recurrence.Recurrence,
    given_on: date,
    rules: Rules,
) -> Recurrence:
    """Make a task recur for a unit, with the first period's assignment, so that the unit has something to acknowledge,
    and those whose making day has come. Rights have been checked by the giving of the task."""
    today = clock.today()
    first = recurrence.first_to_make(rule, given_on=given_on, today=today)
    row = Recurrence(
        office_id=actor.office_id,
        task=task,
        unit_id=unit_id,
        role=role,
        from_on=first.due_on,
        recorded_at=clock.now(),
        recorder_id=actor.user_id,
        **columns_of(rule),
    )
    session.add(row)
    session.flush()
    due = recurrence.to_make(rule, from_on=first.due_on, today=today, working=rules.calendar)
    for period in dict.fromkeys((first, *due)):
        _make(session, actor, clock, row, period, given_on, rules)
    _note(session, actor, clock, "set", f"recurrence:{row.public_id}")
    return row


def make_due(session: Session, *, office_id: int, clock: Clock, links: Links) -> Made:
    """Make every assignment whose making day has come and that is not there, whatever became of the one that was, and
    tell each unit by one mail. A unit that has ended gets nothing more. What cannot be made for one unit, or not told,
    is not made and stops none of the others: the next run tries again."""
    rules = load_rules(session, office_id=office_id)
    rows = _in_force(session, office_id, clock.today())
    there = _made_before(session, rows)
    assignments = mails = failed = 0
    for unit_id, owed in groupby(rows, key=attrgetter("unit_id")):
        give = partial(_give_unit, session, clock, links, list(owed), there, rules)
        try:
            made = one_of_many(session, outbox.unit_key(unit_id), give) or 0
        except CouldNotTell:
            failed += 1
            continue
        assignments += made
        mails += bool(made)
    return Made(assignments, mails, failed)


def _give_unit(
    session: Session,
    clock: Clock,
    links: Links,
    rows: Sequence[Recurrence],
    there: Collection[tuple[int | str, ...]],
    rules: Rules,
) -> int:
    """Make what one unit has coming and tell it; how many assignments."""
    actor, new = _job(rows[0].office_id), []
    for row in rows:
        for period in recurrence.to_make(
            rule_of(row), from_on=row.from_on, today=clock.today(), working=rules.calendar
        ):
            if (row.id, period.key) in there or (row.task_id, row.unit_id, period.key) in there:
                continue
            assignment = _make(session, actor, clock, row, period, _given_on(row, period, rules), rules)
            if assignment is not None:
                new.append(assignment)
    for assignment in new:
        subject = f"assignment:{assignment.public_id}"
        _note(session, actor, clock, "made", subject, period=assignment.period)
    if new:
        _tell(session, clock, links, actor.office_id, new)
    return len(new)


def _job(office_id: int) -> Actor:
    return Actor(None, "job:recurring", BY_JOB, office_id, frozenset(), frozenset(), Channel.JOB)


def _in_force(session: Session, office_id: int, today: date) -> Sequence[Recurrence]:
    query = select(Recurrence).join(Unit, Unit.id == Recurrence.unit_id)
    return session.scalars(
        query.where(
            Recurrence.office_id == office_id,
            Recurrence.ended_on.is_(None),
            or_(Unit.valid_to.is_(None), Unit.valid_to >= today),
        ).order_by(Unit.position, Unit.id, Recurrence.id)
    ).all()


def _made_before(session: Session, rows: Sequence[Recurrence]) -> set[tuple[int | str, ...]]:
    """The periods that have an assignment: by their recurrence, also where it has passed to another unit, and by task
    and unit, where one has come from another."""
    task_ids = select(Recurrence.task_id).where(Recurrence.id.in_([row.id for row in rows]))
    a = Assignment
    found = session.execute(
        select(a.recurrence_id, a.task_id, a.unit_id, a.period).where(a.task_id.in_(task_ids), a.period != "")
    ).tuples()
    keys: set[tuple[int | str, ...]] = set()
    for recurrence_id, task_id, unit_id, period in found:
        keys |= {(recurrence_id or 0, period), (task_id, unit_id, period)}
    return keys


def _given_on(row: Recurrence, period: Period, rules: Rules) -> date:
    """The making day, however late the job comes to it; not before the rule was set."""
    return max(recurrence.making_day(period, working=rules.calendar), local_day(row.recorded_at))


def _make(
    session: Session, by: Actor, clock: Clock, row: Recurrence, period: Period, given_on: date, rules: Rules
) -> Assignment | None:
    """One assignment, claimed by the unique index of open parts; None if somebody else was first."""
    values = {
        "office_id": row.office_id,
        "task_id": row.task_id,
        "unit_id": row.unit_id,
        "role": row.role,
        "state": State.OPEN,
        "given_on": given_on,
        "recurrence_id": row.id,
        "period": period.key,
    }
    claimed = next(iter(insert_new(session, Assignment, [values])), None)
    if claimed is not None:
        _record_given(session, by, clock, claimed, row, period, rules)
    return claimed


def _record_given(
    session: Session, by: Actor, clock: Clock, assignment: Assignment, row: Recurrence, period: Period, rules: Rules
) -> None:
    recorded: dict[str, Any] = {
        "effective_on": assignment.given_on,
        "recorded_at": clock.now(),
        "recorder_id": by.user_id,
        "recorder_name": "" if by.user_id else by.name,
        "channel": by.channel,
    }
    due = DueDate(
        phrase=say(rule_of(row)),
        named_on=period.due_on,
        exclusive=row.exclusive,
        due_on=deadlines.due_on(period.due_on, exclusive=row.exclusive, policy=rules.policy, calendar=rules.calendar),
        reason=DueReason.GIVEN,
        **recorded,
    )
    recording.add(session, assignment, Event(kind=EventKind.GIVEN, **recorded), due)


def _tell(
    session: Session, clock: Clock, links: Links, office_id: int, made: Sequence[Assignment]
) -> list[OutboxMessage]:
    """One mail a unit, of all that has come due for it."""
    rows = session.scalars(
        select(Assignment)
        .where(Assignment.id.in_([assignment.id for assignment in made]))
        .options(joinedload(Assignment.unit), joinedload(Assignment.task).joinedload(Task.directive))
        .join(Unit, Unit.id == Assignment.unit_id)
        .order_by(Unit.position, Unit.id, Assignment.due_on, Assignment.id)
    ).all()
    leads = _leads(session, rows)
    told = (
        _tell_unit(session, clock, links, office_id, unit, list(group), leads)
        for unit, group in groupby(rows, key=lambda row: row.unit)
    )
    return [message for message in told if message is not None]


def _tell_unit(
    session: Session,
    clock: Clock,
    links: Links,
    office_id: int,
    unit: Unit,
    parts: Sequence[Assignment],
    leads: dict[int, str],
) -> OutboxMessage | None:
    items = outbox.items_of(session, clock=clock, links=links, unit=unit, parts=parts, leads=leads)
    composed = outbox.compose_given(
        links=links,
        sender=outbox.sender_of(session, office_id=office_id),
        directive=None,
        unit=unit,
        given=[(part.role, item) for part, item in zip(parts, items, strict=True)],
    )
    return outbox.put(
        session,
        clock=clock,
        office_id=office_id,
        kind=MessageKind.TASKS_GIVEN,
        key=f"recurring:{parts[0].public_id}",
        recipient=outbox.unit_recipient(session, unit_id=unit.id, today=clock.today()),
        composed=composed,
        about=[part.id for part in parts],
    )


def _leads(session: Session, parts: Iterable[Assignment]) -> dict[int, str]:
    """Who leads each task, for the units that coordinate."""
    rows = session.execute(
        select(Recurrence.task_id, Unit.name)
        .join(Unit, Unit.id == Recurrence.unit_id)
        .where(
            Recurrence.task_id.in_({part.task_id for part in parts}),
            Recurrence.role == AssignmentRole.LEAD,
            Recurrence.ended_on.is_(None),
        )
        .order_by(Unit.position, Unit.id)
    ).tuples()
    names: dict[int, list[str]] = {}
    for task_id, name in rows:
        names.setdefault(task_id, []).append(name)
    return {task_id: ", ".join(found) for task_id, found in names.items()}


def _note(session: Session, actor: Actor, clock: Clock, act: str, subject: str, **payload: str) -> None:
    audit.record(
        session,
        actor=actor,
        clock=clock,
        action=f"recurrence.{act}",
        subject=subject,
        channel=actor.channel.value,
        **payload,
    )
