"""One week of an office: the giao ban and its decisions, an order by telephone, a superior's list twice, notices that
repeat and replace, the call for updates, the văn thư's numbers, and Friday's figures by source, worked out by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from app.adapters.clock import FixedClock
from config import SmtpConfig
from tests.adapters.smtp import Mailbox, taking_mail
from tests.browser.conftest import PHONE, SAMPLE_PDF, Databases, Live, picture, run_jobs, serve, visitor
from tests.browser.test_answer_by_mail import its_mails_lead_here
from tests.browser.test_story import body, the_mail, unfold
from tests.browser.week import (
    BUILDINGS,
    CAPITAL,
    COUNTER,
    CULTURE,
    DITCH,
    ECONOMY,
    FESTIVAL,
    FRIDAY,
    HEALTH,
    HOUSES,
    KITCHENS,
    MONDAY,
    ON_TUESDAY,
    ON_WEDNESDAY,
    RECORDS,
    SERVICE,
    STAFF,
    SWIMMING,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    before_monday,
    notice,
    superiors_list,
)
from tests.papers import read_paper

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
        it_is(live, TUESDAY, 9)
        with visitor(browser, live, "chuyenvien") as staff:
            the_superiors_list_is_imported(staff, superiors_list(tmp_path / "thu-ba.xlsx", ON_TUESDAY))
        it_is(live, WEDNESDAY, 9)
        with visitor(browser, live, "chanhvp") as chief:
            what_was_done_is_reported_upward(chief)
            the_list_comes_again_with_changes(chief, superiors_list(tmp_path / "thu-tu.xlsx", ON_WEDNESDAY))
            a_notice_repeats_a_task(chief)
            a_notice_replaces_another(chief)
        it_is(live, THURSDAY, 8)
        the_units_are_called_to_update(live, mailbox)
        with visitor(browser, live, "chanhvp") as chief:
            a_letter_of_urging_is_made(chief)
        it_is(live, THURSDAY, 15)
        with visitor(browser, live, "vanthu") as clerk:
            the_clerk_enters_numbers_and_a_scan(clerk)
        it_is(live, FRIDAY, 16)
        with visitor(browser, live, "chanhvp") as chief:
            fridays_figures_are_those_worked_out_by_hand(chief)


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
    table = read_paper(downloading.value.path().read_bytes()).tables[0]
    assert any(HOUSES in row.cells[1].text for row in table.rows)


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


def the_superiors_list_is_imported(page: Page, path: Path) -> None:
    """Three duties of the province, each given to a unit with the office's own date before the superior's."""
    look_at_the_list(page, path)
    expect(page.get_by_role("heading", name="Mới so với hệ thống (03)")).to_be_visible()
    picture(page, "danh-sach-cap-tren-1366")
    # Three working days before: 25/11 and 17/11; of what is due in two days, the superior's own.
    for duty, unit, inner in (
        (CAPITAL, ECONOMY, "25/11/2026"),
        (SWIMMING, CULTURE, "17/11/2026"),
        (BUILDINGS, ECONOMY, "12/11/2026"),
    ):
        row = page.get_by_role("row").filter(has_text=duty[2])
        row.get_by_label("Đơn vị chủ trì").select_option(label=unit)
        expect(row.get_by_label("Thời hạn của cơ quan")).to_have_value(inner)
    page.get_by_role("button", name="Nhập những mục đã chọn").click()
    expect(page.get_by_role("status")).to_contain_text("Đã nhập: 3 nhiệm vụ mới")


def look_at_the_list(page: Page, path: Path) -> None:
    page.goto("/cap-tren-giao")
    page.get_by_role("link", name="Nhập danh sách của cấp trên").click()
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_label("Nguồn giao").select_option(label="Tỉnh")
    page.get_by_label("Cơ quan ban hành").fill("UBND tỉnh Hồng Lam")
    page.get_by_role("button", name="Kiểm tra danh sách").click()


def what_was_done_is_reported_upward(page: Page) -> None:
    """The unit is done, recorded by the office after a call; upward it ends by the office's own report alone."""
    page.goto("/cap-tren-giao")
    row = page.get_by_role("row").filter(has_text=BUILDINGS[2])
    row.get_by_role("link", name=ECONOMY).click()
    unfold(page, "Báo cáo hoàn thành")
    page.get_by_label("Nội dung kết quả").fill("Đã trình phương án.")
    page.get_by_role("button", name="Báo cáo hoàn thành").click()
    page.get_by_role("button", name="Xác nhận hoàn thành").click()
    expect(page.get_by_role("status")).to_contain_text("Đã xác nhận hoàn thành")
    expect(page.locator("main")).to_contain_text("Chưa kết thúc với cấp trên")
    page.goto("/cap-tren-giao")
    row = page.get_by_role("row").filter(has_text=BUILDINGS[2])
    row.locator("summary").click()
    row.get_by_label("Số báo cáo của cơ quan").fill("96/BC-UBND")
    row.get_by_label("Ngày báo cáo").fill("11/11/2026")
    row.get_by_role("button", name="Lưu báo cáo").click()
    expect(page.get_by_role("status")).to_contain_text("nhiệm vụ kết thúc với cấp trên")
    page.goto("/cap-tren-giao")
    expect(page.get_by_role("row").filter(has_text=BUILDINGS[2])).to_contain_text("Đã báo cáo đúng hạn")


def the_list_comes_again_with_changes(page: Page, path: Path) -> None:
    """One date nearer, one unchanged, one that they call late and we have reported, one new; then nothing new."""
    look_at_the_list(page, path)
    expect(page.get_by_text("30/11/2026 → 27/11/2026")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=BUILDINGS[2])).to_contain_text(
        "cơ quan ghi đã báo cáo số 96/BC-UBND"
    )
    row = page.get_by_role("row").filter(has_text=STAFF[2])
    row.get_by_label("Đơn vị chủ trì").select_option(label=CULTURE)
    # 24/11 is a day off: the third working day before the 25th is the 19th.
    expect(row.get_by_label("Thời hạn của cơ quan")).to_have_value("19/11/2026")
    picture(page, "danh-sach-lan-hai-1366")
    page.get_by_role("button", name="Nhập những mục đã chọn").click()
    expect(page.get_by_role("status")).to_contain_text("Đã nhập: 1 nhiệm vụ mới")
    look_at_the_list(page, path)
    expect(page.get_by_role("button", name="Nhập những mục đã chọn")).to_have_count(0)


def paste(page: Page, text: str) -> None:
    page.goto("/van-ban/them")
    page.get_by_label("Dán nội dung văn bản").fill(text)
    page.get_by_role("button", name="Đọc văn bản").click()
    page.wait_for_url("**/du-kien/*")
    page.get_by_role("link", name="Giao nhiệm vụ").click()


def a_notice_repeats_a_task(page: Page) -> None:
    again = f"{HEALTH} {KITCHENS[0].lower()}{KITCHENS[1:-1]} trước ngày 27/11/2026."
    new = f"{SERVICE} niêm yết công khai các thủ tục mới ban hành trước ngày 30/11/2026."
    paste(page, notice("36/TB-UBND", "Kết luận kiểm tra công tác y tế học đường", again, new))
    question = page.get_by_role("group", name=re.compile(HEALTH)).first
    expect(page.get_by_role("region", name=re.compile("Có thể là nhắc lại"))).to_contain_text("31/TB-UBND")
    question.get_by_label(re.compile("Nhắc lại nhiệm vụ")).check()
    page.get_by_label("Giữ thời hạn cũ").check()
    picture(page, "giao-nhac-lai-1366")
    page.get_by_role("button", name="Giao nhiệm vụ").click()
    expect(page.get_by_role("status")).to_contain_text("Đã giao")
    expect(page.locator("main")).to_contain_text("Nhắc lại (lần 1)")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("1 nhiệm vụ (1 lượt giao chủ trì)")
    page.get_by_role("link", name="31/TB-UBND").first.click()
    expect(page.locator("main")).to_contain_text("36/TB-UBND")


def a_notice_replaces_another(page: Page) -> None:
    duty = f"{CULTURE} xây dựng kế hoạch tổ chức hội chợ nông sản kết hợp văn nghệ quần chúng trước ngày 04/12/2026."
    paste(page, notice("37/TB-UBND", "Kết luận về hội chợ nông sản năm 2026", duty))
    page.get_by_role("button", name="Giao nhiệm vụ").click()
    expect(page.get_by_role("status")).to_contain_text("Đã giao")
    page.get_by_role("link", name="Ghi quan hệ với văn bản trước").click()
    page.get_by_label("Thay thế").check()
    page.get_by_label("Số, ký hiệu văn bản trước").fill("32/TB-UBND")
    page.get_by_role("button", name="Tiếp tục").click()
    for text in (FESTIVAL, COUNTER):
        expect(page.locator("main")).to_contain_text(text)
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_role("heading", name="Xem trước: chưa ghi gì")).to_be_visible()
    picture(page, "thay-the-1366")
    page.get_by_role("button", name="Ghi quan hệ").click()
    expect(page.get_by_role("status")).to_be_visible()
    page.get_by_role("link", name="32/TB-UBND").first.click()
    expect(page.locator("main")).to_contain_text("Đã được thay thế bằng")


def the_units_are_called_to_update(live: Live, mailbox: Mailbox) -> None:
    """On the working day before Friday's meeting, each unit that owes something, once however often the job runs."""
    before = len(mailbox.mails)
    the_mails_go(live, mailbox, "update_call")
    called = {str(mail["To"]) for mail in mailbox.mails[before:] if "giao ban" in str(mail["Subject"]).lower()}
    assert {address.partition("@")[0].rpartition("<")[2] for address in called} == {"kinhte", "vanhoa", "yte", "tthcc"}
    told = len(mailbox.mails)
    the_mails_go(live, mailbox, "update_call")
    assert len(mailbox.mails) == told


def a_letter_of_urging_is_made(page: Page) -> None:
    page.goto("/nhiem-vu?tinh-trang=overdue")
    page.get_by_role("checkbox", name=re.compile(RECORDS[:20])).check()
    page.get_by_role("button", name="Lập công văn đôn đốc").click()
    picture(page, "cong-van-1366")
    page.get_by_label("Trích yếu công văn").fill("Đôn đốc nhiệm vụ số hóa hồ sơ đất đai")
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("button", name="Lập công văn đôn đốc 1 nhiệm vụ").click()
    expect(page.get_by_role("status").first).to_contain_text("chờ số ở Bàn văn thư")


def the_clerk_enters_numbers_and_a_scan(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bàn văn thư")
    row = page.get_by_role("region", name="Văn bản chờ số").get_by_role("row").filter(has_text="giao ban")
    row.get_by_label("Số, ký hiệu").fill("38/TB-UBND")
    row.get_by_label("Ngày ban hành").fill("12/11/2026")
    row.get_by_role("button", name="Nhập số").click()
    expect(page.get_by_role("status")).to_contain_text("38/TB-UBND")
    row = (
        page.get_by_role("region", name="Văn bản thiếu bản ký số, bản quét")
        .get_by_role("row")
        .filter(has_text="38/TB-UBND")
    )
    row.locator("input[type=file]").set_input_files(SAMPLE_PDF)
    row.get_by_role("button", name="Lưu bản ký số").click()
    expect(page.get_by_role("status")).to_be_visible()
    letters = page.get_by_role("region", name="Công văn đôn đốc chờ số")
    letters.get_by_label("Số, ký hiệu").fill("145/UBND-VP")
    letters.get_by_label(re.compile("^Ngày")).fill("12/11/2026")
    letters.get_by_role("button", name="Nhập số").click()
    expect(page.get_by_role("status")).to_contain_text("01 nhiệm vụ được ghi đôn đốc")
    picture(page, "ban-van-thu-1366")


def fridays_figures_are_those_worked_out_by_hand(page: Page) -> None:
    """As of Friday 13/11, lead assignments with a deadline:

    - of the office's own: the order of Monday was done in time (a 1); the ditch, moved to 20/11, the houses, due today,
      the kitchens, 20/11, repeated and still one, the new procedures, 30/11, and the fair, 04/12, are open in time (c
      5); the records, due 30/10, are overdue (d 1); the festival and the counter were replaced and are not rated;
    - of the province: the buildings were done in time (a 1); 25/11, 17/11 and 19/11 are open in time (c 3).
    """
    page.goto("/bao-cao/them")
    page.get_by_label("Khoảng ngày tự chọn").check()
    page.get_by_label("Từ ngày").fill("26/10/2026")
    page.get_by_label("Đến hết ngày").fill("13/11/2026")
    page.get_by_role("button", name="Lập kỳ báo cáo").click()
    by_source = page.get_by_role("region", name="Theo nguồn giao")
    assert numbers(by_source.get_by_role("row").filter(has_text="Chủ tịch, Phó Chủ tịch")) == [7, 1, 0, 5, 1]
    assert numbers(by_source.get_by_role("row").filter(has_text="Tỉnh")) == [4, 1, 0, 3, 0]
    picture(page, "bao-cao-theo-nguon-1366")
    page.goto("/cap-tren-giao")
    # Total, reported on time and late, open in time and overdue.
    upward = page.get_by_role("region", name="Theo nguồn giao").get_by_role("row").filter(has_text="Tỉnh")
    assert numbers(upward)[:5] == [4, 1, 0, 3, 0]
    picture(page, "cap-tren-giao-1366")


def numbers(row: Locator) -> list[int]:
    """What stands in a row, once the page is there."""
    expect(row).to_be_visible()
    return [int(text) for text in row.locator("td").all_inner_texts() if "/" not in text]
