"""Whom the office calls about urgent tasks that nobody has confirmed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.adapters.clock import FixedClock
from app.domain.terms import Role, Urgency
from app.models import Membership
from app.services.unacknowledged import urgent_units
from tests.cast import add_person
from tests.conftest import TODAY
from tests.services.giving import Giving
from tests.services.test_assignments import Acts

DUE = date(2023, 9, 20)


@pytest.fixture
def give(cast, clock) -> Giving:
    return Giving(cast, clock)


def look(cast):
    return urgent_units(cast.session, office_id=cast.office.id, today=TODAY)


def test_the_highest_degree_comes_first_then_the_longest_silent(cast, clock, give):
    for unit, hour, urgency in (
        ("noi_vu", 8, Urgency.URGENT),
        ("tu_phap", 7, Urgency.URGENT),
        ("kinh_te", 9, Urgency.IMMEDIATE),
        ("xa_ha", 6, Urgency.VERY_URGENT),
        ("cong_an", 5, Urgency.NORMAL),
    ):
        clock.instant = FixedClock.at(TODAY, hour).instant
        give(unit, due=DUE, urgency=urgency)
    found = look(cast)
    assert [unit.name for unit in found] == ["Phòng Kinh tế", "UBND xã Hạ", "Phòng Tư pháp", "Phòng Nội vụ"]
    assert found[0].since == FixedClock.at(TODAY, 9).instant


def test_of_several_the_highest_degree_and_the_oldest_are_told(cast, clock, give):
    first = clock.now()
    give("noi_vu", due=DUE, urgency=Urgency.URGENT)
    clock.instant += timedelta(hours=1)
    give("noi_vu", due=DUE, urgency=Urgency.IMMEDIATE)
    [unit] = look(cast)
    assert (unit.count, unit.urgency, unit.since) == (2, Urgency.IMMEDIATE, first)


def test_what_was_confirmed_is_not_named(cast, clock, give):
    Acts(cast.session, cast, clock).acknowledge(give("noi_vu", due=DUE, urgency=Urgency.IMMEDIATE))
    assert look(cast) == []


def test_the_head_is_the_one_of_today(cast, clock, give):
    give("noi_vu", due=DUE, urgency=Urgency.URGENT)
    cast.session.query(Membership).filter_by(user_id=cast.users["noi_vu_head"].id).one().valid_to = date(2023, 8, 31)
    assert look(cast)[0].head_name == ""
    add_person(cast, "moi", "Trưởng mới", "noi_vu", Role.UNIT_HEAD).phone = "0912"
    assert (look(cast)[0].head_name, look(cast)[0].head_phone) == ("Trưởng mới", "0912")
