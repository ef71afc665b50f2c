"""What a report shows, as plain values: figures made now and figures frozen long ago come in the same shape."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain.figures import Counts, Row
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
    ``late_again`` are public ids of units, late in this and in the period before. Of that one the days are given, the
    instant it was frozen at (None where it was counted anew), and whether nothing at all stands in it.
    """

    measures: Measures
    update_days: int
    late_again: tuple[str, ...]
    before_from: date
    before_cut_off: date
    before_frozen_at: datetime | None = None
    before_empty: bool = False


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
        before_frozen_at=datetime.fromisoformat(at) if (at := stored.get("before_frozen_at")) else None,
        before_empty=stored.get("before_empty", False),
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
