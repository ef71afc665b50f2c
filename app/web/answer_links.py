"""The office ends the links of an assignment by which its unit answers without logging in."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.permissions import Action
from app.services import answer_links, assignments
from app.web.frame import actor, clock, flash_error, flash_ok, requires, session
from app.wording.errors import sentence

bp = Blueprint("answer_links", __name__)


@bp.post("/nhiem-vu/<public_id>/lien-ket/thu-hoi")
@requires(Action.MANAGE_LINKS)
def revoke(public_id: str) -> Response:
    assignment = assignments.find(session(), actor=actor(), public_id=public_id)
    try:
        answer_links.revoke(session(), actor=actor(), clock=clock(), assignment=assignment)
        session().commit()
        flash_ok("Đã thu hồi liên kết trong các thư đã gửi; thư sau có liên kết mới.")
    except DomainError as problem:
        session().rollback()
        flash_error(sentence(problem))
    return redirect(url_for("assignments.show", public_id=public_id))
