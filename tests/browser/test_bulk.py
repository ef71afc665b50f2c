"""Rows ticked in the list, looked at in the preview and done, on an office PC and a phone, with and without script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from app.cli.demo import load_if_empty
from tests.browser.conftest import DESKTOP, PHONE, ROOT, Live, picture, serve, visitor
from tests.databases import Sqlite

pytestmark = pytest.mark.browser

SIGHT = (ROOT / "tests" / "browser" / "sight.js").read_text(encoding="utf-8")
ACCESSIBLE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}


@pytest.fixture(scope="module")
def live(browser: Browser, sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serve(sqlite, tmp_path_factory.mktemp("bulk"), lambda clock: load_if_empty()) as running:
        yield running


def looked_at(page: Page, name: str) -> None:
    page.evaluate(SIGHT)
    for width, height in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        picture(page, f"{name}-{width}")
        assert page.evaluate("sight.look(['overflow', 'cut', 'overlapping'])") == []
        assert Axe().run(page, options=ACCESSIBLE).response["violations"] == []
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})


def test_deadlines_are_moved_after_a_preview_and_taken_back(browser: Browser, live: Live) -> None:
    with visitor(browser, live, "chanhvp") as page:
        page.goto("/nhiem-vu?tinh-trang=in_time")
        page.get_by_role("button", name="Chọn cả trang").click()
        assert page.locator("input[name=chon]:not(:checked)").count() == 0
        looked_at(page, "hang-loat-danh-sach")
        page.get_by_role("button", name="Điều chỉnh thời hạn…").click()
        page.get_by_label("Hoặc cộng thêm số ngày làm việc").fill("5")
        page.get_by_label("Lý do điều chỉnh").fill("Mưa lũ kéo dài")
        page.get_by_role("button", name="Xem trước").click()
        page.get_by_role("heading", name="Sẽ thực hiện").wait_for()
        looked_at(page, "hang-loat-xem-truoc")
        page.locator("button.main", has_text="Điều chỉnh thời hạn").click()
        page.get_by_text("Đã điều chỉnh thời hạn").wait_for()
        looked_at(page, "hang-loat-ket-qua")
        page.get_by_role("link", name="Hoàn tác lần điều chỉnh này").click()
        page.get_by_role("button", name="Xem trước").click()
        page.locator("button.main", has_text="Hoàn tác").click()
        page.get_by_text("Đã hoàn tác điều chỉnh thời hạn").wait_for()


def test_without_a_script_rows_are_ticked_one_by_one(browser: Browser, live: Live) -> None:
    with visitor(browser, live, "chanhvp", script=False) as page:
        page.goto("/nhiem-vu?tinh-trang=overdue")
        assert not page.get_by_role("button", name="Chọn cả trang").is_visible()
        page.locator("input[name=chon]").first.check()
        page.get_by_role("button", name="Nhắc việc…").click()
        page.get_by_role("button", name="Nhắc việc 1 nhiệm vụ").click()
        page.get_by_text("Đã nhắc 1 nhiệm vụ; thư đang chờ gửi.").wait_for()
