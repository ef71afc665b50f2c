"""What has happened in the demo office so far: its notices are given and answered through the services, day by day.

Every act is handed a clock that stands on its own day, so that the timelines read as if people had lived them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.cli.demo_notices import NOTICES, DemoNotice, DemoTask
from app.cli.demo_office import OFFICE_NAME, PLACE, UNITS, units_by_key
from app.domain.calendar import WorkingCalendar
from app.domain.permissions import Actor
from app.domain.terms import EventKind, OutboxState, ReturnKind
from app.models import Assignment, Directive, Office, OutboxMessage, Source, Task, Unit, User
from app.services import assignments, directives
from app.services.directives import NewDirective, NewTask
from app.services.evidence import NewEvidence
from app.services.people import load_actor
from app.services.rules import load_rules
from app.wording.drafts import BY_THE_CHAIR
from app.wording.formats import day as day_words

_NAMES = {unit.key: unit.name for unit in UNITS}


@dataclass(frozen=True, slots=True)
class Act:
    """One thing somebody did. ``number`` is the result's; ``completed`` the day an acceptance confirms."""

    day: int
    notice: str
    clause: str
    unit: str
    login: str
    kind: EventKind
    note: str = ""
    number: str = ""
    completed: int = 0


# Who coordinates says that it knows; the others have not answered yet.
COORDINATORS = (
    ("1", "tthcc"),
    ("5", "mttq"),
    ("5", "thcs"),
    ("6", "congan"),
    ("8", "vanhoa"),
    ("8", "mamnon"),
    ("8", "tieuhoc"),
    ("9", "mamnon"),
    ("9", "tieuhoc"),
    ("10", "vanhoa"),
)

ACTS = (
    *(Act(-17, "giaoban", clause, unit, unit, EventKind.ACKNOWLEDGED) for clause, unit in COORDINATORS),
    Act(-17, "giaoban", "13", "kinhte", "kinhte", EventKind.ACKNOWLEDGED),
    Act(-17, "giaoban", "14", "tthcc", "tthcc", EventKind.ACKNOWLEDGED),
    Act(-17, "giaoban", "1", "kinhte", "kinhte", EventKind.ACKNOWLEDGED),
    Act(-17, "giaoban", "2", "kinhte", "kinhte", EventKind.ACKNOWLEDGED),
    Act(-17, "giaoban", "3", "kinhte", "kinhte2", EventKind.ACKNOWLEDGED),
    Act(-17, "giaoban", "6", "tthcc", "tthcc", EventKind.ACKNOWLEDGED),
    Act(-17, "giaoban", "7", "tthcc", "tthcc", EventKind.ACKNOWLEDGED),
    Act(-17, "giaoban", "8", "yte", "yte", EventKind.ACKNOWLEDGED),
    Act(-17, "giaoban", "12", "vanphong", "chuyenvien", EventKind.ACKNOWLEDGED),
    Act(-16, "giaoban", "5", "vanhoa", "vanhoa", EventKind.ACKNOWLEDGED),
    Act(-16, "giaoban", "10", "tieuhoc", "tieuhoc", EventKind.ACKNOWLEDGED),
    Act(-16, "giaoban", "11", "quansu", "quansu", EventKind.ACKNOWLEDGED),
    Act(
        -12,
        "giaoban",
        "1",
        "kinhte",
        "kinhte2",
        EventKind.PROGRESS,
        "Đã nhận danh sách của hai thôn, đang đối chiếu với bản đồ địa chính.",
    ),
    Act(-9, "giaoban", "5", "vanhoa", "vanhoa", EventKind.SUBMITTED, "Đã trình kế hoạch.", "12/KH-VHXH"),
    Act(-8, "giaoban", "5", "vanhoa", "chanhvp", EventKind.ACCEPTED, completed=-9),
    Act(-7, "giaoban", "7", "tthcc", "tthcc", EventKind.SUBMITTED, "Đã thay 31 biểu mẫu tại quầy.", "19/BC-TTHCC"),
    Act(-6, "giaoban", "7", "tthcc", "chuyenvien", EventKind.ACCEPTED, completed=-7),
    Act(-6, "giaoban", "3", "kinhte", "kinhte", EventKind.SUBMITTED, "Đã niêm yết đủ sáu thôn.", "55/BC-KT"),
    Act(-5, "giaoban", "3", "kinhte", "chanhvp", EventKind.ACCEPTED, completed=-6),
    Act(
        -5,
        "giaoban",
        "1",
        "kinhte",
        "kinhte",
        EventKind.PROGRESS,
        "Còn 07 hộ ở thôn Cồn Sậy chưa thống nhất diện tích; phòng sẽ họp thôn lần hai.",
    ),
    Act(-4, "giaoban", "8", "yte", "yte", EventKind.SUBMITTED, "Đã xử lý thôn Vạn Chài.", "08/BC-TYT"),
    Act(-3, "giaoban", "6", "tthcc", "tthcc", EventKind.PROGRESS, "Đã số hóa 412 trong 450 hồ sơ."),
    Act(
        -2,
        "giaoban",
        "8",
        "yte",
        "chuyenvien",
        EventKind.RETURNED,
        "Báo cáo chưa có kết quả tại khu nhà ở công nhân và biên bản có xác nhận của trưởng thôn.",
    ),
    Act(-2, "muabao", "2", "vanhoa", "vanhoa", EventKind.ACKNOWLEDGED),
    Act(-2, "muabao", "2", "mttq", "mttq", EventKind.ACKNOWLEDGED),
    Act(-2, "muabao", "3", "yte", "yte", EventKind.ACKNOWLEDGED),
    Act(-2, "giaoban", "6", "tthcc", "tthcc", EventKind.SUBMITTED, "Đã số hóa đủ 450 hồ sơ.", "23/BC-TTHCC"),
    Act(-1, "giaoban", "2", "kinhte", "kinhte2", EventKind.PROGRESS, "Đã kiểm tra hai cống, còn cống số 3."),
)


@dataclass
class _Story:
    """What every step needs: the office's rows by the names the tables use, and where today is."""

    session: Session
    office: Office
    links: Links
    files: FileStore
    today: date
    calendar: WorkingCalendar
    units: dict[str, Unit]
    users: dict[str, User]
    given: dict[str, Directive] = field(default_factory=dict)

    def workday(self, n: int) -> date:
        day = self.calendar.next_working(self.today)
        if n >= 0:
            return self.calendar.add_working_days(day, n)
        day = self.today
        for _ in range(-n):
            day = self.calendar.previous_working(day)
        return day

    def clocks(self, n: int) -> Iterator[FixedClock]:
        """A morning's acts, some minutes apart; no two mornings begin alike."""
        clock = FixedClock.at(self.workday(n), 8, -n * 23 % 60)
        while True:
            yield clock
            clock = FixedClock(clock.instant + timedelta(minutes=9))

    def actor(self, login: str) -> Actor:
        found = load_actor(self.session, user_id=self.users[login].id, today=self.today)
        if found is None:
            raise ValueError(f"the demo office has no {login}")
        return found


def add_history(session: Session, *, office: Office, links: Links, files: FileStore, today: date) -> None:
    """Give the notices and let everybody answer. Flushes, does not commit.

    The mails of these acts are marked as sent, though none ever is: they belong to the invented past, and a mail
    server that somebody configures later must not find them waiting.
    """
    story = _Story(
        session,
        office,
        links,
        files,
        today,
        load_rules(session, office_id=office.id).calendar,
        units_by_key(session, office=office),
        {user.login: user for user in session.scalars(select(User).where(User.office_id == office.id))},
    )
    for n in range(min(notice.given for notice in NOTICES), 0):
        clocks = story.clocks(n)
        for notice in (notice for notice in NOTICES if notice.given == n):
            story.given[notice.key] = _give(story, notice, next(clocks))
        for act in (act for act in ACTS if act.day == n):
            _do(story, act, next(clocks))
    for message in session.scalars(select(OutboxMessage).where(OutboxMessage.office_id == office.id)):
        message.state, message.attempts, message.sent_at = OutboxState.SENT, 1, message.recorded_at
    session.flush()


def _give(story: _Story, notice: DemoNotice, clock: FixedClock) -> Directive:
    texts = [_sentence(story, task) for task in notice.tasks]
    source, starts = _source(story, notice, texts, clock)
    leader = story.users["chutich" if notice.number else "phochutich"].name
    directive = NewDirective(
        kind="Thông báo",
        number=notice.number,
        issuer=OFFICE_NAME,
        place=PLACE,
        issued_on=story.workday(notice.given) if notice.number else None,
        meeting_on=story.workday(notice.met),
        chair=leader,
        signer=story.users["chanhvp"].name,
        signer_title="Chánh Văn phòng",
        subject=notice.subject,
        source_of_assignment=BY_THE_CHAIR,
        leader=leader,
        source_id=source.id,
    )
    tasks = [_new_task(story, *row) for row in zip(notice.tasks, texts, starts, strict=True)]
    return directives.give_tasks(
        story.session,
        actor=story.actor("chanhvp"),
        clock=clock,
        links=story.links,
        directive=directive,
        tasks=tasks,
    )


def _sentence(story: _Story, task: DemoTask) -> str:
    return task.text.format(phrase=_phrase(story, task))


def _phrase(story: _Story, task: DemoTask) -> str:
    return "" if task.due is None else task.phrase.format(due=day_words(story.workday(task.due)))


def _source(story: _Story, notice: DemoNotice, texts: list[str], clock: FixedClock) -> tuple[Source, list[int]]:
    """The notice as if it had been uploaded, and where each task starts in it."""
    text = f"THÔNG BÁO\n{notice.subject}\n\n{notice.opening}\n"
    starts = []
    for task, sentence in zip(notice.tasks, texts, strict=True):
        text += f"{task.clause}. "
        starts.append(len(text))
        text += f"{sentence}\n"
    digest = story.files.put(text.encode())
    source = Source(
        office_id=story.office.id,
        filename=f"thong-bao-{notice.key}.txt",
        sha256=digest,
        text_sha256=digest,
        text=text,
        extractor="txt 1",
        recorded_at=clock.now(),
        recorder_id=story.users["chanhvp"].id,
    )
    story.session.add(source)
    story.session.flush()
    return source, starts


def _new_task(story: _Story, task: DemoTask, text: str, start: int) -> NewTask:
    return NewTask(
        clause=task.clause,
        text=text,
        start=start,
        end=start + len(text),
        kind=task.kind,
        urgency=task.urgency,
        report_to="UBND xã" if "UBND xã" in text else "",
        addressee=", ".join(_NAMES[key] for key in task.leads) or "Các cơ quan, đơn vị",
        recurrence=task.recurrence,
        lead_unit_ids=tuple(story.units[key].id for key in task.leads),
        coordinating_unit_ids=tuple(story.units[key].id for key in task.coordinating),
        named_on=None if task.due is None else story.workday(task.due),
        exclusive=task.phrase.startswith("trước"),
        phrase=_phrase(story, task),
    )


def _do(story: _Story, act: Act, clock: FixedClock) -> None:
    session, actor, row = story.session, story.actor(act.login), _assignment(story, act)
    decider_id = story.users["chanhvp"].id
    common: dict[str, Any] = {"actor": actor, "clock": clock, "assignment": row, "version": row.version}
    if act.kind is EventKind.ACKNOWLEDGED:
        assignments.acknowledge(session, **common)
    elif act.kind is EventKind.PROGRESS:
        assignments.write_progress(session, **common, note=act.note)
    elif act.kind is EventKind.SUBMITTED:
        results = [NewEvidence(number=act.number, issued_on=clock.today())]
        assignments.report_done(session, **common, note=act.note, results=results)
    elif act.kind is EventKind.ACCEPTED:
        day = story.workday(act.completed)
        assignments.accept(session, **common, completed_on=day, decider_id=decider_id)
    elif act.kind is EventKind.RETURNED:
        returned: dict[str, Any] = {
            "return_kind": ReturnKind.MISSING_PAPERS,
            "reason": act.note,
            "decider_id": decider_id,
        }
        assignments.return_result(session, **common, **returned, links=story.links)


def _assignment(story: _Story, act: Act) -> Assignment:
    return story.session.scalars(
        select(Assignment)
        .join(Task)
        .where(
            Task.directive_id == story.given[act.notice].id,
            Task.clause == act.clause,
            Assignment.unit_id == story.units[act.unit].id,
        )
    ).one()
