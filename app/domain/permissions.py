"""Who may do what: the table of roles and acts, and the rules that also ask about the unit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from app.domain.errors import DomainError
from app.domain.terms import AssignmentRole, Channel, Relation, Role


class Action(StrEnum):
    """The acts a person can be allowed."""

    VIEW_DESK = "view_desk"
    VIEW_ALL_ASSIGNMENTS = "view_all_assignments"
    VIEW_OWN_ASSIGNMENTS = "view_own_assignments"
    EDIT_DRAFT = "edit_draft"  # upload a notice and review what the reader drafted
    GIVE_TASKS = "give_tasks"
    GIVE_ORALLY = "give_orally"  # giao việc nhanh
    RELATE = "relate"  # what a notice is to an earlier one
    SET_NUMBER = "set_number"  # also of the written document of an oral order
    REPORT_UP = "report_up"  # the office's own report to a superior was issued
    KEEP_PAPERS = "keep_papers"  # the văn thư's desk: signed scans, papers that came in, letters of urging
    ACKNOWLEDGE = "acknowledge"
    WRITE_PROGRESS = "write_progress"
    HAND_ON = "hand_on"  # inside a unit, to a person
    SEND_FOR_SIGNATURE = "send_for_signature"
    REPORT_DONE = "report_done"
    GIVE_PART = "give_part"  # a coordinating unit to the lead
    RETURN_PART = "return_part"
    DATE_PART = "date_part"
    ASK_EXTENSION = "ask_extension"
    COMMENT = "comment"
    ACCEPT = "accept"
    RETURN = "return"
    DECIDE_EXTENSION = "decide_extension"
    ADJUST_DUE_DATE = "adjust_due_date"
    CONFIRM_CAUSE = "confirm_cause"
    SET_CHECK_DATE = "set_check_date"
    TRANSFER = "transfer"
    STOP = "stop"
    SUPERSEDE = "supersede"
    CANCEL = "cancel"
    CORRECT_DUE_DATE = "correct_due_date"
    CORRECT_UNIT = "correct_unit"
    REMIND = "remind"
    RESTRICT = "restrict"  # who alone may see a task
    SET_RECURRENCE = "set_recurrence"
    MANAGE_LINKS = "manage_links"  # answering without logging in
    VIEW_MEETINGS = "view_meetings"  # the giao ban and its table
    HOLD_MEETING = "hold_meeting"  # set up a series, enter what a meeting decided
    VIEW_REPORTS = "view_reports"
    EDIT_REPORT = "edit_report"  # make a period
    FREEZE = "freeze"
    VIEW_OUTBOX = "view_outbox"
    RETRY_MAIL = "retry_mail"
    VIEW_AUDIT = "view_audit"
    VIEW_SYSTEM = "view_system"
    EDIT_ORGANISATION = "edit_organisation"  # units, people, fields of work, days off
    REORGANISE = "reorganise"  # units merge, split, end
    EDIT_POLICY = "edit_policy"
    HAND_OVER = "hand_over"  # somebody's open items to another
    VIEW_RIGHTS = "view_rights"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with the roles held today, or what acts without logging in (``user_id`` None).

    ``unit_roles`` are pairs of a role and the unit id it is held at. ``public_id`` is opaque and goes into the log.
    """

    user_id: int | None
    public_id: str
    name: str
    office_id: int
    roles: frozenset[Role]
    unit_roles: frozenset[tuple[Role, int]]
    channel: Channel = Channel.WEB

    @property
    def unit_ids(self) -> frozenset[int]:
        """The units the person answers for."""
        return frozenset(unit_id for role, unit_id in self.unit_roles if role in _OF_A_UNIT)


@dataclass(frozen=True, slots=True)
class Concern:
    """Whom an assignment concerns: its unit and that unit's part, and the units with a part in the same task."""

    unit_id: int
    role: AssignmentRole
    lead_unit_ids: frozenset[int] = frozenset()
    coordinating_unit_ids: frozenset[int] = frozenset()


_OF_A_UNIT = frozenset({Role.UNIT_HEAD, Role.UNIT_MEMBER})
_OF_THE_OFFICE = frozenset({Role.CHIEF, Role.STAFF})

_ANYONES = frozenset(Relation)
_OWN = frozenset({Relation.OWN})
_TASKS = frozenset({Relation.OWN, Relation.LEADING, Relation.COORDINATING})

# A unit's own answers; the office may record them on its behalf, after a call or a paper.
_ANSWERS = frozenset(
    {
        Action.ACKNOWLEDGE,
        Action.WRITE_PROGRESS,
        Action.HAND_ON,
        Action.SEND_FOR_SIGNATURE,
        Action.REPORT_DONE,
        Action.GIVE_PART,
        Action.ASK_EXTENSION,
    }
)
# What the lead does to the parts of those who coordinate.
_OF_THE_LEAD = frozenset({Action.RETURN_PART, Action.DATE_PART})
_DECISIONS = frozenset({Action.ACCEPT, Action.RETURN, Action.DECIDE_EXTENSION, Action.ADJUST_DUE_DATE})
_ENDINGS = frozenset(
    {Action.CONFIRM_CAUSE, Action.TRANSFER, Action.STOP, Action.SUPERSEDE, Action.CANCEL}
    | {Action.CORRECT_DUE_DATE, Action.CORRECT_UNIT}
)
_MAIL = frozenset({Action.VIEW_OUTBOX, Action.RETRY_MAIL})

_STAFF = (
    frozenset(
        {
            Action.VIEW_DESK,
            Action.VIEW_ALL_ASSIGNMENTS,
            Action.EDIT_DRAFT,
            Action.GIVE_TASKS,
            Action.GIVE_ORALLY,
            Action.RELATE,
            Action.SET_NUMBER,
            Action.REPORT_UP,
            Action.KEEP_PAPERS,
            Action.VIEW_MEETINGS,
            Action.HOLD_MEETING,
            Action.VIEW_REPORTS,
            Action.EDIT_REPORT,
            Action.COMMENT,
            Action.SET_CHECK_DATE,
            Action.REMIND,
            Action.RESTRICT,
            Action.SET_RECURRENCE,
            Action.MANAGE_LINKS,
        }
    )
    | _ANSWERS
    | _OF_THE_LEAD
    | _DECISIONS
    | _MAIL
)
_ADMIN = frozenset(
    {Action.VIEW_SYSTEM, Action.VIEW_AUDIT, Action.EDIT_ORGANISATION}
    | {Action.REORGANISE, Action.HAND_OVER, Action.VIEW_RIGHTS}
)
_LEADER = _DECISIONS | {
    Action.VIEW_DESK,
    Action.VIEW_ALL_ASSIGNMENTS,
    Action.VIEW_MEETINGS,
    Action.VIEW_REPORTS,
    Action.GIVE_ORALLY,
    Action.CONFIRM_CAUSE,
    Action.COMMENT,
}


def _anyones(actions: Collection[Action]) -> dict[Action, frozenset[Relation]]:
    return dict.fromkeys(sorted(actions), _ANYONES)


_UNIT = MappingProxyType(
    dict.fromkeys(sorted(_ANSWERS - {Action.HAND_ON}), _OWN)
    | dict.fromkeys(sorted(_OF_THE_LEAD), frozenset({Relation.LEADING}))
    | {Action.VIEW_OWN_ASSIGNMENTS: _TASKS, Action.COMMENT: _TASKS}
)

# What each role may do, and to the assignments of whom as seen from the unit it is held at.
TABLE: Mapping[Role, Mapping[Action, frozenset[Relation]]] = MappingProxyType(
    {
        # The administrator keeps the machine running and reads no assignments.
        Role.ADMIN: _anyones(_MAIL | _ADMIN),
        # In a commune the chief is also the one who looks after the installation.
        Role.CHIEF: _anyones(_STAFF | _ENDINGS | _ADMIN | {Action.FREEZE, Action.EDIT_POLICY}),
        Role.STAFF: _anyones(_STAFF),
        Role.LEADER: _anyones(_LEADER),
        Role.CLERK: _anyones(
            _MAIL
            | {Action.VIEW_ALL_ASSIGNMENTS, Action.VIEW_MEETINGS, Action.EDIT_DRAFT, Action.SET_NUMBER}
            | {Action.REPORT_UP, Action.KEEP_PAPERS}
        ),
        Role.UNIT_HEAD: MappingProxyType({**_UNIT, Action.HAND_ON: _OWN}),
        Role.UNIT_MEMBER: _UNIT,
    }
)


def allowed(actor: Actor, action: Action) -> bool:
    """Whether one of the person's roles allows the act, at any unit."""
    return any(action in TABLE[role] for role in actor.roles)


def check(actor: Actor, action: Action) -> None:
    """Raise ``permission.denied`` unless the act is allowed."""
    if not allowed(actor, action):
        raise DomainError("permission.denied", action=action)


def relation(unit_id: int, concern: Concern) -> Relation:
    """What a unit is to an assignment. Units that share a part of a task do not see each other's answers: another
    lead is OTHER to a lead, and so is one coordinating unit to another."""
    if unit_id == concern.unit_id:
        return Relation.OWN
    if concern.role is AssignmentRole.COORDINATING and unit_id in concern.lead_unit_ids:
        return Relation.LEADING
    if concern.role is AssignmentRole.LEAD and unit_id in concern.coordinating_unit_ids:
        return Relation.COORDINATING
    return Relation.OTHER


def may(actor: Actor, action: Action, concern: Concern) -> bool:
    """Whether the person may do the act to the assignment: some role allows it, as seen from the unit it is held at."""
    return any(relation(unit_id, concern) in TABLE[role].get(action, frozenset()) for role, unit_id in actor.unit_roles)


def may_see(actor: Actor, concern: Concern) -> bool:
    """Whether the person may read the assignment."""
    return allowed(actor, Action.VIEW_ALL_ASSIGNMENTS) or may(actor, Action.VIEW_OWN_ASSIGNMENTS, concern)


def records_for_others(actor: Actor) -> bool:
    """Whether the person records at the office what units answer on paper or by telephone."""
    return not actor.roles.isdisjoint(_OF_THE_OFFICE)


def self_confirmed(*, assignment_unit_id: int, office_unit_id: int | None, decider_roles: Collection[Role]) -> bool:
    """Whether the office confirms its own work: its own assignment, decided by somebody who is not a leader."""
    return assignment_unit_id == office_unit_id and Role.LEADER not in decider_roles
