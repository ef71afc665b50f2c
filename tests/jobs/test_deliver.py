from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.adapters.clock import FixedClock
from app.adapters.mailer import MailError
from app.domain.terms import OutboxState, SkipReason
from app.models import JobRun, OutboxMessage, Unit
from app.services import delivery
from jobs import deliver, digest
from jobs.deliver import deliver_batch
from jobs.runner import run_job
from jobs.toolbox import Done, Toolbox
from tests.cast import load_cast
from tests.jobs.conftest import LATE_MAILS, KeepingMailer, everything

DOWN = MailError("Không kết nối được tới máy chủ thư.", concerns_all=True)
BUSY = MailError("Máy chủ thư tạm thời chưa nhận thư.", refusals={"noi_vu@dondoc.test": "450"})
REFUSED = MailError("Máy chủ thư không nhận địa chỉ.", permanent=True)


@pytest.fixture
def queued(late: Toolbox) -> Toolbox:
    """Four mails wait: two to units, two to the leaders."""
    digest.plan_morning(late)
    return late


def later(tools: Toolbox, **by: int) -> Toolbox:
    return replace(tools, clock=FixedClock(tools.clock.now() + timedelta(**by)))


def run(tools: Toolbox) -> Mapping[str, int]:
    return run_job(tools, "deliver", deliver_batch)


def states(tools: Toolbox) -> list[OutboxState]:
    with tools.sessions() as session:
        return list(session.scalars(select(OutboxMessage.state).order_by(OutboxMessage.id)))


def test_a_run_sends_all_that_waits_over_one_connection_and_says_so(queued: Toolbox, mailer: KeepingMailer) -> None:
    assert run(queued) == {"sent": LATE_MAILS}
    assert {mail.to_address for mail in mailer.mails} == {
        "noi_vu@dondoc.test",
        "tu_phap@dondoc.test",
        "chief@dondoc.test",
        "leader@dondoc.test",
        "noi_vu_head@dondoc.test",
        "tu_phap_head@dondoc.test",
    }
    assert mailer.lines == 1
    assert set(states(queued)) == {OutboxState.SENT}
    with queued.sessions() as session:
        assert [run.summary for run in session.scalars(select(JobRun))] == [{"sent": LATE_MAILS}]


def test_a_second_run_does_nothing_and_opens_no_connection(queued: Toolbox, mailer: KeepingMailer) -> None:
    run(queued)
    assert run(queued) == {}
    assert mailer.lines == 1


def test_what_waited_for_ten_days_goes_out_once(queued: Toolbox, mailer: KeepingMailer) -> None:
    assert run(later(queued, days=10)) == {"sent": LATE_MAILS}
    assert run(later(queued, days=20)) == {}
    assert len(mailer.mails) == LATE_MAILS


def test_a_connection_is_not_used_for_ever(queued: Toolbox, mailer: KeepingMailer) -> None:
    assert deliver_batch(queued, most=LATE_MAILS - 1) == Done({"sent": LATE_MAILS - 1}, more=True)
    assert deliver_batch(queued, most=3) == Done({"sent": 1}, more=True)
    assert mailer.lines == 2


def test_a_process_that_stops_leaves_off_between_two_mails(queued: Toolbox, mailer: KeepingMailer) -> None:
    assert run(replace(queued, stopping=lambda: len(mailer.mails) == 2)) == {"sent": 2}
    assert states(queued).count(OutboxState.PENDING) == LATE_MAILS - 2


def test_two_deliveries_at_once_send_each_mail_once(
    queued: Toolbox, another: Callable[[], Toolbox], mailer: KeepingMailer
) -> None:
    failures: list[BaseException] = []

    def deliver(tools: Toolbox) -> None:
        try:
            while deliver_batch(tools, most=1):
                pass
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=deliver, args=(tools,)) for tools in (queued, another(), another())]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(mailer.mails) == len({mail.reference for mail in mailer.mails}) == LATE_MAILS
    assert set(states(queued)) == {OutboxState.SENT}


def test_a_delivery_that_died_is_made_up_after_ten_minutes_and_repeats_at_most_one_mail(
    queued: Toolbox, mailer: KeepingMailer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "settle_sent", die)
        with pytest.raises(KeyboardInterrupt):
            deliver_batch(queued)
    assert len(mailer.mails) == 1
    run(later(queued, minutes=9))
    assert len(mailer.mails) == LATE_MAILS, "all others; the one is still claimed by the dead"
    run(later(queued, minutes=10))
    assert len(mailer.mails) == LATE_MAILS + 1
    assert len({mail.reference for mail in mailer.mails}) == LATE_MAILS, "the repeated one has the same Message-ID"
    assert set(states(queued)) == {OutboxState.SENT}


def test_nothing_is_claimed_without_a_mail_server(queued: Toolbox) -> None:
    assert deliver_batch(replace(queued, mailer=None)) is None
    assert set(states(queued)) == {OutboxState.PENDING}


def test_a_server_that_is_down_is_learned_from_one_message_and_the_rest_waits(
    queued: Toolbox, mailer: KeepingMailer
) -> None:
    mailer.failing = DOWN
    assert run(queued) == {"not_sent": 1}
    assert sorted(states(queued)) == [OutboxState.PENDING] * (LATE_MAILS - 1) + [OutboxState.RETRY]
    mailer.failing = None
    assert run(later(queued, seconds=20)) == {"sent": LATE_MAILS - 1}
    assert run(later(queued, minutes=1)) == {"sent": 1}


@pytest.mark.parametrize(
    ("failure", "state", "said"),
    [
        (REFUSED, OutboxState.FAILED, "Máy chủ thư không nhận địa chỉ."),
        (BUSY, OutboxState.RETRY, "Máy chủ thư tạm thời chưa nhận thư."),
        (ZeroDivisionError(), OutboxState.RETRY, "Gửi thư gặp lỗi chưa rõ nguyên nhân. (Chi tiết: ZeroDivisionError.)"),
    ],
)
def test_one_bad_mail_does_not_stop_the_others(
    queued: Toolbox, mailer: KeepingMailer, failure: Exception, state: OutboxState, said: str
) -> None:
    mailer.failing, mailer.only = failure, "noi_vu@"
    assert run(queued) == {"sent": LATE_MAILS - 1, "not_sent": 1}
    with queued.sessions() as session:
        bad = session.scalars(select(OutboxMessage).where(OutboxMessage.to_address == "noi_vu@dondoc.test")).one()
        assert (bad.state, bad.last_error) == (state, said)
        assert bad.refusals == getattr(failure, "refusals", {})
    assert states(queued).count(OutboxState.SENT) == LATE_MAILS - 1


def test_a_mail_that_one_at_least_has_got_is_sent_and_says_who_was_refused(
    late: Toolbox, mailer: KeepingMailer
) -> None:
    with late.transaction() as session:
        for unit in session.scalars(select(Unit)):
            unit.contact_email = f"dau_moi_{unit.email}"
    digest.plan_morning(late)
    mailer.refusing = {"dau_moi_noi_vu@dondoc.test": "550"}
    run(late)
    assert ("Đầu mối Nội vụ", "dau_moi_noi_vu@dondoc.test") in [copy for mail in mailer.mails for copy in mail.copies]
    with late.sessions() as session:
        first = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).first()
        assert first is not None
        assert (first.state, first.refusals) == (OutboxState.SENT, mailer.refusing)


def test_a_recipient_without_address_is_passed_over(late: Toolbox) -> None:
    with late.transaction() as session:
        cast = load_cast(session, late.clock)
        cast.units["noi_vu"].email = cast.users["noi_vu_head"].email = ""
    digest.plan_morning(late)
    assert run(late) == {"sent": LATE_MAILS - 2}
    with late.sessions() as session:
        left = session.scalars(select(OutboxMessage).where(OutboxMessage.state != OutboxState.SENT)).all()
        assert {each.to_name for each in left} == {"Phòng Nội vụ", "Trưởng Nội vụ"}
        assert {(each.state, each.skip_reason) for each in left} == {(OutboxState.SKIPPED, SkipReason.NO_ADDRESS)}


def test_the_servers_quota_is_one_for_all_processes_and_frees_itself_after_an_hour(
    queued: Toolbox, another: Callable[[], Toolbox]
) -> None:
    few = replace(queued, quota=LATE_MAILS - 1)
    assert run(replace(few, stopping=lambda: True)) == {"sent": 1}
    assert run(replace(another(), quota=LATE_MAILS - 1)) == {"sent": LATE_MAILS - 2}
    assert run(few) == {}
    assert run(later(few, minutes=59)) == {}
    assert run(later(few, minutes=60)) == {"sent": 1}


def test_what_somebody_died_of_takes_a_place_of_the_quota_only_until_it_is_tried_again(queued: Toolbox) -> None:
    with queued.transaction() as session:
        assert delivery.claim(session, clock=queued.clock)
    assert run(replace(queued, quota=1)) == {}
    assert run(replace(later(queued, minutes=10), quota=1)) == {"sent": 1}


def test_two_deliveries_at_once_do_not_both_take_the_last_place_of_the_quota(
    queued: Toolbox, another: Callable[[], Toolbox], mailer: KeepingMailer
) -> None:
    start = threading.Barrier(3)

    def deliver(tools: Toolbox) -> None:
        start.wait(timeout=10)
        deliver_batch(replace(tools, quota=2))

    threads = [threading.Thread(target=deliver, args=(tools,)) for tools in (queued, another(), another())]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mailer.mails) == 2


def test_a_dry_run_says_how_many_would_go_and_sends_and_writes_nothing(queued: Toolbox, mailer: KeepingMailer) -> None:
    before = everything(queued)
    assert deliver.preview(queued) == f"Nếu chạy thật: gửi {LATE_MAILS} thư đang chờ."
    assert deliver.preview(replace(queued, quota=2)) == "Nếu chạy thật: gửi 2 thư đang chờ."
    assert deliver.preview(replace(queued, mailer=None)) == "Không có gì để làm."
    assert (everything(queued), mailer.mails, mailer.lines) == (before, [], 0)
    run(queued)
    assert deliver.preview(queued) == "Không có gì để làm."


def test_a_mail_that_everybody_dies_of_is_given_up(queued: Toolbox, mailer: KeepingMailer) -> None:
    died = queued
    for _ in range(delivery.MOST_CLAIMS):
        with died.transaction() as session:
            claimed = delivery.claim(session, clock=died.clock)
        died = later(died, minutes=10)
    assert claimed is not None
    assert run(died) == {"sent": LATE_MAILS - 1, "not_sent": 1}
    assert claimed.reference not in [mail.reference for mail in mailer.mails]
    with died.sessions() as session:
        assert session.get_one(OutboxMessage, claimed.id).state is OutboxState.FAILED
