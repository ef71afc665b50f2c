"""Forms of a notice on its way: the upload, the header and the tasks of its draft, and the number that comes later.

Several stand on one page, so they write their csrf token and the draft's version by hand; the app checks the token of
every POST before a view is reached.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, SelectChoice, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.errors import DomainError
from app.domain.reading.typed_dates import Leaning
from app.domain.recurrence import Recurrence
from app.domain.recurrence_phrases import parse
from app.domain.superior import check_inner
from app.domain.terms import SourceOfAssignment, TaskKind, Urgency
from app.models import Unit
from app.services.draft_content import DraftedDocument, DraftedTask
from app.services.drafts import chosen
from app.web.forms.assignments import NOT_OFFERED, Act, label_of, offered
from app.web.forms.fields import DayField, MustBeDay
from app.web.forms.recurrence import RULE_FIELDS, RuleFields
from app.wording.errors import sentence
from app.wording.formats import day
from app.wording.recurrence import say
from app.wording.superior import DUE, INNER
from app.wording.terms import word

_HOUR = re.compile(r"\s*(\d{1,2})\s*(?:[:hg]|giờ)\s*(\d{1,2})?\s*(?:phút)?\s*", re.IGNORECASE)


def at_most(characters: int) -> Length:
    return Length(max=characters, message=f"Nội dung dài quá {characters} ký tự.")


class UploadForm(FlaskForm):
    file = FileField("Tệp văn bản")
    text = TextAreaField("Hoặc dán nội dung văn bản")


class HourField(StringField):
    """An hour of the day typed as 16:30, 16h30 or "16 giờ 30 phút"; ``data`` is a time or None."""

    data: time | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%H:%M}" if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        read = _HOUR.fullmatch(typed)
        try:
            if read is None:
                raise ValueError
            self.data = time(int(read[1]), int(read[2] or 0))
        except ValueError:
            raise ValueError(f"Không đọc được giờ “{typed}”. Đề nghị nhập theo dạng 16:30.") from None


class Units(SelectMultipleField):
    """Units as boxes to tick."""

    widget = ListWidget(prefix_label=False)  # type: ignore[assignment]
    option_widget = CheckboxInput()  # type: ignore[assignment]

    def pre_validate(self, form: FlaskForm) -> None:
        if not set(self.data or []) <= {int(choice.value) for choice in self.choices or []}:
            raise ValidationError(NOT_OFFERED)


_BESIDES = ("version", "remember_leads", "remember_coordinating")  # fields of a form that are no part of the draft


class Versioned(Act):
    """What every act on a draft or a directive sends: the version that the person saw."""

    def shown(self) -> dict[str, str]:
        """Labels and what stands in the fields, to set two versions side by side."""
        return {field.label.text: _shown(field) for field in self if field.name not in _BESIDES}


def _shown(field: Field) -> str:
    if isinstance(field, Units):
        ticked = set(field.data or [])
        return ", ".join(str(choice.label) for choice in field.choices or [] if int(choice.value) in ticked)
    if isinstance(field, SelectField):
        return label_of(field)
    if isinstance(field, BooleanField):
        return "Có" if field.data else "Không"
    if isinstance(field, DayField) and field.data:
        return day(field.data)
    return " ".join(str(field._value() or "").split())  # type: ignore[attr-defined]


class PressForm(Versioned):
    """What a button on a card sends; each act reads its own. What a page did not write is refused by the act."""

    at = StringField()  # an offset into the source's text: where to split
    start = StringField()  # where a loose date begins there
    kind = StringField()
    part = StringField()
    written = StringField()
    unit = StringField()
    remember = StringField()  # the unit again, by the button that also keeps the name
    step = StringField()  # the newest step when the page was made

    def number(self, name: str) -> int:
        """A number that a button sent; -1, which nothing has, for one that was tampered with."""
        typed = self[name].data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


class HeaderForm(Versioned):
    number = StringField("Số, ký hiệu", validators=[at_most(60)])
    kind = StringField("Loại văn bản", validators=[DataRequired("Cần nhập loại văn bản."), at_most(60)])
    issuer = StringField("Cơ quan ban hành", validators=[DataRequired("Cần nhập cơ quan ban hành."), at_most(200)])
    place = StringField("Nơi ban hành", validators=[at_most(100)])
    issued_on = DayField("Ngày ban hành", leaning=Leaning.PAST)
    meeting_on = DayField("Ngày họp", leaning=Leaning.PAST)
    subject = TextAreaField("Trích yếu", validators=[DataRequired("Cần nhập trích yếu."), at_most(2000)])
    chair = StringField("Người chủ trì", validators=[at_most(100)])
    leader = StringField("Lãnh đạo giao", validators=[at_most(100)])
    signer = StringField("Người ký", validators=[at_most(100)])
    signer_title = StringField("Chức vụ người ký", validators=[at_most(100)])
    source_of_assignment = SelectField(
        "Nguồn giao",
        choices=offered([("", "Chưa chọn"), *((source.value, word(source)) for source in SourceOfAssignment)]),
    )

    def document(self) -> DraftedDocument:
        """What was typed, as the header; somebody has looked at it, so nothing is unsure."""
        typed = {name: field.data for name, field in self._fields.items() if name != "version"}
        texts = {name: " ".join(value.split()) for name, value in typed.items() if isinstance(value, str)}
        source = texts.pop("source_of_assignment")
        chosen = {"source_of_assignment": SourceOfAssignment(source) if source else None}
        return DraftedDocument(**(typed | texts | chosen))


class TaskForm(RuleFields, Versioned):
    clause = StringField("Mục", validators=[at_most(40)])
    kind = SelectField("Loại", choices=offered((kind.value, word(kind)) for kind in TaskKind))
    urgency = SelectField("Mức độ khẩn", choices=offered((urgency.value, word(urgency)) for urgency in Urgency))
    text = TextAreaField("Nội dung", validators=[DataRequired("Cần nhập nội dung nhiệm vụ."), at_most(8000)])
    leads = Units("Đơn vị chủ trì", coerce=int)
    coordinating = Units("Đơn vị phối hợp", coerce=int)
    remember_leads = BooleanField("Nhớ tên của đơn vị chủ trì")
    remember_coordinating = BooleanField("Nhớ tên của đơn vị phối hợp")
    deadline = DayField("Thời hạn", leaning=Leaning.ONWARD)
    inner_due = DayField("Thời hạn của cơ quan", leaning=Leaning.ONWARD)
    deadline_time = HourField("Giờ", render_kw={"placeholder": "16:30", "autocomplete": "off"})
    exclusive = BooleanField("Văn bản ghi “trước ngày”")
    deadline_text = StringField("Nguyên văn thời hạn", validators=[at_most(300)])
    report_to = StringField("Báo cáo về", validators=[at_most(1000)])
    recurrence = StringField("Chu kỳ", validators=[at_most(200)])

    def offer(self, units: Sequence[Unit]) -> None:
        """The units to choose from, those that are ticked first: the boxes of a long list are scrolled. Comes last.

        Each box carries the unit's other names, by which the script beside it also finds the unit.
        """
        choices = [SelectChoice(str(unit.id), unit.name, {"data-names": _other_names(unit)}) for unit in units]
        for field in (self.leads, self.coordinating):
            ticked = set(field.data or [])
            field.choices = sorted(choices, key=lambda choice: int(choice.value) not in ticked)

    def tell_superiors(self) -> None:
        """The notice is a superior's: its date is not the unit's."""
        self.deadline.label.text = DUE

    def remembering(self, part: str) -> BooleanField:
        """The box that keeps the unknown name of a part ("leads", "coordinating") as the chosen unit's."""
        return self.remember_leads if part == "leads" else self.remember_coordinating

    def fill(self, task: DraftedTask) -> None:
        """Put a drafted task into fresh fields."""
        for name, field in self._fields.items():
            if name not in (*_BESIDES, *RULE_FIELDS, "leads", "coordinating"):
                field.data = getattr(task, name)
        self.fill_rule(task.rule)
        self.leads.data, self.coordinating.data = list(task.lead_ids), list(task.coordinating_ids)

    def validate_every(self, field: SelectField) -> None:
        """Of a recurring task somebody says by which rule, in the fields or in the words of the notice."""
        try:
            if self.chosen_rule() is None and self._typed_rule() is None and self.kind.data == TaskKind.RECURRING:
                raise DomainError("recurrence.incomplete")
        except DomainError as problem:
            raise ValidationError(sentence(problem)) from problem

    def _typed_rule(self) -> Recurrence | None:
        return parse(self.recurrence.data or "")

    def _recurrence(self, before: DraftedTask) -> str:
        """The words of the rule: as typed anew, if the fields were left as they were; else as chosen."""
        typed = (self.recurrence.data or "").strip()
        if self._kind(before) is not TaskKind.RECURRING:
            return typed
        rule, said_anew = self.chosen_rule(), self._typed_rule()
        if said_anew and rule in (None, before.rule) and (rule is None or typed != before.recurrence):
            rule = said_anew
        return say(rule) if rule else typed

    def task(self, before: DraftedTask, units: Sequence[Unit]) -> DraftedTask:
        """The task as it is now; somebody has looked at it, so nothing is unsure, and it is put aside no longer."""
        recurs = self._kind(before) is TaskKind.RECURRING
        return replace(
            before,
            included=before.included or before.dropped or self._kind(before) is not TaskKind.GENERAL,
            dropped=False,
            clause=(self.clause.data or "").strip(),
            kind=self._kind(before),
            urgency=Urgency(self.urgency.data),
            text=(self.text.data or "").strip().replace("\r\n", "\n"),
            leads=chosen(before.leads, self.leads.data or [], units),
            coordinating=chosen(before.coordinating, self.coordinating.data or [], units),
            deadline=None if recurs else self.deadline.data,
            inner_due=self.inner_due.data if self.inner_due.raw_data else before.inner_due,  # not on every page
            deadline_time=None if recurs else self.deadline_time.data,
            exclusive=bool(self.exclusive.data),
            deadline_text=(self.deadline_text.data or "").strip(),
            report_to=(self.report_to.data or "").strip(),
            recurrence=self._recurrence(before),
            unsure=(),
        )

    def _kind(self, before: DraftedTask) -> TaskKind:
        """A day typed into a task that had none makes it a dated one, unless its kind was chosen, too."""
        typed_a_day = self.deadline.data is not None and before.deadline is None
        chosen_kind = TaskKind(self.kind.data)
        return TaskKind.DATED if typed_a_day and chosen_kind is before.kind else chosen_kind


def _other_names(unit: Unit) -> str:
    return "|".join(name for name in (unit.short_name, *(alias.alias for alias in unit.aliases)) if name)


class InnerDateForm(Act):
    """The office's own date of one task, on the page before giving; the prefix names the task."""

    day = DayField(INNER, leaning=Leaning.ONWARD, validators=[MustBeDay("Cần nhập thời hạn của cơ quan.")])

    def hold(self, latest: date) -> None:
        """The superior's date, behind which it may not lie."""
        self.latest = latest

    def validate_day(self, field: DayField) -> None:
        try:
            if field.data:
                check_inner(field.data, self.latest)
        except DomainError as problem:
            raise ValidationError(sentence(problem)) from problem


class NumberForm(Versioned):
    number = StringField("Số, ký hiệu", validators=[DataRequired("Cần nhập số văn bản."), at_most(60)])
    issued_on = DayField("Ngày ban hành", leaning=Leaning.PAST)
