from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.passwords import verify_password
from app.cli.demo import DEMO_LOGINS, DEMO_PASSWORD, load_if_empty
from app.cli.demo_notices import NOTICES
from app.cli.demo_office import COMMUNE, OFFICE_NAME, PEOPLE, UNITS
from app.domain import history
from app.domain.naming import KnownUnit, resolve
from app.domain.terms import ChargeKind, OutboxState, Role, Standing, State
from app.extensions import db
from app.factory import create_app
from app.models import Assignment, Directive, Event, Field, Membership, Office, OutboxMessage, Source, Task, Unit, User
from app.services import recording
from app.services.rules import load_rules
from tests.databases import Sqlite, config_for

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 3)
Build = Callable[..., Flask]


@pytest.fixture
def build(sqlite: Sqlite, tmp_path: Path) -> Build:
    def make(*, today: date = TODAY, production: bool = False) -> Flask:
        config = replace(config_for(sqlite.fresh(), tmp_path), production=production)
        return create_app(config, clock=FixedClock.at(today))

    return make


@pytest.fixture(scope="module")
def commune(sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The office, loaded once for the tests that only read."""
    app = create_app(config_for(sqlite.fresh(), tmp_path_factory.mktemp("commune")), clock=FixedClock.at(TODAY))
    with loaded(app):
        return app


@pytest.fixture
def session(commune: Flask) -> Iterator[Session]:
    with commune.app_context():
        yield db.session()
        db.session.remove()


@contextmanager
def loaded(app: Flask) -> Iterator[Session]:
    with app.app_context():
        assert load_if_empty()
        yield db.session()


def standings(session: Session, today: date) -> set[Standing]:
    office = session.scalars(select(Office)).one()
    rules = load_rules(session, office_id=office.id)
    courses = [recording.course_of(row) for row in session.scalars(select(Assignment))]
    return {history.standing(c, today=today, calendar=rules.calendar, policy=rules.policy) for c in courses}


def test_an_empty_database_gets_the_office_in_three_seconds_of_work(build: Build) -> None:
    app = build()
    started = time.process_time()
    with loaded(app) as session:
        assert session.scalars(select(Office.name)).all() == [OFFICE_NAME]
        assert time.process_time() - started < 3


@pytest.mark.parametrize(
    "today",
    [
        pytest.param(date(2026, 11, 3), id="a Tuesday"),
        pytest.param(date(2026, 11, 22), id="a Sunday"),
        pytest.param(date(2027, 2, 8), id="in the days of Tết"),
        pytest.param(date(2027, 1, 4), id="just after New Year"),
    ],
)
def test_whatever_day_it_is_there_is_something_of_every_kind_to_see(build: Build, today: date) -> None:
    with loaded(build(today=today)) as session:
        found = standings(session, today)
        assert found >= {
            Standing.OVERDUE,
            Standing.WAITING,
            Standing.IN_TIME,
            Standing.DUE_SOON,
            Standing.DONE_ON_TIME,
            Standing.DONE_LATE,
            Standing.UNDATED,
        }


def test_on_a_working_day_something_is_due_today(session: Session) -> None:
    assert Standing.DUE_TODAY in standings(session, TODAY)


def test_one_result_was_returned_and_some_units_have_not_acknowledged(session: Session) -> None:
    kinds = set(session.scalars(select(Event.kind)))
    states = set(session.scalars(select(Assignment.state)))
    assert "returned" in kinds
    assert State.OPEN in states


def test_one_notice_still_waits_for_its_number(session: Session) -> None:
    assert sorted(session.scalars(select(Directive.number)), key=str) == ["19/TB-UBND", None]


def test_each_task_stands_where_its_source_says_and_the_source_can_be_fetched(commune: Flask, session: Session) -> None:
    for source in session.scalars(select(Source)):
        assert commune.extensions["dondoc"].files.read(source.sha256).decode() == source.text
    for task in session.scalars(select(Task)):
        assert task.directive.source
        assert task.directive.source.text[task.start : task.end] == task.text
        assert "{" not in task.text


def test_nothing_was_recorded_later_than_now(session: Session) -> None:
    """Figures as of now would not see it."""
    assert session.scalars(select(func.max(Event.recorded_at))).one() < FixedClock.at(TODAY, 0).now()


def test_the_columns_equal_the_fold_of_the_events(session: Session) -> None:
    for row in session.scalars(select(Assignment)):
        course = recording.course_of(row)
        assert (row.state, row.due_on, row.completed_on) == (course.state, course.due_on, course.completed_on)


def test_no_mail_of_the_invented_past_waits_to_be_sent(session: Session) -> None:
    assert set(session.scalars(select(OutboxMessage.state))) == {OutboxState.SENT}
    assert all(address.endswith("@dongvi.example") for address in session.scalars(select(OutboxMessage.to_address)))


def test_there_is_somebody_for_every_role_and_everybody_can_log_in(session: Session) -> None:
    assert set(session.scalars(select(Membership.role))) == set(Role)
    users = {user.login: user for user in session.scalars(select(User))}
    assert set(users) == {login for login, _ in DEMO_LOGINS}
    assert all(verify_password(users[login].password_hash, DEMO_PASSWORD) for login in ("chanhvp", "kinhte"))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Phòng Kinh tế", "Phòng Kinh tế"),
        ("Trưởng phòng Văn hóa - Xã hội", "Phòng Văn hóa - Xã hội"),
        ("Văn phòng HĐND và UBND", "Văn phòng HĐND và UBND xã"),
        ("Trạm Y tế", "Trạm Y tế xã"),
        ("Công an xã", "Công an xã"),
        ("Ban Chỉ huy Quân sự xã", "Ban Chỉ huy Quân sự xã"),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam xã", "Ủy ban MTTQ Việt Nam xã"),
        ("Trường Trung học cơ sở Đông Vĩ", "Trường THCS Đông Vĩ"),
        ("Tổ công nghệ số cộng đồng", None),
        ("thôn Bến Gạo", None),
    ],
)
def test_the_units_answer_to_the_names_people_write(session: Session, written: str, meant: str | None) -> None:
    units = session.scalars(select(Unit)).all()
    known = [KnownUnit(u.id, (u.name, u.short_name, *(a.alias for a in u.aliases))) for u in units]
    found = resolve(written, known)
    assert next((u.name for u in units if u.id == found), None) == meant


def test_somebody_is_in_charge_of_each_field_and_somebody_follows_it(session: Session) -> None:
    fields = session.scalars(select(Field)).all()
    assert len(fields) == len(COMMUNE.fields) == 3
    for field in fields:
        assert {charge.kind for charge in field.charges} == set(ChargeKind)
        assert field.units


def test_loading_again_changes_nothing(build: Build) -> None:
    with loaded(build()) as session:
        before = session.scalars(select(func.count(Event.id))).one()
        assert load_if_empty()
        assert session.scalars(select(func.count(Event.id))).one() == before


def test_an_office_of_somebody_else_is_left_alone(build: Build) -> None:
    app = build()
    with app.app_context():
        db.session.add(Office(name="UBND xã Khác"))
        db.session.commit()
        assert not load_if_empty()
        assert db.session.scalars(select(func.count(User.id))).one() == 0


def test_production_never_gets_it(build: Build) -> None:
    app = build(production=True)
    with app.app_context():
        assert not load_if_empty()
        assert db.session.scalars(select(func.count(Office.id))).one() == 0
    answer = app.test_cli_runner().invoke(args=["demo"])
    assert answer.exit_code == 1
    assert "DONDOC_ENV=production" in answer.output


def test_the_command_says_what_it_loaded_and_refuses_to_load_twice(build: Build) -> None:
    runner = build().test_cli_runner()
    first = runner.invoke(args=["demo"])
    assert first.exit_code == 0
    assert OFFICE_NAME in first.output
    assert "chanhvp" in first.output
    second = runner.invoke(args=["demo"])
    assert second.exit_code == 1
    assert "không nạp thêm" in second.output
    assert "Các cơ quan: xa, tinh." in runner.invoke(args=["demo", "huyen"]).output


def test_the_readme_tells_the_truth_about_the_demo() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert DEMO_PASSWORD in text
    assert set(re.findall(r"[Đđ]ăng nhập(?: lại)? \*\*(\w+)\*\*", text)) <= {login for login, _ in DEMO_LOGINS}
    assert (len(UNITS), len(PEOPLE), len(NOTICES)) == (11, 17, 2)
    assert "eleven units, seventeen people and two invented notices" in text


def test_what_the_documents_show_and_link_to_is_there_and_small() -> None:
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        linked = [ROOT / target for target in re.findall(r"\]\(([^):#]+)\)", text)]
        assert [path for path in linked if not path.exists()] == []
        assert [path for path in linked if path.suffix == ".png" and path.stat().st_size > 200_000] == []
