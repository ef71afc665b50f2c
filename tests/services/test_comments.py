"""What is said about an assignment: who may, who is called, and what the mail tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.terms import MessageKind
from app.models import Assignment, AuditEntry, Comment, MessageAssignment, OutboxMessage
from app.services import comments
from app.services.acts import concern_of
from app.services.comments import LONGEST
from tests.cast import Cast
from tests.services.giving import Giving

LINKS = Links("http://dondoc.test")


@pytest.fixture
def parts(cast: Cast, clock, session) -> dict[str, Assignment]:
    """Nội vụ and Tư pháp lead, Xã Hạ and Kinh tế coordinate."""
    give = Giving(cast, clock)
    made = give.task(("noi_vu", "tu_phap"), due=date(2023, 9, 20), coordinating=("xa_ha", "kinh_te"))
    return dict(zip(("noi_vu", "tu_phap", "xa_ha", "kinh_te"), made, strict=True))


@pytest.fixture
def say(cast: Cast, clock, session):
    def act(who: str, assignment: Assignment, text: str) -> Comment:
        actor = cast.actor(who)
        return comments.add(session, actor=actor, clock=clock, links=LINKS, assignment=assignment, text=text)

    return act


def mails(session) -> list[OutboxMessage]:
    rows = select(OutboxMessage).where(OutboxMessage.kind == MessageKind.MENTIONED).order_by(OutboxMessage.id)
    return list(session.scalars(rows))


@pytest.mark.parametrize("who", ["noi_vu_head", "noi_vu_member", "xa_ha_head", "chief", "staff", "leader"])
def test_whoever_sees_and_may_comment_says_something(cast, session, parts, say, who):
    said = say(who, parts["noi_vu"], "  Đã có số liệu.  ")
    assert (said.text, said.author_id) == ("Đã có số liệu.", cast.users[who].id)
    assert [each.text for each in comments.of(session, assignment=parts["noi_vu"])] == ["Đã có số liệu."]
    assert mails(session) == []


@pytest.mark.parametrize("who", ["tu_phap_head", "cong_an_member", "clerk", "admin"])
def test_whoever_may_not_is_refused(session, parts, say, who):
    with pytest.raises(DomainError) as caught:
        say(who, parts["noi_vu"], "Thử.")
    assert caught.value.code == "permission.denied"
    assert comments.of(session, assignment=parts["noi_vu"]) == []


@pytest.mark.parametrize(
    ("changed", "code"), [({"office_id": 999}, "not_found"), ({"user_id": None}, "permission.denied")]
)
def test_neither_another_office_nor_somebody_without_an_account_comments(cast, session, clock, parts, changed, code):
    actor = replace(cast.head("noi_vu"), **changed)
    with pytest.raises(DomainError) as caught:
        comments.add(session, actor=actor, clock=clock, links=LINKS, assignment=parts["noi_vu"], text="Thử.")
    assert caught.value.code == code


@pytest.mark.parametrize(("text", "code"), [("  \n ", "comment.empty"), ("a" * (LONGEST + 1), "comment.too_long")])
def test_nothing_and_too_much_are_refused(parts, say, text, code):
    with pytest.raises(DomainError) as caught:
        say("noi_vu_head", parts["noi_vu"], text)
    assert caught.value.code == code


def test_each_unit_that_is_called_gets_one_mail_about_the_assignment(cast, session, parts, say):
    said = say("noi_vu_head", parts["noi_vu"], "@Xã Hạ gửi số liệu, @xa ha nhé; @Kinh tế và @Văn phòng biết.")
    assert {unit.short_name for unit in said.units} == {"Xã Hạ", "Kinh tế", "Văn phòng"}
    assert sorted(mail.to_address for mail in mails(session)) == [
        "kinh_te@dondoc.test",
        "van_phong@dondoc.test",
        "xa_ha@dondoc.test",
    ]
    about = select(MessageAssignment.message_id).where(MessageAssignment.assignment_id == parts["noi_vu"].id)
    assert set(session.scalars(about)) == {mail.id for mail in mails(session)}


def test_a_unit_that_cannot_read_the_comment_is_not_called(session, parts, say):
    """Another lead does not see this one's page, nor one coordinating unit another's."""
    assert say("noi_vu_head", parts["noi_vu"], "@Tư pháp và @Công an").units == []
    assert [unit.short_name for unit in say("xa_ha_head", parts["xa_ha"], "@Kinh tế, @Tư pháp").units] == ["Tư pháp"]
    assert [mail.to_address for mail in mails(session)] == ["tu_phap@dondoc.test"]


def test_what_is_offered_after_the_at_calls_exactly_that_unit(session, parts, say):
    concern = concern_of(session, parts["noi_vu"])
    for unit in comments.addressees(session, office_id=parts["noi_vu"].office_id, concern=concern):
        assert say("chief", parts["noi_vu"], f"Gửi @{comments.handle(unit)}.").units == [unit]


def test_the_mail_says_who_said_what_and_where(session, parts, say):
    say("noi_vu_head", parts["noi_vu"], "@Xã Hạ gửi số liệu.\nTrước thứ Sáu.")
    (mail,) = mails(session)
    assert mail.subject == "Trao đổi về nhiệm vụ – 15/TB-UBND"
    for words in ("Trưởng Nội vụ trao đổi", "@Xã Hạ gửi số liệu.\nTrước thứ Sáu.", parts["noi_vu"].public_id):
        assert words in mail.body_text
    assert "@Xã Hạ gửi số liệu.<br>Trước thứ Sáu." in mail.body_html


def test_the_mail_about_a_restricted_task_says_no_word_of_it(session, parts, say):
    parts["noi_vu"].task.restricted = True
    say("noi_vu_head", parts["noi_vu"], "@Xã Hạ gửi hồ sơ cán bộ.")
    (mail,) = mails(session)
    assert "hồ sơ cán bộ" not in mail.body_text + mail.body_html
    assert parts["noi_vu"].task.text not in mail.body_text + mail.body_html
    assert parts["noi_vu"].public_id in mail.body_text


def test_the_log_tells_of_the_comment_without_its_words(cast, session, parts, say):
    before = parts["noi_vu"].version
    say("noi_vu_head", parts["noi_vu"], "@Xã Hạ gửi số liệu.")
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "assignment.commented")).one()
    assert (entry.subject, entry.payload) == (f"assignment:{parts['noi_vu'].public_id}", {"channel": "web"})
    assert parts["noi_vu"].version == before  # a comment makes nobody's form stale
