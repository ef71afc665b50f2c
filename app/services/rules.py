"""The office's calendar and policy, as the domain takes them."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.calendar import WorkingCalendar
from app.domain.deadlines import DeadlinePolicy
from app.domain.urging_rules import UrgingPolicy
from app.models import CalendarDay, CalendarYear, Policy


@dataclass(frozen=True, slots=True)
class Practice:
    """The office's choices about how it follows its tasks; see ``app.models.Policy`` for each."""

    acknowledge_working_days: int = 2
    decide_working_days: int = 2
    extensions_limit: int | None = None
    extension_notice_days: int | None = None
    update_days: int = 14
    inner_due_working_days: int = 3
    quiet_from_hour: int = 21
    quiet_to_hour: int = 6
    link_days: int = 30
    links_report: bool = True
    retention_years: int | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What a rule of time needs: the working days, the policy in force and its version, and when whom to urge."""

    calendar: WorkingCalendar
    policy: DeadlinePolicy
    policy_version: int
    practice: Practice = Practice()
    urging: UrgingPolicy = field(default_factory=UrgingPolicy)


def load_rules(session: Session, *, office_id: int) -> Rules:
    """Read both tables. An office without a policy row has the defaults, as version 0."""
    days = session.execute(
        select(CalendarDay.day, CalendarDay.is_working).where(CalendarDay.office_id == office_id)
    ).all()
    years = session.scalars(
        select(CalendarYear.year).where(CalendarYear.office_id == office_id, CalendarYear.confirmed)
    ).all()
    calendar = WorkingCalendar(
        days_off=frozenset(day for day, is_working in days if not is_working),
        make_up=frozenset(day for day, is_working in days if is_working),
        confirmed_years=frozenset(years),
    )
    row = session.scalars(
        select(Policy).where(Policy.office_id == office_id).order_by(Policy.version.desc()).limit(1)
    ).first()
    if row is None:
        return Rules(calendar, DeadlinePolicy(), 0)
    policy = DeadlinePolicy(
        exclusive_is_day_before=row.exclusive_is_day_before,
        roll_fixed_dates=row.roll_fixed_dates,
        due_soon_working_days=row.due_soon_working_days,
    )
    practice = Practice(**{each.name: getattr(row, each.name) for each in fields(Practice)})
    urging = UrgingPolicy(**{each.name: getattr(row, each.name) for each in fields(UrgingPolicy)})
    return Rules(calendar, policy, row.version, practice, urging)


def policy_version(session: Session, *, office_id: int) -> int:
    """The version alone, for whoever counts no working days; 0 for an office without a policy row."""
    return session.scalar(select(func.max(Policy.version)).where(Policy.office_id == office_id)) or 0
