"""The words of the digests of people: the chief's, the leaders', and those who follow fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from app.domain.terms import ReminderRule, SourceOfAssignment
from app.wording.formats import day, day_with_weekday, short_day, two_digits
from app.wording.in_field import reason_words as given_reason
from app.wording.mail import counted, moment_words, overdue_item_words, part_of
from app.wording.terms import word

LEADERS, CHIEFS, FIELDS = "Báo cáo nhanh", "Tổng hợp của Văn phòng", "Báo cáo nhanh theo lĩnh vực"
NO_OPINIONS = "Không có đề nghị nào chờ quyết định."
NOTHING_UPWARD = "Không có nhiệm vụ cấp trên giao còn phải báo cáo theo thời hạn."
DECIDE = "Xem và quyết định"
CONFIRM = "Xem và xác nhận"
KEPT_WAITING = "Văn phòng để quá thời hạn xử lý"
WAITS_UPWARD = "đơn vị đã xong, chờ báo cáo của cơ quan"
UNITS_SHOWN = 20  # of a list by unit


class Standing(Protocol):
    """n/N."""

    @property
    def overdue(self) -> int: ...

    @property
    def dated(self) -> int: ...


class OfUnit(Standing, Protocol):
    @property
    def name(self) -> str: ...


class OfSource(Standing, Protocol):
    """n/N of what one superior gave."""

    @property
    def source(self) -> SourceOfAssignment: ...


class Queue(Protocol):
    """How much waits, and how much of it longer than is allowed."""

    @property
    def total(self) -> int: ...

    @property
    def late(self) -> int: ...

    @property
    def limit(self) -> int: ...


class Changes(Protocol):
    """What happened from one day through another."""

    @property
    def first(self) -> date: ...

    @property
    def last(self) -> date: ...

    @property
    def newly_overdue(self) -> int: ...

    @property
    def given(self) -> int: ...

    @property
    def reported(self) -> int: ...

    @property
    def accepted(self) -> int: ...

    @property
    def returned(self) -> int: ...

    @property
    def asked(self) -> int: ...

    @property
    def decided(self) -> int: ...


def chief_news(overdue: int, dated: int, waiting: int, this_week: int, failed_mails: int) -> str:
    """The numbers at the head of the chief's subject, the most pressing first."""
    late = f"{part_of(overdue, dated)} quá hạn" if overdue else ""
    rest = [(waiting, "chờ xử lý")] if late or waiting else [(failed_mails, "thư gửi không thành công")]
    return _first_of(late, counted(rest), this_week)


def leader_news(asked: int, overdue: int, dated: int, this_week: int) -> str:
    """What waits for the leader comes first."""
    late = f"{part_of(overdue, dated)} quá hạn" if overdue else ""
    return _first_of(counted([(asked, "xin ý kiến")]), late, this_week)


def _first_of(first: str, second: str, this_week: int) -> str:
    """A subject begins with a number, also where nothing presses."""
    said = ", ".join(part for part in (first, second) if part)
    return said or counted([(this_week, "đến hạn trong tuần")]) or f"{two_digits(0)} quá hạn"


def standing_words(at: datetime, office: str) -> str:
    return f"Kính báo cáo tình hình thực hiện nhiệm vụ do {office} giao, tính đến {moment_words(at)}:"


def overdue_words(overdue: int, dated: int, then: Standing | None = None) -> str:
    """As in: 05/42, tuần trước 07/45."""
    now = part_of(overdue, dated)
    return f"{now}, tuần trước {part_of(then.overdue, then.dated)}" if then else now


def late_words(due_on: date, days: int) -> str:
    return f"hạn {day(due_on)}, quá {two_digits(days)} ngày"


def outside_words(shares: Sequence[OfUnit]) -> str:
    """Units outside the authority are named after the others, and asked."""
    listed = "; ".join(f"{share.name} {part_of(share.overdue, share.dated)}" for share in shares[:UNITS_SHOWN])
    more = f"; {more_units_words(len(shares) - UNITS_SHOWN)}" if len(shares) > UNITS_SHOWN else ""
    return f"Ngoài số trên, nội dung đề nghị các cơ quan phối hợp đã quá thời hạn: {listed}{more}."


def more_words(count: int) -> str:
    return f"và {two_digits(count)} việc khác, xem tại bàn làm việc"


def more_units_words(count: int) -> str:
    return f"và {two_digits(count)} đơn vị khác, xem tại bàn làm việc"


def waited_words(working_days: int) -> str:
    return f"chờ {two_digits(working_days)} ngày làm việc" if working_days else "từ hôm nay"


def asked_words(working_days: int, asked_for: date | None) -> str:
    """As in: xin đến 30/11/2023, chờ 02 ngày làm việc."""
    return f"xin đến {day(asked_for)}, {waited_words(working_days)}" if asked_for else waited_words(working_days)


def signing_words(working_days: int, desk: str) -> str:
    """``desk`` is where it lies; in a leader's mail it is not said, since that may be a person."""
    return f"trình tại {desk}, {waited_words(working_days)}" if desk else waited_words(working_days)


def escalated_words(
    due_on: date, days: int, working_days: int, times: int, reason: str, *, under_authority: bool
) -> str:
    """How late a unit is, how often it was urged, and what it said of it."""
    late = overdue_item_words(due_on, days, working_days, times, under_authority)
    return f"{late[:1].lower()}{late[1:]}. {given_reason(reason)}"


def kept_words(
    rule: ReminderRule, since: date | None, waited: int, asked_for: date | None = None, desk: str = ""
) -> str:
    """What the office has kept waiting, and how long."""
    if rule is ReminderRule.UNANSWERED:
        until = f"xin đến {day_with_weekday(asked_for)}, " if asked_for else ""
        return f"đề nghị gia hạn ngày {day(since)}, {until}{waited_words(waited)}"
    if rule is ReminderRule.UNSIGNED:
        where = f" tại {desk}" if desk else ""
        return f"trình ký ngày {day(since)}{where}, {waited_words(waited)}"
    return f"báo cáo ngày {day(since)}, {waited_words(waited)}"


def reports_words(queue: Queue) -> str:
    """The office's own delay; its limit are the working days that the office allows itself."""
    if not queue.total:
        return "Văn phòng không còn báo cáo chờ xác nhận."
    return f"Văn phòng còn {two_digits(queue.total)} báo cáo chờ xác nhận{_late_of(queue)}."


def requests_words(queue: Queue) -> str:
    return f"Còn {two_digits(queue.total)} đề nghị gia hạn chờ quyết định{_late_of(queue)}."


def signing_queue_words(queue: Queue) -> str:
    return f"Còn {two_digits(queue.total)} dự thảo đã trình, chờ ký{_late_of(queue)}."


def _late_of(queue: Queue) -> str:
    how_many = f"{two_digits(queue.late)} việc" if queue.late else "chưa việc nào"
    return f", {how_many} quá {two_digits(queue.limit)} ngày làm việc"


def own_results_words(count: int) -> str:
    return f"{two_digits(count)} kết quả do Văn phòng thực hiện, xin ý kiến xác nhận:"


def failed_mail_words(count: int) -> str:
    return f"{two_digits(count)} thư gửi không thành công; đề nghị xem mục Thư để gửi lại."


def period_words(first: date, last: date) -> str:
    """As in: ngày 13/09; từ ngày 15/09 đến hết ngày 17/09."""
    if first == last:
        return f"ngày {short_day(first)}"
    return f"từ ngày {short_day(first)} đến hết ngày {short_day(last)}"


def changes_words(changes: Changes) -> str:
    said = counted(
        [
            (changes.newly_overdue, "việc mới quá hạn"),
            (changes.given, "lượt giao chủ trì mới"),
            (changes.reported, "báo cáo hoàn thành"),
            (changes.accepted, "việc được xác nhận hoàn thành"),
            (changes.returned, "kết quả trả lại"),
            (changes.asked, "đề nghị gia hạn"),
            (changes.decided, "đề nghị gia hạn đã trả lời"),
        ]
    )
    return f"{said}." if said else "Không có thay đổi."


def old_and_new(due_on: date, asked_for: date) -> str:
    """The two dates of a request for more time."""
    return f"Thời hạn hiện nay: {day_with_weekday(due_on)}; đề nghị đến: {day_with_weekday(asked_for)}"


def extended_words(times: int) -> str:
    return f"Đã gia hạn {two_digits(times)} lần" if times else "Chưa gia hạn lần nào"


def proposal_words(proposal: str) -> str:
    return f"Đề xuất của Văn phòng: {proposal or 'chưa có'}"


def asked_because(reason: str) -> str:
    return f"Lý do: {reason}"


def upward_heading(sources: Iterable[OfSource]) -> str:
    """Whose duties the section counts: those of the province where no other superior waits for anything."""
    named = {each.source for each in sources}
    if named <= {SourceOfAssignment.PROVINCE}:
        return "TỈNH GIAO"
    return "TỈNH VÀ CẤP TRÊN KHÁC GIAO" if SourceOfAssignment.PROVINCE in named else "CẤP TRÊN GIAO"


def by_source_words(sources: Iterable[OfSource]) -> str:
    """As in: Tỉnh 02/10; Đảng ủy 00/01."""
    return "; ".join(f"{word(each.source)} {part_of(each.overdue, each.dated)}" for each in sources)


def upward_words(due_on: date, days: int) -> str:
    late = f", quá {two_digits(days)} ngày" if days else ""
    return f"thời hạn cấp trên giao {day(due_on)}{late}"


def meeting_words(name: str) -> str:
    return f"Hôm nay họp: {name}. Bảng giao ban:"


def more_opinions_words(count: int) -> str:
    return f"và {two_digits(count)} đề nghị khác"


class Office(Standing, Protocol):
    """The sums that a mail in three lines tells."""

    @property
    def reports(self) -> Queue: ...

    @property
    def requests(self) -> Queue: ...

    @property
    def this_week(self) -> Counts: ...


class Counts(Protocol):
    @property
    def total(self) -> int: ...


def chief_short(office: Office) -> str:
    """The digest in one line, for a chat group."""
    return _short(office.overdue, office.dated, None, _waits(office), office.this_week.total)


def leader_short(asked: int, office: Office, then: Standing | None) -> str:
    waits = [(asked, "xin ý kiến"), *_waits(office)] if asked else _waits(office)
    return _short(office.overdue, office.dated, then, waits, office.this_week.total)


def field_short(overdue: int, dated: int, waiting: int) -> str:
    return f"Quá hạn {part_of(overdue, dated)}; chờ Văn phòng {two_digits(waiting)}."


def _waits(office: Office) -> list[tuple[int, str]]:
    return [(office.reports.total, "chờ xác nhận"), (office.requests.total, "xin gia hạn")]


def _short(overdue: int, dated: int, then: Standing | None, waits: Iterable[tuple[int, str]], this_week: int) -> str:
    said = [f"Quá hạn {overdue_words(overdue, dated, then)}"]
    said += [part for part in (counted(waits), counted([(this_week, "đến hạn trong tuần")])) if part]
    return "; ".join(said) + "."
