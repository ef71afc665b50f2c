"""What has happened in a demo office so far: its notices are given and answered through the services, day by day.

Every act is handed a clock that stands on its own day, so that the timelines read as if people had lived them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.cli.demo_acts import ACTS, Said
from app.cli.demo_loading import units_by_key
from app.cli.demo_model import (
    CHAIRMAN,
    CHIEF,
    SECRETARIAT,
    Act,
    Correction,
    Demo,
    DemoNotice,
    DemoOffice,
    DemoStory,
    DemoTask,
)
from app.domain.calendar import WorkingCalendar
from app.domain.periods import Period, quarter
from app.domain.permissions import Actor
from app.domain.terms import EventKind, OutboxState, PeriodKind, SourceOfAssignment
from app.models import Assignment, Directive, Office, OutboxMessage, Source, Task, Unit, User
from app.services import directives, due_dates, reports, runs, urging
from app.services.decisions import Decision
from app.services.directives import NewDirective
from app.services.giving import NewTask
from app.services.people import load_actor
from app.services.rules import load_rules
from app.wording.formats import day as day_words

WORKDAY = timedelta(hours=8)


@dataclass
class _Story:
    """What every step needs: the office's rows by the names the tables use, and where today is."""

    session: Session
    demo: DemoOffice
    told: DemoStory
    office: Office
    links: Links
    files: FileStore
    today: date
    calendar: WorkingCalendar
    units: dict[str, Unit]
    users: dict[str, User]
    parts: dict[tuple[str, str, str], Assignment] = field(default_factory=dict)  # by notice, clause and unit
    actors: dict[str, Actor] = field(default_factory=dict)
    days: dict[int, date] = field(default_factory=dict)

    def workday(self, n: int) -> date:
        if n not in self.days:
            self.days[n] = self._workday(n)
        return self.days[n]

    def _workday(self, n: int) -> date:
        if n >= 0:
            return self.calendar.add_working_days(self.calendar.next_working(self.today), n)
        return self.calendar.previous_working(self.workday(n + 1) if n < -1 else self.today)

    def clocks(self, n: int, count: int) -> Iterator[FixedClock]:
        """A day's acts, some minutes apart; no two mornings begin alike."""
        clock = FixedClock.at(self.workday(n), 8, -n * 23 % 60)
        apart = min(timedelta(minutes=9), WORKDAY / (count + 1))
        while True:
            yield clock
            clock = FixedClock(clock.instant + apart)

    def actor(self, login: str) -> Actor:
        if login not in self.actors:
            found = load_actor(self.session, user_id=self.users[login].id, today=self.today)
            if found is None:
                raise ValueError(f"the demo office has no {login}")
            self.actors[login] = found
        return self.actors[login]


def add_history(session: Session, *, office: Office, demo: Demo, links: Links, files: FileStore, today: date) -> None:
    """Give the notices and let everybody answer. Flushes, does not commit.

    The mails of these acts are marked as sent, though none ever is: they belong to the invented past, and a mail
    server that somebody configures later must not find them waiting.
    """
    story = _Story(
        session,
        demo.office,
        demo.tell(),
        office,
        links,
        files,
        today,
        load_rules(session, office_id=office.id).calendar,
        units_by_key(session, office=office, demo=demo.office),
        {user.login: user for user in session.scalars(select(User).where(User.office_id == office.id))},
    )
    frozen = _period_to_freeze(story) if story.told.freezes else None
    for n in range(story.told.first_day, 0):
        _live(story, n)
        if frozen and story.workday(n - 1) <= frozen.cut_off < story.workday(n):
            _freeze(story, frozen, FixedClock.at(story.workday(n), 16, 40))
    for message in session.scalars(select(OutboxMessage).where(OutboxMessage.office_id == office.id)):
        message.state, message.attempts, message.sent_at = OutboxState.SENT, 1, message.recorded_at
    session.flush()


def _live(story: _Story, n: int) -> None:
    """One day: the morning's digests, then what people do."""
    told = story.told
    if n in told.mornings:
        _urge(story, FixedClock.at(story.workday(n), 6, 30))
    notices = [notice for notice in told.notices if notice.given == n]
    acts = [act for act in told.acts if act.day == n]
    corrections = [each for each in told.corrections if each.day == n]
    clocks = story.clocks(n, len(notices) + len(acts) + len(corrections))
    for notice in notices:
        _keep_parts(story, notice, _give(story, notice, next(clocks)))
    for act in acts:
        _do(story, act, next(clocks))
    for correction in corrections:
        _correct(story, correction, next(clocks))


def _give(story: _Story, notice: DemoNotice, clock: FixedClock) -> Directive:
    texts = [_sentence(story, task) for task in notice.tasks]
    source, starts = _source(story, notice, texts, clock)
    leader = story.users[notice.leader].name
    directive = NewDirective(
        kind="Thông báo",
        number=notice.number,
        issuer=story.office.name,
        place=story.office.place,
        issued_on=story.workday(notice.given) if notice.number else None,
        meeting_on=story.workday(notice.met),
        chair=leader,
        signer=story.users[CHIEF].name,
        signer_title="Chánh Văn phòng",
        subject=notice.subject,
        source_of_assignment=SourceOfAssignment.OWN,
        leader=leader,
        source_id=source.id,
    )
    tasks = [_new_task(story, *row) for row in zip(notice.tasks, texts, starts, strict=True)]
    return directives.give_tasks(
        story.session,
        actor=story.actor(CHIEF),
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
        recorder_id=story.users[CHIEF].id,
    )
    story.session.add(source)
    story.session.flush()
    return source, starts


def _new_task(story: _Story, task: DemoTask, text: str, start: int) -> NewTask:
    names = {unit.key: unit.name for unit in story.demo.units}
    committee = story.demo.committee
    return NewTask(
        clause=task.clause,
        text=text,
        start=start,
        end=start + len(text),
        kind=task.kind,
        urgency=task.urgency,
        report_to=committee if committee in text else "",
        addressee=task.addressee or ", ".join(names[key] for key in task.leads) or "Các cơ quan, đơn vị",
        recurrence=task.recurrence,
        lead_unit_ids=tuple(story.units[key].id for key in task.leads),
        coordinating_unit_ids=tuple(story.units[key].id for key in task.coordinating),
        named_on=None if task.due is None else story.workday(task.due),
        exclusive=task.phrase.startswith("trước"),
        phrase=_phrase(story, task),
    )


def _do(story: _Story, act: Act, clock: FixedClock) -> None:
    row = story.parts[act.notice, act.clause, act.unit]
    # What the secretariat has done itself, and what moves a deadline or ends a task, a leader decides.
    by_leader = act.unit == SECRETARIAT or act.kind not in (EventKind.ACCEPTED, EventKind.RETURNED)
    decision = Decision(decider_id=story.users[CHAIRMAN if by_leader else CHIEF].id)
    common = {"actor": story.actor(act.login), "clock": clock, "assignment": row, "version": row.version}
    until = story.workday(act.until)
    said = Said(story.session, act, common, decision, story.links, story.files, story.workday(act.completed), until)
    ACTS[act.kind](said)


def _correct(story: _Story, correction: Correction, clock: FixedClock) -> None:
    row = story.parts[correction.notice, correction.clause, correction.unit]
    day = story.workday(correction.due)
    due_dates.correct_due_date(
        story.session,
        actor=story.actor(CHIEF),
        clock=clock,
        links=story.links,
        assignment=row,
        version=row.version,
        named_on=day,
        exclusive=False,
        phrase=day_words(day),
        reason=correction.reason,
        decision=Decision(decider_id=story.users[CHAIRMAN].id),
    )


def _keep_parts(story: _Story, notice: DemoNotice, given: Directive) -> None:
    """Who answers finds the part at once, and not by a question to the database for each of a thousand acts."""
    names = {unit.id: key for key, unit in story.units.items()}
    rows = story.session.scalars(select(Assignment).join(Task).where(Task.directive_id == given.id))
    story.parts |= {(notice.key, row.task.clause, names[row.unit_id]): row for row in rows}


def _urge(story: _Story, clock: FixedClock) -> None:
    """A morning as the jobs process would have had it."""
    session, office_id = story.session, story.office.id
    plan = urging.plan_day(session, office_id=office_id, clock=clock, links=story.links)
    applied = urging.apply_day(session, office_id=office_id, clock=clock, plan=plan)
    summary = {name: getattr(applied, name) for name in ("unit_mails", "person_mails", "items", "failed")}
    runs.record_run(session, clock=clock, job="digest", started_at=clock.now(), ok=True, summary=summary)


def _period_to_freeze(story: _Story) -> Period:
    """The last quarter that had ended by yesterday morning."""
    years = (story.today.year - 1, story.today.year)
    ended = [each for year in years for n in reports.QUARTERS if (each := quarter(year, n)).cut_off < story.workday(-1)]
    return max(ended, key=lambda each: each.cut_off)


def _freeze(story: _Story, period: Period, clock: FixedClock) -> None:
    chief = story.actor(CHIEF)
    report = reports.make_report(
        story.session,
        actor=chief,
        clock=clock,
        kind=PeriodKind.QUARTER,
        year=period.year,
        quarter=period.quarter,
    )
    reports.freeze(story.session, actor=chief, clock=clock, report=report)
