"""The lists as pages and as files: what the address asks for, what is said of it, and the same rows in both."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, update

from app.adapters.clock import FixedClock
from app.models import Directive, Field, Task
from app.services import audit
from tests.services.giving import Giving
from tests.web.reading import rows_of, text_of

DUE = date(2023, 9, 20)
FIXED = FixedClock.at(date(2023, 9, 14))


# What the address asks for.


def test_several_standings_a_range_and_words_narrow_together_and_are_said(chief, few):
    page = chief.get("/nhiem-vu?tinh-trang=overdue&tinh-trang=due_soon&tu-ngay=1/9&den-ngay=30/9/2023&tim=viec")
    assert [row[0].split(".")[0] for row in rows_of(page)] == ["Việc quá hạn", "Việc có phối hợp"]
    said = text_of(page)
    for words in (
        "Quá hạn, chưa hoàn thành hoặc Sắp đến hạn",
        "thời hạn từ 01/09/2023",
        "thời hạn đến 30/09/2023",
        "có chữ “viec”",
        "2 nhiệm vụ (2 lượt giao)",
    ):
        assert words in said
    assert page.text.count('type="checkbox" name="tinh-trang"') > 10
    assert re.findall(r'value="(\w+)" checked', page.text) == ["overdue", "due_soon"]
    assert 'value="01/09/2023"' in page.text
    assert '<details class="fold" open>' in page.text, "a filter in force is never folded away"


def test_tasks_and_assignments_are_both_counted(chief, few):
    assert "5 nhiệm vụ (6 lượt giao)" in text_of(chief.get("/nhiem-vu"))


@pytest.mark.parametrize(
    ("query", "sentence", "left"),
    [
        ("tu-ngay=31/02", "Không đọc được ngày “31/02”", 1),
        ("den-ngay=abc", "Không đọc được ngày “abc”", 1),
        ("tu-ngay=30/9/2023&den-ngay=1/9/2023", "ở trước ngày đầu", 0),
    ],
)
def test_a_day_that_is_none_has_its_sentence_at_the_field_and_the_other_filters_stay(chief, few, query, sentence, left):
    page = chief.get(f"/nhiem-vu?tinh-trang=overdue&{query}")
    at_the_field = re.search(r'<p class="error" id="(?:tu|den)-ngay-error" role="alert">([^<]*)', page.text)
    assert sentence in html.unescape(at_the_field.group(1))
    assert "<b>Quá hạn, chưa hoàn thành</b>" in page.text
    typed = query.partition("=")[2].partition("&")[0]
    assert typed in page.text or "30/09/2023" in page.text
    if left:
        assert len(rows_of(page)) == left


def test_what_nobody_offers_is_named_and_left_out(chief, few):
    page = chief.get("/nhiem-vu?tinh-trang=lạ&don-vi=x&vai-tro=y&van-ban=z&linh-vuc=w&xep=q&so-dong=7&trang=abc")
    said = text_of(page)
    assert "Không có trong danh sách lọc nên bỏ qua:" in said
    for named in (
        "tình trạng “lạ”",
        "đơn vị “x”",
        "vai trò “y”",
        "văn bản “z”",
        "lĩnh vực “w”",
        "sắp xếp “q”",
        "số dòng “7”",
    ):
        assert named in said
    assert len(rows_of(page)) == 6


@pytest.mark.parametrize("address", ["/nhiem-vu", "/van-ban", "/thu", "/nhat-ky"])
@pytest.mark.parametrize(
    "query",
    [
        "?%00=%ff",
        "?trang=-5&page=-5&so-dong=x",
        "?tinh-trang[]=a&nam=²&loai=%25&viec='&state=%3Cb%3E",
        "?tim=" + "a" * 10_000,
    ],
)
def test_rubbish_in_the_address_is_never_an_error(chief, few, address, query):
    assert chief.get(address + query).status_code == 200
    assert chief.get(f"{address}.xlsx{query}").status_code == 200


def test_a_unit_that_ended_is_still_found_and_says_when_it_ended(chief, web_cast, few):
    web_cast.units["xa_ha"].valid_to = date(2023, 9, 10)
    audit.record(web_cast.session, actor=web_cast.chief, clock=FIXED, action="unit.ended", subject="unit:x")
    web_cast.session.commit()
    page = chief.get(f"/nhiem-vu?don-vi={web_cast.units['xa_ha'].public_id}")
    assert "<b>UBND xã Hạ (kết thúc ngày 10/09/2023)</b>" in page.text
    assert len(rows_of(page)) == 1


def test_a_field_of_work_is_offered_only_where_there_is_one(chief, web_cast, few):
    assert 'name="linh-vuc"' not in chief.get("/nhiem-vu").text
    field = Field(office_id=web_cast.office.id, name="Nội vụ, thi đua", valid_from=date(2020, 1, 1))
    field.units = [web_cast.units["noi_vu"]]
    web_cast.session.add(field)
    audit.record(web_cast.session, actor=web_cast.chief, clock=FIXED, action="field.added", subject="field:x")
    web_cast.session.commit()
    page = chief.get(f"/nhiem-vu?linh-vuc={field.public_id}")
    assert "<b>Nội vụ, thi đua</b>" in page.text
    assert {row[1] for row in rows_of(page)} == {"Phòng Nội vụ"}


def test_the_heads_sort_say_so_and_turn(chief, few):
    plain = chief.get("/nhiem-vu")
    assert "aria-sort" not in plain.text
    assert "việc gấp trước" in text_of(plain)
    first = re.search(r'<a href="([^"]*xep=han)"', plain.text).group(1)
    page = chief.get(html.unescape(first))
    assert re.findall(r'aria-sort="(\w+)"><a href="([^"]+)"', page.text) == [("ascending", "/nhiem-vu?xep=-han")]
    assert "thời hạn, sớm nhất trước" in text_of(page)
    turned = chief.get("/nhiem-vu?xep=-han")
    assert 'aria-sort="descending"' in turned.text
    dated = [row[3] for row in rows_of(page) if row[3][:1].isdigit()]
    assert dated == [row[3] for row in rows_of(turned) if row[3][:1].isdigit()][::-1]


def test_the_filters_keep_the_order_and_the_order_keeps_the_filters(chief, few):
    page = chief.get("/nhiem-vu?tinh-trang=overdue&tinh-trang=due_soon&xep=don-vi&so-dong=25")
    assert '<input type="hidden" name="xep" value="don-vi">' in page.text
    assert '<input type="hidden" name="so-dong" value="25">' in page.text
    link = html.unescape(re.search(r'<a href="([^"]*xep=-don-vi[^"]*)"', page.text).group(1))
    assert link == "/nhiem-vu?tinh-trang=overdue&tinh-trang=due_soon&xep=-don-vi&so-dong=25"


def test_the_size_of_a_page_is_chosen_and_kept(chief, web_cast, give):
    for _ in range(27):
        give("noi_vu", due=DUE)
    web_cast.session.commit()
    page = chief.get("/nhiem-vu?so-dong=25")
    assert len(rows_of(page)) == 25
    assert "trang 1/2" in text_of(page)
    assert 'rel="next" href="/nhiem-vu?so-dong=25&amp;trang=2"' in page.text
    assert 'href="/nhiem-vu?so-dong=100"' in page.text


def test_an_empty_list_says_what_to_do_next(chief, web_cast):
    assert "mở mục Dự kiến để thêm văn bản" in text_of(chief.get("/nhiem-vu"))
    assert "Bỏ bớt điều kiện lọc" in text_of(chief.get("/nhiem-vu?tinh-trang=overdue"))


def test_hundreds_of_notices_are_not_offered_one_by_one(chief, web_cast, give, clock):
    rows = [
        {
            "office_id": web_cast.office.id,
            "kind": "Thông báo",
            "number": f"{n}/TB-UBND",
            "issuer": "UBND huyện",
            "subject": "x",
            "given_on": date(2023, 1, 1),
            "recorded_at": clock.now(),
            "recorder_id": web_cast.users["chief"].id,
            "version": 1,
        }
        for n in range(300)
    ]
    give("noi_vu", due=DUE)
    web_cast.session.execute(insert(Directive), rows)
    web_cast.session.commit()
    page = chief.get("/nhiem-vu")
    assert page.text.count("/TB-UBND ") + page.text.count("/TB-UBND<") < 30
    old = web_cast.session.query(Directive.public_id).filter(Directive.number == "5/TB-UBND").scalar()
    web_cast.session.commit()
    chosen = chief.get(f"/nhiem-vu?van-ban={old}")
    assert f'<option value="{old}" selected>Thông báo số 5/TB-UBND</option>' in chosen.text


def test_notices_narrow_by_year_kind_and_words(chief, web_cast, give, clock):
    give("noi_vu", due=DUE)
    other = Giving(web_cast, clock).directive
    other.kind, other.number, other.subject = "Công văn", "7/UBND-KT", "Về giải ngân đầu tư công"
    other.issued_on = other.given_on = date(2022, 5, 4)
    audit.record(web_cast.session, actor=web_cast.chief, clock=clock, action="directive.given", subject="directive:x")
    web_cast.session.commit()

    def numbers(query: str) -> list[str]:
        return [row[0] for row in rows_of(chief.get(f"/van-ban?{query}"))]

    assert numbers("") == ["15/TB-UBND", "7/UBND-KT"]
    assert numbers("nam=2022") == numbers("loai=Công văn") == numbers("tim=giai ngan") == ["7/UBND-KT"]
    assert numbers("tim=15/TB") == ["15/TB-UBND"]
    assert numbers("nam=2022&loai=Thông báo") == []
    assert "Bỏ bớt điều kiện lọc" in text_of(chief.get("/van-ban?nam=2022&loai=Thông báo"))
    assert "năm “1999”" in text_of(chief.get("/van-ban?nam=1999"))


# What is shown again and again.


def test_a_page_seen_before_shows_what_was_written_since(chief, few, stored):
    before = rows_of(chief.get("/nhiem-vu?tinh-trang=overdue"))
    assert rows_of(chief.get("/nhiem-vu?tinh-trang=overdue")) == before
    stored.execute(update(Task).where(Task.text.startswith("Việc quá hạn")).values(text="Việc đã đổi lời."))
    stored.commit()
    changed = rows_of(chief.get("/nhiem-vu?tinh-trang=overdue"))
    assert [row[0] for row in before if row[0].startswith("Việc quá hạn")]
    assert [row[1:] for row in changed] == [row[1:] for row in before]
    assert [row[0] for row in changed if row[0].startswith("Việc đã đổi lời.")]


def test_midnight_makes_a_page_seen_before_tell_another_day(chief, few, clock, clock_at):
    before = rows_of(chief.get("/nhiem-vu?tinh-trang=overdue"))
    clock.instant = clock_at(clock.today() + timedelta(days=1)).instant
    after = {row[0]: row for row in rows_of(chief.get("/nhiem-vu?tinh-trang=overdue"))}
    assert before
    assert all(after[row[0]][:-1] == row[:-1] and after[row[0]][-1] != row[-1] for row in before)
