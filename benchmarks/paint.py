"""How soon something is seen: chromium on a PC slowed six times, over a thin line, with nothing in its cache."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.chromium import CHROMIUM, FLAGS
from benchmarks.client import HOST
from benchmarks.server import Server

SLOWED = 6
LATENCY = 40  # milliseconds
LINE = 2_000_000 / 8  # bytes a second
TIMES = 5
PAINTED = "performance.getEntriesByType('paint').find(each => each.name === 'first-paint')?.startTime"


@dataclass(frozen=True, slots=True)
class Seen:
    """Medians: milliseconds to the first paint and to the end of loading; bytes that went over the line."""

    first_paint: float
    loaded: float
    bytes: int
    requests: int


def look(server: Server, path: str, *, times: int = TIMES) -> Seen | None:
    """None where there is no chromium."""
    if CHROMIUM is None:
        return None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        _once(browser, server, path)  # the browser itself warms up
        seen = [_once(browser, server, path) for _ in range(times)]
        browser.close()
    return Seen(
        median(each.first_paint for each in seen),
        median(each.loaded for each in seen),
        int(median(each.bytes for each in seen)),
        seen[0].requests,
    )


def _once(browser: Browser, server: Server, path: str) -> Seen:
    """In a context of its own, so that nothing is in the cache."""
    url = f"http://{HOST}:{server.port}"
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    name, _, value = server.headers()["Cookie"].partition("=")
    context.add_cookies([{"name": name, "value": value, "url": url}])
    page = context.new_page()
    sizes = _slow_down(page)
    page.goto(url + path, wait_until="load")
    # Asked from outside: the page's own policy lets nothing be evaluated in it.
    while not (painted := page.evaluate(PAINTED)):
        page.wait_for_timeout(20)
    loaded = float(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
    context.close()
    return Seen(float(painted), loaded, sum(sizes), len(sizes))


def _slow_down(page: Page) -> list[int]:
    """The list grows by what each request transferred."""
    sizes: list[int] = []
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    devtools.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": LATENCY, "downloadThroughput": LINE, "uploadThroughput": LINE},
    )
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    devtools.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    return sizes
