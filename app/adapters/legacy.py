"""Texts typed in an encoding of before Unicode (TCVN3, VNI), told by the document as a whole and converted.

Such a text reads "céng hoµ x· héi" (TCVN3) or "coäng hoaø xaõ hoäi" (VNI). The tables are those of viparse; whether
and where they are applied is decided here, because a table applied to a line that is proper Unicode spoils it. They
are loaded only for a text that may need them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import normalize

from app.domain.syllables import is_syllable

if TYPE_CHECKING:
    from viparse.normalize.tables import Charmap

# Letters of Unicode Vietnamese that no text has whose encoding is older: a breve, a stroke, a horn, a tilde on i and u,
# the whole block of those with two marks, and the marks that are written by themselves.
_DISTINCT = re.compile(
    r"[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9\u0300-\u0323]"
)
# A word may hold what are signs elsewhere: these are letters of one encoding or another, control characters included.
_CONTROLS = r"\x02-\x06\x10-\x19\x1c-\x1e\x80-\x84\x86-\x9f"
_WORD = re.compile(rf"[A-Za-z{_CONTROLS}\u00a1-\u017f\u01a0-\u01b0\u0300-\u036f\u1e00-\u1eff\u2212\u2219]+")
_ENOUGH = 8  # words that make sense only once they are converted
_SHARE = 0.6  # of the words with marks on the lines that may be legacy
_SHARE_OF_BYTES = 0.3  # VISCII and VPS have many letters where Latin-1 has them
_OF_ALL = 0.2  # of the words with marks in the document: a quotation in another encoding stays as it is
_CLEARLY = 1.5  # times as many as the next table explains
_VIETNAMESE = 0.9  # of the words with marks are syllables in a text that is taken for Vietnamese
# What the table has not, by the layout of the VNI fonts: a base letter, the sign behind it, and the letter they are.
_VNI_MORE = (("a", 0xFA, 0x1EB3), ("A", 0xDA, 0x1EB2), ("", 0xEE, 0x1EF5), ("", 0xCE, 0x1EF4))


class Encoding(Enum):
    """An encoding of before Unicode. The value is its name on screen."""

    TCVN3 = "TCVN3"
    VNI = "VNI"
    VISCII = "VISCII"
    VPS = "VPS"

    def decoded(self, text: str) -> str:
        from viparse.normalize.tables import convert

        return convert(text, _table(self))


FONTS = {Encoding.TCVN3: ".vn", Encoding.VNI: "vni"}  # how the names of their fonts begin


@cache
def _table(encoding: Encoding) -> Charmap:
    from viparse.normalize.encodings import CHARMAPS

    table = CHARMAPS[encoding.value.lower()]
    return _with_more(table) if encoding is Encoding.VNI else table


def _with_more(table: Charmap) -> Charmap:
    """The table with what it lacks; the mark of a capital may have been typed small."""
    from viparse.normalize.tables import build_charmap

    known = dict(table.pairs) | {base + chr(sign): chr(letter) for base, sign, letter in _VNI_MORE}
    composed = {source: letter for source, letter in known.items() if source[0] in "aeiouy"}
    capitals = {source[0].upper() + source[1:]: letter.upper() for source, letter in composed.items()}
    return build_charmap(table.name, (capitals | known).items())


@dataclass(frozen=True, slots=True)
class Converted:
    """A text in Unicode, and the name of the encoding it was in."""

    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a document is converted from. ``mixed``: some of its lines are Unicode already."""

    encoding: Encoding
    mixed: bool

    def applied(self, text: str) -> str:
        """The text with every legacy line converted (NFC); lines keep their number."""
        return "\n".join(map(self._line, text.split("\n")))

    def _line(self, line: str) -> str:
        if line.isascii() or _DISTINCT.search(line):
            return line
        return line if self.mixed and not self._is_legacy(line) else self.encoding.decoded(line)

    def _is_legacy(self, line: str) -> bool:
        odd = [not is_syllable(word) for word in _marked_words(line)]
        return 2 * sum(odd) >= len(odd) > 0


def unified(text: str, fonts: Iterable[str] = frozenset()) -> Converted | None:
    """The text in Unicode; None where the document as a whole is no legacy text.

    ``fonts`` are those the document is set in: they make fewer words enough, but decide nothing by themselves, since
    texts are often converted without their fonts. Lines that hold letters only Unicode has are never touched; nor is,
    in a document that has such lines, a line that is Vietnamese as it stands.
    """
    decision = decided(text, fonts)
    return Converted(decision.applied(text), decision.encoding.value) if decision else None


def decided(text: str, fonts: Iterable[str] = frozenset()) -> Decision | None:
    """The decision alone, for a text that comes in parts."""
    return _decided(text, tuple(FONTS), [font.lower() for font in fonts])


def unified_bytes(content: bytes) -> Converted | None:
    """The same for a file of bare text that is no UTF-8, which may be VISCII, VPS or Windows-1258 too; None where
    nothing is sure."""
    for codec, candidates in (("cp1252", tuple(FONTS)), ("latin-1", tuple(Encoding))):
        text = content.decode(codec, "replace")
        if decision := _decided(text, candidates, share=_SHARE_OF_BYTES):
            return Converted(decision.applied(text), decision.encoding.value)
    text = normalize("NFC", content.decode("cp1258", "replace"))
    return Converted(text, "Windows-1258") if _is_vietnamese(text) else None


def _decided(
    text: str, candidates: Sequence[Encoding], fonts: Sequence[str] = (), share: float = _SHARE
) -> Decision | None:
    lines = [line for line in text.split("\n") if not line.isascii()]
    doubtful = [word for line in lines if not _DISTINCT.search(line) for word in _marked_words(line)]
    odd = [word for word in doubtful if not is_syllable(word)]
    least = max(1 if fonts else _ENOUGH, share * len(doubtful))
    if len(odd) < least:
        return None
    explained = {each: sum(is_syllable(each.decoded(word)) for word in odd) for each in candidates}
    first, second = sorted(explained, key=lambda each: -explained[each])[:2]
    found = explained[first]
    if found < least or found < _CLEARLY * explained[second]:
        return None
    if not any(font.startswith(FONTS.get(first, "\0")) for font in fonts):
        marked = sum(1 for line in lines for _ in _marked_words(line))
        if found < max(_ENOUGH, _OF_ALL * marked):
            return None
    return Decision(first, mixed=any(map(_DISTINCT.search, lines)))


def _marked_words(line: str) -> Iterator[str]:
    return (word for word in _WORD.findall(line) if not word.isascii())


def _is_vietnamese(text: str) -> bool:
    words = list(_marked_words(text))
    known = sum(map(is_syllable, words))
    return len(words) >= _ENOUGH and known >= _VIETNAMESE * len(words) and "\ufffd" not in text
