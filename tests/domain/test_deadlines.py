"""Deadlines: the last good day, the day aimed at, what a return gives back, and dates typed as working days."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.deadlines import DeadlinePolicy, aim_on, due_after_return, due_on, typed_working_days
from tests.domain.making import OFFICIAL, day

DEFAULT = DeadlinePolicy()
STRICT = DeadlinePolicy(exclusive_is_day_before=True)
ROLLING = DeadlinePolicy(roll_fixed_dates=True)
STRICT_ROLLING = DeadlinePolicy(exclusive_is_day_before=True, roll_fixed_dates=True)

DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("named", "exclusive", "policy", "due"),
    [
        pytest.param("30/10", True, DEFAULT, "30/10", id="before a date: the date itself is the last good day"),
        pytest.param("30/10", True, STRICT, "29/10", id="before a date, strictly: the day before, a Sunday"),
        pytest.param("30/10", True, STRICT_ROLLING, "30/10", id="before a date, strictly, rolled to Monday"),
        pytest.param("30/9", False, DEFAULT, "30/9", id="a fixed Saturday stays"),
        pytest.param("30/9", False, ROLLING, "2/10", id="a fixed Saturday rolls to Monday if the office says so"),
        pytest.param("30/9", False, STRICT, "30/9", id="strictness is about exclusive phrases only"),
        pytest.param("31/12", False, ROLLING, "2/1/2024", id="a Sunday before New Year rolls over the holiday"),
    ],
)
def test_a_named_date_gives_the_last_good_day(named: str, exclusive: bool, policy: DeadlinePolicy, due: str) -> None:
    assert due_on(day(named), exclusive=exclusive, policy=policy, calendar=OFFICIAL) == day(due)


@pytest.mark.parametrize(
    ("due", "exclusive", "policy", "aim"),
    [
        pytest.param("30/10", True, DEFAULT, "27/10", id="before Monday: reminders aim at Friday"),
        pytest.param("31/10", True, DEFAULT, "30/10", id="before Tuesday: reminders aim at Monday"),
        pytest.param("30/10", False, DEFAULT, "30/10", id="on Monday: reminders aim at Monday"),
        pytest.param("30/9", False, DEFAULT, "29/9", id="on a Saturday: reminders aim at Friday"),
        pytest.param("29/10", True, STRICT, "27/10", id="the strict day before is a Sunday: aim at Friday"),
        pytest.param("27/10", True, STRICT, "27/10", id="the strict day before is a Friday: aim at it"),
        pytest.param("10/1/2026", False, DEFAULT, "10/1/2026", id="a make-up Saturday is aimed at"),
    ],
)
def test_reminders_aim_at_a_working_day(due: str, exclusive: bool, policy: DeadlinePolicy, aim: str) -> None:
    assert aim_on(day(due), exclusive=exclusive, policy=policy, calendar=OFFICIAL) == day(aim)


@given(due=DAYS, exclusive=st.booleans(), strict=st.booleans())
def test_the_day_aimed_at_is_worked_and_never_after_the_due_day(due: date, exclusive: bool, strict: bool) -> None:
    policy = DeadlinePolicy(exclusive_is_day_before=strict)
    aim = aim_on(due, exclusive=exclusive, policy=policy, calendar=OFFICIAL)
    assert OFFICIAL.is_working(aim)
    assert aim <= due
    assert OFFICIAL.working_days_between(aim, due) <= 1


@pytest.mark.parametrize(
    ("submitted", "due", "returned", "due_again"),
    [
        pytest.param("25/10", "30/10", "1/11", "6/11", id="three working days were left, three come back"),
        pytest.param("30/10", "30/10", "1/11", "2/11", id="reported on the due day: one day comes back"),
        pytest.param("28/10", "28/10", "1/11", "2/11", id="reported on a Saturday that was the due day: one day"),
        pytest.param("27/9", "30/9", "27/9", "30/9", id="returned the same day: the due day is not drawn nearer"),
        pytest.param("31/10", "30/10", "1/11", None, id="reported after the due day: nothing comes back"),
    ],
)
def test_a_return_for_papers_gives_back_what_was_left(
    submitted: str, due: str, returned: str, due_again: str | None
) -> None:
    found = due_after_return(submitted_on=day(submitted), due_on=day(due), returned_on=day(returned), calendar=OFFICIAL)
    assert found == (day(due_again) if due_again else None)


@given(spread=st.tuples(DAYS, DAYS, DAYS).map(sorted), waits_longer=st.booleans())
def test_a_return_for_papers_never_takes_days_away(spread: list[date], waits_longer: bool) -> None:
    submitted, due, returned = spread if waits_longer else (spread[0], spread[2], spread[1])
    again = due_after_return(submitted_on=submitted, due_on=due, returned_on=returned, calendar=OFFICIAL)
    assert again is not None
    assert again >= due
    left_then, left_now = (
        OFFICIAL.working_days_between(submitted, due),
        OFFICIAL.working_days_between(returned, again),
    )
    assert left_now >= max(1, left_then)


@pytest.mark.parametrize(
    "text",
    ["+5 ngày làm việc", " + 5  NGÀY LÀM VIỆC ", "5 ngay lam viec", unicodedata.normalize("NFD", "+5 ngày làm việc")],
)
def test_working_days_are_typed_in_several_ways(text: str) -> None:
    assert typed_working_days(text, today=day("27/10"), calendar=OFFICIAL) == day("3/11")


@pytest.mark.parametrize(
    "text", ["", "30/10", "+5 ngày", "+ ngày làm việc", "+5 ngày làm việc nữa", "-5 ngày làm việc"]
)
def test_any_other_text_is_no_count_of_working_days(text: str) -> None:
    assert typed_working_days(text, today=day("27/10"), calendar=OFFICIAL) is None
