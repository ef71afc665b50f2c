"""The pictures of the user guide: ``python -m tests.browser.guide`` takes them anew from the demo office, whose clock
stands still, and keeps them small."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageColor
from playwright.sync_api import Browser, Page, sync_playwright

from app.cli.demo import load_if_empty
from app.extensions import db
from benchmarks.chromium import CHROMIUM, FLAGS
from tests.browser.conftest import (
    PHONE,
    ROOT,
    Live,
    freeze_a_period,
    run_jobs,
    serve,
    upload_the_sample,
    visitor,
)
from tests.browser.places import PLACES
from tests.browser.test_without_script import UNKNOWN
from tests.databases import Sqlite

FOLDER = ROOT / "docs" / "huong-dan" / "anh"
SIZE = (1366, 680)
STYLES = ROOT / "app" / "web" / "static" / "dondoc.css"
MOST_BYTES = 60_000
WITH_A_MISTAKE = "Tên đơn vị,Tên ngắn,Thứ tự\nĐội Quản lý trật tự,Đội QLTT,12\nPhòng Kinh tế,Phòng KT,số hai\n"


@dataclass(frozen=True)
class Picture:
    """``place`` is the name of one of ``PLACES``; ``before`` leads the page to what the picture shows."""

    name: str
    place: str
    before: Callable[[Page], object] | None = None
    size: tuple[int, int] = SIZE
    status: int = 200  # of the page that the picture shows


def search_for_a_unit(page: Page) -> None:
    page.locator("li.card").filter(has_text=UNKNOWN).get_by_role("link", name="Sửa").first.click()
    page.get_by_role("combobox", name="Đơn vị chủ trì").press_sequentially("van hoa")


def only_what_is_overdue(page: Page) -> None:
    page.goto("/nhiem-vu?tinh-trang=overdue&tinh-trang=due_soon")


def give_what_is_whole(page: Page) -> None:
    """Without the task whose unit is unknown nothing is lacking."""
    card = page.locator("li.card").filter(has_text=UNKNOWN)
    card.get_by_role("button", name="Bỏ").first.click()
    page.get_by_role("link", name="Giao nhiệm vụ").click()
    page.get_by_role("heading", name="Khi bấm").wait_for()


def down_to_the_text(page: Page) -> None:
    page.locator("section[aria-labelledby=text]").evaluate("(one) => one.scrollIntoView({ block: 'start' })")


def check_a_file(page: Page) -> None:
    file = {"name": "don-vi.csv", "mimeType": "text/csv", "buffer": WITH_A_MISTAKE.encode("utf-8-sig")}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Kiểm tra tệp").click()
    page.get_by_role("heading", name="Kết quả kiểm tra").wait_for()


PICTURES = (
    Picture("them-van-ban", "them-van-ban"),
    Picture("kiem-tra", "kiem-tra-du-kien", size=(1366, 560)),
    Picture("chon-don-vi", "kiem-tra-du-kien", search_for_a_unit),
    Picture("ban-lam-viec", "ban-lam-viec"),
    Picture("dien-thoai", "ban-lam-viec-lanh-dao", size=PHONE),
    Picture("xac-nhan", "nhiem-vu-cho-xac-nhan"),
    Picture("theo-van-ban", "van-ban-chi-tiet"),
    Picture("muc-ky-luat", "muc-ky-luat", down_to_the_text),
    Picture("don-vi", "don-vi"),
    Picture("bao-cao-hoan-thanh", "nhiem-vu-qua-han"),
    Picture("nhap-so", "van-ban-cho-so"),
    Picture("thu", "thu"),
    Picture("tinh-trang", "tinh-trang"),
    Picture("tim-kiem", "tim-kiem"),
    Picture("nhiem-vu", "nhiem-vu", only_what_is_overdue),
    Picture("co-quan-don-vi", "co-quan-don-vi"),
    Picture("nhap-tep", "co-quan-nhap-tep-don-vi", check_a_file, status=400),
    # It changes the draft, so it comes last.
    Picture("giao", "kiem-tra-du-kien", give_what_is_whole),
)


def take(browser: Browser, live: Live, picture: Picture) -> bytes:
    place = next(each for each in PLACES if each.name == picture.place)
    with live.app.app_context():
        path = place.path(db.session())
    with visitor(browser, live, place.login, expecting=picture.status) as page:
        page.set_viewport_size({"width": picture.size[0], "height": picture.size[1]})
        page.goto(path)
        if picture.before:
            picture.before(page)
        return page.screenshot(animations="disabled", caret="hide")


def small(picture: bytes) -> bytes:
    """The same picture in the page's own colours and the edges of its letters."""
    reduced = Image.open(io.BytesIO(picture)).convert("RGB").quantize(palette=palette(), dither=Image.Dither.NONE)
    kept = io.BytesIO()
    reduced.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def palette() -> Image.Image:
    """The colours that the style sheet names, and the dark ones on their way to white: so letters are drawn."""
    named = dict.fromkeys(re.findall(r"--[a-z-]+: (#[0-9a-f]{3,6})\b", STYLES.read_text(encoding="utf-8")))
    colours = [ImageColor.getrgb(each) for each in named]
    dark = [each for each in colours if sum(each) < 3 * 160]
    blends = [tuple(part + (255 - part) * step // 4 for part in each) for each in dark for step in (1, 2, 3)]
    holder = Image.new("P", (1, 1))
    holder.putpalette([part for each in [*colours, *blends] for part in each])
    return holder


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        serve(Sqlite(Path(folder)), Path(folder), lambda clock: load_if_empty()) as live,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, "--lang=vi"])
        run_jobs(live.config, live.clock, "heartbeat", "digest")
        with visitor(browser, live, "chanhvp") as page:
            upload_the_sample(page)
            freeze_a_period(page, period_from="01/10/2026", cut_off="02/11/2026")
        for picture in PICTURES:
            kept = small(take(browser, live, picture))
            (FOLDER / f"{picture.name}.png").write_bytes(kept)
            print(f"{picture.name}: {len(kept) / 1000:.0f} KB")
        browser.close()


if __name__ == "__main__":
    main()
