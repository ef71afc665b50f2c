"""Addresses of pages, for whoever writes mails and documents without knowing Flask."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Links:
    """``public_url`` is where people reach the office's installation, without a slash at the end."""

    public_url: str

    def assignment(self, public_id: str) -> str:
        return f"{self.public_url}/nhiem-vu/{public_id}"

    def my_unit(self) -> str:
        return f"{self.public_url}/don-vi"

    def desk(self) -> str:
        return f"{self.public_url}/"
