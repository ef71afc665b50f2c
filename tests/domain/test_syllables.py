"""Which words are spelled as Vietnamese syllables."""

from __future__ import annotations

import re
from unicodedata import normalize

import pytest

from app.domain.syllables import is_syllable
from tests.domain.reading.notices import NOTICE

SYLLABLES = """
a ổ ý nghĩa nghiêng khuếch giếng gì gìn quý quốc quyền quỳnh quơ khoẻ khỏe hoà hòa thuỷ thủy uỷ ủy được trường ươm
Nguyễn UBND-less HUYỆN tiếp cách cạp ếch ích oằn xoong loét khuya khuỷu mười
""".replace("UBND-less", "").split()
NONE = [
    "hõc",
    "cảp",
    "tich",
    "tiêch",
    "hoả́",
    "wợ",
    "Qyệễ",
    "HĐND",
    "kêt",
    "quôc",
    "zâ",
    "fễ",
    "ñaëc",
    "µ",
    "b«ng",
    "nghia1",
    "năn9",
    "haanh",
    "qa",
    "strị",
]


@pytest.mark.parametrize("word", SYLLABLES)
def test_a_syllable_is_one_whatever_its_capitals_and_its_form(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(word.upper())
    assert is_syllable(normalize("NFD", word))


@pytest.mark.parametrize("word", [*NONE, "", "a" * 200])
def test_what_no_vietnamese_writes_is_none(word: str) -> None:
    assert not is_syllable(word)


def test_the_words_of_a_notice_are_syllables() -> None:
    words = [word for word in re.findall(r"[^\W\d_]+", NOTICE) if not word.isascii()]
    assert [word for word in words if not is_syllable(word)] == ["HĐND", "QĐ"]
