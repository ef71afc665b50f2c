"""Forms of what is owed to a superior. Several stand on one page: each has a prefix, and carries the newest step that
the person saw as its version."""

from __future__ import annotations

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired

from app.domain.reading.typed_dates import Leaning
from app.domain.superior import SUPERIORS
from app.domain.terms import SourceOfAssignment
from app.services.superiors import Document
from app.web.forms.assignments import LONG, Act, offered
from app.web.forms.drafts import at_most
from app.web.forms.fields import DayField, MustBeDay
from app.wording.superior import DUE
from app.wording.terms import word

_SOURCES = offered((source.value, word(source)) for source in SUPERIORS)


class ReportUpForm(Act):
    number = StringField(
        "Số báo cáo của cơ quan", validators=[DataRequired("Cần nhập số báo cáo của cơ quan."), at_most(60)]
    )
    issued_on = DayField("Ngày báo cáo", leaning=Leaning.PAST, validators=[MustBeDay("Cần nhập ngày báo cáo.")])


class ReasonForm(Act):
    reason = TextAreaField("Lý do", validators=[DataRequired("Cần nhập lý do."), LONG])


class ReopenForm(ReasonForm):
    on = DayField("Tính từ ngày", leaning=Leaning.PAST)


class ChangeDueForm(Act):
    due_on = DayField(DUE, leaning=Leaning.ONWARD, validators=[MustBeDay("Cần nhập thời hạn cấp trên giao.")])
    reason = TextAreaField("Căn cứ", validators=[DataRequired("Cần nhập căn cứ."), LONG])


class MarkForm(Act):
    source = SelectField("Nguồn giao", choices=_SOURCES)
    number = StringField("Số, ký hiệu văn bản của cấp trên", validators=[at_most(60)])
    issued_on = DayField("Ngày văn bản", leaning=Leaning.PAST)
    due_on = DayField(DUE, leaning=Leaning.ONWARD)

    def document(self) -> Document:
        return Document(
            SourceOfAssignment(self.source.data), " ".join((self.number.data or "").split()), self.issued_on.data
        )


class UpwardFilter(Act):
    """What the upward table is asked for, by the address."""

    ngay = DayField("Tính đến ngày", leaning=Leaning.PAST)
