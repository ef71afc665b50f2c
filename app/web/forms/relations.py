"""Forms of what a notice is to an earlier one: which, and what becomes of each of its assignments."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.domain.reading.typed_dates import Leaning
from app.services.directive_relations import KINDS
from app.web.forms.assignments import LONG, NOT_OFFERED, Act, offered
from app.web.forms.fields import DayField
from app.wording.terms import word

KEEP, ADOPT = "giu", "theo"


class ChooseForm(FlaskForm):
    """The kind and the earlier notice, by its number or from the list of the likely ones."""

    class Meta:
        csrf = False  # it only leads to another page

    kind = RadioField(
        "Văn bản này",
        name="loai",
        choices=[],
        validators=[InputRequired("Cần chọn quan hệ.")],
        invalid_choice_message=NOT_OFFERED,
    )
    number = StringField(
        "Số, ký hiệu văn bản trước", name="so", validators=[Length(max=60, message="Số, ký hiệu dài quá 60 ký tự.")]
    )
    notice = SelectField("Hoặc chọn trong danh sách", name="van-ban", choices=[], invalid_choice_message=NOT_OFFERED)

    def offer(self, kinds: Iterable[str], notices: Iterable[tuple[str, str]]) -> None:
        allowed = set(kinds)
        self.kind.choices = offered((kind.value, word(kind)) for kind in KINDS if kind in allowed)
        self.notice.choices = offered([("", "Chọn văn bản"), *notices])


class JoinForm(FlaskForm):
    """The task that ends with the same document: of the same notice, or by the address of its page."""

    class Meta:
        csrf = False  # the app checks the token of every POST before a view is reached

    other = SelectField("Nhiệm vụ cùng sản phẩm", choices=[], validate_choice=False)
    address = StringField("Hoặc dán địa chỉ trang nhiệm vụ kia", validators=[Length(max=300)])

    def offer(self, tasks: Iterable[tuple[str, str]]) -> None:
        self.other.choices = offered([("", "Chọn nhiệm vụ"), *tasks])


class RelateForm(FlaskForm):
    """``seen`` is what the preview was asked."""

    class Meta:
        csrf = False

    note = TextAreaField("Nội dung, ghi chú", validators=[LONG])
    seen = HiddenField()


class AmendRow(Act):
    named_on = DayField("Thời hạn mới", leaning=Leaning.NEAREST)
    exclusive = BooleanField("Phải xong trước ngày này")


class ReplaceRow(Act):
    close = BooleanField("Đã được thay thế")
    by = SelectField("Nhiệm vụ thay thế", choices=[], default="", invalid_choice_message=NOT_OFFERED)

    def offer(self, tasks: Iterable[tuple[int, str]]) -> None:
        self.by.choices = offered([("", "Không ghi"), *((str(place), label) for place, label in tasks)])


class RepeatRow(Act):
    """``of`` is the first assignment, by its public id."""

    of = SelectField("Nhắc lại nhiệm vụ", choices=[], default="", invalid_choice_message=NOT_OFFERED)
    date = RadioField(
        "Thời hạn",
        choices=offered([(KEEP, "Giữ thời hạn cũ"), (ADOPT, "Điều chỉnh theo văn bản mới")]),
        validate_choice=False,
    )

    def offer(self, firsts: Iterable[tuple[str, str]]) -> None:
        self.of.choices = offered([("", "Không nhắc lại, là nhiệm vụ riêng"), *firsts])
