"""The words of a row: read anew from its values each time, whatever was shown before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask, render_template_string
from markupsafe import escape

from app.domain.calendar import WorkingCalendar
from app.domain.deadlines import DeadlinePolicy
from app.domain.history import Course
from app.domain.terms import AssignmentRole, Standing, State, TaskKind, Urgency
from app.services.listing import AssignmentRow
from app.services.rules import Rules
from app.web.lines import Line, lines
from app.wording.formats import day

DUE, TODAY = date(2026, 11, 13), date(2026, 11, 17)
MONDAY = date(2026, 11, 16)
TABLE = """{% import "assignments/_rows.html" as rows %}{{ rows.table(lines, "/nhiem-vu/", role=True) }}"""
WRITTEN = Course(State.IN_PROGRESS, date(2026, 10, 1), DUE, None, False, None, None, None, None, None)
ROW = AssignmentRow(
    course=WRITTEN,
    standing=Standing.OVERDUE,
    public_id="abc",
    version=1,
    clause="2.1",
    text="Rà soát hồ sơ",
    task_kind=TaskKind.DATED,
    urgency=Urgency.NORMAL,
    directive_public_id="def",
    directive_kind="Thông báo",
    number="15/TB-UBND",
    unit_public_id="ghi",
    unit_name="Phòng Nội vụ",
    role=AssignmentRole.LEAD,
    returned=False,
    self_confirmed=False,
    check_on=None,
    superior_due=None,
)


@pytest.fixture
def line(app: Flask, clock, clock_at) -> Iterator[Callable[..., Line]]:
    """A row with some of its values changed, as a line of today's table."""

    def made(today: date = TODAY, off: frozenset[date] = frozenset(), **values: object) -> Line:
        clock.instant = clock_at(today).instant
        rules = Rules(WorkingCalendar(off, frozenset(), frozenset()), DeadlinePolicy(), 1)
        return next(iter(lines([ROW._replace(**values)], rules)))

    with app.test_request_context():
        yield made


def test_a_row_as_words(line):
    assert line() == Line(
        public_id="abc",
        text="Rà soát hồ sơ",
        marks=(),
        source="Thông báo số 15/TB-UBND, mục 2.1",
        unit="Phòng Nội vụ",
        role="Chủ trì",
        given="01/10/2026",
        due="13/11/2026",
        undated="",
        standing="overdue",
        standing_words="Quá hạn, chưa hoàn thành",
        detail="quá 04 ngày (02 ngày làm việc)",
    )


def test_the_next_day_and_another_calendar_are_told_at_once(line):
    assert line().detail == line().detail == "quá 04 ngày (02 ngày làm việc)"
    assert line(today=date(2026, 11, 18)).detail == "quá 05 ngày (03 ngày làm việc)"
    assert line(off=frozenset({MONDAY})).detail == "quá 04 ngày (01 ngày làm việc)"
    assert line().detail == "quá 04 ngày (02 ngày làm việc)"


@pytest.mark.parametrize(
    ("values", "source"),
    [
        ({"number": None}, "Thông báo (chờ số), mục 2.1"),
        ({"clause": ""}, "Thông báo số 15/TB-UBND"),
        ({"clause": "Điều 3"}, "Thông báo số 15/TB-UBND, Điều 3"),
    ],
)
def test_a_row_names_its_source_by_what_there_is(line, values, source):
    assert line(**values).source == source


def test_what_is_special_stands_beside_the_task(line):
    course = Course(State.OPEN, date(2026, 10, 1), DUE, None, False, None, None, None, None, None)
    assert line(course=course, urgency=Urgency.URGENT, self_confirmed=True).marks == (
        ("red", "Khẩn"),
        ("", "Chưa tiếp nhận"),
        ("amber", "Văn phòng tự xác nhận"),
    )


@pytest.mark.parametrize(
    ("turns", "returned", "marks"),
    [
        ({"returns": 1}, True, (("amber", "Bị trả lại"),)),
        ({"returns": 2}, True, (("amber", "Bị trả lại, lần 02"),)),
        ({"returns": 2}, False, (("", "Trả lại 02 lần"),)),  # reported again since
        ({"extensions": 2}, False, (("", "Gia hạn 02 lần"),)),
        ({"extensions": 3}, False, (("amber", "Gia hạn 03 lần"),)),
        ({"extension_asked_on": date(2026, 11, 12)}, False, (("", "Đề nghị gia hạn 12/11"),)),
    ],
)
def test_turns_that_were_taken_stand_beside_the_task(line, turns, returned, marks):
    assert line(course=replace(WRITTEN, **turns), returned=returned).marks == marks


@pytest.mark.parametrize(("kind", "words"), [(TaskKind.DATED, "Không quy định"), (TaskKind.CONTINUOUS, "Thường xuyên")])
def test_a_row_without_a_day_says_why(line, kind, words):
    course = Course(State.IN_PROGRESS, date(2026, 10, 1), None, None, False, None, None, None, None, None)
    found = line(course=course, standing=Standing.UNDATED, task_kind=kind)
    assert (found.due, found.undated, found.detail) == ("", words, "")


def test_every_value_is_escaped_where_the_table_writes_it(line):
    bad = '<script>"&'
    values = {name: bad + name for name in ("public_id", "text", "clause", "directive_kind", "number", "unit_name")}
    page = render_template_string(TABLE, lines=[line(**values)])
    assert "<script>" not in page
    assert all(escape(value) in page for value in values.values())


def test_a_day_is_written_the_same_however_often():
    assert [day(DUE), day(None), day(DUE)] == ["13/11/2026", "", "13/11/2026"]


def test_the_date_of_a_superior_stands_in_small_letters(line):
    assert line(superior_due=date(2026, 11, 20)).detail.endswith("; cấp trên: 20/11/2026")
