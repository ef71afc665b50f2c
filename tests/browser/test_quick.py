"""Giao việc nhanh on a phone: units by typing, the day echoed, and the task given; also without script."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from app.cli.demo import load_if_empty
from tests.browser.conftest import PHONE, Live, serve, visitor
from tests.databases import Sqlite

pytestmark = pytest.mark.browser
TEXT = "Báo cáo nhanh tình hình sạt lở bờ sông đoạn qua thôn Vạn Chài"


@pytest.fixture(scope="module")
def live(sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serve(sqlite, tmp_path_factory.mktemp("quick"), lambda clock: load_if_empty()) as running:
        yield running


def test_a_leader_gives_an_order_on_a_phone(browser: Browser, live: Live) -> None:
    with visitor(browser, live, "chutich") as page:
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        page.goto("/")
        page.get_by_role("link", name="Giao việc nhanh").click()
        page.get_by_label("Nội dung").fill(TEXT)
        search = page.get_by_role("combobox", name="Đơn vị, người thực hiện")
        for typed in ("kinh te", "cong an"):
            search.press_sequentially(typed)
            search.press("Enter")
        expect(page.locator(".taken li")).to_have_count(2)
        deadline = page.get_by_label("Thời hạn")
        deadline.fill("16h30 hôm nay")
        expect(page.locator("#deadline-echo")).to_have_text("Thứ Ba, 03/11/2026")
        deadline.fill("mai")
        expect(page.locator("#deadline-echo")).to_have_text("Thứ Tư, 04/11/2026")
        deadline.fill("9:00 30/11")
        expect(page.locator("#deadline-echo")).to_have_text("Thứ Hai, 30/11/2026")
        deadline.fill("16:30 hôm nay")
        page.get_by_label("Độ khẩn").select_option("Hỏa tốc")
        page.get_by_role("button", name="Giao nhiệm vụ").click()
        expect(
            page.get_by_text("Đã giao nhiệm vụ cho 02 đơn vị, thời hạn 16 giờ 30, Thứ Ba, 03/11/2026")
        ).to_be_visible()


def test_the_staff_gives_an_order_without_script(browser: Browser, live: Live) -> None:
    with visitor(browser, live, "chanhvp", script=False) as page:
        page.goto("/giao-viec-nhanh")
        page.get_by_label("Nội dung").fill("Rà soát hộ dân phải di dời khi có mưa lớn")
        page.get_by_label("Phòng Kinh tế", exact=True).check()
        page.get_by_label("Thời hạn").fill("cuối tháng")
        page.get_by_label("Lãnh đạo giao").select_option(index=1)
        page.get_by_role("button", name="Giao nhiệm vụ").click()
        page.wait_for_url(re.compile("/van-ban/"))
        expect(page.get_by_text("thời hạn Thứ Hai, 30/11/2026")).to_be_visible()
