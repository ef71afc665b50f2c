"""Which periods a report is compared with."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from app.domain.earlier_periods import Earlier, earlier_periods, previous, year_before
from app.domain.periods import free, month, nine_months, period_of, quarter, second_half, six_months, year
from tests.domain.making import day


@pytest.mark.parametrize(
    ("period", "before", "last_year"),
    [
        (quarter(2023, 3), quarter(2023, 2), quarter(2022, 3)),
        (quarter(2023, 2), quarter(2023, 1), quarter(2022, 2)),
        (quarter(2023, 1), quarter(2022, 4), quarter(2022, 1)),
        (six_months(2023), second_half(2022), six_months(2022)),
        (second_half(2022), six_months(2022), second_half(2021)),
        (nine_months(2023), nine_months(2022), nine_months(2022)),
        (year(2023), year(2022), year(2022)),
        # Eight months with the cut-off of a real report, and its 240 days before.
        (
            free(date(2023, 1, 1), date(2023, 8, 28)),
            free(date(2022, 5, 6), date(2022, 12, 31)),
            free(date(2022, 1, 1), date(2022, 8, 28)),
        ),
        (
            free(date(2024, 2, 29), date(2024, 2, 29)),
            free(date(2024, 2, 28), date(2024, 2, 28)),
            free(date(2023, 2, 28), date(2023, 2, 28)),
        ),
    ],
)  # fmt: skip
def test_the_period_before_and_the_same_of_last_year(period, before, last_year):
    assert (previous(period), year_before(period)) == (before, last_year)


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (("1/10/2023", "31/10/2023"), ("1/9/2023", "30/9/2023")),  # a whole month
        (("15/6/2023", "14/9/2023"), ("15/3/2023", "14/6/2023")),  # the days of Quý III, typed
        (("15/12/2022", "14/3/2023"), ("15/9/2022", "14/12/2022")),  # three months, the shorter ones before
        (("1/1/2023", "31/12/2023"), ("1/1/2022", "31/12/2022")),
        (("1/2/2024", "29/2/2024"), ("1/1/2024", "31/1/2024")),
        (("1/1/2023", "28/8/2023"), ("6/5/2022", "31/12/2022")),  # 240 days and 240 days before
        (("1/10/2023", "1/10/2023"), ("30/9/2023", "30/9/2023")),
        (("31/1/2023", "30/3/2023"), ("3/12/2022", "30/1/2023")),  # no 31st to go back to: by days
    ],
)
def test_before_free_dates_lie_as_many_months_or_days(period, before):
    assert previous(free(*map(day, period))) == free(*map(day, before))


@for_all(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_the_days_before_free_dates_always_join_on(first, length):
    before = previous(free(first, first + timedelta(days=length)))
    assert (before.cut_off + timedelta(days=1), before.period_from <= before.cut_off) == (first, True)


@pytest.mark.parametrize("n", range(1, 13))
def test_each_month_goes_back_to_the_one_before_over_the_turn_of_the_year(n):
    assert previous(month(2023, n)) == (month(2023, n - 1) if n > 1 else month(2022, 12))
    assert year_before(month(2023, n)) == month(2022, n)


REGULAR = [month(2023, 1), quarter(2023, 1), six_months(2023), second_half(2023), nine_months(2023), year(2023)]


@pytest.mark.parametrize("period", REGULAR)
def test_a_regular_period_has_regular_ones_before_it(period):
    """What it is compared with is the period that has a report of its own."""
    for one in earlier_periods(period).values():
        assert one == period_of(one.kind, one.year, one.number)


@pytest.mark.parametrize(
    "period", [quarter(2024, n) for n in (1, 2, 3, 4)] + [six_months(2023), second_half(2022), month(2024, 1)]
)
def test_the_period_before_ends_on_the_day_before_this_one_begins(period):
    assert previous(period).cut_off + timedelta(days=1) == period.period_from


def test_where_the_period_before_is_last_years_it_is_named_once():
    assert list(earlier_periods(year(2023))) == [Earlier.YEAR_BEFORE]
    assert list(earlier_periods(quarter(2023, 3))) == [Earlier.PREVIOUS, Earlier.YEAR_BEFORE]
