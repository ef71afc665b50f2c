"""The health page before and after the process that plans is stopped, as somebody reads it who looks after the
machine."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.adapters.clock import SystemClock
from app.cli.demo import load_if_empty
from app.extensions import db
from app.services import health
from tests.browser.conftest import Databases, Live, picture, serve, visitor
from tests.jobs.test_lead import process
from tests.jobs.test_main import wait_until

pytestmark = pytest.mark.browser

LASTS, RENEWED_EVERY = 5.0, 1.0  # seconds


@pytest.fixture
def live(databases: Databases, tmp_path: Path) -> Iterator[Live]:
    with serve(databases, tmp_path, lambda clock: load_if_empty()) as running:
        yield running


def environ(live: Live) -> dict[str, str]:
    """As the web server's, so that both work on one installation."""
    return {
        "DONDOC_ENV": "development",
        "DATABASE_URL": live.config.database_url,
        "DONDOC_INSTANCE": str(live.config.instance),
        "PUBLIC_URL": live.url,
        "SMTP_HOST": "",
    }


def pulse(live: Live) -> health.Pulse:
    with live.app.app_context():
        return health.pulse(db.session(), clock=live.clock)


def read(page: Page) -> None:
    page.goto("/tinh-trang")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tình trạng hệ thống")


def test_the_page_says_that_the_schedule_runs_and_when_it_has_stopped(browser: Browser, live: Live) -> None:
    ahead = (live.clock.now() - SystemClock().now()).total_seconds()
    with process(environ(live), "tests.jobs.serving", str(ahead), str(LASTS), str(RENEWED_EVERY)) as jobs:
        wait_until(lambda: pulse(live).heartbeat and pulse(live).last_digest, seconds=60)
        with visitor(browser, live, "quantri") as page:
            read(page)
            machine = page.get_by_role("region", name="Tiến trình nhắc việc")
            expect(machine).to_contain_text(f"tiến trình {jobs.pid}, từ ")
            expect(machine).to_contain_text("Tiến trình đang hoạt động")
            expect(page.locator("body")).not_to_contain_text("Tiến trình nhắc việc không hoạt động")
            assert page.request.get("/healthz").json()["status"] == "ok"
            picture(page, "tinh-trang-dang-chay")

            jobs.send_signal(signal.SIGTERM)
            assert jobs.wait(timeout=15) == 0
            live.clock.instant += timedelta(minutes=25)
            read(page)
            expect(page.locator(".banners")).to_contain_text("Tiến trình nhắc việc không hoạt động từ ")
            expect(page.get_by_role("region", name="Vấn đề phát hiện")).to_contain_text("Cần chạy lại python -m jobs.")
            expect(machine).to_contain_text("Chưa tiến trình nào nhận giữ lịch")
            said = page.request.get("/healthz")
            assert (said.status, said.json()["status"]) == (200, "degraded")
            assert (said.json()["problems"], said.json()["lease_held"]) == (["jobs.silent"], False)
            picture(page, "tinh-trang-da-dung")
