"""The office's organisation: its units, people, fields of work, calendar, and the tables they come in by.

One blueprint holds one for each subject, so that all of them stand under one item of the menu.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from app.domain.permissions import Action, allowed
from app.models import Office
from app.services import organisation
from app.services.organisation import fingerprint, office_details
from app.web import (
    organisation_calendar,
    organisation_fields,
    organisation_handovers,
    organisation_import,
    organisation_people,
    organisation_personal_data,
    organisation_policy,
    organisation_roles,
    organisation_stand_ins,
    organisation_starter,
    organisation_units,
    reorganising,
    rights,
)
from app.web.forms.organisation import OfficeForm
from app.web.frame import actor, actor_or_none, clock, flash_ok, requires, session
from app.web.organisation_forms import Answer, FormPage, save

bp = Blueprint("organisation", __name__, url_prefix="/co-quan")
for _part in (
    organisation_units,
    organisation_people,
    organisation_personal_data,
    organisation_roles,
    organisation_stand_ins,
    organisation_handovers,
    organisation_fields,
    organisation_calendar,
    organisation_import,
    organisation_starter,
    rights,
    organisation_policy,
    reorganising,
):
    bp.register_blueprint(_part.bp)

# Label and endpoint of each part, as they stand above every page.
PARTS = (
    ("Đơn vị", "organisation.units.index"),
    ("Người dùng", "organisation.people.index"),
    ("Bàn giao", "organisation.handovers.index"),
    ("Lĩnh vực", "organisation.fields.index"),
    ("Lịch làm việc", "organisation.calendar.index"),
    ("Nhập từ tệp", "organisation.tables.index"),
    ("Thông tin cơ quan", "organisation.office"),
    ("Quy định của cơ quan", "organisation.policy.index"),
    ("Bảng quyền", "organisation.rights.index"),
)
# What a part asks for besides the right to the organisation.
RIGHTS = {"organisation.policy.index": Action.EDIT_POLICY}

# Parts without an item of their own, and under whose they stand.
UNDER = {
    "organisation.personal_data": "organisation.people",
    "organisation.reorganising": "organisation.units",
    "organisation.roles": "organisation.people",
    "organisation.stand_ins": "organisation.people",
    "organisation.starter": "organisation.units",
}


@bp.context_processor
def _parts() -> dict[str, Any]:
    here = ".".join((request.endpoint or "").split(".")[:2])
    here = UNDER.get(here, here)
    somebody = actor_or_none()  # nobody, where the log-in page stands in for a form that was sent too late
    parts = [
        (label, url_for(endpoint), endpoint.startswith(here))
        for label, endpoint in PARTS
        if somebody is not None and allowed(somebody, RIGHTS.get(endpoint, Action.EDIT_ORGANISATION))
    ]
    return {"parts": parts, "today": clock().today()}


@bp.get("")
@requires(Action.EDIT_ORGANISATION)
def index() -> Response:
    return redirect(url_for("organisation.units.index"))


@bp.route("/thong-tin", methods=["GET", "POST"])
@requires(Action.EDIT_ORGANISATION)
def office() -> Answer:
    form = OfficeForm()
    if not form.is_submitted():
        form = _filled()
    page = FormPage(title="Thông tin cơ quan", back=url_for("organisation.index"))

    def change() -> str:
        seen, details = form.seen.data or "", form.details()
        organisation.change_office(session(), actor=actor(), clock=clock(), seen=seen, details=details)
        flash_ok("Đã lưu thông tin cơ quan.")
        return url_for("organisation.office")

    return save(form, page, change, current=_filled)


def _filled() -> OfficeForm:
    details = office_details(session().get_one(Office, actor().office_id))
    form = OfficeForm(formdata=None)
    form.fill(details)
    form.seen.data = fingerprint(details)
    return form
