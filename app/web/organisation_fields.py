"""Fields of work: the list, one field's page, who is in charge."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.domain.permissions import Action
from app.domain.terms import ChargeKind
from app.models import Field, FieldCharge
from app.services import organisation
from app.services import organisation_fields as fields
from app.services.organisation import fingerprint
from app.services.organisation_fields import FieldDetails, field_details
from app.services.organisation_units import all_units, not_ended
from app.web.forms.organisation import ChargeEndForm, ChargeForm, FieldForm
from app.web.frame import actor, clock, flash_ok, requires, session
from app.web.organisation_forms import Answer, FormPage, save
from app.wording.terms import word

bp = Blueprint("fields", __name__, url_prefix="/linh-vuc")
KINDS = {"lanh-dao": ChargeKind.LEADER, "theo-doi": ChargeKind.FOLLOWER}


@bp.get("")
@requires(Action.EDIT_ORGANISATION)
def index() -> str:
    today = clock().today()
    found = fields.all_fields(session(), actor=actor())
    current = [field for field in found if field.valid_to is None or field.valid_to >= today]
    return render_template(
        "organisation/fields.html",
        found=current,
        ended=[field for field in found if field not in current],
        names=lambda field, kind: [each.user.name for each in _on(field, kind)],
        kinds=ChargeKind,
    )


def _on(field: Field, kind: ChargeKind) -> list[FieldCharge]:
    """Rows that hold today."""
    today = clock().today()
    return [each for each in fields.charges_on(field, kind, today) if each.valid_from <= today]


@bp.get("/<public_id>")
@requires(Action.EDIT_ORGANISATION)
def show(public_id: str) -> str:
    field, today = _find(public_id), clock().today()
    standing = [each for kind in ChargeKind for each in fields.charges_on(field, kind, today)]
    real = [each for each in field.charges if each.valid_to is None or each.valid_to >= each.valid_from]
    return render_template(
        "organisation/field.html",
        field=field,
        standing=standing,
        earlier=[each for each in reversed(real) if each not in standing],
    )


def _find(public_id: str) -> Field:
    return organisation.find(session(), Field, actor=actor(), public_id=public_id)


def _address(field: Field) -> str:
    return url_for("organisation.fields.show", public_id=field.public_id)


@bp.route("/them", methods=["GET", "POST"])
@requires(Action.EDIT_ORGANISATION)
def add() -> Answer:
    form = _form(None)
    page = FormPage(title="Thêm lĩnh vực", back=url_for("organisation.fields.index"), button="Thêm lĩnh vực")

    def change() -> str:
        field = fields.add_field(session(), actor=actor(), clock=clock(), details=form.details())
        flash_ok(f"Đã thêm lĩnh vực {field.name}.")
        return _address(field)

    return save(form, page, change)


@bp.route("/<public_id>/sua", methods=["GET", "POST"])
@requires(Action.EDIT_ORGANISATION)
def edit(public_id: str) -> Answer:
    field = _find(public_id)
    form = _form(field)
    page = FormPage(title="Sửa lĩnh vực", subtitle=field.name, back=_address(field))

    def change() -> str:
        seen, details = form.seen.data or "", form.details()
        fields.change_field(session(), actor=actor(), clock=clock(), field=field, seen=seen, details=details)
        flash_ok(f"Đã lưu lĩnh vực {field.name}.")
        return _address(field)

    return save(form, page, change, current=lambda: _form(field, sent=False))


def _form(field: Field | None, *, sent: bool = True) -> FieldForm:
    """The form with what was sent, or else filled with what is kept; units that ended stay on offer where they are."""
    form = FieldForm() if sent else FieldForm(formdata=None)
    today = clock().today()
    units = all_units(session(), actor=actor())
    good = {unit.id for unit in not_ended(units, today)} | {unit.id for unit in (field.units if field else ())}
    form.offer([unit for unit in units if unit.id in good])
    if not (sent and form.is_submitted()):
        details = field_details(field) if field else FieldDetails(name="", valid_from=today)
        form.fill(details)
        form.seen.data = fingerprint(details)
    return form


@bp.route("/<public_id>/<kind>", methods=["GET", "POST"])
@requires(Action.EDIT_ORGANISATION)
def charge(public_id: str, kind: str) -> Answer:
    if kind not in KINDS:
        raise NotFound
    field, form, wanted = _find(public_id), ChargeForm(), KINDS[kind]
    form.offer(fields.entitled(session(), actor=actor(), kind=wanted, today=clock().today()))
    if not form.is_submitted():
        form.since.data = clock().today()
    page = FormPage(title=word(wanted), subtitle=field.name, back=_address(field), note=_notes(field)[wanted])

    def change() -> str:
        assert form.since.data is not None
        user_id, since = int(form.user_id.data), form.since.data
        fields.put_in_charge(
            session(), actor=actor(), clock=clock(), field=field, kind=wanted, user_id=user_id, since=since
        )
        flash_ok(f"Đã ghi {word(wanted).lower()} lĩnh vực {field.name}.")
        return _address(field)

    return save(form, page, change)


def _notes(field: Field) -> dict[ChargeKind, str]:
    before = ", ".join(each.user.name for each in fields.charges_on(field, ChargeKind.LEADER, clock().today()))
    changed = f"Người đang phụ trách ({before}) thôi phụ trách từ ngày liền trước." if before else ""
    return {ChargeKind.LEADER: changed, ChargeKind.FOLLOWER: "Một lĩnh vực có thể có nhiều người theo dõi."}


@bp.route("/<public_id>/phu-trach/<int:charge_id>/thoi", methods=["GET", "POST"])
@requires(Action.EDIT_ORGANISATION)
def end(public_id: str, charge_id: int) -> Answer:
    field, form = _find(public_id), ChargeEndForm()
    row = next((each for each in field.charges if each.id == charge_id), None)
    if row is None:
        raise NotFound
    subtitle = f"{word(row.kind)} lĩnh vực {field.name}: {row.user.name}"
    page = FormPage(title="Thôi phụ trách, theo dõi", subtitle=subtitle, back=_address(field))

    def change() -> str | Response:
        assert form.last_day.data is not None
        last_day = form.last_day.data
        fields.end_charge(session(), actor=actor(), clock=clock(), field=field, charge_id=charge_id, last_day=last_day)
        flash_ok("Đã ghi ngày thôi phụ trách, theo dõi.")
        return _address(field)

    return save(form, page, change)
