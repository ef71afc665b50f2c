"""Pictures of a source's pages, to check the text against the stamp and the handwriting."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from app.adapters.page_images import page_image
from app.domain.errors import DomainError
from app.domain.permissions import Action
from app.models import Source
from app.services import directives, drafts
from app.web.frame import actor, files, requires, session

bp = Blueprint("source_pages", __name__)


@bp.get("/du-kien/<public_id>/trang/<int:n>.png")
@requires(Action.EDIT_DRAFT)
def draft_page(public_id: str, n: int) -> Response:
    return _image(drafts.find_draft(session(), actor=actor(), public_id=public_id).source, n)


@bp.get("/van-ban/<public_id>/trang/<int:n>.png")
@requires(Action.VIEW_ALL_ASSIGNMENTS)
def directive_page(public_id: str, n: int) -> Response:
    directive = directives.find_directive(session(), actor=actor(), public_id=public_id)
    return _image(directives.source_of(session(), actor=actor(), directive=directive), n)


def draft_image(public_id: str) -> Callable[[int], str]:
    """The addresses of a draft's pictures by page."""
    return lambda number: url_for("source_pages.draft_page", public_id=public_id, n=number)


def directive_image(public_id: str) -> Callable[[int], str]:
    """The same of a directive's."""
    return lambda number: url_for("source_pages.directive_page", public_id=public_id, n=number)


def _image(source: Source, number: int) -> Response:
    """Raises DomainError("not_found") for a page that is not there."""
    if not source.page_starts or not 1 <= number <= len(source.page_starts):
        raise DomainError("not_found")
    digest = source.sha256
    session().rollback()  # Nobody waits for the database while a page is drawn.
    answer = Response(page_image(files(), digest, number).read_bytes(), mimetype="image/png")
    answer.set_etag(f"{digest[:32]}-{number}")
    # The same file has the same pages for ever. But they are an office's business: no proxy keeps them, and the browser
    # of a shared PC asks each time whether they may still be seen.
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer.make_conditional(request)
