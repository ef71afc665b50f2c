"""Which words are Vietnamese syllables: a beginning, a rhyme and a tone that goes with it.

The rhymes are written in VIQR (RFC 1456): ``a^`` is a circumflex, ``a(`` a breve, ``o+`` a horn.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

_VIQR = str.maketrans({"^": "\u0302", "(": "\u0306", "+": "\u031b"})
# By what the vowels can end in; open syllables and those that end in a sound may bear any tone.
_SOUNDING = """
a ai am an ang anh ao au ay a(m a(n a(ng a^m a^n a^ng a^u a^y e em en eng eo e^ e^m e^n e^nh e^u i im in inh ia iu
ie^m ie^n ie^ng ie^u ye^m ye^n ye^ng ye^u ya o oi om on ong oong oa oai oam oan oang oanh oao oay oa(m oa(n oa(ng oe
oen oeo o^ o^i o^m o^n o^ng o+ o+i o+m o+n o+ng u ui um un ung ua uo^i uo^m uo^n uo^ng ua^n ua^ng ua^y ue^ ue^nh uo+ uy
uya uye^n uyn uynh uyu u+ u+i u+m u+n u+ng u+a u+u uo+i u+o+i u+o+m u+o+n u+o+ng u+o+u y ynh yn uau
"""
# Those that are cut off bear sắc or nặng only.
_STOPPED = """
ac ach ap at a(c a(p a(t a^c a^p a^t ec ep et e^ch e^p e^t ich ip it ie^c ie^p ie^t ye^t oc op ot ooc oac oach oap oat
oa(c oa(t oet o^c o^p o^t o+p o+t uc up ut uo^c uo^t ua^t ue^ch uych uye^t uyt uyp u+c u+t u+o+c u+o+p u+o+t yt ych
"""
_BEGINNING = re.compile(r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnprstvx\u0111])?")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_FOR_STOPS = frozenset("\u0301\u0323")


def _rhymes(written: str) -> frozenset[str]:
    return frozenset(normalize("NFC", rhyme.translate(_VIQR)) for rhyme in written.split())


_OPEN, _CLOSED = _rhymes(_SOUNDING), _rhymes(_STOPPED)


@lru_cache(maxsize=4096)
def is_syllable(word: str) -> bool:
    """Whether a word, however its capitals stand, is spelled as a Vietnamese syllable; at most one tone, anywhere."""
    if len(word) > 14:
        return False
    letters = normalize("NFD", word.lower())
    tones = [char for char in letters if char in _TONES]
    bare = normalize("NFC", "".join(char for char in letters if char not in _TONES))
    return len(tones) <= 1 and any(_goes(rhyme, tones) for rhyme in _parted(bare))


def _goes(rhyme: str, tones: list[str]) -> bool:
    return rhyme in _OPEN or (rhyme in _CLOSED and len(tones) == 1 and tones[0] in _FOR_STOPS)


def _parted(bare: str) -> list[str]:
    """What can be the rhyme: "gi" and "qu" begin a syllable, or are its g or q with the vowel behind it."""
    match = _BEGINNING.match(bare)
    beginning = match[0] if match else ""
    rhyme = bare[len(beginning) :]
    return [rhyme, bare[1:]] if beginning in ("gi", "qu") else [rhyme]
