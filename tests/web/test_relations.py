"""On the screen: what a notice may say again before it is given, what it is to earlier ones, and both pages after."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select

from app.adapters.links import Links
from app.domain.terms import DirectiveLink, State, TaskKind
from app.models import Assignment, Directive, DirectiveRelation, SharedProduct, TaskViewer
from app.services import shared_products
from app.services.directives import NewDirective, give_tasks
from app.services.evidence import NewEvidence
from app.services.giving import NewTask
from tests.services.giving import Giving
from tests.services.notices import NOTICE
from tests.web.drafting import count, key_of, paste, post, text_of, version

LINKS = Links("http://dondoc.test")
AGAIN = "Rà soát hồ sơ người có công, báo cáo kết quả về huyện."
# The invented notice with all its units known; clause 2 is about the same as the earlier task.
KNOWN = NOTICE.replace("Ban Quản lý bến thuyền", "Phòng Tư pháp")


@pytest.fixture
def first(web_cast, clock) -> Assignment:
    """An earlier task of Nội vụ that clause 2 of the notice says again, with another date."""
    give = Giving(web_cast, clock)
    made: Assignment = give("noi_vu", due=date(2023, 9, 20), text=AGAIN, given_on=date(2023, 9, 4))
    web_cast.session.commit()
    return made


def which(stored, web_cast, clause: str = "2", unit: str = "noi_vu") -> tuple[str, str]:
    key, unit_id = key_of(stored, clause), web_cast.units[unit].id
    return f"lap-{key}-{unit_id}", f"han-{key}-{unit_id}"


def radios(page, name: str) -> dict[str, bool]:
    """The answers to a question, and which is marked."""
    tags = re.findall(rf'<input type="radio"[^>]*name="{name}"[^>]*>', page.text)
    return {re.search(r'value="([^"]*)"', tag)[1]: "checked" in tag for tag in tags}


def test_before_giving_the_page_says_what_may_be_said_again_and_why(chief, stored, web_cast, first):
    address = paste(chief, KNOWN)
    page = chief.get(f"{address}/giao")
    words = text_of(page)
    assert "Có thể là nhắc lại nhiệm vụ đã giao (1)" in words
    assert "Mục 2, Phòng Nội vụ" in words
    assert "tại Thông báo số 15/TB-UBND ngày 04/09/2023, mục 1 (còn 06 ngày)" in words
    assert "Giống vì: cùng đơn vị, cùng nội dung “rà soát hồ sơ người có công, báo cáo kết quả về”" in words
    choice, when = which(stored, web_cast)
    assert radios(page, choice) == {"moi": True, first.public_id: False}
    assert radios(page, when) == {"giu": False, "theo": False}


def test_a_notice_that_says_so_is_marked_as_repeating_and_says_why(chief, stored, web_cast, first):
    said = KNOWN.replace(
        "rà soát hồ sơ", "tiếp tục thực hiện nhiệm vụ tại mục 1 Thông báo số 15/TB-UBND, rà soát hồ sơ"
    )
    page = chief.get(f"{paste(chief, said)}/giao")
    assert radios(page, which(stored, web_cast)[0]) == {"moi": False, first.public_id: True}
    assert "Văn bản ghi rõ là nhắc lại nên được đánh dấu sẵn" in text_of(page)


def test_what_was_closed_is_said_and_not_offered(chief, stored, web_cast, acts, first):
    acts.report(first)
    acts.accept(first)
    web_cast.session.commit()
    page = chief.get(f"{paste(chief, KNOWN)}/giao")
    assert "đã hoàn thành ngày 14/09/2023: không nhắc lại được, giao thành nhiệm vụ mới" in text_of(page)
    assert radios(page, which(stored, web_cast)[0]) == {"moi": True}


def test_what_is_limited_for_the_reader_is_never_proposed(chief, web_cast, first):
    first.task.restricted = True
    web_cast.session.add(TaskViewer(task_id=first.task_id, user_id=web_cast.users["staff"].id))
    web_cast.session.commit()
    assert "nhắc lại nhiệm vụ đã giao" not in text_of(chief.get(f"{paste(chief, KNOWN)}/giao"))


def test_choices_are_kept_in_the_draft(chief, stored, web_cast, first):
    address = paste(chief, KNOWN)
    choice, when = which(stored, web_cast)
    fields = {choice: first.public_id, when: "theo", "version": version(stored)}
    assert post(chief, f"{address}/nhac-lai", **fields).status_code == 302
    page = chief.get(f"{address}/giao")
    assert radios(page, choice) == {"moi": False, first.public_id: True}
    assert radios(page, when) == {"giu": False, "theo": True}
    assert count(stored, Directive) == 1
    stale = post(chief, f"{address}/nhac-lai", **fields)
    assert "Nội dung đã được người khác cập nhật" in text_of(chief.get(stale.location))


def give_it(client, stored, address: str, **fields: object):
    return post(client, f"{address}/giao", version=version(stored), **fields)


def test_which_date_holds_must_be_said_and_what_was_chosen_stays_marked(chief, stored, web_cast, first):
    address = paste(chief, KNOWN)
    choice, _ = which(stored, web_cast)
    answer = give_it(chief, stored, address, **{choice: first.public_id})
    assert answer.status_code == 400
    assert "Đề nghị chọn giữ thời hạn cũ hay điều chỉnh theo văn bản mới" in text_of(answer)
    assert radios(answer, choice) == {"moi": False, first.public_id: True}
    assert count(stored, Directive) == 1


def test_after_giving_both_pages_show_what_was_said_again(chief, stored, web_cast, first):
    address = paste(chief, KNOWN)
    choice, when = which(stored, web_cast)
    answer = give_it(chief, stored, address, **{choice: first.public_id, when: "theo"})
    page = chief.get(answer.location)
    words = text_of(page)
    assert "Đã giao 2 nhiệm vụ, nhắc lại 1 nhiệm vụ đã giao cho 3 đơn vị; 3 thư báo đang chờ gửi." in words
    assert "2 nhiệm vụ (2 lượt giao chủ trì); 1 nội dung về nhiệm vụ đã giao" in words
    said = "Nhắc lại (lần 1) nhiệm vụ của Phòng Nội vụ tại Thông báo số 15/TB-UBND ngày 04/09/2023, mục 1"
    for form in ("", "?dang=danh-sach"):
        assert f"{said} , thời hạn 30/10/2023: Trong hạn" in text_of(chief.get(answer.location + form))
    assert "Nhắc lại nhiệm vụ tại Thông báo số 15/TB-UBND" in words
    of_first = text_of(chief.get(f"/nhiem-vu/{first.public_id}"))
    assert "Nhắc lại (lần 1)" in of_first
    assert "Lần 1: 12/09/2023, Thông báo số 21/TB-UBND ngày 12/09/2023, mục 2" in of_first
    assert "Theo Thông báo số 21/TB-UBND ngày 12/09/2023" in of_first
    earlier = text_of(chief.get(f"/van-ban/{first.task.directive.public_id}"))
    assert "Được nhắc lại tại Thông báo số 21/TB-UBND" in earlier
    assert "nhắc lại lần 1" in text_of(chief.get("/nhiem-vu"))


def test_giving_without_an_answer_gives_new_tasks(chief, stored, first):
    assert give_it(chief, stored, paste(chief, KNOWN)).status_code == 302
    assert count(stored, DirectiveRelation) == 0


@pytest.fixture
def two(web_cast, clock, first) -> tuple[Directive, Assignment]:
    """A later notice that was given without noticing, and its assignment of the same unit."""
    task = NewTask(
        clause="7",
        text=f"Khẩn trương {AGAIN}",
        kind=TaskKind.DATED,
        named_on=date(2023, 10, 9),
        lead_unit_ids=(web_cast.units["noi_vu"].id,),
    )
    head = NewDirective(
        kind="Thông báo", number="40/TB-UBND", issuer="UBND huyện", subject="Họp", issued_on=date(2023, 9, 14)
    )
    made = give_tasks(web_cast.session, actor=web_cast.chief, clock=clock, links=LINKS, directive=head, tasks=[task])
    found = web_cast.session.scalars(select(Assignment).where(Assignment.task_id == made.tasks[0].id)).one()
    assert found.task.directive is made
    web_cast.session.commit()
    return made, found


def test_the_earlier_notice_is_chosen_by_its_number(chief, two, first):
    at = f"/van-ban/{two[0].public_id}/quan-he"
    assert "Ghi quan hệ với văn bản trước" in text_of(chief.get(f"/van-ban/{two[0].public_id}"))
    assert chief.get(at).status_code == 200
    answer = chief.get(f"{at}?loai=replaces&so=015/TB-UBND&van-ban=")
    assert answer.location.endswith(f"{at}/replaces/{first.task.directive.public_id}")
    for asked, said in (
        ("loai=replaces&so=99/TB&van-ban=", "Không tìm thấy văn bản số “99/TB”"),
        ("loai=replaces&so=&van-ban=", "Cần nhập số hoặc chọn văn bản trước"),
        ("so=15/TB-UBND&van-ban=", "Cần chọn quan hệ"),
        ("loai=corrects&so=40/TB-UBND&van-ban=", "Một văn bản không có quan hệ với chính nó"),
    ):
        answer = chief.get(f"{at}?{asked}")
        assert (answer.status_code, said in text_of(answer)) == (400, True), asked


def relating(two, first, kind: DirectiveLink) -> str:
    return f"/van-ban/{two[0].public_id}/quan-he/{kind.value}/{first.task.directive.public_id}"


def state_of(stored, assignment: Assignment) -> tuple[State, date | None, int]:
    row = stored.execute(
        select(Assignment.state, Assignment.due_on, Assignment.repeats).where(Assignment.id == assignment.id)
    ).one()
    stored.rollback()
    return tuple(row)


def previewed(client, at: str, **fields: object) -> dict[str, object]:
    """What the form sends after its preview."""
    page = post(client, at, **fields)
    assert page.status_code == 200, text_of(page)
    assert "Xem trước: chưa ghi gì" in text_of(page)
    seen = re.search(r'name="seen"[^>]*value="([^"]+)"', page.text)
    return {**fields, "seen": seen[1], "ghi": "1"}


def test_a_replacement_is_previewed_and_then_written(chief, stored, two, first):
    at = relating(two, first, DirectiveLink.REPLACES)
    page = chief.get(at)
    assert re.search(rf'<input[^>]*checked[^>]*name="{first.public_id}-close"', page.text)
    assert "mục 7: Khẩn trương Rà soát hồ sơ" in text_of(page)
    row = {f"{first.public_id}-version": first.version, f"{first.public_id}-close": "y", f"{first.public_id}-by": "1"}
    fields = previewed(chief, at, note="Thay toàn bộ.", **row)
    assert state_of(stored, first)[0] is State.OPEN
    answer = post(chief, at, **fields)
    assert answer.status_code == 302
    assert state_of(stored, first)[0] is State.SUPERSEDED
    earlier = text_of(chief.get(f"/van-ban/{first.task.directive.public_id}"))
    assert "Đã được thay thế bằng Thông báo số 40/TB-UBND ngày 14/09/2023 ." in earlier.replace("2023.", "2023 .")
    assert "Được thay bằng nhiệm vụ tại Thông báo số 40/TB-UBND" in text_of(chief.get(f"/nhiem-vu/{first.public_id}"))


def test_what_was_not_previewed_is_not_written(chief, stored, two, first):
    at = relating(two, first, DirectiveLink.REPLACES)
    row = {f"{first.public_id}-version": first.version, f"{first.public_id}-by": ""}
    fields = previewed(chief, at, note="", **row)
    answer = post(chief, at, **{**fields, f"{first.public_id}-close": "y"})
    assert (answer.status_code, "Xem trước: chưa ghi gì" in text_of(answer)) == (200, True)
    assert count(stored, DirectiveRelation) == 0


def test_an_amendment_moves_the_day_that_was_typed(chief, stored, two, first):
    at = relating(two, first, DirectiveLink.AMENDS)
    assert "Thời hạn mới" in text_of(chief.get(at))
    row = {f"{first.public_id}-version": first.version}
    empty = post(chief, at, note="", **row)
    assert (empty.status_code, "Chưa chọn nhiệm vụ nào" in text_of(empty)) == (400, True)
    wrong = post(chief, at, note="", **row, **{f"{first.public_id}-named_on": "hôm kia đó"})
    assert (wrong.status_code, "Không đọc được ngày" in text_of(wrong)) == (400, True)
    fields = previewed(chief, at, note="", **row, **{f"{first.public_id}-named_on": "16/10/2023"})
    assert post(chief, at, **fields).status_code == 302
    assert state_of(stored, first)[1] == date(2023, 10, 16)


def test_a_repetition_found_later_goes_on_with_the_first(chief, stored, two, first):
    at, later = relating(two, first, DirectiveLink.REPEATS), two[1]
    page = chief.get(at)
    assert f'<option selected value="{first.public_id}">' in page.text
    assert "Đề xuất vì cùng đơn vị, cùng nội dung" in text_of(page)
    row = {f"{later.public_id}-version": later.version, f"{later.public_id}-of": first.public_id}
    asked = post(chief, at, note="", **row)
    assert (asked.status_code, "chọn giữ thời hạn cũ" in text_of(asked)) == (400, True)
    fields = previewed(chief, at, note="", **row, **{f"{later.public_id}-date": "giu"})
    assert post(chief, at, **fields).status_code == 302
    assert state_of(stored, first) == (State.OPEN, date(2023, 9, 20), 1)
    assert state_of(stored, later)[0] is State.SUPERSEDED


def test_a_stale_form_is_said_to_be_so_and_asks_anew(chief, stored, web_cast, acts, two, first):
    at = relating(two, first, DirectiveLink.REPLACES)
    old = first.version
    acts.acknowledge(first)
    web_cast.session.commit()
    row = {f"{first.public_id}-version": old, f"{first.public_id}-close": "y", f"{first.public_id}-by": ""}
    answer = post(chief, at, note="", **row)
    assert (answer.status_code, "Nội dung đã được người khác cập nhật" in text_of(answer)) == (409, True)
    assert f'name="{first.public_id}-version" type="hidden" value="{first.version}"' in answer.text


@pytest.mark.parametrize("kind", [DirectiveLink.CORRECTS, DirectiveLink.SUPPLEMENTS])
def test_words_alone_change_no_task(chief, stored, two, first, kind):
    at = relating(two, first, kind)
    fields = previewed(chief, at, note="Sửa mục 1.")
    assert post(chief, at, **fields).status_code == 302
    assert count(stored, DirectiveRelation) == 1
    assert "Sửa mục 1." in text_of(chief.get(f"/van-ban/{first.task.directive.public_id}"))


def test_who_may_not_end_tasks_is_not_offered_to(client, log_in, two, first):
    log_in(client, "staff")
    page = client.get(f"/van-ban/{two[0].public_id}/quan-he")
    assert 'value="corrects"' in page.text
    assert 'value="replaces"' not in page.text
    assert client.get(relating(two, first, DirectiveLink.REPLACES)).status_code == 403


@pytest.fixture
def ceremony(web_cast, clock) -> tuple[Assignment, Assignment]:
    give = Giving(web_cast, clock)
    urging = give("noi_vu", due=date(2023, 9, 29), text="Đôn đốc xã Hạ tổ chức lễ phát động thi đua.")
    launching = give("xa_ha", due=date(2023, 9, 29), text="Tổ chức lễ phát động thi đua tại xã.")
    web_cast.session.commit()
    return urging, launching


def test_two_tasks_of_one_product_are_joined_shown_and_taken_apart(chief, web_cast, acts, ceremony):
    urging, launching = ceremony
    at = f"/nhiem-vu/{urging.public_id}/cung-san-pham"
    page = chief.get(at)
    assert "(cùng “lễ phát động thi đua”)" in text_of(page)
    other = re.search(r'<option selected value="([^"]+)"', page.text)[1]
    assert post(chief, at, other=other, address="").status_code == 302
    acts.report(launching, results=[NewEvidence(number="12/BC-UBND", issued_on=date(2023, 9, 13))])
    web_cast.session.commit()
    mine = chief.get(f"/nhiem-vu/{urging.public_id}")
    assert "UBND xã Hạ" in text_of(mine)
    assert "Đã có kết quả 12/BC-UBND ngày 13/09/2023" in text_of(mine)
    assert "Đôn đốc xã Hạ" in text_of(chief.get(f"/nhiem-vu/{launching.public_id}"))
    post(chief, f"{at}/bo", other=other)
    assert "Chưa ghi nhiệm vụ nào cùng sản phẩm" in text_of(chief.get(f"/nhiem-vu/{urging.public_id}"))


def test_the_result_of_the_one_is_offered_in_the_report_of_the_other(client, log_in, web_cast, acts, clock, ceremony):
    urging, launching = ceremony
    shared_products.join(web_cast.session, actor=web_cast.chief, clock=clock, task=urging.task, other=launching.task)
    acts.report(launching, results=[NewEvidence(number="12/BC-UBND", issued_on=date(2023, 9, 13))])
    web_cast.session.commit()
    log_in(client, "noi_vu_head")
    page = client.get(f"/nhiem-vu/{urging.public_id}")
    assert re.search(r'name="report_done-number"[^>]*value="12/BC-UBND"', page.text)
    assert re.search(r'name="report_done-issued_on"[^>]*value="13/09/2023"', page.text)
    assert f'href="/nhiem-vu/{launching.public_id}"' not in page.text
    assert "cung-san-pham" not in page.text


def test_a_task_of_another_notice_is_joined_by_its_address(chief, stored, ceremony, first):
    at = f"/nhiem-vu/{ceremony[0].public_id}/cung-san-pham"
    nothing = post(chief, at, other="", address="http://dondoc.test/nhiem-vu/khong-co")
    assert (nothing.status_code, "Cần chọn nhiệm vụ cùng sản phẩm" in text_of(nothing)) == (400, True)
    assert post(chief, at, other="", address=f"http://dondoc.test/nhiem-vu/{first.public_id}").status_code == 302
    assert count(stored, SharedProduct) == 1
