"""A notice typed before Unicode: the review page says so, and its text is seen before and after."""

from __future__ import annotations

import re

from app.models import Draft
from tests.legacy_texts import as_typed
from tests.services.notices import NOTICE
from tests.web.drafting import count, newest, paste, post, send, text_of

BANNER = "Tệp gõ theo bảng mã VNI, đã chuyển sang Unicode."
TYPED = as_typed(NOTICE, "VNI")


def cells(page) -> list[str]:
    return re.findall(r'<td class="letter"[^>]*>(.*?)</td>', page.text)


def test_a_converted_file_is_seen_before_and_after(chief, stored):
    answer = send(chief, TYPED.encode("latin-1"), "cu.txt")
    assert newest(stored).source.text.strip() == NOTICE.strip()
    page = chief.get(answer.location)
    assert BANNER in text_of(page)
    shown = chief.get(f"{answer.location}/bang-ma")
    assert f'href="{answer.location}/bang-ma"' in page.text
    assert "cu.txt · VNI sang Unicode" in text_of(shown)
    lines = [line.strip() for line in NOTICE.splitlines() if line.strip()]
    assert cells(shown)[1::2] == lines
    assert cells(shown)[0::2] == [as_typed(line, "VNI") for line in lines]


def test_so_is_a_text_that_was_pasted(chief):
    address = paste(chief, TYPED)
    assert BANNER in text_of(chief.get(address))
    assert cells(chief.get(f"{address}/bang-ma"))[0] == as_typed(NOTICE.split("\n")[0].strip(), "VNI")


def test_a_long_text_has_several_pages(chief):
    address = paste(chief, TYPED + "\n" + as_typed("Phòng Nội vụ chủ trì, phối hợp.\n", "VNI") * 300)
    first, second, nowhere = (chief.get(f"{address}/bang-ma?trang={at}") for at in (1, 2, 99))
    assert len(cells(first)) == 400
    assert "trang 1/2" in text_of(first)
    assert cells(second)[1] == "Phòng Nội vụ chủ trì, phối hợp."
    assert cells(nowhere) == []


def test_unicode_has_no_such_page(chief):
    address = paste(chief)
    assert "bảng mã" not in text_of(chief.get(address))
    assert chief.get(f"{address}/bang-ma").status_code == 404
    assert post(chief, f"{address}/bang-ma").status_code == 404


def test_who_finds_it_wrong_takes_the_text_as_it_was_typed(chief, stored):
    answer = send(chief, TYPED.encode("latin-1"), "cu.txt")
    converted = newest(stored)
    again = post(chief, f"{answer.location}/bang-ma")
    typed = newest(stored)
    assert again.status_code == 302
    assert again.location.endswith(typed.public_id)
    assert (typed.source.text.strip(), typed.source.extractor) == (TYPED.strip(), "txt 1")
    assert (typed.source.filename, typed.source.sha256) == ("cu.txt", converted.source.sha256)
    assert BANNER not in text_of(chief.get(again.location))
    assert count(stored, Draft) == 2
