"""Quick ways to tell a story for reports: rows are written as the services write them, without their checks."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.domain.terms import AssignmentRole, DueReason, EventKind, ReturnKind, State, TaskKind
from app.models import Assignment, Directive, DueDate, Event, Report, Snapshot, Task
from app.services import recording, reports
from tests.cast import Cast

GIVEN_ON = date(2023, 8, 1)


def make_directive(cast: Cast, number: str | None = "12/TB-UBND", given_on: date = GIVEN_ON) -> Directive:
    directive = Directive(
        office_id=cast.office.id,
        kind="Thông báo",
        number=number,
        identity=number,
        issuer=cast.office.name,
        issued_on=given_on if number else None,
        subject="Kết luận cuộc họp giao ban",
        given_on=given_on,
        recorded_at=FixedClock.at(given_on).now(),
        recorder_id=cast.users["chief"].id,
    )
    cast.session.add(directive)
    cast.session.flush()
    return directive


def make_task(cast: Cast, directive: Directive, text: str, clause: str = "1") -> Task:
    task = Task(directive_id=directive.id, position=1, clause=clause, text=text, kind=TaskKind.DATED)
    cast.session.add(task)
    cast.session.flush()
    return task


def give(
    cast: Cast,
    task: Task,
    unit: str,
    due_on: date | None = None,
    *,
    given_on: date = GIVEN_ON,
    role: AssignmentRole = AssignmentRole.LEAD,
) -> Assignment:
    assignment = Assignment(
        office_id=cast.office.id,
        task_id=task.id,
        unit_id=cast.units[unit].id,
        role=role,
        state=State.OPEN,
        given_on=given_on,
    )
    cast.session.add(assignment)
    happens(cast, assignment, EventKind.GIVEN, given_on)
    if due_on:
        set_due(cast, assignment, due_on, on=given_on)
    return assignment


def set_due(
    cast: Cast,
    assignment: Assignment,
    due_on: date,
    *,
    on: date,
    reason: DueReason = DueReason.GIVEN,
    recorded_on: date | None = None,
) -> None:
    row = DueDate(
        phrase=f"trước ngày {due_on:%d/%m/%Y}",
        named_on=due_on,
        due_on=due_on,
        reason=reason,
        effective_on=on,
        recorded_at=FixedClock.at(recorded_on or on).now(),
        recorder_id=cast.users["staff"].id,
    )
    recording.add(cast.session, assignment, row)


def happens(
    cast: Cast,
    assignment: Assignment,
    kind: EventKind,
    on: date,
    *,
    recorded_on: date | None = None,
    note: str = "",
    return_kind: ReturnKind | None = None,
) -> None:
    """An event that counts for a day; it was recorded at 08:00 of that day unless another is named."""
    row = Event(
        kind=kind,
        effective_on=on,
        recorded_at=FixedClock.at(recorded_on or on).now(),
        recorder_id=cast.users["staff"].id,
        return_kind=return_kind,
        note=note,
    )
    recording.add(cast.session, assignment, row)


def done(cast: Cast, assignment: Assignment, on: date, *, recorded_on: date | None = None) -> None:
    happens(cast, assignment, EventKind.SUBMITTED, on, recorded_on=recorded_on)
    happens(cast, assignment, EventKind.ACCEPTED, on, recorded_on=recorded_on)


def quarter_story(cast: Cast) -> dict[str, Assignment]:
    """Quarter III of 2023: one of each class, and what is counted apart. Today is 14/09, the cut-off."""
    directive, unnumbered = make_directive(cast), make_directive(cast, None)
    make = lambda text, clause="1": make_task(cast, directive, text, clause)  # noqa: E731
    shared = make("Rà soát, niêm yết công khai bảng phân công trực tiếp công dân.", "2.1")
    story = {
        "a": give(cast, make("Lập danh sách hòm thư góp ý.", "1.1"), "noi_vu", date(2023, 9, 1)),
        "b": give(cast, make("Gửi biểu tổng hợp tài sản dôi dư.", "1.2"), "tu_phap", date(2023, 8, 20)),
        "c": give(cast, shared, "noi_vu", date(2023, 9, 30)),
        "waiting": give(cast, make("Bố trí phòng tiếp dân.", "1.3"), "kinh_te", date(2023, 9, 5)),
        "d": give(cast, shared, "kinh_te", date(2023, 9, 4)),
        "d2": give(cast, make_task(cast, unnumbered, "Kiểm kê cây xanh dọc đường liên xã.", "4"), "kinh_te",
                   date(2023, 8, 25), given_on=date(2023, 6, 1)),
        "undated": give(cast, make("Duy trì vệ sinh công sở.", "1.4"), "xa_ha"),
        "outside": give(cast, make("Phối hợp giữ gìn trật tự chợ phiên.", "1.5"), "cong_an", date(2023, 9, 1)),
        "cancelled": give(cast, make("Tổ chức hội thi.", "1.6"), "xa_ha", date(2023, 9, 1)),
    }  # fmt: skip
    give(cast, shared, "tu_phap", date(2023, 9, 4), role=AssignmentRole.COORDINATING)
    done(cast, story["a"], date(2023, 8, 30))
    done(cast, story["b"], date(2023, 8, 27))
    happens(cast, story["waiting"], EventKind.SUBMITTED, date(2023, 9, 5))
    happens(cast, story["d"], EventKind.PROGRESS, date(2023, 9, 1), note="Đang chờ báo giá in bảng.")
    happens(cast, story["cancelled"], EventKind.STOPPED, date(2023, 9, 1))
    cast.session.flush()
    return story


def tamper(session: Session, snapshot: Snapshot, **values: Any) -> None:
    """Change what was frozen, as only somebody can who has the database itself."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("DROP TRIGGER snapshots_no_update"))
    else:
        session.execute(text("ALTER TABLE snapshots DISABLE TRIGGER ALL"))
    session.execute(update(Snapshot).where(Snapshot.id == snapshot.id).values(**values))
    session.expire_all()


def view_now(session: Session, cast: Cast, clock: FixedClock, report: Report) -> Any:
    view = reports.current_figures(session, office_id=cast.office.id, report=report, clock=clock)
    assert view is not None
    return view
