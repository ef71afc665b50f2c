"""A scan on its way to a draft: how far its recognition is, why it failed, and giving it up."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.permissions import Action
from app.domain.terms import RecognitionState
from app.models import Recognition
from app.services import health, recognition
from app.web.frame import actor, clock, files, flash_ok, flash_warn, requires, session
from app.wording.drafts import recognition_words
from app.wording.errors import sentence

bp = Blueprint("recognition", __name__)


@bp.get("/van-ban/nhan-dang/<public_id>")
@requires(Action.EDIT_DRAFT)
def show(public_id: str) -> str | Response:
    found = _find(public_id)
    if found.draft is not None:
        return redirect(url_for("drafts.review", public_id=found.draft.public_id))
    if found.state is RecognitionState.CANCELLED:
        return redirect(url_for("drafts.index"))
    return render_template(
        "recognition/show.html",
        scan=found,
        waits=found.state in recognition.OPEN,
        words=recognition_words(found.state, found.pages, found.pages_done),
        ahead=recognition.ahead(session(), recognition=found),
        problem=sentence(DomainError(found.problem, **found.params)) if found.problem else "",
        silent=health.jobs_are_silent(session(), clock=clock()),
    )


@bp.post("/van-ban/nhan-dang/<public_id>/bo")
@requires(Action.EDIT_DRAFT)
def cancel(public_id: str) -> Response:
    found = _find(public_id)
    try:
        held = recognition.cancel(session(), actor=actor(), recognition=found)
        session().commit()
    except DomainError as problem:
        session().rollback()
        if problem.code != "draft.closed":
            raise
        flash_warn("Bản quét này đã nhận dạng xong hoặc đã bỏ.")
        return redirect(url_for("recognition.show", public_id=public_id))
    files().let_go(held)
    flash_ok("Đã bỏ bản quét; tệp đã được xóa khỏi máy chủ.")
    return redirect(url_for("drafts.index"))


def _find(public_id: str) -> Recognition:
    return recognition.find(session(), actor=actor(), public_id=public_id)
