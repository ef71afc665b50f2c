"""What a report shows, as plain values: figures made now and figures frozen long ago come in the same shape."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain import measures
from app.domain.figures import Counts, Row, grouped, most_overdue_first
from app.domain.measures import DaysLate, Extended, Measures, Spread
from app.domain.terms import Audience, FactKind, FigureClass, PeriodKind, ReturnKind, SourceOfAssignment, State
from app.domain.updating import Updates
from app.services.earlier_view import EarlierView, earlier_from
from app.services.plain_values import plain

# Rises when the shape of a snapshot's content changes, so that an old one can still be read.
SHAPE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a unit is with an assignment: ``reported_on`` is the day of the report that waits for a decision,
    ``returned_on`` and ``return_kind`` are of a return that no new report has answered."""

    state: State
    reported_on: date | None = None
    returned_on: date | None = None
    return_kind: ReturnKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A lead assignment as it was counted, with the words that stand beside it in a list.

    ``note`` is the newest that the unit itself said by the cut-off; ``progress`` is known of overdue ones alone;
    ``directive_number`` is None while it waits; ``source`` is None where nobody said who gave it, and in what was
    frozen before sources were kept. ``field`` is the public id of the field it was in on the cut-off day, empty for
    none, and None where the office had no fields or they were not kept with the rows.
    """

    counted: Row
    public_id: str
    unit_public_id: str
    clause: str
    text: str
    phrase: str
    coordinating: tuple[str, ...]
    note: str
    progress: Progress | None
    directive_public_id: str
    directive_kind: str
    directive_number: str | None
    directive_issued_on: date | None
    source: SourceOfAssignment | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresView:
    """What stands beside the figures. ``update_days`` is the office's choice that the update rate went by;
    ``late_again`` are public ids of units, late in this and in the equally long period before, whose days are given."""

    measures: Measures
    update_days: int
    late_again: tuple[str, ...]
    before_from: date
    before_cut_off: date


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitView:
    """A unit's part of the counts; ``position`` is its place in the office's own order."""

    public_id: str
    name: str
    position: int
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """A field's part of the counts, under the name it had; both are empty for what is in no field."""

    public_id: str
    name: str
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class FactView:
    """What somebody typed beside the figures, with the document that proves it."""

    kind: FactKind
    amount: int
    document: str
    document_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """A sentence that somebody wrote, for one of the two readers, in the place of the generated one."""

    audience: Audience
    slot: str
    generated: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A report's figures with the names as they were.

    ``cut_off`` is the day counted to: the report's own, or today while the period still runs. ``units`` and ``rows``
    stand in the order of the screen: most overdue units first; rows by the office's order of units, then by days
    overdue. ``fields`` is None of what was frozen before there were figures by field. ``facts`` and ``texts`` are what
    somebody typed: beside the figures, and in the place of generated sentences.
    """

    office_name: str
    parent_name: str
    place: str
    kind: PeriodKind
    year: int | None
    quarter: int | None
    period_from: date
    cut_off: date
    known_at: datetime
    policy_version: int
    counts: Counts
    tasks: int
    outside: Counts
    undated: int
    not_rated: int
    units: tuple[UnitView, ...]
    rows: tuple[RowView, ...]
    fields: tuple[FieldView, ...] | None = None
    earlier: tuple[EarlierView, ...] | None = None
    facts: tuple[FactView, ...] = ()
    texts: tuple[TextView, ...] = ()
    beside: MeasuresView | None = None


_RATED = frozenset(
    {FigureClass.DONE_ON_TIME, FigureClass.DONE_LATE, FigureClass.OPEN_IN_TIME, FigureClass.OPEN_OVERDUE}
)
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
    "tong": _ours(*_RATED),
    "hoan-thanh": _ours(*_DONE),
    "chua-hoan-thanh": _ours(*_OPEN),
    "a": _ours(FigureClass.DONE_ON_TIME),
    "b": _ours(FigureClass.DONE_LATE),
    "c": _ours(FigureClass.OPEN_IN_TIME),
    "d": _ours(FigureClass.OPEN_OVERDUE),
    "cho-xac-nhan": lambda row: _ours(FigureClass.OPEN_IN_TIME)(row) and row.waiting,
    "chuyen-sang": lambda row: _ours(*_RATED)(row) and row.carried_over,
    "giao-moi": lambda row: _ours(*_RATED)(row) and not row.carried_over,
    "khong-thoi-han": _ours(FigureClass.UNDATED),
    "khong-danh-gia": _ours(FigureClass.NOT_RATED),
    "ngoai": _outside(*_RATED),
    "ngoai-hoan-thanh": _outside(*_DONE),
    "ngoai-chua-hoan-thanh": _outside(*_OPEN),
    "ngoai-qua-han": _outside(FigureClass.OPEN_OVERDUE),
    **measures.SLICES,
}


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


def compare(frozen: ReportView, now: ReportView) -> list[tuple[RowView | None, RowView | None]]:
    """The rows that count differently: as frozen, and as now; None where a row is not in the period at all."""
    then_rows = {row.counted.assignment_id: row for row in frozen.rows}
    now_rows = {row.counted.assignment_id: row for row in now.rows}
    return [
        (then_rows.get(key), now_rows.get(key))
        for key in sorted(then_rows.keys() | now_rows.keys())
        if _counts_as(then_rows.get(key)) != _counts_as(now_rows.get(key))
    ]


def _counts_as(row: RowView | None) -> tuple[object, ...] | None:
    if row is None:
        return None
    counted = row.counted
    return (
        counted.figure_class,
        counted.waiting,
        counted.carried_over,
        counted.unit_id,
        counted.under_authority,
        counted.due_on,
        counted.completed_on,
    )


def to_content(view: ReportView) -> dict[str, Any]:
    """Plain JSON values: days and instants as ISO 8601."""
    return {"shape": SHAPE, **plain(view)}


def seal(content: Mapping[str, Any]) -> str:
    """SHA-256 in hex of the canonical form: keys sorted, no spaces, UTF-8."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def from_content(content: Mapping[str, Any]) -> ReportView:
    """The view that was stored. ValueError for a shape this version does not know."""
    if content["shape"] != SHAPE:
        raise ValueError(f"a snapshot of shape {content['shape']}")
    plain = {name: content[name] for name in ("office_name", "parent_name", "place", "year", "quarter")}
    numbers = {name: content[name] for name in ("policy_version", "tasks", "undated", "not_rated")}
    return ReportView(
        **plain,
        **numbers,
        kind=PeriodKind(content["kind"]),
        period_from=date.fromisoformat(content["period_from"]),
        cut_off=date.fromisoformat(content["cut_off"]),
        known_at=datetime.fromisoformat(content["known_at"]),
        counts=Counts(**content["counts"]),
        outside=Counts(**content["outside"]),
        units=tuple(UnitView(**{**unit, "counts": Counts(**unit["counts"])}) for unit in content["units"]),
        rows=tuple(_rows(content["rows"])),
        fields=_fields(content.get("fields")),
        earlier=earlier_from(content.get("earlier")),
        facts=tuple(map(_fact, content.get("facts", ()))),
        texts=tuple(TextView(**{**each, "audience": Audience(each["audience"])}) for each in content.get("texts", ())),
        beside=_beside(content.get("beside")),
    )


def _fact(stored: dict[str, Any]) -> FactView:
    return FactView(**{**stored, "kind": FactKind(stored["kind"]), "document_on": _day(stored["document_on"])})


def _fields(stored: list[dict[str, Any]] | None) -> tuple[FieldView, ...] | None:
    if stored is None:
        return None
    return tuple(FieldView(**{**each, "counts": Counts(**each["counts"])}) for each in stored)


def _beside(stored: dict[str, Any] | None) -> MeasuresView | None:
    if stored is None:
        return None
    counted = stored["measures"]
    return MeasuresView(
        measures=Measures(
            overdue=_days_late(counted["overdue"]),
            done_late=_days_late(counted["done_late"]),
            extended=Extended(**counted["extended"]),
            updates=Updates(**counted["updates"]),
            self_confirmed=counted["self_confirmed"],
        ),
        update_days=stored["update_days"],
        late_again=tuple(stored["late_again"]),
        before_from=date.fromisoformat(stored["before_from"]),
        before_cut_off=date.fromisoformat(stored["before_cut_off"]),
    )


def _days_late(stored: dict[str, Any] | None) -> DaysLate | None:
    return DaysLate(Spread(**stored["calendar"]), Spread(**stored["working"])) if stored else None


def _rows(stored: list[dict[str, Any]]) -> Iterator[RowView]:
    for row in stored:
        changed = {
            "counted": _counted(row["counted"]),
            "coordinating": tuple(row["coordinating"]),
            "progress": _progress(row["progress"]),
            "directive_issued_on": _day(row["directive_issued_on"]),
            "source": SourceOfAssignment(row["source"]) if row.get("source") else None,
        }
        yield RowView(**{**row, **changed})


def _counted(stored: dict[str, Any]) -> Row:
    days = {name: _day(stored[name]) for name in ("given_on", "due_on", "completed_on")}
    return Row(**{**stored, **days, "figure_class": FigureClass(stored["figure_class"])})


def _progress(stored: dict[str, Any] | None) -> Progress | None:
    if stored is None:
        return None
    return Progress(
        state=State(stored["state"]),
        reported_on=_day(stored["reported_on"]),
        returned_on=_day(stored["returned_on"]),
        return_kind=ReturnKind(stored["return_kind"]) if stored["return_kind"] else None,
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
