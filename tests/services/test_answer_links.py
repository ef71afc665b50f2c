"""Links of mails: made once, ended with the assignment, and what a unit may do by one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.terms import AssignmentRole, Channel, DecisionForm, EventKind, ExtensionState, ReturnKind, State
from app.models import AnswerLink, Assignment, AuditEntry, LoginAttempt, OutboxMessage, Policy, Unit
from app.services import act_mails, answer_links, answering, closing, link_answers, outbox, urging
from app.services.decisions import Decision
from app.services.evidence import NewEvidence
from app.services.unit_digests import SHOWN
from tests.cast import Cast
from tests.conftest import count_queries
from tests.services.giving import Giver

LINKS = Links("https://dondoc.test", ("khóa mới của kiểm thử", "khóa cũ của kiểm thử"))
DUE = date(2023, 10, 30)
ADDRESS = re.compile(r"https://dondoc\.test/tra-loi/([\w.-]+)")


@dataclass
class Door:
    """The link of one assignment, and how it is found and used."""

    session: Session
    cast: Cast
    clock: FixedClock
    giver: Giver

    def token(self, assignment: Assignment) -> str:
        urls = answer_links.addresses(
            self.session,
            clock=self.clock,
            links=LINKS,
            office_id=assignment.office_id,
            unit_id=assignment.unit_id,
            recipient=f"unit:{assignment.unit_id}",
            assignment_ids=[assignment.id],
        )
        found = ADDRESS.fullmatch(urls[assignment.id])
        assert found
        return found[1]

    def find(self, token: str, links: Links = LINKS) -> AnswerLink:
        self.session.flush()
        return answer_links.find(self.session, clock=self.clock, links=links, token=token)

    def refused(self, token: str, links: Links = LINKS) -> str:
        with pytest.raises(DomainError) as caught:
            self.find(token, links)
        return caught.value.code

    def act(self, what: Callable[..., None], link: AnswerLink, name: str = "Trần Thị Bình", **more: object) -> None:
        version = link.assignment.version
        what(self.session, clock=self.clock, link=link, name=name, version=version, **more)

    def set_policy(self, **choices: object) -> None:
        policy = Policy(office_id=self.cast.office.id, version=9, recorded_at=self.clock.now(), **choices)
        self.session.add(policy)
        self.session.flush()


@pytest.fixture
def giver(cast: Cast, clock: FixedClock) -> Giver:
    return Giver(cast, clock)


@pytest.fixture
def door(session: Session, cast: Cast, clock: FixedClock, giver: Giver) -> Door:
    return Door(session, cast, clock, giver)


def decision(cast: Cast) -> Decision:
    return Decision(decider_id=cast.users["chief"].id, form=DecisionForm.IN_SYSTEM)


def log(session: Session) -> list[AuditEntry]:
    session.flush()
    return list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


# Making


def test_a_link_is_bound_to_the_assignment_and_the_recipient_and_lasts_as_the_office_says(door: Door) -> None:
    door.set_policy(link_days=7)
    assignment = door.giver.give("noi_vu", DUE)
    link = door.find(door.token(assignment))
    assert (link.assignment, link.recipient, link.unit.name) == (
        assignment,
        f"unit:{assignment.unit_id}",
        "Phòng Nội vụ",
    )
    assert link.expires_at - link.made_at == timedelta(days=7)


def test_a_later_mail_uses_the_link_again_and_an_older_mail_keeps_its_day(door: Door) -> None:
    assignment = door.giver.give("noi_vu", DUE)
    first = door.token(assignment)
    door.clock.instant += timedelta(days=20)
    second = door.token(assignment)
    assert first != second
    assert door.find(first) is door.find(second)
    door.clock.instant += timedelta(days=10)
    assert (door.refused(first), door.find(second).assignment) == ("link.expired", assignment)
    door.clock.instant += timedelta(days=20)
    assert door.refused(second) == "link.expired"
    assert door.find(door.token(assignment)).assignment is assignment
    assert len(door.session.scalars(select(AnswerLink)).all()) == 2


def test_making_links_costs_the_same_for_one_and_for_a_hundred(door: Door) -> None:
    def cost(count: int) -> int:
        ids = [door.giver.give("noi_vu", DUE).id for _ in range(count)]
        unit_id = door.cast.units["noi_vu"].id
        with count_queries(door.session.get_bind().engine) as seen:
            urls = answer_links.addresses(
                door.session,
                clock=door.clock,
                links=LINKS,
                office_id=door.cast.office.id,
                unit_id=unit_id,
                recipient=f"unit:{unit_id}",
                assignment_ids=ids,
            )
        assert len(set(urls.values())) == count
        return len(seen)

    assert cost(1) == cost(100)


def test_without_keys_there_are_no_links_and_the_mail_leads_to_the_page_that_asks_to_log_in(
    door: Door, clock: FixedClock
) -> None:
    links = Links("https://dondoc.test")
    assignment = door.giver.give("noi_vu", DUE)
    (mail,) = outbox.queue_tasks_given(door.session, clock=clock, links=links, directive=door.giver.directive)
    assert "tra-loi" not in mail.body_text + mail.body_html
    assert links.assignment(assignment.public_id) in mail.body_text
    assert door.session.scalars(select(AnswerLink)).all() == []


# In mails


def tokens_of(message: OutboxMessage | None) -> tuple[list[str], list[str]]:
    assert message is not None
    return ADDRESS.findall(message.body_text), list(dict.fromkeys(ADDRESS.findall(message.body_html)))


def test_the_mail_that_gives_tasks_has_a_link_for_each_in_both_of_its_parts(door: Door) -> None:
    task = door.giver.task()
    given = [
        door.giver.give("noi_vu", DUE, task=task),
        door.giver.give("noi_vu", DUE),
        door.giver.give("tu_phap", None, task=task, role=AssignmentRole.COORDINATING),
    ]
    mails = outbox.queue_tasks_given(door.session, clock=door.clock, links=LINKS, directive=door.giver.directive)
    in_text = [tokens_of(mail)[0] for mail in mails]
    assert in_text == [tokens_of(mail)[1] for mail in mails]
    assert [door.find(token).assignment for tokens in in_text for token in tokens] == given
    assert all("không cần đăng nhập" in " ".join(mail.body_text.split()) for mail in mails)


def mail_of(door: Door, act: str) -> OutboxMessage | None:
    assignment = door.giver.give("noi_vu", DUE)
    common = {"clock": door.clock, "links": LINKS, "assignment": assignment}
    if act == "returned":
        door.giver.report(assignment, door.clock.today())
        event = door.giver.return_it(assignment, door.clock.today(), ReturnKind.NOT_GOOD_ENOUGH)
        return act_mails.queue_returned(door.session, event=event, **common)
    event = door.giver.event(EventKind.DUE_ADJUSTED, door.clock.today())
    assignment.events.append(event)
    door.session.flush()
    return act_mails.queue_due_moved(door.session, event=event, **common)


@pytest.mark.parametrize("act", ["returned", "due_moved"])
def test_a_mail_on_an_act_has_one_link_in_both_of_its_parts(door: Door, act: str) -> None:
    in_text, in_html = tokens_of(mail_of(door, act))
    assert len(in_text) == 1
    assert in_text == in_html
    assert door.find(in_text[0]).unit.name == "Phòng Nội vụ"


def test_a_digest_has_a_link_for_each_item_and_a_dry_run_makes_none(door: Door) -> None:
    overdue = [door.giver.give("noi_vu", date(2023, 9, day)) for day in (11, 12, 13)]
    plan = urging.plan_day(door.session, office_id=door.cast.office.id, clock=door.clock, links=LINKS)
    assert door.session.scalars(select(AnswerLink)).all() == []
    urging.apply_day(door.session, office_id=door.cast.office.id, clock=door.clock, plan=plan)
    mail = door.session.scalars(select(OutboxMessage).where(OutboxMessage.recipient.startswith("unit:"))).one()
    in_text, in_html = tokens_of(mail)
    assert [door.find(token).assignment for token in in_text] == overdue
    assert in_text == in_html
    to_leaders = door.session.scalars(select(OutboxMessage).where(OutboxMessage.recipient.startswith("user:"))).all()
    assert to_leaders
    assert not any("tra-loi" in mail.body_text + mail.body_html for mail in to_leaders)


def test_a_digest_makes_links_for_what_it_names_and_none_for_what_it_only_counts(door: Door) -> None:
    for _ in range(SHOWN + 3):
        door.giver.give("noi_vu", date(2023, 9, 13))
    plan = urging.plan_day(door.session, office_id=door.cast.office.id, clock=door.clock, links=LINKS)
    urging.apply_day(door.session, office_id=door.cast.office.id, clock=door.clock, plan=plan)
    mail = door.session.scalars(select(OutboxMessage).where(OutboxMessage.recipient.startswith("unit:"))).one()
    linked = [door.find(token).assignment_id for token in tokens_of(mail)[0]]
    assert len(linked) == SHOWN
    assert set(linked) == set(door.session.scalars(select(AnswerLink.assignment_id)))


def test_links_that_cannot_be_made_for_one_unit_stop_no_other(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    for unit in ("noi_vu", "tu_phap"):
        door.giver.give(unit, date(2023, 9, 13))
    bad, make = door.cast.units["noi_vu"].id, answer_links.addresses_of

    def fails_for_one(session: Session, *, asked: list[answer_links.Asked], **given: object) -> object:
        if any(each.unit_id == bad for each in asked):
            raise ValueError("một liên kết hỏng")
        return make(session, asked=asked, **given)

    monkeypatch.setattr(answer_links, "addresses_of", fails_for_one)
    plan = urging.plan_day(door.session, office_id=door.cast.office.id, clock=door.clock, links=LINKS)
    done = urging.apply_day(door.session, office_id=door.cast.office.id, clock=door.clock, plan=plan)
    assert (done.unit_mails, done.failed) == (1, 1)
    (mail,) = door.session.scalars(select(OutboxMessage).where(OutboxMessage.recipient.startswith("unit:")))
    assert mail.to_name == "Phòng Tư pháp"
    assert tokens_of(mail)[0]


# Refusing


def test_what_is_forged_or_of_another_key_opens_nothing(door: Door) -> None:
    token = door.token(door.giver.give("noi_vu", DUE))
    assert door.refused(token[:-3]) == "link.invalid"
    assert door.refused("tôi đoán") == "link.invalid"
    assert door.refused(token, Links("https://dondoc.test", ("khóa của nơi khác",))) == "link.invalid"
    foreign = LINKS.answer("f" * 20, door.clock.now() + timedelta(days=1)).rpartition("/")[2]
    assert door.refused(foreign) == "link.invalid", "well signed, but of an installation whose link is not here"
    assert door.find(token, Links("https://dondoc.test", ("khóa rất mới", *LINKS.keys)))


def test_the_office_ends_the_links_of_an_assignment_and_the_next_mail_brings_a_new_one(door: Door) -> None:
    assignment, other = door.giver.give("noi_vu", DUE), door.giver.give("noi_vu", DUE)
    token, kept = door.token(assignment), door.token(other)
    held = answer_links.holding(door.session, actor=door.cast.staff, clock=door.clock, assignment=assignment)
    assert held is not None
    assert held.count == 1
    answer_links.revoke(door.session, actor=door.cast.staff, clock=door.clock, assignment=assignment)
    assert door.refused(token) == "link.revoked"
    assert door.find(kept)
    assert answer_links.holding(door.session, actor=door.cast.staff, clock=door.clock, assignment=assignment) is None
    assert [(entry.action, entry.subject) for entry in log(door.session)] == [
        ("link.revoked", f"assignment:{assignment.public_id}")
    ]
    with pytest.raises(DomainError, match=r"link\.none"):
        answer_links.revoke(door.session, actor=door.cast.staff, clock=door.clock, assignment=assignment)
    again = door.token(assignment)
    assert door.find(again).assignment is assignment
    assert door.refused(token) == "link.revoked"


@pytest.mark.parametrize("login", ["noi_vu_head", "leader", "clerk", "admin"])
def test_only_the_office_ends_links(door: Door, login: str) -> None:
    assignment = door.giver.give("noi_vu", DUE)
    token = door.token(assignment)
    actor = door.cast.actor(login)
    with pytest.raises(DomainError, match=r"permission\.denied"):
        answer_links.revoke(door.session, actor=actor, clock=door.clock, assignment=assignment)
    assert answer_links.holding(door.session, actor=actor, clock=door.clock, assignment=assignment) is None
    assert door.find(token)


def ended(door: Door, assignment: Assignment, how: str) -> None:
    common = {"actor": door.cast.chief, "clock": door.clock, "assignment": assignment, "version": assignment.version}
    common |= {"reason": "Theo chỉ đạo.", "decision": decision(door.cast)}
    if how in ("transfer", "correct_unit"):
        to_unit = door.session.get_one(Unit, door.cast.units["tu_phap"].id)
        getattr(closing, how)(door.session, links=LINKS, to_unit=to_unit, **common)
    else:
        closing.close(door.session, kind=EventKind(how), **common)


@pytest.mark.parametrize("how", ["stopped", "superseded", "cancelled", "transfer", "correct_unit"])
def test_a_link_ends_with_the_assignment_or_when_another_unit_has_it(door: Door, how: str) -> None:
    assignment = door.giver.give("noi_vu", DUE)
    token = door.token(assignment)
    ended(door, assignment, how)
    assert door.refused(token) == "link.closed"
    link = door.session.scalars(select(AnswerLink).order_by(AnswerLink.id)).first()
    assert link is not None
    assert link.revoked_at == door.clock.now(), "written down, so that it stays ended if the unit gets it back"


@pytest.mark.parametrize("how", ["transfer", "correct_unit"])
def test_the_unit_that_has_it_now_answers_by_a_link_of_its_own(door: Door, how: str) -> None:
    ended(door, door.giver.give("noi_vu", DUE), how)
    mail = door.session.scalars(select(OutboxMessage)).one()
    (token,), _ = tokens_of(mail)
    assert door.find(token).unit.name == "Phòng Tư pháp"


def test_a_refused_token_is_written_down_until_an_address_has_too_many(door: Door) -> None:
    token = door.token(door.giver.give("noi_vu", DUE))
    door.clock.instant += timedelta(days=31)

    def refuse(what: str, address: str = "10.0.0.1") -> None:
        with pytest.raises(DomainError) as caught:
            door.find(what)
        answer_links.note_refusal(door.session, clock=door.clock, problem=caught.value, address=address)

    refuse(token)
    refuse("tôi đoán")
    link = door.session.scalars(select(AnswerLink)).one()
    assert [(entry.action, entry.actor, entry.subject, entry.payload) for entry in log(door.session)] == [
        (
            "link.refused",
            link.public_id,
            f"link:{link.public_id}",
            {"channel": "link", "refusal": "link.expired"},
        ),
        ("link.refused", "link", "link:", {"channel": "link", "refusal": "link.invalid"}),
    ]
    for _ in range(answer_links.LIMITS["link_refused"] - 2):
        refuse("tôi đoán")
    with pytest.raises(DomainError, match=r"link\.throttled"):
        refuse("tôi đoán")
    assert len(log(door.session)) == answer_links.LIMITS["link_refused"]
    refuse("tôi đoán", "10.0.0.2")
    door.clock.instant += timedelta(minutes=16)
    refuse("tôi đoán")


def test_a_link_is_not_pressed_without_end(door: Door) -> None:
    link = door.find(door.token(door.giver.give("noi_vu", DUE)))
    other = door.find(door.token(door.giver.give("noi_vu", DUE)))
    for _ in range(answer_links.LIMITS["link"]):
        answer_links.count_use(door.session, clock=door.clock, link=link, address="10.0.0.1")
    with pytest.raises(DomainError, match=r"link\.throttled"):
        answer_links.count_use(door.session, clock=door.clock, link=link, address="10.0.0.2")
    answer_links.count_use(door.session, clock=door.clock, link=other, address="10.0.0.1")
    assert door.session.scalars(select(LoginAttempt.key).where(LoginAttempt.key == "address:10.0.0.1")).all() == []


# Answering


def test_a_unit_acknowledges_reports_progress_and_reports_done_by_its_link(door: Door) -> None:
    assignment = door.giver.give("noi_vu", DUE)
    link = door.find(door.token(assignment))
    door.act(link_answers.acknowledge, link)
    door.act(link_answers.write_progress, link, note="Đang lấy ý kiến.")
    result = NewEvidence(number="45/BC-NV", issued_on=door.clock.today())
    door.act(link_answers.report_done, link, note="Đã xong.", results=[result])
    assert assignment.state is State.WAITING
    by_link = assignment.events[1:]
    assert [event.kind for event in by_link] == [EventKind.ACKNOWLEDGED, EventKind.PROGRESS, EventKind.SUBMITTED]
    assert {(event.recorder_id, event.recorder_name, event.channel) for event in by_link} == {
        (None, "Trần Thị Bình", Channel.LINK)
    }
    assert [row.number for row in assignment.evidence] == ["45/BC-NV"]
    assert link.last_used_at == door.clock.now()
    entries = log(door.session)
    assert {(entry.actor, entry.payload["channel"]) for entry in entries} == {(link.public_id, "link")}
    assert "Bình" not in str([entry.payload for entry in entries])


def test_a_unit_asks_for_more_time_by_its_link_and_the_request_names_who_pressed(door: Door) -> None:
    assignment = door.giver.give("noi_vu", DUE)
    link = door.find(door.token(assignment))
    door.act(link_answers.ask_extension, link, asked_for=date(2023, 11, 15), reason="Chờ số liệu của xã.")
    (request,) = assignment.requests
    assert (request.state, request.asker_id, request.asker_name) == (ExtensionState.OPEN, None, "Trần Thị Bình")


def test_a_coordinating_unit_gives_its_part_by_its_link(door: Door) -> None:
    task = door.giver.task()
    door.giver.give("noi_vu", DUE, task=task)
    part = door.giver.give("tu_phap", None, task=task, role=AssignmentRole.COORDINATING)
    link = door.find(door.token(part))
    assert link_answers.offered(door.session, link=link) == {
        EventKind.ACKNOWLEDGED,
        EventKind.PROGRESS,
        EventKind.PART_GIVEN,
    }
    door.act(link_answers.report_done, link, note="Gửi số liệu.")
    assert part.state is State.PART_GIVEN


def test_the_office_may_limit_links_to_acknowledging_and_progress(door: Door) -> None:
    door.set_policy(links_report=False)
    link = door.find(door.token(door.giver.give("noi_vu", DUE)))
    assert link_answers.offered(door.session, link=link) == {EventKind.ACKNOWLEDGED, EventKind.PROGRESS}
    door.act(link_answers.acknowledge, link)
    door.act(link_answers.write_progress, link, note="Đang làm.")
    for act, more in (
        (link_answers.report_done, {"note": "Đã xong."}),
        (link_answers.ask_extension, {"asked_for": date(2023, 11, 15), "reason": "Chờ."}),
    ):
        with pytest.raises(DomainError, match=r"link\.limited"):
            door.act(act, link, **more)
    assert link.assignment.state is State.IN_PROGRESS


def test_nobody_answers_without_a_name_or_on_what_has_changed_meanwhile(door: Door) -> None:
    link = door.find(door.token(door.giver.give("noi_vu", DUE)))
    with pytest.raises(DomainError, match=r"link\.name"):
        door.act(link_answers.acknowledge, link, name="  ")
    seen = link.assignment.version
    answering.acknowledge(
        door.session, actor=door.cast.head("noi_vu"), clock=door.clock, assignment=link.assignment, version=seen
    )
    with pytest.raises(DomainError, match="stale"):
        link_answers.write_progress(
            door.session, clock=door.clock, link=link, name="Bình", version=seen, note="Đang làm."
        )


def test_the_same_rules_hold_by_a_link_as_after_logging_in(door: Door) -> None:
    link = door.find(door.token(door.giver.give("noi_vu", DUE)))
    for act, more, code in (
        (link_answers.write_progress, {"note": " "}, "note.required"),
        (link_answers.ask_extension, {"asked_for": DUE, "reason": "Chờ."}, "extension.not_later"),
        (link_answers.ask_extension, {"asked_for": date(2023, 11, 15), "reason": ""}, "reason.required"),
        (
            link_answers.report_done,
            {"results": [NewEvidence(filename="a.exe", content=b"MZ")]},
            "evidence.unknown_kind",
        ),
    ):
        with pytest.raises(DomainError) as caught:
            door.act(act, link, **more)
        assert caught.value.code == code
