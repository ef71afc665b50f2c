"""A report beside earlier periods: now on a page of its own, which counts them when it is asked; of frozen figures as
it was frozen with them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for

from app.domain.permissions import Action
from app.services import reports
from app.services.earlier_figures import totals_of
from app.services.earlier_view import EarlierView
from app.services.report_comparison import compare_now
from app.services.report_view import ReportView
from app.web.comparison_table import RowsUrl, Side, Table, table_of
from app.web.frame import actor, clock, requires, session
from app.wording import comparison as words
from app.wording.report import period_name

bp = Blueprint("report_comparison", __name__, url_prefix="/bao-cao")


@bp.get("/<public_id>/so-sanh")
@requires(Action.VIEW_REPORTS)
def show(public_id: str) -> str:
    report = reports.find_report(session(), actor=actor(), public_id=public_id)
    found = compare_now(session(), actor=actor(), clock=clock(), report=report)
    this = Side(found.totals, _rows_of(public_id)) if found else None
    return render_template(
        "reports/compare.html",
        report=report,
        name=period_name(report.kind, report.year, report.quarter, report.period_from, report.cut_off),
        found=found,
        comparison=table_of(this, found.earlier, _rows_now, why_no_list=words.NO_LIST_NOW) if found and this else None,
        comparison_words=words,
    )


def frozen_comparison(view: ReportView, report_id: str, snapshot_id: str) -> Table | None:
    """As it was frozen; None of what was frozen before there were comparisons."""
    if view.earlier is None:
        return None
    this = Side(totals_of(view), _rows_of(report_id, snapshot_id))
    return table_of(this, view.earlier, _rows_frozen, why_no_list=words.NO_LIST_LATER)


def _rows_now(one: EarlierView) -> RowsUrl | None:
    """The rows of an earlier period: frozen ones where its numbers are, else as they are known now."""
    return _rows_of(one.report_public_id, one.snapshot_public_id) if one.report_public_id else None


def _rows_frozen(one: EarlierView) -> RowsUrl | None:
    """Only of what was frozen itself: what is known of that period now may no longer be what stands here."""
    return _rows_of(one.report_public_id, one.snapshot_public_id) if one.snapshot_public_id else None


def _rows_of(report_id: str, snapshot_id: str = "") -> RowsUrl:
    endpoint = "reports.snapshot_rows" if snapshot_id else "reports.rows"
    ids: dict[str, Any] = {"public_id": report_id, "snapshot_id": snapshot_id or None}
    return lambda slice_name, unit: url_for(endpoint, **ids, lop=slice_name, don_vi=unit or None)
