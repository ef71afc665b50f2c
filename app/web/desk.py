"""The first page: the office's desk, or the page where everybody else begins."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.domain.calendar import VIETNAM, local_day
from app.domain.permissions import Action, allowed
from app.services import overview
from app.services.drafts import DraftLine
from app.services.listing import AssignmentRow
from app.web.frame import actor, clock, requires, session
from app.web.lists import detail_of, rules
from app.wording import course as words
from app.wording.formats import short_day
from app.wording.mail import directive_words

bp = Blueprint("desk", __name__)
# Where a person without a desk begins: the first right that is held.
BEGINNINGS = (
    (Action.VIEW_OWN_ASSIGNMENTS, "assignments.unit_page"),
    (Action.VIEW_ALL_ASSIGNMENTS, "directives.index"),
    (Action.VIEW_SYSTEM, "system.status"),
)


@bp.get("/")
@requires(Action.VIEW_DESK, *(action for action, _ in BEGINNINGS))
def home() -> str | Response:
    if not allowed(actor(), Action.VIEW_DESK):
        return redirect(url_for(next(endpoint for action, endpoint in BEGINNINGS if allowed(actor(), action))))
    in_force = rules()

    def waited(row: AssignmentRow) -> str:
        return words.waited(overview.working_days_waited(row, rules=in_force, today=clock().today()))

    seen = overview.overview(session(), actor=actor(), rules=in_force, clock=clock())
    return render_template(
        "desk/home.html",
        seen=seen,
        inside=[rank for rank in seen.ranking if rank.under_authority],
        outside=[rank for rank in seen.ranking if not rank.under_authority],
        waited=waited,
        detail=detail_of(in_force),
        name_of=_name_of,
        words=words,
        now=clock().now(),
        hour=lambda instant: f"{instant.astimezone(VIETNAM):%H:%M}",
        short=lambda instant: short_day(local_day(instant)),
        may_open_drafts=allowed(actor(), Action.EDIT_DRAFT),
        may_open_mail=allowed(actor(), Action.VIEW_OUTBOX),
    )


def _name_of(draft: DraftLine) -> str:
    """The notice by its number; by its file while nothing else is known of it."""
    document = draft.content.document
    if not document.number and draft.filename:
        return draft.filename
    return directive_words(document.kind, document.number or None, document.issued_on)
