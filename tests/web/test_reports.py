"""The pages of reports: a period is made, read, frozen, and its section downloaded."""

from __future__ import annotations

import html
import io
import re
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import docx
import pytest
from sqlalchemy import select

from app.domain.terms import PeriodKind, SourceOfAssignment
from app.extensions import db
from app.models import Assignment, AuditEntry, Field, Report, Snapshot
from app.services import reports
from app.services.report_slices import SLICES
from app.services.report_view import seal
from tests.conftest import count_queries
from tests.services.report_cases import done, give, make_directive, make_task, quarter_story, tamper
from tests.web.reading import rows_of, sheet_of, shown


@pytest.fixture
def story(web_cast) -> dict[str, Assignment]:
    told = quarter_story(web_cast)
    web_cast.session.commit()
    return told


@pytest.fixture
def report(web_cast, clock, story) -> Report:
    made = reports.make_report(
        web_cast.session, actor=web_cast.chief, clock=clock, kind=PeriodKind.QUARTER, year=2023, quarter=3
    )
    web_cast.session.commit()
    return made


@pytest.fixture
def frozen(web_cast, clock, report) -> Snapshot:
    snapshot = reports.freeze(web_cast.session, actor=web_cast.chief, clock=clock, report=report)
    web_cast.session.commit()
    return snapshot


@pytest.fixture
def chief(client, log_in):
    log_in(client, "chief")
    return client


def text_of(page) -> str:
    """The words of the main part, with single spaces."""
    main = page.text.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).replace("&ensp;", " ")


def post(client, path: str, **fields: str):
    return client.post(path, data={"csrf_token": client.token(), **fields})


def test_the_form_shows_the_dates_that_each_choice_means(chief):
    page = text_of(chief.get("/bao-cao/them"))
    assert "Quý III năm 2023 Thứ Năm, 15/06/2023 Thứ Năm, 14/09/2023" in page
    assert "6 tháng đầu năm 2023 Thứ Năm, 15/12/2022 Thứ Tư, 14/06/2023" in page
    assert "9 tháng năm 2023 Thứ Năm, 15/12/2022 Thứ Năm, 14/09/2023" in page
    assert "6 tháng cuối năm 2023 Thứ Năm, 15/06/2023 Thứ Năm, 14/12/2023 chưa đến" in page
    assert "Tháng 02 năm 2023 Chủ nhật, 15/01/2023 Thứ Ba, 14/02/2023" in page
    assert "Quý I năm 2022 Thứ Tư, 15/12/2021 Thứ Hai, 14/03/2022" in text_of(chief.get("/bao-cao/them?year=2022"))


@pytest.mark.parametrize("year", ["", "x", "99999", "-1", "²"])
def test_a_year_that_is_none_means_this_year(chief, year):
    assert "Lập kỳ báo cáo năm 2023" in text_of(chief.get(f"/bao-cao/them?year={year}"))


def test_a_regular_period_is_made_and_listed(chief):
    answer = post(chief, "/bao-cao/them", year="2023", period="quarter-3")
    assert answer.status_code == 302
    assert "Quý III năm 2023" in text_of(chief.get(answer.location))
    listed = text_of(chief.get("/bao-cao"))
    assert "Quý III năm 2023 15/06/2023 Thứ Năm, 14/09/2023 Chưa chốt" in listed


def test_making_it_again_leads_to_the_one_there_is(chief, report):
    answer = post(chief, "/bao-cao/them", year="2023", period="quarter-3")
    assert answer.location.endswith(report.public_id)
    assert "Kỳ báo cáo này đã có trong danh sách" in text_of(chief.get(answer.location))


@pytest.mark.parametrize(
    ("period", "name"),
    [("month-9", "Tháng 9 năm 2023"), ("month-1", "Tháng 01 năm 2023"), ("second_half", "6 tháng cuối năm 2023")],
)
def test_months_and_the_second_half_are_made_as_quarters_are(chief, period, name):
    answer = post(chief, "/bao-cao/them", year="2023", period=period)
    assert name in text_of(chief.get(answer.location))


def test_a_report_says_which_others_count_some_of_its_days(chief, report):
    alone = text_of(chief.get(f"/bao-cao/{report.public_id}"))
    answer = post(chief, "/bao-cao/them", year="2023", period="nine_months")
    assert "Kỳ này có ngày trùng" not in alone
    assert "Kỳ này có ngày trùng với kỳ đã lập: Quý III năm 2023." in text_of(chief.get(answer.location))


def test_a_report_whose_cut_off_has_not_come_is_counted_to_today_and_not_frozen(chief):
    page = post(chief, "/bao-cao/them", year="2023", period="second_half").location
    assert "số liệu tạm tính đến hết ngày 14/09/2023" in text_of(chief.get(page))
    assert chief.get(f"{page}/chot").status_code == 400
    assert "chưa bắt đầu" in text_of(chief.get(post(chief, "/bao-cao/them", year="2023", period="month-12").location))


def test_a_period_without_work_is_frozen_and_says_so(chief):
    page = post(chief, "/bao-cao/them", year="2022", period="month-3").location
    frozen = text_of(chief.get(post(chief, f"{page}/chot").location))
    assert "không có nhiệm vụ có thời hạn giao các cơ quan, đơn vị trong kỳ" in frozen


def test_a_free_period_takes_the_days_as_they_are_typed(chief):
    answer = post(chief, "/bao-cao/them", year="2023", period="free", period_from="01/08/2023", cut_off="10/9/2023")
    assert "Từ ngày 01/8/2023 đến ngày 10/9/2023" in text_of(chief.get(answer.location))


def test_the_days_of_a_free_period_lie_in_the_past(chief):
    answer = post(chief, "/bao-cao/them", year="2023", period="free", period_from="15/12", cut_off="14/9")
    assert "Từ ngày 15/12/2022 đến ngày 14/9/2023" in text_of(chief.get(answer.location))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"period": "free", "period_from": "02/09/2023", "cut_off": "01/09/2023"}, "sau thời điểm chốt số liệu"),
        ({"period": "free", "period_from": "02/09/2023"}, "Cần nhập ngày."),
        ({"period": "free", "period_from": "32/13/2023", "cut_off": "01/09/2023"}, "32/13/2023"),
        ({"period": "quarter-9"}, "Kỳ này không có trong năm."),
        ({"period": "month-13"}, "Kỳ này không có trong năm."),
        ({}, "Cần chọn một kỳ báo cáo."),
    ],
)
def test_a_choice_that_makes_no_sense_gets_a_sentence_and_keeps_the_typing(chief, fields, sentence):
    page = post(chief, "/bao-cao/them", year="2023", **fields)
    assert page.status_code == 200
    assert sentence in page.text
    assert all(value in page.text for value in fields.values() if "/" in value)


def test_the_page_shows_every_figure_with_its_formula(chief, report):
    page = text_of(chief.get(f"/bao-cao/{report.public_id}"))
    for words in (
        "05 nhiệm vụ, 06 lượt giao chủ trì",
        "Tổng số nhiệm vụ có thời hạn (N = H + C) 06",
        "Đúng hạn (a) 01",
        "Quá hạn (b) 01",
        "Trong hạn (c) 02",
        "Trong đó chờ xác nhận 01",
        "Quá hạn (d) 02",
        "Kỳ trước chuyển sang 01",
        "25,0 % = 1 ÷ 4 = a ÷ (a + b + d)",
        "50,0 % = 2 ÷ 4 = (a + b) ÷ (a + b + d)",
        "Không quy định thời hạn 01",
        "Đơn vị ngoài thẩm quyền 01",
        "Phòng Kinh tế 02 / 03",
    ):
        assert words in page, words


@pytest.fixture
def parted(web_cast, story) -> None:
    """An office with fields, of which some units are in one, and a source of some tasks."""
    field = Field(office_id=web_cast.office.id, name="Kinh tế, đất đai", valid_from=date(2023, 1, 1))
    web_cast.session.add(field)
    web_cast.session.flush()
    for task in {story["d"].task, story["a"].task}:
        task.field_id = field.id
    story["a"].task.directive.source_of_assignment = SourceOfAssignment.INSPECTION
    web_cast.session.commit()


NUMBER = re.compile(r'<a href="([^"]*so-lieu\?[^"]*)"[^>]*>(?:<b>)?(\d+)')


def test_every_number_leads_to_as_many_rows_each_with_its_timeline(chief, parted, report, web_cast, clock):
    """Of units inside and outside, fields, sources, notices and months; no number of a table is without its rows."""
    frozen = reports.freeze(web_cast.session, actor=web_cast.chief, clock=clock, report=report)
    web_cast.session.commit()
    address = f"/bao-cao/{report.public_id}"
    for start in (address, f"{address}/chot/{frozen.public_id}"):
        page = chief.get(start).text
        own = page.replace(page[page.find('id="comparison"') : page.find('id="class-chart-head"')], "")
        assert not [cell for cell in cells_of_numbers(own) if re.search(r"\d", without_links(cell))]
        links = [(html.unescape(url), int(number)) for url, number in NUMBER.findall(page)]
        asked = [parse_qs(urlsplit(url).query) for url, _ in links]
        assert {each["lop"][0] for each in asked} == SLICES.keys()
        assert {name for each in asked for name in each} == {"lop", "don_vi", "nguon", "linh_vuc", "van_ban", "thang"}
        assert {"khong-co", "khong-ghi"} < {each[name][0] for each in asked for name in each}
        for url, number in dict(links).items():
            rows = chief.get(url)
            assert f"{number} dòng" in text_of(rows), url
            assert len(re.findall(r'<td class="say"><a href="/nhiem-vu/', rows.text)) == number


def cells_of_numbers(page: str) -> list[str]:
    return re.findall(r'<td class="num"[^>]*>(.*?)</td>', page, re.DOTALL)


def without_links(cell: str) -> str:
    return re.sub(r"<svg.*?</svg>", "", re.sub(r"<a .*?</a>", "", cell, flags=re.DOTALL), flags=re.DOTALL)


def test_what_was_frozen_before_rows_knew_their_fields_has_the_table_without_lists(
    chief, parted, report, frozen, web_cast
):
    content = {**frozen.content, "rows": [{**row} for row in frozen.content["rows"]]}
    for row in content["rows"]:
        del row["field"]
    tamper(web_cast.session, frozen, content=content, sha256=seal(content))
    web_cast.session.commit()
    page = chief.get(f"/bao-cao/{report.public_id}/chot/{frozen.public_id}")
    assert "Theo lĩnh vực" in text_of(page)
    assert "linh_vuc=" not in page.text


def test_a_row_links_to_its_assignment(chief, report, story):
    page = chief.get(f"/bao-cao/{report.public_id}/so-lieu?lop=d").text
    assert f"/nhiem-vu/{story['d'].public_id}" in page
    assert "Đang chờ báo giá in bảng." in page
    assert "Thông báo (chờ số)" in page


def test_no_rate_without_a_denominator(chief, web_cast, clock):
    made = reports.make_report(web_cast.session, actor=web_cast.chief, clock=clock, kind=PeriodKind.YEAR, year=2023)
    web_cast.session.commit()
    page = text_of(chief.get(f"/bao-cao/{made.public_id}"))
    assert "không có số liệu để tính" in page
    assert "%" not in page


def test_freezing_asks_first_and_says_what_it_does(chief, report):
    path = f"/bao-cao/{report.public_id}/chot"
    asked = text_of(chief.get(path))
    assert "về sau không thay đổi" in asked
    assert "Còn 01 lượt giao chờ xác nhận" in asked
    answer = post(chief, path)
    page = text_of(chief.get(answer.location))
    assert "chốt lúc 08:00 ngày 14/09/2023" in page
    assert "Lần 1" in text_of(chief.get(f"/bao-cao/{report.public_id}"))


def test_a_period_that_runs_cannot_be_frozen_yet(chief, web_cast, clock, story):
    made = reports.make_report(web_cast.session, actor=web_cast.chief, clock=clock, kind=PeriodKind.YEAR, year=2023)
    web_cast.session.commit()
    assert "tạm tính đến hết ngày 14/09/2023" in text_of(chief.get(f"/bao-cao/{made.public_id}"))
    for answer in (chief.get(f"/bao-cao/{made.public_id}/chot"), post(chief, f"/bao-cao/{made.public_id}/chot")):
        assert answer.status_code == 400
        assert "Thời điểm chốt số liệu là ngày 14/12/2023, chưa đến" in answer.text


def test_a_period_that_has_not_begun_says_so(chief, web_cast, clock):
    made = reports.make_report(web_cast.session, actor=web_cast.chief, clock=clock, kind=PeriodKind.YEAR, year=2024)
    web_cast.session.commit()
    assert "Số liệu có từ ngày 15/12/2023" in text_of(chief.get(f"/bao-cao/{made.public_id}"))
    assert chief.get(f"/bao-cao/{made.public_id}/so-lieu?lop=d").status_code == 404


def test_frozen_and_present_figures_stand_side_by_side_with_the_reason(chief, report, frozen, web_cast, clock, story):
    path = f"/bao-cao/{report.public_id}/chot/{frozen.public_id}"
    assert "Hiện nay" not in text_of(chief.get(path))
    clock.instant += timedelta(days=2)
    done(web_cast, story["d"], date(2023, 9, 3), recorded_on=clock.today())
    web_cast.session.commit()
    page = text_of(chief.get(path))
    assert "Số liệu hiện nay khác số liệu đã chốt ở 01 lượt giao." in page
    assert "Quá hạn (d) 02 01 khác" in page
    assert "25,0 % = 1 ÷ 4 = a ÷ (a + b + d) hiện nay 50,0 % = 2 ÷ 4" in page
    assert "Quá hạn, chưa hoàn thành Hoàn thành đúng hạn, ngày 03/09/2023" in page
    assert "Xác nhận hoàn thành cho ngày 03/09/2023 (ghi nhận 08:00 ngày 16/09/2023)" in page
    assert "2 dòng" in text_of(chief.get(f"{path}/so-lieu?lop=d"))
    assert "1 dòng" in text_of(chief.get(f"/bao-cao/{report.public_id}/so-lieu?lop=d"))


@pytest.mark.parametrize(("audience", "tables"), [("noi-bo", True), ("gui-cap-tren", False)])
def test_the_downloaded_section_has_the_figures_of_the_screen(chief, report, frozen, audience, tables):
    path = f"/bao-cao/{report.public_id}/chot/{frozen.public_id}"
    answer = chief.get(f"{path}/muc-ky-luat.docx?ban={audience}")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=muc-ky-luat-2023-09-14-{audience}.docx"
    document = docx.Document(io.BytesIO(answer.data))
    page = text_of(chief.get(f"{path}?ban={audience}"))
    body = [paragraph.text.replace("\u00a0", " ") for paragraph in document.paragraphs]
    sentences = [text for text in body if text.startswith(("Tính đến", "Tỷ lệ", "Còn", "Có", "Công thức", "Nguồn"))]
    assert len(sentences) >= 5
    assert all(sentence in page for sentence in sentences)
    assert any(table.rows[0].cells[-1].text == "Ghi chú" for table in document.tables) is tables


def test_the_editor_chooses_whether_a_superior_reads_the_names_of_units(chief, report, frozen):
    path = f"/bao-cao/{report.public_id}/chot/{frozen.public_id}"
    page = chief.get(f"{path}?ban=gui-cap-tren").text
    assert "Bản này không nêu tên đơn vị." in page
    assert "neu-ten=1#text" in page
    named = chief.get(f"{path}?ban=gui-cap-tren&neu-ten=1").text
    assert "Bản này nêu tên đơn vị." in named
    for asked, expected in (("", False), ("&neu-ten=1", True)):
        answer = chief.get(f"{path}/muc-ky-luat.docx?ban=gui-cap-tren{asked}")
        body = [paragraph.text for paragraph in docx.Document(io.BytesIO(answer.data)).paragraphs]
        assert any("Phòng Kinh tế" in text for text in body) is expected


def test_a_changed_snapshot_is_refused_with_a_sentence_and_the_present_figures_stay(chief, report, frozen, web_cast):
    tamper(web_cast.session, frozen, content={**frozen.content, "tasks": 99})
    web_cast.session.commit()
    path = f"/bao-cao/{report.public_id}/chot/{frozen.public_id}"
    for address in (path, f"{path}/so-lieu?lop=d", f"{path}/muc-ky-luat.docx"):
        answer = chief.get(address)
        assert answer.status_code == 400
        assert "không còn khớp với mã kiểm tra" in answer.text
    assert chief.get(f"/bao-cao/{report.public_id}").status_code == 200


@pytest.mark.parametrize(
    "path", ["/bao-cao/khong-co", "/bao-cao/{report}/chot/khong-co", "/bao-cao/{report}/so-lieu?lop=la",
             "/bao-cao/{report}/chot/{frozen}/so-lieu?lop=la", "/bao-cao/{report}/chot/{frozen}?ban=la"]
)  # fmt: skip
def test_what_does_not_exist_is_not_found(chief, report, frozen, path):
    assert chief.get(path.format(report=report.public_id, frozen=frozen.public_id)).status_code == 404


def test_a_snapshot_answers_only_under_its_own_report(chief, web_cast, clock, report, frozen):
    other = reports.make_report(web_cast.session, actor=web_cast.chief, clock=clock, kind=PeriodKind.YEAR, year=2023)
    web_cast.session.commit()
    assert chief.get(f"/bao-cao/{other.public_id}/chot/{frozen.public_id}").status_code == 404


def test_a_leader_reads_and_neither_makes_nor_freezes(client, log_in, report, frozen):
    log_in(client, "leader")
    page = client.get(f"/bao-cao/{report.public_id}").text
    assert "Chốt số liệu</a>" not in page
    assert client.get(f"/bao-cao/{report.public_id}/chot/{frozen.public_id}").status_code == 200
    assert "Lập kỳ báo cáo" not in client.get("/bao-cao").text
    assert client.get("/bao-cao/them").status_code == 403
    assert post(client, f"/bao-cao/{report.public_id}/chot").status_code == 403


def test_a_unit_reads_no_report(client, log_in, report):
    log_in(client, "noi_vu_head")
    assert client.get("/bao-cao").status_code == 403
    assert client.get(f"/bao-cao/{report.public_id}").status_code == 403


def test_the_pages_take_as_many_queries_for_many_rows_as_for_few(app, chief, report, frozen, web_cast):
    paths = ("/bao-cao", f"/bao-cao/{report.public_id}", f"/bao-cao/{report.public_id}/so-lieu?lop=tong",
             f"/bao-cao/{report.public_id}/chot/{frozen.public_id}")  # fmt: skip

    def queries() -> list[int]:
        counted = []
        for path in paths:
            with app.app_context(), count_queries(db.engine) as seen:
                assert chief.get(path).status_code == 200
            counted.append(len(seen))
        return counted

    few = queries()
    directive = make_directive(web_cast, "14/TB-UBND")
    for n in range(20):
        give(web_cast, make_task(web_cast, directive, f"Việc {n}."), "xa_ha", date(2023, 9, 10))
        done(web_cast, give(web_cast, make_task(web_cast, directive, f"Xong {n}."), "tu_phap", date(2023, 9, 10)),
             date(2023, 9, 11))  # fmt: skip
    web_cast.session.commit()
    assert queries() == few


def test_long_lists_are_paged(chief, web_cast, report):
    directive = make_directive(web_cast, "14/TB-UBND")
    for n in range(60):
        give(web_cast, make_task(web_cast, directive, f"Việc thứ {n} của tổ."), "xa_ha", date(2023, 9, 10))
    web_cast.session.commit()
    first = chief.get(f"/bao-cao/{report.public_id}/so-lieu?lop=d&trang=0")
    last = chief.get(f"/bao-cao/{report.public_id}/so-lieu?lop=d&trang=99")
    assert "trang 1/2" in first.text
    assert "trang 2/2" in last.text
    assert first.text.count("của tổ.") + last.text.count("của tổ.") == 60


# Files and charts


@pytest.mark.parametrize("slice_name", list(SLICES))
def test_the_rows_behind_each_number_come_as_a_file_too(chief, report, slice_name):
    address = f"/bao-cao/{report.public_id}/so-lieu"
    page = chief.get(f"{address}?lop={slice_name}")
    said, _, rows = sheet_of(chief.get(f"{address}.xlsx?lop={slice_name}"))
    seen = rows_of(page) if "<tbody>" in page.text else []
    assert len(rows) == len(seen)
    for row, cells in zip(rows, seen, strict=True):
        assert cells[0].startswith(row[0])
        assert cells[1].startswith(row[2])
        assert shown(row[5]) == cells[2][:10]
        assert cells[4] == (row[10] or "")
    assert said[1].startswith("Điều kiện: Quý III năm 2023 · tính đến hết ngày 14/09/2023")


def test_frozen_rows_come_as_a_file_and_say_when_they_were_frozen(chief, report, frozen):
    address = f"/bao-cao/{report.public_id}/chot/{frozen.public_id}/so-lieu"
    said, _, rows = sheet_of(chief.get(f"{address}.xlsx"))
    assert len(rows) == len(rows_of(chief.get(address)))
    assert "số liệu đã chốt lúc 08:00 ngày 14/09/2023" in said[1]
    assert chief.get(f"{address}.xlsx?lop=khong-co").status_code == 404


def test_the_classes_of_each_unit_are_drawn_with_their_numbers(chief, report):
    page = chief.get(f"/bao-cao/{report.public_id}").text
    chart = page.partition('aria-labelledby="classes-chart-title')[2].partition("</svg>")[0]
    assert "<title id=" in chart
    assert "<desc id=" in chart
    bar = r'<text class="end"[^>]*>([^<]+)</text>.*?<text x="[^"]+" y="[^"]+">(\d+)</text></g>'
    drawn = {name: int(total) for name, total in re.findall(bar, chart, re.DOTALL)}
    assert drawn == {row[0]: int(row[2]) for row in rows_of_units(page)}
    assert len(drawn) > 1


def rows_of_units(page: str) -> list[list[str]]:
    table = page.partition('id="by-unit"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in table.split("</tr>")[:-1]]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


def test_the_report_counts_by_source_and_opens_the_rows_of_one(chief, web_cast, report, story):
    assert "Theo nguồn giao" not in text_of(chief.get(f"/bao-cao/{report.public_id}"))
    lead = next(iter(story.values()))
    lead.task.directive.source_of_assignment = SourceOfAssignment.INSPECTION
    web_cast.session.commit()
    page = chief.get(f"/bao-cao/{report.public_id}")
    assert "Theo nguồn giao" in text_of(page)
    rows = chief.get(f"/bao-cao/{report.public_id}/so-lieu?lop=tong&nguon=inspection")
    assert "Kết luận thanh tra" in text_of(rows)
    assert chief.get(f"/bao-cao/{report.public_id}/so-lieu.xlsx?lop=tong&nguon=inspection").status_code == 200


@pytest.mark.parametrize("fails_at", ["snapshot", "entry"])
def test_a_freezing_that_fails_in_the_middle_leaves_nothing(chief, report, web_cast, monkeypatch, fails_at):
    """Between the frozen figures and their audit entry, and after both are written but not committed."""
    record = reports.audit.record

    def fail(session, **rest):
        if fails_at == "entry":
            record(session, **rest)
            session.flush()
        assert session.scalars(select(Snapshot.id)).all()
        raise OSError("no space left")

    monkeypatch.setattr(reports.audit, "record", fail)
    with pytest.raises(OSError, match="no space left"):
        post(chief, f"/bao-cao/{report.public_id}/chot")
    monkeypatch.undo()
    web_cast.session.expire_all()
    assert web_cast.session.scalars(select(Snapshot)).all() == []
    assert "report.frozen" not in web_cast.session.scalars(select(AuditEntry.action)).all()
    assert "Chưa chốt lần nào" in chief.get(f"/bao-cao/{report.public_id}").text
