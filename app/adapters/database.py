"""Engines for both databases, and what each must be told before it can be trusted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

# Reads need not queue for SQLite's one write lock; whoever serves a request that only reads says so here.
reading_only: ContextVar[bool] = ContextVar("reading_only", default=False)

PRAGMAS = (
    "foreign_keys=ON",
    "busy_timeout=10000",
    "journal_mode=WAL",
    "synchronous=FULL",
    # Connections stay open, so nobody who closes the last one clears the log away: it is cut when it begins anew.
    "journal_size_limit=4194304",
)


def normalise_url(url: str) -> str:
    """``postgres://`` and ``postgresql://`` as people write them mean the psycopg 3 driver here."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url[len(prefix) :]
    return url


def is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def prepare(engine: Engine) -> None:
    """Install the hooks of its database on an engine.

    On SQLite pysqlite's own transaction handling is switched off, because with it a read-modify-write loses updates
    silently; a writer takes the lock at the start (BEGIN IMMEDIATE), and ``synchronous=FULL`` because an office PC
    loses power. PostgreSQL hands out instants in the zone of the connection: in UTC nothing depends on how a server was
    set up, and nobody has to convert them.
    """
    if engine.dialect.name != "sqlite":
        event.listen(engine, "connect", _in_utc)
        return
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    if engine.url.database:
        _never_outlive(engine, engine.url.database)


def _in_utc(connection: Any, record: object) -> None:
    connection.execute("SET TIME ZONE 'UTC'")
    connection.commit()


def _on_connect(connection: Any, record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _never_outlive(engine: Engine, path: str) -> None:
    """A connection that waits in the pool while the file is replaced would go on writing into the old one."""

    def file() -> tuple[int, int] | None:
        try:
            found = os.stat(path)
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino

    def on_connect(connection: object, record: ConnectionPoolEntry) -> None:
        record.info["file"] = file()

    def on_checkout(connection: object, record: ConnectionPoolEntry, proxy: object) -> None:
        if record.info["file"] != file():
            raise DisconnectionError("the file of the database was replaced")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "checkout", on_checkout)


def _on_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if reading_only.get() else "BEGIN IMMEDIATE")


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one and the same state from its first read to the end, and keeps nobody from writing."""
    isolated = engine
    if engine.dialect.name == "postgresql":
        isolated = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    token = reading_only.set(True)
    try:
        with isolated.connect() as connection:
            yield connection
    finally:
        reading_only.reset(token)


@contextmanager
def unchecked(engine: Engine) -> Iterator[Connection]:
    """A connection for rebuilding tables. On SQLite a table is rebuilt by dropping it, which other rows' references
    forbid: they are not looked at until it is done, and then all of them. Raises ValueError for one that leads
    nowhere."""
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            yield connection
            return
        # Outside a transaction only; hence past SQLAlchemy, which would begin one.
        driver = connection.connection.driver_connection
        if driver is None:
            raise ValueError("no connection")
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            yield connection
            connection.rollback()
            if driver.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise ValueError("a reference leads nowhere")
        finally:
            connection.rollback()
            driver.execute("PRAGMA foreign_keys=ON")
