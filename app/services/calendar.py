"""Filling the office's calendar table."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.adapters.holiday_calendar import CONFIRMED_YEARS, special_days
from app.models import CalendarDay, CalendarYear


def fill(session: Session, *, office_id: int, years: Iterable[int]) -> None:
    """Add the special days of years that are not there yet; a year an admin has worked on is left alone."""
    for year in years:
        if session.get(CalendarYear, (office_id, year)) is not None:
            continue
        session.add(CalendarYear(office_id=office_id, year=year, confirmed=year in CONFIRMED_YEARS))
        session.add_all(
            CalendarDay(office_id=office_id, day=special.day, is_working=special.is_working, name=special.name)
            for special in special_days(year)
        )
    session.flush()
