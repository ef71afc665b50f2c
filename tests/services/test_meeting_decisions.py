"""What a meeting decided, written in one pass: wholly, or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from app.domain.errors import DomainError
from app.domain.terms import DecisionForm, EventKind, MeetingDecision, MeetingState, MessageKind, State
from app.models import Assignment, AuditEntry, Directive, DueDate, Event, Meeting, OutboxMessage
from app.services import meeting_decisions, recording
from app.services.decisions import Decision
from app.services.meeting_notice import NewDuty
from tests.services.giving import Giving
from tests.services.meeting_cases import LINKS, MONDAY, conclude, make_series, said, sitting_of

LATE, LATER = date(2023, 9, 8), date(2023, 10, 30)
NEW_DATE, CLOSED, REPEATED, URGED = MeetingDecision


@pytest.fixture
def series(cast, clock):
    return make_series(cast, clock)


@pytest.fixture
def four(cast, clock):
    """One assignment for each kind of decision, at three units."""
    give = Giving(cast, clock)
    rows = [give(unit, due=LATE) for unit in ("noi_vu", "tu_phap", "kinh_te", "kinh_te")]
    cast.session.flush()
    return rows


def events_at(session, meeting: Meeting) -> list[Event]:
    return list(session.scalars(select(Event).where(Event.meeting_id == meeting.id).order_by(Event.id)))


def counted(session) -> tuple[int | None, ...]:
    models = (Event, DueDate, OutboxMessage, Directive, AuditEntry)
    return tuple(session.scalar(select(func.count()).select_from(model)) for model in models)


def test_every_kind_of_decision_is_written_through_its_own_service(session, cast, clock, series, four):
    moved, stopped, repeated, urged = four
    done = conclude(
        session,
        cast,
        clock,
        series,
        said(moved, NEW_DATE, named_on=LATER),
        said(stopped, CLOSED, "Không còn phù hợp."),
        said(repeated, REPEATED, "Xong trong tháng."),
        said(urged, URGED),
    )
    assert (done.opinions, done.problems) == (4, {})
    assert [(event.kind, event.note) for event in events_at(session, done.meeting)] == [
        (EventKind.DUE_ADJUSTED, "Kết luận tại cuộc họp giao ban ngày 11/9/2023"),
        (EventKind.STOPPED, "Không còn phù hợp."),
        (EventKind.REPEATED, "Xong trong tháng."),
        (EventKind.URGED, ""),
    ]
    for event in events_at(session, done.meeting):
        assert (event.decider_id, event.recorder_id) == (cast.users["leader"].id, cast.users["chief"].id)
        assert (event.decided_on, event.effective_on) == (MONDAY, MONDAY)
        assert event.decision_form is DecisionForm.MEETING
    assert moved.due_on == LATER
    assert session.get(DueDate, moved.due_date_id).meeting_id == done.meeting.id
    assert (stopped.state, repeated.repeats, urged.state) == (State.NOT_IMPLEMENTED, 1, State.OPEN)
    assert done.meeting.state is MeetingState.HELD


def test_each_unit_is_told_once_of_all_that_was_repeated_or_urged(session, cast, clock, series, four):
    moved, _, repeated, urged = four
    conclude(
        session,
        cast,
        clock,
        series,
        said(moved, NEW_DATE, named_on=LATER),
        said(repeated, REPEATED, "Xong trong tháng."),
        said(urged, URGED),
    )
    mails = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert {(mail.kind, mail.to_name) for mail in mails} == {
        (MessageKind.DUE_MOVED, "Phòng Nội vụ"),
        (MessageKind.MEETING_SAID, "Phòng Kinh tế"),
    }
    assert len(mails) == 2
    told = next(mail for mail in mails if mail.kind is MessageKind.MEETING_SAID)
    assert told.subject == "02 việc có ý kiến tại giao ban – Phòng Kinh tế, ngày 11/09"
    assert "Nhắc lại: Xong trong tháng." in told.body_text
    assert "Đôn đốc" in told.body_text
    # A second pass tells again, of what is new alone.
    conclude(session, cast, clock, series, said(urged, REPEATED, again=True))
    assert session.scalar(select(func.count()).where(OutboxMessage.kind == MessageKind.MEETING_SAID)) == 2


def test_one_refused_row_and_nothing_at_all_is_written(session, cast, clock, series, four):
    moved, stopped, repeated, urged = four
    before = counted(session)
    stale = replace(said(stopped, CLOSED, "Lý do."), version=stopped.version + 7)
    done = conclude(
        session,
        cast,
        clock,
        series,
        said(moved, NEW_DATE, named_on=date(2023, 9, 1)),
        stale,
        said(repeated, REPEATED),
        said(urged, None, "Có chữ mà chưa chọn."),
        duties=[NewDuty(text="Việc mới.", unit_id=None), NewDuty(text="Việc tốt.", unit_id=cast.units["xa_ha"].id)],
    )
    assert {key: problem.code for key, problem in done.problems.items()} == {
        moved.public_id: "meeting.date_before",
        stopped.public_id: "stale",
        urged.public_id: "meeting.no_choice",
        0: "duty.no_unit",
    }
    assert counted(session) == before
    assert [row.repeats for row in four] == [0, 0, 0, 0]
    assert sitting_of(cast, series).state is MeetingState.PLANNED


@pytest.mark.parametrize(
    ("opinion", "code"),
    [
        ({"kind": NEW_DATE}, "meeting.no_date"),
        ({"kind": NEW_DATE, "named_on": LATE}, "meeting.date_before"),
        ({"kind": URGED, "named_on": LATER}, "meeting.date_unused"),
        ({"kind": CLOSED}, "reason.required"),
        ({"kind": None, "note": "x"}, "meeting.no_choice"),
    ],
)
def test_a_bad_row_says_what_is_wrong_with_it(session, cast, clock, series, four, opinion, code):
    done = conclude(session, cast, clock, series, said(four[0], **opinion))
    assert done.problems[four[0].public_id].code == code


def test_what_was_closed_since_is_refused(session, cast, clock, series, four):
    row = four[0]
    recording.add(session, row, Giving(cast, clock).event(EventKind.CANCELLED, MONDAY))
    done = conclude(session, cast, clock, series, said(row, URGED))
    assert done.problems[row.public_id].code == "assignment.closed"


def test_a_member_of_the_staff_who_may_not_stop_a_task_is_refused_and_a_leader_enters_nothing(
    session, cast, clock, series, four
):
    done = conclude(session, cast, clock, series, said(four[0], CLOSED, "Lý do."), actor=cast.staff)
    assert done.problems[four[0].public_id].code == "permission.denied"
    with pytest.raises(DomainError, match=r"permission\.denied"):
        conclude(session, cast, clock, series, said(four[0], URGED), actor=cast.leader)


def test_a_second_opinion_of_one_task_at_one_meeting_is_asked_about(session, cast, clock, series, four):
    row = four[0]
    conclude(session, cast, clock, series, said(row, URGED))
    done = conclude(session, cast, clock, series, said(row, REPEATED))
    assert done.problems[row.public_id].code == "meeting.decided_already"
    assert conclude(session, cast, clock, series, said(row, REPEATED, again=True)).opinions == 1


def test_the_same_page_sent_twice_is_written_once(session, cast, clock, series, four):
    duty = NewDuty(text="Việc mới.", unit_id=cast.units["xa_ha"].id)
    conclude(session, cast, clock, series, duties=[duty], version=0)
    with pytest.raises(DomainError, match="stale"):
        conclude(session, cast, clock, series, duties=[duty], version=0)
    assert session.scalar(select(func.count()).where(Assignment.unit_id == cast.units["xa_ha"].id)) == 1


def test_a_meeting_whose_call_was_made_by_the_job_meanwhile_is_not_stale(session, cast, clock, series, four):
    meeting_decisions.meetings.ensure(session, clock=clock, sitting=sitting_of(cast, series), recorder_id=None)
    assert conclude(session, cast, clock, series, said(four[0], URGED), version=0).opinions == 1


def test_a_meeting_whose_notice_has_its_number_asks_before_more_is_entered(session, cast, clock, series, four):
    duty = NewDuty(text="Việc mới.", unit_id=cast.units["xa_ha"].id)
    notice = conclude(session, cast, clock, series, duties=[duty]).meeting.directive
    notice.number = "20/TB-UBND"
    session.flush()
    opinion = said(four[0], URGED)
    with pytest.raises(DomainError, match=r"meeting\.numbered \(") as refused:
        conclude(session, cast, clock, series, opinion)
    assert refused.value.params["number"] == "20/TB-UBND"
    with pytest.raises(DomainError, match=r"meeting\.numbered_duties"):
        conclude(session, cast, clock, series, opinion, duties=[duty], confirmed=True)
    assert conclude(session, cast, clock, series, opinion, confirmed=True).opinions == 1


def test_nothing_a_meeting_to_come_or_one_that_was_not_held_is_refused(session, cast, clock, series, four):
    coming = sitting_of(cast, series, date(2023, 9, 18))
    for more, code in (
        ({"opinions": ()}, r"meeting\.nothing"),
        ({"sitting": coming, "version": 0}, r"meeting\.not_yet"),
    ):
        with pytest.raises(DomainError, match=code):
            conclude(session, cast, clock, series, **({"opinions": [said(four[0], URGED)]} | more))


def test_a_limited_task_is_not_decided_of_on_the_common_page(session, cast, clock, series, four):
    four[0].task.restricted = True
    session.flush()
    done = conclude(session, cast, clock, series, said(four[0], URGED), said(four[1], URGED))
    assert done.problems[four[0].public_id].code in ("meeting.limited", "not_found")
    assert conclude(session, cast, clock, series, said(four[1], URGED)).opinions == 1


def test_who_has_no_account_decides_with_name_and_title(session, cast, clock, series, four):
    decision = Decision(name="Nguyễn Văn Chủ", title="Chủ tịch UBND")
    done = conclude(session, cast, clock, series, said(four[0], NEW_DATE, named_on=LATER), decision=decision)
    (event,) = events_at(session, done.meeting)
    assert (event.decider_name, event.decider_title) == ("Nguyễn Văn Chủ", "Chủ tịch UBND")
    (entered,) = meeting_decisions.opinions_of(session, actor=cast.clerk, meeting=done.meeting)
    assert (entered.kind, entered.named_on, entered.decider, entered.recorder) == (
        NEW_DATE,
        LATER,
        "Nguyễn Văn Chủ",
        "Chánh Văn phòng Vinh",
    )


def test_a_member_of_the_staff_is_no_decider_of_a_deadline(session, cast, clock, series, four):
    decision = Decision(decider_id=cast.users["staff"].id)
    opinions = (said(four[0], NEW_DATE, named_on=LATER), said(four[1], URGED))
    done = conclude(session, cast, clock, series, *opinions, decision=decision)
    assert {key: problem.code for key, problem in done.problems.items()} == {four[0].public_id: "decider.not_entitled"}


@pytest.mark.parametrize(
    ("login", "code"), [("noi_vu_head", "decider.not_entitled"), ("", "decider.unnamed")], ids=["unit", "nobody"]
)
def test_a_new_task_is_given_in_nobodys_name_who_decides_nothing(session, cast, clock, series, login, code):
    decision = Decision(decider_id=cast.users[login].id) if login else Decision(name="Nguyễn Văn Chủ")
    duty = NewDuty(text="Việc mới.", unit_id=cast.units["xa_ha"].id)
    with pytest.raises(DomainError, match=code.replace(".", r"\.")):
        conclude(session, cast, clock, series, duties=[duty], decision=decision)


def test_the_log_counts_and_has_no_words(session, cast, clock, series, four):
    conclude(session, cast, clock, series, said(four[0], URGED, "Lời của lãnh đạo."))
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "meeting.concluded")).one()
    assert entry.payload == {"opinions": 1, "duties": 0}
    assert LINKS.my_unit() in session.scalars(select(OutboxMessage.body_text)).one()
