"""Headers, the read-only hint for the database, and who a session belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from flask import Flask, Response, request
from flask import session as cookie
from werkzeug.exceptions import BadRequest, NotFound

from app.adapters.database import reading_only
from app.extensions import login_manager
from app.models import User
from app.services.people import Visitor, find_visitor
from app.web.frame import LoggedIn, clock, frame, kept, session

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def register(app: Flask) -> None:
    app.before_request(_refuse_nul)
    app.before_request(_say_whether_it_only_reads)
    app.after_request(_add_headers)
    login_manager.user_loader(_load)


def _refuse_nul() -> None:
    """Nothing comes in with the character that no text in PostgreSQL can have, and that nobody types: an address with
    it leads nowhere, and neither a query nor a form with it is read. Of a file only the name is text."""
    if "\0" in request.path:
        raise NotFound
    if any("\0" in text for text in _sent()):
        raise BadRequest


def _sent() -> Iterator[str]:
    """Every value as text. Where no view reads a form, none is read here."""
    yield from chain.from_iterable(request.args.listvalues())
    if request.method == "POST" and request.endpoint:
        yield from chain.from_iterable(request.form.listvalues())
        yield from (file.filename or "" for file in chain.from_iterable(request.files.listvalues()))


def _say_whether_it_only_reads() -> None:
    reading_only.set(request.method in ("GET", "HEAD", "OPTIONS"))


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static" and "v" in request.args:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    elif request.endpoint != "static":
        # Pages hold an office's business: neither a proxy nor the back button of a shared PC may keep them.
        response.headers.setdefault("Cache-Control", "no-store")
    if frame().config.production:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def _load(public_id: str) -> LoggedIn | None:
    """The person of a cookie, unless deactivated or the password has changed since."""
    today = clock().today()
    visitor = kept(("visitor", public_id, today), lambda: find_visitor(session(), public_id=public_id, today=today))
    if visitor is None or cookie.get("seal") != password_seal(visitor):
        return None
    return LoggedIn(visitor.actor, visitor.stands_in_for)


def password_seal(user: User | Visitor) -> str:
    """The end of the stored hash: it changes with the password, and says nothing of it."""
    return user.password_hash[-12:]
