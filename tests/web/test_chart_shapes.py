"""The geometry of the charts: parts make the whole, nothing leaves the frame, and nought is drawn as nought."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.chart_shapes import (
    LABEL_LENGTH,
    LABEL_WIDTH,
    STEPS_WIDTH,
    WIDTH,
    columns,
    shortened,
    stacked,
)

KINDS = ("a", "b", "c", "d")
COUNTS = st.lists(st.integers(0, 10**7), min_size=4, max_size=4)


@given(st.lists(COUNTS, max_size=12))
def test_the_parts_of_a_bar_make_its_whole_and_stay_in_the_frame(rows):
    made = stacked([(f"Đơn vị {n}", row) for n, row in enumerate(rows)], KINDS)
    for bar, row in zip(made.bars, rows, strict=True):
        assert [part.value for part in bar.segments] == row
        assert bar.total == sum(row)
        assert bar.end == pytest.approx(LABEL_WIDTH + sum(part.width for part in bar.segments), abs=0.3)
        assert bar.end <= WIDTH
        assert all((part.width > 0) == (part.value > 0) for part in bar.segments)
        assert bar.y + made.bar_height <= made.height


def test_bars_share_one_scale_and_the_parts_of_equal_numbers_are_equally_wide():
    made = stacked([("Một", [10, 0, 30, 0]), ("Hai", [10, 5, 0, 5])], KINDS)
    first, second = made.bars
    assert first.segments[0].width == second.segments[0].width == pytest.approx(first.segments[2].width / 3, abs=0.1)


def test_without_any_number_nothing_is_drawn():
    made = stacked([("Một", [0, 0, 0, 0])], KINDS)
    assert [(part.width, part.shown) for part in made.bars[0].segments] == [(0, False)] * 4
    assert stacked([], KINDS).bars == []
    assert [(step.height, step.value) for step in columns([("tuần", 0)]).steps] == [(0, 0)]
    assert columns([]).steps == []


def test_one_huge_number_leaves_the_small_ones_a_hair():
    made = stacked([("Lớn", [1_000_000, 1, 0, 0]), ("Nhỏ", [1, 0, 0, 0])], KINDS)
    huge, small = made.bars[0].segments[0], made.bars[1].segments[0]
    assert huge.shown
    assert (small.width, small.shown) == (1.0, False), "its number stands behind the bar and in the table"
    assert made.bars[0].end <= WIDTH - 60


@pytest.mark.parametrize("name", ["Văn phòng Hội đồng nhân dân và Ủy ban nhân dân tỉnh", "x" * 80, "Sở Y tế"])
def test_a_long_name_is_cut_and_its_bar_keeps_the_whole_one(name):
    bar = stacked([(name, [1, 0, 0, 0])], KINDS).bars[0]
    assert len(bar.label) <= LABEL_LENGTH
    assert bar.name == name
    assert bar.is_cut == (len(name) > LABEL_LENGTH) == bar.label.endswith("…")


def test_a_name_is_cut_between_words():
    assert shortened("Trung tâm Phục vụ hành chính công tỉnh", 25) == "Trung tâm Phục vụ hành…"


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8))
def test_columns_stand_on_one_line_in_their_frame(values):
    made = columns([(str(n), value) for n, value in enumerate(values)])
    assert [step.value for step in made.steps] == values
    for step in made.steps:
        assert step.y + step.height == pytest.approx(made.base)
        assert step.x >= 0
        assert step.x + step.width <= STEPS_WIDTH
        assert step.y >= 0
