"""Extracted text as it is kept: NFC, one kind of line end, plain blanks, nothing invisible."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import accumulate

# Blanks that are no blanks, marks that are no marks: what office programs leave in text.
_BLANKS = str.maketrans(dict.fromkeys("\xa0\u2007\u202f", " ") | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\xad"))
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x85\u2029]")  # a soft break of Word's is one of them
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# No letter bears as many marks; thousands of them on one letter would cost the square of their number in putting them
# in order.
_HEAP = re.compile(r"[^\w\s!-~]{30,}")


def normalised(text: str) -> str:
    """NFC, lines ended by \\n, plain blanks, no invisible or control characters."""
    text = _LINE_ENDS.sub("\n", text).translate(_BLANKS)
    return unicodedata.normalize("NFC", _HEAP.sub(_without_marks, _CONTROL.sub("", text)))


def _without_marks(heap: re.Match[str]) -> str:
    return "".join(char for char in heap[0] if not unicodedata.combining(char))


def normalised_pages(text: str, page_starts: Sequence[int]) -> tuple[str, tuple[int, ...]]:
    """The same page by page, so that each page still begins where it is said to."""
    ends = (*page_starts[1:], len(text))
    pages = [normalised(text[start:end]) for start, end in zip(page_starts, ends, strict=True)]
    return "".join(pages), tuple(accumulate((len(page) for page in pages[:-1]), initial=0))
