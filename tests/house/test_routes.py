"""Every route with every role: who may open what is the domain's table, and no view stands outside it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.domain.permissions import TABLE, Action
from app.domain.terms import Relation, Role
from app.web.held import NEVER_HELD
from tests.cast import load_cast
from tests.databases import Sqlite
from tests.house.relations import OF_ASSIGNMENT, Target, actor_of, make_targets, refusal
from tests.web.worlds import World, make_world

# Which person of the cast holds which role.
LOGINS = {
    Role.ADMIN: "admin",
    Role.CHIEF: "chief",
    Role.STAFF: "staff",
    Role.LEADER: "leader",
    Role.CLERK: "clerk",
    Role.UNIT_HEAD: "noi_vu_head",
    Role.UNIT_MEMBER: "noi_vu_member",
}
PUBLIC = {"static", "system.healthz", "auth.login", "auth.logout", "guide.index", "guide.page", "guide.picture"}
# By the link of a mail, whose token is the right: tests/web/test_answer.py says what each refuses.
PUBLIC |= {"answer.show", "answer.answer"}


def rights(app: Flask) -> dict[str, tuple[Action, ...]]:
    """The actions each endpoint asks for."""
    return {
        name: view.required_actions  # type: ignore[attr-defined]
        for name, view in app.view_functions.items()
        if hasattr(view, "required_actions")
    }


def addresses(app: Flask) -> list[tuple[str, str, str]]:
    """Endpoint, method and an address of each route, with ids that exist nowhere."""
    found = []
    for rule in app.url_map.iter_rules():
        address = rule.rule
        for name, converter in rule._converters.items():
            filler = "1" if type(converter).__name__ == "IntegerConverter" else "khong-co"
            for written in (f"<{name}>", f"<string:{name}>", f"<int:{name}>", f"<path:{name}>"):
                address = address.replace(written, filler)
        found += [(rule.endpoint, method, address) for method in sorted(rule.methods & {"GET", "POST"})]
    return found


def test_every_view_says_who_may_use_it(app):
    assert set(app.view_functions) - set(rights(app)) == {"static"}


def test_only_these_views_are_open_to_everybody(app):
    assert {name for name, actions in rights(app).items() if not actions} | {"static"} == PUBLIC


def test_nobody_gets_in_without_logging_in(app, client):
    for endpoint, method, address in addresses(app):
        if endpoint in PUBLIC:
            continue
        token = {"csrf_token": client.token()} if method == "POST" else None
        answer = client.open(address, method=method, data=token, headers={"Sec-Fetch-Site": "same-origin"})
        if method == "POST" and endpoint not in NEVER_HELD:  # what was typed is held on the log-in page
            assert answer.status_code == 401, (method, address)
        else:
            assert (answer.status_code, answer.location[:10]) == (302, "/dang-nhap"), (method, address)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_exactly_what_the_table_allows(app, client, log_in, role):
    log_in(client, LOGINS[role])
    token = client.token()
    asked = rights(app)
    for endpoint, method, address in addresses(app):
        if endpoint in PUBLIC:
            continue
        answer = client.open(address, method=method, data={"csrf_token": token} if method == "POST" else None)
        may = any(action in TABLE[role] for action in asked[endpoint])
        if may:
            assert answer.status_code not in (401, 403), (role, method, address, answer.status_code)
        else:
            assert answer.status_code == 403, (role, method, address, answer.status_code)


@pytest.fixture(scope="module")
def world(sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> World:
    return make_world(sqlite, tmp_path_factory.mktemp("relations"), rows=1)


@pytest.fixture(scope="module")
def targets(world: World) -> list[Target]:
    return make_targets(world)


def routes(app: Flask) -> list[tuple[str, str, str]]:
    """Endpoint, method and rule of every view that asks for a right."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint not in PUBLIC]
    return [(rule.endpoint, method, rule.rule) for rule in rules for method in sorted(rule.methods & {"GET", "POST"})]


def is_known(world: World, rule: str) -> bool:
    """Whether somebody has said what fills the blanks of the address."""
    try:
        return bool(world.address(rule))
    except KeyError:
        return False


def test_every_address_is_known_to_the_test_of_relations(world):
    unknown = [rule for _, _, rule in routes(world.app) if not rule.startswith(OF_ASSIGNMENT)]
    assert [rule for rule in unknown if not is_known(world, rule)] == [], "say in tests/web/worlds.py what fills them"


def test_every_relation_and_every_limit_is_walked(targets):
    assert {(each.relation, each.limited, each.named) for each in targets} == {
        (relation, limited, named)
        for relation in Relation
        for limited, named in ((False, False), (True, False), (True, True))
    }


@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_of_each_assignment_exactly_what_the_table_says(world, targets, role):
    """Every route that is about an assignment, with one in every relation: refused or not as the domain decides."""
    client, asked = world.client(LOGINS[role]), rights(world.app)
    token = token_of(client)
    with Session(world.engine) as session:
        somebody = actor_of(session, load_cast(session, world.clock), LOGINS[role])
        session.rollback()
        for endpoint, method, rule in routes(world.app):
            if not rule.startswith(OF_ASSIGNMENT):
                continue
            for target in targets:
                expected = refusal(session, somebody, asked[endpoint], target)
                session.rollback()  # the pages write meanwhile
                data = {"csrf_token": token} if method == "POST" else None
                status = status_of(client, target.address(rule), method, data)
                got = status if status in (401, 403, 404) else None
                assert got == expected, (role, method, rule, target, status)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_what_is_there_as_the_table_allows(world, role):
    """With ids that exist nobody is let in who would be refused without, and whoever may is shown what is there."""
    client, asked = world.client(LOGINS[role]), rights(world.app)
    with Session(world.engine) as session:
        somebody = actor_of(session, load_cast(session, world.clock), LOGINS[role])
        for endpoint, method, rule in routes(world.app):
            if method != "GET" or rule.startswith(OF_ASSIGNMENT) or endpoint in WITHOUT_PICTURES:
                continue
            status = status_of(client, world.address(rule))
            expected = refusal(session, somebody, asked[endpoint], None)
            assert (status if status in (401, 403, 404) else None) == expected, (role, rule, status)


def status_of(client: FlaskClient, address: str, method: str = "GET", data: dict[str, str] | None = None) -> int:
    with client.open(address, method=method, data=data) as answer:  # a file that is sent is closed
        return answer.status_code


def token_of(client: FlaskClient) -> str:
    """The token that the forms of this visitor carry."""
    return client.get("/mat-khau").text.partition('name="csrf_token" type="hidden" value="')[2].partition('"')[0]


# The notices of the world are plain text, which has no pages.
WITHOUT_PICTURES = {"source_pages.draft_page", "source_pages.directive_page"}
