"""An office of forty units that owe something every morning, and acts that are told at once."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock, FixedClock
from app.adapters.mail_templates import Composed
from app.domain.terms import MessageKind
from app.models import Unit
from app.services import outbox
from tests.cast import add_unit, load_cast
from tests.chaos.server import REFUSED
from tests.databases import engine_for
from tests.services.giving import Giver

UNITS = 40
NOWHERE = (3, 17)  # of them, whose mailboxes do not exist
FIRST_DAY = date(2023, 9, 14)
MAILS_OF_AN_ACT = 3
ACTS_A_DAY = 80  # that wait when the day begins, so that whoever delivers is at it when he is killed


def people(url: str) -> None:
    """Units, and for each of them work whose deadlines lie around the days that follow."""
    engine = engine_for(url)
    clock = FixedClock.at(FIRST_DAY, 6)
    with Session(engine) as session, session.begin():
        cast = load_cast(session, clock)
        giver = Giver(cast, clock)
        for n in range(UNITS):
            unit = add_unit(cast, f"xa_{n}", f"UBND xã Thử Nghiệm số {n}")
            unit.email = f"{REFUSED}_{n}@dondoc.test" if n in NOWHERE else unit.email
            unit.contact_email = f"dau_moi_{n}@dondoc.test" if n % 4 == 1 and n not in NOWHERE else ""
            for due in (n % 13, n * 7 % 36):
                giver.give(f"xa_{n}", FIRST_DAY + timedelta(days=due))
    engine.dispose()


def working_days(count: int) -> Iterator[date]:
    """From the first one on; none of the official days off lies among them."""
    day = FIRST_DAY
    while count:
        if day.weekday() < 5:
            yield day
            count -= 1
        day += timedelta(days=1)


def fill_the_queue(url: str, clock: Clock, lot: random.Random) -> None:
    engine = engine_for(url)
    for number in range(ACTS_A_DAY):
        with Session(engine) as session, session.begin():
            tell_an_act(session, clock, f"{clock.today()}:{number}", lot)
    engine.dispose()


def tell_an_act(session: Session, clock: Clock, name: str, lot: random.Random) -> None:
    """The mails of one act, as one notice has them: all of them in its transaction, or none."""
    units: Sequence[Unit] = session.scalars(select(Unit).where(Unit.name.startswith("UBND xã Thử"))).all()
    for unit in lot.sample(units, MAILS_OF_AN_ACT):
        recipient = outbox.unit_recipient(session, unit_id=unit.id, today=clock.today())
        outbox.put(
            session,
            clock=clock,
            office_id=unit.office_id,
            kind=MessageKind.TASKS_GIVEN,
            key=f"act:{name}:{recipient.key}",
            recipient=recipient,
            composed=Composed("01 nhiệm vụ chủ trì, thử", "Kính gửi đơn vị\n" * 20, "<p>Kính gửi đơn vị</p>" * 20),
            urgent=lot.random() < 0.2,
        )
