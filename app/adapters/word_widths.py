"""How long a line of bold Times New Roman is: the drawn lines of an official document are measured by their text."""

from __future__ import annotations

import unicodedata

# Advance widths in thousandths of the size, as the font has them; marks above and below a letter add nothing.
_WIDTHS = {
    250: " ,.",
    278: "il/",
    333: "fjt-;",
    389: "sI",
    444: "cerz",
    500: "agovxyJ0123456789",
    556: "bdhknpquSđ",
    611: "FP",
    667: "BELTZ",
    722: "wACDNRUVXYĐ",
    778: "GHKOQ",
    833: "m",
    944: "M",
    1000: "W",
}
_BY_LETTER = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_OTHER = 500
_POINT = 25.4 / 72  # millimetres


def bold_width(text: str, size: float) -> float:
    """Millimetres of a line in bold Times New Roman of ``size`` points."""
    letters = (char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return sum(_BY_LETTER.get(letter, _OTHER) for letter in letters) / 1000 * size * _POINT
