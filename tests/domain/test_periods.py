"""The cut-offs of NĐ 09/2019/NĐ-CP Điều 12, one line each."""

from __future__ import annotations

from itertools import pairwise

import pytest

from app.domain.errors import DomainError
from app.domain.periods import Period, free, nine_months, period_of, quarter, six_months, year
from app.domain.terms import PeriodKind
from tests.domain.making import day


@pytest.mark.parametrize(
    ("period", "period_from", "cut_off"),
    [
        pytest.param(quarter(2021, 1), "15/12/2020", "14/3/2021", id="the first quarter begins in the year before"),
        pytest.param(quarter(2021, 2), "15/3/2021", "14/6/2021", id="the second quarter"),
        pytest.param(quarter(2021, 3), "15/6/2021", "14/9/2021", id="the third quarter"),
        pytest.param(quarter(2021, 4), "15/9/2021", "14/12/2021", id="the fourth quarter"),
        pytest.param(six_months(2026), "15/12/2025", "14/6/2026", id="the first half"),
        pytest.param(nine_months(2026), "15/12/2025", "14/9/2026", id="nine months"),
        pytest.param(year(2026), "15/12/2025", "14/12/2026", id="the year"),
        pytest.param(quarter(2027, 1), "15/12/2026", "14/3/2027", id="a cut-off on a Sunday is not moved"),
        pytest.param(free(day("1/1"), day("28/8")), "1/1/2023", "28/8/2023", id="free dates"),
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
    assert (year(2026).kind, year(2026).year, year(2026).quarter) == (PeriodKind.YEAR, 2026, None)
    assert (quarter(2026, 3).year, quarter(2026, 3).quarter) == (2026, 3)


def test_the_quarters_of_a_year_follow_each_other_and_make_up_the_year() -> None:
    quarters = [quarter(2026, n) for n in (1, 2, 3, 4)]
    gaps = [later.period_from - earlier.cut_off for earlier, later in pairwise(quarters)]
    assert {gap.days for gap in gaps} == {1}
    assert (quarters[0].period_from, quarters[-1].cut_off) == (year(2026).period_from, year(2026).cut_off)


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
