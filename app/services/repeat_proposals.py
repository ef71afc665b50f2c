"""Which earlier tasks a drafted notice may say again: proposed with reasons, chosen by a person, kept in the draft."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.adapters.clock import Clock
from app.domain.deadlines import due_on
from app.domain.lifecycle import NOT_CLOSED
from app.domain.permissions import Action, Actor, check
from app.domain.repeating import Duty, Earlier, Likeness
from app.domain.terms import AssignmentRole, State, TaskKind
from app.models import Assignment, Draft, Task
from app.services.draft_changing import begin, store
from app.services.draft_content import ChosenRepeat, DraftContent, DraftedTask, from_json
from app.services.repeating import Repeat
from app.services.rules import Rules, load_rules
from app.services.visibility import readable_by

MOST = 2000  # earlier assignments that are compared, the newest
_CLOSED = (State.DONE, State.NOT_IMPLEMENTED)  # of these a notice may ask again; the others never were, or moved on
_REMEMBERED = timedelta(days=366)  # how long what was closed is still compared


@dataclass(frozen=True, slots=True)
class Candidate:
    """An earlier assignment that a task may say again. ``asks_date``: the task names another date than its deadline."""

    assignment: Assignment
    likeness: Likeness
    asks_date: bool

    @property
    def is_open(self) -> bool:
        return self.assignment.state in NOT_CLOSED


@dataclass(frozen=True, slots=True)
class Proposal:
    """One lead of a drafted task, and what it may say again, the likest first.

    ``chosen`` is the public id of what was chosen before, or of what the words themselves name as repeated; empty for a
    new task. ``adopt_date`` as in ``ChosenRepeat``. ``is_said``: the words themselves say it.
    """

    task: DraftedTask
    unit_id: int
    unit_name: str
    open: Sequence[Candidate]
    closed: Sequence[Candidate]
    chosen: str
    adopt_date: bool | None
    is_said: bool

    @property
    def asks_date(self) -> bool:
        return any(each.asks_date for each in self.open)


def proposals(session: Session, *, actor: Actor, clock: Clock, content: DraftContent) -> list[Proposal]:
    """What the drafted tasks may say again, in their order. What the person may not read is never proposed."""
    check(actor, Action.RELATE)
    given_on = content.document.issued_on or content.document.meeting_on or clock.today()
    tasks = [task for task in content.given if task.kind not in (TaskKind.GENERAL, TaskKind.RECURRING)]
    units = {unit_id for task in tasks for unit_id in task.lead_ids}
    earlier = earlier_of(session, actor=actor, unit_ids=units, given_on=given_on)
    index = Earlier(map(duty_of, earlier))
    by_id: dict[Hashable, Assignment] = {assignment.id: assignment for assignment in earlier}
    rules = load_rules(session, office_id=actor.office_id)
    chosen = {(each.key, each.unit_id): each for each in content.repeats}
    found = []
    for task in tasks:
        for unit_id in task.lead_ids:
            likest = index.likest(_duty_of(task, unit_id))
            firsts = [(by_id[like.earlier.key], like) for like in likest]
            if firsts:
                each = [Candidate(first, like, _asks(task, first, rules)) for first, like in firsts]
                found.append(_proposal(task, unit_id, each, chosen.get((task.key, unit_id))))
    return found


def _proposal(
    task: DraftedTask, unit_id: int, candidates: Sequence[Candidate], before: ChosenRepeat | None
) -> Proposal:
    still_open = [each for each in candidates if each.is_open]
    said = next((each.assignment.public_id for each in still_open if each.likeness.said), "")
    offered = {each.assignment.public_id for each in still_open}
    kept = before if before and before.assignment in offered | {""} else None
    return Proposal(
        task=task,
        unit_id=unit_id,
        unit_name=candidates[0].assignment.unit.name,
        open=still_open,
        closed=[each for each in candidates if not each.is_open],
        chosen=kept.assignment if kept else said,
        adopt_date=kept.adopt_date if kept else None,
        is_said=bool(said),
    )


def earlier_of(
    session: Session, *, actor: Actor, unit_ids: Collection[int], given_on: date, of: int | None = None
) -> list[Assignment]:
    """The units' lead assignments given until the day, of one notice if that is named: all that is open and what was
    closed in the year before. Parts of recurring duties are counted by period and never said again."""
    query = (
        select(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .where(
            Assignment.office_id == actor.office_id,
            Assignment.unit_id.in_(unit_ids),
            Assignment.role == AssignmentRole.LEAD,
            Assignment.recurrence_id.is_(None),
            Assignment.given_on <= given_on,
            _may_be_meant(given_on),
            readable_by(actor),
        )
        .options(joinedload(Assignment.unit), joinedload(Assignment.task).joinedload(Task.directive))
        .order_by(func.coalesce(Assignment.closed_on, date.max).desc(), Assignment.id.desc())
        .limit(MOST)
    )
    if of is not None:
        query = query.where(Task.directive_id == of)
    return list(session.scalars(query)) if unit_ids else []


def _may_be_meant(given_on: date) -> ColumnElement[bool]:
    closed_lately = Assignment.state.in_(_CLOSED) & (Assignment.closed_on >= given_on - _REMEMBERED)
    return or_(Assignment.state.in_(NOT_CLOSED), closed_lately)


def duty_of(assignment: Assignment) -> Duty:
    task = assignment.task
    names = (assignment.unit.name, task.addressee)
    return Duty(assignment.id, assignment.unit_id, task.text, task.directive.number or "", task.clause, names)


def _duty_of(task: DraftedTask, unit_id: int) -> Duty:
    return Duty(task.key, unit_id, task.text, names=tuple(name.written for name in task.leads))


def _asks(task: DraftedTask, first: Assignment, rules: Rules) -> bool:
    if task.deadline is None:
        return False
    last = due_on(task.deadline, exclusive=task.exclusive, policy=rules.policy, calendar=rules.calendar)
    return last != first.due_on


def keep(
    session: Session, *, actor: Actor, clock: Clock, draft: Draft, version: int, repeats: Iterable[ChosenRepeat]
) -> None:
    """Keep in the draft what was chosen, without giving. Raises DomainError: "stale", "draft.closed"."""
    check(actor, Action.RELATE)
    begin(session, actor, draft, version)
    store(session, actor, clock, draft, from_json(draft.content).choosing(repeats), act="repeats")


def chosen_of(session: Session, *, actor: Actor, content: DraftContent) -> dict[str, tuple[Repeat, ...]]:
    """What was chosen to be said again, by the key of the task. A choice for a unit that the task does not name any
    more is none."""
    wanted = [each for each in content.repeats if each.assignment and _holds(content, each)]
    if not wanted:
        return {}
    rows = session.execute(
        select(Assignment.public_id, Assignment.id).where(
            Assignment.office_id == actor.office_id, Assignment.public_id.in_([each.assignment for each in wanted])
        )
    ).tuples()
    ids = dict(rows.all())
    found: dict[str, tuple[Repeat, ...]] = {}
    for each in wanted:
        found[each.key] = (*found.get(each.key, ()), Repeat(ids.get(each.assignment, 0), each.adopt_date))
    return found


def _holds(content: DraftContent, chosen: ChosenRepeat) -> bool:
    return content.has(chosen.key) and chosen.unit_id in content.task(chosen.key).lead_ids
