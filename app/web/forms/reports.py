"""Making a report, and freezing one."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField
from wtforms.validators import AnyOf, InputRequired

from app.domain.periods import Period
from app.domain.terms import PeriodKind
from app.web.forms.fields import DayField
from app.wording.report import period_name


class NewReportForm(FlaskForm):
    """One of the year's regular periods, or two days; the two days matter for free dates only."""

    year = HiddenField()
    period = RadioField("Kỳ báo cáo", validate_choice=False)
    period_from = DayField("Từ ngày")
    cut_off = DayField("Đến hết ngày (thời điểm chốt số liệu)")

    def offer(self, periods: list[Period]) -> None:
        """Set the choices: their values are kind and quarter, their labels the periods' names."""
        named = [(key_of(each), _name(each)) for each in periods]
        self.period.choices = [*named, (PeriodKind.FREE.value, "Khoảng ngày tự chọn")]
        keys = [key for key, _ in self.period.choices]
        self.period.validators = (InputRequired("Cần chọn một kỳ báo cáo."), AnyOf(keys, "Kỳ này không có trong năm."))

    def validate(self, extra_validators: object = None) -> bool:
        """A day that could not be read is no fault where the days do not matter."""
        good = super().validate(extra_validators=extra_validators)
        if self.period.data == PeriodKind.FREE.value:
            return good and self._has_both_days()
        return not self.period.errors and not self.form_errors and "csrf_token" not in self.errors

    def _has_both_days(self) -> bool:
        for field in (self.period_from, self.cut_off):
            if field.data is None:
                field.errors = (*field.errors, "Cần nhập ngày.")
        return self.period_from.data is not None and self.cut_off.data is not None


class FreezeForm(FlaskForm):
    """Nothing but the confirmation."""


def key_of(period: Period) -> str:
    return f"{period.kind}-{period.quarter}" if period.quarter else str(period.kind)


def _name(period: Period) -> str:
    return period_name(period.kind, period.year, period.quarter, period.period_from, period.cut_off)
