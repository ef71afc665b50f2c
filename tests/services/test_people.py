"""Who somebody is on a day, asked in one statement by every request and in two by everybody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.terms import Role
from app.models import Membership
from app.services.people import find_visitor, load_actor
from tests.conftest import count_queries


@pytest.mark.parametrize("days", [-1, 0, 1, 400])
def test_both_ways_find_the_same_person_with_the_roles_of_the_day(session, cast, days):
    """A head who also stands in elsewhere for a while; and, on the day before everything began, nobody with a role."""
    user, day = cast.users["noi_vu_head"], cast.today + timedelta(days=days)
    stand_in = Membership(user_id=user.id, unit_id=cast.units["tu_phap"].id, role=Role.UNIT_HEAD, valid_from=cast.today)
    stand_in.valid_to = cast.today
    session.add(stand_in)
    session.flush()
    found = find_visitor(session, public_id=user.public_id, today=day)
    assert found.actor == load_actor(session, user_id=user.id, today=day)
    assert len(found.actor.unit_roles) == (2 if days == 0 else 1)
    assert found.password_hash == user.password_hash


def test_a_person_without_a_role_is_still_somebody(session, cast):
    user = cast.users["noi_vu_head"]
    long_ago = user.memberships[0].valid_from - timedelta(days=1)
    found = find_visitor(session, public_id=user.public_id, today=long_ago)
    assert found.actor == load_actor(session, user_id=user.id, today=long_ago)
    assert found.actor.roles == frozenset()


def test_nobody_is_found_under_an_unknown_id_or_when_deactivated(session, cast):
    cast.users["staff"].active = False
    session.flush()
    assert find_visitor(session, public_id="khong-co", today=cast.today) is None
    assert find_visitor(session, public_id=cast.users["staff"].public_id, today=cast.today) is None


def test_a_request_asks_once(session, cast):
    with count_queries(session.get_bind().engine) as seen:
        find_visitor(session, public_id=cast.users["chief"].public_id, today=cast.today)
    assert len(seen) == 1
