"""The leaders' digest: in the form agreed on, true as n/N, and without a person who is late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.adapters.clock import FixedClock
from app.domain.terms import EventKind, MeetingState, ReminderRule, SourceOfAssignment
from app.models import Extension, Meeting, MeetingSeries, SuperiorDuty
from app.services.digests import compose_digest
from app.services.leader_digests import REQUESTS, LeaderPlan, plan_leaders
from app.services.morning import Morning
from app.services.standing_then import Standing
from tests.conftest import count_queries
from tests.services.giving import Giver
from tests.services.mornings import LONG_AGO, TODAY, ask, flat, happen, key, limit, morning_of, some_work, urged
from tests.services.superior_making import lead_of, owed, report

HEADS = ("1. XIN Ý KIẾN:", "2. TỈNH GIAO:", "3. QUÁ HẠN:", "4. TRONG TUẦN:", "5. VIỆC CỦA VĂN PHÒNG")


@pytest.fixture
def giver(cast, clock) -> Giver:
    """Gives on a day that is long past."""
    clock.instant = FixedClock.at(LONG_AGO).instant
    return Giver(cast, clock)


def the_plan(session, morning: Morning) -> LeaderPlan:
    (plan,) = plan_leaders(session, morning=morning)
    return plan


def both_bodies(morning: Morning, plan: LeaderPlan) -> list[str]:
    composed = compose_digest(morning, plan)
    return [flat(composed.text), flat(composed.html)]


def meet(cast, name: str, weekdays: str, **more: object) -> MeetingSeries:
    series = MeetingSeries(office_id=cast.office.id, name=name, weekdays=weekdays, valid_from=LONG_AGO, **more)
    cast.session.add(series)
    cast.session.flush()
    return series


def owe(cast, **more: object) -> SuperiorDuty:
    """Each by a notice of its own."""
    number = f"{cast.session.query(SuperiorDuty).count() + 1}/UBND-TH"
    return owed(cast, FixedClock.at(date(2023, 9, 7)), **{"number": number, **more})


def test_the_five_parts_stand_in_their_order_and_what_asks_for_an_opinion_comes_first(session, cast, giver):
    some_work(giver)
    request = session.query(Extension).one()
    request.proposal = "Đồng ý, vì số liệu của xã chậm"
    session.flush()
    morning = morning_of(cast)
    plan = the_plan(session, morning)
    composed = compose_digest(morning, plan)
    assert composed.subject == "01 xin ý kiến, 02/07 quá hạn – Báo cáo nhanh, ngày 14/09"
    for body in both_bodies(morning, plan):
        assert [body.index(head) for head in HEADS] == sorted(body.index(head) for head in HEADS)
        for words in (
            "Thời hạn hiện nay: Thứ Hai, 25/09/2023; đề nghị đến: Thứ Sáu, 29/12/2023",
            "Lý do: Chờ số liệu.",
            "Đề xuất của Văn phòng: Đồng ý, vì số liệu của xã chậm",
            f"https://dondoc.test/xin-y-kien/{request.public_id}",
            "3. QUÁ HẠN: 02/07, tuần trước 01/07",
            "Văn phòng còn 01 báo cáo chờ xác nhận, 01 việc quá 02 ngày làm việc.",
            "Cách tính n/N",
        ):
            assert words in body
        for person in cast.users.values():
            assert person.name not in body, "no individual is named"
        assert "Văn thư trình Chủ tịch" not in body, "nor the desk at which something lies"
    assert composed.short.splitlines()[1] == (
        "Quá hạn 02/07, tuần trước 01/07; 01 xin ý kiến, 01 chờ xác nhận, 01 xin gia hạn; 01 đến hạn trong tuần."
    )


def test_results_of_the_office_itself_are_for_a_leader_to_confirm(session, cast, giver):
    own = giver.give("van_phong", date(2023, 12, 1), task=giver.task("Quy chế của Văn phòng"))
    happen(giver, own, EventKind.SUBMITTED, date(2023, 9, 12))
    morning = morning_of(cast)
    plan = the_plan(session, morning)
    assert plan.asked == 1
    for body in both_bodies(morning, plan):
        assert "1. XIN Ý KIẾN: 01" in body
        assert "01 kết quả do Văn phòng thực hiện, xin ý kiến xác nhận:" in body
        assert "Quy chế của Văn phòng" in body.partition("2. TỈNH GIAO")[0]


def test_more_requests_than_a_mail_holds_are_counted(session, cast, giver):
    for _ in range(REQUESTS + 2):
        ask(giver, giver.give("noi_vu", date(2023, 12, 1)), date(2023, 9, 12))
    morning = morning_of(cast)
    plan = the_plan(session, morning)
    assert (len(plan.opinions.shown), plan.opinions.more) == (REQUESTS, 2)
    assert "và 02 đề nghị khác: https://dondoc.test/xin-y-kien" in both_bodies(morning, plan)[0]


def test_what_the_superiors_gave_is_told_by_their_own_dates(session, cast):
    for day in (8, 12):
        owe(cast, superior=date(2023, 9, day), inner=date(2023, 9, 7), text=f"Việc tỉnh hạn {day}.")
    owe(cast, text="Việc tỉnh còn hạn.")
    done = owe(cast, text="Việc tỉnh đã báo cáo.")
    report(cast, FixedClock.at(date(2023, 9, 13)), done, "96/BC-UBND", date(2023, 9, 13))
    morning = morning_of(cast)
    plan = the_plan(session, morning)
    assert (plan.upward.overdue, plan.upward.dated) == (2, 3)
    assert [duty.days for duty in plan.upward.duties] == [6, 2, 0]
    for body in both_bodies(morning, plan):
        assert "2. TỈNH GIAO: QUÁ HẠN 02/03" in body
        assert "thời hạn cấp trên giao 08/09/2023, quá 06 ngày" in body
        assert "Việc tỉnh đã báo cáo." not in body.partition("3. QUÁ HẠN")[0]
    owe(cast, source=SourceOfAssignment.PARTY, number="15/CV-ĐU")
    with_another = both_bodies(morning, the_plan(session, morning))
    assert all("2. TỈNH VÀ CẤP TRÊN KHÁC GIAO: QUÁ HẠN 02/04" in body for body in with_another)
    assert all("Tỉnh 02/03; Đảng ủy 00/01" in body for body in with_another)


def test_a_duty_whose_units_are_done_waits_for_the_offices_own_report(session, cast, giver):
    duty = owe(cast)
    lead = lead_of(cast, duty)
    happen(giver, lead, EventKind.SUBMITTED, date(2023, 9, 12))
    happen(giver, lead, EventKind.ACCEPTED, date(2023, 9, 12))
    giver.give("noi_vu", TODAY)
    plan = the_plan(session, morning_of(cast))
    assert [each.waits for each in plan.upward.duties] == [True]
    assert "đơn vị đã xong, chờ báo cáo của cơ quan" in both_bodies(morning_of(cast), plan)[0]


def test_what_is_escalated_to_the_leader_is_named_with_the_reason_of_the_unit(session, cast, giver):
    made = some_work(giver)
    happen(giver, made["late"], EventKind.PROGRESS, date(2023, 9, 12), lateness_reason="Thiếu cán bộ.")
    items = [
        urged(made["late"], ReminderRule.TO_LEADER, times=2),
        urged(made["outside"], ReminderRule.TO_LEADER, times=1),
        urged(made["signing"], ReminderRule.UNSIGNED, waited=4, since=date(2023, 9, 8), desk="Phó Chủ tịch Hà"),
    ]
    morning = morning_of(cast, told={"leader": items})
    plan = the_plan(session, morning)
    assert (plan.items, plan.recipient.key) == (tuple(items), key(cast, "leader"))
    for body in both_bodies(morning, plan):
        late = body.partition("3. QUÁ HẠN")[2].partition("4. TRONG TUẦN")[0]
        assert "Báo cáo lãnh đạo phụ trách: 02" in late
        assert "đã đôn đốc 02 lần. Lý do đơn vị nêu: Thiếu cán bộ." in late
        assert "đã đề nghị 01 lần. Đơn vị chưa nêu lý do" in late, "outside the authority they are asked"
        assert "Quá hạn lâu nhất" in late
        assert "trình ký ngày 08/09/2023, chờ 04 ngày làm việc" in body.partition("5. VIỆC CỦA VĂN PHÒNG")[2]
        assert "Phó Chủ tịch Hà" not in body


def test_last_week_is_left_out_where_nothing_was_counted_yet(session, cast, giver, clock):
    clock.instant = FixedClock.at(date(2023, 9, 11)).instant
    giver.give("noi_vu", date(2023, 9, 12))
    morning = morning_of(cast)
    plan = the_plan(session, morning)
    assert plan.then is None
    assert "3. QUÁ HẠN: 01/01" in both_bodies(morning, plan)[0]
    assert "tuần trước" not in both_bodies(morning, plan)[0]
    next_week = TODAY + timedelta(days=7)
    assert the_plan(session, morning_of(cast, day=next_week)).then == Standing(1, 1)


def test_the_table_of_a_meeting_that_is_held_today_is_one_press_away(session, cast, giver):
    some_work(giver)
    today, other, cancelled = (meet(cast, *said) for said in (("Họp A", "3"), ("Họp B", "0"), ("Họp C", "3")))
    off = Meeting(office_id=cast.office.id, series_id=cancelled.id, held_on=TODAY, state=MeetingState.CANCELLED)
    off.recorded_at = FixedClock.at(TODAY).now()
    session.add(off)
    session.flush()
    morning = morning_of(cast)
    plan = the_plan(session, morning)
    assert [each.name for each in plan.meetings] == ["Họp A"]
    for body in both_bodies(morning, plan):
        assert f"https://dondoc.test/giao-ban/{today.public_id}/2023-09-14" in body
        assert other.public_id not in body


def test_no_words_of_a_limited_task_leave_the_system_even_to_those_who_may_read_it(session, cast, giver):
    made = some_work(giver)
    duty = owe(cast)
    own = giver.give("van_phong", date(2023, 12, 1))
    happen(giver, own, EventKind.SUBMITTED, date(2023, 9, 12))
    happen(giver, made["late"], EventKind.PROGRESS, date(2023, 9, 12), lateness_reason="Ông Quyền vắng.")
    request = session.query(Extension).one()
    request.reason = request.proposal = "Chờ ông Quyền."
    limit(session, [*made.values(), own], cast.users["leader"])
    duty.task.restricted, duty.task.text = True, "Đơn của ông Quyền."
    session.flush()
    morning = morning_of(cast, told={"leader": [urged(made["late"], ReminderRule.TO_LEADER)]})
    plan = the_plan(session, morning)
    composed = compose_digest(morning, plan)
    assert (plan.opinions.total, plan.upward.dated) == (1, 1)
    assert "Quyền" not in composed.text + composed.html + composed.short + composed.subject


def test_a_request_that_a_leader_may_not_read_does_not_ask_for_an_opinion(session, cast, giver):
    made = some_work(giver)
    limit(session, [made["asking"]], cast.users["staff"])
    assert the_plan(session, morning_of(cast)).opinions.total == 0


def test_with_nothing_to_tell_there_is_no_mail_and_nobody_gets_two(session, cast, giver):
    giver.give("noi_vu", date(2023, 12, 1))
    assert plan_leaders(session, morning=morning_of(cast)) == ()
    some_work(giver)
    assert plan_leaders(session, morning=morning_of(cast, had=["leader"])) == ()


def test_more_work_is_no_more_statements(session, cast, giver):
    def asked() -> int:
        morning = morning_of(cast)
        session.flush()
        with count_queries(session.get_bind().engine) as seen:
            the_plan(session, morning)
        return len(seen)

    def work() -> None:
        some_work(giver)
        owe(cast)
        own = giver.give("van_phong", date(2023, 12, 1))
        happen(giver, own, EventKind.SUBMITTED, date(2023, 9, 12))

    meet(cast, "Họp A", "3")
    work()
    few = asked()
    for _ in range(8):
        work()
    assert asked() == few
