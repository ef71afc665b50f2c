"""Texts in TCVN3, VNI and their like are told as a whole and converted; a line of Unicode is never touched."""

from __future__ import annotations

import shutil
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path
from unicodedata import combining, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.extraction import check_pasted, extract
from app.adapters.legacy import Converted, unified, unified_bytes
from app.domain.errors import DomainError
from app.domain.syllables import is_syllable
from tests.domain.reading.notices import NOTICE
from tests.legacy_texts import as_kept, as_typed
from tests.pdfs import Pdf, paragraph

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
LEGACY = sorted((CORPUS / "legacy").glob("*.doc"))
UNICODE = sorted(path for path in CORPUS.rglob("*") if path.suffix in (".txt", ".tsv"))
FONTS = {"TCVN3": frozenset({".VnTime", "Arial"}), "VNI": frozenset({"VNI-Times"})}
# Lines with none of the letters that only Unicode has: the tables would make nonsense of them.
UNMARKED = "Tên phòng\nCòn phép\nKính gửi"
OTHER_LANGUAGES = (
    "L’été dernier, à Genève, où j’étais, les élèves étaient très gênés par la forêt brûlée et les châteaux",
    "El señor Muñoz está aquí también; mañana habrá más acción en la montaña, según la compañía española",
    "Für die Städte über dem Fluß müssen schöne Bäume gepflanzt werden, natürlich möglichst früh im März",
    "São Paulo não é só a cidade; há também muitas regiões e opções, até à praia do Brasil, então já está",
)
WORDS = sorted({word for word in NOTICE.split() if is_syllable(word.strip(".,;:()"))})


@pytest.mark.parametrize("encoding", ["TCVN3", "VNI"])
def test_a_notice_typed_before_unicode_is_converted(encoding: str) -> None:
    assert unified(as_typed(NOTICE, encoding)) == Converted(as_kept(NOTICE, encoding), encoding)


@pytest.mark.parametrize("encoding", ["TCVN3", "VNI", "VISCII", "VPS"])
def test_so_is_a_file_of_its_bytes(encoding: str) -> None:
    content = as_typed(NOTICE, encoding).encode("latin-1")
    assert unified_bytes(content) == Converted(as_kept(NOTICE, encoding), encoding)
    found = extract(content, "thong-bao.txt")
    assert (found.converted, found.extractor) == (encoding, f"txt 1+{encoding}")
    assert found.text == as_kept(NOTICE, encoding)


def test_a_file_in_the_windows_character_set_is_read_too() -> None:
    assert unified_bytes(decomposed(NOTICE).encode("cp1258")) == Converted(NOTICE, "Windows-1258")


def decomposed(text: str) -> str:
    """With every tone behind its letter, as that character set has it; its other marks stay on the letters."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    letters = (normalize("NFD", char) for char in text)
    parts = (("".join(c for c in each if c not in tones), "".join(c for c in each if c in tones)) for each in letters)
    return "".join(normalize("NFC", letter) + tone for letter, tone in parts)


@pytest.mark.parametrize("text", OTHER_LANGUAGES)
def test_other_languages_are_not_taken_for_it(text: str) -> None:
    assert unified("\n".join([text] * 5)) is None
    assert unified(text, FONTS["TCVN3"]) is None
    assert unified(text, FONTS["VNI"]) is None
    with pytest.raises(DomainError) as refused:
        extract("\n".join([text.replace("’", "'")] * 5).encode("latin-1"), "text.txt")
    assert refused.value.code == "file.encoding"


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join), max_size=12).map("\n".join))
def test_no_unicode_text_is_converted_whatever_its_fonts_say(text: str) -> None:
    for fonts in (frozenset[str](), *FONTS.values()):
        assert unified(text, fonts) is None


@pytest.mark.parametrize("text", [NOTICE, UNMARKED, "", "abc\n", normalize("NFD", NOTICE)])
def test_nor_are_these(text: str) -> None:
    for fonts in (frozenset[str](), *FONTS.values()):
        assert unified(text, fonts) is None


@pytest.mark.parametrize("path", UNICODE, ids=lambda path: path.name)
def test_no_text_of_the_corpus_is_converted(path: Path) -> None:
    text = path.read_text(encoding="utf-8-sig")
    assert unified(text) is None
    assert unified(text, FONTS["TCVN3"]) is None


@pytest.mark.parametrize("encoding", ["TCVN3", "VNI"])
@given(st.randoms())
def test_in_a_mixed_document_no_line_of_unicode_is_touched(encoding: str, random) -> None:
    """Lines with letters that only Unicode has, and beside them those that are Vietnamese as they stand."""
    lines = [line for line in NOTICE.splitlines() if line]
    chosen = set(random.sample(range(len(lines)), random.randint(1, len(lines) // 2)))
    typed = [line if at in chosen else as_typed(line, encoding) for at, line in enumerate(lines)]
    found = unified("\n".join([*typed, "Trương Tấn Thiệu", *UNMARKED.split("\n")]))
    assert found is not None
    *kept, name, first, second, third = found.text.split("\n")
    assert [name, first, second, third] == ["Trương Tấn Thiệu", *UNMARKED.split("\n")]
    for at, line in enumerate(lines):
        assert kept[at] == line if at in chosen else kept[at] in (as_kept(line, encoding), typed[at])


def test_a_quotation_in_an_old_encoding_leaves_a_document_as_it_is() -> None:
    quoted = as_typed("Căn cứ Nghị định số 86 của Chính phủ quy định chức năng, nhiệm vụ, quyền hạn", "TCVN3")
    assert unified(f"{NOTICE}\n{quoted}") is None


def test_fonts_make_few_words_enough() -> None:
    line = as_typed("Phòng Nội vụ", "VNI")
    assert unified(line) is None
    assert unified(line, FONTS["VNI"]) == Converted("Phòng Nội vụ", "VNI")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("baûng thoáng keâ saún coù", "bảng thống kê sẳn có"), ("Uûy ban, Aùn, tî", "Ủy ban, Án, tỵ"), ("ÑAÚNG", "ĐẲNG")],
)
def test_what_the_table_of_vni_lacks_is_added(typed: str, meant: str) -> None:
    assert unified(typed, FONTS["VNI"]) == Converted(meant, "VNI")


def test_what_was_typed_is_handed_over_beside_what_became_of_it() -> None:
    typed = as_typed(NOTICE, "VNI")
    found = check_pasted(typed)
    assert (found.text, found.typed, found.extractor) == (NOTICE, typed, "pasted 1+VNI")
    assert check_pasted(NOTICE).typed is None


def test_a_pdf_typed_in_vni_is_converted_page_by_page() -> None:
    pages = [["Kính gửi các đơn vị trực thuộc:", "Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp thực hiện"] * 4] * 2
    typed = [[as_typed(line, "VNI") for line in lines] for lines in pages]
    found = extract(Pdf([paragraph(lines) for lines in typed]).bytes(), "cu.pdf")
    assert (found.converted, found.extractor) == ("VNI", "pdf 1+VNI")
    assert found.page_starts is not None
    assert [found.text[start:][:31] for start in found.page_starts] == ["Kính gửi các đơn vị trực thuộc:"] * 2
    assert found.typed is not None
    assert found.typed.count("\n") == found.text.count("\n")


def test_one_typed_in_tcvn3_is_refused_because_a_letter_may_be_lost() -> None:
    lines = [as_typed("Phòng Nội vụ chủ trì, phối hợp với các đơn vị thực hiện", "TCVN3")] * 6
    with pytest.raises(DomainError) as refused:
        extract(Pdf([paragraph(lines)]).bytes(), "cu.pdf")
    assert refused.value.code == "file.pdf_legacy"


@pytest.mark.skipif(not LEGACY, reason="the corpus is not beside this checkout")
@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice on this machine")
@pytest.mark.parametrize("path", LEGACY, ids=lambda path: path.name)
def test_old_word_files_come_out_as_somebody_read_them(path: Path) -> None:
    found = extract(path.read_bytes(), path.name)
    wanted = folded(path.with_suffix(".txt").read_text(encoding="utf-8"))
    assert (found.converted or "").lower() == path.name.partition("-")[0]
    got = folded(found.text)
    blocks = SequenceMatcher(None, got, wanted, autojunk=False).get_matching_blocks()
    alike = 2 * sum(block.size for block in blocks) / (len(got) + len(wanted))
    kept = sum((marks(wanted[block.b : block.b + block.size]) for block in blocks), Counter[str]())
    recall = kept.total() / marks(wanted).total()
    print(f"{path.name}: {alike:.4f} alike, {recall:.4f} of the letters with marks")
    assert alike >= 0.985
    assert recall >= 0.99


def folded(text: str) -> str:
    return " ".join(normalize("NFC", text).lower().split())


def marks(text: str) -> Counter[str]:
    """The letters with marks."""
    return Counter(c for c in text if c == "đ" or any(map(combining, normalize("NFD", c))))
