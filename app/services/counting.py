"""Counting a period as it is known now, without the words of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.figures import Figures, figures
from app.models import Assignment
from app.services.report_leads import gather_leads
from app.services.unit_names import PlacedUnit, UnitsOverTime, units_over_time


def count_period(
    session: Session,
    *,
    office_id: int,
    clock: Clock,
    period_from: date,
    cut_off: date,
    units: UnitsOverTime | None = None,
) -> tuple[Figures, Mapping[int, PlacedUnit]] | None:
    """The figures, and the office's units as they were; None while the period has not begun.

    While it runs they are counted to today: what falls due tomorrow is not late yet. ``units`` as they were read.
    """
    if period_from > clock.today():
        return None
    counted_to = min(cut_off, clock.today())
    then = (units or units_over_time(session, office_id=office_id)).on(counted_to)
    given_by_then = (Assignment.given_on <= counted_to,)  # of an earlier period most was given since, and is not read
    made = figures(
        gather_leads(session, office_id=office_id, period_from=period_from, among=given_by_then),
        period_from=period_from,
        cut_off=counted_to,
        known_at=clock.now(),
        units=then,
    )
    return made, then
