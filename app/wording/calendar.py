"""Which official announcements a year's days off were compared with when the program was made."""

from __future__ import annotations

from collections.abc import Mapping

ANNOUNCEMENTS: Mapping[int, str] = {
    2023: "5034/TB-LĐTBXH",
    2024: "5015/TB-LĐTBXH, 1570/TB-LĐTBXH",
    2025: "6150/TB-BLĐTBXH",
    2026: "9441/TB-BNV ngày 16/10/2025, 12729/VPCP-KGVX ngày 25/12/2025",
}
