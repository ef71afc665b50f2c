"""The filters a person has kept: opened, named anew, deleted, and the one of the list he came from kept."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, allowed
from app.models import SavedFilter
from app.services import saved_filters
from app.web.frame import actor, clock, flash_ok, flash_warn, requires, session
from app.wording.errors import sentence

bp = Blueprint("saved_filters", __name__, url_prefix="/bo-loc")
VIEWS = {saved_filters.ALL: "assignments.index", saved_filters.OWN: "assignments.unit_page"}
RIGHTS = {
    saved_filters.ALL: Action.VIEW_ALL_ASSIGNMENTS,
    saved_filters.OWN: Action.VIEW_OWN_ASSIGNMENTS,
}


@bp.app_template_global("filters_url")
def filters_url(which: str) -> str:
    """Where the filter of the list that is looked at can be kept."""
    return url_for("saved_filters.index", danh_sach=which) + "&" + request.query_string.decode()


@bp.get("")
@requires(Action.VIEW_ALL_ASSIGNMENTS, Action.VIEW_OWN_ASSIGNMENTS)
def index() -> str:
    which = request.args.get("danh_sach", "")
    current = saved_filters.normalised(which, request.args.items(multi=True)) if which in VIEWS else ""
    rows = [(row, address_of(row, actor())) for row in saved_filters.of_person(session(), actor=actor())]
    return render_template(
        "saved_filters/index.html", rows=rows, current=current, back=_address(current), most=saved_filters.MOST
    )


def address_of(row: SavedFilter, person: Actor) -> str:
    """The list with the filter; nothing where the person may not open the list any more."""
    which, _ = saved_filters.parts_of(row)
    return _address("?".join(saved_filters.parts_of(row))) if allowed(person, RIGHTS[which]) else ""


def _address(query: str) -> str:
    """Of our own lists alone: the address is made here, whatever was sent."""
    which, _, said = query.partition("?")
    address = url_for(VIEWS.get(which, "saved_filters.index"))
    return f"{address}?{said}" if said else address


@bp.post("")
@requires(Action.VIEW_ALL_ASSIGNMENTS, Action.VIEW_OWN_ASSIGNMENTS)
def save() -> Response:
    which, _, said = request.form.get("query", "").partition("?")

    def act() -> str:
        name, asked = request.form.get("name", ""), parse_qsl(said)
        row = saved_filters.save(session(), actor=actor(), clock=clock(), name=name, which=which, asked=asked)
        return f"Đã lưu bộ lọc “{row.name}”."

    return _act(act, again=request.form.get("query", ""))


@bp.post("/<public_id>/ten")
@requires(Action.VIEW_ALL_ASSIGNMENTS, Action.VIEW_OWN_ASSIGNMENTS)
def rename(public_id: str) -> Response:
    row = saved_filters.find(session(), actor=actor(), public_id=public_id)

    def act() -> str:
        name = request.form.get("name", "")
        saved_filters.rename(session(), actor=actor(), clock=clock(), row=row, name=name)
        return f"Đã đổi tên bộ lọc thành “{row.name}”."

    return _act(act)


@bp.post("/<public_id>/xoa")
@requires(Action.VIEW_ALL_ASSIGNMENTS, Action.VIEW_OWN_ASSIGNMENTS)
def delete(public_id: str) -> Response:
    row = saved_filters.find(session(), actor=actor(), public_id=public_id)

    def act() -> str:
        name = row.name
        saved_filters.delete(session(), actor=actor(), clock=clock(), row=row)
        return f"Đã xóa bộ lọc “{name}”."

    return _act(act)


def _act(act: Callable[[], str], again: str = "") -> Response:
    """One press; a refused one leads back to where it was made."""
    try:
        said = act()
        session().commit()
        flash_ok(said)
    except DomainError as problem:
        session().rollback()
        if problem.code == "not_found":
            raise
        flash_warn(sentence(problem))
        which, _, query = again.partition("?")
        if which in VIEWS:
            return redirect(url_for("saved_filters.index", danh_sach=which) + "&" + query)
    return redirect(url_for("saved_filters.index"))
