"""PDF files become text as a person reads them, and what cannot be read is refused with its reason."""

from __future__ import annotations

import io
import time
import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from app.adapters import pdf
from app.adapters.extraction import extract, refuse_secret_pdf
from app.adapters.legible import complaint
from app.domain.errors import DomainError
from app.domain.reading import read
from app.wording.errors import sentence
from tests.adapters.test_extraction import samples, without_places
from tests.pdfs import Pdf, image, locked, of_lines, paragraph, rule, text, white

SAMPLE = Path(__file__).resolve().parents[2] / "samples/thong-bao-mau.pdf"
ORDER = "Giao Phòng Kinh tế lập kế hoạch"
LONG = "Giao Phòng Kinh tế chủ trì, phối hợp với các đơn vị liên quan"  # reaches the right margin
OLD = "Uû ban nh©n d©n x· ®Ò nghÞ c¸c ®¬n vÞ b¸o c¸o kÕt qu¶ thùc hiÖn"


def page(*drawings: str) -> bytes:
    return Pdf([drawings]).bytes()


def of(*drawings: str) -> str:
    """The text of one page of drawings."""
    return extract(page(*drawings), "a.pdf").text


def refused(content: bytes) -> DomainError:
    with pytest.raises(DomainError) as caught:
        extract(content, "a.pdf")
    assert sentence(caught.value).endswith(".")
    return caught.value


def outcome(act: Callable[[], object]) -> str:
    """The kind of what comes, or the code of the refusal."""
    try:
        return type(act()).__name__
    except DomainError as error:
        return error.code


def bomb(drawing: bytes, times: int) -> bytes:
    """A page whose drawing is packed thrice and unpacks to that many repetitions."""
    packed = zlib.compress(zlib.compress(zlib.compress(drawing * times, 9), 9), 9)
    whole = Pdf([[]])
    content = whole.stream(packed, "/Filter [/FlateDecode /FlateDecode /FlateDecode]")
    made = whole.bytes()
    return made.replace(b"/Contents " + made.split(b"/Contents ")[1].split(b" ")[0], b"/Contents %d" % content)


REFUSED = {
    "text": (b"Giao Phong Kinh te", "file.not_what_it_says"),
    "web page": (b"<html>%PDF-1.7</html>", "file.not_what_it_says"),
    "program": (b"MZ" + of_lines(ORDER), "file.not_what_it_says"),
    "package": (b"PK\x03\x04" + of_lines(ORDER), "file.not_what_it_says"),
    "header alone": (b"%PDF-1.7", "file.pdf_broken"),
    "noise": (b"%PDF-1.7\n" + bytes(range(256)) * 40, "file.pdf_broken"),
    "cut short": (of_lines(ORDER)[:60], "file.pdf_broken"),
    "no pages": (Pdf([]).bytes(), "file.pdf_broken"),
    "password": (locked(), "file.pdf_locked"),
    "scan": (page(image()), "file.scan"),
    "scan with a signature": (page(image(), text(300, 800, "Người ký: Văn phòng Ủy ban nhân dân", 8)), "file.scan"),
    "outlines instead of letters": (page(*(rule(x, 9, x, 90) for x in range(150))), "file.scan"),
    "blank": (page(), "file.no_text"),
    "figures only": (page(text(85, 600, "12 - 5")), "file.no_text"),
    "mute fonts": (Pdf([paragraph([ORDER] * 6)], named=False).bytes(), "file.scan"),
    "rubbish": (page(*paragraph(["Xkjd qwlkj zmnvb trpld wqkjh"] * 6)), "file.scan"),
    "old letters": (page(*(text(85, 600 - 20 * at, OLD, font="L") for at in range(5))), "file.pdf_legacy"),
    "many pages": (Pdf([[text(85, 600, ORDER)]] * (pdf.MAX_PAGES + 1)).bytes(), "file.pdf_pages"),
    "mark": (of_lines("ỦY BAN NHÂN DÂN XÃ", "MẬT", ORDER), "file.secret"),
    "mark set wide": (of_lines("ỦY BAN NHÂN DÂN XÃ", "T Ố I   M Ậ T", ORDER), "file.secret"),
    "mark on a later page": (Pdf([[text(85, 600, ORDER)], [text(85, 600, "TỐI MẬT")]]).bytes(), "file.secret"),
    "mark in a stamp": (Pdf([[text(85, 600, ORDER)]], notes=[text(85, 700, "MẬT")]).bytes(), "file.secret"),
    "mark across": (page(text(85, 600, ORDER), text(9, 9, "MẬT", 60, turn="0.7 0.7 -0.7 0.7")), "file.secret"),
    "mark nobody sees": (page(text(85, 600, ORDER), text(85, 700, "MẬT", mode=3)), "file.secret"),
    "mark over a scan": (page(image(), text(85, 600, "MẬT")), "file.secret"),
}


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_read_is_refused_with_its_reason(content, code):
    assert refused(content).code == code


def test_a_file_with_one_page_that_is_a_picture_is_a_scan_also_where_a_number_is_stamped_on_it():
    words, stamp = text(85, 600, ORDER), text(300, 800, "Số: 12/TB-UBND, ngày 05 tháng 9 năm 2026")
    for last in ([image()], [image(), stamp], [image(), stamp, text(85, 780, "VĂN BẢN ĐẾN")]):
        assert refused(Pdf([[words], [words, image(9, 9, 40, 40)], last]).bytes()).code == "file.scan"
    assert ORDER in extract(Pdf([[words], [words, image(9, 9, 40, 40)]]).bytes(), "a.pdf").text


# What a small file can be blown up to: each is refused, or read, within the bounds of the child.
HOSTILE = {
    "unpacks to gigabytes": lambda: bomb(b"0 0 m ", 300_000_000),
    "letters without end": lambda: bomb(b"BT /F 9 Tf 9 9 Td <00410041> Tj ET\n", 100_000),
    "a page as large as a town": lambda: Pdf([[text(85, 600, ORDER)]], size=(5e6, 5e6)).bytes(),
    "a page of no size": lambda: Pdf([[text(85, 600, ORDER)]], size=(0, 0)).bytes(),
    "ten thousand objects": lambda: Pdf([[text(85, 600, ORDER)]], objects=[b"<< /A 1 >>"] * 10_000).bytes(),
    "deep": lambda: of_lines(ORDER).replace(b"/Rotate 0", b"/Rotate 0 /X " + b"[" * 200_000 + b"]" * 200_000),
    "pages within pages": lambda: Pdf([[text(85, 600, ORDER)]] * 3).bytes().replace(b"/Type /Page ", b"/Type /Pages "),
    "a hundred thousand rules": lambda: page(text(85, 600, ORDER), *(rule(9, y, 99, y) for y in range(100_000))),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_read_or_refused_and_never_hangs(monkeypatch, make):
    for name in ("READING", "DRAWING"):
        monkeypatch.setattr(pdf, name, replace(getattr(pdf, name), processor=3))
    content, begun = make(), time.monotonic()
    assert len(content) < 20 << 20
    assert outcome(lambda: extract(content, "a.pdf")).startswith(("Extracted", "file."))
    assert outcome(lambda: pdf.draw_page(content, 1)).startswith(("bytes", "file.", "not_found"))
    assert time.monotonic() - begun < 60


LAYOUT: dict[str, tuple[Iterable[str], str]] = {
    "a paragraph is one line, whatever lines it was set in": (
        paragraph([LONG, "soát xét toàn bộ hồ sơ đang chậm, làm rõ nguyên nhân từng việc,", "báo cáo ngay."]),
        f"{LONG} soát xét toàn bộ hồ sơ đang chậm, làm rõ nguyên nhân từng việc, báo cáo ngay.",
    ),
    "a line with room for the next word ends its paragraph": (
        [*paragraph(["1. Phòng Kinh tế"], top=700), *paragraph([LONG, "lập kế hoạch."], top=680)],
        f"1. Phòng Kinh tế\n{LONG} lập kế hoạch.",
    ),
    "the two columns of a head are read one after the other": (
        [
            text(85, 780, "UBND XÃ ĐÔNG VĨ"),
            text(300, 780, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            text(85, 760, "Số: 27/TB-UBND"),
            text(320, 760, "Đông Vĩ, ngày 02 tháng 11 năm 2026"),
        ],
        "UBND XÃ ĐÔNG VĨ\nSố: 27/TB-UBND\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐông Vĩ, ngày 02 tháng 11 năm 2026",
    ),
    "columns whose lines stand at different heights too": (
        [
            text(85, 780, "UBND XÃ"),
            text(300, 774, "CỘNG HÒA"),
            text(85, 764, "ĐÔNG VĨ"),
            text(300, 758, "Độc lập"),
            text(85, 748, "Số: 27/TB"),
        ],
        "UBND XÃ\nĐÔNG VĨ\nSố: 27/TB\n\nCỘNG HÒA\nĐộc lập",
    ),
    "words are parted where no blank is drawn": ([text(85, 600, "Giao"), text(117, 600, "Phòng")], "Giao Phòng"),
    "kerning parts no word": ([text(85, 600, "Giao Ph"), text(134.6, 600, "òng")], "Giao Phòng"),
    "letters set wide stay words": ([text(85 + 10 * at, 600, c) for at, c in enumerate("CHỈ THỊ")], "CHỈ THỊ"),
    "what is drawn twice to look bold is read once": ([text(85, 600, ORDER), text(85.4, 600.1, ORDER)], ORDER),
    "marks drawn apart go to their letters": ([text(85, 600, "Pho\u0300ng ke\u0302\u0301")], "Phòng kế"),
    "ligatures are letters": ([text(85, 600, "hồ sơ \ufb01le")], "hồ sơ file"),
    "a bullet of a symbol font is a bullet": ([text(85, 600, "\uf0b7 Phòng Kinh tế")], "• Phòng Kinh tế"),
    "what nobody sees is not read": (
        [text(85, 600, ORDER), text(85, 500, "ẩn", mode=3), white(text(85, 400, "trắng")), text(700, 300, "ngoài")],
        ORDER,
    ),
    "white letters on a dark ground are seen": (
        [f"q 0 0 0.4 rg 80 590 300 24 re f Q {white(text(85, 600, ORDER))}"],
        ORDER,
    ),
    "what is written across the page is left out": (
        [text(85, 600, ORDER), text(100, 100, "BẢN DỰ THẢO", 40, turn="0.7 0.7 -0.7 0.7")],
        ORDER,
    ),
    "the box of a signature is left out": (
        [text(85, 600, ORDER), text(400, 810, "Người ký: Văn phòng Ủy ban", 7), text(400, 800, "Cơ quan: UBND xã", 7)],
        ORDER,
    ),
    "a list's marks are no column": (
        [
            *[text(85, y, mark) for y, mark in ((700, "a)"), (680, "b)"))],
            *[text(125, y, words) for y, words in ((700, "Lập kế hoạch."), (680, "Báo cáo kết quả."))],
        ],
        "a) Lập kế hoạch.\nb) Báo cáo kết quả.",
    ),
}


@pytest.mark.parametrize(("drawings", "wanted"), LAYOUT.values(), ids=LAYOUT.keys())
def test_a_page_is_read_as_a_person_reads_it(drawings, wanted):
    assert of(*drawings) == wanted


def test_a_table_is_read_row_by_row_and_a_cell_over_several_lines_is_whole():
    across = [rule(80, y, 500, y) for y in (700, 670, 600, 560)]
    down = [rule(x, 560, x, 700) for x in (80, 120, 320, 500)]
    cells = [
        (85, 680, "TT"), (125, 680, "Nội dung"), (325, 680, "Chủ trì"),
        (85, 650, "1"), (125, 650, "Lập kế hoạch kiểm tra"), (125, 632, "hồ sơ đất đai"), (325, 650, "Phòng Kinh tế"),
        (85, 580, "2"), (125, 580, "Báo cáo"), (325, 580, "Công an xã"),
    ]  # fmt: skip
    assert of(*across, *down, *(text(*cell, 12) for cell in cells)).split("\n\n") == [
        "TT\nNội dung\nChủ trì",
        "1\nLập kế hoạch kiểm tra hồ sơ đất đai\nPhòng Kinh tế",
        "2\nBáo cáo\nCông an xã",
    ]


def test_a_stamped_number_and_day_fill_the_gaps_they_were_stamped_into():
    head = [text(85, 700, "Số:       /TB-UBND"), text(85, 600, ORDER)]
    stamped = [text(85 + 7 * 6, 699, "27"), text(400, 800, "TRUNG TÂM CÔNG BÁO", 7), text(400, 790, "02.11.2026", 7)]
    assert extract(Pdf([head], notes=stamped).bytes(), "a.pdf").text == f"Số: 27 /TB-UBND\n{ORDER}"


@pytest.mark.parametrize(("rotate", "turn", "places"), [(90, "0 1 -1 0", (700, 720)), (270, "0 -1 1 0", (720, 700))])
def test_a_page_that_lies_on_its_side_is_read_upright(rotate, turn, places):
    at = 85 if rotate == 90 else 560
    drawings = [text(x, at, words, turn=turn) for x, words in zip(places, (f"1. {ORDER}.", "2. Báo cáo."), strict=True)]
    made = Pdf([drawings], size=(842, 595), rotate=rotate)
    assert extract(made.bytes(), "a.pdf").text == f"1. {ORDER}.\n2. Báo cáo."


def pages_of(content: bytes) -> list[str]:
    found = extract(content, "a.pdf")
    assert found.page_starts is not None
    return [found.text[a:b] for a, b in zip(found.page_starts, (*found.page_starts[1:], len(found.text)), strict=True)]


def test_a_sentence_goes_on_over_the_page_end_and_page_numbers_are_gone():
    first = [text(295, 810, "1"), *paragraph([LONG, LONG.replace("Giao", "cùng")], top=100)]
    second = [text(295, 810, "- 2 -"), text(85, 780, "trước ngày 20/11/2026."), *paragraph(["2. Báo cáo."], top=760)]
    assert pages_of(Pdf([first, second, []]).bytes()) == [
        f"{LONG} {LONG.replace('Giao', 'cùng')} ",
        "trước ngày 20/11/2026.\n2. Báo cáo.",
        "",
    ]


def test_a_running_head_is_left_out_but_searched_for_a_mark():
    def with_head(words: str) -> bytes:
        return Pdf([[text(200, 815, words, 10), *paragraph([f"{at}. {ORDER}."])] for at in (1, 2, 3)]).bytes()

    assert extract(with_head("Thông báo số 27/TB-UBND"), "a.pdf").text.count("Thông báo") == 0
    assert refused(with_head("MẬT")).code == "file.secret"


def test_a_footnote_never_stands_inside_a_sentence():
    raised = text(85 + 7 * 13, 105, "1", 7)
    first = [
        *paragraph(["Việc trước đó."], top=200),
        text(121, 100, LONG),
        raised,
        text(85, 40, "1 Theo Quyết định số 5/QĐ-UBND.", 9),
    ]
    second = [text(85, 780, "trước ngày 20/11/2026.")]
    whole = "".join(pages_of(Pdf([first, second]).bytes()))
    assert "liên quan trước ngày 20/11/2026." in whole
    assert "1 Theo Quyết định số 5/QĐ-UBND." in whole


def test_the_sample_reads_the_same_as_pdf_and_as_word_document():
    found = extract(SAMPLE.read_bytes(), SAMPLE.name)
    assert (found.extractor, found.page_starts and len(found.page_starts)) == ("pdf 1", 2)
    assert without_places(read(found.text)) == without_places(samples()[1])


def test_text_laid_over_a_scan_by_a_machine_is_taken_if_it_is_legible():
    laid = [text(85, 600 - 20 * at, LONG, mode=3) for at in range(6)]
    assert extract(page(image(), *laid), "a.pdf").extractor == "pdf-ocr 1"
    noise = [text(85, 600 - 20 * at, "Gtao Pnong Ktnh fe chu fri pnoi nop vol cac clon vt", mode=3) for at in range(6)]
    assert refused(page(image(), *noise)).code == "file.scan"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (page(image()), "NoneType"),
        (of_lines(ORDER), "NoneType"),
        (Pdf([[text(85, 600, ORDER)]] * 210).bytes(), "NoneType"),
        (of_lines("UBND XÃ", "MẬT"), "file.secret"),
        (Pdf([[image()]] * 9 + [[text(85, 700, "TUYỆT MẬT")]]).bytes(), "file.secret"),
        (Pdf([[image()]], notes=[text(85, 700, "MẬT")]).bytes(), "file.secret"),
        (of_lines("Đề nghị bảo vệ bí", "mật.", "Mật ong"), "NoneType"),
        (locked(), "file.pdf_locked"),
        (b"%PDF-1.7", "file.pdf_broken"),
    ],
)
def test_a_result_is_only_searched_for_a_mark_and_a_scan_passes(content, code):
    assert outcome(lambda: refuse_secret_pdf(content, "a.pdf")) == code


def test_a_page_is_drawn_with_the_red_of_its_stamp():
    drawn = pdf.draw_page(page(text(85, 600, ORDER), "q 0.86 0.1 0.1 rg 300 300 80 80 re f Q"), 1)
    picture = Image.open(io.BytesIO(drawn))
    assert (picture.format, picture.size) == ("PNG", (910, 1287))
    red, green, blue = picture.convert("RGB").getpixel((340 * 110 // 72, 1287 - 340 * 110 // 72))
    assert red > 190
    assert max(green, blue) < 90


def test_a_page_that_is_not_there_is_not_found_and_a_huge_one_is_drawn_small():
    with pytest.raises(DomainError, match="not_found"):
        pdf.draw_page(of_lines(ORDER), 2)
    width, height = Image.open(io.BytesIO(pdf.draw_page(Pdf([[]], size=(14_000, 14_000)).bytes(), 1))).size
    assert width * height <= pdf.MAX_PIXELS * 1.01


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Giao Phòng Kinh tế chủ trì thực hiện kế hoạch của Ủy ban nhân dân xã. " * 3, None),
        (f"{OLD} " * 3, "legacy"),
        ("UÛY BAN NHAÂN DAÂN XAÕ ñeà nghò caùc ñôn vò baùo caùo keát quaû thöïc hieän nhieäm vuï " * 3, "legacy"),
        ("qwe rty asd fgh zxc vbn " * 9, "garbled"),
        ("chỉ vài chữ", None),
    ],
)
def test_legible_text_is_told_from_old_letters_and_from_rubbish(words, wanted):
    assert complaint(words) == wanted
