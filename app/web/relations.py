"""What a notice is to an earlier one: said again, corrected, amended, supplemented, replaced."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.permissions import Action
from app.domain.terms import DirectiveLink
from app.models import Directive
from app.services import directive_relations, directives, drafts, relation_choices, repeat_proposals
from app.web import repeats
from app.web.draft_page import current, units
from app.web.forms.drafts import PressForm
from app.web.frame import actor, clock, flash_ok, flash_warn, links, requires, session
from app.web.relation_rows import Page, choose_form
from app.wording import relations as words
from app.wording.errors import sentence

bp = Blueprint("relations", __name__)
Answer = str | Response | tuple[str, int]
PASSED_ON = ("not_found", "permission.denied")  # refusals that have a page of their own


@bp.post("/du-kien/<public_id>/nhac-lai")
@requires(Action.RELATE)
def keep_repeats(public_id: str) -> Answer:
    draft = drafts.find_draft(session(), actor=actor(), public_id=public_id)
    chosen, version = repeats.sent(current(draft, units())), PressForm().seen_version
    try:
        repeat_proposals.keep(session(), actor=actor(), clock=clock(), draft=draft, version=version, repeats=chosen)
        session().commit()
        flash_ok("Đã lưu lựa chọn nhắc lại vào dự kiến; chưa giao nhiệm vụ nào.")
    except DomainError as problem:
        session().rollback()
        flash_warn(sentence(problem))
    return redirect(url_for("drafts.confirm", public_id=public_id))


@bp.get("/van-ban/<public_id>/quan-he")
@requires(Action.RELATE)
def choose(public_id: str) -> Answer:
    later, asked = _find(public_id), bool(request.args)
    form = choose_form(later, request.args if asked else None)
    if not asked:
        return render_template("relations/choose.html", directive=later, form=form, problem="")
    if not form.validate():
        return render_template("relations/choose.html", directive=later, form=form, problem=""), 400
    try:
        earlier = _chosen(later, form.kind.data, form.number.data or "", form.notice.data or "")
    except DomainError as problem:
        return render_template("relations/choose.html", directive=later, form=form, problem=sentence(problem)), 400
    address = {"public_id": public_id, "kind": form.kind.data, "other": earlier.public_id}
    return redirect(url_for("relations.relate", **address))


def _chosen(later: Directive, kind: str, number: str, public_id: str) -> Directive:
    """The earlier notice, if such a relation to it is possible at all."""
    earlier = relation_choices.find_earlier(session(), actor=actor(), number=number, public_id=public_id)
    directive_relations.check_pair(session(), later=later, earlier=earlier, kind=DirectiveLink(kind))
    return earlier


@bp.route("/van-ban/<public_id>/quan-he/<kind>/<other>", methods=["GET", "POST"])
@requires(Action.RELATE)
def relate(public_id: str, kind: str, other: str) -> Answer:
    later, earlier = _find(public_id), _find(other)
    if kind not in list(directive_relations.KINDS):
        raise DomainError("not_found")
    directive_relations.check_right(actor(), DirectiveLink(kind))
    page = Page(later, earlier, DirectiveLink(kind))
    if request.method == "GET":
        return _shown(page)
    return _again(page) if not page.is_valid else _done(page, public_id, other)


def _shown(page: Page, problem: DomainError | None = None) -> str:
    said = sentence(problem) if problem else ""
    return render_template("relations/relate.html", **page.shown(), problem=said, words=words)


def _again(page: Page, problem: DomainError | None = None) -> tuple[str, int]:
    is_stale = problem is not None and problem.code == "stale"
    if is_stale:
        page.renew()
    return _shown(page, problem), 409 if is_stale else 400


def _done(page: Page, public_id: str, other: str) -> Answer:
    """A preview; or, where the form says what was previewed, the act itself."""
    who: dict[str, Any] = {"actor": actor(), "clock": clock(), "links": links()}
    notices: dict[str, Any] = {"later": page.later, "earlier": page.earlier}
    try:
        if not page.is_seen:
            page.preview(directive_relations.preview(session(), **who, **notices, relating=page.relating()))
            session().rollback()
            return _shown(page)
        directive_relations.relate(session(), **who, **notices, relating=page.relating())
        session().commit()
    except DomainError as problem:
        session().rollback()
        if problem.code in PASSED_ON:
            raise
        return _again(Page(_find(public_id), _find(other), page.kind), problem)
    flash_ok(f"Đã ghi: {words.relation(page.kind, is_later=False).lower()} {words.notice(page.earlier, '')}.")
    return redirect(url_for("directives.show", public_id=public_id))


def _find(public_id: str) -> Directive:
    return directives.find_directive(session(), actor=actor(), public_id=public_id)
