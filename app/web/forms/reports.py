"""Making a report, and freezing one."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SubmitField, TextAreaField
from wtforms.validators import AnyOf, InputRequired

from app.domain.periods import Period
from app.domain.reading.typed_dates import Leaning
from app.domain.terms import PeriodKind
from app.web.forms.fields import DayField, MustBeDay
from app.web.forms.organisation import SeenForm
from app.wording.report import period_name


class NewReportForm(FlaskForm):
    """One of the year's regular periods, or two days; the two days matter for free dates only."""

    year = HiddenField()
    period = RadioField("Kỳ báo cáo", validate_choice=False)
    period_from = DayField("Từ ngày", leaning=Leaning.PAST)
    cut_off = DayField("Đến hết ngày (thời điểm chốt số liệu)", leaning=Leaning.PAST)

    def offer(self, periods: list[Period]) -> None:
        """Set the choices: their values are kind and number, their labels the periods' names."""
        named = [(key_of(each), _name(each)) for each in periods]
        self.period.choices = [*named, (PeriodKind.FREE.value, "Khoảng ngày tự chọn")]
        keys = [key for key, _ in self.period.choices]
        self.period.validators = (InputRequired("Cần chọn một kỳ báo cáo."), AnyOf(keys, "Kỳ này không có trong năm."))

    def validate_period_from(self, field: DayField) -> None:
        self._needed_for_free_dates(field)

    def validate_cut_off(self, field: DayField) -> None:
        self._needed_for_free_dates(field)

    def _needed_for_free_dates(self, field: DayField) -> None:
        if self.period.data == PeriodKind.FREE.value:
            MustBeDay("Cần nhập ngày.")(self, field)


class OutlineForm(SeenForm):
    """The outline of a year as lines of text, and whether it is to be seen first."""

    year = HiddenField()
    content = TextAreaField("Đề cương", [InputRequired("Cần ghi đề cương.")], render_kw={"rows": 30})
    preview = SubmitField("Xem trước")

    def fill(self, content: str, seal: str) -> None:
        self.content.data, self.seen.data = content, seal


class FreezeForm(FlaskForm):
    """Nothing but the confirmation."""


def key_of(period: Period) -> str:
    return f"{period.kind}-{period.number}" if period.number else str(period.kind)


def _name(period: Period) -> str:
    return period_name(period.kind, period.year, period.quarter, period.period_from, period.cut_off)
