"""Forms of starter lists, and of the tables that units and people come in by."""

from __future__ import annotations

from dataclasses import replace

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField

from app.services.organisation import LIMITS
from app.services.organisation_starter import Wish
from app.web.forms.organisation import day_field, text_field


class FileForm(FlaskForm):
    file = FileField("Tệp .xlsx hoặc .csv")


class RowsForm(FlaskForm):
    """The rows of a checked file, and what the check said of them."""

    rows = HiddenField()
    digest = HiddenField()


class PasswordsForm(FlaskForm):
    made = HiddenField()


class StarterForm(FlaskForm):
    since = day_field("Hoạt động từ ngày", "Cần nhập ngày.", "Áp dụng cho các đơn vị được thêm.")


class WishForm(FlaskForm):
    """One unit of the list, on a page with all the others."""

    class Meta:
        csrf = False

    take = BooleanField("Thêm đơn vị này")
    name = text_field("Tên đơn vị", LIMITS["name"], "Cần nhập tên đơn vị.")
    short_name = text_field("Tên ngắn", LIMITS["short_name"])

    def wish(self, offered: Wish) -> Wish:
        return replace(offered, name=self.name.data, short_name=self.short_name.data)
