"""Standing in for somebody: the roles lent, between which days, and who may not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.errors import DomainError
from app.domain.terms import EventKind, Role
from app.models import AuditEntry, Event, Membership
from app.services import answering, assignments, organisation_people, organisation_roles, people, standing_in
from app.services.organisation import fingerprint
from app.services.organisation_roles import role_details
from tests.services.giving import Giving

TODAY = date(2023, 9, 14)
UNTIL = date(2023, 9, 30)
DAY = timedelta(days=1)


@pytest.fixture
def begin(session, cast, clock):
    def act(user: str, other: str, valid_from: date = TODAY, valid_to: date = UNTIL, by: str = "admin"):
        return standing_in.begin_standing_in(
            session,
            actor=cast.actor(by),
            clock=clock,
            user=cast.users[user],
            other=cast.users[other],
            valid_from=valid_from,
            valid_to=valid_to,
        )

    return act


@pytest.fixture
def end(session, cast, clock):
    def act(user: str, other: str, by: str = "admin") -> None:
        standing_in.end_standing_in(
            session, actor=cast.actor(by), clock=clock, user=cast.users[user], other=cast.users[other]
        )

    return act


def code_of(act, *arguments, **more) -> str:
    with pytest.raises(DomainError) as caught:
        act(*arguments, **more)
    return caught.value.code


def roles_on(session, cast, login: str, day: date) -> set[tuple[Role, int]]:
    actor = people.load_actor(session, user_id=cast.users[login].id, today=day)
    return set(actor.unit_roles) if actor else set()


def test_the_stand_in_has_the_others_roles_on_those_days_and_the_other_keeps_them(session, cast, begin):
    own = roles_on(session, cast, "tu_phap_head", TODAY)
    lent = roles_on(session, cast, "noi_vu_head", TODAY)
    begin("tu_phap_head", "noi_vu_head", TODAY + DAY, UNTIL)
    held = {day: roles_on(session, cast, "tu_phap_head", day) for day in (TODAY, TODAY + DAY, UNTIL, UNTIL + DAY)}
    assert held == {TODAY: own, TODAY + DAY: own | lent, UNTIL: own | lent, UNTIL + DAY: own}
    assert roles_on(session, cast, "noi_vu_head", UNTIL) == lent


def test_what_a_stand_in_does_is_the_stand_ins_own_act(session, cast, clock, begin):
    assignment = Giving(cast, clock)("noi_vu", due=UNTIL)
    stand_in = cast.actor("tu_phap_head")
    assert code_of(assignments.find, session, actor=stand_in, public_id=assignment.public_id) == "not_found"
    begin("tu_phap_head", "noi_vu_head")
    answering.acknowledge(
        session, actor=cast.actor("tu_phap_head"), clock=clock, assignment=assignment, version=assignment.version
    )
    event = session.scalars(select(Event).where(Event.kind == EventKind.ACKNOWLEDGED)).one()
    assert event.recorder_id == cast.users["tu_phap_head"].id
    log = session.scalars(select(AuditEntry).where(AuditEntry.action == "assignment.acknowledged")).one()
    assert log.actor == cast.users["tu_phap_head"].public_id


def test_the_page_head_knows_for_whom_and_until_when(session, cast, begin):
    def stood_in_for(login: str):
        found = people.find_visitor(session, public_id=cast.users[login].public_id, today=TODAY)
        return found.stands_in_for if found else None

    begin("tu_phap_head", "noi_vu_head")
    assert stood_in_for("tu_phap_head") == (("Trưởng Nội vụ", UNTIL),)
    assert stood_in_for("noi_vu_head") == ()


REFUSED = {
    "himself": (("noi_vu_head", "noi_vu_head"), {}, "stand_in.self"),
    "the actor": (("chief", "staff"), {"by": "chief"}, "role.own"),
    "reversed": (("tu_phap_head", "noi_vu_head"), {"valid_to": TODAY - DAY}, "span.reversed"),
    "over a year": (("tu_phap_head", "noi_vu_head"), {"valid_to": TODAY + 366 * DAY}, "stand_in.too_long"),
    "in the past": (("tu_phap_head", "noi_vu_head"), {"valid_from": TODAY - DAY}, "stand_in.past"),
    "by one who may not": (("tu_phap_head", "noi_vu_head"), {"by": "staff"}, "permission.denied"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused(begin, case):
    arguments, more, code = REFUSED[case]
    assert code_of(begin, *arguments, **more) == code


def test_a_whole_year_is_possible(begin):
    assert begin("tu_phap_head", "noi_vu_head", valid_to=TODAY + 365 * DAY)


def test_what_is_lent_goes_no_further(session, cast, begin):
    begin("tu_phap_head", "noi_vu_head")
    begin("kinh_te_head", "tu_phap_head")
    assert roles_on(session, cast, "kinh_te_head", TODAY) == {
        (Role.UNIT_HEAD, cast.units["kinh_te"].id),
        (Role.UNIT_HEAD, cast.units["tu_phap"].id),
    }


def test_who_is_stood_in_for_stands_in_for_nobody_on_those_days(begin):
    begin("kinh_te_head", "tu_phap_head")
    assert code_of(begin, "tu_phap_head", "noi_vu_head") == "stand_in.away"
    assert begin("tu_phap_head", "noi_vu_head", UNTIL + DAY, UNTIL + 9 * DAY)


def test_nobody_stands_in_twice_nor_for_roles_already_held(cast, begin):
    begin("tu_phap_head", "noi_vu_head")
    assert code_of(begin, "tu_phap_head", "noi_vu_head", UNTIL, UNTIL + DAY) == "stand_in.twice"
    cast.users["noi_vu_member"].active = False
    cast.session.flush()
    assert code_of(begin, "noi_vu_head", "noi_vu_member") == "stand_in.inactive"


def test_it_can_be_ended_early_and_the_days_it_was_used_stay(session, cast, clock, clock_at, begin, end):
    begin("tu_phap_head", "noi_vu_head")
    begin("kinh_te_head", "xa_ha_head", TODAY + DAY)
    later = clock_at(TODAY + 5 * DAY)
    clock.instant = later.instant
    end("tu_phap_head", "noi_vu_head")
    row = session.scalars(select(Membership).where(Membership.stands_in_for_id == cast.users["noi_vu_head"].id)).one()
    assert (row.valid_from, row.valid_to) == (TODAY, TODAY + 4 * DAY)
    assert code_of(end, "tu_phap_head", "noi_vu_head") == "stale"
    clock.instant = clock_at(TODAY).instant
    end("kinh_te_head", "xa_ha_head")
    of_ha = Membership.stands_in_for_id == cast.users["xa_ha_head"].id
    assert session.scalars(select(Membership).where(of_ha)).all() == [], "it had not begun"


def test_it_ends_with_the_role_that_is_lent_and_is_no_role_to_be_edited(session, cast, clock, begin):
    (copy,) = begin("tu_phap_head", "noi_vu_head")
    own = cast.users["noi_vu_head"].memberships[0]
    common = {"actor": cast.admin, "clock": clock}
    prolonged = organisation_roles.RoleDetails(
        unit_id=copy.unit_id, role=copy.role, valid_from=copy.valid_from, valid_to=None
    )
    seen = fingerprint(role_details(copy))
    change = {"membership": copy, "seen": seen, "details": prolonged}
    assert code_of(organisation_roles.change_role, session, **common, **change) == "stand_in.is_copy"
    assert code_of(organisation_roles.remove_role, session, **common, membership=copy) == "stand_in.is_copy"
    ended = organisation_roles.RoleDetails(
        unit_id=own.unit_id, role=own.role, valid_from=own.valid_from, valid_to=TODAY + DAY
    )
    organisation_roles.change_role(
        session, **common, membership=own, seen=fingerprint(role_details(own)), details=ended
    )
    assert copy.valid_to == TODAY + DAY


def test_a_stand_in_who_keeps_the_office_going_cannot_be_ended_silently(session, cast, clock, begin, end):
    """The rule that somebody must be left who may do this looks at stand-ins as at anybody."""
    begin("staff", "chief")
    assert organisation_people.unmanaged_from(session, office_id=cast.office.id, today=TODAY) is None
    end("staff", "chief")
    entries = session.scalars(select(AuditEntry.action).where(AuditEntry.action.startswith("stand_in."))).all()
    assert entries == ["stand_in.given", "stand_in.ended"]
