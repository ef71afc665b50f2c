"""The follow-up table of one notice: every point as it stood on the day, and sums that are those of the figures."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.domain.calendar import last_instant
from app.domain.errors import DomainError
from app.domain.figures import figures
from app.domain.terms import AssignmentRole, DirectiveLink, EventKind, FigureClass, Standing, State, TaskKind
from app.models import Assignment, DirectiveRelation, Event, Evidence
from app.services import closing, extensions, limiting, recording
from app.services.decisions import Decision
from app.services.evidence import NewEvidence
from app.services.follow_up import FollowUp, first_day_of, follow_up
from app.services.follow_up_document import follow_up_list, foot_of, lines_of, notes_of
from app.services.report_leads import gather_leads
from app.services.rules import load_rules
from tests.cast import Cast
from tests.conftest import TODAY, count_queries
from tests.services.giving import Giving
from tests.services.test_assignments import LINKS, Acts


@pytest.fixture
def give(cast: Cast, clock) -> Giving:
    return Giving(cast, clock)


@pytest.fixture
def acts(session, cast, clock) -> Acts:
    return Acts(session, cast, clock)


def table(session: Session, cast: Cast, give: Giving, who: str = "chief", **more: object) -> FollowUp:
    rules = load_rules(session, office_id=cast.office.id)
    today = more.pop("today", TODAY)
    return follow_up(session, actor=cast.actor(who), directive=give.directive, rules=rules, today=today, **more)


@pytest.fixture
def told(cast, give, acts) -> dict[str, Assignment]:
    """Done with a document; two joint leads, one with a note; coordinated; undated; asked, not ordered; by mistake."""
    done = give("noi_vu", due=date(2023, 9, 20), text="Rà soát biên chế.")
    acts.report(done, results=[NewEvidence(number="45/BC-NV", issued_on=TODAY)])
    acts.accept(done)
    late, other = give.task(("kinh_te", "xa_ha"), due=date(2023, 9, 11), text="Giải phóng mặt bằng.")
    acts.progress(late, note="Đã kiểm đếm 12 hộ.")
    helped = give("tu_phap", due=date(2023, 10, 1), coordinating=("noi_vu", "xa_ha"))
    undated = give("noi_vu", text="Duy trì trực tiếp dân.")
    asked = give("cong_an", due=date(2023, 10, 2), text="Bảo đảm trật tự.")
    acts.cancel(give("xa_ha", due=date(2023, 9, 1)))
    give.new_task("Các đơn vị nghiêm túc thực hiện.", "{n}", kind=TaskKind.GENERAL, addressee="Các đơn vị")
    cast.session.flush()
    return {"done": done, "late": late, "other": other, "helped": helped, "undated": undated, "asked": asked}


def test_every_point_has_its_leads_its_helpers_and_its_result(session, cast, give, told):
    found = table(session, cast, give)
    leads = [[(part.unit_name, part.standing) for part in point.leads] for point in found.points]
    assert leads == [
        [("Phòng Nội vụ", Standing.DONE_ON_TIME)],
        [("Phòng Kinh tế", Standing.OVERDUE), ("UBND xã Hạ", Standing.OVERDUE)],
        [("Phòng Tư pháp", Standing.IN_TIME)],
        [("Phòng Nội vụ", Standing.UNDATED)],
        [("Công an huyện", Standing.IN_TIME)],
        [],
        [],
    ]
    assert [part.unit_name for part in found.points[2].coordinating] == ["Phòng Nội vụ", "UBND xã Hạ"]
    assert [each.number for each in found.points[0].leads[0].results] == ["45/BC-NV"]
    late = found.points[1].leads[0]
    assert (late.note, late.noted_on) == ("Đã kiểm đếm 12 hộ.", TODAY)
    assert found.points[6].is_general


def test_the_sums_are_those_of_the_figures_and_add_up_to_the_lines(session, cast, give, told, clock):
    found = table(session, cast, give)
    made = figures(
        gather_leads(session, office_id=cast.office.id), period_from=give.issued_on, cut_off=TODAY, known_at=clock.now()
    )
    ids = {part.public_id for point in found.points for part in point.leads}
    assert len(ids) == found.totals.leads == 6
    mistaken = Counter(row.figure_class for row in made.rows) - Counter({FigureClass.NOT_RATED: 1})
    assert {each: n for each, n in found.totals.by_class.items() if n} == mistaken
    assert (found.totals.tasks, found.totals.outside, found.totals.general) == (5, 1, 1)


def test_a_past_day_is_shown_as_it_was_known_at_its_end(session, cast, give, acts, told, clock_at):
    later = TODAY + timedelta(days=5)
    acts.clock.instant = clock_at(later).instant
    acts.report(told["late"])
    acts.accept(told["late"], day=date(2023, 9, 14))  # counts for a past day, and was not known on it
    before, after = (table(session, cast, give, today=later, on=day) for day in (TODAY, later))
    assert [found.points[1].leads[0].standing for found in (before, after)] == [Standing.OVERDUE, Standing.DONE_LATE]
    assert before.points[1].leads[0].note == "Đã kiểm đếm 12 hộ."
    assert before == table(session, cast, give, today=later, on=TODAY)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_day_without_a_table_is_refused(session, cast, give, told, days):
    assert first_day_of(give.directive) == TODAY
    with pytest.raises(DomainError) as refused:
        table(session, cast, give, on=TODAY + timedelta(days=days))
    assert refused.value.code == "follow_up.day"


def test_a_changed_deadline_stands_with_its_first_day(session, cast, give, acts, told):
    lead, until = told["helped"], date(2023, 11, 1)
    acts.ask(lead, until)
    decided = {"actor": cast.chief, "clock": acts.clock, "links": LINKS, "decision": acts.decided_by("chief")}
    given = {"answer": EventKind.EXTENSION_GRANTED, "granted_until": until, "reason": ""}
    extensions.decide(session, assignment=lead, version=lead.version, **decided, **given)
    part = table(session, cast, give).points[2].leads[0]
    assert (part.first_due, part.course.due_on, part.changes) == (date(2023, 10, 1), date(2023, 11, 1), 1)


def test_what_came_back_is_no_result(session, cast, give, acts, told):
    acts.report(told["helped"], results=[NewEvidence(number="9/BC-TP", issued_on=TODAY)])
    assert table(session, cast, give).points[2].leads[0].results
    acts.give_back(told["helped"])
    assert not table(session, cast, give).points[2].leads[0].results


def tie(cast: Cast, clock, first: Assignment, task_id: int, kind: EventKind) -> None:
    recorder_id = cast.users["chief"].id
    event = Event(kind=kind, effective_on=TODAY, recorded_at=clock.now(), recorder_id=recorder_id, task_id=task_id)
    recording.add(cast.session, first, event)


@pytest.mark.parametrize("kind", [EventKind.REPEATED, EventKind.FORMALISED])
def test_a_point_that_takes_up_an_earlier_duty_shows_it_and_does_not_count_it(session, cast, clock, give, told, kind):
    later = Giving(cast, clock)
    later.directive.number = "20/TB-UBND"
    task = later.new_task("Khẩn trương giải phóng mặt bằng.", "1", kind=TaskKind.DATED)
    session.flush()
    tie(cast, clock, told["late"], task.id, kind)
    session.add(
        DirectiveRelation(
            later_id=later.directive.id,
            earlier_id=give.directive.id,
            kind=DirectiveLink.REPEATS,
            recorded_at=clock.now(),
            recorder_id=cast.users["chief"].id,
        )
    )
    session.flush()
    found = table(session, cast, later)
    (part,) = found.points[0].earlier
    assert part.earlier
    assert (part.earlier.tie, part.earlier.number) == (kind, "15/TB-UBND")
    assert part.public_id == told["late"].public_id
    assert (found.totals.leads, found.totals.earlier) == (0, 1)
    assert [(each.number, each.is_later) for each in found.linked] == [("15/TB-UBND", False)]
    first = table(session, cast, give)
    assert [(each.number, each.is_later) for each in first.linked] == [("20/TB-UBND", True)]
    assert first.points[1].leads[0].course.repeats == (kind is EventKind.REPEATED)
    assert first.totals.leads == 6


def test_a_point_shows_who_took_over_the_earlier_duty_that_it_repeats(session, cast, clock, give, acts, told):
    later = Giving(cast, clock)
    later.new_task("Khẩn trương thực hiện.", "{n}", kind=TaskKind.DATED)
    session.flush()
    first, chief = told["undated"], Decision(decider_id=cast.users["chief"].id)
    tie(cast, clock, first, later.directive.tasks[0].id, EventKind.REPEATED)
    common = {"actor": cast.chief, "clock": clock, "links": LINKS, "reason": "Đúng thẩm quyền.", "decision": chief}
    taken = first
    for unit in ("tu_phap", "xa_ha"):
        to_unit, version = cast.units[unit], taken.version
        taken = closing.transfer(session, **common, assignment=taken, version=version, to_unit=to_unit)
    (point,) = table(session, cast, later).points
    assert [(part.unit_name, part.course.state) for part in point.earlier] == [
        ("Phòng Nội vụ", State.TRANSFERRED),
        ("Phòng Tư pháp", State.TRANSFERRED),
        ("UBND xã Hạ", State.OPEN),
    ]


def test_a_limited_task_is_in_the_table_of_those_named_alone(session, cast, clock, give, told):
    named = [cast.users[who].id for who in ("leader", "chief", "kinh_te_head", "xa_ha_head")]
    limiting.limit(session, actor=cast.chief, clock=clock, task=told["late"].task, user_ids=named)
    for who, left_out in (("leader", 0), ("chief", 0), ("staff", 1)):
        found = table(session, cast, give, who)
        assert found.totals.left_out == left_out
        assert ("Giải phóng mặt bằng." in str(list(lines_of(found, load_rules(session, office_id=1))))) is not left_out
    assert "01 nhiệm vụ hạn chế xem" in notes_of(found)[-1]


def test_the_lines_of_the_files_say_what_the_page_says(session, cast, give, told):
    found, rules = table(session, cast, give), load_rules(session, office_id=cast.office.id)
    lines = list(lines_of(found, rules))
    assert [line[0] for line in lines] == ["1", "2", "", "3", "4", "5", "6", "7"]
    assert lines[0][3:] == (
        "Phòng Nội vụ",
        "20/09/2023",
        "Hoàn thành đúng hạn (ngày 14/09/2023)",
        "45/BC-NV ngày 14/09/2023",
    )
    assert lines[1][5] == "Quá hạn, chưa hoàn thành (quá 03 ngày (03 ngày làm việc))"
    assert lines[3][3] == "Phòng Tư pháp\nPhối hợp: Phòng Nội vụ; UBND xã Hạ"
    assert lines[7][3:] == ("Các đơn vị", "", "Nội dung chung", "")
    assert foot_of(found)[0] == "5 nhiệm vụ (6 lượt giao chủ trì; trong đó cơ quan được đề nghị: 01)"
    document = follow_up_list(found, rules, office_name=cast.office.name, made_at=give.clock.now())
    assert all(len(row) in (1, 7) for row in document.table.rows)


def test_what_a_unit_says_with_its_part_is_its_newest_word(session, cast, give, told):
    parts = session.scalars(select(Assignment).where(Assignment.role == AssignmentRole.COORDINATING))
    helper = next(part for part in parts if part.unit_id == cast.units["noi_vu"].id)
    for kind, note in ((EventKind.PROGRESS, "Đang tổng hợp."), (EventKind.PART_GIVEN, "Đã gửi số liệu.")):
        recording.add(session, helper, give.event(kind, TODAY, note))
    part = table(session, cast, give).points[2].coordinating[0]
    assert (part.unit_name, part.note) == ("Phòng Nội vụ", "Đã gửi số liệu.")


def test_more_points_are_no_more_statements(session, cast, give, told, shared_engine: Engine):
    def asked() -> int:
        session.expire_all()
        with count_queries(shared_engine) as seen:
            table(session, cast, give)
        return len(seen)

    few = asked()
    for _ in range(20):
        give.task(("noi_vu", "kinh_te"), due=date(2023, 9, 30), coordinating=("tu_phap",))
    assert asked() == few


def test_evidence_and_roles_are_read_for_the_right_part(session, cast, give, told):
    """A coordinating unit's paper stands on its own part."""
    parts = session.scalars(select(Assignment).order_by(Assignment.id))
    helper = next(part for part in parts if part.role is AssignmentRole.COORDINATING)
    session.add(Evidence(assignment_id=helper.id, event_id=helper.events[0].id, number="7/NV", issued_on=TODAY))
    session.flush()
    point = table(session, cast, give).points[2]
    assert [[each.number for each in part.results] for part in point.coordinating] == [["7/NV"], []]
    assert point.leads[0].results == ()


def test_the_last_instant_of_a_day_is_before_the_next(clock):
    assert last_instant(TODAY) < last_instant(TODAY + timedelta(days=1)) - timedelta(hours=23)
    assert clock.now() < last_instant(TODAY)
