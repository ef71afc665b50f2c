"""Where a set of data lies, and the configuration to serve it with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from config import Config


@dataclass(frozen=True, slots=True)
class Place:
    """The database's address and the folder of its files."""

    url: str
    instance: Path


def config_for(place: Place) -> Config:
    """As in production, but for the mail server, which nothing here speaks to."""
    return Config(
        production=True,
        secret_key="the key of the benchmarks, which keeps no secret",
        database_url=place.url,
        public_url="https://dondoc.invalid",
        instance=place.instance,
        mail_from_name="Văn phòng",
        mail_from_address="vanphong@dondoc.invalid",
        smtp=None,
    )
