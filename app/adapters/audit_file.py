"""The audit log as a file for an inspection: JSON lines, each day with its seal, to be checked without the database.

The first line says what the file is, the last one how much is in it. A sealed day is the head of its seal, its entries
and what the seal says of them; the hash of the seal is the SHA-256 of the lines from the head through the last entry. A
day that has no seal yet is a line that says so, and its entries.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from app.domain.audit_chain import Entry, Seal, canonical, canonical_instant, entry_line, head_line
from app.domain.errors import DomainError

FORMAT = 1


@dataclass
class AuditWriter:
    """Writes days one after the other, and counts them for the last line."""

    out: IO[bytes]
    seals: int = 0
    entries: int = 0

    def begin(self, *, since: date, through: date, made_at: datetime, offices: Mapping[int, str]) -> None:
        """``offices`` are the names by their ids."""
        said = {"dondoc_audit": FORMAT, "from": since.isoformat(), "to": through.isoformat()}
        named = [{"id": number, "name": name} for number, name in offices.items()]
        self._write({**said, "made_at": canonical_instant(made_at), "offices": named})

    def add_sealed(self, seal: Seal, entries: Iterable[Entry]) -> None:
        self.out.write(head_line(seal))
        self._add_entries(entries)
        said = {"first": seal.first, "last": seal.last, "entries": seal.entries}
        self._write({"sealed": {**said, "hash": seal.hash, "marks": seal.marks}})
        self.seals += 1

    def add_unsealed(self, office: int, day: date, entries: Iterable[Entry]) -> None:
        self._write({"unsealed": {"office": office, "day": day.isoformat()}})
        self._add_entries(entries)

    def finish(self) -> None:
        self._write({"end": {"seals": self.seals, "entries": self.entries}})

    def _add_entries(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self.out.write(entry_line(entry))
            self.entries += 1

    def _write(self, said: object) -> None:
        self.out.write(canonical(said) + b"\n")


@contextmanager
def writing(path: Path) -> Iterator[AuditWriter]:
    """A new file, readable by its owner only; nothing stays of one that was not finished.

    Raises DomainError: "audit_file.exists", "audit_file.no_room".
    """
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise DomainError("audit_file.exists", path=str(path)) from error
    except OSError as error:
        raise DomainError("audit_file.no_room", path=str(path), why=error.strerror) from error
    try:
        with os.fdopen(opened, "wb") as out:
            yield AuditWriter(out)
            out.flush()
            os.fsync(out.fileno())
    except BaseException as error:
        with suppress(OSError):
            path.unlink()
        if isinstance(error, OSError):
            raise DomainError("audit_file.no_room", path=str(path), why=error.strerror) from error
        raise


@dataclass(frozen=True, slots=True)
class SealedDay:
    """A sealed day of a file, and where in it its entries begin."""

    seal: Seal
    offset: int


@dataclass(frozen=True, slots=True)
class UnsealedDay:
    """A day of a file that has no seal: how many entries."""

    day: date
    entries: int


@dataclass(frozen=True, slots=True)
class AuditFile:
    """A file that ``AuditWriter`` has written, whatever has become of it since."""

    path: Path

    def days(self) -> Iterator[SealedDay | UnsealedDay]:
        """Every day of the file, in its order. Raises DomainError: "audit_file.missing", "audit_file.unreadable" with
        the line, "audit_file.cut" at the end if there are more or fewer lines than were written."""
        scan, offset = _Scan(), 0
        with self._open() as content:
            for number, line in enumerate(content, 1):
                offset += len(line)
                try:
                    day = scan.take(json.loads(line), offset)
                except (ValueError, TypeError, KeyError, RecursionError) as error:
                    raise DomainError("audit_file.unreadable", path=str(self.path), line=number) from error
                if day:
                    yield day
        if not scan.is_whole:
            raise DomainError("audit_file.cut", path=str(self.path))

    def entries(self, day: SealedDay) -> Iterator[Entry]:
        """The entries of a day that ``days`` has found."""
        with self._open() as content:
            content.seek(day.offset)
            for line in content:
                said = json.loads(line)
                if "entry" not in said:
                    return
                yield Entry(said["number"], canonical(said["entry"]))

    def _open(self) -> IO[bytes]:
        try:
            return self.path.open("rb")
        except OSError as error:
            raise DomainError("audit_file.missing", path=str(self.path)) from error


class _Scan:
    """What is remembered from line to line. Raises ValueError, TypeError or KeyError for a line out of its place."""

    def __init__(self) -> None:
        self.begun = self.ended = self.is_whole = False
        self.head: dict[str, Any] | None = None  # of the sealed day whose entries are passing by
        self.unsealed: date | None = None  # the same of a day without seal
        self.offset = self.of_day = self.seals = self.entries = 0

    def take(self, said: Any, offset: int) -> SealedDay | UnsealedDay | None:
        """``offset`` is where the next line begins. A day comes back with the line that ends it."""
        if self.ended or self.begun == ("dondoc_audit" in said):
            raise ValueError("no line of the log")
        match said:
            case {"dondoc_audit": written} if written == FORMAT:
                self.begun = True
            case {"entry": dict(), "number": int()} if self.head or self.unsealed:
                self.of_day, self.entries = self.of_day + 1, self.entries + 1
            case {"sealed": dict(rest)} if self.head:
                return self._sealed(rest)
            case {"seal": dict(head)} if not self.head:
                return self._next_day(offset, head=head)
            case {"unsealed": {"day": str(day)}} if not self.head:
                return self._next_day(offset, unsealed=date.fromisoformat(day))
            case {"end": dict(counts)} if not self.head:
                self.ended, self.is_whole = True, counts == {"seals": self.seals, "entries": self.entries}
                return self._next_day(offset)
            case _:
                raise ValueError("no line of the log")
        return None

    def _next_day(
        self, offset: int, *, head: dict[str, Any] | None = None, unsealed: date | None = None
    ) -> UnsealedDay | None:
        done = UnsealedDay(self.unsealed, self.of_day) if self.unsealed else None
        self.head, self.unsealed, self.offset, self.of_day = head, unsealed, offset, 0
        return done

    def _sealed(self, rest: dict[str, Any]) -> SealedDay:
        head = self.head or {}
        self.head, self.seals = None, self.seals + 1
        seal = Seal(
            office=int(head["office"]),
            number=int(head["number"]),
            day=date.fromisoformat(head["day"]),
            previous=str(head["previous"]),
            first=int(rest["first"]),
            last=int(rest["last"]),
            entries=int(rest["entries"]),
            hash=str(rest["hash"]),
            marks=str(rest["marks"]),
        )
        return SealedDay(seal, self.offset)
