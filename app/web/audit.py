"""The audit log."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for

from app.domain.calendar import local_day
from app.domain.permissions import Action, allowed
from app.services.audit_log import read_log
from app.web.frame import actor, requires, session
from app.web.lists import page_number, url_for_page
from app.wording.audit import ACTS, ERASED, act_word, payload_words, subject_word

bp = Blueprint("audit", __name__)
# Where the subject of an act is shown, and the right its page asks for.
PAGES = {
    "assignment": ("assignments.show", Action.VIEW_ALL_ASSIGNMENTS),
    "directive": ("directives.show", Action.VIEW_ALL_ASSIGNMENTS),
    "mail": ("outbox.show", Action.VIEW_OUTBOX),
    "report": ("reports.show", Action.VIEW_REPORTS),
}


@bp.get("/nhat-ky")
@requires(Action.VIEW_AUDIT)
def index() -> str:
    chosen = request.args.get("viec", "")
    return render_template(
        "audit/index.html",
        found=read_log(session(), actor=actor(), page=page_number(), action=chosen if chosen in ACTS else ""),
        chosen=chosen if chosen in ACTS else "",
        acts=ACTS,
        act_word=act_word,
        subject_word=subject_word,
        payload_words=payload_words,
        local_day=local_day,
        subject_url=subject_url,
        erased=ERASED,
        url_for_page=url_for_page,
    )


def subject_url(subject: str) -> str | None:
    """The page of what the act was done to, if this person may open it."""
    kind, _, public_id = subject.partition(":")
    endpoint, right = PAGES.get(kind, ("", Action.VIEW_AUDIT))
    return url_for(endpoint, public_id=public_id) if endpoint and public_id and allowed(actor(), right) else None
