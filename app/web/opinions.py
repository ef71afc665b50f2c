"""Requests for more time, one at a time: made for a leader's phone, where one press is an answer."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.permissions import Action, records_for_others
from app.domain.terms import EventKind, ExtensionState
from app.models import Extension
from app.services import extensions, opinions
from app.web.forms.opinions import AnswerForm, ProposalForm
from app.web.frame import actor, clock, flash_error, flash_ok, links, requires, session
from app.web.lists import kept_rules, page_number
from app.web.year_doubt import warn_of
from app.wording import course as words
from app.wording.errors import ERRORS, sentence
from app.wording.mail import source_words

bp = Blueprint("opinions", __name__, url_prefix="/xin-y-kien")
Answer = str | Response | tuple[str, int]
ANSWERS = {
    "dong-y": EventKind.EXTENSION_GRANTED,
    "thoi-han-khac": EventKind.EXTENSION_COUNTERED,
    "khong-dong-y": EventKind.EXTENSION_REFUSED,
}
SHOWN = 10


@bp.get("")
@requires(Action.DECIDE_EXTENSION)
def index() -> str:
    return _page(page_number())


@bp.get("/<public_id>")
@requires(Action.DECIDE_EXTENSION)
def show(public_id: str) -> Response:
    """One request, as a mail leads to it: wherever in the pile it lies by then."""
    request = opinions.find_request(session(), actor=actor(), public_id=public_id)
    if request.state is not ExtensionState.OPEN:
        return _answered_already()
    return redirect(url_for("opinions.index", trang=_place(request)))


@bp.post("/<public_id>/<answer>")
@requires(Action.DECIDE_EXTENSION)
def decide(public_id: str, answer: str) -> Answer:
    if answer not in ANSWERS:
        raise NotFound
    kind, request = ANSWERS[answer], opinions.find_request(session(), actor=actor(), public_id=public_id)
    form = AnswerForm(prefix="answer-")
    form.lean_on(request.assignment.due_on)
    if not form.check_for(kind):
        return _again(request, form)
    try:
        opinions.answer(
            session(),
            actor=actor(),
            clock=clock(),
            links=links(),
            request=request,
            version=form.seen_version,
            answer=kind,
            granted_until=form.until.data,
            reason=form.note.data or "",
        )
        session().commit()
    except DomainError as problem:
        return _refused(problem, public_id, form)
    flash_ok(words.answered(kind, request.assignment.unit.name, request.granted_until))
    warn_of(request.granted_until)
    return redirect(url_for("opinions.index"))


@bp.post("/<public_id>/de-xuat")
@requires(Action.DECIDE_EXTENSION)
def propose(public_id: str) -> Answer:
    request, form = opinions.find_request(session(), actor=actor(), public_id=public_id), ProposalForm(prefix="own-")
    if not form.validate():
        return _again(request, None, form)
    try:
        extensions.propose(
            session(),
            actor=actor(),
            clock=clock(),
            assignment=request.assignment,
            version=form.seen_version,
            proposal=form.proposal.data or "",
        )
        session().commit()
    except DomainError as problem:
        return _refused(problem, public_id, None, form)
    flash_ok("Đã ghi đề xuất của Văn phòng.")
    return redirect(url_for("opinions.index", trang=_place(request)))


def _page(
    place: int, form: AnswerForm | None = None, proposal: ProposalForm | None = None, problem: DomainError | None = None
) -> str:
    """The pile with one request on top. A form is one that could not be taken, shown again with its typing."""
    in_force, today = kept_rules(), clock().today()
    pile = opinions.pile(session(), actor=actor(), rules=in_force, today=today, place=place)
    return render_template(
        "opinions/index.html",
        pile=pile,
        form=form or _fresh(pile.request),
        is_open=form is not None,
        proposal=proposal or _fresh_proposal(pile.request),
        problem=sentence(problem) if problem else "",
        refusal=ERRORS[pile.request.refusal] if pile.request and pile.request.refusal else "",
        may_propose=records_for_others(actor()),
        own=opinions.own_results(session(), actor=actor(), limit=SHOWN),
        source=source_words,
        words=words,
    )


def _fresh(request: opinions.Request | None) -> AnswerForm:
    form = AnswerForm(None, prefix="answer-")
    form.lean_on(request.due_on if request else None)
    return form


def _fresh_proposal(request: opinions.Request | None) -> ProposalForm:
    form = ProposalForm(None, prefix="own-")
    form.proposal.data = request.proposal if request else ""
    return form


def _place(request: Extension) -> int:
    return opinions.place_of(session(), actor=actor(), request=request)


def _again(
    request: Extension,
    form: AnswerForm | None,
    proposal: ProposalForm | None = None,
    problem: DomainError | None = None,
    status: int = 400,
) -> Answer:
    return _page(_place(request), form, proposal, problem), status


def _refused(
    problem: DomainError, public_id: str, form: AnswerForm | None, proposal: ProposalForm | None = None
) -> Answer:
    """What was answered meanwhile is off the pile: that is said above the next one. Anything else is said with the
    typing kept."""
    session().rollback()
    if problem.code in ("not_found", "permission.denied"):
        raise problem
    request = opinions.find_request(session(), actor=actor(), public_id=public_id)
    if request.state is not ExtensionState.OPEN:
        return _answered_already()
    return _again(request, form, proposal, problem, 409 if problem.code == "stale" else 400)


def _answered_already() -> Response:
    flash_error(sentence(DomainError("extension.none_open")))
    return redirect(url_for("opinions.index"))
