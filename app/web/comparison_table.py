"""The comparison of a report with earlier periods as rows and columns, each number with the address of its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.domain.figures import Counts, Rate
from app.services.earlier_view import EarlierView, Totals
from app.web.chart_shapes import Bars, stacked
from app.wording import comparison as words
from app.wording.formats import day, instant
from app.wording.report import count, period_name

CLASSES = ("a", "b", "c", "d")
RowsUrl = Callable[[str, str], str]  # by slice, and a unit's public id or nothing


@dataclass(frozen=True, slots=True)
class Column:
    """An earlier period as the head of its column says it; ``note`` is what a reader must know of its numbers."""

    name: str
    period: str
    source: str
    note: str
    has_data: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A number, and the address of the rows behind it; nothing where they cannot be opened."""

    said: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """The numbers of a column, a slash between them; of an earlier period with what has changed since."""

    parts: tuple[Part, ...]
    change: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    is_sum: bool
    this: Cell
    earlier: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """``columns`` are all periods asked for; only those with data have cells in the lines."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    units: tuple[Line, ...]
    chart: Bars

    @property
    def shown(self) -> list[Column]:
        return [column for column in self.columns if column.has_data]


@dataclass(frozen=True, slots=True)
class Side:
    """A period's numbers with the way to its rows; None where there is no list to open."""

    totals: Totals
    rows_url: RowsUrl | None

    def part(self, value: int, slice_name: str, unit: str = "") -> Part:
        return Part(count(value), self.rows_url(slice_name, unit) if self.rows_url else "")


def table_of(
    this: Side, earlier: Sequence[EarlierView], url_of: Callable[[EarlierView], RowsUrl | None], *, why_no_list: str
) -> Table:
    """``url_of`` gives the way to an earlier period's rows; where it gives none, ``why_no_list`` says why."""
    there = [Side(one.totals, url_of(one)) for one in earlier if one.totals]
    bars = [(words.THIS, this.totals), *((words.EARLIER[one.which], one.totals) for one in earlier if one.totals)]
    return Table(
        columns=tuple(_column(one, "" if url_of(one) else why_no_list) for one in earlier),
        lines=(*_lines(this, there), *_rates(this, there)),
        units=_units(this, there),
        chart=stacked([(name, [getattr(totals.counts, a) for a in CLASSES]) for name, totals in bars], CLASSES),
    )


def _column(one: EarlierView, why_no_list: str) -> Column:
    if one.totals is None:
        return Column(words.EARLIER[one.which], _period(one), "", words.NO_DATA, has_data=False)
    partial = words.partial(one.recorded_from) if one.recorded_from else ""
    source = words.FROZEN if one.snapshot_public_id else words.COUNTED
    return Column(
        words.EARLIER[one.which],
        _period(one),
        f"{source} {instant(one.known_at)}",
        " ".join(filter(None, (partial, why_no_list))),
        has_data=True,
    )


def _period(one: EarlierView) -> str:
    name = period_name(one.kind, one.year, one.quarter, one.period_from, one.cut_off)
    return f"{name}, tính đến hết ngày {day(one.cut_off)}"


def _lines(this: Side, earlier: Sequence[Side]) -> list[Line]:
    return [
        Line(
            label,
            is_sum,
            Cell((this.part(value(this.totals), slice_name),)),
            tuple(_counted(side, slice_name, value(this.totals), value(side.totals)) for side in earlier),
        )
        for label, slice_name, is_sum in words.LINES
        for value in (VALUES[slice_name],)
    ]


def _counted(side: Side, slice_name: str, now: int, then: int) -> Cell:
    return Cell((side.part(then, slice_name),), words.signed(now - then))


# What stands behind each line, by the slice that opens its rows.
VALUES: dict[str, Callable[[Totals], int]] = {
    "tong": lambda totals: totals.counts.total,
    "chuyen-sang": lambda totals: totals.counts.carried_over,
    "giao-moi": lambda totals: totals.counts.new,
    "hoan-thanh": lambda totals: totals.counts.done,
    "a": lambda totals: totals.counts.a,
    "b": lambda totals: totals.counts.b,
    "chua-hoan-thanh": lambda totals: totals.counts.open,
    "c": lambda totals: totals.counts.c,
    "d": lambda totals: totals.counts.d,
    "khong-thoi-han": lambda totals: totals.undated,
    "khong-danh-gia": lambda totals: totals.not_rated,
    "ngoai": lambda totals: totals.outside.total,
}
_RATES: tuple[tuple[str, Callable[[Counts], Rate | None]], ...] = (
    (words.ON_TIME, Counts.on_time),
    (words.COMPLETED, Counts.completed),
)


def _rates(this: Side, earlier: Sequence[Side]) -> list[Line]:
    """With numerator and denominator; the change is between the percentages."""
    lines = []
    for label, rate in _RATES:
        now = rate(this.totals.counts)
        then = [rate(side.totals.counts) for side in earlier]
        cells = tuple(Cell((Part(words.rate(one)),), words.points(now, one)) for one in then)
        lines.append(Line(label, True, Cell((Part(words.rate(now)),)), cells))
    return lines


def _units(this: Side, earlier: Sequence[Side]) -> tuple[Line, ...]:
    """n/N of each unit, in this report's order; those that had something in earlier periods alone come last."""
    names = {unit.public_id: unit.name for side in (this, *earlier) for unit in reversed(side.totals.units)}
    order = dict.fromkeys(unit.public_id for side in (this, *earlier) for unit in side.totals.units)
    now = _by_unit(this.totals)
    return tuple(
        Line(
            names[unit],
            False,
            _share(this, unit, now.get(unit)),
            tuple(_share_then(side, unit, now.get(unit)) for side in earlier),
        )
        for unit in order
    )


def _by_unit(totals: Totals) -> dict[str, Counts]:
    return {unit.public_id: unit.counts for unit in totals.units}


def _share(side: Side, unit: str, counts: Counts | None) -> Cell:
    """Overdue of open; a dash where the unit had nothing in the period."""
    if counts is None:
        return Cell((Part(words.NOTHING),))
    return Cell((side.part(counts.d, "d", unit), side.part(counts.open, "chua-hoan-thanh", unit)))


def _share_then(side: Side, unit: str, now: Counts | None) -> Cell:
    then = _by_unit(side.totals).get(unit)
    change = words.signed(now.d - then.d) if now and then else ""
    return Cell(_share(side, unit, then).parts, change)
