"""Inserting into a draft: what is put in looks like its neighbours, and whatever the draft holds stays as it was."""

from __future__ import annotations

import io
import re
import time
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from hypothesis import given, settings
from hypothesis import strategies as st

from app.adapters.docx_insertion import insert, inspect
from app.adapters.docx_numbering import W
from app.adapters.word import Column, Table, annex_blocks
from app.domain.draft_places import PlaceKind
from app.domain.errors import DomainError
from tests.adapters.drafts import OVERDUE, canonical, of_xml, para, parts, root, table, without_inserted
from tests.adapters.test_docx import MAIN, sdt

HEADING, BODY = "4. Cải cách chế độ công vụ", "Ủy ban nhân dân đã chỉ đạo các cơ quan, đơn vị thực hiện nghiêm."
NEW = ("Còn 02 nhiệm vụ quá hạn (chi tiết tại Phụ lục kèm theo).", "Có 03 nhiệm vụ hoàn thành sau thời hạn.")
LATE = replace(OVERDUE, label="Phụ lục II", title="Danh mục nhiệm vụ hoàn thành sau thời hạn")
FORM = '<w:spacing w:before="60"/><w:ind w:firstLine="720"/><w:jc w:val="both"/>'
ARIAL = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/>'
ENDED = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'
REPORT = para(HEADING) + para(BODY) + para("5. Cải cách tài chính công") + para(BODY)


def put(xml: str, *, after: int | None = None, paragraphs=NEW, annexes=(OVERDUE,)) -> bytes:
    """A draft with the section in it, proven to be the draft again without it."""
    content = of_xml(xml)
    place = inspect(content).place
    at = place.after if after is None else after
    made = insert(content, after=at, paragraphs=paragraphs, annexes=annexes)
    assert parts(made) == parts(content)
    assert without_inserted(made) == canonical(root(content))
    assert Document(io.BytesIO(made)).paragraphs
    return made


def found(content: bytes, text: str = NEW[1]):
    """The paragraph with these words."""
    (paragraph,) = [each for each in root(content).iter(f"{W}p") if text in "".join(each.itertext())]
    return paragraph


def texts(content: bytes) -> list[str]:
    return [each.text for each in inspect(content).paragraphs if each.text]


def names(element) -> set[str]:
    return {each.tag.removeprefix(W) for each in element.iter()}


@pytest.mark.parametrize(
    ("form", "run", "lead"),
    [
        (FORM, f'{ARIAL}<w:sz w:val="26"/>', ""),
        ('<w:pStyle w:val="BodyText"/>', '<w:sz w:val="28"/>', ""),
        ('<w:ind w:left="567" w:hanging="283"/>', ARIAL, "-\t"),
        (FORM, ARIAL, "\u2013 "),
        (FORM, ARIAL, "\t- "),
        (FORM, ARIAL, "\t"),
        ('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="100"/></w:numPr>', ARIAL, ""),
    ],
)
def test_new_paragraphs_look_like_the_one_before(form, run, lead):
    made = put(para(HEADING, "", "<w:b/>") + para(lead + BODY, form, run))
    old, new = found(made, BODY), found(made)
    for properties in ("pPr", "r/{0}rPr"):
        before, after = (each.find(W + properties.format(W)) for each in (old, new))
        assert canonical(before) == canonical(after)
    typed = [each.text or "\t" for each in new.find(f"{W}r") if each.tag != f"{W}rPr"]
    assert "".join(typed) == lead + NEW[1]


def test_what_belongs_to_the_one_paragraph_is_not_copied():
    marks = '<w:bookmarkStart w:id="7" w:name="a"/><w:bookmarkEnd w:id="7"/><w:commentRangeStart w:id="1"/>'
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r>'
    raised = '<w:rStyle w:val="a"/><w:vertAlign w:val="superscript"/>'
    note = f'<w:r><w:rPr>{raised}</w:rPr><w:footnoteReference w:id="2"/></w:r>'
    words = f'<w:r><w:rPr><w:b/>{ARIAL}<w:highlight w:val="yellow"/></w:rPr><w:t>{BODY}</w:t></w:r>'
    form = '<w:pPr><w:keepNext/><w:pageBreakBefore/><w:jc w:val="both"/><w:outlineLvl w:val="9"/></w:pPr>'
    new = found(put(f"{para(HEADING)}<w:p>{form}{marks}{words}{field}{note}</w:p>"))
    assert names(new) == {"p", "pPr", "jc", "r", "rPr", "rFonts", "t", "bookmarkEnd"}


def test_a_draft_without_text_gets_the_form_of_the_decree():
    made = put("<w:p/>", after=0)
    new = found(made)
    assert new.find(f"{W}pPr/{W}ind").get(f"{W}firstLine") == "720"
    assert new.find(f"{W}r/{W}rPr/{W}sz").get(f"{W}val") == "28"


def test_words_are_written_as_they_are_and_what_xml_cannot_hold_is_left_out():
    made = put(REPORT, paragraphs=["a < b & c\n  hai\x00\x0b\ud800\tba"], annexes=[])
    (new,) = [each for each in root(made).iter(f"{W}p") if "hai" in "".join(each.itertext())]
    run = new.find(f"{W}r")
    assert [each.text or each.tag.removeprefix(W) for each in run if each.tag != f"{W}rPr"] == [
        "a < b & c",
        "br",
        "  hai",
        "tab",
        "ba",
    ]


def test_the_annex_lies_across_behind_the_draft_whose_own_last_section_stays():
    draft, made = (Document(io.BytesIO(each)).sections for each in (of_xml(REPORT), put(REPORT)))
    own, annex = made
    assert canonical(own._sectPr) == canonical(draft[0]._sectPr)
    assert own.header.paragraphs[0].text == "2"
    assert (annex.orientation, annex.page_width > annex.page_height) == (WD_ORIENT.LANDSCAPE, True)
    assert annex.header.is_linked_to_previous
    assert annex.different_first_page_header_footer
    assert annex._sectPr.find(f"{W}pgNumType").get(f"{W}start") == "1"


def test_a_head_of_the_first_page_alone_is_not_shown_again_on_the_annex():
    def letterhead(document):
        document.sections[0].first_page_header.paragraphs[0].text = "ỦY BAN NHÂN DÂN"

    content = of_xml(REPORT, letterhead)
    annex = Document(io.BytesIO(insert(content, after=1, paragraphs=NEW, annexes=[OVERDUE]))).sections[-1]
    assert not annex.different_first_page_header_footer


def test_each_list_is_an_annex_with_pages_of_its_own():
    made = put(REPORT, annexes=[replace(OVERDUE, label="Phụ lục I"), LATE])
    document = Document(io.BytesIO(made))
    assert [section.orientation for section in document.sections] == [WD_ORIENT.PORTRAIT, *[WD_ORIENT.LANDSCAPE] * 2]
    assert [each for each in texts(made) if each.startswith("Phụ lục")] == ["Phụ lục I", "Phụ lục II"]
    for made_table in document.tables:
        rows = made_table._tbl.findall(f"{W}tr")
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False]
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        assert made_table._tbl.find(f"{W}tblPr/{W}tblStyle") is None
        assert len(made_table._tbl.find(f"{W}tblPr/{W}tblBorders")) == 6


def test_the_text_of_the_annex_has_the_font_of_the_draft_and_no_indent_of_its_styles():
    made = put(para(HEADING) + para(BODY, FORM, ARIAL))
    for paragraph in (found(made, OVERDUE.attached_to), found(made, "Phòng Y tế")):
        assert paragraph.find(f"{W}r/{W}rPr/{W}rFonts").get(f"{W}ascii") == "Arial"
        assert paragraph.find(f"{W}pPr/{W}ind").get(f"{W}firstLine") == "0"


def test_annexes_and_the_sentences_that_name_them_go_on_from_the_drafts_own():
    words = ["Quá hạn: tại Phụ lục I, còn Phụ lục II là trễ.", "Căn cứ Phụ lục V Nghị định và PHỤ LỤC."]
    made = put(REPORT + para("PHỤ LỤC 1"), paragraphs=words, annexes=[replace(OVERDUE, label="Phụ lục I"), LATE])
    assert found(made, "Quá hạn: tại Phụ lục 2, còn Phụ lục 3 là trễ.") is not None
    assert found(made, words[1]) is not None
    assert [each for each in texts(made) if each.startswith("PHỤ LỤC")] == ["PHỤ LỤC 1", "PHỤ LỤC 2", "PHỤ LỤC 3"]


@pytest.mark.parametrize(
    ("xml", "after", "before_it", "behind_it"),
    [
        pytest.param(REPORT + table([BODY]), 1, BODY, "5. Cải cách tài chính công", id="ends in a table"),
        pytest.param(
            para(HEADING) + table([BODY, BODY], [BODY]) + para("5. Cuối"), 2, None, "5. Cuối", id="in a table"
        ),
        pytest.param(sdt(para(HEADING) + para(BODY)) + para("5. Cuối"), 1, BODY, None, id="in a content control"),
        pytest.param(para(HEADING) + para(BODY, ENDED) + para("5. Cuối"), 1, BODY, "5. Cuối", id="ends a section"),
        pytest.param(REPORT, -1, None, HEADING, id="before all"),
        pytest.param("", -1, None, None, id="empty body"),
        pytest.param(
            f'{para(BODY)}<w:sdt><w:sdtPr><w:lock w:val="sdtContentLocked"/></w:sdtPr><w:sdtContent>{para(HEADING)}'
            f"{para(BODY)}</w:sdtContent></w:sdt>{para('5. Cuối')}",
            1,
            None,
            "5. Cuối",
            id="in a locked control",
        ),
    ],
)
def test_whatever_the_draft_is_made_of_it_stays(xml, after, before_it, behind_it):
    made = put(xml, after=after)
    first, last = found(made, NEW[0].partition(" (")[0]), found(made)
    before, behind = first.getprevious(), last.getnext()
    assert before_it is None or "".join(before.itertext()) == before_it
    assert behind_it is None or "".join(behind.itertext()) == behind_it


def test_paragraphs_behind_the_end_of_a_section_still_belong_to_it():
    made = put(para(HEADING) + para(BODY, ENDED) + para("5. Cuối"))
    assert found(made).find(f"{W}pPr/{W}sectPr") is not None
    assert found(made, BODY).find(f"{W}pPr/{W}sectPr") is None


def test_a_body_without_properties_of_a_section_gets_none_that_stay():
    content = of_xml(REPORT, lambda document: document.element.body.remove(document.element.body.sectPr))
    made = insert(content, after=1, paragraphs=NEW, annexes=[OVERDUE])
    assert without_inserted(made) == canonical(root(content))
    again = insert(made, after=inspect(made).place.after, paragraphs=NEW, annexes=[])
    assert root(again).find(f"{W}body/{W}sectPr") is None


def test_text_boxes_are_no_places():
    box = f"<w:r><w:pict><w:txbxContent>{para(HEADING)}</w:txbxContent></w:pict></w:r>"
    assert inspect(of_xml(f"<w:p>{box}</w:p>{para(BODY)}")).place is None


def test_blanks_between_elements_stay():
    content = of_xml("\n  ".join([para(HEADING), para(BODY), para("5. Cuối")]))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        airy = package.read(MAIN).replace(b"</w:p><w:p>", b"</w:p>\n <w:p>").replace(b"<w:sectPr", b"\n  <w:sectPr")
    spaced = repacked(content, airy)
    made = insert(spaced, after=1, paragraphs=NEW, annexes=[OVERDUE])
    assert without_inserted(made) == canonical(root(spaced))


def repacked(content: bytes, main: bytes, method: int = zipfile.ZIP_DEFLATED, more: tuple[str, ...] = ()) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept := io.BytesIO(), "w", method) as new:
        new.comment = b"kept"
        for at, name in enumerate((*reversed(old.namelist()), *more)):
            entry = zipfile.ZipInfo(name, (2001 + at, 2, 3, 4, 5, 6))
            entry.compress_type = method if at % 2 else zipfile.ZIP_STORED
            new.writestr(entry, main if name == MAIN else b"x" if name in more else old.read(name))
    return kept.getvalue()


def test_the_order_the_dates_and_the_methods_of_a_package_stay():
    plain = of_xml(REPORT)
    with zipfile.ZipFile(io.BytesIO(plain)) as package:
        content = repacked(plain, package.read(MAIN), more=("word/media/", "khác/ảnh.png"))
    made = insert(content, after=1, paragraphs=NEW, annexes=[OVERDUE])
    assert parts(made) == parts(content)
    listed = [
        [
            (entry.filename, entry.date_time, entry.compress_type)
            for entry in zipfile.ZipFile(io.BytesIO(each)).infolist()
        ]
        for each in (content, made)
    ]
    assert listed[0] == listed[1]
    assert zipfile.ZipFile(io.BytesIO(made)).comment == b"kept"


def test_a_strict_document_stays_strict():
    plain = of_xml(REPORT)
    with zipfile.ZipFile(io.BytesIO(plain)) as package:
        usual = package.read(MAIN)
    strict = re.sub(rb"http://schemas.openxmlformats.org/wordprocessingml/2006/main", STRICT_NAME, usual)
    content = repacked(plain, strict)
    made = insert(content, after=1, paragraphs=NEW, annexes=[])
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        changed = package.read(MAIN)
    assert STRICT_NAME in changed
    assert b"2006/main" not in changed.replace(b"drawingml/2006/main", b"")
    assert inspect(made).place.kind is PlaceKind.OLD_BLOCK


STRICT_NAME = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
BLOCKS = st.sampled_from(
    [
        para(HEADING),
        para("5. Cải cách tài chính công"),
        para("- Tình hình chấp hành kỷ luật, kỷ cương hành chính: tốt"),
        para(BODY, FORM, ARIAL),
        para(f"- {BODY}"),
        para(BODY, ENDED),
        para("Phụ lục 1"),
        table([BODY], ["Nơi nhận:"]),
        sdt(para(BODY)),
        '<w:p/><w:bookmarkStart w:id="3" w:name="x"/><w:bookmarkEnd w:id="3"/>',
    ]
)
LISTS = st.lists(st.sampled_from([OVERDUE, LATE]), max_size=2)
WORDS = st.lists(st.sampled_from([*NEW, "Không."]), max_size=3)


@settings(max_examples=30, deadline=None)
@given(st.lists(BLOCKS, max_size=8), st.integers(-1, 20), WORDS, LISTS, WORDS, LISTS)
def test_a_newer_version_replaces_the_older_exactly(blocks, after, older, older_lists, newer, newer_lists):
    content = of_xml("".join(blocks))
    at = min(after, len(inspect(content).paragraphs) - 1)
    first = insert(content, after=at, paragraphs=older, annexes=older_lists)
    place = inspect(first).place
    again = place.after if older else at
    wanted = insert(content, after=at, paragraphs=newer, annexes=newer_lists)
    assert not older or place.kind is PlaceKind.OLD_BLOCK
    assert canonical(root(insert(first, after=again, paragraphs=newer, annexes=newer_lists))) == canonical(root(wanted))
    assert canonical(root(insert(first, after=again, paragraphs=[], annexes=[]))) == canonical(root(content))


def test_a_newer_version_may_stand_at_another_place():
    older = put(REPORT)
    moved = insert(older, after=0, paragraphs=NEW, annexes=[OVERDUE])
    assert canonical(root(moved)) == canonical(root(put(REPORT, after=0)))


def edited(content: bytes, change) -> bytes:
    document = Document(io.BytesIO(content))
    change(document.element.body)
    document.save(buffer := io.BytesIO())
    return buffer.getvalue()


def test_what_people_wrote_between_and_behind_stays():
    def write(body):
        block = body.find(f".//{W}bookmarkStart[@{W}name='dondoc_ky_luat']").getparent()
        block.addprevious(own("Trước"))
        block.getnext().addnext(own("Sau"))
        body.find(f"{W}sectPr").addprevious(own("Phụ lục thêm"))

    def own(text):
        from docx.oxml import parse_xml

        return parse_xml(f'<w:p xmlns:w="{W[1:-1]}"><w:r><w:t>{text}</w:t></w:r></w:p>')

    older = edited(put(REPORT), write)
    made = insert(older, after=inspect(older).place.after, paragraphs=["Mới."], annexes=[OVERDUE])
    shown = texts(made)
    assert [shown[at] for at in (1, 2, 3, 4)] == [BODY, "Trước", "Mới.", "Sau"]
    assert shown.count(OVERDUE.title.upper()) == 1
    assert shown.index("Phụ lục thêm") < shown.index(OVERDUE.title.upper())
    first = Document(io.BytesIO(made)).sections[0]
    assert first.orientation == WD_ORIENT.PORTRAIT
    assert first.header.paragraphs[0].text == "2"


def test_an_end_that_slipped_into_the_next_paragraph_takes_nothing_along():
    def slip(body):
        end = body.findall(f".//{W}bookmarkEnd")[0]
        behind = end.getparent().getnext()
        behind.insert(1, end)

    older = edited(put(REPORT, annexes=[]), slip)
    assert texts(insert(older, after=inspect(older).place.after, paragraphs=["Mới."], annexes=[])) == [
        HEADING,
        BODY,
        "Mới.",
        "5. Cải cách tài chính công",
        BODY,
    ]


def test_a_bookmark_whose_beginning_libreoffice_has_repeated_is_whole():
    def repeat(body):
        start, end = body.find(f".//{W}bookmarkStart"), body.find(f".//{W}bookmarkEnd")
        again = start.__copy__()
        for mark in (again, end):
            mark.set(f"{W}id", "77")
        end.getparent().insert(1, again)

    older = edited(put(REPORT, annexes=[]), repeat)
    made = insert(older, after=inspect(older).place.after, paragraphs=["Mới."], annexes=[])
    assert texts(made) == [HEADING, BODY, "Mới.", "5. Cải cách tài chính công", BODY]


@pytest.mark.parametrize(
    "tear",
    [
        lambda body: body.remove(body.findall(f".//{W}bookmarkEnd")[0].getparent()),
        lambda body: body.findall(f".//{W}bookmarkEnd")[0].getparent().addprevious(body.find(f"{W}tbl")),
        lambda body: body.append(body.find(f".//{W}bookmarkStart").__copy__()),
    ],
    ids=["no end", "a table between", "two beginnings"],
)
def test_an_older_section_that_is_not_whole_is_left_to_people(tear):
    torn = edited(put(REPORT + table([BODY]), annexes=[]), tear)
    with pytest.raises(DomainError, match="old_block_torn"):
        insert(torn, after=0, paragraphs=NEW, annexes=[])


@pytest.mark.parametrize("after", [-2, 4, 999])
def test_a_place_that_is_not_there_is_refused(after):
    with pytest.raises(DomainError, match="place_gone"):
        insert(of_xml(REPORT), after=after, paragraphs=NEW, annexes=[])


def test_five_hundred_rows_take_little_more_than_making_their_table():
    rows = tuple((str(n), *[f"Phòng {n}"] * 8) for n in range(500))
    long = replace(OVERDUE, table=Table(columns=(Column("TT", 20),) * 9, rows=rows))
    content = of_xml(REPORT)
    began = time.process_time()
    annex_blocks(long)
    made = time.process_time()
    insert(content, after=1, paragraphs=NEW, annexes=[long])
    assert time.process_time() - made < 2 * (made - began) + 0.5
