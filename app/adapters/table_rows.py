"""Whole tables as rows of plain JSON values and back, the same from SQLite and from PostgreSQL.

Tables are taken as the database has them, not as the models have them, so that a backup can be made before an upgrade
and one that is older than the program can be loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any

from alembic.migration import MigrationContext
from sqlalchemy import Column, MetaData, Table, bindparam, func, insert, inspect, select, text, types, update
from sqlalchemy.engine import Connection

# Who is at work just now, who has mistyped a password, and which scans wait beside the files that are kept: nothing of
# it means anything in another place.
TRANSIENT = frozenset({"alembic_version", "leases", "login_attempts", "recognitions"})
# The search index is made from the other tables, and made anew after they have been loaded.
DERIVED = "search_"
BATCH = 400
# Rows that hold a whole notice, a whole report or the marks of a whole day: some megabytes each.
LARGE_ROWS = frozenset({"audit_seals", "draft_steps", "drafts", "snapshots", "sources"})
LARGE_BATCH = 1

_PARSERS: tuple[tuple[type[types.TypeEngine[Any]], Callable[[str], object]], ...] = (
    (types.DateTime, lambda value: datetime.fromisoformat(value).astimezone(UTC)),
    (types.Date, date.fromisoformat),
    (types.Time, time.fromisoformat),
)


def tables_to_keep(connection: Connection) -> list[Table]:
    """The tables with the office's data, each after those it refers to. Nothing in a database never prepared."""
    found = MetaData()
    names = [
        name for name in inspect(connection).get_table_names() if name not in TRANSIENT and not name.startswith(DERIVED)
    ]
    if names:
        found.reflect(connection, only=names)
    for table in found.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, types.JSON):
                column.type.none_as_null = True
    return found.sorted_tables


def rows_of(connection: Connection, table: Table) -> Iterator[list[object]]:
    """Every row in the order of its key, a batch in memory at a time."""
    options = {"stream_results": True, "yield_per": _batch_of(table)}
    for row in connection.execute(select(table).order_by(*table.primary_key.columns), execution_options=options):
        yield [_plain(value) for value in row]


def _batch_of(table: Table) -> int:
    return LARGE_BATCH if table.name in LARGE_ROWS else BATCH


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        # SQLite gives instants without their zone; they are UTC.
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date | time) else value


def load_rows(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert rows as ``rows_of`` gave them; ``columns`` must be the table's own. Raises ValueError otherwise.

    What refers to a row of the same table is set when all rows are there, since the one referred to may come later.
    """
    if sorted(columns) != sorted(column.name for column in table.columns):
        raise ValueError(f"{table.name} has other columns")
    parsers = [_parser(table.columns[name]) for name in columns]
    own = _own_references(table)
    waiting: list[dict[str, object]] = []
    for batch in _batches(rows, _batch_of(table)):
        read = [_row(columns, parsers, row) for row in batch]
        waiting += [_take_out(row, own, table) for row in read if any(row[name] is not None for name in own)]
        connection.execute(insert(table), read)
    _set_later(connection, table, own, waiting)


def _parser(column: Column[Any]) -> Callable[[str], object] | None:
    return next((parse for kind, parse in _PARSERS if isinstance(column.type, kind)), None)


def _row(
    columns: Sequence[str], parsers: Sequence[Callable[[str], object] | None], row: Sequence[Any]
) -> dict[str, object]:
    return {
        name: value if parse is None or value is None else parse(value)
        for name, parse, value in zip(columns, parsers, row, strict=True)
    }


def _batches(rows: Iterable[Sequence[object]], size: int) -> Iterator[list[Sequence[object]]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, size)):
        yield batch


def _own_references(table: Table) -> list[str]:
    return [key.parent.name for key in table.foreign_keys if key.column.table is table]


def _take_out(row: dict[str, object], own: Sequence[str], table: Table) -> dict[str, object]:
    """The row's key and what it refers to, which is emptied in the row itself."""
    taken = {f"_{column.name}": row[column.name] for column in table.primary_key.columns}
    for name in own:
        taken[name], row[name] = row[name], None
    return taken


def _set_later(connection: Connection, table: Table, own: Sequence[str], waiting: Sequence[dict[str, object]]) -> None:
    if waiting:
        key = [column == bindparam(f"_{column.name}") for column in table.primary_key.columns]
        connection.execute(update(table).where(*key).values({name: bindparam(name) for name in own}), waiting)


def count_rows(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def settle(connection: Connection, tables: Iterable[Table]) -> None:
    """After loading: new rows get ids after the loaded ones, and every reference is checked. Raises ValueError."""
    if connection.dialect.name == "postgresql":
        for table in tables:
            _move_sequence(connection, table)
    elif connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
        raise ValueError("a row refers to one that is not there")


def _move_sequence(connection: Connection, table: Table) -> None:
    if "id" not in table.columns:
        return
    sequence = connection.execute(select(func.pg_get_serial_sequence(table.name, "id"))).scalar_one()
    highest = connection.execute(select(func.max(table.columns["id"]))).scalar_one()
    if sequence is not None and highest is not None:
        connection.execute(select(func.setval(sequence, highest)))


def revision_of(connection: Connection) -> str | None:
    """Which migration the database is at; None if it was never prepared."""
    return MigrationContext.configure(connection).get_current_revision()
