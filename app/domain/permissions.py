"""Who may do what: the table of roles and acts, and the rules that also ask about the unit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from app.domain.errors import DomainError
from app.domain.terms import AssignmentRole, Role


class Action(StrEnum):
    """The acts a person can be allowed."""

    VIEW_DESK = "view_desk"
    VIEW_ALL_ASSIGNMENTS = "view_all_assignments"
    VIEW_OWN_ASSIGNMENTS = "view_own_assignments"
    EDIT_DRAFT = "edit_draft"  # upload a notice and review what the reader drafted
    GIVE_TASKS = "give_tasks"
    SET_NUMBER = "set_number"
    ACKNOWLEDGE = "acknowledge"
    WRITE_PROGRESS = "write_progress"
    REPORT_DONE = "report_done"
    ACCEPT = "accept"
    RETURN = "return"
    CANCEL = "cancel"
    CORRECT_DUE_DATE = "correct_due_date"
    VIEW_REPORTS = "view_reports"
    EDIT_REPORT = "edit_report"  # make a period
    FREEZE = "freeze"
    VIEW_OUTBOX = "view_outbox"
    RETRY_MAIL = "retry_mail"
    VIEW_AUDIT = "view_audit"
    VIEW_SYSTEM = "view_system"
    EDIT_ORGANISATION = "edit_organisation"  # units, people, fields of work, days off


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with the roles held today; ``unit_roles`` are pairs of a role and the unit id it is held at."""

    user_id: int
    public_id: str
    name: str
    office_id: int
    roles: frozenset[Role]
    unit_roles: frozenset[tuple[Role, int]]

    @property
    def unit_ids(self) -> frozenset[int]:
        """The units the person answers for."""
        return frozenset(unit_id for role, unit_id in self.unit_roles if role in _OF_A_UNIT)


_OF_A_UNIT = frozenset({Role.UNIT_HEAD, Role.UNIT_MEMBER})
_OF_THE_OFFICE = frozenset({Role.CHIEF, Role.STAFF})

# A unit's own answers; the office may record them on its behalf, after a call or a paper.
_ANSWERS = frozenset({Action.ACKNOWLEDGE, Action.WRITE_PROGRESS, Action.REPORT_DONE})
_DECISIONS = frozenset({Action.ACCEPT, Action.RETURN})
_MAIL = frozenset({Action.VIEW_OUTBOX, Action.RETRY_MAIL})

_STAFF = (
    frozenset(
        {
            Action.VIEW_DESK,
            Action.VIEW_ALL_ASSIGNMENTS,
            Action.EDIT_DRAFT,
            Action.GIVE_TASKS,
            Action.SET_NUMBER,
            Action.VIEW_REPORTS,
            Action.EDIT_REPORT,
        }
    )
    | _ANSWERS
    | _DECISIONS
    | _MAIL
)
_UNIT = _ANSWERS | {Action.VIEW_OWN_ASSIGNMENTS}

TABLE: Mapping[Role, frozenset[Action]] = MappingProxyType(
    {
        # The administrator keeps the machine running and reads no assignments.
        Role.ADMIN: _MAIL | {Action.VIEW_SYSTEM, Action.VIEW_AUDIT, Action.EDIT_ORGANISATION},
        # In a commune the chief is also the one who looks after the installation.
        Role.CHIEF: _STAFF
        | {Action.CANCEL, Action.CORRECT_DUE_DATE, Action.FREEZE}
        | {Action.VIEW_AUDIT, Action.VIEW_SYSTEM, Action.EDIT_ORGANISATION},
        Role.STAFF: _STAFF,
        Role.LEADER: _DECISIONS | {Action.VIEW_DESK, Action.VIEW_ALL_ASSIGNMENTS, Action.VIEW_REPORTS},
        Role.CLERK: _MAIL | {Action.VIEW_ALL_ASSIGNMENTS, Action.EDIT_DRAFT, Action.SET_NUMBER},
        Role.UNIT_HEAD: _UNIT,
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


def may_see(actor: Actor, *, unit_ids: Collection[int]) -> bool:
    """Whether the person may read an assignment; ``unit_ids`` are those of the task's lead and coordinating units."""
    return allowed(actor, Action.VIEW_ALL_ASSIGNMENTS) or not actor.unit_ids.isdisjoint(unit_ids)


def may_act_for(actor: Actor, action: Action, *, unit_id: int, role: AssignmentRole = AssignmentRole.LEAD) -> bool:
    """Whether the person may do the act on the assignment of the unit.

    A unit answers for its own assignments only, and the office may record the answer of any. Only a lead is reported
    done. Acts that are not a unit's answers do not depend on the unit.
    """
    if action not in _ANSWERS:
        return allowed(actor, action)
    if action is Action.REPORT_DONE and role is not AssignmentRole.LEAD:
        return False
    return not actor.roles.isdisjoint(_OF_THE_OFFICE) or unit_id in actor.unit_ids


def self_confirmed(*, assignment_unit_id: int, office_unit_id: int | None, decider_roles: Collection[Role]) -> bool:
    """Whether the office confirms its own work: its own assignment, decided by somebody who is not a leader."""
    return assignment_unit_id == office_unit_id and Role.LEADER not in decider_roles
