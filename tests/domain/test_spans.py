"""Spans of days: which days they hold, which they leave."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.spans import covers, first_gap, overlap, within

START = date(2026, 1, 1)
days = st.integers(-5, 15).map(lambda n: START + timedelta(days=n))
spans = st.tuples(days, st.none() | days)


@given(st.lists(spans, max_size=6))
def test_the_first_gap_is_the_first_day_that_nothing_covers(found):
    # After the last end of any span nothing changes any more.
    tried = [START + timedelta(days=n) for n in range(40)]
    expected = next((day for day in tried if not any(covers(span, day) for span in found)), None)
    assert first_gap(found, START) == expected


@given(spans, spans)
def test_a_span_lies_within_another_where_that_one_holds_all_its_days(a, b):
    tried = [START + timedelta(days=n) for n in range(-10, 40)]
    held = [day for day in tried if covers(a, day)]
    if held:
        assert within(a, b) == (all(covers(b, day) for day in held) and (b[1] is None or a[1] is not None))


@given(spans, spans)
def test_two_spans_overlap_where_a_day_lies_in_both(a, b):
    tried = [START + timedelta(days=n) for n in range(-10, 40)]
    assert overlap(a, b) == any(covers(a, day) and covers(b, day) for day in tried)


@pytest.mark.parametrize(
    ("found", "gap"),
    [
        ([], START),
        ([(START, None)], None),
        ([(START, date(2026, 1, 5)), (date(2026, 1, 6), None)], None),
        ([(START, date(2026, 1, 5)), (date(2026, 1, 7), None)], date(2026, 1, 6)),
        ([(date(2026, 2, 1), None)], START),
    ],
)
def test_spans_that_follow_each_other_leave_no_gap(found, gap):
    assert first_gap(found, START) == gap
