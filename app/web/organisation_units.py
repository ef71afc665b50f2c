"""Units: the list, one unit's page, and what is done there."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from app.adapters.excel import Column
from app.domain.naming import fold
from app.domain.permissions import Action
from app.models import Unit
from app.services import organisation
from app.services import organisation_units as units
from app.services.listing import PER_PAGE, Page
from app.services.organisation import fingerprint
from app.services.organisation_fields import in_charge
from app.services.organisation_people import WantedPeople, list_people
from app.services.organisation_units import UnitDetails, details_of
from app.services.unit_names import past_of
from app.web.forms.organisation import AliasForm, LastDayForm, UnitForm, offer_units
from app.web.frame import actor, clock, flash_ok, requires, session
from app.web.lists import file_url, page_number, url_for_page
from app.web.organisation_forms import Answer, FormPage, act, save
from app.web.sheets import send_rows
from app.wording.formats import two_digits
from app.wording.tables import HEADS, TITLES

bp = Blueprint("units", __name__)
FEW = 5  # units, up to which a starter list is offered


@bp.get("/don-vi")
@requires(Action.EDIT_ORGANISATION)
def index() -> str:
    words, today = _words(), clock().today()
    found = units.all_units(session(), actor=actor())
    in_force = units.not_ended(found, today)
    kept = {unit.id for unit in in_force}
    return render_template(
        "organisation/units.html",
        found=_page([unit for unit in in_force if _has(unit, words)]),
        ended=[unit for unit in found if unit.id not in kept and _has(unit, words)],
        leads=units.open_leads(session(), unit_ids=[unit.id for unit in found]),
        words=words,
        few=len(in_force) <= FEW,
        url_for_page=url_for_page,
        file_url=file_url(),
    )


@bp.get("/don-vi.xlsx")
@requires(Action.EDIT_ORGANISATION)
def index_file() -> Response:
    """The list as a file, those that ended too; its heads are those of the table that units come in by."""
    words = _words()
    everything = units.all_units(session(), actor=actor())
    found = [unit for unit in everything if _has(unit, words)]
    names = {unit.id: unit.name for unit in everything}
    columns = [Column(head, 24 if key == "name" else 16) for key, head in HEADS["units"].items()]
    filters = [f"có chữ “{words}”"] if words else []
    rows = ([units.cells(unit, names)[key] for key in HEADS["units"]] for unit in found)
    return send_rows(TITLES["units"], filters=filters, columns=columns, rows=rows, total=len(found))


def _words() -> str:
    return request.args.get("tim", "")[:100].strip()


def _has(unit: Unit, words: str) -> bool:
    names = fold(" ".join([unit.name, unit.short_name, *(alias.alias for alias in unit.aliases)]))
    return all(word in names for word in fold(words).split())


def _page(found: list[Unit]) -> Page[Unit]:
    last = max(1, -(-len(found) // PER_PAGE))
    number = min(max(page_number(), 1), last)
    return Page(found[(number - 1) * PER_PAGE : number * PER_PAGE], number, len(found))


@bp.get("/don-vi/<public_id>")
@requires(Action.EDIT_ORGANISATION)
def show(public_id: str) -> str:
    unit, today = _find(public_id), clock().today()
    return render_template(
        "organisation/unit.html",
        unit=unit,
        parent=session().get(Unit, unit.parent_id) if unit.parent_id else None,
        open_leads=_open_leads(unit),
        past=past_of(session(), unit_id=unit.id),
        in_charge=in_charge(session(), unit_id=unit.id, today=today),
        people=list_people(session(), actor=actor(), today=today, wanted=WantedPeople(unit_id=unit.id, active=True)),
        alias_form=AliasForm(formdata=None),
    )


def _find(public_id: str) -> Unit:
    return organisation.find(session(), Unit, actor=actor(), public_id=public_id)


def _open_leads(unit: Unit) -> int:
    return units.open_leads(session(), unit_ids=[unit.id]).get(unit.id, 0)


def _address(unit: Unit) -> str:
    return url_for("organisation.units.show", public_id=unit.public_id)


@bp.route("/don-vi/them", methods=["GET", "POST"])
@requires(Action.EDIT_ORGANISATION)
def add() -> Answer:
    form = _form(None)
    page = FormPage(title="Thêm đơn vị", back=url_for("organisation.units.index"), button="Thêm đơn vị")

    def change() -> str:
        unit = units.add_unit(session(), actor=actor(), clock=clock(), details=form.details())
        flash_ok(f"Đã thêm {unit.name}.")
        return _address(unit)

    return save(form, page, change)


@bp.route("/don-vi/<public_id>/sua", methods=["GET", "POST"])
@requires(Action.EDIT_ORGANISATION)
def edit(public_id: str) -> Answer:
    unit = _find(public_id)
    form = _form(unit)
    page = FormPage(title="Sửa đơn vị", subtitle=unit.name, back=_address(unit))

    def change() -> str:
        seen, details = form.seen.data or "", form.details()
        units.change_unit(session(), actor=actor(), clock=clock(), unit=unit, seen=seen, details=details)
        flash_ok(f"Đã lưu {unit.name}.")
        return _address(unit)

    return save(form, page, change, current=lambda: _form(unit, sent=False))


def _form(unit: Unit | None, *, sent: bool = True) -> UnitForm:
    """The form with what was sent, or else filled with what is kept."""
    form = UnitForm() if sent else UnitForm(formdata=None)
    today = clock().today()
    offer_units(form.parent_id, units.possible_parents(session(), actor=actor(), unit=unit, today=today), "Không có")
    if not (sent and form.is_submitted()):
        details = details_of(unit) if unit else UnitDetails(name="", valid_from=today)
        form.fill(details)
        form.seen.data = fingerprint(details)
    return form


@bp.route("/don-vi/<public_id>/ket-thuc", methods=["GET", "POST"])
@requires(Action.EDIT_ORGANISATION)
def end(public_id: str) -> Answer:
    unit, form = _find(public_id), LastDayForm()
    page = FormPage(
        title="Kết thúc hoạt động",
        subtitle=unit.name,
        back=_address(unit),
        button="Kết thúc hoạt động",
        note=_what_stays(_open_leads(unit)),
    )

    def change() -> str:
        assert form.last_day.data is not None
        units.end_unit(session(), actor=actor(), clock=clock(), unit=unit, last_day=form.last_day.data)
        flash_ok(f"Đã ghi ngày kết thúc hoạt động của {unit.name}.")
        return _address(unit)

    return save(form, page, change)


def _what_stays(count: int) -> str:
    if not count:
        return "Đơn vị không còn nhiệm vụ chủ trì chưa hoàn thành."
    return (
        f"Đơn vị còn {two_digits(count)} nhiệm vụ chủ trì chưa hoàn thành. Các nhiệm vụ này vẫn thuộc đơn vị, vẫn được "
        "tính và nhắc. Nếu đơn vị sáp nhập, hợp nhất, chia tách hoặc giải thể, đề nghị dùng Sắp xếp đơn vị ở mục Cơ "
        "quan, phần Đơn vị, để chuyển nhiệm vụ và người."
    )


@bp.post("/don-vi/<public_id>/hoat-dong-lai")
@requires(Action.EDIT_ORGANISATION)
def resume(public_id: str) -> Response:
    unit = _find(public_id)
    done = f"Đã bỏ ngày kết thúc hoạt động của {unit.name}."
    return act(lambda: units.resume_unit(session(), actor=actor(), clock=clock(), unit=unit), done, _address(unit))


@bp.route("/don-vi/<public_id>/ten-goi", methods=["GET", "POST"])
@requires(Action.EDIT_ORGANISATION)
def add_alias(public_id: str) -> Answer:
    unit, form = _find(public_id), AliasForm()
    page = FormPage(title="Thêm tên gọi khác", subtitle=unit.name, back=_address(unit), button="Thêm tên gọi")

    def change() -> str:
        alias = form.alias.data or ""
        units.add_alias(session(), actor=actor(), clock=clock(), unit=unit, alias=alias)
        flash_ok(f"Đã thêm tên gọi “{alias}” của {unit.name}.")
        return _address(unit)

    return save(form, page, change, about="alias")


@bp.post("/don-vi/<public_id>/ten-goi/<int:alias_id>/bo")
@requires(Action.EDIT_ORGANISATION)
def remove_alias(public_id: str, alias_id: int) -> Response:
    unit = _find(public_id)

    def change() -> None:
        units.remove_alias(session(), actor=actor(), clock=clock(), unit=unit, alias_id=alias_id)

    return act(change, "Đã bỏ tên gọi.", _address(unit))
