"""People, their roles and their passwords; the beginning of an office."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.adapters.clock import FixedClock
from app.adapters.passwords import hash_generated, verify_password
from app.domain.errors import DomainError
from app.domain.permissions import Action, allowed
from app.domain.terms import Role
from app.models import AuditEntry, CalendarYear, Membership, Office, Unit, UnitAlias, User
from app.services import access, organisation_people, organisation_roles, organisation_starter, passwords
from app.services.organisation import OfficeDetails, fingerprint
from app.services.organisation_people import PersonDetails, WantedPeople, person_details
from app.services.organisation_roles import RoleDetails, role_details
from app.services.people import load_actor
from app.wording.starter_units import STARTERS
from tests.cast import PASSWORD, Cast

SINCE = date(2023, 1, 1)
LAN = PersonDetails(login="lan", name="Nguyễn Thị Lan", email="lan@dondoc.test", phone="090")


@pytest.fixture
def do(cast: Cast, clock):
    """``do(organisation_people.add_person, details=…)``: as the administrator."""

    def act(service, **values):
        return service(cast.session, actor=cast.admin, clock=clock, **values)

    return act


@pytest.fixture
def role(cast, do):
    """``role("noi_vu", Role.STAFF, valid_to=…)`` of a new person Lan."""
    user, _ = do(organisation_people.add_person, details=LAN)

    def give(unit: str, kind: Role, **days: date) -> Membership:
        details = RoleDetails(unit_id=cast.units[unit].id, role=kind, **({"valid_from": SINCE} | days))
        return do(organisation_roles.add_role, user=user, details=details)

    return give


def change_role(do, membership: Membership, **values):
    before = role_details(membership)
    do(
        organisation_roles.change_role,
        membership=membership,
        seen=fingerprint(before),
        details=replace(before, **values),
    )


def test_a_new_person_logs_in_with_the_temporary_password(cast, do, clock):
    user, password = do(organisation_people.add_person, details=LAN)
    assert person_details(user) == LAN
    assert user.password_temporary
    found = access.log_in(cast.session, clock=clock, login="LAN", password=password, address="127.0.0.1")
    assert found is user


def test_generated_passwords_are_readable_and_never_the_same():
    made = {passwords.generate() for _ in range(200)}
    assert len(made) == 200
    assert all(len(each) >= 12 and set(each) <= set("bcdghkmnprstvxaeiu-") for each in made)


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"login": ""}, "text.missing", "login"),
        ({"login": "có dấu"}, "person.login_bad", "login"),
        ({"login": "x"}, "person.login_bad", "login"),
        ({"login": "chief"}, "person.login_taken", "login"),
        ({"name": ""}, "text.missing", "name"),
        ({"name": "x" * 101}, "text.too_long", "name"),
        ({"email": "lan@"}, "email.bad", "email"),
        ({"phone": "0" * 31}, "text.too_long", "phone"),
    ],
)
def test_bad_values_are_refused_at_their_field(do, values, code, field):
    with pytest.raises(DomainError) as refused:
        do(organisation_people.add_person, details=replace(LAN, **values))
    assert (refused.value.code, refused.value.params["field"]) == (code, field)


def test_a_person_changes_as_seen_and_keeps_the_login(cast, do):
    user = cast.users["staff"]
    before = person_details(user)
    do(organisation_people.change_person, user=user, seen=fingerprint(before), details=replace(before, phone="091"))
    assert user.phone == "091"
    with pytest.raises(DomainError, match="stale"):
        do(organisation_people.change_person, user=user, seen=fingerprint(before), details=before)
    assert cast.session.scalars(select(AuditEntry.payload)).all() == [{"changed": ["phone"]}]


def test_the_list_is_narrowed_by_unit_role_state_and_words(cast, do, role):
    role("noi_vu", Role.UNIT_MEMBER)
    role("tu_phap", Role.UNIT_HEAD, valid_to=cast.today - timedelta(days=1))
    do(organisation_people.set_active, user=cast.users["tu_phap_head"], active=False)

    def logins(**wanted) -> set[str]:
        found = organisation_people.list_people(
            cast.session, actor=cast.admin, today=cast.today, wanted=WantedPeople(**wanted)
        )
        return {user.login for user in found.items}

    noi_vu, tu_phap = cast.units["noi_vu"].id, cast.units["tu_phap"].id
    assert logins(unit_id=noi_vu) == {"noi_vu_head", "noi_vu_member", "lan"}
    assert logins(unit_id=noi_vu, role=Role.UNIT_MEMBER) == {"noi_vu_member", "lan"}
    assert logins(unit_id=tu_phap, active=True) == {"tu_phap_member"}
    assert logins(active=False) == {"tu_phap_head"}
    assert logins(text="LAN nguyen") == {"lan"}
    assert logins(text="lan") == {"lan", "clerk"}
    assert logins(text="không ai") == set()


def test_one_person_holds_many_roles(cast, role):
    role("van_phong", Role.STAFF)
    held = role("noi_vu", Role.UNIT_HEAD)
    actor = load_actor(cast.session, user_id=held.user_id, today=cast.today)
    assert actor is not None
    assert actor.roles == {Role.STAFF, Role.UNIT_HEAD}
    assert actor.unit_ids == {cast.units["noi_vu"].id}


def test_a_stand_in_is_there_between_two_days(cast, role):
    held = role("noi_vu", Role.UNIT_HEAD, valid_from=cast.today, valid_to=cast.today + timedelta(days=3))
    for days, present in ((-1, False), (0, True), (3, True), (4, False)):
        actor = load_actor(cast.session, user_id=held.user_id, today=cast.today + timedelta(days=days))
        assert actor is not None
        assert bool(actor.roles) is present


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ({"valid_from": date(2023, 9, 1), "valid_to": date(2023, 8, 31)}, "span.reversed"),
        ({"valid_from": date(2023, 5, 1)}, "role.twice"),
        ({"valid_from": date(2022, 5, 1), "valid_to": SINCE}, "role.twice"),
        ({"valid_from": date(2022, 5, 1), "valid_to": SINCE - timedelta(days=1)}, None),
    ],
)
def test_the_same_role_is_not_held_twice_on_a_day(role, days, code):
    role("noi_vu", Role.UNIT_HEAD)
    if code is None:
        role("noi_vu", Role.UNIT_HEAD, **days)
        return
    with pytest.raises(DomainError) as refused:
        role("noi_vu", Role.UNIT_HEAD, **days)
    assert refused.value.code == code


def test_nobody_begins_at_a_unit_that_has_ended(cast, role):
    cast.units["noi_vu"].valid_to = date(2023, 6, 30)
    with pytest.raises(DomainError, match=r"role\.unit_ended"):
        role("noi_vu", Role.UNIT_HEAD, valid_from=date(2023, 7, 1))
    role("noi_vu", Role.UNIT_HEAD, valid_from=date(2023, 6, 30))


def test_a_role_entered_by_mistake_is_removed_and_a_held_one_gets_its_last_day(cast, do, role):
    membership = role("noi_vu", Role.UNIT_HEAD)
    change_role(do, membership, valid_to=cast.today, title="Trưởng phòng")
    assert (membership.valid_to, membership.title) == (cast.today, "Trưởng phòng")
    do(organisation_roles.remove_role, membership=membership)
    assert cast.session.scalars(select(Membership).where(Membership.id == membership.id)).first() is None
    acts = cast.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert acts == ["person.added", "role.given", "role.changed", "role.removed"]


def test_nobody_gives_a_role_to_himself_or_prolongs_one(cast, do):
    own, admin = cast.users["admin"].memberships[0], cast.users["admin"]
    leader = RoleDetails(unit_id=cast.units["van_phong"].id, role=Role.LEADER, valid_from=cast.today)
    change_role(do, own, valid_to=cast.today + timedelta(days=30), title="Quản trị")
    for act, field in (
        (lambda: do(organisation_roles.add_role, user=admin, details=leader), "role"),
        (lambda: change_role(do, own, role=Role.LEADER), "role"),
        (lambda: change_role(do, own, unit_id=cast.units["noi_vu"].id), "role"),
        (lambda: change_role(do, own, valid_to=cast.today + timedelta(days=31)), "valid_to"),
        (lambda: change_role(do, own, valid_to=None), "valid_to"),
        (lambda: change_role(do, own, valid_from=own.valid_from - timedelta(days=1)), "valid_to"),
    ):
        with pytest.raises(DomainError, match=r"role\.own") as refused:
            act()
        assert refused.value.params["field"] == field
    change_role(do, own, valid_to=cast.today + timedelta(days=10))
    by_the_chief = {"actor": cast.chief, "clock": FixedClock.at(cast.today)}
    organisation_roles.add_role(cast.session, **by_the_chief, user=admin, details=leader)
    assert {each.role for each in admin.memberships} == {Role.ADMIN, Role.LEADER}


def only_admin_left(cast: Cast) -> User:
    """The administrator, after the chief's role has ended."""
    cast.users["chief"].memberships[0].valid_to = cast.today - timedelta(days=1)
    cast.session.flush()
    return cast.users["admin"]


def test_the_last_who_may_change_the_organisation_cannot_go(cast, do, role):
    admin = only_admin_left(cast)
    held = admin.memberships[0]
    for go in (
        lambda: do(organisation_people.set_active, user=admin, active=False),
        lambda: change_role(do, held, valid_to=cast.today + timedelta(days=30)),
        lambda: do(organisation_roles.remove_role, membership=held),
    ):
        nested = cast.session.begin_nested()
        with pytest.raises(DomainError, match=r"person\.last_manager"):
            go()
        nested.rollback()
    # Somebody takes over on the day after: now the role may end.
    role("van_phong", Role.CHIEF, valid_from=cast.today + timedelta(days=31))
    change_role(do, held, valid_to=cast.today + timedelta(days=30))
    nested = cast.session.begin_nested()
    with pytest.raises(DomainError, match=r"person\.last_manager"):
        do(organisation_people.set_active, user=cast.users["lan"] if "lan" in cast.users else lan(cast), active=False)
    nested.rollback()


def lan(cast: Cast) -> User:
    return cast.session.scalars(select(User).where(User.login == "lan")).one()


def test_an_account_is_switched_off_and_on(cast, do):
    user = cast.users["staff"]
    do(organisation_people.set_active, user=user, active=False)
    assert load_actor(cast.session, user_id=user.id, today=cast.today) is None
    with pytest.raises(DomainError, match="stale"):
        do(organisation_people.set_active, user=user, active=False)
    do(organisation_people.set_active, user=user, active=True)
    assert load_actor(cast.session, user_id=user.id, today=cast.today) is not None


def test_a_temporary_password_is_for_others_only(cast, do):
    password = do(organisation_people.reset_password, user=cast.users["staff"])
    assert verify_password(cast.users["staff"].password_hash, password)
    assert cast.users["staff"].password_temporary
    with pytest.raises(DomainError, match=r"person\.own_password"):
        do(organisation_people.reset_password, user=cast.users["admin"])


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("ngắn quá", "password.short"),
        (" " * 12, "password.short"),
        ("a" * 201, "password.long"),
        ("noi_vu_member", "password.is_login"),
        ("NOI_VU_MEMBER", "password.is_login"),
        ("ＮＯＩ_vu_member", "password.is_login"),
        (PASSWORD, "password.same"),
        ("mười chữ hay hơn", None),
    ],
)
def test_ones_own_password_is_changed_if_it_is_good(cast, clock, new, code):
    def change():
        return passwords.change_own(cast.session, actor=cast.member("noi_vu"), clock=clock, old=PASSWORD, new=new)

    user = cast.users["noi_vu_member"]
    user.password_temporary = True
    if code is None:
        assert change() is user
        assert verify_password(user.password_hash, new)
        assert not user.password_temporary
        return
    with pytest.raises(DomainError) as refused:
        change()
    assert refused.value.code == code
    assert verify_password(user.password_hash, PASSWORD)


def test_the_old_password_is_not_guessed_for_ever(cast, clock):
    values = {"actor": cast.staff, "clock": clock, "new": "mười chữ hay hơn"}
    for _ in range(5):
        assert passwords.change_own(cast.session, old="sai", **values) is None
    with pytest.raises(DomainError, match=r"login\.throttled"):
        passwords.change_own(cast.session, old=PASSWORD, **values)
    clock.instant += timedelta(minutes=16)
    assert passwords.change_own(cast.session, old=PASSWORD, **values) is not None


def test_a_quick_hash_is_verified_like_any_other():
    stored = hash_generated("bamu-kite-venu-dixa")
    assert verify_password(stored, "bamu-kite-venu-dixa")
    assert not verify_password(stored, "bamu-kite-venu-dixe")


def create(session, clock, **values):
    given = {
        "office": OfficeDetails(name="UBND xã Hạ", place="Hạ"),
        "admin": PersonDetails(login="quantri", name="Nguyễn Văn A"),
        "secretariat": "Văn phòng",
    } | values
    return organisation_starter.create_office(session, clock=clock, **given)


@pytest.mark.parametrize("starter", [None, *STARTERS])
def test_an_empty_database_gets_its_office_and_an_administrator(session, clock, starter):
    password = create(session, clock, starter=starter)
    user = access.log_in(session, clock=clock, login="quantri", password=password, address="::1")
    assert user is not None
    assert user.password_temporary
    actor = load_actor(session, user_id=user.id, today=clock.today())
    assert actor is not None
    assert allowed(actor, Action.EDIT_ORGANISATION)
    units = session.scalars(select(Unit)).all()
    assert sum(unit.is_secretariat for unit in units) == 1
    assert len(units) == (len(STARTERS[starter].units) if starter else 1)
    assert not any("{place}" in unit.name for unit in units)
    assert session.scalars(select(CalendarYear.year)).all()
    folded = session.scalars(select(UnitAlias.folded)).all()
    assert len(folded) == len(set(folded))


def test_there_is_no_second_office(session, clock):
    create(session, clock)
    with pytest.raises(DomainError, match=r"office\.exists"):
        create(session, clock, admin=PersonDetails(login="khac", name="B"))


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"office": OfficeDetails(name="")}, "text.missing"),
        ({"admin": PersonDetails(login="có dấu", name="A")}, "person.login_bad"),
        ({"admin": PersonDetails(login="quantri", name="")}, "text.missing"),
    ],
)
def test_a_beginning_with_bad_values_is_refused(session, clock, values, code):
    with pytest.raises(DomainError) as refused:
        create(session, clock, **values)
    assert refused.value.code == code
    assert session.scalars(select(Office)).all() == []


def test_a_starter_list_passes_over_what_is_there_and_names_it(cast, do):
    wishes = organisation_starter.offered("huyen", "Thử Nghiệm")
    taken = do(organisation_starter.take_starter, wishes=wishes, since=SINCE)
    assert set(taken.skipped) >= {"Phòng Nội vụ", "Phòng Tư pháp", "Văn phòng HĐND và UBND huyện"}
    assert "Phòng Y tế" in taken.added
    assert len(taken.added) + len(taken.skipped) == len(wishes)
    again = do(organisation_starter.take_starter, wishes=wishes, since=SINCE)
    assert again.added == ()
    assert cast.session.scalars(select(Unit.name).where(Unit.is_secretariat)).all() == ["Văn phòng HĐND và UBND huyện"]
