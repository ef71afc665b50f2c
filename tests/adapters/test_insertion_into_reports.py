"""The four real reports, typed in three ways: the section stands where it belongs, and nothing else has changed."""

from __future__ import annotations

from functools import lru_cache

import pypdfium2
import pytest

from app.adapters.docx_insertion import insert, inspect
from app.adapters.office_program import convert, program
from app.domain.draft_headings import one_line, title_of
from app.domain.draft_places import PlaceKind
from tests.adapters.drafts import (
    OVERDUE,
    automatic,
    bold,
    canonical,
    draft,
    parts,
    root,
    styled,
    typed,
    without_inserted,
)
from tests.conftest import CORPUS

REPORTS = CORPUS.parent / "reports"
pytestmark = pytest.mark.skipif(not REPORTS.is_dir(), reason="the four reports do not lie beside this checkout")
needs_office = pytest.mark.skipif(program() is None, reason="LibreOffice is not installed")
STYLES = {"typed": lambda: typed, "bold": lambda: bold, "styled": lambda: styled, "automatic": automatic}
YEAR_2020, QUARTER_3, EIGHT_MONTHS, TEN_YEARS = (
    "bao-cao-nam-2020-thuong-xuan.md",
    "bao-cao-quy-3-2021-quang-tri.md",
    "bao-cao-8-thang-2023-binh-giang.md",
    "tong-ket-2011-2020-an-hoa-thinh.txt",
)
PUBLIC_SERVICE, STAFF = "Cải cách chế độ công vụ", "Xây dựng và nâng cao chất lượng đội ngũ cán bộ, công chức"
FINANCE = "Cải cách tài chính công"
# Of each report: why the place is right, the heading it belongs to, and the next one behind it.
PLACES = {
    YEAR_2020: (PlaceKind.PUBLIC_SERVICE, STAFF, FINANCE),
    QUARTER_3: (PlaceKind.PUBLIC_SERVICE, PUBLIC_SERVICE, FINANCE),
    EIGHT_MONTHS: (
        PlaceKind.DISCIPLINE,
        "Tình hình chấp hành kỷ luật, kỷ cương hành chính",
        "Kết quả thực hiện đào tạo, bồi dưỡng",
    ),
    TEN_YEARS: (PlaceKind.PUBLIC_SERVICE, STAFF, FINANCE),
}
LABELS = {YEAR_2020: "Phụ lục", QUARTER_3: "Phụ lục 3", EIGHT_MONTHS: "Phụ lục", TEN_YEARS: "Phụ lục 9"}
SENTENCES = ("Còn 02 nhiệm vụ quá hạn (chi tiết tại Phụ lục kèm theo).", "Có 03 nhiệm vụ hoàn thành sau thời hạn.")
every_report = pytest.mark.parametrize("report", sorted(PLACES))
every_style = pytest.mark.parametrize("style", STYLES)


@lru_cache
def made(report: str, style: str) -> bytes:
    return draft((REPORTS / report).read_text(encoding="utf-8").splitlines(), STYLES[style]())


@lru_cache
def inserted(report: str, style: str) -> bytes:
    place = inspect(made(report, style)).place
    assert place is not None
    return insert(made(report, style), after=place.after, paragraphs=SENTENCES, annexes=[OVERDUE])


def bare(text: str) -> str:
    """Without number and sign, which only some styles have in the text."""
    return title_of(text).removeprefix("\u2013").strip()


@every_style
@every_report
def test_the_place_is_the_one_the_report_has_for_discipline(report, style):
    seen = inspect(made(report, style))
    kind, heading, following = PLACES[report]
    assert seen.place is not None
    assert seen.place.kind is kind
    assert bare(seen.paragraphs[seen.place.heading].text).startswith(heading)
    behind = next(each for each in seen.paragraphs[seen.place.after + 1 :] if each.text)
    assert bare(behind.text).startswith(following)


@every_style
@every_report
def test_what_is_inserted_stands_there_and_its_annex_at_the_end(report, style):
    shown, label = [each.text for each in inspect(inserted(report, style)).paragraphs if each.text], LABELS[report]
    texts = [bare(text) for text in shown]
    at = texts.index(SENTENCES[0].replace("Phụ lục", label))
    assert texts[at + 1] == SENTENCES[1]
    assert texts[at + 2].startswith(PLACES[report][2])
    assert shown[-10:-6] == [label, OVERDUE.title.upper(), one_line(OVERDUE.attached_to), *OVERDUE.notes]
    assert shown[-6:] == ["TT", "Đơn vị", *(cell for row in OVERDUE.table.rows for cell in row)]


@every_style
@every_report
def test_nothing_else_in_the_file_changes(report, style):
    before, after = made(report, style), inserted(report, style)
    assert parts(after) == parts(before)
    assert without_inserted(after) == canonical(root(before))


@every_style
@every_report
def test_a_newer_version_takes_the_place_of_the_older(report, style):
    older, newer = inserted(report, style), ("Đến nay không còn nhiệm vụ quá hạn.",)
    place, first = inspect(older).place, inspect(made(report, style)).place
    assert place.kind is PlaceKind.OLD_BLOCK
    replaced = insert(older, after=place.after, paragraphs=newer, annexes=[])
    assert canonical(root(replaced)) == canonical(
        root(insert(made(report, style), after=first.after, paragraphs=newer, annexes=[]))
    )


@needs_office
@pytest.mark.parametrize(("report", "style"), [(QUARTER_3, "styled"), (TEN_YEARS, "typed"), (YEAR_2020, "automatic")])
def test_libreoffice_shows_the_annex_across_and_the_report_as_it_was(report, style):
    before, after = (
        [page.get_size() for page in pypdfium2.PdfDocument(_pdf(content))]
        for content in (made(report, style), inserted(report, style))
    )
    assert all(height > width for width, height in after[:-1])
    assert after[-1][0] > after[-1][1]
    assert 0 <= len(after) - 1 - len(before) <= 1, "two sentences fill no page"


@needs_office
@every_report
def test_saved_by_libreoffice_in_between_a_newer_version_takes_the_place_of_the_older(report):
    older = convert(inserted(report, "typed"), source="docx", filter_name="MS Word 2007 XML", target="docx")
    newer = insert(older, after=inspect(older).place.after, paragraphs=SENTENCES, annexes=[OVERDUE])
    shown, once = ([each.text for each in inspect(each).paragraphs] for each in (newer, inserted(report, "typed")))
    assert [text for text in shown if text] == [text for text in once if text]


def _pdf(content: bytes) -> bytes:
    return convert(content, source="docx", filter_name="MS Word 2007 XML", target="pdf")
