"""An urgent deadline that an act begins anew is told in one mail: the act's own. What it did not say is told later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.terms import EventKind, MessageKind, OutboxState, ReminderRule, ReturnKind, Urgency
from app.models import Assignment, MessageAssignment, OutboxMessage, Reminder
from app.services import answering, deciding, due_dates, extensions, repeat_mails, repeating, urgent_mails
from app.services.decisions import Decision
from app.services.repeating import NamedDay
from app.services.times_urged import times_urged
from tests.cast import Cast
from tests.services.giving import Giver, Giving, Notice
from tests.services.lives import ACTS, PEOPLE, Life

LINKS = Links("https://dondoc.test")
GIVEN = date(2023, 9, 4)
TODAY = date(2023, 9, 14)  # a Thursday
R = ReminderRule
OF_A_DEADLINE = (R.DUE_SOON, R.DUE_TODAY, R.OVERDUE_FIRST, R.OVERDUE_WEEKLY)
NEW_DEADLINE = (MessageKind.RETURNED, MessageKind.DUE_MOVED)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return FixedClock.at(day, hour, minute).instant


def ahead(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.fixture
def told(session: Session, cast: Cast) -> Callable[[datetime], list[str]]:
    """The rules by which a run at an instant tells a unit, as far as they are told and not covered."""

    def run(instant: datetime) -> list[str]:
        before = _newest(session)
        urgent_mails.tell_urgent(session, office_id=cast.office.id, clock=FixedClock(instant), links=LINKS)
        new = select(Reminder.rule).where(
            Reminder.message_id > before, ~Reminder.covered, Reminder.recipient.like("unit:%")
        )
        session.expire_all()
        return [rule.value for rule in session.scalars(new)]

    return run


@pytest.fixture
def urgent(cast: Cast) -> Callable[..., Assignment]:
    """Given ten days ago, and acknowledged."""

    def give(due: date | None = None, urgency: Urgency = Urgency.URGENT) -> Assignment:
        clock = FixedClock(at(GIVEN, 8))
        giver = Giver(cast, clock)
        made = giver.give("noi_vu", due, task=giver.task("Khắc phục sạt lở", urgency=urgency))
        common = {"clock": clock, "assignment": made, "version": made.version}
        answering.acknowledge(cast.session, actor=cast.head("noi_vu"), **common)
        return made

    return give


Act = Callable[[Cast, FixedClock, Assignment, date], None]


def moved(cast: Cast, clock: FixedClock, assignment: Assignment, due: date) -> None:
    due_dates.adjust_due_date(
        cast.session,
        actor=cast.chief,
        clock=clock,
        links=LINKS,
        assignment=assignment,
        version=assignment.version,
        named_on=due,
        exclusive=False,
        reason="Mưa lớn.",
        decision=Decision(decider_id=cast.users["leader"].id),
    )


def corrected(cast: Cast, clock: FixedClock, assignment: Assignment, due: date) -> None:
    due_dates.correct_due_date(
        cast.session,
        actor=cast.chief,
        clock=clock,
        links=LINKS,
        assignment=assignment,
        version=assignment.version,
        named_on=due,
        exclusive=False,
        phrase="",
        reason="Nhập nhầm.",
        decision=Decision(decider_id=cast.users["chief"].id),
    )


def returned(cast: Cast, clock: FixedClock, assignment: Assignment, due: date) -> None:
    """The deadline stays, whatever it is."""
    common = {"clock": clock, "assignment": assignment}
    answering.report_done(cast.session, actor=cast.head("noi_vu"), version=assignment.version, **common)
    deciding.return_result(
        cast.session,
        actor=cast.chief,
        version=assignment.version,
        **common,
        links=LINKS,
        return_kind=ReturnKind.NOT_GOOD_ENOUGH,
        reason="Chưa có số liệu.",
        decision=Decision(decider_id=cast.users["chief"].id),
    )


def answered(answer: EventKind) -> Act:
    def act(cast: Cast, clock: FixedClock, assignment: Assignment, due: date) -> None:
        common = {"clock": clock, "assignment": assignment}
        head = cast.head("noi_vu")
        extensions.ask(cast.session, actor=head, version=assignment.version, **common, asked_for=due, reason="Mưa.")
        extensions.decide(
            cast.session,
            actor=cast.leader,
            version=assignment.version,
            **common,
            links=LINKS,
            answer=answer,
            decision=Decision(decider_id=cast.users["leader"].id),
            reason="Theo chỉ đạo.",
        )

    return act


def said_again(cast: Cast, clock: FixedClock, assignment: Assignment, due: date) -> None:
    notice = Notice(cast, clock, issued_on=clock.today())
    again = notice.new_task("Tiếp tục khắc phục.", "9", kind=assignment.task.kind)
    cast.session.flush()
    row = repeating.say_again(
        cast.session,
        actor=cast.chief,
        clock=clock,
        links=LINKS,
        first=assignment,
        task=again,
        day=NamedDay(due),
        adopt_date=True,
    )
    assert row.moved
    told = repeat_mails.tell_again(cast.session, clock=clock, links=LINKS, directive=notice.directive, again=[row])
    assert len(told) == 1


@pytest.mark.parametrize(
    ("act", "due", "new", "later"),
    [
        (moved, ahead(9), ahead(1), {ahead(1): ["due_today"], ahead(2): ["overdue_first"]}),
        (moved, ahead(9), ahead(4), {ahead(1): ["due_soon"], ahead(2): [], ahead(3): ["due_soon"]}),
        (moved, ahead(1), ahead(9), {ahead(1): [], ahead(4): ["due_soon"]}),
        (moved, ahead(-3), TODAY, {ahead(1): ["overdue_first"]}),
        (corrected, ahead(9), ahead(-2), {ahead(1): [], ahead(3): [], ahead(4): ["overdue_weekly"]}),
        (returned, ahead(-2), ahead(-2), {ahead(1): [], ahead(4): ["overdue_weekly"]}),
        (returned, ahead(1), ahead(1), {ahead(1): ["due_today"]}),
        (said_again, ahead(9), ahead(1), {ahead(1): ["due_today"]}),
        (answered(EventKind.EXTENSION_GRANTED), TODAY, ahead(1), {ahead(1): ["due_today"]}),
    ],
)
@pytest.mark.parametrize("hour", [7, 22])
def test_the_mail_on_the_act_is_the_only_one_about_it_and_what_comes_later_is_told(
    session: Session, cast: Cast, told, urgent, act: Act, due: date, new: date, later, hour: int
) -> None:
    assignment = urgent(due)
    told(at(TODAY, 6, 30))
    clock = FixedClock(at(TODAY, hour))
    act(cast, clock, assignment, new)
    assert session.scalar(select(OutboxMessage.urgent).order_by(OutboxMessage.id.desc()).limit(1)) is True
    assert assignment.due_on == new
    assert told(at(TODAY, hour, 5)) == []
    assert told(at(TODAY, 23)) == []
    assert {day: told(at(day, 6, 30)) for day in later} == later


def test_a_request_that_was_refused_begins_nothing_anew(session: Session, cast: Cast, told, urgent) -> None:
    assignment = urgent(ahead(1))
    assert told(at(ahead(-1), 6, 30)) == ["due_soon"]
    answered(EventKind.EXTENSION_REFUSED)(cast, FixedClock(at(ahead(1), 0, 30)), assignment, ahead(8))
    assert told(at(ahead(1), 6, 30)) == ["due_today"]


def test_a_mail_on_an_act_that_reaches_nobody_has_told_nothing(session: Session, cast: Cast, told, urgent) -> None:
    assignment = urgent(ahead(9))
    moved(cast, FixedClock(at(TODAY, 9)), assignment, ahead(-1))
    (mail,) = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == MessageKind.DUE_MOVED))
    assert told(at(TODAY, 9, 5)) == []
    mail.state = OutboxState.FAILED
    session.flush()
    assert told(at(ahead(1), 6, 30)) == ["overdue_first"]


def test_who_has_not_confirmed_within_the_hour_is_asked_although_the_deadline_was_just_moved(
    session: Session, cast: Cast, told
) -> None:
    clock = FixedClock(at(ahead(-1), 23, 30))
    giver = Giver(cast, clock)
    assignment = giver.give("noi_vu", ahead(9), task=giver.task("Cứu hộ", urgency=Urgency.IMMEDIATE))
    moved(cast, FixedClock(at(TODAY, 0, 10)), assignment, ahead(1))
    assert told(at(TODAY, 0, 25)) == []
    assert told(at(TODAY, 0, 30)) == ["not_acknowledged"]
    assert told(at(TODAY, 6, 30)) == []


def test_it_urges_nobody_and_the_heads_hear_of_the_lateness_as_ever(session: Session, cast: Cast, told, urgent) -> None:
    assignment = urgent(ahead(-2))
    returned(cast, FixedClock(at(TODAY, 9)), assignment, ahead(-2))
    assert told(at(TODAY, 9, 5)) == []
    heads = select(Reminder.rule).where(Reminder.recipient.like("user:%"), ~Reminder.covered)
    assert R.TO_HEAD in session.scalars(heads).all()
    for mail in session.scalars(select(OutboxMessage)):
        mail.state = OutboxState.SENT
    session.flush()
    assert times_urged(session, assignment_ids=[assignment.id])[assignment.id] == 0


def test_what_is_not_urgent_waits_for_its_digest_as_before(session: Session, cast: Cast, urgent) -> None:
    moved(cast, FixedClock(at(TODAY, 9)), urgent(ahead(9), Urgency.NORMAL), ahead(-1))
    assert session.scalars(select(Reminder)).all() == []


# Minutes that pass before an act, the act, who does it, to which part, and a number that varies what is said.
STEP = strategies.tuples(
    strategies.integers(1, 2000),
    strategies.sampled_from(sorted(ACTS)),
    strategies.sampled_from(PEOPLE),
    strategies.integers(0, 3),
    strategies.integers(0, 5),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=strategies.lists(STEP, max_size=8))
@example([(60, "adjust", "chief", 0, 1), (5, "adjust", "chief", 0, 5), (1500, "correct", "chief", 0, 1)])
@example([(30, "report", "noi_vu_head", 0, 1), (1500, "return", "chief", 0, 0)])
@example([(10, "ask", "noi_vu_head", 0, 4), (1500, "decide", "leader", 0, 1), (1500, "transfer", "chief", 0, 1)])
def test_whatever_happens_nobody_has_two_mails_of_it_and_nothing_that_is_reached_is_untold(session, cast, steps):
    session.expire_all()
    with session.begin_nested() as example_of_its_own:
        _live(session, cast, steps)
        example_of_its_own.rollback()


def _live(session: Session, cast: Cast, steps: Sequence[tuple[int, str, str, int, int]]) -> None:
    clock = FixedClock(at(TODAY, 8))
    lead, helper = Giving(cast, clock).task(
        ("noi_vu",), due=ahead(4), coordinating=("kinh_te",), urgency=Urgency.URGENT
    )
    life = Life(cast, clock, [lead, helper])
    for minutes, name, who, place, number in steps:
        _run_through(session, cast, clock, clock.instant + timedelta(minutes=minutes))
        before = _newest(session)
        with suppress(DomainError), session.begin_nested():
            life.act(name, who, place, number)
        named = _named_by_acts(session, before)
        _run(session, cast, clock)
        assert not named & _told_of_deadlines(session, before), life.done
        _nothing_is_untold(session, cast, clock)


def _run_through(session: Session, cast: Cast, clock: FixedClock, until: datetime) -> None:
    """The runs of each morning and one just before the instant."""
    morning = at(clock.today() + timedelta(days=1), 6, 30)
    while morning < until:
        clock.instant = morning
        _run(session, cast, clock)
        _nothing_is_untold(session, cast, clock)
        morning += timedelta(days=1)
    clock.instant = until
    _run(session, cast, clock)


def _run(session: Session, cast: Cast, clock: FixedClock) -> None:
    done = urgent_mails.tell_urgent(session, office_id=cast.office.id, clock=clock, links=LINKS)
    assert done.failed == 0
    session.expire_all()


def _newest(session: Session) -> int:
    return session.scalar(select(OutboxMessage.id).order_by(OutboxMessage.id.desc()).limit(1)) or 0


def _named_by_acts(session: Session, after: int) -> set[tuple[int, str]]:
    """Assignments with whom the mails on an act told a new deadline."""
    m, of = OutboxMessage, MessageAssignment
    query = select(of.assignment_id, m.recipient).join(m, m.id == of.message_id)
    return set(session.execute(query.where(m.id > after, m.kind.in_(NEW_DEADLINE))).tuples())


def _told_of_deadlines(session: Session, after: int) -> set[tuple[int, str]]:
    r, m = Reminder, OutboxMessage
    query = select(r.assignment_id, r.recipient).join(m, m.id == r.message_id)
    of_a_deadline = r.rule.in_(OF_A_DEADLINE), ~r.covered, m.kind == MessageKind.URGENT
    return set(session.execute(query.where(m.id > after, *of_a_deadline)).tuples())


def _nothing_is_untold(session: Session, cast: Cast, clock: FixedClock) -> None:
    """By day: what a run would tell a unit of a deadline, had nothing been told, a mail has told: of this very rung, or
    something of the assignment today."""
    if not 7 <= clock.now().hour + 7 < 21:
        return
    with session.begin_nested() as trial:
        session.execute(delete(Reminder))
        _, plans = urgent_mails.plan_urgent(session, office_id=cast.office.id, clock=clock, links=LINKS)
        trial.rollback()
    for plan in plans:
        for item in plan.items if plan.is_unit else ():
            assert _has_heard(session, clock, item.reminder), item.reminder


def _has_heard(session: Session, clock: FixedClock, reminder) -> bool:
    r = Reminder
    of_it = (r.assignment_id == reminder.assignment_id, r.recipient == reminder.recipient, r.message_id.is_not(None))
    this = r.rule == reminder.rule, r.anchor == reminder.anchor, r.occurrence == reminder.occurrence
    today = r.day == clock.today(), ~r.covered
    return any(session.scalar(select(r.id).where(*of_it, *what).limit(1)) for what in (this, today))
