"""Nothing of a Word document is dropped, nothing taken out comes back, and a list of tasks keeps its rows."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx.oxml import parse_xml

from app.adapters.docx_text import open_docx
from app.adapters.extraction import extract
from tests.adapters.test_docx import NAMESPACE, of_body, p, sdt, tbl, tc, tr
from tests.adapters.test_extraction import docx

SPACES = (
    f"{NAMESPACE} "
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
DELETED, INSERTED = "<w:trPr><w:del w:id='1'/></w:trPr>", "<w:trPr><w:ins w:id='1'/></w:trPr>"
NO_END = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"


def r(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def box(inside: str) -> str:
    """A text box as Word and LibreOffice write it: twice, for newer and for older programs."""
    content = f"<w:txbxContent>{inside}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{content}</wps:txbx>'
        f"</wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def para(*inside: str) -> str:
    return f"<w:p>{''.join(inside)}</w:p>"


def revised(kind: str, text: str) -> str:
    """Text with a tracked change: del, ins, moveFrom, moveTo."""
    return f'<w:{kind} w:id="1">{r(text)}</w:{kind}>'


def row(*cells: str) -> str:
    return tr("".join(tc(p(cell)) for cell in cells))


def lines(xml: str) -> list[str]:
    """What is read between "đầu" and "cuối", blank lines kept."""
    body = parse_xml(f"<w:body {SPACES}>{xml}</w:body>")

    def change(document):
        for at, block in enumerate(body):
            document.element.body.insert(at, block)

    return extract(docx(change=change), "a.docx").text.rstrip("\n").split("\n")


HEADER = row("STT", "Nội dung công việc", "Cơ quan chủ trì", "Thời hạn hoàn thành")
HEAD = "STT\tNội dung công việc\tCơ quan chủ trì\tThời hạn hoàn thành"


OLD_BOX = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
FIRST_TASK = ("1", "Lập kế hoạch", "Phòng Kinh tế", "trước 30/9")


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        # Text boxes come after the paragraph they hang on, once.
        (
            para(r("Điều 1. "), box(p("Trong khung") + p("hai dòng")), r("Giao việc")),
            ["Điều 1. Giao việc", "Trong khung", "hai dòng"],
        ),
        (para(box(p("Chỉ có khung"))), ["", "Chỉ có khung"]),
        (para(OLD_BOX.format(p("Kiểu cũ"))), ["", "Kiểu cũ"]),
        (para(box(para(r("ngoài"), box(p("trong"))))), ["", "ngoài", "trong"]),
        (para(box(tbl(HEADER + row(*FIRST_TASK)))), ["", "", HEAD, "\t".join(FIRST_TASK)]),
        # What was taken out stays out, what was put in or moved here is read.
        (para(r("trước ngày "), revised("del", "01/9"), revised("ins", "30/9")), ["trước ngày 30/9"]),
        (para(NO_END, r("Giao Phòng ")) + para(r("Kinh tế")), ["Giao Phòng Kinh tế"]),
        (para(NO_END, revised("del", "bỏ cả đoạn")) + p("còn lại"), ["còn lại"]),
        (
            para(revised("moveFrom", "chỗ cũ"), r("ở lại")) + para(revised("moveTo", "chỗ mới")),
            ["ở lại", "chỗ mới"],
        ),
        (tbl(tr(DELETED + tc(p("bỏ"))) + tr(INSERTED + tc(p("thêm")))), ["thêm"]),
        (tbl(tr(tc(p("bỏ"), "<w:cellDel w:id='1'/>") + tc(p("giữ")))), ["giữ"]),
        (para(r("thấy"), r("ẩn", "<w:vanish/>"), r(" được", "<w:vanish w:val='0'/>")), ["thấy được"]),
        # What is no letter in the file is one on the page.
        (para("<w:r><w:t>một</w:t><w:br/><w:t>hai</w:t><w:cr/><w:t>ba</w:t></w:r>"), ["một", "hai", "ba"]),
        (para("<w:r><w:t>02</w:t><w:noBreakHyphen/><w:t>KH</w:t><w:softHyphen/><w:t>/TU</w:t></w:r>"), ["02-KH/TU"]),
        (para("<w:r><w:sym w:font='Wingdings' w:char='F0A7'/><w:t> việc</w:t></w:r>"), ["• việc"]),
        (para(r("đạt "), "<m:oMath><m:r><m:t>≥ 95%</m:t></m:r></m:oMath>"), ["đạt ≥ 95%"]),
        (para(r("xuống\n  dòng")), ["xuống   dòng"]),
    ],
)
def test_the_text_is_what_the_page_shows(xml, expected):
    assert lines(xml) == expected


SOFT = "<w:r><w:t>kế</w:t><w:br/><w:t>hoạch</w:t></w:r>"
TABS = "<w:r><w:tab/><w:t>1</w:t><w:tab/><w:t>a</w:t></w:r>"
EDGES = '<w:trPr><w:gridBefore w:val="1"/><w:gridAfter w:val="1"/></w:trPr>'


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (row("1", "Lập kế hoạch", "Phòng Kinh tế", ""), ["1\tLập kế hoạch\tPhòng Kinh tế\t"]),
        (row("", "", "", ""), []),
        # Lines of a cell, and a soft break, stand inside it.
        (
            tr(tc(p("1")) + tc(p("Lập") + para(SOFT)) + tc(p("")) + tc(p("30/9"))),
            ["1\tLập\u2028kế\u2028hoạch\t\t30/9"],
        ),
        (tr(tc(para(TABS)) + tc(p("b")) * 3), ["1 a\tb\tb\tb"]),
        # Merged beside and below.
        (tr(tc(p("PHÒNG KINH TẾ"), '<w:gridSpan w:val="4"/>')), ["PHÒNG KINH TẾ\t\t\t"]),
        (
            tr(tc(p("1"), '<w:vMerge w:val="restart"/>') + tc(p("Lập"), '<w:gridSpan w:val="2"/>') + tc(p("30/9")))
            + tr(tc(p(""), "<w:vMerge/>") + tc(p("Rà soát")) + tc(p("Công an xã")) + tc(p("10/9"))),
            ["1\tLập\t\t30/9", "\tRà soát\tCông an xã\t10/9"],
        ),
        (tr(EDGES + tc(p("Lập")) + tc(p("Tổ 1"))), ["\tLập\tTổ 1\t"]),
        (tr(tc(p("1")) + tc(p("Lập"))), ["1\tLập\t\t"]),
        # Rows taken out, cells in content controls, a table inside a cell.
        (tr(DELETED + tc(p("9")) * 4) + row("1", "Lập", "", ""), ["1\tLập\t\t"]),
        (sdt(tr(sdt(tc(p("1"))) + tc(sdt(p("Lập"))) + tc(p("")) * 2)), ["1\tLập\t\t"]),
        (tr(tc(p("1")) + tc(tbl(row("a", "b")) + p("")) + tc(p("")) * 2), ["1\ta\u2028b\t\t"]),
    ],
)
def test_a_list_of_tasks_keeps_its_rows_and_cells(rows, expected):
    assert lines(p("Danh mục") + tbl(HEADER + rows) + p("Nơi nhận")) == [
        "Danh mục",
        "",
        HEAD,
        *expected,
        "",
        "Nơi nhận",
    ]


def test_a_list_that_goes_on_in_another_table_is_one_list():
    second, third = tbl(row("2", "b", "", "")), tbl(row("Nơi nhận", "", "", "Chủ tịch"))
    found = lines(tbl(HEADER + row("1", "a", "", "")) + p("") + second + p("") + third)
    assert found[1:5] == [HEAD, "1\ta\t\t", "2\tb\t\t", ""]
    assert [line for line in found[5:] if line] == ["Nơi nhận", "Chủ tịch"]


def test_any_other_table_is_read_cell_by_cell():
    assert lines(tbl(row("UBND XÃ ĐÔNG VĨ", "CỘNG HÒA") + row("Số: 27", "Độc lập"))) == [
        "UBND XÃ ĐÔNG VĨ",
        "CỘNG HÒA",
        "Số: 27",
        "Độc lập",
    ]


def test_the_rows_of_a_list_are_numbered_by_word_itself():
    def change(document):
        level = '<w:lvl w:ilvl="0"><w:lvlText w:val="%1"/></w:lvl>'
        text = f'<w:abstractNum {NAMESPACE} w:abstractNumId="99">{level}</w:abstractNum>'
        root = document.part.numbering_part.element
        root.insert(0, parse_xml(text))
        root.append(parse_xml(f'<w:num {NAMESPACE} w:numId="99"><w:abstractNumId w:val="99"/></w:num>'))
        number = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="99"/></w:numPr></w:pPr></w:p>'
        rows = "".join(tr(tc(number) + tc(p(what)) + tc(p("")) * 2) for what in ("Lập", "Rà soát"))
        document.element.body.insert(0, parse_xml(f"<w:tbl {NAMESPACE}>{HEADER}{rows}</w:tbl>"))

    assert extract(docx(change=change), "a.docx").text.split("\n")[1:4] == [HEAD, "1\tLập\t\t", "2\tRà soát\t\t"]


def with_notes(content: bytes, kind: str, notes: str) -> bytes:
    """The package with a part of footnotes or endnotes."""
    kept = io.BytesIO()
    relation = (
        f'<Relationship Id="rN" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}s" '
        f'Target="{kind}s.xml"/></Relationships>'
    )
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/_rels/document.xml.rels":
                part = part.replace(b"</Relationships>", relation.encode())
            new.writestr(name, part)
        new.writestr(f"word/{kind}s.xml", f"<w:{kind}s {NAMESPACE}>{notes}</w:{kind}s>")
    return kept.getvalue()


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_come_last_and_leave_a_mark_in_the_sentence(kind):
    refers = f'<w:p><w:r><w:t>Giao Phòng Kinh tế</w:t><w:{kind}Reference w:id="2"/><w:t> lập kế hoạch</w:t></w:r></w:p>'
    notes = (
        f'<w:{kind} w:id="0" w:type="separator">{p("")}</w:{kind}><w:{kind} w:id="1">{p("không ai nhắc")}</w:{kind}>'
    )
    notes += f'<w:{kind} w:id="2">{p("Theo kế hoạch") + p("năm trước")}</w:{kind}>'
    text = extract(with_notes(of_body(refers), kind, notes), "a.docx").text
    assert text.split("\n") == ["đầu", "Giao Phòng Kinh tế[1] lập kế hoạch", "cuối", "", "[1] Theo kế hoạch năm trước"]


@pytest.mark.parametrize("name", ["header", "first_page_header"])
def test_a_letterhead_in_the_page_header_is_read_and_a_running_title_is_not(name):
    def change(document, *lines):
        section = document.sections[0]
        section.different_first_page_header_footer = name != "header"
        header = getattr(section, name)
        for line in lines:
            header.add_paragraph(line)

    titled = docx("Giao việc", change=lambda document: change(document, "Thông báo kết luận", "1/2"))
    assert extract(titled, "a.docx").text == "Giao việc"
    headed = docx("Giao việc", change=lambda document: change(document, "UBND XÃ ĐÔNG VĨ", "Số: 27/TB-UBND"))
    assert extract(headed, "a.docx").text.split("\n") == ["UBND XÃ ĐÔNG VĨ", "Số: 27/TB-UBND", "", "Giao việc"]


def test_fonts_are_those_of_the_text_and_of_the_styles_in_use():
    def change(document):
        document.styles["Normal"].font.name = ".VnTime"
        document.styles["Heading 9"].font.name = "Unused"
        document.paragraphs[0].runs[0].font.name = ".VnTimeH"

    found = open_docx(docx("một", change=change)).fonts()
    assert {".VnTime", ".VnTimeH"} <= found
    assert "Unused" not in found
