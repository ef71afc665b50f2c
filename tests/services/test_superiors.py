"""What the office owes to a superior: two dates from the giving on, and an end by its own report alone."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.domain import superior
from app.domain.errors import DomainError
from app.domain.terms import DecisionForm, EventKind, SourceOfAssignment, SuperiorStanding, SuperiorStepKind, TaskKind
from app.models import Assignment, AuditEntry, OutboxMessage, SuperiorDuty
from app.services import due_dates, extensions, policy, superiors
from app.services.decisions import Decision
from app.services.repeating import Repeat
from app.services.superiors import Document
from tests.cast import Cast
from tests.services.giving import Giving
from tests.services.superior_making import (
    ISSUED,
    LINKS,
    NUMBER,
    give_from_above,
    lead_of,
    new_task,
    owed,
    report,
)

INNER, SUPERIOR = date(2023, 9, 26), date(2023, 9, 29)
PROVINCE = Document(SourceOfAssignment.PROVINCE, "08/CV-UBND", date(2023, 9, 6))


def refused(act, *args, **kwargs) -> DomainError:
    with pytest.raises(DomainError) as problem:
        act(*args, **kwargs)
    return problem.value


def asked(cast: Cast, clock, duty, **more: object) -> dict[str, object]:
    seen = superiors.newest_step(duty)
    return {"session": cast.session, "actor": cast.chief, "clock": clock, "duty": duty, "seen": seen} | more


def kinds(duty) -> list[SuperiorStepKind]:
    return [step.kind for step in duty.steps]


def test_a_task_from_above_has_both_dates(cast, clock):
    duty = owed(cast, clock)
    assert (duty.source, duty.number, duty.folded_number, duty.issued_on) == (
        SourceOfAssignment.PROVINCE, NUMBER, "412/ubnd-th", ISSUED,
    )  # fmt: skip
    course = superiors.course_of(duty)
    assert (course.given_on, course.due_on, lead_of(cast, duty).due_on) == (ISSUED, SUPERIOR, INNER)
    assert superior.standing(course, SUPERIOR) is SuperiorStanding.OPEN


def test_the_phrase_tells_of_the_superiors_date(cast, clock):
    policy.change(
        cast.session, actor=cast.chief, clock=clock, seen=0, choices=policy.Choices(exclusive_is_day_before=True)
    )
    task = new_task(
        cast, "Báo cáo.", inner=date(2023, 9, 30), superior=date(2023, 9, 30), phrase="trước ngày 30/9", exclusive=True
    )
    duty = give_from_above(cast, clock, task).tasks[0].superior
    due = lead_of(cast, duty).due_dates[0]
    assert superiors.course_of(duty).due_on == date(2023, 9, 29)
    assert (due.phrase, due.due_on, due.exclusive, duty.steps[0].note) == (
        "",
        date(2023, 9, 29),
        False,
        "trước ngày 30/9",
    )


def test_what_has_no_date_or_is_only_an_exhortation(cast, clock):
    undated = new_task(cast, "Thường xuyên báo cáo.", inner=None, superior=None)
    general = new_task(cast, "Các đơn vị quán triệt.", inner=None, superior=None, kind=TaskKind.GENERAL, units=())
    first, second = give_from_above(cast, clock, undated, general).tasks
    assert superiors.course_of(first.superior).due_on is None
    assert second.superior is None


@pytest.mark.parametrize("source", [None, SourceOfAssignment.OWN])
def test_what_the_offices_own_leaders_gave_is_owed_to_nobody_above(cast, clock, source):
    task = new_task(cast, "Rà soát.", inner=INNER, superior=None)
    assert give_from_above(cast, clock, task, source=source).tasks[0].superior is None


def test_an_inner_date_after_the_superiors_is_refused(cast, clock):
    task = new_task(cast, "Rà soát.", inner=date(2023, 9, 30), superior=SUPERIOR)
    assert refused(give_from_above, cast, clock, task).code == "superior.inner_after"


def test_it_ends_upward_by_the_offices_report_alone(cast, clock, clock_at):
    duty = owed(cast, clock)
    later = clock_at(date(2023, 10, 4))
    report(cast, later, duty, " 96/BC-UBND ", SUPERIOR)
    course = superiors.course_of(duty)
    assert (course.report.number, course.report.issued_on) == ("96/BC-UBND", SUPERIOR)
    assert superior.standing(course, date(2023, 10, 4)) is SuperiorStanding.REPORTED_ON_TIME
    entry = cast.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.subject) == ("superior.reported", f"task:{duty.task.public_id}")


@pytest.mark.parametrize(
    ("number", "issued_on", "code"),
    [
        (" ", date(2023, 9, 14), "superior.no_number"),
        ("96/BC-UBND", date(2023, 9, 15), "superior.report_future"),
        ("96/BC-UBND", date(2023, 9, 5), "superior.report_before_given"),
    ],
)
def test_a_report_needs_a_number_and_a_day_that_can_be(cast, clock, number, issued_on, code):
    duty = owed(cast, clock)
    assert refused(report, cast, clock, duty, number, issued_on).code == code
    assert kinds(duty) == [SuperiorStepKind.GIVEN]


def test_a_second_report_and_a_stale_form_are_refused(cast, clock):
    duty = owed(cast, clock)
    seen = superiors.newest_step(duty)
    report(cast, clock, duty, "96/BC-UBND", date(2023, 9, 14))
    assert refused(report, cast, clock, duty, "97/BC-UBND", date(2023, 9, 14)).code == "superior.reported"
    stale = asked(cast, clock, duty, number="97/BC-UBND", issued_on=date(2023, 9, 14), seen=seen)
    assert refused(superiors.report, **stale).code == "stale"


def test_a_report_that_was_not_taken_is_opened_again(cast, clock, clock_at):
    duty = owed(cast, clock)
    assert refused(superiors.reopen, **asked(cast, clock, duty, reason="?", on=None)).code == "superior.not_ended"
    report(cast, clock, duty, "96/BC-UBND", date(2023, 9, 14))
    later = clock_at(date(2023, 9, 18))
    reopening = asked(cast, later, duty, reason="Tỉnh yêu cầu bổ sung", on=None)
    assert refused(superiors.reopen, **(reopening | {"reason": " "})).code == "reason.required"
    assert refused(superiors.reopen, **(reopening | {"on": date(2023, 9, 13)})).code == "superior.reopen_day"
    superiors.reopen(**reopening)
    assert superiors.course_of(duty).report is None
    report(cast, later, duty, "97/BC-UBND", date(2023, 9, 18))
    assert superiors.course_of(duty).report.number == "97/BC-UBND"


def test_what_the_superior_follows_no_longer_is_not_rated(cast, clock):
    duty = owed(cast, clock)
    superiors.withdraw(**asked(cast, clock, duty, reason="Đã giao cơ quan khác"))
    assert superior.standing(superiors.course_of(duty), date(2023, 12, 1)) is SuperiorStanding.WITHDRAWN
    assert refused(report, cast, clock, duty, "96/BC-UBND", date(2023, 9, 14)).code == "superior.withdrawn"


def test_the_superior_moves_the_date(cast, clock):
    duty = owed(cast, clock)
    moving = asked(cast, clock, duty, due_on=SUPERIOR, note="Công văn 500/UBND-TH")
    assert refused(superiors.change_due, **moving).code == "superior.due_unchanged"
    assert refused(superiors.change_due, **(moving | {"due_on": date(2023, 9, 5)})).code == "superior.due_before_given"
    superiors.change_due(**(moving | {"due_on": date(2023, 10, 20)}))
    assert superiors.course_of(duty).due_on == date(2023, 10, 20)


def adjusting(cast: Cast, clock, duty, until: date) -> dict[str, object]:
    lead = lead_of(cast, duty)
    by_leader = Decision(decider_id=cast.users["leader"].id, form=DecisionForm.MARGIN_NOTE)
    return {
        "session": cast.session,
        "actor": cast.chief,
        "clock": clock,
        "links": LINKS,
        "assignment": lead,
        "version": lead.version,
        "named_on": until,
        "exclusive": False,
        "reason": "Chờ số liệu",
        "decision": by_leader,
    }


def test_the_units_deadline_is_not_moved_past_the_superiors(cast, clock):
    duty = owed(cast, clock)
    refusal = refused(due_dates.adjust_due_date, **adjusting(cast, clock, duty, date(2023, 10, 6)))
    assert (refusal.code, refusal.params) == (
        "superior.inner_after", {"inner": date(2023, 10, 6), "superior": SUPERIOR},
    )  # fmt: skip
    due_dates.adjust_due_date(**adjusting(cast, clock, duty, SUPERIOR))
    superiors.change_due(**asked(cast, clock, duty, due_on=date(2023, 10, 20), note="Công văn 500/UBND-TH"))
    due_dates.adjust_due_date(**adjusting(cast, clock, duty, date(2023, 10, 6)))
    assert lead_of(cast, duty).due_on == date(2023, 10, 6)


def test_once_the_office_has_reported_the_superior_waits_no_more(cast, clock):
    duty = owed(cast, clock)
    report(cast, clock, duty, "96/BC-UBND", date(2023, 9, 14))
    due_dates.adjust_due_date(**adjusting(cast, clock, duty, date(2023, 10, 6)))
    assert lead_of(cast, duty).due_on == date(2023, 10, 6)


def test_more_time_is_not_granted_past_the_superiors_date(cast, clock):
    duty = owed(cast, clock)
    lead = lead_of(cast, duty)
    extensions.ask(
        cast.session,
        actor=cast.head("noi_vu"),
        clock=clock,
        assignment=lead,
        version=lead.version,
        asked_for=date(2023, 10, 6),
        reason="Chờ số liệu",
    )
    answer = {
        "session": cast.session,
        "actor": cast.leader,
        "clock": clock,
        "links": LINKS,
        "assignment": lead,
        "decision": Decision(decider_id=cast.users["leader"].id, form=DecisionForm.IN_SYSTEM),
    }
    granting = answer | {"version": lead.version, "answer": EventKind.EXTENSION_GRANTED}
    assert refused(extensions.decide, **granting).code == "superior.inner_after"
    countering = {"answer": EventKind.EXTENSION_COUNTERED, "granted_until": SUPERIOR}
    extensions.decide(**(answer | {"version": lead.version} | countering))
    assert lead.due_on == SUPERIOR


def marked(cast: Cast, clock, task, **more: object):
    said = {"document": PROVINCE, "due_on": date(2023, 9, 29)} | more
    return superiors.mark(cast.session, actor=cast.staff, clock=clock, task=task, **said)


def test_a_task_turns_out_to_be_a_superiors(cast, clock):
    lead = Giving(cast, clock)("noi_vu", due=date(2023, 9, 20))
    duty = marked(cast, clock, lead.task)
    assert (duty.folded_number, superiors.course_of(duty).due_on) == ("8/cv-ubnd", date(2023, 9, 29))
    assert superiors.of_task(cast.session, task_id=lead.task_id) is duty
    assert refused(marked, cast, clock, lead.task).code == "superior.exists"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"document": Document(SourceOfAssignment.OWN)}, "superior.own_source"),
        ({"document": Document(SourceOfAssignment.PARTY, "", date(2023, 9, 15))}, "superior.given_future"),
        ({"due_on": date(2023, 9, 5)}, "superior.due_before_given"),
        ({"due_on": date(2023, 9, 19)}, "superior.inner_after"),
    ],
)
def test_what_cannot_be_marked(cast, clock, said, code):
    lead = Giving(cast, clock)("noi_vu", due=date(2023, 9, 20))
    assert refused(marked, cast, clock, lead.task, **said).code == code
    assert superiors.of_task(cast.session, task_id=lead.task_id) is None


def test_other_people_and_other_offices_find_nothing(cast, clock):
    duty = owed(cast, clock)
    assert superiors.find(cast.session, actor=cast.clerk, public_id=duty.public_id) is duty
    assert refused(superiors.find, cast.session, actor=cast.clerk, public_id="khong-co").code == "not_found"
    assert refused(superiors.find, cast.session, actor=cast.head("noi_vu"), public_id=duty.public_id).code == (
        "permission.denied"
    )
    duty.task.restricted = True
    cast.session.flush()
    assert refused(superiors.find, cast.session, actor=cast.clerk, public_id=duty.public_id).code == "not_found"
    assert refused(report, cast, clock, duty, "96/BC-UBND", date(2023, 9, 14)).code == "not_found"


def test_the_mail_on_giving_tells_both_dates(cast, clock):
    duty = owed(cast, clock)
    mail = cast.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    for body in (mail.body_text, mail.body_html):
        assert "Thời hạn cấp trên giao" in body
        assert "29/9/2023" in body or "29/09/2023" in body
    assert duty.task.text in mail.body_text.replace("\n   ", " ")


@pytest.mark.parametrize(
    ("inner", "superior_due"), [(date(2023, 10, 17), date(2023, 10, 20)), (date(2023, 9, 20), date(2023, 9, 22))]
)
def test_a_superior_who_says_it_again_with_another_date_moves_it_and_it_stays_one_duty(
    cast, clock, inner, superior_due
):
    duty = owed(cast, clock)
    first = lead_of(cast, duty)
    repeats = (Repeat(first.id, adopt_date=True),)
    task = new_task(cast, duty.text, inner=inner, superior=superior_due, repeats=repeats)
    give_from_above(cast, clock, task, number="500/UBND-TH")
    assert (superiors.course_of(duty).due_on, lead_of(cast, duty).due_on) == (superior_due, inner)
    assert cast.session.scalars(select(SuperiorDuty)).all() == [duty]


def test_a_deadline_on_the_superiors_day_off_is_taken_and_not_rolled_past_it(cast, clock):
    saturday = date(2023, 9, 30)
    rolling = policy.Choices(roll_fixed_dates=True)
    policy.change(cast.session, actor=cast.chief, clock=clock, seen=0, choices=rolling)
    duty = owed(cast, clock, superior=saturday)
    due_dates.adjust_due_date(**adjusting(cast, clock, duty, saturday))
    assert lead_of(cast, duty).due_on == saturday


def test_a_duty_that_says_two_earlier_tasks_again_is_owed_once(cast, clock):
    """Two units had their parts in two tasks of the office's own; the province asks for both in one sentence."""
    due = date(2023, 9, 26)
    firsts = []
    for n, unit in enumerate(("noi_vu", "kinh_te")):
        own = new_task(cast, "Rà soát danh mục dịch vụ công.", inner=due, superior=None, units=(unit,))
        (task,) = give_from_above(cast, clock, own, source=SourceOfAssignment.OWN, number=f"2{n}/TB-UBND").tasks
        firsts += cast.session.scalars(select(Assignment).where(Assignment.task_id == task.id))
    units, repeats = ("noi_vu", "kinh_te"), tuple(Repeat(first.id) for first in firsts)
    again = new_task(
        cast, "Rà soát danh mục dịch vụ công.", inner=due, superior=date(2023, 9, 29), units=units, repeats=repeats
    )
    give_from_above(cast, clock, again)
    duties = cast.session.scalars(select(SuperiorDuty)).all()
    assert [duty.task_id for duty in duties] == [firsts[0].task_id]
