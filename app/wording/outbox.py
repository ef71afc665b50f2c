"""Words of the outbox page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.domain.calendar import VIETNAM
from app.domain.terms import OutboxState
from app.wording.formats import number, short_day, weekday
from app.wording.terms import word

# By the value the address carries.
FILTERS = {
    OutboxState.PENDING.value: word(OutboxState.PENDING),
    OutboxState.SENDING.value: word(OutboxState.SENDING),
    OutboxState.SENT.value: word(OutboxState.SENT),
    OutboxState.RETRY.value: word(OutboxState.RETRY),
    OutboxState.FAILED.value: word(OutboxState.FAILED),
    OutboxState.SKIPPED.value: word(OutboxState.SKIPPED),
    "no_address": "Chưa có địa chỉ",
}
RETRIED = "Thư đã được xếp lại vào hàng chờ và sẽ gửi trong ít phút."


def test_queued(address: str) -> str:
    return f"Thư thử gửi đến {address} đã được xếp vào hàng chờ và sẽ gửi trong ít phút."


def retried(count: int, without_address: Sequence[str]) -> str:
    """What became of all that had failed."""
    done = f"{number(count)} thư đã được xếp lại vào hàng chờ và sẽ gửi trong ít phút."
    if not without_address:
        return done
    return f"{done} Chưa gửi lại được cho nơi chưa có địa chỉ: {', '.join(without_address)}."


def leaves(at: datetime, *, some_left: bool = False) -> str:
    """As in: Thư sẽ gửi lúc 06 giờ 00 Thứ Hai, 23/11."""
    local = at.astimezone(VIETNAM)
    hour = f"{local:%H} giờ {local:%M} {weekday(local.date())}, {short_day(local.date())}"
    return f"Thư khẩn gửi ngay; các thư khác sẽ gửi lúc {hour}." if some_left else f"Thư sẽ gửi lúc {hour}."
