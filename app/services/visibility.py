"""Limited view (hạn chế xem): the one place that knows who may read of a task that is for some people alone.

Being named limits the others and gives no right: a person named reads the task as far as the role allows. Figures
count such a task like any other. Whatever shows, finds or sends the words of tasks asks here: lists and pages leave
the task out for those not named, and what leaves the system never carries its words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, exists, or_, select, true
from sqlalchemy.orm import Session, aliased

from app.domain.permissions import Actor
from app.domain.terms import Channel
from app.models import Assignment as A
from app.models import Directive, MessageAssignment, OutboxMessage, Reminder, Source, Task, TaskViewer
from app.wording.rights import LIMITED_IN_MAIL, LIMITED_REASON

# What the house itself does reads everything; its answers go to nobody in particular.
_OF_THE_HOUSE = frozenset({Channel.JOB, Channel.COMMAND})


@dataclass(frozen=True, slots=True)
class Hidden:
    """The tasks that somebody may not read, by id in rising order; most often there are none."""

    task_ids: tuple[int, ...] = ()

    def __contains__(self, task_id: int) -> bool:
        return task_id in self.task_ids

    def conditions(self, task_id: SQLColumnExpression[int]) -> list[ColumnElement[bool]]:
        """What a query of somebody's asks besides: nothing at all where nothing is hidden."""
        return [task_id.not_in(self.task_ids)] if self.task_ids else []

    def conditions_if_any(self, task_id: SQLColumnExpression[int | None]) -> list[ColumnElement[bool]]:
        """The same of a column that is empty where no task is meant."""
        return [or_(task_id.is_(None), task_id.not_in(self.task_ids))] if self.task_ids else []


def hidden_from(session: Session, *, actor: Actor) -> Hidden:
    """What the person may not read, in one small query: few tasks are limited, and an index holds those alone."""
    if actor.channel in _OF_THE_HOUSE:
        return Hidden()
    rows = session.scalars(
        select(Task.id)
        .join(Directive, Directive.id == Task.directive_id)
        .where(Task.restricted, Directive.office_id == actor.office_id, ~_is_named(actor))
        .order_by(Task.id)
    )
    return Hidden(tuple(rows))


def _is_named(actor: Actor) -> ColumnElement[bool]:
    return exists().where(TaskViewer.task_id == Task.id, TaskViewer.user_id == actor.user_id)


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """The condition on ``Task`` that the person may read it, for queries that read few rows of it anyway."""
    return true() if actor.channel in _OF_THE_HOUSE else or_(~Task.restricted, _is_named(actor))


def may_read(session: Session, *, actor: Actor, task: Task) -> bool:
    """Whether the view of the task is not limited, or the person is named. A link of a mail names nobody."""
    if not task.restricted or actor.channel in _OF_THE_HOUSE:
        return True
    return actor.user_id is not None and session.get(TaskViewer, (task.id, actor.user_id)) is not None


def limited_tasks(session: Session, *, office_id: int) -> frozenset[int]:
    """All tasks of the office whose view is limited: for what goes to people nobody can tell beforehand."""
    rows = session.scalars(
        select(Task.id)
        .join(Directive, Directive.id == Task.directive_id)
        .where(Task.restricted, Directive.office_id == office_id)
    )
    return frozenset(rows)


def may_read_text(session: Session, *, actor: Actor, source_id: int, known_hidden: Hidden | None = None) -> bool:
    """Whether the person may read every task of the notices whose text this is: the text holds all their words.
    ``known_hidden`` is handed in by who has asked ``hidden_from`` for this actor."""
    hidden = hidden_from(session, actor=actor) if known_hidden is None else known_hidden
    if not hidden.task_ids:
        return True
    this = aliased(Source)
    held = exists().where(
        Task.id.in_(hidden.task_ids),
        Task.directive_id == Directive.id,
        Directive.source_id == Source.id,
        Source.text_sha256 == this.text_sha256,
        this.id == source_id,
    )
    return not session.scalar(select(held))


def told_text(task: Task) -> str:
    """The words of a task as a mail may carry them: a shared mailbox is read by whoever has it."""
    return LIMITED_IN_MAIL if task.restricted else task.text


@dataclass(frozen=True, slots=True)
class ToldTask:
    """A task as a mail tells of it."""

    clause: str
    text: str


def told(task: Task) -> ToldTask:
    return ToldTask(task.clause, told_text(task))


def told_note(task: Task, note: str) -> str:
    """What somebody wrote of it, as a mail may carry that."""
    return LIMITED_REASON if task.restricted and note else note


def may_read_mail(session: Session, *, actor: Actor, message: OutboxMessage) -> bool:
    """Whether the body of a mail holds nothing that is hidden from the person: no task it is about, and no words of
    one, since it may have been written before the view was limited."""
    hidden = hidden_from(session, actor=actor)
    if not hidden.task_ids:
        return True
    about = select(MessageAssignment.assignment_id).where(MessageAssignment.message_id == message.id)
    urged = select(Reminder.assignment_id).where(Reminder.message_id == message.id)
    rows: Any = session.execute(
        select(Task.text, exists().where(A.task_id == Task.id, A.id.in_(about.union(urged)))).where(
            Task.id.in_(hidden.task_ids)
        )
    )
    body = _bare(message.body_text)
    return not any(is_about or _bare(text)[:_TELLING] in body for text, is_about in rows)


_TELLING = 40  # characters by which a task is known; digests cut the rest


def _bare(text: str) -> str:
    """Without blanks: a mail breaks its lines elsewhere than the notice."""
    return "".join(text.split())
