"""The state of the installation, and the address that says it is up."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template
from sqlalchemy import text
from werkzeug.wrappers import Response

from app.domain.permissions import Action
from app.services import health
from app.web.frame import actor, clock, frame, public, requires, session
from app.wording.backup import size
from app.wording.health import job_word

bp = Blueprint("system", __name__)


@bp.get("/healthz")
@public
def healthz() -> Response:
    """Answers 200 when the web server and its database answer."""
    session().execute(text("SELECT 1"))
    return jsonify(status="ok", version=frame().version)


@bp.get("/tinh-trang")
@requires(Action.VIEW_SYSTEM)
def status() -> str:
    state = health.overview(session(), office_id=actor().office_id, clock=clock())
    return render_template("system/status.html", state=state, smtp=frame().config.smtp, job_word=job_word, size=size)
