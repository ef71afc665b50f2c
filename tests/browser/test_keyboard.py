"""The story by keyboard alone: no mouse is plugged in."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from app.cli.demo_office import DEMO_PASSWORD, add_organisation
from app.extensions import db
from tests.browser.conftest import SAMPLE, TODAY, serve, visitor
from tests.browser.test_story import UNKNOWN
from tests.databases import Sqlite

pytestmark = pytest.mark.browser

FAR = 200
KNOWN = "Phòng Kinh tế"


def test_a_notice_is_given_reported_and_accepted_by_keyboard_alone(
    browser: Browser, sqlite: Sqlite, tmp_path: Path
) -> None:
    with (
        serve(sqlite, tmp_path, lambda clock: add_organisation(db.session(), clock=clock)) as live,
        visitor(browser, live) as page,
    ):
        logs_in(page, "chanhvp")
        gives_a_notice(page)
        logs_out(page)
        logs_in(page, "kinhte")
        address = reports(page)
        logs_out(page)
        logs_in(page, "chanhvp")
        accepts(page, address)


def test_the_first_key_leads_past_the_menu(browser: Browser, sqlite: Sqlite, tmp_path: Path) -> None:
    with (
        serve(sqlite, tmp_path, lambda clock: add_organisation(db.session(), clock=clock)) as live,
        visitor(browser, live, "chanhvp") as page,
    ):
        page.goto("/")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
        expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


def go_to(page: Page, wanted: Locator) -> None:
    """Tab until the focus is there."""
    for _ in range(FAR):
        if wanted.count() and wanted.first.evaluate("(one) => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {wanted}")


def press(page: Page, wanted: Locator) -> None:
    go_to(page, wanted)
    page.keyboard.press("Enter")


def write(page: Page, label: str, text: str) -> None:
    go_to(page, page.get_by_label(label))
    page.keyboard.insert_text(text)


def logs_in(page: Page, login: str) -> None:
    page.goto("/dang-nhap")
    write(page, "Tên đăng nhập", login)
    write(page, "Mật khẩu", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/dang-nhap" not in url)


def logs_out(page: Page) -> None:
    press(page, page.get_by_role("button", name="Đăng xuất"))
    page.wait_for_url("**/dang-nhap")


def gives_a_notice(page: Page) -> None:
    press(page, page.get_by_role("link", name="Thêm văn bản"))
    write(page, "Hoặc dán nội dung văn bản", SAMPLE.with_suffix(".txt").read_text(encoding="utf-8"))
    press(page, page.get_by_role("button", name="Đọc văn bản"))
    page.wait_for_url("**/du-kien/*")
    the_help_opens_and_closes(page)
    page.keyboard.press("f")
    expect(page.locator(".filter-words")).to_contain_text("Cần kiểm tra")
    page.keyboard.press("j")
    expect(page.locator("li.card:focus")).to_contain_text(UNKNOWN)
    page.keyboard.press("d")
    expect(page.locator(".bar")).not_to_contain_text("cần kiểm tra")
    page.keyboard.press("g")
    page.wait_for_url("**/giao")
    press(page, page.get_by_role("button", name="Giao nhiệm vụ"))
    expect(page.get_by_role("status")).to_contain_text("Đã giao")


def the_help_opens_and_closes(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Phím tắt")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Phím tắt")).not_to_be_visible()
    # The browser gives the focus back a moment after the dialog is gone; a key pressed before goes to the dialog.
    page.wait_for_function("!document.activeElement.closest('dialog')")


def reports(page: Page) -> str:
    press(page, page.get_by_role("link", name="Mở việc gấp nhất"))
    press(page, page.get_by_role("button", name="Xác nhận đã nhận"))
    expect(page.get_by_role("status")).to_contain_text("Đã xác nhận tiếp nhận")
    if not page.get_by_label("Nội dung kết quả").is_visible():
        press(page, page.locator("summary", has_text="Báo cáo hoàn thành"))
    write(page, "Số, ký hiệu văn bản kết quả", "61/BC-KT")
    write(page, "Ngày văn bản kết quả", f"{TODAY:%d/%m/%Y}")
    write(page, "Nội dung kết quả", "Đã hoàn thành, gửi kèm biên bản.")
    press(page, page.get_by_role("button", name="Báo cáo hoàn thành"))
    expect(page.get_by_role("status")).to_contain_text("Đã gửi báo cáo hoàn thành")
    return page.url


def accepts(page: Page, address: str) -> None:
    press(page, page.get_by_role("link", name="Xử lý việc chờ"))
    page.wait_for_url(address)
    press(page, page.get_by_role("button", name="Xác nhận hoàn thành"))
    expect(page.get_by_role("status")).to_contain_text("Đã xác nhận hoàn thành")
