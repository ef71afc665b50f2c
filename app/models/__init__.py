"""The second floor: the tables, in plain SQLAlchemy."""

from app.models.assignments import (
    AnswerLink,
    Assignment,
    Comment,
    CommentUnit,
    DueDate,
    Event,
    Evidence,
    Extension,
    Recurrence,
    TaskViewer,
)
from app.models.audit import AuditEntry, AuditSeal
from app.models.base import Base, UTCDateTime
from app.models.documents import Directive, Draft, DraftStep, Source, Task
from app.models.organisation import (
    Field,
    FieldCharge,
    FieldUnit,
    Handover,
    LoginAttempt,
    Membership,
    Office,
    Reorganisation,
    SavedFilter,
    Succession,
    Unit,
    UnitAlias,
    UnitName,
    User,
)
from app.models.recognition import Recognition
from app.models.reports import Report, Snapshot
from app.models.rules import CalendarDay, CalendarYear, Policy
from app.models.search import SearchEntry
from app.models.urging import JobRun, Lease, MessageAssignment, OutboxMessage, Reminder

__all__ = [
    "AnswerLink",
    "Assignment",
    "AuditEntry",
    "AuditSeal",
    "Base",
    "CalendarDay",
    "CalendarYear",
    "Comment",
    "CommentUnit",
    "Directive",
    "Draft",
    "DraftStep",
    "DueDate",
    "Event",
    "Evidence",
    "Extension",
    "Field",
    "FieldCharge",
    "FieldUnit",
    "Handover",
    "JobRun",
    "Lease",
    "LoginAttempt",
    "Membership",
    "MessageAssignment",
    "Office",
    "OutboxMessage",
    "Policy",
    "Recognition",
    "Recurrence",
    "Reminder",
    "Reorganisation",
    "Report",
    "SavedFilter",
    "SearchEntry",
    "Snapshot",
    "Source",
    "Succession",
    "Task",
    "TaskViewer",
    "UTCDateTime",
    "Unit",
    "UnitAlias",
    "UnitName",
    "User",
]
