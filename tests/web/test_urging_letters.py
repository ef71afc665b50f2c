"""The page of the letters of urging, each letter as a file, and the letter in the timeline with the mails."""

from __future__ import annotations

import io
import re
from datetime import date

import docx
import pytest

from app.domain.terms import MessageKind, OutboxState
from app.models import OutboxMessage, Reminder, UrgingLetter
from tests.conftest import TODAY
from tests.web.reading import text_of

PAGE = "/cong-van-don-doc"
LATE = date(2023, 9, 11)


@pytest.fixture
def late(web_cast, give):
    """One overdue of two units under the authority and of one outside it, and one that is due soon."""
    found = {unit: give(unit, due=LATE, text=f"Việc của {unit}.") for unit in ("noi_vu", "kinh_te", "cong_an")}
    give("noi_vu", due=date(2023, 9, 20))
    web_cast.session.commit()
    return found


def seen(client) -> str:
    return re.search(r'name="seen"[^>]*value="(\w+)"', client.get(PAGE).text)[1]


def post(client, *units, **more):
    data = {"seen": seen(client), "subject": "Đôn đốc tuần", "units": [unit.public_id for unit in units]}
    return client.post(PAGE, data={**data, "csrf_token": client.token(), **more})


def letters(stored) -> list[UrgingLetter]:
    found = stored.query(UrgingLetter).order_by(UrgingLetter.id).all()
    stored.expunge_all()
    stored.rollback()  # what is read holds the lock of the file
    return found


def test_the_page_shows_each_unit_with_n_of_all_and_all_late_ones_ticked(chief, web_cast, late):
    page = chief.get(PAGE)
    assert "Phòng Nội vụ 01 /02 01 01 –" in text_of(page)
    assert "Công an huyện được đề nghị 01 /01 01 – –" in text_of(page)
    assert page.text.count(" checked") == 3
    one = chief.get(f"{PAGE}?don-vi={web_cast.units['kinh_te'].public_id}")
    assert one.text.count(" checked") == 1


def test_one_press_makes_one_letter_to_all_that_are_ticked(chief, web_cast, late, stored):
    answer = post(chief, web_cast.units["noi_vu"], web_cast.units["kinh_te"])
    assert answer.location == f"{PAGE}#letters"
    (letter,) = letters(stored)
    assert letter.unit_id is None
    page = text_of(chief.get(PAGE))
    assert "Đã lập 01 công văn đôn đốc về 02 nhiệm vụ; công văn chờ số ở Bàn văn thư." in page
    assert "Phòng Nội vụ 01 /02 – 01 01" in page
    with chief.get(f"{PAGE}/{letter.public_id}.docx") as file:
        made = docx.Document(io.BytesIO(file.data))
    assert "- Phòng Kinh tế." in [each.text for each in made.paragraphs]


def test_one_press_makes_a_letter_for_each_of_all_that_are_late(chief, web_cast, late, stored):
    post(chief, everybody="1", apart="y", due_soon="y")
    assert {letter.unit_id for letter in letters(stored)} == {assignment.unit_id for assignment in late.values()}
    assert "Đã lập 03 công văn đôn đốc về 04 nhiệm vụ" in text_of(chief.get(PAGE))


def test_what_was_shown_is_what_is_made_or_it_is_shown_anew(chief, web_cast, late, give, stored):
    data = {"seen": seen(chief), "subject": "Đôn đốc", "units": [web_cast.units["noi_vu"].public_id]}
    give("noi_vu", due=LATE)
    web_cast.session.commit()
    answer = chief.post(PAGE, data={**data, "csrf_token": chief.token()})
    assert answer.status_code == 409
    assert "Số liệu đã thay đổi sau khi mở trang" in text_of(answer)
    assert "Phòng Nội vụ 02 /03 02 01" in text_of(answer)
    assert letters(stored) == []


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"units": []}, "Cần chọn ít nhất một đơn vị."),
        ({"subject": " "}, "Cần nhập trích yếu của công văn."),
        ({"report_by": "14/9/2023"}, "Ngày báo cáo phải ở sau ngày hôm nay (14/09/2023)."),
        ({"report_by": "hôm nào"}, "hôm nào"),
        ({"units": ["khong-co"]}, "Không có nhiệm vụ nào để đưa vào công văn."),
    ],
)
def test_what_is_lacking_is_said_with_the_typing_kept(chief, web_cast, late, stored, more, told):
    answer = post(chief, web_cast.units["noi_vu"], **more)
    assert answer.status_code == 400
    assert told in answer.text.replace("&#39;", "'")
    assert letters(stored) == []


def test_nothing_late_says_so(chief):
    assert "Không có nhiệm vụ nào để đôn đốc." in text_of(chief.get(PAGE))


def test_the_clerk_and_the_leader_open_the_letter_and_a_unit_does_not(client, log_in, chief, web_cast, late, stored):
    post(chief, everybody="1")
    address = f"{PAGE}/{letters(stored)[0].public_id}.docx"
    for login, status in (("clerk", 200), ("leader", 200), ("staff", 200), ("admin", 403), ("noi_vu_head", 403)):
        log_in(client, login)
        with client.get(address) as answer:
            assert answer.status_code == status, login


def test_the_timeline_proves_the_urging_by_the_letter_and_by_the_mails_with_their_delivery(
    client, log_in, chief, web_cast, late, stored, clock
):
    post(chief, everybody="1")
    (letter,) = letters(stored)
    assignment = late["noi_vu"]
    mail = OutboxMessage(
        office_id=web_cast.office.id, kind=MessageKind.UNIT_DIGEST, key="digest:1",
        recipient=f"unit:{assignment.unit_id}",
        to_name="Phòng Nội vụ", to_address="a@dondoc.test", subject="", body_text="", body_html="",
        state=OutboxState.SENT, sent_at=clock.now(), next_attempt_at=clock.now(), recorded_at=clock.now(),
    )  # fmt: skip
    web_cast.session.add(mail)
    web_cast.session.flush()
    web_cast.session.add(
        Reminder(
            assignment_id=assignment.id, rule="overdue_first", anchor="due:1", occurrence="1", recipient=mail.recipient,
            day=TODAY, message_id=mail.id, recorded_at=clock.now(),
        )
    )  # fmt: skip
    web_cast.session.commit()
    here = f"/nhiem-vu/{assignment.public_id}"
    assert letter.public_id not in chief.get(here).text
    log_in(client, "clerk")
    desk = client.get("/van-thu")
    assert f"{PAGE}/{letter.public_id}.docx" in desk.text
    prefix, version = letter.public_id, {f"{letter.public_id}-version": "1"}
    data = {f"{prefix}-number": "12/UBND-VP", f"{prefix}-issued_on": "14/9/2023", **version}
    client.post(f"/van-thu/cong-van/{prefix}", data={**data, "csrf_token": client.token()})
    page = client.get(here)
    assert "Đôn đốc 08:00 ngày 14/09/2023 · Văn thư Lan" in text_of(page)
    assert f'<a href="{PAGE}/{prefix}.docx">Công văn đôn đốc số 12/UBND-VP ngày 14/09/2023</a>' in page.text
    assert "Đã gửi 08:00 ngày 14/09/2023" in text_of(page)
    log_in(client, "noi_vu_head")
    own = client.get(here)
    assert "Công văn đôn đốc số 12/UBND-VP" in own.text
    assert f"{prefix}.docx" not in own.text
