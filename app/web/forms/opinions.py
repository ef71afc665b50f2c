"""What a leader answers to a request for more time, and what the office proposes to him."""

from __future__ import annotations

from datetime import date

from wtforms import TextAreaField
from wtforms.validators import ValidationError

from app.domain.reading.typed_dates import Leaning
from app.domain.terms import EventKind
from app.web.forms.assignments import LONG, Act
from app.web.forms.fields import DayField, MustBeDay
from app.wording.errors import ERRORS


class AnswerForm(Act):
    """``answer`` is the value of the button that was pressed; each needs something else."""

    until = DayField("Thời hạn mới", leaning=Leaning.ONWARD)
    note = TextAreaField("Ý kiến, lý do", validators=[LONG])

    def lean_on(self, due_on: date | None) -> None:
        """A day without a year follows the deadline in force."""
        self.until.anchor = due_on

    def check_for(self, answer: EventKind) -> bool:
        """Whether what this answer needs was typed; if not, it is said beside the field."""
        valid = self.validate()
        if answer is EventKind.EXTENSION_COUNTERED:
            valid = self._needs(self.until, MustBeDay("Cần nhập thời hạn mới.")) and valid
        if answer is EventKind.EXTENSION_REFUSED and not (self.note.data or "").strip():
            self.note.errors = (ERRORS["reason.required"],)
            valid = False
        return bool(valid)

    def _needs(self, field: DayField, rule: MustBeDay) -> bool:
        try:
            rule(self, field)
        except ValidationError as error:
            field.errors = (str(error),)
        return not field.errors


class ProposalForm(Act):
    proposal = TextAreaField("Đề xuất của Văn phòng", validators=[LONG])
