"""The words of a text, what somebody typed to find, and the hits in context."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.domain.errors import DomainError
from app.domain.finding import LONGEST_WORD, accented_words, folded_words, hits, parse, snippet, terms_of

LETTERS = some.sampled_from("aăâáạđdeêôơưỳ ỹoàhòa019/-.,;:!?\"'“”()&|*^~+\0\n\t\u00a0\u200b\u0301\u0323İßﬁ²½😀한ไท")
TEXTS = some.text(LETTERS, max_size=60) | some.text(max_size=40)


@pytest.mark.parametrize(
    ("text", "folded", "accented"),
    [
        ("Đôn đốc", "don doc", "đôn đốc"),
        ("194/TB-UBND", "194 tb ubnd", "194 tb ubnd"),
        ("số 05/BC–NV", "so 5 bc nv", "số 5 bc nv"),
        ("ngày 00/00", "ngay 0 0", "ngày 0 0"),
        ("hoà bình, thuỷ lợi", "hoa binh thuy loi", "hòa bình thủy lợi"),
        (normalize("NFD", "Thường trực"), "thuong truc", "thường trực"),
        ("đô\u200bn\u00adđốc", "dondoc", "đônđốc"),
        ("a\0b", "a b", "a b"),
        ("…!?“”–", "", ""),
        ("😀", "", ""),
        ("100 m², ½ ①", "100 m", "100 m"),
        ("kehoach_2023.docx", "kehoach 2023 docx", "kehoach 2023 docx"),
    ],
)
def test_the_words_of_a_text(text, folded, accented):
    assert " ".join(folded_words(text)) == folded
    assert " ".join(accented_words(text)) == accented


def test_a_word_without_end_is_cut():
    assert [len(word) for word in folded_words("x" * 5000)] == [LONGEST_WORD]


@given(TEXTS)
def test_both_forms_have_the_same_words_of_letters_and_digits_only(text):
    folded, accented = folded_words(text), accented_words(text)
    assert len(folded) == len(accented)
    assert all(word.isalnum() for word in (*folded, *accented))
    assert folded_words(" ".join(accented)) == folded
    assert folded_words(" ".join(folded)) == folded


@pytest.mark.parametrize(
    ("typed", "words", "phrases"),
    [
        ("đôn đốc", ["don", "doc"], []),
        ("194/TB-UBND", ["194", "tb", "ubnd"], []),
        ('"đẩy nhanh" tiến', ["tien"], ["day nhanh"]),
        ("“đẩy nhanh” tiến", ["tien"], ["day nhanh"]),
        ('trước "ngày 30/9', ["truoc", "ngay", "30", "9"], []),
        ('"" ...', [], []),
        ("AND OR NOT NEAR(a, b) * ^ {x}: -y", ["and", "or", "not", "near", "a", "b", "x", "y"], []),
        ("rà rà Rà ra", ["ra", "ra"], []),
        ("'; DROP TABLE tasks; --", ["drop", "table", "tasks"], []),
    ],
)
def test_what_was_typed_is_plain_words_and_phrases(typed, words, phrases):
    terms = terms_of(typed).terms
    assert [term.folded[0] for term in terms if term.is_prefix] == words
    assert [" ".join(term.folded) for term in terms if not term.is_prefix] == phrases


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("a" * 201, "search.too_long"),
        ("từ " * 500, "search.too_long"),
        ("x" * 10_000, "search.too_long"),
        ("đ", "search.too_short"),
        ("5", "search.too_short"),
        ("…?!", "search.too_short"),
        ('""', "search.too_short"),
        ("\0", "search.too_short"),
        ("😀😀", "search.too_short"),
        ("", "search.too_short"),
    ],
)
def test_what_cannot_be_looked_for_is_refused(typed, code):
    with pytest.raises(DomainError, match=code.replace(".", r"\.")):
        parse(typed)


@pytest.mark.parametrize("typed", ["đô", "55", "1 2", "a b", normalize("NFD", "ế" * 200), "  " + "a" * 200 + "  "])
def test_short_and_long_ones_at_the_limit_are_taken(typed):
    assert parse(typed).terms


@given(TEXTS)
def test_whatever_is_typed_is_parsed_or_refused(typed):
    refused = refusal(typed)
    assert refused in (None, "search.too_long", "search.too_short")
    assert refused or parse(typed).terms


def refusal(typed):
    try:
        parse(typed)
    except DomainError as error:
        return error.code
    return None


def shown(text, typed, **more):
    return "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in snippet(text, terms_of(typed), **more))


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("Đôn đốc các phòng", "don doc", "[Đôn đốc] các phòng"),
        ("Đôn đốc các đơn vị", "vị đôn", "[Đôn] đốc các [đơn vị]"),
        ("Thông báo · 194/TB-UBND · họp", "194/tb", "Thông báo · [194/TB]-UBND · họp"),
        (normalize("NFD", "Thường trực"), "thường", f"[{normalize('NFD', 'Thường')}] {normalize('NFD', 'trực')}"),
        ("hoà giải, hòa bình", "hòa", "[hoà] giải, [hòa] bình"),
        ("báo cáo, cáo báo", '"báo cáo"', "[báo cáo], cáo báo"),
        ("số 05 ngày 5/9", "5", "số [05] ngày [5]/9"),
        ("<b>đôn</b> & đốc", "đôn", "<b>[đôn]</b> & đốc"),
        ("đô\u200bn đốc", "don", "[đô\u200bn] đốc"),
        ("Rà soát", "không có", "Rà soát"),
        ("", "gì đó", ""),
    ],
)
def test_the_hits_are_marked_on_the_words_as_written(text, typed, expected):
    assert shown(text, typed) == expected


def test_a_long_text_is_cut_between_words_around_the_hits():
    text = "đầu " + "chữ " * 200 + "cần tìm " + "chữ " * 200 + "khác nữa cuối"
    found = shown(text, "tìm cuối")
    assert found.startswith("… chữ")
    assert "cần [tìm] chữ" in found
    assert found.endswith(" [cuối]")
    assert len(found) < 360
    assert set(found.replace("[", "").replace("]", "").split()) <= {*text.split(), "…"}


def test_a_text_without_a_hit_shows_its_beginning():
    found = shown("mở đầu " + "chữ " * 100, "xyz")
    assert found.startswith("mở đầu chữ")
    assert found.endswith("chữ …")
    assert len(found) <= 165


def test_a_word_longer_than_a_window_is_shown():
    assert "[" + "x" * 500 + "]" in shown("mở đầu " + "x" * 500 + " cuối", "xx")


@given(TEXTS, TEXTS)
def test_every_snippet_is_made_of_the_text_and_marks_only_hits(text, typed):
    query = terms_of(typed)
    pieces = snippet(text, query, around=20)
    assert all(piece.text in text or not piece.hit for piece in pieces)
    places = hits(text, query)
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)
    if len(text) <= 20:
        assert "".join(piece.text for piece in pieces) == text
