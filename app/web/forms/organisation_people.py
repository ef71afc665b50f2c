"""Forms of people, their roles and their passwords."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import Length

from app.domain.contact import as_login
from app.domain.terms import Role
from app.models import Unit
from app.services.organisation import PERSON_LIMITS
from app.services.organisation_people import PersonDetails
from app.services.organisation_roles import RoleDetails
from app.web.forms.assignments import offered
from app.web.forms.organisation import (
    SeenForm,
    choice_field,
    chosen_id,
    day_field,
    email_field,
    offer_units,
    text_field,
    the_day,
)
from app.wording.terms import word

ROLES = [("", "Chưa chọn"), *((role.value, word(role)) for role in Role)]


PERSON_FIELDS = ("name", "login", "email", "phone")
ROLE_FIELDS = ("unit_id", "role", "title", "valid_from", "valid_to")


def person_fields() -> tuple[StringField, StringField, StringField, StringField]:
    """In the order of ``PERSON_FIELDS``."""
    login = text_field(
        "Tên đăng nhập",
        PERSON_LIMITS["login"],
        "Cần nhập tên đăng nhập.",
        "Chữ không dấu, chữ số và các dấu . _ - @",
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    name = text_field("Họ và tên", PERSON_LIMITS["name"], "Cần nhập họ và tên.")
    return name, login, email_field("Thư điện tử"), text_field("Điện thoại", PERSON_LIMITS["phone"])


def person_of(form: FlaskForm) -> PersonDetails:
    login, *rest = (form[name].data for name in ("login", "name", "email", "phone"))
    return PersonDetails(login=as_login(login), name=rest[0], email=rest[1], phone=rest[2])


class PersonForm(SeenForm):
    name, login, email, phone = person_fields()

    field_order = PERSON_FIELDS

    def fill(self, details: PersonDetails) -> None:
        for name in PERSON_FIELDS:
            self[name].data = getattr(details, name)

    def details(self) -> PersonDetails:
        return person_of(self)


class DatedRole(SeenForm):
    """What can be changed of a role that is held: not which it is, nor where."""

    title = text_field("Chức danh", PERSON_LIMITS["title"], hint="Ví dụ: Phó Trưởng phòng.")
    valid_from = day_field("Từ ngày", "Cần nhập ngày.")
    valid_to = day_field("Đến hết ngày", hint="Để trống khi không có thời hạn. Người xử lý thay ghi cả hai ngày.")

    def fill(self, details: RoleDetails) -> None:
        for name in ("title", "valid_from", "valid_to"):
            self[name].data = getattr(details, name)

    def dated(self, unit_id: int, role: Role) -> RoleDetails:
        return RoleDetails(
            unit_id=unit_id,
            role=role,
            title=self.title.data,
            valid_from=the_day(self.valid_from),
            valid_to=self.valid_to.data,
        )


class RoleForm(DatedRole):
    unit_id = choice_field("Đơn vị", "Cần chọn đơn vị.")
    role = choice_field("Vai trò", "Cần chọn vai trò.")

    field_order: tuple[str, ...] = ROLE_FIELDS

    def offer(self, units: Sequence[Unit]) -> None:
        offer_units(self.unit_id, units, "Chưa chọn")
        self.role.choices = offered(ROLES)

    def details(self) -> RoleDetails:
        return self.dated(chosen_id(self.unit_id) or 0, Role(self.role.data))


class NewPersonForm(RoleForm):
    """A person and the first role, in one go."""

    name, login, email, phone = person_fields()

    field_order = (*PERSON_FIELDS, *ROLE_FIELDS)

    def person(self) -> PersonDetails:
        return person_of(self)


class PeopleFilter(FlaskForm):
    """The filters of the list, in its address; what is not offered is not filtered by."""

    class Meta:
        csrf = False

    unit = SelectField("Đơn vị", name="don-vi")
    role = SelectField("Vai trò", name="vai-tro", choices=offered([("", "Mọi vai trò"), *ROLES[1:]]))
    state = SelectField(
        "Tài khoản",
        name="tai-khoan",
        choices=offered([("dung", "Đang dùng"), ("ngung", "Đã ngừng"), ("tat-ca", "Tất cả")]),
    )
    text = StringField("Tìm", name="tim", validators=[Length(max=100)])

    def offer(self, units: Sequence[Unit]) -> None:
        self.unit.choices = offered([("", "Mọi đơn vị"), *((unit.public_id, unit.name) for unit in units)])
        for field, default in ((self.unit, ""), (self.role, ""), (self.state, "dung")):
            if field.data not in {choice.value for choice in field.choices or []}:
                field.data = default
