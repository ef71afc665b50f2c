"""The chief's digest: how the units stand, what changed, what waits for the office, and what the plan has for him."""

from __future__ import annotations

from datetime import date

import pytest

from app.adapters.clock import FixedClock
from app.domain.terms import EventKind, MessageKind, OutboxState, ReminderRule, Role
from app.models import Membership, OutboxMessage
from app.services import overview
from app.services.chief_digests import ChiefPlan, plan_chiefs
from app.services.digests import compose_digest
from app.services.morning import Morning
from app.services.office_state import Changes
from app.services.rules import load_rules
from app.services.told_items import SHOWN
from tests.conftest import count_queries
from tests.services.giving import Giver
from tests.services.mornings import LONG_AGO, TODAY, flat, happen, key, limit, morning_of, some_work, urged

RULE = ReminderRule


@pytest.fixture
def giver(cast, clock) -> Giver:
    """Gives on a day that is long past."""
    clock.instant = FixedClock.at(LONG_AGO).instant
    return Giver(cast, clock)


def the_plan(session, morning: Morning) -> ChiefPlan:
    (plan,) = plan_chiefs(session, morning=morning)
    return plan


def both_bodies(morning: Morning, plan: ChiefPlan) -> list[str]:
    composed = compose_digest(morning, plan)
    return [flat(composed.text), flat(composed.html)]


def test_the_chief_reads_how_the_units_stand_and_what_waits_for_the_office(session, cast, giver):
    some_work(giver)
    morning = morning_of(cast)
    plan = the_plan(session, morning)
    composed = compose_digest(morning, plan)
    assert composed.subject == "02/07 quá hạn, 03 chờ xử lý – Văn phòng, ngày 14/09"
    assert plan.recipient.key == key(cast, "chief")
    for body in both_bodies(morning, plan):
        places = ["1. VIỆC CHỜ VĂN PHÒNG: 03", "2. QUÁ HẠN: 02/07", "3. ĐẾN HẠN TRONG TUẦN: 01", "4. THAY ĐỔI, NGÀY"]
        assert [body.index(place) for place in places] == sorted(body.index(place) for place in places)
        for words in (
            "Văn phòng còn 01 báo cáo chờ xác nhận, 01 việc quá 02 ngày làm việc.",
            "Còn 01 đề nghị gia hạn chờ quyết định, chưa việc nào quá 02 ngày làm việc.",
            "Còn 01 dự thảo đã trình, chờ ký, 01 việc quá 03 ngày làm việc.",
            "xin đến 29/12/2023, chờ 01 ngày làm việc",
            "trình tại Văn thư trình Chủ tịch, chờ 04 ngày làm việc",
            "Việc chậm nhất",
            "Công an huyện 01/01",
            "Việc trong tuần",
        ):
            assert words in body
    assert composed.short.splitlines() == [
        "Tổng hợp của Văn phòng, Thứ Năm, ngày 14/09/2023",
        "Quá hạn 02/07; 01 chờ xác nhận, 01 xin gia hạn; 01 đến hạn trong tuần.",
        "Xem tại: https://dondoc.test/",
    ]


def test_what_changed_is_counted_from_the_last_working_day_through_the_end_of_yesterday(session, cast, giver):
    monday = date(2023, 9, 18)
    give = giver.give
    for _ in range(2):
        give("noi_vu", date(2023, 9, 15))  # falls due on the Friday
    give("noi_vu", date(2023, 9, 14))  # was overdue on the Friday already
    friday = (EventKind.SUBMITTED, EventKind.RETURNED, EventKind.SUBMITTED, EventKind.ACCEPTED)
    done = give("tu_phap", date(2023, 12, 1))
    for kind in friday:
        happen(giver, done, kind, date(2023, 9, 15))
    happen(giver, give("tu_phap", date(2023, 12, 1)), EventKind.SUBMITTED, date(2023, 9, 14))  # told on the Friday
    happen(giver, give("tu_phap", date(2023, 12, 1)), EventKind.SUBMITTED, monday)  # to be told tomorrow
    asked = give("tu_phap", date(2023, 12, 1))
    happen(giver, asked, EventKind.EXTENSION_ASKED, date(2023, 9, 16))
    happen(giver, asked, EventKind.EXTENSION_REFUSED, date(2023, 9, 17))
    giver.clock.instant = FixedClock.at(date(2023, 9, 17)).instant
    give("noi_vu", date(2023, 12, 1))
    plan = the_plan(session, morning_of(cast, day=monday))
    assert plan.changes == Changes(
        first=date(2023, 9, 15),
        last=date(2023, 9, 17),
        newly_overdue=2,
        given=1,
        reported=2,
        accepted=1,
        returned=1,
        asked=1,
        decided=1,
    )
    (body, _) = both_bodies(morning_of(cast, day=monday), plan)
    assert "4. THAY ĐỔI, TỪ NGÀY 15/09 ĐẾN HẾT NGÀY 17/09 02 việc mới quá hạn, 01 lượt giao chủ trì mới" in body


def test_every_item_of_the_plan_is_named_under_its_rule_and_not_a_second_time(session, cast, giver):
    made = some_work(giver)
    items = [
        urged(made["late"], RULE.TO_CHIEF, times=1),
        urged(made["reported"], RULE.UNDECIDED, waited=3, since=date(2023, 9, 11)),
        urged(made["asking"], RULE.UNANSWERED, waited=3, since=date(2023, 9, 11), asked_for=date(2023, 12, 29)),
        urged(made["signing"], RULE.UNSIGNED, waited=4, since=date(2023, 9, 8), desk="Chủ tịch"),
    ]
    happen(giver, made["late"], EventKind.PROGRESS, date(2023, 9, 12), lateness_reason="Thiếu cán bộ.")
    morning = morning_of(cast, told={"chief": items})
    plan = the_plan(session, morning)
    assert plan.items == tuple(items)
    for body in both_bodies(morning, plan):
        for words in (
            "Báo cáo Chánh Văn phòng: 01",
            "đã đôn đốc 01 lần. Lý do đơn vị nêu: Thiếu cán bộ.",
            "Báo cáo hoàn thành chưa xác nhận: 01",
            "báo cáo ngày 11/09/2023, chờ 03 ngày làm việc",
            "Đề nghị gia hạn chưa trả lời: 01",
            "xin đến Thứ Sáu, 29/12/2023, chờ 03 ngày làm việc",
            "Đã trình, chưa ký: 01",
            "trình ký ngày 08/09/2023 tại Chủ tịch, chờ 04 ngày làm việc",
        ):
            assert words in body
        for once in ("Việc chậm nhất", "Đã báo cáo", "Xin thêm thời gian", "Dự thảo nghị quyết"):
            assert body.count(once) == 1


def test_of_very_many_items_the_first_are_named_and_the_others_counted(session, cast, giver):
    items = [
        urged(giver.give("noi_vu", date(2023, 9, 1), task=giver.task(f"Việc số {n:02d}.")), RULE.TO_CHIEF)
        for n in range(SHOWN + 4)
    ]
    items.append(urged(giver.give("noi_vu", date(2023, 12, 1)), RULE.UNDECIDED, since=TODAY))
    morning = morning_of(cast, told={"chief": items})
    plan = the_plan(session, morning)
    assert len(plan.items) == SHOWN + 5
    for body in both_bodies(morning, plan):
        assert f"Báo cáo Chánh Văn phòng: {SHOWN + 4}" in body
        assert f"Việc số {SHOWN - 1:02d}." in body
        assert "và 05 việc khác, xem tại bàn làm việc: " in body
        assert "Báo cáo hoàn thành chưa xác nhận" not in body


def test_long_lists_are_cut_and_their_rest_is_counted(session, cast, giver):
    for n in range(12):
        giver.give("noi_vu", date(2023, 9, 15), task=giver.task(f"Đến hạn {n}"))
        happen(giver, giver.give("tu_phap", date(2023, 12, 1)), EventKind.SUBMITTED, date(2023, 9, 12))
    morning = morning_of(cast)
    plan = the_plan(session, morning)
    assert (len(plan.office.this_week.shown), plan.office.this_week.more) == (10, 2)
    assert (len(plan.office.reports.shown), plan.office.reports.more) == (5, 7)
    for body in both_bodies(morning, plan):
        assert "và 02 việc khác, xem tại bàn làm việc" in body
        assert "và 07 việc khác, xem tại bàn làm việc" in body


def test_the_numbers_are_those_of_the_desk(session, cast, giver):
    some_work(giver)
    rules = load_rules(session, office_id=cast.office.id)
    about = {"office_id": cast.office.id, "rules": rules, "today": TODAY}
    tally, ranking = overview.tally(session, **about), overview.rank_units(session, **about)
    weeks = overview.coming_weeks(session, office_id=cast.office.id, today=TODAY)
    office = the_plan(session, morning_of(cast)).office
    ours = [rank for rank in ranking if rank.under_authority]
    assert (office.overdue, office.dated) == (sum(r.overdue for r in ours), sum(r.dated for r in ours))
    assert [unit.name for unit in office.by_unit] == [rank.name for rank in ours if rank.overdue]
    assert (office.reports.total, office.reports.late) == (tally.undecided, tally.undecided_late)
    assert (office.requests.total, office.requests.late) == (tally.asked, tally.asked_late)
    assert (office.signing.total, office.this_week.total) == (tally.signing, weeks[0].due)


def test_no_words_of_a_limited_task_leave_the_system_even_to_those_who_may_read_it(session, cast, giver):
    made = some_work(giver)
    happen(giver, made["late"], EventKind.PROGRESS, date(2023, 9, 12), lateness_reason="Ông Quyền vắng.")
    limit(session, made.values(), cast.users["chief"])
    session.flush()
    morning = morning_of(cast, told={"chief": [urged(made["late"], RULE.TO_CHIEF)]})
    composed = compose_digest(morning, the_plan(session, morning))
    assert "Quyền" not in composed.text + composed.html + composed.short + composed.subject
    assert "Nhiệm vụ hạn chế xem" in composed.text
    assert "2. QUÁ HẠN: 02/07" in composed.text, "they are counted like any other"


def test_with_nothing_to_tell_there_is_no_mail_and_with_an_item_there_is(session, cast, giver):
    far = giver.give("noi_vu", date(2023, 12, 1))
    assert plan_chiefs(session, morning=morning_of(cast)) == ()
    told = {"chief": [urged(far, RULE.UNANSWERED, since=TODAY)]}
    assert len(plan_chiefs(session, morning=morning_of(cast, told=told))) == 1


def test_mails_that_failed_are_news_by_themselves(session, cast, giver):
    session.add(
        OutboxMessage(
            office_id=cast.office.id,
            kind=MessageKind.UNIT_DIGEST,
            key="digest:2023-09-13:unit:1",
            recipient="unit:1",
            to_name="Phòng Nội vụ",
            to_address="sai@dondoc.test",
            subject="01 quá hạn",
            body_text="chữ",
            body_html="",
            state=OutboxState.FAILED,
            next_attempt_at=FixedClock.at(TODAY).instant,
            recorded_at=FixedClock.at(TODAY).instant,
        )
    )
    session.flush()
    morning = morning_of(cast)
    composed = compose_digest(morning, the_plan(session, morning))
    assert composed.subject.startswith("01 thư gửi không thành công – ")
    assert "01 thư gửi không thành công; đề nghị xem mục Thư để gửi lại." in flat(composed.text)


def test_whoever_has_had_todays_digest_or_leads_the_office_gets_none_as_chief(session, cast, giver):
    some_work(giver)
    assert plan_chiefs(session, morning=morning_of(cast, had=["chief"])) == ()
    office = cast.units["van_phong"].id
    cast.users["chief"].memberships.append(Membership(unit_id=office, role=Role.LEADER, valid_from=LONG_AGO))
    session.flush()
    assert plan_chiefs(session, morning=morning_of(cast)) == ()


def test_more_work_is_no_more_statements(session, cast, giver):
    def asked() -> int:
        morning = morning_of(cast)
        session.flush()
        with count_queries(session.get_bind().engine) as seen:
            the_plan(session, morning)
        return len(seen)

    some_work(giver)
    few = asked()
    for _ in range(8):
        some_work(giver)
    assert asked() == few
