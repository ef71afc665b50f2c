"""Addresses of pages, for whoever writes mails and documents without knowing Flask."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from app.adapters import link_tokens
from app.domain.errors import DomainError

_TOKEN = re.compile(r"(?<=/tra-loi/)[\w.-]+")


@dataclass(frozen=True, slots=True)
class Links:
    """``public_url`` is where people reach the office's installation, without a slash at the end. ``keys`` sign the
    links by which a unit answers without logging in, the newest first; without any there are no such links."""

    public_url: str
    keys: tuple[str, ...] = field(default=(), repr=False)

    def assignment(self, public_id: str) -> str:
        return f"{self.public_url}/nhiem-vu/{public_id}"

    def my_unit(self) -> str:
        return f"{self.public_url}/don-vi"

    def desk(self) -> str:
        return f"{self.public_url}/"

    def opinions(self) -> str:
        return f"{self.public_url}/xin-y-kien"

    def opinion(self, public_id: str) -> str:
        """Where a leader answers one request for more time."""
        return f"{self.public_url}/xin-y-kien/{public_id}"

    def duty(self, public_id: str) -> str:
        """What a superior gave."""
        return f"{self.public_url}/cap-tren-giao/{public_id}"

    def duties(self) -> str:
        return f"{self.public_url}/cap-tren-giao"

    def sitting(self, series_id: str, day: date) -> str:
        """The table of a meeting, by the public id of its series."""
        return f"{self.public_url}/giao-ban/{series_id}/{day.isoformat()}"

    def answer(self, link_id: str, expires_at: datetime) -> str:
        """Where an assignment is answered without logging in, until the instant."""
        return f"{self.public_url}/tra-loi/{link_tokens.sign(self.keys, link_id, expires_at)}"

    def read(self, token: str, *, now: datetime) -> str:
        """The id of the link that a token names. Raises DomainError: "link.invalid", "link.expired"."""
        if not self.keys:
            raise DomainError("link.invalid")
        return link_tokens.read(self.keys, token, now=now)


def without_tokens(text: str) -> str:
    """A mail's body for those who look after the mail: whoever has a token can answer for the unit."""
    return _TOKEN.sub("…", text)
