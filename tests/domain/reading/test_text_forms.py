"""A notice means the same however its letters were typed: decomposed, with hard blanks, the tone on either vowel."""

from __future__ import annotations

from random import Random
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.extraction import check_pasted
from app.domain.reading import Reading, read
from app.domain.reading.text import canon
from tests.domain.reading.notices import NOTICE

# By the style that writes the tone on the first vowel, that on the second, as either may be typed.
STYLES = (
    ("hòa", "hoà"),
    ("óa", "oá"),
    ("ỏe", "oẻ"),
    ("khỏe", "khoẻ"),
    ("xòe", "xoè"),
    ("thúy", "thuý"),
    ("ủy", "uỷ"),
    ("lũy", "luỹ"),
    ("tọa", "toạ"),
    ("HÓA", "HOÁ"),
    ("Ủy", "Uỷ"),
    ("THÙY", "THUỲ"),
    ("Loại", "Loại"),
)
SAME_AS_THEY_ARE = ("quý", "Quỳ", "quỷ", "hoàn", "hoàng", "khoẻn", "thuỷnh", "hoạt", "huỳnh", "quyết", "toán", "khoảng")
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\xad"
BLANKS = "\xa0\u2007\u202f"


@pytest.mark.parametrize(("first", "second"), STYLES)
def test_the_place_of_the_tone_makes_no_difference(first: str, second: str) -> None:
    assert canon(second) == canon(first) == first.lower()
    for before, after in (("", ""), ("(", ")"), (" ", ","), ("1", "2")):
        assert canon(before + second + after) == canon(before + first + after)


@pytest.mark.parametrize("word", SAME_AS_THEY_ARE)
def test_where_only_one_place_is_right_nothing_moves(word: str) -> None:
    assert canon(word) == word.lower()


TO_SECOND = (
    *(("òa", "oà"), ("óa", "oá"), ("ỏa", "oả"), ("õa", "oã"), ("ọa", "oạ")),
    *(("òe", "oè"), ("óe", "oé"), ("ỏe", "oẻ"), ("õe", "oẽ"), ("ọe", "oẹ")),
    *(("ùy", "uỳ"), ("úy", "uý"), ("ủy", "uỷ"), ("ũy", "uỹ"), ("ụy", "uỵ")),
)


def new_style(text: str, random: Random) -> str:
    """Some tones moved to the second vowel, in capitals too."""
    for first, second in TO_SECOND:
        for style in (str, str.upper):
            if random.random() < 0.7:
                text = text.replace(style(first), style(second))
    return text.replace("Ủy", "Uỷ") if random.random() < 0.7 else text


def decomposed(text: str, random: Random) -> str:
    """Some letters as a base and its marks, all at once as macOS writes them, or here and there."""
    if random.random() < 0.3:
        return normalize("NFD", text)
    return "".join(normalize("NFD", char) if random.random() < 0.3 else char for char in text)


def hard_blanks(text: str, random: Random) -> str:
    return "".join(random.choice(BLANKS) if char == " " and random.random() < 0.3 else char for char in text)


def invisible_signs(text: str, random: Random) -> str:
    """Between letters, where programs that break lines leave them; and at the beginning of the file."""
    parts = (char + (random.choice(INVISIBLE) if char.isalpha() and random.random() < 0.05 else "") for char in text)
    return random.choice(["", "\ufeff"]) + "".join(parts)


def windows_line_ends(text: str, random: Random) -> str:
    return text.replace("\n", "\r\n")


FORMS = (new_style, decomposed, hard_blanks, invisible_signs, windows_line_ends)


def meaning(reading: Reading) -> list[tuple[object, ...]]:
    return [
        (
            task.clause,
            *(tuple(map(canon, names)) for names in (task.leads, task.coordinating, task.report_to)),
            task.deadline,
            canon(task.deadline_text or ""),
            task.general,
            task.kind,
            task.unsure,
        )
        for task in reading.tasks
    ]


CLEAN = read(NOTICE)


@given(st.lists(st.sampled_from(FORMS), unique=True, min_size=1), st.randoms(use_true_random=False))
def test_a_notice_says_the_same_in_whatever_form_it_comes(forms, random) -> None:
    text = NOTICE
    for form in sorted(forms, key=FORMS.index):
        text = form(text, random)
    text = check_pasted(text).text
    reading = read(text)
    assert meaning(reading) == meaning(CLEAN)
    assert [unused.why for unused in reading.unused_dates] == [unused.why for unused in CLEAN.unused_dates]
    for task in reading.tasks:
        assert 0 <= task.start < task.end <= len(text)
        if task.deadline_start is not None:
            assert text[task.deadline_start : task.deadline_end].split() == (task.deadline_text or "").split()
    head, clean = reading.document, CLEAN.document
    assert (head.number, head.issued_on, head.meeting_on) == (clean.number, clean.issued_on, clean.meeting_on)
    assert canon(head.subject or "") == canon(clean.subject or "")


@given(st.lists(st.sampled_from((new_style, hard_blanks)), unique=True), st.randoms(use_true_random=False))
def test_hard_blanks_and_the_place_of_the_tone_matter_not_even_unclean(forms, random) -> None:
    """The reader itself needs no other blanks: what stands in the text is what a person sees."""
    text = NOTICE
    for form in forms:
        text = form(text, random)
    assert len(text) == len(NOTICE)
    assert meaning(read(text)) == meaning(CLEAN)
    assert [(task.start, task.end) for task in read(text).tasks] == [(task.start, task.end) for task in CLEAN.tasks]
