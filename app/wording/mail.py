"""Subjects and phrases of the mails, and why one did not leave."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Protocol
from unicodedata import normalize

from app.domain.calendar import VIETNAM
from app.domain.terms import EventKind
from app.wording.documents import numbered
from app.wording.formats import day, day_with_weekday, long_day, short_day, two_digits, weekday
from app.wording.terms import word

AUTOMATIC = "Thư do phần mềm Đôn Đốc tự động gửi; đề nghị phản hồi trên trang nhiệm vụ thay vì trả lời thư này."
HOW_COUNTED = (
    "Cách tính n/N: N là số lượt giao chủ trì có thời hạn, chưa được xác nhận hoàn thành, của các đơn vị thuộc UBND; "
    "n là số trong đó đã quá hạn. Việc báo cáo hoặc trình ký đúng hạn không tính là quá hạn; việc có lý do khách quan "
    "đã xác nhận không thuộc diện đánh giá."
)
SEE = "Xem nhiệm vụ tại:"
SUBJECT_LENGTH = 60  # what a phone's list of mails shows


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


class Share(Protocol):
    """A unit's numbers: what it has in hand, what of it is late, and its n/N."""

    @property
    def name(self) -> str: ...

    @property
    def under_authority(self) -> bool: ...

    @property
    def open_with_unit(self) -> int: ...

    @property
    def late_with_unit(self) -> int: ...

    @property
    def overdue(self) -> int: ...

    @property
    def dated(self) -> int: ...


class Unit(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def under_authority(self) -> bool: ...


def fit(head: str, name: str, tail: str = "", short_name: str = "") -> str:
    """A subject of at most 60 characters: the name in the middle gives way before the head and the tail do.

    ``short_name``, if there is one, is tried before anything is cut. A head of so many counts that no name has room
    loses the last of them. Accented letters count as one, as they are seen.

    >>> fit("02 quá hạn", "Phòng Kinh tế", "ngày 23/11")
    '02 quá hạn – Phòng Kinh tế, ngày 23/11'
    """
    head, name, tail, short_name = (normalize("NFC", " ".join(said.split())) for said in (head, name, tail, short_name))
    tail = f", {tail}" if tail else ""
    while (room := SUBJECT_LENGTH - len(head) - len(" – ") - len(tail)) < _LEAST and ", " in head:
        head = head.rpartition(", ")[0]
    if len(name) > room and short_name:
        name = short_name
    if len(name) > room >= _LEAST:
        name = _cut(name, room)
    said = f"{head} – {name}{tail}" if name else head + tail
    return said if len(said) <= SUBJECT_LENGTH else _cut(head + tail, SUBJECT_LENGTH)


_LEAST = 2  # a letter and the sign that there was more


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip(" ,-–") + "…"


def counted(pairs: Iterable[tuple[int, str]]) -> str:
    """As in "02 quá hạn, 03 sắp đến hạn": what is nought is not named."""
    return ", ".join(f"{two_digits(count)} {what}" for count, what in pairs if count)


def directive_words(kind: str, number: str | None, issued_on: date | None) -> str:
    """As in "Thông báo số 15/TB-UBND ngày 02/11/2026"; without a number it waits for one."""
    name = numbered(kind, number)
    return f"{name} ngày {day(issued_on)}" if issued_on else name


def clause_words(clause: str) -> str:
    """As in "mục 2.1"; one that names itself ("Điều 3") stands as it is."""
    return f"mục {clause}" if clause and " " not in clause else clause


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


ANSWER = "Trả lời"
ANSWER_LINKS = (
    "Liên kết “Trả lời” dùng được ngay, không cần đăng nhập, và chỉ dành cho đơn vị nhận thư: đề nghị không chuyển "
    "tiếp ra ngoài đơn vị."
)


def returned_words(signature: str, kind: str, returned_on: date) -> str:
    return f"Ngày {day(returned_on)}, {signature} trả lại kết quả thực hiện nội dung dưới đây ({kind.lower()}):"


def deadline_after_return(due_on: date | None, time_of_day: time | None, days_given_back: bool) -> str:
    if due_on is None:
        return "Nội dung này không quy định thời hạn."
    if days_given_back:
        return f"Thời hạn mới, sau khi tính lại số ngày làm việc còn lại: {due_words(due_on, time_of_day)}."
    return f"Thời hạn không thay đổi: {due_words(due_on, time_of_day)}."


def extension_answered(signature: str, answer: str, asked_for: date) -> str:
    return f"{signature} trả lời đề nghị gia hạn đến ngày {day(asked_for)} của đơn vị. Kết quả: {answer.lower()}."


def answer_subject(answer: EventKind) -> str:
    """The answer, which alone need not say what it is about."""
    return f"Gia hạn: {word(answer).lower()}" if answer is EventKind.EXTENSION_COUNTERED else word(answer)


def answer_reason(answer: EventKind) -> str:
    """What stands before the leader's words: only a refusal must say why."""
    return "Lý do" if answer is EventKind.EXTENSION_REFUSED else "Ý kiến"


def due_moved(signature: str, kind: str) -> str:
    return f"{signature} thông báo thay đổi thời hạn của nội dung dưới đây ({kind.lower()}):"


def deadline_now(due_on: date | None) -> str:
    return f"Thời hạn hiện nay: {due_words(due_on, None)}." if due_on else "Nội dung này không quy định thời hạn."


def reminded_words(signature: str, under_authority: bool, count: int) -> str:
    """The first sentence of a mail by which the office reminds of what it chose itself."""
    what = f"{two_digits(count)} {'nhiệm vụ' if under_authority else 'nội dung'}"
    whom = "đơn vị" if under_authority else "quý cơ quan"
    please = "đề nghị" if under_authority else "kính đề nghị"
    return f"{signature} {please} {whom} quan tâm thực hiện {what} dưới đây:"


def mentioned_words(author: str) -> str:
    """``author`` as the list of people has it, mostly with a title, so that nothing stands before it."""
    return f"Tại trang nhiệm vụ dưới đây, {author} trao đổi với quý đơn vị:"


def please_answer(under_authority: bool) -> str:
    return f"{'Đề nghị đơn vị' if under_authority else 'Kính đề nghị quý cơ quan'} xem và trao đổi lại tại:"


def please_complete(under_authority: bool) -> str:
    whom = "đơn vị" if under_authority else "quý cơ quan"
    return f"Đề nghị {whom} hoàn thiện và báo cáo lại tại:"


def contact_words(name: str, phone: str) -> str:
    """As in "đ/c Trần Thị B, điện thoại 0200 000 000"; either may be missing."""
    return ", ".join(part for part in (name and f"đ/c {name}", phone and f"điện thoại {phone}") if part)


def short_source(source: str, clause: str, due_on: date | None) -> str:
    """As in "Theo 15/TB-UBND, mục 2.1; thời hạn 20/09/2023": all that a chat group is told of a task."""
    due = f"; thời hạn {day(due_on)}" if due_on else ""
    return f"Theo {source_words(source, clause)}{due}"


def capitalised(text: str) -> str:
    """The first letter only: the rest may hold numbers in Roman letters."""
    return text[:1].upper() + text[1:]


def source_words(source: str, clause: str) -> str:
    """As in "15/TB-UBND, mục 2.1"."""
    return ", ".join(part for part in (source, clause_words(clause)) if part)


def shorten(text: str, length: int = 160) -> str:
    """A task's words cut at a space, for lists that name many."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def unit_standing_words(at: datetime, share: Share, not_listed: int) -> str:
    """How much the unit has in hand, and what of the overdue this mail leaves out."""
    if share.under_authority:
        counted_words = f"đơn vị có {two_digits(share.open_with_unit)} nhiệm vụ chủ trì đang thực hiện"
        please = "Cần xử lý"
    else:
        counted_words = f"quý cơ quan có {two_digits(share.open_with_unit)} nội dung được đề nghị chủ trì"
        please = "Kính đề nghị quan tâm"
    late = f", trong đó {two_digits(share.late_with_unit)} đã quá hạn" if share.late_with_unit else ""
    told = f" ({two_digits(not_listed)} đã nhắc trước đó, không nêu lại)" if not_listed > 0 else ""
    return f"Tính đến {moment_words(at)}, {counted_words}{late}{told}. {please}:"


def overdue_item_words(due_on: date, days: int, working_days: int, times: int, under_authority: bool) -> str:
    """As in: Hạn 13/11/2026, quá 10 ngày (06 ngày làm việc), đã đôn đốc 01 lần."""
    urging = "đôn đốc" if under_authority else "đề nghị"
    told = f", đã {urging} {two_digits(times)} lần" if times else ""
    return f"Hạn {day(due_on)}, quá {two_digits(days)} ngày ({two_digits(working_days)} ngày làm việc){told}"


def due_soon_item_words(
    phrase: str, due_on: date, time_of_day: time | None, today: date, working_days_left: int
) -> str:
    """The deadline as written, its weekday, and how near it is; "before" a day ends on the working day before it."""
    named = deadline_words(phrase, due_on, time_of_day, "")
    if due_on == today:
        near = "đến hạn hôm nay"
    elif working_days_left == 0:
        near = "hôm nay là ngày làm việc cuối cùng trước hạn"
    else:
        near = f"còn {two_digits(working_days_left)} ngày làm việc"
    return f"Hạn: {named}, {near}"


def please_update(under_authority: bool) -> str:
    if under_authority:
        return (
            "Đề nghị đơn vị cập nhật kết quả, hoặc nêu khó khăn, vướng mắc để Văn phòng tổng hợp, báo cáo "
            "lãnh đạo, tại trang của đơn vị:"
        )
    return "Kính đề nghị quý cơ quan quan tâm, thông tin kết quả để tổng hợp tại trang của cơ quan:"


def days_off_words(span: tuple[date, date]) -> str:
    first, last = span
    if first == last:
        return f"Lưu ý lịch nghỉ: ngày {short_day(first)}."
    return f"Lưu ý lịch nghỉ: từ ngày {short_day(first)} đến hết ngày {short_day(last)}."


def more_of_unit(count: int) -> str:
    return f"và {two_digits(count)} việc khác, xem tại trang của đơn vị"


def request_words(asked_on: date, asked_for: date, due_on: date | None) -> str:
    """A request for more time that waits. Until it is granted the deadline stands, and the unit should know."""
    stands = f"; thời hạn hiện nay {day(due_on)}" if due_on else ""
    return f"Đề nghị ngày {day(asked_on)}, xin đến {day_with_weekday(asked_for)}{stands}"


def no_digest_words(today: date) -> str:
    return f"{long_day(today)} không phải ngày làm việc: không có thư nhắc việc."


def plan_words(today: date, mails: int) -> str:
    if not mails:
        return f"{long_day(today)}: không có thư nhắc việc nào cần gửi."
    return f"{long_day(today)}: {two_digits(mails)} thư nhắc việc."


def mail_as_text(name: str, address: str, subject: str, text: str) -> str:
    """A mail in a terminal."""
    whom = f"{name} <{address or 'chưa có địa chỉ'}>"
    return f"\n{'=' * 78}\nGửi:     {whom}\nTiêu đề: {subject}\n{'-' * 78}\n{text}"


def due_words(due_on: date, time_of_day: time | None = None) -> str:
    """As in "Thứ Hai, 30/11/2026", with the time of day where one was set."""
    at = f"{time_of_day:%H} giờ {time_of_day:%M}, " if time_of_day else ""
    return at + day_with_weekday(due_on)


def deadline_words(phrase: str, due_on: date | None, time_of_day: time | None, otherwise: str) -> str:
    """The deadline as it was written and the day it names, or only its weekday where the date stands there in full;
    ``otherwise`` where there is none."""
    if due_on is None:
        return otherwise
    if not phrase:
        return due_words(due_on, time_of_day)
    named = weekday(due_on) if _holds_day(phrase, due_on) else due_words(due_on, time_of_day)
    return f"{phrase} ({named})"


def _holds_day(phrase: str, due_on: date) -> bool:
    """Whether the phrase names the day in full, as 05/9/2026 or as "ngày 05 tháng 9 năm 2026"."""
    full = rf"(?<!\d)0?{due_on.day}(?:[/.-]| tháng )0?{due_on.month}(?:[/.-]| năm ){due_on.year}(?!\d)"
    return re.search(full, phrase) is not None


def moment_words(at: datetime) -> str:
    """As in "06 giờ 30 ngày 23/11/2026", in Vietnam's time."""
    local = at.astimezone(VIETNAM)
    return f"{local:%H} giờ {local:%M} ngày {local:%d/%m/%Y}"


def part_of(part: int, whole: int) -> str:
    """As in: 05/42."""
    return f"{two_digits(part)}/{two_digits(whole)}"


DELIVERY = {
    "refused_recipient": "Máy chủ thư không nhận địa chỉ {address}. Kiểm tra lại địa chỉ thư của đơn vị rồi gửi lại.",
    "refused_content": "Máy chủ thư từ chối nội dung thư.",
    "bad_header": "Địa chỉ hoặc tiêu đề thư có ký tự không hợp lệ. Sửa địa chỉ thư của đơn vị rồi gửi lại.",
    "login": "Máy chủ thư không chấp nhận tên đăng nhập hoặc mật khẩu. Kiểm tra SMTP_USERNAME và SMTP_PASSWORD.",
    "certificate": "Chứng chỉ của máy chủ thư không hợp lệ, nên thư không được gửi đi.",
    "not_supported": "Máy chủ thư không hỗ trợ kết nối mã hóa hoặc đăng nhập như đã khai báo. "
    "Kiểm tra SMTP_SECURITY và SMTP_USERNAME.",
    "timeout": "Máy chủ thư không trả lời trong thời gian cho phép.",
    "unreachable": "Không kết nối được tới máy chủ thư.",
    "busy": "Máy chủ thư tạm thời chưa nhận thư.",
    "gave_up": "Tiến trình nhiều lần dừng giữa chừng khi gửi thư này. Kiểm tra nhật ký của tiến trình rồi gửi lại.",
    "unexpected": "Gửi thư gặp lỗi chưa rõ nguyên nhân.",
}


def delivery_error(code: str, answer: str = "", **params: object) -> str:
    """The sentence for a failed try, and the server's or system's own words after it, for whoever runs them."""
    sentence, answer = DELIVERY[code].format(**params), answer.strip(" .")
    return f"{sentence} (Chi tiết: {answer}.)" if answer else sentence
