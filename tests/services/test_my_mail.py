"""Each person chooses how mails come."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.domain.errors import DomainError
from app.models import AuditEntry
from app.services import my_mail
from app.services.my_mail import MailChoices


def test_a_choice_is_kept_and_stands_in_the_log_without_what_was_chosen(session, cast, clock):
    chosen = MailChoices(7, mail_as_text=True)
    assert my_mail.change(session, actor=cast.leader, clock=clock, choices=chosen)
    session.flush()
    session.expire_all()
    assert my_mail.choices_of(cast.users["leader"]) == chosen
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.payload) == ("person.mail_chosen", {"changed": ["mail_hour", "mail_as_text"]})
    assert entry.subject == f"person:{cast.users['leader'].public_id}"


def test_the_same_choice_again_changes_nothing(session, cast, clock):
    assert not my_mail.change(session, actor=cast.leader, clock=clock, choices=MailChoices(None, mail_as_text=False))
    assert session.scalars(select(AuditEntry)).all() == []


@pytest.mark.parametrize("hour", [-1, 0, 6, 18, 24])
def test_an_hour_at_which_nobody_works_is_refused(session, cast, clock, hour):
    with pytest.raises(DomainError) as refused:
        my_mail.change(session, actor=cast.leader, clock=clock, choices=MailChoices(hour, mail_as_text=False))
    assert refused.value.code == "my_mail.hour"


@pytest.mark.parametrize("hour", [None, 7, 17])
def test_the_first_and_the_last_hour_may_be_chosen(session, cast, clock, hour):
    my_mail.change(session, actor=cast.leader, clock=clock, choices=MailChoices(hour, mail_as_text=False))
    assert cast.users["leader"].mail_hour == hour
