"""The closed vocabularies of the house: one word per thing, stored by value, worded in ``app.wording``."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person is at a unit; held through a dated membership."""

    ADMIN = "admin"
    CHIEF = "chief"  # Chánh Văn phòng
    STAFF = "staff"  # chuyên viên Văn phòng
    LEADER = "leader"  # Chủ tịch, Phó Chủ tịch
    CLERK = "clerk"  # văn thư
    UNIT_HEAD = "unit_head"
    UNIT_MEMBER = "unit_member"


class ChargeKind(StrEnum):
    """What a person is to a field of work."""

    LEADER = "leader"  # lãnh đạo phụ trách
    FOLLOWER = "follower"  # chuyên viên theo dõi


class TaskKind(StrEnum):
    """How a task runs in time. Only a dated task can be late."""

    DATED = "dated"
    PER_REPORT = "per_report"
    CONTINUOUS = "continuous"
    RECURRING = "recurring"  # one assignment per period, made by a job until the office ends them
    GENERAL = "general"  # an exhortation: one record that no figure counts


class Urgency(StrEnum):
    """The four degrees of NĐ 30/2020 (box 10b); the first is the absence of a mark."""

    NORMAL = "normal"
    URGENT = "urgent"
    VERY_URGENT = "very_urgent"
    IMMEDIATE = "immediate"


class SourceOfAssignment(StrEnum):
    """Where an order comes from (nguồn giao). What is not the office's own leaders' is owed to a superior."""

    CENTRAL = "central"
    PROVINCE = "province"
    PARTY = "party"
    COUNCIL = "council"  # HĐND
    OWN = "own"  # Chủ tịch, Phó Chủ tịch
    INSPECTION = "inspection"  # kết luận thanh tra, kiểm toán
    VOTERS = "voters"  # kiến nghị cử tri


class DirectiveLink(StrEnum):
    """What a later notice is to an earlier one."""

    CORRECTS = "corrects"  # đính chính
    AMENDS = "amends"  # điều chỉnh thời hạn
    SUPPLEMENTS = "supplements"
    REPLACES = "replaces"
    REPEATS = "repeats"  # nhắc lại
    FORMALISES = "formalises"  # the written document of an oral directive


class SuperiorStepKind(StrEnum):
    """What happened between the superior and the office about a duty that the office owes upward."""

    GIVEN = "given"
    DUE_CHANGED = "due_changed"
    REPORTED = "reported"  # the office's own report was issued, with number and date
    REOPENED = "reopened"  # the superior did not take the report, or it was entered by mistake
    WITHDRAWN = "withdrawn"  # the superior follows it no longer
    TOLD = "told"  # how it stands on the superior's list


class SuperiorStanding(StrEnum):
    """How a duty stands upward on a day, by the superior's own date; also how a superior's list says that it does."""

    OPEN = "open"
    OVERDUE = "overdue"
    REPORTED_ON_TIME = "reported_on_time"
    REPORTED_LATE = "reported_late"
    WITHDRAWN = "withdrawn"


class MeetingState(StrEnum):
    """A meeting of a series."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class MeetingDecision(StrEnum):
    """What a meeting can decide of a task that is still owed."""

    NEW_DATE = "new_date"
    CLOSED = "closed"
    REPEATED = "repeated"
    URGED = "urged"


class AssignmentRole(StrEnum):
    """A unit's part in a task. Figures count leads."""

    LEAD = "lead"
    COORDINATING = "coordinating"


class EventKind(StrEnum):
    """What can happen to an assignment. The fold of the events is the truth."""

    GIVEN = "given"
    ACKNOWLEDGED = "acknowledged"
    PROGRESS = "progress"
    HANDED_ON = "handed_on"  # inside the unit, to a person, with an inner date
    SENT_FOR_SIGNATURE = "sent_for_signature"  # the draft lies on a leader's desk
    SUBMITTED = "submitted"  # the unit reported done
    ACCEPTED = "accepted"
    RETURNED = "returned"
    PART_GIVEN = "part_given"  # a coordinating unit has given its part to the lead
    PART_RETURNED = "part_returned"
    PART_DATED = "part_dated"
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_WITHDRAWN = "extension_withdrawn"
    EXTENSION_GRANTED = "extension_granted"
    EXTENSION_COUNTERED = "extension_countered"  # granted, with another date
    EXTENSION_REFUSED = "extension_refused"
    DUE_ADJUSTED = "due_adjusted"  # a leader moved the deadline on his own
    DUE_CORRECTED = "due_corrected"  # it had been typed wrongly
    CAUSE_CONFIRMED = "cause_confirmed"  # an objective cause
    CAUSE_WITHDRAWN = "cause_withdrawn"
    CHECK_DATED = "check_dated"
    UNIT_CORRECTED = "unit_corrected"  # it had been given to the wrong unit by mistake
    REPEATED = "repeated"  # a later notice or a meeting said it again: still one task
    URGED = "urged"  # by a letter of urging that got its number, or in a meeting
    FORMALISED = "formalised"  # the written document of an oral order came
    SUCCEEDED = "succeeded"  # the unit's successor took over, by a reorganisation
    STOPPED = "stopped"  # closed, not implemented
    TRANSFERRED = "transferred"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"  # entered by mistake


class ReturnKind(StrEnum):
    """Why a result came back: only missing papers give the unit its remaining days again."""

    MISSING_PAPERS = "missing_papers"
    NOT_GOOD_ENOUGH = "not_good_enough"


class DueReason(StrEnum):
    """Why a due date was written. Rows are added, never edited."""

    GIVEN = "given"
    RETURNED_FOR_PAPERS = "returned_for_papers"
    DATA_CORRECTION = "data_correction"
    EXTENDED = "extended"  # the unit asked for it
    ADJUSTED = "adjusted"  # nobody of the unit asked for it
    PART = "part"  # of a coordinating unit's part, set by the lead or the office


class State(StrEnum):
    """Where an assignment stands in its course, by the fold of its events. The last five are final."""

    OPEN = "open"  # given, not yet acknowledged
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    SIGNING = "signing"  # submitted, waits for a signature
    WAITING = "waiting"  # reported done, no decision yet
    PART_GIVEN = "part_given"  # a coordinating part that the lead has
    DONE = "done"
    NOT_IMPLEMENTED = "not_implemented"
    TRANSFERRED = "transferred"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


class Standing(StrEnum):
    """How an assignment looks on a day: derived, never stored."""

    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    DUE_SOON = "due_soon"
    IN_TIME = "in_time"
    SIGNING = "signing"
    WAITING = "waiting"
    PART_GIVEN = "part_given"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    DONE_UNDATED = "done_undated"
    UNDATED = "undated"
    OBJECTIVE = "objective"  # an objective cause was confirmed
    CANCELLED = "cancelled"  # closed in a way that is not rated


class FigureClass(StrEnum):
    """The four official states at a cut-off, and the two that are listed apart."""

    DONE_ON_TIME = "a"
    DONE_LATE = "b"
    OPEN_IN_TIME = "c"
    OPEN_OVERDUE = "d"
    UNDATED = "undated"
    NOT_RATED = "not_rated"


class ReminderRule(StrEnum):
    """Why somebody is told of an assignment, from mild to pressing.

    What a unit is told (through OVERDUE_WEEKLY), what the office is told of its own delay (the next three), and the
    steps of escalation.
    """

    NOT_ACKNOWLEDGED = "not_acknowledged"
    DUE_SOON = "due_soon"  # one rung for each number of working days that the office chose
    DUE_TODAY = "due_today"
    OVERDUE_FIRST = "overdue_first"
    OVERDUE_WEEKLY = "overdue_weekly"
    UNANSWERED = "unanswered"  # a request for more time without a decision
    UNDECIDED = "undecided"  # a report without a decision
    UNSIGNED = "unsigned"  # a draft that lies for signature
    TO_HEAD = "to_head"
    TO_CHIEF = "to_chief"
    TO_LEADER = "to_leader"  # the leader in charge of the field


class PeriodKind(StrEnum):
    """Reporting periods of NĐ 09/2019/NĐ-CP Điều 12, the local nine months, and free dates."""

    MONTH = "month"
    QUARTER = "quarter"
    SIX_MONTHS = "six_months"  # the first six of the year
    SECOND_HALF = "second_half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    FREE = "free"


class Audience(StrEnum):
    """Who reads a report. A superior gets totals only, and no unit named unless somebody chooses so."""

    INTERNAL = "internal"
    SUPERIOR = "superior"


class FactKind(StrEnum):
    """What only people know and a report says beside the figures; the last three are persons disciplined."""

    LETTERS = "letters"  # of urging, sent by the office
    INSPECTIONS = "inspections"
    CADRES = "cadres"  # cán bộ
    OFFICIALS = "officials"  # công chức
    EMPLOYEES = "employees"  # viên chức


class OutboxState(StrEnum):
    """The life of a message. RETRY waits after a try that failed, FAILED is given up, SKIPPED will never be sent and
    says why."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    RETRY = "retry"
    FAILED = "failed"
    SKIPPED = "skipped"


class SkipReason(StrEnum):
    """Why a message is not sent."""

    NO_ADDRESS = "no_address"
    REPLACED = "replaced"  # a digest that had not left when the next one was made


class MessageKind(StrEnum):
    """Why a mail exists: an act that somebody did, or the morning's digest."""

    TASKS_GIVEN = "tasks_given"
    RETURNED = "returned"
    EXTENSION_DECIDED = "extension_decided"
    DUE_MOVED = "due_moved"
    REMINDED = "reminded"
    MENTIONED = "mentioned"
    REPEATED = "repeated"
    UPDATE_CALL = "update_call"  # before a meeting of a series
    MEETING_SAID = "meeting_said"  # what a meeting repeated or urged
    FIELD_DIGEST = "field_digest"  # to who follows a field and who is in charge of it
    UNIT_DIGEST = "unit_digest"
    HEAD_DIGEST = "head_digest"  # to the head of a unit
    OFFICE_DIGEST = "office_digest"  # to the office chief
    LEADER_DIGEST = "leader_digest"
    URGENT = "urgent"  # of an urgent task, outside the digests
    TEST = "test"  # asked for on the system page


# One a recipient and working day, whatever its kind.
DIGESTS = (
    MessageKind.UNIT_DIGEST,
    MessageKind.HEAD_DIGEST,
    MessageKind.OFFICE_DIGEST,
    MessageKind.LEADER_DIGEST,
    MessageKind.FIELD_DIGEST,
)


class DraftState(StrEnum):
    """A draft is worked on until its tasks are given or it is thrown away."""

    OPEN = "open"
    GIVEN = "given"
    DISCARDED = "discarded"


class RecognitionState(StrEnum):
    """A scan waits until its text has been recognised and a draft is made of it."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class SearchKind(StrEnum):
    """What an entry of the search index was made from. The last three are notes on an assignment."""

    TASK = "task"
    DIRECTIVE = "directive"
    UNIT = "unit"
    EVENT = "event"
    DUE_DATE = "due_date"
    EVIDENCE = "evidence"


class ExtensionState(StrEnum):
    """A request for more time, and what became of it."""

    OPEN = "open"
    GRANTED = "granted"
    COUNTERED = "countered"  # granted, with another date than the one asked for
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by the unit, or because the assignment was closed


class DecisionForm(StrEnum):
    """How somebody decided what another recorded."""

    IN_SYSTEM = "in_system"
    MARGIN_NOTE = "margin_note"  # bút phê
    DOCUMENT = "document"
    TELEPHONE = "telephone"
    MEETING = "meeting"


class Channel(StrEnum):
    """Where an act came from."""

    WEB = "web"
    LINK = "link"  # the signed link of a mail, without logging in
    COMMAND = "command"
    JOB = "job"


class ReorganisationKind(StrEnum):
    """What can happen to units on a date."""

    MERGE = "merge"  # sáp nhập: A into B, which stays
    CONSOLIDATE = "consolidate"  # hợp nhất: A and B become C
    SPLIT = "split"
    RENAME = "rename"
    DISSOLVE = "dissolve"


class Relation(StrEnum):
    """What somebody's unit is to an assignment."""

    OWN = "own"
    LEADING = "leading"  # it leads the task, and the assignment is another unit's coordinating part
    COORDINATING = "coordinating"  # it coordinates the task, and the assignment is a lead's
    OTHER = "other"


class Every(StrEnum):
    """How often a recurring duty comes again."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    SIX_MONTHS = "six_months"
    YEARLY = "yearly"
