"""What a job is handed, and what it says it did."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from app.adapters.clock import Clock
from app.adapters.database import reading_only
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.adapters.mailer import Mailer
from app.wording.jobs import would

# How long a job keeps others out of the same work; less than a process takes over that of one that died in it
# (``jobs.lead``). It only saves work: should the job last longer, the claims hold.
LEASE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Safe:
    """What is backed up every night, and the folder the archives are laid down in."""

    engine: Engine
    files: FileStore
    version: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Toolbox:
    """``mailer`` is None where no mail server is configured; ``owner`` names this process in leases; ``safe`` is None
    where no folder for backups is configured, ``files`` only where no job needs them. ``quota`` is how many mails the
    server takes in an hour (0: as many as come); ``stopping`` tells a job in the middle of many things to leave off."""

    sessions: Callable[[], Session]
    clock: Clock
    links: Links
    mailer: Mailer | None
    owner: str
    safe: Safe | None = None
    files: FileStore | None = None
    quota: int = 0
    stopping: Callable[[], bool] = lambda: False

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that commits at the end of the block, or rolls back with the exception."""
        with self.sessions() as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading only, without the lock that writers queue for."""
        token = reading_only.set(True)
        try:
            with self.sessions() as session:
                yield session
        finally:
            reading_only.reset(token)

    @contextmanager
    def rehearsing(self) -> Iterator[Toolbox]:
        """The same on a database that forgets at the end of the block what was done to it: for a dry run of what
        changes nothing else. On SQLite other writers wait meanwhile."""
        with self.sessions() as session:
            engine = session.get_bind()
        assert isinstance(engine, Engine)
        with engine.connect() as connection:
            whole = connection.begin()
            sessions = sessionmaker(connection, class_=Session, join_transaction_mode="create_savepoint")
            try:
                yield replace(self, sessions=sessions)
            finally:
                whole.rollback()


@dataclass(frozen=True, slots=True)
class Done:
    """One unit of work. ``more``: there may be another one now; ``ok`` is False where part of it could not be done."""

    summary: Mapping[str, int]
    more: bool = False
    ok: bool = True


# A job does one unit of work; None if there was nothing to do. The loop is the runner's.
Work = Callable[[Toolbox], Done | None]


def rehearsed(tools: Toolbox, work: Work) -> str:
    """What a unit of work would come to just now, in one line; it is done, and taken back."""
    with tools.rehearsing() as trial:
        done = work(trial)
    return would(done.summary if done else {})
