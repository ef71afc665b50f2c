"""The section as it prints: set by LibreOffice, and every page measured."""

from __future__ import annotations

import ctypes
from functools import cache

import pypdfium2
import pypdfium2.raw as raw
import pytest

from app.adapters.pdf_out import can_make_pdf, to_pdf
from app.domain.terms import Audience
from app.services.discipline import discipline_docx
from tests.services.report_views import view_of

MM = 72 / 25.4
UPRIGHT, LANDSCAPE = (210, 297), (297, 210)
# Top, bottom, left, right, in millimetres.
MARGINS = (20, 20, 30, 15)

pytestmark = pytest.mark.skipif(not can_make_pdf(), reason="LibreOffice is not installed: nothing sets the document")


@cache
def pages(audience: Audience) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(to_pdf(discipline_docx(view_of(overdue=60, late=3), audience=audience)))


def size_of(page: pypdfium2.PdfPage) -> tuple[int, int]:
    return round(page.get_width() / MM), round(page.get_height() / MM)


def words_of(page: pypdfium2.PdfPage) -> str:
    return " ".join(page.get_textpage().get_text_range().split())


def fonts_of(document: pypdfium2.PdfDocument) -> dict[str, bool]:
    """Each font with whether it is inside the file."""
    found = {}
    for page in document:
        for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            font = raw.FPDFTextObj_GetFont(each.raw)
            name = ctypes.create_string_buffer(100)
            raw.FPDFFont_GetBaseFontName(font, name, 100)
            found[name.value.decode()] = raw.FPDFFont_GetIsEmbedded(font) == 1
    return found


def outside_the_margins(page: pypdfium2.PdfPage) -> list[str]:
    """The pieces of text that leave the margins; the number of the page alone stands in the upper one."""
    width, height = page.get_size()
    top, bottom, left, right = (margin * MM for margin in MARGINS)
    text, found = page.get_textpage(), []
    for n in range(text.count_rects()):
        x0, y0, x1, y1 = text.get_rect(n)
        inside = x0 >= left - 1 and x1 <= width - right + 1 and y0 >= bottom - 1 and y1 <= height - top + 1
        if not inside:
            found.append(text.get_text_bounded(x0, y0, x1, y1).strip())
    return [piece for piece in found if piece]


def test_to_a_superior_it_is_one_upright_page():
    document = pages(Audience.SUPERIOR)
    assert [size_of(page) for page in document] == [UPRIGHT]
    assert outside_the_margins(document[0]) == []


def test_inside_the_office_the_lists_follow_on_landscape_pages_of_their_own():
    document = pages(Audience.INTERNAL)
    sizes = [size_of(page) for page in document]
    upright = sizes.count(UPRIGHT)
    assert sizes == [UPRIGHT] * upright + [LANDSCAPE] * (len(sizes) - upright)
    assert upright == 2
    assert 8 <= len(sizes) <= 16
    texts = [words_of(page) for page in document]
    assert [n for n, text in enumerate(texts) if text.startswith("Phụ lục")] == [upright, len(sizes) - 1]
    assert all("Cơ quan chủ trì" in text for text in texts[upright:]), "the head of the list repeats"


def test_pages_are_numbered_in_the_upper_margin_and_each_annex_anew():
    document = pages(Audience.INTERNAL)
    upright = [size_of(page) for page in document].count(UPRIGHT)
    annex = len(document) - upright - 1
    numbers = [[], ["2"], [], *([str(n)] for n in range(2, annex + 1)), []]
    assert [outside_the_margins(page) for page in document] == numbers


def test_every_font_is_in_the_file_and_is_times_or_made_to_its_measures():
    for audience in Audience:
        fonts = fonts_of(pages(audience))
        assert all(fonts.values()), fonts
        families = {name.partition("+")[2] or name for name in fonts}
        assert all(name.startswith(("LiberationSerif", "TimesNewRoman", "Tinos")) for name in families), families
