"""The office's own rules: read, and changed by writing a new version. None is ever edited: snapshots name theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.deadlines import DeadlinePolicy
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, check
from app.domain.urging_rules import UrgingPolicy
from app.models import Office, Policy, User
from app.services import audit
from app.services.organisation import changed_names
from app.services.rules import Practice

Value = int | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Everything an office can choose; see ``app.models.Policy`` for each. The defaults are the domain's own."""

    exclusive_is_day_before: bool = DeadlinePolicy().exclusive_is_day_before
    roll_fixed_dates: bool = DeadlinePolicy().roll_fixed_dates
    due_soon_working_days: int = DeadlinePolicy().due_soon_working_days
    acknowledge_working_days: int = Practice().acknowledge_working_days
    decide_working_days: int = Practice().decide_working_days
    update_days: int = Practice().update_days
    extensions_limit: int | None = Practice().extensions_limit
    extension_notice_days: int | None = Practice().extension_notice_days
    inner_due_working_days: int = Practice().inner_due_working_days
    acknowledge_hours: int = UrgingPolicy().acknowledge_hours
    remind_first_days: int | None = UrgingPolicy().remind_first_days
    remind_second_days: int | None = UrgingPolicy().remind_second_days
    remind_third_days: int | None = UrgingPolicy().remind_third_days
    sign_working_days: int = UrgingPolicy().sign_working_days
    escalate_head_days: int | None = UrgingPolicy().escalate_head_days
    escalate_chief_days: int | None = UrgingPolicy().escalate_chief_days
    escalate_leader_days: int | None = UrgingPolicy().escalate_leader_days
    quiet_from_hour: int = Practice().quiet_from_hour
    quiet_to_hour: int = Practice().quiet_to_hour
    link_days: int = Practice().link_days
    links_report: bool = Practice().links_report
    retention_years: int | None = Practice().retention_years


# From the least to the most that is any use; what is not here is yes or no.
LIMITS: dict[str, tuple[int, int]] = {
    "due_soon_working_days": (1, 30),
    "acknowledge_working_days": (1, 30),
    "decide_working_days": (1, 30),
    "update_days": (1, 180),
    "extensions_limit": (0, 20),
    "extension_notice_days": (0, 60),
    "inner_due_working_days": (0, 60),
    "acknowledge_hours": (1, 24),
    "remind_first_days": (1, 30),
    "remind_second_days": (1, 30),
    "remind_third_days": (1, 30),
    "sign_working_days": (1, 30),
    "escalate_head_days": (1, 60),
    "escalate_chief_days": (1, 60),
    "escalate_leader_days": (1, 60),
    "quiet_from_hour": (0, 23),
    "quiet_to_hour": (0, 23),
    "link_days": (1, 365),
    "retention_years": (1, 100),
}
MAY_BE_EMPTY = frozenset(
    {
        "extensions_limit",
        "extension_notice_days",
        "remind_first_days",
        "remind_second_days",
        "remind_third_days",
        "escalate_head_days",
        "escalate_chief_days",
        "escalate_leader_days",
        "retention_years",
    }
)


@dataclass(frozen=True, slots=True)
class Change:
    name: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Version:
    """A version as it was recorded, with what it changed of the one before (of the defaults, for the first).
    ``recorder`` is None for what no person wrote."""

    version: int
    recorded_at: datetime
    recorder: str | None
    choices: Choices
    changes: tuple[Change, ...]


def choices_of(row: Policy | None) -> Choices:
    """The values of a version; the defaults where there is none."""
    return Choices(**{each.name: getattr(row, each.name) for each in fields(Choices)}) if row else Choices()


def current(session: Session, *, office_id: int) -> tuple[int, Choices]:
    """The version in force and its values; version 0 are the defaults."""
    row = _newest(session, office_id)
    return (row.version if row else 0), choices_of(row)


def history(session: Session, *, actor: Actor) -> list[Version]:
    """All versions, the newest first."""
    check(actor, Action.EDIT_POLICY)
    rows = session.execute(
        select(Policy, User.name)
        .outerjoin(User, User.id == Policy.recorder_id)
        .where(Policy.office_id == actor.office_id)
        .order_by(Policy.version)
    ).tuples()
    kept = [(row, name, choices_of(row)) for row, name in rows]
    before = [Choices(), *(choices for _, _, choices in kept)]
    versions = [
        Version(row.version, row.recorded_at, name, after, tuple(_changes(earlier, after)))
        for (row, name, after), (earlier, _) in zip(kept, pairwise(before), strict=True)
    ]
    return versions[::-1]


def _changes(before: Choices, after: Choices) -> Iterator[Change]:
    for name in changed_names(before, after):
        yield Change(name, getattr(before, name), getattr(after, name))


def change(session: Session, *, actor: Actor, clock: Clock, seen: int, choices: Choices) -> int:
    """Write the next version and return its number; nothing is written where nothing differs. ``seen`` is the version
    the form was filled with.

    Deadlines that were given stand as they are: each has its own row, and rules hold for what is written from now on.
    Raises DomainError: "permission.denied", "stale", "policy.range" said of a field.
    """
    check(actor, Action.EDIT_POLICY)
    _check_values(choices)
    # The office's row stays locked, so that two who change at once come one after the other.
    session.scalars(select(Office.id).where(Office.id == actor.office_id).with_for_update()).one()
    version, before = current(session, office_id=actor.office_id)
    if version != seen:
        raise DomainError("stale")
    changed = changed_names(before, choices)
    if not changed:
        return version
    values = {each.name: getattr(choices, each.name) for each in fields(choices)}
    session.add(
        Policy(
            office_id=actor.office_id,
            version=version + 1,
            recorded_at=clock.now(),
            recorder_id=actor.user_id,
            **values,
        )
    )
    session.flush()
    subject = f"policy:{version + 1}"
    audit.record(session, actor=actor, clock=clock, action="policy.changed", subject=subject, changed=changed)
    return version + 1


def _check_values(choices: Choices) -> None:
    for name, (least, most) in LIMITS.items():
        value = getattr(choices, name)
        if value is None and name in MAY_BE_EMPTY:
            continue
        if value is None or not least <= value <= most:
            raise DomainError("policy.range", field=name, least=least, most=most)


def _newest(session: Session, office_id: int) -> Policy | None:
    return session.scalars(
        select(Policy).where(Policy.office_id == office_id).order_by(Policy.version.desc()).limit(1)
    ).first()
