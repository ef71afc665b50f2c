"""What units were called: the name that was given up first after the day, and today's where none was."""

from __future__ import annotations

from datetime import date

import pytest

from app.models import UnitName
from app.services.unit_names import units_over_time, units_then
from tests.conftest import count_queries

NOW = "Phòng Nội vụ"


@pytest.fixture
def renamed(session, cast, clock):
    """Twice, and the other units never; the rows are written in no order."""
    for name, until in (("Phòng Tổ chức và Nội vụ", date(2023, 6, 30)), ("Ban Tổ chức", date(2021, 12, 31))):
        former = UnitName(unit_id=cast.units["noi_vu"].id, valid_to=until, name=name, recorded_at=clock.now())
        session.add(former)
    session.flush()
    return cast.units["noi_vu"].id


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2020, 1, 1), "Ban Tổ chức"),
        (date(2021, 12, 31), "Ban Tổ chức"),
        (date(2022, 1, 1), "Phòng Tổ chức và Nội vụ"),
        (date(2023, 6, 30), "Phòng Tổ chức và Nội vụ"),
        (date(2023, 7, 1), NOW),
        (date(2030, 1, 1), NOW),
    ],
)
def test_a_unit_has_the_name_of_the_day(session, cast, renamed, day, name):
    assert units_then(session, office_id=cast.office.id, day=day)[renamed].name == name


def test_several_days_cost_one_query_and_every_unit_is_there_each_day(session, cast, renamed):
    with count_queries(session.get_bind().engine) as seen:
        known = units_over_time(session, office_id=cast.office.id)
        early, late = known.on(date(2020, 1, 1)), known.on(date(2030, 1, 1))
    assert len([each for each in seen if not each.startswith("BEGIN")]) == 1
    assert early.keys() == late.keys() == {unit.id for unit in cast.units.values()}
    assert {key for key in late if early[key] != late[key]} == {renamed}
