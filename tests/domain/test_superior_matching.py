"""Rows of a superior's list find their duties by number and words, and what might be two is a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.superior_matching import Item, Kind, likeness, match, same_words, standing_said
from app.domain.terms import SuperiorStanding

PORTAL = "Rà soát, công bố danh mục dịch vụ công trực tuyến toàn trình"
PORTAL_SHORT = "Rà soát công bố danh mục dịch vụ công"
ROAD = "Hoàn thành giải phóng mặt bằng tuyến đường ven biển"
ROAD_NORTH = "Hoàn thành giải phóng mặt bằng tuyến đường ven biển đoạn phía Bắc"
ROAD_SOUTH = "Hoàn thành giải phóng mặt bằng tuyến đường ven biển đoạn phía Nam"
NEW, MATCHED, AMBIGUOUS = Kind.NEW, Kind.MATCHED, Kind.AMBIGUOUS

# The rows and our duties as number and text, and for each row its kind and the places of the duties it may be.
CASES: dict[str, tuple[list[tuple[str, str]], list[tuple[str, str]], list[tuple[Kind, list[int]]]]] = {
    "nothing of ours": ([("412", PORTAL)], [], [(NEW, [])]),
    "word for word": ([("412", PORTAL.upper())], [("412", PORTAL)], [(MATCHED, [0])]),
    "in short": ([("412", PORTAL_SHORT)], [("412", PORTAL)], [(MATCHED, [0])]),
    "other words of the same document": ([("412", ROAD)], [("412", PORTAL)], [(NEW, [])]),
    "the same words of another document": ([("413", PORTAL)], [("412", PORTAL)], [(NEW, [])]),
    "we know no number": ([("412", PORTAL)], [("", PORTAL)], [(MATCHED, [0])]),
    "they name no number and say it otherwise": ([("", ROAD_NORTH)], [("412", PORTAL)], [(NEW, [])]),
    "two of ours are like it": ([("412", ROAD)], [("412", ROAD_NORTH), ("412", ROAD_SOUTH)], [(AMBIGUOUS, [0, 1])]),
    "word for word beats likeness": (
        [("412", ROAD_NORTH), ("412", ROAD_SOUTH)], [("412", ROAD_SOUTH), ("412", ROAD_NORTH)],
        [(MATCHED, [1]), (MATCHED, [0])],
    ),
    "what is settled is no question any more": (
        [("412", ROAD_NORTH), ("412", ROAD)], [("412", ROAD_NORTH), ("412", ROAD_SOUTH)],
        [(MATCHED, [0]), (MATCHED, [1])],
    ),
    "two rows are like one of ours": (
        [("412", ROAD_NORTH), ("412", ROAD_SOUTH)], [("412", ROAD)], [(AMBIGUOUS, [0]), (AMBIGUOUS, [0])],
    ),
    "two of ours are the same": ([("412", ROAD)], [("412", ROAD), ("412", ROAD)], [(AMBIGUOUS, [0, 1])]),
}  # fmt: skip


def items(written: list[tuple[str, str]]) -> list[Item]:
    return [Item(place, number, text) for place, (number, text) in enumerate(written)]


@pytest.mark.parametrize("case", CASES)
def test_rows_find_their_duties(case: str) -> None:
    rows, duties, expected = CASES[case]
    found = match(items(rows), items(duties))
    assert [(each.kind, sorted(one.key for one in each.candidates)) for each in found] == expected


@pytest.mark.parametrize(
    ("words", "done", "expected"),
    [
        ("Đã hoàn thành", True, SuperiorStanding.REPORTED_ON_TIME),
        ("Hoàn thành quá hạn", True, SuperiorStanding.REPORTED_LATE),
        ("Đã báo cáo tại BC 96", False, SuperiorStanding.REPORTED_ON_TIME),
        ("Quá hạn", False, SuperiorStanding.OVERDUE),
        ("Chưa hoàn thành, quá hạn 05 ngày", False, SuperiorStanding.OVERDUE),
        ("Chưa quá hạn", False, SuperiorStanding.OPEN),
        ("Đang thực hiện", False, SuperiorStanding.OPEN),
        ("Chưa báo cáo, trong hạn", False, SuperiorStanding.OPEN),
        ("Không theo dõi nữa", False, SuperiorStanding.WITHDRAWN),
        ("", False, None),
        ("VB 12", False, None),
    ],
)
def test_how_a_list_says_that_a_duty_stands(words, done, expected) -> None:
    assert standing_said(words, done=done) is expected


WORDS = ("rà", "soát", "công", "bố", "danh", "mục", "dịch", "vụ", "đường")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
WRITTEN = st.lists(st.tuples(st.sampled_from(["", "412", "500"]), TEXTS), max_size=6)


@given(TEXTS, TEXTS)
def test_likeness_is_mutual_and_whole_for_the_same_words(a: str, b: str) -> None:
    assert likeness(a, b) == likeness(b, a)
    assert 0 <= likeness(a, b) <= 1
    assert likeness(a, a) == (1.0 if a else 0.0)
    assert not same_words(a, b) or likeness(a, b) == likeness(a, a)


@given(WRITTEN, WRITTEN)
def test_no_duty_is_two_rows_and_each_row_is_answered(rows, duties) -> None:
    found = match(items(rows), items(duties))
    assert [each.key for each in found] == list(range(len(rows)))
    matched = [each.candidates[0].key for each in found if each.kind is MATCHED]
    assert len(matched) == len(set(matched))
    for each in found:
        assert (len(each.candidates) == 0) == (each.kind is NEW)
        assert len(each.candidates) == 1 or each.kind is not MATCHED


@given(WRITTEN)
def test_a_list_of_our_own_words_has_nothing_new(duties) -> None:
    told = [(number, text) for number, text in duties if number and text]
    assert all(each.kind is not NEW for each in match(items(told), items(told)))
