"""The form of a stand-in: for whom, and between which days."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm

from app.models import User
from app.web.forms.assignments import offered
from app.web.forms.organisation import choice_field, day_field


class StandInForm(FlaskForm):
    user_id = choice_field("Xử lý thay đồng chí", "Cần chọn một người.")
    valid_from = day_field("Từ ngày", "Cần nhập ngày.")
    valid_to = day_field("Đến hết ngày", "Cần nhập ngày.", "Không quá một năm.")

    def offer(self, people: Sequence[User]) -> None:
        self.user_id.choices = offered([("", "Chưa chọn"), *((str(user.id), user.name) for user in people)])
