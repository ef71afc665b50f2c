"""Which periods a report is compared with."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.earlier_periods import Earlier, earlier_periods, previous, year_before
from app.domain.periods import Period, free, nine_months, quarter, six_months, year
from app.domain.terms import PeriodKind


def second_half(year: int) -> Period:
    return Period(PeriodKind.SECOND_HALF, date(year, 6, 15), date(year, 12, 14), year, None)


SECOND_HALF = second_half(2022)


@pytest.mark.parametrize(
    ("period", "before", "last_year"),
    [
        (quarter(2023, 3), quarter(2023, 2), quarter(2022, 3)),
        (quarter(2023, 2), quarter(2023, 1), quarter(2022, 2)),
        (quarter(2023, 1), quarter(2022, 4), quarter(2022, 1)),
        (six_months(2023), SECOND_HALF, six_months(2022)),
        (SECOND_HALF, six_months(2022), second_half(2021)),
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


@pytest.mark.parametrize("number", [None, 1, 8, 12])
def test_months_go_back_over_the_turn_of_the_year(number):
    january = Period(PeriodKind.MONTH, date(2022, 12, 15), date(2023, 1, 14), 2023, number)
    before = previous(january)
    assert (before.period_from, before.cut_off) == (date(2022, 11, 15), date(2022, 12, 14))
    assert before.quarter == {None: None, 1: 12, 8: 7, 12: 11}[number]


def test_the_month_before_january_belongs_to_last_year():
    january = Period(PeriodKind.MONTH, date(2022, 12, 15), date(2023, 1, 14), 2023, 1)
    assert (previous(january).year, previous(previous(january)).year) == (2022, 2022)
    assert (year_before(january).year, year_before(january).quarter) == (2022, 1)


@pytest.mark.parametrize("period", [quarter(2024, n) for n in (1, 2, 3, 4)] + [six_months(2023), SECOND_HALF])
def test_the_period_before_ends_on_the_day_before_this_one_begins(period):
    assert previous(period).cut_off + timedelta(days=1) == period.period_from


def test_where_the_period_before_is_last_years_it_is_named_once():
    assert list(earlier_periods(year(2023))) == [Earlier.YEAR_BEFORE]
    assert list(earlier_periods(quarter(2023, 3))) == [Earlier.PREVIOUS, Earlier.YEAR_BEFORE]
