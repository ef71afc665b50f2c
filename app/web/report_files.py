"""A frozen report as files: the section as it prints, and all its figures and rows as a workbook."""

from __future__ import annotations

import io

from flask import Blueprint, send_file
from werkzeug.wrappers import Response

from app.adapters.pdf_out import MIMETYPE, to_pdf
from app.domain.permissions import Action
from app.services import reports
from app.services.discipline import discipline_docx
from app.services.report_view import ReportView
from app.web.frame import actor, requires, session
from app.web.report_audience import asked_audience, asks_for_names
from app.web.report_sheets import send_report
from app.wording import report as words

bp = Blueprint("report_files", __name__, url_prefix="/bao-cao/<public_id>/chot/<snapshot_id>")


@bp.get("/muc-ky-luat.pdf")
@requires(Action.VIEW_REPORTS)
def pdf(public_id: str, snapshot_id: str) -> Response:
    view, audience = _view(public_id, snapshot_id), asked_audience()
    session().rollback()  # nothing of the database waits for the program
    content = to_pdf(discipline_docx(view, audience=audience, names_units=asks_for_names()))
    name = f"muc-ky-luat-{view.cut_off:%Y-%m-%d}-{words.AUDIENCES[audience]}.pdf"
    return send_file(io.BytesIO(content), mimetype=MIMETYPE, as_attachment=True, download_name=name)


@bp.get("/bao-cao.xlsx")
@requires(Action.VIEW_REPORTS)
def sheets(public_id: str, snapshot_id: str) -> Response:
    view = _view(public_id, snapshot_id)
    return send_report(words.period_name(view.kind, view.year, view.quarter, view.period_from, view.cut_off), view)


def _view(public_id: str, snapshot_id: str) -> ReportView:
    report = reports.find_report(session(), actor=actor(), public_id=public_id)
    frozen = reports.find_snapshot(session(), actor=actor(), report=report, public_id=snapshot_id)
    return reports.readable_view(session(), snapshot=frozen)
