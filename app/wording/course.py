"""How an assignment's course is told: what stands beside its standing, whose turn it is, and what happened to it."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from app.domain.calendar import WorkingCalendar
from app.domain.deadlines import DeadlinePolicy, aim_on
from app.domain.history import Course
from app.domain.lifecycle import FINAL
from app.domain.terms import AssignmentRole, DueReason, EventKind, Standing, State
from app.wording.documents import numbered
from app.wording.formats import day, day_with_weekday, number, short_day, two_digits
from app.wording.mail import clause_words
from app.wording.terms import word

SELF_CONFIRMED = "Văn phòng tự xác nhận"
LEADS = "Chủ trì, chưa hoàn thành"
NOT_ACKNOWLEDGED = "Chưa tiếp nhận"
# A standing in a narrow cell, where the whole word stands in its title.
SHORT = {
    Standing.OVERDUE: "Quá hạn",
    Standing.DUE_TODAY: "Hôm nay",
    Standing.DUE_SOON: "Sắp đến hạn",
    Standing.IN_TIME: "Trong hạn",
    Standing.SIGNING: "Chờ ký",
    Standing.WAITING: "Chờ xác nhận",
    Standing.PART_GIVEN: "Đã gửi",
    Standing.DONE_ON_TIME: "Đúng hạn",
    Standing.DONE_LATE: "Xong, quá hạn",
    Standing.DONE_UNDATED: "Hoàn thành",
    Standing.UNDATED: "Không thời hạn",
    Standing.OBJECTIVE: "Khách quan",
    Standing.CANCELLED: "Không đánh giá",
}
# What was handed in late, and what it waits for.
HANDED_IN = {State.SIGNING: "trình", State.WAITING: "báo cáo", State.PART_GIVEN: "gửi"}
SHORT_WAITS = {State.SIGNING: "chờ ký", State.WAITING: "chờ xác nhận", State.PART_GIVEN: "chờ đơn vị chủ trì"}
SHORT_ROLES = {AssignmentRole.LEAD: "CT", AssignmentRole.COORDINATING: "PH"}
NO_DEADLINE = "Không quy định thời hạn"
NO_DAY = "Không quy định"  # in a column whose head says of what
HOW_COUNTED = (
    "n/N: số lượt giao chủ trì quá hạn, chưa hoàn thành trên số lượt giao chủ trì có thời hạn, chưa hoàn thành. "
    "Việc đã báo cáo hoặc đã trình ký đúng hạn không tính là quá hạn; việc có lý do khách quan đã xác nhận không "
    "thuộc diện đánh giá."
)


def how_updates_are_counted(days: int) -> str:
    """The formula of the update rate, in the words of the page; the letters are those of ``domain.updating``."""
    return (
        f"Tỷ lệ cập nhật = u ÷ m. m: số lượt giao chủ trì có thời hạn hoặc định kỳ đang ở đơn vị, giao từ {days} ngày "
        f"trước trở lên; u: số trong đó đơn vị có cập nhật trong {days} ngày qua. Không tính việc đã báo cáo, đã trình "
        "ký, việc thường xuyên, việc theo kỳ báo cáo và việc có lý do khách quan đã xác nhận."
    )


def updated(part: int, whole: int, percent: str) -> str:
    """As in: 07/09 (77,8 %)."""
    return f"{two_digits(part)}/{two_digits(whole)} ({percent})"


def returned(times: int, *, is_back: bool) -> str:
    """How often a result came back; ``is_back``: the last one did, and the unit has not reported again."""
    if not is_back:
        return f"Trả lại {two_digits(times)} lần"
    return f"Bị trả lại, lần {two_digits(times)}" if times > 1 else "Bị trả lại"


def extended(times: int) -> str:
    return f"Gia hạn {two_digits(times)} lần"


def asks_for_time(asked_on: date) -> str:
    return f"Đề nghị gia hạn {short_day(asked_on)}"


@lru_cache(maxsize=1024)  # a list names the same few days again and again
def late(due_on: date, today: date, calendar: WorkingCalendar) -> str:
    """As in: quá 10 ngày (06 ngày làm việc)."""
    working = calendar.working_days_between(due_on, today)
    return f"quá {two_digits((today - due_on).days)} ngày ({two_digits(working)} ngày làm việc)"


def detail(
    course: Course, standing: Standing, *, today: date, calendar: WorkingCalendar, policy: DeadlinePolicy
) -> str:
    """What stands in small letters beside the standing; nothing where the words say enough."""
    if standing is Standing.OVERDUE and course.due_on:
        if course.state in HANDED_IN and course.submitted_on:
            return f"{HANDED_IN[course.state]} {short_day(course.submitted_on)}, {SHORT_WAITS[course.state]}"
        return late(course.due_on, today, calendar)
    if standing is Standing.CANCELLED:
        return word(course.state)
    if standing in (Standing.WAITING, Standing.SIGNING, Standing.PART_GIVEN) and course.submitted_on:
        return f"từ {short_day(course.submitted_on)}"
    if standing is Standing.DUE_SOON and course.due_on:
        aim = aim_on(course.due_on, exclusive=course.exclusive, policy=policy, calendar=calendar)
        left = calendar.working_days_between(today, aim)
        return f"còn {two_digits(left)} ngày làm việc" if left else "hôm nay là ngày làm việc cuối"
    if standing in (Standing.DONE_ON_TIME, Standing.DONE_LATE, Standing.DONE_UNDATED) and course.completed_on:
        return f"ngày {day(course.completed_on)}"
    return ""


def turn(state: State, *, role: AssignmentRole, unit: str, is_secretariat: bool, asks_for_time: bool = False) -> str:
    """Whose turn it is; nothing for what is closed. A request for more time waits for the leader meanwhile."""
    if state in FINAL:
        return ""
    more = "; chờ quyết định gia hạn" if asks_for_time else ""
    return _turn(state, role=role, unit=unit, is_secretariat=is_secretariat) + more


def _turn(state: State, *, role: AssignmentRole, unit: str, is_secretariat: bool) -> str:
    if state is State.SIGNING:
        return "Đang chờ: lãnh đạo ký"
    if state is State.PART_GIVEN:
        return "Đang chờ: đơn vị chủ trì tổng hợp"
    if state is State.WAITING:
        return "Đang chờ: lãnh đạo xác nhận" if is_secretariat else "Đang chờ: Văn phòng xác nhận"
    if state is State.OPEN:
        return f"Đang chờ: {unit} xác nhận đã nhận"
    return f"Đang chờ: {unit} báo cáo" if role is AssignmentRole.LEAD else f"{unit} đang phối hợp thực hiện"


def subtitle(turn_words: str, due_on: date | None, waited_words: str) -> str:
    """As in: Đang chờ: Văn phòng xác nhận (03 ngày làm việc) · Thời hạn: Thứ Hai, 30/10/2023."""
    waiting = f"{turn_words} ({waited_words})" if waited_words else turn_words
    deadline = f"Thời hạn: {day_with_weekday(due_on)}" if due_on else NO_DEADLINE
    return " · ".join(part for part in (waiting, deadline) if part)


def counted(tasks: int, assignments: int) -> str:
    """As in: 29 nhiệm vụ (59 lượt giao)."""
    return f"{number(tasks)} nhiệm vụ ({number(assignments)} lượt giao)"


def waited(working_days: int) -> str:
    """As in: 03 ngày làm việc; or that the report came today."""
    return f"{two_digits(working_days)} ngày làm việc" if working_days else "báo cáo hôm nay"


def waited_for(working_days: int) -> str:
    """As in: 03 ngày làm việc; hôm nay."""
    return f"{two_digits(working_days)} ngày làm việc" if working_days else "từ hôm nay"


def answered(kind: EventKind, unit: str, until: date | None) -> str:
    """What a leader's press came to."""
    what = f"{word(kind)}: {unit}"
    return (
        f"{what}, thời hạn mới {day_with_weekday(until)}. Đơn vị được báo bằng thư."
        if until
        else (f"{what}. Đơn vị được báo bằng thư.")
    )


def asked_ago(working_days: int) -> str:
    """The same of a request."""
    return f"{two_digits(working_days)} ngày làm việc" if working_days else "đề nghị hôm nay"


def result(document_number: str, issued_on: date | None) -> str:
    """As in: 45/BC-NV ngày 20/10/2023; either part may be missing."""
    return " ".join(part for part in (document_number, f"ngày {day(issued_on)}" if issued_on else "") if part)


def new_deadline(reason: DueReason, due_on: date) -> str:
    """A later due date as a line of the timeline."""
    if reason is DueReason.RETURNED_FOR_PAPERS:
        return f"Tính lại số ngày còn lại: thời hạn mới {day_with_weekday(due_on)}"
    return f"{word(reason)}: thời hạn {day_with_weekday(due_on)}"


def heading(kind: str, document_number: str | None, clause: str) -> str:
    """As in: Nhiệm vụ mục 2.1, Thông báo số 15/TB-UBND."""
    source = numbered(kind, document_number)
    return f"Nhiệm vụ {clause_words(clause)}, {source}" if clause else f"Nhiệm vụ tại {source}"
