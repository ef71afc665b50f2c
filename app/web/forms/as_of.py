"""The day a list is asked for."""

from __future__ import annotations

from wtforms import Form

from app.domain.reading.typed_dates import Leaning
from app.web.forms.fields import DayField


class AsOf(Form):
    """How things stood on a day; today if none is named."""

    on = DayField("Tính đến ngày", name="ngay", leaning=Leaning.PAST)
