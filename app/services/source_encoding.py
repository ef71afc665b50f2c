"""Sources that were typed in an encoding of before Unicode: the text before and after, and the way back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.extraction import Extracted, check_pasted, extract
from app.adapters.files import FileStore
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, check
from app.models import Draft, Source
from app.services.drafts import make_draft


@dataclass(frozen=True, slots=True)
class Kept:
    """The file of a source, to be read once more when the database has been let go; ``filename`` is empty for pasted
    text."""

    filename: str
    digest: str


def kept(source: Source) -> Kept:
    """Raises DomainError("not_found") for a source that was Unicode from the first."""
    if not encoding(source):
        raise DomainError("not_found")
    return Kept(source.filename, source.sha256)


def encoding(source: Source) -> str:
    """The encoding a source was converted from, by its extractor ("doc 1+TCVN3"); empty for Unicode."""
    return source.extractor.partition("+")[2]


@dataclass(frozen=True, slots=True)
class Line:
    """A line with words, by its number in the text: as it was typed, and in Unicode."""

    number: int
    typed: str
    text: str


def before_and_after(files: FileStore, kept: Kept) -> list[Line]:
    """Every line that has words. Takes a second for an old Word file: never inside a transaction. Raises what
    ``extract`` raises, and DomainError("not_found") where nothing is converted any more."""
    found = _read_again(files, kept)
    pairs = zip((found.typed or "").split("\n"), found.text.split("\n"), strict=True)
    return [Line(at, typed, text) for at, (typed, text) in enumerate(pairs, 1) if typed.strip() or text.strip()]


def take_as_typed(session: Session, *, actor: Actor, clock: Clock, files: FileStore, kept: Kept) -> Draft:
    """Another draft, of the same file, from the text as it was typed. Not inside a transaction either, but for the
    last step, which writes."""
    check(actor, Action.EDIT_DRAFT)
    found = _read_again(files, kept)
    typed = replace(
        found,
        text=found.typed or "",
        extractor=found.extractor.partition("+")[0],
        page_starts=None,
        converted=None,
        typed=None,
    )
    return make_draft(session, actor, clock, typed, filename=kept.filename, digest=kept.digest)


def _read_again(files: FileStore, kept: Kept) -> Extracted:
    content = files.read(kept.digest)
    found = extract(content, kept.filename) if kept.filename else check_pasted(content.decode())
    if found.typed is None:
        raise DomainError("not_found")
    return found
