"""What was read through a connection and holds until anything in the database changes.

Both databases say by themselves whether anything was committed since one last looked: SQLite by ``data_version``, which
each connection keeps of what the others do, PostgreSQL by its snapshot, since two equal ones see the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast
from weakref import ref

from sqlalchemy import text
from sqlalchemy.engine import Connection

from app.adapters.database import reading_only

_Value = TypeVar("_Value")

AT_MOST = 500  # values of one connection
_SNAPSHOT = text("SELECT CAST(pg_current_snapshot() AS text)")


def kept(connection: Connection, key: Hashable, read: Callable[[], _Value]) -> _Value:
    """What ``read`` gave for the key when it was last asked, if nobody has written anything since; else what it gives
    now. The value must be plain, since other sessions get it too; ``key`` names everything it depends on beside the
    database, the day above all."""
    values = _unchanged(connection)
    if values is None:
        return read()
    if key not in values:
        values[key] = read()
    return cast(_Value, values[key])


def _unchanged(connection: Connection) -> dict[Hashable, Any] | None:
    """What is kept with this connection, emptied if somebody has written since its last transaction. None for whoever
    may write: own changes may yet be taken back."""
    if not reading_only.get():
        return None
    info, transaction = connection.info, connection.get_transaction()
    if transaction is None:
        return None
    marked_in = info.get("marked in")
    if marked_in is None or marked_in() is not transaction:
        mark = _mark(connection)
        if info.get("mark") != mark or len(info["values"]) > AT_MOST:
            info["mark"], info["values"] = mark, {}
        info["marked in"] = ref(transaction)
    if connection.dialect.name == "sqlite" and _raw(connection).total_changes != info["mark"][1]:
        return None
    values: dict[Hashable, Any] = info["values"]
    return values


def _mark(connection: Connection) -> Hashable:
    if connection.dialect.name == "sqlite":
        raw = _raw(connection)
        # The pragma begins the transaction's reading: what is read after it is what it speaks of.
        return raw.execute("PRAGMA data_version").fetchone()[0], raw.total_changes
    return str(connection.scalar(_SNAPSHOT))


def _raw(connection: Connection) -> Any:
    return connection.connection.driver_connection
