"""What a task that is given says again: its leads' earlier parts go on, and those who coordinate go on with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.permissions import Actor
from app.domain.terms import AssignmentRole, EventKind, State, TaskKind
from app.models import Assignment, Event, Task
from app.services import recording, repeating
from app.services.closing import deadline_of
from app.services.repeating import Again, NamedDay, Repeat


@dataclass(slots=True)
class SaidAgain:
    """What giving a notice has said again, and the parts by which units joined an earlier task."""

    again: list[Again] = field(default_factory=list)
    joined: list[Assignment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pending:
    """A task, the earlier parts that it says again, and what it was given with."""

    task: Task
    firsts: Sequence[Assignment]
    repeats: Sequence[Repeat]
    day: NamedDay | None
    coordinating_unit_ids: Sequence[int]
    is_whole: bool  # every lead's part is said again: the task has no assignment of its own


class Says(Protocol):
    """What of a new task says which earlier ones it repeats (taken by its shape: ``giving`` imports from here)."""

    @property
    def clause(self) -> str: ...

    @property
    def kind(self) -> TaskKind: ...

    @property
    def lead_unit_ids(self) -> tuple[int, ...]: ...

    @property
    def repeats(self) -> tuple[Repeat, ...]: ...


def firsts_by_place(
    session: Session, *, actor: Actor, tasks: Sequence[Says], given_on: date
) -> dict[int, Sequence[Assignment]]:
    """By the place of a task, the assignments that it says again; nothing is said twice by one notice. Raises
    DomainError: "repeat.recurring" and those of ``repeating.firsts_of``."""
    found: dict[int, Sequence[Assignment]] = {}
    taken: set[int] = set()
    for place, task in enumerate(tasks):
        if not task.repeats:
            continue
        if task.kind is TaskKind.RECURRING:
            raise DomainError("repeat.recurring", clause=task.clause)
        found[place] = repeating.firsts_of(
            session,
            actor=actor,
            repeats=task.repeats,
            clause=task.clause,
            given_on=given_on,
            lead_unit_ids=task.lead_unit_ids,
        )
        ids = {row.id for row in found[place]}
        if ids & taken:
            raise DomainError("repeat.twice", clause=task.clause)
        taken |= ids
    return found


def give_again(session: Session, *, actor: Actor, clock: Clock, links: Links, pending: Sequence[Pending]) -> SaidAgain:
    """Write it all, and the relations of the notices."""
    said = SaidAgain()
    for each in pending:
        adopt = {repeat.assignment_id: repeat.adopt_date for repeat in each.repeats}
        for first in each.firsts:
            said.again.append(
                repeating.say_again(
                    session,
                    actor=actor,
                    clock=clock,
                    links=links,
                    first=first,
                    task=each.task,
                    day=each.day,
                    adopt_date=adopt[first.id],
                )
            )
        if each.is_whole and each.coordinating_unit_ids:
            _coordinate(session, actor, clock, links, each, said)
    for task in {id(each.task): each.task for each in said.again}.values():
        firsts = [each.first for each in said.again if each.task is task]
        repeating.relate_repeats(session, actor=actor, clock=clock, later=task.directive, firsts=firsts)
        session.flush()
    return said


def _coordinate(session: Session, actor: Actor, clock: Clock, links: Links, each: Pending, said: SaidAgain) -> None:
    """With no lead of its own in the new task, who coordinates does so in the first one: by the part that is there, or
    by one that is given now. A deadline that was moved is the lead's; parts keep theirs."""
    parts = repeating.parts_said_again(session, firsts=each.firsts, unit_ids=each.coordinating_unit_ids)
    for part in parts:
        said.again.append(
            repeating.say_again(
                session,
                actor=actor,
                clock=clock,
                links=links,
                first=part,
                task=each.task,
                day=None,
                adopt_date=None,
            )
        )
    there = {part.unit_id for part in parts} | {first.unit_id for first in each.firsts}
    for unit_id in dict.fromkeys(each.coordinating_unit_ids):
        if unit_id not in there:
            said.joined.append(_join(session, actor, clock, each.firsts[0], each.task, unit_id))


def _join(session: Session, actor: Actor, clock: Clock, first: Assignment, task: Task, unit_id: int) -> Assignment:
    given_on = task.directive.given_on
    given = Event(
        kind=EventKind.GIVEN,
        effective_on=given_on,
        recorded_at=clock.now(),
        recorder_id=actor.user_id,
        task_id=task.id,
    )
    part = Assignment(
        office_id=first.office_id,
        task=first.task,
        unit_id=unit_id,
        role=AssignmentRole.COORDINATING,
        state=State.OPEN,
        given_on=given_on,
        events=[given],
        due_dates=deadline_of(actor, clock, first, on=given_on),
    )
    session.add(part)
    session.flush()
    recording.project(part)
    session.flush()
    return part
