"""What is known holds until somebody writes, on both databases."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.domain.terms import Standing
from app.models import Unit
from app.services import audit
from app.services.known import AT_MOST, Known
from app.services.listing import Wanted, count
from app.services.rules import load_rules
from tests.cast import make_cast
from tests.databases import engine_for
from tests.services.making import Giving
from tests.services.test_assignments import Acts

TODAY = date(2023, 9, 14)


@pytest.fixture
def office(engine_url, clock):
    """An office on a database of its own, since what is known must see other people's commits."""
    engine = engine_for(engine_url)
    with Session(engine, expire_on_commit=False) as opened:
        cast = make_cast(opened, clock)
        opened.commit()
        yield engine, cast


def test_what_was_counted_is_counted_anew_after_each_kind_of_write(office, clock: FixedClock):
    engine, cast = office
    known, counted, read = Known(), [], []

    def ask() -> int:
        with Session(engine) as other:

            def overdue() -> int:
                read.append(1)
                rules = load_rules(other, office_id=cast.office.id)
                wanted = Wanted(standings=(Standing.OVERDUE,))
                return count(other, actor=chief, rules=rules, today=TODAY, wanted=wanted).assignments

            return known.get(other, "overdue", overdue)

    chief = cast.chief
    give, acts = Giving(cast, clock), Acts(cast.session, cast, clock)
    cast.session.commit()
    counted.append(ask())
    assignment = give("noi_vu", due=date(2023, 9, 12))
    cast.session.commit()
    counted.append(ask())
    acts.report(assignment)
    cast.session.commit()
    counted.append(ask())
    acts.accept(assignment)
    cast.session.commit()
    counted.append(ask())
    assert counted == [0, 1, 1, 0]
    assert len(read) == 4
    assert [ask(), ask()] == [0, 0]
    assert len(read) == 4, "nobody wrote, so nothing is read again"


def test_an_act_that_only_the_audit_log_knows_is_seen(office, clock):
    engine, cast = office
    known = Known()

    def name() -> str:
        with Session(engine) as other:
            return known.get(other, "name", lambda: other.get_one(Unit, cast.units["noi_vu"].id).name)

    assert name() == "Phòng Nội vụ"
    chief = cast.chief
    cast.units["noi_vu"].name = "Sở Nội vụ"
    audit.record(cast.session, actor=chief, clock=clock, action="unit.changed", subject="unit:1")
    cast.session.commit()
    assert name() == "Sở Nội vụ"


def test_it_never_grows_without_end(session, cast):
    known = Known()
    for n in range(AT_MOST + 5):
        assert known.get(session, n, lambda n=n: n) == n
    assert len(known._kept[1]) <= AT_MOST
