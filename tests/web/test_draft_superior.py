"""The pages of a drafted notice that a superior issued: two dates, the inner one proposed and to be typed over."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.models import Assignment, Directive, SuperiorStep
from tests.web.drafting import content_of, count, paste, post, text_of, unit_id, version

HEAD = dict.fromkeys(("place", "meeting_on", "chair", "leader", "signer", "signer_title"), "") | {
    "kind": "Thông báo",
    "issuer": "UBND tỉnh Hồng Lam",
    "number": "21/TB-UBND",
    "issued_on": "12/9/2023",
    "subject": "Kết luận cuộc họp giao ban tháng 9",
    "source_of_assignment": "province",
}


def from_above(client, stored) -> str:
    """The address of a draft whose units are known and whose notice is the province's."""
    address = paste(client)
    unknown = next(task for task in content_of(stored).tasks if task.clause == "4")
    fields = {"part": "leads", "written": unknown.leads[0].written, "unit": unit_id(stored, "UBND xã Hạ")}
    post(client, f"{address}/nhiem-vu/{unknown.key}/don-vi", version=version(stored), **fields)
    answer = post(client, f"{address}/dau-de", version=version(stored), **HEAD)
    assert answer.status_code == 302, text_of(answer)
    return address


def typed(stored, **changes: str) -> dict[str, str]:
    """The inner dates as the page before giving has them, by clause, with some of them changed."""
    proposed = {"2": "25/10/2023", "3": "26/10/2023", "4": "10/11/2023"} | changes
    keys = {task.clause: task.key for task in content_of(stored).tasks}
    return {f"noi-{keys[clause]}-day": day for clause, day in proposed.items()}


def test_the_review_page_says_both_dates(chief, stored):
    address = paste(chief)
    assert "Thời hạn cấp trên giao" not in text_of(chief.get(address))
    page = text_of(chief.get(from_above(chief, stored)))
    assert "Thời hạn cấp trên giao 30/10/2023" in page
    assert "Thời hạn của cơ quan 25/10/2023 Thứ Tư (đề xuất)" in page


def test_the_card_takes_an_inner_date_and_keeps_it_when_the_source_changes(chief, stored):
    address = from_above(chief, stored)
    task = next(task for task in content_of(stored).tasks if task.clause == "2")
    page = chief.get(f"{address}?sua={task.key}")
    assert 'name="inner_due"' in page.text
    fields = {
        "text": task.text,
        "kind": task.kind,
        "urgency": task.urgency,
        "leads": [str(each) for each in task.lead_ids],
        "deadline": "30/10/2023",
    }
    post(chief, f"{address}/nhiem-vu/{task.key}", version=version(stored), **fields, inner_due="20/10")
    assert content_of(stored).task(task.key).inner_due == date(2023, 10, 20)
    post(chief, f"{address}/dau-de", version=version(stored), **(HEAD | {"source_of_assignment": "own"}))
    assert 'name="inner_due"' not in chief.get(f"{address}?sua={task.key}").text
    post(chief, f"{address}/nhiem-vu/{task.key}", version=version(stored), **fields)
    assert content_of(stored).task(task.key).inner_due == date(2023, 10, 20)


def test_the_page_before_giving_proposes_and_gives_what_was_typed(chief, stored):
    address = from_above(chief, stored)
    page = chief.get(f"{address}/giao")
    assert [f'value="{day}"' in page.text for day in typed(stored).values()] == [True, True, True]
    answer = post(chief, f"{address}/giao", version=version(stored), **typed(stored, **{"2": "20/10"}))
    assert answer.status_code == 302, text_of(answer)
    inner = set(stored.scalars(select(Assignment.due_on)))
    assert inner == {date(2023, 10, 20), date(2023, 10, 26), date(2023, 11, 10)}
    above = set(stored.scalars(select(SuperiorStep.due_on)))
    assert above == {date(2023, 10, 30), date(2023, 10, 31), date(2023, 11, 15)}


def test_an_inner_date_after_the_superiors_is_refused_with_the_typing_kept(chief, stored):
    address = from_above(chief, stored)
    wrong = typed(stored, **{"2": "31/10", "3": "", "4": "gì đó"})
    answer = post(chief, f"{address}/giao", version=version(stored), **wrong)
    assert answer.status_code == 400
    page = text_of(answer)
    assert "Thời hạn của cơ quan 31/10/2023 sau thời hạn cấp trên giao 30/10/2023" in page
    assert "Cần nhập thời hạn của cơ quan." in page
    assert 'value="gì đó"' in answer.text
    assert count(stored, Directive) == 0


def test_a_page_that_knew_another_source_is_stale(chief, stored):
    address = from_above(chief, stored)
    answer = post(chief, f"{address}/giao", version=1, step=0)
    assert (answer.status_code, count(stored, Directive)) == (409, 0)
