"""Pages and files leave compressed, whole, and cached no longer than they may be."""

from __future__ import annotations

import gzip

import pytest
from flask import Response
from flask.testing import FlaskClient

from app.web import compression

ACCEPTING = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def client(app) -> FlaskClient:
    """The usual one reads what it fetches, and knows no compression."""
    return FlaskClient(app)


def test_a_compressed_page_is_the_page(client):
    plain, squeezed = client.get("/dang-nhap"), client.get("/dang-nhap", headers=ACCEPTING)
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in squeezed.headers["Vary"]
    assert int(squeezed.headers["Content-Length"]) == len(squeezed.data) < len(plain.data)
    assert gzip.decompress(squeezed.data).decode().startswith("<!doctype html>")
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_what_is_short_or_packed_already_is_left_alone(app):
    for response in (Response("kurz"), Response(b"x" * 9000, mimetype="application/zip")):
        with app.test_request_context("/", headers=ACCEPTING):
            assert "Content-Encoding" not in compression._compress(response).headers


def test_a_download_is_not_read_into_memory(app, tmp_path):
    with app.test_request_context("/", headers=ACCEPTING):
        response = Response((line for line in ("a" * 2000, "b")), mimetype="text/csv")
        assert compression._compress(response).is_streamed


@pytest.mark.parametrize("content", [b"", b"a", "Đôn đốc ".encode() * 4000])
def test_any_content_comes_back_from_it(content):
    for name in (b"", b"1234"):
        assert gzip.decompress(compression.gzip(content, level=2, name=name)) == content


def test_the_length_of_a_page_is_blurred(app):
    page = "Kết luận cuộc họp " * 400
    with app.test_request_context("/", headers=ACCEPTING):
        lengths = {len(compression._compress(Response(page)).data) for _ in range(40)}
    assert len(lengths) > 10


def test_a_static_file_is_sent_compressed_under_the_hash_of_its_content(client):
    page = client.get("/dang-nhap").text
    address = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    plain, squeezed = client.get(address), client.get(address, headers=ACCEPTING)
    assert gzip.decompress(squeezed.data) == plain.data
    assert squeezed.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert squeezed.headers["ETag"] != plain.headers["ETag"]
    again = client.get(address, headers=ACCEPTING | {"If-None-Match": squeezed.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("name", ["khong-co.css", "../page.py", "..%2fpage.py", ""])
def test_nothing_but_the_static_files_is_served_as_one(client, name):
    assert client.get(f"/static/{name}").status_code == 404


def test_a_file_that_changes_while_one_works_on_it_changes_its_address(app, tmp_path):
    app.static_folder = str(tmp_path)
    (tmp_path / "a.css").write_text("a{}")
    with app.test_request_context("/"):
        first = app.jinja_env.globals["static_url"]("a.css")
        (tmp_path / "a.css").write_text("a{color:red}")
        second = app.jinja_env.globals["static_url"]("a.css")
    assert first != second
