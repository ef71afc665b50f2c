"""Passwords by argon2id."""

from __future__ import annotations

import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# The OWASP minimum: about 20 ms on an office PC, where the library's default would take a tenth of a second.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# A generated password is not in anybody's list of guesses; a file with a thousand people must not take a minute.
_quick = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
_QUICK_MARK = "m=1024,"


def _normal(password: str) -> str:
    """NFKC: the same letters typed through another input method are the same password."""
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    return _hasher.hash(_normal(password))


def hash_generated(password: str) -> str:
    """For passwords that this program made by chance, and for those only. About 1 ms."""
    return _quick.hash(_normal(password))


def verify_password(stored: str, password: str) -> bool:
    if _QUICK_MARK in stored:
        # The time an answer takes must not tell whose password is still the generated one.
        _matches(NOBODY, password)
    return _matches(stored, password)


def _matches(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, _normal(password))
    except (VerificationError, InvalidHashError):
        return False


# Verified against when there is no such user, so that the answer takes as long.
NOBODY = hash_password(secrets.token_hex(16))
