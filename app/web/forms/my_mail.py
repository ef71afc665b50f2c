"""The form by which each person says how mails are wanted."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from app.services.my_mail import HOURS, MailChoices
from app.web.forms.assignments import NOT_OFFERED, offered

TEXT, HTML = "chu", "html"


class MailForm(FlaskForm):
    mail_hour = SelectField(
        "Nhận thư tổng hợp",
        choices=offered([("", "Khi lập thư (06 giờ 30)"), *((str(hour), f"Từ {hour:02d} giờ 00") for hour in HOURS)]),
        invalid_choice_message=NOT_OFFERED,
    )
    mail_as_text = RadioField(
        "Dạng thư",
        choices=offered([(HTML, "Có trình bày (HTML)"), (TEXT, "Chỉ chữ")]),
        validators=[InputRequired("Cần chọn dạng thư.")],
        invalid_choice_message=NOT_OFFERED,
    )

    def fill(self, choices: MailChoices) -> None:
        self.mail_hour.data = "" if choices.mail_hour is None else str(choices.mail_hour)
        self.mail_as_text.data = TEXT if choices.mail_as_text else HTML

    def choices(self) -> MailChoices:
        hour = self.mail_hour.data
        return MailChoices(int(hour) if hour else None, self.mail_as_text.data == TEXT)
