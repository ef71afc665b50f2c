"""The whole story in a browser: a notice is read and given, a unit answers, it is urged, and figures are frozen."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from app.adapters.clock import FixedClock
from app.cli.demo_office import add_organisation
from app.extensions import db
from config import SmtpConfig
from tests.adapters.smtp import Mailbox, taking_mail
from tests.browser.conftest import TODAY, Live, freeze_a_period, picture, run_jobs, serve, upload_the_sample, visitor
from tests.databases import Sqlite

pytestmark = pytest.mark.browser

LATER = date(2026, 12, 1)
UNKNOWN, CHOSEN = "Tổ công nghệ số cộng đồng", "Phòng Văn hóa - Xã hội"
UNIT = "Phòng Kinh tế"


def test_from_the_notice_to_the_frozen_figures(browser: Browser, sqlite: Sqlite, tmp_path: Path) -> None:
    with (
        serve(sqlite, tmp_path, lambda clock: add_organisation(db.session(), clock=clock)) as live,
        taking_mail() as mailbox,
    ):
        with visitor(browser, live, "chanhvp") as chief:
            the_chief_reads_corrects_and_gives(chief)
        with visitor(browser, live, "kinhte") as unit:
            address = the_unit_acknowledges_and_reports(unit)
        with visitor(browser, live, "chanhvp") as chief:
            the_chief_accepts(chief, address)
        a_later_morning_comes(live, mailbox)
        the_unit_is_urged(mailbox)
        the_chief_is_told(mailbox)
        with visitor(browser, live, "chanhvp") as chief:
            the_document_says_what_the_screen_says(chief)


def the_chief_reads_corrects_and_gives(page: Page) -> None:
    upload_the_sample(page)
    page.get_by_role("link", name="Giao nhiệm vụ").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("Chưa giao được: còn 1 chỗ phải bổ sung")
    page.get_by_role("link", name="Quay lại kiểm tra").click()
    card = page.locator("li.card").filter(has_text=UNKNOWN)
    card.get_by_role("link", name="Sửa").click()
    units = page.get_by_role("combobox", name="Đơn vị chủ trì")
    units.fill("van hoa")
    expect(page.get_by_role("option", name=CHOSEN)).to_be_visible()
    units.press("Enter")
    expect(page.get_by_role("button", name=f"Bỏ {CHOSEN}")).to_be_visible()
    page.get_by_role("button", name="Lưu").click()
    page.get_by_role("link", name="Giao nhiệm vụ").click()
    expect(page.get_by_role("row").filter(has_text=UNIT)).to_be_visible()
    picture(page, "giao-nhiem-vu-1366")
    page.get_by_role("button", name="Giao nhiệm vụ").click()
    expect(page.get_by_role("status")).to_contain_text("Đã giao")
    expect(page.get_by_role("heading", level=1)).to_contain_text("27/TB-UBND")


def the_unit_acknowledges_and_reports(page: Page) -> str:
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Nhiệm vụ của {UNIT}")
    page.get_by_role("link", name="Mở việc gấp nhất").click()
    page.get_by_role("button", name="Xác nhận đã nhận").click()
    expect(page.get_by_role("status")).to_contain_text("Đã xác nhận tiếp nhận")
    unfold(page, "Báo cáo hoàn thành")
    page.get_by_label("Số, ký hiệu văn bản kết quả").fill("61/BC-KT")
    page.get_by_label("Ngày văn bản kết quả").fill(f"{TODAY:%d/%m/%Y}")
    page.get_by_label("Nội dung kết quả").fill("Đã hoàn thành, gửi kèm biên bản.")
    page.get_by_role("button", name="Báo cáo hoàn thành").click()
    expect(page.get_by_role("status")).to_contain_text("Đã gửi báo cáo hoàn thành")
    return page.url


def unfold(page: Page, name: str) -> None:
    """Open the act, unless it already stands open as the one next step."""
    fold = page.locator("details:not([open]) > summary", has_text=name)
    if fold.count():
        fold.click()


def the_chief_accepts(page: Page, address: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="Xử lý việc chờ").click()
    assert page.url == address
    expect(page.locator("main")).to_contain_text("61/BC-KT")
    page.get_by_role("button", name="Xác nhận hoàn thành").click()
    expect(page.get_by_role("status")).to_contain_text("Đã xác nhận hoàn thành")
    expect(page.locator("main")).to_contain_text("Hoàn thành đúng hạn")


def a_later_morning_comes(live: Live, mailbox: Mailbox) -> None:
    """The clock is moved for the web and the jobs alike; the jobs are given a mail server."""
    live.clock.instant = FixedClock.at(LATER, 6, 30).instant
    smtp = SmtpConfig("127.0.0.1", mailbox.port, security="none", username="", password="")
    run_jobs(replace(live.config, smtp=smtp), live.clock, "digest", "deliver")


def the_unit_is_urged(mailbox: Mailbox) -> None:
    the_mail(mailbox, "kinhte@dongvi.example", "02 nhiệm vụ chủ trì – 27/TB-UBND")
    mail = the_mail(mailbox, "kinhte@dongvi.example", "quá hạn")
    assert re.match(r"\d\d quá hạn.* – Phòng Kinh tế, ngày 01/12", mail["Subject"])
    text = body(mail, "plain")
    assert "QUÁ HẠN" in text
    assert "/tra-loi/" in text
    assert "QUÁ HẠN" in body(mail, "html")


def the_chief_is_told(mailbox: Mailbox) -> None:
    mail = the_mail(mailbox, "chanhvp", "– Tổng hợp của Văn phòng, ngày 01/12")
    assert re.search(r"2\. QUÁ HẠN: \d\d/\d\d", body(mail, "plain"))


def the_mail(mailbox: Mailbox, address: str, subject: str) -> EmailMessage:
    """The one mail to the address whose subject has these words."""
    found = [mail for mail in mailbox.mails if address in str(mail["To"]) and subject in str(mail["Subject"])]
    assert len(found) == 1, "; ".join(f"{mail['To']} {mail['Subject']}" for mail in mailbox.mails)
    return found[0]


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def the_document_says_what_the_screen_says(page: Page) -> None:
    freeze_a_period(page, period_from="01/10/2026", cut_off=f"{LATER:%d/%m/%Y}")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Tải .docx dùng nội bộ").click()
    document = docx.Document(str(downloading.value.path()))
    said = figures_in(" ".join(paragraph.text for paragraph in document.paragraphs).replace("\u00a0", " "))
    shown = figures_on(page)
    assert said == shown
    assert shown["a"] == 1
    assert shown["d"] > 0


def figures_on(page: Page) -> dict[str, int]:
    """The figures on the screen, by the letters of their formulas."""
    heads = {"N": "(N = H + C)", "H": "(H = a + b)", "a": "(a)", "b": "(b)", "C": "(C = c + d)", "c": "(c)", "d": "(d)"}
    table = page.locator("section[aria-labelledby=classes] table")
    return {
        letter: int(table.get_by_role("row").filter(has_text=head).get_by_role("cell").inner_text().replace(".", ""))
        for letter, head in heads.items()
    }


def figures_in(text: str) -> dict[str, int]:
    """The same figures as the section's first sentence says them; each task of the sample has one lead or is split
    into "lượt giao", so that the total is read from whichever noun the sentence uses."""
    found = re.search(
        r"có (?P<tasks>\d+) nhiệm vụ có thời hạn[^(]*?(?:(?P<N>\d+) lượt giao chủ trì )?\(kỳ trước.*?"
        r"đã hoàn thành (?P<H>\d+) .*?\(đúng hạn (?P<a>\d+), quá hạn (?P<b>\d+)\); "
        r"chưa hoàn thành (?P<C>\d+) .*?\(trong hạn (?P<c>\d+), quá hạn (?P<d>\d+)\)",
        text,
    )
    assert found, text
    numbers = {name: int(value) for name, value in found.groupdict().items() if value}
    return {"N": numbers.get("N", numbers["tasks"])} | {name: numbers[name] for name in "HabCcd"}
