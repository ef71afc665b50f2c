"""Forms of logging in and out."""

from __future__ import annotations

from unicodedata import normalize

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, ValidationError

from app.wording.organisation import ERRORS


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


class PasswordForm(FlaskForm):
    old = PasswordField(
        "Mật khẩu đang dùng",
        validators=[InputRequired("Cần nhập mật khẩu đang dùng.")],
        render_kw={"autocomplete": "current-password"},
    )
    new = PasswordField(
        "Mật khẩu mới",
        validators=[InputRequired("Cần nhập mật khẩu mới.")],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        "Nhập lại mật khẩu mới",
        validators=[InputRequired("Cần nhập lại mật khẩu mới.")],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_again(self, field: PasswordField) -> None:
        if _same(field.data) != _same(self.new.data):
            raise ValidationError(ERRORS["password.differs"])


def _same(typed: str | None) -> str:
    """As passwords are compared: the same letters from another input method are no difference."""
    return normalize("NFKC", typed or "")


class LogoutForm(FlaskForm):
    """Nothing but the token."""
