"""The office's own rules: what holds, what each means, and every version with who wrote it and when."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, render_template, url_for

from app.domain.permissions import Action
from app.services import policy
from app.services.policy import Choices
from app.web.forms.policy import PolicyForm
from app.web.frame import actor, clock, flash_ok, requires, session
from app.web.organisation_forms import Answer, FormPage, save
from app.wording import policy as words

bp = Blueprint("policy", __name__, url_prefix="/quy-dinh")


@bp.get("")
@requires(Action.EDIT_POLICY)
def index() -> str:
    version, choices = policy.current(session(), office_id=actor().office_id)
    return render_template(
        "organisation/policy.html",
        version=version,
        rules=[(words.RULES[name], value, words.default(name, usual)) for name, value, usual in _with_usual(choices)],
        versions=policy.history(session(), actor=actor()),
        words=words,
    )


def _with_usual(choices: Choices) -> list[tuple[str, policy.Value, policy.Value]]:
    """Name, value and default of each rule."""
    usual = asdict(Choices())
    return [(name, value, usual[name]) for name, value in asdict(choices).items()]


@bp.route("/sua", methods=["GET", "POST"])
@requires(Action.EDIT_POLICY)
def edit() -> Answer:
    form = PolicyForm()
    if not form.is_submitted():
        form = _filled()
    page = FormPage(title="Sửa quy định của cơ quan", back=url_for("organisation.policy.index"), note=words.GIVEN_STAND)

    def change() -> str:
        seen = form.seen_version
        version = policy.change(session(), actor=actor(), clock=clock(), seen=seen, choices=form.choices())
        flash_ok(words.saved(version) if version != seen else words.UNCHANGED)
        return url_for("organisation.policy.index")

    return save(form, page, change, current=_filled)


def _filled() -> PolicyForm:
    form = PolicyForm(formdata=None)
    form.fill(*policy.current(session(), office_id=actor().office_id))
    return form
