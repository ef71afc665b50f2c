"""The notice this software was conceived for, from its text to the assignments; on both databases, no browser."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.domain.terms import AssignmentRole, DraftState, TaskKind
from app.models import Assignment, OutboxMessage, Task
from app.services import drafts
from tests.story.conftest import check_everything, content_of, give

LEADS = {"noi_vu", "tu_phap", "van_phong", "tai_chinh", "van_hoa", "tai_nguyen", "son_tay"}


def test_every_lead_is_one_of_the_districts_units(draft, cast):
    firm = [task for task in content_of(draft).tasks if task.kind is not TaskKind.GENERAL]
    assert all(name.unit_ids for task in firm for name in task.leads)
    keys = {unit.id: key for key, unit in cast.units.items()}
    assert {keys[unit_id] for task in firm for unit_id in task.lead_ids} == LEADS


def test_general_tasks_are_offered_unticked(draft):
    tasks = content_of(draft).tasks
    assert [task.included for task in tasks] == [task.kind is not TaskKind.GENERAL for task in tasks]
    assert sum(task.kind is TaskKind.GENERAL for task in tasks) == 3


def test_a_coordinator_outside_the_office_is_kept_as_written_and_waits(draft, clock):
    (missing,) = drafts.missing(content_of(draft), today=clock.today())
    assert missing.problem.code == "task.unknown_unit"
    name = missing.problem.params["name"]
    assert name in draft.source.text


def test_given_it_is_29_firm_tasks_and_3_general_with_three_deadlines_on_two_dates(session, draft, cast, clock):
    check_everything(session, cast, clock, draft)
    directive = give(session, cast, clock, draft)
    kinds = session.scalars(select(Task.kind).where(Task.directive_id == directive.id)).all()
    assert (len(kinds), sum(kind is TaskKind.GENERAL for kind in kinds)) == (32, 3)
    parts = session.scalars(select(Assignment).where(Assignment.office_id == cast.office.id)).all()
    leads = [part for part in parts if part.role is AssignmentRole.LEAD]
    assert len(leads) == 29
    dated = sorted(part.due_on for part in parts if part.due_on)
    assert dated == [date(2023, 9, 30), date(2023, 9, 30), date(2023, 10, 30)]
    assert draft.state is DraftState.GIVEN
    assert (directive.number, directive.given_on) == ("194/TB-UBND", date(2023, 9, 13))


def test_each_unit_is_told_once(session, draft, cast, clock):
    check_everything(session, cast, clock, draft)
    give(session, cast, clock, draft)
    told = session.scalars(select(OutboxMessage.recipient)).all()
    reached = set(session.scalars(select(Assignment.unit_id)))
    assert sorted(told) == sorted(f"unit:{unit_id}" for unit_id in reached)
