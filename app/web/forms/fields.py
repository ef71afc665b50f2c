"""Fields that several forms use."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from flask import g
from markupsafe import Markup, escape
from wtforms import Form, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from app.domain.calendar import WorkingCalendar
from app.domain.deadlines import typed_working_days
from app.domain.errors import DomainError
from app.domain.reading.typed_dates import Leaning, parse_typed_date
from app.services.rules import load_rules
from app.web.frame import actor, clock, session
from app.wording.errors import ERRORS, sentence
from app.wording.formats import day


def calendar() -> WorkingCalendar:
    """The office's working days, read once a request."""
    if "calendar" not in g:
        g.calendar = load_rules(session(), office_id=actor().office_id).calendar
    return cast(WorkingCalendar, g.calendar)


def use_calendar(calendar: WorkingCalendar) -> None:
    """The working days of an office whose page is answered without logging in."""
    g.calendar = calendar


def attributes(**given: object) -> Markup:
    """The attributes of a tag, none of them without a value. WTForms' own takes twenty times as long, which two days
    that may be typed above a list made a tenth of its whole page."""
    return Markup(" ".join([f'{name}="{escape(str(value))}"' for name, value in given.items()]))


class DayInput(TextInput):
    html_params = staticmethod(attributes)


class DayField(StringField):
    """A day typed as 30/9/2026, 30/9, "cuối tháng" or, for deadlines, "+5 ngày làm việc"; ``data`` is a date or None.

    ``leaning`` says which way a day without a year leans from ``anchor``, which may be set until the form is validated
    and is today if it is not: only then is the typing read. What was understood is shown again with its year, anything
    else as typed. Native pickers are not used: they show month before day in browsers set to English.
    """

    data: date | None
    widget = DayInput()

    def __init__(self, *args: Any, leaning: Leaning, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"placeholder": "ngày/tháng/năm", "autocomplete": "off"})
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]
        self.leaning = leaning
        self.anchor: date | None = None

    def __call__(self, **kwargs: object) -> Markup:
        """The script beside the field reads a day without a year by the same rule."""
        rule = {"data-anchor": self._anchor().isoformat(), "data-leaning": self.leaning.value}
        return cast(Markup, super().__call__(**(rule | kwargs)))  # type: ignore[no-untyped-call]

    def _anchor(self) -> date:
        return self.anchor or clock().today()

    def _value(self) -> str:
        if self.data is None and self.raw_data:
            return str(self.raw_data[0])
        return day(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None

    def pre_validate(self, form: Form) -> None:
        typed = self.raw_data[0].strip() if self.raw_data else ""
        if not typed:
            return
        try:
            self.data = self._working_days(typed) or parse_typed_date(
                typed, anchor=self._anchor(), leaning=self.leaning
            )
        except DomainError as error:
            raise ValidationError(sentence(error)) from error

    def _working_days(self, typed: str) -> date | None:
        """A number of working days from today: of what has happened nobody says it so."""
        if self.leaning is Leaning.PAST:
            return None
        return typed_working_days(typed, today=clock().today(), calendar=calendar())


class MustBeDay:
    """A day is needed; an unreadable one already has its own sentence."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: object, field: DayField) -> None:
        if field.data is None and not field.errors:
            raise ValidationError(self.message)


class PercentField(StringField):
    """A share typed as 60 or 60 %; ``data`` is a whole number or None."""

    data: int | None

    def _value(self) -> str:
        if self.data is None:
            return str(self.raw_data[0]) if self.raw_data else ""
        return str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None

    def pre_validate(self, form: Form) -> None:
        typed = self.raw_data[0].strip().removesuffix("%").strip() if self.raw_data else ""
        if not typed:
            return
        if not (typed.isascii() and typed.isdigit() and len(typed) <= 3 and int(typed) <= 100):
            raise ValidationError(ERRORS["progress.percent"])
        self.data = int(typed)
