"""The fixed words of official documents (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.numerals import roman
from app.domain.terms import Urgency
from app.wording.terms import word

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
TO = "Kính gửi:"
SUBJECT = "V/v"  # before the subject of a công văn
RECEIVERS = "Nơi nhận:"
REPORT = "Báo cáo"
ANNEX = "Phụ lục"
ORAL = "Ý kiến chỉ đạo"  # given by word of mouth or a note in the margin: no number is waited for


def in_haste(urgencies: Iterable[Urgency]) -> str:
    """What the subject of a mail begins with: the degree that everything in it has at least, as in "HỎA TỐC: "."""
    least = min(urgencies, key=tuple(Urgency).index, default=Urgency.NORMAL)
    return "" if least is Urgency.NORMAL else f"{word(least).upper()}: "


def annex_label(n: int, of: int) -> str:
    """Phụ lục; Phụ lục I, Phụ lục II where there are several."""
    return ANNEX if of == 1 else f"{ANNEX} {roman(n)}"


def numbered(kind: str, number: str | None) -> str:
    """As in "Thông báo số 15/TB-UBND"; without a number it waits for one, unless nobody will number it."""
    if number:
        return f"{kind} số {number}"
    return kind if kind == ORAL else f"{kind} (chờ số)"


def unnumbered(kind: str) -> str:
    """What stands in the place of the number in a narrow column."""
    return kind if kind == ORAL else f"{kind} chờ số"
