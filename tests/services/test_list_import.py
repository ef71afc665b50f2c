"""An office's old list of tasks: what is wrong is said row by row, and what the dry run says is what happens."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from app.adapters.files import FileStore
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.reading import tables
from app.domain.terms import AssignmentRole, TaskKind
from app.models import Assignment, AuditEntry, Directive, OutboxMessage, Source, Task
from app.services.list_import import ListHead, ListPlan, import_list, plan_list, read_list_text
from app.services.list_import_template import list_template
from tests.cast import Cast

LINKS = Links("http://dondoc.test")
HEAD = ListHead(
    kind="Thông báo",
    number="",
    issuer="UBND huyện Thử Nghiệm",
    subject="Danh sách nhiệm vụ đang theo dõi",
    issued_on=date(2023, 7, 3),
)
COLUMNS = "STT\tVăn bản giao\tNội dung nhiệm vụ\tChủ trì\tPhối hợp\tThời hạn\tKết quả"


def listed(*rows: str) -> str:
    return "\n".join([COLUMNS, *(row.replace(" | ", "\t") for row in rows)])


def plan(cast: Cast, clock, *rows: str, **head: object) -> ListPlan:
    values = {name: getattr(HEAD, name) for name in HEAD.__slots__} | head
    return plan_list(cast.session, actor=cast.chief, clock=clock, text=listed(*rows), head=ListHead(**values))


def problems(found: ListPlan) -> list[tuple[str, str, str]]:
    return [(problem.where, problem.column, problem.error.code) for problem in found.problems]


def take(cast: Cast, clock, tmp_path, found: ListPlan, *rows: str, tell: bool = False) -> list[Directive]:
    return import_list(
        cast.session,
        actor=cast.chief,
        clock=clock,
        links=LINKS,
        files=FileStore(tmp_path),
        plan=found,
        text=listed(*rows),
        filename="so-theo-doi.xlsx",
        tell=tell,
    )


def parts_of(cast: Cast, task: Task) -> list[Assignment]:
    return list(cast.session.scalars(select(Assignment).where(Assignment.task_id == task.id)))


ROWS = (
    "1 |  | Mở lớp tập huấn | Phòng Kinh tế |  | Trong tháng 9 | Đang làm",
    "2 |  | Sửa trụ sở | Phòng Kinh tế |  | 30/7/2023 | Đã hoàn thành",
    "3 | TB số 12/TB-UBND ngày 10/8/2023 | Rà soát biên chế | Phòng Nội vụ | Phòng Tư pháp, Bộ Y tế | 30/9/2023 | ",
    "4 |  | Thẩm định quy chế | Phòng TP;Phòng Nội vụ |  | Thường xuyên | ",
)


def test_a_list_becomes_the_directives_that_its_rows_name(cast, clock, tmp_path):
    found = plan(cast, clock, *ROWS)
    assert (problems(found), len(found.tasks), found.assignments, found.done) == ([], 3, 4, 1)
    given = take(cast, clock, tmp_path, found, *ROWS)
    assert [(each.kind, each.number, each.issued_on, each.given_on, each.issuer) for each in given] == [
        ("Thông báo", None, date(2023, 7, 3), date(2023, 7, 3), HEAD.issuer),
        ("Thông báo", "12/TB-UBND", date(2023, 8, 10), date(2023, 8, 10), HEAD.issuer),
    ]
    first, second = given[1].tasks
    assert (first.text, first.kind, first.clause) == ("Rà soát biên chế", TaskKind.DATED, "3")
    assert {(part.unit.name, part.role, part.due_on) for part in parts_of(cast, first)} == {
        ("Phòng Nội vụ", AssignmentRole.LEAD, date(2023, 9, 30)),
        ("Phòng Tư pháp", AssignmentRole.COORDINATING, date(2023, 9, 30)),
    }
    assert (second.kind, second.recurrence) == (TaskKind.CONTINUOUS, "Thường xuyên")
    assert [part.due_on for part in parts_of(cast, given[0].tasks[0])] == [date(2023, 9, 30)]


def test_the_text_is_kept_as_the_source_and_every_task_stands_in_it(cast, clock, tmp_path):
    given = take(cast, clock, tmp_path, plan(cast, clock, *ROWS), *ROWS)
    (source,) = cast.session.scalars(select(Source))
    assert (source.filename, {each.source_id for each in given}) == ("so-theo-doi.txt", {source.id})
    assert FileStore(tmp_path).path(source.sha256).read_bytes().decode() == source.text == listed(*ROWS)
    for task in (task for each in given for task in each.tasks):
        assert source.text[task.start : task.end] == task.text


@pytest.mark.parametrize(("tell", "mails"), [(False, 0), (True, 3)])
def test_units_are_told_only_if_somebody_says_so(cast, clock, tmp_path, tell, mails):
    take(cast, clock, tmp_path, plan(cast, clock, *ROWS), *ROWS, tell=tell)
    assert cast.session.scalar(select(func.count()).select_from(OutboxMessage)) == mails
    assert cast.session.scalars(select(AuditEntry).where(AuditEntry.action == "import.tasks")).one()


def test_what_is_guessed_and_who_is_not_asked_is_said(cast, clock):
    found = plan(cast, clock, *ROWS, "5 |  | Lập sổ |  |  | tháng 9, tháng 11/2023 | ")
    assert [planned.doubts for planned in found.tasks] == [
        (),
        ("Chưa có trong danh mục nên không giao phối hợp: Bộ Y tế",),
        ("Văn bản giao được suy ra từ dòng trên",),
        (
            "Văn bản giao được suy ra từ dòng trên",
            "Đơn vị chủ trì được suy ra từ dòng trên hoặc tiêu đề mục",
            "Thời hạn được suy ra từ “tháng 9, tháng 11/2023”",
        ),
    ]


LEADS, DEADLINE = "Đơn vị chủ trì", "Thời hạn hoàn thành"
WRONG = (
    ("an unknown unit, with the nearest", "1 |  | Lập sổ | Phòng Kimh tế |  |  | ", LEADS, "table.unit_near"),
    ("a unit like none", "1 |  | Lập sổ | Tổng cục Khí tượng Thủy văn |  |  | ", LEADS, "table.unit_unknown"),
    ("no unit at all", "1 |  | Lập sổ |  |  | 30/9/2023 | ", LEADS, "list.no_lead"),
    ("everybody", "1 |  | Lập sổ | Các đơn vị liên quan |  |  | ", LEADS, "list.collective"),
    ("a day the calendar has not", "1 |  | Lập sổ | Phòng Nội vụ |  | 31/9/2023 | ", DEADLINE, "list.bad_date"),
    ("no words", "1 |  |  | Phòng Nội vụ |  | 30/9/2023 | ", "Nội dung nhiệm vụ", "list.no_content"),
    ("due before it was given", "1 |  | Lập sổ | Phòng Nội vụ |  | 01/7/2023 | ", DEADLINE, "list.due_before_given"),
    (
        "given in the future",
        "1 | Số 9/TB ngày 01/12/2023 | Lập sổ | Phòng Nội vụ |  |  | ",
        "Văn bản giao",
        "directive.future_date",
    ),
)


@pytest.mark.parametrize(("row", "column", "code"), [wrong[1:] for wrong in WRONG], ids=[wrong[0] for wrong in WRONG])
def test_a_row_that_cannot_be_taken_says_why(cast, clock, row, column, code):
    found = plan(cast, clock, "7 |  | Việc khác | Phòng Tư pháp |  |  | ", "I | CÔNG TÁC KHÁC |  |  |  |  | ", row)
    assert problems(found) == [("Dòng 4", column, code)]


def test_the_same_task_twice_is_named_with_the_other_row(cast, clock):
    row = " |  | Lập sổ theo dõi | Phòng Nội vụ |  | 30/9/2023 | "
    found = plan(cast, clock, f"1{row}", f"2{row}")
    assert [(problem.where, problem.error.code, problem.error.params) for problem in found.problems] == [
        ("Dòng 3", "list.twice", {"where": "Dòng 2"})
    ]


def test_a_document_whose_tasks_were_given_before_is_refused(cast, clock, tmp_path):
    take(cast, clock, tmp_path, plan(cast, clock, *ROWS), *ROWS)
    again = plan(cast, clock, *ROWS)
    assert problems(again) == [("Dòng 4", "Văn bản giao", "directive.duplicate")]


@pytest.mark.parametrize(
    ("rows", "code"), [((), "list.no_rows"), (("1 |  | Lập sổ | Phòng Nội vụ |  |  | Đã xong",), "list.all_done")]
)
def test_a_list_with_nothing_to_take_says_so(cast, clock, rows, code):
    assert problems(plan(cast, clock, *rows)) == [("", "", code)]


def test_a_text_without_a_list_says_so(cast, clock):
    found = plan_list(cast.session, actor=cast.chief, clock=clock, text="Kính gửi: Phòng Nội vụ", head=HEAD)
    assert problems(found) == [("", "", "list.no_table")]


def test_only_who_may_give_tasks_may_import_them(cast, clock):
    for actor in (cast.head("noi_vu"), cast.admin):
        with pytest.raises(DomainError, match=r"permission\.denied"):
            read_list_text(cast.session, actor=actor, clock=clock, text=listed(*ROWS))
        with pytest.raises(DomainError, match=r"permission\.denied"):
            plan_list(cast.session, actor=actor, clock=clock, text=listed(*ROWS), head=HEAD)


def test_a_marked_list_is_noted_and_refused(cast, clock):
    with pytest.raises(DomainError, match=r"file\.secret"):
        read_list_text(cast.session, actor=cast.chief, clock=clock, text=f"MẬT\n{listed(*ROWS)}")
    assert cast.session.scalars(select(AuditEntry.action)).all() == ["upload.secret"]


def test_the_plan_is_told_apart_from_a_changed_one(cast, clock):
    assert plan(cast, clock, *ROWS).digest == plan(cast, clock, *ROWS).digest
    assert plan(cast, clock, *ROWS).digest != plan(cast, clock, *ROWS, number="3/TB").digest
    assert plan(cast, clock, *ROWS).digest != plan(cast, clock, *ROWS[:3]).digest


def test_the_empty_table_is_itself_a_list_whose_example_is_passed_over(cast, clock):
    rows = load_workbook(io.BytesIO(list_template())).worksheets[0].iter_rows(values_only=True)
    cells = [[str(cell or "") for cell in row] for row in rows]
    assert tables.is_list(cells)
    text = "\n".join("\t".join(row) for row in cells if any(row))
    assert problems(plan_list(cast.session, actor=cast.chief, clock=clock, text=text, head=HEAD)) == [
        ("", "", "list.no_rows")
    ]


def test_nothing_is_written_by_looking(cast, clock):
    plan(cast, clock, *ROWS)
    assert cast.session.scalar(select(func.count()).select_from(Assignment)) == 0
