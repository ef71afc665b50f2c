"""Words of the outbox page."""

from __future__ import annotations

from app.domain.terms import OutboxState
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
