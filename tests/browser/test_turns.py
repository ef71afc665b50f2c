"""More time with another date than was asked for, and a result that is returned and submitted again, in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from app.adapters.clock import FixedClock
from app.extensions import db
from tests.browser.conftest import DESKTOP, PHONE, Databases, Live, picture, run_jobs, serve, visitor
from tests.browser.test_story import unfold
from tests.cast import PASSWORD, make_cast
from tests.services.giving import Giving

pytestmark = pytest.mark.browser

ACCESSIBLE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}}
DUE = date(2026, 11, 10)
# One for each story: they may be told in any order.
TEXTS = ("Tổng hợp số liệu dân cư.", "Rà soát thủ tục hành chính.", "Lập danh mục hồ sơ lưu trữ.")


@pytest.fixture(scope="module")
def live(browser: Browser, databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The cast, with tasks that Nội vụ leads and Xã Hạ coordinates."""

    def fill(clock: FixedClock) -> None:
        cast = make_cast(db.session(), clock)
        give = Giving(cast, clock, issued_on=date(2026, 10, 5))
        for text in TEXTS:
            give("noi_vu", due=DUE, coordinating=("xa_ha",), given_on=date(2026, 10, 5), text=text)

    with serve(databases, tmp_path_factory.mktemp("turns"), fill) as running:
        run_jobs(running.config, running.clock, "heartbeat")
        for login in ("noi_vu_head", "chief"):
            context = browser.new_context(base_url=running.url)
            page = context.new_page()
            page.goto("/dang-nhap")
            page.get_by_label("Tên đăng nhập").fill(login)
            page.get_by_label("Mật khẩu").fill(PASSWORD)
            page.get_by_role("button", name="Đăng nhập").click()
            expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
            running.cookies[login] = context.storage_state()
            context.close()
        yield running


def open_task(page: Page, text: str) -> str:
    page.goto("/don-vi")
    page.get_by_role("link", name=text).first.click()
    page.wait_for_url("**/nhiem-vu/*")
    return page.url


def inspect(live: Live, page: Page, name: str) -> None:
    """At an office PC and on a phone: nothing reaches beyond the page, and axe finds nothing, with every fold open."""
    if live.kind == "postgresql":
        return  # the pages are the same
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    for width, height in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        assert Axe().run(page, options=ACCESSIBLE).response["violations"] == []
        picture(page, f"{name}-{width}")
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_unit_asks_for_more_time_and_the_chief_grants_another_date(
    browser: Browser, live: Live, *, script: bool
) -> None:
    with visitor(browser, live, "noi_vu_head", script=script) as unit:
        address = open_task(unit, TEXTS[script])
        unfold(unit, "Đề nghị gia hạn")
        unit.get_by_label("Đề nghị gia hạn đến ngày").fill("30/11")
        unit.get_by_label("Lý do đề nghị gia hạn").fill("Chờ số liệu của các xã.")
        unit.get_by_role("button", name="Đề nghị gia hạn").click()
        expect(unit.get_by_role("status")).to_contain_text("Đã gửi đề nghị gia hạn")
        expect(unit.locator("main")).to_contain_text("từ Thứ Ba, 10/11/2026 đến Thứ Hai, 30/11/2026")
    with visitor(browser, live, "chief", script=script) as chief:
        chief.goto(address)
        expect(chief.locator("#next-step")).to_have_text("Việc cần làm: quyết định gia hạn")
        chief.get_by_label("Đồng ý, với thời hạn khác", exact=True).check()
        chief.get_by_label("Thời hạn khác", exact=True).fill("20/11")
        chief.get_by_label("Ý kiến, lý do").fill("Chậm nhất trước kỳ họp.")
        chief.get_by_role("button", name="Quyết định gia hạn").click()
        expect(chief.get_by_role("status")).to_contain_text("Đã ghi quyết định gia hạn")
        if script:
            inspect(live, chief, "gia-han-van-phong")
    with visitor(browser, live, "noi_vu_head", script=script) as unit:
        unit.goto(address)
        facts = unit.locator("section", has=unit.locator("#facts"))
        expect(facts).to_contain_text("Thứ Sáu, 20/11/2026")
        expect(facts).to_contain_text("Thời hạn ban đầu")
        expect(facts).to_contain_text("Thứ Ba, 10/11/2026")
        expect(unit.locator("main")).to_contain_text("Đồng ý, với thời hạn khác: Thứ Sáu, 20/11/2026")
        expect(unit.locator(".page-head")).to_contain_text("Gia hạn 01 lần")


def test_a_result_is_returned_and_submitted_again(browser: Browser, live: Live) -> None:
    with visitor(browser, live, "noi_vu_head") as unit:
        address = open_task(unit, TEXTS[2])
        report(unit, "61/BC-NV")
    with visitor(browser, live, "chief") as chief:
        chief.goto(address)
        unfold(chief, "Trả lại kết quả")
        chief.get_by_label("Thiếu hồ sơ").check()
        chief.get_by_label("Nội dung cần bổ sung, hoàn thiện").fill("Thiếu phụ lục số liệu.")
        chief.get_by_role("button", name="Trả lại kết quả").click()
        expect(chief.get_by_role("status")).to_contain_text("Đã trả lại kết quả")
    with visitor(browser, live, "noi_vu_head") as unit:
        unit.goto(address)
        expect(unit.locator("main")).to_contain_text("Trả lại 01 lần (thiếu hồ sơ 01)")
        expect(unit.locator("main")).to_contain_text("Thiếu phụ lục số liệu.")
        inspect(live, unit, "bi-tra-lai-don-vi")
        report(unit, "62/BC-NV")
    with visitor(browser, live, "chief") as chief:
        chief.goto(address)
        expect(chief.locator("main")).to_contain_text("62/BC-NV")
        chief.get_by_role("button", name="Xác nhận hoàn thành").click()
        expect(chief.locator(".page-head")).to_contain_text("Hoàn thành đúng hạn")
        expect(chief.locator(".page-head")).to_contain_text("Trả lại 01 lần")
        inspect(live, chief, "da-xong-van-phong")


def report(page: Page, number: str) -> None:
    unfold(page, "Báo cáo hoàn thành")
    page.get_by_label("Số, ký hiệu văn bản kết quả").fill(number)
    page.get_by_label("Ngày văn bản kết quả").fill("2/11/2026")
    page.get_by_role("button", name="Báo cáo hoàn thành").click()
    expect(page.get_by_role("status")).to_contain_text("Đã gửi báo cáo hoàn thành")
