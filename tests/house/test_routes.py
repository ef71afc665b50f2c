"""Every route with every role: who may open what is the domain's table, and no view stands outside it."""

from __future__ import annotations

import pytest
from flask import Flask

from app.domain.permissions import TABLE, Action
from app.domain.terms import Role
from app.web.held import NEVER_HELD

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
