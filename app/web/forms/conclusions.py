"""What a meeting decided: one small form a row, and who decided at the top.

The forms of the rows have prefixes; the page's own form carries the token and the meeting's version.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wtforms import BooleanField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from app.domain.reading.typed_dates import Leaning
from app.domain.terms import MeetingDecision
from app.services.decisions import Decision
from app.services.meeting_decisions import Opinion
from app.services.meeting_notice import NewDuty
from app.web.forms.assignments import LONG, NOT_OFFERED, OTHER, Act, offered
from app.web.forms.fields import DayField
from app.web.forms.meetings import NAME, TITLE
from app.wording.terms import word

NO_OPINION = "Không có ý kiến"


class ConclusionForm(Act):
    """Who decided, and that the opinions are meant although the notice has its number."""

    decider = SelectField(
        "Người quyết định",
        choices=[],
        validators=[InputRequired("Cần chọn người quyết định.")],
        invalid_choice_message=NOT_OFFERED,
    )
    decider_name = StringField("Họ tên người quyết định", validators=[NAME])
    decider_title = StringField("Chức vụ", validators=[TITLE])
    confirmed = BooleanField("Vẫn ghi ý kiến")

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        self.decider.choices = [*offered(people), SelectChoice(OTHER, "Người khác, ghi tên ở dưới")]

    def validate_decider_name(self, field: StringField) -> None:
        if self.decider.data == OTHER and not (field.data or "").strip():
            raise ValidationError("Cần ghi họ tên người quyết định.")

    def validate_decider_title(self, field: StringField) -> None:
        if self.decider.data == OTHER and not (field.data or "").strip():
            raise ValidationError("Cần ghi chức vụ của người quyết định.")

    def decision(self, ids: dict[str, int]) -> Decision:
        """``ids`` are those of the people who were offered, by public id."""
        title = self.decider_title.data or ""
        if self.decider.data == OTHER:
            return Decision(name=self.decider_name.data or "", title=title)
        return Decision(decider_id=ids[self.decider.data])


class OpinionForm(Act):
    """One row. Nothing typed and nothing chosen is no opinion."""

    kind = SelectField("Ý kiến", choices=[], default="", invalid_choice_message=NOT_OFFERED)
    named_on = DayField("Thời hạn mới", leaning=Leaning.ONWARD)
    note = StringField("Nội dung ý kiến, lý do", validators=[LONG], render_kw={"placeholder": "Nội dung ý kiến, lý do"})
    again = BooleanField("Ghi thêm ý kiến")

    def offer(self, kinds: Iterable[MeetingDecision], held_on: date) -> None:
        self.kind.choices = [SelectChoice("", NO_OPINION), *offered((kind.value, word(kind)) for kind in kinds)]
        self.named_on.anchor = held_on

    @property
    def is_empty(self) -> bool:
        typed = (self.kind.data, self.note.data, *(self.named_on.raw_data or ()))
        return not any((text or "").strip() for text in typed)

    def opinion(self, public_id: str) -> Opinion:
        return Opinion(
            public_id=public_id,
            version=self.seen_version,
            kind=MeetingDecision(self.kind.data) if self.kind.data else None,
            note=self.note.data or "",
            named_on=self.named_on.data,
            again=bool(self.again.data),
        )


class DutyForm(Act):
    """A task that the meeting gave."""

    text = StringField(
        "Nội dung nhiệm vụ giao mới", validators=[Length(max=4000, message="Nội dung dài quá 4.000 ký tự.")]
    )
    unit = SelectField("Đơn vị", choices=[], default="", invalid_choice_message=NOT_OFFERED)
    named_on = DayField("Thời hạn", leaning=Leaning.ONWARD)

    def offer(self, units: Iterable[tuple[str, str]], held_on: date) -> None:
        self.unit.choices = [SelectChoice("", "Chọn đơn vị"), *offered(units)]
        self.named_on.anchor = held_on

    @property
    def is_empty(self) -> bool:
        typed = (self.text.data, self.unit.data, *(self.named_on.raw_data or ()))
        return not any((text or "").strip() for text in typed)

    def duty(self, ids: dict[str, int]) -> NewDuty:
        """``ids`` are those of the units that were offered, by public id."""
        unit_id = ids.get(self.unit.data or "")
        return NewDuty(text=self.text.data or "", unit_id=unit_id, named_on=self.named_on.data)
