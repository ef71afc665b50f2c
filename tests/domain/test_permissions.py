"""Who may do what: the table, line by line, and the rules about units."""

from __future__ import annotations

import pytest

from app.domain.errors import DomainError
from app.domain.permissions import TABLE, Action, Actor, allowed, check, may_act_for, may_see, self_confirmed
from app.domain.terms import AssignmentRole, Role

OFFICE_UNIT, ECONOMY, CULTURE = 1, 2, 3

OFFICE = {Role.CHIEF, Role.STAFF}
UNIT = {Role.UNIT_HEAD, Role.UNIT_MEMBER}
READS_ALL = OFFICE | {Role.LEADER, Role.CLERK}
MAIL = OFFICE | {Role.CLERK, Role.ADMIN}

WHO_MAY = {
    Action.VIEW_DESK: OFFICE | {Role.LEADER},
    Action.VIEW_ALL_ASSIGNMENTS: READS_ALL,
    Action.VIEW_OWN_ASSIGNMENTS: UNIT,
    Action.EDIT_DRAFT: OFFICE | {Role.CLERK},
    Action.GIVE_TASKS: OFFICE,
    Action.SET_NUMBER: OFFICE | {Role.CLERK},
    Action.ACKNOWLEDGE: OFFICE | UNIT,
    Action.WRITE_PROGRESS: OFFICE | UNIT,
    Action.REPORT_DONE: OFFICE | UNIT,
    Action.ACCEPT: OFFICE | {Role.LEADER},
    Action.RETURN: OFFICE | {Role.LEADER},
    Action.CANCEL: {Role.CHIEF},
    Action.CORRECT_DUE_DATE: {Role.CHIEF},
    Action.VIEW_REPORTS: OFFICE | {Role.LEADER},
    Action.EDIT_REPORT: OFFICE,
    Action.FREEZE: {Role.CHIEF},
    Action.VIEW_OUTBOX: MAIL,
    Action.RETRY_MAIL: MAIL,
    Action.VIEW_AUDIT: {Role.ADMIN, Role.CHIEF},
    Action.VIEW_SYSTEM: {Role.ADMIN, Role.CHIEF},
    Action.EDIT_ORGANISATION: {Role.ADMIN, Role.CHIEF},
}


def holding(*unit_roles: tuple[Role, int]) -> Actor:
    roles = frozenset(role for role, _ in unit_roles)
    return Actor(7, "u7", "Nguyễn Văn Thử", 1, roles, frozenset(unit_roles))


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_the_table_says(role: Role, action: Action) -> None:
    actor = holding((role, OFFICE_UNIT))
    assert allowed(actor, action) == (role in WHO_MAY[action])
    if role in WHO_MAY[action]:
        check(actor, action)
    else:
        with pytest.raises(DomainError, match=r"permission\.denied"):
            check(actor, action)


def test_every_role_stands_in_the_table() -> None:
    assert set(TABLE) == set(Role)


def test_somebody_without_a_role_may_do_nothing() -> None:
    assert not any(allowed(holding(), action) for action in Action)


def test_two_roles_may_do_what_either_may() -> None:
    both = holding((Role.CLERK, OFFICE_UNIT), (Role.UNIT_MEMBER, ECONOMY))
    assert allowed(both, Action.SET_NUMBER)
    assert allowed(both, Action.REPORT_DONE)


def test_a_unit_reads_what_it_leads_or_coordinates_and_nothing_else() -> None:
    head = holding((Role.UNIT_HEAD, ECONOMY))
    assert may_see(head, unit_ids=[CULTURE, ECONOMY])
    assert not may_see(head, unit_ids=[CULTURE])


@pytest.mark.parametrize("role", Role)
def test_the_office_leaders_and_the_clerk_read_all_and_the_administrator_none(role: Role) -> None:
    assert may_see(holding((role, OFFICE_UNIT)), unit_ids=[ECONOMY]) == (role in READS_ALL)


def test_a_role_at_the_office_does_not_make_somebody_answer_for_its_unit() -> None:
    mixed = holding((Role.LEADER, OFFICE_UNIT), (Role.UNIT_MEMBER, ECONOMY))
    assert mixed.unit_ids == {ECONOMY}


@pytest.mark.parametrize("action", [Action.ACKNOWLEDGE, Action.WRITE_PROGRESS, Action.REPORT_DONE])
def test_a_unit_answers_for_itself_and_the_office_for_any(action: Action) -> None:
    member, staff = holding((Role.UNIT_MEMBER, ECONOMY)), holding((Role.STAFF, OFFICE_UNIT))
    leader = holding((Role.LEADER, OFFICE_UNIT))
    assert may_act_for(member, action, unit_id=ECONOMY)
    assert not may_act_for(member, action, unit_id=CULTURE)
    assert may_act_for(staff, action, unit_id=CULTURE)
    assert not may_act_for(leader, action, unit_id=ECONOMY)


def test_a_coordinating_unit_acknowledges_and_writes_but_does_not_report_done() -> None:
    head = holding((Role.UNIT_HEAD, ECONOMY))
    may = {
        action: may_act_for(head, action, unit_id=ECONOMY, role=AssignmentRole.COORDINATING)
        for action in (Action.ACKNOWLEDGE, Action.WRITE_PROGRESS, Action.REPORT_DONE)
    }
    assert may == {Action.ACKNOWLEDGE: True, Action.WRITE_PROGRESS: True, Action.REPORT_DONE: False}


def test_deciding_does_not_depend_on_the_unit() -> None:
    assert may_act_for(holding((Role.LEADER, OFFICE_UNIT)), Action.ACCEPT, unit_id=ECONOMY)
    assert not may_act_for(holding((Role.UNIT_HEAD, ECONOMY)), Action.ACCEPT, unit_id=ECONOMY)


@pytest.mark.parametrize(
    ("unit_id", "office_unit_id", "roles", "expected"),
    [
        pytest.param(OFFICE_UNIT, OFFICE_UNIT, [Role.CHIEF], True, id="the chief confirms the office's own work"),
        pytest.param(OFFICE_UNIT, OFFICE_UNIT, [Role.CHIEF, Role.LEADER], False, id="a leader who is also the chief"),
        pytest.param(OFFICE_UNIT, OFFICE_UNIT, [Role.LEADER], False, id="the leader confirms the office's work"),
        pytest.param(ECONOMY, OFFICE_UNIT, [Role.STAFF], False, id="the office confirms another unit's work"),
        pytest.param(ECONOMY, None, [Role.STAFF], False, id="the office is no unit of its own"),
    ],
)
def test_the_office_confirming_itself_is_marked(
    unit_id: int, office_unit_id: int | None, roles: list[Role], expected: bool
) -> None:
    marked = self_confirmed(assignment_unit_id=unit_id, office_unit_id=office_unit_id, decider_roles=roles)
    assert marked is expected
