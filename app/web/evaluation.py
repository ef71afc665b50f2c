"""Facts by unit for the yearly rating and the reform index: page and workbook, of frozen figures."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from app.adapters.excel import Column, Sheet
from app.domain.permissions import Action
from app.services import reports
from app.services.evaluation import Evaluation, Facts, evaluate, knows_extensions
from app.services.report_view import ReportView, RowView
from app.web.frame import actor, requires, session
from app.web.sheets import send_sheets
from app.wording import counted as counted_words
from app.wording import evaluation as words
from app.wording import lists as list_words
from app.wording import report as report_words
from app.wording.formats import day

bp = Blueprint("evaluation", __name__, url_prefix="/bao-cao/<public_id>/chot/<snapshot_id>")
_ROW_WIDTHS = (26, 60, 36, 12, 12, 12, 12, 26, 12, 10, 12)
_DAYS = ("Ngày giao", "Thời hạn", "Ngày hoàn thành")
_NUMBERS = ("Số lần gia hạn", "Số lần điều chỉnh thời hạn", "Số ngày chậm")


@bp.get("/danh-gia")
@requires(Action.VIEW_REPORTS)
def show(public_id: str, snapshot_id: str) -> str:
    view = _frozen(public_id, snapshot_id)
    return render_template(
        "reports/evaluation.html",
        name=_name(view),
        view=view,
        found=evaluate(view),
        words=words,
        report_words=report_words,
        back=url_for("reports.snapshot", public_id=public_id, snapshot_id=snapshot_id),
        file_url=url_for("evaluation.sheet", public_id=public_id, snapshot_id=snapshot_id),
    )


@bp.get("/danh-gia.xlsx")
@requires(Action.VIEW_REPORTS)
def sheet(public_id: str, snapshot_id: str) -> Response:
    view = _frozen(public_id, snapshot_id)
    return send_sheets(_sheets(view, evaluate(view)), named=("danh gia", _name(view)))


def _frozen(public_id: str, snapshot_id: str) -> ReportView:
    report = reports.find_report(session(), actor=actor(), public_id=public_id)
    snapshot = reports.find_snapshot(session(), actor=actor(), report=report, public_id=snapshot_id)
    return reports.readable_view(session(), snapshot=snapshot)


def _name(view: ReportView) -> str:
    return report_words.period_name(view.kind, view.year, view.quarter, view.period_from, view.cut_off)


def _sheets(view: ReportView, found: Evaluation) -> list[Sheet]:
    said = [_name(view), list_words.counted_through(day(view.cut_off)), list_words.frozen_at(view.known_at)]
    facts = [Column(words.UNIT, 34), *(Column(head, 12, "number") for head, _ in words.FACTS.values())]
    rows = (_cells(row, known=knows_extensions(view)) for row in found.rows)
    rules = [Column(words.RULE_HEADS[0], 34), Column(words.RULE_HEADS[1], 110)]
    return [
        Sheet(words.UNITS_TAB, [words.TITLE, *said, words.NO_SCORE], facts, _fact_rows(found), filtered=True),
        Sheet(words.ROWS_TAB, [words.TITLE, *said], _row_columns(), rows, filtered=True),
        Sheet(words.RULES_TAB, [words.TITLE, *said], rules, [*words.FACTS.values(), *words.MORE_RULES], filtered=True),
    ]


def _fact_rows(found: Evaluation) -> Iterator[list[object]]:
    """The sums have a row of their own only where there are several units to sum."""
    for unit in found.units:
        yield [unit.name, *cells_of(unit)]
    if len(found.units) > 1:
        yield [words.IN_ALL, *cells_of(found.together)]


def cells_of(facts: Facts) -> list[object]:
    """In the order of ``words.FACTS``."""
    return [words.days(getattr(facts, name)) for name in words.FACTS]


def _row_columns() -> list[Column]:
    return [
        Column(head, width, "day" if head in _DAYS else "number" if head in _NUMBERS else "text")
        for head, width in zip(words.ROW_HEADS, _ROW_WIDTHS, strict=True)
    ]


def _cells(row: RowView, *, known: bool) -> tuple[object, ...]:
    """In the order of ``words.ROW_HEADS``; without what the unit wrote, where a person may be named. ``known`` says
    whether extensions were kept."""
    counted = row.counted
    directive = report_words.directive_words(row.directive_kind, row.directive_number, row.directive_issued_on)
    return (
        counted.unit_name,
        row.text,
        report_words.with_clause(directive, row.clause),
        counted.given_on,
        counted.due_on,
        counted.extensions if known else None,
        counted.due_changes,
        counted_words.standing_words(counted),
        counted.completed_on,
        counted.days_overdue,
        words.yes(counted.objective),
    )
