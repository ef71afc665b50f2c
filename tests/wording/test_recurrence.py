"""A rule is said as a notice would write it, and is understood again."""

from __future__ import annotations

import pytest

from app.domain.errors import DomainError
from app.domain.recurrence import MONTHS, Recurrence
from app.domain.recurrence_phrases import parse
from app.domain.terms import Every
from app.wording.errors import sentence
from app.wording.recurrence import period_words, say


def every_rule() -> list[Recurrence]:
    weekly = [Recurrence(Every.WEEKLY, day, exclusive=exclusive) for day in range(1, 8) for exclusive in (False, True)]
    return weekly + [
        Recurrence(every, day, month, months_after, exclusive)
        for every, last in MONTHS.items()
        for day in range(1, 32)
        for month, months_after in [*((n, 0) for n in range(1, last + 1)), *((last, n) for n in range(1, last + 1))]
        for exclusive in (False, True)
    ]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Recurrence(Every.WEEKLY, 5), "thứ Sáu hằng tuần"),
        (Recurrence(Every.WEEKLY, 7, exclusive=True), "trước Chủ nhật hằng tuần"),
        (Recurrence(Every.MONTHLY, 15, exclusive=True), "trước ngày 15 hằng tháng"),
        (Recurrence(Every.MONTHLY, 5), "ngày 05 hằng tháng"),
        (Recurrence(Every.MONTHLY, 31), "ngày cuối cùng của mỗi tháng"),
        (Recurrence(Every.MONTHLY, 5, months_after=1, exclusive=True), "hằng tháng, trước ngày 05 tháng sau"),
        (Recurrence(Every.QUARTERLY, 20, 3), "ngày 20 của tháng cuối quý"),
        (Recurrence(Every.QUARTERLY, 20, 2), "ngày 20 của tháng giữa quý"),
        (Recurrence(Every.QUARTERLY, 10, 3, 1, True), "trước ngày 10 của tháng đầu quý sau"),
        (Recurrence(Every.SIX_MONTHS, 15, 6, exclusive=True), "trước ngày 15/06 và 15/12 hằng năm"),
        (Recurrence(Every.SIX_MONTHS, 31, 6), "ngày cuối cùng của tháng 6 và tháng 12 hằng năm"),
        (Recurrence(Every.SIX_MONTHS, 10, 6, 1), "06 tháng một lần, ngày 10 của tháng đầu kỳ sau"),
        (Recurrence(Every.YEARLY, 31, 12, exclusive=True), "trước ngày 31/12 hằng năm"),
        (Recurrence(Every.YEARLY, 31, 6), "ngày cuối cùng của tháng 6 hằng năm"),
        (Recurrence(Every.YEARLY, 15, 12, 1), "hằng năm, ngày 15/01 năm sau"),
    ],
)
def test_a_rule_is_said_as_notices_write_it(rule: Recurrence, said: str) -> None:
    assert say(rule) == said


def test_every_rule_that_is_said_is_understood_again() -> None:
    rules = every_rule()
    assert len(set(rules)) == len(rules) > 2000
    assert [rule for rule in rules if parse(say(rule)) != rule] == []


@pytest.mark.parametrize(
    ("every", "day", "month", "months_after"),
    [
        (Every.WEEKLY, 8, 1, 0),
        (Every.WEEKLY, 5, 1, 1),
        (Every.MONTHLY, 32, 1, 0),
        (Every.QUARTERLY, 5, 4, 0),
        (Every.QUARTERLY, 5, 3, 4),
        (Every.QUARTERLY, 5, 1, 1),
    ],
)
def test_a_refusal_says_what_is_wrong(every: Every, day: int, month: int, months_after: int) -> None:
    with pytest.raises(DomainError) as refused:
        Recurrence(every, day, month, months_after)
    assert sentence(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("", ""),
        ("2026-11", "tháng 11/2026"),
        ("2026-W47", "tuần 16/11–22/11/2026"),
        ("2026-Q4", "quý IV/2026"),
        ("2026-H1", "06 tháng đầu năm 2026"),
        ("2026-H2", "06 tháng cuối năm 2026"),
        ("2026", "năm 2026"),
    ],
)
def test_a_period_is_said_as_offices_name_it(key: str, said: str) -> None:
    assert period_words(key) == said
