"""Forms of an office's old list: the file with what is to be known about it, and the list after it was checked."""

from __future__ import annotations

from datetime import date

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired

from app.domain.reading.typed_dates import Leaning
from app.services.list_import import ListHead
from app.web.forms.drafts import at_most
from app.web.forms.fields import DayField


class ListForm(FlaskForm):
    file = FileField("Tệp danh sách")
    text = TextAreaField("Hoặc dán bảng chép từ Word, Excel")
    kind = StringField("Loại văn bản", validators=[DataRequired("Cần nhập loại văn bản."), at_most(60)])
    number = StringField("Số, ký hiệu", validators=[at_most(60)])
    issued_on = DayField("Ngày giao", leaning=Leaning.PAST)
    issuer = StringField("Cơ quan ban hành", validators=[DataRequired("Cần nhập cơ quan ban hành."), at_most(200)])
    subject = StringField("Trích yếu", validators=[DataRequired("Cần nhập trích yếu."), at_most(2000)])
    tell = BooleanField("Gửi thư báo giao nhiệm vụ cho các đơn vị")

    def head(self) -> ListHead:
        typed = {name: " ".join((self[name].data or "").split()) for name in ("kind", "number", "issuer", "subject")}
        return ListHead(**typed, issued_on=self.issued_on.data)


class CheckedForm(FlaskForm):
    """The list and what was typed about it, as they were checked."""

    text = HiddenField()  # as JSON, so that no line end changes on the way
    filename = HiddenField()
    kind = HiddenField()
    number = HiddenField()
    issued_on = HiddenField()
    issuer = HiddenField()
    subject = HiddenField()
    tell = HiddenField()
    digest = HiddenField()

    def fill(self, head: ListHead) -> None:
        for name in ("kind", "number", "issuer", "subject"):
            self[name].data = getattr(head, name)
        self.issued_on.data = head.issued_on.isoformat() if head.issued_on else ""

    def head(self) -> ListHead:
        """Raises ValueError for a day that no page of ours has written."""
        day = date.fromisoformat(self.issued_on.data) if self.issued_on.data else None
        texts = {name: self[name].data or "" for name in ("kind", "number", "issuer", "subject")}
        return ListHead(**texts, issued_on=day)
