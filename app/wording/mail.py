"""Subjects and phrases of the mails, and why one did not leave."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone
from typing import Protocol

from app.wording.formats import day, day_with_weekday, short_day, two_digits

AUTOMATIC = (
    "Thư do phần mềm Đôn Đốc tự động gửi; đề nghị phản hồi trên trang nhiệm vụ thay vì trả lời thư này."
)
SUBJECT_LENGTH = 60  # what a phone's list of mails shows
_VIETNAM = timezone(timedelta(hours=7))


class Directive(Protocol):
    """What the mails say of a notice (taken by its shape: wording may not import models)."""

    @property
    def kind(self) -> str: ...

    @property
    def number(self) -> str | None: ...

    @property
    def issued_on(self) -> date | None: ...

    @property
    def issuer(self) -> str: ...


class Unit(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def under_authority(self) -> bool: ...


def fit(head: str, name: str, tail: str = "") -> str:
    """A subject of at most 60 characters: the name in the middle gives way, head and tail never do.

    >>> fit("02 quá hạn", "Phòng Kinh tế", "ngày 23/11")
    '02 quá hạn – Phòng Kinh tế, ngày 23/11'
    """
    tail = f", {tail}" if tail else ""
    room = SUBJECT_LENGTH - len(head) - len(" – ") - len(tail)
    if len(name) > room:
        name = name[: max(room - 1, 0)].rstrip(" ,-–") + "…"
    return f"{head} – {name}{tail}"


def counted(pairs: Iterable[tuple[int, str]]) -> str:
    """As in "02 quá hạn, 03 sắp đến hạn": what is nought is not named."""
    return ", ".join(f"{two_digits(count)} {what}" for count, what in pairs if count)


def directive_words(kind: str, number: str | None, issued_on: date | None) -> str:
    """As in "Thông báo số 15/TB-UBND ngày 02/11/2026"; without a number it waits for one."""
    name = f"{kind} số {number}" if number else f"{kind} (chờ số)"
    return f"{name} ngày {day(issued_on)}" if issued_on else name


def clause_words(clause: str) -> str:
    """As in "mục 2.1"; nothing where the notice counts no clauses."""
    return f"mục {clause}" if clause and not clause.casefold().startswith("mục") else clause


def task_words(clause: str, text: str, urgency: str = "") -> str:
    """One line of a task for the text part: its clause, a mark of urgency if it has one, its words."""
    named = f"[{clause_words(clause)}] " if clause else ""
    return named + (f"({urgency.upper()}) " if urgency else "") + text


def undated_words(kind: str) -> str:
    """What stands in the place of a deadline; ``kind`` is the word for the task's kind."""
    return f"Không quy định thời hạn ({kind.lower()})"


def given_words(directive: Directive, unit: Unit) -> str:
    """The first sentence of a mail that gives tasks. Units outside the authority are asked, never ordered."""
    source = directive_words(directive.kind, directive.number, directive.issued_on)
    if unit.under_authority:
        return f"Tại {source}, {directive.issuer} giao {unit.name} các nhiệm vụ sau:"
    return f"Tại {source}, {directive.issuer} đề nghị {unit.name} quan tâm thực hiện các nội dung sau:"


def please_acknowledge(under_authority: bool) -> str:
    if under_authority:
        return "Đề nghị đơn vị xác nhận đã nhận và cập nhật tiến độ, kết quả tại trang của đơn vị:"
    return "Kính đề nghị quý cơ quan xác nhận đã nhận và thông tin kết quả để tổng hợp tại trang của cơ quan:"


def returned_words(signature: str, kind: str, returned_on: date) -> str:
    return f"Ngày {day(returned_on)}, {signature} trả lại kết quả thực hiện nội dung dưới đây ({kind.lower()}):"


def deadline_after_return(due_on: date | None, time_of_day: time | None, days_given_back: bool) -> str:
    if due_on is None:
        return "Nội dung này không quy định thời hạn."
    if days_given_back:
        return f"Thời hạn mới, sau khi tính lại số ngày làm việc còn lại: {due_words(due_on, time_of_day)}."
    return f"Thời hạn không thay đổi: {due_words(due_on, time_of_day)}."


def please_complete(under_authority: bool) -> str:
    whom = "đơn vị" if under_authority else "quý cơ quan"
    return f"Đề nghị {whom} hoàn thiện và báo cáo lại tại:"


def contact_words(name: str, phone: str) -> str:
    """As in "đ/c Trần Thị B, điện thoại 0200 000 000"; either may be missing."""
    return ", ".join(part for part in (name and f"đ/c {name}", phone and f"điện thoại {phone}") if part)


def roman(number: int) -> str:
    return ("I", "II", "III", "IV", "V", "VI")[number - 1]


def overdue_words(days: int, working_days: int) -> str:
    """As in: quá 10 ngày (06 ngày làm việc)."""
    return f"quá {two_digits(days)} ngày ({two_digits(working_days)} ngày làm việc)"


def urged_words(times: int) -> str:
    return f"đã đôn đốc {two_digits(times)} lần" if times else "đôn đốc lần đầu"


def left_words(working_days: int) -> str:
    """How near a deadline is, for the section of what is due soon."""
    return f"còn {two_digits(working_days)} ngày làm việc" if working_days > 0 else "đến hạn hôm nay"


def due_words(due_on: date, time_of_day: time | None = None) -> str:
    """As in "Thứ Hai, 30/11/2026", with the time of day where one was set."""
    at = f"{time_of_day:%H} giờ {time_of_day:%M}, " if time_of_day else ""
    return at + day_with_weekday(due_on)


def deadline_words(phrase: str, due_on: date | None, time_of_day: time | None, otherwise: str) -> str:
    """The deadline as it was written and the day it names; ``otherwise`` where there is none."""
    if due_on is None:
        return otherwise
    named = due_words(due_on, time_of_day)
    return f"{phrase} ({named})" if phrase else named


def moment_words(at: datetime) -> str:
    """As in "06 giờ 30 ngày 23/11/2026", in Vietnam's time."""
    local = at.astimezone(_VIETNAM)
    return f"{local:%H} giờ {local:%M} ngày {local:%d/%m/%Y}"


def span_words(first: date, last: date) -> str:
    """As in "ngày 02/9" or "từ ngày 01/9 đến hết ngày 04/9" (for days off)."""
    if first == last:
        return f"ngày {short_day(first)}"
    return f"từ ngày {short_day(first)} đến hết ngày {short_day(last)}"


def part_of(part: int, whole: int) -> str:
    """As in: 05/42."""
    return f"{two_digits(part)}/{two_digits(whole)}"


DELIVERY = {
    "refused_recipient": "Máy chủ thư không nhận địa chỉ {address}. Kiểm tra lại địa chỉ thư của đơn vị rồi gửi lại.",
    "refused_content": "Máy chủ thư từ chối nội dung thư.",
    "bad_header": "Địa chỉ hoặc tiêu đề thư có ký tự không hợp lệ. Sửa địa chỉ thư của đơn vị rồi gửi lại.",
    "login": "Máy chủ thư không chấp nhận tên đăng nhập hoặc mật khẩu. Kiểm tra SMTP_USERNAME và SMTP_PASSWORD.",
    "certificate": "Chứng chỉ của máy chủ thư không hợp lệ, nên thư không được gửi đi.",
    "timeout": "Máy chủ thư không trả lời trong thời gian cho phép.",
    "unreachable": "Không kết nối được tới máy chủ thư.",
    "busy": "Máy chủ thư tạm thời chưa nhận thư.",
    "unexpected": "Gửi thư gặp lỗi chưa rõ nguyên nhân.",
}


def delivery_error(code: str, answer: str = "", **params: object) -> str:
    """The sentence for a failed try, and the server's own words after it, for whoever runs that server."""
    sentence = DELIVERY[code].format(**params)
    return f"{sentence} (máy chủ: {answer})" if answer else sentence
