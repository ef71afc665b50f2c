"""Fixtures of the jobs: a toolbox on a database of its own, and a mailer that keeps what it is given."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from sqlalchemy.orm import Session, sessionmaker

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.adapters.mailer import Outgoing
from app.models import Base
from jobs.toolbox import Toolbox
from tests.cast import load_cast
from tests.databases import LINK_KEYS, engine_for
from tests.services.giving import Giver

LATE_MAILS = 6  # what the morning sends of ``late``: to two units and their heads, to the chief and to the leader
MORNING = FixedClock.at(date(2023, 9, 14), 6, 30)


@dataclass
class KeepingMailer:
    """Keeps mails, or fails as it is told, at every address or at ``only`` one; ``lines`` counts the connections."""

    mails: list[Outgoing] = field(default_factory=list)
    failing: Exception | None = None
    only: str = ""
    refusing: dict[str, str] = field(default_factory=dict)
    lines: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def connected(self) -> Iterator[KeepingMailer]:
        with self.lock:
            self.lines += 1
        yield self

    def send(self, mail: Outgoing) -> dict[str, str]:
        if self.failing and self.only in mail.to_address:
            raise self.failing
        with self.lock:
            self.mails.append(mail)
        return self.refusing


def everything(tools: Toolbox) -> dict[str, list[str]]:
    """All rows of the database: a dry run leaves them as they are."""
    with tools.reading() as session:
        return {
            name: sorted(map(repr, session.execute(table.select()))) for name, table in Base.metadata.tables.items()
        }


@pytest.fixture
def mailer() -> KeepingMailer:
    return KeepingMailer()


@pytest.fixture
def tools(peopled_url: str, mailer: KeepingMailer) -> Toolbox:
    """At half past six on a Thursday, in a database with the cast and nothing given."""
    return Toolbox(
        sessions=sessionmaker(engine_for(peopled_url), class_=Session),
        clock=FixedClock(MORNING.instant),
        links=Links("https://dondoc.test", LINK_KEYS),
        mailer=mailer,
        owner="người thứ nhất",
    )


@pytest.fixture
def late(tools: Toolbox) -> Toolbox:
    """With one overdue assignment at each of two units, due 13/09."""
    with tools.transaction() as session:
        giver = Giver(load_cast(session, tools.clock), FixedClock(tools.clock.now()))
        for unit in ("noi_vu", "tu_phap"):
            giver.give(unit, date(2023, 9, 13))
    return tools


@pytest.fixture
def another(tools: Toolbox) -> Callable[[], Toolbox]:
    """Another jobs process on the same database."""
    return lambda: replace(tools, owner="người thứ hai")
