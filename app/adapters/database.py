"""Engines for both databases, and the three things SQLite must be told before it can be trusted."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection, make_url

# Reads need not queue for SQLite's one write lock; whoever serves a request that only reads says so here.
reading_only: ContextVar[bool] = ContextVar("reading_only", default=False)


def normalise_url(url: str) -> str:
    """``postgres://`` and ``postgresql://`` as people write them mean the psycopg 3 driver here."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url[len(prefix) :]
    return url


def is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def prepare(engine: Engine) -> None:
    """Install the hooks on a SQLite engine; PostgreSQL needs none.

    pysqlite's own transaction handling is switched off, because with it a read-modify-write loses updates silently;
    a writer takes the lock at the start (BEGIN IMMEDIATE), and ``synchronous=FULL`` because an office PC loses power.
    """
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)


def _on_connect(connection: Any, record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if reading_only.get() else "BEGIN IMMEDIATE")
