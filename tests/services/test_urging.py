from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.adapters.mail_templates import Composed
from app.domain.calendar import WorkingCalendar
from app.domain.terms import AssignmentRole, EventKind, MessageKind, OutboxState, ReminderRule, ReturnKind
from app.models import Assignment, Event, OutboxMessage, Reminder
from app.services import digests, extensions, outbox, policy, recording, urging
from app.services.urging import Applied
from tests.cast import Cast
from tests.services.giving import Giver

LINKS = Links("https://dondoc.test")
TODAY = date(2023, 9, 14)  # a Thursday
NOTHING = Applied(0, 0, 0)


@pytest.fixture
def giver(cast: Cast, clock: FixedClock) -> Giver:
    return Giver(cast, clock)


@pytest.fixture
def morning(session: Session, cast: Cast, clock: FixedClock) -> Callable[..., Applied]:
    """Plans and applies a morning, and takes its mails as sent."""

    def run(day: date = TODAY) -> Applied:
        clock.instant = FixedClock.at(day, 6, 30).instant
        plan = urging.plan_day(session, office_id=cast.office.id, clock=clock, links=LINKS)
        applied = urging.apply_day(session, office_id=cast.office.id, clock=clock, plan=plan)
        for message in session.scalars(select(OutboxMessage)):
            message.state = OutboxState.SENT
        session.flush()
        session.expire_all()
        return applied

    return run


def digest(session: Session, kind: MessageKind = MessageKind.UNIT_DIGEST) -> OutboxMessage:
    """The newest digest."""
    found = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id.desc()))
    message = found.first()
    assert message is not None
    return message


def flat(text: str) -> str:
    return " ".join(text.split())


def told(session: Session) -> list[tuple[ReminderRule, bool]]:
    rows = session.execute(select(Reminder.rule, Reminder.covered).order_by(Reminder.id)).tuples()
    return list(rows)


def test_a_morning_done_twice_sends_nothing_twice(
    session: Session, giver: Giver, morning: Callable[..., Applied]
) -> None:
    giver.give("noi_vu", date(2023, 9, 13))
    giver.give("tu_phap", date(2023, 9, 15))
    assert morning() == Applied(unit_mails=2, office_mails=2, items=2)
    rows, mails = told(session), session.scalar(select(func.count(OutboxMessage.id)))
    assert morning() == NOTHING
    assert (told(session), session.scalar(select(func.count(OutboxMessage.id)))) == (rows, mails)


def test_a_digest_names_what_is_overdue_first_then_what_is_due_today(
    session: Session, giver: Giver, morning: Callable[..., Applied]
) -> None:
    giver.give("noi_vu", date(2023, 9, 19), task=giver.task("Việc thứ Ba"), phrase="trước ngày 19/9")
    giver.give("noi_vu", TODAY, task=giver.task("Việc hôm nay"))
    giver.give("noi_vu", date(2023, 9, 4), task=giver.task("Việc đã chậm"))
    giver.give("noi_vu", None, task=giver.task("Việc thường xuyên"))
    morning()
    mail = digest(session)
    assert mail.subject == "01 quá hạn, 02 sắp đến hạn – Phòng Nội vụ, ngày 14/09"
    for body in (flat(mail.body_text), flat(mail.body_html)):
        places = [body.index(words) for words in ("Việc đã chậm", "Việc hôm nay", "Việc thứ Ba")]
        assert places == sorted(places)
        assert "đơn vị có 04 nhiệm vụ chủ trì đang thực hiện, trong đó 01 đã quá hạn" in body
        assert "Hạn 04/09/2023, quá 10 ngày (08 ngày làm việc)" in body
        assert "Thứ Năm, 14/09/2023, đến hạn hôm nay" in body
        assert "trước ngày 19/9 (Thứ Ba, 19/09/2023), còn 03 ngày làm việc" in body
        assert "điện thoại 0900 000 000" in body
        assert "Việc thường xuyên" not in body


def test_a_weekend_is_no_time_to_urge_and_monday_loses_nothing(
    session: Session, giver: Giver, morning: Callable[..., Applied]
) -> None:
    giver.give("noi_vu", date(2023, 9, 15))
    assert morning(date(2023, 9, 16)) == NOTHING
    assert morning(date(2023, 9, 18)).unit_mails == 1
    assert ("quá 03 ngày (01 ngày làm việc)") in digest(session).body_text


def test_a_missed_morning_is_made_up_and_the_passed_rungs_are_covered(
    session: Session, giver: Giver, morning: Callable[..., Applied]
) -> None:
    giver.give("noi_vu", date(2023, 9, 18))
    morning(TODAY)  # two working days left: the rung of three, with that of five passed over
    assert told(session) == [(ReminderRule.DUE_SOON, False), (ReminderRule.DUE_SOON, True)]
    assert morning(date(2023, 9, 18)).items == 1
    assert (ReminderRule.DUE_TODAY, False) in told(session)
    assert (ReminderRule.DUE_SOON, True) in told(session)


def test_overdue_is_urged_on_the_first_day_and_then_once_a_week(
    session: Session, giver: Giver, morning: Callable[..., Applied]
) -> None:
    assignment = giver.give("noi_vu", date(2023, 9, 13))
    version = assignment.version
    urged_on = [day for day in range(14, 30) if morning(date(2023, 9, day)).items]
    assert urged_on == [14, 18, 25]
    assert "đã đôn đốc 02 lần" in digest(session).body_text
    session.expire_all()
    assert assignment.last_reminded_on == date(2023, 9, 25)
    assert assignment.version == version, "a reminder must not make somebody's open form stale"


def test_what_was_urged_this_week_is_counted_but_not_named_again(
    session: Session, giver: Giver, morning: Callable[..., Applied]
) -> None:
    giver.give("noi_vu", date(2023, 9, 8), task=giver.task("Đã nhắc đầu tuần"))
    morning(date(2023, 9, 11))
    giver.give("noi_vu", date(2023, 9, 13), task=giver.task("Mới quá hạn"))
    morning(TODAY)
    body = flat(digest(session).body_text)
    assert "trong đó 02 đã quá hạn (01 đã nhắc trong tuần, không nêu lại)" in body
    assert "Mới quá hạn" in body
    assert "Đã nhắc đầu tuần" not in body


def test_a_changed_deadline_starts_the_ladder_anew_also_when_it_returns_to_an_old_date(
    giver: Giver, morning: Callable[..., Applied]
) -> None:
    assignment = giver.give("noi_vu", date(2023, 9, 13))
    assert morning(date(2023, 9, 14)).items == 1
    giver.correct_due_date(assignment, date(2023, 9, 29))
    assert morning(date(2023, 9, 15)).items == 0
    giver.correct_due_date(assignment, date(2023, 9, 13))
    assert morning(date(2023, 9, 15)).items == 1


def test_a_waiting_report_is_shown_beside_other_news_and_never_alone(
    session: Session, giver: Giver, morning: Callable[..., Applied]
) -> None:
    waiting = giver.give("noi_vu", date(2023, 9, 12), task=giver.task("Đã báo cáo xong"))
    giver.report(waiting, date(2023, 9, 11))
    assert morning(date(2023, 9, 13)).unit_mails == 0
    giver.give("noi_vu", TODAY)
    morning(TODAY)
    body = flat(digest(session).body_text)
    assert "II. VĂN PHÒNG ĐANG XEM XÉT (01, không tính chậm cho đơn vị)" in body
    assert "Đã báo cáo xong" in body
    giver.return_it(waiting, TODAY, ReturnKind.NOT_GOOD_ENOUGH)
    assert morning(date(2023, 9, 15)).items == 2, "returned, it is the unit's again, and late"
    assert "II." not in digest(session).body_text


def test_only_leads_are_urged(giver: Giver, morning: Callable[..., Applied]) -> None:
    giver.give("noi_vu", date(2023, 9, 13), role=AssignmentRole.COORDINATING)
    assert morning() == NOTHING


def test_before_a_day_aims_at_the_working_day_before_it(
    session: Session, giver: Giver, morning: Callable[..., Applied]
) -> None:
    giver.give("noi_vu", date(2023, 9, 18), exclusive=True, phrase="trước ngày 18/9")
    morning(date(2023, 9, 15))
    assert "hôm nay là ngày làm việc cuối cùng trước hạn" in flat(digest(session).body_text)


def test_units_outside_the_authority_are_asked_and_counted_apart(
    session: Session, giver: Giver, morning: Callable[..., Applied]
) -> None:
    giver.give("cong_an", date(2023, 9, 13))
    giver.give("noi_vu", date(2023, 9, 13))
    giver.give("noi_vu", date(2023, 12, 1))
    morning()
    asked = session.scalars(select(OutboxMessage).where(OutboxMessage.to_name == "Công an huyện")).one()
    for body in (asked.body_text, asked.body_html):
        assert "đề nghị" in body
        assert "giao" not in body.lower()
        assert "đôn đốc" not in body.replace("phần mềm Đôn Đốc", "")
    office = digest(session, MessageKind.OFFICE_DIGEST)
    assert office.subject == "01/02 quá hạn – Báo cáo nhanh, ngày 14/09"
    assert "Công an huyện 01/01" in flat(office.body_text)


def test_the_office_is_told_its_own_delay_and_how_it_was_counted(
    session: Session, cast: Cast, giver: Giver, morning: Callable[..., Applied]
) -> None:
    for unit, due in (("noi_vu", 12), ("noi_vu", 13), ("tu_phap", 13), ("kinh_te", 15), ("kinh_te", 29)):
        giver.give(unit, date(2023, 9, due))
    in_time = giver.give("xa_ha", date(2023, 9, 12), task=giver.task("Báo cáo trong hạn"))
    giver.report(in_time, date(2023, 9, 8))
    late = giver.give("van_phong", date(2023, 9, 12), task=giver.task("Báo cáo sau hạn"))
    giver.report(late, date(2023, 9, 13))
    assert morning().office_mails == 2
    mail = digest(session, MessageKind.OFFICE_DIGEST)
    assert mail.subject == "04/07 quá hạn, 02 chờ xác nhận – Báo cáo nhanh, ngày 14/09"
    for body in (flat(mail.body_text), flat(mail.body_html)):
        assert (
            body.index("1. CHỜ QUYẾT ĐỊNH: 02")
            < body.index("2. QUÁ HẠN: 04/07")
            < body.index("3. ĐẾN HẠN TRONG TUẦN: 01")
        )
        assert "01 việc do Văn phòng thực hiện, xin ý kiến lãnh đạo" in body
        assert "Văn phòng còn 02 báo cáo chờ xác nhận, 01 việc quá 02 ngày làm việc" in body
        assert "Cách tính n/N" in body
        for person in cast.users.values():
            assert person.name not in body, "no individual is named as late"
    ranked = [line.strip() for line in mail.body_text.splitlines() if line.strip()[:2] in ("1.", "2.", "3.")]
    assert "1. Phòng Nội vụ: 02/02" in ranked
    assert "2. Phòng Tư pháp: 01/01" in ranked
    assert "3. Văn phòng HĐND và UBND huyện: 01/01" in ranked
    assert "xa_ha" not in mail.body_text


def test_the_office_gets_no_digest_when_there_is_nothing_to_tell(giver: Giver, morning: Callable[..., Applied]) -> None:
    giver.give("noi_vu", date(2023, 12, 29))
    assert morning() == NOTHING


def test_a_subject_keeps_to_sixty_characters_with_the_numbers_first(
    session: Session, cast: Cast, giver: Giver, morning: Callable[..., Applied]
) -> None:
    cast.units["noi_vu"].name = "Trung tâm Văn hóa, Thể thao và Truyền thông huyện Thử Nghiệm"
    cast.units["noi_vu"].short_name = ""
    giver.give("noi_vu", TODAY)
    giver.give("noi_vu", date(2023, 9, 13))
    morning()
    subject = digest(session).subject
    assert len(subject) <= 60
    assert subject.startswith("01 quá hạn, 01 sắp đến hạn – Trung tâm")
    assert subject.endswith("…, ngày 14/09")


def test_the_office_digest_goes_each_working_day_and_a_units_only_with_news(
    giver: Giver, morning: Callable[..., Applied]
) -> None:
    giver.give("noi_vu", date(2023, 9, 13))
    assert morning(date(2023, 9, 14)) == Applied(1, 2, 1)
    assert morning(date(2023, 9, 15)) == Applied(0, 2, 0)


def test_what_another_planner_was_faster_with_is_neither_doubled_nor_lost(
    session: Session, cast: Cast, clock: FixedClock, giver: Giver, morning: Callable[..., Applied]
) -> None:
    giver.give("noi_vu", date(2023, 9, 13))
    plan = urging.plan_day(session, office_id=cast.office.id, clock=clock, links=LINKS)
    outbox.put(
        session,
        clock=clock,
        office_id=cast.office.id,
        kind=MessageKind.UNIT_DIGEST,
        key=f"digest:2023-09-14:unit:{cast.units['noi_vu'].id}",
        recipient=plan.units[0].recipient,
        composed=Composed("Tiêu đề", "chữ", "<p>chữ</p>"),
    )
    assert urging.apply_day(session, office_id=cast.office.id, clock=clock, plan=plan).items == 0
    assert told(session) == []
    assert morning(date(2023, 9, 15)).items == 1


def test_a_plan_prints_as_mails_and_writes_nothing(
    session: Session, cast: Cast, clock: FixedClock, giver: Giver
) -> None:
    giver.give("noi_vu", date(2023, 9, 13))
    plan = urging.plan_day(session, office_id=cast.office.id, clock=clock, links=LINKS)
    text = digests.describe(plan)
    assert "Thứ Năm, ngày 14/09/2023: 03 thư nhắc việc." in text
    assert "Gửi:     Phòng Nội vụ <noi_vu@dondoc.test>" in text
    assert "Tiêu đề: 01 quá hạn – Phòng Nội vụ, ngày 14/09" in text
    assert not session.new
    assert not session.dirty
    assert session.scalar(select(func.count(Reminder.id))) == 0
    assert session.scalar(select(func.count(OutboxMessage.id))) == 0


def test_the_day_of_rest_is_named_in_the_plan(session: Session, cast: Cast, clock: FixedClock) -> None:
    clock.instant = FixedClock.at(date(2023, 9, 16), 6, 30).instant
    plan = urging.plan_day(session, office_id=cast.office.id, clock=clock, links=LINKS)
    assert digests.describe(plan) == "Thứ Bảy, ngày 16/09/2023 không phải ngày làm việc: không có thư nhắc việc."


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2023, 8, 28), (date(2023, 9, 1), date(2023, 9, 4))),
        (date(2023, 9, 14), None),
        (date(2023, 9, 2), (date(2023, 9, 3), date(2023, 9, 4))),
    ],
)
def test_a_near_holiday_is_named_with_the_weekend_it_touches(today: date, expected: tuple[date, date] | None) -> None:
    calendar = WorkingCalendar(frozenset({date(2023, 9, 1), date(2023, 9, 4)}), frozenset(), frozenset({2023}))
    assert digests.next_days_off(calendar, today) == expected


def test_planning_costs_the_same_few_queries_however_much_is_open(
    session: Session, cast: Cast, clock: FixedClock, giver: Giver
) -> None:
    from tests.conftest import count_queries

    def queries() -> int:
        with count_queries(session.get_bind().engine) as seen:
            urging.plan_day(session, office_id=cast.office.id, clock=clock, links=LINKS)
        return len(seen)

    for unit in ("noi_vu", "tu_phap"):
        giver.give(unit, date(2023, 9, 13))
    few = queries()
    for _ in range(30):
        giver.give("noi_vu", date(2023, 9, 13))
        giver.give("tu_phap", date(2024, 5, 13))
    assert queries() == few
    assert session.scalar(select(func.count(Assignment.id))) == 62


# What the office or a leader has in hand.


def happen(session, cast, clock, assignment, kind: EventKind, day: date, **more: object) -> None:
    row = Event(kind=kind, effective_on=day, recorded_at=clock.now(), recorder_id=cast.users["chief"].id, **more)
    recording.add(session, assignment, row)


def test_what_lies_for_signature_is_not_urged_nor_named(session, cast, clock, giver, morning):
    in_time, late = giver.give("noi_vu", date(2023, 9, 15)), giver.give("noi_vu", date(2023, 9, 11))
    happen(session, cast, clock, in_time, EventKind.SENT_FOR_SIGNATURE, date(2023, 9, 12))
    happen(session, cast, clock, late, EventKind.SENT_FOR_SIGNATURE, date(2023, 9, 12))
    assert morning().items == 0


def test_an_objective_cause_is_not_urged_and_its_report_still_waits(session, cast, clock, giver, morning):
    excused, reported = giver.give("noi_vu", date(2023, 9, 11)), giver.give("noi_vu", date(2023, 9, 11))
    happen(session, cast, clock, reported, EventKind.SUBMITTED, date(2023, 9, 12))
    for assignment in (excused, reported):
        happen(session, cast, clock, assignment, EventKind.CAUSE_CONFIRMED, date(2023, 9, 12))
    applied = morning()
    assert (applied.unit_mails, applied.items) == (0, 0)
    text = flat(digest(session, MessageKind.OFFICE_DIGEST).body_text)
    assert "1. CHỜ QUYẾT ĐỊNH: 01" in text
    assert "2. QUÁ HẠN: 00/00" in text


def test_a_request_for_more_time_is_told_apart_and_the_deadline_stands_until_it_is_answered(
    session, cast, clock, giver, morning
):
    asked, waits = giver.give("noi_vu", date(2023, 9, 18)), giver.give("noi_vu", date(2023, 12, 1))
    for assignment in (asked, waits):
        about = {"actor": cast.head("noi_vu"), "clock": clock, "assignment": assignment, "version": assignment.version}
        clock.instant = FixedClock.at(date(2023, 9, 11)).instant
        extensions.ask(session, **about, asked_for=date(2023, 12, 29), reason="Chờ số liệu.")
    giver.report(giver.give("noi_vu", date(2023, 12, 1)), date(2023, 9, 12))
    morning()
    text = flat(digest(session).body_text)
    assert "I. SẮP ĐẾN HẠN (01)" in text, "the deadline in force is still reminded of"
    assert "II. VĂN PHÒNG ĐANG XEM XÉT (01, không tính chậm cho đơn vị)" in text
    assert "III. ĐỀ NGHỊ GIA HẠN CHỜ QUYẾT ĐỊNH (02)" in text
    assert "Đề nghị ngày 11/09/2023, xin đến Thứ Sáu, 29/12/2023; thời hạn hiện nay 18/09/2023" in text
    office = flat(digest(session, MessageKind.OFFICE_DIGEST).body_text)
    assert "Còn 02 đề nghị gia hạn chờ quyết định, 02 việc quá 02 ngày làm việc." in office


def test_the_office_is_late_by_its_own_rule(session, cast, clock, giver, morning):
    giver.report(giver.give("noi_vu", date(2023, 12, 1)), date(2023, 9, 11))
    choices = replace(policy.Choices(), decide_working_days=3)
    policy.change(session, actor=cast.chief, clock=clock, seen=0, choices=choices)
    morning()
    text = flat(digest(session, MessageKind.OFFICE_DIGEST).body_text)
    assert "Văn phòng còn 01 báo cáo chờ xác nhận, chưa việc nào quá 03 ngày làm việc." in text
