"""The rows behind each number of a report, and its parts by source, month and notice: they add up to the whole."""

from __future__ import annotations

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.domain.measures import measures
from app.domain.terms import FigureClass, PeriodKind, SourceOfAssignment
from app.models import Assignment, Report
from app.services import reports, superiors
from app.services.report_slices import SLICES, UNSAID, by_directive, by_month, by_source, month_of, rows_of
from app.services.report_view import from_content, to_content
from app.services.superiors import Document
from app.wording import measures as measure_words
from app.wording import report as words
from tests.cast import Cast
from tests.domain.rows import row as counted_row
from tests.services.report_cases import quarter_story, view_now

CLASSES = st.sampled_from(FigureClass)


@pytest.fixture
def story(cast: Cast) -> dict[str, Assignment]:
    return quarter_story(cast)


@pytest.fixture
def report(session: Session, cast: Cast, clock: FixedClock) -> Report:
    return reports.make_report(session, actor=cast.chief, clock=clock, kind=PeriodKind.QUARTER, year=2023, quarter=3)


def test_every_number_is_the_length_of_the_list_behind_it(session, cast, clock, story, report):
    view = view_now(session, cast, clock, report)
    counts, outside = view.counts, view.outside
    assert {name: len(rows_of(view, name)) for name in SLICES if name not in measure_words.SLICES} == {
        "tong": counts.total,
        "hoan-thanh": counts.done,
        "chua-hoan-thanh": counts.open,
        "a": counts.a,
        "b": counts.b,
        "c": counts.c,
        "d": counts.d,
        "cho-xac-nhan": counts.waiting,
        "chuyen-sang": counts.carried_over,
        "giao-moi": counts.new,
        "khong-thoi-han": view.undated,
        "khong-danh-gia": view.not_rated,
        "ngoai": outside.total,
        "ngoai-hoan-thanh": outside.done,
        "ngoai-chua-hoan-thanh": outside.open,
        "ngoai-qua-han": outside.d,
    }
    assert SLICES.keys() == words.SLICES.keys()
    for unit in view.units:
        assert len(rows_of(view, "d", unit=unit.public_id)) == unit.counts.d


@for_all(st.lists(st.tuples(CLASSES, st.integers(0, 4), st.sampled_from([True, False, None]), st.booleans())))
def test_every_measure_is_that_of_the_rows_behind_it(drawn):
    rows = [
        counted_row(a_class, number=n, extensions=times, updated=told, self_confirmed=own)
        for n, (a_class, times, told, own) in enumerate(drawn)
    ]
    behind = {name: sum(map(wanted, rows)) for name, wanted in SLICES.items() if name in measure_words.SLICES}
    found = measures(rows)
    assert behind == {
        "gia-han": found.extended.assignments,
        "gia-han-hon-mot-lan": found.extended.more_than_once,
        "gia-han-nhieu-lan": found.extended.many,
        "can-cap-nhat": found.updates.counted,
        "da-cap-nhat": found.updates.updated,
        "chua-cap-nhat": found.updates.counted - found.updates.updated,
        "tu-xac-nhan": found.self_confirmed,
        "cham": (found.overdue.calendar.rows if found.overdue else 0)
        + (found.done_late.calendar.rows if found.done_late else 0),
    }


def test_months_and_notices_part_the_rated_rows_and_lead_to_them(session, cast, clock, story, report):
    view = view_now(session, cast, clock, report)
    assert [(month, counts.total) for month, counts in by_month(view)] == [("2023-08", 2), ("2023-09", 4)]
    for month, counts in by_month(view):
        assert len(rows_of(view, "tong", month=month)) == counts.total
        assert {month_of(row.counted) for row in rows_of(view, "tong", month=month)} == {month}
    assert sum(counts.total for _, counts in by_directive(view)) == view.counts.total
    for row, counts in by_directive(view):
        for letter in "abcd":
            behind = rows_of(view, letter, directive=row.directive_public_id)
            assert len(behind) == getattr(counts, letter)


def test_figures_by_source_part_the_rated_rows_and_are_frozen_with_them(session, cast, clock, story, report):
    lead = story["c"]
    lead.task.directive.source_of_assignment = SourceOfAssignment.OWN
    above = Document(SourceOfAssignment.PROVINCE, "", None)
    superiors.mark(session, actor=cast.chief, clock=clock, task=lead.task, document=above, due_on=None)
    snapshot = reports.freeze(session, actor=cast.chief, clock=clock, report=report)
    before = by_source(view_now(session, cast, clock, report))
    assert {source for source, _ in before} == {SourceOfAssignment.PROVINCE, SourceOfAssignment.OWN, None}
    assert sum(counts.total for _, counts in before) == view_now(session, cast, clock, report).counts.total
    frozen = reports.load_view(snapshot)
    lead.task.superior.source = SourceOfAssignment.PARTY
    session.flush()
    assert by_source(frozen) == by_source(reports.load_view(snapshot)) == before
    now = view_now(session, cast, clock, report)
    assert [source for source, _ in by_source(now)] == [SourceOfAssignment.PARTY, SourceOfAssignment.OWN, None]
    for source, counts in by_source(now):
        assert len(rows_of(now, "tong", source=source or UNSAID)) == counts.total


def test_what_was_frozen_before_sources_were_kept_is_read_without_them(session, cast, clock, story, report):
    content = to_content(view_now(session, cast, clock, report))
    for row in content["rows"]:
        del row["source"]
    assert by_source(from_content(content)) == []
