"""A backup is loaded into an empty place: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Protocol

from sqlalchemy import Engine, Table, delete
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from app.adapters.archive import ArchiveReader, Manifest, TablePart
from app.adapters.database import unchecked
from app.adapters.files import FileStore
from app.adapters.table_rows import count_rows, load_rows, settle, tables_to_keep
from app.domain.errors import DomainError

# A jobs process that ran before there was an office has left its heartbeats here; nothing else is given up.
GIVEN_UP = "job_runs"


class Schema(Protocol):
    """The migrations, as the command hands them in: they belong to Flask."""

    def knows(self, revision: str) -> bool: ...

    def move(self, connection: Connection, revision: str) -> None:
        """Bring an open transaction's database up or down to a revision, or to the newest one for "head"."""


def check(reader: ArchiveReader, *, schema: Schema, allow_missing: bool = False) -> Manifest:
    """Read the whole archive and compare every seal, without touching anything.

    Raises DomainError: "archive.newer", "archive.incomplete", "archive.damaged".
    """
    manifest = reader.manifest
    if not schema.knows(manifest.revision):
        raise DomainError("archive.newer", app=manifest.app, revision=manifest.revision)
    if manifest.missing and not allow_missing:
        raise DomainError("archive.incomplete", count=len(manifest.missing))
    reader.verify()
    return manifest


def restore(engine: Engine, *, reader: ArchiveReader, files: FileStore, schema: Schema) -> None:
    """Load a checked archive in one transaction; an older one is loaded as it was, and then brought up to date.

    Raises DomainError: "restore.not_empty", "restore.files_there", "restore.other_tables", "restore.load_failed",
    "archive.damaged". Whatever is raised, the place is as empty as it was.
    """
    _check_no_files(files)
    with _all_or_nothing(engine, reader, files) as connection:
        _make_room(connection)
        schema.move(connection, reader.manifest.revision)
        tables = {table.name: table for table in tables_to_keep(connection)}
        parts = {part.name: part for part in reader.manifest.tables}
        if set(tables) != set(parts):
            raise DomainError("restore.other_tables", names=", ".join(sorted(set(tables) ^ set(parts))))
        for table in tables.values():
            _load(connection, reader, table, parts[table.name])
        for kept in reader.manifest.files:
            files.put(reader.file(kept))
        _settle(connection, list(tables.values()))
        schema.move(connection, "head")


def _check_no_files(files: FileStore) -> None:
    if any(path.is_file() for path in files.folder.rglob("*")):
        raise DomainError("restore.files_there", folder=str(files.folder))


@contextmanager
def _all_or_nothing(engine: Engine, reader: ArchiveReader, files: FileStore) -> Iterator[Connection]:
    """One transaction; with it go the files that were laid down for it."""
    try:
        # An older archive is brought up to date here, and for that tables are rebuilt.
        with unchecked(engine) as connection, connection.begin():
            yield connection
    except BaseException:
        for kept in reader.manifest.files:
            files.path(kept.sha256).unlink(missing_ok=True)
        raise


def _make_room(connection: Connection) -> None:
    for table in tables_to_keep(connection):
        if table.name == GIVEN_UP:
            connection.execute(delete(table))
        elif count_rows(connection, table):
            raise DomainError("restore.not_empty")


def _load(connection: Connection, reader: ArchiveReader, table: Table, part: TablePart) -> None:
    try:
        with closing(reader.rows(part)) as rows:
            load_rows(connection, table, next(rows), rows)
    except SQLAlchemyError as error:
        raise DomainError("restore.load_failed", table=table.name) from error
    except (TypeError, ValueError, StopIteration) as error:
        raise DomainError("archive.damaged", part=f"tables/{part.name}.jsonl") from error
    if count_rows(connection, table) != part.rows:
        raise DomainError("restore.load_failed", table=table.name)


def _settle(connection: Connection, tables: Sequence[Table]) -> None:
    try:
        settle(connection, tables)
    except ValueError as error:
        raise DomainError("archive.damaged", part="tables") from error
