"""The office's rules: each change is a version of its own, and what was given before stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.domain.errors import DomainError
from app.models import AuditEntry, Policy
from app.services import policy
from app.services.policy import LIMITS, MAY_BE_EMPTY, Change, Choices
from app.services.rules import Rules, load_rules
from app.wording.policy import RULES
from tests.services.giving import Giving

USUAL = Choices()


def change(session, cast, clock, *, who: str = "chief", seen: int = 0, **values: object) -> int:
    _, now = policy.current(session, office_id=cast.office.id)
    choices = replace(now, **values)
    return policy.change(session, actor=cast.actor(who), clock=clock, seen=seen, choices=choices)


def test_an_office_that_chose_nothing_has_the_rules_of_the_domain(session, cast):
    assert policy.current(session, office_id=cast.office.id) == (0, USUAL)
    rules: Rules = load_rules(session, office_id=cast.office.id)
    for name in RULES:
        homes = [home for home in (rules.practice, rules.policy, rules.urging) if hasattr(home, name)]
        assert {getattr(home, name) for home in homes} == {getattr(USUAL, name)}, name


def test_each_change_is_a_version_and_none_is_edited(session, cast, clock):
    assert change(session, cast, clock, decide_working_days=3) == 1
    assert change(session, cast, clock, seen=1, extensions_limit=2, roll_fixed_dates=True) == 2
    rows = session.scalars(select(Policy).order_by(Policy.version)).all()
    assert [(row.version, row.decide_working_days, row.extensions_limit) for row in rows] == [(1, 3, None), (2, 3, 2)]
    newest, first = policy.history(session, actor=cast.chief)
    assert (newest.version, newest.recorder, newest.recorded_at) == (2, "Chánh Văn phòng Vinh", clock.now())
    assert newest.changes == (Change("roll_fixed_dates", False, True), Change("extensions_limit", None, 2))
    assert first.changes == (Change("decide_working_days", 2, 3),)
    rules = load_rules(session, office_id=cast.office.id)
    assert (rules.policy_version, rules.practice.extensions_limit, rules.policy.roll_fixed_dates) == (2, 2, True)


def test_a_form_sent_unchanged_writes_nothing(session, cast, clock):
    assert change(session, cast, clock) == 0
    assert session.scalars(select(Policy)).all() == []
    assert session.scalars(select(AuditEntry).where(AuditEntry.action == "policy.changed")).all() == []


def test_the_log_says_which_rules_were_changed(session, cast, clock):
    change(session, cast, clock, update_days=7)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "policy.changed")).one()
    assert (entry.subject, entry.payload) == ("policy:1", {"changed": ["update_days"]})


def test_deadlines_already_given_do_not_move(session, cast, clock):
    saturday = date(2023, 9, 23)
    give = Giving(cast, clock)
    before = give("noi_vu", due=saturday)
    change(session, cast, clock, roll_fixed_dates=True, exclusive_is_day_before=True)
    session.refresh(before)
    assert before.due_on == saturday
    assert give("tu_phap", due=saturday).due_on == date(2023, 9, 25), "given after, it is moved to Monday"


def refused(code: str, session, cast, clock, **asked: object) -> DomainError:
    with pytest.raises(DomainError) as caught:
        change(session, cast, clock, **asked)
    assert caught.value.code == code
    return caught.value


@pytest.mark.parametrize("name", LIMITS)
def test_each_number_has_a_range_and_only_some_may_be_left_empty(session, cast, clock, name):
    least, most = LIMITS[name]
    for wrong in (least - 1, most + 1):
        assert refused("policy.range", session, cast, clock, **{name: wrong}).params["field"] == name
    if name in MAY_BE_EMPTY:
        change(session, cast, clock, **{name: None})
    else:
        refused("policy.range", session, cast, clock, **{name: None})
    _, now = policy.current(session, office_id=cast.office.id)
    edge = most if getattr(now, name) != most else least
    version, _ = policy.current(session, office_id=cast.office.id)
    assert change(session, cast, clock, seen=version, **{name: edge}) == version + 1


def test_two_who_change_at_once_do_not_overwrite_each_other(session, cast, clock):
    change(session, cast, clock, link_days=10)
    refused("stale", session, cast, clock, seen=0, link_days=20)


@pytest.mark.parametrize("who", ["staff", "leader", "clerk", "admin", "noi_vu_head"])
def test_only_the_chief_changes_the_rules(session, cast, clock, who):
    refused("permission.denied", session, cast, clock, who=who, link_days=10)
