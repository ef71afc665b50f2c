from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.adapters.mail_templates import Composed
from app.domain.errors import DomainError
from app.domain.terms import AssignmentRole, MessageKind, OutboxState, ReturnKind, SkipReason, Urgency
from app.models import AuditEntry, OutboxMessage
from app.services import act_mails, delivery, outbox
from app.services.delivery import Missing
from app.services.outbox import Recipient
from tests.cast import Cast
from tests.query_plans import steps_of
from tests.services.giving import Giver

LINKS = Links("https://dondoc.test")


@pytest.fixture
def giver(cast: Cast, clock: FixedClock) -> Giver:
    return Giver(cast, clock)


def put(
    session: Session,
    cast: Cast,
    clock: FixedClock,
    key: str = "thu:1",
    address: str = "a@dondoc.test",
    *,
    recipient: Recipient | None = None,
    **more: Any,
) -> None:
    outbox.put(
        session,
        clock=clock,
        office_id=cast.office.id,
        kind=MessageKind.UNIT_DIGEST,
        key=key,
        recipient=recipient or Recipient(f"unit:{cast.units['noi_vu'].id}", "Phòng Nội vụ", address),
        composed=Composed("Tiêu đề", "chữ\n", "<p>chữ</p>", "ngắn"),
        **more,
    )


def only(session: Session) -> OutboxMessage:
    session.expire_all()
    return session.scalars(select(OutboxMessage)).one()


# Queueing


def test_each_unit_gets_one_mail_with_its_own_tasks_only(
    session: Session, cast: Cast, clock: FixedClock, giver: Giver
) -> None:
    shared = giver.task("Lập kế hoạch chung của thử nghiệm")
    lead = giver.give("noi_vu", date(2023, 10, 30), task=shared, phrase="trước ngày 30/10", time_of_day=time(15, 30))
    giver.give("tu_phap", date(2023, 10, 30), task=shared, role=AssignmentRole.COORDINATING)
    giver.give("tu_phap", None, task=giver.task("Thường trực tiếp nhận phản ánh", Urgency.URGENT))
    mails = outbox.queue_tasks_given(session, clock=clock, links=LINKS, directive=giver.directive)
    by_unit = {mail.to_address: mail for mail in mails}
    assert set(by_unit) == {"noi_vu@dondoc.test", "tu_phap@dondoc.test"}

    first = by_unit["noi_vu@dondoc.test"]
    assert first.subject == "01 nhiệm vụ chủ trì – 15/TB-UBND"
    for body in (first.body_text, first.body_html):
        assert "giao Phòng Nội vụ các nhiệm vụ sau" in " ".join(body.split())
        assert "trước ngày 30/10 (15 giờ 30, Thứ Hai, 30/10/2023)" in " ".join(body.split())
        assert LINKS.assignment(lead.public_id) in body
        assert "Đầu mối Văn phòng" in body
        assert "phản ánh" not in body

    second = by_unit["tu_phap@dondoc.test"]
    assert second.subject == "01 nhiệm vụ chủ trì, 01 phối hợp – 15/TB-UBND"
    assert second.body_text.index("I. CHỦ TRÌ") < second.body_text.index("II. PHỐI HỢP")
    assert "Đơn vị chủ trì: Phòng Nội vụ" in second.body_text
    assert "(KHẨN)" in second.body_text
    assert "Không quy định thời hạn" in second.body_text


def test_a_unit_outside_the_authority_is_asked_and_never_ordered(
    session: Session, clock: FixedClock, giver: Giver
) -> None:
    giver.give("cong_an", date(2023, 10, 30))
    (mail,) = outbox.queue_tasks_given(session, clock=clock, links=LINKS, directive=giver.directive)
    for words in (mail.subject, mail.body_text, mail.body_html):
        assert "đề nghị" in words
        assert "giao Công an" not in words
        assert "được giao" not in words
        assert "nhiệm vụ sau" not in words


def test_the_same_tasks_are_told_once(session: Session, clock: FixedClock, giver: Giver) -> None:
    giver.give("noi_vu", date(2023, 10, 30))
    assert len(outbox.queue_tasks_given(session, clock=clock, links=LINKS, directive=giver.directive)) == 1
    assert outbox.queue_tasks_given(session, clock=clock, links=LINKS, directive=giver.directive) == []


def test_a_notice_that_waits_for_its_number_says_so(session: Session, clock: FixedClock, giver: Giver) -> None:
    giver.directive.number = None
    giver.give("noi_vu", date(2023, 10, 30))
    (mail,) = outbox.queue_tasks_given(session, clock=clock, links=LINKS, directive=giver.directive)
    assert "Thông báo (chờ số)" in mail.subject
    assert "Thông báo (chờ số) ngày 01/08/2023" in mail.body_text


@pytest.mark.parametrize(
    ("kind", "new_due", "said"),
    [
        (ReturnKind.MISSING_PAPERS, date(2023, 9, 20), "Thời hạn mới"),
        (ReturnKind.NOT_GOOD_ENOUGH, None, "Thời hạn không thay đổi: Thứ Sáu, 15/09/2023"),
    ],
)
def test_a_returned_result_tells_the_reason_and_the_deadline(
    session: Session, clock: FixedClock, giver: Giver, kind: ReturnKind, new_due: date | None, said: str
) -> None:
    assignment = giver.give("noi_vu", date(2023, 9, 15))
    giver.report(assignment, date(2023, 9, 13))
    event = giver.return_it(assignment, date(2023, 9, 14), kind, new_due)
    mail = act_mails.queue_returned(session, clock=clock, links=LINKS, assignment=assignment, event=event)
    assert mail is not None
    assert len(mail.subject) <= 60
    for body in (mail.body_text, mail.body_html):
        assert "Chưa có phụ lục số liệu" in body
        assert said in " ".join(body.split())
        assert LINKS.assignment(assignment.public_id) in body
    assert act_mails.queue_returned(session, clock=clock, links=LINKS, assignment=assignment, event=event) is None


def test_text_of_a_task_is_escaped_in_html_and_plain_in_text(session: Session, clock: FixedClock, giver: Giver) -> None:
    giver.give("noi_vu", date(2023, 10, 30), task=giver.task("Báo cáo <script> & phụ lục"))
    (mail,) = outbox.queue_tasks_given(session, clock=clock, links=LINKS, directive=giver.directive)
    assert "&lt;script&gt; &amp; phụ lục" in mail.body_html
    assert "Báo cáo <script> & phụ lục" in mail.body_text


def test_a_unit_without_mailbox_is_reached_through_its_head(session: Session, cast: Cast, clock: FixedClock) -> None:
    unit = cast.units["noi_vu"]
    unit.email = ""
    session.flush()
    found = outbox.unit_recipient(session, unit_id=unit.id, today=clock.today())
    assert found == Recipient(f"unit:{unit.id}", "Phòng Nội vụ", "noi_vu_head@dondoc.test")
    cast.users["noi_vu_head"].active = False
    session.flush()
    assert outbox.unit_recipient(session, unit_id=unit.id, today=clock.today()).address == ""
    unit.contact_email = "dau_moi@dondoc.test"
    session.flush()
    found = outbox.unit_recipient(session, unit_id=unit.id, today=clock.today())
    assert (found.address, found.copies) == ("dau_moi@dondoc.test", ())


def test_a_units_named_contact_gets_a_copy_unless_the_mailbox_is_the_contacts_own(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    unit = cast.units["noi_vu"]
    for contact, copies in (
        ("", ()),
        ("dau_moi@a.test", (("Đầu mối Nội vụ", "dau_moi@a.test"),)),
        ("NOI_VU@dondoc.test", ()),
    ):
        unit.contact_email = contact
        session.flush()
        assert outbox.unit_recipient(session, unit_id=unit.id, today=clock.today()).copies == copies


def test_a_mail_is_copied_to_each_address_once_and_never_to_its_own(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    recipient = Recipient("unit:1", "Phòng Nội vụ", "a@dondoc.test", copies=(("B", "b@dondoc.test"),))
    more = [("A", "A@dondoc.test"), ("B", "B@dondoc.test"), ("C", "c@dondoc.test"), ("D", "")]
    put(session, cast, clock, recipient=recipient, copies=more)
    assert only(session).copies == [["B", "b@dondoc.test"], ["C", "c@dondoc.test"]]


def test_who_wants_text_gets_no_html(session: Session, cast: Cast, clock: FixedClock) -> None:
    user = cast.users["chief"]
    user.mail_as_text, user.mail_hour = True, 9
    recipient = outbox.user_recipient(user)
    assert recipient.hour == 9
    put(session, cast, clock, recipient=recipient)
    assert (only(session).body_html, only(session).body_text, only(session).short_text) == ("", "chữ\n", "ngắn")


# Delivery


def test_a_claimed_message_is_nobody_elses_until_the_claim_lapses(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    put(session, cast, clock)
    assert delivery.claim(session, clock=clock) is not None
    assert delivery.claim(session, clock=clock) is None
    clock.instant += timedelta(minutes=10)
    again = delivery.claim(session, clock=clock)
    assert again is not None
    assert again.attempts == 2


def test_a_delivery_that_comes_back_late_does_not_settle_another_ones_claim(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    put(session, cast, clock)
    late = delivery.claim(session, clock=clock)
    clock.instant += timedelta(minutes=11)
    second = delivery.claim(session, clock=clock)
    assert late is not None
    assert second is not None
    assert not delivery.settle_sent(session, clock=clock, claimed=late)
    assert delivery.settle_sent(session, clock=clock, claimed=second)
    assert only(session).state is OutboxState.SENT


def test_urgent_ones_go_first_and_the_others_by_when_they_are_due(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    put(session, cast, clock, "thu:2", not_before=clock.now() + timedelta(minutes=2))
    put(session, cast, clock, "thu:1", not_before=clock.now() + timedelta(minutes=1))
    put(session, cast, clock, "khan:2", urgent=True, not_before=clock.now() + timedelta(minutes=4))
    put(session, cast, clock, "chua", not_before=clock.now() + timedelta(minutes=6))
    put(session, cast, clock, "khan:1", urgent=True, not_before=clock.now() + timedelta(minutes=3))
    assert delivery.claim(session, clock=clock) is None
    clock.instant += timedelta(minutes=5)
    claimed = iter(lambda: delivery.claim(session, clock=clock), None)
    assert [each.key for each in claimed] == ["khan:1", "khan:2", "thu:1", "thu:2"]


def test_what_failed_waits_its_turn_and_what_a_delivery_died_of_comes_first(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    for key in ("chết", "hỏng"):
        put(session, cast, clock, key)
    dead, bad = delivery.claim(session, clock=clock), delivery.claim(session, clock=clock)
    assert dead is not None
    assert bad is not None
    delivery.settle_failed(session, clock=clock, claimed=bad, error="máy chủ bận", permanent=False)
    put(session, cast, clock, "mới")
    put(session, cast, clock, "khẩn", urgent=True)
    clock.instant += delivery.CLAIM_LAPSES
    claimed = iter(lambda: delivery.claim(session, clock=clock), None)
    assert [each.key for each in claimed] == ["chết", "khẩn", "mới", "hỏng"]


def test_a_claim_reads_the_first_of_what_waits_and_nothing_else(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    """Neither all that was ever sent, nor all that is due: a morning's mails are due at one instant."""
    for n in range(60):
        put(session, cast, clock, f"thu:{n}")
    steps = steps_of(session, lambda: delivery.claim(session, clock=clock))
    waiting = [step for step in steps if "ix_outbox_messages_waiting" in step]
    assert len(waiting) == 2, steps
    assert not any(step.startswith(("SCAN", "->  Seq Scan")) for step in steps), steps
    sorted_by = [step for step in steps if step.startswith(("Sort Key", "USE TEMP B-TREE"))]
    died = "Sort Key: outbox_messages_1.claimed_at, outbox_messages_1.id"
    assert sorted_by in ([died], ["USE TEMP B-TREE FOR ORDER BY"]), steps


def test_of_mails_that_are_due_at_one_instant_the_first_one_made_leaves_first(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    """Wherever the database keeps the rows: one that is changed may come to lie behind the others."""
    names = [f"thu:{n}" for n in range(6)]
    for name in names:
        put(session, cast, clock, name)
    for name in (names[3], names[0]):
        touched = session.scalars(select(OutboxMessage).where(OutboxMessage.key == name)).one()
        touched.state, touched.to_name = OutboxState.RETRY, "Tên khác"
        session.flush()
    claimed = iter(lambda: delivery.claim(session, clock=clock), None)
    assert [each.key for each in claimed] == names


def test_the_name_of_a_mail_comes_from_its_key(session: Session, cast: Cast, clock: FixedClock) -> None:
    put(session, cast, clock, "thu:1")
    put(session, cast, clock, "thu:2")
    first, second = delivery.claim(session, clock=clock), delivery.claim(session, clock=clock)
    clock.instant += delivery.CLAIM_LAPSES
    again = delivery.claim(session, clock=clock)
    assert first is not None
    assert second is not None
    assert again is not None
    assert first.reference == again.reference != second.reference


def test_tries_follow_the_table_and_then_end(session: Session, cast: Cast, clock: FixedClock) -> None:
    put(session, cast, clock)
    waited = []
    for _ in range(6):
        claimed = delivery.claim(session, clock=clock)
        assert claimed is not None
        delivery.settle_failed(session, clock=clock, claimed=claimed, error="máy chủ bận", permanent=False)
        message = only(session)
        if message.state is OutboxState.RETRY:
            waited.append(message.next_attempt_at - clock.now())
            clock.instant = message.next_attempt_at - timedelta(seconds=1)
            assert delivery.claim(session, clock=clock) is None
            clock.instant = message.next_attempt_at
    assert waited == [timedelta(minutes=n) for n in (1, 5, 30, 120, 720)]
    assert (only(session).state, only(session).attempts, only(session).last_error) == (
        OutboxState.FAILED, 6, "máy chủ bận",
    )  # fmt: skip
    clock.instant += timedelta(days=30)
    assert delivery.claim(session, clock=clock) is None


def test_a_permanent_refusal_ends_at_once(session: Session, cast: Cast, clock: FixedClock) -> None:
    put(session, cast, clock)
    claimed = delivery.claim(session, clock=clock)
    assert claimed is not None
    delivery.settle_failed(session, clock=clock, claimed=claimed, error="không có địa chỉ này", permanent=True)
    assert only(session).state is OutboxState.FAILED


def test_a_message_without_address_is_kept_and_never_tried(session: Session, cast: Cast, clock: FixedClock) -> None:
    put(session, cast, clock, address="")
    assert delivery.claim(session, clock=clock) is None
    assert (only(session).state, only(session).skip_reason) == (OutboxState.SKIPPED, SkipReason.NO_ADDRESS)


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (OutboxState.SKIPPED, SkipReason.NO_ADDRESS),
        (OutboxState.FAILED, None),
        (OutboxState.RETRY, None),
        (OutboxState.PENDING, None),
    ],
)
def test_retry_uses_the_address_known_by_now_and_is_audited(
    session: Session, cast: Cast, clock: FixedClock, state: OutboxState, reason: SkipReason | None
) -> None:
    put(session, cast, clock)
    message = only(session)
    message.state, message.skip_reason = state, reason
    message.attempts, message.last_error, message.refusals = 6, "sai", {"a@dondoc.test": "sai"}
    message.next_attempt_at += timedelta(days=1)
    cast.units["noi_vu"].email = "moi@dondoc.test"
    session.flush()
    delivery.retry(session, actor=cast.clerk, clock=clock, public_id=message.public_id)
    assert (only(session).last_error, only(session).refusals, only(session).skip_reason) == ("", {}, None)
    claimed = delivery.claim(session, clock=clock)
    assert claimed is not None
    assert (claimed.to_address, claimed.attempts) == ("moi@dondoc.test", 1)
    assert session.scalars(select(AuditEntry.action)).all() == ["mail.retried"]


def test_a_mail_that_a_later_one_has_replaced_is_not_sent_by_hand_either(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    put(session, cast, clock)
    message = only(session)
    message.state, message.skip_reason = OutboxState.SKIPPED, SkipReason.REPLACED
    session.flush()
    assert not delivery.is_stuck(message)
    with pytest.raises(DomainError) as caught:
        delivery.retry(session, actor=cast.clerk, clock=clock, public_id=message.public_id)
    assert caught.value.code == "mail.replaced"


def test_retry_refuses_what_cannot_be_sent_again(session: Session, cast: Cast, clock: FixedClock) -> None:
    put(session, cast, clock)
    public_id = only(session).public_id

    def refused(**who: object) -> str:
        with pytest.raises(DomainError) as caught:
            delivery.retry(session, **{"actor": cast.clerk, "clock": clock, "public_id": public_id, **who})  # type: ignore[arg-type]
        return caught.value.code

    assert refused(actor=cast.head("noi_vu")) == "permission.denied"
    assert refused(public_id="khongco") == "not_found"
    cast.units["noi_vu"].email = ""
    cast.users["noi_vu_head"].email = ""
    session.flush()
    assert refused() == "mail.no_address"
    cast.units["noi_vu"].email = "a@dondoc.test"
    session.flush()
    claimed = delivery.claim(session, clock=clock)
    assert refused() == "mail.being_sent"
    assert claimed is not None
    delivery.settle_sent(session, clock=clock, claimed=claimed)
    session.expire_all()
    assert refused() == "mail.already_sent"


def test_the_list_filters_by_state_and_missing_address(session: Session, cast: Cast, clock: FixedClock) -> None:
    put(session, cast, clock, "thu:1")
    put(session, cast, clock, "thu:2", address="")
    listed: Callable[..., list[str]] = lambda wanted: [  # noqa: E731
        row.to_address for row in delivery.list_messages(session, actor=cast.chief, wanted=wanted).items
    ]
    assert listed(None) == ["", "a@dondoc.test"]
    assert listed(Missing.ADDRESS) == [""]
    assert listed(OutboxState.SKIPPED) == [""]
    assert listed(OutboxState.FAILED) == []
