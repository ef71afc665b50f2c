"""The presses of the review page, without JavaScript: each is a form that leads back to a card, and can be undone."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from sqlalchemy import select

from app.domain.terms import TaskKind
from app.models import Unit, UnitAlias
from tests.conftest import count_queries
from tests.services.notices import NOTICE, UNKNOWN
from tests.web.drafting import content_of, edit, engine_of, fields_of, key_of, paste, post, text_of, unit_id, version

LIKE = "Ban Kinh tế xã"  # a name that nobody bears, and that is like one unit's
MORE = NOTICE.replace(
    "\nTL. CHỦ TỊCH",
    f"""
5. Phòng Kinh tế lập danh mục ki ốt bỏ trống; niêm yết giá thuê tại chợ trong tháng 11/2023.

6. Các phòng thuộc Ủy ban nhân dân huyện kiểm kê tài sản trước ngày 25/11/2023, bổ sung ngày 28/11/2023.

7. {LIKE} lập sổ theo dõi bến bãi.

8. Phòng Tư pháp phối hợp với {LIKE} thu hồi bến bãi trái phép.

TL. CHỦ TỊCH""",
)
SCRIPT = {"X-Requested-With": "review"}
CHECKS = "?chi=can-kiem-tra"


@pytest.fixture
def address(chief) -> str:
    return paste(chief, MORE)


def press(client, stored, address: str, path: str, **fields: object):
    return post(client, f"{address}/{path}", version=version(stored), **fields)


def clauses(stored) -> list[str]:
    return [task.clause for task in content_of(stored).tasks if not task.dropped]


def cards(page) -> list[str]:
    """The words of each card of the list."""
    found = re.findall(
        r'<li class="card[^>]*>(.*?)(?=<li class="card|</ul>\s*(?:<details|<section|</div>))', page.text, re.S
    )
    return [html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", card))) for card in found]


def card(page, clause: str) -> str:
    return next(words for words in cards(page) if words.strip().startswith(f"{clause} "))


# --- split, merge, move, kind, undo ------------------------------------------------------------------------------


def test_a_sentence_is_split_at_a_numbered_place(chief, stored, address):
    key = key_of(stored, "5")
    page = chief.get(f"{address}?tach={key}")
    places = re.findall(r'<button[^>]*formaction="([^"]*)" name="at" value="(\d+)"', page.text)
    assert len(places) == 1
    assert "lập danh mục ki ốt bỏ trống; 1 Tách trước" in text_of(page)
    answer = post(chief, places[0][0], version=version(stored), at=places[0][1])
    first, second = (task for task in content_of(stored).tasks if task.clause == "5")
    assert answer.location == f"{address}#t-{second.key}"
    assert (first.deadline, f"{second.deadline:%d/%m/%Y}") == (None, "30/11/2023")
    assert "Hoàn tác: tách nhiệm vụ" in text_of(chief.get(address))


@pytest.mark.parametrize("at", ["", "giữa", "-3", "0", "99999999999"])
def test_a_place_that_is_none_says_so_and_nothing_changes(chief, stored, address, at):
    before = content_of(stored)
    answer = press(chief, stored, address, f"nhiem-vu/{key_of(stored, '5')}/tach", at=at)
    assert answer.status_code == 302
    assert "không nằm giữa câu của nhiệm vụ này" in text_of(chief.get(answer.location))
    assert content_of(stored) == before


def test_a_sentence_without_a_place_to_cut_says_so(chief, stored, address):
    page = chief.get(f"{address}?tach={key_of(stored, '7')}")
    assert "không có chỗ ngắt để gợi ý" in text_of(page)
    edit_form = fields_of(chief.get(f"{address}?sua=moi"), f"{address}/them")
    chief.post(f"{address}/them", data=edit_form | {"text": "Việc thêm", "leads": unit_id(stored, "Phòng Kinh tế")})
    assert "được nhập thêm" in text_of(chief.get(f"{address}?tach={content_of(stored).tasks[-1].key}"))


def test_two_tasks_become_one(chief, stored, address):
    key, before = key_of(stored, "3"), key_of(stored, "2")
    answer = press(chief, stored, address, f"nhiem-vu/{key}/gop")
    assert answer.location == f"{address}#t-{before}"
    assert clauses(stored) == ["1", "2", "4", "5", "6", "7", "8"]


def test_the_first_task_has_nothing_before_it(chief, stored, address):
    first = key_of(stored, "1")
    assert f"/nhiem-vu/{first}/gop" not in chief.get(address).text
    answer = press(chief, stored, address, f"nhiem-vu/{first}/gop")
    assert "Không còn nhiệm vụ nào ở phía đó" in text_of(chief.get(answer.location))


def test_tasks_change_places(chief, stored, address):
    key = key_of(stored, "2")
    assert press(chief, stored, address, f"nhiem-vu/{key}/xuong").location == f"{address}#t-{key}"
    assert clauses(stored)[:3] == ["1", "3", "2"]
    press(chief, stored, address, f"nhiem-vu/{key}/len")
    press(chief, stored, address, f"nhiem-vu/{key}/len")
    assert clauses(stored)[:3] == ["2", "1", "3"]


def test_a_task_becomes_another_kind(chief, stored, address):
    key = key_of(stored, "5")
    press(chief, stored, address, f"nhiem-vu/{key}/loai", kind="continuous")
    task = content_of(stored).task(key)
    assert (task.kind, task.deadline) == (TaskKind.CONTINUOUS, None)
    assert press(chief, stored, address, f"nhiem-vu/{key}/loai", kind="khac").status_code == 404


def test_steps_are_undone_one_by_one(chief, stored, address):
    before = content_of(stored)
    key = key_of(stored, "2")
    press(chief, stored, address, f"nhiem-vu/{key}/bo")
    press(chief, stored, address, f"nhiem-vu/{key_of(stored, '4')}/len")
    assert "Hoàn tác: chuyển thứ tự" in text_of(chief.get(address))
    press(chief, stored, address, "hoan-tac")
    assert "Hoàn tác: sửa nhiệm vụ" in text_of(chief.get(address))
    answer = press(chief, stored, address, "hoan-tac")
    assert answer.location == f"{address}#t-{key}"
    assert content_of(stored) == before
    assert "Hoàn tác" not in text_of(chief.get(address))
    answer = press(chief, stored, address, "hoan-tac")
    assert "Không còn thay đổi nào để hoàn tác" in text_of(chief.get(answer.location))


def test_an_act_that_nobody_knows_and_a_card_that_is_not_there(chief, stored, address):
    assert press(chief, stored, address, f"nhiem-vu/{key_of(stored, '2')}/nhan-doi").status_code == 404
    assert press(chief, stored, address, "nhiem-vu/t99/bo").status_code == 404
    assert chief.get(f"{address}?tach=t99").status_code == 404
    assert chief.get(f"{address}?sua=t99").status_code == 404


# --- names of units ----------------------------------------------------------------------------------------------


def test_an_unknown_name_offers_the_likest_unit_and_one_press_takes_it_everywhere(chief, stored, address):
    key, unit = key_of(stored, "7"), unit_id(stored, "Phòng Kinh tế")
    action = f"{address}/nhiem-vu/{key}/don-vi"
    page = chief.get(address)
    assert f"“{LIKE}” là" in card(page, "7")
    assert re.search(rf'<button name="unit" value="{unit}" data-k="1"', page.text)
    answer = chief.post(action, data=fields_of(page, action) | {"unit": unit})
    assert answer.location == f"{address}#t-{key}"
    task, other = content_of(stored).task(key), content_of(stored).task(key_of(stored, "8"))
    assert (task.lead_ids, task.unsure, other.coordinating_ids) == ((unit,), (), (unit,))
    assert stored.scalars(select(UnitAlias.alias).where(UnitAlias.alias == LIKE)).all() == []
    stored.rollback()


def test_a_name_that_is_remembered_is_known_in_the_next_notice(chief, stored, address):
    action = f"{address}/nhiem-vu/{key_of(stored, '7')}/don-vi"
    unit = unit_id(stored, "Phòng Kinh tế")
    chief.post(action, data=fields_of(chief.get(address), action) | {"remember": unit})
    again = paste(chief, MORE)
    assert content_of(stored).task(key_of(stored, "7")).lead_ids == (unit,)
    assert f"“{LIKE}” là" not in text_of(chief.get(again))


@pytest.mark.parametrize("unit", ["", "0", "x"])
def test_a_unit_that_is_none_is_refused_in_words(chief, stored, address, unit):
    key = key_of(stored, "7")
    answer = press(chief, stored, address, f"nhiem-vu/{key}/don-vi", part="leads", written=LIKE, unit=unit)
    assert answer.location == f"{address}#t-{key}"
    assert 'class="notice warn" role="alert"' in chief.get(address).text
    assert content_of(stored).task(key).lead_ids == ()


def test_a_name_that_the_card_does_not_have_is_refused(chief, stored, address):
    key, unit = key_of(stored, "7"), unit_id(stored, "Phòng Kinh tế")
    for part, written in (("leads", "Phòng Lạ"), ("version", LIKE)):
        answer = press(chief, stored, address, f"nhiem-vu/{key}/don-vi", part=part, written=written, unit=unit)
        assert answer.status_code == 404


def test_the_form_remembers_the_name_when_the_person_says_so(chief, stored, address):
    key, unit = key_of(stored, "7"), unit_id(stored, "Phòng Nội vụ")
    assert f"Nhớ “{LIKE}” là tên khác của đơn vị này" in text_of(chief.get(f"{address}?sua={key}"))
    assert edit(chief, address, key, leads=unit, remember_leads="y").status_code == 302
    assert stored.scalars(select(UnitAlias.unit_id).where(UnitAlias.alias == LIKE)).all() == [unit]
    stored.rollback()


def test_a_name_of_two_units_is_not_remembered_and_the_typing_is_kept(chief, stored, address):
    key = key_of(stored, "7")
    both = [unit_id(stored, "Phòng Nội vụ"), unit_id(stored, "Phòng Tư pháp")]
    answer = edit(chief, address, key, leads=both, remember_leads="y", text="Đã gõ lại")
    assert answer.status_code == 400
    assert "Chỉ ghi nhớ được khi chọn đúng một đơn vị" in text_of(answer)
    again = fields_of(answer, f"{address}/nhiem-vu/{key}")
    assert (again["text"], again["leads"]) == ("Đã gõ lại", [str(each) for each in both])
    assert content_of(stored).task(key).lead_ids == ()


def test_a_collective_name_shows_its_members_and_each_can_be_taken_out(chief, stored, address):
    key = key_of(stored, "6")
    names = ("Văn phòng HĐND và UBND huyện", "Phòng Nội vụ", "Phòng Tư pháp", "Phòng Kinh tế")
    members = [unit_id(stored, name) for name in names]
    assert sorted(content_of(stored).task(key).lead_ids) == sorted(members)
    words = card(chief.get(address), "6")
    assert "Các phòng thuộc Ủy ban nhân dân huyện 4 đơn vị" in words
    assert "; ".join(names) in words
    edit(chief, address, key, leads=members[:2])
    assert sorted(content_of(stored).task(key).lead_ids) == sorted(members[:2])


def test_the_boxes_carry_every_name_a_unit_goes_by(chief, stored, address):
    page = chief.get(f"{address}?sua={key_of(stored, '7')}")
    assert 'data-names="Kinh tế|Phòng Kinh tế và Hạ tầng"' in html.unescape(page.text)


# --- dates -------------------------------------------------------------------------------------------------------


def test_only_dates_that_may_be_deadlines_stand_open(chief, address):
    page = chief.get(address)
    sheet = page.text.partition('id="ngay"')[2].partition("</section>")[0]
    stand_open, _, folded = sheet.partition("<details")
    assert "ngày 28/11/2023" in stand_open
    assert "ngày 12 tháng 9 năm 2023" not in stand_open
    assert "ngày 12 tháng 9 năm 2023" in folded
    assert "4 ngày khác (ngày ban hành" in folded
    assert "1 ngày chưa gắn với nhiệm vụ nào" in text_of(page)


def test_a_loose_date_is_put_to_the_task_it_stands_in(chief, stored, address):
    (loose,) = [each for each in content_of(stored).unused_dates if "28/11" in each.text]
    key = key_of(stored, "6")
    assert f'formaction="{address}/nhiem-vu/{key}/ngay" name="start" value="{loose.start}"' in chief.get(address).text
    answer = press(chief, stored, address, f"nhiem-vu/{key}/ngay", start=loose.start)
    assert answer.location == f"{address}#t-{key}"
    assert f"{content_of(stored).task(key).deadline:%d/%m/%Y}" == "28/11/2023"
    assert "25/11/2023" in chief.get(address).text.partition('id="ngay"')[2]


def test_a_date_that_is_not_in_the_calendar_says_what_to_do(chief, stored):
    address = paste(chief, MORE.replace("ki ốt, hoàn thành", "ki ốt theo kế hoạch ngày 31/02/2023, hoàn thành"))
    (loose,) = [each for each in content_of(stored).unused_dates if "31/02" in each.text]
    key = key_of(stored, "3")
    answer = press(chief, stored, address, f"nhiem-vu/{key}/ngay", start=loose.start)
    assert answer.location == f"{address}#t-{key}"
    assert "không nêu một ngày cụ thể" in text_of(chief.get(address))
    assert press(chief, stored, address, f"nhiem-vu/{key}/ngay", start="đầu").status_code == 404


def test_a_day_typed_into_a_task_that_had_none_makes_it_a_dated_one(chief, stored, address):
    key = key_of(stored, "8")
    edit(chief, address, key, deadline="30/11")
    assert content_of(stored).task(key).kind is TaskKind.DATED
    other = key_of(stored, "7")
    edit(chief, address, other, deadline="30/11", kind="continuous")
    assert content_of(stored).task(other).kind is TaskKind.CONTINUOUS


# --- what is to be checked ---------------------------------------------------------------------------------------


def test_the_list_is_limited_to_what_is_to_be_checked_and_counts_down(chief, stored, address):
    page = chief.get(address + CHECKS)
    assert "còn 4 mục cần kiểm tra" in text_of(page)
    assert [words.split()[0] for words in cards(page)] == ["4", "6", "7", "8"]
    assert "Xem tất cả 8 mục" in text_of(page)
    key = key_of(stored, "6")
    answer = press(chief, stored, address, f"nhiem-vu/{key}/dung", chi="can-kiem-tra")
    assert answer.location == f"{address}{CHECKS}#t-{key_of(stored, '7')}"
    page = chief.get(answer.location)
    assert "còn 3 mục cần kiểm tra" in text_of(page)
    assert [words.split()[0] for words in cards(page)] == ["4", "7", "8"]


def test_every_form_of_the_limited_list_stays_in_it(chief, stored, address):
    key = key_of(stored, "2")
    page = chief.get(f"{address}{CHECKS}&sua={key}")
    forms = re.findall(r'<form[^>]*method="post"[^>]*>(.*?)</form>', page.text.partition("<main")[2], re.S)
    assert all('name="chi" value="can-kiem-tra"' in form for form in forms)
    answer = chief.post(f"{address}/nhiem-vu/{key}", data=fields_of(page, f"{address}/nhiem-vu/{key}") | {"text": " "})
    assert (answer.status_code, "Đang lọc: Cần kiểm tra" in text_of(answer)) == (400, True)


def test_when_nothing_is_left_the_limited_list_says_so(chief, stored):
    address = paste(chief)
    edit(chief, address, key_of(stored, "4"), leads=unit_id(stored, "Phòng Kinh tế"))
    words = text_of(chief.get(address + CHECKS))
    assert "Không còn mục nào cần kiểm tra. Xem lại tất cả, hoặc bấm “Giao nhiệm vụ”." in words


# --- stale, and what the page's script asks ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["hoan-tac", "dau-de/dung", "nhiem-vu/t2/gop", "nhiem-vu/t2/tach", "nhiem-vu/t2/xuong"]
)
def test_every_stale_press_leads_back_and_says_why(chief, stored, address, path):
    before = content_of(stored)
    answer = post(chief, f"{address}/{path}", version=7, at=1)
    assert answer.location == address
    assert "đã được người khác cập nhật" in text_of(chief.get(address))
    assert content_of(stored) == before


def test_the_script_gets_the_page_at_once_and_where_to_go(chief, stored, address):
    key = key_of(stored, "2")
    data = {"csrf_token": chief.token(), "version": version(stored)}
    answer = chief.post(f"{address}/nhiem-vu/{key}/xuong", data=data, headers=SCRIPT)
    assert (answer.status_code, f'data-at="{key}"' in answer.text) == (200, True)
    stale = chief.post(f"{address}/nhiem-vu/{key}/xuong", data=data, headers=SCRIPT)
    assert (stale.status_code, "đã được người khác cập nhật" in text_of(stale)) == (409, True)
    wrong = chief.post(f"{address}/nhiem-vu/{key}/tach", data=data | {"version": version(stored)}, headers=SCRIPT)
    assert (wrong.status_code, "không nằm giữa câu" in text_of(wrong)) == (400, True)


def test_without_a_session_the_script_gets_no_review_page(client, log_in, stored):
    log_in(client, "chief")
    address = paste(client, MORE)
    client.post("/dang-xuat", data={"csrf_token": client.token()})
    data = {"csrf_token": client.token(), "version": 1, "text": "Đã gõ"}
    headers = SCRIPT | {"Sec-Fetch-Site": "same-origin"}
    answer = client.post(f"{address}/nhiem-vu/t2", data=data, headers=headers)
    assert (answer.status_code, "data-draft" in answer.text, "Đã gõ" in answer.text) == (401, False, True)


def test_a_draft_that_was_put_aside_meanwhile_leads_away(chief, stored, address):
    post(chief, f"{address}/bo", version=version(stored))
    answer = press(chief, stored, address, "nhiem-vu/t2/gop")
    assert (answer.status_code, "đã được giao hoặc đã bỏ" in text_of(answer)) == (400, True)


@pytest.mark.parametrize("path", ["", CHECKS, "?tach=t2", "?sua=t2"])
def test_the_page_asks_the_database_no_more_for_more_tasks(app, chief, path):
    def queries(tasks: int) -> int:
        extra = "".join(f"\n{n}. Ban Kinh tế khu {n} lập sổ theo dõi số {n}.\n" for n in range(9, tasks))
        address = paste(chief, MORE.replace("\nTL. CHỦ TỊCH", f"{extra}\nTL. CHỦ TỊCH"))
        with count_queries(engine_of(app)) as seen:
            assert chief.get(address + path).status_code == 200
        return len(seen)

    assert queries(10) == queries(60)


def test_the_typing_outlives_the_card_it_was_typed_on(chief, stored, address):
    key = key_of(stored, "3")
    action = f"{address}/nhiem-vu/{key}"
    mine = fields_of(chief.get(f"{address}?sua={key}"), action) | {"text": "Bản đang gõ dở"}
    post(chief, f"{action}/gop", version=version(stored))
    answer = chief.post(action, data=mine)
    assert (answer.status_code, "người khác vừa gộp" in text_of(answer)) == (409, True)
    again = fields_of(answer, f"{address}/them")
    assert again["text"] == "Bản đang gõ dở"
    assert chief.post(f"{address}/them", data=again).status_code == 302
    assert content_of(stored).tasks[-1].text == "Bản đang gõ dở"


def test_the_typing_outlives_a_draft_that_was_put_aside_meanwhile(chief, stored, address):
    key = key_of(stored, "3")
    action = f"{address}/nhiem-vu/{key}"
    mine = fields_of(chief.get(f"{address}?sua={key}"), action) | {"text": "Bản đang gõ dở"}
    post(chief, f"{address}/bo", version=version(stored))
    answer = chief.post(action, data=mine)
    assert (answer.status_code, "Bản đang gõ dở" in text_of(answer)) == (409, True)


def test_a_unit_that_ended_since_is_asked_for_again_and_given_nothing(chief, stored, address):
    ended = stored.scalars(select(Unit).where(Unit.name == "Phòng Tư pháp")).one()
    ended.valid_to = date(2023, 1, 1)
    stored.commit()
    assert "Cần kiểm tra đơn vị phối hợp" in card(chief.get(address), "3")
    assert "chưa rõ “Phòng Tư pháp”" in text_of(chief.get(f"{address}/giao"))
    key = key_of(stored, "3")
    press(chief, stored, address, f"nhiem-vu/{key}/dung")
    assert content_of(stored).task(key).coordinating_ids == ()
    assert "Cần kiểm tra" not in card(chief.get(address), "3")


def test_every_page_counts_what_is_left_alike(chief, stored, address):
    ended = stored.scalars(select(Unit).where(Unit.name == "Phòng Nội vụ")).one()
    ended.valid_to = date(2023, 1, 1)
    stored.commit()
    left = re.search(r"còn (\d+) mục cần kiểm tra", text_of(chief.get(address)))
    assert left
    assert len(re.findall(r'<li class="card[^>]*data-check', chief.get(address).text)) == int(left[1])
    assert (
        re.search(r'data-label="Cần kiểm tra"><span class="tag amber">(\d+)<', chief.get("/du-kien").text)[1] == left[1]
    )
    task = key_of(stored, "2")
    press(chief, stored, address, f"nhiem-vu/{task}/bo")
    for each in content_of(stored).tasks:
        if each.clause in ("4", "7", "8"):
            press(chief, stored, address, f"nhiem-vu/{each.key}/bo")
    left = re.search(r"còn (\d+) mục cần kiểm tra", text_of(chief.get(address)))
    assert left
    assert f"Còn {left[1]} mục cần kiểm tra, không bắt buộc" in text_of(chief.get(f"{address}/giao"))


def test_what_is_said_after_giving_leaves_out_a_unit_that_has_ended(chief, stored):
    text = NOTICE.replace(
        f"4. {UNKNOWN}",
        "4. Các phòng thuộc Ủy ban nhân dân huyện kiểm kê tài sản trước ngày 25/11/2023.\n\n5. Phòng Nội vụ",
    )
    address = paste(chief, text)
    ended = stored.scalars(select(Unit).where(Unit.name == "Phòng Tư pháp")).one()
    ended.valid_to = date(2023, 1, 1)
    stored.commit()
    press(chief, stored, address, f"nhiem-vu/{key_of(stored, '3')}/dung")
    answer = press(chief, stored, address, "giao")
    assert "cho 3 đơn vị; 3 thư báo" in text_of(chief.get(answer.location))
