"""The two dates of a drafted notice that a superior issued: what it says is the superior's, the office sets its own.

The draft keeps the date of the notice as the task's deadline, whatever the source, and beside it the inner date that a
person typed. Changing the source back and forth therefore loses nothing: of a notice of the office's own leaders the
inner date is kept and means nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.domain import superior
from app.domain.errors import DomainError
from app.domain.superior import is_superiors
from app.domain.terms import TaskKind
from app.services import superiors
from app.services.draft_content import DraftContent, DraftedDocument, DraftedTask
from app.services.rules import Rules
from app.wording.drafts import NO_CLAUSE


@dataclass(frozen=True, slots=True)
class InnerDate:
    """The office's own date of a task, typed or proposed; ``superior_due`` is the last good day of the superior's.
    ``short``: proposed, and the working days of the policy are not left."""

    task: DraftedTask
    superior_due: date
    day: date
    typed: bool
    short: bool


def inner_dates(content: DraftContent, *, today: date, rules: Rules) -> dict[str, InnerDate]:
    """By key, for each dated task that would be given; nothing for a notice of the office's own leaders."""
    if not is_superiors(content.document.source_of_assignment):
        return {}
    return {task.key: _inner(task, task.deadline, today, rules) for task in content.given if task.deadline}


def _inner(task: DraftedTask, named_on: date, today: date, rules: Rules) -> InnerDate:
    last = superiors.last_day(named_on, exclusive=task.exclusive, rules=rules) or named_on
    if task.inner_due:
        return InnerDate(task, last, task.inner_due, typed=True, short=False)
    days = rules.practice.inner_due_working_days
    proposed = superior.propose(last, today=today, calendar=rules.calendar, working_days=days)
    return InnerDate(task, last, proposed.day, typed=False, short=proposed.short)


def with_typed(content: DraftContent, typed: Mapping[str, date]) -> DraftContent:
    """The draft with inner dates as they were typed for its tasks, by key."""
    tasks = (replace(task, inner_due=typed.get(task.key, task.inner_due)) for task in content.tasks)
    return replace(content, tasks=tuple(tasks))


def with_inner(content: DraftContent, dates: Mapping[str, InnerDate]) -> DraftContent:
    """The draft as its units will see it: with the office's own dates as the deadlines."""
    tasks = (
        replace(task, deadline=dates[task.key].day if task.key in dates else task.deadline) for task in content.tasks
    )
    return replace(content, tasks=tuple(tasks))


def problems(document: DraftedDocument, task: DraftedTask, *, given_on: date) -> Iterator[DomainError]:
    """What is wrong with the inner date of a task, where it means something."""
    inner, named_on = task.inner_due, task.deadline
    if not is_superiors(document.source_of_assignment) or task.kind is not TaskKind.DATED or not (inner and named_on):
        return
    clause = task.clause or NO_CLAUSE
    if inner > named_on:
        yield DomainError("draft.inner_after", clause=clause, inner=inner, superior=named_on)
    if inner < given_on:
        yield DomainError("task.due_before_given", clause=clause, due_on=inner, given_on=given_on)
