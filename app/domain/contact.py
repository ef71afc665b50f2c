"""What people type about themselves: one spelling of a text, an address that mail can reach, a login."""

from __future__ import annotations

import re
import unicodedata

_ADDRESS = re.compile(
    r"(?=.{6,254}\Z)(?=[^@]{1,64}@)[a-z0-9_%'+/=-]+(?:\.[a-z0-9_%'+/=-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}\Z",
    re.IGNORECASE | re.ASCII,
)
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,99}\Z", re.ASCII)
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def tidy(text: str | None) -> str:
    """NFC, single spaces, none at the ends, no characters that cannot be seen."""
    plain = unicodedata.normalize("NFC", text or "")
    kept = "".join(" " if c.isspace() else c for c in plain if c.isspace() or unicodedata.category(c) not in _UNSEEN)
    return " ".join(kept.split())


def is_email(text: str) -> bool:
    """Whether the text is one plain address: what every mail server takes, without quotes, comments or names."""
    return _ADDRESS.match(text) is not None


def as_login(text: str) -> str:
    """A login as it is kept and compared: without regard to case."""
    return tidy(text).casefold()


def is_login(text: str) -> bool:
    """Two to a hundred plain letters, digits and . _ - @ in lower case, beginning with a letter or a digit."""
    return _LOGIN.match(text) is not None
