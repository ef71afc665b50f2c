"""The user guide inside the program, open to everybody."""

from __future__ import annotations

import re


def test_somebody_who_cannot_log_in_can_read_the_guide(client):
    page = client.get("/dang-nhap").text
    assert 'href="/huong-dan"' in page
    assert "Hướng dẫn sử dụng Đôn Đốc" in client.get("/huong-dan").text


def test_every_link_and_picture_of_the_guide_leads_somewhere(client):
    index = client.get("/huong-dan").text
    pages = set(re.findall(r'href="(/huong-dan/[a-z-]+)"', index))
    assert len(pages) == 11
    for address in pages:
        page = client.get(address)
        assert page.status_code == 200
        for picture in re.findall(r'src="(/huong-dan/anh/[^"]+)"', page.text):
            with client.get(picture) as answer:
                assert answer.mimetype == "image/png", picture


def test_a_page_that_the_guide_does_not_have_is_not_found(client):
    for address in ("/huong-dan/khong-co", "/huong-dan/index.md", "/huong-dan/anh/khong-co.png"):
        assert client.get(address).status_code == 404, address
