"""Recurring duties: what is made at issue, what the job makes, how a rule changes and ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.recurrence import Recurrence as Rule
from app.domain.recurrence_phrases import parse
from app.domain.terms import AssignmentRole, Channel, EventKind, Every, MessageKind, State, TaskKind
from app.models import Assignment, AuditEntry, Directive, OutboxMessage, Policy, Recurrence
from app.services import deciding, recurrences, recurring
from app.services.answering import report_done
from app.services.decisions import Decision
from app.services.giving import NewTask
from app.services.recording import course_of
from app.wording.recurrence import BY_JOB, say
from tests.cast import Cast, add_unit
from tests.conftest import count_queries
from tests.services.test_directives import give

LINKS = Links("http://dondoc.test")
MONTHLY = "trước ngày 15 hằng tháng"  # the cast's today is Thursday 14/09/2023


def again(cast: Cast, *leads: str, coordinating: tuple[str, ...] = (), phrase: str = MONTHLY, **more) -> NewTask:
    return NewTask(
        clause="2.1",
        text="Báo cáo kết quả thực hiện.",
        kind=TaskKind.RECURRING,
        recurrence=phrase,
        lead_unit_ids=tuple(cast.units[unit].id for unit in leads),
        coordinating_unit_ids=tuple(cast.units[unit].id for unit in coordinating),
        **more,
    )


def run(cast: Cast, clock: FixedClock, day: date) -> recurring.Made:
    clock.instant = FixedClock.at(day, 6, 0).instant
    return recurring.make_due(cast.session, office_id=cast.office.id, clock=clock, links=LINKS)


def periods(session: Session) -> list[tuple[str, date | None, date]]:
    """Of each assignment its period, due day and day of giving, in the order they were made."""
    session.expire_all()
    rows = session.scalars(select(Assignment).where(Assignment.period != "").order_by(Assignment.id))
    return [(row.period, row.due_on, row.given_on) for row in rows]


def one(session: Session) -> Recurrence:
    return session.scalars(select(Recurrence)).one()


def refused(code: str):
    return pytest.raises(DomainError, match=code.replace(".", r"\."))


def test_giving_makes_a_recurrence_for_each_unit_with_the_period_that_runs(cast: Cast, clock: FixedClock) -> None:
    directive = give(cast, clock, again(cast, "noi_vu", "xa_ha", coordinating=("tu_phap",)))
    rows = cast.session.scalars(select(Recurrence).order_by(Recurrence.id)).all()
    assert [(row.unit.short_name, row.role, say(recurring.rule_of(row))) for row in rows] == [
        ("Nội vụ", AssignmentRole.LEAD, MONTHLY),
        ("Xã Hạ", AssignmentRole.LEAD, MONTHLY),
        ("Tư pháp", AssignmentRole.COORDINATING, MONTHLY),
    ]
    made = cast.session.scalars(select(Assignment).order_by(Assignment.id)).all()
    assert {(each.period, each.due_on, each.given_on) for each in made} == {
        ("2023-09", date(2023, 9, 15), directive.given_on)
    }
    assert [each.recurrence_id for each in made] == [row.id for row in rows]
    assert made[0].due_dates[0].phrase == MONTHLY
    assert made[0].events[0].recorder_id == cast.users["chief"].id


def test_each_unit_is_told_of_its_first_period_with_the_notice(cast: Cast, clock: FixedClock) -> None:
    give(cast, clock, again(cast, "noi_vu"))
    mail = cast.session.scalars(select(OutboxMessage)).one()
    assert "Kỳ: tháng 9/2023" in mail.body_text
    assert mail.subject == "01 nhiệm vụ chủ trì – 21/TB-UBND"


@pytest.mark.parametrize(
    ("phrase", "issued_on", "first"),
    [
        (MONTHLY, date(2023, 9, 12), [("2023-09", date(2023, 9, 15))]),
        # Due before the notice was issued: the next one, at once, so that the unit has something to acknowledge.
        ("ngày 10 hằng tháng", date(2023, 9, 12), [("2023-10", date(2023, 10, 10))]),
        # Due between issue and entry, in the period that runs: it counts.
        ("ngày 10 hằng tháng", date(2023, 9, 5), [("2023-09", date(2023, 9, 10))]),
        # An old notice: what nobody has followed is not made up.
        (MONTHLY, date(2023, 1, 5), [("2023-09", date(2023, 9, 15))]),
        # The period that is over is still due.
        (
            "hằng tháng, ngày 16 tháng sau",
            date(2023, 9, 12),
            [("2023-08", date(2023, 9, 16)), ("2023-09", date(2023, 10, 16))],
        ),
        ("thứ Sáu hằng tuần", date(2023, 9, 12), [("2023-W37", date(2023, 9, 15))]),
        ("ngày 31/12 hằng năm", date(2023, 9, 12), [("2023", date(2023, 12, 31))]),
    ],
)
def test_what_is_made_at_issue(
    cast: Cast, clock: FixedClock, phrase: str, issued_on: date, first: list[tuple[str, date]]
) -> None:
    give(cast, clock, again(cast, "noi_vu", phrase=phrase), issued_on=issued_on)
    assert [(period, due_on) for period, due_on, _ in periods(cast.session)] == first


def test_a_rule_that_nobody_can_read_is_refused(cast: Cast, clock: FixedClock) -> None:
    with refused("task.no_rule"):
        give(cast, clock, again(cast, "noi_vu", phrase="hằng tháng"))


def test_the_job_makes_each_period_as_it_begins_and_never_twice(cast: Cast, clock: FixedClock) -> None:
    give(cast, clock, again(cast, "noi_vu"))
    assert run(cast, clock, date(2023, 9, 29)).assignments == 0
    assert run(cast, clock, date(2023, 10, 1)) == recurring.Made(1, 1)
    assert run(cast, clock, date(2023, 10, 1)) == recurring.Made(0, 0)
    assert periods(cast.session)[1:] == [("2023-10", date(2023, 10, 15), date(2023, 10, 1))]


def test_a_short_period_is_made_five_working_days_before_it_is_due(cast: Cast, clock: FixedClock) -> None:
    give(cast, clock, again(cast, "noi_vu", phrase="thứ Hai hằng tuần"))
    assert periods(cast.session) == [("2023-W38", date(2023, 9, 18), date(2023, 9, 12))]
    assert run(cast, clock, date(2023, 9, 17)).assignments == 0
    assert run(cast, clock, date(2023, 9, 18)).assignments == 1
    assert periods(cast.session)[-1] == ("2023-W39", date(2023, 9, 25), date(2023, 9, 18))


def test_days_off_repair_themselves_and_count_from_their_making_days(cast: Cast, clock: FixedClock) -> None:
    give(cast, clock, again(cast, "noi_vu"))
    assert run(cast, clock, date(2023, 12, 10)) == recurring.Made(3, 1)
    assert periods(cast.session)[1:] == [
        ("2023-10", date(2023, 10, 15), date(2023, 10, 1)),
        ("2023-11", date(2023, 11, 15), date(2023, 11, 1)),
        ("2023-12", date(2023, 12, 15), date(2023, 12, 1)),
    ]


def test_what_was_closed_is_not_made_again(cast: Cast, clock: FixedClock) -> None:
    give(cast, clock, again(cast, "noi_vu"))
    made = cast.session.scalars(select(Assignment)).one()
    made.closed_on, made.state = clock.today(), State.CANCELLED
    cast.session.flush()
    assert run(cast, clock, date(2023, 9, 15)).assignments == 0


def test_a_duty_goes_on_with_the_unit_it_has_passed_to(cast: Cast, clock: FixedClock) -> None:
    give(cast, clock, again(cast, "noi_vu", "xa_ha"))
    moved = cast.session.scalars(select(Recurrence).where(Recurrence.unit_id == cast.units["xa_ha"].id)).one()
    unit = add_unit(cast, "moi", "Phòng Mới")
    moved.unit_id = unit.id
    cast.session.flush()
    assert run(cast, clock, date(2023, 9, 15)).assignments == 0, "its September has passed with the old unit"
    assert run(cast, clock, date(2023, 10, 2)).assignments == 2
    newest = cast.session.scalars(select(Assignment).order_by(Assignment.id.desc())).first()
    assert newest is not None
    assert newest.unit_id == unit.id


def test_a_unit_that_has_ended_gets_nothing_more(cast: Cast, clock: FixedClock) -> None:
    give(cast, clock, again(cast, "noi_vu"))
    cast.units["noi_vu"].valid_to = date(2023, 9, 30)
    assert run(cast, clock, date(2023, 10, 2)).assignments == 0


def test_what_the_job_makes_is_recorded_as_its_own(cast: Cast, clock: FixedClock) -> None:
    give(cast, clock, again(cast, "noi_vu"))
    run(cast, clock, date(2023, 10, 2))
    made = cast.session.scalars(select(Assignment).where(Assignment.period == "2023-10")).one()
    (event,), (due,) = made.events, made.due_dates
    for row in (event, due):
        assert (row.recorder_id, row.recorder_name, row.channel) == (None, BY_JOB, Channel.JOB)
    assert (event.kind, event.effective_on) == (EventKind.GIVEN, date(2023, 10, 1))
    entry = cast.session.scalars(select(AuditEntry).where(AuditEntry.action == "recurrence.made")).one()
    assert (entry.subject, entry.payload["period"]) == (f"assignment:{made.public_id}", "2023-10")


def test_the_columns_of_what_is_made_are_the_fold(cast: Cast, clock: FixedClock) -> None:
    give(cast, clock, again(cast, "noi_vu", coordinating=("tu_phap",)))
    run(cast, clock, date(2023, 11, 2))
    for made in cast.session.scalars(select(Assignment)):
        course = course_of(made)
        for name in ("state", "given_on", "due_on", "closed_on", "last_activity_on", "submitted_on"):
            assert getattr(made, name) == getattr(course, name), name


def test_the_office_s_policy_moves_the_due_day_of_each_period(cast: Cast, clock: FixedClock) -> None:
    policy = Policy(office_id=cast.office.id, version=1, exclusive_is_day_before=True, recorded_at=clock.now())
    cast.session.add(policy)
    give(cast, clock, again(cast, "noi_vu"))
    assert periods(cast.session)[0][:2] == ("2023-09", date(2023, 9, 14))


def test_one_mail_tells_a_unit_of_all_that_has_come_due(cast: Cast, clock: FixedClock) -> None:
    give(cast, clock, again(cast, "noi_vu", coordinating=("tu_phap",)), again(cast, "noi_vu", "cong_an"))
    give(cast, clock, again(cast, "noi_vu"), number="22/TB-UBND")
    before = cast.session.scalar(select(func.count(OutboxMessage.id)))
    assert run(cast, clock, date(2023, 10, 2)) == recurring.Made(5, 3)
    mails = cast.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id).offset(before)).all()
    assert {mail.kind for mail in mails} == {MessageKind.TASKS_GIVEN}
    assert [mail.subject for mail in mails] == [
        "03 nhiệm vụ định kỳ – Phòng Nội vụ",
        "01 phối hợp – Phòng Tư pháp",
        "01 nội dung đề nghị định kỳ – Công an huyện",
    ]
    assert "Theo: Thông báo số 22/TB-UBND ngày 12/09/2023" in mails[0].body_text
    assert "Kỳ: tháng 10/2023" in mails[0].body_html
    assert "Đơn vị chủ trì: Phòng Nội vụ" in mails[1].body_text
    assert "UBND huyện Thử Nghiệm đề nghị Công an huyện" in " ".join(mails[2].body_text.split())


def test_the_office_ends_a_duty_and_what_was_made_stays(cast: Cast, clock: FixedClock) -> None:
    give(cast, clock, again(cast, "noi_vu"))
    rows = recurrences.find(cast.session, actor=cast.staff, public_ids=[one(cast.session).public_id])
    with refused("reason.required"):
        recurrences.end(cast.session, actor=cast.staff, clock=clock, rows=rows, reason=" ")
    recurrences.end(cast.session, actor=cast.staff, clock=clock, rows=rows, reason="Nhiệm vụ đã kết thúc")
    assert (rows[0].ended_on, rows[0].end_reason) == (date(2023, 9, 14), "Nhiệm vụ đã kết thúc")
    assert run(cast, clock, date(2023, 12, 1)).assignments == 0
    assert [period for period, *_ in periods(cast.session)] == ["2023-09"]
    with refused("recurrence.ended"):
        recurrences.end(cast.session, actor=cast.staff, clock=clock, rows=rows, reason="Lần nữa")


@pytest.mark.parametrize(
    ("phrase", "made"),
    [
        ("ngày 20 hằng tháng", [("2023-10", date(2023, 10, 20)), ("2023-11", date(2023, 11, 20))]),
        ("trước ngày 20 của tháng cuối quý", [("2023-Q4", date(2023, 12, 20))]),
        (
            "thứ Sáu hằng tuần",
            [(f"2023-W{week}", date.fromisocalendar(2023, week, 5)) for week in range(39, 45)],
        ),
    ],
)
def test_a_rule_changes_from_the_next_period_on(
    cast: Cast, clock: FixedClock, phrase: str, made: list[tuple[str, date]]
) -> None:
    """September has been made. A quarter that it belongs to goes on behind it; a week that it ends in does not."""
    give(cast, clock, again(cast, "noi_vu"))
    rule = parse(phrase)
    assert rule is not None
    rows = [one(cast.session)]
    recurrences.change(cast.session, actor=cast.staff, clock=clock, rows=rows, seen=MONTHLY, rule=rule)
    assert rows[0].task.recurrence == phrase
    run(cast, clock, date(2023, 11, 2))
    assert [(period, due_on) for period, due_on, _ in periods(cast.session)[1:]] == made


@pytest.mark.parametrize(
    ("seen", "rule", "code"),
    [
        ("ngày 01 hằng tháng", Rule(Every.MONTHLY, 20), "stale"),
        (MONTHLY, Rule(Every.MONTHLY, 15, exclusive=True), "recurrence.unchanged"),
    ],
)
def test_a_change_answers_the_rule_that_was_seen(
    cast: Cast, clock: FixedClock, seen: str, rule: Rule, code: str
) -> None:
    give(cast, clock, again(cast, "noi_vu"))
    with refused(code):
        recurrences.change(cast.session, actor=cast.staff, clock=clock, rows=[one(cast.session)], seen=seen, rule=rule)


def test_only_the_office_s_staff_ends_and_changes(cast: Cast, clock: FixedClock) -> None:
    give(cast, clock, again(cast, "noi_vu"))
    row = one(cast.session)
    for actor in (cast.head("noi_vu"), cast.leader, cast.clerk):
        with refused("permission.denied"):
            recurrences.find(cast.session, actor=actor, public_ids=[row.public_id])
        with refused("permission.denied"):
            recurrences.end(cast.session, actor=actor, clock=clock, rows=[row], reason="Thôi")


def test_duties_of_two_tasks_are_not_changed_at_once(cast: Cast, clock: FixedClock) -> None:
    give(cast, clock, again(cast, "noi_vu"), again(cast, "noi_vu"))
    ids = list(cast.session.scalars(select(Recurrence.public_id)))
    with refused("not_found"):
        recurrences.find(cast.session, actor=cast.staff, public_ids=ids)
    with refused("recurrence.no_unit"):
        recurrences.find(cast.session, actor=cast.staff, public_ids=[])


def test_a_notice_tells_what_recurs(cast: Cast, clock: FixedClock) -> None:
    directive: Directive = give(cast, clock, again(cast, "noi_vu", coordinating=("tu_phap",)))
    (duty,) = recurrences.of_directive(cast.session, actor=cast.chief, directive=directive)
    assert [(each.row.unit.short_name, each.last, each.next_due) for each in duty.units] == [
        ("Nội vụ", "2023-09", date(2023, 10, 15)),
        ("Tư pháp", "2023-09", date(2023, 10, 15)),
    ]
    recurrences.end(cast.session, actor=cast.staff, clock=clock, rows=[duty.units[0].row], reason="Thôi")
    (duty,) = recurrences.of_directive(cast.session, actor=cast.chief, directive=directive)
    assert [each.next_due for each in duty.units] == [None, date(2023, 10, 15)]
    assert [each.row.unit.short_name for each in duty.in_force] == ["Tư pháp"]


def test_each_period_is_a_part_of_its_own(cast: Cast, clock: FixedClock) -> None:
    """A coordinating part ends with the lead of its own period."""
    give(cast, clock, again(cast, "noi_vu", coordinating=("tu_phap",)))
    run(cast, clock, date(2023, 10, 2))
    lead = cast.session.scalars(select(Assignment).where(Assignment.period == "2023-09")).first()
    assert lead is not None
    report_done(cast.session, actor=cast.head("noi_vu"), clock=clock, assignment=lead, version=lead.version)
    deciding.accept(
        cast.session,
        actor=cast.chief,
        clock=clock,
        assignment=lead,
        version=lead.version,
        completed_on=clock.today(),
        decision=Decision(decider_id=cast.users["leader"].id),
    )
    states = {
        (row.period, row.role): row.state for row in cast.session.scalars(select(Assignment).order_by(Assignment.id))
    }
    assert states["2023-09", AssignmentRole.COORDINATING] is State.DONE
    assert states["2023-10", AssignmentRole.COORDINATING] is State.OPEN
    assert states["2023-10", AssignmentRole.LEAD] is State.OPEN


def test_a_night_costs_the_same_for_few_and_for_many(cast: Cast, clock: FixedClock) -> None:
    """Nothing to make is nothing to write, and one look at what is there."""
    give(cast, clock, *(again(cast, "noi_vu") for _ in range(3)))
    cast.session.flush()
    clock.instant += timedelta(hours=1)
    with count_queries(cast.session.get_bind()) as few:
        recurring.make_due(cast.session, office_id=cast.office.id, clock=clock, links=LINKS)
    give(cast, clock, *(again(cast, "noi_vu", "xa_ha") for _ in range(20)), number="23/TB-UBND")
    cast.session.flush()
    with count_queries(cast.session.get_bind()) as many:
        recurring.make_due(cast.session, office_id=cast.office.id, clock=clock, links=LINKS)
    assert len(few) == len(many)
