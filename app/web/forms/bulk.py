"""What an act on many assignments asks for beside the assignments: who decided, and for a deadline the day and why."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.domain.reading.typed_dates import Leaning
from app.domain.terms import DecisionForm
from app.models import User
from app.services.bulk import Chosen
from app.services.decisions import Decision
from app.web.forms.assignments import LONG, NOT_OFFERED, offered
from app.web.forms.fields import DayField
from app.wording.terms import word

_NAME = Length(max=100, message="Nội dung dài quá 100 ký tự.")
_MOST_DAYS = 260  # the working days of a year


class RowsForm(FlaskForm):
    """The assignments, each with the version that the preview was made of. ``seen`` is what the preview was asked."""

    class Meta:
        csrf = False  # the app checks the token of every POST before a view is reached

    seen = HiddenField()

    def asked(self) -> str:
        """What was chosen and typed, to tell whether the preview was of just that."""
        fields = (field for field in self if field.name != "seen")
        return "|".join(str(field.data or "").strip() for field in fields)


class DecidedRowsForm(RowsForm):
    decider = SelectField("Người quyết định", choices=[], invalid_choice_message=NOT_OFFERED)
    name = StringField("Họ tên, nếu không có tài khoản", validators=[_NAME])
    title = StringField("Chức vụ", validators=[_NAME])
    decided_on = DayField("Ngày quyết định", leaning=Leaning.PAST)
    form = SelectField(
        "Hình thức", choices=offered((each.value, word(each)) for each in DecisionForm), default=DecisionForm.IN_SYSTEM
    )

    def offer(self, people: Sequence[User], chosen: str) -> None:
        """Whom the list offers, and who stands in it before anybody chooses."""
        self.decider.choices = offered(
            [*((each.public_id, each.name) for each in people), ("", "Người không có tài khoản")]
        )
        self.people = {each.public_id: each.id for each in people}
        if self.decider.data is None:
            self.decider.data = chosen if chosen in self.people else ""

    def decision(self) -> Decision:
        return Decision(
            decider_id=self.people.get(self.decider.data or ""),
            name=self.name.data or "",
            title=self.title.data or "",
            decided_on=self.decided_on.data,
            form=DecisionForm(self.form.data),
        )


class AdjustRowsForm(DecidedRowsForm):
    named_on = DayField("Thời hạn mới", leaning=Leaning.ONWARD)
    working_days = IntegerField(
        "Hoặc cộng thêm số ngày làm việc",
        validators=[
            Optional(),
            NumberRange(1, _MOST_DAYS, message=f"Số ngày làm việc từ 1 đến {_MOST_DAYS}."),
        ],
    )
    reason = TextAreaField("Lý do điều chỉnh", validators=[InputRequired("Cần nêu lý do."), LONG])


class LetterForm(RowsForm):
    subject = StringField(
        "Trích yếu công văn",
        validators=[
            InputRequired("Cần nhập trích yếu của công văn."),
            Length(max=500, message="Nội dung dài quá 500 ký tự."),
        ],
    )


class TakeBackForm(RowsForm):
    at = HiddenField()
    reason = TextAreaField("Lý do hoàn tác", validators=[InputRequired("Cần nêu lý do."), LONG])


def rows_of(sent: Sequence[str]) -> list[Chosen]:
    """The rows of a preview: public id and version; what a page did not write is left out."""
    pairs = (each.rpartition(":") for each in sent)
    return [
        Chosen(public_id, int(version))
        for public_id, _, version in pairs
        if version.isascii() and version.isdigit() and len(version) < 9
    ]
