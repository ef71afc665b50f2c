"""Dates and numbers as Vietnamese offices write them."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from app.domain.calendar import VIETNAM

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


@lru_cache(maxsize=4096)
def day(value: date | None) -> str:
    """30/10/2023; nothing for None. A list has hundreds of days, most of them several times; ``strftime`` takes thrice
    as long as this."""
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}" if value else ""


def short_day(value: date) -> str:
    """30/10"""
    return f"{value:%d/%m}"


def weekday(value: date) -> str:
    return WEEKDAYS[value.weekday()]


def day_with_weekday(value: date) -> str:
    """Thứ Hai, 30/10/2023"""
    return f"{weekday(value)}, {day(value)}"


def long_day(value: date) -> str:
    """Chủ nhật, ngày 22/11/2026"""
    return f"{weekday(value)}, ngày {day(value)}"


def instant(value: datetime | None) -> str:
    """06:30 ngày 22/11/2026, in Vietnam's time."""
    if value is None:
        return ""
    local = value.astimezone(VIETNAM)
    return f"{local:%H:%M} ngày {local:%d/%m/%Y}"


def number(value: int) -> str:
    """14.068"""
    return f"{value:,}".replace(",", ".")


def two_digits(value: int) -> str:
    """05, 42, 1.204: counts below ten carry a leading zero in office writing."""
    return number(value) if value >= 10 else f"{value:02d}"


def percent(value: Decimal) -> str:
    """86,4 %"""
    return f"{value:.1f}".replace(".", ",") + " %"


def shortened(text: str, length: int = 70) -> str:
    """The first whole words, to name a task by."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0] + "…"


def age(since: datetime, now: datetime) -> str:
    """How long ago, as in: chưa đầy 01 phút; 05 phút; 02 giờ 15 phút; 03 ngày."""
    minutes = max(0, int((now - since).total_seconds()) // 60)
    if not minutes:
        return "chưa đầy 01 phút"
    if minutes < 60:
        return f"{two_digits(minutes)} phút"
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return f"{two_digits(hours // 24)} ngày"
    return f"{two_digits(hours)} giờ" + (f" {two_digits(rest)} phút" if rest else "")


def tel(phone: str) -> str:
    """What a telephone dials: the digits of the first number that is written."""
    first = re.split(r"[,;/]|\s-\s", phone)[0]
    return "".join(char for char in first if char in "+0123456789")
