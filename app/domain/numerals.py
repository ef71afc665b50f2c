"""Roman numerals, which stand before headings and behind annexes."""

from __future__ import annotations

_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(value: int) -> str:
    """XIV; for headings and annexes, of which an office with many units has more than a hand can count."""
    for worth, letters in _ROMAN:
        if value >= worth:
            return letters + roman(value - worth)
    return ""
