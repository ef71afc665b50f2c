"""A notice as a table of tasks and units: who has done what, at one look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.lifecycle import NOT_RATED
from app.domain.terms import AssignmentRole, Standing, State
from app.models import Task
from app.services.directive_lists import Part, TaskParts


@dataclass(frozen=True, slots=True)
class Sum:
    """Lead assignments that were not cancelled; of them done, and open past their day."""

    leads: int
    done: int
    overdue: int


@dataclass(frozen=True, slots=True)
class UnitColumn:
    unit_id: int
    name: str
    short_name: str
    sum: Sum


@dataclass(frozen=True, slots=True)
class TaskRow:
    """``cells`` in the order of the columns; None where the unit has no part."""

    task: Task
    cells: Sequence[Part | None]
    sum: Sum


@dataclass(frozen=True, slots=True)
class Matrix:
    columns: Sequence[UnitColumn]
    rows: Sequence[TaskRow]
    sum: Sum


def matrix_of(listed: Sequence[TaskParts], *, overdue_only: bool = False) -> Matrix:
    """Tasks in their order, the units in the office's own, those alone that have a part in what is shown.

    ``overdue_only`` leaves the tasks of which a lead assignment is overdue. The sums are of what is shown.
    """
    shown = [each for each in listed if not overdue_only or sum_of(each.parts).overdue]
    # A unit that was renamed is called as in its latest part.
    units = {part.unit_id: part for part in sorted((p for each in shown for p in each.parts), key=_closed_on)}
    in_order = sorted(units.values(), key=lambda part: (part.unit_position, part.unit_name, part.unit_id))
    by_unit: dict[int, list[Part]] = {part.unit_id: [] for part in in_order}
    for each in shown:
        for part in each.parts:
            by_unit[part.unit_id].append(part)
    columns = [
        UnitColumn(part.unit_id, part.unit_name, part.unit_short_name or part.unit_name, sum_of(by_unit[part.unit_id]))
        for part in in_order
    ]
    rows = [TaskRow(each.task, _cells(each, columns), sum_of(each.parts)) for each in shown]
    return Matrix(columns, rows, sum_of(part for each in shown for part in each.parts))


def _closed_on(part: Part) -> date:
    return part.course.closed_on or date.max


def _cells(each: TaskParts, columns: Sequence[UnitColumn]) -> list[Part | None]:
    """Of a unit's parts of a task the one that is open, of a recurring task the first of them, else the last that was
    closed: it may have finished its own before it took over another's."""
    parts: dict[int, Part] = {}
    for part in sorted(each.parts, key=_closed_on):
        before = parts.get(part.unit_id)
        if before is None or before.course.closed_on is not None:
            parts[part.unit_id] = part
    return [parts.get(column.unit_id) for column in columns]


def sum_of(parts: Iterable[Part]) -> Sum:
    leads = [p for p in parts if p.role is AssignmentRole.LEAD and p.course.state not in NOT_RATED]
    return Sum(
        leads=len(leads),
        done=sum(part.course.state is State.DONE for part in leads),
        overdue=sum(part.standing is Standing.OVERDUE for part in leads),
    )
