"""Tasks that a superior gave, for the tests: given through the service, as a notice of the province is."""

from __future__ import annotations

from datetime import date

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.domain.terms import SourceOfAssignment, TaskKind
from app.models import Assignment, Directive, SuperiorDuty
from app.services import superiors
from app.services.directives import NewDirective, give_tasks
from app.services.giving import NewTask
from tests.cast import Cast

LINKS = Links("http://dondoc.test")
NUMBER = "412/UBND-TH"
ISSUED = date(2023, 9, 6)


def new_task(cast: Cast, text: str, *, inner: date | None, superior: date | None, **more: object) -> NewTask:
    values = {"clause": "1", "kind": TaskKind.DATED if inner else TaskKind.PER_REPORT} | more
    units = values.pop("units", ("noi_vu",))
    return NewTask(
        text=text,
        lead_unit_ids=tuple(cast.units[unit].id for unit in units),
        named_on=inner,
        superior_due_on=superior,
        **values,
    )


def give_from_above(
    cast: Cast,
    clock: Clock,
    *tasks: NewTask,
    source: SourceOfAssignment = SourceOfAssignment.PROVINCE,
    number: str | None = NUMBER,
) -> Directive:
    directive = NewDirective(
        kind="Công văn",
        number=number,
        issuer="UBND tỉnh Hồng Lam",
        subject="Triển khai nhiệm vụ",
        issued_on=ISSUED,
        source_of_assignment=source,
    )
    return give_tasks(cast.session, actor=cast.chief, clock=clock, links=LINKS, directive=directive, tasks=tasks)


def owed(
    cast: Cast,
    clock: Clock,
    *,
    inner: date | None = date(2023, 9, 26),
    superior: date | None = date(2023, 9, 29),
    text: str = "Rà soát danh mục dịch vụ công trực tuyến.",
    number: str | None = NUMBER,
    source: SourceOfAssignment = SourceOfAssignment.PROVINCE,
) -> SuperiorDuty:
    """One task of Phòng Nội vụ that the province waits for."""
    task = new_task(cast, text, inner=inner, superior=superior)
    duty = give_from_above(cast, clock, task, number=number, source=source).tasks[0].superior
    assert duty is not None
    return duty


def lead_of(cast: Cast, duty: SuperiorDuty) -> Assignment:
    return cast.session.query(Assignment).filter_by(task_id=duty.task_id).one()


def report(cast: Cast, clock: Clock, duty: SuperiorDuty, number: str, issued_on: date) -> None:
    superiors.report(
        cast.session,
        actor=cast.chief,
        clock=clock,
        duty=duty,
        seen=superiors.newest_step(duty),
        number=number,
        issued_on=issued_on,
    )
