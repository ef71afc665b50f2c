"""The audit log."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from app.adapters.excel import Column
from app.domain.calendar import local_day
from app.domain.permissions import Action, allowed
from app.services.audit_log import Entry, WantedEntries, read_log
from app.services.audit_seals import last_seal
from app.services.listing import EXPORT_LIMIT
from app.web.forms.lists import LogRange
from app.web.frame import actor, requires, session
from app.web.lists import file_url, page_number, per_page, url_for_page, url_with
from app.web.sheets import send_rows
from app.wording import lists as list_words
from app.wording.audit import ACTS, act_word, actor_words, payload_words, subject_word
from app.wording.audit_seals import NOT_SEALED, sealed_words
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


class _Asked:
    """What the address narrows the log to; an act that nobody offers is named and left out."""

    def __init__(self) -> None:
        asked = request.args.get("viec", "").strip()
        self.act = asked if asked in ACTS else ""
        self.in_vain = list_words.not_offered([("Việc đã làm", asked)]) if asked not in ("", self.act) else ""
        self.days = LogRange(request.args)
        self.days.validate()
        since, through = self.days.since.data, self.days.through.data
        self.wanted = WantedEntries(self.act, since, None if self.days.through.errors else through)

    @property
    def said(self) -> list[str]:
        since, through = self.wanted.since, self.wanted.through
        said = [act_word(self.act) if self.act else "", list_words.since(since) if since else ""]
        return [text for text in (*said, list_words.through(through) if through else "") if text]


@bp.get("/nhat-ky")
@requires(Action.VIEW_AUDIT)
def index() -> str:
    asked = _Asked()
    return render_template(
        "audit/index.html",
        found=read_log(session(), actor=actor(), page=page_number(), wanted=asked.wanted, per_page=per_page()),
        asked=asked,
        sealed=_sealed(),
        acts=ACTS,
        act_word=act_word,
        subject_word=subject_word,
        payload_words=payload_words,
        local_day=local_day,
        subject_url=subject_url,
        actor_words=actor_words,
        url_for_page=url_for_page,
        url_with=url_with,
        file_url=file_url(),
    )


@bp.get("/nhat-ky.xlsx")
@requires(Action.VIEW_AUDIT)
def index_file() -> Response:
    asked = _Asked()
    found = read_log(session(), actor=actor(), wanted=asked.wanted, per_page=EXPORT_LIMIT)
    return send_rows(
        "Nhật ký hệ thống",
        filters=asked.said,
        columns=LOG_COLUMNS,
        rows=map(_cells, found.items),
        total=found.total,
        counted=_sealed(),
    )


def _cells(entry: Entry) -> tuple[object, ...]:
    """In the order of ``LOG_COLUMNS``."""
    return (
        entry.sequence,
        instant(entry.at),
        actor_words(entry.name, entry.payload),
        act_word(entry.action),
        subject_word(entry.subject),
        entry.subject.partition(":")[2],
        payload_words(entry.payload, local_day(entry.at)),
    )


def _sealed() -> str:
    last = last_seal(session(), actor=actor())
    return sealed_words(last.day, last.sealed_at, last.hash) if last else NOT_SEALED


def subject_url(subject: str) -> str | None:
    """The page of what the act was done to, if this person may open it."""
    kind, _, public_id = subject.partition(":")
    endpoint, right = PAGES.get(kind, ("", Action.VIEW_AUDIT))
    return url_for(endpoint, public_id=public_id) if endpoint and public_id and allowed(actor(), right) else None
