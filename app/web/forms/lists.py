"""The fields of a list's filters that have to be read: days."""

from __future__ import annotations

from wtforms import Form
from wtforms.validators import ValidationError

from app.domain.reading.typed_dates import Leaning
from app.web.forms.fields import DayField
from app.wording.lists import DAYS_IN_VAIN, MADE_IN_VAIN


class DueRange(Form):
    """Between which days the deadline lies; both belong to it."""

    due_from = DayField("Thời hạn từ", name="tu-ngay", leaning=Leaning.NEAREST)
    due_to = DayField("Thời hạn đến", name="den-ngay", leaning=Leaning.NEAREST)

    def validate_due_to(self, typed: DayField) -> None:
        if self.due_from.data and typed.data and typed.data < self.due_from.data:
            raise ValidationError(MADE_IN_VAIN)


class LogRange(Form):
    """Between which days something was recorded; both belong to it."""

    since = DayField("Từ ngày", name="tu-ngay", leaning=Leaning.PAST)
    through = DayField("Đến ngày", name="den-ngay", leaning=Leaning.PAST)

    def validate_through(self, typed: DayField) -> None:
        if self.since.data and typed.data and typed.data < self.since.data:
            raise ValidationError(DAYS_IN_VAIN)
