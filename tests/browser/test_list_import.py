"""An office brings its old list in: what the check says is seen on an office PC and on a phone, and what it takes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from app.cli.demo import load_if_empty
from tests.browser.conftest import DESKTOP, PHONE, ROOT, Live, picture, serve, visitor
from tests.databases import Sqlite

pytestmark = pytest.mark.browser

SIGHT = (ROOT / "tests" / "browser" / "sight.js").read_text(encoding="utf-8")
ACCESSIBLE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}
LIST = """STT\tVăn bản giao\tNội dung giao\tChủ trì\tPhối hợp\tThời hạn\tKết quả
I\tLĨNH VỰC KINH TẾ
1\tThông báo số 8/TB-UBND ngày 05/10/2026\tRà soát hộ kinh doanh ở chợ\tPhòng Kinh tế\tCông an xã\t30/11/2026\t
2\t\tLập danh mục đường hẻm cần sửa\tPhòng Kinh tế\tSở Xây dựng\tQuý IV\tĐang làm
3\t\tSơn lại cổng chợ\tPhòng Kinh tế\t\t\tĐã hoàn thành
"""
WRONG = "4\t\tVẽ sơ đồ chợ\tPhòng Kimh tế\t\t31/11/2026\t\n"


@pytest.fixture(scope="module")
def live(browser: Browser, sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serve(sqlite, tmp_path_factory.mktemp("list"), lambda clock: load_if_empty()) as running:
        yield running


def check(page: Page, text: str) -> None:
    page.goto("/van-ban/nhap-danh-sach")
    page.get_by_label("Hoặc dán bảng chép từ Word, Excel").fill(text)
    page.get_by_role("button", name="Kiểm tra danh sách").click()
    page.get_by_role("heading", name="Kết quả kiểm tra danh sách").wait_for()


def looked_at(page: Page, name: str) -> None:
    page.evaluate(SIGHT)
    for width, height in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        picture(page, f"{name}-{width}")
        assert page.evaluate("sight.look(['overflow', 'cut', 'overlapping'])") == []
        assert Axe().run(page, options=ACCESSIBLE).response["violations"] == []
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})


def test_a_list_with_errors_shows_them_beside_what_the_other_rows_would_become(browser: Browser, live: Live) -> None:
    with visitor(browser, live, "chanhvp", expecting=400) as page:
        # A notice of its own: the stories here may be told in any order.
        check(page, LIST.replace("8/TB-UBND", "18/TB-UBND") + WRONG)
        expect(page.get_by_role("heading", name="02 lỗi, chưa nhập được dòng nào")).to_have_count(1)
        looked_at(page, "nhap-danh-sach-loi")


@pytest.mark.parametrize("script", [True, False])
def test_a_list_without_errors_is_taken_with_and_without_script(browser: Browser, live: Live, script: bool) -> None:
    text = LIST.replace("8/TB-UBND", f"{8 + script}/TB-UBND")
    with visitor(browser, live, "chanhvp", script=script) as page:
        check(page, text)
        if script:
            looked_at(page, "nhap-danh-sach-kiem-tra")
        page.get_by_role("button", name="Nhập 2 nhiệm vụ").click()
        page.get_by_text("Đã nhập 2 nhiệm vụ của 1 văn bản.").wait_for()
