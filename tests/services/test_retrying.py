"""All mails that failed, sent again by one press."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.errors import DomainError
from app.domain.terms import MessageKind, OutboxState
from app.models import AuditEntry, OutboxMessage
from app.services import outbox, retrying


def queue(cast, clock, number: int, **more: object) -> OutboxMessage:
    unit = cast.units["noi_vu"]
    values = {
        "kind": MessageKind.RETURNED,
        "recipient": outbox.unit_key(unit.id),
        "to_name": unit.name,
        "state": OutboxState.FAILED,
        "last_error": "Máy chủ từ chối địa chỉ.",
        "attempts": 1,
        "recorded_at": clock.now(),
    } | more
    message = OutboxMessage(
        office_id=cast.office.id,
        key=f"test-mail:{number}",
        to_address="sai@dondoc.test",
        subject="Thư",
        body_text="Nhắc việc",
        body_html="",
        next_attempt_at=clock.now(),
        **values,
    )
    cast.session.add(message)
    cast.session.flush()
    return message


def test_every_failed_mail_waits_again_to_the_address_known_by_now(cast, clock):
    failed = [queue(cast, clock, number) for number in range(3)]
    sent = queue(cast, clock, 9, state=OutboxState.SENT)
    assert retrying.failed(cast.session, actor=cast.clerk, clock=clock).reasons == (("Máy chủ từ chối địa chỉ.", 3),)
    done = retrying.retry_failed(cast.session, actor=cast.clerk, clock=clock)
    assert done == retrying.Retried(3, ())
    cast.session.expire_all()
    assert {(each.state, each.to_address) for each in failed} == {(OutboxState.PENDING, "noi_vu@dondoc.test")}
    assert (sent.state, sent.to_address) == (OutboxState.SENT, "sai@dondoc.test")
    assert list(cast.session.scalars(select(AuditEntry.action))) == ["mail.retried"] * 3


def test_one_without_an_address_is_named_and_keeps_back_no_other(cast, clock):
    nowhere = cast.units["tu_phap"]
    nowhere.email = cast.users["tu_phap_head"].email = ""
    queue(cast, clock, 1, recipient=outbox.unit_key(nowhere.id), to_name=nowhere.name)
    queue(cast, clock, 2)
    done = retrying.retry_failed(cast.session, actor=cast.clerk, clock=clock)
    assert done == retrying.Retried(1, ("Phòng Tư pháp",))


def test_a_digest_of_an_earlier_day_is_left_alone(cast, clock):
    yesterday = clock.now() - timedelta(days=1)
    old = queue(cast, clock, 1, kind=MessageKind.UNIT_DIGEST, recorded_at=yesterday)
    queue(cast, clock, 2, kind=MessageKind.UNIT_DIGEST)
    queue(cast, clock, 3, recorded_at=yesterday)
    found = retrying.failed(cast.session, actor=cast.clerk, clock=clock)
    assert (found.count, found.outdated) == (2, 1)
    assert retrying.retry_failed(cast.session, actor=cast.clerk, clock=clock).count == 2
    cast.session.expire_all()
    assert old.state is OutboxState.FAILED


@pytest.mark.parametrize("act", [retrying.failed, retrying.retry_failed])
def test_only_who_looks_after_the_mail_may(cast, clock, act):
    with pytest.raises(DomainError) as refused:
        act(cast.session, actor=cast.head("noi_vu"), clock=clock)
    assert refused.value.code == "permission.denied"
