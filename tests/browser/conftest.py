"""A real browser, and the web app served to it from a thread, with the clock handed in."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, FilePayload, Page, StorageState, expect, sync_playwright
from werkzeug.serving import make_server

from app.adapters.clock import FixedClock
from app.cli.demo_office import DEMO_PASSWORD
from app.extensions import db
from app.factory import create_app
from app.web.sheets import DOCX
from benchmarks.chromium import CHROMIUM, FLAGS
from config import Config
from jobs.runner import run_job, toolbox
from jobs.schedule import JOBS
from tests.databases import Postgresql, Sqlite, config_for
from tests.legacy_texts import as_typed

Databases = Sqlite | Postgresql
TODAY = date(2026, 11, 3)
DESKTOP = (1366, 768)
PHONE = (390, 844)
README = (1200, 580)
# Two of these run at once on an office PC's two cores: what is waited for comes later than one expects.
expect.set_options(timeout=15_000)
ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "thong-bao-mau.docx"
SAMPLE_PDF = SAMPLE.with_suffix(".pdf")
PICTURES = ROOT / "test-results"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, "--lang=vi"])
        yield running
        running.close()


@dataclass
class Live:
    """A running app: where it answers, its clock, and the cookies of those who have logged in."""

    app: Flask
    clock: FixedClock
    config: Config
    url: str
    cookies: dict[str, StorageState] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Which database it runs on."""
        return self.config.database_url.partition("+")[0].partition(":")[0]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    """Where databases come from, of either kind: for the stories that must be told on both."""
    found: Databases = request.getfixturevalue(request.param)
    return found


@contextmanager
def serve(databases: Databases, folder: Path, fill: Callable[[FixedClock], object]) -> Iterator[Live]:
    """The app on a fresh database and a free port of this machine; ``fill`` puts data in, and need not commit."""
    clock = FixedClock.at(TODAY)
    config = config_for(databases.fresh(), folder)
    app = create_app(config, clock=clock)
    with app.app_context():
        fill(clock)
        db.session.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Live(app, clock, config, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            db.engine.dispose()


@contextmanager
def visitor(
    browser: Browser, live: Live, login: str = "", *, expecting: int = 200, script: bool = True
) -> Iterator[Page]:
    """Somebody at an office PC, logged in. Whatever the browser complains of on the way is a failure, but for
    an ``expecting`` status that is no success. Without ``script`` the pages may run none."""
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if f"responded with a status of {expecting} " not in message.text:
            complaints.append(f"{message.type}: {message.text}")

    context = browser.new_context(
        base_url=live.url,
        viewport={"width": DESKTOP[0], "height": DESKTOP[1]},
        locale="vi-VN",
        java_script_enabled=script,
        storage_state=live.cookies.get(login),
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        if login and login not in live.cookies:
            log_in(page, login)
            live.cookies[login] = context.storage_state()
        yield page
        assert complaints == []
    finally:
        context.close()


def log_in(page: Page, login: str) -> None:
    """Through the form, as a person does."""
    page.goto("/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda url: "/dang-nhap" not in url)


def upload_the_sample(page: Page, sample: Path = SAMPLE) -> None:
    """As far as the page where the draft is reviewed."""
    _upload(page, sample)


def upload_an_old_text(page: Page) -> None:
    """A notice that was typed in VNI."""
    text = as_typed(SAMPLE.with_suffix(".txt").read_text(encoding="utf-8"), "VNI")
    _upload(page, {"name": "thong-bao-cu.txt", "mimeType": "text/plain", "buffer": text.encode("cp1252")})


def _upload(page: Page, file: Path | FilePayload) -> None:
    page.goto("/van-ban/them")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Đọc văn bản").click()
    page.wait_for_url("**/du-kien/*")


def freeze_a_period(page: Page, *, period_from: str, cut_off: str) -> None:
    """As far as the page of the frozen figures."""
    page.goto("/bao-cao/them")
    page.get_by_label("Khoảng ngày tự chọn").check()
    page.get_by_label("Từ ngày").fill(period_from)
    page.get_by_label("Đến hết ngày").fill(cut_off)
    page.get_by_role("button", name="Lập kỳ báo cáo").click()
    page.get_by_role("link", name="Chốt số liệu").click()
    page.get_by_role("button", name="Chốt số liệu").click()
    page.wait_for_url("**/chot/*")


def upload_a_draft_report(page: Page, content: bytes, *, audience: str = "Dùng nội bộ") -> None:
    """From the page of frozen figures as far as the place where the section goes."""
    page.get_by_role("link", name="Chèn vào dự thảo báo cáo").click()
    page.locator("input[type=file]").set_input_files({"name": "bao-cao.docx", "mimeType": DOCX, "buffer": content})
    page.get_by_label(audience).check()
    page.get_by_role("button", name="Xem chỗ chèn").click()
    page.wait_for_url("**/du-thao/*")


def run_jobs(config: Config, clock: FixedClock, *names: str) -> None:
    """What the jobs process would do just now."""
    with toolbox(config, clock=clock) as tools:
        for name in names:
            run_job(tools, name, JOBS[name].work)


def picture(page: Page, name: str, *, whole: bool = True) -> None:
    """Kept under test-results/ when DONDOC_SCREENSHOTS=1 is set."""
    if os.environ.get("DONDOC_SCREENSHOTS") == "1":
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png", full_page=whole)
