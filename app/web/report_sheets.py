"""A report's rows as a file, and its classes as a chart."""

from __future__ import annotations

from collections.abc import Mapping

from werkzeug.wrappers import Response

from app.adapters.excel import Column, Sheet
from app.domain.figures import Rate
from app.domain.terms import SourceOfAssignment
from app.services.report_slices import NO_FIELD, UNSAID, rows_of
from app.services.report_view import ReportView, RowView
from app.web.chart_shapes import Bars, stacked
from app.web.sheets import send_rows, send_sheets
from app.wording import counted as counted_words
from app.wording import in_field as field_words
from app.wording import lists as list_words
from app.wording import measures as measure_words
from app.wording import report as words
from app.wording.formats import day
from app.wording.terms import word

ROW_COLUMNS = (
    Column("Nội dung", 60),
    Column("Văn bản, mục", 36),
    Column("Đơn vị chủ trì", 26),
    Column("Đơn vị phối hợp", 30),
    Column("Ngày giao", 12, "day"),
    Column("Thời hạn", 12, "day"),
    Column("Số lần điều chỉnh thời hạn", 12, "number"),
    Column("Tình trạng", 26),
    Column("Chi tiết", 22),
    Column("Ngày hoàn thành", 12, "day"),
    Column("Đơn vị báo cáo", 50),
)
CLASSES = ("a", "b", "c", "d")
# The lists that partition the report, what is overdue first.
IN_REPORT = ("d", "b", "c", "a", "khong-thoi-han", "khong-danh-gia", "ngoai")


def send_figure_rows(
    name: str, view: ReportView, slice_name: str, asked: Mapping[str, str], *, is_frozen: bool = False
) -> Response:
    """The rows behind a number, as the page lists them; ``asked`` is what ``rows_of`` narrows to."""
    found = rows_of(view, slice_name, **asked)
    heading = words.SLICES[slice_name]
    frozen = list_words.frozen_at(view.known_at) if is_frozen else ""
    said = [name, list_words.counted_through(day(view.cut_off)), *names_of(view, asked), frozen]
    return send_rows(
        heading,
        filters=[text for text in said if text],
        columns=ROW_COLUMNS,
        rows=map(_cells, found),
        total=len(found),
        named=("bao cao", name, slice_name),
    )


def send_report(name: str, view: ReportView) -> Response:
    """The whole report: its figures, the units, and the rows of each class that has any, a sheet each."""
    said = [name, list_words.counted_through(day(view.cut_off)), list_words.frozen_at(view.known_at)]
    sheets = [_figures_sheet(view, said), _units_sheet(view, said)]
    sheets += [_rows_sheet(view, slice_name, said) for slice_name in IN_REPORT if rows_of(view, slice_name)]
    return send_sheets(sheets, named=("bao cao", name))


def _figures_sheet(view: ReportView, said: list[str]) -> Sheet:
    """The numbers of the screen; those of a rate stand beside it."""
    numbers = [(words.SLICES[each], len(rows_of(view, each)), "") for each in words.SLICES]
    rates = [(each.formula, None, words.rate_with_sources(each)) for each in _rates(view)]
    columns = (Column(words.MEASURE, 60), Column(words.NUMBER, 12, "number"), Column(words.RATE, 30))
    return Sheet(words.FIGURES_TAB, [words.FIGURES_TAB, *said], columns, [*numbers, *rates], filtered=True)


def _rates(view: ReportView) -> list[Rate]:
    return [rate for rate in (view.counts.on_time(), view.counts.completed()) if rate]


def _units_sheet(view: ReportView, said: list[str]) -> Sheet:
    columns = (Column(words.UNIT_HEADS[1], 40), *(Column(head, 16, "number") for head in words.UNIT_HEADS[2:]))
    rows = [(unit.name, unit.counts.total, *(getattr(unit.counts, each) for each in CLASSES)) for unit in view.units]
    return Sheet(words.UNITS_TAB, [words.TABLE_BY_UNIT, *said], columns, rows, filtered=True)


def _rows_sheet(view: ReportView, slice_name: str, said: list[str]) -> Sheet:
    heading = words.SLICES[slice_name]
    return Sheet(heading, [heading, *said], ROW_COLUMNS, map(_cells, rows_of(view, slice_name)), filtered=True)


def _cells(row: RowView) -> tuple[object, ...]:
    """In the order of ``ROW_COLUMNS``."""
    counted = row.counted
    directive = words.directive_words(row.directive_kind, row.directive_number, row.directive_issued_on)
    return (
        row.text,
        words.with_clause(directive, row.clause),
        counted.unit_name,
        "; ".join(row.coordinating),
        counted.given_on,
        counted.due_on,
        counted.due_changes,
        counted_words.standing_words(counted),
        counted_words.days_words(counted),
        counted.completed_on,
        row.note,
    )


def names_of(view: ReportView, asked: Mapping[str, str]) -> list[str]:
    """What rows are narrowed to, in words."""
    unit, directive = asked["unit"], asked["directive"]
    of = next((row for row in view.rows if row.directive_public_id == directive), None)
    names = (
        next((each.name for each in view.units if each.public_id == unit), ""),
        source_name(asked["source"]),
        field_name(view, asked["field"]),
        words.directive_words(of.directive_kind, of.directive_number, of.directive_issued_on) if of else "",
        measure_words.month_name(asked["month"]),
    )
    return [name for name in names if name]


def source_name(asked: str) -> str:
    """The source that an address asks for, in words; nothing for all."""
    if asked == UNSAID:
        return words.NO_SOURCE
    return next((word(source) for source in SourceOfAssignment if source.value == asked), "")


def field_name(view: ReportView, asked: str) -> str:
    """The field that an address asks for, under the name it had; nothing for all."""
    if asked == NO_FIELD:
        return field_words.NONE
    return next((each.name for each in view.fields or () if each.public_id == asked), "")


def chart_of_units(view: ReportView) -> Bars:
    """The four classes of each unit, in the order of the table."""
    return stacked([(unit.name, [getattr(unit.counts, each) for each in CLASSES]) for unit in view.units], CLASSES)
