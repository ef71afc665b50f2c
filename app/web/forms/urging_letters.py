"""The form of the letters of urging: which units, one letter or one for each, and what it says besides."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.reading.typed_dates import Leaning
from app.services.urging_choice import LetterWish, Offer
from app.web.forms.assignments import offered
from app.web.forms.drafts import at_most
from app.web.forms.fields import DayField
from app.wording.errors import ERRORS
from app.wording.urging_letter import SUBJECT


class UnitBoxes(SelectMultipleField):
    """Units as boxes to tick, one in each row of a table."""

    widget = ListWidget(prefix_label=False)  # type: ignore[assignment]
    option_widget = CheckboxInput()  # type: ignore[assignment]


class LettersForm(FlaskForm):
    class Meta:
        csrf = False  # the app checks the token of every POST before a view is reached

    seen = HiddenField()
    units = UnitBoxes("Đơn vị", validate_choice=False)
    everybody = BooleanField("Tất cả đơn vị có nhiệm vụ quá hạn")
    apart = BooleanField("Mỗi đơn vị một công văn", description="Không đánh dấu: một công văn gửi chung.")
    due_soon = BooleanField("Nêu cả nhiệm vụ sắp đến hạn")
    subject = StringField(
        "Trích yếu (V/v)", default=SUBJECT, validators=[DataRequired(ERRORS["letter.no_subject"]), at_most(500)]
    )
    report_by = DayField(
        "Báo cáo kết quả trước ngày", leaning=Leaning.ONWARD, description="Để trống nếu công văn không nêu ngày."
    )

    def offer(self, found: Offer) -> None:
        self.units.choices = offered((unit.public_id, unit.name) for unit in found.units)

    def chosen(self, found: Offer) -> Sequence[str]:
        """What was ticked, or everybody who has something overdue."""
        if self.everybody.data:
            return [unit.public_id for unit in found.units if unit.late]
        return self.units.data or []

    def wish(self, found: Offer) -> LetterWish:
        return LetterWish(
            units=self.chosen(found),
            subject=self.subject.data or "",
            apart=bool(self.apart.data),
            due_soon=bool(self.due_soon.data),
            report_by=self.report_by.data,
        )
