"""The outbox: what was queued, how far it got, and sending again by hand."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask import Response as Answer
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.permissions import Action, allowed
from app.domain.terms import OutboxState
from app.services import delivery
from app.services.delivery import Missing
from app.web.forms.outbox import RetryForm
from app.web.frame import actor, clock, flash_error, flash_ok, frame, requires, session
from app.wording.errors import sentence
from app.wording.outbox import FILTERS, RETRIED

bp = Blueprint("outbox", __name__, url_prefix="/thu")

# A mail styles itself line by line, and loads and runs nothing.
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'; sandbox"


@bp.get("")
@requires(Action.VIEW_OUTBOX)
def index() -> str:
    wanted = _wanted()
    page = delivery.list_messages(session(), actor=actor(), wanted=wanted, page=request.args.get("page", 1, type=int))
    return render_template(
        "outbox/index.html",
        page=page,
        wanted=wanted,
        filters=FILTERS,
        url_for_page=lambda number: url_for("outbox.index", state=wanted, page=number),
        trouble=delivery.latest_trouble(session(), actor=actor()),
        has_server=frame().config.smtp is not None,
    )


def _wanted() -> OutboxState | Missing | None:
    asked = request.args.get("state", "")
    if asked == Missing.ADDRESS:
        return Missing.ADDRESS
    return OutboxState(asked) if asked in {state.value for state in OutboxState} else None


@bp.get("/<public_id>")
@requires(Action.VIEW_OUTBOX)
def show(public_id: str) -> str:
    message = delivery.find(session(), actor=actor(), public_id=public_id)
    may_retry = allowed(actor(), Action.RETRY_MAIL) and delivery.is_stuck(message)
    return render_template(
        "outbox/show.html",
        message=message,
        form=RetryForm() if may_retry else None,
        has_server=frame().config.smtp is not None,
    )


@bp.get("/<public_id>/html")
@requires(Action.VIEW_OUTBOX)
def html(public_id: str) -> Answer:
    """The HTML part by itself, for the frame on the message's page."""
    answer = make_response(delivery.find(session(), actor=actor(), public_id=public_id).body_html)
    answer.headers["Content-Security-Policy"] = MAIL_POLICY
    return answer


@bp.post("/<public_id>/gui-lai")
@requires(Action.RETRY_MAIL)
def retry(public_id: str) -> Response:
    if RetryForm().validate_on_submit():
        try:
            delivery.retry(session(), actor=actor(), clock=clock(), public_id=public_id)
            session().commit()
            flash_ok(RETRIED)
        except DomainError as error:
            if error.code == "not_found":
                raise
            session().rollback()
            flash_error(sentence(error))
    return redirect(url_for("outbox.show", public_id=public_id))
