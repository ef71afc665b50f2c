"""A recurring duty's rule as notices write it; ``app.domain.recurrence_phrases.parse`` reads every one of them."""

from __future__ import annotations

import calendar
from collections.abc import Sequence

from app.domain.recurrence import LAST_DAY, MONTHS, Recurrence, days_of
from app.domain.terms import Every
from app.wording.formats import WEEKDAYS, day, short_day
from app.wording.terms import word

BY_JOB = "Lịch nhiệm vụ định kỳ"  # who gave what the job has made

_LAST_DAY = "ngày cuối cùng"
_OF_QUARTER = ("đầu", "giữa", "cuối")
_OF_HALF_YEAR = ("đầu", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "cuối")
_A_COMMON_YEAR = 2027
_QUARTERS = ("I", "II", "III", "IV")


def say(rule: Recurrence) -> str:
    """As in: trước ngày 15 hằng tháng; thứ Sáu hằng tuần; ngày 20 của tháng cuối quý."""
    before = "trước " if rule.exclusive else ""
    if rule.every is Every.YEARLY and rule.months_after:
        return f"{_how_often(rule)}, {before}{_dates(rule.day, [rule.months_after])} năm sau"
    if rule.every is Every.SIX_MONTHS and rule.months_after:
        nth = _OF_HALF_YEAR[rule.months_after - 1]
        return f"{_how_often(rule)}, {before}{_day(rule)} của tháng {nth} kỳ sau"
    if rule.every is Every.MONTHLY and rule.months_after:
        return f"{_how_often(rule)}, {before}{_day(rule)} tháng sau"
    return before + _IN_ITS_PERIOD[rule.every](rule)


def _weekly(rule: Recurrence) -> str:
    weekday = WEEKDAYS[rule.day - 1].replace("Thứ", "thứ")
    return f"{weekday} {_how_often(rule)}"


def _monthly(rule: Recurrence) -> str:
    return f"{_LAST_DAY} của mỗi tháng" if rule.day == LAST_DAY else f"{_day(rule)} {_how_often(rule)}"


def _quarterly(rule: Recurrence) -> str:
    nth, of = (rule.months_after, "quý sau") if rule.months_after else (rule.month, "quý")
    return f"{_day(rule)} của tháng {_OF_QUARTER[nth - 1]} {of}"


def _several_months(rule: Recurrence) -> str:
    """Half-years and years: the days of a whole year."""
    months = range(rule.month, 13, MONTHS[rule.every])
    return f"{_dates(rule.day, months)} {word(Every.YEARLY).lower()}"


_IN_ITS_PERIOD = {
    Every.WEEKLY: _weekly,
    Every.MONTHLY: _monthly,
    Every.QUARTERLY: _quarterly,
    Every.SIX_MONTHS: _several_months,
    Every.YEARLY: _several_months,
}


def _how_often(rule: Recurrence) -> str:
    return word(rule.every).lower()


def _day(rule: Recurrence) -> str:
    return _LAST_DAY if rule.day == LAST_DAY else f"ngày {rule.day:02d}"


def _dates(day: int, months: Sequence[int]) -> str:
    """ngày 15/06 và 15/12; the last day by that name where a month has no 31st."""
    if day == LAST_DAY and any(calendar.monthrange(_A_COMMON_YEAR, month)[1] < LAST_DAY for month in months):
        return f"{_LAST_DAY} của " + " và ".join(f"tháng {month}" for month in months)
    return "ngày " + " và ".join(f"{day:02d}/{month:02d}" for month in months)


def period_words(key: str) -> str:
    """What the key of a period names: tháng 11/2026; quý IV/2026; 06 tháng cuối năm 2026; năm 2026;
    tuần 16/11–22/11/2026. Nothing for an assignment of no period."""
    if not key:
        return ""
    year, _, part = key.partition("-")
    begins_on, ends_on = days_of(key)
    if part.startswith("W"):
        return f"tuần {short_day(begins_on)}–{day(ends_on)}"
    if part.startswith("Q"):
        return f"quý {_QUARTERS[int(part[1:]) - 1]}/{year}"
    if part.startswith("H"):
        return f"06 tháng {'đầu' if part == 'H1' else 'cuối'} năm {year}"
    return f"tháng {int(part)}/{year}" if part else f"năm {year}"


def given_words(office: str, unit: str, under_authority: bool) -> str:
    """The first sentence of a mail that gives what has come due again, of whatever notices."""
    if under_authority:
        return f"Đến kỳ thực hiện, {office} giao {unit} các nhiệm vụ định kỳ sau:"
    return f"Đến kỳ thực hiện, {office} đề nghị {unit} quan tâm thực hiện các nội dung định kỳ sau:"
