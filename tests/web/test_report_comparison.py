"""The pages of a comparison: how the numbers stand beside each other, where they come from, and what they open."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest

from app.domain.terms import PeriodKind
from app.models import Report
from app.services import reports
from tests.services.report_cases import done, give, make_directive, make_task, quarter_story

LINK = re.compile(r'<a href="([^"]*so-lieu\?[^"]*)"[^>]*>(?:<b>)?(\d+)')


@pytest.fixture
def chief(client, log_in):
    log_in(client, "chief")
    return client


@pytest.fixture
def story(web_cast):
    """The quarter of the story, and of the one before an overdue lead that is done by now and one that still is not."""
    told = quarter_story(web_cast)
    directive = make_directive(web_cast, "3/TB-UBND", date(2023, 4, 3))
    for unit in ("kinh_te", "tu_phap"):
        task = make_task(web_cast, directive, f"Việc của quý trước, {unit}.")
        told[f"last_{unit}"] = give(web_cast, task, unit, date(2023, 6, 1), given_on=date(2023, 4, 3))
    done(web_cast, told["last_tu_phap"], date(2023, 7, 3))
    web_cast.session.commit()
    return told


@pytest.fixture
def report(web_cast, clock, story) -> Report:
    return quarter(web_cast, clock, 3)


def quarter(web_cast, clock, number: int, year: int = 2023) -> Report:
    made = reports.make_report(
        web_cast.session, actor=web_cast.chief, clock=clock, kind=PeriodKind.QUARTER, year=year, quarter=number
    )
    web_cast.session.commit()
    return made


def freeze(web_cast, clock, report: Report):
    snapshot = reports.freeze(web_cast.session, actor=web_cast.chief, clock=clock, report=report)
    web_cast.session.commit()
    return snapshot


def text_of(page) -> str:
    main = page.text.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def opens_as_many(client, page) -> list[str]:
    """The addresses of the numbers on a page; each must list as many rows as the number says."""
    found = LINK.findall(page.text)
    for url, number in found:
        assert f"{int(number)} dòng" in text_of(client.get(html.unescape(url))), url
    return [url for url, _ in found]


def test_the_report_leads_to_its_comparison(chief, report):
    address = f"/bao-cao/{report.public_id}/so-sanh"
    assert f'href="{address}"' in chief.get(f"/bao-cao/{report.public_id}").text
    assert chief.get(address).status_code == 200


def test_numbers_stand_beside_those_of_the_quarter_before_with_the_change(chief, report):
    page = text_of(chief.get(f"/bao-cao/{report.public_id}/so-sanh"))
    for words in (
        "Kỳ trước: Quý II năm 2023, tính đến hết ngày 14/06/2023. Chưa chốt, số liệu tính lúc 08:00 ngày 14/09/2023.",
        "Cùng kỳ năm trước: Quý III năm 2022, tính đến hết ngày 14/09/2022. Chưa có số liệu",
        "Tổng số nhiệm vụ có thời hạn (N) 08 03 +05",
        "– Đúng hạn (a) 01 0 +01",
        "– Quá hạn (b) 02 0 +02",
        "– Quá hạn (d) 03 02 +01",
        "16,7 % (1/6) 0,0 % (0/2) +16,7 điểm %",
        "50,0 % (3/6) 0,0 % (0/2) +50,0 điểm %",
        "Phòng Kinh tế 03 / 04 01/02 +02",
        "Phòng Tư pháp 0 / 0 01/01 −01",
        "Phòng Nội vụ 0 / 01 —",
    ):
        assert words in page, words


def test_what_nobody_could_have_written_has_no_column(chief, report):
    page = chief.get(f"/bao-cao/{report.public_id}/so-sanh").text
    heads = re.findall(r"<th [^>]*>([^<]*)</th>", page.partition("<thead>")[2].partition("</thead>")[0])
    assert heads == ["Chỉ tiêu (lượt giao chủ trì)", "Kỳ này", "Kỳ trước", "Tăng, giảm"]
    assert re.findall(r'<text class="end"[^>]*>([^<]+)<', page) == ["Kỳ này", "Kỳ trước"]


def test_a_number_of_the_period_before_opens_its_rows_where_there_is_a_report(chief, web_cast, clock, report):
    path = f"/bao-cao/{report.public_id}/so-sanh"
    page = chief.get(path)
    assert "Chưa lập kỳ báo cáo này" in text_of(page)
    assert {url.split("/")[2] for url in opens_as_many(chief, page)} == {report.public_id}
    earlier = quarter(web_cast, clock, 2)
    page = chief.get(path)
    assert {url.split("/")[2] for url in opens_as_many(chief, page)} == {report.public_id, earlier.public_id}
    assert "Chưa lập kỳ báo cáo này" not in text_of(page)
    freeze(web_cast, clock, earlier)
    page = chief.get(path)
    assert "Số liệu đã chốt lúc 08:00 ngày 14/09/2023" in text_of(page)
    assert [url for url in opens_as_many(chief, page) if f"{earlier.public_id}/chot/" in url]


def test_the_page_of_frozen_figures_shows_what_was_frozen_with_them(chief, web_cast, clock, report, story):
    earlier = quarter(web_cast, clock, 2)
    first = freeze(web_cast, clock, earlier)
    snapshot = freeze(web_cast, clock, report)
    path = f"/bao-cao/{report.public_id}/chot/{snapshot.public_id}"
    page = chief.get(path)
    assert "Phòng Kinh tế 03 / 04 01 / 02 +02" in text_of(page)
    assert [url for url in opens_as_many(chief, page) if f"/chot/{first.public_id}/" in url]

    clock.instant += timedelta(days=1)
    done(web_cast, story["last_kinh_te"], date(2023, 5, 30), recorded_on=clock.today())
    web_cast.session.commit()
    freeze(web_cast, clock, earlier)
    assert "Phòng Kinh tế 03 / 04 01 / 02 +02" in text_of(chief.get(path))


def test_numbers_that_were_counted_while_freezing_open_no_list_that_may_have_changed(chief, web_cast, clock, report):
    quarter(web_cast, clock, 2)
    snapshot = freeze(web_cast, clock, report)
    page = chief.get(f"/bao-cao/{report.public_id}/chot/{snapshot.public_id}")
    assert "Kỳ này chưa chốt khi so sánh" in text_of(page)
    assert {url.split("/")[4] for url in opens_as_many(chief, page)} == {snapshot.public_id}


def test_a_period_that_has_not_begun_or_still_runs_says_so(chief, web_cast, clock, story):
    later = quarter(web_cast, clock, 3, year=2024)
    assert "Kỳ báo cáo chưa bắt đầu." in text_of(chief.get(f"/bao-cao/{later.public_id}/so-sanh"))
    clock.instant += timedelta(days=10)
    running = quarter(web_cast, clock, 4)
    assert "các kỳ trước là số liệu cả kỳ" in text_of(chief.get(f"/bao-cao/{running.public_id}/so-sanh"))
