"""Logging in and out."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask import session as cookie
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.permissions import Action
from app.models import User
from app.services import access, passwords
from app.services.people import load_actor
from app.web import held
from app.web.forms.auth import LoginForm, LogoutForm, PasswordForm
from app.web.frame import LoggedIn, actor, actor_or_none, clock, flash_ok, public, requires, session
from app.web.security import password_seal
from app.wording.errors import ERRORS, sentence

bp = Blueprint("auth", __name__)
TEMPORARY = "temporary"
WITH_TEMPORARY = ("auth.password", "auth.logout", "static", "system.healthz")


@bp.before_app_request
def _change_temporary_password_first() -> Response | tuple[str, int] | None:
    """A password that somebody else knows opens only the page where it is changed. What was sent is held there."""
    if request.endpoint in WITH_TEMPORARY or not cookie.get(TEMPORARY) or actor_or_none() is None:
        return None
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("auth.password", tiep=request.full_path.rstrip("?")))
    return _password_page(PasswordForm(formdata=None), held.fields_for(request.full_path.rstrip("?")), 403)


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
    if user.password_temporary:
        # It changes only together with the password, and a changed password ends this session.
        cookie[TEMPORARY] = True
    login_user(LoggedIn(somebody))
    return None


@bp.post("/dang-xuat")
@public
def logout() -> Response:
    if LogoutForm().validate_on_submit():
        logout_user()
        cookie.clear()
    return redirect(url_for("auth.login"))


@bp.route("/mat-khau", methods=["GET", "POST"])
@requires(*Action)
def password() -> str | Response | tuple[str, int]:
    form = PasswordForm()
    if not form.is_submitted():
        return _password_page(form)
    if not form.validate() or not _try_change(form):
        return _password_page(form, held.again(), 400)
    flash_ok("Đã đổi mật khẩu. Các phiên đăng nhập khác của tài khoản này đã kết thúc.")
    return held.resume(_ours(request.form[held.TARGET])) if held.is_holding() else redirect(_next())


def _password_page(
    form: PasswordForm, holding: list[tuple[str, str]] | None = None, status: int = 200
) -> tuple[str, int]:
    who = session().get_one(User, actor().user_id)
    temporary = cookie.get(TEMPORARY)
    return render_template("auth/password.html", form=form, held=holding, temporary=temporary, login=who.login), status


def _try_change(form: PasswordForm) -> bool:
    """Change the password; this session goes on, since it gets the new seal. False with the sentence in its place."""
    old, new = form.old.data or "", form.new.data or ""
    try:
        user = passwords.change_own(session(), actor=actor(), clock=clock(), old=old, new=new)
    except DomainError as error:
        session().rollback()
        form[str(error.params.get("field", "old"))].errors = (sentence(error),)
        return False
    session().commit()
    if user is None:
        form.old.errors = (ERRORS["password.wrong"],)
        return False
    cookie["seal"] = password_seal(user)
    cookie.pop(TEMPORARY, None)
    return True


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
