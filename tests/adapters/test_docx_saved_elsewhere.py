"""A draft with our section in it that another program has saved: the newer version still takes its place."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from docx import Document

from app.adapters.docx_insertion import insert, inspect
from app.adapters.docx_numbering import W
from app.adapters.office_program import convert, program
from app.domain.draft_places import PlaceKind
from app.domain.errors import DomainError
from tests.adapters.drafts import OVERDUE, canonical, of_xml, para, root
from tests.adapters.test_docx_insertion import LATE, NEW, REPORT, edited, found, put, texts


def saved_by_libreoffice(content: bytes) -> bytes:
    return convert(content, source="docx", filter_name="MS Word 2007 XML", target="docx")


def stripped(content: bytes) -> bytes:
    """As LibreOffice saves it: the section ends with the draft's own last paragraph, and of the bookmark around the
    annexes nothing is left but pieces."""

    def strip(body):
        (start,) = [each for each in body.iter(f"{W}bookmarkStart") if each.get(f"{W}name") == "dondoc_phu_luc"]
        (end,) = [each for each in body.iter(f"{W}bookmarkEnd") if each.get(f"{W}id") == start.get(f"{W}id")]
        ours, title = start.getparent(), start.getparent().getnext()
        ours.getprevious().get_or_add_pPr().append(ours.find(f"{W}pPr/{W}sectPr"))
        title.insert(1, start)
        start.addnext(end)
        ours.getparent().remove(ours)
        again = start.__copy__()
        again.set(f"{W}id", "99")
        body.findall(f"{W}p")[-1].append(again)

    return edited(content, strip)


def read_again(content: bytes) -> tuple[list[str], list[object]]:
    """The words, and how the pages of each section lie."""
    return texts(content), [section.orientation for section in Document(io.BytesIO(content)).sections]


SAVERS = [
    pytest.param(stripped, id="stripped"),
    pytest.param(
        saved_by_libreoffice,
        id="LibreOffice",
        marks=pytest.mark.skipif(program() is None, reason="LibreOffice is not installed"),
    ),
]


@pytest.mark.parametrize("save", SAVERS)
@pytest.mark.parametrize("lists", [[OVERDUE], [replace(OVERDUE, label="Phụ lục I"), LATE]], ids=["one list", "two"])
@pytest.mark.parametrize("own", ["", para("PHỤ LỤC 1") + para("Danh mục của dự thảo")], ids=["", "an annex of its own"])
def test_annexes_go_also_from_a_draft_that_libreoffice_has_saved(save, lists, own):
    older = save(put(REPORT + own, annexes=lists))
    assert inspect(older).place.kind is PlaceKind.OLD_BLOCK
    newer = insert(older, after=inspect(older).place.after, paragraphs=["Mới."], annexes=[OVERDUE])
    assert read_again(newer) == read_again(put(REPORT + own, paragraphs=["Mới."], annexes=[OVERDUE]))
    none = insert(newer, after=inspect(newer).place.after, paragraphs=["Mới."], annexes=[])
    assert read_again(none) == read_again(put(REPORT + own, paragraphs=["Mới."], annexes=[]))
    assert "dondoc_phu_luc" not in canonical(root(none)).decode()
    assert len(root(none).find(f"{W}body")) == len(root(of_xml(REPORT + own)).find(f"{W}body")) + 1, "no empty line"


@pytest.mark.parametrize("save", SAVERS)
def test_an_annex_whose_table_is_gone_is_left_to_people(save):
    def cut(body):
        body.remove(body.find(f"{W}tbl"))

    torn = edited(save(put(REPORT)), cut)
    with pytest.raises(DomainError, match="old_block_torn"):
        insert(torn, after=0, paragraphs=NEW, annexes=[OVERDUE])


def test_what_people_wrote_behind_an_annex_that_libreoffice_saved_stays():
    def write(body):
        body.find(f"{W}sectPr").addprevious(found(of_xml(para("Phụ lục thêm")), "Phụ lục thêm"))

    made = edited(stripped(put(REPORT)), write)
    newer = texts(insert(made, after=1, paragraphs=["Mới."], annexes=[OVERDUE]))
    assert newer.count(OVERDUE.title.upper()) == 1
    assert newer.index("Phụ lục thêm") < newer.index(OVERDUE.title.upper())
