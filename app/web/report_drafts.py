"""The office's own draft of a report: uploaded beside frozen figures, and downloaded with the section in it."""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import Any

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.permissions import Action
from app.models import Report, ReportDraft, Snapshot
from app.services import report_drafts, reports
from app.services.report_drafts import Placing, is_heading
from app.services.report_view import ReportView
from app.web.forms.report_drafts import DraftForm, PlaceForm
from app.web.frame import actor, clock, files, flash_ok, requires, session
from app.web.sheets import DOCX
from app.wording import report as report_words
from app.wording import report_drafts as words
from app.wording.errors import sentence

bp = Blueprint("report_drafts", __name__, url_prefix="/bao-cao/<public_id>/chot/<snapshot_id>/du-thao")
Answer = str | Response | tuple[str, int]


@bp.route("", methods=["GET", "POST"])
@requires(Action.EDIT_REPORT)
def new(public_id: str, snapshot_id: str) -> Answer:
    snapshot, form = _snapshot(public_id, snapshot_id), DraftForm()
    if not form.is_submitted():
        return _upload_page(snapshot, form)
    if not form.validate():
        return _upload_page(snapshot, form), 400
    try:
        draft = _keep(snapshot.report, form)
    except DomainError as problem:
        return _upload_page(_snapshot(public_id, snapshot_id), form, sentence(problem)), 400
    flash_ok(words.KEPT)
    return redirect(_url("show", public_id, snapshot_id, draft.public_id))


def _keep(report: Report, form: DraftForm) -> ReportDraft:
    """Who is asking has been read by then: no lock is held while the file is read. That a marked document came stays
    in the log."""
    filename, content = form.upload()
    session().rollback()
    try:
        draft = report_drafts.keep(
            session(),
            actor=actor(),
            clock=clock(),
            files=files(),
            report=report,
            filename=filename,
            content=content,
            audience=form.chosen_audience,
            names_units=form.names_units.data,
        )
    except DomainError as problem:
        session().commit() if problem.code == "file.secret" else session().rollback()
        raise
    session().commit()
    return draft


@bp.route("/<draft_id>", methods=["GET", "POST"])
@requires(Action.EDIT_REPORT)
def show(public_id: str, snapshot_id: str, draft_id: str) -> Answer:
    snapshot, draft = _found(public_id, snapshot_id, draft_id)
    placing = report_drafts.place_in(draft, files=files())
    form = _place_form(draft, placing)
    if not form.is_submitted():
        return _place_page(snapshot, draft, placing, form)
    if not form.validate():
        return _place_page(snapshot, draft, placing, form), 400
    _choose(draft, placing, form)
    return redirect(_url("docx" if "tai" in request.form else "show", public_id, snapshot_id, draft_id))


def _choose(draft: ReportDraft, placing: Placing, form: PlaceForm) -> None:
    report_drafts.choose(
        session(),
        actor=actor(),
        clock=clock(),
        draft=draft,
        placing=placing,
        after=int(form.place.data),
        audience=form.chosen_audience,
        names_units=form.names_units.data,
    )
    session().commit()


@bp.get("/<draft_id>/chen.docx")
@requires(Action.EDIT_REPORT)
def docx(public_id: str, snapshot_id: str, draft_id: str) -> Response:
    """The draft with the section in it, as it was last said to go in."""
    snapshot, draft = _found(public_id, snapshot_id, draft_id)
    content = report_drafts.with_section(draft, files=files(), view=_view(snapshot))
    name = words.file_name(PurePath(draft.name).stem)
    return send_file(io.BytesIO(content), mimetype=DOCX, as_attachment=True, download_name=name)


@bp.post("/<draft_id>/xoa")
@requires(Action.EDIT_REPORT)
def remove(public_id: str, snapshot_id: str, draft_id: str) -> Response:
    """Take the upload away; the page has asked before."""
    _, draft = _found(public_id, snapshot_id, draft_id)
    report_drafts.remove(session(), actor=actor(), clock=clock(), draft=draft)
    session().commit()
    flash_ok(words.REMOVED)
    return redirect(url_for(".new", public_id=public_id, snapshot_id=snapshot_id))


@bp.get("/<draft_id>/tep")
@requires(Action.EDIT_REPORT)
def download(public_id: str, snapshot_id: str, draft_id: str) -> Response:
    """The upload as it came: always saved, never opened in the page."""
    _, draft = _found(public_id, snapshot_id, draft_id)
    path = report_drafts.kept_file(draft, files=files())
    return send_file(path, mimetype="application/octet-stream", as_attachment=True, download_name=draft.name)


def _url(view: str, public_id: str, snapshot_id: str, draft_id: str) -> str:
    return url_for(f"report_drafts.{view}", public_id=public_id, snapshot_id=snapshot_id, draft_id=draft_id)


def _snapshot(public_id: str, snapshot_id: str) -> Snapshot:
    report = reports.find_report(session(), actor=actor(), public_id=public_id)
    return reports.find_snapshot(session(), actor=actor(), report=report, public_id=snapshot_id)


def _found(public_id: str, snapshot_id: str, draft_id: str) -> tuple[Snapshot, ReportDraft]:
    snapshot = _snapshot(public_id, snapshot_id)
    draft = report_drafts.find_kept(session(), actor=actor(), report=snapshot.report, public_id=draft_id)
    return snapshot, draft


def _view(snapshot: Snapshot) -> ReportView:
    return reports.readable_view(session(), snapshot=snapshot)


def _place_form(draft: ReportDraft, placing: Placing) -> PlaceForm:
    after = str(placing.place.after) if placing.place else None
    form = PlaceForm(place=after, audience=draft.audience.value, names_units=draft.names_units)
    form.offer(placing.offered)
    return form


def _upload_page(snapshot: Snapshot, form: DraftForm, problem: str = "") -> str:
    kept = report_drafts.kept_drafts(session(), actor=actor(), report=snapshot.report)
    return _page("new", snapshot, form=form, problem=problem, kept=kept)


def _place_page(snapshot: Snapshot, draft: ReportDraft, placing: Placing, form: PlaceForm) -> str:
    section = report_drafts.section_in(draft, placing, view=_view(snapshot))
    return _page("show", snapshot, form=form, draft=draft, placing=placing, section=section, is_heading=is_heading)


def _page(name: str, snapshot: Snapshot, **shown: Any) -> str:
    report = snapshot.report
    period = report_words.period_name(report.kind, report.year, report.quarter, report.period_from, report.cut_off)
    shown |= {"here": {"public_id": report.public_id, "snapshot_id": snapshot.public_id}, "draft_words": words}
    return render_template(f"report_drafts/{name}.html", period=period, snapshot=snapshot, **shown)
