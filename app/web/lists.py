"""The lists of assignments: what the tables and the files show, and what every list's address can say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from urllib.parse import urlencode

from flask import g, request, url_for
from werkzeug.wrappers import Response

from app.adapters.excel import Column
from app.domain.errors import DomainError
from app.domain.terms import AssignmentRole, TaskKind
from app.models import Unit
from app.services import overview, people
from app.services.in_field import FieldName, FieldsOn, fields_on
from app.services.list_choices import choices
from app.services.listing import (
    AssignmentRow,
    Counted,
    Wanted,
    count,
    every_assignment,
    list_assignments,
)
from app.services.rules import Rules, load_rules
from app.services.standing_filters import Narrow
from app.services.visibility import Hidden, hidden_from
from app.web.chart_shapes import Bars, stacked
from app.web.frame import actor, clock, kept, session
from app.web.lines import detail_of, lines, marks
from app.web.list_filters import (
    AUTHORITY,
    PER_PAGE,
    ROLES,
    SORTS,
    STANDINGS,
    USUAL_PER_PAGE,
    Filters,
    name_of,
    read_filters,
)
from app.web.sheets import send_rows
from app.wording import course as words
from app.wording.mail import clause_words, directive_words
from app.wording.terms import word

ASSIGNMENT_COLUMNS = (
    Column("Nhiệm vụ", 60),
    Column("Văn bản", 26),
    Column("Mục", 10),
    Column("Đơn vị", 24),
    Column("Vai trò", 12),
    Column("Ngày giao", 12, "day"),
    Column("Thời hạn", 14, "day"),
    Column("Thời hạn cấp trên giao", 14, "day"),
    Column("Tình trạng", 22),
    Column("Chi tiết", 26),
    Column("Ngày báo cáo", 12, "day"),
    Column("Ngày hoàn thành", 12, "day"),
    Column("Số lần trả lại", 10, "number"),
    Column("Số lần gia hạn", 10, "number"),
    Column("Ngày đề nghị gia hạn", 12, "day"),
    Column("Mốc theo dõi", 12, "day"),
    Column("Cập nhật gần nhất", 12, "day"),
    Column("Ghi chú", 24),
)


def page_number() -> int:
    typed = request.args.get("trang", "1")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 1


def per_page() -> int:
    """How many rows a page has; an address that asks for another number gets the usual one."""
    typed = request.args.get("so-dong", "")
    return next((size for size in PER_PAGE if str(size) == typed), USUAL_PER_PAGE)


def url_with(**changes: object) -> str:
    """This list's address with some of it changed, or left out for None; names are written with underscores."""
    if "asked" not in g:  # a page writes a dozen of such addresses
        g.asked = {name: _query(name, tuple(values)) for name, values in request.args.lists()}
    parts = g.asked | {(name := given.replace("_", "-")): _query(name, (value,)) for given, value in changes.items()}
    query = "&".join(filter(None, parts.values()))
    return f"{request.path}?{query}" if query else request.path


@lru_cache(maxsize=1024)
def _query(name: str, values: tuple[object, ...]) -> str:
    return "" if values in ((None,), ("",)) else urlencode({name: values}, doseq=True)


def url_for_page(number: int) -> str:
    """This list's address, filters and all, at another page."""
    return url_with(trang=number)


def file_url() -> str:
    """The address of this list as a file: all pages, the same filters."""
    page, _, query = url_with(trang=None, so_dong=None).partition("?")
    return f"{page}.xlsx?{query}" if query else f"{page}.xlsx"


def rules() -> Rules:
    return load_rules(session(), office_id=actor().office_id)


def kept_rules() -> Rules:
    """The same, read once until somebody writes."""
    return kept(("rules", actor().office_id), rules)


def hidden() -> Hidden:
    """What the visitor may not read, read once until somebody writes: it is part of the key of whatever is kept."""
    somebody = actor()
    return kept(("hidden", somebody.user_id), lambda: hidden_from(session(), actor=somebody))


def assignment_list() -> dict[str, object]:
    """The list of all assignments, for its template."""
    in_force, filters = kept_rules(), read_asked()
    counted = _count(filters.wanted)
    found = list_assignments(
        session(),
        actor=actor(),
        rules=in_force,
        today=clock().today(),
        wanted=filters.wanted,
        order=filters.order,
        page=page_number(),
        per_page=filters.per_page,
        total=counted.assignments,
        length_of=lambda narrower: _count(narrower).assignments,
        known_hidden=hidden(),
    )
    return {
        "filters": filters,
        "offered": {"units": AUTHORITY, "roles": ROLES, "standings": STANDINGS, "per_page": PER_PAGE},
        "name_of": name_of,
        "found": found,
        "counted": words.counted(counted.tasks, counted.assignments),
        "lines": lines(found.items, in_force),
        "heads": _heads(filters),
        "url_for_page": url_for_page,
        "url_with": url_with,
        "file_url": file_url(),
        **row_words(in_force),
    }


def read_asked() -> Filters:
    """The filters that the address asks for."""
    today = clock().today()
    key = ("choices", actor().office_id, today)
    offered = kept(key, lambda: choices(session(), actor=actor(), today=today))
    return read_filters(offered, my_fields())


def kept_fields() -> FieldsOn:
    """The fields of work of today and who is in charge of them, read once until somebody writes."""
    office_id, today = actor().office_id, clock().today()
    return kept(("fields", office_id, today), lambda: fields_on(session(), office_id=office_id, day=today))


def my_fields() -> tuple[FieldName, ...]:
    """Those that the visitor leads or follows."""
    return kept_fields().of_user(actor().user_id)


def _count(wanted: Wanted) -> Counted:
    today = clock().today()
    return kept(
        ("count", actor().office_id, today, wanted, hidden()),
        lambda: count(session(), actor=actor(), rules=kept_rules(), today=today, wanted=wanted, known_hidden=hidden()),
    )


def row_words(in_force: Rules) -> dict[str, object]:
    """What the lines of a table are written with. An address is made once, not for each line."""
    return {
        "detail": detail_of(in_force),
        "marks": marks,
        "show_url": url_for("assignments.show", public_id="-").removesuffix("-"),
    }


def _heads(filters: Filters) -> dict[str, tuple[str, str, str]]:
    """For each head that sorts: where it leads, how the list is sorted by it now, and the sign of that."""
    heads = {}
    for name, by in SORTS.items():
        is_current = filters.order.by is by
        turned = is_current and not filters.order.descending
        now = ("descending" if filters.order.descending else "ascending") if is_current else ""
        sign = {"ascending": "▲", "descending": "▼"}.get(now, "")
        heads[name] = (url_with(xep=f"-{name}" if turned else name, trang=None), now, sign)
    return heads


def assignment_file() -> Response:
    """The same list as a file."""
    filters = read_asked()
    counted = _count(filters.wanted)
    return send_rows(
        "Danh sách nhiệm vụ",
        filters=[*filters.said, filters.sorted_words],
        columns=ASSIGNMENT_COLUMNS,
        rows=_cells(filters.wanted, filters),
        total=counted.assignments,
        counted=words.counted(counted.tasks, counted.assignments),
        named=("nhiem vu", *(STANDINGS[value] for value in filters.standings)),
    )


def _cells(wanted: Wanted, filters: Filters | None = None) -> Iterator[tuple[object, ...]]:
    in_force = kept_rules()
    detail, asked = detail_of(in_force), {"order": filters.order} if filters else {}
    rows = every_assignment(session(), actor=actor(), rules=in_force, today=clock().today(), wanted=wanted, **asked)
    return (_cell_row(row, detail(row)) for row in rows)


def _cell_row(row: AssignmentRow, detail: str) -> tuple[object, ...]:
    """In the order of ``ASSIGNMENT_COLUMNS``."""
    undated = words.NO_DEADLINE if row.task_kind is TaskKind.DATED else word(row.task_kind)
    return (
        row.text,
        directive_words(row.directive_kind, row.number, None),
        clause_words(row.clause),
        row.unit_name,
        word(row.role),
        row.course.given_on,
        row.course.due_on or undated,
        row.superior_due,
        word(row.standing),
        detail,
        row.course.submitted_on,
        row.course.completed_on,
        row.course.returns,
        row.course.extensions,
        row.course.extension_asked_on,
        row.check_on,
        row.course.updated_on,
        ", ".join(text for _, text in marks(row)),
    )


def own_units() -> tuple[Unit, list[Unit]]:
    """The unit whose page is asked for, and all units the person works for."""
    in_office = people.units_in_force(session(), office_id=actor().office_id, today=clock().today())
    units = [unit for unit in in_office if unit.id in actor().unit_ids]
    if not units:
        raise DomainError("not_found")
    return next((each for each in units if each.public_id == request.args.get("don-vi")), units[0]), units


def unit_lists() -> dict[str, object]:
    """A unit's own page: what it leads, what it coordinates, the most pressing first."""
    in_force, today = kept_rules(), clock().today()
    unit, units = own_units()
    lists = {
        role: list_assignments(
            session(),
            actor=actor(),
            rules=in_force,
            today=today,
            wanted=_of_unit(unit, role),
            page=page_number() if role is AssignmentRole.LEAD else 1,
            per_page=per_page(),
            total=_count(_of_unit(unit, role)).assignments,
            known_hidden=hidden(),
        )
        for role in AssignmentRole
    }
    return {
        "unit": unit,
        "units": units,
        "everything": _everything(),
        "lead": lists[AssignmentRole.LEAD],
        "coordinating": lists[AssignmentRole.COORDINATING],
        "tally": _own_tally(unit, in_force),
        "chart": _own_chart(unit, in_force),
        "short": words.SHORT,
        "url_for_page": url_for_page,
        "url_with": url_with,
        "file_url": file_url(),
        **row_words(in_force),
    }


def _own_tally(unit: Unit, in_force: Rules) -> overview.Tally:
    office_id, today = actor().office_id, clock().today()
    return kept(
        ("tally", unit.id, today),
        lambda: overview.tally(session(), office_id=office_id, rules=in_force, today=today, unit_id=unit.id),
    )


def _own_chart(unit: Unit, in_force: Rules) -> Bars:
    office_id, today = actor().office_id, clock().today()
    own = kept(
        ("own standing", unit.id, today),
        lambda: overview.own_standing(session(), office_id=office_id, rules=in_force, today=today, unit_id=unit.id),
    )
    return stacked([(words.LEADS, list(own.values()))], list(own))


def _everything() -> bool:
    return request.args.get("xem") == "tat-ca"


def _of_unit(unit: Unit, role: AssignmentRole | None) -> Wanted:
    return Wanted(unit_ids=(unit.id,), role=role, standings=() if _everything() else (Narrow.UNFINISHED,))


def unit_file() -> Response:
    """The unit's page as a file: what it leads, then what it coordinates."""
    unit, _ = own_units()
    total = _count(_of_unit(unit, None))
    shown: Sequence[str] = [unit.name, ROLES["tat-ca"]]
    return send_rows(
        f"Nhiệm vụ của {unit.name}",
        filters=shown if _everything() else [*shown, STANDINGS[Narrow.UNFINISHED]],
        columns=ASSIGNMENT_COLUMNS,
        rows=chain.from_iterable(_cells(_of_unit(unit, role)) for role in AssignmentRole),
        total=total.assignments,
        counted=words.counted(total.tasks, total.assignments),
    )
