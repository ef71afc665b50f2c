"""The cut-offs of NĐ 09/2019/NĐ-CP Điều 12, one line each."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from app.domain.errors import DomainError
from app.domain.figures import figures
from app.domain.periods import (
    Period,
    following,
    free,
    month,
    nine_months,
    overlap,
    period_of,
    quarter,
    second_half,
    six_months,
    year,
)
from app.domain.terms import PeriodKind
from tests.domain.making import day, given, lead_of, midnight_after


@pytest.mark.parametrize(
    ("period", "period_from", "cut_off"),
    [
        pytest.param(quarter(2021, 1), "15/12/2020", "14/3/2021", id="the first quarter begins in the year before"),
        pytest.param(quarter(2021, 2), "15/3/2021", "14/6/2021", id="the second quarter"),
        pytest.param(quarter(2021, 3), "15/6/2021", "14/9/2021", id="the third quarter"),
        pytest.param(quarter(2021, 4), "15/9/2021", "14/12/2021", id="the fourth quarter"),
        pytest.param(month(2021, 1), "15/12/2020", "14/1/2021", id="January begins in the year before"),
        pytest.param(month(2021, 2), "15/1/2021", "14/2/2021", id="February"),
        pytest.param(month(2021, 9), "15/8/2021", "14/9/2021", id="September ends as the third quarter"),
        pytest.param(month(2021, 12), "15/11/2021", "14/12/2021", id="December ends as the year"),
        pytest.param(month(2027, 3), "15/2/2027", "14/3/2027", id="a month's cut-off on a Sunday is not moved"),
        pytest.param(second_half(2026), "15/6/2026", "14/12/2026", id="the second half"),
        pytest.param(six_months(2026), "15/12/2025", "14/6/2026", id="the first half"),
        pytest.param(nine_months(2026), "15/12/2025", "14/9/2026", id="nine months"),
        pytest.param(year(2026), "15/12/2025", "14/12/2026", id="the year"),
        pytest.param(quarter(2027, 1), "15/12/2026", "14/3/2027", id="a cut-off on a Sunday is not moved"),
        pytest.param(free(day("15/12/2022"), day("28/8")), "15/12/2022", "28/8/2023", id="eight months"),
        pytest.param(free(day("1/1"), day("1/1")), "1/1/2023", "1/1/2023", id="a single day"),
    ],
)
def test_a_period_runs_from_the_15th_through_the_14th(period: Period, period_from: str, cut_off: str) -> None:
    assert (period.period_from, period.cut_off) == (day(period_from), day(cut_off))


def test_a_period_is_found_by_its_kind() -> None:
    assert period_of(PeriodKind.QUARTER, 2026, 3) == quarter(2026, 3)
    assert period_of(PeriodKind.SIX_MONTHS, 2026) == six_months(2026)
    assert period_of(PeriodKind.NINE_MONTHS, 2026) == nine_months(2026)
    assert period_of(PeriodKind.YEAR, 2026) == year(2026)
    assert period_of(PeriodKind.SECOND_HALF, 2026) == second_half(2026)
    assert period_of(PeriodKind.MONTH, 2026, 9) == month(2026, 9)
    assert (month(2026, 9).number, month(2026, 9).quarter, quarter(2026, 3).number) == (9, None, 3)
    assert (year(2026).kind, year(2026).year, year(2026).quarter) == (PeriodKind.YEAR, 2026, None)
    assert (quarter(2026, 3).year, quarter(2026, 3).quarter) == (2026, 3)


def test_the_quarters_of_a_year_follow_each_other_and_make_up_the_year() -> None:
    quarters = [quarter(2026, n) for n in (1, 2, 3, 4)]
    gaps = [later.period_from - earlier.cut_off for earlier, later in pairwise(quarters)]
    assert {gap.days for gap in gaps} == {1}
    assert (quarters[0].period_from, quarters[-1].cut_off) == (year(2026).period_from, year(2026).cut_off)


def test_the_months_and_the_halves_of_a_year_make_it_up_as_the_quarters_do() -> None:
    for parts in ([month(2026, n) for n in range(1, 13)], [six_months(2026), second_half(2026)]):
        assert {later.period_from - earlier.cut_off for earlier, later in pairwise(parts)} == {timedelta(days=1)}
        assert (parts[0].period_from, parts[-1].cut_off) == (year(2026).period_from, year(2026).cut_off)


@pytest.mark.parametrize(("given_on", "reported_in"), [("14/12", 2023), ("15/12", 2024), ("31/12", 2024)])
def test_work_of_the_second_half_of_december_belongs_to_the_next_year(given_on: str, reported_in: int) -> None:
    """Due on the same day, so that it is over in the report of its own year."""
    told = lead_of(given(given_on, due=given_on))
    newly = {
        each: [row for row in counted.rows if not row.carried_over]
        for each in (2023, 2024)
        if (counted := _counted([told], year(each)))
    }
    assert [each for each, rows in newly.items() if rows] == [reported_in]


def test_a_period_without_work_is_counted_as_nought_and_has_no_rate() -> None:
    counted = _counted([], month(2023, 9))
    assert (counted.counts.total, counted.rows, counted.by_unit) == (0, (), ())
    assert counted.counts.on_time() is None


def _counted(leads, period: Period):
    known_at = midnight_after(period.cut_off)
    return figures(leads, period_from=period.period_from, cut_off=period.cut_off, known_at=known_at)


@pytest.mark.parametrize(
    ("period", "then"),
    [
        (month(2026, 9), month(2026, 10)),
        (month(2026, 12), month(2027, 1)),
        (quarter(2026, 3), quarter(2026, 4)),
        (quarter(2026, 4), quarter(2027, 1)),
        (six_months(2026), second_half(2026)),
        (second_half(2026), six_months(2027)),
        (nine_months(2026), quarter(2026, 4)),
        (year(2026), year(2027)),
        (free(day("1/8"), day("7/8")), free(day("8/8"), day("14/8"))),
        (free(day("15/12/2022"), day("28/8")), free(day("29/8"), day("14/12"))),
        (free(day("1/12"), day("14/12")), free(day("15/12"), day("28/12"))),
        (free(day("14/12"), day("14/12")), free(day("15/12"), day("15/12"))),
    ],
)
def test_the_next_period_begins_on_the_day_after(period: Period, then: Period) -> None:
    assert following(period) == then
    assert then.period_from - period.cut_off == timedelta(days=1)


def test_periods_overlap_where_they_have_a_day_in_common() -> None:
    assert overlap(quarter(2026, 3), year(2026))
    assert overlap(year(2026), quarter(2026, 3))
    assert overlap(free(day("1/8"), day("7/8")), free(day("7/8"), day("9/8")))
    assert not overlap(quarter(2026, 3), quarter(2026, 4))
    assert not overlap(quarter(2026, 4), quarter(2026, 3))


@pytest.mark.parametrize("number", [0, 13, None])
def test_a_month_that_does_not_exist_is_refused(number: int | None) -> None:
    with pytest.raises(DomainError) as refused:
        period_of(PeriodKind.MONTH, 2026, number)
    assert refused.value.code == "period.no_such_month"


def test_dates_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(DomainError) as refused:
        free(day("2/1"), day("1/1"))
    assert refused.value.code == "period.reversed"


@pytest.mark.parametrize("number", [0, 5, None])
def test_a_quarter_that_does_not_exist_is_refused(number: int | None) -> None:
    with pytest.raises(DomainError) as refused:
        period_of(PeriodKind.QUARTER, 2026, number)
    assert refused.value.code == "period.no_such_quarter"


def test_free_dates_have_no_regular_period() -> None:
    with pytest.raises(ValueError, match="free dates"):
        period_of(PeriodKind.FREE, 2026)
