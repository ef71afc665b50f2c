"""The second floor: the tables, in plain SQLAlchemy."""

from app.models.assignments import Assignment, DueDate, Event, Evidence
from app.models.audit import AuditEntry, AuditSeal
from app.models.base import Base, UTCDateTime
from app.models.documents import Directive, Draft, DraftStep, Source, Task
from app.models.organisation import (
    Field,
    FieldCharge,
    FieldUnit,
    LoginAttempt,
    Membership,
    Office,
    Unit,
    UnitAlias,
    User,
)
from app.models.recognition import Recognition
from app.models.reports import Report, Snapshot
from app.models.rules import CalendarDay, CalendarYear, Policy
from app.models.search import SearchEntry
from app.models.urging import JobRun, Lease, OutboxMessage, Reminder

__all__ = [
    "Assignment",
    "AuditEntry",
    "AuditSeal",
    "Base",
    "CalendarDay",
    "CalendarYear",
    "Directive",
    "Draft",
    "DraftStep",
    "DueDate",
    "Event",
    "Evidence",
    "Field",
    "FieldCharge",
    "FieldUnit",
    "JobRun",
    "Lease",
    "LoginAttempt",
    "Membership",
    "Office",
    "OutboxMessage",
    "Policy",
    "Recognition",
    "Reminder",
    "Report",
    "SearchEntry",
    "Snapshot",
    "Source",
    "Task",
    "UTCDateTime",
    "Unit",
    "UnitAlias",
    "User",
]
