"""Forms of the giao ban: a series, one of its meetings, and what a meeting decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wtforms import BooleanField, RadioField, SelectChoice, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.meetings import digits_of
from app.domain.reading.typed_dates import Leaning
from app.models import MeetingSeries
from app.services.meetings import SeriesDetails
from app.web.forms.assignments import NOT_OFFERED, Act, offered
from app.web.forms.drafts import HourField
from app.web.forms.fields import DayField, MustBeDay
from app.web.forms.organisation import SeenForm, text_field
from app.wording.errors import ERRORS
from app.wording.meetings import weekday_choices

NAME = Length(max=100, message="Họ tên dài quá 100 ký tự.")
TITLE = Length(max=100, message="Chức vụ dài quá 100 ký tự.")
CANCEL, MOVE = "khong-hop", "doi-ngay"


class Weekdays(SelectMultipleField):
    """Days of the week as boxes to tick."""

    widget = ListWidget(prefix_label=False)  # type: ignore[assignment]
    option_widget = CheckboxInput()  # type: ignore[assignment]


class SeriesForm(SeenForm):
    """``seen`` is the version of the series that the person saw."""

    name = text_field("Tên chuỗi họp", 200, ERRORS["series.no_name"], hint="Ví dụ: Giao ban tuần của UBND")
    weekdays = Weekdays("Ngày họp trong tuần", choices=offered(weekday_choices()))
    starts_at = HourField("Giờ họp", description="Ví dụ 7:30; có thể để trống")
    place = text_field("Địa điểm", 200)
    chair = SelectField("Chủ trì", choices=[], default="", invalid_choice_message=NOT_OFFERED)
    chair_name = StringField("Họ tên chủ trì", validators=[NAME], description="Khi người chủ trì không có tài khoản")
    chair_title = StringField("Chức vụ", validators=[TITLE], description="Ví dụ: Chủ tịch UBND")
    valid_from = DayField("Bắt đầu từ ngày", leaning=Leaning.NEAREST, validators=[MustBeDay("Cần nhập ngày bắt đầu.")])
    valid_to = DayField("Đến hết ngày", leaning=Leaning.ONWARD, description="Để trống nếu chưa định ngày kết thúc")

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        """Who may chair, by public id and name."""
        self.chair.choices = [SelectChoice("", "Người khác, ghi tên ở dưới"), *offered(people)]

    def validate_weekdays(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError(ERRORS["series.weekdays"])

    def fill(self, series: MeetingSeries) -> None:
        self.name.data, self.place.data, self.starts_at.data = series.name, series.place, series.starts_at
        self.weekdays.data = list(series.weekdays)
        self.chair.data = series.chair.public_id if series.chair else ""
        self.chair_name.data, self.chair_title.data = series.chair_name, series.chair_title
        self.valid_from.data, self.valid_to.data = series.valid_from, series.valid_to
        self.seen.data = str(series.version)

    def details(self, chair_id: int | None) -> SeriesDetails:
        assert self.valid_from.data is not None
        return SeriesDetails(
            name=self.name.data or "",
            weekdays=digits_of(int(each) for each in self.weekdays.data or []),
            starts_at=self.starts_at.data,
            place=self.place.data or "",
            chair_id=chair_id,
            chair_name="" if chair_id else self.chair_name.data or "",
            chair_title=self.chair_title.data or "",
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
        )


class ExtraForm(Act):
    """A meeting beside those that the series plans."""

    day = DayField("Ngày họp", leaning=Leaning.ONWARD, validators=[MustBeDay("Cần nhập ngày họp.")])
    on_day_off = BooleanField("Họp cả khi là ngày nghỉ")

    def the_day(self) -> date:
        assert self.day.data is not None
        return self.day.data


class ChangeForm(Act):
    """A meeting that is not held, or on another day."""

    what = RadioField(
        "Thay đổi",
        choices=offered([(MOVE, "Họp vào ngày khác"), (CANCEL, "Không họp")]),
        default=MOVE,
        validators=[InputRequired("Cần chọn một trong hai.")],
        invalid_choice_message=NOT_OFFERED,
    )
    day = DayField("Ngày họp mới", leaning=Leaning.ONWARD)
    on_day_off = BooleanField("Họp cả khi là ngày nghỉ")
    reason = StringField("Lý do không họp", validators=[Length(max=500, message="Nội dung dài quá 500 ký tự.")])

    def validate_day(self, field: DayField) -> None:
        if self.what.data == MOVE:
            MustBeDay("Cần nhập ngày họp mới.")(self, field)

    def validate_reason(self, field: StringField) -> None:
        if self.what.data == CANCEL and not (field.data or "").strip():
            raise ValidationError(ERRORS["reason.required"])
