"""What was counted for a page is counted anew after each kind of write, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from app.adapters.changes import kept
from app.adapters.clock import FixedClock
from app.adapters.database import prepare, reading_only
from app.domain.terms import Standing
from app.models import Unit
from app.services.listing import Wanted, count
from app.services.rules import load_rules
from tests.cast import Cast, load_cast
from tests.services.giving import Giving
from tests.services.test_assignments import Acts

TODAY = date(2023, 9, 14)


@pytest.fixture
def engine(peopled_url: str) -> Iterator[Engine]:
    """With connections that stay open, as the web has them, since it is with them that something is kept."""
    made = create_engine(peopled_url)
    prepare(made)
    yield made
    made.dispose()


@pytest.fixture
def office(engine: Engine, clock: FixedClock) -> Iterator[Cast]:
    with Session(engine, expire_on_commit=False) as opened:
        cast = load_cast(opened, clock)
        opened.commit()
        yield cast


class Page:
    """Asks as a request does that only reads, and remembers how often anything was really read."""

    def __init__(self, engine: Engine, cast: Cast) -> None:
        self.engine, self.cast, self.chief, self.times = engine, cast, cast.chief, 0
        cast.session.commit()

    def overdue(self) -> int:
        def read(session: Session) -> int:
            rules = load_rules(session, office_id=self.chief.office_id)
            wanted = Wanted(standings=(Standing.OVERDUE,))
            return count(session, actor=self.chief, rules=rules, today=TODAY, wanted=wanted).assignments

        return self._ask("overdue", read)

    def name_of(self, unit_id: int) -> str:
        return self._ask("name", lambda session: session.get_one(Unit, unit_id).name)

    def _ask(self, key, read):
        def really(session: Session):
            self.times += 1
            return read(session)

        token = reading_only.set(True)
        try:
            with Session(self.engine) as session:
                return kept(session.connection(), key, lambda: really(session))
        finally:
            reading_only.reset(token)


def test_what_was_counted_is_counted_anew_after_each_kind_of_write(engine, office, clock):
    page, give, acts = Page(engine, office), Giving(office, clock), Acts(office.session, office, clock)
    office.session.commit()
    counted = [page.overdue()]
    assignment = give("noi_vu", due=date(2023, 9, 12))
    office.session.commit()
    counted.append(page.overdue())
    for act in (acts.report, acts.accept):
        act(assignment)
        office.session.commit()
        counted.append(page.overdue())
    assert counted == [0, 1, 1, 0]
    read = page.times
    assert [page.overdue() for _ in range(3)] == [0, 0, 0]
    assert page.times == read, "nobody wrote, so nothing is read again"


def test_a_write_that_no_log_knows_of_is_seen(engine, office):
    page, unit = Page(engine, office), office.units["noi_vu"]
    assert page.name_of(unit.id) == "Phòng Nội vụ"
    unit.name = "Sở Nội vụ"
    office.session.commit()
    assert page.name_of(unit.id) == "Sở Nội vụ"
