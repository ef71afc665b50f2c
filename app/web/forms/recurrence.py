"""The rule of a recurring duty as fields to choose from, without a script; and what is done to a duty that runs."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectChoice, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.errors import DomainError
from app.domain.recurrence import LAST_DAY, MONTHS, Recurrence
from app.domain.terms import Every
from app.services.recurrences import Recurring
from app.web.forms.assignments import LONG, NOT_OFFERED, offered
from app.wording.errors import sentence
from app.wording.formats import WEEKDAYS
from app.wording.terms import word

_OF_WEEK = "w"  # before the number of a weekday
_DAYS = (
    *((f"{_OF_WEEK}{n}", name) for n, name in enumerate(WEEKDAYS, 1)),
    *((str(n), f"Ngày {n:02d}") for n in range(1, LAST_DAY)),
    (str(LAST_DAY), "Ngày cuối cùng của tháng"),
)
_YEAR = max(MONTHS.values())
RULE_FIELDS = ("every", "on_day", "in_month", "months_after")


class RuleFields:
    """How often, on which day, and where in the period or behind it; ``exclusive`` is a field of the whole form."""

    every = SelectField(
        "Định kỳ", choices=offered([("", "Chưa chọn"), *((each.value, word(each)) for each in Every)]), default=""
    )
    on_day = SelectField("Vào thứ, ngày", choices=offered([("", "Chưa chọn"), *_DAYS]), default="")
    in_month = SelectField(
        "Của tháng thứ mấy trong kỳ",
        choices=offered([("", "Tháng cuối kỳ"), *((str(n), f"Tháng thứ {n}") for n in range(1, _YEAR + 1))]),
        default="",
    )
    months_after = SelectField(
        "Hay sau khi hết kỳ",
        choices=offered([("0", "Không, trong kỳ"), *((str(n), f"{n} tháng") for n in range(1, _YEAR + 1))]),
        default="0",
    )
    exclusive: BooleanField

    def fill_rule(self, rule: Recurrence | None) -> None:
        """Put a rule into fresh fields."""
        if rule is None:
            return
        weekly, last = rule.every is Every.WEEKLY, MONTHS.get(rule.every, 1)
        self.every.data, self.on_day.data = rule.every.value, f"{_OF_WEEK if weekly else ''}{rule.day}"
        self.in_month.data = "" if rule.month == last else str(rule.month)
        self.months_after.data, self.exclusive.data = str(rule.months_after), rule.exclusive

    def chosen_rule(self) -> Recurrence | None:
        """The rule that was chosen; None where nothing was. Raises DomainError: "recurrence.incomplete" and those of
        ``app.domain.recurrence``."""
        if not self.every.data and not self.on_day.data:
            return None
        every, day = self.every.data or "", self.on_day.data or ""
        if not every or not day or day.startswith(_OF_WEEK) is not (every == Every.WEEKLY):
            raise DomainError("recurrence.incomplete")
        after = int(self.months_after.data or 0)
        month = MONTHS.get(Every(every), 1) if after or not self.in_month.data else int(self.in_month.data)
        return Recurrence(Every(every), int(day.removeprefix(_OF_WEEK)), month, after, bool(self.exclusive.data))


class _UnitBoxes(SelectMultipleField):
    """The units of a duty that runs, by the opaque ids of their recurrences."""

    widget = ListWidget(prefix_label=False)  # type: ignore[assignment]
    option_widget = CheckboxInput()  # type: ignore[assignment]

    def pre_validate(self, form: FlaskForm) -> None:
        if not set(self.data or []) <= {str(choice.value) for choice in self.choices or []}:
            raise ValidationError(NOT_OFFERED)
        if not self.data:
            raise ValidationError(sentence(DomainError("recurrence.no_unit")))


class OfUnits(FlaskForm):
    class Meta:
        csrf = False  # the app checks the token of every POST before a view is reached

    units = _UnitBoxes("Áp dụng với đơn vị")

    def offer(self, each: Recurring) -> None:
        """The units whose duty runs."""
        self.units.choices = [SelectChoice(unit.row.public_id, unit.row.unit.name) for unit in each.in_force]


class ChangeRuleForm(RuleFields, OfUnits):
    """Another rule for a duty that runs."""

    seen = HiddenField()  # the rule in words, as the page showed it
    exclusive = BooleanField("Trước ngày đó")

    def validate_every(self, field: SelectField) -> None:
        try:
            if self.chosen_rule() is None:
                raise DomainError("recurrence.incomplete")
        except DomainError as problem:
            raise ValidationError(sentence(problem)) from problem


class EndForm(OfUnits):
    """The end of a duty that runs."""

    reason = TextAreaField("Lý do kết thúc", validators=[InputRequired("Cần nêu lý do."), LONG])
