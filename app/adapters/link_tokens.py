"""The tokens in the links of mails: an opaque id and the instant it ends, signed with keys that sign nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from itsdangerous import BadSignature, Signer

from app.domain.calendar import local_day
from app.domain.errors import DomainError

SALT = b"dondoc.answer-link"


def sign(keys: Sequence[str], link_id: str, expires_at: datetime) -> str:
    """The token of a link. The first of the keys, the newest, signs."""
    return _signer(keys).sign(f"{link_id}.{int(expires_at.timestamp())}").decode()


def read(keys: Sequence[str], token: str, *, now: datetime) -> str:
    """The id that a token names; every key that is still listed is good.

    Raises DomainError: "link.invalid" for what none of them signed, "link.expired".
    """
    try:
        link_id, _, seconds = _signer(keys).unsign(token).decode().rpartition(".")
    except BadSignature:
        raise DomainError("link.invalid") from None
    expires_at = datetime.fromtimestamp(int(seconds), tz=now.tzinfo)
    if expires_at <= now:
        raise DomainError("link.expired", expired_on=local_day(expires_at), link=link_id)
    return link_id


def _signer(keys: Sequence[str]) -> Signer:
    # The library takes the newest key last.
    return Signer(list(reversed(keys)), salt=SALT, key_derivation="hmac", digest_method=hashlib.sha256)
