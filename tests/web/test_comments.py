"""Saying something on the page of an assignment."""

from __future__ import annotations

import pytest

from app.models import Assignment
from tests.conftest import count_queries
from tests.web.test_assignments import page_of


def say(client, assignment: Assignment, text: str):
    data = {"csrf_token": client.token(), "comment-text": text}
    return client.post(f"/nhiem-vu/{assignment.public_id}/trao-doi", data=data)


def test_what_is_said_stands_in_the_timeline_of_those_who_may_say_something(client, log_in, lead):
    log_in(client, "noi_vu_head")
    html = page_of(client, lead)
    assert "Viết @Văn phòng hoặc @Nội vụ hoặc @Xã Hạ để báo cho đơn vị bằng thư" in html
    assert say(client, lead, "@Xã Hạ gửi <b>số liệu</b>.").status_code == 302
    for login, reads in (("xa_ha_head", True), ("leader", True), ("clerk", False)):
        log_in(client, login)
        html = page_of(client, lead)
        assert ("Trao đổi với UBND xã Hạ" in html) == reads, login
        assert ("@Xã Hạ gửi &lt;b&gt;số liệu&lt;/b&gt;." in html) == reads, login
        assert ("comment-text" in html) == reads, login


@pytest.mark.parametrize(
    ("text", "sentence"), [("  ", "Cần ghi nội dung trao đổi."), ("a" * 4001, "dài quá 4.000 ký tự")]
)
def test_nothing_and_too_much_are_said_to_be_so(client, log_in, lead, text, sentence):
    log_in(client, "noi_vu_head")
    answer = say(client, lead, text)
    assert answer.status_code == 400
    assert sentence in answer.text


def test_whoever_does_not_see_it_says_nothing(client, log_in, lead):
    log_in(client, "tu_phap_head")
    assert say(client, lead, "Thử.").status_code == 404
    log_in(client, "clerk")
    assert say(client, lead, "Thử.").status_code == 403


def test_many_comments_and_mails_take_no_more_queries_than_few(app, client, log_in, lead):
    log_in(client, "noi_vu_head")

    def asked() -> int:
        with app.app_context():
            engine = app.extensions["sqlalchemy"].engine
        with count_queries(engine) as seen:
            page_of(client, lead)
        return len(seen)

    say(client, lead, "@Xã Hạ lần đầu.")
    before = asked()
    for number in range(5):
        say(client, lead, f"@Văn phòng lần {number}.")
    assert asked() == before
