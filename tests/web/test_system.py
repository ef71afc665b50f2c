"""The page about the installation: when the last backup was taken, and the banner when that was too long ago."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy.exc import OperationalError

from app.adapters.clock import FixedClock
from app.models import AuditEntry, Lease, OutboxMessage
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


# Everything at a glance.


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(html)).split())


def ran(web_cast, clock, job: str, *, minutes_ago: int = 0, ok: bool = True, **summary: object) -> None:
    then = FixedClock(clock.now() - timedelta(minutes=minutes_ago))
    runs.record_run(web_cast.session, clock=then, job=job, started_at=then.now(), ok=ok, summary=summary)
    web_cast.session.commit()


def test_each_job_is_shown_with_its_purpose_its_last_run_and_its_next(client, log_in, web_cast, clock):
    ran(web_cast, clock, "digest", minutes_ago=90, unit_mails=12, person_mails=1)
    ran(web_cast, clock, "deliver", minutes_ago=5, ok=False, error="OperationalError", sent=2)
    log_in(client, "admin")
    page = text_of(client.get("/tinh-trang").text)
    assert "Lập thư nhắc việc của ngày: 06 giờ 30; chạy bù hằng giờ đến 18 giờ nếu buổi sáng bị lỡ." in page
    assert "06:30 ngày 14/09/2023 Hoàn thành: thư cho đơn vị: 12, thư cho lãnh đạo: 1 09:00 ngày 14/09/2023" in page
    assert "Không thành công: OperationalError; đã gửi: 2" in page
    assert "Lẽ ra đã chạy lúc 02:30 ngày 14/09/2023" in page, "the retention of tonight"
    assert "Lần chạy bị lỡ, không thành công trong 07 ngày" in page
    assert "Việc “Gửi thư” chạy lúc 07:55 ngày 14/09/2023 không thành công" in page


def test_the_page_names_who_holds_the_schedule(client, log_in, web_cast, clock):
    now = clock.now()
    since, until = now - timedelta(hours=1), now + timedelta(seconds=30)
    web_cast.session.add(Lease(name="scheduler", owner="may-chu:4242:ab", taken_at=since, expires_at=until))
    web_cast.session.commit()
    log_in(client, "admin")
    page = text_of(client.get("/tinh-trang").text)
    assert "máy may-chu, tiến trình 4242, từ 07:00 ngày 14/09/2023" in page


def test_who_only_looks_after_the_mail_sees_the_mail(client, log_in, web_cast, clock):
    ran(web_cast, clock, "digest")
    log_in(client, "clerk")
    page = client.get("/tinh-trang").text
    assert "Gửi không thành công" in page
    assert 'id="jobs"' not in page
    assert 'id="backups"' not in page


# The address for monitoring.


def test_healthz_says_what_is_wrong_and_stays_up(client, web_cast):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    said = answer.get_json()
    assert said["status"] == "degraded"
    assert said["problems"] == ["jobs.silent", "morning.missing"]
    assert (said["heartbeat"], said["lease_held"], said["backup_age_seconds"]) == (None, False, None)


def test_healthz_is_well_when_all_runs_and_names_nobody(client, web_cast, clock):
    keep_backup(web_cast, clock, days_ago=2)
    ran(web_cast, clock, "heartbeat", minutes_ago=3, process=1)
    ran(web_cast, clock, "digest", minutes_ago=90)
    now, until = clock.now(), clock.now() + timedelta(minutes=1)
    web_cast.session.add(Lease(name="scheduler", owner="may-chu:1:x", taken_at=now, expires_at=until))
    web_cast.session.commit()
    answer = client.get("/healthz")
    said = answer.get_json()
    assert said == {
        "status": "ok",
        "version": said["version"],
        "problems": [],
        "heartbeat": "2023-09-14T00:57:00+00:00",
        "last_digest": "2023-09-13T23:30:00+00:00",
        "lease_held": True,
        "outbox_age_seconds": 0,
        "backup_age_seconds": 2 * 24 * 3600,
    }
    assert "may-chu" not in answer.text


def test_healthz_is_down_when_the_database_is(client, app, monkeypatch):
    def broken(*args: object, **kwargs: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr("app.services.health.pulse", broken)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.get_json()["status"]) == (503, "down")


# The banner.


def test_a_missing_morning_is_a_red_banner_on_every_page_of_office_roles(client, log_in, web_cast, clock):
    sentence = "Sáng nay chưa có lượt tổng hợp nhắc việc nào hoàn thành"
    pages = {"chief": "/nhiem-vu", "staff": "/van-ban", "clerk": "/van-thu", "admin": "/co-quan/don-vi"}
    for login, path in pages.items():
        log_in(client, login)
        assert f'<div class="notice error">{sentence}' in client.get(path).text, login
    log_in(client, "noi_vu_head")
    assert sentence not in client.get("/don-vi").text
    ran(web_cast, clock, "digest")
    log_in(client, "chief")
    assert sentence not in client.get("/nhiem-vu").text


# A mail to try the mail with.


def ask_for_a_mail(client):
    client.post("/tinh-trang/thu-thu", data={"csrf_token": client.token()})
    return text_of(client.get("/tinh-trang").text)


def test_whoever_asks_gets_a_mail_to_the_own_address_and_another_only_a_minute_later(client, log_in, web_cast, clock):
    log_in(client, "clerk")
    assert "Thư thử gửi đến clerk@dondoc.test đã được xếp vào hàng chờ" in ask_for_a_mail(client)
    clock.instant += timedelta(seconds=59)
    assert "Thư thử vừa được lập. Đề nghị chờ một phút rồi gửi lần nữa." in ask_for_a_mail(client)
    log_in(client, "admin")
    assert "admin@dondoc.test" in ask_for_a_mail(client), "another person need not wait"
    clock.instant += timedelta(seconds=1)
    log_in(client, "clerk")
    assert "Thư thử gửi đến clerk@dondoc.test" in ask_for_a_mail(client)
    kinds = [(each.kind, each.to_address) for each in web_cast.session.query(OutboxMessage).order_by(OutboxMessage.id)]
    assert kinds == [("test", f"{login}@dondoc.test") for login in ("clerk", "admin", "clerk")]
    acts = [each.action for each in web_cast.session.query(AuditEntry)]
    assert acts.count("mail.tested") == 3


def test_who_has_no_address_is_told_so_and_nothing_is_queued(client, log_in, web_cast):
    web_cast.users["admin"].email = ""
    web_cast.session.commit()
    log_in(client, "admin")
    assert "Tài khoản này chưa có địa chỉ thư nên chưa gửi thư thử được." in ask_for_a_mail(client)
    assert web_cast.session.query(OutboxMessage).count() == 0
