"""Rows of figures as they were counted, for tests of what is made of rows alone."""

from __future__ import annotations

from app.domain.figures import Row
from app.domain.measures import working_days_late
from app.domain.terms import FigureClass
from tests.domain.making import OFFICIAL, day


def row(
    figure_class: str = FigureClass.OPEN_OVERDUE,
    days_overdue: int = 0,
    *,
    unit: int = 1,
    number: int = 1,
    **more: object,
) -> Row:
    plain = Row(
        assignment_id=number,
        task_id=number,
        unit_id=unit,
        unit_name=f"Unit {unit}",
        figure_class=FigureClass(figure_class),
        carried_over=False,
        waiting=False,
        given_on=day("1/9"),
        due_on=day("6/10"),  # a Friday
        completed_on=None,
        days_overdue=days_overdue,
        under_authority=True,
        due_changes=0,
    )
    counted = plain._replace(**more)  # type: ignore[arg-type]
    return counted._replace(working_days_overdue=working_days_late(counted, OFFICIAL))
