"""The morning's digest by field: a section for each field in somebody's charge, in one mail a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.adapters.clock import FixedClock
from app.domain.terms import ChargeKind, EventKind, ReminderRule
from app.models import Field, FieldCharge
from app.services import field_figures, in_field
from app.services.chief_digests import plan_chiefs
from app.services.digests import AnyPlan, compose_digest
from app.services.field_digests import FieldPlan, plan_fields
from app.services.leader_digests import plan_leaders
from app.services.morning import Morning
from tests.conftest import TODAY, count_queries
from tests.services.giving import Giver
from tests.services.mornings import LONG_AGO, flat, happen, key, limit, morning_of, urged


@pytest.fixture
def giver(cast, clock) -> Giver:
    """Gives on a day that is long past."""
    clock.instant = FixedClock.at(LONG_AGO).instant
    return Giver(cast, clock)


@pytest.fixture
def fields(session, cast) -> dict[str, Field]:
    """Nội vụ and Công an work in one field, Kinh tế in another; Tư pháp in both, so that its work is in neither."""
    theirs = {"home": ("noi_vu", "tu_phap", "cong_an"), "law": ("tu_phap", "kinh_te")}
    made = {}
    for place, (name, units) in enumerate(theirs.items()):
        field = Field(office_id=cast.office.id, name=f"Lĩnh vực {name}", position=place, valid_from=LONG_AGO)
        field.units = [cast.units[unit] for unit in units]
        session.add(field)
        made[name] = field
    session.flush()
    return made


@pytest.fixture
def charge(session, cast, fields) -> Callable[..., None]:
    def act(field: str, kind: ChargeKind, login: str) -> None:
        fields[field].charges.append(FieldCharge(user_id=cast.users[login].id, kind=kind, valid_from=LONG_AGO))
        session.flush()

    return act


def some_work(giver: Giver) -> None:
    giver.give("noi_vu", date(2023, 9, 11), task=giver.task("Việc nội vụ chậm."))
    giver.give("noi_vu", date(2023, 12, 1), task=giver.task("Việc nội vụ trong hạn."))
    giver.give("kinh_te", date(2023, 9, 4), task=giver.task("Việc kinh tế chậm."))
    giver.give("tu_phap", date(2023, 9, 4), task=giver.task("Việc tư pháp chưa gắn."))
    giver.give("cong_an", date(2023, 9, 4), task=giver.task("Việc đề nghị."))


def both_bodies(morning: Morning, plan: AnyPlan) -> list[str]:
    composed = compose_digest(morning, plan)
    return [flat(composed.text), flat(composed.html)]


def the_plan(session, morning: Morning) -> FieldPlan:
    (plan,) = plan_fields(session, morning=morning, taken=())
    return plan


def test_a_follower_reads_of_the_fields_in_his_charge_alone(session, cast, giver, charge):
    charge("home", ChargeKind.FOLLOWER, "staff")
    some_work(giver)
    waits = giver.give("noi_vu", date(2023, 10, 2), task=giver.task("Việc đã báo cáo."))
    happen(giver, waits, EventKind.SUBMITTED, date(2023, 9, 12))
    morning = morning_of(cast)
    plan = the_plan(session, morning)
    assert plan.recipient.key == key(cast, "staff")
    subject = compose_digest(morning, plan).subject
    assert subject == "01/03 quá hạn, 01 chờ Văn phòng – Lĩnh vực home, ngày 14/09"
    for body in both_bodies(morning, plan):
        assert "1. LĨNH VỰC HOME: QUÁ HẠN 01/03" in body
        assert "Công an huyện 01/01" in body
        assert "Đơn vị chưa nêu lý do" in body
        assert "chờ 02 ngày làm việc" in body
        assert "Việc kinh tế chậm." not in body
        assert "Việc tư pháp chưa gắn." not in body


def test_the_numbers_are_those_of_the_desk(session, cast, giver, charge):
    charge("home", ChargeKind.FOLLOWER, "staff")
    charge("law", ChargeKind.FOLLOWER, "staff")
    some_work(giver)
    known = in_field.fields_on(session, office_id=cast.office.id, day=TODAY)
    shares = field_figures.unit_shares(session, office_id=cast.office.id, today=TODAY, known=known)
    ranks = {
        rank.field.name: (rank.overdue, rank.dated) for rank in field_figures.rank_fields(shares, known) if rank.field
    }
    sections = the_plan(session, morning_of(cast)).sections
    assert {section.name: (section.overdue, section.dated) for section in sections} == ranks


def test_the_leader_and_the_chief_find_their_fields_inside_their_own_mail(session, cast, giver, charge):
    charge("home", ChargeKind.LEADER, "leader")
    charge("law", ChargeKind.LEADER, "leader")
    charge("home", ChargeKind.FOLLOWER, "staff")
    charge("law", ChargeKind.FOLLOWER, "chief")
    some_work(giver)
    morning = morning_of(cast)
    (leader,), (chief,) = plan_leaders(session, morning=morning), plan_chiefs(session, morning=morning)
    for body in both_bodies(morning, leader):
        assert "6. LĨNH VỰC HOME: QUÁ HẠN 01/02" in body
        assert "7. LĨNH VỰC LAW: QUÁ HẠN 01/01" in body
    for body in both_bodies(morning, chief):
        assert "5. LĨNH VỰC LAW: QUÁ HẠN 01/01" in body
        assert "LĨNH VỰC HOME" not in body
    taken = [leader.recipient.key, chief.recipient.key]
    fields = plan_fields(session, morning=morning, taken=taken)
    assert [plan.recipient.key for plan in fields] == [key(cast, "staff")]


def test_what_the_office_keeps_waiting_is_told_to_who_follows_it_under_its_rule(session, cast, giver, charge):
    charge("home", ChargeKind.FOLLOWER, "staff")
    waits = giver.give("noi_vu", date(2023, 12, 1), task=giver.task("Việc đã báo cáo."))
    happen(giver, waits, EventKind.SUBMITTED, date(2023, 9, 8))
    items = [urged(waits, ReminderRule.UNDECIDED, waited=4, since=date(2023, 9, 8))]
    morning = morning_of(cast, told={"staff": items})
    plan = the_plan(session, morning)
    assert plan.items == tuple(items)
    for body in both_bodies(morning, plan):
        assert "Báo cáo hoàn thành chưa xác nhận: 01" in body
        assert "báo cáo ngày 08/09/2023, chờ 04 ngày làm việc" in body


def test_with_nothing_to_say_nothing_is_sent_and_nobody_gets_two(session, cast, giver, charge):
    charge("home", ChargeKind.FOLLOWER, "staff")
    giver.give("noi_vu", date(2023, 12, 1))
    giver.give("kinh_te", date(2023, 9, 1))  # of a field that nobody follows
    assert plan_fields(session, morning=morning_of(cast), taken=()) == ()
    giver.give("noi_vu", date(2023, 9, 1))
    assert plan_fields(session, morning=morning_of(cast, had=["staff"]), taken=()) == ()
    assert len(plan_fields(session, morning=morning_of(cast), taken=())) == 1


def test_no_mail_has_the_words_of_a_limited_task_nor_its_reason(session, cast, giver, charge):
    charge("home", ChargeKind.FOLLOWER, "staff")
    late = giver.give("noi_vu", date(2023, 9, 4))
    waits = giver.give("noi_vu", date(2023, 12, 1))
    happen(giver, waits, EventKind.SUBMITTED, date(2023, 9, 8))
    happen(giver, late, EventKind.PROGRESS, TODAY, lateness_reason="Ông Quyền vắng.")
    limit(session, [late, waits], cast.users["staff"])
    morning = morning_of(cast)
    plan = the_plan(session, morning)
    composed = compose_digest(morning, plan)
    assert "LĨNH VỰC HOME: QUÁ HẠN 01/02" in composed.text
    assert "Quyền" not in composed.text + composed.html + composed.short + composed.subject


def test_more_work_is_no_more_statements(session, cast, giver, charge):
    charge("home", ChargeKind.FOLLOWER, "staff")

    def asked() -> int:
        morning = morning_of(cast)
        session.flush()
        with count_queries(session.get_bind().engine) as seen:
            the_plan(session, morning)
        return len(seen)

    some_work(giver)
    few = asked()
    for _ in range(15):
        some_work(giver)
    assert asked() == few
