"""Facts by unit for the yearly rating and the reform index, of frozen figures. They rate no unit and name no person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.figures import Row, is_rated
from app.domain.measures import LATE, Spread, spread_of
from app.domain.terms import FigureClass
from app.services.report_view import ReportView, RowView


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Lead assignments of a unit, or of all of them where ``name`` is empty.

    ``assigned`` has those without a deadline (``undated``) and those not rated (``objective`` among ``not_rated``) too.
    ``due``: rated ones whose due day had come by the cut-off. ``extended`` of the rated ones were granted more time,
    ``extensions`` times in all: None, which is not known, of what was frozen before that was counted. ``changed`` had
    their deadline changed for whatever reason, ``changes`` times in all; ``late_before`` of the rated ones were late
    when it was moved. Days are calendar days after the due day, of those done late or open and overdue: the middle one
    and the most, None where none is.
    """

    name: str
    assigned: int
    due: int
    on_time: int
    late: int
    overdue: int
    in_time: int
    waiting: int
    extended: int | None
    extensions: int | None
    changed: int
    changes: int
    late_before: int
    objective: int
    not_rated: int
    undated: int
    median_days: float | None
    worst_days: int | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The units in the office's own order, all of them together, and the rows that were counted."""

    units: tuple[Facts, ...]
    together: Facts
    rows: tuple[RowView, ...]


def evaluate(view: ReportView) -> Evaluation:
    """Units under the office's authority alone: nobody else is rated by it."""
    rows = tuple(row for row in view.rows if row.counted.under_authority)
    of_unit: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        of_unit[row.counted.unit_id].append(row.counted)
    units = tuple(_facts(counted[0].unit_name, counted, view) for counted in of_unit.values())
    return Evaluation(units, _facts("", [row.counted for row in rows], view), rows)


def _facts(name: str, rows: Sequence[Row], view: ReportView) -> Facts:
    rated = [row for row in rows if is_rated(row)]
    late = _days_late(rated)
    times = [row.extensions for row in rated if row.extensions] if knows_extensions(view) else None
    in_time = [row for row in rated if row.figure_class is FigureClass.OPEN_IN_TIME]
    return Facts(
        name=name,
        assigned=len(rows),
        due=sum(row.due_on is not None and row.due_on <= view.cut_off for row in rated),
        on_time=_of(rows, FigureClass.DONE_ON_TIME),
        late=_of(rows, FigureClass.DONE_LATE),
        overdue=_of(rows, FigureClass.OPEN_OVERDUE),
        in_time=len(in_time),
        waiting=sum(row.waiting for row in in_time),
        extended=None if times is None else len(times),
        extensions=None if times is None else sum(times),
        changed=sum(row.due_changes > 0 for row in rows),
        changes=sum(row.due_changes for row in rows),
        late_before=sum(row.late_before > 0 for row in rated),
        objective=sum(row.objective for row in rows),
        not_rated=_of(rows, FigureClass.NOT_RATED),
        undated=_of(rows, FigureClass.UNDATED),
        median_days=late.median if late else None,
        worst_days=late.worst if late else None,
    )


def knows_extensions(view: ReportView) -> bool:
    """Whether its rows say how often more time was granted; what was frozen before measures were kept says nothing."""
    return view.beside is not None


def _days_late(rated: Iterable[Row]) -> Spread | None:
    days = [row.days_overdue for row in rated if row.figure_class in LATE]
    return spread_of(days) if days else None


def _of(rows: Sequence[Row], figure_class: FigureClass) -> int:
    return sum(row.figure_class is figure_class for row in rows)
