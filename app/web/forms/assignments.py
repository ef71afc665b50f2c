"""Forms of an assignment's page.

Several stand on one page: each has a prefix, so that ids differ, and writes its csrf token and version by hand;
the app checks the token of every POST before a view is reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.domain.reading.typed_dates import Leaning
from app.domain.terms import ReturnKind
from app.models import User
from app.services.closing import CLOSING
from app.web.forms.fields import DayField, MustBeDay
from app.wording.formats import day_with_weekday
from app.wording.terms import word

LONG = Length(max=4000, message="Nội dung dài quá 4.000 ký tự.")
NOT_OFFERED = "Lựa chọn này không có trong danh sách."


class Act(FlaskForm):
    """What every act sends: the version of the assignment that the person saw."""

    class Meta:
        csrf = False

    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """Nought, which no assignment has, for a form that was tampered with: it is simply stale."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0

    def typed(self) -> dict[str, str]:
        """Labels and what was typed or chosen, for a stale form."""
        return {field.label.text: _shown(field) for field in self if field.name.split("-")[-1] != "version"}


def offered(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Values with their labels, as a list of choices wants them."""
    return [SelectChoice(value, label) for value, label in pairs]


def label_of(field: SelectField) -> str:
    """The label of what was chosen; nothing for what is not offered."""
    return next((str(choice.label) for choice in field.choices or [] if choice.value == field.data), "")


def _shown(field: Field) -> str:
    if isinstance(field, SelectField):
        return label_of(field)
    if isinstance(field, BooleanField):
        return "Có" if field.data else "Không"
    if isinstance(field, MultipleFileField):
        return ", ".join(file.filename or "" for file in field.data or [])
    return str(field._value() or "")  # type: ignore[attr-defined]


class ProgressForm(Act):
    note = TextAreaField("Tiến độ thực hiện", validators=[InputRequired("Cần ghi nội dung tiến độ thực hiện."), LONG])


class ReportForm(Act):
    number = StringField(
        "Số, ký hiệu văn bản kết quả", validators=[Length(max=60, message="Số, ký hiệu dài quá 60 ký tự.")]
    )
    issued_on = DayField("Ngày văn bản kết quả", leaning=Leaning.PAST)
    note = TextAreaField("Nội dung kết quả", validators=[LONG])
    files = MultipleFileField("Tệp kèm theo")


class ReportForUnitForm(ReportForm):
    """The office records a report that came on paper or by telephone, and may name its day."""

    reported_on = DayField("Ngày đơn vị báo cáo", leaning=Leaning.PAST)


class DecidedForm(Act):
    decider = SelectField(
        "Người quyết định",
        validators=[InputRequired("Cần chọn người quyết định.")],
        invalid_choice_message=NOT_OFFERED,
    )

    def offer(self, people: Sequence[User], chosen: str) -> None:
        """Whom the list offers; ``chosen`` is the public id that stands in it before anybody chooses."""
        self.decider.choices = offered((person.public_id, person.name) for person in people)
        if self.decider.data is None:
            self.decider.data = chosen


class AcceptForm(DecidedForm):
    counts = RadioField(
        "Ngày hoàn thành được tính",
        choices=[],
        validators=[InputRequired("Cần chọn ngày được tính.")],
        invalid_choice_message=NOT_OFFERED,
    )
    other_day = DayField("Ngày khác", leaning=Leaning.PAST)
    note = TextAreaField("Ý kiến", validators=[LONG])

    def offer_days(self, reported_on: date | None, document_on: date | None) -> None:
        choices = [("other", "Ngày khác, ghi ở ô dưới")]
        if document_on is not None and document_on != reported_on:
            choices.insert(0, ("document", f"Ngày của văn bản kết quả: {day_with_weekday(document_on)}"))
        if reported_on is not None:
            choices.insert(0, ("reported", f"Ngày báo cáo: {day_with_weekday(reported_on)}"))
        self.counts.choices = offered(choices)
        if self.counts.data is None:
            self.counts.data = choices[0][0]

    def validate_other_day(self, field: DayField) -> None:
        if self.counts.data == "other":
            MustBeDay("Cần nhập ngày hoàn thành.")(self, field)

    def chosen_day(self, reported_on: date | None, document_on: date | None) -> date:
        """The day that counts. Raises KeyError for a choice that was not offered, which the form has refused."""
        days = {"reported": reported_on, "document": document_on, "other": self.other_day.data}
        day = days[self.counts.data]
        if day is None:
            raise KeyError(self.counts.data)
        return day


class ReturnForm(DecidedForm):
    kind = RadioField(
        "Trả lại vì",
        choices=offered((kind.value, word(kind)) for kind in ReturnKind),
        validators=[InputRequired("Cần chọn lý do trả lại.")],
        invalid_choice_message=NOT_OFFERED,
    )
    reason = TextAreaField("Nội dung cần bổ sung, hoàn thiện", validators=[InputRequired("Cần nêu lý do."), LONG])


class CancelForm(DecidedForm):
    kind = RadioField(
        "Hình thức",
        choices=offered((kind.value, word(kind)) for kind in CLOSING),
        validators=[InputRequired("Cần chọn hình thức.")],
        invalid_choice_message=NOT_OFFERED,
    )
    reason = TextAreaField("Lý do", validators=[InputRequired("Cần nêu lý do."), LONG])


class CorrectForm(DecidedForm):
    named_on = DayField("Thời hạn đúng", validators=[MustBeDay("Cần nhập thời hạn.")], leaning=Leaning.NEAREST)
    exclusive = BooleanField("Văn bản ghi \u201ctrước ngày\u201d")
    phrase = StringField(
        "Nguyên văn trong văn bản", validators=[Length(max=300, message="Nguyên văn dài quá 300 ký tự.")]
    )
    reason = TextAreaField("Lý do sửa", validators=[InputRequired("Cần nêu lý do."), LONG])

    def lean_on(self, in_force: date | None, given_on: date) -> None:
        """A day without a year is the one nearest to the deadline in force; a first deadline follows the giving."""
        self.named_on.anchor = in_force or given_on
        if in_force is None:
            self.named_on.leaning = Leaning.ONWARD
