"""The user guide says what stands on the screen, and every picture it shows is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.guide import FOLDER, MOST_BYTES, PICTURES

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs" / "huong-dan").glob("*.md"))
SAID = re.compile(r"“([^”]+)”")


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def screen() -> str:
    """Whatever can come on a screen: templates and the code that words them."""
    files = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("app/**/*.py"), *ROOT.glob("app/web/static/*.js")]
    return one_line(" ".join(file.read_text(encoding="utf-8") for file in files))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_label_that_the_guide_quotes_stands_on_the_screen(page: Path, screen: str) -> None:
    quoted = {one_line(each) for each in SAID.findall(page.read_text(encoding="utf-8"))}
    assert {each for each in quoted if each not in screen} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_guide_speaks_as_the_screen_does(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert not re.search(r"\b[Bb]ạn\b", text)
    assert "!" not in text.replace("![", "")


def test_the_index_leads_to_every_page_and_no_link_is_lost() -> None:
    links = {page.name: set(re.findall(r"\]\(([a-z-]+\.md)\)", page.read_text(encoding="utf-8"))) for page in PAGES}
    names = {page.name for page in PAGES}
    assert links["index.md"] == names - {"index.md"}
    assert set().union(*links.values()) <= names


def test_every_picture_is_shown_and_every_picture_shown_is_there() -> None:
    shown = {
        name for page in PAGES for name in re.findall(r"\]\(anh/([a-z-]+)\.png\)", page.read_text(encoding="utf-8"))
    }
    assert shown == {file.stem for file in FOLDER.glob("*.png")} == {picture.name for picture in PICTURES}


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.png")), ids=lambda file: file.stem)
def test_a_picture_is_small(file: Path) -> None:
    assert file.stat().st_size <= MOST_BYTES
    with Image.open(file) as picture:
        assert picture.mode == "P"
