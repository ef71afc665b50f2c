"""How the page of an assignment tells its story: what happened, who decided and how, requests, mails, counters."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from app.domain.calendar import local_day
from app.domain.terms import (
    AssignmentRole,
    Channel,
    DecisionForm,
    EventKind,
    MessageKind,
    OutboxState,
    ReturnKind,
    SkipReason,
    Standing,
)
from app.wording.formats import day, day_with_weekday, instant, two_digits
from app.wording.terms import word

SECRETARIAT = "Văn phòng"  # what a comment may call the office's own unit, beside its names
ENDED_WITH_LEAD = "Kết thúc cùng đơn vị chủ trì"
OBJECTIVE = word(Standing.OBJECTIVE)
COMMENTED = "Trao đổi"
WITHDRAW_REQUEST = word(EventKind.EXTENSION_WITHDRAWN)
PROPOSE = "Đề xuất trình lãnh đạo về gia hạn"
MANY = 3  # from this one on an extension is marked
_MOVES = (EventKind.UNIT_CORRECTED, EventKind.TRANSFERRED, EventKind.SUCCEEDED)
_UNTIL = (EventKind.EXTENSION_ASKED, EventKind.EXTENSION_GRANTED)


class Happening(Protocol):
    """What is said of an event (taken by its shape: wording may not import models)."""

    @property
    def kind(self) -> EventKind: ...

    @property
    def effective_on(self) -> date: ...

    @property
    def recorded_at(self) -> datetime: ...

    @property
    def return_kind(self) -> ReturnKind | None: ...

    @property
    def named_on(self) -> date | None: ...

    @property
    def desk(self) -> str: ...

    @property
    def percent(self) -> int | None: ...

    @property
    def person_name(self) -> str: ...


def happened(event: Happening, *, role: AssignmentRole, from_unit: str = "", to_unit: str = "") -> str:
    """An event as a line of the timeline. A day that counts and is not the day of recording is named."""
    if role is AssignmentRole.COORDINATING and event.kind is EventKind.ACCEPTED:
        return ENDED_WITH_LEAD
    if event.kind in _MOVES and to_unit:
        return f"{word(event.kind)}: từ {from_unit} sang {to_unit}"
    return word(event.kind) + (_more(event) or _on(event))


def _more(event: Happening) -> str:
    """What goes with a kind."""
    if event.return_kind is not None:
        return f": {word(event.return_kind).lower()}"
    if event.kind is EventKind.ACCEPTED:
        return f", tính ngày {day(event.effective_on)}"
    if event.kind is EventKind.HANDED_ON:
        return f": {event.person_name}" + (f", thời hạn nội bộ {day(event.named_on)}" if event.named_on else "")
    if event.kind is EventKind.SENT_FOR_SIGNATURE and event.desk:
        return f": {event.desk}{_on(event)}"
    if event.kind is EventKind.CHECK_DATED and event.named_on is None:
        return ": bỏ mốc"
    if event.percent is not None:
        return f": {event.percent}%"
    if event.named_on is None:
        return ""
    named = day_with_weekday(event.named_on)
    return f" đến {named}" if event.kind in _UNTIL else f": {named}"


def _on(event: Happening) -> str:
    return f", ngày {day(event.effective_on)}" if event.effective_on != local_day(event.recorded_at) else ""


def decision(
    recorder: str, decider: str, *, title: str = "", form: DecisionForm | None = None, decided_on: date | None = None
) -> str:
    """Who recorded, and who decided where that was somebody else; how and when where it was not on the screen.

    As in: Chuyên viên Hoa ghi, Nguyễn Văn A (Chủ tịch UBND) quyết định, bút phê ngày 12/09/2023.
    """
    who = f"{decider} ({title})" if decider and title else decider
    people = f"{recorder} ghi, {who} quyết định" if who and who != recorder else recorder
    if form in (None, DecisionForm.IN_SYSTEM):
        return people
    return f"{people}, {word(form).lower()}" + (f" ngày {day(decided_on)}" if decided_on else "")


def where(channel: Channel) -> str:
    return word(channel)


def asked_because(reason: str) -> str:
    return f"Lý do đơn vị đề nghị: {reason}"


def lateness(reason: str) -> str:
    return f"Lý do chậm: {reason}"


def returned(times: int, for_papers: int) -> str:
    """As in: Trả lại 03 lần (thiếu hồ sơ 01, chưa đạt yêu cầu 02)."""
    kinds = ((ReturnKind.MISSING_PAPERS, for_papers), (ReturnKind.NOT_GOOD_ENOUGH, times - for_papers))
    listed = ", ".join(f"{word(kind).lower()} {two_digits(count)}" for kind, count in kinds if count)
    return f"Trả lại {two_digits(times)} lần ({listed})"


def part_returned(times: int) -> str:
    return f"Trả lại {two_digits(times)} lần"


def extended(times: int) -> str:
    return f"Gia hạn {two_digits(times)} lần"


def late_before(days: int) -> str:
    """The lateness that no later deadline takes away."""
    return (
        f"Đã chậm {two_digits(days)} ngày trước khi thời hạn được lùi. Số ngày này vẫn được lưu, thời hạn mới không "
        "xóa đi."
    )


def request(asked_for: date, due_on: date, which: int) -> str:
    """As in: Đề nghị gia hạn lần 2: từ Thứ Tư, 20/09/2023 đến Thứ Sáu, 29/09/2023."""
    named = f"{word(EventKind.EXTENSION_ASKED)} lần {which}"
    return f"{named}: từ {day_with_weekday(due_on)} đến {day_with_weekday(asked_for)}"


def waits_for_signature(desk: str, since: date) -> str:
    return f"Đã trình {desk} ngày {day(since)}, chờ ký. Thời gian chờ ký không tính chậm cho đơn vị."


def mail(kind: MessageKind, to_name: str) -> str:
    return f"Thư {word(kind).lower()} gửi {to_name}"


def delivery(
    state: OutboxState, *, address: str, sent_at: datetime | None, error: str, reason: SkipReason | None = None
) -> str:
    """How far a mail got, as who waits for its effect wants to know; ``reason`` is why it will not be sent."""
    if state is OutboxState.SENT:
        return f"{word(state)} {instant(sent_at)}"
    if not address:
        return "Chưa gửi: nơi nhận chưa có địa chỉ thư"
    if reason is not None:
        return f"{word(state)}: {word(reason).lower()}"
    return f"{word(state)}: {error}" if error and state is OutboxState.FAILED else word(state)


def called(names: list[str]) -> str:
    return f"{COMMENTED} với {', '.join(names)}" if names else COMMENTED


def may_call(handles: list[str]) -> str:
    """As in: Viết @Nội vụ hoặc @Văn phòng để báo cho đơn vị bằng thư."""
    return f"Viết {' hoặc '.join(f'@{handle}' for handle in handles)} để báo cho đơn vị bằng thư"
