"""Searching with the keyboard alone, on a PC and on a phone, with script and without."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from app.cli.demo import load_if_empty
from tests.browser.conftest import DESKTOP, PHONE, Live, picture, serve, visitor
from tests.databases import Sqlite

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def live(sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serve(sqlite, tmp_path_factory.mktemp("search"), lambda clock: load_if_empty()) as running:
        yield running


def results(page: Page) -> list[str]:
    return page.locator(".hits h2").all_inner_texts()


def test_a_stroke_leads_to_the_box_and_enter_to_what_was_found(browser: Browser, live: Live) -> None:
    with visitor(browser, live, "chanhvp") as page:
        page.goto("/nhiem-vu")
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.name") == "q"
        page.keyboard.type("ho so")
        page.keyboard.press("Enter")
        page.wait_for_url("**/tim-kiem?q=ho+so")
        assert results(page)
        assert page.get_by_label("Từ khóa").input_value() == "ho so"
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "q"
        page.keyboard.press("End")
        page.keyboard.type(" 1/2")
        assert page.get_by_label("Từ khóa").input_value() == "ho so 1/2", "a stroke in the box is a stroke"
        picture(page, "tim-kiem")
        page.locator(".hits a").first.click()
        assert page.locator("h1").is_visible()


def test_a_stroke_while_writing_elsewhere_is_a_stroke(browser: Browser, live: Live) -> None:
    with visitor(browser, live, "chanhvp") as page:
        page.goto("/tim-kiem")
        page.goto("/bao-cao/them")
        field = page.get_by_label("Từ ngày")
        field.focus()
        page.keyboard.type("1/9")
        assert field.input_value() == "1/9"


@pytest.mark.parametrize("size", [DESKTOP, PHONE, (320, 640)])
@pytest.mark.parametrize("script", [True, False])
def test_it_fits_and_works_without_script(browser: Browser, live: Live, size: tuple[int, int], script: bool) -> None:
    with visitor(browser, live, "chanhvp", script=script) as page:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto("/van-ban")
        box = page.get_by_label("Tìm kiếm", exact=True)
        assert box.is_visible()
        box.fill("kinh te thu")
        page.get_by_role("search").get_by_role("button", name="Tìm").click()
        page.wait_for_url("**/tim-kiem?q=*")
        assert results(page)
        assert page.locator(".hits mark").count() > 0
        wide = page.evaluate("document.documentElement.scrollWidth") if script else size[0]
        assert wide <= size[0]
        picture(page, f"tim-kiem-{size[0]}")
        page.get_by_label("Loại kết quả").get_by_role("link", name="Đơn vị").click()
        assert "loai=don-vi" in page.url
        assert page.get_by_label("Từ khóa").input_value() == "kinh te thu"
