"""From what is overdue to the office's own Quý III report with the discipline section in it, also without script."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
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
from tests.report_drafts import ELSEWHERE, LEADING, NEXT_HEADING, QUARTER, draft_report, words_of

pytestmark = pytest.mark.browser
GIVEN_ON = date(2026, 7, 6)
HOUSES = "Lập danh sách hộ nghèo cần hỗ trợ nhà ở."
RECORDS = "Số hóa hồ sơ đất đai còn tồn."
DITCH = "Nạo vét tuyến mương tiêu Đồng Chiêm."
# Two were due within the quarter, the third comes later.
TASKS = (
    (HOUSES, "Phòng Văn hóa - Xã hội", date(2026, 8, 14)),
    (RECORDS, "Phòng Kinh tế", date(2026, 9, 1)),
    (DITCH, "Phòng Kinh tế", date(2026, 12, 10)),
)
OFFERED = {text for text, _, _ in TASKS}


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


def read_what_is_overdue(page: Page) -> list[str]:
    """The tasks in the list of the overdue, as it says how many they are."""
    page.goto("/nhiem-vu?tinh-trang=overdue")
    rows = page.get_by_role("table").get_by_role("row")
    listed = [text for text, _, _ in TASKS if rows.filter(has_text=text).count()]
    expect(page.locator(".filter-words")).to_contain_text(f"{len(listed)} dòng")
    expect(rows).to_have_count(len(listed) + 1)
    return listed


def freeze_the_quarter(page: Page) -> None:
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
        overdue = read_what_is_overdue(page)
        assert overdue == [HOUSES, RECORDS], "the ditch is due later"
        freeze_the_quarter(page)
        upload_a_draft_report(page, draft_report())
        expect(page.get_by_role("region", name="Mục sẽ đứng ở đây")).to_contain_text(LEADING)
        picture(page, "cho-chen-1366")
        inside = take(page, tmp_path)
        the_section_stands_where_it_was_shown(inside, overdue)
        page.get_by_label("Gửi cấp trên").check()
        expect(page.get_by_label("Nêu tên đơn vị", exact=True)).not_to_be_checked()
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


def the_section_stands_where_it_was_shown(content: bytes, overdue: list[str]) -> None:
    """As many as the list on screen had are told and listed; the rest of the draft is as it was."""
    document = Document(io.BytesIO(content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    start, end = texts.index(LEADING) + 1, texts.index(NEXT_HEADING)
    section = " ".join(" ".join(texts[start:end]).split())
    assert f"Còn {len(overdue):02} nhiệm vụ quá hạn" in section
    assert "Phòng Kinh tế" in section
    assert texts[:start] + texts[end : len(QUARTER) + end - start] == list(QUARTER)
    (annex,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in annex.rows[1:]]
    assert sorted(text for row in rows for text in row if text in OFFERED) == sorted(overdue)
    assert [row[0] for row in rows] == [str(n) for n in range(1, len(overdue) + 1)]
    own, landscape = document.sections
    assert (own.orientation, landscape.orientation) == (WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE)
    assert "PHỤ LỤC" in [
        paragraph.text.upper() for paragraph in landscape.iter_inner_content() if hasattr(paragraph, "text")
    ]
    the_other_parts_are_those_of_the_upload(content)


def the_other_parts_are_those_of_the_upload(content: bytes) -> None:
    made, uploaded = (zipfile.ZipFile(io.BytesIO(each)) for each in (content, draft_report()))
    assert made.namelist() == uploaded.namelist()
    for name in made.namelist():
        if name != "word/document.xml":
            assert made.read(name) == uploaded.read(name), name


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
