"""Whether a text names a person. The office's reports name units and numbers alone, but quote what units wrote.

In doubt it does: a text wrongly taken for one costs somebody a press, a person wrongly named cannot be taken back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence

from app.domain.naming import fold
from app.domain.reading import lexicon_people as known

_SHORT = re.compile(known.COMRADE_SHORT, re.IGNORECASE)
# What is two words and means one thing is held together as one.
_OF_TWO = re.compile("|".join(sorted(each for each in known.HONORIFICS | known.CALLINGS if " " in each)), re.IGNORECASE)
_TITLE = re.compile(known.TITLE)
# Words, and the signs at which a name ends.
_WORD = re.compile(r"[^\W_][\w'’]*|[.,;!?]")
_MOST = 6  # words of a person's name


def known_people(names: Iterable[str]) -> frozenset[str]:
    """The names of accounts as ``names_person`` takes them; those of units, and of one word, are left out."""
    split = (unicodedata.normalize("NFC", name).split() for name in names)
    return frozenset(_key(words, [fold(word) for word in words]) for words in split if _is_persons(words))


def names_person(text: str, people: Collection[str] = frozenset()) -> bool:
    """Whether somebody is named: behind a word of address or of work, by a full name, or as one of ``people``."""
    words = _words(text)
    return any(_named_at(words, at) for at in range(len(words))) or _has_known(words, people)


def _words(text: str) -> list[str]:
    plain = " ".join(_SHORT.sub(f" {known.COMRADE} ", unicodedata.normalize("NFC", text)).split())
    return _WORD.findall(_OF_TWO.sub(lambda found: found[0].replace(" ", "_"), plain))


def _named_at(words: Sequence[str], at: int) -> bool:
    """Whether a person's name is told from the word at a place on."""
    word, behind = words[at].lower().replace("_", " "), words[at + 1 : at + 4]
    if f"{word} {behind[0].lower() if behind else ''}" in known.NOBODY:
        return False
    if word in known.CALLINGS:
        return _is_family(behind[:1]) and _are_capital(behind[:2], 2)
    if at and words[at - 1].lower() in known.PLACES:
        return False
    if word in known.HONORIFICS:
        return _are_capital(behind[:1], 1) and not _is_office(words[at], behind)
    return _is_family(words[at : at + 1]) and _are_capital(behind[:2], 2)


def _is_office(honorific: str, behind: Sequence[str]) -> bool:
    """A title, or a common word in a text that is all in capitals."""
    if honorific.isupper() and behind[0].lower() in known.COMMON:
        return True
    return _TITLE.match(" ".join(behind).lower().replace("_", " ")) is not None


def _is_family(words: Sequence[str]) -> bool:
    return _are_capital(words, 1) and words[0].lower() in known.FAMILIES


def _are_capital(words: Sequence[str], number: int) -> bool:
    return len(words) == number and all(word[0].isupper() for word in words)


def _is_persons(words: Sequence[str]) -> bool:
    return 2 <= len(words) <= _MOST and _are_capital(words, len(words)) and words[0].lower() not in known.NOT_PEOPLE


def _has_known(words: Sequence[str], people: Collection[str]) -> bool:
    """However the name is typed; one of two words only with its accents, without which it may be anything."""
    if not people:
        return False
    folded = [fold(word) for word in words]
    return any(
        _key(words[at : at + length], folded[at : at + length]) in people
        for length in range(2, _MOST + 1)
        for at in range(len(words) - length + 1)
    )


def _key(words: Sequence[str], folded: Sequence[str]) -> str:
    return " ".join(words).lower() if len(words) == 2 else " ".join(folded)
