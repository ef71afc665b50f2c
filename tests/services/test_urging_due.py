"""What the plan reads is all that it would tell: over a random office, planning over everything gives the same."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.domain.terms import (
    AssignmentRole,
    ChargeKind,
    DueReason,
    EventKind,
    MessageKind,
    OutboxState,
    ReturnKind,
    State,
    Urgency,
)
from app.models import (
    Assignment,
    Event,
    Extension,
    Field,
    FieldCharge,
    FieldUnit,
    MeetingSeries,
    OutboxMessage,
    Reminder,
)
from app.services import recording, urging, urging_due, urging_plan
from app.services.rules import load_rules
from app.services.urging_plan import Told
from tests.cast import Cast
from tests.services.giving import Giver

LINKS = Links("https://dondoc.test")
FIRST, DAYS = date(2023, 9, 5), 30
UNITS = ("van_phong", "noi_vu", "tu_phap", "kinh_te", "xa_ha", "cong_an")


class Life:
    """An office in which something happens every day."""

    def __init__(self, session: Session, cast: Cast, seed: int) -> None:
        self.session, self.cast, self.chance = session, cast, random.Random(seed)
        self.clock = FixedClock.at(FIRST, 9)
        self.giver = Giver(cast, self.clock)
        self.given: list[Assignment] = []
        self._fields()

    def _fields(self) -> None:
        for name, unit, leader in (("Nội vụ", "noi_vu", "leader"), ("Tư pháp", "tu_phap", None)):
            field = Field(office_id=self.cast.office.id, name=name, valid_from=date(2020, 1, 1))
            self.session.add(field)
            self.session.flush()
            self.session.add(FieldUnit(field_id=field.id, unit_id=self.cast.units[unit].id))
            people = [(ChargeKind.FOLLOWER, "staff"), *([(ChargeKind.LEADER, leader)] if leader else [])]
            for kind, login in people:
                user_id = self.cast.users[login].id
                self.session.add(FieldCharge(field_id=field.id, user_id=user_id, kind=kind, valid_from=FIRST))
        series = MeetingSeries(office_id=self.cast.office.id, name="Giao ban", weekdays="2", valid_from=FIRST)
        self.session.add(series)
        self.session.flush()

    def day(self, today: date) -> None:
        self.clock.instant = FixedClock.at(today, 15).instant
        for _ in range(self.chance.randint(0, 3)):
            self.give(today)
        for assignment in self.chance.sample(self.given, min(4, len(self.given))):
            self.happen(assignment, today)
        self.session.flush()

    def give(self, today: date) -> None:
        due = None if self.chance.random() < 0.2 else today + timedelta(days=self.chance.randint(-3, 12))
        urgency = self.chance.choice([Urgency.NORMAL] * 4 + [Urgency.URGENT])
        role = self.chance.choice([AssignmentRole.LEAD] * 4 + [AssignmentRole.COORDINATING])
        unit, exclusive = self.chance.choice(UNITS), self.chance.random() < 0.3
        task = self.giver.task(urgency=urgency)
        self.given.append(self.giver.give(unit, due, task=task, role=role, exclusive=exclusive))

    def happen(self, assignment: Assignment, today: date) -> None:
        lead = assignment.role is AssignmentRole.LEAD
        turn = self.chance.choice(["acknowledge", "move", "report", "return", "sign", "cause", "ask", "accept"])
        if assignment.closed_on is not None:
            return
        if turn == "acknowledge" and assignment.state is State.OPEN:
            self.write(assignment, EventKind.ACKNOWLEDGED, today)
        elif turn == "move" and assignment.due_on:
            day = today + timedelta(days=self.chance.randint(-2, 9))
            due = self.giver.due_date(day, DueReason.ADJUSTED, today)
            recording.add(self.session, assignment, due)
        elif turn == "report" and lead and assignment.state is not State.WAITING:
            self.write(assignment, EventKind.SUBMITTED, today)
        elif turn == "return" and assignment.state is State.WAITING:
            kind = self.chance.choice(list(ReturnKind))
            new_due = today + timedelta(days=2) if kind is ReturnKind.MISSING_PAPERS and assignment.due_on else None
            self.giver.return_it(assignment, today, kind, new_due)
        elif turn == "sign" and lead and assignment.state in (State.ACKNOWLEDGED, State.IN_PROGRESS):
            self.write(assignment, EventKind.SENT_FOR_SIGNATURE, today, desk="Phó Chủ tịch phụ trách")
        elif turn == "cause" and lead and self.chance.random() < 0.3:
            self.write(assignment, EventKind.CAUSE_CONFIRMED, today)
        elif turn == "ask" and lead and assignment.due_on and assignment.extension_asked_on is None:
            self.ask(assignment, today)
        elif turn == "accept" and assignment.state is State.WAITING:
            self.write(assignment, EventKind.ACCEPTED, today)

    def ask(self, assignment: Assignment, today: date) -> None:
        until, due = today + timedelta(days=30), assignment.due_on
        request = Extension(assignment=assignment, asked_on=today, asked_for=until, due_on=due, reason="Chờ số liệu")
        self.session.add(request)
        self.session.flush()
        self.write(assignment, EventKind.EXTENSION_ASKED, today, extension_id=request.id, named_on=until)

    def write(self, assignment: Assignment, kind: EventKind, today: date, **more: object) -> None:
        event = Event(kind=kind, effective_on=today, recorded_at=self.clock.now(), **more)
        event.recorder_id = self.cast.users["chief"].id
        recording.add(self.session, assignment, event)

    def deliver(self) -> None:
        """Most mails leave, some fail, some wait."""
        for message in self.session.scalars(select(OutboxMessage).where(OutboxMessage.state == OutboxState.PENDING)):
            message.state = self.chance.choice([OutboxState.SENT] * 6 + [OutboxState.FAILED, OutboxState.RETRY])
        self.session.flush()


def planned(session: Session, cast: Cast, clock: FixedClock) -> Told:
    rules = load_rules(session, office_id=cast.office.id)
    known = urging_plan.gathering(session, office_id=cast.office.id, now=clock.now(), rules=rules, links=LINKS)
    return urging_plan.told_by_recipient(session, known=known)


@pytest.mark.parametrize("seed", [1, 2])
def test_reading_what_is_due_tells_the_same_as_reading_everything(
    session: Session, cast: Cast, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    life, told = Life(session, cast, seed), 0
    for ahead in range(DAYS):
        today = FIRST + timedelta(days=ahead)
        clock = FixedClock.at(today, 6, 30)
        few = planned(session, cast, clock)
        with monkeypatch.context() as patch:
            everything = list(session.scalars(select(Assignment.id).where(Assignment.closed_on.is_(None))))
            patch.setattr(urging_due, "due_ids", lambda *_, ids=everything: sorted(ids))
            assert planned(session, cast, clock) == few
        plan = urging.plan_day(session, office_id=cast.office.id, clock=clock, links=LINKS)
        told += urging.apply_day(session, office_id=cast.office.id, clock=clock, plan=plan).items
        assert planned(session, cast, clock) == {}, "told once, there is nothing left"
        life.deliver()
        life.day(today)
    assert told > 40
    recipients = set(session.scalars(select(Reminder.recipient).distinct()))
    assert {f"user:{cast.users[login].id}" for login in ("chief", "leader")} <= recipients
    kinds = set(session.scalars(select(OutboxMessage.kind)))
    assert MessageKind.UNIT_DIGEST in kinds


def test_a_quiet_morning_reads_no_assignment(session: Session, cast: Cast) -> None:
    clock = FixedClock.at(FIRST, 9)
    giver = Giver(cast, clock)
    for unit in UNITS:
        assignment = giver.give(unit, date(2024, 6, 28))
        event = giver.event(EventKind.ACKNOWLEDGED, FIRST)
        recording.add(session, assignment, event)
    rules = load_rules(session, office_id=cast.office.id)
    known = urging_plan.gathering(
        session, office_id=cast.office.id, now=FixedClock.at(date(2023, 10, 3), 6, 30).now(), rules=rules, links=LINKS
    )
    assert urging_due.due_ids(session, known.search) == []
