"""The notices as tables: their list, and one of them as tasks and units, on the screen and as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flask import request
from werkzeug.wrappers import Response

from app.adapters.excel import Column, Sheet
from app.domain.terms import TaskKind
from app.models import Directive
from app.services import directive_lists
from app.services.directive_lists import Part, TaskParts, WantedDirectives
from app.services.directive_matrix import Matrix, TaskRow, matrix_of, sum_of
from app.services.listing import EXPORT_LIMIT
from app.services.rules import Rules
from app.web.frame import actor, clock, kept, session
from app.web.list_filters import TEXT_LENGTH
from app.web.lists import file_url, kept_rules, page_number, per_page, row_words, url_for_page, url_with
from app.web.sheets import send_rows, send_sheets
from app.wording import course as words
from app.wording import lists as list_words
from app.wording.documents import unnumbered
from app.wording.formats import day
from app.wording.mail import clause_words, directive_words
from app.wording.relations import tag
from app.wording.terms import word

DIRECTIVE_COLUMNS = (
    Column("Số, ký hiệu", 20),
    Column("Loại văn bản", 20),
    Column("Ngày", 12, "day"),
    Column("Cơ quan ban hành", 30),
    Column("Trích yếu", 60),
    Column("Nhiệm vụ", 10, "number"),
    Column("Lượt giao chủ trì", 10, "number"),
    Column("Hoàn thành", 10, "number"),
    Column("Quá hạn", 10, "number"),
)
PART_COLUMNS = (
    Column("Mục", 10),
    Column("Nhiệm vụ", 60),
    Column("Đơn vị", 24),
    Column("Vai trò", 12),
    Column("Thời hạn", 14, "day"),
    Column("Tình trạng", 22),
    Column("Chi tiết", 26),
)
AS_TABLE, AS_LIST = "bang", "danh-sach"
OVERDUE_ONLY = "qua-han"


class _Asked:
    """The filters of the list of notices; what nobody offers is named and left out."""

    def __init__(self) -> None:
        key = ("years", actor().office_id)
        self.years, self.kinds = kept(key, lambda: directive_lists.years_and_kinds(session(), actor=actor()))
        self.unknown: list[tuple[str, str]] = []
        self.year = self._one("nam", "Năm", [str(year) for year in self.years])
        self.kind = self._one("loai", "Loại văn bản", list(self.kinds))
        self.text = " ".join(request.args.get("tim", "").split())[:TEXT_LENGTH]
        self.wanted = WantedDirectives(year=int(self.year) if self.year else None, kind=self.kind, text=self.text)

    def _one(self, name: str, label: str, offered: list[str]) -> str:
        asked = request.args.get(name, "").strip()
        if asked and asked not in offered:
            self.unknown.append((label, asked))
            return ""
        return asked

    @property
    def said(self) -> list[str]:
        text = list_words.holding(self.text) if self.text else ""
        year = list_words.of_year(self.year) if self.year else ""
        return [each for each in (year, self.kind, text) if each]

    @property
    def in_vain(self) -> str:
        return list_words.not_offered(self.unknown) if self.unknown else ""


def directive_list() -> dict[str, object]:
    """The list of notices, for its template."""
    asked = _Asked()
    found = directive_lists.list_directives(
        session(), actor=actor(), today=clock().today(), wanted=asked.wanted, page=page_number(), per_page=per_page()
    )
    return {"asked": asked, "found": found, "url_for_page": url_for_page, "url_with": url_with, "file_url": file_url()}


def directive_file() -> Response:
    """The same list as a file."""
    asked = _Asked()
    found = directive_lists.list_directives(
        session(), actor=actor(), today=clock().today(), wanted=asked.wanted, per_page=EXPORT_LIMIT
    )
    rows = (
        (
            row.number or unnumbered(row.kind),
            row.kind,
            row.issued_on or row.given_on,
            row.issuer,
            row.subject,
            row.tasks,
            row.parts,
            row.done,
            row.overdue,
        )
        for row in found.items
    )
    return send_rows("Văn bản chỉ đạo", filters=asked.said, columns=DIRECTIVE_COLUMNS, rows=rows, total=found.total)


def task_tables(directive: Directive) -> dict[str, object]:
    """The tasks of a notice, as a table of units or as a list; the numbers above them are always of all."""
    in_force = kept_rules()
    listed = _listed(directive, in_force)
    only_overdue = request.args.get("loc") == OVERDUE_ONLY
    everything = sum_of(part for each in listed for part in each.parts)
    return {
        "matrix": matrix_of(listed, overdue_only=only_overdue),
        "listed": [each for each in listed if not only_overdue or sum_of(each.parts).overdue],
        "as_list": request.args.get("dang") == AS_LIST,
        "only_overdue": only_overdue,
        "forms_of": {"table": url_with(dang=AS_TABLE), "list": url_with(dang=AS_LIST)},
        "narrow_url": url_with(loc=None if only_overdue else OVERDUE_ONLY),
        "file_url": file_url(),
        "firm": sum(each.task.kind is not TaskKind.GENERAL for each in listed),
        "general": sum(each.task.kind is TaskKind.GENERAL for each in listed),
        "leads": everything.leads,
        "done": everything.done,
        "overdue": everything.overdue,
        "short": words.SHORT,
        "short_roles": words.SHORT_ROLES,
        **row_words(in_force),
        "detail": detail_of_part(in_force),
    }


def _listed(directive: Directive, in_force: Rules) -> list[TaskParts]:
    return directive_lists.tasks_of(
        session(), actor=actor(), directive=directive, rules=in_force, today=clock().today()
    )


def detail_of_part(in_force: Rules) -> Callable[[Part], str]:
    today, calendar, policy = clock().today(), in_force.calendar, in_force.policy

    def detail(part: Part) -> str:
        small = words.detail(part.course, part.standing, today=today, calendar=calendar, policy=policy)
        again = tag(part.course.repeats) if part.course.repeats else ""
        return "; ".join(each for each in (small, again) if each)

    return detail


def matrix_file(directive: Directive) -> Response:
    """Two sheets: the table of tasks and units, and the same parts one below the other."""
    in_force = kept_rules()
    listed = _listed(directive, in_force)
    only_overdue = request.args.get("loc") == OVERDUE_ONLY
    matrix = matrix_of(listed, overdue_only=only_overdue)
    name = directive_words(directive.kind, directive.number, directive.issued_on)
    lines = [
        list_words.followed(name),
        list_words.filtered([list_words.WITH_OVERDUE] if only_overdue else []),
        words.counted(len(matrix.rows), matrix.sum.leads),
        list_words.made_at(clock().now()),
    ]
    shown = [each for each in listed if not only_overdue or sum_of(each.parts).overdue]
    sheets = [
        Sheet("Bảng theo dõi", lines, _matrix_columns(matrix), [*map(_matrix_row, matrix.rows), _matrix_sum(matrix)]),
        Sheet("Danh sách", lines, PART_COLUMNS, _part_rows(shown, detail_of_part(in_force))),
    ]
    return send_sheets(sheets, named=("van ban", directive.number or "cho so"))


def _matrix_columns(matrix: Matrix) -> list[Column]:
    head = [Column("Mục", 8), Column("Nhiệm vụ", 50)]
    tail = [Column("Chủ trì", 9, "number"), Column("Hoàn thành", 9, "number"), Column("Quá hạn", 9, "number")]
    return head + [Column(column.name, 14) for column in matrix.columns] + tail


def _matrix_row(row: TaskRow) -> list[object]:
    cells = [cell_words(part) if part else None for part in row.cells]
    return [clause_words(row.task.clause), row.task.text, *cells, row.sum.leads, row.sum.done, row.sum.overdue]


def _matrix_sum(matrix: Matrix) -> list[object]:
    cells = [f"{column.sum.done}/{column.sum.leads}" if column.sum.leads else None for column in matrix.columns]
    return [None, list_words.DONE_OF_LEADS, *cells, matrix.sum.leads, matrix.sum.done, matrix.sum.overdue]


def cell_words(part: Part) -> str:
    """As in: CT: Quá hạn, 30/10/2023."""
    due = f", {day(part.course.due_on)}" if part.course.due_on else ""
    return f"{words.SHORT_ROLES[part.role]}: {words.SHORT[part.standing]}{due}"


def _part_rows(listed: list[TaskParts], detail: Callable[[Part], str]) -> Iterator[tuple[object, ...]]:
    for each in listed:
        task = each.task
        head = (clause_words(task.clause), task.text)
        for part in each.parts:
            due = part.course.due_on or (words.NO_DEADLINE if task.kind is TaskKind.DATED else word(task.kind))
            yield (*head, part.unit_name, word(part.role), due, word(part.standing), detail(part))
        if not each.parts:
            yield (*head, task.addressee, word(task.kind), None, None, None)
