"""Fields that several forms use."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from flask import g
from wtforms import StringField
from wtforms.validators import ValidationError

from app.domain.calendar import WorkingCalendar
from app.domain.deadlines import typed_working_days
from app.domain.errors import DomainError
from app.domain.reading.dates import parse_typed_date
from app.services.rules import load_rules
from app.web.frame import actor, clock, session
from app.wording.errors import sentence
from app.wording.formats import day


def calendar() -> WorkingCalendar:
    """The office's working days, read once a request."""
    if "calendar" not in g:
        g.calendar = load_rules(session(), office_id=actor().office_id).calendar
    return cast(WorkingCalendar, g.calendar)


class DayField(StringField):
    """A day typed as 30/9/2026, 30/9, "cuối tháng" or "+5 ngày làm việc"; ``data`` is a date or None.

    What was typed is kept in ``raw_data`` and shown again when it could not be read. Native pickers are not used:
    they show month before day in browsers set to English.
    """

    data: date | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"placeholder": "ngày/tháng/năm", "autocomplete": "off"})
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return day(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        try:
            self.data = typed_working_days(typed, today=clock().today(), calendar=calendar()) or parse_typed_date(
                typed, today=clock().today()
            )
        except DomainError as error:
            raise ValueError(sentence(error)) from error


class MustBeDay:
    """A day is needed; an unreadable one already has its own sentence."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: object, field: DayField) -> None:
        if field.data is None and not field.errors:
            raise ValidationError(self.message)
