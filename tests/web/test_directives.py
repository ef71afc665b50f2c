"""The notices that were given: the list, the page with its tasks, the late number, the text and the file."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.adapters.links import Links
from app.domain.terms import TaskKind
from app.extensions import db
from app.models import Directive
from app.services import drafts
from app.services.directives import NewDirective, give_tasks
from app.services.giving import NewTask
from tests.conftest import count_queries
from tests.services.notices import NOTICE, task_at

LINKS = Links("http://dondoc.test")
HEAD = NewDirective(
    kind="Thông báo",
    number="21/TB-UBND",
    issuer="UBND huyện Thử Nghiệm",
    subject="Kết luận họp giao ban",
    issued_on=date(2023, 9, 12),
)


@pytest.fixture
def give(web_cast, clock):
    """``give(number=None)``: a directive with a dated task for two units, a coordinator and a general task."""

    def act(tasks: int = 1, **head: object) -> Directive:
        ids = {name: unit.id for name, unit in web_cast.units.items()}
        dated = [
            NewTask(
                clause=f"2.{n}",
                text="Rà soát hồ sơ người có công",
                kind=TaskKind.DATED,
                named_on=date(2023, 10, 30),
                report_to="UBND huyện",
                lead_unit_ids=(ids["noi_vu"], ids["kinh_te"]),
                coordinating_unit_ids=(ids["tu_phap"],),
            )
            for n in range(1, tasks + 1)
        ]
        general = NewTask(
            clause="1", text="Giữ nghiêm giờ làm việc", kind=TaskKind.GENERAL, addressee="Các đơn vị", lead_unit_ids=()
        )
        asked = {"clock": clock, "links": LINKS, "tasks": [*dated, general], "directive": replace(HEAD, **head)}
        made = give_tasks(web_cast.session, actor=web_cast.chief, **asked)
        return settled(web_cast.session, made)

    return act


def settled(session, made: Directive) -> Directive:
    """Committed, and readable without another look: a reading would hold the one write lock of the file."""
    session.expire_on_commit = False
    session.commit()
    session.refresh(made)
    session.commit()
    return made


@pytest.fixture
def chief(client, log_in):
    log_in(client, "chief")
    return client


@pytest.fixture
def clerk(client, log_in):
    log_in(client, "clerk")
    return client


def words(page) -> str:
    """The words of the main part, with single spaces."""
    main = page.text.partition("<main")[2].partition("</main>")[0]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


def enter(client, directive: Directive, **fields: object):
    data = {"csrf_token": client.token(), "version": directive.version, "number": "21/TB-UBND"} | fields
    return client.post(f"/van-ban/{directive.public_id}/so", data=data)


# The list


def test_an_empty_list_says_what_to_do_next(chief):
    page = chief.get("/van-ban")
    assert "Chưa có văn bản nào được giao nhiệm vụ." in words(page)
    assert 'href="/van-ban/them"' in page.text


def test_the_list_shows_number_or_that_it_waits_for_one_and_how_far_it_is(chief, give, clock, clock_at):
    there = give()
    give(number=None, subject="Kết luận họp bất thường")
    clock.instant = clock_at(date(2023, 11, 1)).instant
    page = chief.get("/van-ban")
    assert f'href="/van-ban/{there.public_id}">21/TB-UBND' in page.text
    rows = [re.sub(r"<[^>]+>|\s+", " ", row) for row in re.findall(r"<tr>(.*?)</tr>", page.text, re.DOTALL)[1:]]
    assert ["chờ số" in row for row in rows] == [True, False]
    assert re.search(r"21/TB-UBND +12/09/2023 .* 1 +00 ?/02 +02", " ".join(rows[1].split()))


@pytest.mark.parametrize(("who", "status"), [("chief", 200), ("leader", 200), ("clerk", 200), ("noi_vu_head", 403)])
def test_who_reads_notices(client, log_in, give, who, status):
    directive = give()
    log_in(client, who)
    paths = ("/van-ban", f"/van-ban/{directive.public_id}")
    assert [client.get(path).status_code for path in paths] == [status, status]


# One notice


def test_the_page_shows_each_units_part_with_its_standing_and_deadline(chief, give):
    page = chief.get(f"/van-ban/{give().public_id}?dang=danh-sach")
    text = words(page)
    assert "1 nhiệm vụ (2 lượt giao chủ trì); 1 nhiệm vụ chung" in text
    for expected in (
        "Phòng Nội vụ 30/10/2023 Trong hạn",
        "Phòng Kinh tế 30/10/2023 Trong hạn",
        "Phối hợp: Phòng Tư pháp",
        "Báo cáo về UBND huyện",
        "Các đơn vị Chung",
    ):
        assert expected in text
    assert len(re.findall(r'href="/nhiem-vu/[0-9a-f]{20}"', page.text)) == 3


def test_the_overdue_are_counted_above_the_tasks(chief, give, clock, clock_at):
    directive = give()
    clock.instant = clock_at(date(2023, 11, 1)).instant
    assert "quá hạn 02" in words(chief.get(f"/van-ban/{directive.public_id}"))


def test_what_is_not_there_is_not_found(chief):
    for path in ("", "/nguyen-van", "/tep"):
        assert chief.get(f"/van-ban/{'0' * 20}{path}").status_code == 404


def test_a_notice_without_a_text_offers_none(chief, give):
    directive = give()
    page = chief.get(f"/van-ban/{directive.public_id}")
    assert "Tải tệp gốc" not in page.text
    assert chief.get(f"/van-ban/{directive.public_id}/tep").status_code == 404
    assert chief.get(f"/van-ban/{directive.public_id}/nguyen-van").status_code == 404


def test_a_page_asks_the_database_no_more_for_more_tasks(app, chief, give):
    with app.app_context():
        engine = db.engine
    counted = []
    for size in (1, 15):
        directive = give(size, number=f"{size}/TB-UBND")
        with count_queries(engine) as seen:
            assert chief.get(f"/van-ban/{directive.public_id}").status_code == 200
        counted.append(len(seen))
    assert counted[0] == counted[1]


# The number


def test_a_notice_waits_for_its_number_and_the_clerk_enters_it(clerk, give):
    directive = give(number=None, issued_on=None)
    page = clerk.get(f"/van-ban/{directive.public_id}")
    assert "Văn bản chờ số" in words(page)
    answer = enter(clerk, directive, issued_on="13/9/2023")
    assert answer.status_code == 302
    text = words(clerk.get(answer.location))
    assert "Đã nhập số văn bản 21/TB-UBND." in text
    assert "Thông báo số 21/TB-UBND, ngày 13/09/2023" in text
    assert "nhiệm vụ tính từ ngày 14/09/2023" in text
    assert "chờ số" not in text


def test_the_day_is_asked_only_where_it_is_missing(clerk, give):
    assert 'name="issued_on"' not in clerk.get(f"/van-ban/{give(number=None).public_id}").text


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"number": " "}, 400, "Cần nhập số văn bản."),
        ({"issued_on": "ba mươi"}, 400, "Không đọc được ngày “ba mươi”"),
        ({"issued_on": "15/9/2023"}, 400, "ở sau ngày hôm nay"),
        ({"version": 9}, 409, "Nội dung đã được người khác cập nhật."),
    ],
)
def test_a_number_that_cannot_be_taken_is_shown_again_with_its_sentence(clerk, give, fields, status, sentence):
    directive = give(number=None, issued_on=None)
    answer = enter(clerk, directive, **fields)
    assert answer.status_code == status
    assert sentence in words(answer)
    assert f'value="{(fields.get("number") or "21/TB-UBND").strip()}"' in answer.text
    assert "chờ số" in words(clerk.get(f"/van-ban/{directive.public_id}"))


def test_a_number_that_is_taken_leads_to_the_notice_that_has_it(clerk, give):
    there, waiting = give(), give(number=None)
    answer = enter(clerk, waiting)
    assert answer.status_code == 409
    assert f'href="/van-ban/{there.public_id}"' in answer.text


def test_a_number_that_somebody_else_entered_meanwhile_stands(clerk, give):
    directive = give(number=None)
    assert enter(clerk, directive).status_code == 302
    answer = enter(clerk, directive, number="22/TB-UBND")
    assert answer.status_code == 409
    assert "Văn bản đã có số 21/TB-UBND." in words(answer)


def test_who_may_not_number_sees_no_form(client, log_in, give):
    directive = give(number=None)
    log_in(client, "leader")
    assert 'name="number"' not in client.get(f"/van-ban/{directive.public_id}").text
    assert enter(client, directive).status_code == 403


# The text and the file


@pytest.fixture
def with_text(web_cast, clock, tmp_path: Path):
    """A directive given from an uploaded notice; what nobody knows is put aside."""

    def act(app, filename: str = "TB 21 giao ban.txt") -> Directive:
        files, session = app.extensions["dondoc"].files, web_cast.session
        asked = {"actor": web_cast.chief, "clock": clock}
        draft = drafts.upload(session, files=files, content=NOTICE.encode(), filename=filename, **asked)
        dropped = replace(task_at(draft, "4"), dropped=True)
        drafts.change_task(session, draft=draft, version=draft.version, task=dropped, **asked)
        made = drafts.give(session, draft=draft, version=draft.version, links=LINKS, **asked)
        return settled(session, made)

    return act


def test_the_file_comes_back_as_it_was_under_its_own_name_and_never_opens_in_the_page(app, chief, with_text):
    directive = with_text(app, "TB 21 giao ban tháng 9.txt")
    with chief.get(f"/van-ban/{directive.public_id}/tep") as answer:
        assert answer.data == NOTICE.encode()
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert "th%C3%A1ng%209.txt" in disposition
    assert answer.mimetype == "application/octet-stream"


def test_the_text_is_shown_with_each_tasks_sentence_leading_to_the_task(app, chief, with_text):
    directive = with_text(app)
    page = chief.get(f"/van-ban/{directive.public_id}/nguyen-van")
    assert f'href="/van-ban/{directive.public_id}#n-1"' in page.text
    assert 'id="n-1"' in chief.get(f"/van-ban/{directive.public_id}").text
    marked = [html.unescape(re.sub(r"<[^>]+>", "", each)) for each in re.findall(r"<mark.*?</mark>", page.text)]
    assert [each[:12] for each in marked] == ["Phòng Nội vụ", "Phòng Kinh t"]
