"""Standing in for somebody: begun and ended on a person's page."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.permissions import Action
from app.models import User
from app.services import organisation_people, standing_in
from app.web.forms.organisation import chosen_id, the_day
from app.web.forms.standing_in import StandInForm
from app.web.frame import actor, clock, flash_ok, requires, session
from app.web.organisation_forms import Answer, FormPage, act, save
from app.web.organisation_people import address, find
from app.wording.formats import day

bp = Blueprint("stand_ins", __name__, url_prefix="/nguoi-dung/<public_id>/xu-ly-thay")


@bp.route("", methods=["GET", "POST"])
@requires(Action.EDIT_ORGANISATION)
def add(public_id: str) -> Answer:
    user, form = find(public_id), StandInForm()
    people = organisation_people.active_people(session(), actor=actor(), but=user)
    form.offer(people)
    if not form.is_submitted():
        form.valid_from.data = clock().today()
    page = FormPage(
        title="Người xử lý thay",
        subtitle=f"Đồng chí {user.name} xử lý thay",
        back=address(user),
        button="Lưu",
        note="Trong những ngày này, người xử lý thay có các vai trò của đồng chí được chọn; đồng chí đó vẫn giữ nguyên "
        "quyền. Việc đã làm được ghi là của người xử lý thay.",
    )

    def change() -> str:
        other = _chosen(people, form)
        days = {"valid_from": the_day(form.valid_from), "valid_to": the_day(form.valid_to)}
        standing_in.begin_standing_in(session(), actor=actor(), clock=clock(), user=user, other=other, **days)
        flash_ok(f"{user.name} xử lý thay đồng chí {other.name} đến hết ngày {day(days['valid_to'])}.")
        return address(user)

    return save(form, page, change, about="valid_to")


def _chosen(people: list[User], form: StandInForm) -> User:
    chosen = chosen_id(form.user_id)
    found = next((user for user in people if user.id == chosen), None)
    if found is None:
        raise DomainError("not_found")
    return found


@bp.post("/<other_id>/ket-thuc")
@requires(Action.EDIT_ORGANISATION)
def end(public_id: str, other_id: str) -> Response:
    user, other = find(public_id), find(other_id)

    def change() -> None:
        standing_in.end_standing_in(session(), actor=actor(), clock=clock(), user=user, other=other)

    return act(change, "Đã kết thúc việc xử lý thay.", address(user))
