"""From what is overdue to the office's own Quý III report with the discipline section in it, also without script."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.cli.demo_office import add_organisation
from app.domain.terms import TaskKind
from app.extensions import db
from app.models import Unit, User
from app.services.directives import NewDirective, give_tasks
from app.services.giving import NewTask
from app.services.people import load_actor
from tests.browser.conftest import PHONE, Live, picture, serve, upload_a_draft_report, visitor
from tests.databases import LINK_KEYS, Sqlite
from tests.report_drafts import ELSEWHERE, LEADING, NEXT_HEADING, draft_report, words_of

pytestmark = pytest.mark.browser
GIVEN_ON = date(2026, 7, 6)
HOUSES = "Lập danh sách hộ nghèo cần hỗ trợ nhà ở năm 2027."
RECORDS = "Số hóa hồ sơ đất đai còn tồn của năm 2025."
DITCH = "Nạo vét tuyến mương tiêu Đồng Chiêm."
# Two were due within the quarter, the third comes later.
TASKS = (
    (HOUSES, "Phòng Văn hóa - Xã hội", date(2026, 8, 14)),
    (RECORDS, "Phòng Kinh tế", date(2026, 9, 1)),
    (DITCH, "Phòng Kinh tế", date(2026, 12, 10)),
)


@pytest.fixture
def live(sqlite: Sqlite, tmp_path: Path) -> Iterator[Live]:
    with serve(sqlite, tmp_path, give_a_notice) as running:
        yield running


def give_a_notice(clock: FixedClock) -> None:
    office = add_organisation(db.session(), clock=clock)
    chief_id = db.session().scalars(select(User.id).where(User.login == "chanhvp")).one()
    units = {unit.name: unit.id for unit in db.session().scalars(select(Unit))}
    actor = load_actor(db.session(), user_id=chief_id, today=clock.today())
    assert actor is not None
    give_tasks(
        db.session(),
        actor=actor,
        clock=FixedClock.at(GIVEN_ON, 9),
        links=Links("http://127.0.0.1", LINK_KEYS),
        directive=NewDirective(
            kind="Thông báo",
            number="21/TB-UBND",
            issuer=office.name,
            subject="Kết luận cuộc họp tháng 7",
            issued_on=GIVEN_ON,
        ),
        tasks=[
            NewTask(clause=f"{n}", text=text, kind=TaskKind.DATED, lead_unit_ids=(units[unit],), named_on=due)
            for n, (text, unit, due) in enumerate(TASKS, 1)
        ],
        tell=False,
    )


def freeze_the_quarter(page: Page) -> None:
    page.goto("/nhiem-vu?tinh-trang=overdue")
    for text in (HOUSES, RECORDS):
        expect(page.get_by_role("row").filter(has_text=text)).to_be_visible()
    page.goto("/bao-cao/them")
    page.get_by_label("Quý III năm 2026").check()
    page.get_by_role("button", name="Lập kỳ báo cáo").click()
    freeze_again(page)


def freeze_again(page: Page) -> None:
    page.get_by_role("link", name="Chốt số liệu").click()
    page.get_by_role("button", name="Chốt số liệu").click()
    page.wait_for_url("**/chot/*")


def take(page: Page, folder: Path) -> bytes:
    """What the main button downloads; the page stays."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải dự thảo đã chèn").click()
    assert download.value.suggested_filename == "bao-cao-chen-muc-ky-luat.docx"
    download.value.save_as(folder / "chen.docx")
    return (folder / "chen.docx").read_bytes()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_overdue_items_become_the_section_of_the_offices_own_report(
    browser: Browser, live: Live, tmp_path: Path, script: bool
) -> None:
    with visitor(browser, live, "chanhvp", script=script) as page:
        freeze_the_quarter(page)
        upload_a_draft_report(page, draft_report())
        expect(page.get_by_role("region", name="Mục sẽ đứng ở đây")).to_contain_text(LEADING)
        picture(page, "cho-chen-1366")
        inside = take(page, tmp_path)
        the_section_stands_where_it_was_shown(inside)
        page.get_by_label("Gửi cấp trên").check()
        above = " ".join(words_of(take(page, tmp_path)))
        assert HOUSES not in above, "a second press sends what is ticked then"
        assert "Phòng Kinh tế" not in above
        page.goto("/bao-cao")
        page.get_by_role("link", name="Quý III năm 2026").click()
        freeze_again(page)
        page.get_by_role("link", name="Chèn vào dự thảo báo cáo").click()
        page.get_by_role("link", name="Chèn lại").click()
        expect(page.get_by_label("Gửi cấp trên")).to_be_checked()
        page.get_by_role("link", name="Dự thảo khác").click()
        page.locator("input[type=file]").set_input_files(tmp_path / "chen.docx")
        page.get_by_label("Dùng nội bộ").check()
        page.get_by_role("button", name="Xem chỗ chèn").click()
        expect(page.get_by_text("Mục cũ sẽ được thay bằng mục dưới đây")).to_be_visible()


def the_section_stands_where_it_was_shown(content: bytes) -> None:
    words = words_of(content)
    start, end = words.index(LEADING), words.index(NEXT_HEADING)
    section = " ".join(words[start + 1 : end])
    assert "quá hạn" in section
    assert "Phòng Kinh tế" in section
    assert HOUSES in words
    assert RECORDS in words
    assert DITCH not in words, "it was due after the quarter"


def test_with_no_fitting_place_somebody_chooses_one_on_a_phone(browser: Browser, live: Live, tmp_path: Path) -> None:
    with visitor(browser, live, "chanhvp", expecting=400) as page:
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        freeze_the_quarter(page)
        upload_a_draft_report(page, draft_report(ELSEWHERE))
        page.get_by_role("button", name="Tải dự thảo đã chèn").click()
        expect(page.get_by_role("alert")).to_contain_text("Cần chọn chỗ chèn")
        page.get_by_label(ELSEWHERE[-1]).check()
        page.get_by_role("button", name="Xem chỗ đã chọn").click()
        expect(page.get_by_role("region", name="Mục sẽ đứng ở đây")).to_contain_text(ELSEWHERE[-1])
        picture(page, "cho-chen-390")
        assert len(words_of(take(page, tmp_path))) > len(ELSEWHERE)
