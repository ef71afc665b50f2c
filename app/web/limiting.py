"""Limiting who sees a task: the people named, and opening it to everybody again."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.permissions import Action, allowed
from app.models import Assignment
from app.services import assignments, limiting
from app.web.assignment_page import address
from app.web.forms.limiting import LiftForm, ViewersForm
from app.web.frame import actor, actor_or_none, clock, flash_ok, requires, session
from app.web.organisation_forms import forget, refuse

bp = Blueprint("limiting", __name__, url_prefix="/nhiem-vu/<public_id>")
Answer = str | Response | tuple[str, int]


@bp.app_template_global()
def may_limit() -> bool:
    """Whether the visitor may limit who sees a task: the page of an assignment links to it."""
    somebody = actor_or_none()
    return somebody is not None and allowed(somebody, Action.RESTRICT)


@bp.get("/han-che-xem")
@requires(Action.RESTRICT)
def show(public_id: str) -> str:
    return _page(_find(public_id))


@bp.post("/han-che-xem")
@requires(Action.RESTRICT)
def limit(public_id: str) -> Answer:
    assignment = _find(public_id)
    form = _form(assignment)
    if not form.validate():
        return _page(assignment, form), 400
    try:
        limiting.limit(session(), actor=actor(), clock=clock(), task=assignment.task, user_ids=form.user_ids.data or ())
        session().commit()
    except DomainError as error:
        forget()
        refuse(form, error)
        return _page(_find(public_id), form), 400
    flash_ok("Đã hạn chế xem nhiệm vụ; chỉ những người đã chọn còn xem được.")
    return redirect(address(assignment))


@bp.post("/bo-han-che-xem")
@requires(Action.RESTRICT)
def lift(public_id: str) -> Response:
    assignment = _find(public_id)
    if LiftForm().validate_on_submit():
        limiting.lift(session(), actor=actor(), clock=clock(), task=assignment.task)
        session().commit()
        flash_ok("Đã bỏ hạn chế xem nhiệm vụ.")
    return redirect(address(assignment))


def _find(public_id: str) -> Assignment:
    return assignments.find(session(), actor=actor(), public_id=public_id, action=Action.RESTRICT)


def _form(assignment: Assignment) -> ViewersForm:
    """Whom it can name; before anybody chooses those named now, or whoever asks."""
    people = limiting.candidates(session(), actor=actor(), clock=clock(), task=assignment.task)
    form = ViewersForm()
    form.offer(people)
    if not form.is_submitted():
        named = {each.user_id for each in people if each.is_named}
        form.user_ids.data = sorted(named or {each.user_id for each in people if each.user_id == actor().user_id})
    return form


def _page(assignment: Assignment, form: ViewersForm | None = None) -> str:
    return render_template(
        "assignments/limit.html",
        assignment=assignment,
        form=form or _form(assignment),
        lift=LiftForm() if assignment.task.restricted else None,
        back=address(assignment),
    )
