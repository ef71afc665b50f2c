"""What the base page shows beside a view's own content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, request, url_for

from app.domain.permissions import Action, Actor, allowed
from app.models import Office
from app.services import health
from app.web.frame import actor_or_none, clock, frame, session
from app.wording import formats
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
    ("Nhiệm vụ của đơn vị", "assignments.unit_page", (Action.VIEW_OWN_ASSIGNMENTS,)),
    ("Văn bản", "directives.index", (Action.VIEW_ALL_ASSIGNMENTS,)),
    ("Dự kiến", "drafts.index", (Action.EDIT_DRAFT,)),
    ("Nhiệm vụ", "assignments.index", (Action.VIEW_ALL_ASSIGNMENTS,)),
    ("Báo cáo", "reports.index", (Action.VIEW_REPORTS,)),
    ("Thư", "outbox.index", (Action.VIEW_OUTBOX,)),
    ("Nhật ký", "audit.index", (Action.VIEW_AUDIT,)),
    ("Hệ thống", "system.status", (Action.VIEW_SYSTEM,)),
)


def register(app: Flask) -> None:
    app.context_processor(_context)
    app.jinja_env.globals.update(static_url=static_url, word=word)
    app.jinja_env.filters.update(
        day=formats.day,
        short_day=formats.short_day,
        day_with_weekday=formats.day_with_weekday,
        long_day=formats.long_day,
        instant=formats.instant,
        number=formats.number,
        two_digits=formats.two_digits,
        percent=formats.percent,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def static_url(name: str) -> str:
    """The file's address with its content's hash, so that it is cached for ever and never stale."""
    return url_for("static", filename=name, v=_content_hash(Path(current_app.static_folder or "") / name))


@lru_cache(maxsize=64)
def _content_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _context() -> dict[str, Any]:
    somebody = None if g.get("without_database") else actor_or_none()
    return {
        "actor": somebody,
        "role_words": _role_words(somebody),
        "office_name": _office_name(somebody),
        "nav": _nav(somebody),
        "banners": _banners(somebody),
        "today_words": formats.long_day(clock().today()),
        "version": frame().version,
    }


def _role_words(somebody: Actor | None) -> str:
    return ", ".join(sorted({word(role) for role in somebody.roles})) if somebody else ""


def _office_name(somebody: Actor | None) -> str:
    office = session().get(Office, somebody.office_id) if somebody else None
    return office.name if office else ""


def _nav(somebody: Actor | None) -> list[NavItem]:
    if somebody is None:
        return []
    here = (request.endpoint or "").split(".")[0]
    return [
        NavItem(label, url_for(endpoint), _is_current(endpoint, here))
        for label, endpoint, actions in NAV
        if any(allowed(somebody, action) for action in actions)
    ]


def _is_current(endpoint: str, here: str) -> bool:
    """Two items lead into one blueprint (all assignments, and a unit's own); the exact page decides there."""
    if here == "assignments" and endpoint.startswith("assignments.") and request.endpoint != "assignments.show":
        return request.endpoint == endpoint
    return endpoint.split(".")[0] == here


def _banners(somebody: Actor | None) -> list[Banner]:
    if somebody is None or not allowed(somebody, Action.VIEW_OUTBOX):
        return []
    problems = health.problems(session(), office_id=somebody.office_id, clock=clock())
    return [Banner(problem.level, problem_sentence(problem)) for problem in problems]
