"""The outline of the whole report: the page to change it, and the document to be filled in, of frozen figures."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.adapters.word import OfficialDocument, render
from app.domain.errors import DomainError
from app.domain.outlines import Outline
from app.domain.permissions import Action, allowed
from app.domain.terms import Audience
from app.services import report_outlines, reports
from app.services.discipline import section_of
from app.services.outline_view import InForce
from app.services.report_skeleton import skeleton_document
from app.services.report_view import ReportView
from app.web.forms.reports import OutlineForm
from app.web.frame import actor, clock, flash_ok, requires, session
from app.web.organisation_forms import Answer, forget
from app.web.report_audience import asked_audience, asks_for_names, text_args
from app.web.report_year import asked_year
from app.web.sheets import send_word
from app.wording import outlines as words
from app.wording import report as report_words
from app.wording.errors import sentence

bp = Blueprint("report_outlines", __name__, url_prefix="/bao-cao")


@bp.route("/de-cuong", methods=["GET", "POST"])
@requires(Action.EDIT_REPORT)
def edit() -> Answer:
    year, form = asked_year(), OutlineForm()
    if not form.is_submitted():
        now = _in_force(year)
        form.fill(now.content, now.seal)
        return _page(form, year, report_outlines.read(now.content))
    if not form.validate():
        return _page(form, year, None), 400
    try:
        return _page(form, year, report_outlines.read(form.content.data or "")) if form.preview.data else _save(form)
    except DomainError as error:
        return _refused(form, year, error)


@bp.post("/de-cuong/co-san")
@requires(Action.EDIT_REPORT)
def restore() -> Response:
    year = asked_year()
    report_outlines.restore(session(), actor=actor(), clock=clock(), year=year)
    session().commit()
    flash_ok(words.RESTORED)
    return redirect(url_for("report_outlines.edit", year=year))


@bp.get("/<public_id>/chot/<snapshot_id>/de-cuong")
@requires(Action.VIEW_REPORTS)
def show(public_id: str, snapshot_id: str) -> str:
    view = _frozen(public_id, snapshot_id)
    outline = _outline_of(view)
    return render_template(
        "reports/skeleton.html",
        here={"public_id": public_id, "snapshot_id": snapshot_id},
        name=report_words.period_name(view.kind, view.year, view.quarter, view.period_from, view.cut_off),
        year=report_outlines.year_of(view),
        document=_document(view),
        where_from=words.where_from(is_shipped=outline.since is None, year=outline.since),
        is_frozen=view.outline is not None,
        audience=asked_audience(),
        names_units=asks_for_names(),
        text_args=text_args,
        audiences=Audience,
        outline_words=words,
        report_words=report_words,
        may_edit=allowed(actor(), Action.EDIT_REPORT),
    )


@bp.get("/<public_id>/chot/<snapshot_id>/de-cuong.docx")
@requires(Action.VIEW_REPORTS)
def docx(public_id: str, snapshot_id: str) -> Response:
    view = _frozen(public_id, snapshot_id)
    whom = report_words.AUDIENCES[asked_audience()]
    return send_word(render(_document(view)), named=("de cuong bao cao", f"{view.cut_off:%Y-%m-%d}", whom))


def _document(view: ReportView) -> OfficialDocument:
    audience, names_units = asked_audience(), asks_for_names()
    return skeleton_document(
        view,
        report_outlines.read(_outline_of(view).content),
        section_of(view, audience=audience, names_units=names_units),
        names_units=names_units or audience is Audience.INTERNAL,
    )


def _frozen(public_id: str, snapshot_id: str) -> ReportView:
    report = reports.find_report(session(), actor=actor(), public_id=public_id)
    snapshot = reports.find_snapshot(session(), actor=actor(), report=report, public_id=snapshot_id)
    return reports.readable_view(session(), snapshot=snapshot)


def _outline_of(view: ReportView) -> InForce:
    return report_outlines.of_report(session(), office_id=actor().office_id, view=view)


def _in_force(year: int) -> InForce:
    return report_outlines.in_force(session(), office_id=actor().office_id, year=year)


def _save(form: OutlineForm) -> Response:
    year = asked_year()
    report_outlines.save(
        session(), actor=actor(), clock=clock(), year=year, content=form.content.data or "", seen=form.seen.data or ""
    )
    session().commit()
    flash_ok(words.SAVED)
    return redirect(url_for("report_outlines.edit", year=year))


def _refused(form: OutlineForm, year: int, error: DomainError) -> Answer:
    """The typing stays; of a stale form both versions are shown, and what is saved next is this one."""
    forget()
    if error.code != "stale":
        form.content.errors = (*form.content.errors, sentence(error))
        return _page(form, year, None), 400
    now = _in_force(year)
    form.seen.data = now.seal
    return _page(form, year, None, current=now.content), 409


def _page(form: OutlineForm, year: int, outline: Outline | None, *, current: str | None = None) -> str:
    now = _in_force(year)
    form.year.data = str(year)
    label = form.content.label.text
    return render_template(
        "reports/outline.html",
        form=form,
        year=year,
        outline=outline,
        versions=({label: form.content.data}, {label: current}) if current is not None else None,
        is_shipped=now.since is None,
        where_from=words.where_from(is_shipped=now.since is None, year=now.since),
        outline_words=words,
    )
