"""What the program tells of a page, line by line, and what is done to it before it is text."""

from __future__ import annotations

import pytest

from app.adapters.ocr_lines import SeenWord, cleared, is_certain, is_rubbish, lines_of
from app.adapters.pdf_lines import Line

HOCR = (
    '<html xmlns="http://www.w3.org/1999/xhtml"><body><p class="ocr_par">'
    '<span class="ocr_line" title="bbox 300 100 900 150; baseline 0.01 -10; x_size 50; x_descenders 10">{}</span>'
    "</p></body></html>"
)
WORD = '<span class="ocrx_word" title="bbox {x0} 100 {x1} 150; x_wconf {sure}">{text}</span>'


def read(*words: tuple[int, int, str, int]) -> list[Line]:
    inner = "".join(WORD.format(x0=x0, x1=x1, text=text, sure=sure) for x0, x1, text, sure in words)
    return lines_of(HOCR.format(inner).encode(), 1000, 0.24)


def line(*words: tuple[str, int], y: float = 500, size: float = 13, x0: float = 72) -> Line:
    placed = (SeenWord(text, x0 + 40 * at, x0 + 40 * at + 35, sure) for at, (text, sure) in enumerate(words))
    return Line(tuple(placed), y, size)


def texts(*lines: Line) -> list[str]:
    return [each.text for each in cleared(lines, 842)]


def test_places_are_points_from_the_lower_left_corner() -> None:
    (found,) = read((300, 400, "Giao", 96), (420, 600, "Phòng", 90))
    assert (found.x0, found.x1, found.size) == (72.0, 144.0, 12.0)
    assert found.y == pytest.approx((1000 - (150 - 10 + 0.01 * 300)) * 0.24)
    assert [word.confidence for word in found.words if isinstance(word, SeenWord)] == [96, 90]


@pytest.mark.parametrize(
    ("first", "gap", "second", "whole"),
    [
        ("02-", 2, "KH/TU", "02-KH/TU"),
        ("06/QĐ-", -8, "-TTg", "06/QĐ-TTg"),
        ("thống", 2, "nhất", "thống nhất"),
        ("02-", 20, "KH/TU", "02- KH/TU"),
        ("-", 2, "Chủ", "- Chủ"),
    ],
)
def test_the_halves_of_a_symbol_are_joined_and_nothing_else(first: str, gap: int, second: str, whole: str) -> None:
    (found,) = read((300, 400, first, 96), (400 + gap, 600, second, 90))
    assert found.text == whole


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ((("_", 20), ("rà", 95), ("soát", 95)), "rà soát"),
        ((("rà", 95), ("soát", 95), ("ẩ/", 30)), "rà soát"),
        ((("-thiện", 30), ("theo", 95)), "thiện theo"),
        ((("-", 92), ("Chủ", 95), ("trì", 95)), "- Chủ trì"),
        ((("-", 20), ("Đồng", 95), ("bộ", 95)), "- Đồng bộ"),
        ((("-Chủ", 30), ("trì", 95)), "-Chủ trì"),
        ((("5", 20), ("người", 95)), "5 người"),
        ((("Đồng.", 95), ("bộ", 95), ("dữ", 95), ("liệu.", 95)), "Đồng bộ dữ liệu."),
        ((("TP.", 95), ("huyện", 95), ("v.v.", 95), ("theo", 95)), "TP. huyện v.v. theo"),
    ],
)
def test_specks_beside_a_line_go_and_bullets_and_numbers_stay(words: tuple[tuple[str, int], ...], kept: str) -> None:
    assert texts(line(*words), line(("theo", 95), ("lộ", 95), ("trình", 95)))[0] == kept


def test_a_stroke_in_the_margin_is_no_bullet_however_certain_it_is() -> None:
    usual = [line(("các", 95), ("việc", 95), y=400 - 20 * at) for at in range(3)]
    assert texts(*usual, line(("-_", 90), ("vụ", 95), ("cháy", 95), x0=60))[-1] == "vụ cháy"


def test_lines_of_nearly_one_size_have_one_size() -> None:
    found = cleared(
        [line(("Giao", 95), ("việc", 95), size=13.2), line(("V/v", 95), size=11.2), line(("chú", 95), size=9.4)], 842
    )
    assert [each.size for each in found] == [13, 13, 9.4]


def test_what_raised_numbers_are_taken_for_are_notes_where_the_foot_of_the_page_has_them() -> None:
    text = line(("Chính", 95), ("phủ!,", 95))
    note = line(("!", 90), ("Nghị", 95), ("định", 95), y=100, size=9)
    assert texts(text, note) == ["Chính phủ¹,", "¹ Nghị định"]
    assert texts(text) == ["Chính phủ!,"]


def test_stamps_are_rubbish_and_names_beside_them_are_not() -> None:
    assert is_rubbish(line(("Z6S", 20), ("(X3", 30)))
    assert is_rubbish(line(("b", 60)))
    assert not is_rubbish(line(("Giao", 60)))
    assert is_certain(line(("Lê", 90), ("Vân", 90)))
    assert not is_certain(line(("yên", 90), ("Hòa", 90))), "the beginning of it lies under the stamp"
