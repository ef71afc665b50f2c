"""The office's data as one archive, taken from one state of the database while everybody goes on working."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, Table, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.adapters import archive
from app.adapters.archive import ArchiveWriter, Manifest
from app.adapters.clock import Clock
from app.adapters.database import snapshot
from app.adapters.files import FileStore
from app.adapters.table_rows import revision_of, rows_of, tables_to_keep
from app.domain.calendar import VIETNAM
from app.domain.errors import DomainError
from app.models import Office
from app.services import runs

SUFFIX = ".zip"
# The tables whose rows name a kept file, with the columns of its hash and of its name.
WITH_FILES = {
    "sources": ("sha256", "filename"),
    "evidence": ("sha256", "filename"),
    "directives": ("signed_sha256", "signed_filename"),
    "incoming_papers": ("sha256", "filename"),
    "report_drafts": ("sha256", "name"),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A finished backup: where it lies, its size in bytes, and what it says of itself."""

    path: Path
    size: int
    manifest: Manifest


def file_name(clock: Clock) -> str:
    """A name that sorts by time: dondoc-20261103-080000.zip, as clocks show in Vietnam."""
    return f"dondoc-{clock.now().astimezone(VIETNAM):%Y%m%d-%H%M%S}{SUFFIX}"


def take(
    engine: Engine, *, files: FileStore, clock: Clock, version: str, path: Path, allow_missing: bool = False
) -> Taken:
    """Write the archive. Files are stored before the rows that name them and never deleted, so that every file of the
    snapshot is there; with ``allow_missing`` one that is lost or altered is only named in the manifest.

    Raises DomainError: "backup.exists", "backup.no_database", "backup.missing_files".
    """
    with archive.writing(path, made_at=clock.now()) as writer, snapshot(engine) as connection:
        manifest = _begin(connection, clock.now(), version)
        tables = tables_to_keep(connection)
        for table in tables:
            writer.add_table(table.name, [column.name for column in table.columns], rows_of(connection, table))
        missing = _add_files(writer, files, _wanted(connection, tables), allow_missing=allow_missing)
        manifest = replace(manifest, tables=tuple(writer.tables), files=tuple(writer.files), missing=missing)
        writer.finish(manifest)
    return Taken(path, path.stat().st_size, manifest)


def _begin(connection: Connection, made_at: datetime, version: str) -> Manifest:
    revision = revision_of(connection)
    if revision is None:
        raise DomainError("backup.no_database")
    office = connection.execute(select(Office.name).order_by(Office.id).limit(1)).scalar()
    return Manifest(
        app=version, revision=revision, database=connection.dialect.name, office=office or "", made_at=made_at
    )


def _wanted(connection: Connection, tables: Sequence[Table]) -> dict[str, str]:
    """The hash of every file that a row names, and a name to tell people."""
    found: dict[str, str] = {}
    for table in tables:
        digest, name = (table.columns.get(column) for column in WITH_FILES.get(table.name, ("", "")))
        if digest is not None and name is not None:  # an older program's tables may lack them
            found |= connection.execute(select(digest, name).where(digest != "").order_by(digest)).tuples().all()
    return found


def _add_files(
    writer: ArchiveWriter, files: FileStore, wanted: dict[str, str], *, allow_missing: bool
) -> tuple[str, ...]:
    missing = tuple(digest for digest in wanted if not writer.add_file(digest, files.path(digest)))
    if missing and not allow_missing:
        names = [f"{wanted[digest] or '–'} ({digest[:12]})" for digest in missing]
        raise DomainError("backup.missing_files", count=len(missing), names="; ".join(names))
    return missing


def record(session: Session, *, clock: Clock, started_at: datetime, taken: Taken) -> None:
    """Write down that a backup was taken, for the system page and the banner."""
    summary = {"rows": taken.manifest.rows, "files": len(taken.manifest.files), "bytes": taken.size}
    runs.record_run(session, clock=clock, job=runs.BACKUP, started_at=started_at, ok=True, summary=summary)
