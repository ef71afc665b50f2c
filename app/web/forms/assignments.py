"""Forms of an assignment's page.

Several stand on one page: each has a prefix, so that ids differ, and writes its csrf token and version by hand;
the app checks the token of every POST before a view is reached.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import PurePath

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, ValidationError

from app.domain.reading.typed_dates import Leaning
from app.domain.terms import DecisionForm, ReturnKind, Role
from app.services.closing import CLOSING
from app.services.decisions import DECIDING_ROLES, MOVING_ROLES
from app.services.evidence import NewEvidence
from app.web.forms.fields import DayField, MustBeDay, PercentField
from app.wording.errors import ERRORS
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
        shown = {field.label.text: _shown(field) for field in self if field.name.split("-")[-1] != "version"}
        return {label: text for label, text in shown.items() if text}


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


def handed_in(number: StringField, issued_on: DayField, files: MultipleFileField) -> list[NewEvidence]:
    """What a unit hands in. The first file belongs to the document that was named; any further one stands by itself."""
    first, *rest = files_of(files) or [("", b"")]
    named = NewEvidence(number=number.data or "", issued_on=issued_on.data, filename=first[0], content=first[1])
    return [named, *(NewEvidence(filename=name, content=content) for name, content in rest)]


def files_of(field: MultipleFileField) -> list[tuple[str, bytes]]:
    """Name and content of each file that was chosen."""
    return [(file.filename or "", file.stream.read()) for file in field.data or [] if file.filename]


class ProgressForm(Act):
    note = TextAreaField("Tiến độ thực hiện", validators=[InputRequired("Cần ghi nội dung tiến độ thực hiện."), LONG])
    percent = PercentField("Tỷ lệ hoàn thành (%)")


class LateProgressForm(ProgressForm):
    """Of what is overdue: the office tells the leaders why, in the unit's own words."""

    lateness_reason = TextAreaField("Lý do chậm", validators=[LONG])


class ReportForm(Act):
    number = StringField(
        "Số, ký hiệu văn bản kết quả", validators=[Length(max=60, message="Số, ký hiệu dài quá 60 ký tự.")]
    )
    issued_on = DayField("Ngày văn bản kết quả", leaning=Leaning.PAST)
    note = TextAreaField("Nội dung kết quả", validators=[LONG])
    files = MultipleFileField("Tệp kèm theo")

    def require_document(self) -> None:
        """What was waiting for a signature ends with the signed document's number and date."""
        number = InputRequired("Nhiệm vụ đang chờ ký: cần nhập số, ký hiệu của văn bản đã ký.")
        self.number.validators = (number, *self.number.validators)
        self.issued_on.validators = (MustBeDay("Nhiệm vụ đang chờ ký: cần nhập ngày của văn bản đã ký."),)
        for field in (self.number, self.issued_on):
            field.flags.required = True  # type: ignore[attr-defined]


class ReportForUnitForm(ReportForm):
    """The office records a report that came on paper or by telephone, and may name its day."""

    reported_on = DayField("Ngày đơn vị báo cáo", leaning=Leaning.PAST)


OTHER = "khac"  # a decider without an account
PICTURES = (".jpg", ".jpeg", ".png", ".pdf")


def only_pictures(form: FlaskForm, field: MultipleFileField) -> None:
    """A validator: of the files that were chosen each is a picture, or a scan."""
    for file in field.data or []:
        if file.filename and PurePath(file.filename).suffix.lower() not in PICTURES:
            raise ValidationError("Chỉ nhận ảnh .jpg, .png hoặc tệp .pdf.")


class DecidedForm(Act):
    """Whatever somebody decides: who, and where that is not the person at the screen, on which day and how. ``roles``
    are those one of which the decider holds."""

    roles: tuple[Role, ...] = DECIDING_ROLES
    myself = ""  # the public id of whoever fills it in
    decider = SelectField(
        "Người quyết định",
        validators=[InputRequired("Cần chọn người quyết định.")],
        invalid_choice_message=NOT_OFFERED,
    )
    decider_name = StringField(
        "Họ tên người quyết định", validators=[Length(max=100, message="Họ tên dài quá 100 ký tự.")]
    )
    decider_title = StringField("Chức vụ", validators=[Length(max=100, message="Chức vụ dài quá 100 ký tự.")])
    decided_on = DayField("Ngày quyết định", leaning=Leaning.PAST)
    decided_by = SelectField(
        "Hình thức quyết định",
        choices=offered((form.value, word(form)) for form in DecisionForm),
        default=DecisionForm.IN_SYSTEM.value,
        invalid_choice_message=NOT_OFFERED,
    )
    pictures = MultipleFileField("Ảnh bút phê, văn bản")

    def offer(self, people: Iterable[tuple[str, str]], myself: str) -> None:
        """Whom the list offers, by public id and name; whoever fills in the form stands in it first if entitled."""
        self.decider.choices = [*offered(people), SelectChoice(OTHER, "Người khác, ghi tên ở dưới")]
        self.myself = myself
        if self.decider.data is None:
            ours = [str(choice.value) for choice in self.decider.choices]
            self.decider.data = myself if myself in ours else ours[0]

    @property
    def is_for_another(self) -> bool:
        """Whether more must be said than who: the rest of the decision then stands unfolded."""
        more = (self.decider_name, self.decider_title, self.decided_on, self.decided_by, self.pictures)
        return self.decider.data != self.myself or any(field.errors for field in more)

    def validate_decider_name(self, field: StringField) -> None:
        self._must_be_said(field, "Cần ghi họ tên người quyết định.")

    def validate_decider_title(self, field: StringField) -> None:
        self._must_be_said(field, "Cần ghi chức vụ của người quyết định.")

    def _must_be_said(self, field: StringField, sentence: str) -> None:
        if self.decider.data == OTHER and not (field.data or "").strip():
            raise ValidationError(sentence)

    def validate_decided_by(self, field: SelectField) -> None:
        if self.decider.data != self.myself and field.data == DecisionForm.IN_SYSTEM:
            raise ValidationError(ERRORS["decider.in_system"])

    def validate_pictures(self, field: MultipleFileField) -> None:
        only_pictures(self, field)


class MovingForm(DecidedForm):
    """A deadline, a cause, an end: no matter for a member of the staff."""

    roles = MOVING_ROLES


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


class CancelForm(MovingForm):
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
