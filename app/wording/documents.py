"""The fixed words of official documents (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

from __future__ import annotations

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
TO = "Kính gửi:"
RECEIVERS = "Nơi nhận:"
REPORT = "Báo cáo"
ANNEX = "Phụ lục"


def annex_label(n: int, of: int) -> str:
    """Phụ lục; Phụ lục I, Phụ lục II where there are several."""
    return ANNEX if of == 1 else f"{ANNEX} {'I' * n}"
