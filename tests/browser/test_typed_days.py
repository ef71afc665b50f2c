"""The weekday beside a typed day: the script in the page and the server read the same day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.domain.errors import DomainError
from app.domain.reading.typed_dates import Leaning, parse_typed_date
from app.wording.formats import WEEKDAYS, day_with_weekday

SCRIPT = Path(__file__).resolve().parents[2] / "app" / "web" / "static" / "enhance.js"
ANCHORS = (date(2026, 11, 2), date(2026, 11, 22), date(2027, 12, 31), date(2028, 2, 29), date(2024, 3, 2))
TYPED = ("14/11", "22.11", "1/1", "31/12", "29/2", "31/9", "14/11/26", "0/5", "1/9", " 2 - 3 ")
ECHO = """(cases) => cases.map(([typed, anchor, leaning]) => {
  const input = document.querySelector("input");
  input.dataset.anchor = anchor;
  input.dataset.leaning = leaning;
  input.value = typed;
  input.dispatchEvent(new Event("input"));
  return document.getElementById("day-echo").textContent;
})"""


def read_by_the_server(typed: str, anchor: date, leaning: Leaning) -> str:
    try:
        return day_with_weekday(parse_typed_date(typed, anchor=anchor, leaning=leaning))
    except DomainError:
        return ""


@pytest.mark.parametrize("leaning", Leaning)
def test_the_script_and_the_server_read_a_day_without_a_year_alike(browser: Browser, leaning: Leaning) -> None:
    around = [f"{day.day}/{day.month}" for day in (ANCHORS[0] + timedelta(days=each) for each in range(0, 366, 7))]
    cases = [(typed, anchor) for anchor in ANCHORS for typed in (*TYPED, *around)]
    days = "|".join((WEEKDAYS[-1], *WEEKDAYS[:-1]))
    # East and west of Greenwich: a page that counted in local time would be a day off in one of them.
    for zone in ("Asia/Ho_Chi_Minh", "America/New_York"):
        with browser.new_context(timezone_id=zone) as context:
            page = context.new_page()
            page.set_content(f'<input id="day" data-days="{days}"><span id="day-echo"></span>')
            page.add_script_tag(path=SCRIPT)
            echoed = page.evaluate(ECHO, [[typed, anchor.isoformat(), leaning.value] for typed, anchor in cases])
        assert echoed == [read_by_the_server(typed, anchor, leaning) for typed, anchor in cases]
