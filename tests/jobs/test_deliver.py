from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.adapters.clock import FixedClock
from app.adapters.mailer import MailError
from app.domain.terms import OutboxState
from app.models import JobRun, OutboxMessage
from app.services import delivery
from jobs import digest
from jobs.deliver import deliver_one
from jobs.runner import run_job
from jobs.toolbox import Done, Toolbox
from tests.jobs.conftest import KeepingMailer


@pytest.fixture
def queued(late: Toolbox) -> Toolbox:
    """Four mails wait: two to units, two to the leaders."""
    digest.plan_morning(late)
    return late


def later(tools: Toolbox, **by: int) -> Toolbox:
    return replace(tools, clock=FixedClock(tools.clock.now() + timedelta(**by)))


def states(tools: Toolbox) -> list[OutboxState]:
    with tools.sessions() as session:
        return list(session.scalars(select(OutboxMessage.state).order_by(OutboxMessage.id)))


def test_a_run_sends_all_that_waits_and_says_so(queued: Toolbox, mailer: KeepingMailer) -> None:
    assert run_job(queued, "deliver", deliver_one) == {"sent": 4}
    assert {mail.to_address for mail in mailer.mails} == {
        "noi_vu@dondoc.test",
        "tu_phap@dondoc.test",
        "chief@dondoc.test",
        "leader@dondoc.test",
    }
    assert set(states(queued)) == {OutboxState.SENT}
    assert run_job(queued, "deliver", deliver_one) == {}
    with queued.sessions() as session:
        assert [run.summary for run in session.scalars(select(JobRun))] == [{"sent": 4}]


def test_two_deliveries_at_once_send_each_mail_once(
    queued: Toolbox, another: Callable[[], Toolbox], mailer: KeepingMailer
) -> None:
    failures: list[BaseException] = []

    def deliver(tools: Toolbox) -> None:
        try:
            while deliver_one(tools):
                pass
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=deliver, args=(tools,)) for tools in (queued, another(), another())]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(mailer.mails) == len({mail.reference for mail in mailer.mails}) == 4
    assert set(states(queued)) == {OutboxState.SENT}


def test_a_delivery_that_died_is_made_up_after_ten_minutes_and_repeats_at_most_one_mail(
    queued: Toolbox, mailer: KeepingMailer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "settle_sent", die)
        with pytest.raises(KeyboardInterrupt):
            deliver_one(queued)
    assert len(mailer.mails) == 1
    run_job(later(queued, minutes=9), "deliver", deliver_one)
    assert len(mailer.mails) == 4, "the other three; the fourth is still claimed by the dead"
    run_job(later(queued, minutes=10), "deliver", deliver_one)
    assert len(mailer.mails) == 5
    assert len({mail.reference for mail in mailer.mails}) == 4, "the repeated one has the same Message-ID"
    assert set(states(queued)) == {OutboxState.SENT}


def test_nothing_is_claimed_without_a_mail_server(queued: Toolbox) -> None:
    assert deliver_one(replace(queued, mailer=None)) is None
    assert set(states(queued)) == {OutboxState.PENDING}


def test_a_server_that_is_down_is_learned_from_one_message_and_the_rest_waits(
    queued: Toolbox, mailer: KeepingMailer
) -> None:
    mailer.failing = MailError("Không kết nối được tới máy chủ thư.")
    assert run_job(queued, "deliver", deliver_one) == {"not_sent": 1}
    assert states(queued) == [OutboxState.PENDING] * 4
    mailer.failing = None
    assert run_job(later(queued, seconds=20), "deliver", deliver_one) == {"sent": 3}
    assert run_job(later(queued, minutes=1), "deliver", deliver_one) == {"sent": 1}


def test_a_refused_address_ends_its_own_mail_only(queued: Toolbox, mailer: KeepingMailer) -> None:
    mailer.failing = MailError("Máy chủ thư không nhận địa chỉ.", permanent=True)
    assert deliver_one(queued) == Done({"not_sent": 1}, more=True)
    mailer.failing = None
    assert run_job(queued, "deliver", deliver_one) == {"sent": 3}
    assert sorted(states(queued)) == [OutboxState.FAILED, *[OutboxState.SENT] * 3]
