"""One unit's part in a task, and everything that happened to it."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.terms import AssignmentRole, CancelKind, DueReason, EventKind, ReturnKind, State
from app.models.base import Base, PublicId, choice
from app.models.documents import Task
from app.models.organisation import Unit, User


def _open(name: str, *columns: str) -> Index:
    """An index of what is not closed, which is a small part after some years."""
    not_closed = text("closed_on IS NULL")
    return Index(name, *columns, sqlite_where=not_closed, postgresql_where=not_closed)


class Assignment(PublicId, Base):
    """One unit's part of a task. The columns from ``state`` on are the fold of its events as of now, kept by
    ``app.services.recording`` and proved equal to the fold by a test; lists and plans read them."""

    __tablename__ = "assignments"
    __table_args__ = (
        UniqueConstraint("task_id", "unit_id"),
        Index("ix_assignments_office_state_due", "office_id", "role", "state", "due_on"),
        Index("ix_assignments_unit_state_due", "unit_id", "state", "due_on"),
        # In the order of the due days: a page of the open ones is read from here, and counting them reads no row.
        _open("ix_assignments_open_due", "office_id", "role", "due_on", "state", "submitted_on", "task_id"),
        _open("ix_assignments_open_unit_due", "office_id", "unit_id", "role", "due_on", "state", "submitted_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    role: Mapped[AssignmentRole] = mapped_column(choice(AssignmentRole))
    version: Mapped[int] = mapped_column(default=1)

    state: Mapped[State] = mapped_column(choice(State))
    given_on: Mapped[date]
    due_on: Mapped[date | None]
    due_exclusive: Mapped[bool] = mapped_column(default=False)
    due_date_id: Mapped[int | None]  # the DueDate in force; no foreign key, since the two tables would point in a ring
    acknowledged_on: Mapped[date | None]
    submitted_on: Mapped[date | None]
    completed_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    self_confirmed: Mapped[bool] = mapped_column(default=False)
    last_activity_on: Mapped[date | None]
    last_reminded_on: Mapped[date | None]

    task: Mapped[Task] = relationship()
    unit: Mapped[Unit] = relationship()
    events: Mapped[list[Event]] = relationship(back_populates="assignment", order_by="Event.id")
    due_dates: Mapped[list[DueDate]] = relationship(back_populates="assignment", order_by="DueDate.id")
    evidence: Mapped[list[Evidence]] = relationship(back_populates="assignment", order_by="Evidence.id")
    __mapper_args__ = {"version_id_col": version}


class DueDate(Base):
    """A row per change of a deadline. The newest in force rules; none is ever edited.

    ``phrase`` is as written, ``named_on`` the date it names, ``due_on`` the last good day by policy.
    """

    __tablename__ = "due_dates"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), index=True)
    phrase: Mapped[str] = mapped_column(String(300), default="")
    named_on: Mapped[date]
    exclusive: Mapped[bool] = mapped_column(default=False)
    time_of_day: Mapped[time | None]
    due_on: Mapped[date]
    reason: Mapped[DueReason] = mapped_column(choice(DueReason))
    note: Mapped[str] = mapped_column(Text, default="")
    effective_on: Mapped[date]
    recorded_at: Mapped[datetime]
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recorder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    assignment: Mapped[Assignment] = relationship(back_populates="due_dates")
    decider: Mapped[User | None] = relationship(foreign_keys=[decider_id])
    recorder: Mapped[User] = relationship(foreign_keys=[recorder_id])


class Event(Base):
    """What happened to an assignment: ``effective_on`` is the local day it counts for (of an acceptance, the day of
    completion), ``recorded_at`` the instant it was written down. Who decided and who recorded are two fields."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), index=True)
    kind: Mapped[EventKind] = mapped_column(choice(EventKind))
    effective_on: Mapped[date]
    recorded_at: Mapped[datetime]
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recorder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    return_kind: Mapped[ReturnKind | None] = mapped_column(choice(ReturnKind))
    cancel_kind: Mapped[CancelKind | None] = mapped_column(choice(CancelKind))
    self_confirmed: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")

    assignment: Mapped[Assignment] = relationship(back_populates="events")
    decider: Mapped[User | None] = relationship(foreign_keys=[decider_id])
    recorder: Mapped[User] = relationship(foreign_keys=[recorder_id])


class Evidence(PublicId, Base):
    """The result: a document's number and date, or a file stored by content hash, or both."""

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    number: Mapped[str] = mapped_column(String(60), default="")
    issued_on: Mapped[date | None]
    filename: Mapped[str] = mapped_column(String(255), default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")
    size: Mapped[int] = mapped_column(default=0)  # bytes

    assignment: Mapped[Assignment] = relationship(back_populates="evidence")
