"""Where the relay does not carry a morning's digests in a day: whoever was overtaken goes first the next morning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.domain.terms import MessageKind, OutboxState
from app.models import OutboxMessage
from app.services import delivery, urging, urging_write
from app.services.delivery import Claimed
from app.services.queue_places import places
from tests.cast import UNITS, Cast
from tests.services.giving import Giver

LINKS = Links("https://dondoc.test")
MORNINGS = (date(2023, 9, 14), date(2023, 9, 15), date(2023, 9, 18))  # the weekend in between
ORDER = (
    MessageKind.LEADER_DIGEST,
    MessageKind.OFFICE_DIGEST,
    MessageKind.FIELD_DIGEST,
    MessageKind.UNIT_DIGEST,
    MessageKind.HEAD_DIGEST,
)


@pytest.fixture
def everybody(cast: Cast) -> None:
    """Each unit and each head has something new to read on each of the mornings."""
    giver = Giver(cast, FixedClock.at(date(2023, 9, 11), 15))
    for unit, *_ in UNITS:
        for day in MORNINGS:
            giver.give(unit, day - timedelta(days=3 if day.weekday() == 0 else 1))


@pytest.fixture
def plan(session: Session, cast: Cast) -> Callable[[date], list[OutboxMessage]]:
    """The digests of a morning, as they were queued."""

    def run(day: date) -> list[OutboxMessage]:
        clock = FixedClock.at(day, 6, 30)
        planned = urging.plan_day(session, office_id=cast.office.id, clock=clock, links=LINKS)
        urging.apply_day(session, office_id=cast.office.id, clock=clock, plan=planned)
        session.expire_all()
        todays = OutboxMessage.key.startswith(f"digest:{day}")
        return list(session.scalars(select(OutboxMessage).where(todays).order_by(OutboxMessage.id)))

    return run


@pytest.fixture
def deliver(session: Session) -> Callable[..., list[str]]:
    """What the relay takes of a day, as the recipients in the order in which it leaves."""

    def run(day: date, most: int, hour: int = 8) -> list[str]:
        clock = FixedClock.at(day, hour)
        gone = []
        for _, claimed in zip(range(most), _claims(session, clock), strict=False):
            delivery.settle_sent(session, clock=clock, claimed=claimed)
            gone.append(claimed.key.partition(f"{day}:")[2])
        return gone

    return run


def _claims(session: Session, clock: FixedClock) -> Iterator[Claimed]:
    return iter(lambda: delivery.claim(session, clock=clock), None)  # type: ignore[arg-type, return-value]


@pytest.mark.usefixtures("everybody")
def test_where_only_a_third_leaves_beside_the_leaders_everybody_had_one_after_three_mornings(
    plan: Callable[[date], list[OutboxMessage]], deliver: Callable[..., list[str]]
) -> None:
    had: list[set[str]] = []
    for day in MORNINGS:
        wanted = [mail.recipient for mail in plan(day)]
        assert len(wanted) == 1 + 13, "the leader; the chief, all units and heads"
        had.append(set(deliver(day, 1 + 5)))
    assert set.union(*had) == set(wanted)


@pytest.mark.usefixtures("everybody")
def test_leaders_never_wait_and_within_a_waiting_time_the_order_of_a_morning_holds(
    plan: Callable[[date], list[OutboxMessage]], deliver: Callable[..., list[str]]
) -> None:
    waited: dict[str, int] = {}
    for day in MORNINGS:
        kind = {mail.recipient: mail.kind for mail in plan(day)}
        gone = deliver(day, 6)
        ranks = [
            (kind[each] is not MessageKind.LEADER_DIGEST, -waited.get(each, 0), ORDER.index(kind[each]))
            for each in gone
        ]
        assert ranks == sorted(ranks)
        assert kind[gone[0]] is MessageKind.LEADER_DIGEST
        waited = {each: 0 if each in gone else waited.get(each, 0) + 1 for each in kind}
    assert max(waited.values()) < len(MORNINGS)


@pytest.mark.usefixtures("everybody")
def test_who_wants_it_later_queues_from_the_morning_on_and_has_it_no_earlier(
    session: Session,
    cast: Cast,
    plan: Callable[[date], list[OutboxMessage]],
    deliver: Callable[..., list[str]],
) -> None:
    chief = cast.users["chief"]
    chief.mail_hour = 8
    session.flush()
    mails = plan(MORNINGS[0])
    key = f"user:{chief.id}"
    early = deliver(MORNINGS[0], len(mails) // 2, hour=7)
    assert key not in early
    assert deliver(MORNINGS[0], 1, hour=8) == [key], "before all units that still wait"


@pytest.mark.usefixtures("everybody")
def test_a_place_is_taken_over_until_a_digest_leaves(
    session: Session, cast: Cast, plan: Callable[[date], list[OutboxMessage]], deliver: Callable[..., list[str]]
) -> None:
    first, second, third = MORNINGS
    queued = {mail.recipient: mail.queued_at for mail in plan(first)}
    again = {mail.recipient: mail.queued_at for mail in plan(second)}
    assert again == queued, "nothing left on the first morning"
    (reached,) = deliver(second, 1)
    last = {mail.recipient: mail.queued_at for mail in plan(third)}
    assert last.pop(reached) == FixedClock.at(third, 6, 30).now()
    assert last.items() <= queued.items()
    waiting = places(session, office_id=cast.office.id, today=third + timedelta(days=1))
    assert waiting.keys() == queued.keys(), "also whose second one has not left"


@pytest.mark.usefixtures("everybody")
def test_a_run_that_died_after_it_put_the_older_ones_aside_forgets_no_place(
    session: Session, cast: Cast, plan: Callable[[date], list[OutboxMessage]]
) -> None:
    for mail in plan(MORNINGS[0]):
        mail.state = OutboxState.SENT if mail.kind is MessageKind.UNIT_DIGEST else mail.state
        mail.sent_at = mail.queued_at if mail.kind is MessageKind.UNIT_DIGEST else None
    session.flush()
    before = places(session, office_id=cast.office.id, today=MORNINGS[1])
    assert not any(recipient.startswith("unit:") for recipient in before)
    clock = FixedClock.at(MORNINGS[1], 6, 30)
    day = urging.plan_day(session, office_id=cast.office.id, clock=clock, links=LINKS)
    urging_write.replace_older(session, plan=day)
    assert places(session, office_id=cast.office.id, today=MORNINGS[1]) == before != {}


def test_of_no_office_that_was_served_in_time_anybody_has_a_place(
    session: Session, cast: Cast, plan: Callable[[date], list[OutboxMessage]], deliver: Callable[..., list[str]]
) -> None:
    Giver(cast, FixedClock.at(date(2023, 9, 11), 15)).give("noi_vu", date(2023, 9, 13))
    mails = plan(MORNINGS[0])
    assert len(deliver(MORNINGS[0], 100)) == len(mails) > 0
    assert places(session, office_id=cast.office.id, today=MORNINGS[1]) == {}
