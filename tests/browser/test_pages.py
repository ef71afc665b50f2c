"""Every page in a real browser, as everybody may meet it: on an office PC and on a phone, enlarged, with the keyboard
alone, without script, on paper. It fits, nothing is cut or covered, and axe finds nothing.

``make browser`` looks at every page in every way; the daily suite does so for a dozen of them.
``DONDOC_SCREENSHOTS=1 .venv/bin/pytest tests/browser/test_pages.py`` also keeps a picture of each under test-results/.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import pypdfium2 as pdfium
import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from app.cli.demo import load_if_empty
from app.extensions import db
from tests.browser.conftest import (
    CHROMIUM,
    DESKTOP,
    FLAGS,
    PHONE,
    README,
    ROOT,
    SAMPLE_PDF,
    Live,
    freeze_a_period,
    picture,
    run_jobs,
    serve,
    upload_a_draft_report,
    upload_an_old_text,
    upload_the_sample,
    visitor,
)
from tests.browser.filling import fill
from tests.browser.places import FILES, NO_PAGE, PLACES, Place
from tests.browser.test_without_script import the_chief_corrects_and_gives
from tests.databases import Sqlite
from tests.report_drafts import ELSEWHERE, draft_report

pytestmark = pytest.mark.browser

SIGHT = (ROOT / "tests" / "browser" / "sight.js").read_text(encoding="utf-8")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
NARROW = (320, 640)
# An office PC with the browser's zoom at 200 % has half the pixels each way; at 150 % two thirds.
ZOOMED = (683, 384)
HALFWAY = (911, 512)
# What is left of A4 between the margins, upright and across.
PAPER, LANDSCAPE = (680, 1000), (1030, 700)
TABS_AT_ONCE = 25
# Every page goes through everything with DONDOC_THOROUGH=1 (``make browser``). In the daily suite those that people
# work in do; the others are seen by axe, at two sizes and at 200 % zoom.
THOROUGH = os.environ.get("DONDOC_THOROUGH") == "1"
DAILY = {
    "dang-nhap",
    "ban-lam-viec",
    "kiem-tra-du-kien",
    "kiem-tra-du-kien-sua",
    "van-ban-chi-tiet",
    "nhiem-vu",
    "nhiem-vu-qua-han",
    "don-vi",
    "giao-ban-bang",
    "giao-ban-ket-luan",
    "tim-kiem",
    "bao-cao-so-lieu",
    "co-quan-don-vi",
    "co-quan-nguoi-dung-chi-tiet",
}
LARGE_TEXT = "--blink-settings=defaultFontSize=32"


@pytest.fixture(scope="module")
def live(browser: Browser, sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The demo office on a morning whose reminders are planned, with a draft under review and figures frozen."""
    with serve(sqlite, tmp_path_factory.mktemp("pages"), lambda clock: load_if_empty()) as running:
        run_jobs(running.config, running.clock, "heartbeat", "digest")
        with running.app.app_context():
            fill(db.session(), running.clock, running.config.instance)
            db.session.commit()
        with visitor(browser, running, "chanhvp", script=False) as page:
            upload_the_sample(page)
            upload_an_old_text(page)
            the_chief_corrects_and_gives(page, SAMPLE_PDF)
            upload_the_sample(page, SAMPLE_PDF)
            freeze_a_period(page, period_from="01/10/2026", cut_off="02/11/2026")
            frozen = page.url
            upload_a_draft_report(page, draft_report())
            page.goto(frozen)
            upload_a_draft_report(page, draft_report(ELSEWHERE))
        yield running


@pytest.fixture(scope="session")
def large_text(browser: Browser) -> Iterator[Browser]:
    """A second browser, whose user has set the text twice as large as it comes."""
    running = browser.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, LARGE_TEXT])
    yield running
    running.close()


def address(live: Live, place: Place) -> str:
    with live.app.app_context():
        return place.path(db.session())


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_everybody_can_use_a_page(browser: Browser, large_text: Browser, live: Live, place: Place) -> None:
    path = address(live, place)
    complaints: dict[str, list[str]] = {}
    with visitor(browser, live, place.login, expecting=place.status) as page:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == place.status
        page.evaluate(SIGHT)
        page.evaluate(AXE_SCRIPT)
        thorough = THOROUGH or place.name in DAILY
        complaints |= on_the_screens(page, place.name, axe=(DESKTOP, PHONE) if thorough else (PHONE,))
        if thorough:
            complaints |= enlarged(page)
            complaints |= by_keyboard(page)
            complaints |= on_paper(page, place.name)
        else:
            complaints |= zoomed(page, ZOOMED)
    if thorough:
        complaints["text twice as large, no script"] = on_an_old_machine(large_text, live, place, path)
    if any(complaints.values()):
        pytest.fail("\n".join(f"{at}: {each}" for at, found in complaints.items() for each in found), pytrace=False)


def on_the_screens(page: Page, name: str, *, axe: Sequence[tuple[int, int]]) -> dict[str, list[str]]:
    found = {}
    for width, height in (DESKTOP, PHONE):
        resize(page, width, height)
        picture(page, f"{name}-{width}")
        found[f"{width} px"] = sight(page, "overflow", "cut", "overlapping")
        if (width, height) in axe:
            found[f"{width} px"] += violations(page)
    resize(page, *README)
    picture(page, name, whole=False)
    return found


def enlarged(page: Page) -> dict[str, list[str]]:
    """WCAG 1.4.4, 1.4.10, 1.4.12 and 2.4.11: zoomed, reflowed, with text alone larger, with text further apart."""
    found = zoomed(page, NARROW, ZOOMED, HALFWAY)
    resize(page, *PHONE)
    page.evaluate("sight.spread()")
    found["text further apart"] = sight(page, "overflow", "cut", "overlapping")
    page.evaluate("sight.unspread()")
    resize(page, *DESKTOP)
    found["1366 px, focus"] = sight(page, "covered")
    page.emulate_media(reduced_motion="reduce")
    found["less motion"] = sight(page, "moving")
    page.emulate_media(reduced_motion="no-preference")
    return found


def zoomed(page: Page, *sizes: tuple[int, int]) -> dict[str, list[str]]:
    found = {}
    for width, height in sizes:
        resize(page, width, height)
        found[f"{width} px"] = sight(page, "overflow", "cut", "overlapping", "covered")
    return found


def by_keyboard(page: Page) -> dict[str, list[str]]:
    """The Tab key goes through the whole page in its order, is held nowhere, and shows where it is."""
    stops = page.evaluate("sight.startWalk()")
    # A frame has stops of its own, which cannot be seen from here.
    for _ in range(0, stops + 4 * TABS_AT_ONCE, TABS_AT_ONCE):
        for _ in range(TABS_AT_ONCE):
            page.keyboard.press("Tab")
        if not page.evaluate("sight.leftOut()"):
            break
    return {"by keyboard": sight(page, "walked") + opened_and_closed(page)}


def opened_and_closed(page: Page) -> list[str]:
    """What a key opens over the page, Escape closes, and the focus is where it was."""
    found = []
    for question in page.locator("details.ask > summary, details.menu > summary").all()[:3]:
        question.focus()
        page.keyboard.press("Enter")
        opened = question.evaluate("(summary) => summary.parentElement.open")
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        closed = question.evaluate("(one) => !one.parentElement.open && document.activeElement === one")
        if not (opened and closed):
            found.append(f"{question.inner_text()}: opened {opened}, closed by Escape {closed}")
    return found


def on_paper(page: Page, name: str) -> dict[str, list[str]]:
    page.emulate_media(media="print")
    resize(page, *(LANDSCAPE if page.locator(".landscape").count() else PAPER))
    picture(page, f"{name}-in")
    found = sight(page, "overflow", "cut", "overlapping", "pressable", "badHeads")
    page.emulate_media(media="screen")
    return {"on paper": found}


def on_an_old_machine(browser: Browser, live: Live, place: Place, path: str) -> list[str]:
    """The same page where scripts are forbidden and the browser's own text size is twice the usual: it is whole, and
    its main action can be seen."""
    with visitor(browser, live, place.login, expecting=place.status, script=False) as page:
        page.goto(path)
        page.evaluate(SIGHT)
        picture(page, f"{place.name}-chu-lon")
        found = sight(page, "overflow", "cut", "overlapping")
        main = page.locator(".btn.main")
        if page.locator("h1").count() != 1:
            found.append("no heading")
        if main.count() and not main.first.is_visible():
            found.append("the main action cannot be seen")
        return found


def resize(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})


def sight(page: Page, *looks: str) -> list[str]:
    found: list[str] = page.evaluate("(looks) => sight.look(looks)", list(looks))
    return found


def violations(page: Page) -> list[str]:
    """What axe finds, with the first place of each."""
    found: list[dict[str, Any]] = page.evaluate(
        """async (tags) => (await axe.run({ runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] }))
        .violations.map(({ id, nodes }) => ({ id, html: nodes[0].html, why: nodes[0].failureSummary }))""",
        list(RULES),
    )
    return [f"{rule['id']}: {rule['html'][:200]} {rule['why']}" for rule in found]


def test_every_address_that_answers_with_a_page_is_looked_at(live: Live) -> None:
    routes = live.app.url_map.bind("")
    looked_at = {routes.match(address(live, place).partition("?")[0])[0] for place in PLACES}
    rules = [rule for rule in live.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    pages = {rule.endpoint for rule in rules if not rule.rule.endswith(FILES)}
    assert pages - looked_at - NO_PAGE.keys() == set()
    assert NO_PAGE.keys() <= pages


PRINTED = ("nhiem-vu", "nhat-ky")


@pytest.mark.parametrize("name", PRINTED)
def test_a_printed_list_says_what_it_is_and_repeats_its_head(browser: Browser, live: Live, name: str) -> None:
    place = next(each for each in PLACES if each.name == name)
    with visitor(browser, live, place.login) as page:
        page.goto(address(live, place))
        heading = page.locator("h1").inner_text()
        narrowed = page.locator(".filter-words > :first-child").inner_text()
        head = [each for each in page.locator("thead th:not(.no-print)").all_inner_texts() if each.strip()]
        sheets = sheets_of(page.pdf(prefer_css_page_size=True))
    assert len(sheets) > 1
    assert heading in sheets[0]
    assert all(word in sheets[0] for word in narrowed.split())
    for sheet in sheets:
        assert all(word.split()[0] in sheet for word in head), sheet[:200]
    assert f"{live.clock.today():%d/%m/%Y}" in sheets[-1]


def sheets_of(pdf: bytes) -> list[str]:
    """The words on each sheet of paper."""
    with closing(pdfium.PdfDocument(pdf)) as document:
        return [" ".join(sheet.get_textpage().get_text_range().split()) for sheet in document]


@pytest.mark.parametrize("name", ["ban-lam-viec", "kiem-tra-du-kien", "nhiem-vu-cho-xac-nhan"])
def test_high_contrast_still_shows_where_one_is_and_what_can_be_pressed(
    browser: Browser, live: Live, name: str
) -> None:
    place = next(each for each in PLACES if each.name == name)
    with visitor(browser, live, place.login) as page:
        page.emulate_media(forced_colors="active")
        page.goto(address(live, place))
        picture(page, f"{name}-tuong-phan")
        line = "(element) => getComputedStyle(element).borderBottomColor"
        here = page.locator(".top nav a[aria-current]").evaluate(line)
        assert here not in {each.evaluate(line) for each in page.locator(".top nav a:not([aria-current])").all()}
        assert page.locator(".btn.main").first.evaluate("(one) => parseFloat(getComputedStyle(one).borderTopWidth)") > 0
        page.evaluate(SIGHT)
        assert by_keyboard(page) == {"by keyboard": []}
