"""Logging in and out."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask import session as cookie
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.models import User
from app.services import access
from app.services.people import load_actor
from app.web import held
from app.web.forms.auth import LoginForm, LogoutForm
from app.web.frame import LoggedIn, actor_or_none, clock, public, session
from app.web.security import password_seal
from app.wording.errors import ERRORS, sentence

bp = Blueprint("auth", __name__)


@bp.route("/dang-nhap", methods=["GET", "POST"])
@public
def login() -> str | Response | tuple[str, int]:
    if actor_or_none() is not None:
        return redirect(_next())
    form = LoginForm()
    if not form.validate_on_submit():
        return render_template("auth/login.html", form=form, problem=None, held=held.again())
    problem = _try_log_in(form)
    if problem is not None:
        return render_template("auth/login.html", form=form, problem=problem, held=held.again()), 401
    return held.resume(_ours(request.form[held.TARGET])) if held.is_holding() else redirect(_next())


def _try_log_in(form: LoginForm) -> str | None:
    """Log in and start a fresh session; a sentence if that failed."""
    try:
        user = access.log_in(
            session(),
            clock=clock(),
            login=form.login.data or "",
            password=form.password.data or "",
            address=request.remote_addr or "",
        )
    except DomainError as error:
        return sentence(error)
    session().commit()
    return _start(user) if user else ERRORS["login.wrong"]


def _start(user: User) -> str | None:
    somebody = load_actor(session(), user_id=user.id, today=clock().today())
    if somebody is None or not somebody.roles:
        return ERRORS["login.no_role"]
    cookie.clear()
    g.pop("csrf_token", None)  # Flask-WTF keeps the old session's token for the rest of the request.
    cookie.permanent = True
    cookie["seal"] = password_seal(user)
    login_user(LoggedIn(somebody))
    return None


@bp.post("/dang-xuat")
@public
def logout() -> Response:
    if LogoutForm().validate_on_submit():
        logout_user()
        cookie.clear()
    return redirect(url_for("auth.login"))


def _next() -> str:
    """The page that was asked for before, if it is one of ours."""
    return _ours(request.args.get("tiep", ""))


def _ours(wanted: str) -> str:
    """The address if it is one of ours; otherwise the first page."""
    if not wanted.isprintable():
        return url_for("desk.home")
    parts = urlsplit(wanted)
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return wanted if ours else url_for("desk.home")
