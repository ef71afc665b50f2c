"""The state of the installation, and the address that says it is up."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, render_template, url_for
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.permissions import Action, allowed
from app.services import health, mail_trial, system_state
from app.web.forms.outbox import RetryForm
from app.web.frame import actor, clock, flash_error, flash_ok, frame, public, requires, session
from app.wording import health as words
from app.wording.backup import size
from app.wording.errors import sentence
from app.wording.formats import age
from app.wording.jobs import DESCRIPTIONS
from app.wording.outbox import test_queued

bp = Blueprint("system", __name__)
DOWN = 503


@bp.get("/healthz")
@public
def healthz() -> Response | tuple[Response, int]:
    """For monitoring: 200 when the web server and its database answer, also when something else does not; the body says
    what. It names no person, no host and no secret."""
    version = frame().version
    try:
        pulse = health.pulse(session(), clock=clock(), production=frame().config.production)
    except SQLAlchemyError:
        session().rollback()
        return jsonify(status="down", version=version), DOWN
    return jsonify(status="degraded" if pulse.problems else "ok", version=version, **_facts(pulse))


def _facts(pulse: health.Pulse) -> dict[str, object]:
    now = clock().now()
    return {
        "problems": [problem.code for problem in pulse.problems],
        "heartbeat": pulse.heartbeat and pulse.heartbeat.isoformat(),
        "last_digest": pulse.last_digest and pulse.last_digest.isoformat(),
        "lease_held": pulse.has_holder,
        "outbox_age_seconds": int((now - pulse.oldest_mail).total_seconds()) if pulse.oldest_mail else 0,
        "backup_age_seconds": int((now - pulse.last_backup).total_seconds()) if pulse.last_backup else None,
    }


@bp.get("/tinh-trang")
@requires(Action.VIEW_SYSTEM, Action.RETRY_MAIL)
def status() -> str:
    """Whoever only looks after the mail sees the mail."""
    config = frame().config
    state = system_state.overview(
        session(),
        office_id=actor().office_id,
        clock=clock(),
        production=config.production,
        takes_backups=config.backup_dir is not None,
    )
    return render_template(
        "system/status.html",
        state=state,
        whole=allowed(actor(), Action.VIEW_SYSTEM),
        smtp=config.smtp,
        now=clock().now(),
        test_form=RetryForm(),
        words=words,
        age=age,
        describe=DESCRIPTIONS.get,
        size=size,
    )


@bp.post("/tinh-trang/thu-thu")
@requires(Action.VIEW_SYSTEM, Action.RETRY_MAIL)
def test_mail() -> Response:
    if RetryForm().validate_on_submit():
        try:
            queued = mail_trial.queue(session(), actor=actor(), clock=clock(), version=frame().version)
            session().commit()
            flash_ok(test_queued(queued.to_address))
        except DomainError as error:
            session().rollback()
            flash_error(sentence(error))
    return redirect(url_for("system.status"))
