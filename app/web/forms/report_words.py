"""What people type for a report: sentences in the place of generated ones, and facts with their documents."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import Form, HiddenField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Regexp

from app.domain.reading.typed_dates import Leaning
from app.domain.terms import FactKind
from app.services.report_facts import LONGEST as LONGEST_DOCUMENT
from app.services.report_texts import LONGEST
from app.web.forms.fields import DayField
from app.wording.terms import word

NO_AMOUNT = "Cần nhập số lượng: một số nguyên, từ 0 trở lên, viết bằng chữ số."


class SentenceForm(Form):
    """One of the sentences of a page: ``seen`` is the generated one that stood beside the field, ``shown`` what stood
    in it. They come with one press, so that nothing that was typed elsewhere on the page is lost."""

    seen = HiddenField()
    shown = HiddenField()
    text = TextAreaField("Câu dùng trong báo cáo", validators=[Length(max=LONGEST, message="Câu quá dài.")])

    @property
    def is_changed(self) -> bool:
        return (self.text.data or "").split() != (self.shown.data or "").split()


class SentencesForm(FlaskForm):
    """Nothing but the press, on the button of one of the sentences."""

    save = HiddenField()
    restore = HiddenField()


class FactForm(FlaskForm):
    kind = SelectField("Nội dung", choices=[SelectChoice(kind.value, word(kind)) for kind in FactKind])
    amount = StringField(
        "Số lượng", validators=[InputRequired(NO_AMOUNT), Regexp(r"^\s*[0-9]{1,7}\s*$", message=NO_AMOUNT)]
    )
    document = StringField(
        "Văn bản chứng minh",
        validators=[
            InputRequired("Cần ghi loại và số của văn bản, ví dụ: Quyết định số 12/QĐ-UBND."),
            Length(max=LONGEST_DOCUMENT, message="Tên văn bản quá dài: tối đa 200 ký tự."),
        ],
    )
    document_on = DayField("Ngày của văn bản", leaning=Leaning.PAST)


class RemoveFactForm(FlaskForm):
    """Nothing but the press."""
