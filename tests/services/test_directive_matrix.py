"""A notice as tasks and units: each part in its place, sums that agree, few statements however large it is."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from app.domain.terms import AssignmentRole, Standing, State, TaskKind
from app.models import Assignment, Task, Unit
from app.services import directive_lists
from app.services.directive_matrix import Matrix, Sum, matrix_of
from app.services.rules import load_rules
from tests.cast import Cast
from tests.conftest import count_queries
from tests.services.giving import Giving
from tests.services.test_assignments import Acts

TODAY = date(2023, 9, 14)


@pytest.fixture
def give(cast: Cast, clock) -> Giving:
    return Giving(cast, clock)


@pytest.fixture
def acts(session, cast, clock) -> Acts:
    return Acts(session, cast, clock)


def matrix(session: Session, cast: Cast, give: Giving, **more: bool) -> Matrix:
    listed = directive_lists.tasks_of(
        session,
        actor=cast.chief,
        directive=give.directive,
        rules=load_rules(session, office_id=cast.office.id),
        today=TODAY,
    )
    return matrix_of(listed, **more)


@pytest.fixture
def told(give, acts) -> None:
    """Done; overdue with a second lead in time; coordinated by a unit of its own; cancelled; general."""
    done = give("noi_vu", due=date(2023, 9, 20))
    acts.report(done)
    acts.accept(done)
    give.task(("kinh_te", "noi_vu"), due=date(2023, 9, 11))
    give("kinh_te", due=date(2023, 10, 1), coordinating=("tu_phap",))
    acts.cancel(give("xa_ha", due=date(2023, 9, 1)))


def test_each_part_stands_where_its_task_and_unit_meet(session, cast, give, told):
    made = matrix(session, cast, give)
    assert [column.name for column in made.columns] == ["Phòng Nội vụ", "Phòng Tư pháp", "Phòng Kinh tế", "UBND xã Hạ"]
    cells = [[part and (part.role.value, part.standing.value) for part in row.cells] for row in made.rows]
    lead, helps = AssignmentRole.LEAD.value, AssignmentRole.COORDINATING.value
    assert cells == [
        [(lead, "done_on_time"), None, None, None],
        [(lead, "overdue"), None, (lead, "overdue"), None],
        [None, (helps, "in_time"), (lead, "in_time"), None],
        [None, None, None, (lead, "cancelled")],
    ]


def test_sums_of_rows_and_columns_agree(session, cast, give, told):
    made = matrix(session, cast, give)
    assert made.sum == Sum(leads=4, done=1, overdue=2)
    for sums in ([row.sum for row in made.rows], [column.sum for column in made.columns]):
        assert Sum(*(sum(getattr(each, name) for each in sums) for name in ("leads", "done", "overdue"))) == made.sum


def test_only_the_overdue_tasks_and_their_units(session, cast, give, told):
    made = matrix(session, cast, give, overdue_only=True)
    assert [column.short_name for column in made.columns] == ["Nội vụ", "Kinh tế"]
    assert [[part.standing for part in row.cells] for row in made.rows] == [[Standing.OVERDUE, Standing.OVERDUE]]
    assert made.sum == Sum(leads=2, done=0, overdue=2)


def test_sixty_units_and_forty_tasks_take_as_many_statements_as_one(session, cast, give, shared_engine: Engine):
    counted = []
    for units, tasks in ((1, 1), (60, 40)):
        _fill(session, cast, give, units, tasks)
        chief = cast.chief
        session.expire_all()
        assert give.directive.id
        with count_queries(shared_engine) as statements:
            listed = directive_lists.tasks_of(
                session, actor=chief, directive=give.directive, rules=load_rules(session, office_id=1), today=TODAY
            )
            made = matrix_of(listed)
        counted.append(len(statements))
    assert (len(made.columns), len(made.rows)) == (60, 40)
    assert all(part is not None for row in made.rows for part in row.cells)
    assert counted[0] == counted[1] <= 7


def _fill(session: Session, cast: Cast, give: Giving, units: int, tasks: int) -> None:
    """So many units and tasks, each unit in each task, added to what is there."""
    office_id, directive_id = cast.office.id, give.directive.id
    have_units = session.query(Unit).filter(Unit.name.like("UBND xã Số %")).count()
    have_tasks = session.query(Task).filter(Task.directive_id == directive_id).count()
    new_units = [
        {"office_id": office_id, "name": f"UBND xã Số {n}", "position": n, "valid_from": date(2020, 1, 1)}
        for n in range(have_units, units)
    ]
    new_tasks = [
        {"directive_id": directive_id, "position": n, "clause": str(n), "text": f"Việc số {n}", "kind": TaskKind.DATED}
        for n in range(have_tasks, tasks)
    ]
    session.execute(insert(Unit), new_units)
    session.execute(insert(Task), new_tasks)
    unit_ids = [unit.id for unit in session.query(Unit).filter(Unit.name.like("UBND xã Số %"))]
    pairs = {(row.task_id, row.unit_id) for row in session.query(Assignment.task_id, Assignment.unit_id)}
    parts = [
        {
            "office_id": office_id,
            "task_id": task.id,
            "unit_id": unit_id,
            "role": AssignmentRole.LEAD,
            "state": State.OPEN,
            "given_on": TODAY,
            "due_on": TODAY,
        }
        for task in session.query(Task).filter(Task.directive_id == directive_id)
        for unit_id in unit_ids
        if (task.id, unit_id) not in pairs
    ]
    session.execute(insert(Assignment), parts)
