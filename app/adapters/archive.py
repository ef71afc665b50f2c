"""The file a backup is: a plain .zip of tables as JSON lines, kept files, and a manifest that seals every part.

``manifest.json`` names each part with its SHA-256; the parts are ``tables/NAME.jsonl`` (the first line the columns,
then one row a line) and ``files/SHA256``. Nothing is ever unpacked by a name that stands in the archive.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from app.domain.errors import DomainError

FORMAT = 1
KIND = "dondoc-backup"
MANIFEST = "manifest.json"
UNFINISHED = ".dondoc-"  # how the name of an archive begins that is still being written
CHUNK = 1 << 18
# Far beyond the manifest of any office: what claims to be longer is none.
LARGEST_MANIFEST = 200 * 1024 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table: how many rows, and the hash of its lines."""

    name: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class FilePart:
    """A kept file: its hash, which is its name, and its bytes counted."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the archive says about itself. ``missing`` are files that were referred to and could not be had."""

    app: str
    revision: str
    database: str
    office: str
    made_at: datetime
    tables: tuple[TablePart, ...] = ()
    files: tuple[FilePart, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    def as_dict(self) -> dict[str, Any]:
        return {
            "kind": KIND,
            "format": FORMAT,
            "app": self.app,
            "revision": self.revision,
            "database": self.database,
            "office": self.office,
            "made_at": self.made_at.isoformat(),
            "complete": not self.missing,
            "missing": list(self.missing),
            "tables": [{"name": part.name, "rows": part.rows, "sha256": part.sha256} for part in self.tables],
            "files": [{"sha256": part.sha256, "size": part.size} for part in self.files],
        }

    @classmethod
    def from_dict(cls, read: dict[str, Any]) -> Manifest:
        """Raises ValueError, KeyError or TypeError for what no archive of ours says."""
        found = cls(
            app=str(read["app"]),
            revision=str(read["revision"]),
            database=str(read["database"]),
            office=str(read["office"]),
            made_at=datetime.fromisoformat(read["made_at"]),
            tables=tuple(TablePart(str(part["name"]), int(part["rows"]), part["sha256"]) for part in read["tables"]),
            files=tuple(FilePart(part["sha256"], int(part["size"])) for part in read["files"]),
            missing=tuple(read["missing"]),
        )
        digests = [*(part.sha256 for part in found.tables), *(part.sha256 for part in found.files), *found.missing]
        if not all(_DIGEST.fullmatch(digest) for digest in digests):
            raise ValueError("not a hash")
        if not all(_NAME.fullmatch(part.name) and part.rows >= 0 for part in found.tables):
            raise ValueError("not a table")
        return found


def _table_member(name: str) -> str:
    return f"tables/{name}.jsonl"


def _file_member(digest: str) -> str:
    return f"files/{digest}"


@dataclass
class ArchiveWriter:
    """Writes parts one after the other in little memory, and knows what the manifest must say of them."""

    zipped: zipfile.ZipFile
    made_at: datetime
    tables: list[TablePart] = field(default_factory=list)
    files: list[FilePart] = field(default_factory=list)

    def add_table(self, name: str, columns: Sequence[str], rows: Iterator[Row]) -> None:
        sealed, count = hashlib.sha256(), 0
        with self._open(_table_member(name), zipfile.ZIP_DEFLATED) as out:
            for count, row in enumerate(_lines(columns, rows)):  # noqa: B007 the first line is no row
                sealed.update(row)
                out.write(row)
        self.tables.append(TablePart(name, count, sealed.hexdigest()))

    def add_file(self, digest: str, path: Path) -> bool:
        """Put a kept file in; False, and nothing is written, if it is not there or is not what its name says."""
        content = path.read_bytes() if path.is_file() else b""
        if not path.is_file() or hashlib.sha256(content).hexdigest() != digest:
            return False
        # Most results are .pdf, .docx or pictures, which do not get smaller.
        with self._open(_file_member(digest), zipfile.ZIP_STORED) as out:
            out.write(content)
        self.files.append(FilePart(digest, len(content)))
        return True

    def finish(self, manifest: Manifest) -> None:
        written = json.dumps(manifest.as_dict(), ensure_ascii=False, indent=1).encode()
        with self._open(MANIFEST, zipfile.ZIP_DEFLATED) as out:
            out.write(written)

    def _open(self, name: str, compression: int) -> IO[bytes]:
        at = self.made_at
        member = zipfile.ZipInfo(name, date_time=(at.year, at.month, at.day, at.hour, at.minute, at.second))
        member.compress_type, member.external_attr = compression, 0o600 << 16
        return self.zipped.open(member, "w", force_zip64=True)


def _lines(columns: Sequence[str], rows: Iterator[Row]) -> Iterator[bytes]:
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    yield f"{encode(list(columns))}\n".encode()
    for row in rows:
        yield f"{encode(list(row))}\n".encode()


@contextmanager
def writing(path: Path, *, made_at: datetime) -> Iterator[ArchiveWriter]:
    """A new archive, readable by its owner only; it gets its name when it is whole, and nothing stays otherwise.

    Raises DomainError("backup.exists") rather than write over a file.
    """
    _refuse_existing(path)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=UNFINISHED, delete=False) as part:
        try:
            with zipfile.ZipFile(part, "w", allowZip64=True) as zipped:
                yield ArchiveWriter(zipped, made_at)
            part.flush()
            os.fsync(part.fileno())
            _refuse_existing(path)
            os.rename(part.name, path)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
    _sync_folder(path.parent)


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise DomainError("backup.exists", path=str(path))


def _sync_folder(folder: Path) -> None:
    """The new name must outlive a power cut, too."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@dataclass(frozen=True, slots=True)
class ArchiveReader:
    """An opened archive whose manifest has been read and fits what lies in it."""

    zipped: zipfile.ZipFile
    manifest: Manifest

    def rows(self, part: TablePart) -> Generator[list[Any]]:
        """The columns, then the rows. Raises DomainError("archive.damaged") at the end if the seal does not fit."""
        sealed, count = hashlib.sha256(), -1
        with _telling(_table_member(part.name)), self.zipped.open(_table_member(part.name)) as content:
            for count, line in enumerate(content):  # noqa: B007 the first line is no row
                sealed.update(line)
                yield json.loads(line)
            _check_seal(sealed.hexdigest() == part.sha256 and count == part.rows)

    def file(self, part: FilePart) -> bytes:
        """The bytes of a kept file. Raises DomainError("archive.damaged") if they are not what the manifest says."""
        with _telling(_file_member(part.sha256)):
            content = self.zipped.read(_file_member(part.sha256))
            _check_seal(hashlib.sha256(content).hexdigest() == part.sha256)
        return content

    def verify(self) -> None:
        """Read everything once and compare each seal. Raises DomainError("archive.damaged") with the part."""
        for table in self.manifest.tables:
            with _telling(_table_member(table.name)):
                _check_seal(self._digest(_table_member(table.name)) == table.sha256)
        for kept in self.manifest.files:
            with _telling(_file_member(kept.sha256)):
                _check_seal(self._digest(_file_member(kept.sha256)) == kept.sha256)

    def _digest(self, member: str) -> str:
        sealed = hashlib.sha256()
        with self.zipped.open(member) as content:
            while chunk := content.read(CHUNK):
                sealed.update(chunk)
        return sealed.hexdigest()


@contextmanager
def reading(path: Path) -> Iterator[ArchiveReader]:
    """An archive to read from. Raises DomainError: "archive.missing", "archive.unreadable", "archive.damaged",
    "archive.newer_format"."""
    if not path.is_file():
        raise DomainError("archive.missing", path=str(path))
    zipped = _opened(path)
    with zipped:
        with _telling(MANIFEST):
            manifest = _manifest(zipped, path)
            _check_seal(_members(manifest) == sorted(zipped.namelist()))
        yield ArchiveReader(zipped, manifest)


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except Exception as error:  # cut off, or no archive at all: either way nothing in it can be trusted
        raise DomainError("archive.unreadable", path=str(path)) from error


def _manifest(zipped: zipfile.ZipFile, path: Path) -> Manifest:
    if MANIFEST not in zipped.namelist() or zipped.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise DomainError("archive.unreadable", path=str(path))
    read = json.loads(zipped.read(MANIFEST))
    if read["kind"] != KIND:
        raise DomainError("archive.unreadable", path=str(path))
    if read["format"] != FORMAT:
        raise DomainError("archive.newer_format", format=str(read["format"]), known=FORMAT)
    return Manifest.from_dict(read)


def _members(manifest: Manifest) -> list[str]:
    tables = [_table_member(part.name) for part in manifest.tables]
    return sorted([MANIFEST, *tables, *(_file_member(part.sha256) for part in manifest.files)])


def _check_seal(fits: bool) -> None:
    if not fits:
        raise ValueError("the part is not what the manifest says")


@contextmanager
def _telling(member: str) -> Iterator[None]:
    """Whatever goes wrong in reading is told as one thing: a damaged archive fails in as many ways as it has bytes."""
    try:
        yield
    except DomainError:
        raise
    except Exception as error:
        raise DomainError("archive.damaged", part=member) from error
