"""What becomes of everything that units hold when they change: no part is lost, and none comes to a unit twice."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import DomainError
from app.domain.lifecycle import NOT_CLOSED
from app.domain.reorganising import (
    Duty,
    Fate,
    OpenPart,
    Order,
    Post,
    UnitFacts,
    check_order,
    last_day,
    settle_duties,
    settle_links,
    settle_parts,
    settle_posts,
)
from app.domain.terms import AssignmentRole, ReorganisationKind, Role, State

LEAD, HELPS = AssignmentRole.LEAD, AssignmentRole.COORDINATING
OLD, OTHER_OLD, NEW, OTHER_NEW = 1, 2, 3, 4
DAY = date(2025, 7, 1)
TODAY = date(2025, 7, 3)
GIVEN, DUE = date(2025, 6, 2), date(2025, 6, 30)


def part(assignment_id: int, unit_id: int, **values: object) -> OpenPart:
    usual = {"task_id": 1, "period": "", "role": LEAD, "state": State.IN_PROGRESS, "given_on": GIVEN, "due_on": DUE}
    return OpenPart(assignment_id=assignment_id, unit_id=unit_id, **(usual | values))  # type: ignore[arg-type]


def to_new(parts: list[OpenPart]) -> dict[int, int]:
    return {each.assignment_id: NEW for each in parts}


def told(parts: list[OpenPart]) -> list[tuple[str, int | None, int | None]]:
    return [(each.fate.value, each.gives_way_to, each.due_of) for each in settle_parts(parts, to_new(parts))]


MOVES, STAYS = ("moves", None, None), ("stays", None, None)


@pytest.mark.parametrize(
    ("parts", "outcome"),
    [
        pytest.param([part(1, OLD), part(2, OTHER_OLD, task_id=2)], [MOVES, MOVES], id="different tasks both move"),
        pytest.param([part(1, OLD), part(2, OTHER_OLD, period="2025-06")], [MOVES, MOVES], id="so do other periods"),
        pytest.param([part(1, OLD, role=HELPS), part(2, NEW)], [("gives_way", 2, None), STAYS],
                     id="a coordinating part gives way to the successor's lead"),
        pytest.param([part(1, OLD), part(2, NEW, role=HELPS)], [MOVES, ("gives_way", 1, None)],
                     id="the successor's coordinating part gives way to a lead that comes"),
        pytest.param([part(1, OLD, state=State.WAITING), part(2, OTHER_OLD, state=State.OPEN)],
                     [("gives_way", 2, None), MOVES], id="the least far along goes on: the whole is not done before"),
        pytest.param([part(1, OLD, state=State.OPEN), part(2, NEW, state=State.WAITING)],
                     [MOVES, ("gives_way", 1, None)], id="even before the successor's own"),
        pytest.param([part(1, OLD, objective=True, state=State.OPEN), part(2, OTHER_OLD)],
                     [("gives_way", 2, None), MOVES], id="what is rated stays rated"),
        pytest.param([part(1, OLD), part(2, OTHER_OLD, given_on=GIVEN - timedelta(days=1))],
                     [("gives_way", 2, None), MOVES], id="among equals the first given goes on"),
        pytest.param([part(1, OLD), part(2, NEW)], [("gives_way", 2, None), STAYS], id="then the successor's own"),
        pytest.param([part(1, OLD), part(2, OTHER_OLD)], [MOVES, ("gives_way", 1, None)], id="then the first recorded"),
        pytest.param([part(1, OLD), part(2, OTHER_OLD, due_on=DUE + timedelta(days=9))],
                     [("moves", None, 2), ("gives_way", 1, None)], id="it has the later deadline"),
        pytest.param([part(1, OLD, due_on=None), part(2, OTHER_OLD)],
                     [("moves", None, 2), ("gives_way", 1, None)], id="and a deadline if any had one"),
        pytest.param([part(1, OLD), part(2, NEW, role=HELPS, due_on=DUE + timedelta(days=9))],
                     [MOVES, ("gives_way", 1, None)], id="the date of a coordinating part is no lead's deadline"),
    ],
)  # fmt: skip
def test_what_becomes_of_open_parts(parts, outcome):
    assert told(parts) == outcome


UNITS = st.sampled_from((OLD, OTHER_OLD, NEW, OTHER_NEW))
PARTS = st.lists(
    st.builds(
        OpenPart,
        assignment_id=st.integers(1, 10**6),
        task_id=st.integers(1, 4),
        period=st.sampled_from(("", "2025-06")),
        unit_id=UNITS,
        role=st.sampled_from(AssignmentRole),
        state=st.sampled_from(NOT_CLOSED),
        given_on=st.dates(date(2025, 1, 1), date(2025, 6, 30)),
        due_on=st.none() | st.dates(date(2025, 1, 1), date(2025, 12, 31)),
        objective=st.booleans(),
    ),
    max_size=30,
    unique_by=lambda each: each.assignment_id,
)
CHOICES = st.lists(st.sampled_from((OLD, NEW, OTHER_NEW)), min_size=30, max_size=30)


@given(parts=PARTS, choices=CHOICES)
def test_every_open_part_has_one_outcome_and_no_unit_has_a_task_twice(parts, choices):
    goes_to = {each.assignment_id: to for each, to in zip(parts, choices, strict=False)}
    outcomes = settle_parts(parts, goes_to)
    assert [outcome.part for outcome in outcomes] == parts
    slot = lambda each: (each.unit_id, each.part.task_id, each.part.period)  # noqa: E731
    going_on = {slot(each): each for each in outcomes if each.fate is not Fate.GIVES_WAY}
    assert Counter(slot(each) for each in outcomes).keys() == going_on.keys()
    assert len(going_on) == sum(each.fate is not Fate.GIVES_WAY for each in outcomes)
    for each in outcomes:
        assert each.unit_id == goes_to[each.part.assignment_id]
        assert (each.fate is Fate.STAYS) <= (each.part.unit_id == each.unit_id)
        assert (each.fate is Fate.MOVES) <= (each.part.unit_id != each.unit_id)
        assert (each.gives_way_to is None) == (each.fate is not Fate.GIVES_WAY)
        if each.gives_way_to is not None:
            assert each.gives_way_to == going_on[slot(each)].part.assignment_id


@given(parts=PARTS, choices=CHOICES)
def test_nobody_loses_time_a_rating_or_a_lead(parts, choices):
    goes_to = {each.assignment_id: to for each, to in zip(parts, choices, strict=False)}
    outcomes = settle_parts(parts, goes_to)
    by_id = {each.assignment_id: each for each in parts}
    for kept in (each for each in outcomes if each.fate is not Fate.GIVES_WAY):
        due = by_id[kept.due_of].due_on if kept.due_of else kept.part.due_on
        for gone in (each.part for each in outcomes if each.gives_way_to == kept.part.assignment_id):
            assert (gone.role is LEAD) <= (kept.part.role is LEAD)
            if gone.role is kept.part.role:
                assert gone.due_on is None or (due is not None and due >= gone.due_on)
                assert kept.part.objective <= gone.objective


def test_a_recurring_duty_comes_to_a_unit_once():
    duties = [
        Duty(recurrence_id=1, task_id=1, unit_id=OLD, role=HELPS),
        Duty(recurrence_id=2, task_id=1, unit_id=OTHER_OLD, role=LEAD),
        Duty(recurrence_id=3, task_id=2, unit_id=OLD, role=LEAD),
        Duty(recurrence_id=4, task_id=2, unit_id=NEW, role=LEAD),
    ]
    outcomes = {each.duty.recurrence_id: each for each in settle_duties(duties, dict.fromkeys((1, 2, 3, 4), NEW))}
    fates = {n: (each.fate, each.gives_way_to) for n, each in outcomes.items()}
    assert fates == {
        1: (Fate.GIVES_WAY, 2),
        2: (Fate.MOVES, None),
        3: (Fate.GIVES_WAY, 4),
        4: (Fate.STAYS, None),
    }


def post(post_id: int, unit_id: int, start: date = GIVEN, end: date | None = None, *, user_id: int = 7) -> Post:
    return Post(post_id=post_id, user_id=user_id, unit_id=unit_id, role=Role.UNIT_HEAD, valid_from=start, valid_to=end)


def posts_told(posts, there=(), *, goes_to=NEW):
    outcomes = settle_posts(posts, there, {each.post_id: goes_to for each in posts}, effective_on=DAY)
    return [(each.post.post_id, each.unit_id, each.valid_from, each.valid_to, each.joins) for each in outcomes]


LATER = DAY + timedelta(days=30)


@pytest.mark.parametrize(
    ("posts", "there", "outcome"),
    [
        pytest.param([post(1, OLD)], [], [(1, NEW, DAY, None, None)], id="a post goes on from the day"),
        pytest.param([post(1, OLD, LATER)], [], [(1, NEW, LATER, None, None)], id="one that is to begin, from its own"),
        pytest.param([post(1, OLD, GIVEN, DAY - timedelta(days=1))], [], [], id="one that is over stays as it was"),
        pytest.param([post(1, OLD)], [post(2, NEW)], [(1, NEW, GIVEN, None, 2)], id="nobody has the same post twice"),
        pytest.param([post(1, OLD)], [post(2, NEW, GIVEN, LATER)], [(1, NEW, GIVEN, None, 2)], id="the longer rules"),
        pytest.param([post(1, OLD), post(2, OTHER_OLD)], [],
                     [(1, NEW, DAY, None, None), (2, NEW, DAY, None, 1)], id="two posts of one person become one"),
        pytest.param([post(1, OLD)], [post(2, NEW, user_id=8)], [(1, NEW, DAY, None, None)], id="others keep theirs"),
    ],
)  # fmt: skip
def test_what_becomes_of_posts(posts, there, outcome):
    assert posts_told(posts, there) == outcome


def test_a_person_may_be_left_behind():
    assert posts_told([post(1, OLD)], goes_to=None) == [(1, None, DAY, None, None)]
    assert posts_told([post(1, OLD)], goes_to=OLD) == []


def test_fields_go_to_all_who_take_over_and_stay_with_a_unit_that_goes_on():
    split = Order(kind=ReorganisationKind.SPLIT, effective_on=DAY, unit_ids=(OLD,), result_ids=(OLD, NEW))
    assert settle_links({(10, OLD), (11, OTHER_OLD)}, split) == ({(10, NEW)}, set())
    merge = Order(kind=ReorganisationKind.MERGE, effective_on=DAY, unit_ids=(OLD, OTHER_OLD), result_ids=(NEW,))
    links = {(10, OLD), (10, OTHER_OLD), (11, OTHER_OLD), (11, NEW)}
    assert settle_links(links, merge) == ({(10, NEW)}, {(10, OLD), (10, OTHER_OLD), (11, OTHER_OLD)})


FACTS = {
    n: UnitFacts(n, f"Unit {n}", date(2020, 1, 1), None, is_secretariat=n == OTHER_OLD)
    for n in (OLD, OTHER_OLD, NEW, OTHER_NEW)
} | {5: UnitFacts(5, "Unit 5", date(2025, 6, 15), None, False), 6: UnitFacts(6, "Unit 6", GIVEN, DUE, False)}
K = ReorganisationKind


def order(kind: ReorganisationKind, unit_ids: tuple[int, ...], *result_ids: int, on: date = DAY) -> Order:
    return Order(kind=kind, effective_on=on, unit_ids=unit_ids, result_ids=result_ids)


@pytest.mark.parametrize(
    "good",
    [
        order(K.MERGE, (OLD,), NEW),
        order(K.MERGE, (OTHER_OLD,), NEW),
        order(K.CONSOLIDATE, (OLD, OTHER_OLD), -1),
        order(K.SPLIT, (OLD,), OLD, -1),
        order(K.SPLIT, (OTHER_OLD,), OTHER_OLD, -1),
        order(K.RENAME, (OTHER_OLD,)),
        order(K.DISSOLVE, (OLD,)),
        order(K.DISSOLVE, (OLD, 6), NEW, OTHER_NEW),
        order(K.MERGE, (5,), NEW, on=date(2025, 6, 16)),
    ],
)
def test_what_can_be_done(good):
    check_order(good, FACTS, today=TODAY)


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (order(K.MERGE, (), NEW), "reorganisation.units"),
        (order(K.CONSOLIDATE, (OLD,), NEW), "reorganisation.units"),
        (order(K.SPLIT, (OLD, NEW), 5, OTHER_NEW), "reorganisation.units"),
        (order(K.MERGE, (OLD,)), "reorganisation.results"),
        (order(K.MERGE, (OLD,), NEW, OTHER_NEW), "reorganisation.results"),
        (order(K.SPLIT, (OLD,), NEW), "reorganisation.results"),
        (order(K.MERGE, (OLD, NEW), NEW), "reorganisation.into_itself"),
        (order(K.MERGE, (OLD,), NEW, on=date(2025, 7, 4)), "reorganisation.future"),
        (order(K.MERGE, (5,), NEW, on=date(2025, 6, 15)), "reorganisation.too_early"),
        (order(K.MERGE, (OLD,), 5, on=date(2025, 6, 14)), "reorganisation.too_early"),
        (order(K.MERGE, (OLD,), 6), "reorganisation.result_ended"),
        (order(K.SPLIT, (OTHER_OLD,), NEW, OTHER_NEW), "reorganisation.secretariat"),
        (order(K.DISSOLVE, (OTHER_OLD,)), "reorganisation.secretariat"),
    ],
)
def test_what_cannot_be_done(bad, code):
    with pytest.raises(DomainError) as raised:
        check_order(bad, FACTS, today=TODAY)
    assert raised.value.code == code


def test_the_last_day_is_the_day_before_or_the_one_it_had():
    assert last_day(None, DAY) == date(2025, 6, 30)
    assert last_day(date(2025, 6, 20), DAY) == date(2025, 6, 20)
    assert last_day(date(2025, 8, 1), DAY) == date(2025, 6, 30)
