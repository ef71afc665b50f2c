"""What shows that a task is done: a document's number and date, or files that may be kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath, PureWindowsPath

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.extraction import refuse_secret_doc, refuse_secret_docx, refuse_secret_pdf, refuse_secret_xlsx
from app.adapters.files import FileStore
from app.domain.errors import DomainError
from app.models import Assignment, Event, Evidence

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE
_ZIP, _OLE, _JPEG = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xd8\xff"
# The first bytes that a file of each accepted kind begins with.
BEGINNINGS = {
    ".pdf": b"%PDF-",
    ".docx": _ZIP,
    ".xlsx": _ZIP,
    ".pptx": _ZIP,
    ".odt": _ZIP,
    ".ods": _ZIP,
    ".zip": _ZIP,
    ".doc": _OLE,
    ".xls": _OLE,
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".png": b"\x89PNG",
}
SECRETS = {
    ".doc": refuse_secret_doc,
    ".docx": refuse_secret_docx,
    ".pdf": refuse_secret_pdf,
    ".xlsx": refuse_secret_xlsx,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvidence:
    """A result as it is handed in. ``content`` goes with ``filename``; both are empty for a number and date alone.

    ``is_looked_into``: no secrecy mark has been found in the file, see ``look_into``.
    """

    number: str = ""
    issued_on: date | None = None
    filename: str = ""
    content: bytes = b""
    is_looked_into: bool = False


def look_into(results: Iterable[NewEvidence]) -> tuple[NewEvidence, ...]:
    """The results, checked so far as needs no database. Looking into a file takes a process of its own and tenths of a
    second, for a .doc whole ones: whoever holds a transaction lets go of it, and does this first. Raises DomainError
    as ``check_evidence``."""
    found = tuple(results)
    for result in found:
        if result.filename and not result.is_looked_into:
            _check_file(result)
    return tuple(replace(result, is_looked_into=True) for result in found)


def check_evidence(results: tuple[NewEvidence, ...], *, today: date) -> None:
    """Raises DomainError("evidence.…") for a document dated in the future and for a file that cannot be kept."""
    for result in results:
        if result.issued_on is not None and result.issued_on > today:
            raise DomainError("evidence.future_date", issued_on=result.issued_on)
    look_into(results)


def _check_file(result: NewEvidence) -> None:
    name = bare_name(result.filename)
    suffix = PurePosixPath(name).suffix.lower()
    if not result.content:
        raise DomainError("evidence.empty", filename=name)
    if len(result.content) > LARGEST_FILE:
        raise DomainError("evidence.too_large", filename=name, megabytes=LARGEST_FILE // MEGABYTE)
    if suffix not in BEGINNINGS:
        raise DomainError("evidence.unknown_kind", filename=name)
    if not result.content.startswith(BEGINNINGS[suffix]):
        raise DomainError("evidence.not_as_named", filename=name)
    if suffix in SECRETS:
        # A result needs no words to be a good one; what may be secret, because nobody can look into it, is not kept.
        SECRETS[suffix](result.content, name)


def keep_evidence(event: Event, results: tuple[NewEvidence, ...], *, files: FileStore | None) -> list[Evidence]:
    """The rows for checked results, their files stored by content hash. A result without anything is left out."""
    return [_row(event, result, files) for result in results if result.number or result.issued_on or result.filename]


def _row(event: Event, result: NewEvidence, files: FileStore | None) -> Evidence:
    row = Evidence(event_id=event.id, number=result.number.strip(), issued_on=result.issued_on)
    if result.filename:
        if files is None:
            raise ValueError("a file needs a store")
        row.filename, row.size, row.sha256 = bare_name(result.filename), len(result.content), files.put(result.content)
    return row


def bare_name(filename: str) -> str:
    """The last part of whatever path a browser sent, without control characters, at most 255 characters."""
    name = PureWindowsPath(PurePosixPath(filename).name).name
    return "".join(letter for letter in name if letter.isprintable())[-255:]


def find_file(session: Session, *, assignment: Assignment, public_id: str) -> Evidence:
    """A file of this assignment. Raises DomainError("not_found")."""
    row = session.scalars(
        select(Evidence).where(
            Evidence.public_id == public_id, Evidence.assignment_id == assignment.id, Evidence.sha256 != ""
        )
    ).first()
    if row is None:
        raise DomainError("not_found")
    return row
