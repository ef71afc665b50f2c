from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.adapters.mail_templates import Composed
from app.domain.calendar import WorkingCalendar
from app.domain.errors import DomainError
from app.domain.terms import AssignmentRole, EventKind, MessageKind, OutboxState, ReturnKind, SkipReason
from app.models import Assignment, Event, MeetingSeries, OutboxMessage, Reminder
from app.services import delivery, digests, extensions, outbox, recording, urging
from app.services.morning import Morning
from app.services.urging import Applied
from tests.cast import Cast
from tests.services.giving import Giver

LINKS = Links("https://dondoc.test")
TODAY = date(2023, 9, 14)  # a Thursday
NOTHING = Applied(0, 0, 0)
DAY_BEFORE = FixedClock.at(date(2023, 9, 13), 15)


@pytest.fixture
def giver(cast: Cast) -> Giver:
    """What it gives is recorded on the day before."""
    return Giver(cast, DAY_BEFORE)


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


def told(session: Session, recipient: str = "unit:") -> list[tuple[str, str, bool]]:
    """Rule, occurrence and whether it was only covered, of what was told to units (or to others)."""
    rows = session.execute(
        select(Reminder.rule, Reminder.occurrence, Reminder.covered)
        .where(Reminder.recipient.startswith(recipient))
        .order_by(Reminder.id)
    ).tuples()
    return [(rule.value, occurrence, covered) for rule, occurrence, covered in rows]


def test_a_morning_done_twice_sends_nothing_twice(
    session: Session, giver: Giver, morning: Callable[..., Applied]
) -> None:
    giver.give("noi_vu", date(2023, 9, 13))
    giver.give("tu_phap", date(2023, 9, 15))
    first = morning()
    assert (first.unit_mails, first.failed) == (2, 0)
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
    assert told(session) == [("due_soon", "3", False), ("due_soon", "5", True)]
    assert morning(date(2023, 9, 18)).items == 1
    assert ("due_today", "1", False) in told(session)
    assert ("due_soon", "1", True) in told(session)


def test_overdue_is_urged_on_the_first_day_and_then_once_a_week(
    session: Session, giver: Giver, morning: Callable[..., Applied]
) -> None:
    assignment = giver.give("noi_vu", date(2023, 9, 13))
    version = assignment.version
    urged_on = [day for day in range(14, 30) if morning(date(2023, 9, day)).unit_mails]
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
    assert "trong đó 02 đã quá hạn (01 đã nhắc trước đó, không nêu lại)" in body
    assert "Mới quá hạn" in body
    assert "Đã nhắc đầu tuần" not in body


def test_a_changed_deadline_starts_the_ladder_anew_also_when_it_returns_to_an_old_date(
    giver: Giver, morning: Callable[..., Applied]
) -> None:
    assignment = giver.give("noi_vu", date(2023, 9, 13))
    assert morning(date(2023, 9, 14)).unit_mails == 1
    giver.correct_due_date(assignment, date(2023, 9, 29))
    assert morning(date(2023, 9, 15)).unit_mails == 0
    giver.correct_due_date(assignment, date(2023, 9, 13))
    assert morning(date(2023, 9, 15)).unit_mails == 1


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
    assert morning(date(2023, 9, 15)).unit_mails == 1
    body = flat(digest(session).body_text)
    assert "I. QUÁ HẠN (02)" in body, "returned, it is the unit's again, and late"
    assert "II." not in body


def test_a_coordinating_part_is_named_apart_and_reported_to_nobody(
    session: Session, giver: Giver, morning: Callable[..., Applied]
) -> None:
    giver.give("noi_vu", date(2023, 9, 13), role=AssignmentRole.COORDINATING)
    applied = morning()
    assert (applied.unit_mails, applied.person_mails) == (1, 0)
    mail = digest(session)
    assert mail.subject == "01 phối hợp – Phòng Nội vụ, ngày 14/09"
    assert "I. PHẦN VIỆC PHỐI HỢP (01)" in mail.body_text


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
        recipient=plan.plans[0].recipient,
        composed=Composed("Tiêu đề", "chữ", "<p>chữ</p>"),
    )
    assert urging.apply_day(session, office_id=cast.office.id, clock=clock, plan=plan).unit_mails == 0
    assert told(session) == []
    assert morning(date(2023, 9, 15)).unit_mails == 1


def test_a_plan_prints_as_mails_and_writes_nothing(
    session: Session, cast: Cast, clock: FixedClock, giver: Giver
) -> None:
    giver.give("noi_vu", date(2023, 9, 13))
    plan = urging.plan_day(session, office_id=cast.office.id, clock=clock, links=LINKS)
    text = digests.describe(plan)
    assert "Thứ Năm, ngày 14/09/2023: " in text
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
    assert morning().unit_mails == 0


def test_an_objective_cause_is_not_urged_and_its_report_still_waits(session, cast, clock, giver, morning):
    excused, reported = giver.give("noi_vu", date(2023, 9, 11)), giver.give("noi_vu", date(2023, 9, 11))
    happen(session, cast, clock, reported, EventKind.SUBMITTED, date(2023, 9, 12))
    for assignment in (excused, reported):
        happen(session, cast, clock, assignment, EventKind.CAUSE_CONFIRMED, date(2023, 9, 12))
    applied = morning()
    assert (applied.unit_mails, applied.items) == (0, 0)


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


# Heads of units, and what did not arrive.


def test_the_head_is_told_once_a_deadline_and_as_one_who_can_act(
    session: Session, cast: Cast, giver: Giver, morning: Callable[..., Applied]
) -> None:
    giver.give("noi_vu", date(2023, 9, 13), task=giver.task("Việc đã chậm"))
    for day in (14, 15):
        morning(date(2023, 9, day))
    mail = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == MessageKind.HEAD_DIGEST)).one()
    assert mail.to_address == "noi_vu_head@dondoc.test"
    assert mail.subject == "01 quá hạn, báo cáo thủ trưởng – Phòng Nội vụ, ngày 14/09"
    body = flat(mail.body_text)
    assert "Phòng Nội vụ có 01 nhiệm vụ chủ trì quá hạn từ 01 ngày làm việc trở lên" in body
    assert "Việc đã chậm" in body
    assert "quá hạn 01/01" in body
    assert all(person.name not in mail.body_text for person in cast.users.values())


def test_the_head_of_a_unit_outside_the_authority_is_asked(
    session: Session, giver: Giver, morning: Callable[..., Applied]
) -> None:
    giver.give("cong_an", date(2023, 9, 13))
    morning()
    mail = digest(session, MessageKind.HEAD_DIGEST)
    body = flat(mail.body_text)
    assert "Công an huyện có 01 nội dung được đề nghị chủ trì đã quá thời hạn" in body
    assert "Kính đề nghị đồng chí quan tâm, thông tin kết quả" in body
    for said in ("nhiệm vụ chủ trì", "chỉ đạo", "giao "):
        assert said not in body


def test_a_unit_that_has_not_acknowledged_is_asked_in_its_digest(
    session: Session, giver: Giver, morning: Callable[..., Applied]
) -> None:
    giver.give("noi_vu", None, task=giver.task("Việc chưa nhận"))
    assert [morning(date(2023, 9, day)).unit_mails for day in (14, 15, 18, 19)] == [0, 0, 1, 0]
    mail = digest(session)
    assert mail.subject == "01 chưa xác nhận – Phòng Nội vụ, ngày 18/09"
    assert "I. CHƯA XÁC NHẬN ĐÃ NHẬN (01)" in mail.body_text
    assert "đã qua 03 ngày làm việc, chưa xác nhận đã nhận" in flat(mail.body_text)


@pytest.mark.parametrize("state", [OutboxState.PENDING, OutboxState.RETRY, OutboxState.FAILED])
def test_what_a_mail_did_not_bring_is_told_by_the_next_one(
    session: Session, cast: Cast, clock: FixedClock, giver: Giver, morning: Callable[..., Applied], state: OutboxState
) -> None:
    giver.give("noi_vu", date(2023, 9, 13), task=giver.task("Việc đã chậm"))
    morning(date(2023, 9, 14))
    first = digest(session)
    first.state = state
    session.flush()
    clock.instant = FixedClock.at(date(2023, 9, 14), 10).instant
    plan = urging.plan_day(session, office_id=cast.office.id, clock=clock, links=LINKS)
    assert plan.plans == (), "the same day it is tried again, or put right by hand"
    assert morning(date(2023, 9, 15)).unit_mails == 1
    second = digest(session)
    assert "Việc đã chậm" in second.body_text
    session.refresh(first)
    if state is not OutboxState.FAILED:
        assert first.skip_reason is SkipReason.REPLACED
    rows = session.scalars(select(Reminder).where(Reminder.recipient.startswith("unit:"), ~Reminder.covered)).all()
    assert [(row.day, row.message_id) for row in rows] == [(date(2023, 9, 15), second.id)]
    assert morning(date(2023, 9, 18)).unit_mails == 1, "named again on Monday, not before"


def test_a_digest_that_did_not_leave_does_not_urge_days_later_for_what_was_done(
    session: Session, giver: Giver, morning: Callable[..., Applied]
) -> None:
    late = giver.give("noi_vu", date(2023, 9, 13), task=giver.task("Việc đã chậm"))
    morning(date(2023, 9, 14))
    stale = digest(session)
    stale.state = OutboxState.RETRY
    recording.add(session, late, giver.event(EventKind.SUBMITTED, date(2023, 9, 14)))
    clock = FixedClock.at(date(2023, 9, 15), 6, 30)
    plan = urging.plan_day(session, office_id=late.office_id, clock=clock, links=LINKS)
    urging.apply_day(session, office_id=late.office_id, clock=clock, plan=plan)
    session.refresh(stale)
    assert "unit:" not in " ".join(each.recipient.key for each in plan.plans), "nothing is left to ask"
    assert (stale.state, stale.skip_reason) == (OutboxState.SKIPPED, SkipReason.REPLACED)


def test_a_digest_on_its_way_is_not_overtaken(session: Session, giver: Giver, morning: Callable[..., Applied]) -> None:
    giver.give("noi_vu", date(2023, 9, 13))
    morning(date(2023, 9, 14))
    digest(session).state = OutboxState.SENDING
    session.flush()
    assert morning(date(2023, 9, 15)).unit_mails == 0


def test_one_digest_that_cannot_be_made_does_not_stop_the_others_and_comes_next_time(
    session: Session, cast: Cast, giver: Giver, morning: Callable[..., Applied], monkeypatch: pytest.MonkeyPatch
) -> None:
    for unit in ("noi_vu", "tu_phap"):
        giver.give(unit, date(2023, 9, 13))
    compose = digests.compose_digest

    def fails_for_one(plan: Morning, what: digests.AnyPlan) -> Composed:
        if what.recipient.name == "Phòng Nội vụ":
            raise ValueError("một mẫu thư hỏng")
        return compose(plan, what)

    with monkeypatch.context() as patch:
        patch.setattr(digests, "compose_digest", fails_for_one)
        applied = morning()
    assert (applied.unit_mails, applied.failed) == (1, 1)
    assert digest(session).to_name == "Phòng Tư pháp"
    assert morning().unit_mails == 1
    assert digest(session).to_name == "Phòng Nội vụ"


def test_a_long_section_is_cut_and_says_how_much_more_there_is(
    session: Session, giver: Giver, morning: Callable[..., Applied]
) -> None:
    for _ in range(53):
        giver.give("noi_vu", date(2023, 9, 13))
    morning()
    mail = digest(session)
    assert mail.subject.startswith("53 quá hạn")
    for body in (mail.body_text, mail.body_html):
        assert "và 03 việc khác, xem tại trang của đơn vị" in flat(body)
    assert (
        session.scalar(select(func.count(Reminder.id)).where(~Reminder.covered, Reminder.recipient.startswith("unit")))
        == 53
    )


def test_on_the_working_day_before_the_giao_ban_what_is_overdue_is_named_again(
    session: Session, cast: Cast, giver: Giver, morning: Callable[..., Applied]
) -> None:
    session.add(
        MeetingSeries(office_id=cast.office.id, name="Giao ban tuần", weekdays="3", valid_from=date(2023, 9, 1))
    )  # Thursdays
    giver.give("noi_vu", date(2023, 9, 13))
    assert [day for day in range(14, 29) if morning(date(2023, 9, day)).unit_mails] == [14, 20, 27]


def test_a_reader_who_wants_the_digest_later_gets_it_at_that_hour_and_in_text(
    session: Session, cast: Cast, giver: Giver, morning: Callable[..., Applied]
) -> None:
    head = cast.users["noi_vu_head"]
    head.mail_hour, head.mail_as_text = 9, True
    giver.give("noi_vu", date(2023, 9, 13))
    morning()
    mail = digest(session, MessageKind.HEAD_DIGEST)
    assert mail.next_attempt_at == FixedClock.at(TODAY, 9).instant
    assert mail.body_html == ""
    assert digest(session).next_attempt_at == FixedClock.at(TODAY, 6, 30).instant


def test_the_leaders_mail_leaves_before_those_of_the_units(
    session: Session, giver: Giver, morning: Callable[..., Applied]
) -> None:
    giver.give("noi_vu", date(2023, 9, 13))
    morning()
    queued = session.scalars(select(OutboxMessage.kind).order_by(OutboxMessage.next_attempt_at, OutboxMessage.id)).all()
    assert queued[0] is MessageKind.LEADER_DIGEST
    assert queued.index(MessageKind.OFFICE_DIGEST) < queued.index(MessageKind.UNIT_DIGEST)


def test_a_failed_digest_is_not_sent_by_hand_once_a_later_one_told_it(
    session: Session, cast: Cast, clock: FixedClock, giver: Giver, morning: Callable[..., Applied]
) -> None:
    giver.give("noi_vu", date(2023, 9, 13))
    morning(date(2023, 9, 14))
    first = digest(session)
    first.state = OutboxState.FAILED
    session.flush()
    morning(date(2023, 9, 15))
    first.state = OutboxState.FAILED  # the fixture takes all mails as sent
    session.flush()
    with pytest.raises(DomainError) as refusal:
        delivery.retry(session, actor=cast.chief, clock=clock, public_id=first.public_id)
    assert refusal.value.code == "mail.replaced"


def test_a_failed_digest_that_is_sent_by_hand_goes_to_the_addresses_known_by_then(
    session: Session, cast: Cast, clock: FixedClock, giver: Giver, morning: Callable[..., Applied]
) -> None:
    giver.give("noi_vu", date(2023, 9, 13))
    morning()
    mail = digest(session)
    mail.state = OutboxState.FAILED
    cast.units["noi_vu"].email, cast.units["noi_vu"].contact_email = "moi@dondoc.test", "dau_moi@dondoc.test"
    session.flush()
    delivery.retry(session, actor=cast.chief, clock=clock, public_id=mail.public_id)
    session.refresh(mail)
    assert (mail.state, mail.to_address) == (OutboxState.PENDING, "moi@dondoc.test")
    assert mail.copies == [["Đầu mối Nội vụ", "dau_moi@dondoc.test"]]
