"""A table of contents names headings: the section goes under the heading itself, and nothing goes between the names."""

from __future__ import annotations

import pytest

from app.adapters.docx_insertion import insert, inspect
from app.domain.draft_places import PlaceKind
from tests.adapters.drafts import of_xml, para
from tests.adapters.test_docx_insertion import BODY, texts

DISCIPLINE, NEXT = "2. Chấp hành kỷ luật, kỷ cương hành chính", "3. Cải cách tài chính công"
NAMED = (f"{DISCIPLINE}\t3", f"{NEXT}\t4")
REPORT = "".join(map(para, (DISCIPLINE, BODY, NEXT, BODY)))


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instruction(*pieces: str) -> str:
    said = "".join(f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in pieces)
    return mark("begin") + said + mark("separate")


def with_runs(before: str, text: str, behind: str = "") -> str:
    return f"<w:p>{before}<w:r><w:t>{text}</w:t></w:r>{behind}</w:p>"


def page_of(text: str) -> str:
    """An entry whose page number is a field within the field."""
    return with_runs("", text, f"{instruction(' PAGEREF _Toc1 ')}<w:r><w:t>3</w:t></w:r>{mark('end')}")


def field(*said: str, last: str = "") -> str:
    """Word begins the field in the first entry, and ends it in the paragraph behind the last one."""
    entries = with_runs(instruction(*said), NAMED[0]) + page_of(NAMED[1])
    return f"{entries}<w:p>{mark('end')}</w:p>{last}"


def gallery(name: str) -> str:
    kind = f'<w:docPartObj><w:docPartGallery w:val="{name}"/><w:docPartUnique/></w:docPartObj>'
    inside = "".join(map(para, ("MỤC LỤC", *NAMED)))
    return f"<w:sdt><w:sdtPr>{kind}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def by_style(document) -> None:
    for style in ("toc 1", "toc 2"):
        document.styles.add_style(style, 1).element.set(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}styleId", style.replace("toc ", "TOC")
        )


STYLED = "".join(para(text, f'<w:pStyle w:val="TOC{at}"/>') for at, text in enumerate(NAMED, 1))
CONTENTS = [
    pytest.param(of_xml(field(" TOC \\o &quot;1-3&quot; ") + REPORT), id="a field"),
    pytest.param(of_xml(field(" TO", "C \\o ") + REPORT), id="a field whose instruction is split"),
    pytest.param(of_xml(gallery("Table of Contents") + REPORT), id="the frame around it"),
    pytest.param(of_xml(STYLED + REPORT, by_style), id="styles"),
]


@pytest.mark.parametrize("content", CONTENTS)
def test_what_stands_in_a_table_of_contents_is_no_place(content):
    seen = inspect(content)
    listed = [each.text for each in seen.paragraphs if each.listed]
    assert [text for text in listed if text.startswith(DISCIPLINE)], listed
    assert [each.text for each in seen.paragraphs if each.text and not each.listed] == [DISCIPLINE, BODY, NEXT, BODY]
    assert seen.place.kind is PlaceKind.DISCIPLINE
    assert (seen.paragraphs[seen.place.after].text, seen.paragraphs[seen.place.heading].text) == (BODY, DISCIPLINE)
    words = texts(insert(content, after=seen.place.after, paragraphs=["Mới."], annexes=[]))
    assert words[words.index("Mới.") - 1 : words.index("Mới.") + 2] == [BODY, "Mới.", NEXT]


def test_the_heading_that_a_field_of_contents_ends_before_is_a_heading():
    behind = with_runs(mark("end"), DISCIPLINE)
    entries = with_runs(instruction(" TOC "), NAMED[0]) + para(NAMED[1])
    seen = inspect(of_xml(entries + behind + para(BODY)))
    assert [each.text for each in seen.paragraphs if not each.listed] == [DISCIPLINE, BODY]
    assert seen.place.heading == 2


@pytest.mark.parametrize(
    "xml",
    [
        field(" HYPERLINK https://a "),
        field(" TOCX "),
        gallery("Cover Pages"),
        with_runs(instruction(" TOC "), NAMED[0]) + para(NAMED[1]),
    ],
    ids=["another field", "another name", "another frame", "a field without end"],
)
def test_what_is_no_table_of_contents_is_read_as_it_is(xml):
    assert not [each for each in inspect(of_xml(xml)).paragraphs if each.listed]


def test_a_draft_that_ends_with_its_contents_gets_the_section_before_them():
    content = of_xml(para(DISCIPLINE) + para(BODY) + gallery("Table of Contents"))
    place = inspect(content).place
    assert inspect(content).paragraphs[place.after].text == BODY
    words = texts(insert(content, after=place.after, paragraphs=["Mới."], annexes=[]))
    assert words[1:4] == [BODY, "Mới.", "MỤC LỤC"]
