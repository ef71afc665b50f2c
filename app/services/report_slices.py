"""The rows behind each number of a report, and the numbers of parts of it: by source, by month, by notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.figures import Counts, Row, grouped, is_rated, most_overdue_first
from app.domain.measures import LATE, MANY
from app.domain.terms import FigureClass, SourceOfAssignment
from app.services.report_view import ReportView, RowView

_DONE = frozenset({FigureClass.DONE_ON_TIME, FigureClass.DONE_LATE})
_OPEN = frozenset({FigureClass.OPEN_IN_TIME, FigureClass.OPEN_OVERDUE})


def _ours(*classes: FigureClass) -> Callable[[Row], bool]:
    wanted = frozenset(classes)
    return lambda row: row.under_authority and row.figure_class in wanted


def _outside(*classes: FigureClass) -> Callable[[Row], bool]:
    wanted = frozenset(classes)
    return lambda row: not row.under_authority and row.figure_class in wanted


# Which rows stand behind a number of the page; the keys are those of the address and of the headings in app.wording.
SLICES: Mapping[str, Callable[[Row], bool]] = {
    "tong": is_rated,
    "hoan-thanh": _ours(*_DONE),
    "chua-hoan-thanh": _ours(*_OPEN),
    "a": _ours(FigureClass.DONE_ON_TIME),
    "b": _ours(FigureClass.DONE_LATE),
    "c": _ours(FigureClass.OPEN_IN_TIME),
    "d": _ours(FigureClass.OPEN_OVERDUE),
    "cho-xac-nhan": lambda row: is_rated(row) and row.figure_class is FigureClass.OPEN_IN_TIME and row.waiting,
    "chuyen-sang": lambda row: is_rated(row) and row.carried_over,
    "giao-moi": lambda row: is_rated(row) and not row.carried_over,
    "khong-thoi-han": _ours(FigureClass.UNDATED),
    "khong-danh-gia": _ours(FigureClass.NOT_RATED),
    "ngoai": _outside(*_DONE, *_OPEN),
    "ngoai-hoan-thanh": _outside(*_DONE),
    "ngoai-chua-hoan-thanh": _outside(*_OPEN),
    "ngoai-qua-han": _outside(FigureClass.OPEN_OVERDUE),
    "gia-han": lambda row: is_rated(row) and row.extensions > 0,
    "gia-han-hon-mot-lan": lambda row: is_rated(row) and row.extensions > 1,
    "gia-han-nhieu-lan": lambda row: is_rated(row) and row.extensions >= MANY,
    "can-cap-nhat": lambda row: row.updated is not None,
    "da-cap-nhat": lambda row: row.updated is True,
    "chua-cap-nhat": lambda row: row.updated is False,
    "tu-xac-nhan": lambda row: is_rated(row) and row.self_confirmed,
    "cham": _ours(*LATE),
}


# Those of rows that know whether their unit said anything lately.
OF_UPDATES = frozenset({"can-cap-nhat", "da-cap-nhat", "chua-cap-nhat"})
UNSAID = "khong-ghi"  # in the address: the rows of which nobody said who gave them
NO_FIELD = "khong-co"  # and those in no field


def rows_of(
    view: ReportView,
    slice_name: str,
    *,
    unit: str = "",
    source: str = "",
    field: str = "",
    directive: str = "",
    month: str = "",
) -> list[RowView]:
    """The rows behind a number. ``unit``, ``field`` and ``directive`` are public ids, ``source`` a source's value,
    ``month`` is as ``month_of`` gives it; ``UNSAID`` is what has no source, ``NO_FIELD`` no field; empty is all.
    KeyError for an unknown slice."""
    wanted = SLICES[slice_name]
    asked = (unit, source, field, directive, month)
    return [
        row
        for row in view.rows
        if wanted(row.counted) and all(want in ("", has) for want, has in zip(asked, _places(row), strict=True))
    ]


def _places(row: RowView) -> tuple[str, ...]:
    """Where a row stands in each of the ways in which they are grouped."""
    return (
        row.unit_public_id,
        row.source or UNSAID,
        "" if row.field is None else row.field or NO_FIELD,
        row.directive_public_id,
        month_of(row.counted),
    )


def month_of(row: Row) -> str:
    """The month in which it fell due, as 2023-09: that by which it is late, whenever it was given or done. Empty for
    what has no deadline, which no class counts."""
    return f"{row.due_on:%Y-%m}" if row.due_on else ""


def by_month(view: ReportView) -> list[tuple[str, Counts]]:
    """The classes by the month in which they fell due, the earliest first."""
    return sorted(grouped((row.counted for row in view.rows), month_of).items())


def by_directive(view: ReportView) -> list[tuple[RowView, Counts]]:
    """The classes by notice, the most overdue first; each with one of its rows, which names it."""
    of_task = {row.counted.task_id: row for row in view.rows}
    one_of = {row.directive_public_id: row for row in of_task.values()}
    counted = grouped((row.counted for row in view.rows), lambda row: of_task[row.task_id].directive_public_id)
    found = [(one_of[key], counts) for key, counts in counted.items()]
    return sorted(
        found,
        key=lambda each: (
            *most_overdue_first(each[1].d, each[1].open, each[0].directive_number or ""),
            each[0].directive_public_id,
        ),
    )


def has_fields(view: ReportView) -> bool:
    """Whether the rows know their fields, so that a field's numbers can be opened."""
    return any(row.field is not None for row in view.rows)


def by_source(view: ReportView) -> list[tuple[SourceOfAssignment | None, Counts]]:
    """The classes by who gave the task, in the order of the vocabulary, what nobody said last; nothing where no row
    says it."""
    sources = {row.counted.task_id: row.source for row in view.rows}
    counted = grouped((row.counted for row in view.rows), lambda row: sources[row.task_id])
    if not any(counted):
        return []
    return [(source, counted[source]) for source in (*SourceOfAssignment, None) if source in counted]
