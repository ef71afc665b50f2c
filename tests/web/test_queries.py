"""No page asks the database more often because there is more to show."""

from __future__ import annotations

import pytest
from flask import Flask

from app.domain.permissions import TABLE
from app.domain.terms import Role
from tests.conftest import count_queries
from tests.databases import Sqlite
from tests.house.test_routes import PUBLIC, rights
from tests.web.worlds import World, make_world

FEW, MANY = 5, 60
# How many statements a page may send when somebody has just written and nothing is known from before.
CEILING = 12
# A digest asks a little more for each field that has something to say, and of those no office has many.
BY_WHAT_IS_TOLD = {"outbox.next_morning"}
CEILINGS = {
    "assignments.index": 16,
    "assignments.index_file": 13,
    "assignments.unit_page": 15,
    "assignments.show": 26,
    "desk.home": 30,
    "desk.units_file": 18,
    "directives.show": 16,
    "outbox.next_morning": 90,
    "drafts.confirm": 15,
    "drafts.review": 13,
    "follow_up.show": 17,
    "follow_up.sheet": 17,
    "follow_up.document": 17,
    "follow_up.report": 16,
    "meeting_conclusions.conclude": 19,
    "meeting_tables.docx": 14,
    "meeting_tables.show": 16,
    "records.carried": 15,
    "records.carried_document": 13,
    "records.carried_sheet": 13,
    "records.handover": 15,
    "records.handover_document": 14,
    "records.handover_sheet": 13,
    # The page with the measures folds its period and the one before it, each read as three streams.
    "reports.show": 24,
    "reports.freeze": 19,
    "reports.rows": 18,
    "reports.rows_file": 17,
    "reports.snapshot": 19,
    "report_comparison.show": 20,
    "report_words.texts": 19,
}
# Once more, when nobody has written since.
AGAIN = {"assignments.index": 3, "assignments.unit_page": 8, "desk.home": 8, "drafts.new": 1}
# Pictures of pages, which these notices of plain text have not, and addresses that only lead on from here.
LEFT_OUT = {
    "source_pages.draft_page",
    "source_pages.directive_page",
    "organisation.index",
    "formalising.show",
    "opinions.show",
}
# Who looks: the first who may.
WHO = {"chief": Role.CHIEF, "noi_vu_head": Role.UNIT_HEAD, "admin": Role.ADMIN}


@pytest.fixture(scope="module")
def worlds(sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> tuple[World, World]:
    return tuple(make_world(sqlite, tmp_path_factory.mktemp(f"rows-{rows}"), rows) for rows in (FEW, MANY))


def pages(app: Flask) -> dict[str, str]:
    """Every address that can be fetched, by the name of its view."""
    found = {rule.endpoint: rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return {name: rule for name, rule in found.items() if name not in PUBLIC | LEFT_OUT}


def login_for(app: Flask, endpoint: str) -> str:
    """The first of the cast who may open the page."""
    wanted = set(rights(app)[endpoint])
    return next(login for login, role in WHO.items() if wanted & set(TABLE[role]))


def statements(world: World, endpoint: str, rule: str) -> tuple[int, list[str]]:
    """The status of the page, and what it asks the database."""
    client = world.client(login_for(world.app, endpoint))
    with count_queries(world.engine) as seen:
        answer = client.get(world.address(rule))
    answer.close()  # of a file that is sent
    return answer.status_code, [statement for statement in seen if not statement.startswith("BEGIN")]


def after_a_write(world: World, endpoint: str, rule: str) -> tuple[int, int]:
    """The same when nothing is known from before: status and number."""
    world.client(login_for(world.app, endpoint))
    world.write()
    status, asked = statements(world, endpoint, rule)
    return status, len(asked)


def test_no_page_asks_more_often_when_it_has_more_rows(worlds):
    few, many = worlds
    found = pages(few.app).items()
    costs = {name: (after_a_write(few, name, rule), after_a_write(many, name, rule)) for name, rule in found}
    assert {name: cost for name, cost in costs.items() if cost[0] != cost[1] and name not in BY_WHAT_IS_TOLD} == {}
    assert {name: status for name, ((status, _), _) in costs.items() if status != 200} == {}
    assert {name: asked for name, ((_, asked), _) in costs.items() if asked > CEILINGS.get(name, CEILING)} == {}


def test_a_page_asked_again_asks_little(worlds):
    for world in worlds:
        for name, most in AGAIN.items():
            rule = pages(world.app)[name]
            statements(world, name, rule)
            asked = statements(world, name, rule)[1]
            assert len(asked) <= most, (name, asked)
