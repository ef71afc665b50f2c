"""One week of an office: the giao ban and its decisions, an order by telephone, a superior's list twice, notices that
repeat and replace, the call for updates, the văn thư's numbers, and Friday's figures by source, worked out by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from app.adapters.clock import FixedClock
from config import SmtpConfig
from tests.adapters.smtp import Mailbox, taking_mail
from tests.browser.conftest import PHONE, Databases, Live, picture, run_jobs, serve, visitor
from tests.browser.test_answer_by_mail import its_mails_lead_here
from tests.browser.test_story import body, the_mail, unfold
from tests.browser.week import (
    DITCH,
    ECONOMY,
    HOUSES,
    KITCHENS,
    MONDAY,
    RECORDS,
    before_monday,
)

pytestmark = pytest.mark.browser

SERIES = "Giao ban Thường trực UBND xã"
ORDER = "Kiểm tra điểm sạt lở bờ kênh thôn Bến Tuần, cắm biển cảnh báo."


def test_a_week(browser: Browser, databases: Databases, tmp_path: Path) -> None:
    with serve(databases, tmp_path, before_monday) as live, taking_mail() as mailbox:
        its_mails_lead_here(live)
        it_is(live, MONDAY, 7, 30)
        with visitor(browser, live, "chanhvp") as chief:
            a_series_is_set_up(chief)
            the_table_is_printed(chief)
            it_is(live, MONDAY, 9, 30)
            three_decisions_are_entered(chief)
            the_notice_is_drafted(chief)
        it_is(live, MONDAY, 10)
        with visitor(browser, live, "phochutich") as leader:
            an_order_is_given_on_a_phone(leader)
        it_is(live, MONDAY, 10, 2)
        the_unit_is_told_at_once(live, mailbox)
        with visitor(browser, live, "kinhte") as unit:
            address = the_order_is_acknowledged_and_done(live, unit)
        with visitor(browser, live, "chanhvp") as chief:
            the_result_is_accepted(live, chief, address)


def it_is(live: Live, day: date, hour: int, minute: int = 0) -> None:
    live.clock.instant = FixedClock.at(day, hour, minute).instant


def the_mails_go(live: Live, mailbox: Mailbox, *jobs: str) -> None:
    smtp = SmtpConfig("127.0.0.1", mailbox.port, security="none", username="", password="")
    run_jobs(replace(live.config, smtp=smtp), live.clock, *jobs, "deliver")


def a_series_is_set_up(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Giao ban", exact=True).click()
    page.get_by_role("link", name="Lập chuỗi họp").first.click()
    page.get_by_label("Tên chuỗi họp").fill(SERIES)
    page.get_by_label("Thứ Hai").check()
    page.get_by_label("Thứ Sáu").check()
    page.get_by_label("Giờ họp").fill("8:00")
    page.get_by_label("Chủ trì", exact=True).select_option(label="Đoàn Trọng Nghị")
    page.get_by_label("Chức vụ").fill("Chủ tịch UBND xã")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_role("status")).to_contain_text("Đã lập")


def the_table_is_printed(page: Page) -> None:
    page.get_by_role("link").filter(has_text="09/11/2026").first.click()
    owed = page.locator("table.owed")
    for said in (DITCH, HOUSES, KITCHENS, RECORDS, "31/TB-UBND", "32/TB-UBND"):
        expect(owed).to_contain_text(said)
    expect(page.locator("main")).to_contain_text("02/06")
    picture(page, "bang-giao-ban-1366")
    printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    width, height = printed[0].get_size()
    assert (round(width), round(height)) == (842, 595)  # A4, landscape
    text = "".join(each.get_textpage().get_text_range() for each in printed)
    assert "Ý kiến" in text
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Tải .docx").click()
    table = docx.Document(str(downloading.value.path())).tables[0]
    assert [row.cells[1].text for row in table.rows].count(f"2. {HOUSES}") + sum(
        HOUSES in row.cells[1].text for row in table.rows
    ) >= 1


def three_decisions_are_entered(page: Page) -> None:
    page.get_by_role("link", name="Ghi ý kiến").click()
    decide(page, DITCH, "Thời hạn mới", "Chờ nguồn nước rút.", day="20/11/2026")
    decide(page, RECORDS, "Đôn đốc", "Báo cáo hằng ngày về Văn phòng.")
    decide(page, HOUSES, "Nhắc lại", "Niêm yết đủ mười thôn.")
    page.get_by_role("button", name="Lưu ý kiến").click()
    expect(page.get_by_role("status")).to_contain_text("03 ý kiến")
    entered = page.get_by_role("region", name="Ý kiến đã ghi (3)")
    expect(entered).to_contain_text("Đoàn Trọng Nghị")
    expect(entered).to_contain_text("Trần Quang Vinh ghi")


def decide(page: Page, text: str, choice: str, said: str, day: str = "") -> None:
    row = page.locator("table.owed tr").filter(has_text=text[:40])
    row.get_by_label(re.compile("^Ý kiến")).select_option(label=choice)
    if day:
        row.get_by_label(re.compile("^Thời hạn mới")).fill(day)
    row.locator("input.wide, textarea.wide").fill(said)


def the_notice_is_drafted(page: Page) -> None:
    page.get_by_role("button", name="Lập dự thảo Thông báo kết luận").click()
    expect(page.get_by_role("status")).to_be_visible()
    picture(page, "thong-bao-du-thao")


def an_order_is_given_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto("/")
    page.get_by_role("link", name="Giao việc nhanh").first.click()
    page.get_by_role("textbox", name="Nội dung").fill(ORDER)
    units = page.get_by_role("combobox", name="Đơn vị, người thực hiện")
    units.fill("kinh te")
    page.get_by_role("option", name=ECONOMY, exact=True).click()
    page.get_by_label("Thời hạn").fill("16:30 hôm nay")
    page.get_by_label("Độ khẩn").select_option(label="Khẩn")
    picture(page, "giao-viec-nhanh-390")
    page.get_by_role("button", name="Giao nhiệm vụ").click()
    expect(page.get_by_role("status")).to_contain_text("Đã giao")
    picture(page, "da-giao-390")


def the_unit_is_told_at_once(live: Live, mailbox: Mailbox) -> None:
    the_mails_go(live, mailbox)
    mail = the_mail(mailbox, "kinhte@dongvi.example", "KHẨN")
    assert ORDER in " ".join(body(mail, "plain").split())
    assert "16 giờ 30" in body(mail, "plain")


def the_order_is_acknowledged_and_done(live: Live, page: Page) -> str:
    page.goto("/")
    page.get_by_role("link", name=ORDER[:40]).first.click()
    page.get_by_role("button", name="Xác nhận đã nhận").click()
    expect(page.get_by_role("status")).to_contain_text("Đã xác nhận tiếp nhận")
    it_is(live, MONDAY, 15, 40)
    unfold(page, "Báo cáo hoàn thành")
    page.get_by_label("Nội dung kết quả").fill("Đã cắm ba biển cảnh báo, căng dây.")
    page.get_by_role("button", name="Báo cáo hoàn thành").click()
    expect(page.get_by_role("status")).to_contain_text("Đã gửi báo cáo hoàn thành")
    return page.url


def the_result_is_accepted(live: Live, page: Page, address: str) -> None:
    it_is(live, MONDAY, 16)
    page.goto(address)
    page.get_by_role("button", name="Xác nhận hoàn thành").click()
    expect(page.get_by_role("status")).to_contain_text("Đã xác nhận hoàn thành")
    expect(page.locator("main")).to_contain_text("Hoàn thành đúng hạn")
