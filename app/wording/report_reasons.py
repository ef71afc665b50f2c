"""Why units are behind, in their own words: quoted, never said in the office's name, and nobody judges them."""

from __future__ import annotations

from collections.abc import Sequence

from app.wording.formats import shortened, two_digits

# A section of a report, and no list: what is beyond stands in the annex.
MOST = 5
LENGTH = 200
_KEPT = " lưu trong hệ thống"


def reasons_sentence(reasons: Sequence[tuple[str, str]], *, annex: str, left_out: int = 0) -> str:
    """``reasons`` are units with what they wrote of each of their overdue duties, empty where they wrote nothing; the
    same words of a unit are said once. ``left_out`` is of how many duties the words cannot be quoted. Nothing where
    nobody wrote anything."""
    said = list(dict.fromkeys((unit, _quotable(text)) for unit, text in reasons if text.strip()))
    if not said:
        return f"Nguyên nhân của {two_digits(left_out)} nhiệm vụ do đơn vị báo cáo{_KEPT}." if left_out else ""
    quotes = "; ".join(f"{unit}: “{text}”" for unit, text in said[:MOST])
    kept = f"; nguyên nhân của {two_digits(left_out)} nhiệm vụ khác{_KEPT}" if left_out else ""
    return f"Nguyên nhân theo báo cáo của đơn vị: {quotes}{_beyond(len(said), annex)}{kept}."


def _quotable(text: str) -> str:
    """One line without its full stop, its own quotation marks made those of a quotation within."""
    inner = text.replace("“", "‘").replace("”", "’").replace('"', "'")
    return shortened(inner, LENGTH).rstrip(".")


def _beyond(said: int, annex: str) -> str:
    if said <= MOST:
        return ""
    return f"; các nguyên nhân khác nêu tại {annex} kèm theo" if annex else "; và các nguyên nhân khác"
