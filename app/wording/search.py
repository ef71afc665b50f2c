"""What was found, said in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.domain.terms import EventKind, SearchKind
from app.wording.formats import day, number, two_digits
from app.wording.terms import word

NO_WORDS_LEFT = "Không tìm thấy nội dung nào có đủ các từ này."
NEXT = (
    "Đề nghị bỏ bớt từ hoặc chỉ nhập vài chữ đầu của từ; không cần gõ dấu. Cụm từ trong ngoặc kép chỉ được tìm khi các "
    "từ đứng liền nhau, đúng thứ tự."
)
OF_UNIT = "Phạm vi tìm: nhiệm vụ của đơn vị, văn bản và ghi chú của các nhiệm vụ đó, thông tin chung của các đơn vị."
UNFILLED = (
    "Nhiệm vụ giao trước khi có chức năng tìm kiếm chưa được đưa vào chỉ mục nên chưa tìm thấy được. Đề nghị người "
    "quản trị chạy lệnh sau trên máy chủ:"
)


def counted(found: int, *, is_more: bool) -> str:
    """As in: 12; hơn 1.000."""
    return f"hơn {number(found)}" if is_more else number(found)


def heading(found: int, *, is_more: bool) -> str:
    """As in: 12 kết quả. Of more than are ranked the newest are shown."""
    words = f"{counted(found, is_more=is_more).capitalize()} kết quả"
    return f"{words}; mỗi loại hiện {number(found)} kết quả mới nhất" if is_more else words


def what(kind: SearchKind, event_kind: EventKind | None, on: date) -> str:
    """What a hit is: "Nhiệm vụ", "Ghi chú: Trả lại, ngày 12/09/2023"."""
    if event_kind is not None:
        return f"{word(kind)}: {word(event_kind)}, ngày {day(on)}"
    if kind in (SearchKind.DUE_DATE, SearchKind.EVIDENCE):
        return f"{word(kind)}, ngày {day(on)}"
    return word(kind)


def units(names: Sequence[str]) -> str:
    """As in: Phòng Nội vụ; Phòng Tư pháp và 03 đơn vị khác."""
    shown = "; ".join(names[:2])
    return f"{shown} và {two_digits(len(names) - 2)} đơn vị khác" if len(names) > 2 else shown
