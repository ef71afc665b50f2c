"""The outbox: what was queued, how far it got, and sending again by hand."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask import Response as Answer
from werkzeug.wrappers import Response

from app.adapters.excel import Column
from app.adapters.links import without_tokens
from app.domain.errors import DomainError
from app.domain.permissions import Action, allowed
from app.domain.terms import OutboxState
from app.services import delivery, morning_preview, retrying, visibility
from app.services.delivery import Missing
from app.services.listing import EXPORT_LIMIT
from app.web.forms.outbox import RetryForm
from app.web.frame import actor, clock, flash_error, flash_ok, frame, links, requires, session
from app.web.lists import file_url, per_page, url_with
from app.web.sheets import send_rows
from app.wording import lists as list_words
from app.wording.errors import sentence
from app.wording.formats import instant
from app.wording.outbox import FILTERS, RETRIED, retried
from app.wording.terms import word

bp = Blueprint("outbox", __name__)
MAIL_COLUMNS = (
    Column("Thư", 60),
    Column("Loại", 24),
    Column("Nơi nhận", 30),
    Column("Địa chỉ", 28),
    Column("Lập lúc", 22),
    Column("Trạng thái", 22),
    Column("Số lần gửi", 8, "number"),
    Column("Đã gửi lúc", 22),
    Column("Lỗi gần nhất", 40),
)

# A mail styles itself line by line, and loads and runs nothing.
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'; sandbox"


@bp.get("/thu")
@requires(Action.VIEW_OUTBOX)
def index() -> str:
    wanted = _wanted()
    asked, size = request.args.get("page", 1, type=int), per_page()
    page = delivery.list_messages(session(), actor=actor(), wanted=wanted, page=asked, per_page=size)
    return render_template(
        "outbox/index.html",
        page=page,
        wanted=wanted,
        filters=FILTERS,
        in_vain=_in_vain(wanted),
        url_for_page=lambda number: url_with(page=number),
        url_with=url_with,
        file_url=file_url(),
        trouble=delivery.latest_trouble(session(), actor=actor()),
        has_server=frame().config.smtp is not None,
    )


@bp.get("/thu.xlsx")
@requires(Action.VIEW_OUTBOX)
def index_file() -> Response:
    wanted = _wanted()
    found = delivery.list_messages(session(), actor=actor(), wanted=wanted, per_page=EXPORT_LIMIT)
    rows = (
        (
            each.subject,
            word(each.kind),
            each.to_name,
            each.to_address,
            instant(each.recorded_at),
            word(each.state),
            each.attempts,
            instant(each.sent_at),
            each.last_error,
        )
        for each in found.items
    )
    said = [FILTERS[wanted]] if wanted else []
    return send_rows("Thư chờ gửi và đã gửi", filters=said, columns=MAIL_COLUMNS, rows=rows, total=found.total)


def _in_vain(wanted: OutboxState | Missing | None) -> str:
    """What the address asked for and no list has."""
    asked = request.args.get("state", "").strip()
    return list_words.not_offered([("Trạng thái", asked)]) if asked and not wanted else ""


def _wanted() -> OutboxState | Missing | None:
    asked = request.args.get("state", "")
    if asked == Missing.ADDRESS:
        return Missing.ADDRESS
    return OutboxState(asked) if asked in {state.value for state in OutboxState} else None


@bp.get("/thu/sang-mai")
@requires(Action.VIEW_OUTBOX)
def next_morning() -> str:
    """A dry run: what the next working morning would send; with ``?thu=`` one of the mails in full."""
    morning = morning_preview.preview(session(), office_id=actor().office_id, at=clock().now(), links=links())
    asked = request.args.get("thu", "")
    opened = next((mail for mail in morning.mails if mail.mark == asked), None)
    return render_template("outbox/next_morning.html", morning=morning, opened=opened, asked=asked)


@bp.get("/thu/gui-lai")
@requires(Action.RETRY_MAIL)
def confirm_retry_all() -> str:
    failed = retrying.failed(session(), actor=actor(), clock=clock())
    return render_template("outbox/retry_all.html", failed=failed, form=RetryForm())


@bp.post("/thu/gui-lai")
@requires(Action.RETRY_MAIL)
def retry_all() -> Response:
    if RetryForm().validate_on_submit():
        done = retrying.retry_failed(session(), actor=actor(), clock=clock())
        session().commit()
        flash_ok(retried(done.count, done.without_address))
    return redirect(url_for("outbox.index"))


@bp.get("/thu/<public_id>")
@requires(Action.VIEW_OUTBOX)
def show(public_id: str) -> str:
    message = delivery.find(session(), actor=actor(), public_id=public_id)
    may_retry = allowed(actor(), Action.RETRY_MAIL) and delivery.is_stuck(message)
    return render_template(
        "outbox/show.html",
        message=message,
        is_readable=visibility.may_read_mail(session(), actor=actor(), message=message),
        text=without_tokens(message.body_text),
        short=without_tokens(message.short_text),
        form=RetryForm() if may_retry else None,
        has_server=frame().config.smtp is not None,
    )


@bp.get("/thu/<public_id>/html")
@requires(Action.VIEW_OUTBOX)
def html(public_id: str) -> Answer:
    """The HTML part by itself, for the frame on the message's page."""
    message = delivery.find_readable(session(), actor=actor(), public_id=public_id)
    answer = make_response(without_tokens(message.body_html))
    answer.headers["Content-Security-Policy"] = MAIL_POLICY
    return answer


@bp.post("/thu/<public_id>/gui-lai")
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
