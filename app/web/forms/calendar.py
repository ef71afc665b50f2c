"""Forms of a year's days: the list that they come in by, and what was shown of a change before it is saved."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, TextAreaField


class RemoveDayForm(FlaskForm):
    seen = HiddenField()


class CalendarListForm(FlaskForm):
    file = FileField("Tệp lịch nghỉ")
    text = TextAreaField("Hoặc dán các dòng")
    drop = BooleanField("Bỏ khỏi lịch những ngày không có trong danh sách")


class CheckedCalendarForm(FlaskForm):
    """The list as it was checked."""

    text = HiddenField()  # as JSON, so that no line end changes on the way
    drop = HiddenField()
    seen = HiddenField()

    @property
    def drops(self) -> bool:
        return str(self.drop.data) == "True"
