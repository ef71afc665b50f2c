"""Forms of the turns an assignment takes between giving and its end: more time, parts, moves, and what is said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from app.domain.reading.typed_dates import Leaning
from app.domain.terms import EventKind
from app.services.comments import LONGEST
from app.services.extensions import ANSWERS
from app.web.forms.assignments import LONG, NOT_OFFERED, Act, MovingForm, offered
from app.web.forms.fields import DayField, MustBeDay
from app.wording.errors import ERRORS
from app.wording.terms import word

REASON = InputRequired("Cần nêu lý do.")


class HandOnForm(Act):
    """To somebody with an account, or to a name: a commune's chairman names people who have none."""

    person = SelectField("Người thực hiện", choices=[], default="", invalid_choice_message=NOT_OFFERED)
    person_name = StringField("Hoặc ghi họ tên", validators=[Length(max=100, message="Họ tên dài quá 100 ký tự.")])
    inner_due_on = DayField("Thời hạn nội bộ", leaning=Leaning.ONWARD)
    note = TextAreaField("Yêu cầu, hướng dẫn", validators=[LONG])

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        self.person.choices = [SelectChoice("", "Chọn trong đơn vị"), *offered(people)]

    def validate_person_name(self, field: StringField) -> None:
        if not self.person.data and not (field.data or "").strip():
            raise ValidationError(ERRORS["hand_on.nobody"])


class SignatureForm(Act):
    desk = StringField(
        "Đã trình ai, ở đâu",
        validators=[InputRequired(ERRORS["signature.desk"]), Length(max=200, message="Nội dung dài quá 200 ký tự.")],
    )
    sent_on = DayField("Ngày trình", leaning=Leaning.PAST)
    note = TextAreaField("Ghi chú", validators=[LONG])


class PartForm(Act):
    """A coordinating unit's part: a word, a document or files."""

    note = TextAreaField("Nội dung phần phối hợp", validators=[LONG])
    number = StringField("Số, ký hiệu văn bản", validators=[Length(max=60, message="Số, ký hiệu dài quá 60 ký tự.")])
    issued_on = DayField("Ngày văn bản", leaning=Leaning.PAST)
    files = MultipleFileField("Tệp kèm theo")


class ReturnPartForm(Act):
    reason = TextAreaField("Nội dung cần bổ sung", validators=[REASON, LONG])


class DatePartForm(Act):
    due_on = DayField("Thời hạn phần phối hợp", validators=[MustBeDay("Cần nhập thời hạn.")], leaning=Leaning.ONWARD)
    note = TextAreaField("Ghi chú", validators=[LONG])


class AskForm(Act):
    asked_for = DayField(
        "Đề nghị gia hạn đến ngày", validators=[MustBeDay("Cần nhập thời hạn đề nghị.")], leaning=Leaning.ONWARD
    )
    reason = TextAreaField("Lý do đề nghị gia hạn", validators=[REASON, LONG])


class AskForUnitForm(AskForm):
    """The office records a request that came on paper, and may name the day it came."""

    asked_on = DayField("Ngày đơn vị đề nghị", leaning=Leaning.PAST)


class ProposeForm(Act):
    proposal = TextAreaField("Đề xuất trình lãnh đạo", validators=[LONG])


class DecideExtensionForm(MovingForm):
    answer = RadioField(
        "Quyết định",
        choices=[],
        validators=[InputRequired("Cần chọn đồng ý, đồng ý với thời hạn khác, hoặc không đồng ý.")],
        invalid_choice_message=NOT_OFFERED,
    )
    granted_until = DayField("Thời hạn khác", leaning=Leaning.ONWARD)
    reason = TextAreaField("Ý kiến, lý do", validators=[LONG])

    def offer_answers(self, asked_for: str) -> None:
        """The first answer names the day that was asked for."""
        named = {EventKind.EXTENSION_GRANTED: f" đến {asked_for}"} if asked_for else {}
        self.answer.choices = offered((answer.value, word(answer) + named.get(answer, "")) for answer in ANSWERS)

    def validate_granted_until(self, field: DayField) -> None:
        if self.answer.data == EventKind.EXTENSION_COUNTERED:
            MustBeDay("Cần nhập thời hạn khác.")(self, field)

    def validate_reason(self, field: TextAreaField) -> None:
        if self.answer.data == EventKind.EXTENSION_REFUSED and not (field.data or "").strip():
            raise ValidationError("Không đồng ý gia hạn thì cần nêu lý do.")


class AdjustForm(MovingForm):
    named_on = DayField("Thời hạn mới", validators=[MustBeDay("Cần nhập thời hạn mới.")], leaning=Leaning.NEAREST)
    exclusive = BooleanField("Phải xong trước ngày này")
    reason = TextAreaField("Lý do điều chỉnh", validators=[REASON, LONG])

    def lean_on(self, in_force: date | None) -> None:
        """A day without a year is the one nearest to the deadline in force, or the next such day."""
        self.named_on.anchor = in_force
        if in_force is None:
            self.named_on.leaning = Leaning.ONWARD


class CauseForm(MovingForm):
    reason = TextAreaField("Lý do khách quan", validators=[REASON, LONG])


class CauseWithdrawnForm(MovingForm):
    reason = TextAreaField("Lý do bỏ xác nhận", validators=[REASON, LONG])


class CheckDateForm(Act):
    check_on = DayField("Mốc theo dõi", leaning=Leaning.ONWARD)


class MoveForm(MovingForm):
    """To another unit: as a transfer, or because the wrong one had been entered."""

    unit = SelectField(
        "Đơn vị", choices=[], validators=[InputRequired("Cần chọn đơn vị.")], invalid_choice_message=NOT_OFFERED
    )
    reason = TextAreaField("Lý do", validators=[REASON, LONG])

    def offer_units(self, units: Iterable[tuple[str, str]]) -> None:
        self.unit.choices = [SelectChoice("", "Chọn đơn vị"), *offered(units)]


class CommentForm(FlaskForm):
    class Meta:
        csrf = False

    text = TextAreaField(
        "Nội dung trao đổi",
        validators=[
            InputRequired(ERRORS["comment.empty"]),
            Length(max=LONGEST, message=ERRORS["comment.too_long"]),
        ],
    )
