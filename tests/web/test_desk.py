"""The first page of each role, the office's desk, and the audit log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.adapters.clock import FixedClock
from app.domain.terms import EventKind
from app.models import Event, JobRun
from app.services import audit, recording

DUE = date(2023, 9, 20)


@pytest.mark.parametrize(
    ("login", "where"),
    [("noi_vu_head", "/don-vi"), ("noi_vu_member", "/don-vi"), ("clerk", "/van-thu"), ("admin", "/tinh-trang")],
)
def test_those_without_a_desk_begin_where_their_work_is(client, log_in, login, where):
    log_in(client, login)
    answer = client.get("/")
    assert (answer.status_code, answer.location) == (302, where)


@pytest.mark.parametrize("login", ["chief", "staff", "leader"])
def test_an_empty_desk_says_what_will_stand_there(client, log_in, login):
    log_in(client, login)
    html = client.get("/").text
    assert "Không có báo cáo nào chờ xác nhận." in html
    assert "Không có nhiệm vụ quá hạn." in html


def test_the_desk_leads_to_the_report_that_waits_longest(client, log_in, web_cast, give, acts, clock, clock_at):
    clock.instant = clock_at(date(2023, 9, 12)).instant
    first = give("noi_vu", due=DUE, text="Báo cáo trước.")
    acts.report(first)
    clock.instant = clock_at(date(2023, 9, 14)).instant
    acts.report(give("tu_phap", due=DUE, text="Báo cáo sau."))
    web_cast.session.commit()
    log_in(client, "chief")
    html = client.get("/").text
    assert f'class="btn main" href="/nhiem-vu/{first.public_id}">Xử lý việc chờ' in html
    assert html.index("Báo cáo trước.") < html.index("Báo cáo sau.")
    assert "02 ngày làm việc" in html


def test_units_under_the_authority_and_those_asked_are_ranked_apart(client, log_in, web_cast, give):
    give("noi_vu", due=date(2023, 9, 11))
    give("cong_an", due=date(2023, 9, 12))
    give("cong_an", due=DUE)
    web_cast.session.commit()
    log_in(client, "leader")
    html = client.get("/").text
    ranking = html[html.index('id="ranking"') :]
    assert (
        ranking.index("Phòng Nội vụ</a>")
        < ranking.index("Cơ quan được đề nghị, tính riêng")
        < ranking.index("Công an huyện</a>")
    )
    assert "n/N: số lượt giao chủ trì quá hạn" in html
    assert '<span class="value">01/01</span>' in html, "n/N of those under the authority, as in reports and mails"
    assert "cơ quan được đề nghị: 01/02" in html


def test_the_desk_warns_when_the_morning_run_is_missing_and_stops_when_it_ran(client, log_in, web_cast, clock):
    log_in(client, "chief")
    warning = "Sáng nay chưa có lượt tổng hợp nhắc việc nào hoàn thành"
    assert warning in client.get("/").text
    now = clock.now()
    web_cast.session.add(JobRun(job="digest", day=clock.today(), started_at=now, finished_at=now, ok=True, summary={}))
    web_cast.session.commit()
    html = client.get("/").text
    assert warning not in html
    assert "08:00 ngày 14/09/2023" in html


def test_each_number_of_the_desk_leads_to_as_many_lines(client, log_in, web_cast, give, acts):
    give("noi_vu", due=date(2023, 9, 11), coordinating=("tu_phap",))
    give("noi_vu", due=date(2023, 9, 14))
    give("cong_an", due=date(2023, 9, 12))
    acts.report(give("xa_ha", due=DUE))
    web_cast.session.commit()
    log_in(client, "chief")
    for query, count in (
        ("tinh-trang=overdue&don-vi=thuoc-tham-quyen", 1),
        ("tinh-trang=due_today", 1),
        ("tinh-trang=undecided&vai-tro=tat-ca", 1),
        ("tinh-trang=not_acknowledged&vai-tro=tat-ca", 4),
    ):
        assert f"/nhiem-vu?{query}".replace("&", "&amp;") in client.get("/").text
        assert f">{count} dòng<" in client.get(f"/nhiem-vu?{query}").text


# The audit log.


def test_the_log_names_people_by_their_opaque_id_and_says_what_they_did(client, log_in, web_cast, give, acts):
    assignment = give("noi_vu", due=DUE)
    acts.acknowledge(assignment)
    web_cast.session.commit()
    log_in(client, "admin")
    html = client.get("/nhat-ky").text
    assert "Trưởng Nội vụ" in html
    assert "Xác nhận đã nhận</b>" in html
    assert f"/nhiem-vu/{assignment.public_id}" not in html, "the administrator reads no assignments"


def test_an_erased_person_stays_in_the_log_without_a_name(client, log_in, web_cast, clock):
    erased = replace(web_cast.head("noi_vu"), public_id="da-xoa")
    audit.record(web_cast.session, actor=erased, clock=clock, action="report.made", subject="report:x")
    web_cast.session.commit()
    log_in(client, "admin")
    assert "(người dùng đã xóa)" in client.get("/nhat-ky").text


def test_the_log_narrows_by_act_and_shows_an_act_without_a_word_as_it_is_stored(client, log_in, web_cast, clock):
    for action in ("report.frozen", "thing.unheard_of"):
        audit.record(web_cast.session, actor=web_cast.chief, clock=clock, action=action, subject="thing:1")
    web_cast.session.commit()
    log_in(client, "admin")
    assert "thing.unheard_of" in client.get("/nhat-ky").text
    narrowed = client.get("/nhat-ky?viec=report.frozen").text
    assert "thing.unheard_of" not in narrowed
    assert ">1 dòng<" in narrowed


# What waits, and for whom.


def happen(cast, clock, assignment, kind, day, **more):
    row = Event(kind=kind, effective_on=day, recorded_at=clock.now(), recorder_id=cast.users["chief"].id, **more)
    recording.add(cast.session, assignment, row)


def test_the_desk_shows_what_waits_and_each_number_leads_to_its_list(client, log_in, web_cast, give, acts, clock):
    clock.instant = FixedClock.at(date(2023, 9, 5)).instant
    lies = give("noi_vu", due=DUE, text="Việc chờ ký.")
    happen(web_cast, clock, lies, EventKind.SENT_FOR_SIGNATURE, date(2023, 9, 6), desk="Bàn đồng chí Chủ tịch")
    late = give("tu_phap", due=DUE, text="Việc xin gia hạn.")
    acts.ask(late, date(2023, 10, 2))
    give("kinh_te", due=DUE, text="Việc chưa ai nhận.")
    checked = give("xa_ha", text="Việc thường xuyên.")
    checked.check_on = date(2023, 9, 14)
    acts.acknowledge(checked)
    clock.instant = FixedClock.at(date(2023, 9, 14)).instant
    web_cast.session.commit()
    log_in(client, "chief")
    html = client.get("/").text
    assert "Bàn đồng chí Chủ tịch" in html
    assert "20/09/2023 → 02/10/2023" in html
    assert "quá 02 ngày làm việc: 01" in html
    for query, line in (
        ("tinh-trang=extension_asked", "Việc xin gia hạn."),
        ("tinh-trang=for_signature", "Việc chờ ký."),
        ("tinh-trang=not_acknowledged_late&vai-tro=tat-ca", "Việc chưa ai nhận."),
        ("tinh-trang=check_reached&vai-tro=tat-ca", "Việc thường xuyên."),
    ):
        assert f"/nhiem-vu?{query}".replace("&", "&amp;") in html
        listed = client.get(f"/nhiem-vu?{query}").text
        assert ">1 dòng<" in listed
        assert line in listed


def test_the_update_rate_stands_with_its_parts_and_its_formula(client, log_in, web_cast, give, acts, clock):
    clock.instant = FixedClock.at(date(2023, 8, 1)).instant
    told, silent = (give("noi_vu", due=date(2023, 12, 1), given_on=date(2023, 8, 1)) for _ in range(2))
    clock.instant = FixedClock.at(date(2023, 9, 14)).instant
    acts.progress(told)
    web_cast.session.commit()
    log_in(client, "chief")
    html = client.get("/").text
    assert "01/02 (50,0 %)" in html
    assert "Tỷ lệ cập nhật = u ÷ m" in html
    listed = client.get("/nhiem-vu?tinh-trang=not_updated").text
    assert silent.public_id in listed
    assert told.public_id not in listed
    listed = client.get("/nhiem-vu?tinh-trang=to_update").text
    assert ">2 dòng<" in listed


# Who has not confirmed what is urgent.


def test_the_desk_says_whom_to_call_about_urgent_tasks_nobody_has_confirmed(
    client, log_in, web_cast, give, acts, clock
):
    head = web_cast.users["noi_vu_head"]
    head.phone = "0912 345 678"
    give("tu_phap", due=DUE, urgency="urgent")
    clock.instant = FixedClock.at(date(2023, 9, 14), 8, 40).instant
    give("noi_vu", due=DUE, urgency="immediate")
    acts.acknowledge(give("kinh_te", due=DUE, urgency="immediate"))
    give("xa_ha", due=DUE)
    clock.instant = FixedClock.at(date(2023, 9, 14), 10, 5).instant
    web_cast.session.commit()
    log_in(client, "chief")
    html = client.get("/").text
    listed = html[html.index('id="urgent"') : html.index('id="waiting"')]
    assert listed.index("Phòng Nội vụ</a>") < listed.index("Phòng Tư pháp</a>"), "Hỏa tốc before Khẩn"
    assert "Hỏa tốc" in listed
    assert 'Đầu mối Nội vụ<br><a class="nowrap" href="tel:0900000000">0900 000 000</a>' in listed
    assert 'Trưởng Nội vụ<br><a class="nowrap" href="tel:0912345678">0912 345 678</a>' in listed
    assert "01 giờ 25 phút" in listed
    assert "Phòng Kinh tế" not in listed
    assert "UBND xã Hạ" not in listed


def test_without_urgent_tasks_the_desk_has_no_such_list(client, log_in, web_cast, give):
    give("xa_ha", due=DUE)
    web_cast.session.commit()
    log_in(client, "chief")
    assert 'id="urgent"' not in client.get("/").text


def test_a_leader_who_sees_no_banner_is_warned_on_the_desk(client, log_in):
    log_in(client, "leader")
    html = client.get("/").text
    assert html.count("Sáng nay chưa có lượt tổng hợp nhắc việc nào hoàn thành") == 1
