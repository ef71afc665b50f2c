"""What a mail says of an assignment it urges: one sentence by the rule that put it there."""

from __future__ import annotations

from datetime import date, time
from typing import Protocol

from app.domain.terms import ReminderRule, Urgency
from app.wording.formats import day, two_digits
from app.wording.mail import counted, due_soon_item_words, due_words, overdue_item_words
from app.wording.terms import word


class Part(Protocol):
    """An assignment, as ``services.morning.Part`` has it."""

    @property
    def unit_name(self) -> str: ...

    @property
    def under_authority(self) -> bool: ...

    @property
    def phrase(self) -> str: ...

    @property
    def due_on(self) -> date | None: ...

    @property
    def time_of_day(self) -> time | None: ...

    @property
    def given_on(self) -> date: ...

    @property
    def since(self) -> date | None: ...

    @property
    def desk(self) -> str: ...

    @property
    def asked_for(self) -> date | None: ...

    @property
    def urgency(self) -> Urgency: ...


class Reminder(Protocol):
    @property
    def rule(self) -> ReminderRule: ...

    @property
    def urgent(self) -> bool: ...

    @property
    def days_left(self) -> int: ...

    @property
    def days_overdue(self) -> int: ...

    @property
    def working_days_overdue(self) -> int: ...

    @property
    def waited(self) -> int: ...


class Urged(Protocol):
    @property
    def part(self) -> Part: ...

    @property
    def reminder(self) -> Reminder: ...

    @property
    def times(self) -> int: ...


def item_words(item: Urged, today: date) -> str:
    """Why the item is told, with its days; whoever reads it, units outside the authority were asked."""
    part, reminder = item.part, item.reminder
    if reminder.rule is ReminderRule.NOT_ACKNOWLEDGED:
        return not_acknowledged(part, reminder.waited)
    if reminder.rule in (ReminderRule.UNDECIDED, ReminderRule.UNANSWERED, ReminderRule.UNSIGNED):
        return kept_waiting(item)
    if part.due_on is None:
        raise ValueError("a rung or a step without a deadline")
    if reminder.days_overdue:
        days, working = reminder.days_overdue, reminder.working_days_overdue
        return overdue_item_words(part.due_on, days, working, item.times, part.under_authority)
    if reminder.urgent:
        return f"Hạn: {due_words(part.due_on, part.time_of_day)}, {_calendar_days(reminder.days_left)}"
    return due_soon_item_words(part.phrase, part.due_on, part.time_of_day, today, reminder.days_left)


def _calendar_days(left: int) -> str:
    return f"còn {two_digits(left)} ngày" if left else "đến hạn hôm nay"


def not_acknowledged(part: Part, waited: int) -> str:
    verb = "Giao" if part.under_authority else "Đề nghị"
    due = f", hạn {day(part.due_on)}" if part.due_on else ""
    days = f", đã qua {two_digits(waited)} ngày làm việc" if waited else ""
    return f"{verb} ngày {day(part.given_on)}{days}, chưa xác nhận đã nhận{due}"


def kept_waiting(item: Urged) -> str:
    """What the office has kept waiting, in its own words; the unit is not late by it."""
    part, waited = item.part, two_digits(item.reminder.waited)
    since = day(part.since) if part.since else ""
    if item.reminder.rule is ReminderRule.UNDECIDED:
        return f"Báo cáo hoàn thành ngày {since}, chờ xác nhận {waited} ngày làm việc"
    if item.reminder.rule is ReminderRule.UNANSWERED:
        until = f", xin đến {day(part.asked_for)}" if part.asked_for else ""
        return f"Đề nghị gia hạn chưa trả lời{until}, chờ {waited} ngày làm việc"
    where = f" tại {part.desk}" if part.desk else ""
    return f"Trình ký ngày {since}, chờ ký{where} {waited} ngày làm việc"


def head_news(count: int) -> str:
    """The numbers at the head of the subject of the mail to the head of a unit."""
    return counted([(count, "quá hạn, báo cáo thủ trưởng")])


def head_words(names: str, count: int, days: int | None, under_authority: bool) -> str:
    since = f" từ {two_digits(days)} ngày làm việc trở lên" if days else ""
    late = "nhiệm vụ chủ trì quá hạn" if under_authority else "nội dung được đề nghị chủ trì đã quá thời hạn"
    return f"Kính báo cáo: {names} có {two_digits(count)} {late}{since} mà chưa báo cáo hoàn thành:"


def please_lead(under_authority: bool) -> str:
    if under_authority:
        please = "Đề nghị đồng chí quan tâm chỉ đạo hoàn thành, hoặc đề nghị gia hạn kèm lý do"
        return f"{please}, tại trang nhiệm vụ của đơn vị."
    return "Kính đề nghị đồng chí quan tâm, thông tin kết quả hoặc thời hạn mới để tổng hợp, tại trang của cơ quan."


def urgent_news(urgency: Urgency, count: int) -> str:
    """As in: Hỏa tốc, 01 việc cần xử lý ngay."""
    return f"{two_digits(count)} việc {word(urgency).lower()} cần xử lý"


def urgent_words(signature: str, under_authority: bool) -> str:
    please = "Đề nghị đơn vị" if under_authority else "Kính đề nghị quý cơ quan"
    return f"{please} quan tâm xử lý ngay nội dung khẩn dưới đây ({signature} theo dõi):"


def urgent_person_words(count: int) -> str:
    return f"Kính báo cáo {two_digits(count)} việc khẩn cần quan tâm:"


def short_unit(name: str, overdue: int, due_soon: int, silent: int) -> str:
    """The second line of what is copied into a chat group: numbers alone."""
    numbers = counted([(overdue, "quá hạn"), (due_soon, "sắp đến hạn"), (silent, "chưa xác nhận đã nhận")])
    return f"{name}: {numbers or 'có nhiệm vụ cần quan tâm'}."
