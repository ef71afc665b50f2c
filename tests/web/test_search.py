"""The search page: what is typed stays, what is found leads somewhere, what is not allowed is not there."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from unicodedata import normalize
from urllib.parse import urlencode

import pytest
from sqlalchemy import delete

from app.extensions import db
from app.models import SearchEntry
from app.services import answering
from tests.conftest import count_queries
from tests.services.giving import Giving

SENTENCE = "Đôn đốc giải ngân <b>vốn</b> & tạm ứng"


@pytest.fixture
def given(web_cast, clock):
    """A task of noi_vu coordinated by tu_phap with a note, a joint one, and ten more; committed."""
    session, give = web_cast.session, Giving(web_cast, clock)
    lead, coordinating = give.task(("noi_vu",), due=date(2023, 9, 1), coordinating=("tu_phap",), text=SENTENCE)
    joint = give.task(("noi_vu", "kinh_te", "xa_ha"), text="Thống kê trụ sở dôi dư")
    unit = {"actor": web_cast.head("noi_vu"), "clock": clock, "assignment": lead, "version": lead.version}
    answering.write_progress(session, **unit, note="Đã khảo sát thực địa <script>alert(1)</script>")
    session.commit()
    return {"lead": lead, "coordinating": coordinating, "joint": joint, "directive": give.directive, "give": give}


@pytest.fixture
def look(client, log_in):
    def act(q, login=None, **more):
        if login:
            log_in(client, login)
        answer = client.get(f"/tim-kiem?{urlencode({'q': q, **more})}")
        assert answer.status_code == 200
        return answer.text

    return act


def hits(page: str) -> list[tuple[str, str]]:
    """Title and address of each hit, the address empty where there is no link."""
    found = re.findall(r"<h2>(?:<a href=\"([^\"]+)\">)?([^<]+)", page)
    return [(html.unescape(title), address) for address, title in found]


def marks(page: str) -> list[str]:
    return [html.unescape(each) for each in re.findall(r"<mark>(.*?)</mark>", page)]


def box(page: str) -> str:
    found = re.search(r'<input class="control" type="search" id="q" name="q" value="([^"]*)"', page)
    return html.unescape(found[1]) if found else ""


def test_a_task_of_one_unit_leads_to_its_page_with_its_standing(look, given):
    page = look("don doc von", "chief")
    assert hits(page) == [(SENTENCE, f"/nhiem-vu/{given['lead'].public_id}")]
    assert marks(page) == ["Đôn đốc", "vốn"]
    assert "Thông báo số 15/TB-UBND ngày 04/09/2023, mục 1" in page
    assert "Phòng Nội vụ" in page
    assert "Quá hạn, chưa hoàn thành" in page
    assert "quá 13 ngày" in page


def test_a_task_of_several_units_leads_to_its_row_in_the_notice(look, given):
    page = look("dôi dư", "chief")
    assert hits(page) == [("Thống kê trụ sở dôi dư", f"/van-ban/{given['directive'].public_id}#n-2")]
    assert "và 01 đơn vị khác" in page


def test_what_people_wrote_is_shown_as_text(look, given):
    page = look("khảo sát alert", "chief")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert marks(page) == ["khảo sát", "alert"]
    assert "Ghi chú: Cập nhật tiến độ, ngày 14/09/2023" in page


@pytest.mark.parametrize(
    ("login", "q", "address"),
    [
        ("chief", "15/TB-UBND", "/van-ban/{directive}"),
        ("leader", "15/TB-UBND", "/van-ban/{directive}"),
        ("clerk", "khảo sát", "/nhiem-vu/{lead}"),
        ("noi_vu_head", "15/TB-UBND", "/nhiem-vu/{lead}"),
        ("tu_phap_member", "15/TB-UBND", "/nhiem-vu/{coordinating}"),
        ("tu_phap_member", "đôn đốc", "/nhiem-vu/{coordinating}"),
        ("tu_phap_member", "khảo sát", "/nhiem-vu/{lead}"),
        ("chief", "phòng tư pháp", "/nhiem-vu?don-vi={tu_phap}"),
        ("tu_phap_member", "phòng tư pháp", "/don-vi?don-vi={tu_phap}"),
        ("noi_vu_head", "phòng tư pháp", ""),
    ],
)
def test_every_hit_leads_to_a_page_that_opens(client, look, given, web_cast, login, q, address):
    rows = {**given, "tu_phap": web_cast.units["tu_phap"]}
    known = {key: row.public_id for key, row in rows.items() if hasattr(row, "public_id")}
    _, found = hits(look(q, login))[0]
    assert found == address.format(**known)
    if found:
        assert client.get(found).status_code == 200


def test_who_has_no_part_in_it_finds_nothing(look, given):
    for q in ("đôn đốc", "khảo sát", "15/TB-UBND", "dôi dư"):
        page = look(q, "cong_an_head")
        assert hits(page) == [], q
        assert "Không tìm thấy nội dung nào có đủ các từ này." in page
        assert "Phạm vi tìm: nhiệm vụ của đơn vị" in page


def test_a_unit_that_has_ended_says_so_and_leads_nowhere(look, web_cast, clock):
    web_cast.units["xa_ha"].valid_to = clock.today() - timedelta(days=1)
    web_cast.session.commit()
    page = look("xa ha", "chief")
    assert hits(page)[0] == ("UBND xã Hạ", "")
    assert "Hoạt động đến hết ngày 13/09/2023" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("x" * 10_000, "Từ khóa quá dài: tối đa 200 ký tự."),
        ("từ " * 500, "Từ khóa quá dài: tối đa 200 ký tự."),
        ("?!… –", "Đề nghị nhập ít nhất hai chữ hoặc số."),
        ("đ", "Đề nghị nhập ít nhất hai chữ hoặc số."),
        ("😀", "Đề nghị nhập ít nhất hai chữ hoặc số."),
    ],
)
def test_what_cannot_be_looked_for_gets_a_sentence_and_stays_in_the_box(look, typed, sentence):
    page = look(typed, "chief")
    assert sentence in page
    assert 'aria-invalid="true"' in page
    assert box(page) == typed
    assert "Kết quả tìm kiếm" not in page


@pytest.mark.parametrize(
    "typed",
    [
        'trước "ngày 30',
        "AND",
        "* OR (",
        "' OR 1=1 --",
        normalize("NFD", "đôn đốc"),
        '"><script>alert(1)</script>',
    ],
)
def test_whatever_else_is_typed_is_answered_and_stays_in_the_box(look, given, typed):
    page = look(typed, "chief")
    assert box(page) == typed
    assert "Kết quả tìm kiếm" in page
    assert "<script>alert" not in page


def test_the_empty_page_asks_for_words_and_knows_nothing_else(look):
    page = look("", "chief")
    assert box(page) == ""
    assert "Kết quả tìm kiếm" not in page
    assert "Gõ có dấu hoặc không dấu" in page


def test_kinds_are_links_with_their_counts_and_keep_the_words(look, given):
    page = look("nội vụ", "chief")
    links = re.findall(r'href="(/tim-kiem[^"]*)"([^>]*)>(\S[^<]*?) <span class="count">(.*?)</span>', page)
    assert [(label, count) for _, _, label, count in links] == [
        ("Tất cả", "1"),
        ("Nhiệm vụ", "0"),
        ("Văn bản", "0"),
        ("Đơn vị", "1"),
        ("Ghi chú", "0"),
    ]
    page = look("nội vụ", loai="ghi-chu")
    assert hits(page) == []
    assert re.search(r'loai=ghi-chu" aria-current="true">Ghi chú', page)
    assert '<input type="hidden" name="loai" value="ghi-chu">' in page
    assert 'Tất cả <span class="count">1</span>' in page
    assert hits(look("nội vụ", loai="la-gi")) == hits(look("nội vụ"))


def test_twenty_a_page_and_the_links_keep_the_words(look, given, web_cast):
    for n in range(25):
        given["give"]("noi_vu", text=f"Kiểm kê kho số {n}")
    web_cast.session.commit()
    page = look("kiểm kê", "chief", loai="nhiem-vu")
    assert len(hits(page)) == 20
    assert "25 kết quả" in page
    (following,) = re.findall(r'rel="next" href="([^"]+)"', page)
    assert "q=ki%E1%BB%83m+k%C3%AA" in following
    second = look("kiểm kê", loai="nhiem-vu", trang="2")
    assert len(hits(second)) == 5
    assert hits(look("kiểm kê", trang="99999999")) == hits(look("kiểm kê"))


def test_an_index_that_was_never_filled_is_said_with_what_to_do(look, given, web_cast):
    assert "flask reindex" not in look("đôn đốc", "chief")
    web_cast.session.execute(delete(SearchEntry))
    web_cast.session.commit()
    assert "flask reindex" in look("đôn đốc")


@pytest.mark.parametrize(
    ("login", "has_box"), [("chief", True), ("clerk", True), ("noi_vu_head", True), ("admin", False)]
)
def test_the_box_stands_on_the_pages_of_those_who_may_search(client, log_in, login, has_box):
    log_in(client, login)
    page = client.get("/", follow_redirects=True).text
    assert ('role="search"' in page) == has_box
    assert ('<label class="sr" for="find">Tìm kiếm</label>' in page) == has_box
    assert client.get("/tim-kiem").status_code == (200 if has_box else 403)


def test_nobody_searches_without_logging_in(client):
    answer = client.get("/tim-kiem?q=a")
    assert (answer.status_code, answer.location) == (302, "/dang-nhap?tiep=/tim-kiem?q%3Da")


def test_the_page_asks_the_same_however_much_it_shows(app, look, given, web_cast):
    counted = []
    with app.app_context():
        engine = db.engine
    for more in (1, 18):
        for n in range(more):
            given["give"].task(("noi_vu", "kinh_te"), text=f"Chuyển đổi số {n}")
        web_cast.session.commit()
        look("chuyển đổi", "chief")
        with count_queries(engine) as seen:
            assert hits(look("chuyển đổi"))
        counted.append(len(seen))
    assert counted[0] == counted[1]
    assert counted[0] <= 14
