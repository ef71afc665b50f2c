"""Units and people from a table: what is wrong is said row by row, and what the dry run says is what happens."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.adapters.passwords import verify_password
from app.adapters.table_files import Table, read_table
from app.domain.terms import ChargeKind, Role
from app.models import AuditEntry, Membership, Unit, User
from app.services import organisation_import_units
from app.services.organisation_fields import FieldDetails, add_field, in_charge
from app.services.organisation_import_people import import_people, plan_people
from app.services.organisation_import_units import import_units, plan_units
from app.services.organisation_tables import MOST_HELPED, Outcome, TableKind, records_of
from app.services.organisation_templates import template_csv, template_xlsx
from app.services.organisation_units import all_units, cells
from app.wording.tables import HEADS, REQUIRED
from tests.cast import Cast
from tests.services.report_cases import give, make_directive, make_task

UNIT_HEAD = ("Tên đơn vị", "Tên ngắn", "Tên gọi khác", "Đơn vị cấp trên", "Hoạt động đến ngày")
PEOPLE_HEAD = ("Tên đăng nhập", "Họ và tên", "Đơn vị", "Vai trò", "Từ ngày", "Đến ngày", "Lĩnh vực")


def table(head, *rows, start: int = 1) -> Table:
    return Table(tuple((number, tuple(row)) for number, row in enumerate([head, *rows], start)))


def plan(cast: Cast, clock, kind: TableKind, content: Table):
    records, notes = records_of(content, kind)
    planner = plan_units if kind is TableKind.UNITS else plan_people
    return planner(cast.session, actor=cast.chief, clock=clock, records=records, notes=notes)


def units(cast, clock, *rows, head=UNIT_HEAD):
    return plan(cast, clock, TableKind.UNITS, table(head, *rows))


def people(cast, clock, *rows, head=PEOPLE_HEAD):
    return plan(cast, clock, TableKind.PEOPLE, table(head, *rows))


def problems(found) -> list[tuple[int | None, str, str]]:
    return [(problem.row, problem.column, problem.error.code) for problem in found.problems]


def carry_out(cast, clock, found):
    assert found.problems == ()
    service = import_units if hasattr(found.rows[0], "aliases") else import_people
    made = service(cast.session, actor=cast.chief, clock=clock, plan=found)
    cast.session.flush()
    cast.session.expire_all()
    return made


def outcomes(found) -> list[str]:
    return [line.outcome.value for line in found.lines]


def test_rows_are_new_changed_or_unchanged_and_say_what_changes(cast, clock):
    found = units(
        cast,
        clock,
        ("Phòng Y tế", "Y tế", "Phòng YT; Y tế huyện", "Phòng Nội vụ"),
        ("phòng nội vụ", "NV"),
        ("Phòng Tư pháp",),
        ("Phòng Kinh tế", "", "Phòng Kinh tế và Hạ tầng; Phòng KTHT"),
    )
    assert problems(found) == []
    assert outcomes(found) == ["new", "changed", "unchanged", "changed"]
    changes = [[(each.column, each.before, each.after) for each in line.changes] for line in found.lines]
    assert changes[1] == [("Tên đơn vị", "Phòng Nội vụ", "phòng nội vụ"), ("Tên ngắn", "Nội vụ", "NV")]
    assert changes[3] == [("Tên gọi khác", "", "Phòng KTHT")]
    carry_out(cast, clock, found)
    made = cast.session.scalars(select(Unit).where(Unit.name == "Phòng Y tế")).one()
    assert (made.short_name, made.parent_id, made.valid_from) == ("Y tế", cast.units["noi_vu"].id, cast.today)
    assert [alias.alias for alias in made.aliases] == ["Phòng YT", "Y tế huyện"]
    assert cast.units["noi_vu"].short_name == "NV"
    acts = cast.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert acts == ["unit.added", "unit.changed", "unit.changed", "import.units"]


def test_the_log_says_of_every_person_in_a_file_what_they_became(cast, clock, field):
    head = (*PEOPLE_HEAD, "Thư điện tử")
    rows = (
        ("admin", "", "Văn phòng", "Lãnh đạo UBND", "", "", "Nội chính", "a@b.vn"),
        ("moi", "Người Mới", "Phòng Nội vụ", "Công chức của đơn vị"),
        ("noi_vu_head", "", "Phòng Nội vụ", "Thủ trưởng đơn vị", "", "31/12/2030"),
        ("staff", "", "Văn phòng", "Chuyên viên Văn phòng"),
    )
    carry_out(cast, clock, people(cast, clock, *rows, head=head))
    before, *entries = cast.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert before.action == "field.added"
    logins = {f"person:{user.public_id}": user.login for user in cast.session.scalars(select(User))}
    assert [(each.action, logins.get(each.subject, "")) for each in entries] == [
        ("person.changed", "admin"),
        ("role.given", "admin"),
        ("person.added", "moi"),
        ("role.given", "moi"),
        ("role.changed", "noi_vu_head"),
        ("field.charge_given", ""),
        ("import.people", ""),
    ]
    assert entries[1].payload["role"] == "leader"
    assert entries[4].payload["changed"] == ["valid_to"]
    assert "a@b.vn" not in repr([each.payload for each in entries])


def test_a_file_of_thousands_of_wrong_names_is_answered_in_a_moment(cast, clock):
    """Like names are looked for in the first wrong rows only; comparing all with all would take hours."""
    rows = [(f"Phòng số {number}", "", "", f"Phong sô {number}x") for number in range(700)]
    found = units(cast, clock, *rows)
    codes = [problem.error.code for problem in found.problems]
    assert len(codes) == len(rows)
    assert set(codes[MOST_HELPED:]) == {"table.unit_unknown"}
    assert set(codes[:MOST_HELPED]) == {"table.unit_near"}


def test_a_long_line_of_superiors_is_walked_once(cast, clock, monkeypatch):
    steps: list[object] = []
    above = organisation_import_units._above
    monkeypatch.setattr(organisation_import_units, "_above", lambda at, by: steps.append(at) or above(at, by))
    line = [(f"Phòng {number}", "", "", f"Phòng {number - 1}") for number in range(1, 300)]
    assert problems(units(cast, clock, ("Phòng 0",), *line)) == []
    ring = units(cast, clock, ("Phòng 0", "", "", "Phòng 299"), *line)
    assert len(problems(ring)) == 300
    assert len(steps) <= 600


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("", "x")], [(2, "Tên đơn vị", "text.missing")]),
        ([("x" * 201,)], [(2, "Tên đơn vị", "text.too_long")]),
        ([("Phòng A",), ("phong a",)], [(3, "Tên đơn vị", "table.twice")]),
        ([("Phòng A", "PA"), ("Phòng B", "", "PA")], [(3, "Tên gọi khác", "table.twice")]),
        ([("Tư pháp",)], [(2, "Tên đơn vị", "unit.name_taken")]),
        ([("Phòng A", "", "Phòng Nội vụ")], [(2, "Tên gọi khác", "unit.name_taken")]),
        ([("Phòng A", "", "các phòng, ban")], [(2, "Tên gọi khác", "alias.collective")]),
        ([("Phòng A", "", "", "Phòng Nội vu")], []),
        ([("Phòng A", "", "", "Phòng Nôi vụụ")], [(2, "Đơn vị cấp trên", "table.unit_near")]),
        ([("Phòng A", "", "", "Sở Khác hẳn")], [(2, "Đơn vị cấp trên", "table.unit_unknown")]),
        ([("Phòng A", "", "", "Phòng B"), ("Phòng B", "", "", "Phòng A")],
         [(2, "Đơn vị cấp trên", "unit.parent_loop"), (3, "Đơn vị cấp trên", "unit.parent_loop")]),
        ([("Phòng A", "", "", "Phòng A")], [(2, "Đơn vị cấp trên", "unit.parent_loop")]),
        ([("Phòng A", "", "", "", "31/02/2026")], [(2, "Hoạt động đến ngày", "table.day")]),
        ([("Phòng A", "", "", "", "30/9")], [(2, "Hoạt động đến ngày", "table.day")]),
        ([("Phòng A", "", "", "", "01/01/2020")], [(2, "Hoạt động đến ngày", "span.reversed")]),
        ([("Văn phòng HĐND và UBND huyện", "", "", "", "31/12/2030")],
         [(2, "Hoạt động đến ngày", "unit.secretariat_needed")]),
    ],
)  # fmt: skip
def test_each_bad_unit_is_said_with_its_row_and_column(cast, clock, rows, expected):
    assert problems(units(cast, clock, *rows)) == expected


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("Hộp thư", "không phải thư", "email.bad"),
        ("Thuộc thẩm quyền", "chắc là có", "table.yes_no"),
        ("Thứ tự", "một", "table.number"),
        ("Thứ tự", "10000", "table.number"),
        ("Hoạt động từ ngày", "2026-02-30", "table.day"),
        ("Điện thoại", "0" * 31, "text.too_long"),
    ],
)
def test_each_bad_value_is_said_with_what_stands_there(cast, clock, column, value, code):
    found = units(cast, clock, ("Phòng A", value), head=("Tên đơn vị", column))
    assert [(p.row, p.column, p.value, p.error.code) for p in found.problems] == [(2, column, value, code)]


def test_a_unit_did_not_begin_after_its_first_task(cast, clock):
    give(cast, make_task(cast, make_directive(cast, "1/TB"), "Việc."), "noi_vu", date(2023, 9, 20))
    found = units(cast, clock, ("Phòng Nội vụ", "01/01/2030"), head=("Tên đơn vị", "Hoạt động từ ngày"))
    assert problems(found) == [(2, "Hoạt động từ ngày", "unit.given_before")]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (("Tên đơn vị*", " TÊN NGẮN "), []),
        (("Tên đơn vị", "Ten ngan hon"), [(1, "Ten ngan hon", "table.column_near")]),
        (("Tên đơn vị", "Ghi chú nội bộ"), [(1, "Ghi chú nội bộ", "table.column_unknown")]),
        (("Tên đơn vị", "Tên đơn vị"), [(1, "Tên đơn vị", "table.column_twice")]),
        (("Tên đơn vi.", "Tên ngắn", "Hộp thư"),
         [(1, "Tên đơn vi.", "table.column_near"), (1, "Tên đơn vị", "table.column_missing_near"),
          (2, "Tên đơn vị", "text.missing")]),
        (("Tên đơn vị", ""), [(2, "", "table.no_column")]),
        (("Gì đó", "Khác"), [(None, "", "table.no_head")]),
    ],
)  # fmt: skip
def test_a_wrong_or_missing_column_is_said_with_the_nearest(cast, clock, head, expected):
    assert problems(units(cast, clock, ("Phòng A", "PA"), head=head)) == expected


def test_faults_of_the_file_are_said_in_the_rows_that_would_be_taken(cast, clock):
    rows = (("Danh sách đơn vị",), UNIT_HEAD, ("=A1",), ("Phòng A",))
    content = read_table("\n".join(";".join(row) for row in rows).encode(), "a.csv")
    found = plan(cast, clock, TableKind.UNITS, content)
    assert (3, "Tên đơn vị", "table.formula") in problems(found)


def test_a_table_without_rows_is_said_to_have_none(cast, clock):
    assert problems(units(cast, clock)) == [(None, "", "table.no_rows")]


@pytest.mark.parametrize("kind", list(TableKind))
@pytest.mark.parametrize("write", [template_xlsx, template_csv])
def test_a_template_is_read_and_its_example_passed_over(kind, write):
    name = "mau.xlsx" if write is template_xlsx else "mau.csv"
    content = read_table(write(kind), name)
    records, notes = records_of(content, kind)
    assert records == []
    assert [problem.error.code for problem in notes.problems] == ["table.no_rows"]
    assert set(REQUIRED[kind]) <= set(HEADS[kind])


def test_people_come_with_their_roles_and_get_a_password_each(cast, clock):
    found = people(
        cast,
        clock,
        ("lan", "Nguyễn Thị Lan", "Phòng Nội vụ", "Thủ trưởng đơn vị", "01/07/2023"),
        ("LAN", "", "Tư pháp", "công chức của đơn vị", "", "31/12/2023"),
        ("staff", "chuyên viên hoa", "Văn phòng", "Chuyên viên Văn phòng"),
        ("clerk", "Văn thư Lan", "Văn phòng", "Văn thư"),
    )
    assert problems(found) == []
    assert outcomes(found) == ["new", "new", "changed", "unchanged"]
    [made] = carry_out(cast, clock, found)
    user = cast.session.scalars(select(User).where(User.login == "lan")).one()
    assert (made.login, made.name) == ("lan", "Nguyễn Thị Lan")
    assert verify_password(user.password_hash, made.password)
    assert user.password_temporary
    assert [(each.role, each.unit.name, each.valid_from, each.valid_to) for each in user.memberships] == [
        (Role.UNIT_HEAD, "Phòng Nội vụ", date(2023, 7, 1), None),
        (Role.UNIT_MEMBER, "Phòng Tư pháp", cast.today, date(2023, 12, 31)),
    ]
    assert not cast.users["staff"].password_temporary


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("", "A", "Phòng Nội vụ", "Văn thư")], [(2, "Tên đăng nhập", "text.missing")]),
        ([("có dấu", "A", "Phòng Nội vụ", "Văn thư")], [(2, "Tên đăng nhập", "person.login_bad")]),
        ([("lan", "", "Phòng Nội vụ", "Văn thư")], [(2, "Họ và tên", "text.missing")]),
        ([("staff", "Người khác hẳn", "Phòng Nội vụ", "Văn thư")], [(2, "Tên đăng nhập", "person.login_taken")]),
        ([("lan", "A", "", "Văn thư")], [(2, "Đơn vị", "text.missing")]),
        ([("lan", "A", "Phòng Nội vụụ", "Văn thư")], [(2, "Đơn vị", "table.unit_near")]),
        ([("lan", "A", "Sở Khác hẳn", "Văn thư")], [(2, "Đơn vị", "table.unit_unknown")]),
        ([("lan", "A", "Phòng Nội vụ", "Văn thưư")], [(2, "Vai trò", "table.role_near")]),
        ([("lan", "A", "Phòng Nội vụ", "Phi công")], [(2, "Vai trò", "table.role_unknown")]),
        ([("lan", "A", "Phòng Nội vụ", "Văn thư", "31/02/2026")], [(2, "Từ ngày", "table.day")]),
        ([("lan", "A", "Phòng Nội vụ", "Văn thư", "02/01/2026", "01/01/2026")], [(2, "Đến ngày", "span.reversed")]),
        ([("lan", "A", "Phòng Nội vụ", "Văn thư"), ("LAN", "A", "Nội vụ", "Văn thư")],
         [(3, "Tên đăng nhập", "table.twice")]),
        ([("lan", "A", "Phòng Nội vụ", "Văn thư"), ("lan", "B", "Tư pháp", "Văn thư")],
         [(3, "Họ và tên", "table.differs")]),
        ([("lan", "A", "Phòng Nội vụ", "Văn thư", "", "", "Không có lĩnh vực")],
         [(2, "Lĩnh vực", "table.field_unknown")]),
        ([("lan", "A", "Phòng Nội vụ", "Văn thư", "", "", "Nội chínhh")], [(2, "Lĩnh vực", "table.field_near")]),
        ([("lan", "A", "Phòng Nội vụ", "Thủ trưởng đơn vị", "", "", "Nội chính")],
         [(2, "Lĩnh vực", "charge.not_entitled")]),
        ([("a1", "A", "Văn phòng", "Lãnh đạo", "", "", "Nội chính"),
          ("b1", "B", "Văn phòng", "Lãnh đạo", "", "", "Nội chính")],
         [(3, "Lĩnh vực", "table.leader_twice")]),
        ([("chief", "Chánh Văn phòng Vinh", "Văn phòng", "Chánh Văn phòng", "", "30/09/2023"),
          ("admin", "Quản trị Nam", "Văn phòng", "Quản trị hệ thống", "", "30/09/2023")],
         [(3, "Đến ngày", "person.last_manager")]),
        ([("chief", "", "Văn phòng", "Lãnh đạo UBND")], [(2, "Vai trò", "role.own")]),
    ],
)  # fmt: skip
def test_each_bad_person_is_said_with_its_row_and_column(cast, clock, field, rows, expected):
    assert problems(people(cast, clock, *rows)) == expected


@pytest.fixture
def field(cast, clock):
    details = FieldDetails(name="Nội chính", valid_from=date(2023, 1, 1), unit_ids=(cast.units["noi_vu"].id,))
    made = add_field(cast.session, actor=cast.chief, clock=clock, details=details)
    return made


def test_fields_of_work_come_with_the_people(cast, clock, field):
    rows = (
        ("ha2", "Chủ tịch Dân", "Văn phòng", "Lãnh đạo UBND", "", "", "nội chính"),
        ("staff", "Chuyên viên Hoa", "Văn phòng", "Chuyên viên Văn phòng", "", "", "Nội chính; Nội chính"),
        ("staff", "", "Văn phòng", "Văn thư", "", "", "Nội chính"),
    )
    carry_out(cast, clock, people(cast, clock, *rows))
    found = in_charge(cast.session, unit_id=cast.units["noi_vu"].id, today=cast.today)
    assert [(kind, user.login) for kind, user, _ in found] == [
        (ChargeKind.LEADER, "ha2"),
        (ChargeKind.FOLLOWER, "staff"),
    ]
    assert outcomes(people(cast, clock, *rows)) == ["unchanged"] * 3


def test_the_same_role_held_before_does_not_overlap(cast, clock):
    held = cast.users["noi_vu_head"].memberships[0]
    held.valid_to = cast.today - timedelta(days=1)
    cast.session.flush()
    row = ("noi_vu_head", "Trưởng Nội vụ", "Phòng Nội vụ", "Thủ trưởng đơn vị")
    assert problems(people(cast, clock, (*row, "01/01/2023"))) == [(2, "Từ ngày", "role.twice")]
    carry_out(cast, clock, people(cast, clock, row))
    assert len(cast.users["noi_vu_head"].memberships) == 2


def test_a_plan_that_would_do_the_same_has_the_same_digest(cast, clock):
    first = units(cast, clock, ("Phòng A", "PA"))
    assert first.digest == units(cast, clock, ("Phòng A", "PA")).digest
    cast.units["noi_vu"].position = 500
    cast.session.flush()
    assert first.digest != units(cast, clock, ("Phòng A", "PA")).digest


def mostly(*good: object, bad: object):
    """A good value fourteen times out of fifteen, so that many plans are carried out and some are refused."""
    return st.integers(0, 14).flatmap(lambda n: st.just(bad) if n == 14 else st.sampled_from(good))


NAMES = ("Phòng Nội vụ", "phòng tư pháp", "Phòng Y tế", "Phòng Dân tộc", "Phòng Kinh tế", "UBND xã Hạ", "Phòng Thuế")
ENDS = mostly("", "", "", "31/12/2030", "01/07/2023", bad="31/02/2026")
unit_rows = st.tuples(
    mostly(*NAMES, bad=""),
    mostly("", "", "", "", "Tên ngắn", bad="Nội vụ"),
    mostly("", "", "", "", "Phòng YT; P. Y tế", bad="Tư pháp"),
    mostly("", "", "Văn phòng HĐND và UBND huyện", "Phòng Y tế", bad="Không có"),
    ENDS,
)
WHO = (("lan", "Nguyễn Lan"), ("minh", "Lê Minh"), ("chief", ""), ("noi_vu_head", "trưởng nội vụ"), ("ha", "Vũ Hà"))
WORK = (
    ("Thủ trưởng đơn vị", ""),
    ("Văn thư", "Nội chính"),
    ("Chánh Văn phòng", ""),
    ("Lãnh đạo UBND", "Nội chính"),
    ("Chuyên viên Văn phòng", "Nội chính"),
)
SPANS = (("", ""), ("01/07/2023", ""), ("", "31/12/2030"), ("01/06/2023", "01/07/2023"))
people_rows = st.tuples(
    mostly(*WHO, bad=("minh", "")),
    mostly("Phòng Nội vụ", "tư pháp", "Văn phòng", "Phòng Kinh tế", bad="Không có"),
    mostly(*WORK, bad=("Phi công", "Khác")),
    mostly(*SPANS, bad=("31/02/2026", "")),
).map(lambda row: (*row[0], row[1], row[2][0], *row[3], row[2][1]))

by_property = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def units_now(cast: Cast) -> dict[str, dict[str, str]]:
    cast.session.expire_all()
    found = all_units(cast.session, actor=cast.chief)
    names = {unit.id: unit.name for unit in found}
    return {unit.name: cells(unit, names) for unit in found}


@by_property
@given(rows=st.lists(unit_rows, min_size=1, max_size=4))
def test_what_the_dry_run_says_of_units_is_what_happens(cast, clock, rows):
    nested = cast.session.begin_nested()
    before = units_now(cast)
    found = units(cast, clock, *rows)
    assert units_now(cast) == before, "a plan changes nothing"
    if not found.problems:
        carry_out(cast, clock, found)
        after = units_now(cast)
        assert set(after) - set(before) >= {line.name for line in found.lines if line.outcome is Outcome.NEW}
        assert len(after) - len(before) == found.count(Outcome.NEW)
        heads = {head: key for key, head in HEADS["units"].items()}
        for line in found.lines:
            kept = after[line.name]
            for change in line.changes:
                said, stands = change.after, kept[heads[change.column]]
                assert said in stands.split("; ") if heads[change.column] == "aliases" else said == stands
            if line.outcome is Outcome.UNCHANGED:
                assert kept == before[line.name]
        again = units(cast, clock, *rows)
        assert again.problems == () or "01/07/2023" in {row[4] for row in rows}
        if not again.problems and all(row[4] != "01/07/2023" for row in rows):
            assert set(outcomes(again)) == {"unchanged"}
    nested.rollback()


def people_now(cast: Cast) -> dict[str, tuple]:
    cast.session.expire_all()
    found = cast.session.scalars(select(User))
    return {user.login: (user.name, user.email, user.phone, roles_now(user)) for user in found}


def roles_now(user: User) -> frozenset:
    def row(each: Membership) -> tuple:
        return each.unit.name, each.role, each.title, each.valid_from, each.valid_to

    return frozenset(row(each) for each in user.memberships)


@by_property
@given(rows=st.lists(people_rows, min_size=1, max_size=4))
def test_what_the_dry_run_says_of_people_is_what_happens(cast, clock, field, rows):
    nested = cast.session.begin_nested()
    before = people_now(cast)
    found = people(cast, clock, *rows)
    assert people_now(cast) == before, "a plan changes nothing"
    if not found.problems:
        made = carry_out(cast, clock, found)
        after = people_now(cast)
        assert {each.login for each in made} == set(after) - set(before)
        new_roles = sum(len(after[login][3]) - len(before[login][3] if login in before else ()) for login in after)
        assert new_roles == found.count(Outcome.NEW)
        touched = {row.person.login for row in found.rows if row.line.outcome is not Outcome.UNCHANGED}
        assert {login for login in after if after[login] != before.get(login)} <= touched
        ended = any(row[5] == "01/07/2023" for row in rows)
        if not ended:
            again = people(cast, clock, *rows)
            assert again.problems == ()
            assert set(outcomes(again)) == {"unchanged"}
    nested.rollback()
