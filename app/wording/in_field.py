"""The words about fields of work: whose they are, which one a task is in, and the morning's mail about them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from app.domain.terms import ChargeKind
from app.wording.formats import two_digits
from app.wording.mail import counted, moment_words, part_of, shorten

NONE = "Chưa gắn lĩnh vực"
BY_UNIT = "Theo lĩnh vực của đơn vị"
HOW_FOUND = (
    "Lĩnh vực của nhiệm vụ là lĩnh vực đã ghi cho nhiệm vụ; chưa ghi thì là lĩnh vực của đơn vị, nếu đơn vị chỉ thuộc "
    "một lĩnh vực."
)
WHAT_FOR = "Danh sách, bàn làm việc, thư và số liệu theo lĩnh vực tính theo lựa chọn này."
SET = "Đã ghi lĩnh vực của nhiệm vụ."
ERRORS = {
    "field.not_of_unit": "Đơn vị chủ trì không thuộc lĩnh vực này. Đề nghị chọn lại trong các lĩnh vực của đơn vị.",
}
_VERBS = {ChargeKind.LEADER: "phụ trách", ChargeKind.FOLLOWER: "theo dõi"}


def own(kinds: Collection[ChargeKind]) -> str:
    """Lĩnh vực tôi theo dõi; of somebody who leads one as well: Lĩnh vực tôi phụ trách, theo dõi"""
    return f"Lĩnh vực tôi {', '.join(verb for kind, verb in _VERBS.items() if kind in kinds)}"


def mine(names: Sequence[str]) -> str:
    """Lĩnh vực của tôi: Nội vụ; Tư pháp"""
    return f"Lĩnh vực của tôi: {'; '.join(names)}"


def news(overdue: int, dated: int, waiting: int) -> str:
    """The numbers at the head of the subject of a digest by field."""
    late = f"{part_of(overdue, dated)} quá hạn" if overdue else ""
    said = ", ".join(part for part in (late, counted([(waiting, "chờ Văn phòng")])) if part)
    return said or f"{two_digits(0)} quá hạn"


def standing_words(at: datetime, office: str) -> str:
    return (
        f"Kính báo cáo tình hình thực hiện nhiệm vụ do {office} giao thuộc các lĩnh vực đồng chí phụ trách, theo dõi, "
        f"tính đến {moment_words(at)}:"
    )


def reason_words(reason: str) -> str:
    return f"Lý do đơn vị nêu: {shorten(reason)}" if reason else "Đơn vị chưa nêu lý do"
