"""A person's roles: given, changed, ended, taken back."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from app.domain.permissions import Action
from app.models import Membership
from app.services import organisation_roles as roles
from app.services.organisation import fingerprint
from app.services.organisation_roles import role_details
from app.web.forms.organisation_people import DatedRole, RoleForm
from app.web.frame import actor, clock, flash_ok, requires, session
from app.web.organisation_forms import Answer, FormPage, act, save
from app.web.organisation_people import address, find, units_on_offer
from app.wording.terms import word

bp = Blueprint("roles", __name__, url_prefix="/nguoi-dung/<public_id>/vai-tro")


@bp.route("/them", methods=["GET", "POST"])
@requires(Action.EDIT_ORGANISATION)
def add(public_id: str) -> Answer:
    user, form = find(public_id), RoleForm()
    form.offer(units_on_offer())
    if not form.is_submitted():
        form.valid_from.data = clock().today()
    page = FormPage(title="Thêm vai trò", subtitle=user.name, back=address(user), button="Thêm vai trò")

    def change() -> str:
        roles.add_role(session(), actor=actor(), clock=clock(), user=user, details=form.details())
        flash_ok(f"Đã thêm vai trò của {user.name}.")
        return address(user)

    return save(form, page, change)


@bp.route("/<int:membership_id>", methods=["GET", "POST"])
@requires(Action.EDIT_ORGANISATION)
def edit(public_id: str, membership_id: int) -> Answer:
    user, form = find(public_id), DatedRole()
    membership = roles.find_role(session(), user=user, membership_id=membership_id)
    if not form.is_submitted():
        form = _filled(membership)
    subtitle = f"{user.name}: {word(membership.role)}, {membership.unit.name}"
    page = FormPage(title="Sửa vai trò", subtitle=subtitle, back=address(user))

    def change() -> str:
        details = form.dated(membership.unit_id, membership.role)
        seen = form.seen.data or ""
        roles.change_role(session(), actor=actor(), clock=clock(), membership=membership, seen=seen, details=details)
        flash_ok(f"Đã lưu vai trò của {user.name}.")
        return address(user)

    return save(form, page, change, current=lambda: _filled(membership), about="valid_to")


def _filled(membership: Membership) -> DatedRole:
    form = DatedRole(formdata=None)
    form.fill(role_details(membership))
    form.seen.data = fingerprint(role_details(membership))
    return form


@bp.post("/<int:membership_id>/xoa")
@requires(Action.EDIT_ORGANISATION)
def remove(public_id: str, membership_id: int) -> Response:
    user = find(public_id)

    def change() -> None:
        membership = roles.find_role(session(), user=user, membership_id=membership_id)
        roles.remove_role(session(), actor=actor(), clock=clock(), membership=membership)

    return act(change, "Đã xóa vai trò nhập nhầm.", address(user))
