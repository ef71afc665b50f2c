"""A unit answers by the link of a mail that it got from the office, without an account; the office sees how."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.adapters.links import Links
from app.cli.demo_office import add_organisation
from app.extensions import db
from config import SmtpConfig
from tests.adapters.smtp import Mailbox, taking_mail
from tests.browser.conftest import PHONE, SAMPLE_PDF, Live, picture, run_jobs, serve, visitor
from tests.browser.test_story import UNIT, body, the_mail
from tests.browser.test_without_script import the_chief_corrects_and_gives

pytestmark = pytest.mark.browser

WHO = "Lê Văn Thư"
BY_LINK = f"{WHO} (qua liên kết thư)"


@pytest.mark.parametrize(
    ("kind", "script"),
    [("sqlite", True), ("postgresql", True), ("sqlite", False)],
    ids=["sqlite", "postgresql", "without script"],
)
def test_a_clerk_answers_by_the_link_of_a_mail(
    browser: Browser, request: pytest.FixtureRequest, tmp_path: Path, kind: str, script: bool
) -> None:
    databases = request.getfixturevalue(kind)
    with (
        serve(databases, tmp_path, lambda clock: add_organisation(db.session(), clock=clock)) as live,
        taking_mail() as mailbox,
    ):
        its_mails_lead_here(live)
        with visitor(browser, live, "chanhvp", script=False) as chief:
            the_chief_corrects_and_gives(chief)
        address = the_link_in_the_mail(live, mailbox)
        with visitor(browser, live, script=script) as clerk:
            clerk.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
            the_clerk_acknowledges_and_reports(clerk, address)
        with visitor(browser, live, "chanhvp") as chief:
            the_office_sees_it_and_closes(chief)
        with visitor(browser, live, expecting=410) as clerk:
            clerk.goto(address)
            expect(clerk.locator("main")).to_contain_text("Nhiệm vụ này không còn chờ trả lời")


def its_mails_lead_here(live: Live) -> None:
    """The office is reached where this app answers, and not under its name."""
    frame = live.app.extensions["dondoc"]
    live.app.extensions["dondoc"] = replace(frame, links=Links(live.url, live.config.link_keys))


def the_link_in_the_mail(live: Live, mailbox: Mailbox) -> str:
    """As both parts of the mail have it."""
    smtp = SmtpConfig("127.0.0.1", mailbox.port, security="none", username="", password="")
    run_jobs(replace(live.config, smtp=smtp), live.clock, "deliver")
    mail = the_mail(mailbox, "kinhte@dongvi.example", "02 nhiệm vụ chủ trì – 27/TB-UBND")
    address = re.compile(re.escape(live.url) + r"/tra-loi/[\w.-]+")
    in_text, in_html = address.findall(body(mail, "plain")), address.findall(body(mail, "html"))
    assert len(in_text) >= 2
    assert in_text == in_html
    return in_text[0]


def the_clerk_acknowledges_and_reports(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("main")).to_contain_text(UNIT)
    expect(page.locator("nav")).to_have_count(0)
    acknowledging = page.get_by_role("region", name="Xác nhận đã nhận")
    acknowledging.get_by_label("Họ tên người trả lời").fill(WHO)
    acknowledging.get_by_role("button", name="Xác nhận đã nhận").click()
    expect(page.get_by_role("status")).to_contain_text("Đã xác nhận tiếp nhận nhiệm vụ.")
    reporting = page.get_by_role("region", name="Báo cáo hoàn thành")
    expect(reporting.get_by_label("Họ tên người trả lời")).to_have_value(WHO)
    reporting.get_by_label("Số, ký hiệu văn bản kết quả").fill("61/BC-KT")
    reporting.get_by_label("Nội dung kết quả").fill("Đã hoàn thành, gửi kèm biên bản.")
    reporting.get_by_label("Tệp kèm theo").set_input_files(SAMPLE_PDF)
    picture(page, "tra-loi-390")
    reporting.get_by_role("button", name="Báo cáo hoàn thành").click()
    expect(page.get_by_role("status")).to_contain_text("Đã gửi báo cáo.")
    expect(page.locator("main")).to_contain_text("Chờ xác nhận")
    expect(page.locator("main")).to_contain_text(BY_LINK)
    assert page.url == address


def the_office_sees_it_and_closes(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Xử lý việc chờ").click()
    for said in (
        f"{WHO} · qua liên kết thư",
        "61/BC-KT",
        "Đã hoàn thành, gửi kèm biên bản.",
        SAMPLE_PDF.name,
        "Liên kết thư",
    ):
        expect(page.locator("main")).to_contain_text(said)
    page.get_by_role("button", name="Xác nhận hoàn thành").click()
    expect(page.get_by_role("status")).to_contain_text("Đã xác nhận hoàn thành")
    expect(page.locator("main")).not_to_contain_text("Thu hồi liên kết")
