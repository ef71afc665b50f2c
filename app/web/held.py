"""An expired session loses no typing: the fields of a form travel through the log-in page and are sent again."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from app.web.forms.auth import LoginForm

PREFIX = "giu."
TARGET = "giu-toi"
FILES = "giu-tep"
# Somebody else may be the next to log in on this PC: passwords are typed again rather than handed on.
NEVER_HELD = ("auth.password",)


def is_from_here() -> bool:
    """Whether the form was one of our own pages': another site's must neither be held nor touch the session.

    Browsers of our floor say so in ``Sec-Fetch-Site``; without it the origin must be ours.
    """
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        return said == "same-origin"
    return urlsplit(request.headers.get("Origin") or request.referrer or "").netloc == request.host


def ask_to_log_in(target: str) -> Response:
    """The log-in page with the posted fields in it, as hidden ones."""
    return _log_in_page(fields_for(target))


def fields_for(target: str) -> list[tuple[str, str]]:
    """The posted fields under names that hold them. A browser does not let files be held."""
    fields = [(PREFIX + name, value) for name, value in _posted() if name != "csrf_token"]
    if any(file.filename for file in request.files.values()):
        fields.append((FILES, "1"))
    return [(TARGET, target), *fields]


def again() -> list[tuple[str, str]]:
    """The held fields of a log-in that has to be tried once more."""
    return [(name, value) for name, value in _posted() if name.startswith(PREFIX) or name in (TARGET, FILES)]


def is_holding() -> bool:
    return TARGET in request.form


def resume(target: str) -> str:
    """The page after the log-in: one button sends what was typed to where it was going."""
    fields = [(name.removeprefix(PREFIX), value) for name, value in _posted() if name.startswith(PREFIX)]
    return render_template("auth/resume.html", target=target, fields=fields, lost_files=FILES in request.form)


def _posted() -> Iterable[tuple[str, str]]:
    return request.form.items(multi=True)


def _log_in_page(fields: list[tuple[str, str]]) -> Response:
    return make_response(
        render_template("auth/login.html", form=LoginForm(formdata=None), problem=None, held=fields), 401
    )
