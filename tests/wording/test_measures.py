"""The words beside a report's figures."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.wording.measures import late_again_period

FROZEN = datetime(2023, 6, 20, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("frozen_at", "is_empty", "said"),
    [
        (None, False, "Kỳ trước: từ ngày 15/03/2023 đến ngày 14/06/2023. Đơn vị"),
        (FROZEN, False, "đến ngày 14/06/2023, theo số liệu đã chốt lúc 09:30 ngày 20/06/2023. Đơn vị"),
        (None, True, "đến ngày 14/06/2023; hệ thống không có nhiệm vụ nào trong kỳ đó. Đơn vị"),
    ],
)
def test_the_last_period_is_named_with_whose_numbers_stand_for_it(frozen_at, is_empty, said):
    words = late_again_period(date(2023, 3, 15), date(2023, 6, 14), frozen_at=frozen_at, is_empty=is_empty)
    assert said in words
