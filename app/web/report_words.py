"""What people write for a report before it is frozen: its sentences, and the facts that stand beside the figures."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.permissions import Action
from app.domain.terms import Audience, FactKind
from app.models import Report
from app.services import report_facts, report_texts, reports
from app.services.current_figures import Need
from app.services.discipline_sentences import NAMING, Slot
from app.services.report_view import ReportView
from app.web.forms.report_words import FactForm, RemoveFactForm, SentenceForm, SentencesForm
from app.web.frame import actor, clock, flash_ok, requires, session
from app.web.report_audience import asked_audience
from app.wording import report as words
from app.wording import report_facts as fact_words
from app.wording import report_texts as text_words
from app.wording.errors import sentence

bp = Blueprint("report_words", __name__, url_prefix="/bao-cao/<public_id>")


@bp.context_processor
def _words() -> dict[str, Any]:
    return {"report_words": words, "fact_words": fact_words, "text_words": text_words, "naming": NAMING}


@bp.route("/cau-chu", methods=["GET", "POST"])
@requires(Action.EDIT_REPORT)
def texts(public_id: str) -> str | tuple[str, int] | Response:
    report, audience = _report(public_id), asked_audience()
    if request.method == "GET":
        return _texts_page(report, audience)
    press, sent = SentencesForm(), _sent()
    wrong = [form for form in sent.values() if not form.validate()]
    if wrong or not press.validate():
        return _texts_page(report, audience, sent), 400
    _keep(report, audience, press, sent)
    at = press.restore.data or press.save.data or None
    return redirect(url_for(".texts", public_id=public_id, ban=words.AUDIENCES[audience], _anchor=at))


def _sent() -> dict[Slot, SentenceForm]:
    return {slot: SentenceForm(request.form, prefix=slot) for slot in Slot if f"{slot}-text" in request.form}


def _keep(report: Report, audience: Audience, press: SentencesForm, sent: Mapping[Slot, SentenceForm]) -> None:
    """What was changed, and that whose own button was pressed: a text that stood for older figures stands again."""
    who: dict[str, Any] = {"actor": actor(), "clock": clock(), "report": report, "audience": audience}
    for slot, form in sent.items():
        if slot == press.restore.data:
            report_texts.restore(session(), slot=slot, **who)
        elif form.is_changed or slot == press.save.data:
            report_texts.write(session(), slot=slot, seen=form.seen.data or "", text=form.text.data or "", **who)
    session().commit()
    flash_ok(text_words.SAVED)


@bp.route("/thong-tin", methods=["GET", "POST"])
@requires(Action.EDIT_REPORT)
def facts(public_id: str) -> str | tuple[str, int] | Response:
    report, form = _report(public_id), FactForm()
    if request.method == "GET":
        return _facts_page(report, form)
    if not form.validate_on_submit():
        return _facts_page(report, form), 400
    try:
        _add(report, form)
    except DomainError as problem:
        form.form_errors.append(sentence(problem))
        return _facts_page(report, form), 400
    return redirect(url_for(".facts", public_id=public_id))


@bp.post("/thong-tin/<fact_id>/bo")
@requires(Action.EDIT_REPORT)
def remove(public_id: str, fact_id: str) -> Response:
    report_facts.remove(session(), actor=actor(), clock=clock(), report=_report(public_id), public_id=fact_id)
    session().commit()
    flash_ok(fact_words.REMOVED)
    return redirect(url_for(".facts", public_id=public_id))


def _add(report: Report, form: FactForm) -> None:
    report_facts.add(
        session(),
        actor=actor(),
        clock=clock(),
        report=report,
        kind=FactKind(form.kind.data),
        amount=int(form.amount.data or 0),
        document=form.document.data or "",
        document_on=form.document_on.data,
    )
    session().commit()
    flash_ok(fact_words.ADDED)


def _facts_page(report: Report, form: FactForm) -> str:
    found = report_facts.facts_of(session(), report)
    return render_template(
        "reports/facts.html",
        report=report,
        name=_name(report),
        form=form,
        facts=found,
        said=fact_words.facts_sentences(found),
        letters=report_facts.letters_sent(session(), report),
        removing=RemoveFactForm(),
    )


def _texts_page(report: Report, audience: Audience, sent: Mapping[Slot, SentenceForm] = MappingProxyType({})) -> str:
    view = reports.current_figures(
        session(), office_id=actor().office_id, report=report, clock=clock(), needed=Need.NOTES
    )
    return render_template(
        "reports/texts.html",
        report=report,
        name=_name(report),
        view=view,
        audience=audience,
        audiences=Audience,
        press=SentencesForm(),
        cards=_cards(report, view, audience, sent) if view else [],
    )


def _cards(
    report: Report, view: ReportView, audience: Audience, sent: Mapping[Slot, SentenceForm]
) -> list[tuple[report_texts.Editable, SentenceForm]]:
    """Each sentence with its fields; what was typed is kept where one of them could not be taken."""
    cards = []
    for each in report_texts.editable(session(), report, view, audience):
        text = each.generated if each.text is None else each.text
        fresh = SentenceForm(prefix=each.slot, seen=each.generated, shown=text, text=text)
        cards.append((each, sent.get(each.slot, fresh)))
    return cards


def _report(public_id: str) -> Report:
    return reports.find_report(session(), actor=actor(), public_id=public_id)


def _name(report: Report) -> str:
    return words.period_name(report.kind, report.year, report.quarter, report.period_from, report.cut_off)
