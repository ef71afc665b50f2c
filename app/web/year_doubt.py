"""A deadline in a year whose days off nobody has confirmed: said beside the date and after the act, and never in the
way."""

from __future__ import annotations

from datetime import date

from flask import g

from app.domain.calendar import WorkingCalendar
from app.web.frame import flash_warn
from app.web.lists import kept_rules
from app.wording.calendar import unconfirmed
from app.wording.mail import capitalised


def year_doubt(*days: date | None) -> str:
    """As in: lịch nghỉ năm 2027 chưa được xác nhận. Nothing where every year is confirmed, or no day is known."""
    known = [day for day in days if day is not None]
    return unconfirmed(_calendar().unconfirmed(known)) if known else ""


def _calendar() -> WorkingCalendar:
    """That of the office whose page is answered without logging in, else the visitor's own."""
    found: WorkingCalendar | None = g.get("calendar")
    return found or kept_rules().calendar


def warn_of(*days: date | None) -> None:
    """Say it above the page that follows."""
    if told := year_doubt(*days):
        flash_warn(f"{capitalised(told)}.")
