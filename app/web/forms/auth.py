"""Forms of logging in and out."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired


class LoginForm(FlaskForm):
    login = StringField(
        "Tên đăng nhập",
        validators=[InputRequired("Cần nhập tên đăng nhập.")],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        "Mật khẩu",
        validators=[InputRequired("Cần nhập mật khẩu.")],
        render_kw={"autocomplete": "current-password"},
    )


class LogoutForm(FlaskForm):
    """Nothing but the token."""
