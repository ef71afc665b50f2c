"""A reason that names a person is quoted by no document of a report, and whoever makes the report is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from docx.oxml.ns import qn

from app.adapters.docx_insertion import insert
from app.domain.terms import Audience, EventKind, PeriodKind
from app.services import limiting, reports
from app.services.discipline import discipline_docx, section_of
from app.services.discipline_sentences import left_out
from app.services.report_view import from_content, seal, to_content
from tests.papers import read_paper
from tests.report_drafts import draft_report
from tests.services.report_cases import happens, quarter_story, tamper

NAMING = "Do đồng chí Nguyễn Văn Tám nghỉ ốm."
KEPT = "Đơn vị đã nêu nguyên nhân, lưu trong hệ thống"
AUDIENCES = [(Audience.INTERNAL, False), (Audience.SUPERIOR, False), (Audience.SUPERIOR, True)]


@pytest.fixture
def story(cast):
    """Of the two overdue ones one has a reason that can be quoted, and the other one that names somebody."""
    story = quarter_story(cast)
    happens(cast, story["d2"], EventKind.PROGRESS, date(2023, 9, 2), note=NAMING)
    return story


@pytest.fixture
def report(session, cast, clock, story):
    return reports.make_report(session, actor=cast.chief, clock=clock, kind=PeriodKind.QUARTER, year=2023, quarter=3)


@pytest.fixture
def freeze(session, cast, clock, report):
    def act():
        snapshot = reports.freeze(session, actor=cast.chief, clock=clock, report=report)
        return snapshot, reports.readable_view(session, snapshot=snapshot)

    return act


def words_of(content: bytes) -> str:
    body = read_paper(content).element.body
    return "\n".join("".join(text.text or "" for text in each.iter(qn("w:t"))) for each in body.iter(qn("w:p")))


@pytest.mark.parametrize(("audience", "names_units"), AUDIENCES)
def test_no_document_says_the_name_and_the_list_says_that_a_reason_was_given(freeze, audience, names_units):
    _, view = freeze()
    section = section_of(view, audience=audience, names_units=names_units)
    made = insert(draft_report(), after=0, paragraphs=section.paragraphs, annexes=section.annexes)
    for content in (discipline_docx(view, audience=audience, names_units=names_units), made):
        said = words_of(content)
        assert "Nguyễn Văn Tám" not in said
        assert (KEPT in said) is (audience is Audience.INTERNAL)
        assert ("“Đang chờ báo giá in bảng”; nguyên nhân của 01 nhiệm vụ khác" in said) is (
            audience is Audience.INTERNAL or names_units
        )


def test_the_figures_now_are_asked_as_well_and_the_row_is_told(session, cast, clock, report, story):
    view = reports.figures_to_say(session, office_id=cast.office.id, report=report, clock=clock)
    (row,) = left_out(view)
    assert (row.public_id, row.note) == (story["d2"].public_id, NAMING)


def test_somebody_the_office_knows_is_not_named_either(session, cast, story, freeze):
    cast.users["noi_vu_member"].name = "Vi Sơn"
    happens(cast, story["d2"], EventKind.PROGRESS, date(2023, 9, 3), note="vi sơn chưa gửi số liệu")
    session.flush()
    snapshot, view = freeze()
    assert [row.note for row in left_out(view)] == ["vi sơn chưa gửi số liệu"]
    cast.users["noi_vu_member"].name = "Vi Lan"
    session.flush()
    assert reports.readable_view(session, snapshot=snapshot) == view, "what was frozen does not change"


def test_what_was_frozen_before_anybody_asked_is_asked_when_it_is_read(session, freeze):
    snapshot, view = freeze()
    older = to_content(view)
    for row in older["rows"]:
        del row["names_person"]
    assert {row.names_person for row in from_content(older).rows} == {None}
    tamper(session, snapshot, content=older, sha256=seal(older))
    assert reports.readable_view(session, snapshot=snapshot) == view


def test_a_row_whose_view_is_limited_has_no_reason_to_leave_out(session, cast, clock, story, freeze):
    snapshot, _ = freeze()
    head = cast.users["kinh_te_head"].id
    limiting.limit(session, actor=cast.chief, clock=clock, task=story["d2"].task, user_ids=[head])
    view = reports.readable_view(session, snapshot=snapshot)
    assert left_out(view) == []
    assert KEPT not in words_of(discipline_docx(view, audience=Audience.INTERNAL))


def test_what_the_office_decided_is_said_before_it(freeze):
    _, view = freeze()
    (row,) = left_out(view)
    returned = replace(row.progress, reported_on=date(2023, 9, 5))
    rows = tuple(replace(each, progress=returned) if each is row else each for each in view.rows)
    said = words_of(discipline_docx(replace(view, rows=rows), audience=Audience.INTERNAL))
    assert f"Đã báo cáo hoàn thành ngày 05/9/2023, chờ xác nhận. {KEPT}" in said
