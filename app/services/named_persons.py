"""Which words of units a report does not quote: those that name a person."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.persons import known_people, names_person
from app.models import User
from app.services.report_view import ReportView, RowView


def looked_at(session: Session, *, office_id: int, view: ReportView) -> ReportView:
    """The same figures; each overdue row with whether its unit's words name a person, unless it says so already."""
    if not any(map(_is_unseen, view.rows)):
        return view
    people = known_people(session.scalars(select(User.name).where(User.office_id == office_id)))
    rows = (replace(row, names_person=names_person(row.note, people)) if _is_unseen(row) else row for row in view.rows)
    return replace(view, rows=tuple(rows))


def _is_unseen(row: RowView) -> bool:
    return row.progress is not None and row.names_person is None and bool(row.note)


def is_left_out(row: RowView) -> bool:
    """Whether the unit wrote what no document may quote. Where nobody looked, the words are asked by themselves."""
    return bool(row.note) and (names_person(row.note) if row.names_person is None else row.names_person)


def quotable(row: RowView) -> str:
    """What the unit wrote, as far as a document may say it."""
    return "" if is_left_out(row) else row.note
