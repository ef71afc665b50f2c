"""The audit log."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from app.adapters.excel import Column
from app.domain.calendar import local_day
from app.domain.permissions import Action, allowed
from app.services.audit_log import read_log
from app.services.listing import EXPORT_LIMIT
from app.web.frame import actor, requires, session
from app.web.lists import file_url, page_number, per_page, url_for_page, url_with
from app.web.sheets import send_rows
from app.wording import lists as list_words
from app.wording.audit import ACTS, act_word, actor_word, payload_words, subject_word
from app.wording.formats import instant

bp = Blueprint("audit", __name__)
LOG_COLUMNS = (
    Column("Số thứ tự", 10, "number"),
    Column("Thời điểm", 22),
    Column("Người thực hiện", 26),
    Column("Việc đã làm", 34),
    Column("Đối tượng", 18),
    Column("Mã đối tượng", 24),
    Column("Chi tiết", 60),
)
# Where the subject of an act is shown, and the right its page asks for.
PAGES = {
    "assignment": ("assignments.show", Action.VIEW_ALL_ASSIGNMENTS),
    "directive": ("directives.show", Action.VIEW_ALL_ASSIGNMENTS),
    "mail": ("outbox.show", Action.VIEW_OUTBOX),
    "report": ("reports.show", Action.VIEW_REPORTS),
    "unit": ("organisation.units.show", Action.EDIT_ORGANISATION),
    "person": ("organisation.people.show", Action.EDIT_ORGANISATION),
    "field": ("organisation.fields.show", Action.EDIT_ORGANISATION),
}


@bp.get("/nhat-ky")
@requires(Action.VIEW_AUDIT)
def index() -> str:
    chosen, unknown = _chosen()
    return render_template(
        "audit/index.html",
        found=read_log(session(), actor=actor(), page=page_number(), action=chosen, per_page=per_page()),
        chosen=chosen,
        in_vain=list_words.not_offered([("Việc đã làm", unknown)]) if unknown else "",
        acts=ACTS,
        act_word=act_word,
        subject_word=subject_word,
        payload_words=payload_words,
        local_day=local_day,
        subject_url=subject_url,
        actor_word=actor_word,
        url_for_page=url_for_page,
        url_with=url_with,
        file_url=file_url(),
    )


@bp.get("/nhat-ky.xlsx")
@requires(Action.VIEW_AUDIT)
def index_file() -> Response:
    chosen, _ = _chosen()
    found = read_log(session(), actor=actor(), action=chosen, per_page=EXPORT_LIMIT)
    rows = (
        (
            entry.sequence,
            instant(entry.at),
            actor_word(entry.name, entry.payload),
            act_word(entry.action),
            subject_word(entry.subject),
            entry.subject.partition(":")[2],
            payload_words(entry.payload, local_day(entry.at)),
        )
        for entry in found.items
    )
    said = [act_word(chosen)] if chosen else []
    return send_rows("Nhật ký hệ thống", filters=said, columns=LOG_COLUMNS, rows=rows, total=found.total)


def _chosen() -> tuple[str, str]:
    """The act the log is narrowed to, and what was asked for and is none."""
    asked = request.args.get("viec", "").strip()
    return (asked, "") if asked in ACTS else ("", asked)


def subject_url(subject: str) -> str | None:
    """The page of what the act was done to, if this person may open it."""
    kind, _, public_id = subject.partition(":")
    endpoint, right = PAGES.get(kind, ("", Action.VIEW_AUDIT))
    return url_for(endpoint, public_id=public_id) if endpoint and public_id and allowed(actor(), right) else None
