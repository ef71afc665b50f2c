"""From the uploaded file to the directive and its tasks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.terms import (
    DirectiveLink,
    DraftState,
    SourceOfAssignment,
    SuperiorStanding,
    SuperiorStepKind,
    TaskKind,
    Urgency,
)
from app.models.base import Base, PublicId, choice


class Source(Base):
    """An uploaded file or pasted text, the text extracted from it and by what. Offsets are offsets into ``text``."""

    __tablename__ = "sources"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    filename: Mapped[str] = mapped_column(String(255), default="")  # empty for pasted text
    sha256: Mapped[str] = mapped_column(String(64))  # of the bytes; the file store keeps them under this name
    text: Mapped[str] = mapped_column(Text)
    text_sha256: Mapped[str] = mapped_column(String(64), index=True)
    extractor: Mapped[str] = mapped_column(String(40))
    # Of a file with pages, where each begins in ``text``: offsets, rising, the first 0; None for files without pages.
    page_starts: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    # Of recognised text: {"hard": pages that can hardly be read, "doubtful": [start, end] of words to look at}.
    recognised: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    recorded_at: Mapped[datetime]
    recorder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class Draft(PublicId, Base):
    """What the reader and the person have made so far of a notice. Nothing is assigned until it is given.

    ``content`` is the JSON of ``app.services.drafts``; ``version`` rises with each change, so that a stale form shows.
    """

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"), index=True)
    state: Mapped[DraftState] = mapped_column(choice(DraftState), default=DraftState.OPEN)
    version: Mapped[int] = mapped_column(default=1)
    content: Mapped[dict[str, Any]]
    directive_id: Mapped[int | None] = mapped_column(ForeignKey("directives.id"))
    recorder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    source: Mapped[Source] = relationship()
    directive: Mapped[Directive | None] = relationship()
    __mapper_args__ = {"version_id_col": version}


class DraftStep(Base):
    """What a draft held before a change, so that the change can be taken back; the last ones only."""

    __tablename__ = "draft_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), index=True)
    act: Mapped[str] = mapped_column(String(40))  # worded in ``app.wording.drafts``
    content: Mapped[dict[str, Any]]
    recorder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime]


class Directive(PublicId, Base):
    """The notice whose tasks were given. ``number`` may wait for the văn thư.

    ``identity`` is number, issuer and date folded into one key, so that the same notice cannot be given twice.
    """

    __tablename__ = "directives"
    __table_args__ = (UniqueConstraint("office_id", "identity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("sources.id"), index=True)
    kind: Mapped[str] = mapped_column(String(60))
    number: Mapped[str | None] = mapped_column(String(60))
    identity: Mapped[str | None] = mapped_column(String(300))
    issuer: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(100), default="")
    issued_on: Mapped[date | None]
    meeting_on: Mapped[date | None]
    chair: Mapped[str] = mapped_column(String(100), default="")
    signer: Mapped[str] = mapped_column(String(100), default="")
    signer_title: Mapped[str] = mapped_column(String(100), default="")
    subject: Mapped[str] = mapped_column(Text)
    source_of_assignment: Mapped[SourceOfAssignment | None] = mapped_column(choice(SourceOfAssignment), index=True)
    leader: Mapped[str] = mapped_column(String(100), default="")  # the leader who gave it
    oral: Mapped[bool] = mapped_column(default=False)  # an order by word of mouth: no document has come yet
    # The scan with signature and seal, by content hash, as the văn thư enters it.
    signed_sha256: Mapped[str] = mapped_column(String(64), default="")
    signed_filename: Mapped[str] = mapped_column(String(255), default="")
    signed_size: Mapped[int] = mapped_column(default=0)  # bytes
    given_on: Mapped[date]  # the day its tasks count from
    recorded_at: Mapped[datetime]
    recorder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)

    source: Mapped[Source | None] = relationship()
    tasks: Mapped[list[Task]] = relationship(back_populates="directive", order_by="Task.position")
    __mapper_args__ = {"version_id_col": version}


class Task(PublicId, Base):
    """One duty: the sentence as written, with its place in the source. A general one has no assignment."""

    __tablename__ = "tasks"
    # Those whose view is limited alone: every list asks for them.
    __table_args__ = (
        Index(
            "ix_tasks_restricted",
            "directive_id",
            sqlite_where=sql("restricted = 1"),
            postgresql_where=sql("restricted"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[int] = mapped_column(ForeignKey("directives.id"), index=True)
    position: Mapped[int]
    clause: Mapped[str] = mapped_column(String(40), default="")
    text: Mapped[str] = mapped_column(Text)
    start: Mapped[int | None]
    end: Mapped[int | None]
    kind: Mapped[TaskKind] = mapped_column(choice(TaskKind))
    urgency: Mapped[Urgency] = mapped_column(choice(Urgency), default=Urgency.NORMAL)
    addressee: Mapped[str] = mapped_column(Text, default="")  # the leads as written
    report_to: Mapped[str] = mapped_column(Text, default="")
    recurrence: Mapped[str] = mapped_column(String(200), default="")
    restricted: Mapped[bool] = mapped_column(default=False)  # only those of ``TaskViewer`` see it
    # Said where the unit works in several fields; else the unit's one field is the task's (``services.in_field``).
    field_id: Mapped[int | None] = mapped_column(ForeignKey("fields.id"), index=True)

    directive: Mapped[Directive] = relationship(back_populates="tasks")
    superior: Mapped[SuperiorDuty | None] = relationship(back_populates="task")


class DirectiveRelation(Base):
    """What a later notice is to an earlier one. Which of the tasks it concerns stands in their events."""

    __tablename__ = "directive_relations"
    __table_args__ = (UniqueConstraint("later_id", "earlier_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    later_id: Mapped[int] = mapped_column(ForeignKey("directives.id"), index=True)
    earlier_id: Mapped[int] = mapped_column(ForeignKey("directives.id"), index=True)
    kind: Mapped[DirectiveLink] = mapped_column(choice(DirectiveLink))
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]
    recorder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    later: Mapped[Directive] = relationship(foreign_keys=[later_id])
    earlier: Mapped[Directive] = relationship(foreign_keys=[earlier_id])


class SharedProduct(Base):
    """Two duties that end with one document or event; each is still counted for its own unit. ``task_id`` is the
    lesser id of the two."""

    __tablename__ = "shared_products"

    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True, index=True)
    recorded_at: Mapped[datetime]
    recorder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class SuperiorDuty(PublicId, Base):
    """What a task is to the superior who gave it: its document, its words, and what happened upward since.

    ``folded_number`` is what a superior's list is matched by. The superior's date and whether the office has reported
    are the fold of ``steps`` (``app.domain.superior``).
    """

    __tablename__ = "superior_duties"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), unique=True)
    source: Mapped[SourceOfAssignment] = mapped_column(choice(SourceOfAssignment))
    number: Mapped[str] = mapped_column(String(60), default="")
    folded_number: Mapped[str] = mapped_column(String(60), default="", index=True)
    issued_on: Mapped[date | None]
    text: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    recorder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    task: Mapped[Task] = relationship(back_populates="superior")
    steps: Mapped[list[SuperiorStep]] = relationship(back_populates="duty", order_by="SuperiorStep.id")


class SuperiorStep(Base):
    """One thing that happened upward; added, never edited. ``due_on`` goes with GIVEN and DUE_CHANGED, ``number`` and
    ``issued_on`` with REPORTED, ``standing`` with TOLD."""

    __tablename__ = "superior_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    duty_id: Mapped[int] = mapped_column(ForeignKey("superior_duties.id"), index=True)
    kind: Mapped[SuperiorStepKind] = mapped_column(choice(SuperiorStepKind))
    effective_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    due_on: Mapped[date | None]
    number: Mapped[str] = mapped_column(String(60), default="")
    issued_on: Mapped[date | None]
    standing: Mapped[SuperiorStanding | None] = mapped_column(choice(SuperiorStanding))
    note: Mapped[str] = mapped_column(Text, default="")

    duty: Mapped[SuperiorDuty] = relationship(back_populates="steps")
