"""The words beside the figures of an earlier period: which one it is, where its numbers come from, what changed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.domain.earlier_periods import Earlier
from app.domain.figures import Rate
from app.wording.formats import day, number
from app.wording.report import count, rate_with_sources

THIS = "Kỳ này"
EARLIER = {Earlier.PREVIOUS: "Kỳ trước", Earlier.YEAR_BEFORE: "Cùng kỳ năm trước"}
NO_DATA = "Chưa có số liệu: kỳ này chưa theo dõi trên hệ thống."
NO_LIST_LATER = "Kỳ này chưa chốt khi so sánh, nên không mở lại được danh sách đã tính."
NO_LIST_NOW = "Chưa lập kỳ báo cáo này, nên số liệu không kèm danh sách."
NOTHING = "—"  # of a unit that had nothing in a period
FROZEN = "Số liệu đã chốt lúc"
COUNTED = "Chưa chốt, số liệu tính lúc"
ON_TIME = "Tỷ lệ hoàn thành đúng hạn = a ÷ (a + b + d)"
COMPLETED = "Tỷ lệ hoàn thành = (a + b) ÷ (a + b + d)"
CLASSES = {"a": "Đúng hạn (a)", "b": "Quá hạn (b)", "c": "Trong hạn (c)", "d": "Quá hạn, chưa hoàn thành (d)"}
# The lines of the table: label, the slice of rows behind it, whether it is a sum of those below.
LINES = (
    ("Tổng số nhiệm vụ có thời hạn (N)", "tong", True),
    ("– Kỳ trước chuyển sang", "chuyen-sang", False),
    ("– Giao mới trong kỳ", "giao-moi", False),
    ("Đã hoàn thành (H)", "hoan-thanh", True),
    ("– Đúng hạn (a)", "a", False),
    ("– Quá hạn (b)", "b", False),
    ("Chưa hoàn thành (C)", "chua-hoan-thanh", True),
    ("– Trong hạn (c)", "c", False),
    ("– Quá hạn (d)", "d", False),
    ("Không quy định thời hạn", "khong-thoi-han", False),
    ("Không thuộc diện đánh giá", "khong-danh-gia", False),
    ("Đơn vị ngoài thẩm quyền", "ngoai", False),
)


def signed(value: int) -> str:
    """+05, −02, 0"""
    return f"{_sign(value)}{count(abs(value))}"


def points(this: Rate | None, that: Rate | None) -> str:
    """+2,1 điểm %: the difference of the two shares as they are printed; nothing where one of them is not there."""
    if this is None or that is None:
        return ""
    difference = this.percent() - that.percent()
    return f"{_sign(difference)}{number(abs(int(difference)))},{abs(difference * 10) % 10:.0f} điểm %"


def _sign(value: int | Decimal) -> str:
    return "+" if value > 0 else "−" if value < 0 else ""


def rate(value: Rate | None) -> str:
    """86,4 % (14.068/16.274)"""
    return rate_with_sources(value)


def partial(recorded_from: date) -> str:
    return f"Hệ thống ghi nhận từ ngày {day(recorded_from)}; việc đã xong trước ngày đó có thể không có trong số liệu."
