"""n/N by field of work, and by unit within each: the same counts for the desk and for the morning's mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.figures import most_overdue_first
from app.domain.terms import AssignmentRole
from app.models import Assignment, Task, Unit
from app.services.in_field import FieldName, FieldsOn
from app.services.standing_filters import is_not_closed, overdue


@dataclass(frozen=True, slots=True)
class UnitShare:
    """A unit's open lead assignments in a field; ``overdue`` of ``dated`` is n/N (class d of c + d)."""

    field_id: int | None
    unit_id: int
    name: str
    under_authority: bool
    overdue: int
    dated: int


@dataclass(frozen=True, slots=True)
class FieldRank:
    """n/N of a field, of the units under the office's authority; None for what is in no field."""

    field: FieldName | None
    overdue: int
    dated: int


def unit_shares(session: Session, *, office_id: int, today: date, known: FieldsOn) -> list[UnitShare]:
    """Every unit in every field in which it has something open and dated, in one query; the most overdue first."""
    a = Assignment
    rows = session.execute(
        select(
            *(Task.field_id, Unit.id, Unit.name, Unit.under_authority),
            func.count(a.id).filter(overdue(today)),
            func.count(a.id),
        )
        .join(Task, Task.id == a.task_id)
        .join(Unit, Unit.id == a.unit_id)
        .where(a.office_id == office_id, a.role == AssignmentRole.LEAD, is_not_closed())
        .where(a.due_on.is_not(None), ~a.objective)
        .group_by(Task.field_id, Unit.id, Unit.name, Unit.under_authority)
    ).tuples()
    sums: defaultdict[tuple[int | None, int, str, bool], list[int]] = defaultdict(lambda: [0, 0])
    for said, unit_id, name, under_authority, late, dated in rows:
        counted = sums[known.of(said, unit_id), unit_id, name, under_authority]
        counted[0] += late
        counted[1] += dated
    shares = (UnitShare(*key, *counted) for key, counted in sums.items())
    return sorted(shares, key=lambda share: most_overdue_first(share.overdue, share.dated, share.name))


def rank_fields(shares: Iterable[UnitShare], known: FieldsOn) -> list[FieldRank]:
    """The fields in the order of the units' ranking, what is in none at the end."""
    sums: defaultdict[int | None, list[int]] = defaultdict(lambda: [0, 0])
    for share in shares:
        if share.under_authority:
            counted = sums[share.field_id]
            counted[0] += share.overdue
            counted[1] += share.dated
    ranks = [
        FieldRank(known.names[field_id] if field_id is not None else None, *counted)
        for field_id, counted in sums.items()
    ]
    return sorted(
        ranks,
        key=lambda rank: (
            rank.field is None,
            *most_overdue_first(rank.overdue, rank.dated, rank.field.name if rank.field else ""),
        ),
    )
