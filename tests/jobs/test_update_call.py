from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.adapters.clock import FixedClock
from app.adapters.mail_templates import Composed
from app.domain.terms import MeetingState, MessageKind
from app.models import CalendarDay, JobRun, Lease, Meeting, MeetingSeries, Office, OutboxMessage
from app.services import claims, meetings, update_calls
from jobs.runner import run_job
from jobs.toolbox import Done, Toolbox
from jobs.update_call import NAME, call, call_in_hours, preview
from tests.cast import load_cast
from tests.jobs.conftest import everything
from tests.services.giving import Giver
from tests.services.meeting_cases import make_series, sitting_of

FRIDAY, MONDAY = date(2023, 9, 15), date(2023, 9, 18)


@pytest.fixture
def owing(tools: Toolbox) -> Toolbox:
    """On the Friday before a Monday's meeting, at ten past seven; two units owe something, a third has reported."""
    with tools.transaction() as session:
        cast = load_cast(session, tools.clock)
        giver = Giver(cast, FixedClock(tools.clock.now()))
        giver.give("noi_vu", date(2023, 9, 13))
        giver.give("noi_vu", None)
        giver.give("cong_an", date(2023, 10, 30))
        giver.report(giver.give("tu_phap", date(2023, 9, 20)), date(2023, 9, 14))
        make_series(cast, tools.clock)
    return at(tools, FRIDAY, 7, 10)


def at(tools: Toolbox, day: date, hour: int, minute: int = 0) -> Toolbox:
    return replace(tools, clock=FixedClock.at(day, hour, minute))


def told(tools: Toolbox) -> list[tuple[str, str]]:
    with tools.sessions() as session:
        rows = session.execute(select(OutboxMessage.to_name, OutboxMessage.subject).order_by(OutboxMessage.id))
        return [tuple(row) for row in rows]


def off(tools: Toolbox, day: date, *, is_working: bool = False) -> None:
    with tools.transaction() as session:
        (office_id,) = session.scalars(select(Office.id))
        session.add(CalendarDay(office_id=office_id, day=day, is_working=is_working, name="Thử"))


EXPECTED = [
    ("Phòng Nội vụ", "02 việc cần cập nhật, 01 quá hạn – Nội vụ, giao ban 18/09"),
    ("Công an huyện", "01 nội dung cần cập nhật – Công an huyện, giao ban 18/09"),
]


def test_each_unit_that_owes_something_is_asked_once_whatever_the_number_of_runs(owing: Toolbox) -> None:
    assert call(owing) == Done({"meetings": 1, "unit_mails": 2})
    assert call(owing) is None
    assert told(owing) == EXPECTED
    with owing.sessions() as session:
        (meeting,) = session.scalars(select(Meeting))
        assert (meeting.held_on, meeting.state, meeting.recorder_id) == (MONDAY, MeetingState.PLANNED, None)


def test_the_mail_names_what_is_owed_with_a_link_to_answer_each_in_the_register_of_its_reader(owing: Toolbox) -> None:
    call(owing)
    with owing.sessions() as session:
        ours, theirs = session.scalars(select(OutboxMessage.body_text).order_by(OutboxMessage.id))
    said = " ".join(ours.split())
    assert "Để chuẩn bị cuộc họp giao ban tuần, Thứ Hai, 18/09/2023, 07 giờ 30," in said
    assert "đề nghị đơn vị cập nhật tình hình thực hiện 02 nhiệm vụ" in said
    assert "quá 02 ngày" in said
    assert said.count("Trả lời: https://dondoc.test/tra-loi/") == 2
    assert said.index("Thứ Tư, 13/09/2023") < said.index("Không quy định thời hạn")
    assert "kính đề nghị quý cơ quan cập nhật tình hình thực hiện 01 nội dung" in " ".join(theirs.split())


def test_two_processes_at_once_ask_once(owing: Toolbox, another: Callable[[], Toolbox]) -> None:
    start = threading.Barrier(2)
    failures: list[BaseException] = []

    def work(tools: Toolbox) -> None:
        try:
            start.wait(timeout=10)
            # Without the lease, which only saves work: the keys of the outbox must hold by themselves.
            with tools.transaction() as session:
                (office_id,) = session.scalars(select(Office.id))
                update_calls.call_units(session, office_id=office_id, clock=tools.clock, links=tools.links)
        except BaseException as failure:
            failures.append(failure)

    other = replace(another(), clock=owing.clock)
    threads = [threading.Thread(target=work, args=(tools,)) for tools in (owing, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(told(owing)) == sorted(EXPECTED)
    with owing.sessions() as session:
        assert session.scalar(select(func.count(Meeting.id))) == 1


@pytest.mark.parametrize(
    ("day", "hour", "minute", "asked"),
    [
        (date(2023, 9, 14), 9, 0, False),  # the Thursday is too early
        (FRIDAY, 6, 59, False),
        (FRIDAY, 7, 0, True),
        (FRIDAY, 16, 59, True),
        (FRIDAY, 17, 0, False),
        (date(2023, 9, 16), 9, 0, False),  # nobody is asked on a Saturday
        (MONDAY, 7, 29, True),  # a run that is late, before the meeting begins
        (MONDAY, 7, 30, False),
    ],
)
def test_when_units_are_asked(owing: Toolbox, day: date, hour: int, minute: int, asked: bool) -> None:
    tools = at(owing, day, hour, minute)
    run_job(tools, NAME, call_in_hours)
    assert bool(told(tools)) is asked


def test_before_a_meeting_after_a_holiday_units_are_asked_on_the_last_working_day(owing: Toolbox) -> None:
    off(owing, FRIDAY)
    off(owing, MONDAY)
    assert call(at(owing, FRIDAY, 9)) is None
    # The Monday is off as well: the meeting is held on Tuesday, and Thursday is the working day before.
    assert call(at(owing, date(2023, 9, 14), 9)) == Done({"meetings": 1, "unit_mails": 2})
    assert told(owing)[0][1].endswith("giao ban 19/09")


def test_a_saturday_that_is_made_up_is_the_working_day_before(owing: Toolbox) -> None:
    off(owing, date(2023, 9, 16), is_working=True)
    assert call(owing) is None
    assert call(at(owing, date(2023, 9, 16), 9)) is not None


def test_a_unit_that_comes_to_owe_something_after_the_others_were_asked_is_asked_then(owing: Toolbox) -> None:
    call(owing)
    with owing.transaction() as session:
        Giver(load_cast(session, owing.clock), FixedClock(owing.clock.now())).give("xa_ha", date(2023, 10, 2))
    assert call(at(owing, FRIDAY, 10, 10)) == Done({"meetings": 1, "unit_mails": 1})
    assert told(owing)[2][0] == "UBND xã Hạ"


def test_a_meeting_put_on_another_day_is_asked_for_again_and_one_cancelled_not_at_all(owing: Toolbox) -> None:
    call(owing)
    with owing.transaction() as session:
        cast = load_cast(session, owing.clock)
        (series,) = session.scalars(select(MeetingSeries))
        sitting = sitting_of(cast, series, MONDAY)
        version = sitting.meeting.version if sitting.meeting else 0
        usual = {"actor": cast.chief, "clock": owing.clock}
        new = meetings.move(session, **usual, sitting=sitting, version=version, to=date(2023, 9, 19))
        assert new.held_on == date(2023, 9, 19)
    assert call(at(owing, FRIDAY, 9)) is None
    assert call(at(owing, MONDAY, 9)) == Done({"meetings": 1, "unit_mails": 2})
    with owing.transaction() as session:
        for row in session.scalars(select(Meeting)):
            row.state = MeetingState.CANCELLED
        for series in session.scalars(select(MeetingSeries)):
            series.starts_at = time(15)
    with owing.transaction() as session:
        Giver(load_cast(session, owing.clock), FixedClock(owing.clock.now())).give("kinh_te", date(2023, 10, 2))
    assert call(at(owing, date(2023, 9, 19), 9)) is None


def test_a_limited_task_is_asked_for_without_its_words(owing: Toolbox) -> None:
    with owing.transaction() as session:
        cast = load_cast(session, owing.clock)
        giver = Giver(cast, FixedClock(owing.clock.now()))
        giver.give("xa_ha", date(2023, 10, 2), task=giver.task("Xác minh đơn mật")).task.restricted = True
    call(owing)
    with owing.sessions() as session:
        body = session.scalars(select(OutboxMessage.body_text).where(OutboxMessage.to_name == "UBND xã Hạ")).one()
    assert "Nhiệm vụ hạn chế xem" in body
    assert "Xác minh" not in body
    assert "/tra-loi/" not in body


def test_a_process_with_the_lease_keeps_others_out_and_gives_it_back(owing: Toolbox) -> None:
    with owing.transaction() as session:
        claims.take_lease(session, clock=owing.clock, name=NAME, owner="người khác", lasts=timedelta(minutes=5))
    assert call(owing) is None
    later = replace(owing, clock=FixedClock(owing.clock.now() + timedelta(minutes=6)))
    assert call(later) is not None
    with owing.sessions() as session:
        assert session.scalars(select(Lease)).all() == []


def test_a_run_that_asks_nobody_is_not_recorded(owing: Toolbox) -> None:
    run_job(owing, NAME, call_in_hours)
    run_job(at(owing, FRIDAY, 7, 40), NAME, call_in_hours)
    with owing.sessions() as session:
        (run,) = session.scalars(select(JobRun))
    assert run.summary == {"meetings": 1, "unit_mails": 2}


def test_one_mail_that_cannot_be_made_does_not_stop_the_rest_and_comes_with_the_next_run(
    owing: Toolbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    compose = update_calls.compose

    def fails_for_one(kind: MessageKind, **what: Any) -> Composed:
        if what["unit"].name == "Phòng Nội vụ":
            raise ValueError("một mẫu thư hỏng")
        return compose(kind, **what)

    with monkeypatch.context() as patch:
        patch.setattr(update_calls, "compose", fails_for_one)
        assert run_job(owing, NAME, call_in_hours) == {"meetings": 1, "unit_mails": 1, "failed": 1}
    assert told(owing) == EXPECTED[1:]
    with owing.sessions() as session:
        assert session.scalars(select(JobRun.ok)).all() == [False]
    assert run_job(owing, NAME, call_in_hours) == {"meetings": 1, "unit_mails": 1}
    assert sorted(told(owing)) == sorted(EXPECTED)


def test_after_ten_days_off_units_are_asked_once_and_only_for_the_meeting_still_to_come(owing: Toolbox) -> None:
    back = at(owing, date(2023, 9, 25), 7, 10)
    assert call(back) == Done({"meetings": 1, "unit_mails": 2})
    assert all(subject.endswith("giao ban 25/09") for _, subject in told(back)), "none of 18/9, which is over"
    assert call(back) is None


def test_a_dry_run_says_what_would_be_asked_and_writes_nothing(owing: Toolbox) -> None:
    before = everything(owing)
    assert preview(owing) == "Nếu chạy thật: cuộc họp: 1, thư cho đơn vị: 2."
    assert everything(owing) == before
    call(owing)
    assert preview(owing) == "Không có gì để làm."
