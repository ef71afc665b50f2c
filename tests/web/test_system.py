"""The page about the installation: when the last backup was taken, and the banner when that was too long ago."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.services import runs


def keep_backup(web_cast, clock, *, days_ago: int) -> None:
    at = clock.now() - timedelta(days=days_ago)
    summary = {"rows": 1234, "files": 56, "bytes": 7_890_000}
    runs.record_run(web_cast.session, clock=clock, job=runs.BACKUP, started_at=at, ok=True, summary=summary)
    web_cast.session.commit()


def test_without_a_backup_the_page_says_how_to_take_one(client, log_in):
    log_in(client, "admin")
    html = client.get("/tinh-trang").text
    assert "Chưa có bản sao lưu nào." in html
    assert "flask backup" in html


def test_the_last_backup_is_shown_with_what_it_holds(client, log_in, web_cast, clock):
    keep_backup(web_cast, clock, days_ago=3)
    log_in(client, "admin")
    html = client.get("/tinh-trang").text
    assert "Bản sao lưu gần nhất" in html
    assert "08:00 ngày 11/09/2023" in html
    assert "7,9 MB" in html
    assert "1.234 dòng dữ liệu, 56 tệp" in html


@pytest.mark.parametrize(("production", "days_ago", "warned"), [(True, 8, True), (True, 6, False), (False, 8, False)])
def test_only_in_production_an_old_backup_raises_a_banner(
    app, client, log_in, web_cast, clock, production, days_ago, warned
):
    keep_backup(web_cast, clock, days_ago=days_ago)
    log_in(client, "chief")
    frame = app.extensions["dondoc"]
    app.extensions["dondoc"] = replace(frame, config=replace(frame.config, production=production))
    assert ("đã quá 07 ngày" in client.get("/tinh-trang").text) is warned
