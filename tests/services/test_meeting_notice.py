"""The draft of a notice of conclusions: its tasks are there, nothing is counted twice, and the paper says the same."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from app.domain.errors import DomainError
from app.domain.terms import DecisionForm, EventKind, MeetingDecision, MessageKind, TaskKind
from app.models import Assignment, Event, OutboxMessage
from app.services import limiting, meeting_notice, numbering, visibility
from app.services.decisions import Decision
from app.services.meeting_notice import NewDuty
from app.services.meeting_notice_file import notice_document, notice_docx
from tests.services.giving import Giving
from tests.services.meeting_cases import MONDAY, conclude, make_series, said, sitting_of

LATE, LATER = date(2023, 9, 8), date(2023, 10, 30)
NEW_DATE, CLOSED, REPEATED, URGED = MeetingDecision


@pytest.fixture
def series(cast, clock):
    return make_series(cast, clock)


@pytest.fixture
def held(session, cast, clock, series):
    """Three opinions at two units and two new tasks, entered in one pass."""
    give = Giving(cast, clock)
    rows = [give(unit, due=LATE, text=f"Việc {n}.") for n, unit in enumerate(("tu_phap", "noi_vu", "cong_an"), 1)]
    duties = [
        NewDuty(text="Lập kế hoạch mới", unit_id=cast.units["noi_vu"].id, named_on=LATER),
        NewDuty(text="Duy trì trực ban.", unit_id=cast.units["noi_vu"].id),
    ]
    done = conclude(
        session,
        cast,
        clock,
        series,
        said(rows[0], NEW_DATE, named_on=LATER),
        said(rows[1], CLOSED, "Không còn phù hợp."),
        said(rows[2], REPEATED, "Xong trong tháng."),
        duties=duties,
    )
    assert done.problems == {}
    return done.meeting


def draft(session, cast, clock, meeting):
    return meeting_notice.draft(session, actor=cast.chief, clock=clock, meeting=meeting)


def test_what_is_given_anew_is_given_at_once_under_the_notice_that_waits_for_its_number(session, cast, clock, held):
    notice = held.directive
    assert (notice.kind, notice.number, notice.meeting_on, notice.given_on) == ("Thông báo", None, MONDAY, MONDAY)
    assert notice.subject == (
        "Kết luận của đồng chí Phó Chủ tịch Hà, Phó Chủ tịch tại cuộc họp giao ban tuần ngày 11/9/2023"
    )
    rows = session.scalars(select(Assignment).where(Assignment.task_id.in_([task.id for task in notice.tasks]))).all()
    assert sorted((row.task.kind, row.given_on, row.due_on) for row in rows) == [
        (TaskKind.CONTINUOUS, MONDAY, None),
        (TaskKind.DATED, MONDAY, LATER),
    ]
    (mail,) = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == MessageKind.TASKS_GIVEN))
    assert mail.to_name == "Phòng Nội vụ"


def test_what_is_given_anew_was_decided_by_the_chair_at_the_meeting_and_is_no_opinion(session, cast, series, held):
    task = next(task for task in held.directive.tasks if task.kind is TaskKind.DATED)
    (part,) = session.scalars(select(Assignment).where(Assignment.task_id == task.id))
    for row in (part.events[0], part.due_dates[0]):
        assert (row.decider_id, row.recorder_id) == (cast.users["leader"].id, cast.users["chief"].id)
        assert (row.decided_on, row.decision_form, row.meeting_id) == (MONDAY, DecisionForm.MEETING, held.id)
    assert sitting_of(cast, series).opinions == 3


def test_the_draft_has_a_task_for_each_opinion_without_an_assignment_of_its_own(session, cast, clock, held):
    before = session.scalar(select(func.count(Assignment.id)))
    notice = draft(session, cast, clock, held)
    assert session.scalar(select(func.count(Assignment.id))) == before
    linked = session.scalars(select(Event).where(Event.task_id.is_not(None)).order_by(Event.id)).all()
    assert [event.kind for event in linked] == [EventKind.DUE_ADJUSTED, EventKind.REPEATED]
    assert {task.clause: task.text for task in notice.tasks} == {
        "I.2": "Lập kế hoạch mới",
        "I.3": "Duy trì trực ban.",
        "II.1": "Yêu cầu Phòng Tư pháp tiếp tục thực hiện nhiệm vụ “Việc 1” (Thông báo số 15/TB-UBND ngày 04/9/2023, "
        "mục 1); thời hạn mới: ngày 30/10/2023.",
        "III.1": "Đề nghị Công an huyện khẩn trương thực hiện nhiệm vụ “Việc 3” (Thông báo số 15/TB-UBND ngày "
        "04/9/2023, mục 3), thời hạn ngày 08/9/2023; nhắc lại lần 01. Xong trong tháng.",
    }


def test_drafted_again_it_takes_in_what_came_since_and_nothing_twice(session, cast, clock, series, held):
    notice = draft(session, cast, clock, held)
    assert len(draft(session, cast, clock, held).tasks) == len(notice.tasks) == 4
    late = Giving(cast, clock)("xa_ha", due=LATE, text="Việc sau.")
    duty = NewDuty(text="Việc thêm.", unit_id=cast.units["xa_ha"].id)
    conclude(session, cast, clock, series, said(late, URGED), duties=[duty])
    again = draft(session, cast, clock, held)
    assert again is notice
    assert sorted(task.position for task in again.tasks) == [1, 2, 3, 4, 5, 6]
    assert [task.clause for task in again.tasks][-2:] == ["III.2", "III.1"]


def test_the_paper_has_the_official_form_and_says_all_points_by_unit(session, cast, clock, held):
    draft(session, cast, clock, held)
    document = notice_document(session, actor=cast.clerk, meeting=held)
    assert (document.kind, document.about) == (
        "Thông báo",
        ("Kết luận của đồng chí Phó Chủ tịch Hà, Phó Chủ tịch", "tại cuộc họp giao ban tuần ngày 11/9/2023"),
    )
    assert document.letterhead.number_line == "Số:          /TB-UBND"
    assert document.letterhead.date_line == "Thử Nghiệm, ngày      tháng      năm 2023"
    assert document.letterhead.parent == "UBND tỉnh Hồng Lam"
    assert document.signed_as == ("TL. Chủ tịch", "Chánh Văn phòng")
    lines = [block.text for block in document.blocks]
    assert lines[0] == (
        "Ngày 11/9/2023, tại Phòng họp số 1, đồng chí Phó Chủ tịch Hà, Phó Chủ tịch chủ trì cuộc họp giao ban tuần. "
        "Sau khi nghe báo cáo tình hình thực hiện nhiệm vụ và ý kiến của các thành viên dự họp, đồng chí Phó Chủ tịch "
        "Hà kết luận như sau:"
    )
    assert lines[1:5] == [
        "I. PHÒNG NỘI VỤ",
        "1. Dừng thực hiện nhiệm vụ “Việc 2” (Thông báo số 15/TB-UBND ngày 04/9/2023, mục 2). Lý do: Không còn phù "
        "hợp.",
        "2. Lập kế hoạch mới. Thời hạn: ngày 30/10/2023.",
        "3. Duy trì trực ban.",
    ]
    assert lines[5] == "II. PHÒNG TƯ PHÁP"
    assert lines[-1].endswith("./.")
    assert notice_docx(session, actor=cast.clerk, meeting=held) == notice_docx(session, actor=cast.chief, meeting=held)


def test_with_its_number_the_notice_is_what_it_was_and_takes_in_nothing_more(session, cast, clock, held):
    notice = draft(session, cast, clock, held)
    tasks = [(task.clause, task.text) for task in notice.tasks]
    numbering.set_number(
        session,
        actor=cast.clerk,
        clock=clock,
        directive=notice,
        number="20/TB-UBND",
        issued_on=date(2023, 9, 13),
        version=notice.version,
    )
    assert [(task.clause, task.text) for task in notice.tasks] == tasks
    head = notice_document(session, actor=cast.chief, meeting=held).letterhead
    assert (head.number_line, head.date_line) == ("Số: 20/TB-UBND", "Thử Nghiệm, ngày 13 tháng 09 năm 2023")
    with pytest.raises(DomainError, match=r"meeting\.notice_numbered"):
        draft(session, cast, clock, held)


def test_the_notice_names_who_decided_where_another_than_planned_chaired(session, cast, clock, series):
    decision = Decision(name="Nguyễn Văn Chủ", title="Chủ tịch UBND")
    row = Giving(cast, clock)("noi_vu", due=LATE)
    meeting = conclude(session, cast, clock, series, said(row, URGED), decision=decision).meeting
    again = conclude(session, cast, clock, series, said(row, REPEATED, again=True)).meeting
    assert again is meeting
    assert (meeting.chair_id, meeting.chair_name, meeting.chair_title) == (None, "Nguyễn Văn Chủ", "Chủ tịch UBND")
    assert "đồng chí Nguyễn Văn Chủ, Chủ tịch UBND" in draft(session, cast, clock, meeting).subject


def test_nothing_makes_no_notice(session, cast, clock, series):
    row = Giving(cast, clock)("noi_vu", due=LATE)
    meeting = conclude(session, cast, clock, series, said(row, URGED)).meeting
    with pytest.raises(DomainError, match=r"meeting\.no_notice"):
        notice_document(session, actor=cast.chief, meeting=meeting)
    row.task.restricted = True
    session.flush()
    with pytest.raises(DomainError, match=r"meeting\.notice_empty"):
        draft(session, cast, clock, meeting)


@pytest.mark.parametrize(
    ("duty", "code"),
    [
        ({"text": " ", "unit": "noi_vu"}, "duty.no_text"),
        ({"text": "Việc.", "unit": None}, "duty.no_unit"),
        ({"text": "Việc.", "unit": "khong"}, "unit.unknown"),
        ({"text": "Việc.", "unit": "noi_vu", "named_on": LATE}, "meeting.date_before"),
    ],
)
def test_a_new_task_says_what_it_lacks(session, cast, clock, series, duty, code):
    named = duty["unit"]
    unit_id = cast.units[named].id if named in cast.units else (999_999 if named else None)
    new = NewDuty(text=duty["text"], unit_id=unit_id, named_on=duty.get("named_on"))
    done = conclude(session, cast, clock, series, duties=[new])
    assert done.problems[0].code == code


def test_a_point_is_limited_and_opened_with_the_task_whose_words_it_says(session, cast, clock, held):
    notice = draft(session, cast, clock, held)
    point = next(task for task in notice.tasks if "Việc 1" in task.text)
    (event,) = session.scalars(select(Event).where(Event.task_id == point.id))
    common = {"actor": cast.chief, "clock": clock, "task": event.assignment.task}
    limiting.limit(session, **common, user_ids=[cast.users["tu_phap_head"].id])
    assert not visibility.may_read(session, actor=cast.staff, task=point)
    assert [task.restricted for task in notice.tasks].count(True) == 1
    limiting.lift(session, **common)
    assert visibility.may_read(session, actor=cast.staff, task=point)
