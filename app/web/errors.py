"""Every refusal as a page with a sentence: what happened, and what to do next."""

from __future__ import annotations

from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from app.adapters.database import reading_only
from app.domain.errors import DomainError
from app.extensions import db
from app.web.frame import actor_or_none, to_log_in
from app.wording.errors import ERRORS, sentence

STATUS = {"permission.denied": 403, "source.limited": 403, "mail.limited": 403, "not_found": 404, "stale": 409}
HTTP_CODES = {
    400: "http.bad_request",
    403: "permission.denied",
    404: "not_found",
    405: "http.method",
    413: "http.too_large",
}


def register(app: Flask) -> None:
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _page(status: int, text: str) -> tuple[str, int]:
    # Whatever the request had begun is undone; the error page only reads who is asking, and waits for no lock.
    db.session.rollback()
    reading_only.set(True)
    return render_template("errors/error.html", code=status, text=text), status


def _domain(error: DomainError) -> tuple[str, int]:
    return _page(STATUS.get(error.code, 400), sentence(error))


def _csrf(error: CSRFError) -> ResponseReturnValue:
    """A form without its token: most often the session has ended meanwhile."""
    if actor_or_none() is not None or request.endpoint == "auth.login":
        return _page(400, ERRORS["http.csrf"])
    try:
        return to_log_in()
    except DomainError as refused:
        return _domain(refused)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is not None and error.code < 400:
        return error.get_response()
    code = HTTP_CODES.get(error.code or 500, "http.other")
    return _page(error.code or 500, ERRORS[code])


def _unexpected(error: Exception) -> ResponseReturnValue:
    if current_app.testing:
        raise error
    current_app.logger.exception("unexpected error on %s", request.path)
    if isinstance(error, OperationalError):
        # Locked or gone: nothing on the page may ask the database again.
        g.without_database = True
        return _page(503, ERRORS["http.busy"])
    return _page(500, ERRORS["http.unexpected"])
