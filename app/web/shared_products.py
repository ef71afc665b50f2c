"""Two tasks that end with one document: joined, shown on both pages, and taken apart again."""

from __future__ import annotations

import re

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.permissions import Action
from app.models import Assignment
from app.services import assignments, shared_products
from app.services.shared_products import Offer
from app.web.forms.relations import JoinForm
from app.web.frame import actor, clock, flash_ok, flash_warn, requires, session
from app.wording.errors import sentence
from app.wording.mail import clause_words, shorten

bp = Blueprint("shared_products", __name__, url_prefix="/nhiem-vu/<public_id>/cung-san-pham")
Answer = str | Response | tuple[str, int]
_ADDRESS = re.compile(r"/nhiem-vu/([\w-]+)")


@bp.get("")
@requires(Action.RELATE)
def show(public_id: str) -> str:
    return _page(_find(public_id), JoinForm(None))


@bp.post("")
@requires(Action.RELATE)
def join(public_id: str) -> Answer:
    assignment, form = _find(public_id), JoinForm()
    typed = _ADDRESS.search(form.address.data or "")
    chosen = typed[1] if typed else form.other.data or ""
    try:
        other = shared_products.find_task(session(), actor=actor(), public_id=chosen)
        shared_products.join(session(), actor=actor(), clock=clock(), task=assignment.task, other=other)
        session().commit()
    except DomainError as problem:
        session().rollback()
        said = sentence(DomainError("product.choose") if problem.code == "not_found" else problem)
        return _page(_find(public_id), form, said), 400
    flash_ok("Đã ghi cùng sản phẩm; mỗi nhiệm vụ vẫn tính cho đơn vị của mình.")
    return redirect(url_for("assignments.show", public_id=public_id))


@bp.post("/bo")
@requires(Action.RELATE)
def part(public_id: str) -> Response:
    task = _find(public_id).task
    try:
        other = shared_products.find_task(session(), actor=actor(), public_id=request.form.get("other", ""))
        shared_products.part(session(), actor=actor(), clock=clock(), task=task, other=other)
        session().commit()
        flash_ok("Đã bỏ ghi cùng sản phẩm.")
    except DomainError as problem:
        session().rollback()
        flash_warn(sentence(problem))
    return redirect(url_for("assignments.show", public_id=public_id))


def _find(public_id: str) -> Assignment:
    return assignments.find(session(), actor=actor(), public_id=public_id, action=Action.RELATE)


def _page(assignment: Assignment, form: JoinForm, problem: str = "") -> str:
    offers = shared_products.offers(session(), actor=actor(), task=assignment.task)
    form.offer((each.task.public_id, _label(each)) for each in offers)
    if not form.is_submitted():
        form.other.data = next((each.task.public_id for each in offers if each.product), "")
    return render_template("relations/join.html", assignment=assignment, form=form, problem=problem)


def _label(offer: Offer) -> str:
    why = f" (cùng “{offer.product}”)" if offer.product else ""
    return f"{clause_words(offer.task.clause)}: {shorten(offer.task.text, 80)}{why}".removeprefix(": ")
