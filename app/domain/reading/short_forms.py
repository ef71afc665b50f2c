"""Short forms inside the names of units, written out where a reading hands names over."""

from __future__ import annotations

import re

from app.domain.reading import lexicon_units
from app.domain.reading.text import UPPER

# "NN&PTNT", "LĐ-TB&XH", "TC - KH": capitals with the signs that join them.
SHORT_FORM = re.compile(rf"(?<![^\W_])[{UPPER}]{{2,}}(?: ?[-&,.] ?[{UPPER}]{{1,}}){{0,3}}(?![^\W_])")


def spelled(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names with their short forms written out: "Sở NN&PTNT" is "Sở Nông nghiệp và Phát triển nông thôn"."""
    return tuple(dict.fromkeys(SHORT_FORM.sub(_spelled, name) for name in names))


def _spelled(short: re.Match[str]) -> str:
    key = short[0].lower().replace("-", "").replace(".", "").replace(",", "").replace(" ", "")
    return lexicon_units.SPELLED.get(key, short[0])
