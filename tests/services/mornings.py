"""Mornings for the tests of digests: the office as it stands, and what the plan is said to have for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.domain.terms import AssignmentRole, EventKind, ReminderRule
from app.domain.urging import Reminder
from app.models import Assignment, TaskViewer, User
from app.services import digests, extensions, recording, urging
from app.services.morning import Morning, Part, Urged
from app.services.outbox import sender_of, user_key
from app.services.rules import load_rules
from app.wording.rights import LIMITED_IN_MAIL
from tests.cast import Cast
from tests.services.giving import Giver

LINKS = Links("https://dondoc.test")
TODAY = date(2023, 9, 14)  # a Thursday
LONG_AGO = date(2023, 8, 21)


def key(cast: Cast, login: str) -> str:
    return user_key(cast.users[login].id)


def morning_of(
    cast: Cast, *, day: date = TODAY, told: Mapping[str, Sequence[Urged]] | None = None, had: Sequence[str] = ()
) -> Morning:
    """``told`` and ``had`` are by the logins of the cast."""
    rules = load_rules(cast.session, office_id=cast.office.id)
    return Morning(
        office_id=cast.office.id,
        at=FixedClock.at(day, 6, 30).now(),
        today=day,
        rules=rules,
        sender=sender_of(cast.session, office_id=cast.office.id),
        links=LINKS,
        days_off=digests.next_days_off(rules.calendar, day),
        shares=urging.shares(cast.session, office_id=cast.office.id, today=day),
        told={key(cast, login): tuple(items) for login, items in (told or {}).items()},
        had=frozenset(key(cast, login) for login in had),
    )


def urged(
    assignment: Assignment, rule: ReminderRule, *, day: date = TODAY, waited: int = 0, times: int = 0, **more: Any
) -> Urged:
    """As the plan hands it over: the words of a limited task are not in it."""
    days = (day - assignment.due_on).days if assignment.due_on else 0
    row = Reminder(
        assignment_id=assignment.id,
        rule=rule,
        anchor="due:1",
        occurrence="1",
        recipient="user:1",
        day=day,
        covered=False,
        urgent=False,
        days_left=0,
        days_overdue=max(0, days),
        working_days_overdue=max(0, days),
        waited=waited,
    )
    return Urged(part_of(assignment, **more), row, (row,), times)


def part_of(assignment: Assignment, **more: Any) -> Part:
    task = assignment.task
    said = {"since": None, "desk": "", "asked_for": None, "phrase": "", "time_of_day": None} | more
    return Part(
        assignment_id=assignment.id,
        unit_id=assignment.unit_id,
        unit_name=assignment.unit.name,
        under_authority=assignment.unit.under_authority,
        leads=assignment.role is AssignmentRole.LEAD,
        state=assignment.state,
        urgency=task.urgency,
        field_id=task.field_id,
        clause=task.clause,
        text=LIMITED_IN_MAIL if task.restricted else task.text,
        source=task.directive.number or task.directive.kind,
        due_on=assignment.due_on,
        given_on=assignment.given_on,
        url=LINKS.assignment(assignment.public_id),
        **said,
    )


def flat(text: str) -> str:
    return " ".join(text.split())


def happen(giver: Giver, assignment: Assignment, kind: EventKind, day: date, **more: object) -> None:
    event = giver.event(kind, day)
    event.recorded_at = FixedClock.at(day).instant
    for name, value in more.items():
        setattr(event, name, value)
    recording.add(giver.cast.session, assignment, event)


def ask(giver: Giver, assignment: Assignment, day: date) -> None:
    clock = FixedClock.at(day)
    about = {"actor": giver.cast.head("noi_vu"), "clock": clock, "assignment": assignment}
    extensions.ask(
        giver.cast.session, **about, version=assignment.version, asked_for=date(2023, 12, 29), reason="Chờ số liệu."
    )


def some_work(giver: Giver) -> dict[str, Assignment]:
    give, task = giver.give, giver.task
    made = {
        "late": give("noi_vu", date(2023, 9, 1), task=task("Việc chậm nhất")),
        "new": give("noi_vu", date(2023, 9, 13), task=task("Việc mới chậm")),
        "outside": give("cong_an", date(2023, 9, 4), task=task("Việc đề nghị")),
        "week": give("tu_phap", date(2023, 9, 15), task=task("Việc trong tuần")),
        "open": give("kinh_te", date(2023, 12, 1)),
        "reported": give("kinh_te", date(2023, 9, 12), task=task("Đã báo cáo")),
        "asking": give("noi_vu", date(2023, 9, 25), task=task("Xin thêm thời gian")),
        "signing": give("noi_vu", date(2023, 9, 25), task=task("Dự thảo nghị quyết")),
    }
    happen(giver, made["reported"], EventKind.SUBMITTED, date(2023, 9, 11))
    happen(giver, made["signing"], EventKind.SENT_FOR_SIGNATURE, date(2023, 9, 8), desk="Văn thư trình Chủ tịch")
    ask(giver, made["asking"], date(2023, 9, 13))
    giver.cast.session.flush()
    return made


def limit(session: Session, assignments: Iterable[Assignment], viewer: User) -> None:
    """Let this person alone read them, who are all about Ông Quyền."""
    for assignment in assignments:
        task = assignment.task
        task.restricted, task.text = True, f"Xác minh đơn của ông Quyền {assignment.id}."
        session.add(TaskViewer(task_id=task.id, user_id=viewer.id))
    session.flush()
