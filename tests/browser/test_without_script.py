"""The story where scripts are forbidden: from a notice to the frozen figures with plain forms and links alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.cli.demo_office import add_organisation
from app.extensions import db
from tests.browser.conftest import SAMPLE, TODAY, freeze_a_period, serve, upload_the_sample, visitor
from tests.browser.test_story import CHOSEN, UNIT, UNKNOWN, the_chief_accepts, the_unit_acknowledges_and_reports
from tests.databases import Sqlite

pytestmark = pytest.mark.browser


def test_an_office_without_script_gives_receives_accepts_and_freezes(
    browser: Browser, sqlite: Sqlite, tmp_path: Path
) -> None:
    with serve(sqlite, tmp_path, lambda clock: add_organisation(db.session(), clock=clock)) as live:
        with visitor(browser, live, "chanhvp", script=False) as chief:
            the_chief_corrects_and_gives(chief)
        with visitor(browser, live, "kinhte", script=False) as unit:
            address = the_unit_acknowledges_and_reports(unit)
        with visitor(browser, live, "chanhvp", script=False) as chief:
            the_chief_accepts(chief, address)
            freeze_a_period(chief, period_from="01/10/2026", cut_off=f"{TODAY:%d/%m/%Y}")
            expect(chief.locator("main")).to_contain_text("Mục kỷ luật, kỷ cương hành chính")


def the_chief_corrects_and_gives(page: Page, sample: Path = SAMPLE) -> None:
    upload_the_sample(page, sample)
    card = page.locator("li.card").filter(has_text=UNKNOWN)
    card.get_by_role("link", name="Sửa").first.click()
    page.get_by_role("group", name="Đơn vị chủ trì").get_by_label(CHOSEN).check()
    page.get_by_role("button", name="Lưu").click()
    page.get_by_role("link", name="Giao nhiệm vụ").click()
    expect(page.get_by_role("row").filter(has_text=UNIT)).to_be_visible()
    page.get_by_role("button", name="Giao nhiệm vụ").click()
    expect(page.get_by_role("status")).to_contain_text("Đã giao")
