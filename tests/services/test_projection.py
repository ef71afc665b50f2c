"""Whatever people do in whatever order: the columns of an assignment equal the fold of its events, and what may never
happen does not."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, example, given, settings, strategies
from sqlalchemy import func, select

from app.adapters.clock import FixedClock
from app.domain.errors import DomainError
from app.domain.lifecycle import FINAL
from app.domain.terms import AssignmentRole, ExtensionState, State
from app.models import AuditEntry, Event
from app.services import audit_seals, recording
from app.services.audit_inspection import Inspected, inspect
from app.services.listing import Wanted, list_assignments
from app.services.rules import load_rules
from app.wording.errors import sentence
from tests.services.giving import Giving
from tests.services.lives import ACTS, PEOPLE, Life

START = date(2023, 9, 14)
# Days that pass before each act, the act, who does it, to which part, and a number that varies what is said.
STEP = strategies.tuples(
    strategies.integers(0, 6),
    strategies.sampled_from(sorted(ACTS)),
    strategies.sampled_from(PEOPLE),
    strategies.integers(0, 3),
    strategies.integers(0, 5),
)
PROJECTED = {
    "state": "state",
    "given_on": "given_on",
    "due_on": "due_on",
    "due_sequence": "due_date_id",
    "exclusive": "due_exclusive",
    "submitted_on": "submitted_on",
    "completed_on": "completed_on",
    "closed_on": "closed_on",
    "last_activity_on": "last_activity_on",
    "acknowledged_on": "acknowledged_on",
    "updated_on": "updated_on",
    "objective": "objective",
    "extension_asked_on": "extension_asked_on",
    "extensions": "extensions_granted",
    "returns": "returns",
    "repeats": "repeats",
}
HEAD, CHIEF, LEADER = "noi_vu_head", "chief", "leader"


# The session is rolled back after the test, not after each example: every example gives a task of its own.
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=strategies.lists(STEP, max_size=14), is_dated=strategies.booleans())
@example(
    [(1, "sign", HEAD, 0, 1), (2, "return", CHIEF, 0, 0), (1, "report", HEAD, 0, 1), (1, "accept", CHIEF, 0, 0)], True
)
@example(
    [(1, "ask", HEAD, 0, 4), (3, "decide", LEADER, 0, 1), (4, "ask", HEAD, 0, 5), (1, "decide", LEADER, 0, 3)], True
)
@example([(1, "transfer", CHIEF, 0, 1), (1, "acknowledge", "tu_phap_head", 2, 0), (1, "transfer", CHIEF, 2, 4)], True)
@example([(1, "wrong_unit", CHIEF, 0, 1), (2, "report", "tu_phap_head", 0, 0), (1, "accept", CHIEF, 0, 0)], True)
@example([(1, "give_part", "kinh_te_head", 1, 0), (1, "return_part", HEAD, 1, 0), (1, "close", CHIEF, 0, 4)], False)
@example([(1, "repeat", CHIEF, 0, 1), (2, "repeat", CHIEF, 1, 3), (1, "repeat", CHIEF, 0, 0)], True)
@example([(9, "cause", LEADER, 0, 1), (1, "no_cause", CHIEF, 0, 4), (1, "close", CHIEF, 0, 0)], True)
def test_after_any_life_the_columns_equal_the_fold_and_nothing_impossible_has_happened(session, cast, steps, is_dated):
    clock = FixedClock.at(START)
    session.expire_all()
    give = Giving(cast, clock)
    give.directive.number = None
    lead, helper = give.task(("noi_vu",), due=date(2023, 9, 29) if is_dated else None, coordinating=("kinh_te",))
    life = Life(cast, clock, [lead, helper])
    entries = session.scalar(select(func.count(AuditEntry.id)))
    for days, name, who, place, number in steps:
        clock.instant += timedelta(days=days, minutes=1)
        before = [_facts(part) for part in life.parts]
        refusal = _refusal(life, name, who, place, number)
        assert refusal is None or ([_facts(part) for part in life.parts] == before and sentence(refusal))
        _check(life, before)
    assert session.scalar(select(func.count(AuditEntry.id))) >= entries + len(life.done)
    _check_columns(session, life, clock.today())
    _check_log(session, cast, clock)


def _check_log(session, cast, clock):
    """The audit log, sealed some days later, verifies; the seals go again, since the next life begins earlier."""
    later = FixedClock(clock.instant + timedelta(days=3))
    session.flush()
    tried = session.begin_nested()
    for office_id, day in audit_seals.days_to_seal(session, clock=later):
        seal = audit_seals.make_seal(session, office_id=office_id, day=day)
        assert seal is not None
        assert audit_seals.put_seal(session, clock=later, seal=seal)
    looked_at = Inspected()
    findings = list(inspect(session, office_id=cast.office.id, clock=later, so_far=looked_at))
    tried.rollback()
    assert (findings, looked_at.entries > 0) == ([], True)


def _refusal(life: Life, name: str, who: str, place: int, number: int) -> DomainError | None:
    try:
        life.act(name, who, place, number)
    except DomainError as refused:
        return refused
    return None


def _facts(part: Any) -> tuple[object, ...]:
    return part.state, part.due_on, part.unit_id, len(part.events), len(part.due_dates)


def _check(life: Life, before: list[tuple[object, ...]]) -> None:
    """Final states stay final, and no deadline moves without a row of its own."""
    for part, (state, due_on, _, _, rows) in zip(life.parts, before, strict=False):
        assert state not in FINAL or part.state is state
        assert part.due_on == due_on or len(part.due_dates) == rows + 1
    _check_parts(life)


def _check_parts(life: Life) -> None:
    """One open lead a task, at a unit that has no other open part in it; coordination ends with the last lead."""
    open_parts = [part for part in life.parts if part.state not in FINAL]
    leads = [part for part in open_parts if part.role is AssignmentRole.LEAD]
    assert len(leads) <= 1
    assert max(Counter(part.unit_id for part in open_parts).values(), default=0) <= 1
    assert leads or not open_parts
    done = sum(part.state is State.DONE and part.role is AssignmentRole.LEAD for part in life.parts)
    assert done + len(leads) <= 1


def _check_columns(session, life, today):
    session.flush()
    rules = load_rules(session, office_id=life.cast.office.id)
    wanted = Wanted(directive_id=life.parts[0].task.directive_id)
    listed = list_assignments(session, actor=life.cast.chief, rules=rules, today=today, wanted=wanted).items
    courses = {row.public_id: row.course for row in listed}
    for part in life.parts:
        session.refresh(part)
        course = recording.course_of(part)
        projected = {name: getattr(part, column) for name, column in PROJECTED.items()}
        assert projected == {name: getattr(course, name) for name in PROJECTED}
        assert course.unit_id in (None, part.unit_id)
        assert part.self_confirmed == any(event.self_confirmed for event in part.events)
        assert {name: getattr(courses[part.public_id], name) for name in PROJECTED} == projected
        _check_requests(part)


def _check_requests(part):
    """The counters add up, and nobody decided what he had asked for."""
    states = Counter(request.state for request in part.requests)
    assert states[ExtensionState.OPEN] == (part.extension_asked_on is not None)
    assert states[ExtensionState.GRANTED] + states[ExtensionState.COUNTERED] == part.extensions_granted
    for event in part.events:
        if event.extension is not None and event.decider_id is not None:
            assert event.decider_id != event.extension.asker_id


def test_a_life_of_many_acts_is_among_those_that_were_tried(session, cast):
    """Random acts are mostly refused; this one goes the whole way, so that the checks above are known to see it."""
    clock = FixedClock.at(START)
    lead, helper = Giving(cast, clock).task(("noi_vu",), due=date(2023, 9, 29), coordinating=("kinh_te",))
    life = Life(cast, clock, [lead, helper])
    way = [("acknowledge", HEAD, 0), ("hand_on", HEAD, 0), ("ask", HEAD, 6), ("decide", LEADER, 9), ("sign", HEAD, 0)]
    way += [("report", HEAD, 1), ("return", CHIEF, 0), ("report", HEAD, 1), ("accept", CHIEF, 0), ("cause", LEADER, 1)]
    for name, who, number in way:
        with suppress(DomainError):
            life.act(name, who, 0, number)
    assert life.done == [name for name, _, _ in way]
    assert session.scalar(select(func.count(Event.id)).where(Event.assignment_id == lead.id)) == len(way) + 1
    assert (lead.state, helper.state, lead.objective, lead.returns) == (State.DONE, State.DONE, True, 1)
