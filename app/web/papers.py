"""One report that came on paper: what it answers, or that it answers nothing."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.permissions import Action, allowed
from app.models import Assignment, IncomingPaper
from app.services import papers
from app.web.forms.clerk import AnswerForm, AsideForm
from app.web.frame import actor, clock, files, flash_ok, requires, session
from app.wording import clerk as words
from app.wording.errors import sentence

bp = Blueprint("papers", __name__, url_prefix="/van-thu/bao-cao")
Answer = str | Response | tuple[str, int]


@bp.get("/<public_id>")
@requires(Action.KEEP_PAPERS)
def show(public_id: str) -> str:
    return _page(_find(public_id))


@bp.get("/<public_id>/tep")
@requires(Action.KEEP_PAPERS)
def download(public_id: str) -> Response:
    """The scan: always saved, never opened in the page, whatever is inside."""
    paper = _find(public_id)
    if not paper.sha256:
        raise DomainError("not_found")
    return send_file(
        files().path(paper.sha256),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=paper.filename,
    )


@bp.post("/<public_id>")
@requires(Action.KEEP_PAPERS)
def answer(public_id: str) -> Answer:
    paper, form = _find(public_id), AnswerForm(prefix="tra-loi")
    form.offer(_offered(paper))
    if not form.validate_on_submit():
        return _page(paper, answer=form), 400
    try:
        assignment = papers.answer(
            session(),
            actor=actor(),
            clock=clock(),
            files=files(),
            paper=paper,
            version=form.seen_version,
            assignment_public_id=form.assignment.data or "",
        )
        session().commit()
    except DomainError as problem:
        return _refused(public_id, problem, answer=form)
    flash_ok(words.ANSWERED)
    return redirect(url_for("assignments.show", public_id=assignment.public_id))


@bp.post("/<public_id>/khac")
@requires(Action.KEEP_PAPERS)
def set_aside(public_id: str) -> Answer:
    paper, form = _find(public_id), AsideForm(prefix="khac")
    if not form.validate_on_submit():
        return _page(paper, aside=form), 400
    try:
        papers.set_aside(
            session(), actor=actor(), clock=clock(), paper=paper, version=form.seen_version, note=form.note.data or ""
        )
        session().commit()
    except DomainError as problem:
        return _refused(public_id, problem, aside=form)
    flash_ok(words.SET_ASIDE)
    return redirect(url_for("clerk_desk.home"))


def _find(public_id: str) -> IncomingPaper:
    return papers.find(session(), actor=actor(), public_id=public_id)


def _refused(public_id: str, problem: DomainError, **sent: AnswerForm | AsideForm) -> Answer:
    session().rollback()
    if problem.code in ("not_found", "permission.denied"):
        raise problem
    return _page(_find(public_id), problem, **sent), 409 if problem.code in ("stale", "paper.settled") else 400


def _offered(paper: IncomingPaper) -> list[tuple[str, str]]:
    """What the paper may answer, by public id; nothing for who may not report for a unit."""
    if not allowed(actor(), Action.REPORT_DONE):
        return []
    return [(each.public_id, _line(each)) for each in papers.answerable(session(), actor=actor(), paper=paper)]


def _line(assignment: Assignment) -> str:
    task = assignment.task
    return words.answerable(task.text, task.directive.kind, task.directive.number, assignment.due_on)


def _page(
    paper: IncomingPaper,
    problem: DomainError | None = None,
    *,
    answer: AnswerForm | AsideForm | None = None,
    aside: AnswerForm | AsideForm | None = None,
) -> str:
    offered = [] if paper.settled_at else _offered(paper)
    form = answer if isinstance(answer, AnswerForm) else AnswerForm(None, prefix="tra-loi")
    form.offer(offered)
    return render_template(
        "clerk/paper.html",
        paper=paper,
        answer=form,
        offered=offered,
        aside=aside or AsideForm(None, prefix="khac"),
        problem=sentence(problem) if problem else "",
        may_answer=allowed(actor(), Action.REPORT_DONE),
    )
