"""The character that PostgreSQL keeps in no text, and SQLite would: it comes in nowhere, whatever the database."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.adapters.clock import FixedClock
from app.extensions import db
from app.factory import create_app
from app.models import Draft, LoginAttempt, Unit
from app.wording.errors import ERRORS
from tests.cast import PASSWORD
from tests.databases import config_for
from tests.services.notices import NOTICE
from tests.web.drafting import multipart, text_of
from tests.web.inspection import InspectingClient


@pytest.fixture
def visitor(peopled_url: str, clock: FixedClock, tmp_path: Path) -> Iterator[FlaskClient]:
    """At a web app on each of the databases, with nobody logged in."""
    app = create_app(config_for(peopled_url, tmp_path), clock=clock)
    app.testing = True
    app.test_client_class = InspectingClient
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def chief(visitor: FlaskClient, log_in) -> FlaskClient:
    log_in(visitor, "chief")
    return visitor


def is_refused(answer) -> bool:
    return answer.status_code == 400 and ERRORS["http.bad_request"] in text_of(answer)


def kept(client: FlaskClient, model: type) -> int:
    with client.application.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_nobody_logs_in_by_it_and_no_attempt_is_counted(visitor):
    for login, password in (("chief\0", PASSWORD), ("chief", f"{PASSWORD}\0")):
        typed = {"login": login, "password": password, "csrf_token": visitor.token()}
        assert is_refused(visitor.post("/dang-nhap", data=typed))
    assert kept(visitor, LoginAttempt) == 0


@pytest.mark.parametrize("path", ["/tim-kiem?q=%00", "/nhiem-vu?don-vi=%00", "/van-ban?tim=a%00b", "/thu.xlsx?tim=%00"])
def test_no_query_carries_it(chief, path):
    assert is_refused(chief.get(path))


def test_a_name_in_the_query_is_no_value(chief):
    assert chief.get("/nhiem-vu?%00=1").status_code == 200


def test_no_form_carries_it_whatever_its_encoding(chief):
    assert is_refused(chief.post("/van-ban/them", **multipart(chief, text=NOTICE.replace("21/TB", "21\0/TB"))))
    assert is_refused(chief.post("/van-ban/them", data={"csrf_token": chief.token(), "text": NOTICE + "\0"}))
    assert kept(chief, Draft) == 0


def test_no_name_of_a_file_carries_it_and_its_content_is_its_readers_business(chief):
    def upload(name: str, content: bytes):
        token = f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{chief.token()}\r\n'
        part = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = token.encode() + part.encode() + content + b"\r\n--x--\r\n"
        return chief.post("/van-ban/them", data=body, content_type="multipart/form-data; boundary=x")

    assert is_refused(upload("a\0.txt", NOTICE.encode()))
    assert "không đúng với đuôi tệp" in text_of(upload("a.txt", b"abc\0def"))
    assert upload("a.txt", NOTICE.encode()).status_code == 302


@pytest.mark.parametrize("path", ["/khong-co", "/van-ban/khong-co/tra-loi"])
def test_where_nothing_is_no_form_is_read(chief, path):
    assert chief.post(path, data={"a": "\0"}).status_code == 404


def test_no_row_of_a_table_carries_it_into_the_office(client, log_in, stored):
    log_in(client, "admin")
    table = "Tên đơn vị;Tên ngắn\nPhòng Y\0 tế;Y tế\n".encode()
    path, token = "/co-quan/nhap-tep/don-vi", client.token()
    checked = client.post(path, data={"csrf_token": token, "file": (io.BytesIO(table), "a.csv")})
    assert "Phòng Y tế" in text_of(checked)
    digest = re.search(r'name="digest"[^>]*value="([^"]+)"', checked.text)
    rows = json.dumps([[1, ["Tên đơn vị", "Tên ngắn"]], [2, ["Phòng Y\0 tế", "Y tế"]]])
    assert r"\u0000" in rows
    client.post(f"{path}/nhap", data={"csrf_token": token, "rows": rows, "digest": digest[1], "made": "x"})
    assert [name for name in stored.scalars(select(Unit.name)) if "Y" in name] == ["Phòng Y tế"]
