"""Texts as they were typed before Unicode: the tables of the encodings, the other way round."""

from __future__ import annotations

from functools import cache

from viparse.normalize.encodings import CHARMAPS


@cache
def _signs(encoding: str) -> dict[int, str]:
    """Letter → how it was typed. TCVN3 has no capitals with a tone: a font of capitals shows the small one."""
    typed = {letter: signs for signs, letter in CHARMAPS[encoding.lower()].pairs}
    lowered = {letter.upper(): signs for letter, signs in typed.items() if letter.upper() not in typed}
    return {ord(letter): signs for letter, signs in (lowered | typed).items()}


def as_typed(text: str, encoding: str) -> str:
    """An NFC text as it was typed in TCVN3, VNI, VISCII or VPS."""
    return text.translate(_signs(encoding))


def as_kept(text: str, encoding: str) -> str:
    """What is left of a text after it was typed so: the capitals that TCVN3 lacks are small."""
    if encoding != "TCVN3":
        return text
    letters = {letter for _, letter in CHARMAPS["tcvn3"].pairs}
    return "".join(c if c.isascii() or c in letters or c.lower() not in letters else c.lower() for c in text)
