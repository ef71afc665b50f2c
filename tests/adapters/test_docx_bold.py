"""Headings by bold letters alone, as a file says so: of the run, of its style, of neither."""

from __future__ import annotations

import pytest

from app.adapters.docx_insertion import insert, inspect
from app.domain.draft_places import PlaceKind
from tests.adapters.drafts import of_xml, para
from tests.adapters.test_docx_insertion import BODY, found, names, texts

DISCIPLINE, NEXT = "Chấp hành kỷ luật, kỷ cương hành chính", "Cải cách tài chính công"


def runs(*pieces: tuple[str, str], style: str = "") -> str:
    inside = "".join(f'<w:r><w:rPr>{form}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>' for text, form in pieces)
    return f"<w:p><w:pPr>{style}</w:pPr>{inside}</w:p>"


def report(heading: str) -> bytes:
    return of_xml(para("I. KẾT QUẢ") + para(BODY) + heading + para(BODY) + para(NEXT, "", "<w:b/>") + para(BODY))


@pytest.mark.parametrize(
    "heading",
    [
        para(DISCIPLINE, "", "<w:b/>"),
        runs((DISCIPLINE[:9], "<w:b/>"), (" ", ""), (DISCIPLINE[10:], '<w:b w:val="true"/>')),
        runs((DISCIPLINE, ""), style='<w:pStyle w:val="Heading1"/><w:outlineLvl w:val="9"/>'),
    ],
    ids=["the run", "each run with words", "the style"],
)
def test_the_section_goes_to_the_end_of_what_bold_letters_head(heading):
    content = report(heading)
    place = inspect(content).place
    assert (place.kind, place.heading, place.after) == (PlaceKind.DISCIPLINE, 2, 3)
    made = insert(content, after=place.after, paragraphs=["Mới."], annexes=[])
    assert texts(made)[3:6] == [BODY, "Mới.", NEXT]
    assert "b" not in names(found(made, "Mới."))


@pytest.mark.parametrize(
    "heading",
    [
        para(DISCIPLINE),
        para(DISCIPLINE, "", '<w:b w:val="0"/>'),
        runs((f"{DISCIPLINE}:", "<w:b/>"), (" được tăng cường", "")),
    ],
    ids=["plain", "switched off", "the beginning alone"],
)
def test_what_is_not_bold_throughout_is_text(heading):
    assert inspect(report(heading)).place is None
