"""A recurring duty of a notice: its rule changed from the next period on, and its end."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.permissions import Action
from app.models import Recurrence
from app.services import recurrences
from app.services.recurrences import Recurring
from app.web.forms.recurrence import ChangeRuleForm, EndForm, OfUnits
from app.web.frame import actor, clock, flash_ok, requires, session
from app.wording.errors import sentence
from app.wording.mail import clause_words, directive_words
from app.wording.recurrence import period_words, say

bp = Blueprint("recurring", __name__)
Answer = str | Response | tuple[str, int]


@bp.app_template_global("say")
def said(rule: object) -> str:
    return say(rule)  # type: ignore[arg-type]


@bp.app_template_global("period_words")
def period(key: str) -> str:
    return period_words(key)


@bp.get("/dinh-ky/<public_id>")
@requires(Action.SET_RECURRENCE)
def show(public_id: str) -> str:
    return _page(_find(public_id))


@bp.post("/dinh-ky/<public_id>/doi")
@requires(Action.SET_RECURRENCE)
def change(public_id: str) -> Answer:
    duty = _find(public_id)
    form = ChangeRuleForm(prefix="doi")
    form.offer(duty)

    def act(rows: list[Recurrence]) -> None:
        rule = form.chosen_rule()
        assert rule is not None
        recurrences.change(session(), actor=actor(), clock=clock(), rows=rows, seen=form.seen.data or "", rule=rule)

    return _act(duty, form, act, "Đã đổi chu kỳ, thời hạn từ kỳ tới.")


@bp.post("/dinh-ky/<public_id>/ket-thuc")
@requires(Action.SET_RECURRENCE)
def end(public_id: str) -> Answer:
    duty = _find(public_id)
    form = EndForm(prefix="ket-thuc")
    form.offer(duty)

    def act(rows: list[Recurrence]) -> None:
        recurrences.end(session(), actor=actor(), clock=clock(), rows=rows, reason=form.reason.data or "")

    return _act(duty, form, act, "Đã kết thúc nhiệm vụ định kỳ.")


def _act(duty: Recurring, form: OfUnits, act: Callable[[list[Recurrence]], None], done: str) -> Answer:
    """One of the two forms; what was typed is kept when it cannot be taken."""
    if not form.validate_on_submit():
        return _page(duty, form), 400
    public_id, directive_id = duty.task.public_id, duty.task.directive.public_id
    try:
        act(recurrences.find(session(), actor=actor(), public_ids=form.units.data or []))
        session().commit()
    except DomainError as problem:
        session().rollback()
        return _page(_find(public_id), form, problem), 409 if problem.code in ("stale", "recurrence.ended") else 400
    flash_ok(done)
    return redirect(url_for("directives.show", public_id=directive_id, _anchor="recurring"))


def _find(public_id: str) -> Recurring:
    return recurrences.of_task(session(), actor=actor(), public_id=public_id)


def _page(duty: Recurring, sent: OfUnits | None = None, problem: DomainError | None = None) -> str:
    return render_template(
        "recurring/show.html",
        duty=duty,
        change=sent if isinstance(sent, ChangeRuleForm) else _fresh_change(duty),
        ending=sent if isinstance(sent, EndForm) else _fresh_end(duty),
        problem=sentence(problem) if problem else "",
        directive_words=directive_words,
        clause_words=clause_words,
    )


def _fresh_change(duty: Recurring) -> ChangeRuleForm:
    """With the rule of the first unit, for all that have the same."""
    form = ChangeRuleForm(None, prefix="doi")
    form.offer(duty)
    if duty.in_force:
        rule = duty.in_force[0].rule
        form.fill_rule(rule)
        form.seen.data = say(rule)
        form.units.data = [unit.row.public_id for unit in duty.in_force if unit.rule == rule]
    return form


def _fresh_end(duty: Recurring) -> EndForm:
    form = EndForm(None, prefix="ket-thuc")
    form.offer(duty)
    form.units.data = [unit.row.public_id for unit in duty.in_force]
    return form
