"""Fields that several forms use."""

from __future__ import annotations

from datetime import date, time
from typing import Any, cast

from flask import g
from markupsafe import Markup, escape
from wtforms import Form, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from app.domain.calendar import WorkingCalendar
from app.domain.deadlines import typed_working_days
from app.domain.errors import DomainError
from app.domain.reading.typed_dates import Leaning, parse_near_day, parse_typed_date, split_time
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
    """A day typed as 30/9/2026, 30/9, "cuối tháng" or, for deadlines, "mai" and "+5 ngày làm việc"; ``data`` is a date
    or None.

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

    @property
    def is_ahead(self) -> bool:
        """Whether it asks for a day to come, most often a deadline."""
        return self.leaning is Leaning.ONWARD

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
            self.data = self._read(typed)
        except DomainError as error:
            raise ValidationError(sentence(error)) from error

    def _read(self, typed: str) -> date:
        return self._from_today(typed) or parse_typed_date(typed, anchor=self._anchor(), leaning=self.leaning)

    def _from_today(self, typed: str) -> date | None:
        """Tomorrow, or a number of working days from today: of what has happened nobody says it so."""
        today = clock().today()
        near = parse_near_day(typed, today=today)
        if self.leaning is Leaning.PAST:
            return near if near == today else None
        return near or typed_working_days(typed, today=today, calendar=calendar())


class MomentField(DayField):
    """A deadline that may have a time of day: "16:30 hôm nay", "9h mai", "30/9", "16h30" alone for today. ``data`` is a
    date or None, ``time_of_day`` a time or None."""

    time_of_day: time | None = None

    def __call__(self, **kwargs: object) -> Markup:
        return super().__call__(**({"data-today": clock().today().isoformat()} | kwargs))

    def _value(self) -> str:
        shown = super()._value()
        return f"{self.time_of_day:%H:%M} {shown}" if self.data and self.time_of_day else shown

    def _read(self, typed: str) -> date:
        self.time_of_day, rest = split_time(typed)
        return super()._read(rest) if rest else clock().today()


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
