"""Whether extracted text is Vietnamese that people can read, or the rubbish of a font without a letter table."""

from __future__ import annotations

import re
import unicodedata

from app.wording.language import COMMON, TCVN3, VNI

ENOUGH = 25  # syllables from which on a share means something
SHARE_COMMON = 0.08  # real notices have a third and more
SHARE_ODD = 0.05
LETTER = re.compile(r"[^\W\d_]+")


def complaint(text: str, unmapped: float = 0.0) -> str | None:
    """ "legacy" for text in an encoding of before Unicode, "garbled" for what is no text at all, else None.

    ``unmapped`` is the share of characters whose font does not say which letters they are.
    """
    words = LETTER.findall(unicodedata.normalize("NFC", text).lower())
    if len(words) < ENOUGH:
        return "garbled" if unmapped > 0.5 else None
    common = sum(word in COMMON for word in words) / len(words)
    if common >= SHARE_COMMON:
        return "garbled" if unmapped > 0.5 else None
    if (len(TCVN3.findall(text)) + len(VNI.findall(text))) / len(words) >= SHARE_ODD:
        return "legacy"
    return "garbled"
