"""Forms of the page behind a mail's link. Nobody has logged in, so each asks who presses."""

from __future__ import annotations

from flask_wtf.file import MultipleFileField
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.domain.reading.typed_dates import Leaning
from app.services.evidence import NewEvidence
from app.web.forms.assignments import LONG, Act, handed_in
from app.web.forms.fields import DayField, MustBeDay


class AnswerForm(Act):
    name = StringField(
        "Họ tên người trả lời",
        validators=[
            DataRequired("Cần ghi họ tên người trả lời."),
            Length(max=100, message="Họ tên dài quá 100 ký tự."),
        ],
    )

    @property
    def typed_name(self) -> str:
        return self.name.data or ""


class ProgressByLink(AnswerForm):
    note = TextAreaField("Tiến độ thực hiện", validators=[InputRequired("Cần ghi nội dung tiến độ thực hiện."), LONG])
    lateness_reason = TextAreaField("Lý do chậm", validators=[LONG])


class ReportByLink(AnswerForm):
    number = StringField(
        "Số, ký hiệu văn bản kết quả", validators=[Length(max=60, message="Số, ký hiệu dài quá 60 ký tự.")]
    )
    issued_on = DayField("Ngày văn bản kết quả", leaning=Leaning.PAST)
    note = TextAreaField("Nội dung kết quả", validators=[LONG])
    files = MultipleFileField("Tệp kèm theo")

    def results(self) -> list[NewEvidence]:
        return handed_in(self.number, self.issued_on, self.files)


class ExtensionByLink(AnswerForm):
    asked_for = DayField(
        "Thời hạn đề nghị", validators=[MustBeDay("Cần nhập thời hạn đề nghị.")], leaning=Leaning.ONWARD
    )
    reason = TextAreaField("Lý do", validators=[InputRequired("Cần nêu lý do."), LONG])
