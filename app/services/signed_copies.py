"""The scan of a notice with signature and seal, as the văn thư enters it: kept as it came, and shown on its page."""

from __future__ import annotations

from pathlib import PurePosixPath

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.adapters.clock import Clock
from app.adapters.files import FileStore
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, check
from app.models import Directive
from app.services import audit
from app.services.evidence import NewEvidence, bare_name, check_evidence
from app.services.visibility import hidden_from, may_read_text

KINDS = (".pdf", ".jpg", ".jpeg", ".png")


def attach(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    files: FileStore,
    directive: Directive,
    version: int,
    scan: NewEvidence,
) -> None:
    """Keep the scan, in the place of one that was entered before: that file stays in the store.

    Raises DomainError: "stale", "signed.no_file", "signed.kind", "signed.no_number", and those of evidence.
    """
    check(actor, Action.KEEP_PAPERS)
    if directive.office_id != actor.office_id:
        raise DomainError("not_found")
    if directive.version != version:
        raise DomainError("stale")
    if not directive.number:
        raise DomainError("signed.no_number")
    _check_kind(scan)
    check_evidence((scan,), today=clock.today())
    directive.signed_sha256 = files.put(scan.content)
    directive.signed_filename, directive.signed_size = bare_name(scan.filename), len(scan.content)
    try:
        session.flush()
    except StaleDataError as error:
        raise DomainError("stale") from error
    subject = f"directive:{directive.public_id}"
    audit.record(session, actor=actor, clock=clock, action="directive.signed", subject=subject)


def _check_kind(scan: NewEvidence) -> None:
    if not scan.filename:
        raise DomainError("signed.no_file")
    if PurePosixPath(bare_name(scan.filename)).suffix.lower() not in KINDS:
        raise DomainError("signed.kind", filename=bare_name(scan.filename))


def find(session: Session, *, actor: Actor, directive: Directive) -> Directive:
    """The directive whose scan may be opened. Raises DomainError: "not_found", "source.limited"."""
    if not directive.signed_sha256:
        raise DomainError("not_found")
    if not _may_open(session, actor, directive):
        raise DomainError("source.limited")
    return directive


def _may_open(session: Session, actor: Actor, directive: Directive) -> bool:
    """Whether the person may read every task: the scan holds the words of each."""
    if directive.source_id is not None:
        return may_read_text(session, actor=actor, source_id=directive.source_id)
    hidden = hidden_from(session, actor=actor)
    return not any(task.id in hidden for task in directive.tasks) if hidden.task_ids else True
