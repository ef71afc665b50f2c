"""Every refusal as a page with a sentence: what happened, and what to do next."""

from __future__ import annotations

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.domain.errors import DomainError
from app.extensions import db
from app.web.frame import actor_or_none, to_log_in
from app.wording.errors import ERRORS, sentence

STATUS = {"permission.denied": 403, "not_found": 404, "stale": 409}
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
    # Whatever the request had begun is undone before the error page reads who is asking.
    db.session.rollback()
    return render_template("errors/error.html", code=status, text=text), status


def _domain(error: DomainError) -> tuple[str, int]:
    return _page(STATUS.get(error.code, 400), sentence(error))


def _csrf(error: CSRFError) -> ResponseReturnValue:
    """A form without its token: most often the session has ended meanwhile."""
    if actor_or_none() is None and request.endpoint != "auth.login":
        return to_log_in()
    return _page(400, ERRORS["http.csrf"])


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is not None and error.code < 400:
        return error.get_response()
    code = HTTP_CODES.get(error.code or 500, "http.other")
    return _page(error.code or 500, ERRORS[code])


def _unexpected(error: Exception) -> ResponseReturnValue:
    if current_app.testing:
        raise error
    current_app.logger.exception("unexpected error on %s", request.path)
    return _page(500, ERRORS["http.unexpected"])
