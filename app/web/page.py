"""What the base page shows beside a view's own content."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Flask, g, request, url_for

from app.domain.permissions import TABLE, Action, Actor, allowed
from app.domain.terms import Role
from app.models import Office
from app.services import health, opinions
from app.web.frame import actor_or_none, clock, frame, kept, session, stands_in_for
from app.web.year_doubt import year_doubt
from app.wording import documents, formats, superior
from app.wording.health import sentence as problem_sentence
from app.wording.terms import word


@dataclass(frozen=True, slots=True)
class NavItem:
    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Banner:
    level: str  # info, warn, error
    text: str
    link_url: str | None = None
    link_label: str | None = None


# Label, endpoint, the actions any of which shows it.
NAV = (
    ("Bàn làm việc", "desk.home", (Action.VIEW_DESK,)),
    ("Xin ý kiến", "opinions.index", (Action.DECIDE_EXTENSION,)),
    ("Nhiệm vụ của đơn vị", "assignments.unit_page", (Action.VIEW_OWN_ASSIGNMENTS,)),
    ("Bàn văn thư", "clerk_desk.home", (Action.KEEP_PAPERS,)),
    ("Văn bản", "directives.index", (Action.VIEW_ALL_ASSIGNMENTS,)),
    ("Dự kiến", "drafts.index", (Action.EDIT_DRAFT,)),
    ("Nhiệm vụ", "assignments.index", (Action.VIEW_ALL_ASSIGNMENTS,)),
    ("Giao ban", "meetings.index", (Action.VIEW_MEETINGS,)),
    ("Báo cáo", "reports.index", (Action.VIEW_REPORTS,)),
    ("Thư", "outbox.index", (Action.VIEW_OUTBOX,)),
    ("Cơ quan", "organisation.index", (Action.EDIT_ORGANISATION,)),
    ("Nhật ký", "audit.index", (Action.VIEW_AUDIT,)),
    ("Hệ thống", "system.status", (Action.VIEW_SYSTEM,)),
)
# Who may also do this finds the page from the desk: the menu of those who record is long enough.
UNLESS = {"opinions.index": Action.EDIT_DRAFT, "clerk_desk.home": Action.VIEW_DESK}
# Blueprints without an item of their own, and under whose they stand.
UNDER = {
    "bulk": "assignments",
    "evaluation": "reports",
    "follow_up": "directives",
    "limiting": "assignments",
    "list_import": "drafts",
    "formalising": "directives",
    "meeting_conclusions": "meetings",
    "meeting_tables": "meetings",
    "papers": "clerk_desk",
    "quick": "assignments",
    "recognition": "drafts",
    "records": "reports",
    "recurring": "directives",
    "report_comparison": "reports",
    "report_drafts": "reports",
    "report_outlines": "reports",
    "report_words": "reports",
    "saved_filters": "assignments",
    "source_encoding": "drafts",
    "superior_import": "reports",
    "superiors": "reports",
    "task_field": "assignments",
    "urging_letters": "assignments",
}
# Two items lead into one blueprint: all assignments, and a unit's own.
LISTS = ("assignments.index", "assignments.unit_page")
# Whose pages carry the search box: who may open what it finds.
MAY_SEARCH = (Action.VIEW_ALL_ASSIGNMENTS, Action.VIEW_OWN_ASSIGNMENTS)


def register(app: Flask) -> None:
    app.context_processor(_context)
    app.jinja_env.globals["word"] = word
    app.jinja_env.globals["address"] = address
    app.jinja_env.globals["numbered"] = documents.numbered
    app.jinja_env.globals["superior"] = superior
    app.jinja_env.globals["year_doubt"] = year_doubt
    app.jinja_env.filters.update(
        word=word,  # in a long table: a filter is called straight, a function through the template's context
        day=formats.day,
        short_day=formats.short_day,
        day_with_weekday=formats.day_with_weekday,
        long_day=formats.long_day,
        instant=formats.instant,
        number=formats.number,
        two_digits=formats.two_digits,
        percent=formats.percent,
        tel=formats.tel,
        unnumbered=documents.unnumbered,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def address(endpoint: str) -> str:
    """Of a page that has only one: what every page leads to is not built anew for each."""
    return _address(endpoint, request.script_root)


@lru_cache(maxsize=64)
def _address(endpoint: str, script_root: str) -> str:
    return url_for(endpoint)


def _context() -> dict[str, Any]:
    somebody = None if g.get("without_database") else actor_or_none()
    return {
        "actor": somebody,
        "role_words": _role_words(somebody),
        "stands_in_for": stands_in_for() if somebody else (),
        "office_name": _office_name(somebody),
        "nav": _nav(somebody),
        "may_search": somebody is not None and any(allowed(somebody, action) for action in MAY_SEARCH),
        "banners": _banners(somebody),
        "today_words": formats.long_day(clock().today()),
        "version": frame().version,
    }


def _role_words(somebody: Actor | None) -> str:
    return ", ".join(sorted({word(role) for role in somebody.roles})) if somebody else ""


def _office_name(somebody: Actor | None) -> str:
    if somebody is None:
        return ""
    office_id = somebody.office_id
    return kept(("office name", office_id), lambda: session().get_one(Office, office_id).name)


def _nav(somebody: Actor | None) -> list[NavItem]:
    if somebody is None:
        return []
    here = (request.endpoint or "").split(".")[0]
    here = UNDER.get(here, here)
    doors = _doors(somebody.roles, request.script_root)
    return [
        NavItem(label, url, _is_current(endpoint, here), _waiting_at(endpoint, somebody))
        for label, endpoint, url in doors
    ]


def _waiting_at(endpoint: str, somebody: Actor) -> int | None:
    """The number beside an item that is work: requests, for those who decide them in person."""
    if endpoint != "opinions.index":
        return None
    return kept(
        ("requests", somebody.office_id, somebody.user_id), lambda: opinions.count_requests(session(), actor=somebody)
    )


@lru_cache(maxsize=64)
def _doors(roles: frozenset[Role], script_root: str) -> tuple[tuple[str, str, str], ...]:
    """Label, endpoint and address of what the roles may open. Building nine addresses takes longer than a query."""
    return tuple(
        (label, endpoint, url_for(endpoint))
        for label, endpoint, actions in NAV
        if any(action in TABLE[role] for action in actions for role in roles)
        and not any(UNLESS.get(endpoint) in TABLE[role] for role in roles)
    )


def _is_current(endpoint: str, here: str) -> bool:
    """On one of the two lists it is that list; on other pages whatever leads into their blueprint."""
    if request.endpoint in LISTS:
        return request.endpoint == endpoint
    return endpoint.split(".")[0] == here


def _banners(somebody: Actor | None) -> list[Banner]:
    if somebody is None or not allowed(somebody, Action.VIEW_OUTBOX):
        return []
    office_id, today = somebody.office_id, clock().today()
    known = kept(("health", office_id, today), lambda: health.facts(session(), office_id=office_id, today=today))
    problems = health.problems_in(known, clock=clock(), production=frame().config.production)
    return [_banner(problem, somebody) for problem in problems]


# Where somebody who may go there sees more, or does something about it.
REMEDIES = {
    "jobs.silent": ("Mở Tình trạng hệ thống", "system.status", Action.VIEW_SYSTEM),
    "morning.missing": ("Mở Tình trạng hệ thống", "system.status", Action.VIEW_SYSTEM),
    "mail.failed": ("Gửi lại", "outbox.confirm_retry_all", Action.RETRY_MAIL),
}


def _banner(problem: health.Problem, somebody: Actor) -> Banner:
    text, remedy = problem_sentence(problem), REMEDIES.get(problem.code)
    if remedy is None or not allowed(somebody, remedy[2]):
        return Banner(problem.level, text)
    label, endpoint, _ = remedy
    return Banner(problem.level, text, address(endpoint), label)
