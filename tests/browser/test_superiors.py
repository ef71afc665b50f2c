"""A superior's list and the two dates of its tasks, looked at as people do: on an office PC and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from app.cli.demo import load_if_empty
from app.domain.terms import SourceOfAssignment
from app.extensions import db
from app.models import Draft
from app.services.draft_content import from_json, to_json
from tests.browser.conftest import DESKTOP, PHONE, Live, serve, upload_the_sample, visitor
from tests.browser.filling import fill
from tests.databases import Sqlite

pytestmark = pytest.mark.browser
ROWS = "\n".join(
    line.replace(" | ", "\t")
    for line in (
        "STT | Số, ký hiệu | Ngày văn bản | Nội dung nhiệm vụ | Thời hạn | Tình trạng",
        "1 | 412/UBND-TH | 05/10/2026 | Rà soát giá thuê mặt bằng chợ. | 13/11/2026 | Quá hạn",
        "2 | 412/UBND-TH | 05/10/2026 | Niêm yết nội quy chợ Đông Vĩ. | 20/11/2026 | Chưa báo cáo",
        "3 | 520/KH-UBND | 30/10/2026 | Tổng kiểm kê tài sản công tại các đơn vị | 30/12/2026 | ",
    )
)


@pytest.fixture
def live(browser: Browser, sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serve(sqlite, tmp_path_factory.mktemp("superiors"), lambda clock: load_if_empty()) as running:
        with running.app.app_context():
            fill(db.session(), running.clock, running.config.instance)
            db.session.commit()
        yield running


def looks_well(page: Page) -> None:
    for width, height in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"too wide at {width}"
        found = Axe().run(page)
        assert not found.response["violations"], found.generate_report()
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})


def test_a_list_is_compared_and_taken_in(browser: Browser, live: Live) -> None:
    with visitor(browser, live, "chanhvp") as page:
        page.goto("/cap-tren-giao/nhap-danh-sach")
        page.get_by_label("Hoặc dán bảng").fill(ROWS)
        page.get_by_label("Cơ quan ban hành").fill("UBND tỉnh")
        page.get_by_role("button", name="Kiểm tra danh sách").click()
        expect(page.get_by_text("cơ quan ghi đã báo cáo số 96/BC-UBND")).to_be_visible()
        expect(page.get_by_text("20/11/2026 → 13/11/2026")).to_be_visible()
        looks_well(page)
        page.get_by_label("Đơn vị chủ trì").select_option(index=1)
        page.get_by_role("button", name="Nhập những mục đã chọn").click()
        expect(page.get_by_text("Đã nhập: 1 nhiệm vụ mới")).to_be_visible()
        looks_well(page)


def test_two_dates_before_giving(browser: Browser, live: Live) -> None:
    with visitor(browser, live, "chanhvp") as page:
        upload_the_sample(page)
        with live.app.app_context():
            draft = db.session.query(Draft).order_by(Draft.id.desc()).first()
            content = from_json(draft.content)
            document = replace(content.document, source_of_assignment=SourceOfAssignment.PROVINCE)
            unit = next(name.unit_ids for task in content.tasks for name in task.leads if name.unit_ids)
            tasks = tuple(
                replace(
                    task, unsure=(), leads=tuple(replace(name, unit_ids=name.unit_ids or unit) for name in task.leads)
                )
                for task in content.tasks
            )
            draft.content = to_json(replace(content, document=document, tasks=tasks))
            address = f"/du-kien/{draft.public_id}"
            db.session.commit()
        page.goto(address)
        expect(page.get_by_text("Thời hạn của cơ quan").first).to_be_visible()
        page.goto(f"{address}/giao")
        expect(page.get_by_role("heading", name="Thời hạn cấp trên giao và thời hạn của cơ quan")).to_be_visible()
        looks_well(page)
