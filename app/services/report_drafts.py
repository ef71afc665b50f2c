"""The office's own draft of a report: kept as it was uploaded, and given back with the discipline section in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.docx_insertion import insert, inspect, relabelled
from app.adapters.extraction import refuse_secret_docx
from app.adapters.files import FileStore
from app.domain.draft_places import DraftParagraph, Place, PlaceKind
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, check
from app.domain.terms import Audience
from app.models import Report, ReportDraft, User
from app.services import audit
from app.services.discipline import Section, section_of
from app.services.drafts import NotingSecrets
from app.services.evidence import LARGEST_FILE, MEGABYTE, bare_name
from app.services.report_view import ReportView

NAME_LENGTH = 200
_ZIP = b"PK"
# How many paragraphs of the draft are shown on either side of the section.
NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft for lists. ``is_placed``: somebody has said where the section goes."""

    public_id: str
    name: str
    audience: Audience
    is_placed: bool
    recorded_at: datetime
    recorder: str


@dataclass(frozen=True, slots=True)
class Placing:
    """A draft as it was read, and the place that is shown: the chosen one, else the one that was found, else None.

    ``paragraphs`` are without those of an older section of ours, which goes.
    """

    paragraphs: tuple[DraftParagraph, ...]
    found: Place | None
    place: Place | None

    @property
    def replaces(self) -> bool:
        """Whether the draft has an older section of ours."""
        return self.found is not None and self.found.kind is PlaceKind.OLD_BLOCK

    @property
    def offered(self) -> dict[int, DraftParagraph | None]:
        """By its number every paragraph after which the section may be put: those with words, outside of tables and of
        the table of contents.

        The places that were found and chosen are always among them, as None where no such paragraph stands there.
        """
        places: dict[int, DraftParagraph | None] = {each.after: None for each in (self.found, self.place) if each}
        fit = {each.index: each for each in self.paragraphs if each.text.strip() and _is_free(each)}
        return dict(sorted((places | fit).items()))

    @property
    def heading(self) -> DraftParagraph | None:
        """The heading that the section will stand under."""
        above = self.place.heading if self.place else None
        return next((each for each in self.paragraphs if each.index == above), None)

    @property
    def before(self) -> Sequence[DraftParagraph]:
        """The last paragraphs above the section, but for the heading."""
        if self.place is None:
            return ()
        upto = self.place.after
        heading = self.place.heading if self.place.heading is not None else -1
        return [each for each in self._written() if heading < each.index <= upto][-NEIGHBOURS:]

    @property
    def following(self) -> Sequence[DraftParagraph]:
        if self.place is None:
            return ()
        return [each for each in self._written() if each.index > self.place.after][:NEIGHBOURS]

    def _written(self) -> list[DraftParagraph]:
        return [each for each in self.paragraphs if each.text.strip()]


def _is_free(paragraph: DraftParagraph) -> bool:
    return not (paragraph.in_table or paragraph.listed)


def is_heading(paragraph: DraftParagraph) -> bool:
    """Bullets have levels too, and head nothing."""
    return paragraph.level is not None and not paragraph.is_bullet and not paragraph.in_table


def keep(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    files: FileStore,
    report: Report,
    filename: str,
    content: bytes,
    audience: Audience,
    names_units: bool = False,
) -> ReportDraft:
    """Keep an upload unchanged. It is read before the first statement: nobody waits for the database meanwhile.
    ``names_units`` is for a superior, as in ``discipline.section_of``.

    Raises ``file.empty``, ``file.too_large``, ``report_draft.…`` for what nothing can be put into, and ``file.secret``,
    which is noted: commit also then. Nothing of a refused file is kept.
    """
    check(actor, Action.EDIT_REPORT)
    name = bare_name(filename)[-NAME_LENGTH:]
    with files.quarantine(content) as waiting, NotingSecrets(session, actor, clock):
        _look_into(waiting.read_bytes(), name)
    draft = ReportDraft(
        report_id=report.id,
        name=name,
        sha256=files.put(content),
        size=len(content),
        audience=audience,
        names_units=names_units,
        recorded_at=clock.now(),
        recorder_id=actor.user_id,
    )
    session.add(draft)
    session.flush()
    _note(session, actor, clock, draft, "uploaded")
    return draft


def _look_into(content: bytes, name: str) -> None:
    if not content:
        raise DomainError("file.empty", filename=name)
    if len(content) > LARGEST_FILE:
        raise DomainError("file.too_large", filename=name, megabytes=LARGEST_FILE // MEGABYTE)
    if PurePath(name).suffix.lower() != ".docx":
        raise DomainError("report_draft.not_docx")
    if content.startswith(_ZIP):  # What is locked with a password is no package; nobody can look into it.
        refuse_secret_docx(content, name)
    inspect(content)


def find_kept(session: Session, *, actor: Actor, report: Report, public_id: str) -> ReportDraft:
    """Raises ``not_found`` also for another report's."""
    check(actor, Action.EDIT_REPORT)
    query = select(ReportDraft).where(ReportDraft.public_id == public_id, ReportDraft.report_id == report.id)
    draft = session.scalars(query).first()
    if draft is None:
        raise DomainError("not_found")
    return draft


def kept_drafts(session: Session, *, actor: Actor, report: Report) -> tuple[KeptDraft, ...]:
    """Those of a report, the newest first."""
    check(actor, Action.EDIT_REPORT)
    query = (
        select(ReportDraft, User.name)
        .join(User, User.id == ReportDraft.recorder_id)
        .where(ReportDraft.report_id == report.id)
        .order_by(ReportDraft.id.desc())
    )
    return tuple(_listed(draft, name) for draft, name in session.execute(query).tuples())


def _listed(draft: ReportDraft, recorder: str) -> KeptDraft:
    is_placed = draft.place is not None
    return KeptDraft(draft.public_id, draft.name, draft.audience, is_placed, draft.recorded_at, recorder)


def place_in(draft: ReportDraft, *, files: FileStore) -> Placing:
    """Read the kept file. Raises as ``kept_file``."""
    found = inspect(kept_file(draft, files=files).read_bytes())
    own = tuple(each for each in found.paragraphs if each.index not in found.older)
    return Placing(own, found.place, _place(own, found.place, draft.place))


def _place(paragraphs: Sequence[DraftParagraph], found: Place | None, chosen: int | None) -> Place | None:
    if chosen is None or (found is not None and found.after == chosen):
        return found
    above = [each.index for each in paragraphs if each.index <= chosen and is_heading(each)]
    return Place(chosen, above[-1] if above else None, PlaceKind.CHOSEN)


def choose(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    draft: ReportDraft,
    placing: Placing,
    after: int,
    audience: Audience,
    names_units: bool = False,
) -> None:
    """Say where the section goes and who reads it. Raises ``report_draft.place_gone`` for what was not offered."""
    check(actor, Action.EDIT_REPORT)
    if after not in placing.offered:
        raise DomainError("report_draft.place_gone")
    draft.place, draft.audience, draft.names_units = after, audience, names_units
    session.flush()
    _note(session, actor, clock, draft, "placed")


def remove(session: Session, *, actor: Actor, clock: Clock, draft: ReportDraft) -> None:
    """Take a draft away from its report. Its bytes stay in the file store, as all do: a backup may be naming them."""
    check(actor, Action.EDIT_REPORT)
    session.delete(draft)
    session.flush()
    _note(session, actor, clock, draft, "removed")


def section_in(draft: ReportDraft, placing: Placing, *, view: ReportView) -> Section:
    """What is put into a draft for its readers, as it will read there: annexes are numbered on from its own."""
    section = _section(draft, view)
    texts, annexes = relabelled(placing.paragraphs, section.paragraphs, section.annexes)
    return Section(tuple(texts), tuple(annexes))


def with_section(draft: ReportDraft, *, files: FileStore, view: ReportView) -> bytes:
    """The draft with the section of frozen figures in it; what is kept does not change.

    Raises ``report_draft.no_place`` while the place is neither found nor chosen, and ``report_draft.lost``.
    """
    place = place_in(draft, files=files).place
    if place is None:
        raise DomainError("report_draft.no_place")
    section = _section(draft, view)
    content = kept_file(draft, files=files).read_bytes()
    return insert(content, after=place.after, paragraphs=section.paragraphs, annexes=section.annexes)


def _section(draft: ReportDraft, view: ReportView) -> Section:
    return section_of(view, audience=draft.audience, names_units=draft.names_units)


def kept_file(draft: ReportDraft, *, files: FileStore) -> Path:
    """Where the upload lies. Raises ``report_draft.lost`` where the store no longer has it."""
    path = files.path(draft.sha256)
    if not path.is_file():
        raise DomainError("report_draft.lost")
    return path


def _note(session: Session, actor: Actor, clock: Clock, draft: ReportDraft, act: str) -> None:
    subject = f"report_draft:{draft.public_id}"
    audit.record(session, actor=actor, clock=clock, action=f"report_draft.{act}", subject=subject)
