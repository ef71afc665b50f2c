import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.alike import likeness

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
