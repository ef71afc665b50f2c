"""Forms of the organisation's pages: units, fields of work, the office itself and its calendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.domain.contact import is_email, tidy
from app.domain.reading.typed_dates import Leaning
from app.models import Unit, User
from app.services.organisation import LIMITS, OfficeDetails
from app.services.organisation_calendar import BASIS_MOST, NAME_MOST
from app.services.organisation_fields import FieldDetails
from app.services.organisation_units import UnitDetails
from app.web.forms.assignments import NOT_OFFERED, label_of, offered
from app.web.forms.drafts import Units
from app.web.forms.fields import DayField, MustBeDay
from app.wording.formats import day
from app.wording.organisation import ERRORS


class WholeNumber(IntegerField):
    """WTForms says what is no number in its own language otherwise."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)  # type: ignore[no-untyped-call]
        except ValueError:
            raise ValueError(ERRORS["unit.position"]) from None


def text_field(label: str, most: int, needed: str = "", hint: str = "", **kwargs: Any) -> StringField:
    """One line in one spelling; ``needed`` is the sentence for an empty one."""
    checks: list[Any] = [DataRequired(needed)] if needed else []
    length = Length(max=most, message=ERRORS["text.too_long"].format(most=most))
    return StringField(
        label, validators=[*checks, length, *kwargs.pop("validators", ())], filters=[tidy], description=hint, **kwargs
    )


def day_field(label: str, needed: str = "", hint: str = "") -> DayField:
    checks = [MustBeDay(needed)] if needed else []
    return DayField(label, leaning=Leaning.NEAREST, validators=checks, description=hint)


def the_day(field: DayField) -> date:
    """The day of a field that has passed ``MustBeDay``."""
    assert field.data is not None
    return field.data


def must_be_email(form: FlaskForm, field: StringField) -> None:
    if field.data and not is_email(field.data):
        raise ValidationError(ERRORS["email.bad"].format(text=field.data))


def email_field(label: str, hint: str = "") -> StringField:
    return text_field(label, LIMITS["email"], hint=hint, validators=(must_be_email,))


def number_field(label: str, hint: str = "") -> WholeNumber:
    return WholeNumber(label, validators=[Optional()], description=hint, render_kw={"inputmode": "numeric"})


class SeenForm(FlaskForm):
    """A form that carries a short hash of the values it was filled with: others may have changed them since."""

    seen = HiddenField()

    def shown(self) -> dict[str, str]:
        """Labels and what stands in the fields, to set two versions side by side."""
        return {field.label.text: shown(field) for field in self if not isinstance(field, HiddenField)}


def shown(field: Any) -> str:
    if isinstance(field, SelectMultipleField):
        ticked = {str(value) for value in field.data or []}
        return ", ".join(str(choice.label) for choice in field.choices or [] if str(choice.value) in ticked)
    if isinstance(field, SelectField):
        return label_of(field)
    if isinstance(field, BooleanField):
        return "Có" if field.data else "Không"
    if isinstance(field, DayField) and field.data:
        return day(field.data)
    return str(field._value() or "")


def choice_field(label: str, needed: str, hint: str = "", kind: type[SelectField] = SelectField) -> SelectField:
    return kind(
        label,
        choices=[],
        default="",
        validators=[InputRequired(needed)] if needed else [],
        invalid_choice_message=NOT_OFFERED,
        description=hint,
    )


def offer_units(field: SelectField, units: Iterable[Unit], blank: str) -> None:
    field.choices = offered([("", blank), *((str(unit.id), unit.name) for unit in units)])


def chosen_id(field: SelectField) -> int | None:
    return int(field.data) if field.data else None


class UnitForm(SeenForm):
    name = text_field("Tên đơn vị", LIMITS["name"], "Cần nhập tên đơn vị.")
    short_name = text_field("Tên ngắn", LIMITS["short_name"], hint="Dùng trong danh sách hẹp.")
    email = email_field("Hộp thư của đơn vị", "Nhận thư giao nhiệm vụ và nhắc việc.")
    contact_name = text_field("Đầu mối", LIMITS["contact_name"])
    contact_phone = text_field("Điện thoại", LIMITS["contact_phone"])
    contact_email = email_field("Thư của đầu mối", "Nhận bản sao các thư gửi đơn vị.")
    parent_id = choice_field("Đơn vị cấp trên", "")
    position = number_field("Thứ tự", "Số nhỏ đứng trước trong danh sách.")
    valid_from = day_field("Hoạt động từ ngày", "Cần nhập ngày.")
    outside = BooleanField(
        "Ngoài thẩm quyền giao việc",
        description="Công an, Quân sự, Thuế, MTTQ…: được đề nghị, không được giao; số liệu tính riêng.",
    )
    is_secretariat = BooleanField(
        "Là Văn phòng của cơ quan",
        description="Cơ quan có đúng một Văn phòng. Đánh dấu ở đây thì dấu ở đơn vị khác tự bỏ.",
    )

    def fill(self, details: UnitDetails) -> None:
        names = ("name", "short_name", "email", "contact_name", "contact_phone", "contact_email", "position")
        for name in (*names, "valid_from"):
            self[name].data = getattr(details, name)
        self.parent_id.data = str(details.parent_id or "")
        self.outside.data, self.is_secretariat.data = not details.under_authority, details.is_secretariat

    def details(self) -> UnitDetails:
        return UnitDetails(
            name=self.name.data,
            short_name=self.short_name.data,
            email=self.email.data,
            contact_name=self.contact_name.data,
            contact_phone=self.contact_phone.data,
            contact_email=self.contact_email.data,
            parent_id=chosen_id(self.parent_id),
            position=self.position.data or 0,
            valid_from=the_day(self.valid_from),
            under_authority=not self.outside.data,
            is_secretariat=bool(self.is_secretariat.data),
        )


class LastDayForm(FlaskForm):
    last_day = day_field("Ngày hoạt động cuối cùng", "Cần nhập ngày.")


class AliasForm(FlaskForm):
    alias = text_field(
        "Tên gọi khác", LIMITS["alias"], "Cần nhập tên gọi.", "Cách văn bản viết tên đơn vị, kể cả chữ viết tắt."
    )


class FieldForm(SeenForm):
    name = text_field("Tên lĩnh vực", 200, "Cần nhập tên lĩnh vực.")
    position = number_field("Thứ tự", "Số nhỏ đứng trước trong danh sách.")
    valid_from = day_field("Áp dụng từ ngày", "Cần nhập ngày.")
    valid_to = day_field("Đến hết ngày", hint="Để trống khi lĩnh vực đang áp dụng.")
    unit_ids = Units("Đơn vị thuộc lĩnh vực", coerce=int)

    def offer(self, units: Sequence[Unit]) -> None:
        self.unit_ids.choices = offered((str(unit.id), unit.name) for unit in units)

    def fill(self, details: FieldDetails) -> None:
        for name in ("name", "position", "valid_from", "valid_to"):
            self[name].data = getattr(details, name)
        self.unit_ids.data = list(details.unit_ids)

    def details(self) -> FieldDetails:
        return FieldDetails(
            name=self.name.data,
            position=self.position.data or 0,
            valid_from=the_day(self.valid_from),
            valid_to=self.valid_to.data,
            unit_ids=tuple(sorted(set(self.unit_ids.data or []))),
        )


class ChargeForm(FlaskForm):
    user_id = choice_field("Đồng chí", "Cần chọn một người.")
    since = day_field("Từ ngày", "Cần nhập ngày.")

    def offer(self, users: Sequence[User]) -> None:
        self.user_id.choices = offered([("", "Chưa chọn"), *((str(user.id), user.name) for user in users)])


class ChargeEndForm(FlaskForm):
    last_day = day_field("Đến hết ngày", "Cần nhập ngày.")


class OfficeForm(SeenForm):
    name = text_field("Tên cơ quan", 200, "Cần nhập tên cơ quan.")
    parent_name = text_field("Cơ quan cấp trên", 200)
    place = text_field("Địa danh", 100, hint="Ghi trước ngày tháng trong văn bản.")

    def fill(self, details: OfficeDetails) -> None:
        for name in ("name", "parent_name", "place"):
            self[name].data = getattr(details, name)

    def details(self) -> OfficeDetails:
        return OfficeDetails(name=self.name.data, parent_name=self.parent_name.data, place=self.place.data)


OFF, WORKED = "nghi", "lam-bu"


class SpecialDayForm(FlaskForm):
    seen = HiddenField()  # what was shown of the change
    day = day_field("Ngày", "Cần nhập ngày.")
    kind = RadioField(
        "Loại",
        choices=offered([(OFF, "Ngày nghỉ"), (WORKED, "Ngày làm bù (thứ Bảy, Chủ nhật)")]),
        default=OFF,
        validators=[InputRequired("Cần chọn loại ngày.")],
        invalid_choice_message=NOT_OFFERED,
    )
    name = text_field("Tên ngày, lý do", NAME_MOST, "Cần ghi tên ngày hoặc lý do.")


class ConfirmYearForm(FlaskForm):
    basis = text_field(
        "Căn cứ", BASIS_MOST, "Cần ghi thông báo chính thức.", "Số, ngày của thông báo lịch nghỉ đã đối chiếu."
    )
