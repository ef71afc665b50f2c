from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.alike import ALIKE, Sentences, likeness

SENTENCE = "Giao Phòng Kinh tế chủ trì rà soát các dự án chậm tiến độ, báo cáo trước ngày 30/11"
WORDS = st.lists(st.sampled_from(SENTENCE.split()), max_size=30).map(" ".join)


@pytest.mark.parametrize(
    ("other", "least", "most"),
    [
        (SENTENCE, 1, 1),
        ("GIAO PHÒNG KINH TẾ CHỦ TRÌ RÀ SOÁT CÁC DỰ ÁN CHẬM TIẾN ĐỘ – BÁO CÁO TRƯỚC NGÀY 30/11.", 1, 1),
        ("giao phong kinh te chu tri ra soat cac du an cham tien do bao cao truoc ngay 30 11", 1, 1),
        ("Giao Phòng Kinh tế chủ trì rà soát các dự án chậm tiến độ, báo cáo trước ngày 15/12", 0.8, 0.95),
        ("Báo cáo trước ngày 30/11. Giao Phòng Kinh tế chủ trì rà soát các dự án chậm tiến độ", 0.85, 0.99),
        ("Giao Phòng Kinh tế tham mưu kế hoạch thu ngân sách năm 2027", 0.1, 0.4),
        ("Công an xã tăng cường tuần tra ban đêm", 0, 0.1),
        ("", 0, 0),
        (" , . ", 0, 0),
    ],
)
def test_texts_are_as_alike_as_the_words_they_share_in_order(other: str, least: float, most: float) -> None:
    assert least <= likeness(SENTENCE, other) <= most


def test_the_same_words_in_another_order_are_not_the_same_text() -> None:
    assert likeness("một hai ba bốn", "bốn ba hai một") == 0


def test_two_texts_of_one_word_can_be_compared() -> None:
    assert (likeness("Khẩn", "KHẨN"), likeness("Khẩn", "Thường")) == (1, 0)


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_a_share_and_the_same_from_both_sides(a: str, b: str) -> None:
    assert 0 <= likeness(a, b) == likeness(b, a) <= 1


@given(WORDS.filter(str.strip))
def test_every_text_with_words_is_like_itself(text: str) -> None:
    assert likeness(text, text) == 1


@pytest.mark.parametrize(
    ("others", "shared"),
    [
        ([], 0),
        (["Công an xã tăng cường tuần tra ban đêm"], 0),
        ([SENTENCE], 1),
        ([SENTENCE.replace("30/11", "15/12")], 1),
        ([SENTENCE, SENTENCE], 1),
        ([SENTENCE, "Chuẩn bị Đại hội thể dục thể thao các cấp"], 2),
    ],
)
def test_of_the_sentences_those_count_that_another_text_has(others: list[str], shared: int) -> None:
    ours = Sentences([SENTENCE, "Chuẩn bị Đại hội Thể dục thể thao các cấp", "Trồng cây đầu xuân"])
    assert ours.shared_with(others) == shared


@given(st.lists(WORDS, max_size=5), st.lists(WORDS, max_size=5))
def test_looking_in_many_finds_what_comparing_each_with_each_finds(ours: list[str], others: list[str]) -> None:
    each = sum(any(likeness(a, b) >= ALIKE for b in others) for a in ours)
    assert Sentences(ours).shared_with(others) == each


def test_the_work_grows_with_the_text_and_not_with_its_square() -> None:
    """Counted in looked-up pairs: ten times as many others are ten times the work."""
    ours = Sentences([f"Đơn vị số {n} báo cáo việc thứ {n} của tháng" for n in range(20)])
    few, many = ([f"Việc khác hẳn thứ {n}" for n in range(size)] for size in (50, 500))
    assert 8 * lookups(ours, few) <= lookups(ours, many) <= 12 * lookups(ours, few)


def lookups(ours: Sentences, others: list[str]) -> int:
    """How many pairs are asked for."""

    class Counting(dict[Any, Any]):
        asked = 0

        def get(self, key: Any, default: Any = None) -> Any:
            self.asked += 1
            return super().get(key, default)

    counting = Counting(ours._holding)
    object.__setattr__(ours, "_holding", counting)
    ours.shared_with(others)
    return counting.asked
