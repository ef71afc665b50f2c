"""The page behind a mail's link: one assignment, answered without logging in.

Mail scanners open links, so fetching the page does nothing; only a pressed button acts. The address is the secret:
nothing on the way may keep it or pass it on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from flask import Blueprint, redirect, render_template, request, url_for
from flask import session as cookie
from flask_wtf.csrf import validate_csrf
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response
from wtforms.validators import ValidationError

from app.adapters.database import reading_only
from app.domain.errors import DomainError
from app.extensions import csrf
from app.models import AnswerLink
from app.services import answer_links, link_answers
from app.services.evidence import look_into
from app.services.rules import load_rules
from app.web.answer_page import page, sent_form
from app.web.forms.answer import AnswerForm, ExtensionByLink, ProgressByLink, ReportByLink
from app.web.forms.fields import use_calendar
from app.web.frame import clock, files, flash_ok, links, public, session
from app.wording.errors import sentence

bp = Blueprint("answer", __name__)
# The tokens of its forms are checked here: over https the general check wants to see where a form came from, which
# these pages tell nobody; and where it fails, there is nobody to log in.
csrf.exempt(bp)
Answer = str | Response | tuple[str, int]
NAME = "answering"  # in the session: who pressed last
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
STATUS = {"link.invalid": 404, "link.throttled": 429, "stale": 409}
GONE = 410


@bp.after_request
def _tell_nobody(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response


@bp.get("/tra-loi/<token>")
@public
def show(token: str) -> str:
    return render_template("answer/show.html", **page(_find(token), name=cookie.get(NAME, "")))


@bp.post("/tra-loi/<token>/<act>")
@public
def answer(token: str, act: str) -> Answer:
    if act not in ACTS:
        raise NotFound
    link = _find(token)
    form = sent_form(act, link.assignment)
    try:
        done = _take(act, link, form)
        session().commit()
    except DomainError as problem:
        session().rollback()
        return _again(token, form, problem)
    if done is None:
        return _again(token, form)
    cookie[NAME] = form.typed_name
    flash_ok(done)
    return redirect(url_for("answer.show", token=token))


def _take(act: str, link: AnswerLink, form: AnswerForm) -> str | None:
    """Do it and say so; None for a form that is not filled in as it must be."""
    if not _is_our_form():
        raise DomainError("link.form")
    use_calendar(load_rules(session(), office_id=link.assignment.office_id).calendar)
    answer_links.count_use(session(), clock=clock(), link=link, address=request.remote_addr or "")
    session().commit()
    return ACTS[act](link, form) if form.validate_on_submit() else None


def _acknowledge(link: AnswerLink, form: AnswerForm) -> str:
    link_answers.acknowledge(session(), clock=clock(), link=link, name=form.typed_name, version=form.seen_version)
    return "Đã xác nhận tiếp nhận nhiệm vụ."


def _write_progress(link: AnswerLink, form: AnswerForm) -> str:
    said = cast(ProgressByLink, form)
    link_answers.write_progress(
        session(),
        clock=clock(),
        link=link,
        name=form.typed_name,
        version=form.seen_version,
        note=said.note.data or "",
        lateness_reason=said.lateness_reason.data or "",
    )
    return "Đã ghi tiến độ thực hiện."


def _report_done(link: AnswerLink, form: AnswerForm) -> str:
    report = cast(ReportByLink, form)
    results = look_into(report.results())  # Nobody waits for the database meanwhile: nothing has been asked since.
    link_answers.report_done(
        session(),
        clock=clock(),
        link=link,
        name=form.typed_name,
        version=form.seen_version,
        note=report.note.data or "",
        results=results,
        files=files(),
    )
    return "Đã gửi báo cáo."


def _ask_extension(link: AnswerLink, form: AnswerForm) -> str:
    asked = cast(ExtensionByLink, form)
    if asked.asked_for.data is None:
        raise ValueError("the form lets no empty day through")
    link_answers.ask_extension(
        session(),
        clock=clock(),
        link=link,
        name=form.typed_name,
        version=form.seen_version,
        asked_for=asked.asked_for.data,
        reason=asked.reason.data or "",
    )
    return "Đã gửi đề nghị gia hạn; chờ quyết định."


# By the word in the address.
ACTS: Mapping[str, Callable[[AnswerLink, AnswerForm], str]] = {
    "tiep-nhan": _acknowledge,
    "bao-cao": _report_done,
    "tien-do": _write_progress,
    "gia-han": _ask_extension,
}


def _find(token: str) -> AnswerLink:
    return answer_links.find(session(), clock=clock(), links=links(), token=token)


def _is_our_form() -> bool:
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True


def _again(token: str, form: AnswerForm, problem: DomainError | None = None) -> tuple[str, int]:
    """The page with what was typed, and why it could not be taken."""
    status = STATUS.get(problem.code, 400) if problem else 400
    return render_template("answer/show.html", **page(_find(token), sent=form, problem=problem)), status


@bp.errorhandler(DomainError)
def _refused(problem: DomainError) -> tuple[str, int]:
    """A token that does not hold, or too much of it: said politely, without details, and written down."""
    session().rollback()
    if problem.code in answer_links.REFUSALS:
        problem = _noted(problem)
    return render_template("answer/refused.html", text=sentence(problem)), STATUS.get(problem.code, GONE)


def _noted(problem: DomainError) -> DomainError:
    reading_only.set(False)
    try:
        answer_links.note_refusal(session(), clock=clock(), problem=problem, address=request.remote_addr or "")
        session().commit()
    except DomainError as throttled:
        session().rollback()
        return throttled
    return problem
