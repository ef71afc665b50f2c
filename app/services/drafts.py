"""Drafts: an upload is read, a person corrects what was read, and the tasks are given from it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.adapters.clock import Clock
from app.adapters.extraction import Extracted, check_pasted, extract
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.adapters.ocr import Recognised
from app.domain.errors import DomainError
from app.domain.naming import is_collective
from app.domain.permissions import Action, Actor, check
from app.domain.reading import read
from app.domain.terms import DraftState, TaskKind
from app.models import Directive, Draft, Office, Source, Unit, User
from app.services import alike_notices, audit, draft_superior, visibility
from app.services.directives import give_tasks
from app.services.draft_changing import begin, finish, flush, forget_steps, note, store
from app.services.draft_content import (
    HEAD,
    ChosenRepeat,
    DraftContent,
    DraftedDocument,
    DraftedTask,
    Named,
    from_json,
    to_json,
)
from app.services.draft_doubts import doubting
from app.services.draft_giving import new_directive, new_task, written
from app.services.draft_making import content_of, known_units
from app.services.people import units_with_aliases
from app.services.repeat_proposals import chosen_of
from app.services.rules import load_rules
from app.wording.drafts import NO_CLAUSE
from app.wording.formats import shortened

RECENT = 10


def upload(session: Session, *, actor: Actor, clock: Clock, files: FileStore, content: bytes, filename: str) -> Draft:
    """Read a file and keep it with the draft made of it. Raises DomainError("file.…") for what cannot be taken.

    Nothing of a refused file is kept. Of one with a secrecy mark the fact is noted: commit also after "file.secret".
    """
    check(actor, Action.EDIT_DRAFT)
    with files.quarantine(content) as waiting, NotingSecrets(session, actor, clock):
        extracted = extract(waiting.read_bytes(), filename)
    return make_draft(session, actor, clock, extracted, filename=filename[-255:], digest=files.put(content))


def paste(session: Session, *, actor: Actor, clock: Clock, files: FileStore, text: str) -> Draft:
    """The same for text put into a form; its UTF-8 bytes are the file, as they came where they had to be converted."""
    check(actor, Action.EDIT_DRAFT)
    with NotingSecrets(session, actor, clock):
        extracted = check_pasted(text)
    kept = text.encode(errors="replace") if extracted.converted else extracted.text.encode()
    return make_draft(session, actor, clock, extracted, filename="", digest=files.put(kept))


def take_recognised(
    session: Session, *, actor: Actor, clock: Clock, files: FileStore, content: bytes, filename: str, found: Recognised
) -> Draft:
    """Keep a scan with the draft made of the text that was recognised in it."""
    check(actor, Action.EDIT_DRAFT)
    digest = files.put(content)
    draft = make_draft(session, actor, clock, found.extracted, filename=filename[-255:], digest=digest, seen=found)
    draft.source.recognised = {"hard": list(found.hard), "doubtful": [list(place) for place in found.doubtful]}
    return draft


def note_secret(session: Session, *, actor: Actor, clock: Clock) -> None:
    """Write down that a marked document came, and nothing of it, not even its name."""
    audit.record(session, actor=actor, clock=clock, action="upload.secret", subject=f"upload:{actor.public_id}")


@dataclass(frozen=True, slots=True)
class NotingSecrets:
    """Passes every refusal on; that a marked document came is written down."""

    session: Session
    actor: Actor
    clock: Clock

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, problem: object, traceback: object) -> None:
        if isinstance(problem, DomainError) and problem.code == "file.secret":
            note_secret(self.session, actor=self.actor, clock=self.clock)


def make_draft(
    session: Session,
    actor: Actor,
    clock: Clock,
    extracted: Extracted,
    *,
    filename: str,
    digest: str,
    seen: Recognised | None = None,
) -> Draft:
    """What the reader makes of a text whose file is kept under the digest; ``seen`` is how it was recognised."""
    reading = read(extracted.text)  # Before the first statement: nobody waits for the database while a text is read.
    source = Source(
        office_id=actor.office_id,
        filename=filename,
        sha256=digest,
        text=extracted.text,
        text_sha256=hashlib.sha256(extracted.text.encode()).hexdigest(),
        extractor=extracted.extractor,
        page_starts=list(extracted.page_starts) if extracted.page_starts else None,
        recorded_at=clock.now(),
        recorder_id=actor.user_id,
    )
    units = units_with_aliases(session, office_id=actor.office_id, today=clock.today())
    office = session.get_one(Office, actor.office_id)
    content = content_of(reading, office=office, known=known_units(units))
    content = doubting(content, extracted.text, seen.doubtful if seen else ())
    draft = Draft(
        office_id=actor.office_id,
        source=source,
        content=to_json(content),
        recorder_id=actor.user_id,
        recorded_at=clock.now(),
        updated_at=clock.now(),
    )
    session.add(draft)
    session.flush()
    note(session, actor, clock, draft, "made", tasks=len(content.tasks))
    return draft


def find_draft(session: Session, *, actor: Actor, public_id: str) -> Draft:
    """A draft of the actor's office with its source, in whatever state. Raises DomainError: "not_found", and
    "source.limited" for the text of a notice with a task that is kept from the person."""
    check(actor, Action.EDIT_DRAFT)
    query = select(Draft).where(Draft.public_id == public_id, Draft.office_id == actor.office_id)
    found = session.scalars(query.options(joinedload(Draft.source), joinedload(Draft.directive))).first()
    if found is None:
        raise DomainError("not_found")
    if not visibility.may_read_text(session, actor=actor, source_id=found.source_id):
        raise DomainError("source.limited")
    return found


@dataclass(frozen=True, slots=True)
class SameText:
    """Where the very same text stands already: a draft that is open, or a directive that was given."""

    draft: str | None  # public ids
    directive: str | None
    number: str | None
    recorded_at: datetime


def same_text(session: Session, *, actor: Actor, draft: Draft) -> list[SameText]:
    """Other drafts and directives made from the same text, the oldest first; of a given draft only the directive."""
    query = (
        select(Draft.public_id, Directive.public_id, Directive.number, Draft.recorded_at)
        .join(Source, Source.id == Draft.source_id)
        .outerjoin(Directive, Directive.id == Draft.directive_id)
        .where(
            Draft.office_id == actor.office_id,
            Draft.id != draft.id,
            Draft.state != DraftState.DISCARDED,
            Source.text_sha256 == draft.source.text_sha256,
        )
        .order_by(Draft.id)
    )
    rows = session.execute(query).tuples()
    return [SameText(None if given else own, given, number, at) for own, given, number, at in rows]


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in the list."""

    public_id: str
    version: int
    filename: str
    content: DraftContent
    recorder: str
    updated_at: datetime


def list_drafts(session: Session, *, actor: Actor, state: DraftState, limit: int | None = None) -> list[DraftLine]:
    """The office's drafts of a state, the last changed first."""
    check(actor, Action.EDIT_DRAFT)
    query = (
        select(Draft.public_id, Draft.version, Source.filename, Draft.content, User.name, Draft.updated_at)
        .join(Source, Source.id == Draft.source_id)
        .join(User, User.id == Draft.recorder_id)
        .where(Draft.office_id == actor.office_id, Draft.state == state)
        .order_by(Draft.updated_at.desc(), Draft.id.desc())
        .limit(limit)
    )
    rows = session.execute(query).tuples()
    return [DraftLine(own, version, name, from_json(content), who, at) for own, version, name, content, who, at in rows]


def change_task(session: Session, *, actor: Actor, clock: Clock, draft: Draft, version: int, task: DraftedTask) -> None:
    """Put a task in the place of the one with its key, or behind all others. Raises DomainError: "stale",
    "draft.closed"."""
    begin(session, actor, draft, version)
    content = from_json(draft.content)
    if content.has(task.key):
        changed = content.with_task(task)
    else:
        changed = replace(content, tasks=(*content.tasks, placed(task, draft.source.text)))
    store(session, actor, clock, draft, changed, act="task")


def placed(task: DraftedTask, text: str) -> DraftedTask:
    """A task that a person added, with its place where its words stand in the text, however the lines break there."""
    words = [re.escape(word) for word in task.text.split()]
    found = re.search(r"\s+".join(words), text) if words else None
    return replace(task, start=found.start(), end=found.end()) if found else task


def change_document(
    session: Session, *, actor: Actor, clock: Clock, draft: Draft, version: int, document: DraftedDocument
) -> None:
    """Put a header in the place of the drafted one. Raises DomainError: "stale", "draft.closed"."""
    begin(session, actor, draft, version)
    store(session, actor, clock, draft, replace(from_json(draft.content), document=document), act="document")


def discard(session: Session, *, actor: Actor, clock: Clock, draft: Draft, version: int) -> None:
    """Put the whole draft aside; nothing is lost. Raises DomainError: "stale", "draft.closed"."""
    begin(session, actor, draft, version)
    draft.state = DraftState.DISCARDED
    finish(session, actor, clock, draft, "discarded")


def reopen(session: Session, *, actor: Actor, clock: Clock, draft: Draft, version: int) -> None:
    """Fetch a discarded draft back. Raises DomainError: "stale", "draft.closed" for one that was given."""
    begin(session, actor, draft, version, state=DraftState.DISCARDED)
    draft.state = DraftState.OPEN
    finish(session, actor, clock, draft, "reopened")


@dataclass(frozen=True, slots=True)
class Missing:
    """What stands between the draft and "Giao nhiệm vụ"; ``key`` is the task's, None for the header."""

    key: str | None
    problem: DomainError


def missing(content: DraftContent, *, today: date) -> list[Missing]:
    """Everything that has to be put right first, the header before the tasks, in their order."""
    document = content.document
    given_on = document.issued_on or document.meeting_on or today
    found = []
    if not document.subject.strip():
        found.append(Missing(None, DomainError("directive.no_subject")))
    if not document.issuer.strip():
        found.append(Missing(None, DomainError("directive.no_issuer")))
    if given_on > today:
        found.append(Missing(None, DomainError("directive.future_date", day=given_on)))
    tasks = list(content.given)
    if not tasks:
        found.append(Missing(None, DomainError("directive.no_tasks")))
    for task in tasks:
        lacking = [*missing_of(task, given_on=given_on), *draft_superior.problems(document, task, given_on=given_on)]
        found += [Missing(task.key, problem) for problem in lacking]
    return found


def missing_of(task: DraftedTask, *, given_on: date) -> list[DomainError]:
    """What one task lacks. An unknown unit waits for somebody to choose, or to say that it may stay unknown."""
    if task.kind is TaskKind.GENERAL:
        return []
    clause = task.clause or NO_CLAUSE
    found = []
    if not task.lead_ids and task.leads:
        found.append(DomainError("task.lead_unknown", clause=clause, name=written(task.leads)))
    elif not task.lead_ids:
        found.append(DomainError("task.no_lead", clause=clause, text=shortened(task.text)))
    else:
        found += [DomainError("task.unknown_unit", clause=clause, name=name) for name in _unknown(task)]
    if task.kind is TaskKind.DATED and task.deadline is None:
        found.append(DomainError("task.no_date", clause=clause, text=shortened(task.text)))
    if task.kind is TaskKind.RECURRING and task.rule is None:
        found.append(DomainError("task.no_rule", clause=clause, text=shortened(task.text)))
    if task.deadline and task.deadline < given_on:
        found.append(DomainError("task.due_before_given", clause=clause, due_on=task.deadline, given_on=given_on))
    return found


def _unknown(task: DraftedTask) -> list[str]:
    """Names without a unit that nobody has looked at yet. Of those who coordinate, collective ones may stay."""
    leads = [name for name in task.leads if "leads" in task.unsure]
    others = [name for name in task.coordinating if "coordinating" in task.unsure and not is_collective(name.written)]
    return [name.written for name in (*leads, *others) if not name.unit_ids]


def to_check(content: DraftContent, found: Sequence[Missing]) -> list[str]:
    """Keys of what somebody still has to look at or to put right, the header first; ``found`` is what is ``missing``.
    That there is no task at all can be said of no card."""
    lacking = {each.key for each in found if each.problem.code != "directive.no_tasks"}
    head = [HEAD] if content.document.unsure or None in lacking else []
    return head + [task.key for task in content.given if task.unsure or task.key in lacking]


def give(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    links: Links,
    draft: Draft,
    version: int,
    inner: Mapping[str, date] = MappingProxyType({}),
    even_if_alike: bool = False,
    repeats: Sequence[ChosenRepeat] | None = None,
) -> Directive:
    """Give the tasks of the draft, with what was chosen to be said again, else what it holds of that; ``inner`` are the
    office's own dates as they were seen and typed, by key, where a superior issued the notice.

    Raises DomainError: "stale", "draft.closed", "draft.not_ready" while something is missing, "directive.alike" for a
    notice without number that looks like one given before, unless ``even_if_alike``, and those of ``give_tasks``.
    """
    check(actor, Action.GIVE_TASKS)
    begin(session, actor, draft, version)
    if repeats is not None:
        draft.content = to_json(from_json(draft.content).choosing(repeats))
    content = _content_to_give(session, actor, clock, draft, inner)
    again = chosen_of(session, actor=actor, content=content)
    if not (content.document.number or even_if_alike):
        texts = [task.text for task in content.given if task.key not in again]
        alike_notices.refuse_alike(session, actor=actor, clock=clock, source=draft.source, texts=texts)
    rules = load_rules(session, office_id=actor.office_id)
    dates = draft_superior.inner_dates(content, today=clock.today(), rules=rules)
    directive = give_tasks(
        session,
        actor=actor,
        clock=clock,
        links=links,
        directive=new_directive(content.document, draft.source_id),
        tasks=[replace(new_task(each, dates.get(each.key)), repeats=again.get(each.key, ())) for each in content.given],
    )
    draft.state, draft.directive = DraftState.GIVEN, directive
    flush(session, clock, draft)
    forget_steps(session, draft=draft)
    return directive


def _content_to_give(
    session: Session, actor: Actor, clock: Clock, draft: Draft, inner: Mapping[str, date]
) -> DraftContent:
    """With the units in force today and the office's own dates as they were typed. Raises "draft.not_ready"."""
    in_force = units_with_aliases(session, office_id=actor.office_id, today=clock.today())
    content = draft_superior.with_typed(from_json(draft.content).among({unit.id for unit in in_force}), inner)
    if missing(content, today=clock.today()):
        raise DomainError("draft.not_ready")
    return content


def chosen(names: Sequence[Named], unit_ids: Sequence[int], units: Sequence[Unit]) -> tuple[Named, ...]:
    """The names after somebody chose the units: those that were chosen anew answer for the first unknown name."""
    kept = [Named(name.written, tuple(each for each in name.unit_ids if each in unit_ids)) for name in names]
    kept = [name for name, before in zip(kept, names, strict=True) if name.unit_ids or not before.unit_ids]
    new = tuple(each for each in unit_ids if not any(each in name.unit_ids for name in kept))
    open_at = next((n for n, name in enumerate(kept) if not name.unit_ids), None)
    if open_at is not None and new:
        kept[open_at] = Named(kept[open_at].written, new)
        return tuple(kept)
    names_of = {unit.id: unit.name for unit in units}
    return (*kept, *(Named(names_of[each], (each,)) for each in new))
