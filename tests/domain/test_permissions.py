"""Who may do what: the table, line by line, and the rules about units."""

from __future__ import annotations

import pytest

from app.domain.errors import DomainError
from app.domain.permissions import TABLE, Action, Actor, Concern, allowed, check, may, may_see, relation, self_confirmed
from app.domain.terms import AssignmentRole, Relation, Role

OFFICE_UNIT, ECONOMY, CULTURE, JUSTICE, HOME = 1, 2, 3, 4, 5

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
    Action.GIVE_ORALLY: OFFICE | {Role.LEADER},
    Action.RELATE: OFFICE,
    Action.REPORT_UP: OFFICE | {Role.CLERK},
    Action.KEEP_PAPERS: OFFICE | {Role.CLERK},
    Action.VIEW_MEETINGS: OFFICE | {Role.LEADER, Role.CLERK},
    Action.HOLD_MEETING: OFFICE,
    Action.SET_NUMBER: OFFICE | {Role.CLERK},
    Action.ACKNOWLEDGE: OFFICE | UNIT,
    Action.WRITE_PROGRESS: OFFICE | UNIT,
    Action.REPORT_DONE: OFFICE | UNIT,
    Action.HAND_ON: OFFICE | {Role.UNIT_HEAD},
    Action.SEND_FOR_SIGNATURE: OFFICE | UNIT,
    Action.GIVE_PART: OFFICE | UNIT,
    Action.RETURN_PART: OFFICE | UNIT,
    Action.DATE_PART: OFFICE | UNIT,
    Action.ASK_EXTENSION: OFFICE | UNIT,
    Action.COMMENT: OFFICE | UNIT | {Role.LEADER},
    Action.ACCEPT: OFFICE | {Role.LEADER},
    Action.RETURN: OFFICE | {Role.LEADER},
    Action.DECIDE_EXTENSION: OFFICE | {Role.LEADER},
    Action.ADJUST_DUE_DATE: OFFICE | {Role.LEADER},
    Action.CONFIRM_CAUSE: {Role.CHIEF, Role.LEADER},
    Action.SET_CHECK_DATE: OFFICE,
    Action.TRANSFER: {Role.CHIEF},
    Action.STOP: {Role.CHIEF},
    Action.SUPERSEDE: {Role.CHIEF},
    Action.CANCEL: {Role.CHIEF},
    Action.CORRECT_DUE_DATE: {Role.CHIEF},
    Action.CORRECT_UNIT: {Role.CHIEF},
    Action.REMIND: OFFICE,
    Action.RESTRICT: OFFICE,
    Action.SET_RECURRENCE: OFFICE,
    Action.MANAGE_LINKS: OFFICE,
    Action.VIEW_REPORTS: OFFICE | {Role.LEADER},
    Action.EDIT_REPORT: OFFICE,
    Action.FREEZE: {Role.CHIEF},
    Action.VIEW_OUTBOX: MAIL,
    Action.RETRY_MAIL: MAIL,
    Action.VIEW_AUDIT: {Role.ADMIN, Role.CHIEF},
    Action.VIEW_SYSTEM: {Role.ADMIN, Role.CHIEF},
    Action.EDIT_ORGANISATION: {Role.ADMIN, Role.CHIEF},
    Action.REORGANISE: {Role.ADMIN, Role.CHIEF},
    Action.EDIT_POLICY: {Role.CHIEF},
    Action.HAND_OVER: {Role.ADMIN, Role.CHIEF},
    Action.VIEW_RIGHTS: {Role.ADMIN, Role.CHIEF},
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


LED = Concern(ECONOMY, AssignmentRole.LEAD, frozenset({ECONOMY, JUSTICE}), frozenset({CULTURE}))
COORDINATED = Concern(CULTURE, AssignmentRole.COORDINATING, frozenset({ECONOMY, JUSTICE}), frozenset({CULTURE, HOME}))


@pytest.mark.parametrize(
    ("unit", "to_the_lead", "to_the_part"),
    [
        pytest.param(ECONOMY, Relation.OWN, Relation.LEADING, id="a lead"),
        pytest.param(JUSTICE, Relation.OTHER, Relation.LEADING, id="another lead of the same task"),
        pytest.param(CULTURE, Relation.COORDINATING, Relation.OWN, id="who coordinates"),
        pytest.param(HOME, Relation.OTHER, Relation.OTHER, id="who coordinates another part"),
        pytest.param(OFFICE_UNIT, Relation.OTHER, Relation.OTHER, id="who has nothing to do with it"),
    ],
)
def test_what_a_unit_is_to_an_assignment(unit: int, to_the_lead: Relation, to_the_part: Relation) -> None:
    assert (relation(unit, LED), relation(unit, COORDINATED)) == (to_the_lead, to_the_part)


def test_a_unit_reads_what_it_leads_or_coordinates_and_nothing_else() -> None:
    seen = {unit: may_see(holding((Role.UNIT_HEAD, unit)), LED) for unit in (ECONOMY, JUSTICE, CULTURE)}
    assert seen == {ECONOMY: True, JUSTICE: False, CULTURE: True}
    assert may_see(holding((Role.UNIT_HEAD, ECONOMY)), COORDINATED)


@pytest.mark.parametrize("role", Role)
def test_the_office_leaders_and_the_clerk_read_all_and_the_administrator_none(role: Role) -> None:
    assert may_see(holding((role, OFFICE_UNIT)), LED) == (role in READS_ALL)


def test_a_role_at_the_office_does_not_make_somebody_answer_for_its_unit() -> None:
    mixed = holding((Role.LEADER, OFFICE_UNIT), (Role.UNIT_MEMBER, ECONOMY))
    assert mixed.unit_ids == {ECONOMY}


@pytest.mark.parametrize("action", [Action.ACKNOWLEDGE, Action.WRITE_PROGRESS, Action.REPORT_DONE])
def test_a_unit_answers_for_itself_and_the_office_for_any(action: Action) -> None:
    assert may(holding((Role.UNIT_MEMBER, ECONOMY)), action, LED)
    assert not may(holding((Role.UNIT_MEMBER, JUSTICE)), action, LED)
    assert may(holding((Role.STAFF, OFFICE_UNIT)), action, LED)
    assert not may(holding((Role.LEADER, OFFICE_UNIT)), action, LED)


def test_only_a_lead_sends_a_part_back_or_dates_it() -> None:
    for action in (Action.RETURN_PART, Action.DATE_PART):
        assert may(holding((Role.UNIT_HEAD, ECONOMY)), action, COORDINATED)
        assert not may(holding((Role.UNIT_HEAD, CULTURE)), action, COORDINATED)


def test_a_role_acts_as_seen_from_the_unit_it_is_held_at() -> None:
    both = holding((Role.UNIT_MEMBER, ECONOMY), (Role.UNIT_HEAD, CULTURE))
    assert not may(both, Action.HAND_ON, LED)  # the head of another unit, a member of this one
    assert may(both, Action.HAND_ON, COORDINATED)


def test_deciding_does_not_depend_on_the_unit() -> None:
    assert may(holding((Role.LEADER, OFFICE_UNIT)), Action.ACCEPT, LED)
    assert not may(holding((Role.UNIT_HEAD, ECONOMY)), Action.ACCEPT, LED)


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
