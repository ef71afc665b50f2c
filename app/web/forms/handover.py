"""The forms of a handover: to whom, and that it is done as it was shown."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import HiddenField

from app.models import User
from app.web.forms.assignments import offered
from app.web.forms.organisation import choice_field


class ReceiverForm(FlaskForm):
    """Whom it shall go to; asked in the address, so that the preview can be opened again."""

    class Meta:
        csrf = False

    user_id = choice_field("Người nhận", "Cần chọn người nhận.")

    def offer(self, people: Sequence[User]) -> None:
        self.user_id.choices = offered([("", "Chưa chọn"), *((user.public_id, user.name) for user in people)])


class HandOverForm(FlaskForm):
    """What was shown, to be done."""

    receiver = HiddenField()
    seen = HiddenField()
