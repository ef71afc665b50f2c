"""The pages on which a notice comes in, is checked, corrected and given."""

from __future__ import annotations

import html
import io
import re
from datetime import date
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook
from sqlalchemy import select

from app.adapters import extraction
from app.models import Assignment, AuditEntry, Directive, Draft, OutboxMessage, Source
from tests.conftest import count_queries
from tests.services.notices import NOTICE, UNKNOWN
from tests.web.drafting import (
    choose_the_unknown_unit,
    content_of,
    count,
    edit,
    engine_of,
    fields_of,
    key_of,
    multipart,
    newest,
    paste,
    post,
    send,
    text_of,
    unit_id,
    version,
)

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "thong-bao-mau.docx"


# --- coming in -------------------------------------------------------------------------------------------------


def test_the_sample_is_uploaded_and_reviewed(chief, stored):
    answer = send(chief, SAMPLE.read_bytes(), SAMPLE.name)
    assert answer.status_code == 302
    page = chief.get(answer.location)
    assert "Thông báo số 27/TB-UBND" in text_of(page)
    assert len(re.findall(r'<li class="card', page.text)) == 17  # the header and 16 tasks
    assert newest(stored).source_id


def test_a_pasted_notice_longer_than_a_form_field_usually_may_be_passes(chief, stored):
    text = NOTICE + "\nPhụ lục\n" + "0123456789 " * 60_000
    assert len(text.encode()) > 500_000
    paste(chief, text)
    assert count(stored, Source) == 1


def test_other_forms_stay_small(chief):
    long = multipart(chief, text="a" * 2_000_000)
    assert chief.post("/du-kien/khong-co/them", **long).status_code == 413


def docx_saying(*paragraphs: str) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


# What Word writes for a document with a password: a compound file in which the package is a stream.
LOCKED = extraction.OLE_SIGNATURE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")
REFUSED = (
    ("tai-lieu.docx", b"MZ" + b"\0" * 400, "không đúng với đuôi tệp"),
    ("trong.docx", b"", "không có nội dung"),
    ("khong-chu.docx", docx_saying(" "), "Không tìm thấy chữ nào"),
    ("khoa.docx", LOCKED, "được đặt mật khẩu nên không đọc được"),
    ("khac.docx", extraction.OLE_SIGNATURE + b"\0" * 600, "không đúng với đuôi tệp"),
    ("hong.pdf", b"%PDF-1.7", "bị hỏng nên không mở được"),
    ("kin.docx", docx_saying("ỦY BAN NHÂN DÂN", "MẬT", "Số: 1/TB-UBND", "THÔNG BÁO"), "dấu chỉ độ mật MẬT"),
)


@pytest.mark.parametrize(("filename", "content", "words"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_wrong_file_gets_its_sentence_and_nothing_is_stored(app, chief, stored, filename, content, words):
    answer = send(chief, content, filename)
    assert answer.status_code == 400
    assert words in text_of(answer)
    assert count(stored, Source) == count(stored, Draft) == 0
    assert not [path for path in app.extensions["dondoc"].files.root.rglob("*") if "files" in path.parts[-3:]]


def test_a_file_over_the_limit_gets_its_sentence(chief, stored, monkeypatch):
    monkeypatch.setattr(extraction, "MAX_BYTES", 1000)
    answer = send(chief, b"a" * 1001, "dai.txt")
    assert (answer.status_code, "lớn hơn 20 MB" in text_of(answer)) == (400, True)
    assert count(stored, Source) == 0


def test_of_a_secret_notice_the_fact_stays_in_the_log(chief, stored):
    send(chief, docx_saying("UBND HUYỆN", "TỐI MẬT", "Số: 1/TB-UBND"), "kin.docx")
    assert stored.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()[-1:] == ["upload.secret"]


def test_refused_pasting_keeps_the_typing(chief):
    answer = post(chief, "/van-ban/them", text="UBND HUYỆN\nMẬT\nSố: 9/TB-UBND\nNội dung đã gõ")
    assert (answer.status_code, "Nội dung đã gõ" in answer.text) == (400, True)


@pytest.mark.parametrize(
    ("fields", "words"),
    [({}, "Chưa có văn bản"), ({"text": "Có chữ", "file": (io.BytesIO(b"x"), "a.txt")}, "chỉ dùng một cách")],
)
def test_one_way_has_to_be_chosen(chief, fields, words):
    answer = post(chief, "/van-ban/them", **fields)
    assert (answer.status_code, words in text_of(answer)) == (400, True)


def test_the_same_text_twice_warns_with_a_link_and_work_goes_on(chief):
    first = paste(chief)
    page = chief.get(paste(chief))
    assert "đã được đưa lên trước đây" in text_of(page)
    assert f'href="{first}"' in page.text


# --- the review --------------------------------------------------------------------------------------------------


def test_the_review_marks_each_sentence_its_deadline_and_the_loose_dates(chief, stored):
    page = chief.get(paste(chief))
    for task in content_of(stored).tasks:
        assert page.text.count(f'<mark id="s-{task.key}"') == 1
        assert re.search(rf'<li class="card[^>]* id="t-{task.key}"[^>]* data-marks="s-{task.key}"', page.text)
    assert "<strong>trước ngày 30/10/2023</strong>" in re.sub(r"\s+", " ", page.text)
    assert 'class="untaken"' in page.text
    assert "Ngày chưa gắn với nhiệm vụ nào" in text_of(page)


def test_the_marked_source_is_the_text_itself(chief, stored):
    page = chief.get(paste(chief))
    pane = re.search(r'<section class="source"[^>]*>(.*?)</section>', page.text, re.DOTALL)
    assert pane
    assert html.unescape(re.sub(r"</?(?:mark|a|strong)\b[^>]*>", "", pane[1])) == stored.scalar(select(Source.text))


def test_a_card_says_who_does_what_by_when(chief):
    words = text_of(chief.get(paste(chief)))
    assert "Phòng Kinh tế Phối hợp: Phòng Tư pháp Hạn 31/10/2023 Thứ Ba" in words
    assert "Báo cáo về" in words
    assert "(qua" in words
    assert f"Mục 4: chưa rõ “{UNKNOWN}” là đơn vị nào" in words


def test_a_general_task_is_offered_unticked_and_can_be_ticked(chief, stored):
    address = paste(chief)
    key = key_of(stored, "1")
    assert "chưa ghi nhận; không tính vào số liệu" in text_of(chief.get(address))
    post(chief, f"{address}/nhiem-vu/{key}/chon", version=version(stored))
    assert content_of(stored).task(key).included


def test_one_card_is_edited_at_a_time_and_saving_clears_its_doubts(chief, stored):
    address = paste(chief)
    key = key_of(stored, "4")
    page = chief.get(f"{address}?sua={key}")
    assert f"Viết trong văn bản: “{UNKNOWN}”" in text_of(page)
    answer = edit(
        chief,
        address,
        key,
        leads=unit_id(stored, "Phòng Kinh tế"),
        deadline="30/11",
        deadline_time="16h30",
        urgency="urgent",
    )
    assert answer.location == f"{address}#t-{key}"
    task = content_of(stored).task(key)
    assert (task.leads[0].written, f"{task.deadline:%d/%m/%Y}", f"{task.deadline_time:%H:%M}", task.unsure) == (
        UNKNOWN,
        "30/11/2023",
        "16:30",
        (),
    )
    assert "Không còn mục nào cần kiểm tra" in text_of(chief.get(address)) or "dau-de" in chief.get(address).text


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("15/11", "15/11/2023"),
        ("12/9", "12/09/2023"),
        ("11/9", "11/09/2024"),
        ("cuối tháng", "30/09/2023"),
        ("15/11/23", "15/11/2023"),
        ("+5 ngày làm việc", "29/11/2023"),
    ],
)
def test_a_deadline_without_a_year_is_the_first_such_day_from_the_notices_own(
    chief, stored, clock, clock_at, typed, day
):
    clock.instant = clock_at(date(2023, 11, 22)).instant
    address = paste(chief)
    key = key_of(stored, "2")
    assert 'data-anchor="2023-09-12"' in chief.get(f"{address}?sua={key}").text
    edit(chief, address, key, deadline=typed)
    assert f"{content_of(stored).task(key).deadline:%d/%m/%Y}" == day
    assert day in text_of(chief.get(address))


def test_without_the_notices_day_a_deadline_leans_onward_from_today(chief, stored, clock, clock_at):
    clock.instant = clock_at(date(2023, 11, 22)).instant
    address = paste(chief)
    edit(chief, address, "dau-de", issued_on="")
    edit(chief, address, key_of(stored, "2"), deadline="15/11")
    assert content_of(stored).task(key_of(stored, "2")).deadline == date(2024, 11, 15)


def test_the_days_of_the_header_lie_in_the_past(chief, stored, clock, clock_at):
    clock.instant = clock_at(date(2023, 11, 22)).instant
    address = paste(chief)
    edit(chief, address, "dau-de", issued_on="20/11", meeting_on="15/12")
    head = content_of(stored).document
    assert (head.issued_on, head.meeting_on) == (date(2023, 11, 20), date(2022, 12, 15))


def test_what_cannot_be_read_is_shown_again_as_typed(chief, stored):
    address = paste(chief)
    answer = edit(chief, address, key_of(stored, "2"), deadline="hôm nào đó", deadline_time="25:99")
    assert answer.status_code == 400
    assert 'value="hôm nào đó"' in answer.text
    assert "Không đọc được giờ “25:99”" in text_of(answer)


def test_a_unit_that_was_not_offered_is_refused(chief, stored):
    address = paste(chief)
    answer = edit(chief, address, key_of(stored, "2"), leads=999)
    assert (answer.status_code, "Lựa chọn này không có trong danh sách" in text_of(answer)) == (400, True)


def test_tasks_are_put_aside_and_fetched_back(chief, stored):
    address = paste(chief)
    key = key_of(stored, "2")
    post(chief, f"{address}/nhiem-vu/{key}/bo", version=version(stored))
    assert content_of(stored).task(key).dropped
    assert "Đã bỏ (1)" in text_of(chief.get(address))
    post(chief, f"{address}/nhiem-vu/{key}/lay-lai", version=version(stored))
    assert not content_of(stored).task(key).dropped


def test_a_card_is_confirmed_as_it_is(chief, stored):
    address = paste(chief)
    key = key_of(stored, "4")
    post(chief, f"{address}/nhiem-vu/{key}/dung", version=version(stored))
    assert content_of(stored).task(key).unsure == ()
    # Confirmed or not, a task without a unit cannot be given.
    assert "chưa rõ" in text_of(chief.get(f"{address}/giao"))


def test_a_task_is_added_by_hand(chief, stored):
    address = paste(chief)
    action = f"{address}/them"
    typed = {"text": "Lập danh sách bến thuyền", "leads": unit_id(stored, "Phòng Kinh tế"), "deadline": "30/9"}
    answer = chief.post(action, data=fields_of(chief.get(f"{address}?sua=moi"), action) | typed)
    assert answer.status_code == 302
    task = content_of(stored).tasks[-1]
    assert (task.text, f"{task.deadline:%d/%m}", task.included) == ("Lập danh sách bến thuyền", "30/09", True)


def test_the_header_is_corrected_and_confirmed(chief, stored):
    address = paste(chief)
    edit(chief, address, "dau-de", number="", leader="Chủ tịch UBND huyện", source_of_assignment="province")
    head = content_of(stored).document
    assert (head.number, head.leader, head.source_of_assignment, head.unsure) == (
        "",
        "Chủ tịch UBND huyện",
        "province",
        (),
    )
    assert "(chờ số)" in text_of(chief.get(address))
    assert post(chief, f"{address}/dau-de/dung", version=version(stored)).status_code == 302


def test_a_stale_form_keeps_the_typing_and_saving_again_wins(chief, stored):
    address = paste(chief)
    key = key_of(stored, "2")
    action = f"{address}/nhiem-vu/{key}"
    mine = fields_of(chief.get(f"{address}?sua={key}"), action) | {"text": "Bản của tôi"}
    edit(chief, address, key, text="Bản của đồng nghiệp")
    answer = chief.post(action, data=mine)
    assert answer.status_code == 409
    words = text_of(answer)
    assert "Nội dung đã được người khác cập nhật" in words
    assert "Bản của đồng nghiệp Bản của tôi khác" in words
    again = fields_of(answer, action)
    assert again["text"] == "Bản của tôi"
    assert chief.post(action, data=again).status_code == 302
    assert content_of(stored).task(key).text == "Bản của tôi"


def test_a_stale_header_keeps_the_typing_too(chief, stored):
    address = paste(chief)
    mine = fields_of(chief.get(f"{address}?sua=dau-de"), f"{address}/dau-de") | {"subject": "Trích yếu của tôi"}
    edit(chief, address, "dau-de", subject="Trích yếu khác")
    answer = chief.post(f"{address}/dau-de", data=mine)
    assert (answer.status_code, "Trích yếu khác Trích yếu của tôi" in text_of(answer)) == (409, True)


def test_a_stale_button_leads_back_and_says_why(chief, stored):
    address = paste(chief)
    answer = post(chief, f"{address}/nhiem-vu/{key_of(stored, '2')}/bo", version=7)
    assert answer.location == address
    assert "đã được người khác cập nhật" in text_of(chief.get(address))


def test_a_draft_is_put_aside_and_fetched_back(chief, stored):
    address = paste(chief)
    post(chief, f"{address}/bo", version=version(stored))
    assert "Đã bỏ gần đây" in text_of(chief.get("/du-kien"))
    assert chief.get(address).location == "/du-kien"
    post(chief, f"{address}/lay-lai", version=version(stored))
    assert chief.get(address).status_code == 200


def test_open_drafts_are_listed_and_an_empty_list_says_what_to_do(chief):
    assert "Không có dự kiến nào đang chờ kiểm tra" in text_of(chief.get("/du-kien"))
    paste(chief)
    assert "Thông báo số 21/TB-UBND" in text_of(chief.get("/du-kien"))


# --- giving ------------------------------------------------------------------------------------------------------


def test_an_unknown_unit_blocks_and_the_page_says_which(chief, stored):
    address = paste(chief)
    page = chief.get(f"{address}/giao")
    assert f"Mục 4: chưa rõ “{UNKNOWN}” là đơn vị nào" in text_of(page)
    assert f"sua={key_of(stored, '4')}" in page.text
    answer = post(chief, f"{address}/giao", version=version(stored))
    assert answer.status_code == 400
    assert count(stored, Directive) == 0


def test_the_page_before_giving_says_what_each_unit_gets(chief, stored):
    address = paste(chief)
    choose_the_unknown_unit(chief, stored, address)
    words = text_of(chief.get(f"{address}/giao"))
    assert "3 nhiệm vụ cho 3 đơn vị" in words
    assert "Phòng Kinh tế 2 – Thứ Ba, 31/10/2023" in words
    assert "Phòng Tư pháp – 1 Thứ Ba, 31/10/2023" in words


def test_giving_leads_to_the_directive(chief, stored):
    address = paste(chief)
    choose_the_unknown_unit(chief, stored, address)
    answer = post(chief, f"{address}/giao", version=version(stored))
    assert answer.location.startswith("/van-ban/")
    assert "Đã giao 3 nhiệm vụ cho 3 đơn vị; 3 thư báo đang chờ gửi." in text_of(chief.get(answer.location))
    assert (count(stored, Assignment), count(stored, OutboxMessage)) == (4, 3)
    assert chief.get(address).location == answer.location
    assert post(chief, f"{address}/giao", version=1).location == answer.location


def test_the_same_number_twice_is_refused_with_a_link(chief, stored):
    address = paste(chief)
    choose_the_unknown_unit(chief, stored, address)
    given = post(chief, f"{address}/giao", version=version(stored)).location
    twin = paste(chief)
    choose_the_unknown_unit(chief, stored, twin)
    answer = post(chief, f"{twin}/giao", version=version(stored))
    assert answer.status_code == 409
    assert "Văn bản số 21/TB-UBND" in text_of(answer)
    assert f'href="{given}"' in answer.text
    assert count(stored, Directive) == 1


def test_a_notice_without_number_like_one_before_is_asked_about(chief, stored):
    waiting = NOTICE.replace("21/TB-UBND", "    /TB-UBND")
    first, second = (paste(chief, waiting) for _ in range(2))
    for address in (first, second):
        choose_the_unknown_unit(chief, stored, address)
    seen = stored.scalars(select(Draft.version).order_by(Draft.id)).all()
    given = post(chief, f"{first}/giao", version=seen[0]).location
    asked = post(chief, f"{second}/giao", version=seen[1])
    assert asked.status_code == 409
    assert "Văn bản này giống Thông báo (chờ số) ngày 12/09/2023" in text_of(asked)
    assert f'href="{given}"' in asked.text
    assert post(chief, f"{second}/giao", version=seen[1], even_if_alike="1").location != given


def test_giving_a_draft_that_changed_meanwhile_shows_it_again(chief, stored):
    address = paste(chief)
    choose_the_unknown_unit(chief, stored, address)
    answer = post(chief, f"{address}/giao", version=1, step=0)
    assert (answer.status_code, count(stored, Directive)) == (409, 0)
    assert re.search(r"Đã thay đổi từ khi mở trang này \S+.* · Chánh Văn phòng Vinh: sửa nhiệm vụ 4 ", text_of(answer))


def test_the_clerk_checks_and_does_not_give(client, log_in):
    log_in(client, "clerk")
    address = paste(client)
    page = client.get(address)
    assert f"{address}/giao" not in page.text
    assert client.get(f"{address}/giao").status_code == 403


@pytest.mark.parametrize("path", ["", "/giao", "?sua=moi"])
def test_a_page_asks_the_database_no_more_for_more_tasks(app, chief, path):
    def queries(tasks: int) -> int:
        extra = "".join(
            f"\n{n}. Phòng Tư pháp lập sổ theo dõi số {n} trước ngày 30/10/2023.\n" for n in range(5, tasks)
        )
        address = paste(chief, NOTICE.replace("\nTL. CHỦ TỊCH", f"{extra}\nTL. CHỦ TỊCH"))
        with count_queries(engine_of(app)) as seen:
            assert chief.get(address + path).status_code == 200
        return len(seen)

    assert queries(6) == queries(30)


def test_a_workbook_is_offered_to_be_taken_in_as_a_list(chief, client, log_in):
    book, out = Workbook(), io.BytesIO()
    for row in (("Nội dung", "Chủ trì"), ("Rà soát hồ sơ", "Phòng Tư pháp")):
        book.active.append(row)
    book.save(out)
    address = send(chief, out.getvalue(), "so-theo-doi.xlsx").location
    offer = 'nên <a href="/van-ban/nhap-danh-sach">nhập cả danh sách</a>'
    assert offer in chief.get(address).text
    assert offer not in chief.get(paste(chief)).text
    log_in(client, "clerk")  # who gives no tasks takes no list in either
    assert offer not in client.get(address).text
