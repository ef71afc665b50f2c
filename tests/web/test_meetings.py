"""The pages of the giao ban, as those who hold it and those who look at it use them."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from sqlalchemy import func, select

from app.models import Assignment, Directive, Event, Meeting, MeetingSeries
from tests.services.meeting_cases import MONDAY, make_series
from tests.web.reading import text_of

HERE = "/giao-ban"


@pytest.fixture
def series(web_cast, clock) -> MeetingSeries:
    made = make_series(web_cast, clock)
    web_cast.session.commit()
    return made


@pytest.fixture
def address(series) -> str:
    return f"{HERE}/{series.public_id}/{MONDAY}"


@pytest.fixture
def owed(web_cast, give) -> list[Assignment]:
    """Two that are late, at two units."""
    rows = [give(unit, due=date(2023, 9, 8), text=f"Việc của {unit}.") for unit in ("noi_vu", "tu_phap")]
    web_cast.session.commit()
    return rows


def sent(client, version: int = 0, **fields):
    return {"csrf_token": client.token(), "version": str(version), **fields}


def row(assignment: Assignment, **typed: str) -> dict[str, str]:
    """What the page sends of one row."""
    prefix = f"y-{assignment.public_id}-"
    return {f"{prefix}version": str(assignment.version), **{prefix + name: value for name, value in typed.items()}}


def conclusion(client, web_cast, rows: list[Assignment], *typed: dict[str, str], version: int = 0, **more):
    data = sent(client, version, decider=web_cast.users["leader"].public_id, decider_title="Phó Chủ tịch", **more)
    for each in typed:
        data |= each
    return data | {"dong": [each.public_id for each in rows]}


def series_form(client, **more: object) -> dict[str, object]:
    usual = {"name": "Giao ban tuần", "weekdays": ["0", "3"], "starts_at": "7h30", "valid_from": "01/9/2023"}
    return {"csrf_token": client.token(), "chair_name": "Nguyễn Văn A", "chair_title": "Chủ tịch", **usual, **more}


def test_an_office_without_a_series_is_told_what_to_do(chief):
    page = chief.get(HERE).text
    assert "Chưa có chuỗi họp giao ban nào." in page
    assert "Lập chuỗi họp" in page


def test_a_series_is_made_and_the_list_says_when_it_meets_next(chief, stored):
    chief.get(f"{HERE}/them")
    assert chief.post(f"{HERE}/them", data=series_form(chief)).location == HERE
    page = text_of(chief.get(HERE))
    assert "Thứ Hai, Thứ Năm hằng tuần, 07 giờ 30" in page
    assert "Thứ Năm, 14/09/2023, 07 giờ 30" in page
    assert "chuyển từ Thứ Hai, ngày 04/09/2023 là ngày nghỉ" in page
    assert "Chưa ghi ý kiến" in page
    assert stored.scalars(select(Meeting)).all() == []


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"weekdays": []}, "Cần chọn ít nhất một ngày họp trong tuần."),
        ({"name": ""}, "Cần nhập tên chuỗi họp."),
        ({"starts_at": "sớm"}, "Không đọc được giờ"),
        ({"valid_to": "01/8/2023"}, "Ngày kết thúc ở trước ngày bắt đầu."),
        ({"valid_from": ""}, "Cần nhập ngày bắt đầu."),
    ],
)
def test_a_series_that_cannot_be_keeps_the_typing(chief, more, sentence):
    answer = chief.post(f"{HERE}/them", data=series_form(chief, place="Phòng họp số 7", **more))
    assert answer.status_code == 400
    assert sentence in answer.text
    assert "Phòng họp số 7" in answer.text


def test_a_series_changed_meanwhile_shows_both_versions(chief, series):
    form = series_form(chief, name="Tên của người sau", seen="99")
    answer = chief.post(f"{HERE}/{series.public_id}/sua", data=form)
    assert answer.status_code == 409
    assert "Nội dung đã được người khác cập nhật." in answer.text
    assert "Tên của người sau" in answer.text
    again = chief.post(f"{HERE}/{series.public_id}/sua", data=form | {"seen": "1"})
    assert again.status_code == 302


def test_a_meeting_is_put_on_another_day_or_not_held(chief, series):
    monday = f"{HERE}/{series.public_id}/2023-09-18/doi"
    chief.get(monday)
    bad = chief.post(monday, data=sent(chief, what="doi-ngay", day="16/9/2023"))
    assert bad.status_code == 400
    assert "là ngày nghỉ; ngày làm việc tiếp theo là 18/09/2023" in bad.text
    assert chief.post(monday, data=sent(chief, what="doi-ngay", day="19/9/2023")).status_code == 302
    page = text_of(chief.get(HERE))
    assert "Cuộc họp chuyển sang Thứ Ba, 19/09/2023." in page
    assert "Không họp Chuyển sang Thứ Ba, ngày 19/09/2023" in page
    tuesday = f"{HERE}/{series.public_id}/2023-09-19/doi"
    assert chief.post(tuesday, data=sent(chief, 9, what="khong-hop", reason="Bận.")).status_code == 409


def test_an_extra_meeting_is_added(chief, series):
    chief.get(f"{HERE}/{series.public_id}/them-cuoc-hop")
    data = sent(chief, day="20/9/2023")
    assert chief.post(f"{HERE}/{series.public_id}/them-cuoc-hop", data=data).status_code == 302
    assert "Thứ Tư, 20/09/2023" in chief.get(HERE).text


@pytest.mark.parametrize("day", ["2023-09-12", "hom-nay", "2023-13-40"])
def test_a_day_without_a_meeting_is_not_found(chief, series, day):
    assert chief.get(f"{HERE}/{series.public_id}/{day}").status_code == 404


def test_the_table_is_read_by_unit_and_narrowed_by_its_address(chief, address, owed, web_cast):
    page = text_of(chief.get(address))
    assert "Phòng Nội vụ: 01 việc, quá hạn 01/01" in page
    assert "Quá hạn 02/02 lượt giao chủ trì có thời hạn, chưa hoàn thành." in page
    assert "Ý kiến chỉ đạo mới" in page
    unit = web_cast.units["tu_phap"].public_id
    narrowed = chief.get(f"{address}?don-vi={unit}&loc=qua-han&khong-thoi-han=bo").text
    assert "Việc của tu_phap." in narrowed
    assert "Việc của noi_vu." not in narrowed
    assert f"bang.docx?don-vi={unit}" in narrowed
    with chief.get(f"{address}/bang.docx?don-vi={unit}") as answer, zipfile.ZipFile(io.BytesIO(answer.data)) as paper:
        words = paper.read("word/document.xml").decode()
    assert "Việc của tu_phap." in words
    assert "Việc của noi_vu." not in words


def test_those_who_only_look_see_the_table_and_no_button(client, log_in, address, owed):
    log_in(client, "leader")
    page = client.get(address).text
    assert "Việc của noi_vu." in page
    assert "Ghi ý kiến" not in page
    assert client.get(f"{address}/ket-luan").status_code == 403


def test_all_that_was_decided_is_entered_at_once(chief, web_cast, stored, address, owed):
    page = chief.get(f"{address}/ket-luan").text
    assert page.count('name="dong"') == 2
    assert page.count('name="moi"') == 5
    first, second = owed
    data = conclusion(
        chief,
        web_cast,
        owed,
        row(first, kind="new_date", named_on="30/10", note="Xong dứt điểm."),
        row(second, kind="urged"),
        **{"m-1-text": "Lập kế hoạch mới.", "m-1-unit": web_cast.units["xa_ha"].public_id, "m-1-named_on": "31/10"},
        moi=["0", "1", "2", "3", "4"],
    )
    answer = chief.post(f"{address}/ket-luan", data=data)
    assert answer.location == address
    shown = text_of(chief.get(address))
    assert "Đã ghi 02 ý kiến, giao mới 01 nhiệm vụ." in shown
    assert "Thời hạn mới: Thứ Hai, 30/10/2023 Xong dứt điểm." in shown
    assert "Đã họp, 02 ý kiến" in shown
    assert stored.get(Assignment, first.id).due_on == date(2023, 10, 30)
    assert stored.scalar(select(Directive.meeting_on).where(Directive.number.is_(None))) == MONDAY


def test_a_row_that_is_refused_keeps_all_typing_and_nothing_is_written(chief, web_cast, stored, address, owed):
    first, second = owed
    stale = row(second, kind="repeated", note="Nhắc việc này.") | {f"y-{second.public_id}-version": "77"}
    data = conclusion(
        chief,
        web_cast,
        owed,
        row(first, kind="urged", note="Giữ nguyên chữ này."),
        stale,
        **{"m-0-text": "Việc mới còn đây."},
        moi=["0", "1", "2", "3", "4"],
    )
    answer = chief.post(f"{address}/ket-luan", data=data)
    assert answer.status_code == 400
    for kept in ("Giữ nguyên chữ này.", "Nhắc việc này.", "Việc mới còn đây.", "Chưa ghi gì: 2 dòng cần xem lại."):
        assert kept in answer.text
    assert "Nội dung đã được người khác cập nhật." in answer.text
    assert "Cần chọn đơn vị thực hiện nhiệm vụ giao mới." in answer.text
    assert stored.scalar(select(func.count(Event.id)).where(Event.meeting_id.is_not(None))) == 0
    assert stored.scalars(select(Meeting)).all() == []
    stored.commit()
    # The row carries the version of now: sent again as it stands it is taken.
    again = conclusion(chief, web_cast, owed, row(first, kind="urged"), row(second, kind="repeated"))
    assert chief.post(f"{address}/ket-luan", data=again).status_code == 302


def test_what_was_closed_since_stands_apart_with_its_typing(chief, web_cast, acts, address, owed):
    first = owed[0]
    typed = row(first, kind="urged", note="Chữ của dòng đã đóng.")
    acts.cancel(first)
    web_cast.session.commit()
    answer = chief.post(f"{address}/ket-luan", data=conclusion(chief, web_cast, owed, typed))
    assert answer.status_code == 400
    page = text_of(answer)
    assert "Không còn trong bảng: đã kết thúc hoặc đã thay đổi" in page
    assert "Chữ của dòng đã đóng." in answer.text


def test_a_bad_day_is_said_in_its_row(chief, web_cast, address, owed):
    typed = row(owed[0], kind="new_date", named_on="hôm nào")
    answer = chief.post(f"{address}/ket-luan", data=conclusion(chief, web_cast, owed, typed))
    assert answer.status_code == 400
    assert "Không đọc được ngày “hôm nào”" in answer.text


def test_nothing_entered_and_somebody_without_a_name_are_sentences(chief, web_cast, address, owed):
    empty = chief.post(f"{address}/ket-luan", data=conclusion(chief, web_cast, owed))
    assert (empty.status_code, "Chưa có ý kiến hoặc nhiệm vụ mới nào để ghi." in empty.text) == (400, True)
    data = conclusion(chief, web_cast, owed, row(owed[0], kind="urged")) | {"decider": "khac", "decider_name": ""}
    nameless = chief.post(f"{address}/ket-luan", data=data)
    assert "Cần ghi họ tên người quyết định." in nameless.text


def test_the_notice_is_drafted_downloaded_and_asks_once_it_has_its_number(chief, web_cast, stored, address, owed):
    first, second = owed
    chief.post(f"{address}/ket-luan", data=conclusion(chief, web_cast, owed, row(first, kind="repeated")))
    drafted = chief.post(f"{address}/thong-bao", data={"csrf_token": chief.token()})
    notice = stored.scalars(select(Directive).where(Directive.number.is_(None))).one()
    stored.commit()  # an open look would lock the pages out
    assert drafted.location == f"/van-ban/{notice.public_id}"
    assert "Yêu cầu Phòng Nội vụ khẩn trương thực hiện" in chief.get(drafted.location).text
    with chief.get(f"{address}/thong-bao.docx") as answer:
        assert answer.headers["Content-Disposition"].endswith("thong-bao-ket-luan-2023-09-11.docx")
    version = notice.version
    form = {"csrf_token": chief.token(), "number": "20/TB-UBND", "issued_on": "13/9/2023", "version": str(version)}
    assert chief.post(f"/van-ban/{notice.public_id}/so", data=form).status_code == 302
    page = text_of(chief.get(f"{address}/ket-luan"))
    assert "Cuộc họp đã có Thông báo số 20/TB-UBND. Ý kiến ghi thêm sẽ không có trong thông báo ấy." in page
    held = stored.scalars(select(Meeting)).one()
    stored.commit()
    data = conclusion(chief, web_cast, owed, row(second, kind="urged"), version=held.version)
    assert chief.post(f"{address}/ket-luan", data=data).status_code == 400
    assert chief.post(f"{address}/ket-luan", data=data | {"confirmed": "y"}).status_code == 302
    refused = chief.post(f"{address}/thong-bao", data={"csrf_token": chief.token()}, follow_redirects=True)
    assert "Thông báo của cuộc họp đã có số 20/TB-UBND nên không bổ sung được." in refused.text


def test_without_anything_there_is_no_notice(chief, address):
    answer = chief.post(f"{address}/thong-bao", data={"csrf_token": chief.token()}, follow_redirects=True)
    assert "Cuộc họp chưa có ý kiến hoặc nhiệm vụ mới nào để lập thông báo." in answer.text
    assert chief.get(f"{address}/thong-bao.docx").status_code == 400


def test_an_earlier_opinion_stands_in_its_row_and_another_is_asked_about(chief, web_cast, stored, address, owed):
    first = owed[0]
    chief.post(f"{address}/ket-luan", data=conclusion(chief, web_cast, owed, row(first, kind="urged")))
    page = text_of(chief.get(f"{address}/ket-luan"))
    assert "Đã ghi: Đôn đốc" in page
    held, now = stored.scalars(select(Meeting)).one(), stored.get(Assignment, first.id)
    stored.commit()
    data = conclusion(chief, web_cast, owed, row(now, kind="repeated"), version=held.version)
    answer = chief.post(f"{address}/ket-luan", data=data)
    assert "Cuộc họp này đã có ý kiến về nhiệm vụ." in answer.text
    again = data | {f"y-{first.public_id}-again": "y"}
    assert chief.post(f"{address}/ket-luan", data=again).status_code == 302
