"""Công văn đôn đốc: which units a letter shall urge, its making, and each letter as .docx."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.permissions import Action, allowed
from app.services import urging_choice, urging_letters
from app.services.urging_letter_file import letter_docx
from app.web.forms.urging_letters import LettersForm
from app.web.frame import actor, clock, flash_ok, requires, session
from app.web.organisation_forms import forget, refuse
from app.web.sheets import send_word
from app.wording import urging_letter as words

bp = Blueprint("urging_letters", __name__, url_prefix="/cong-van-don-doc")
Answer = str | Response | tuple[str, int]


@bp.app_template_global("may_urge")
def may_urge() -> bool:
    """Whether a page offers the letters."""
    return allowed(actor(), Action.REMIND)


@bp.get("")
@requires(Action.REMIND)
def index() -> str:
    """All units with something overdue stand ticked, or the one whose list led here."""
    form, found = LettersForm(None), urging_choice.offer(session(), actor=actor(), clock=clock())
    asked = request.args.get("don-vi")
    form.units.data = [asked] if asked else [unit.public_id for unit in found.units if unit.late]
    return _page(form, found)


@bp.post("")
@requires(Action.REMIND)
def make() -> Answer:
    form, found = LettersForm(), urging_choice.offer(session(), actor=actor(), clock=clock())
    if not form.validate():
        return _page(form, found), 400
    wish = form.wish(found)
    try:
        made = urging_choice.make_letters(session(), actor=actor(), clock=clock(), wish=wish, seen=form.seen.data or "")
        session().commit()
    except DomainError as problem:
        return _refused(form, problem)
    flash_ok(words.made(made.letters, made.assignments))
    return redirect(url_for("urging_letters.index", _anchor="letters"))


def _refused(form: LettersForm, problem: DomainError) -> Answer:
    forget()
    found = urging_choice.offer(session(), actor=actor(), clock=clock())
    if problem.code == "stale":
        return _page(form, found, words.CHANGED_SINCE), 409
    refuse(form, problem)
    return _page(form, found), 400


def _page(form: LettersForm, found: urging_choice.Offer, problem: str = "") -> str:
    form.offer(found)
    form.seen.data = found.digest
    return render_template(
        "urging_letters/index.html",
        form=form,
        offer=found,
        boxes={box.data: box for box in form.units},
        letters=urging_choice.recent(session(), actor=actor()),
        problem=problem,
        words=words,
        may_number=allowed(actor(), Action.KEEP_PAPERS),
    )


@bp.get("/<public_id>.docx")
@requires(Action.VIEW_ALL_ASSIGNMENTS)
def download(public_id: str) -> Response:
    letter = urging_letters.find(session(), actor=actor(), public_id=public_id, action=Action.VIEW_ALL_ASSIGNMENTS)
    return send_word(letter_docx(session(), actor=actor(), letter=letter), named=(words.TITLE, letter.subject))
