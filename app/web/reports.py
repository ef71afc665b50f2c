"""Reports: the periods, their figures now and frozen, the rows behind each number, and the discipline section."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.adapters.pdf_out import can_make_pdf
from app.domain.errors import DomainError
from app.domain.periods import Period
from app.domain.permissions import Action, allowed
from app.domain.terms import Audience, PeriodKind
from app.models import Report, Snapshot
from app.services import report_texts, reports
from app.services.current_figures import Need
from app.services.discipline import discipline_document, discipline_docx
from app.services.listing import Page
from app.services.report_slices import (
    NO_FIELD,
    OF_UPDATES,
    SLICES,
    UNSAID,
    by_directive,
    by_month,
    by_source,
    has_fields,
    rows_of,
)
from app.services.report_view import ReportView, RowView
from app.web.forms.reports import FreezeForm, NewReportForm, key_of
from app.web.frame import actor, actor_or_none, clock, flash_ok, flash_warn, requires, session
from app.web.lists import file_url, per_page, url_with
from app.web.report_audience import asked_audience, asks_for_names, text_args
from app.web.report_comparison import frozen_comparison
from app.web.report_sheets import CLASSES, chart_of_units, names_of, send_figure_rows
from app.web.report_year import asked_year
from app.web.sheets import DOCX
from app.wording import comparison as comparison_words
from app.wording import counted as counted_words
from app.wording import in_field as field_words
from app.wording import measures as measure_words
from app.wording import outlines as outline_words
from app.wording import report as words
from app.wording import report_texts as text_words
from app.wording.errors import sentence
from app.wording.report_facts import facts_sentences

bp = Blueprint("reports", __name__, url_prefix="/bao-cao")
# What rows are narrowed to, and as what it stands in an address.
ASKED = {"unit": "don_vi", "source": "nguon", "field": "linh_vuc", "directive": "van_ban", "month": "thang"}


@bp.context_processor
def _report_words() -> dict[str, Any]:
    somebody = actor_or_none()
    return {
        "report_words": words,
        "outline_words": outline_words,
        "text_words": text_words,
        "counted_words": counted_words,
        "comparison_words": comparison_words,
        "field_words": field_words,
        "report_name": _name,
        "measure_words": measure_words,
        "by_source": by_source,
        "by_month": by_month,
        "by_directive": by_directive,
        "class_urls": _class_urls,
        "unsaid": UNSAID,
        "no_field": NO_FIELD,
        "has_fields": has_fields,
        "today": clock().today(),
        "may_make": somebody is not None and allowed(somebody, Action.EDIT_REPORT),
        "may_freeze": somebody is not None and allowed(somebody, Action.FREEZE),
    }


def _name(report: Report | ReportView | Period) -> str:
    return words.period_name(report.kind, report.year, report.quarter, report.period_from, report.cut_off)


@bp.get("")
@requires(Action.VIEW_REPORTS)
def index() -> str:
    return render_template("reports/index.html", listed=reports.list_reports(session(), actor=actor()))


@bp.route("/them", methods=["GET", "POST"])
@requires(Action.EDIT_REPORT)
def new() -> str | Response:
    year = asked_year()
    periods = reports.regular_periods(year)
    form = NewReportForm(year=str(year), period=_latest(periods))
    form.offer(periods)
    if form.validate_on_submit():
        try:
            return _make(form, year)
        except DomainError as error:
            if error.code == "report.exists":
                flash_warn(sentence(error))
                return redirect(url_for("reports.show", public_id=error.params["public_id"]))
            form.form_errors.append(sentence(error))
    return render_template("reports/new.html", form=form, year=year, groups=_groups(periods))


def _groups(periods: list[Period]) -> list[tuple[str, dict[str, Period]]]:
    """As the page lists them: quarters and what is longer first, months in a group of their own."""
    months = {key_of(each): each for each in periods if each.kind is PeriodKind.MONTH}
    others = {key_of(each): each for each in periods if each.kind is not PeriodKind.MONTH}
    return [(words.PERIODS_LONGER, others), (words.PERIODS_OF_MONTHS, months)]


def _latest(periods: list[Period]) -> str:
    """The quarter that ended last, which is most often the one to report; the first while none has."""
    ended = [each for each in periods if each.kind is PeriodKind.QUARTER and each.cut_off <= clock().today()]
    return key_of(ended[-1] if ended else periods[0])


def _make(form: NewReportForm, year: int) -> Response:
    kind, _, number = (form.period.data or "").partition("-")
    report = reports.make_report(
        session(),
        actor=actor(),
        clock=clock(),
        kind=PeriodKind(kind),
        year=year,
        quarter=int(number) if number and kind == PeriodKind.QUARTER else None,
        month=int(number) if number and kind == PeriodKind.MONTH else None,
        period_from=form.period_from.data,
        cut_off=form.cut_off.data,
    )
    session().commit()
    flash_ok(words.MADE)
    return redirect(url_for("reports.show", public_id=report.public_id))


@bp.get("/<public_id>")
@requires(Action.VIEW_REPORTS)
def show(public_id: str) -> str:
    report = _report(public_id)
    return render_template(
        "reports/show.html",
        report=report,
        view=_current(report, Need.MEASURES),
        snapshots=reports.snapshots_of(session(), report=report),
        overlapping=words.overlapping([_name(each) for each in reports.overlapping(session(), report=report)]),
        ended=report.cut_off <= clock().today(),
        chart=chart_of_units,
        rows_url=_rows_url(report),
    )


@bp.route("/<public_id>/chot", methods=["GET", "POST"])
@requires(Action.FREEZE)
def freeze(public_id: str) -> str | Response:
    report, form = _report(public_id), FreezeForm()
    if form.validate_on_submit():
        snapshot = reports.freeze(session(), actor=actor(), clock=clock(), report=report)
        session().commit()
        flash_ok(words.FROZEN)
        return redirect(url_for("reports.snapshot", public_id=public_id, snapshot_id=snapshot.public_id))
    if report.cut_off > clock().today():
        raise DomainError("report.cut_off_in_future", cut_off=report.cut_off)
    view = _current(report, Need.NOTES)
    stale = report_texts.stale(session(), report, view) if view else 0
    return render_template(
        "reports/freeze.html", report=report, view=view, form=form, rows_url=_rows_url(report), stale=stale
    )


@bp.get("/<public_id>/so-lieu")
@requires(Action.VIEW_REPORTS)
def rows(public_id: str) -> str:
    report = _report(public_id)
    view = _current(report, _needed_by(_slice()))
    if view is None:
        raise NotFound
    return _list_rows(report, view, back=url_for("reports.show", public_id=public_id), frozen=None)


@bp.get("/<public_id>/so-lieu.xlsx")
@requires(Action.VIEW_REPORTS)
def rows_file(public_id: str) -> Response:
    report = _report(public_id)
    view = _current(report, _needed_by(_slice()))
    if view is None:
        raise NotFound
    return send_figure_rows(_name(report), view, _slice(), _asked())


@bp.get("/<public_id>/chot/<snapshot_id>")
@requires(Action.VIEW_REPORTS)
def snapshot(public_id: str, snapshot_id: str) -> str:
    report = _report(public_id)
    frozen = _snapshot(report, snapshot_id)
    view, now = reports.readable_view(session(), snapshot=frozen), _current(report, Need.NOTHING)
    audience, names_units = asked_audience(), asks_for_names()
    return render_template(
        "reports/snapshot.html",
        report=report,
        snapshot=frozen,
        view=view,
        now=now,
        differing=reports.differences(session(), frozen=view, now=now) if now else [],
        snapshots=reports.snapshots_of(session(), report=report),
        document=discipline_document(view, audience=audience, names_units=names_units),
        audience=audience,
        names_units=names_units,
        audiences=Audience,
        text_args=text_args,
        has_pdf=can_make_pdf(),
        edited=[text for text in view.texts if text.audience is audience],
        facts=facts_sentences(view.facts),
        rows_url=_rows_url(report, frozen),
        now_url=_rows_url(report),
        comparison=frozen_comparison(view, public_id, snapshot_id),
        chart=chart_of_units,
    )


@bp.get("/<public_id>/chot/<snapshot_id>/so-lieu")
@requires(Action.VIEW_REPORTS)
def snapshot_rows(public_id: str, snapshot_id: str) -> str:
    report = _report(public_id)
    frozen = _snapshot(report, snapshot_id)
    back = url_for("reports.snapshot", public_id=public_id, snapshot_id=snapshot_id)
    return _list_rows(report, reports.readable_view(session(), snapshot=frozen), back=back, frozen=frozen)


@bp.get("/<public_id>/chot/<snapshot_id>/so-lieu.xlsx")
@requires(Action.VIEW_REPORTS)
def snapshot_rows_file(public_id: str, snapshot_id: str) -> Response:
    report = _report(public_id)
    frozen = _snapshot(report, snapshot_id)
    return send_figure_rows(
        _name(report),
        reports.readable_view(session(), snapshot=frozen),
        _slice(),
        _asked(),
        is_frozen=True,
    )


@bp.get("/<public_id>/chot/<snapshot_id>/muc-ky-luat.docx")
@requires(Action.VIEW_REPORTS)
def docx(public_id: str, snapshot_id: str) -> Response:
    view = reports.readable_view(session(), snapshot=_snapshot(_report(public_id), snapshot_id))
    audience = asked_audience()
    name = f"muc-ky-luat-{view.cut_off:%Y-%m-%d}-{words.AUDIENCES[audience]}.docx"
    content = io.BytesIO(discipline_docx(view, audience=audience, names_units=asks_for_names()))
    return send_file(content, mimetype=DOCX, as_attachment=True, download_name=name)


def _report(public_id: str) -> Report:
    return reports.find_report(session(), actor=actor(), public_id=public_id)


def _snapshot(report: Report, public_id: str) -> Snapshot:
    return reports.find_snapshot(session(), actor=actor(), report=report, public_id=public_id)


def _current(report: Report, needed: Need) -> ReportView | None:
    return reports.current_figures(session(), office_id=actor().office_id, report=report, clock=clock(), needed=needed)


def _needed_by(slice_name: str) -> Need:
    return Need.NOTES | Need.UPDATES if slice_name in OF_UPDATES else Need.NOTES


def _rows_url(report: Report, frozen: Snapshot | None = None) -> Callable[..., str]:
    """The address of the rows behind a number: of the figures now, or of frozen ones."""
    here, there = report.public_id, frozen.public_id if frozen else None

    def url(slice_name: str, unit: str | None = None, **others: str) -> str:
        endpoint = "reports.snapshot_rows" if there else "reports.rows"
        asked: dict[str, Any] = {ASKED[name]: value for name, value in {"unit": unit, **others}.items()}
        return url_for(endpoint, public_id=here, snapshot_id=there, lop=slice_name, **asked)

    return url


def _class_urls(rows_url: Callable[..., str], **place: str) -> dict[str, str]:
    """The addresses of the total and the classes of one line of a table by group."""
    return {each: rows_url(each, **place) for each in ("tong", *CLASSES)}


def _slice() -> str:
    asked = request.args.get("lop", "tong")
    if asked not in SLICES:
        raise NotFound
    return asked


def _asked() -> dict[str, str]:
    """What the rows are narrowed to, as ``rows_of`` takes it."""
    return {name: request.args.get(parameter, "") for name, parameter in ASKED.items()}


def _list_rows(report: Report, view: ReportView, *, back: str, frozen: Snapshot | None) -> str:
    slice_name, asked = _slice(), _asked()
    found = rows_of(view, slice_name, **asked)
    rows_url = _rows_url(report, frozen)
    return render_template(
        "reports/rows.html",
        report=report,
        view=view,
        frozen=frozen,
        back=back,
        slice_name=slice_name,
        narrowed=names_of(view, asked),
        page=_page(found),
        page_url=lambda number: url_with(trang=number),
        url_with=url_with,
        file_url=file_url(),
        all_units_url=rows_url(slice_name),
    )


def _page(found: list[RowView]) -> Page[RowView]:
    asked = request.args.get("trang", 1, type=int)
    size = per_page()
    last = max(1, -(-len(found) // size))
    number = min(max(asked, 1), last)
    return Page(found[(number - 1) * size : number * size], number, len(found), size)
