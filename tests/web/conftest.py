"""Fixtures of the tests of pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import Assignment
from tests.cast import Cast
from tests.services.giving import Giving
from tests.services.test_assignments import Acts


@pytest.fixture
def stored(app) -> Iterator[Session]:
    """A session of the test's own. No app context stays open, since the requests would share its session; each look
    begins anew."""
    with app.app_context():
        engine = db.engine
    with Session(engine, expire_on_commit=False) as opened:
        yield opened


@pytest.fixture
def chief(client, log_in):
    log_in(client, "chief")
    return client


@pytest.fixture
def give(web_cast: Cast, clock) -> Giving:
    # What a test has read must not be read again behind its back: a reading holds the one write lock of the file.
    web_cast.session.expire_on_commit = False
    return Giving(web_cast, clock)


@pytest.fixture
def acts(web_cast: Cast, clock) -> Acts:
    return Acts(web_cast.session, web_cast, clock)


@pytest.fixture
def few(web_cast: Cast, give: Giving, acts: Acts) -> Giving:
    """One late and urgent, one due, one without a day that two lead, one coordinated, one that looks like a formula."""
    give.task(("noi_vu",), due=date(2023, 9, 11), text="Việc quá hạn.", urgency="immediate")
    give("tu_phap", due=date(2023, 9, 20), text="Việc có phối hợp.", coordinating=("kinh_te",))
    give.task(("noi_vu", "xa_ha"), text="Việc thường xuyên.")
    give("kinh_te", due=date(2023, 12, 1), text="=1+1 là công thức", given_on=date(2023, 9, 7))
    acts.acknowledge(give("cong_an", due=date(2023, 10, 2), text="Việc được đề nghị."))
    web_cast.session.commit()
    return give


@pytest.fixture
def lead(web_cast: Cast, give: Giving) -> Assignment:
    """Nội vụ leads, Xã Hạ coordinates."""
    made: Assignment = give("noi_vu", due=date(2023, 9, 20), coordinating=("xa_ha",))
    web_cast.session.commit()
    return made


@pytest.fixture
def part(web_cast: Cast, lead: Assignment) -> Assignment:
    """The coordinating part of Xã Hạ in it."""
    found: Assignment = web_cast.session.query(Assignment).filter_by(task_id=lead.task_id, role="coordinating").one()
    web_cast.session.commit()
    return found
