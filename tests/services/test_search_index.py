"""The index is what a rebuild would make of the database, whatever was done and in whatever order."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import delete, insert, select, text, update

from app.adapters.clock import FixedClock
from app.domain.errors import DomainError
from app.domain.naming import fold
from app.domain.terms import AssignmentRole, SearchKind
from app.models import Assignment, SearchEntry, Task, Unit, UnitAlias
from app.services import numbering
from app.services.search_index import rebuild
from tests.cast import add_unit
from tests.conftest import count_queries
from tests.services.giving import Giving
from tests.services.lives import ACTS, PEOPLE, Life
from tests.services.test_directives import dated, firm
from tests.services.test_directives import give as give_notice
from tests.services.test_projection import START

COLUMNS = [column for column in SearchEntry.__table__.columns if column.name != "id"]


def index(session) -> dict:
    rows = session.execute(select(*COLUMNS)).all()
    return {(row.kind, row.ref_id): tuple(row) for row in rows}


def rebuilt(session) -> dict:
    session.execute(delete(SearchEntry))
    for _ in rebuild(session):
        pass
    return index(session)


def words_of(session) -> list:
    """What the database itself finds: entry and word, for a few words."""
    words = ("ra", "soat", "phong", "dang", "can", "21", "ñtask", "ñall")
    if session.get_bind().dialect.name == "sqlite":
        found = "SELECT rowid FROM search_fts WHERE search_fts MATCH :word"
    else:
        found = "SELECT id FROM search_entries WHERE tsv @@ to_tsquery('simple', :word)"
    keys = f"SELECT kind, ref_id FROM search_entries WHERE id IN ({found}) ORDER BY kind, ref_id"
    return [session.execute(text(keys), {"word": f'"{word}"'}).all() for word in words]


def step(session, cast, clock, give, made, name: str, n: int) -> None:
    """One thing that somebody does; ``n`` chooses among the rows that are there."""
    assignment, unit = made[n % len(made)], cast.units[("kinh_te", "tu_phap", "xa_ha")[n % 3]]
    if name in ACTS:
        Life(cast, clock, [assignment]).act(name, PEOPLE[n % len(PEOPLE)], 0, n)
    elif name == "give":
        made += give.task(("noi_vu", "tu_phap")[: 1 + n % 2], coordinating=("xa_ha",) * (n % 3 == 0))
    elif name == "notice":
        give_notice(cast, clock, firm(cast, "noi_vu", coordinating=("kinh_te",)), number=f"{n}/TB-UBND" if n else None)
    elif name == "number":
        entered = {"number": f"{n}/KL-UBND", "issued_on": None, "version": give.directive.version}
        numbering.set_number(session, actor=cast.chief, clock=clock, directive=give.directive, **entered)
    elif name == "join":
        taken = select(Assignment.unit_id).where(Assignment.task_id == assignment.task_id)
        if unit.id not in session.scalars(taken).all():
            role = AssignmentRole.COORDINATING
            made.append(give.assign(assignment.task, name_of(cast, unit), role, None, given_on=START))
    elif name == "move":
        taken = select(Assignment.unit_id).where(Assignment.task_id == assignment.task_id)
        if unit.id not in session.scalars(taken).all():
            assignment.unit_id = unit.id
    elif name == "rename":
        unit.name, unit.contact_name = f"{unit.name} {n}", f"Đầu mối {n}"
    elif name == "alias":
        alias = f"Tên khác {n}"
        if fold(alias) not in [each.folded for each in unit.aliases]:
            unit.aliases.append(UnitAlias(alias=alias, folded=fold(alias)))
    elif name == "forget" and unit.aliases:
        session.delete(unit.aliases[-1])
    elif name == "edit":
        assignment.task.text = f"Rà soát lại lần {n}"
        give.directive.given_on = START - timedelta(days=n)
    session.flush()
    session.expire_all()


def name_of(cast, unit) -> str:
    return next(key for key, each in cast.units.items() if each is unit)


OTHERS = ("give", "notice", "number", "join", "move", "rename", "alias", "forget", "edit")
STEPS = some.lists(some.tuples(some.sampled_from((*ACTS, *OTHERS)), some.integers(0, 12)), max_size=12)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_after_any_course_of_acts_the_index_is_what_a_rebuild_makes(session, cast, steps):
    clock = FixedClock.at(START)
    with session.begin_nested() as example:
        give = Giving(cast, clock)
        give.directive.number = give.directive.identity = None
        made = give.task(("noi_vu",), due=date(2023, 9, 29))
        for name, n in steps:
            clock.instant += timedelta(days=n, minutes=1)
            with suppress(DomainError):
                step(session, cast, clock, give, made, name, n)
        kept, found = index(session), words_of(session)
        assert len(kept) > len(cast.units)
        assert kept == rebuilt(session)
        assert found == words_of(session)
        example.rollback()
    session.expire_all()


def test_a_rebuild_changes_nothing_and_can_be_run_again(session, cast, clock):
    give_notice(cast, clock)
    before = session.execute(select(SearchEntry.id, *COLUMNS).order_by(SearchEntry.id)).all()
    for _ in range(2):
        assert dict(rebuild(session))[SearchKind.UNIT] == 0  # the last step of a kind takes away what is gone
        assert session.execute(select(SearchEntry.id, *COLUMNS).order_by(SearchEntry.id)).all() == before


def test_a_rebuild_takes_in_what_came_past_the_session_and_drops_what_went(session, cast, clock, monkeypatch):
    monkeypatch.setattr("app.services.search_index.BATCH", 2)
    give = Giving(cast, clock)
    assignments = [give("noi_vu", text=f"Việc thứ {n}") for n in range(5)]
    session.execute(update(Task).where(Task.id == assignments[0].task_id).values(text="Sửa bằng tay"))
    session.execute(
        insert(UnitAlias).values(unit_id=cast.units["noi_vu"].id, alias="Ban Tổ chức", folded="ban to chuc")
    )
    session.execute(insert(SearchEntry).values(
        office_id=cast.office.id, kind=SearchKind.EVENT, ref_id=10**6, day=START, text="ma", folded="ma", accented="ma",
        scope="",
    ))  # fmt: skip
    for _ in rebuild(session):
        pass
    texts = session.scalars(select(SearchEntry.text)).all()
    assert any(each.startswith("1 · Sửa bằng tay") for each in texts)
    assert any("Ban Tổ chức" in each for each in texts)
    assert "ma" not in texts


def test_a_row_that_is_deleted_takes_its_entries_with_it(session, cast, clock):
    assignment = Giving(cast, clock)("noi_vu")
    kept = index(session)
    lonely = Task(directive=assignment.task.directive, position=9, text="Thừa", kind="general")
    spare = Unit(office_id=cast.office.id, name="Phòng Thừa", valid_from=START)
    session.add_all([lonely, spare])
    session.flush()
    assert len(index(session)) == len(kept) + 2
    session.delete(lonely)
    session.execute(delete(Unit).where(Unit.id == spare.id))  # past the session: the database sees to it
    session.flush()
    assert index(session) == kept


def test_giving_many_tasks_writes_their_entries_in_one_statement(session, cast, clock, shared_engine):
    for n in range(20):
        add_unit(cast, f"xa_{n}", f"UBND xã Số {n}", position=n)
    counted = []
    for size, day in ((1, date(2023, 9, 1)), (200, date(2023, 9, 2))):
        tasks = [dated(cast, *(f"xa_{n}" for n in range(5)), clause=str(n)) for n in range(size)]
        with count_queries(shared_engine) as statements:
            give_notice(cast, clock, *tasks, issued_on=day)
        counted.append([each.split("(")[0].strip() for each in statements if "search_entries" in each])
    assert counted[0] == counted[1]
    assert sum(each.startswith("INSERT") for each in counted[1]) == 3  # the head, then the head and the tasks together


def test_an_act_without_words_costs_the_index_nothing(session, cast, clock, shared_engine):
    assignment = Giving(cast, clock)("noi_vu")
    with count_queries(shared_engine) as statements:
        Life(cast, clock, [assignment]).act("acknowledge", "noi_vu_head", 0, 0)
    assert not [each for each in statements if "search_entries" in each]


@pytest.mark.parametrize("words", [1, 5000, 60_000])
def test_a_text_of_any_length_is_taken(session, cast, clock, words):
    assignment = Giving(cast, clock)("noi_vu", text=" ".join(f"từ{n}đ" for n in range(words)) + " " + "x" * 3000)
    session.flush()
    entry = session.scalars(
        select(SearchEntry).where(SearchEntry.kind == SearchKind.TASK, SearchEntry.ref_id == assignment.task_id)
    ).one()
    assert len(entry.folded.split()) <= 4000
