"""One unit's part in a task, and everything that happened to it."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.terms import (
    AssignmentRole,
    Channel,
    DecisionForm,
    DueReason,
    EventKind,
    ExtensionState,
    ReturnKind,
    State,
)
from app.models.base import Base, PublicId, choice
from app.models.documents import Task
from app.models.meetings import Meeting
from app.models.organisation import Unit, User
from app.models.papers import UrgingLetter


def _open(name: str, *columns: str) -> Index:
    """An index of what is not closed, which is a small part after some years."""
    not_closed = text("closed_on IS NULL")
    return Index(name, *columns, sqlite_where=not_closed, postgresql_where=not_closed)


_ASKING = text("extension_asked_on IS NOT NULL")
_SAID = text("meeting_id IS NOT NULL")  # at a meeting: few of all events are
# Written out, since an index that holds only these rows is used by no query that gives the kinds as values.
IS_RETURN = text("kind IN ('returned', 'part_returned')")


class Assignment(PublicId, Base):
    """One unit's part of a task. The columns from ``state`` on are the fold of its events as of now, kept by
    ``app.services.recording`` and proved equal to the fold by a test; lists and plans read them."""

    __tablename__ = "assignments"
    __table_args__ = (
        # A unit has one open part in a task, of a recurring one in each period.
        Index(
            "uq_assignments_open_part",
            "task_id",
            "unit_id",
            "period",
            unique=True,
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
        Index("ix_assignments_office_state_due", "office_id", "role", "state", "due_on"),
        Index("ix_assignments_unit_state_due", "unit_id", "state", "due_on"),
        # In the order of the due days: a page of the open ones is read from here, and counting them reads no row.
        _open("ix_assignments_open_due", "office_id", "role", "due_on", "state", "submitted_on", "task_id"),
        _open(
            "ix_assignments_open_unit_due",
            *("office_id", "unit_id", "role", "due_on", "state", "submitted_on", "objective", "closed_on"),
        ),
        Index(
            "ix_assignments_asking",
            "office_id",
            "extension_asked_on",
            sqlite_where=_ASKING,
            postgresql_where=_ASKING,
        ),
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
    updated_on: Mapped[date | None]  # the last day the unit itself said anything
    objective: Mapped[bool] = mapped_column(default=False)  # an objective cause was confirmed
    extension_asked_on: Mapped[date | None]  # a request waits for its answer
    extensions_granted: Mapped[int] = mapped_column(default=0)
    returns: Mapped[int] = mapped_column(default=0)
    repeats: Mapped[int] = mapped_column(default=0)  # "nhắc lại (lần N)"
    last_reminded_on: Mapped[date | None]

    # Set by acts of their own, beside the fold: whom the unit handed it to, and the office's own check date.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    person_name: Mapped[str] = mapped_column(String(100), default="")
    inner_due_on: Mapped[date | None]
    check_on: Mapped[date | None]  # never rated
    recurrence_id: Mapped[int | None] = mapped_column(ForeignKey("recurrences.id"), index=True)
    period: Mapped[str] = mapped_column(String(10), default="")  # of a recurring one: "2026-11"
    predecessor_id: Mapped[int | None] = mapped_column(ForeignKey("assignments.id"), index=True)  # transferred from

    task: Mapped[Task] = relationship()
    unit: Mapped[Unit] = relationship()
    person: Mapped[User | None] = relationship()
    predecessor: Mapped[Assignment | None] = relationship(remote_side=[id])
    recurrence: Mapped[Recurrence | None] = relationship(back_populates="assignments")
    events: Mapped[list[Event]] = relationship(back_populates="assignment", order_by="Event.id")
    due_dates: Mapped[list[DueDate]] = relationship(back_populates="assignment", order_by="DueDate.id")
    evidence: Mapped[list[Evidence]] = relationship(back_populates="assignment", order_by="Evidence.id")
    requests: Mapped[list[Extension]] = relationship(back_populates="assignment", order_by="Extension.id")
    comments: Mapped[list[Comment]] = relationship(back_populates="assignment", order_by="Comment.id")
    __mapper_args__ = {"version_id_col": version}


class Recorded:
    """Who decided and who wrote it down. A leader may decide by a note in the margin and have no account: then there
    is a name and a title alone. ``recorder_id`` is None for what came by the link of a mail or from a job; then
    ``recorder_name`` says who pressed."""

    decider_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decider_name: Mapped[str] = mapped_column(String(100), default="")
    decider_title: Mapped[str] = mapped_column(String(100), default="")
    decided_on: Mapped[date | None]
    decision_form: Mapped[DecisionForm | None] = mapped_column(choice(DecisionForm))
    recorder_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recorder_name: Mapped[str] = mapped_column(String(100), default="")
    channel: Mapped[Channel] = mapped_column(choice(Channel), default=Channel.WEB)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))  # where it was decided


class DueDate(Recorded, Base):
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
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))  # what moved it; None for the first

    assignment: Mapped[Assignment] = relationship(back_populates="due_dates")
    decider: Mapped[User | None] = relationship(foreign_keys="DueDate.decider_id")
    recorder: Mapped[User | None] = relationship(foreign_keys="DueDate.recorder_id")
    event: Mapped[Event | None] = relationship(foreign_keys=[event_id])


class Event(Recorded, Base):
    """What happened to an assignment: ``effective_on`` is the local day it counts for (of an acceptance, the day of
    completion), ``recorded_at`` the instant it was written down. Who decided and who recorded are two fields.

    What goes with a kind: ``named_on`` is a day somebody named (asked for, granted, handed on, to be checked), ``desk``
    where a draft lies for signature, ``percent`` and ``lateness_reason`` what a unit says of its progress, the two
    units those between which the assignment moved, ``task_id`` the task of a later notice that repeats it, replaces it,
    makes it a written one or gave this part of an earlier task, ``letter_id`` the letter that urges it.
    """

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_meeting_id", "meeting_id", sqlite_where=_SAID, postgresql_where=_SAID),
        # Each morning asks of each coordinating part whether it came back, and hardly any did.
        Index("ix_events_returned", "assignment_id", sqlite_where=IS_RETURN, postgresql_where=IS_RETURN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), index=True)
    kind: Mapped[EventKind] = mapped_column(choice(EventKind))
    effective_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(index=True)
    return_kind: Mapped[ReturnKind | None] = mapped_column(choice(ReturnKind))
    self_confirmed: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")
    named_on: Mapped[date | None]
    desk: Mapped[str] = mapped_column(String(200), default="")
    percent: Mapped[int | None]
    lateness_reason: Mapped[str] = mapped_column(Text, default="")
    person_name: Mapped[str] = mapped_column(String(100), default="")
    from_unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    to_unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    extension_id: Mapped[int | None] = mapped_column(ForeignKey("extensions.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("tasks.id"), index=True)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("urging_letters.id"), index=True)

    assignment: Mapped[Assignment] = relationship(back_populates="events")
    decider: Mapped[User | None] = relationship(foreign_keys="Event.decider_id")
    recorder: Mapped[User | None] = relationship(foreign_keys="Event.recorder_id")
    from_unit: Mapped[Unit | None] = relationship(foreign_keys=[from_unit_id])
    to_unit: Mapped[Unit | None] = relationship(foreign_keys=[to_unit_id])
    extension: Mapped[Extension | None] = relationship(foreign_keys=[extension_id])
    task: Mapped[Task | None] = relationship(foreign_keys=[task_id])
    letter: Mapped[UrgingLetter | None] = relationship(foreign_keys=[letter_id])
    meeting: Mapped[Meeting | None] = relationship(foreign_keys="Event.meeting_id")


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


class Extension(PublicId, Base):
    """A request for more time: what was asked, and what was decided. The events of it point here."""

    __tablename__ = "extensions"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), index=True)
    state: Mapped[ExtensionState] = mapped_column(choice(ExtensionState), default=ExtensionState.OPEN)
    asked_on: Mapped[date]
    asked_for: Mapped[date]
    due_on: Mapped[date]  # the deadline in force when it was asked
    reason: Mapped[str] = mapped_column(Text)
    asker_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    asker_name: Mapped[str] = mapped_column(String(100), default="")
    proposal: Mapped[str] = mapped_column(Text, default="")  # the office's, for the leader who decides
    decided_on: Mapped[date | None]
    granted_until: Mapped[date | None]

    assignment: Mapped[Assignment] = relationship(back_populates="requests")
    asker: Mapped[User | None] = relationship()


class Comment(PublicId, Base):
    """What somebody said about an assignment, and the units it was said to."""

    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]

    assignment: Mapped[Assignment] = relationship(back_populates="comments")
    author: Mapped[User] = relationship()
    units: Mapped[list[Unit]] = relationship(secondary="comment_units", order_by="Unit.position")


class CommentUnit(Base):
    """A unit that a comment calls by @."""

    __tablename__ = "comment_units"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True, index=True)


class Recurrence(PublicId, Base):
    """A recurring duty of a unit: a job makes one assignment per period from it until the office ends it.

    ``every``, ``day``, ``month``, ``months_after`` and ``exclusive`` are those of ``app.domain.recurrence``; no period
    due before ``from_on`` is made. ``recorded_at`` is when the rule in force was set.
    """

    __tablename__ = "recurrences"
    __table_args__ = (UniqueConstraint("task_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    role: Mapped[AssignmentRole] = mapped_column(choice(AssignmentRole))
    every: Mapped[str] = mapped_column(String(20))
    day: Mapped[int]
    month: Mapped[int] = mapped_column(default=1)
    months_after: Mapped[int] = mapped_column(default=0)
    exclusive: Mapped[bool] = mapped_column(default=False)
    from_on: Mapped[date]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]
    recorder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    task: Mapped[Task] = relationship()
    unit: Mapped[Unit] = relationship()
    assignments: Mapped[list[Assignment]] = relationship(back_populates="recurrence", order_by="Assignment.id")


class AnswerLink(PublicId, Base):
    """The signed link of a mail: one assignment, one recipient, until a day, unless it is revoked."""

    __tablename__ = "answer_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), index=True)
    recipient: Mapped[str] = mapped_column(String(40))  # "unit:5", as in the ledger
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]

    assignment: Mapped[Assignment] = relationship()
    unit: Mapped[Unit] = relationship()


class TaskViewer(Base):
    """Who may see a task whose view is limited (hạn chế xem)."""

    __tablename__ = "task_viewers"

    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
