"""People who log in: the list, one person's page, and what is done there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.adapters.excel import Column
from app.domain.errors import DomainError
from app.domain.permissions import Action
from app.domain.terms import Role
from app.models import Unit, User
from app.services import organisation, standing_in
from app.services import organisation_people as people
from app.services import organisation_roles as roles
from app.services.listing import EXPORT_LIMIT
from app.services.organisation import fingerprint
from app.services.organisation_people import WantedPeople, person_details
from app.services.organisation_units import all_units, not_ended
from app.services.personal_data import is_erased
from app.web.forms.assignments import label_of
from app.web.forms.organisation_people import NewPersonForm, PeopleFilter, PersonForm
from app.web.frame import actor, clock, flash_error, flash_ok, requires, session
from app.web.lists import file_url, page_number, url_for_page
from app.web.organisation_forms import Answer, FormPage, forget, save
from app.web.sheets import send_rows
from app.wording.errors import sentence
from app.wording.tables import HEADS, TITLES
from app.wording.terms import word

bp = Blueprint("people", __name__)
STATES = {"dung": True, "ngung": False, "tat-ca": None}


def units_on_offer() -> list[Unit]:
    return not_ended(all_units(session(), actor=actor()), clock().today())


@bp.get("/nguoi-dung")
@requires(Action.EDIT_ORGANISATION)
def index() -> str:
    form, wanted, words = _filter()
    found = people.list_people(session(), actor=actor(), today=clock().today(), wanted=wanted, page=page_number())
    return render_template(
        "organisation/people.html", form=form, found=found, words=words, url_for_page=url_for_page, file_url=file_url()
    )


@bp.get("/nguoi-dung.xlsx")
@requires(Action.EDIT_ORGANISATION)
def index_file() -> Response:
    """A line for each role, held or to come; its heads are those of the table that people come in by."""
    _, wanted, words = _filter()
    found = people.list_people(session(), actor=actor(), today=clock().today(), wanted=wanted, per_page=EXPORT_LIMIT)
    columns = [Column(head, 18) for key, head in HEADS["people"].items() if key != "fields"]
    rows = [line for user in found.items for line in _lines(user)]
    return send_rows(TITLES["people"], filters=words, columns=columns, rows=rows, total=len(rows))


def _lines(user: User) -> Iterator[Sequence[str | date | None]]:
    for each in user.memberships:
        person = (user.login, user.name, user.email, user.phone)
        yield (*person, each.unit.name, word(each.role), each.title, each.valid_from, each.valid_to)


def _filter() -> tuple[PeopleFilter, WantedPeople, list[str]]:
    """The form, what it asks for, and the same in words."""
    form, units = PeopleFilter(request.args), units_on_offer()
    form.offer(units)
    wanted = WantedPeople(
        unit_id=next((unit.id for unit in units if unit.public_id == form.unit.data), None),
        role=Role(form.role.data) if form.role.data else None,
        active=STATES[form.state.data],
        text=(form.text.data or "")[:100].strip(),
    )
    words = [label_of(field) for field in (form.unit, form.role, form.state) if field.data]
    return form, wanted, words + ([f"có chữ “{wanted.text}”"] if wanted.text else [])


@bp.get("/nguoi-dung/<public_id>")
@requires(Action.EDIT_ORGANISATION)
def show(public_id: str) -> str:
    return render_template("organisation/person.html", **_page(find(public_id)))


def _page(user: User) -> dict[str, object]:
    found = standing_in.stand_ins(session(), user=user, today=clock().today())
    return {"user": user, "stand_ins": found, "erased": is_erased(user)}


def find(public_id: str) -> User:
    return organisation.find(session(), User, actor=actor(), public_id=public_id)


def address(user: User) -> str:
    return url_for("organisation.people.show", public_id=user.public_id)


@bp.route("/nguoi-dung/them", methods=["GET", "POST"])
@requires(Action.EDIT_ORGANISATION)
def add() -> Answer:
    form = NewPersonForm()
    form.offer(units_on_offer())
    if not form.is_submitted():
        form.valid_from.data = clock().today()
    page = FormPage(
        title="Thêm người dùng",
        back=url_for("organisation.people.index"),
        button="Thêm người dùng",
        note="Mật khẩu tạm được tạo tự động và hiện một lần sau khi thêm. Vai trò khác được thêm ở trang của người đó.",
    )

    def change() -> Response:
        user, password = people.add_person(session(), actor=actor(), clock=clock(), details=form.person())
        roles.add_role(session(), actor=actor(), clock=clock(), user=user, details=form.details())
        return Response(_password_page(user, password))

    return save(form, page, change)


def _password_page(user: User, password: str) -> str:
    """The only place where a password is ever shown."""
    return render_template("organisation/password.html", user=user, password=password)


@bp.route("/nguoi-dung/<public_id>/sua", methods=["GET", "POST"])
@requires(Action.EDIT_ORGANISATION)
def edit(public_id: str) -> Answer:
    user, form = find(public_id), PersonForm()
    if not form.is_submitted():
        form = _filled(user)
    page = FormPage(title="Sửa người dùng", subtitle=user.name, back=address(user))

    def change() -> str:
        seen, details = form.seen.data or "", form.details()
        people.change_person(session(), actor=actor(), clock=clock(), user=user, seen=seen, details=details)
        flash_ok(f"Đã lưu thông tin của {user.name}.")
        return address(user)

    return save(form, page, change, current=lambda: _filled(user))


def _filled(user: User) -> PersonForm:
    form = PersonForm(formdata=None)
    form.fill(person_details(user))
    form.seen.data = fingerprint(person_details(user))
    return form


@bp.post("/nguoi-dung/<public_id>/ngung")
@requires(Action.EDIT_ORGANISATION)
def deactivate(public_id: str) -> Response:
    return _switch(find(public_id), False, "Đã ngừng tài khoản; các phiên đăng nhập của người này đã kết thúc.")


@bp.post("/nguoi-dung/<public_id>/mo-lai")
@requires(Action.EDIT_ORGANISATION)
def activate(public_id: str) -> Response:
    return _switch(find(public_id), True, "Đã mở lại tài khoản.")


def _switch(user: User, active: bool, done: str) -> Response:
    try:
        people.set_active(session(), actor=actor(), clock=clock(), user=user, active=active)
        session().commit()
        flash_ok(done)
    except DomainError as error:
        session().rollback()
        flash_error(sentence(error))
        if error.code == "person.open_items":
            return redirect(url_for("organisation.handovers.new", public_id=error.params["public_id"]))
    return redirect(address(user))


@bp.post("/nguoi-dung/<public_id>/mat-khau")
@requires(Action.EDIT_ORGANISATION)
def reset_password(public_id: str) -> Answer:
    user = find(public_id)
    try:
        password = people.reset_password(session(), actor=actor(), clock=clock(), user=user)
    except DomainError as error:
        forget()
        flash_error(sentence(error))
        return render_template("organisation/person.html", **_page(user)), 400
    session().commit()
    return _password_page(user, password)
