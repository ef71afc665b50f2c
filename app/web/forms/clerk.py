"""The forms of the văn thư's desk. Many stand on one page, one a row: each has its row's public id as its prefix."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from app.domain.reading.typed_dates import Leaning
from app.services.evidence import NewEvidence
from app.services.signed_copies import KINDS
from app.web.forms.assignments import NOT_OFFERED, offered
from app.web.forms.drafts import Versioned, at_most
from app.web.forms.fields import DayField, MustBeDay
from app.wording.errors import ERRORS

_NUMBER = "Số, ký hiệu"


class LateNumberForm(Versioned):
    number = StringField(_NUMBER, validators=[DataRequired("Cần nhập số văn bản."), at_most(60)])
    issued_on = DayField("Ngày ban hành", leaning=Leaning.PAST)


class LetterNumberForm(Versioned):
    number = StringField(_NUMBER, validators=[DataRequired(ERRORS["letter.no_number"]), at_most(60)])
    issued_on = DayField("Ngày công văn", leaning=Leaning.PAST, validators=[MustBeDay("Cần nhập ngày công văn.")])


class ScanForm(Versioned):
    scan = FileField("Tệp bản ký số, bản quét")

    def validate_scan(self, field: FileField) -> None:
        file = field.data
        name = file.filename if isinstance(file, FileStorage) else ""
        if name and PurePath(name).suffix.lower() not in KINDS:
            raise ValidationError(ERRORS["signed.kind"].format(filename=name))

    def taken(self) -> NewEvidence:
        return upload(self.scan) or NewEvidence()


class PaperForm(Versioned):
    unit = SelectField(
        "Đơn vị gửi",
        choices=[],
        validators=[DataRequired("Cần chọn đơn vị gửi báo cáo.")],
        invalid_choice_message=NOT_OFFERED,
    )
    subject = StringField("Trích yếu", validators=[DataRequired(ERRORS["paper.no_subject"]), at_most(500)])
    number = StringField(_NUMBER, validators=[at_most(60)])
    issued_on = DayField("Ngày của báo cáo", leaning=Leaning.PAST)
    received_on = DayField("Ngày đến", leaning=Leaning.PAST, validators=[MustBeDay("Cần nhập ngày đến.")])
    scan = FileField("Bản quét")

    def offer(self, units: Iterable[tuple[str, str]]) -> None:
        self.unit.choices = offered([("", "Chọn đơn vị"), *units])


class AnswerForm(Versioned):
    assignment = SelectField(
        "Nhiệm vụ được báo cáo hoàn thành",
        choices=[],
        validators=[DataRequired("Cần chọn nhiệm vụ.")],
        invalid_choice_message=NOT_OFFERED,
    )

    def offer(self, assignments: Iterable[tuple[str, str]]) -> None:
        self.assignment.choices = offered([("", "Chọn nhiệm vụ"), *assignments])


class AsideForm(Versioned):
    note = StringField(
        "Không phải trả lời nhiệm vụ nào, vì",
        validators=[DataRequired(ERRORS["paper.no_note"]), Length(max=500, message="Nội dung dài quá 500 ký tự.")],
    )


def upload(field: FileField) -> NewEvidence | None:
    """What was uploaded; None if no file was chosen."""
    file = field.data
    if not isinstance(file, FileStorage) or not file.filename:
        return None
    return NewEvidence(filename=file.filename, content=file.stream.read())
