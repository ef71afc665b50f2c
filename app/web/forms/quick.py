"""The form of an order that is given quickly: four fields, the degree of urgency, and a picture of the note."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, Field, SelectChoice, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.reading.typed_dates import Leaning
from app.domain.terms import Urgency
from app.web.forms.assignments import LONG, NOT_OFFERED, OTHER, offered, only_pictures
from app.web.forms.fields import MomentField
from app.wording.errors import ERRORS
from app.wording.terms import word


class Addressees(SelectMultipleField):
    """Units and people of units as boxes to tick."""

    widget = ListWidget(prefix_label=False)  # type: ignore[assignment]
    option_widget = CheckboxInput()  # type: ignore[assignment]

    def pre_validate(self, form: FlaskForm) -> None:
        if not set(self.data or []) <= {str(choice.value) for choice in self.choices or []}:
            raise ValidationError(ERRORS["unit.unknown"])


class QuickForm(FlaskForm):
    class Meta:
        csrf = False  # the app checks the token of every POST before a view is reached

    text = TextAreaField("Nội dung", validators=[InputRequired(ERRORS["quick.no_text"]), LONG])
    to = Addressees("Đơn vị, người thực hiện", choices=[], validators=[InputRequired(ERRORS["quick.nobody"])])
    deadline = MomentField("Thời hạn", leaning=Leaning.ONWARD)
    leader = SelectField("Lãnh đạo giao", choices=[], default="", invalid_choice_message=NOT_OFFERED)
    leader_name = StringField("Người khác: họ tên, chức vụ", validators=[Length(max=100, message="Dài quá 100 ký tự.")])
    urgency = SelectField(
        "Độ khẩn",
        choices=offered((each.value, word(each)) for each in Urgency),
        default=Urgency.NORMAL.value,
        invalid_choice_message=NOT_OFFERED,
    )
    pictures = MultipleFileField("Ảnh bút phê", validators=[only_pictures])
    even_if_alike = BooleanField("Vẫn giao")

    def offer(self, to: Sequence[SelectChoice], leaders: Iterable[tuple[str, str]], myself: str) -> None:
        """What there is to choose from, what is ticked first; a leader who fills it in stands in it."""
        ticked = set(self.to.data or [])
        self.to.choices = sorted(to, key=lambda choice: str(choice.value) not in ticked)
        people = list(leaders)
        self.leader.choices = offered([("", "Chọn lãnh đạo"), *people, (OTHER, "Người khác, ghi tên ở dưới")])
        if not self.is_submitted() and myself in dict(people):
            self.leader.data = myself

    def validate_leader(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(ERRORS["quick.no_leader"])

    def validate_leader_name(self, field: StringField) -> None:
        if self.leader.data == OTHER and not (field.data or "").strip():
            raise ValidationError(ERRORS["quick.no_leader"])
