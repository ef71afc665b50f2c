"""Limiting who sees a task: whom it can name, what it does to finding, acting and mails, and opening it again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.terms import Channel, DueReason, EventKind, ReturnKind, SearchKind
from app.models import Assignment, AuditEntry, OutboxMessage, SearchEntry, TaskViewer
from app.services import (
    act_mails,
    answer_links,
    answering,
    assignments,
    limiting,
    outbox,
    recording,
    urging,
    visibility,
)
from app.services.listing import Wanted, list_assignments
from app.services.rules import load_rules
from app.services.search import Group, search
from tests.services.giving import Giving

LINKS = Links("http://dondoc.test")
SIGNING = Links("http://dondoc.test", ("khóa của kiểm thử",))
WORD = "zulukhoai"
TODAY = date(2023, 9, 14)


@pytest.fixture
def give(cast, clock) -> Giving:
    return Giving(cast, clock)


@pytest.fixture
def secret(give) -> Assignment:
    return give.task(("noi_vu",), due=TODAY, coordinating=("tu_phap",), text=f"Xác minh đơn {WORD}.")[0]


@pytest.fixture
def limit(session, cast, clock):
    def act(assignment: Assignment, *logins: str, by: str = "chief") -> None:
        ids = [cast.users[login].id for login in logins]
        limiting.limit(session, actor=cast.actor(by), clock=clock, task=assignment.task, user_ids=ids)

    return act


def code_of(act, *arguments, **more) -> str:
    with pytest.raises(DomainError) as caught:
        act(*arguments, **more)
    return caught.value.code


def sees(session, actor, assignment: Assignment) -> bool:
    try:
        return assignments.find(session, actor=actor, public_id=assignment.public_id) is assignment
    except DomainError:
        return False


def test_only_the_named_and_whoever_limits_it_see_it_from_then_on(session, cast, secret, limit):
    everybody = ["chief", "staff", "leader", "clerk", "noi_vu_head", "noi_vu_member", "tu_phap_head"]
    assert all(sees(session, cast.actor(login), secret) for login in everybody)
    limit(secret, "noi_vu_head")
    seeing = [login for login in everybody if sees(session, cast.actor(login), secret)]
    assert seeing == ["chief", "noi_vu_head"]


def test_the_lists_and_the_search_leave_it_out_for_others(session, cast, clock, give, secret, limit):
    give("noi_vu", due=TODAY, text="Việc thường.")
    limit(secret, "noi_vu_head")
    rules = load_rules(session, office_id=cast.office.id)
    common = {"rules": rules, "today": TODAY}
    listed = {
        login: list_assignments(session, actor=cast.actor(login), wanted=Wanted(), **common)
        for login in ("chief", "staff", "noi_vu_head")
    }
    assert {login: (page.total, len(page.items)) for login, page in listed.items()} == {
        "chief": (3, 3),
        "staff": (1, 1),
        "noi_vu_head": (3, 3),
    }
    found = {login: search(session, actor=cast.actor(login), q=WORD, **common) for login in listed}
    assert {login: page.total.number for login, page in found.items()} == {"chief": 1, "staff": 0, "noi_vu_head": 1}
    notices = search(session, actor=cast.head("noi_vu"), q="kết luận cuộc họp", kind=Group.DIRECTIVE, **common)
    assert {part.task_id for hit in notices.found.items for part in hit.parts} >= {secret.task_id}
    others = search(session, actor=cast.member("noi_vu"), q="kết luận cuộc họp", kind=Group.DIRECTIVE, **common)
    assert secret.task_id not in {part.task_id for hit in others.found.items for part in hit.parts}
    assert session.scalars(select(SearchEntry).where(SearchEntry.kind == SearchKind.TASK)).all(), "the index has it"


def test_somebody_of_each_unit_that_leads_must_be_named(session, cast, give, limit):
    joint = give.task(("noi_vu", "kinh_te"), due=TODAY)[0]
    assert code_of(limit, joint) == "viewers.none_of_unit"
    assert code_of(limit, joint, "noi_vu_head") == "viewers.none_of_unit"
    assert not joint.task.restricted
    limit(joint, "noi_vu_head", "kinh_te_member")
    assert joint.task.restricted


def test_only_people_who_would_see_it_anyway_can_be_named(session, cast, clock, secret, limit):
    offered = limiting.candidates(session, actor=cast.chief, clock=clock, task=secret.task)
    logins = {login for login, user in cast.users.items() if user.id in {each.user_id for each in offered}}
    assert logins == {
        *("chief", "staff", "leader", "clerk"),
        *("noi_vu_head", "noi_vu_member", "tu_phap_head", "tu_phap_member"),
    }
    assert code_of(limit, secret, "noi_vu_head", "kinh_te_head") == "viewers.unknown"


def test_naming_anew_replaces_and_lifting_opens(session, cast, clock, secret, limit):
    limit(secret, "noi_vu_head", "staff")
    limit(secret, "noi_vu_member", by="staff")
    assert [user.login for user in limiting.viewers(session, task=secret.task)] == ["staff", "noi_vu_member"]
    assert code_of(limit, secret, "noi_vu_head", by="chief") == "not_found", "the chief is not named any more"
    limiting.lift(session, actor=cast.staff, clock=clock, task=secret.task)
    assert sees(session, cast.chief, secret)
    assert session.scalars(select(TaskViewer)).all() == []
    assert code_of(limiting.lift, session, actor=cast.staff, clock=clock, task=secret.task) == "stale"


@pytest.mark.parametrize("login", ["leader", "clerk", "admin", "noi_vu_head"])
def test_others_do_not_limit(cast, secret, limit, login):
    assert code_of(limit, secret, "noi_vu_head", by=login) == "permission.denied"


def test_the_log_names_people_by_opaque_ids_and_no_words(session, cast, secret, limit):
    limit(secret, "noi_vu_head")
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "task.limited")).one()
    assert entry.subject == f"task:{secret.task.public_id}"
    assert set(entry.payload["viewers"]) == {cast.users[login].public_id for login in ("chief", "noi_vu_head")}
    assert WORD not in str(entry.payload)


def test_who_is_not_named_cannot_act_and_a_link_opens_nothing(session, cast, clock, secret, limit):
    limit(secret, "noi_vu_head")
    act = {"clock": clock, "assignment": secret, "version": secret.version}
    assert code_of(answering.acknowledge, session, actor=cast.member("noi_vu"), **act) == "not_found"
    by_link = replace(cast.head("noi_vu"), user_id=None, channel=Channel.LINK)
    assert not visibility.may_read(session, actor=by_link, task=secret.task)
    assert secret.task_id in visibility.hidden_from(session, actor=by_link)
    answering.acknowledge(session, actor=cast.head("noi_vu"), **act)


def test_the_house_itself_reads_everything(session, cast, secret, limit):
    limit(secret, "noi_vu_head")
    job = replace(cast.chief, user_id=None, channel=Channel.JOB)
    assert visibility.hidden_from(session, actor=job) == visibility.Hidden()
    assert visibility.may_read(session, actor=job, task=secret.task)


def test_mails_written_afterwards_do_not_carry_its_words(session, cast, clock, give, secret, limit):
    limit(secret, "noi_vu_head")
    outbox.queue_tasks_given(session, clock=clock, links=LINKS, directive=give.directive)
    event = give.event(EventKind.RETURNED, TODAY)
    event.return_kind, event.note = ReturnKind.NOT_GOOD_ENOUGH, f"Thiếu lời khai của {WORD}."
    recording.add(session, secret, give.event(EventKind.SUBMITTED, TODAY), event)
    act_mails.queue_returned(session, clock=clock, links=LINKS, assignment=secret, event=event)
    moved = give.event(EventKind.DUE_ADJUSTED, TODAY)
    moved.note = f"Vì {WORD}."
    recording.add(session, secret, moved, give.due_date(date(2023, 9, 15), DueReason.ADJUSTED, TODAY))
    act_mails.queue_due_moved(session, clock=clock, links=LINKS, assignment=secret, event=moved)
    plan = urging.plan_day(session, office_id=cast.office.id, clock=clock, links=LINKS)
    urging.apply_day(session, office_id=cast.office.id, clock=clock, plan=plan)
    bodies = [row.body_text + row.body_html for row in session.scalars(select(OutboxMessage))]
    assert len(bodies) > 4
    assert [body for body in bodies if WORD in body] == []
    told = [body for body in bodies if "Nhiệm vụ hạn chế xem, đề nghị đăng nhập để xem" in " ".join(body.split())]
    assert len(told) > 3


def test_a_mail_written_before_is_shown_to_those_named_alone(session, cast, clock, give, secret, limit):
    outbox.queue_tasks_given(session, clock=clock, links=LINKS, directive=give.directive)
    mail = session.scalars(select(OutboxMessage).where(OutboxMessage.body_text.contains(WORD))).first()
    assert mail is not None
    limit(secret, "noi_vu_head")
    reading = {
        login: visibility.may_read_mail(session, actor=cast.actor(login), message=mail) for login in ("chief", "admin")
    }
    assert reading == {"chief": True, "admin": False}


def test_it_has_no_links_and_those_it_had_are_ended(session, cast, clock, secret, limit):
    made = {"clock": clock, "links": SIGNING, "office_id": cast.office.id, "unit_id": secret.unit_id}
    asked = {**made, "recipient": f"unit:{secret.unit_id}", "assignment_ids": [secret.id]}
    token = answer_links.addresses(session, **asked)[secret.id].rpartition("/")[2]
    assert answer_links.find(session, clock=clock, links=SIGNING, token=token).assignment is secret
    limit(secret, "noi_vu_head")
    assert code_of(answer_links.find, session, clock=clock, links=SIGNING, token=token) == "link.limited_view"
    assert answer_links.addresses(session, **asked) == {}
    limiting.lift(session, actor=cast.chief, clock=clock, task=secret.task)
    assert code_of(answer_links.find, session, clock=clock, links=SIGNING, token=token) == "link.revoked"
