"""The words of a PDF and the pictures of its pages, side by side or one above the other, with and without script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.cli.demo_office import add_organisation
from app.extensions import db
from tests.browser.conftest import DESKTOP, PHONE, SAMPLE_PDF, Live, picture, serve, upload_the_sample, visitor
from tests.databases import Sqlite

LOADED = "image => image.complete && image.naturalWidth > 800"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def live(sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    folder: Path = tmp_path_factory.mktemp("pages")
    with serve(sqlite, folder, lambda clock: add_organisation(db.session(), clock=clock)) as running:
        yield running


def open_first(page: Page) -> None:
    """Open the first page's picture, and wait until it is there."""
    page.get_by_text("Xem ảnh trang").first.click()
    image = page.locator(".picture[open] img")
    expect(image).to_be_visible()
    page.wait_for_function(LOADED, arg=image.element_handle())


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_words_and_picture_can_both_be_read_on_the_review_page(
    browser: Browser, live: Live, size: tuple[int, int], script: bool
) -> None:
    with visitor(browser, live, "chanhvp", script=script) as page:
        upload_the_sample(page, SAMPLE_PDF)
        page.set_viewport_size({"width": size[0], "height": size[1]})
        expect(page.get_by_role("heading", name="Trang 1/2")).to_be_visible()
        pane = page.locator(".source").bounding_box()
        if script:  # Chromium fetches pictures late only where scripts may run.
            assert not page.locator("img").evaluate_all(f"images => images.some({LOADED})")
        open_first(page)
        box = page.locator(".picture[open] > div").bounding_box()
        assert pane is not None
        assert box is not None
        assert box["width"] > 0.8 * pane["width"]
        if size == DESKTOP:  # Below the picture the words go on within the pane.
            assert box["height"] <= 0.55 * size[1]
        assert page.evaluate(OVERFLOW) == 0
        picture(page, f"nguon-{size[0]}-{script}", whole=False)


def test_the_room_of_a_picture_is_there_before_it_comes(browser: Browser, live: Live) -> None:
    with visitor(browser, live, "chanhvp") as page:
        upload_the_sample(page, SAMPLE_PDF)
        page.route("**/trang/*.png", lambda route: route.fulfill(status=200, content_type="image/png", body=b""))
        page.get_by_text("Xem ảnh trang").first.click()
        box = page.locator(".picture[open] img").bounding_box()
        assert box is not None
        assert box["height"] > 1.3 * box["width"]
