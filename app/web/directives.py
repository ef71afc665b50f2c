"""The notices whose tasks were given: the list, each with its tasks by unit and its text, and the late number."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.permissions import Action, allowed
from app.models import Directive, Source, Task
from app.services import directives, numbering, recurrences, signed_copies, visibility
from app.web import directive_tables, formalising, relation_pages
from app.web.forms.clerk import ScanForm
from app.web.forms.drafts import NumberForm
from app.web.frame import actor, clock, files, flash_ok, requires, session
from app.web.lists import hidden
from app.web.source_pages import directive_image
from app.web.source_text import Span, blocks, pages
from app.wording.drafts import source_name
from app.wording.errors import sentence

bp = Blueprint("directives", __name__)
Answer = str | Response | tuple[str, int]


@bp.get("/van-ban")
@requires(Action.VIEW_ALL_ASSIGNMENTS)
def index() -> str:
    may_add = allowed(actor(), Action.EDIT_DRAFT)
    return render_template("directives/index.html", **directive_tables.directive_list(), may_add=may_add)


@bp.get("/van-ban.xlsx")
@requires(Action.VIEW_ALL_ASSIGNMENTS)
def index_file() -> Response:
    return directive_tables.directive_file()


@bp.get("/van-ban/<public_id>")
@requires(Action.VIEW_ALL_ASSIGNMENTS)
def show(public_id: str) -> str:
    return render_template("directives/show.html", **_page(_find(public_id)))


@bp.get("/van-ban/<public_id>.xlsx")
@requires(Action.VIEW_ALL_ASSIGNMENTS)
def show_file(public_id: str) -> Response:
    return directive_tables.matrix_file(_find(public_id))


@bp.post("/van-ban/<public_id>/so")
@requires(Action.SET_NUMBER)
def set_number(public_id: str) -> Answer:
    directive = _find(public_id)
    form = NumberForm()
    if not form.validate_on_submit():
        return render_template("directives/show.html", **_page(directive, form)), 400
    try:
        numbering.set_number(
            session(),
            actor=actor(),
            clock=clock(),
            directive=directive,
            number=form.number.data or "",
            issued_on=form.issued_on.data,
            version=form.seen_version,
        )
        session().commit()
    except DomainError as problem:
        session().rollback()
        status = 409 if problem.code in ("stale", numbering.TAKEN, "directive.has_number") else 400
        return render_template("directives/show.html", **_page(_find(public_id), form, problem)), status
    flash_ok(f"Đã nhập số văn bản {directive.number}.")
    return redirect(url_for("directives.show", public_id=public_id))


@bp.get("/van-ban/<public_id>/nguyen-van")
@requires(Action.VIEW_ALL_ASSIGNMENTS)
def source(public_id: str) -> str:
    directive = _find(public_id)
    kept = _source(directive)
    tasks = [task for task in directive.tasks if task.start is not None and task.end is not None]
    return render_template(
        "directives/source.html",
        directive=directive,
        source=kept,
        tasks=directive.tasks,
        text_pages=pages(
            blocks(kept.text, [_span(task) for task in tasks]), kept.page_starts, directive_image(public_id)
        ),
        name=source_name(kept.filename),
    )


def _span(task: Task) -> Span:
    return Span(str(task.position), task.start or 0, task.end or 0)


@bp.get("/van-ban/<public_id>/tep")
@requires(Action.VIEW_ALL_ASSIGNMENTS)
def download(public_id: str) -> Response:
    """The file as it was uploaded: always saved, never opened in the page, whatever is inside."""
    kept = _source(_find(public_id))
    return send_file(
        files().path(kept.sha256),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=kept.filename or "van-ban.txt",
    )


@bp.get("/van-ban/<public_id>/ban-ky")
@requires(Action.VIEW_ALL_ASSIGNMENTS)
def signed_copy(public_id: str) -> Response:
    """The scan with signature and seal: always saved, never opened in the page, whatever is inside."""
    directive = signed_copies.find(session(), actor=actor(), directive=_find(public_id))
    return send_file(
        files().path(directive.signed_sha256),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=directive.signed_filename,
    )


def _find(public_id: str) -> Directive:
    return directives.find_directive(session(), actor=actor(), public_id=public_id)


def _source(directive: Directive) -> Source:
    return directives.source_of(session(), actor=actor(), directive=directive)


def _may_scan(directive: Directive) -> bool:
    return bool(directive.number) and allowed(actor(), Action.KEEP_PAPERS)


def _may_read_text(directive: Directive) -> bool:
    """Where there is one. The text itself, which is long, is not read for that."""
    return directive.source_id is not None and visibility.may_read_text(
        session(), actor=actor(), source_id=directive.source_id, known_hidden=hidden()
    )


def _page(
    directive: Directive, sent: NumberForm | None = None, problem: DomainError | None = None
) -> dict[str, object]:
    """Everything the template needs. ``sent`` is a form that could not be taken, shown again with its typing."""
    has_file = _may_read_text(directive)
    has_limited = bool(hidden().task_ids) and any(task.id in hidden() for task in directive.tasks)
    return {
        "directive": directive,
        "has_file": has_file,
        "has_limited": has_limited,
        "may_number": not directive.number and not directive.oral and allowed(actor(), Action.SET_NUMBER),
        "form": sent or NumberForm(None, obj=directive),
        "problem": sentence(problem) if problem else "",
        "there": problem.params.get("public_id") if problem else None,
        "duties": recurrences.of_directive(session(), actor=actor(), directive=directive),
        "scan": ScanForm(None, prefix=directive.public_id) if _may_scan(directive) else None,
        "may_open_signed": directive.signed_sha256 and (has_file if directive.source_id else not has_limited),
        "quick": formalising.of_directive(directive),
        "may_set": allowed(actor(), Action.SET_RECURRENCE),
        **directive_tables.task_tables(directive),
        **relation_pages.of_directive(directive),
    }
