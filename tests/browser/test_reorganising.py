"""Two units merge: from the wizard to the list of the successor, seen on an office PC and on a phone, with and without
script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from app.cli.demo import load_if_empty
from tests.browser.conftest import DESKTOP, PHONE, ROOT, Databases, Live, picture, serve, visitor

pytestmark = pytest.mark.browser

SIGHT = (ROOT / "tests" / "browser" / "sight.js").read_text(encoding="utf-8")
ACCESSIBLE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}
BASIS = "Nghị quyết số 12/NQ-HĐND ngày 20/10/2026"


@pytest.fixture
def live(browser: Browser, databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serve(databases, tmp_path_factory.mktemp("units"), lambda clock: load_if_empty()) as running:
        yield running


def looked_at(page: Page, name: str) -> None:
    page.evaluate(SIGHT)
    for width, height in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        picture(page, f"{name}-{width}")
        assert page.evaluate("sight.look(['overflow', 'cut', 'overlapping'])") == []
        assert Axe().run(page, options=ACCESSIBLE).response["violations"] == []
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})


@pytest.mark.parametrize("script", [True, False])
def test_two_units_merge_from_the_wizard_to_the_list_of_the_successor(
    browser: Browser, live: Live, script: bool
) -> None:
    with visitor(browser, live, "chanhvp", script=script) as page:
        page.goto("/co-quan/don-vi")
        page.get_by_role("link", name="Sắp xếp đơn vị").click()
        page.get_by_role("link", name="Sắp xếp đơn vị").click()
        page.get_by_role("radio", name="Sáp nhập").check()
        page.get_by_role("checkbox", name="Phòng Kinh tế").check()
        if script:
            looked_at(page, "sap-xep-1")
        page.get_by_role("button", name="Tiếp tục").click()
        page.get_by_label("Có hiệu lực từ ngày").fill("01/11/2026")
        page.get_by_label("Căn cứ").fill(BASIS)
        page.get_by_label("Đơn vị tiếp nhận", exact=True).select_option(label="Phòng Văn hóa - Xã hội")
        if script:
            looked_at(page, "sap-xep-2")
        page.get_by_role("button", name="Xem trước").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sáp nhập: Phòng Kinh tế")
        parts = page.locator("section[aria-labelledby=parts] tbody tr")
        moving = parts.count()
        leads = parts.filter(has_text="Chủ trì").filter(has_text="Chuyển về Phòng Văn hóa - Xã hội")
        said = [text.splitlines()[0][-60:-3].strip() for text in leads.locator("th").all_inner_texts()]
        assert len(said) > 3
        if script:
            looked_at(page, "sap-xep-3")
        page.get_by_role("button", name="Thực hiện sắp xếp").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Biên bản sắp xếp đơn vị: sáp nhập")
        assert page.locator("section[aria-labelledby=parts] tbody tr").count() == moving
        if script:
            looked_at(page, "sap-xep-bien-ban")
        page.goto("/nhiem-vu")
        page.get_by_label("Đơn vị", exact=True).select_option(label="Phòng Văn hóa - Xã hội")
        page.get_by_role("button", name="Lọc").click()
        for text in said:
            expect(page.locator("table.list")).to_contain_text(text)
        page.go_back()
        page.go_back()
        page.get_by_role("link", name="Phòng Văn hóa - Xã hội").click()
        expect(page.locator("main")).to_contain_text("Tiếp nhận từ")
        expect(page.locator("main")).to_contain_text("Phòng Kinh tế")
