"""The demo province: large enough to show every list full, and as orderly as if people had lived it."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.cli.demo import DEMOS, load_if_empty
from app.cli.demo_courses import answers
from app.cli.demo_province import PROVINCE
from app.cli.demo_province_story import NOTICES
from app.cli.demo_sayings import DONE, NOT_GOOD_ENOUGH, PAPERS_MISSING, PROGRESS, STUCK
from app.domain import history
from app.domain.calendar import VIETNAM
from app.domain.naming import KnownUnit, fold, resolve
from app.domain.terms import ChargeKind, EventKind, OutboxState, ReturnKind, Role, Standing
from app.extensions import db
from app.factory import create_app
from app.models import (
    Assignment,
    Directive,
    Event,
    Evidence,
    Field,
    JobRun,
    Membership,
    Office,
    OutboxMessage,
    Reminder,
    Report,
    Task,
    Unit,
    User,
)
from app.services import recording, reports
from app.services.rules import load_rules
from tests.databases import Sqlite, config_for

TODAY, AFTER_NEW_YEAR = date(2026, 11, 3), date(2027, 1, 4)
# Of the processor: it takes eight on a machine that does nothing else, and the same work counts more on a busy one.
SECONDS = 30


@pytest.fixture(scope="module", params=[TODAY, AFTER_NEW_YEAR], ids=str)
def app(request: pytest.FixtureRequest, sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The province, loaded once for each day of the tests here, which only read."""
    config = config_for(sqlite.fresh(), tmp_path_factory.mktemp("province"))
    app = create_app(config, clock=FixedClock.at(request.param))
    started = time.process_time()
    answer = app.test_cli_runner().invoke(args=["demo", "tinh"])
    assert answer.exit_code == 0, answer.output
    assert time.process_time() - started < SECONDS
    app.config["SAID"] = answer.output
    return app


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.app_context():
        yield db.session()
        db.session.remove()


@pytest.fixture
def today(app: Flask) -> date:
    day: date = app.extensions["dondoc"].clock.today()
    return day


def count(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_there_is_much_of_everything(session: Session) -> None:
    assert session.scalars(select(Office.name)).all() == [PROVINCE.name]
    assert count(session, Directive) == 6
    assert count(session, Task) == 120
    assert 300 <= count(session, Assignment) <= 450
    assert count(session, Evidence) > 100
    assert count(session, OutboxMessage) > 200
    assert count(session, Reminder) > 100


def test_every_standing_can_be_seen_and_most_is_done(session: Session, today: date) -> None:
    office = session.scalars(select(Office)).one()
    rules = load_rules(session, office_id=office.id)
    rows = session.scalars(select(Assignment))
    found = Counter(
        history.standing(recording.course_of(row), today=today, calendar=rules.calendar, policy=rules.policy)
        for row in rows
    )
    assert set(found) >= set(Standing) - {Standing.DONE_UNDATED}
    assert found[Standing.DONE_ON_TIME] > sum(found.values()) / 3
    assert found[Standing.OVERDUE] < sum(found.values()) / 6


def test_results_came_back_for_both_reasons_and_some_tasks_were_dropped(session: Session) -> None:
    assert set(session.scalars(select(Event.return_kind))) == {None, *ReturnKind}
    assert EventKind.CANCELLED in set(session.scalars(select(Event.kind)))


def test_every_act_stands_in_the_hours_of_its_day_and_none_is_later_than_now(session: Session, today: date) -> None:
    rules = load_rules(session, office_id=session.scalars(select(Office.id)).one())
    for event in session.scalars(select(Event)):
        at = event.recorded_at.astimezone(VIETNAM)
        assert rules.calendar.is_working(at.date())
        assert at.date() < today
        assert 7 <= at.hour < 18, at
        assert event.effective_on <= at.date()


def test_the_columns_equal_the_fold_of_the_events(session: Session) -> None:
    for row in session.scalars(select(Assignment)):
        course = recording.course_of(row)
        assert (row.state, row.due_on, row.completed_on) == (course.state, course.due_on, course.completed_on)


def test_each_task_stands_where_its_source_says(app: Flask, session: Session) -> None:
    for task in session.scalars(select(Task)):
        source = task.directive.source
        assert source
        assert source.text[task.start : task.end] == task.text
        assert "{" not in task.text
        assert app.extensions["dondoc"].files.read(source.sha256).decode() == source.text


def test_one_notice_still_waits_for_its_number(session: Session) -> None:
    numbers = session.scalars(select(Directive.number).order_by(Directive.id)).all()
    assert numbers[-1] is None
    assert all(numbers[:-1])


def test_the_last_quarter_was_frozen_on_the_day_after_it_ended(session: Session, today: date) -> None:
    report = session.scalars(select(Report)).one()
    assert (today - report.cut_off).days < 100
    frozen = reports.load_view(report.snapshots[0])
    assert frozen.counts.new + frozen.counts.carried_over > 50
    assert frozen.counts.d > 0
    assert report.cut_off < frozen.known_at.astimezone(VIETNAM).date() < today


def test_somebody_is_in_charge_of_each_field_and_somebody_follows_it(session: Session) -> None:
    roles = {ChargeKind.LEADER: Role.LEADER, ChargeKind.FOLLOWER: Role.STAFF}
    for field in session.scalars(select(Field)):
        assert [(charge.kind, charge.user.memberships[0].role) for charge in field.charges] == list(roles.items())
    followed = {unit.id for field in session.scalars(select(Field)) for unit in field.units}
    assert followed == set(session.scalars(select(Unit.id)))


def test_there_is_somebody_for_every_role_and_every_unit(session: Session) -> None:
    assert set(session.scalars(select(Membership.role))) == set(Role)
    assert set(session.scalars(select(User.login))) == {login for login, _ in PROVINCE.logins}
    assert set(session.scalars(select(Membership.unit_id))) == set(session.scalars(select(Unit.id)))
    assert session.scalars(select(func.count()).where(Unit.is_secretariat)).one() == 1


def test_no_mail_of_the_invented_past_waits_to_be_sent(session: Session) -> None:
    assert set(session.scalars(select(OutboxMessage.state))) == {OutboxState.SENT}
    assert all(address.endswith("@honglam.example") for address in session.scalars(select(OutboxMessage.to_address)))


def test_the_last_mornings_were_planned(session: Session) -> None:
    assert set(session.execute(select(JobRun.job, JobRun.ok)).tuples()) == {("digest", True)}


def test_a_result_that_brings_its_file_can_be_opened(app: Flask, session: Session) -> None:
    import pypdfium2

    kept = session.scalars(select(Evidence).where(Evidence.sha256 != "")).all()
    assert kept
    for row in kept:
        content = app.extensions["dondoc"].files.read(row.sha256)
        assert len(content) == row.size
        with pypdfium2.PdfDocument(content) as paper:
            words = paper[0].get_textpage().get_text_bounded()
            assert row.issued_on
            assert f"{row.issued_on:%d/%m/%Y}" in words
            assert fold(row.number).upper() in words


def test_the_units_answer_to_the_names_people_write() -> None:
    known = [KnownUnit(n, (u.name, u.short_name, *u.aliases)) for n, u in enumerate(PROVINCE.units)]
    lost = [(name, resolve(name, known)) for unit in known for name in unit.names if resolve(name, known) != unit.id]
    assert lost == []


def test_the_same_story_is_told_every_time() -> None:
    assert answers(PROVINCE, NOTICES) == answers(PROVINCE, NOTICES)


def test_nothing_invented_is_a_copy_of_a_real_document(corpus: Path) -> None:
    """No nine words in a row."""
    real = {run for path in corpus.rglob("*.txt") for run in runs_of_words(path.read_text(encoding="utf-8"))}
    told = [
        text for demo in DEMOS.values() for notice in demo.tell().notices for text in (notice.subject, notice.opening)
    ]
    told += [task.text for demo in DEMOS.values() for notice in demo.tell().notices for task in notice.tasks]
    told += [*PROGRESS, *STUCK, *DONE, *PAPERS_MISSING, *NOT_GOOD_ENOUGH]
    assert [text for text in told if runs_of_words(text) & real] == []


def runs_of_words(text: str) -> set[str]:
    words = re.findall(r"\w+", fold(text))
    return {" ".join(words[n : n + 9]) for n in range(len(words) - 8)}


def test_the_command_says_which_office_and_who_can_log_in(app: Flask, session: Session) -> None:
    assert f"Đã nạp {PROVINCE.name}. Mật khẩu chung: {PROVINCE.password}" in app.config["SAID"]
    assert all(f"  {login:<14} {who}" in app.config["SAID"] for login, who in PROVINCE.logins)
    assert load_if_empty() is PROVINCE
