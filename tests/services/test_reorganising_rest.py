"""What passes to the successors besides the tasks, what is refused, and what is written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.domain.errors import DomainError
from app.domain.terms import AssignmentRole, DueReason, EventKind, PeriodKind, ReorganisationKind, Role, State
from app.models import (
    AnswerLink,
    Assignment,
    AuditEntry,
    Field,
    FieldUnit,
    Membership,
    Recurrence,
    Succession,
    Unit,
    UnitName,
)
from app.services import directive_lists, organisation_units, recording, reports
from app.services.directive_matrix import matrix_of
from app.services.organisation_units import all_units
from app.services.people import load_actor
from app.services.reorganising import preview, since
from app.services.reorganising_acts import reorganise
from app.services.reorganising_record import find_record, list_records
from app.services.reorganising_wish import NONE_CHOSEN, Choices, NewUnit, Wish
from app.services.rules import load_rules
from app.services.unit_names import past_of
from tests.cast import Cast
from tests.services.giving import Giving

K = ReorganisationKind
DAY, TODAY, EVE = date(2023, 9, 11), date(2023, 9, 14), date(2023, 9, 10)
BASIS = "Nghị quyết số 12/NQ-HĐND"


@pytest.fixture
def give(cast: Cast, clock) -> Giving:
    return Giving(cast, clock)


@pytest.fixture
def do(cast: Cast, clock):
    """``do(K.MERGE, "noi_vu", into=("tu_phap",))``: as the chief, who has seen the preview."""

    def act(kind, *keys, into=(), choices=NONE_CHOSEN, actor=None, **more):
        made = wish(cast, kind, *keys, into=into, **more)
        common = {"actor": actor or cast.chief, "clock": clock, "wish": made, "choices": choices}
        return reorganise(cast.session, **common, seen=preview(cast.session, **common).seen)

    return act


def wish(cast: Cast, kind: K, *keys: str, into: tuple[str, ...] = (), **more) -> Wish:
    values = {"effective_on": DAY, "basis": BASIS} | more
    ids = lambda names: tuple(cast.units[key].id for key in names)  # noqa: E731
    return Wish(kind=kind, unit_ids=ids(keys), successor_ids=ids(into), **values)


def posts(cast: Cast, login: str) -> list[tuple[str, date, date | None]]:
    names = {unit.id: key for key, unit in cast.units.items()}
    rows = select(Membership).where(Membership.user_id == cast.users[login].id).order_by(Membership.valid_from)
    return [(names.get(row.unit_id, "new"), row.valid_from, row.valid_to) for row in cast.session.scalars(rows)]


LONG_AGO = date(2020, 1, 1)


def test_people_go_along_and_end_where_they_were_with_the_day_before(cast, clock, do):
    do(K.MERGE, "noi_vu", into=("tu_phap",))
    assert posts(cast, "noi_vu_head") == [("noi_vu", LONG_AGO, EVE), ("tu_phap", DAY, None)]
    moved = load_actor(cast.session, user_id=cast.users["noi_vu_head"].id, today=TODAY)
    assert moved.unit_ids == {cast.units["tu_phap"].id}
    assert posts(cast, "tu_phap_head") == [("tu_phap", LONG_AGO, None)]


def test_each_person_of_a_split_goes_where_somebody_put_him(cast, do):
    head, member = (cast.users[f"noi_vu_{who}"].memberships[0].id for who in ("head", "member"))
    do(
        K.SPLIT, "noi_vu", into=("tu_phap", "kinh_te"),
        choices=Choices(posts={head: cast.units["kinh_te"].id, member: None}),
    )  # fmt: skip
    assert posts(cast, "noi_vu_head")[1][0] == "kinh_te"
    assert posts(cast, "noi_vu_member") == [("noi_vu", LONG_AGO, EVE)]


def test_the_last_who_may_change_the_organisation_is_not_left_behind(cast, do):
    left = {row.id: None for login in ("chief", "admin") for row in cast.users[login].memberships}
    with pytest.raises(DomainError, match=r"person\.last_manager"):
        do(K.MERGE, "van_phong", into=("noi_vu",), choices=Choices(posts=left))


def test_the_offices_own_van_phong_passes_to_its_successor_with_the_chief(cast, clock, do):
    do(K.MERGE, "van_phong", into=("noi_vu",))
    assert [unit.id for unit in cast.session.scalars(select(Unit).where(Unit.is_secretariat))] == [
        cast.units["noi_vu"].id
    ]
    assert Role.CHIEF in load_actor(cast.session, user_id=cast.users["chief"].id, today=TODAY).roles


def test_fields_lower_units_and_other_names_follow(cast, clock, do):
    field = Field(office_id=cast.office.id, name="Nội chính", valid_from=LONG_AGO, units=[cast.units["kinh_te"]])
    cast.session.add(field)
    cast.units["xa_ha"].parent_id = cast.units["kinh_te"].id
    cast.session.flush()
    do(K.MERGE, "kinh_te", into=("noi_vu",))
    heir = cast.units["noi_vu"]
    assert cast.session.scalars(select(FieldUnit.unit_id)).all() == [heir.id]
    assert cast.units["xa_ha"].parent_id == heir.id
    assert [alias.alias for alias in heir.aliases] == ["Phòng Kinh tế", "Kinh tế", "Phòng Kinh tế và Hạ tầng"]
    assert cast.units["kinh_te"].valid_to == EVE
    assert past_of(cast.session, unit_id=heir.id).came_from == ("Phòng Kinh tế",)


def test_old_names_are_left_alone_if_that_is_wished_and_where_they_are_anothers(cast, do):
    cast.units["tu_phap"].short_name = "Kinh tế"  # by then another unit goes by it
    do(K.MERGE, "kinh_te", into=("noi_vu",))
    assert [alias.alias for alias in cast.units["noi_vu"].aliases] == ["Phòng Kinh tế", "Phòng Kinh tế và Hạ tầng"]
    do(K.MERGE, "xa_ha", into=("tu_phap",), keeps_names=False)
    assert cast.units["tu_phap"].aliases == []


def test_a_successor_below_its_predecessor_does_not_come_to_stand_below_itself(cast, do):
    cast.units["noi_vu"].parent_id = cast.units["kinh_te"].id
    cast.units["kinh_te"].parent_id = cast.units["van_phong"].id
    do(K.MERGE, "kinh_te", into=("noi_vu",))
    assert cast.units["noi_vu"].parent_id == cast.units["van_phong"].id


def test_links_of_mails_end_for_who_has_the_task_no_more(cast, clock, give, do):
    def link(assignment: Assignment) -> AnswerLink:
        until = datetime(2023, 10, 1, tzinfo=UTC)
        row = AnswerLink(
            assignment_id=assignment.id, unit_id=assignment.unit_id, recipient=f"unit:{assignment.unit_id}",
            made_at=clock.now(), expires_at=until,
        )  # fmt: skip
        cast.session.add(row)
        return row

    mine, others = link(give("noi_vu")), link(give("tu_phap"))
    cast.session.flush()
    shown = preview(cast.session, actor=cast.chief, clock=clock, wish=wish(cast, K.MERGE, "noi_vu", into=("tu_phap",)))
    assert shown.answer_links == 1
    do(K.MERGE, "noi_vu", into=("tu_phap",))
    cast.session.expire_all()
    assert (mine.revoked_at, others.revoked_at) == (clock.now(), None)


def recurrence(cast: Cast, clock, give: Giving, unit: str, task=None, **more) -> Recurrence:
    row = Recurrence(
        office_id=cast.office.id,
        task_id=(task or give(unit).task).id,
        unit_id=cast.units[unit].id,
        role=AssignmentRole.LEAD,
        every="monthly",
        day=15,
        from_on=LONG_AGO,
        recorded_at=clock.now(),
        recorder_id=cast.users["chief"].id,
        **more,
    )
    cast.session.add(row)
    cast.session.flush()
    return row


def test_recurring_duties_go_on_at_the_successor_and_once(cast, clock, give, do):
    alone = recurrence(cast, clock, give, "noi_vu")
    shared = recurrence(cast, clock, give, "noi_vu")
    own = recurrence(cast, clock, give, "tu_phap", shared.task)
    again = recurrence(cast, clock, give, "noi_vu")
    ended = recurrence(cast, clock, give, "tu_phap", again.task, ended_on=date(2023, 1, 31))
    do(K.MERGE, "noi_vu", into=("tu_phap",))
    assert (alone.unit_id, alone.ended_on) == (cast.units["tu_phap"].id, None)
    assert (shared.unit_id, shared.ended_on, own.ended_on) == (cast.units["noi_vu"].id, EVE, None)
    assert "đã có việc định kỳ này" in shared.end_reason
    assert (again.ended_on, ended.ended_on, ended.from_on) == (EVE, None, DAY)


def test_a_part_takes_the_later_deadline_and_its_lateness_stays_on_record(cast, clock, give, do):
    late, _ = give.task(("noi_vu", "tu_phap"), due=date(2023, 9, 5))
    other = cast.session.scalars(
        select(Assignment).where(Assignment.task_id == late.task_id, Assignment.unit_id == cast.units["tu_phap"].id)
    ).one()
    moved = give.due_date(date(2023, 10, 5), DueReason.EXTENDED, date(2023, 9, 5), phrase="đến 05/10")
    recording.add(cast.session, other, moved)
    recording.add(cast.session, other, give.event(EventKind.SUBMITTED, date(2023, 9, 6)))
    do(K.MERGE, "noi_vu", into=("tu_phap",))
    course = recording.course_of(late)
    assert (late.unit_id, late.due_on, other.state) == (other.unit_id, date(2023, 10, 5), State.SUPERSEDED)
    assert course.late_before == 6  # from 05/09 to the day of the reorganisation
    assert late.due_dates[-1].phrase == "đến 05/10"
    assert [event.kind for event in late.events][-2:] == [EventKind.SUCCEEDED, EventKind.DUE_ADJUSTED]


def test_whom_the_unit_had_named_stays_named_only_by_going_along(cast, give, do):
    along, behind = give("noi_vu"), give("noi_vu")
    along.person_id, behind.person_id = cast.users["noi_vu_head"].id, cast.users["noi_vu_member"].id
    behind.inner_due_on = TODAY
    cast.session.flush()
    member = cast.users["noi_vu_member"].memberships[0].id
    do(K.MERGE, "noi_vu", into=("tu_phap",), choices=Choices(posts={member: None}))
    assert along.person_id == cast.users["noi_vu_head"].id
    assert (behind.person_id, behind.inner_due_on) == (None, None)


def test_what_was_given_after_the_day_moves_on_the_day_it_was_given(cast, give, do):
    later = give("noi_vu", given_on=date(2023, 9, 13))
    do(K.MERGE, "noi_vu", into=("tu_phap",))
    assert later.events[-1].effective_on == date(2023, 9, 13)
    do(K.MERGE, "tu_phap", into=("kinh_te",), effective_on=date(2023, 9, 12))
    assert later.events[-1].effective_on == date(2023, 9, 13)
    assert recording.course_of(later, cut_off=date(2023, 9, 13)).unit_id == cast.units["kinh_te"].id


def test_a_renamed_unit_keeps_its_tasks_and_is_found_by_both_names(cast, clock, give, do):
    unit, part = cast.units["noi_vu"], give("noi_vu")
    do(K.RENAME, "noi_vu", name="Phòng Nội vụ và Lao động", short_name="NV-LĐ")
    assert (unit.name, unit.short_name, part.unit_id) == ("Phòng Nội vụ và Lao động", "NV-LĐ", unit.id)
    former = cast.session.scalars(select(UnitName)).one()
    assert (former.name, former.short_name, former.valid_to) == ("Phòng Nội vụ", "Nội vụ", EVE)
    assert [alias.alias for alias in unit.aliases] == ["Phòng Nội vụ", "Nội vụ"]
    with pytest.raises(DomainError, match=r"reorganisation\.before_rename"):
        do(K.RENAME, "noi_vu", name="Phòng Khác", effective_on=EVE)
    do(K.RENAME, "noi_vu", name="Phòng Khác", effective_on=TODAY)
    assert past_of(cast.session, unit_id=unit.id).called == (
        ("Phòng Nội vụ và Lao động", date(2023, 9, 13)),
        ("Phòng Nội vụ", EVE),
    )


def test_a_notice_shows_the_name_under_which_a_part_was_closed(cast, clock, give, do):
    def columns() -> list[str]:
        rules = load_rules(cast.session, office_id=cast.office.id)
        listed = directive_lists.tasks_of(
            cast.session, actor=cast.chief, directive=give.directive, rules=rules, today=TODAY
        )
        return [column.name for column in matrix_of(listed).columns]

    closed = give("noi_vu")
    clock.instant -= timedelta(days=5)
    recording.add(cast.session, closed, give.event(EventKind.STOPPED, date(2023, 9, 9)))
    clock.instant += timedelta(days=5)
    do(K.RENAME, "noi_vu", name="Phòng Nội vụ và Lao động")
    assert columns() == ["Phòng Nội vụ"]
    give("noi_vu")
    assert columns() == ["Phòng Nội vụ và Lao động"]


def test_a_new_unit_stands_where_the_first_of_the_old_ones_stood_and_may_bear_its_name(cast, do):
    cast.units["cong_an"].parent_id = cast.units["van_phong"].id
    new = NewUnit(name="Công an huyện", short_name="Công an", email="ca@dondoc.test")
    done = do(K.CONSOLIDATE, "cong_an", "xa_ha", new_units=(new,))
    made = cast.session.scalars(select(Unit).where(Unit.name == "Công an huyện", Unit.valid_to.is_(None))).one()
    old = cast.units["cong_an"]
    assert (made.position, made.parent_id, made.under_authority) == (old.position, old.parent_id, False)
    assert (made.valid_from, made.email) == (DAY, "ca@dondoc.test")
    pairs = {(row.unit_id, row.successor_id) for row in cast.session.scalars(select(Succession))}
    assert pairs == {(old.id, made.id), (cast.units["xa_ha"].id, made.id)}
    assert done.content["results"][0]["new"] is True


def test_what_was_seen_must_still_be_so(cast, clock, give):
    one, two = give("noi_vu"), give("noi_vu")
    common = {"actor": cast.chief, "clock": clock, "wish": wish(cast, K.MERGE, "noi_vu", into=("tu_phap",))}
    before = preview(cast.session, **common)
    assert since(before.seen, before) is None
    recording.add(cast.session, one, give.event(EventKind.STOPPED, TODAY))
    recording.add(cast.session, two, give.event(EventKind.PROGRESS, TODAY))
    new = give("noi_vu")
    now = preview(cast.session, **common)
    changed = since(before.seen, now)
    assert changed is not None
    assert ([line.public_id for line in changed.new], changed.gone) == ([new.public_id], 1)
    assert [line.public_id for line in changed.changed] == [two.public_id]
    with pytest.raises(DomainError, match="stale"):
        reorganise(cast.session, **common, choices=NONE_CHOSEN, seen=before.seen)
    assert cast.units["noi_vu"].valid_to is None


@pytest.mark.parametrize("login", ["staff", "leader", "clerk", "noi_vu_head"])
def test_only_who_may_reorganise_does(cast, do, login):
    with pytest.raises(DomainError, match=r"permission\.denied"):
        do(K.MERGE, "noi_vu", into=("tu_phap",), actor=cast.actor(login))


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"basis": " "}, "reorganisation.basis"),
        ({"basis": "x" * 301}, "text.too_long"),
        ({"unit_ids": (999_999,)}, "unit.unknown"),
        ({"effective_on": TODAY + timedelta(days=1)}, "reorganisation.future"),
        ({"new_units": (NewUnit(name="Phòng Kinh tế"),), "successor_ids": ()}, "unit.name_taken"),
        ({"new_units": (NewUnit(name="Các phòng, ban"),), "successor_ids": ()}, "unit.name_collective"),
    ],
)
def test_what_is_refused(cast, clock, values, code):
    bad = replace(wish(cast, K.MERGE, "noi_vu", into=("tu_phap",)), **values)
    with pytest.raises(DomainError) as raised:
        preview(cast.session, actor=cast.chief, clock=clock, wish=bad)
    assert raised.value.code == code


def test_two_new_units_do_not_share_a_name(cast, clock):
    twins = (NewUnit(name="Phòng Mới"), NewUnit(name="phong moi"))
    with pytest.raises(DomainError) as raised:
        preview(cast.session, actor=cast.chief, clock=clock, wish=wish(cast, K.SPLIT, "noi_vu", new_units=twins))
    assert (raised.value.code, raised.value.params["field"]) == ("unit.name_taken", "name_2")


def test_the_record_and_the_log_say_what_was_done(cast, clock, give, do):
    moved = give("noi_vu", due=date(2023, 9, 20))
    done = do(K.MERGE, "noi_vu", into=("tu_phap",))
    record = find_record(cast.session, actor=cast.chief, public_id=done.public_id)
    assert [(part.public_id, part.from_name, part.to_name) for part in record.parts] == [
        (moved.public_id, "Phòng Nội vụ", "Phòng Tư pháp")
    ]
    assert {post.name for post in record.posts} == {"Trưởng Nội vụ", "Chuyên viên Nội vụ"}
    assert [row.public_id for row in list_records(cast.session, actor=cast.chief)] == [done.public_id]
    acts = list(cast.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    expected = ("assignment.succeeded", "role.moved", "role.moved", "unit.ended", "unit.alias_added")
    assert acts == [*expected, "unit.alias_added", "unit.reorganised"]
    payloads = str(cast.session.scalars(select(AuditEntry.payload)).all())
    assert "Trưởng" not in payloads
    assert "Phòng" not in payloads
    # No name of a person, no sentence of a task: those are read where they stand.
    assert "Trưởng" not in str(done.content)
    assert moved.task.text not in str(done.content)


def test_a_unit_that_others_took_over_from_is_not_simply_taken_up_again(cast, clock, do):
    do(K.MERGE, "noi_vu", into=("tu_phap",), keeps_names=False)
    with pytest.raises(DomainError, match=r"unit\.reorganised"):
        organisation_units.resume_unit(cast.session, actor=cast.chief, clock=clock, unit=cast.units["noi_vu"])


def test_a_unit_that_ended_with_its_tasks_can_still_hand_them_on(cast, clock, give, do):
    part, unit = give("noi_vu"), cast.units["noi_vu"]
    organisation_units.end_unit(cast.session, actor=cast.chief, clock=clock, unit=unit, last_day=date(2023, 9, 6))
    do(K.DISSOLVE, "noi_vu", into=("tu_phap",))
    assert part.unit_id == cast.units["tu_phap"].id
    assert unit.valid_to == date(2023, 9, 6)
    assert unit.id in {each.id for each in all_units(cast.session, actor=cast.chief)}


def test_a_report_of_a_past_period_says_the_units_and_names_of_its_day(cast, clock, give, do):
    part, _ = give.task(("noi_vu",), due=date(2023, 9, 20), coordinating=("kinh_te",))
    period = {"kind": PeriodKind.FREE, "period_from": date(2023, 9, 1)}
    past = reports.make_report(cast.session, actor=cast.chief, clock=clock, cut_off=EVE, **period)
    lasting = reports.make_report(cast.session, actor=cast.chief, clock=clock, cut_off=TODAY, **period)
    before = reports.current_figures(cast.session, office_id=cast.office.id, report=past, clock=clock)
    frozen = reports.freeze(cast.session, actor=cast.chief, clock=clock, report=past)
    do(K.RENAME, "noi_vu", name="Phòng Nội vụ và Lao động")
    do(K.MERGE, "noi_vu", into=("tu_phap",), effective_on=TODAY)
    do(K.MERGE, "kinh_te", into=("xa_ha",))

    def told(report) -> list[tuple[str, str, tuple[str, ...]]]:
        view = reports.current_figures(cast.session, office_id=cast.office.id, report=report, clock=clock)
        assert view is not None
        assert [unit.name for unit in view.units] == [row.counted.unit_name for row in view.rows]
        return [(row.counted.unit_name, row.unit_public_id, row.coordinating) for row in view.rows]

    units = cast.units
    assert told(past) == [("Phòng Nội vụ", units["noi_vu"].public_id, ("Phòng Kinh tế",))]
    assert told(lasting) == [("Phòng Tư pháp", units["tu_phap"].public_id, ("UBND xã Hạ",))]
    between = reports.make_report(cast.session, actor=cast.chief, clock=clock, cut_off=DAY, **period)
    assert told(between) == [("Phòng Nội vụ và Lao động", units["noi_vu"].public_id, ("UBND xã Hạ",))]
    now = reports.current_figures(cast.session, office_id=cast.office.id, report=past, clock=clock)
    assert before is not None
    assert now is not None
    assert reports.differences(cast.session, frozen=reports.load_view(frozen), now=now) == []
    assert (now.rows, now.units) == (before.rows, before.units)
    assert part.unit_id == units["tu_phap"].id
