"""The table of turns: every state, act and part either moves or is refused, with a code and a sentence of its own."""

from __future__ import annotations

from itertools import product

import pytest

from app.domain.errors import DomainError
from app.domain.lifecycle import ACTION_FOR, AS_OF, FINAL, NOT_CLOSED, TURNS, is_possible, next_state
from app.domain.permissions import TABLE, Actor, Concern, may
from app.domain.terms import AssignmentRole, EventKind, Relation, Role, State
from app.wording.errors import ERRORS, sentence
from app.wording.terms import word

OWN, LEAD, HELPER, OTHER = 1, 2, 3, 4
KINDS = [kind for kind in EventKind if kind is not EventKind.GIVEN]

# Where each act is possible and where it leads, written out a second time, by hand.
OPEN, SEEN, WORK, SIGN, WAIT, PART, DONE = list(State)[:7]
WITH_UNIT, ALL_OPEN = {OPEN, SEEN, WORK}, {OPEN, SEEN, WORK, SIGN, WAIT, PART}
STAYS = None
BY_HAND: dict[EventKind, tuple[set[State], State | None]] = {
    EventKind.ACKNOWLEDGED: ({OPEN}, SEEN),
    EventKind.HANDED_ON: (WITH_UNIT | {SIGN, WAIT}, STAYS),
    EventKind.SENT_FOR_SIGNATURE: (WITH_UNIT, SIGN),
    EventKind.SUBMITTED: (WITH_UNIT | {SIGN}, WAIT),
    EventKind.ACCEPTED: ({WAIT}, DONE),
    EventKind.RETURNED: ({WAIT, SIGN}, WORK),
    EventKind.PART_GIVEN: (WITH_UNIT, PART),
    EventKind.PART_RETURNED: ({PART}, WORK),
    EventKind.PART_DATED: (WITH_UNIT, STAYS),
    EventKind.EXTENSION_ASKED: (WITH_UNIT, STAYS),
    EventKind.EXTENSION_WITHDRAWN: (ALL_OPEN, STAYS),
    EventKind.EXTENSION_GRANTED: (ALL_OPEN, STAYS),
    EventKind.EXTENSION_COUNTERED: (ALL_OPEN, STAYS),
    EventKind.EXTENSION_REFUSED: (ALL_OPEN, STAYS),
    EventKind.DUE_ADJUSTED: (ALL_OPEN, STAYS),
    EventKind.DUE_CORRECTED: (ALL_OPEN | {DONE}, STAYS),
    EventKind.CAUSE_CONFIRMED: (ALL_OPEN | {DONE}, STAYS),
    EventKind.CAUSE_WITHDRAWN: (ALL_OPEN | {DONE}, STAYS),
    EventKind.CHECK_DATED: (ALL_OPEN, STAYS),
    EventKind.UNIT_CORRECTED: (WITH_UNIT, OPEN),
    EventKind.REPEATED: (ALL_OPEN, STAYS),
    EventKind.URGED: (ALL_OPEN, STAYS),
    EventKind.FORMALISED: (ALL_OPEN | {DONE}, STAYS),
    EventKind.SUCCEEDED: (ALL_OPEN, STAYS),
    EventKind.STOPPED: (ALL_OPEN, State.NOT_IMPLEMENTED),
    EventKind.TRANSFERRED: (ALL_OPEN, State.TRANSFERRED),
    EventKind.SUPERSEDED: (ALL_OPEN, State.SUPERSEDED),
    EventKind.CANCELLED: (ALL_OPEN, State.CANCELLED),
}
OF_A_HELPER = {EventKind.PART_GIVEN, EventKind.PART_RETURNED, EventKind.PART_DATED}
OF_BOTH = {
    EventKind.ACKNOWLEDGED,
    EventKind.PROGRESS,
    EventKind.HANDED_ON,
    EventKind.DUE_CORRECTED,
    EventKind.CHECK_DATED,
    EventKind.UNIT_CORRECTED,
    EventKind.REPEATED,
    EventKind.URGED,
    EventKind.FORMALISED,
    EventKind.SUCCEEDED,
    EventKind.STOPPED,
    EventKind.SUPERSEDED,
    EventKind.CANCELLED,
}


def expected(kind: EventKind, state: State) -> State | None:
    if kind is EventKind.PROGRESS:
        return WORK if state in WITH_UNIT else state if state in ALL_OPEN else None
    where, to = BY_HAND[kind]
    return (to or state) if state in where else None


@pytest.mark.parametrize("kind", KINDS)
def test_an_act_leads_where_the_table_written_by_hand_says(kind):
    for state in State:
        role = AssignmentRole.COORDINATING if kind in OF_A_HELPER else AssignmentRole.LEAD
        after = expected(kind, state)
        assert is_possible(kind, state, role) == (after is not None)
        if after is not None:
            assert next_state(kind, state, role) is after


def test_every_act_is_for_the_part_it_is_for():
    for kind, role in product(KINDS, AssignmentRole):
        fits = kind in OF_BOTH or (kind in OF_A_HELPER) == (role is AssignmentRole.COORDINATING)
        assert any(is_possible(kind, state, role) for state in State) == fits, (kind, role)


def somebody(role: Role, relation: Relation) -> tuple[Actor, Concern]:
    """A person with the role whose unit stands in the relation to the assignment."""
    unit = {Relation.OWN: OWN, Relation.LEADING: LEAD, Relation.COORDINATING: HELPER, Relation.OTHER: OTHER}[relation]
    part = AssignmentRole.COORDINATING if relation is Relation.LEADING else AssignmentRole.LEAD
    concern = Concern(OWN, part, frozenset({LEAD}), frozenset({HELPER}))
    return Actor(7, "u7", "Nguyễn Văn Thử", 1, frozenset({role}), frozenset({(role, unit)})), concern


@pytest.mark.parametrize("relation", Relation)
@pytest.mark.parametrize("role", Role)
def test_every_state_act_and_role_either_moves_or_is_refused_with_a_sentence(role, relation):
    actor, concern = somebody(role, relation)
    for kind, state, part in product(KINDS, State, AssignmentRole):
        assert may(actor, ACTION_FOR[kind], concern) == (relation in TABLE[role].get(ACTION_FOR[kind], ()))
        if is_possible(kind, state, part):
            assert next_state(kind, state, part) is AS_OF[kind][state]
            continue
        with pytest.raises(DomainError) as refused:
            next_state(kind, state, part)
        said = sentence(refused.value)
        assert said.endswith("."), (kind, state)
        assert word(state) in said or refused.value.code.startswith("part.")


def test_the_refusals_of_two_acts_are_not_the_same():
    codes = {}
    for kind in KINDS:
        role = AssignmentRole.COORDINATING if kind in OF_A_HELPER else AssignmentRole.LEAD
        for state in NOT_CLOSED:
            if not is_possible(kind, state, role):
                with pytest.raises(DomainError) as refused:
                    next_state(kind, state, role)
                codes.setdefault(refused.value.code, set()).add(kind)
    assert {len(kinds) for kinds in codes.values()} == {1}


def test_nothing_leads_out_of_a_final_state():
    for turn, state in product(TURNS, FINAL):
        if state in turn.of:
            assert turn.leads_to(state) is state


def test_what_is_checked_besides_has_a_sentence_too():
    for turn in TURNS:
        for guard in turn.guards:
            assert guard in ERRORS or (guard.endswith("…") and any(code.startswith(guard[:-1]) for code in ERRORS)), (
                guard
            )
