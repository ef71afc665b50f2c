"""Mails on acts keep the office's quiet hours; what is urgent does not wait."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.adapters.mail_templates import Composed
from app.domain.terms import MessageKind, Urgency
from app.models import OutboxMessage, Policy
from app.services import outbox, quiet_hours
from app.services.outbox import queue_tasks_given
from tests.services.giving import Giver

THURSDAY, FRIDAY, SATURDAY, MONDAY = (date(2023, 9, day) for day in (14, 15, 16, 18))
MORNING = FixedClock.at(MONDAY, 6).instant


def give(cast, clock, *urgencies: Urgency) -> Giver:
    """A notice with a task for Nội vụ of each urgency, and its mails."""
    giver = Giver(cast, clock)
    for urgency in urgencies:
        giver.give("noi_vu", date(2023, 9, 29), task=giver.task(urgency=urgency))
    queue_tasks_given(cast.session, clock=clock, links=Links("https://dondoc.test"), directive=giver.directive)
    return giver


def the_mail(session) -> OutboxMessage:
    return session.scalars(select(OutboxMessage)).one()


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        (FixedClock.at(FRIDAY, 20, 59), FixedClock.at(FRIDAY, 20, 59).instant),
        (FixedClock.at(FRIDAY, 21, 0), MORNING),
        (FixedClock.at(SATURDAY, 10), MORNING),
        (FixedClock.at(MONDAY, 3), MORNING),
    ],
)
def test_tasks_given_at_night_or_on_a_day_off_are_told_the_next_working_morning(session, cast, clock, at, leaves):
    clock.instant = at.instant
    give(cast, clock, Urgency.NORMAL)
    message = the_mail(session)
    assert (message.next_attempt_at, message.urgent) == (leaves, False)


@pytest.mark.parametrize("urgency", [Urgency.URGENT, Urgency.VERY_URGENT, Urgency.IMMEDIATE])
def test_one_urgent_task_in_it_and_the_mail_leaves_at_once(session, cast, clock, urgency):
    clock.instant = FixedClock.at(SATURDAY, 23).instant
    give(cast, clock, Urgency.NORMAL, urgency)
    message = the_mail(session)
    assert (message.next_attempt_at, message.urgent) == (clock.now(), True)


def test_the_office_chooses_its_quiet_hours(session, cast, clock):
    session.add(
        Policy(
            office_id=cast.office.id, version=1, recorded_at=clock.now(), quiet_from_hour=18, quiet_to_hour=7,
        )
    )  # fmt: skip
    session.flush()
    clock.instant = FixedClock.at(FRIDAY, 18, 30).instant
    give(cast, clock, Urgency.NORMAL)
    assert the_mail(session).next_attempt_at == FixedClock.at(MONDAY, 7).instant


@pytest.mark.parametrize("kind", sorted(set(MessageKind) - quiet_hours.ON_ACTS))
def test_what_is_no_mail_on_an_act_knows_no_quiet_hours(session, cast, clock, kind):
    clock.instant = FixedClock.at(SATURDAY, 23).instant
    recipient = outbox.unit_recipient(session, unit_id=cast.units["noi_vu"].id, today=clock.today())
    composed = Composed("Thư", "Nội dung", "<p>Nội dung</p>")
    put = outbox.put(
        session, clock=clock, office_id=cast.office.id, kind=kind, key="x", recipient=recipient, composed=composed
    )
    assert put is not None
    assert put.next_attempt_at == clock.now()


def test_whoever_gives_is_told_until_when_the_mails_are_held(session, cast, clock):
    giver = give(cast, clock, Urgency.NORMAL)
    assert quiet_hours.held_back(session, clock=clock, directive=giver.directive) is None
    clock.instant = FixedClock.at(FRIDAY, 22).instant
    at_night = give(cast, clock, Urgency.NORMAL)
    held = quiet_hours.held_back(session, clock=clock, directive=at_night.directive)
    assert held == quiet_hours.Held(MORNING, some_left=False)
    mixed = Giver(cast, clock)
    mixed.give("noi_vu", date(2023, 9, 29))
    mixed.give("tu_phap", date(2023, 9, 29), task=mixed.task(urgency=Urgency.IMMEDIATE))
    queue_tasks_given(session, clock=clock, links=Links("https://dondoc.test"), directive=mixed.directive)
    held = quiet_hours.held_back(session, clock=clock, directive=mixed.directive)
    assert held == quiet_hours.Held(MORNING, some_left=True)
