"""Saved filters on the screen: kept from a list, opened, named anew, deleted."""

from __future__ import annotations

import re

import pytest

from tests.web.drafting import fields_of, post, text_of


def save(client, query: str = "tinh-trang=overdue", which: str = "nhiem-vu", name: str = "Việc gấp"):
    return post(client, "/bo-loc", query=f"{which}?{query}", name=name)


def test_the_filter_of_a_list_is_kept_and_opened(chief) -> None:
    address = re.search(r'href="(/bo-loc[^"]+)"', chief.get("/nhiem-vu?tinh-trang=overdue&trang=3").text)
    assert address is not None
    page = chief.get(address[1].replace("&amp;", "&"))
    answer = chief.post("/bo-loc", data=fields_of(page, "/bo-loc") | {"name": "Việc gấp"})
    assert answer.status_code == 302
    listed = chief.get(answer.location)
    assert "Đã lưu bộ lọc “Việc gấp”." in listed.text
    assert 'href="/nhiem-vu?tinh-trang=overdue"' in listed.text


def test_a_unit_keeps_the_filter_of_its_own_page(client, log_in) -> None:
    log_in(client, "noi_vu_head")
    save(client, "xem=tat-ca", which="don-vi")
    assert 'href="/don-vi?xem=tat-ca"' in client.get("/bo-loc").text


@pytest.mark.parametrize("which", ["https://evil.test/", "//evil.test", ""])
def test_no_other_address_can_be_kept(chief, which: str) -> None:
    assert save(chief, which=which).status_code == 404
    assert "evil" not in chief.get("/bo-loc").text


def test_what_the_list_does_not_know_is_dropped(chief) -> None:
    save(chief, "tinh-trang=overdue&next=//evil.test&trang=2")
    assert 'href="/nhiem-vu?tinh-trang=overdue"' in chief.get("/bo-loc").text


def test_a_name_that_is_taken_leads_back_with_the_filter(chief) -> None:
    save(chief)
    answer = save(chief, "tinh-trang=due_soon")
    assert answer.location == "/bo-loc?danh_sach=nhiem-vu&tinh-trang=due_soon"
    page = chief.get(answer.location)
    assert "Đã có bộ lọc tên “Việc gấp”" in page.text
    assert fields_of(page, "/bo-loc")["query"] == ["nhiem-vu?tinh-trang=due_soon"]


def test_a_filter_is_named_anew_and_deleted(chief) -> None:
    save(chief)
    name = re.search(r'action="(/bo-loc/[^/]+)/ten"', chief.get("/bo-loc").text)
    assert name is not None
    post(chief, f"{name[1]}/ten", name="Quá hạn toàn huyện")
    assert "Quá hạn toàn huyện" in text_of(chief.get("/bo-loc"))
    post(chief, f"{name[1]}/xoa")
    assert "Chưa có bộ lọc nào được lưu." in text_of(chief.get("/bo-loc"))


def test_the_filter_of_another_is_not_found(chief, client, log_in) -> None:
    save(chief)
    address = re.search(r'action="(/bo-loc/[^/]+)/xoa"', chief.get("/bo-loc").text)
    assert address is not None
    log_in(client, "staff")
    assert post(client, f"{address[1]}/xoa").status_code == 404
