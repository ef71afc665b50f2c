"""Văn bản hóa on the screen: the number of an order's document, or the notice that holds the same duty."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.permissions import Action, allowed
from app.models import Directive
from app.services import formalising, numbering
from app.services.directives import find_directive
from app.web.forms.drafts import PressForm
from app.web.forms.formalising import DocumentForm
from app.web.frame import actor, clock, flash_ok, requires, session
from app.wording import quick as words
from app.wording.drafts import NOTICE
from app.wording.errors import sentence
from app.wording.mail import directive_words

bp = Blueprint("formalising", __name__)
Answer = str | Response | tuple[str, int]


@bp.get("/van-ban/<public_id>/van-ban-hoa")
@requires(Action.SET_NUMBER)
def show(public_id: str) -> Answer:
    directive = _find(public_id)
    if not is_open(directive):
        return redirect(url_for("directives.show", public_id=public_id))
    form = DocumentForm(None)
    form.kind.data = NOTICE
    return _page(directive, form)


@bp.post("/van-ban/<public_id>/van-ban-hoa")
@requires(Action.SET_NUMBER)
def write_down(public_id: str) -> Answer:
    directive, form = _find(public_id), DocumentForm()
    if not form.validate_on_submit():
        return _page(directive, form), 400
    try:
        formalising.write_down(
            session(),
            actor=actor(),
            clock=clock(),
            directive=directive,
            version=form.seen_version,
            document=form.document(),
        )
        session().commit()
    except DomainError as problem:
        return _refused(public_id, problem, form)
    return _done(directive, directive)


@bp.post("/van-ban/<public_id>/van-ban-hoa/da-giao")
@requires(Action.RELATE)
def link(public_id: str) -> Answer:
    directive, seen = _find(public_id), PressForm()
    try:
        document = formalising.link(
            session(),
            actor=actor(),
            clock=clock(),
            directive=directive,
            version=seen.seen_version,
            task_public_id=request.form.get("task", ""),
        )
        session().commit()
    except DomainError as problem:
        return _refused(public_id, problem, DocumentForm(None))
    return _done(directive, document)


def is_open(directive: Directive) -> bool:
    """Whether it is an order whose document has not come."""
    return directive.oral and formalising.formalised_by(session(), directive=directive) is None


def of_directive(directive: Directive) -> dict[str, object]:
    """What the page of a directive says of this: nothing of what was written from the first."""
    document = formalising.formalised_by(session(), directive=directive) if directive.oral else None
    may = directive.oral and document is None and allowed(actor(), Action.SET_NUMBER)
    return {"document": document, "may_formalise": may}


def _find(public_id: str) -> Directive:
    return find_directive(session(), actor=actor(), public_id=public_id)


def _done(directive: Directive, document: Directive) -> Response:
    flash_ok(words.formalised(directive_words(document.kind, document.number, document.issued_on)))
    return redirect(url_for("directives.show", public_id=directive.public_id))


def _refused(public_id: str, problem: DomainError, form: DocumentForm) -> Answer:
    session().rollback()
    if problem.code in ("not_found", "permission.denied"):
        raise problem
    directive = _find(public_id)
    status = 409 if problem.code in ("stale", "formalise.done", "formalise.moved", numbering.TAKEN) else 400
    return _page(directive, form, problem), status


def _page(directive: Directive, form: DocumentForm, problem: DomainError | None = None) -> str:
    may_link = allowed(actor(), Action.RELATE) and is_open(directive)
    found = formalising.candidates(session(), actor=actor(), directive=directive) if may_link else []
    return render_template(
        "quick/formalise.html",
        directive=directive,
        form=form,
        problem=sentence(problem) if problem else "",
        there=problem.params.get("public_id") if problem else None,
        may_link=may_link,
        found=found,
        words=words,
    )
