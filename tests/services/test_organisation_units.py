"""Units and fields of work: what can be changed, what is refused, and what is written down of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.errors import DomainError
from app.domain.terms import ChargeKind, Role
from app.models import AuditEntry, FieldCharge, Unit
from app.services import organisation, organisation_calendar, organisation_fields, organisation_units
from app.services.organisation import OfficeDetails, fingerprint, office_details
from app.services.organisation_fields import FieldDetails, in_charge
from app.services.organisation_units import UnitDetails, details_of
from tests.cast import Cast, add_person
from tests.services.report_cases import give, make_directive, make_task

SINCE = date(2023, 1, 1)


@pytest.fixture
def do(cast: Cast, clock):
    """``do(organisation_units.add_unit, details=…)``: as the chief, who may."""

    def act(service, **values):
        return service(cast.session, actor=cast.chief, clock=clock, **values)

    return act


def change(do, unit: Unit, **values):
    before = details_of(unit)
    return do(organisation_units.change_unit, unit=unit, seen=fingerprint(before), details=replace(before, **values))


def acts(cast: Cast) -> list[str]:
    return list(cast.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_a_unit_is_added_with_everything_that_was_typed(cast, do):
    details = UnitDetails(
        name="Phòng Y tế", short_name="Y tế", under_authority=False, email="yte@dondoc.test", contact_name="Lê Tố",
        contact_phone="090", contact_email="leto@dondoc.test", parent_id=cast.units["noi_vu"].id,
        position=7, valid_from=SINCE,
    )  # fmt: skip
    unit = do(organisation_units.add_unit, details=details)
    cast.session.expire_all()
    assert details_of(unit) == details
    assert acts(cast) == ["unit.added"]


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"name": ""}, "text.missing", "name"),
        ({"name": "x" * 201}, "text.too_long", "name"),
        ({"short_name": "x" * 61}, "text.too_long", "short_name"),
        ({"contact_phone": "x" * 31}, "text.too_long", "contact_phone"),
        ({"email": "không phải thư"}, "email.bad", "email"),
        ({"contact_email": "không phải thư"}, "email.bad", "contact_email"),
        ({"position": -1}, "unit.position", "position"),
        ({"position": 10_000}, "unit.position", "position"),
        ({"name": "phong noi vu"}, "unit.name_taken", "name"),
        ({"name": "các phòng, ban"}, "unit.name_collective", "name"),
        ({"name": "???"}, "unit.name_without_letters", "name"),
        ({"name": "TƯ PHÁP"}, "unit.name_taken", "name"),
        ({"short_name": "Phòng Kinh tế và hạ tầng"}, "unit.name_taken", "short_name"),
        ({"parent_id": 10**6}, "unit.unknown", "parent_id"),
        ({"is_secretariat": True, "valid_from": date(2023, 9, 15)}, "unit.secretariat_not_in_force", "is_secretariat"),
    ],
)
def test_bad_values_are_refused_at_their_field(cast, do, values, code, field):
    good = UnitDetails(name="Phòng Y tế", valid_from=SINCE)
    with pytest.raises(DomainError) as refused:
        do(organisation_units.add_unit, details=replace(good, **values))
    assert (refused.value.code, refused.value.params["field"]) == (code, field)


def test_a_refusal_names_the_unit_that_has_the_name(cast, do):
    with pytest.raises(DomainError) as refused:
        do(organisation_units.add_unit, details=UnitDetails(name="Tư pháp", valid_from=SINCE))
    assert refused.value.params["unit"] == "Phòng Tư pháp"


def test_only_what_has_changed_is_written_down_and_no_words(cast, do):
    change(do, cast.units["noi_vu"], contact_name="Người khác", position=3)
    change(do, cast.units["noi_vu"])
    [entry] = cast.session.scalars(select(AuditEntry))
    assert (entry.action, entry.payload) == ("unit.changed", {"changed": ["contact_name", "position"]})


def test_a_form_filled_before_somebody_else_saved_is_stale(cast, do):
    unit = cast.units["noi_vu"]
    seen, details = fingerprint(details_of(unit)), replace(details_of(unit), position=9)
    change(do, unit, contact_name="Người khác")
    with pytest.raises(DomainError, match="stale"):
        do(organisation_units.change_unit, unit=unit, seen=seen, details=details)
    assert unit.contact_name == "Người khác"


def test_no_unit_stands_above_itself(cast, do):
    change(do, cast.units["noi_vu"], parent_id=cast.units["tu_phap"].id)
    change(do, cast.units["tu_phap"], parent_id=cast.units["kinh_te"].id)
    for key in ("noi_vu", "tu_phap", "kinh_te"):
        with pytest.raises(DomainError, match=r"unit\.parent_loop"):
            change(do, cast.units["kinh_te"], parent_id=cast.units[key].id)


def test_the_office_has_exactly_one_secretariat(cast, do):
    with pytest.raises(DomainError, match=r"unit\.secretariat_needed"):
        change(do, cast.units["van_phong"], is_secretariat=False)
    with pytest.raises(DomainError, match=r"unit\.secretariat_needed"):
        do(organisation_units.end_unit, unit=cast.units["van_phong"], last_day=cast.today)
    change(do, cast.units["noi_vu"], is_secretariat=True)
    assert [unit.name for unit in cast.session.scalars(select(Unit).where(Unit.is_secretariat))] == ["Phòng Nội vụ"]
    assert acts(cast) == ["unit.changed", "unit.changed"]


def test_a_unit_ends_with_its_tasks_and_can_be_taken_up_again(cast, do):
    unit = cast.units["noi_vu"]
    give(cast, make_task(cast, make_directive(cast, "1/TB"), "Việc."), "noi_vu", date(2023, 9, 20))
    assert organisation_units.open_leads(cast.session, unit_ids=[each.id for each in cast.units.values()]) == {
        unit.id: 1
    }
    with pytest.raises(DomainError, match=r"span\.reversed"):
        do(organisation_units.end_unit, unit=unit, last_day=unit.valid_from - timedelta(days=1))
    do(organisation_units.end_unit, unit=unit, last_day=cast.today)
    with pytest.raises(DomainError, match="stale"):
        do(organisation_units.end_unit, unit=unit, last_day=cast.today)
    do(organisation_units.resume_unit, unit=unit)
    assert unit.valid_to is None
    with pytest.raises(DomainError, match="stale"):
        do(organisation_units.resume_unit, unit=unit)
    assert acts(cast) == ["unit.ended", "unit.resumed"]


def test_an_ended_unit_leaves_its_name_to_another_and_cannot_take_it_back(cast, do):
    unit = cast.units["noi_vu"]
    do(organisation_units.end_unit, unit=unit, last_day=cast.today - timedelta(days=1))
    do(organisation_units.add_unit, details=UnitDetails(name="Phòng Nội vụ", valid_from=cast.today))
    with pytest.raises(DomainError, match=r"unit\.name_taken"):
        do(organisation_units.resume_unit, unit=unit)


def test_a_unit_did_not_begin_after_its_first_task(cast, do):
    given = give(cast, make_task(cast, make_directive(cast, "1/TB"), "Việc."), "noi_vu", date(2023, 9, 20))
    with pytest.raises(DomainError, match=r"unit\.given_before"):
        change(do, cast.units["noi_vu"], valid_from=given.given_on + timedelta(days=1))
    change(do, cast.units["noi_vu"], valid_from=given.given_on)


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        ("", "text.missing"),
        ("x" * 201, "text.too_long"),
        ("phong noi vu", "unit.alias_own"),
        ("Phòng Tư Pháp", "alias.taken"),
        ("phòng kinh tế - và hạ tầng", None),
        ("các phòng, ban", "alias.collective"),
    ],
)
def test_a_unit_gets_another_name_if_nobody_has_it(cast, do, alias, code):
    def add():
        do(organisation_units.add_alias, unit=cast.units["noi_vu"], alias=alias)

    if code is None:
        add()
        return
    with pytest.raises(DomainError) as refused:
        add()
    assert refused.value.code == code


def test_another_name_comes_and_goes(cast, do):
    unit = cast.units["noi_vu"]
    do(organisation_units.add_alias, unit=unit, alias="Phòng NV huyện")
    [alias] = unit.aliases
    assert do(organisation_units.remove_alias, unit=unit, alias_id=alias.id) == "Phòng NV huyện"
    assert unit.aliases == []
    with pytest.raises(DomainError, match="stale"):
        do(organisation_units.remove_alias, unit=unit, alias_id=alias.id)


def test_nobody_else_changes_the_organisation(cast, clock):
    for actor in (cast.staff, cast.leader, cast.clerk, cast.head("noi_vu")):
        with pytest.raises(DomainError, match=r"permission\.denied"):
            organisation_units.add_unit(
                cast.session, actor=actor, clock=clock, details=UnitDetails(name="X", valid_from=SINCE)
            )


def test_the_office_itself_can_be_renamed(cast, do):
    seen = fingerprint(office_details(cast.office))
    do(organisation.change_office, seen=seen, details=OfficeDetails(name="UBND xã Mới", place="Mới"))
    assert office_details(cast.office) == OfficeDetails(name="UBND xã Mới", parent_name="", place="Mới")
    with pytest.raises(DomainError, match="stale"):
        do(organisation.change_office, seen=seen, details=OfficeDetails(name="Khác"))
    seen = fingerprint(office_details(cast.office))
    with pytest.raises(DomainError, match=r"text\.missing"):
        do(organisation.change_office, seen=seen, details=OfficeDetails(name=""))


@pytest.fixture
def field(cast, do):
    ids = (cast.units["noi_vu"].id, cast.units["tu_phap"].id)
    return do(organisation_fields.add_field, details=FieldDetails(name="Nội chính", valid_from=SINCE, unit_ids=ids))


def charge(do, field, kind, user, since):
    do(organisation_fields.put_in_charge, field=field, kind=kind, user_id=user.id, since=since)


def test_a_field_names_who_leads_and_who_follows_a_unit(cast, do, field):
    leader, staff, chief = (cast.users[login] for login in ("leader", "staff", "chief"))
    charge(do, field, ChargeKind.FOLLOWER, staff, SINCE)
    charge(do, field, ChargeKind.FOLLOWER, chief, SINCE)
    charge(do, field, ChargeKind.LEADER, leader, SINCE)
    found = in_charge(cast.session, unit_id=cast.units["noi_vu"].id, today=cast.today)
    assert {each.name for _, _, each in found} == {"Nội chính"}
    first, *others = [(kind, user.login) for kind, user, _ in found]
    assert first == (ChargeKind.LEADER, "leader")
    assert set(others) == {(ChargeKind.FOLLOWER, "chief"), (ChargeKind.FOLLOWER, "staff")}
    assert in_charge(cast.session, unit_id=cast.units["kinh_te"].id, today=cast.today) == []
    assert in_charge(cast.session, unit_id=cast.units["noi_vu"].id, today=SINCE - timedelta(days=1)) == []


def test_another_leader_ends_the_one_before_on_the_day_before(cast, do, field):
    second = add_person(cast, "leader2", "Chủ tịch Dân", "van_phong", Role.LEADER)
    third = add_person(cast, "leader3", "Phó Chủ tịch Ba", "van_phong", Role.LEADER)
    charge(do, field, ChargeKind.LEADER, cast.users["leader"], SINCE)
    charge(do, field, ChargeKind.LEADER, second, cast.today)
    rows = cast.session.execute(
        select(FieldCharge.user_id, FieldCharge.valid_from, FieldCharge.valid_to).order_by(FieldCharge.id)
    ).all()
    assert rows == [
        (cast.users["leader"].id, SINCE, cast.today - timedelta(days=1)),
        (second.id, cast.today, None),
    ]
    # Corrected on the same day: the mistaken row never held.
    charge(do, field, ChargeKind.LEADER, third, cast.today)
    [(_, user, _)] = in_charge(cast.session, unit_id=cast.units["noi_vu"].id, today=cast.today)
    assert user is third
    with pytest.raises(DomainError, match=r"charge\.before"):
        charge(do, field, ChargeKind.LEADER, second, cast.today - timedelta(days=1))


@pytest.mark.parametrize(
    ("kind", "login", "code"),
    [
        (ChargeKind.LEADER, "staff", "charge.not_entitled"),
        (ChargeKind.FOLLOWER, "leader", "charge.not_entitled"),
        (ChargeKind.FOLLOWER, "noi_vu_head", "charge.not_entitled"),
        (ChargeKind.FOLLOWER, "staff", "charge.same"),
    ],
)
def test_only_leaders_lead_and_only_the_offices_own_people_follow(cast, do, field, kind, login, code):
    charge(do, field, ChargeKind.FOLLOWER, cast.users["staff"], SINCE)
    with pytest.raises(DomainError) as refused:
        charge(do, field, kind, cast.users[login], SINCE)
    assert refused.value.code == code


def test_a_charge_ends_on_a_day_and_only_once(cast, do, field):
    charge(do, field, ChargeKind.FOLLOWER, cast.users["staff"], SINCE)
    [row] = field.charges
    with pytest.raises(DomainError, match=r"span\.reversed"):
        do(organisation_fields.end_charge, field=field, charge_id=row.id, last_day=SINCE - timedelta(days=1))
    do(organisation_fields.end_charge, field=field, charge_id=row.id, last_day=cast.today - timedelta(days=1))
    assert in_charge(cast.session, unit_id=cast.units["noi_vu"].id, today=cast.today) == []
    with pytest.raises(DomainError, match="stale"):
        do(organisation_fields.end_charge, field=field, charge_id=row.id, last_day=cast.today)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": ""}, "text.missing"),
        ({"name": "noi chinh"}, "field.name_taken"),
        ({"valid_to": SINCE - timedelta(days=1)}, "span.reversed"),
        ({"position": -1}, "unit.position"),
        ({"unit_ids": (10**6,)}, "unit.unknown"),
    ],
)
def test_bad_fields_are_refused(cast, do, field, values, code):
    good = FieldDetails(name="Kinh tế", valid_from=SINCE)
    with pytest.raises(DomainError) as refused:
        do(organisation_fields.add_field, details=replace(good, **values))
    assert refused.value.code == code


def test_a_field_changes_as_seen(cast, do, field):
    before = organisation_fields.field_details(field)
    after = replace(before, name="Nội chính, cải cách", unit_ids=(cast.units["kinh_te"].id,))
    do(organisation_fields.change_field, field=field, seen=fingerprint(before), details=after)
    cast.session.flush()
    cast.session.expire_all()
    assert organisation_fields.field_details(field) == after
    with pytest.raises(DomainError, match="stale"):
        do(organisation_fields.change_field, field=field, seen=fingerprint(before), details=after)


def test_a_year_is_filled_confirmed_and_corrected(cast, do):
    def view():
        return organisation_calendar.year_view(cast.session, actor=cast.chief, year=2027)

    assert (view().confirmed, view().days) == (None, ())
    with pytest.raises(DomainError, match=r"calendar\.year"):
        do(organisation_calendar.set_day, day=date(2027, 2, 12), is_working=False, name="Nghỉ")
    do(organisation_calendar.fill_year, year=2027)
    assert view().confirmed is False
    assert len(view().days) > 5
    do(organisation_calendar.confirm_year, year=2027, basis="10/TB-BNV")
    assert (view().confirmed, view().basis) == (True, "10/TB-BNV")
    do(organisation_calendar.set_day, day=date(2027, 12, 20), is_working=False, name="Nghỉ hoán đổi")
    assert view().days[-1].day == date(2027, 12, 20)
    do(organisation_calendar.remove_day, day=date(2027, 12, 20))
    assert view().days[-1].day != date(2027, 12, 20)
    do(organisation_calendar.unconfirm_year, year=2027)
    assert view().confirmed is False
    for again in (lambda: do(organisation_calendar.fill_year, year=2027),
                  lambda: do(organisation_calendar.unconfirm_year, year=2027),
                  lambda: do(organisation_calendar.remove_day, day=date(2027, 12, 20))):  # fmt: skip
        with pytest.raises(DomainError, match="stale"):
            again()


@pytest.mark.parametrize(
    ("day", "is_working", "name", "code"),
    [
        (date(2023, 9, 1), False, "Nghỉ", "calendar.day_taken"),
        (date(2023, 9, 16), False, "Nghỉ", "calendar.off_already"),
        (date(2023, 9, 15), True, "Làm bù", "calendar.worked_already"),
        (date(2023, 9, 15), False, " ", "text.missing"),
        (date(2023, 9, 15), False, "x" * 121, "text.too_long"),
        (date(2031, 9, 15), False, "Nghỉ", "calendar.year"),
    ],
)
def test_days_that_make_no_sense_are_refused(cast, do, day, is_working, name, code):
    with pytest.raises(DomainError) as refused:
        do(organisation_calendar.set_day, day=day, is_working=is_working, name=name)
    assert refused.value.code == code
