"""Giving the tasks of a notice, the number that comes later, and the lists of what was given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.terms import AssignmentRole, EventKind, Standing, State, TaskKind
from app.models import Assignment, AuditEntry, Directive, DueDate, Event, OutboxMessage, Policy
from app.services import directive_lists, directives, numbering, recording
from app.services.directives import NewDirective
from app.services.giving import NewTask
from app.services.rules import load_rules
from tests.cast import Cast, add_unit
from tests.conftest import count_queries

LINKS = Links("http://dondoc.test")
ISSUED = date(2023, 9, 12)
HEAD = NewDirective(
    kind="Thông báo", number="21/TB-UBND", issuer="UBND huyện Thử Nghiệm", subject="Kết luận họp", issued_on=ISSUED
)


def firm(cast: Cast, *leads: str, coordinating: tuple[str, ...] = (), **fields: object) -> NewTask:
    """A task without a day for units of the cast."""
    values = {"clause": "2", "text": "Rà soát hồ sơ", "kind": TaskKind.CONTINUOUS} | fields
    return NewTask(
        lead_unit_ids=tuple(cast.units[unit].id for unit in leads),
        coordinating_unit_ids=tuple(cast.units[unit].id for unit in coordinating),
        **values,
    )


def dated(cast: Cast, *leads: str, day: date = date(2023, 9, 30), **fields: object) -> NewTask:
    return firm(cast, *leads, kind=TaskKind.DATED, named_on=day, **fields)


def give(cast: Cast, clock: FixedClock, *tasks: NewTask, **head: object) -> Directive:
    return directives.give_tasks(
        cast.session,
        actor=cast.chief,
        clock=clock,
        links=LINKS,
        directive=replace(HEAD, **head),
        tasks=tasks or [firm(cast, "noi_vu")],
    )


def all_assignments(session: Session) -> list[Assignment]:
    return list(session.scalars(select(Assignment).order_by(Assignment.id)))


def refused(code: str):
    return pytest.raises(DomainError, match=code.replace(".", r"\."))


# Giving


def test_joint_leads_get_an_assignment_each_and_coordinators_the_same_day(session, cast, clock):
    task = dated(cast, "noi_vu", "kinh_te", coordinating=("tu_phap",), phrase="trong tháng 9", time_of_day=time(16))
    give(cast, clock, task)
    found = all_assignments(session)
    assert [(row.unit_id, row.role) for row in found] == [
        (cast.units["noi_vu"].id, AssignmentRole.LEAD),
        (cast.units["kinh_te"].id, AssignmentRole.LEAD),
        (cast.units["tu_phap"].id, AssignmentRole.COORDINATING),
    ]
    assert {row.due_on for row in found} == {date(2023, 9, 30)}
    due = found[0].due_dates[0]
    assert (due.phrase, due.time_of_day, due.named_on) == ("trong tháng 9", time(16), date(2023, 9, 30))


def test_a_unit_that_leads_and_coordinates_only_leads(session, cast, clock):
    give(cast, clock, firm(cast, "noi_vu", "noi_vu", coordinating=("noi_vu", "tu_phap", "tu_phap")))
    assert [(row.unit_id, row.role) for row in all_assignments(session)] == [
        (cast.units["noi_vu"].id, AssignmentRole.LEAD),
        (cast.units["tu_phap"].id, AssignmentRole.COORDINATING),
    ]


def test_a_general_task_is_recorded_without_any_assignment(session, cast, clock):
    general = firm(cast, kind=TaskKind.GENERAL, addressee="Các đơn vị")
    directive = give(cast, clock, general)
    assert [task.addressee for task in directive.tasks] == ["Các đơn vị"]
    assert all_assignments(session) == []
    assert session.scalars(select(OutboxMessage)).all() == []


def test_the_columns_of_a_new_assignment_equal_the_fold_of_its_events(session, cast, clock):
    give(cast, clock, dated(cast, "noi_vu", exclusive=True), firm(cast, "tu_phap"))
    session.expire_all()
    for row in all_assignments(session):
        course = recording.course_of(row)
        assert (row.state, row.given_on, row.due_on, row.due_exclusive, row.due_date_id) == (
            State.OPEN,
            course.given_on,
            course.due_on,
            course.exclusive,
            course.due_sequence,
        )
        assert [event.kind for event in row.events] == [EventKind.GIVEN]


def test_the_last_good_day_of_truoc_ngay_follows_the_policy_of_the_office(session, cast, clock):
    asked = {"version": 1, "exclusive_is_day_before": True, "recorded_at": clock.now()}
    session.add(Policy(office_id=cast.office.id, **asked))
    give(cast, clock, dated(cast, "noi_vu", exclusive=True), dated(cast, "tu_phap"))
    assert [row.due_on for row in all_assignments(session)] == [date(2023, 9, 29), date(2023, 9, 30)]
    assert {row.named_on for row in session.scalars(select(DueDate))} == {date(2023, 9, 30)}


@pytest.mark.parametrize(
    ("issued_on", "meeting_on", "expected"),
    [
        (date(2023, 9, 12), date(2023, 9, 11), date(2023, 9, 12)),
        (None, date(2023, 9, 11), date(2023, 9, 11)),
        (None, None, date(2023, 9, 14)),
    ],
)
def test_tasks_count_from_the_date_else_the_meeting_else_today(session, cast, clock, issued_on, meeting_on, expected):
    directive = give(cast, clock, issued_on=issued_on, meeting_on=meeting_on)
    assert directive.given_on == expected
    assert {event.effective_on for event in session.scalars(select(Event))} == {expected}


@pytest.mark.parametrize(
    ("head", "fields", "code"),
    [
        ({"subject": "  "}, {}, "directive.no_subject"),
        ({"issuer": ""}, {}, "directive.no_issuer"),
        ({"issued_on": date(2023, 9, 15)}, {}, "directive.future_date"),
        ({"issued_on": None, "meeting_on": date(2023, 9, 15)}, {}, "directive.future_date"),
        ({}, {"lead_unit_ids": ()}, "task.no_lead"),
        ({}, {"kind": TaskKind.DATED}, "task.no_date"),
        ({}, {"named_on": date(2023, 9, 11)}, "task.due_before_given"),
        ({}, {"lead_unit_ids": (987654,)}, "unit.unknown"),
        ({"source_id": 987654}, {}, "not_found"),
    ],
)
def test_what_cannot_be_given_is_refused_and_leaves_nothing(session, cast, clock, head, fields, code):
    with refused(code):
        give(cast, clock, replace(firm(cast, "noi_vu"), **fields), **head)
    assert session.scalar(select(func.count(Directive.id))) == 0


def test_a_notice_without_tasks_is_refused(cast, clock):
    with refused("directive.no_tasks"):
        directives.give_tasks(cast.session, actor=cast.chief, clock=clock, links=LINKS, directive=HEAD, tasks=[])


@pytest.mark.parametrize("who", ["clerk", "leader", "admin", "noi_vu_head"])
def test_only_the_chief_and_the_staff_give(cast, clock, who):
    asked = {"clock": clock, "links": LINKS, "directive": HEAD, "tasks": [firm(cast, "noi_vu")]}
    with refused("permission.denied"):
        directives.give_tasks(cast.session, actor=cast.actor(who), **asked)


def test_giving_stands_in_the_audit_log(session, cast, clock):
    directive = give(cast, clock)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "directive.given")).one()
    assert (entry.actor, entry.subject) == (cast.chief.public_id, f"directive:{directive.public_id}")


# The same notice twice


@pytest.mark.parametrize(
    ("number", "issuer", "issued_on", "is_same"),
    [
        ("21/TB-UBND", "UBND huyện Thử Nghiệm", ISSUED, True),
        (" 21 / tb-ubnd ", "ubnd  huyện thử nghiệm", ISSUED, True),
        ("22/TB-UBND", "UBND huyện Thử Nghiệm", ISSUED, False),
        ("21/TB-UBND", "UBND huyện Thử Nghiệm", date(2023, 9, 13), False),
        ("21/TB-UBND", "UBND tỉnh Hồng Lam", ISSUED, False),
        (None, "UBND huyện Thử Nghiệm", ISSUED, False),
    ],
)
def test_the_same_number_issuer_and_date_is_the_same_notice(cast, clock, number, issuer, issued_on, is_same):
    first = give(cast, clock)
    again = {"number": number, "issuer": issuer, "issued_on": issued_on}
    if not is_same:
        assert give(cast, clock, **again).id != first.id
        return
    with refused("directive.duplicate") as problem:
        give(cast, clock, **again)
    assert problem.value.params["public_id"] == first.public_id


def test_notices_that_wait_for_a_number_do_not_stand_in_each_others_way(cast, clock):
    assert give(cast, clock, number=None).id != give(cast, clock, number=" ").id


def test_two_people_at_the_same_moment_are_told_apart_by_the_database(cast, clock, monkeypatch):
    """The look before finds nothing; the constraint does, and the refusal still names the one that is there."""
    first = give(cast, clock)
    look, looked = directives.refuse_duplicate, []

    def blind_at_first(*args: object) -> None:
        looked.append(args)
        if len(looked) > 1:
            look(*args)

    monkeypatch.setattr(directives, "refuse_duplicate", blind_at_first)
    with refused("directive.duplicate") as problem:
        give(cast, clock)
    assert problem.value.params["public_id"] == first.public_id


# The number that comes later


def enter(cast: Cast, clock: FixedClock, directive: Directive, number: str = "21/TB-UBND", **more: object) -> None:
    asked = {"actor": cast.clerk, "issued_on": None, "version": directive.version} | more
    numbering.set_number(cast.session, clock=clock, directive=directive, number=number, **asked)


def test_the_clerk_enters_the_number_and_the_day_that_were_missing(session, cast, clock):
    directive = give(cast, clock, number=None, issued_on=None)
    enter(cast, clock, directive, " 21/TB-UBND ", issued_on=date(2023, 9, 13))
    assert (directive.number, directive.issued_on) == ("21/TB-UBND", date(2023, 9, 13))
    assert directive.given_on == date(2023, 9, 14)
    with refused("directive.duplicate"):
        give(cast, clock, issued_on=date(2023, 9, 13))


def test_a_number_without_any_day_tells_no_notice_from_another(cast, clock):
    directive = give(cast, clock, number=None, issued_on=None)
    with refused("directive.no_day"):
        enter(cast, clock, directive)
    assert directive.number is None


def test_a_day_that_is_known_is_not_changed_with_the_number(cast, clock):
    directive = give(cast, clock, number=None)
    enter(cast, clock, directive, issued_on=date(2023, 9, 1))
    assert directive.issued_on == ISSUED


@pytest.mark.parametrize(
    ("number", "more", "code"),
    [
        ("  ", {}, "directive.no_number"),
        ("21/TB-UBND", {"version": 7}, "stale"),
        ("30/TB-UBND", {}, "directive.number_taken"),
    ],
)
def test_a_number_that_cannot_be_taken(cast, clock, number, more, code):
    give(cast, clock, number="30/TB-UBND")
    directive = give(cast, clock, number=None)
    with refused(code):
        enter(cast, clock, directive, number, **more)
    assert directive.number is None


def test_a_day_to_come_is_refused_with_the_number(cast, clock):
    directive = give(cast, clock, number=None, issued_on=None)
    with refused("directive.future_date"):
        enter(cast, clock, directive, issued_on=date(2023, 9, 15))


def test_a_number_is_entered_once(cast, clock):
    directive = give(cast, clock, number=None)
    enter(cast, clock, directive)
    with refused("directive.has_number"):
        enter(cast, clock, directive, "22/TB-UBND")


def test_of_two_numbers_entered_at_the_same_moment_one_is_told(session, cast, clock):
    directive = give(cast, clock, number=None)
    row = update(Directive).where(Directive.id == directive.id).values(version=9)
    session.execute(row.execution_options(synchronize_session=False))
    with refused("stale"):
        enter(cast, clock, directive)


def test_the_number_that_somebody_else_entered_meanwhile_is_found_by_the_database(cast, clock, monkeypatch):
    there, late = give(cast, clock), give(cast, clock, number=None)
    look, looked = numbering.refuse_duplicate, []

    def blind_at_first(*args: object) -> None:
        looked.append(args)
        if len(looked) > 1:
            look(*args)

    monkeypatch.setattr(numbering, "refuse_duplicate", blind_at_first)
    with refused("directive.number_taken") as problem:
        enter(cast, clock, late)
    assert problem.value.params["public_id"] == there.public_id


@pytest.mark.parametrize("who", ["leader", "admin", "noi_vu_head"])
def test_who_may_not_enter_a_number(cast, clock, who):
    directive = give(cast, clock, number=None)
    with refused("permission.denied"):
        enter(cast, clock, directive, actor=cast.actor(who))


# Lists


def test_the_list_counts_firm_tasks_and_lead_assignments(session, cast, clock, clock_at):
    general = firm(cast, kind=TaskKind.GENERAL)
    task = dated(cast, "noi_vu", "kinh_te", coordinating=("tu_phap",))
    give(cast, clock, task, firm(cast, "xa_ha"), general)
    rows = {row.unit_id: row for row in all_assignments(session)}
    for unit, state in (("xa_ha", State.DONE), ("kinh_te", State.CANCELLED)):
        closed = rows[cast.units[unit].id]
        closed.state, closed.closed_on = state, date(2023, 9, 20)
    session.flush()
    found = directive_lists.list_directives(session, actor=cast.leader, today=date(2023, 10, 2))
    assert [(row.tasks, row.parts, row.done, row.overdue) for row in found.items] == [(2, 2, 1, 1)]


def test_the_list_has_the_newest_first_and_a_last_page(session, cast, clock):
    numbers = [f"{n}/TB-UBND" for n in range(1, 4)]
    for number in numbers:
        give(cast, clock, number=number)
    asked = {"actor": cast.staff, "today": clock.today(), "per_page": 2}
    first, last = (directive_lists.list_directives(session, page=page, **asked) for page in (1, 99))
    assert [row.number for row in first.items] == ["3/TB-UBND", "2/TB-UBND"]
    assert [row.number for row in last.items] == ["1/TB-UBND"]


def test_the_tasks_of_a_directive_come_with_their_parts_and_standing(session, cast, clock):
    directive = give(cast, clock, dated(cast, "noi_vu", coordinating=("tu_phap",)), firm(cast, "xa_ha", clause="3"))
    listed = directive_lists.tasks_of(
        session,
        actor=cast.leader,
        directive=directive,
        rules=load_rules(session, office_id=cast.office.id),
        today=date(2023, 10, 2),
    )
    assert [[(part.unit_name, part.role, part.standing) for part in each.parts] for each in listed] == [
        [
            ("Phòng Nội vụ", AssignmentRole.LEAD, Standing.OVERDUE),
            ("Phòng Tư pháp", AssignmentRole.COORDINATING, Standing.OVERDUE),
        ],
        [("UBND xã Hạ", AssignmentRole.LEAD, Standing.UNDATED)],
    ]


def test_a_unit_does_not_read_the_whole_notice(cast, clock):
    directive = give(cast, clock)
    with refused("permission.denied"):
        directives.find_directive(cast.session, actor=cast.head("noi_vu"), public_id=directive.public_id)


def test_what_is_not_there_is_not_found(cast):
    with refused("not_found"):
        directives.find_directive(cast.session, actor=cast.chief, public_id="0" * 20)


# Size


def test_many_tasks_for_many_units_need_no_look_up_of_their_own(session, cast, clock, shared_engine: Engine):
    for n in range(20):
        add_unit(cast, f"xa_{n}", f"UBND xã Số {n}", position=n)
    communes = [f"xa_{n}" for n in range(20)]
    tasks = [dated(cast, *communes, clause=str(n)) for n in range(1, 33)]
    with count_queries(shared_engine) as statements:
        give(cast, clock, *tasks)
    assert session.scalar(select(func.count(Assignment.id))) == 640
    assert sum(statement.startswith("SELECT") for statement in statements) <= 20


def test_a_directive_is_read_in_the_same_statements_however_many_tasks_it_has(
    session, cast, clock, shared_engine: Engine
):
    rules, counted = load_rules(session, office_id=cast.office.id), []
    for size in (1, 12):
        tasks = [dated(cast, "noi_vu", "tu_phap", coordinating=("kinh_te",), clause=str(n)) for n in range(size)]
        directive = give(cast, clock, *tasks, number=f"{size}/TB-UBND")
        session.expire_all()
        with count_queries(shared_engine) as statements:
            asked = {"actor": cast.chief, "directive": directive, "rules": rules, "today": clock.today()}
            listed = directive_lists.tasks_of(session, **asked)
            assert sum(len(each.leads) for each in listed) == 2 * size
        counted.append(len(statements))
    assert counted[0] == counted[1]


@pytest.mark.parametrize(
    "written", ["950/TB-UBND", "950/TB–UBND", "0950/TB-UBND", " 950 / tb-ubnd ", "950/TB-UBND\u00a0"]
)
def test_a_number_is_the_same_however_it_is_written(written):
    day = date(2023, 9, 13)
    same = numbering.identity("950/TB-UBND", "UBND  Huyện", day)
    assert numbering.identity(written, "UBND huyện", day) == same
    assert numbering.identity(written, "Uỷ ban nhân dân huyện", day) == same


def test_another_number_issuer_or_day_is_another_notice():
    day = date(2023, 9, 13)
    keys = {
        numbering.identity("950/TB-UBND", "UBND huyện", day),
        numbering.identity("95/TB-UBND", "UBND huyện", day),
        numbering.identity("950/TB-UBND", "UBND xã Hạ", day),
        numbering.identity("950/TB-UBND", "UBND huyện", date(2023, 9, 14)),
    }
    assert len(keys) == 4
    assert numbering.identity(" ", "UBND huyện", day) is None
