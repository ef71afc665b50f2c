"""A person's own data: given out as a file, and erased."""

from __future__ import annotations

import json

from flask import Blueprint, Response
from werkzeug.wrappers import Response as Redirect

from app.domain.permissions import Action
from app.services import personal_data
from app.web.frame import actor, clock, requires, session
from app.web.organisation_forms import act
from app.web.organisation_people import address, find

bp = Blueprint("personal_data", __name__, url_prefix="/nguoi-dung/<public_id>")


@bp.post("/du-lieu")
@requires(Action.EDIT_ORGANISATION)
def export(public_id: str) -> Response:
    """All that is stored about the person, as a file; sent by a form, since the log tells of it."""
    data = personal_data.export(session(), actor=actor(), clock=clock(), user=find(public_id))
    session().commit()
    answer = Response(json.dumps(data, ensure_ascii=False, indent=1), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="du-lieu-{public_id}.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/xoa-du-lieu")
@requires(Action.EDIT_ORGANISATION)
def erase(public_id: str) -> Redirect:
    user = find(public_id)

    def change() -> None:
        personal_data.erase(session(), actor=actor(), clock=clock(), user=user)

    return act(change, "Đã xóa dữ liệu cá nhân; những việc đã làm còn lưu, không còn tên.", address(user))
