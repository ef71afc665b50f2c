"""Forms of what is owed to a superior. Several stand on one page: each has a prefix, and carries the newest step that
the person saw as its version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from app.domain.errors import DomainError
from app.domain.reading.typed_dates import Leaning
from app.domain.superior import SUPERIORS, check_inner
from app.domain.superior_matching import Kind
from app.domain.terms import SourceOfAssignment, SuperiorStanding
from app.services.superior_import import LEAVE, NEW, PlannedRow, UpwardHead
from app.services.superior_import_acts import NewChoice
from app.services.superiors import Document
from app.web.forms.assignments import LONG, Act, offered
from app.web.forms.drafts import at_most
from app.web.forms.fields import DayField, MustBeDay
from app.wording.errors import ERRORS, sentence
from app.wording.formats import shortened
from app.wording.superior import DUE, INNER
from app.wording.superior_import import ASK, IS_NEW, LEFT
from app.wording.terms import word

_SOURCES = offered(
    (source.value, word(source))
    for source in sorted(SUPERIORS, key=lambda each: each is not SourceOfAssignment.PROVINCE)
)


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


class UpwardListForm(FlaskForm):
    """A superior's own list, and whose it is."""

    file = FileField("Tệp danh sách")
    text = TextAreaField("Hoặc dán bảng chép từ Word, Excel")
    source = SelectField("Nguồn giao", choices=_SOURCES)
    issuer = StringField("Cơ quan ban hành", validators=[DataRequired("Cần nhập cơ quan ban hành."), at_most(200)])

    def head(self) -> UpwardHead:
        return UpwardHead(SourceOfAssignment(self.source.data), " ".join((self.issuer.data or "").split()))


class CheckedListForm(FlaskForm):
    """The list and what was typed about it, as they were checked."""

    text = HiddenField()  # as JSON, so that no line end changes on the way
    filename = HiddenField()
    source = HiddenField()
    issuer = HiddenField()
    digest = HiddenField()
    tell = BooleanField("Gửi thư báo giao nhiệm vụ cho các đơn vị", default=True)

    def head(self) -> UpwardHead:
        """Raises ValueError for a source that no page of ours has written."""
        return UpwardHead(SourceOfAssignment(self.source.data), self.issuer.data or "")


class RowForm(Act):
    """What is taken of one row; the prefix holds its index. Each row shows those fields that it needs."""

    which = SelectField("Là nhiệm vụ nào")
    take = BooleanField("Nhận nhiệm vụ mới", default=True)
    unit = SelectField("Đơn vị chủ trì", validate_choice=False)
    inner = DayField(INNER, leaning=Leaning.ONWARD)
    due = BooleanField("Ghi thời hạn mới của cấp trên", default=True)
    text = BooleanField("Ghi nội dung mới của cấp trên", default=True)
    told = BooleanField("Ghi tình trạng theo cấp trên", default=True)
    move = BooleanField("Dời thời hạn của đơn vị")
    moved_to = DayField("Thời hạn mới của đơn vị", leaning=Leaning.ONWARD)

    def offer(self, planned: PlannedRow, units: Sequence[tuple[int, str]]) -> None:
        """The choices, and what the row is checked against. Comes first."""
        self.planned = planned
        known = [(duty.public_id, f"{duty.number}: {shortened(duty.text)}") for duty, _ in planned.candidates]
        self.which.choices = offered([("", ASK), *known, (NEW, IS_NEW), (LEAVE, LEFT)])
        self.unit.choices = offered([("", "Chưa chọn"), *((str(unit_id), name) for unit_id, name in units)])

    def propose(self) -> None:
        """What stands in the fields before anybody has typed."""
        row, planned = self.planned.row, self.planned
        self.unit.data = str(row.lead_ids[0]) if len(row.lead_ids) == 1 else ""
        self.inner.data = planned.proposal.day if planned.proposal else None
        self.take.data = row.standing not in ENDED
        self.moved_to.data = planned.new_due
        self.move.data = bool(planned.too_late)

    def validate_unit(self, field: SelectField) -> None:
        if self._is_taken() and str(field.data) not in {choice.value for choice in field.choices or [] if choice.value}:
            raise ValidationError(ERRORS["upward.lead_missing"])

    def validate_inner(self, field: DayField) -> None:
        if not self._is_taken() or field.errors:
            return
        if field.data is None and self.planned.row.due_on:
            raise ValidationError(ERRORS["upward.inner_missing"])
        self._check(field.data, self.planned.row.due_on)

    def validate_moved_to(self, field: DayField) -> None:
        if self.is_moved() and not field.errors:
            if field.data is None:
                raise ValidationError("Cần nhập thời hạn mới của đơn vị.")
            self._check(field.data, self.planned.new_due)

    @staticmethod
    def _check(inner: date | None, latest: date | None) -> None:
        try:
            if inner:
                check_inner(inner, latest)
        except DomainError as problem:
            raise ValidationError(sentence(problem)) from problem

    def _is_taken(self) -> bool:
        return self.planned.kind is Kind.NEW and not self.planned.left and bool(self.take.data)

    def is_moved(self) -> bool:
        return bool(self.planned.too_late and self.due.data and self.move.data)

    def new_choice(self) -> NewChoice | None:
        return NewChoice(int(self.unit.data), self.inner.data) if self._is_taken() else None


ENDED = (SuperiorStanding.REPORTED_ON_TIME, SuperiorStanding.REPORTED_LATE, SuperiorStanding.WITHDRAWN)


class UpwardFilter(Act):
    """What the upward table is asked for, by the address."""

    ngay = DayField("Tính đến ngày", leaning=Leaning.PAST)
