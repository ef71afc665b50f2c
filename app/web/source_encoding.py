"""A source that was converted from an older encoding, before and after."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.domain.permissions import Action
from app.services import drafts, source_encoding
from app.services.listing import Page
from app.web.frame import actor, clock, files, flash_ok, requires, session
from app.web.lists import page_number, url_for_page

bp = Blueprint("source_encoding", __name__)
LINES = 200  # on a page


@bp.get("/du-kien/<public_id>/bang-ma")
@requires(Action.EDIT_DRAFT)
def show(public_id: str) -> str:
    source = drafts.find_draft(session(), actor=actor(), public_id=public_id).source
    encoding, kept = source_encoding.encoding(source), source_encoding.kept(source)
    session().rollback()  # Nobody waits for the database while an old file is read.
    lines = source_encoding.before_and_after(files(), kept)
    number = max(1, page_number())
    return render_template(
        "drafts/encoding.html",
        public_id=public_id,
        filename=kept.filename,
        encoding=encoding,
        found=Page(lines[(number - 1) * LINES : number * LINES], number, len(lines), LINES),
        url_for_page=url_for_page,
    )


@bp.post("/du-kien/<public_id>/bang-ma")
@requires(Action.EDIT_DRAFT)
def take_as_typed(public_id: str) -> Response:
    kept = source_encoding.kept(drafts.find_draft(session(), actor=actor(), public_id=public_id).source)
    session().rollback()
    draft = source_encoding.take_as_typed(session(), actor=actor(), clock=clock(), files=files(), kept=kept)
    session().commit()
    flash_ok("Đã lập dự kiến khác từ nguyên bản chưa chuyển; dự kiến trước vẫn còn trong danh sách.")
    return redirect(url_for("drafts.review", public_id=draft.public_id))
