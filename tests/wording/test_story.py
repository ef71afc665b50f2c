from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.domain.terms import OutboxState, SkipReason
from app.wording import story


@pytest.mark.parametrize(
    ("state", "address", "reason", "said"),
    [
        (OutboxState.PENDING, "a@b.vn", None, "Chờ gửi"),
        (OutboxState.RETRY, "a@b.vn", None, "Chờ gửi lại"),
        (OutboxState.SENT, "a@b.vn", None, "Đã gửi 08:00 ngày 14/09/2023"),
        (OutboxState.FAILED, "a@b.vn", None, "Gửi không thành công: Không có địa chỉ này."),
        (OutboxState.SKIPPED, "", SkipReason.NO_ADDRESS, "Chưa gửi: nơi nhận chưa có địa chỉ thư"),
        (
            OutboxState.SKIPPED,
            "a@b.vn",
            SkipReason.REPLACED,
            "Không gửi: quá ngày, phần còn phải nhắc đã chuyển sang thư sau",
        ),
    ],
)
def test_how_far_a_mail_got(state: OutboxState, address: str, reason: SkipReason | None, said: str) -> None:
    sent_at = datetime(2023, 9, 14, 1, tzinfo=UTC)
    error = "Không có địa chỉ này." if state in (OutboxState.RETRY, OutboxState.FAILED) else ""
    assert story.delivery(state, address=address, sent_at=sent_at, error=error, reason=reason) == said
