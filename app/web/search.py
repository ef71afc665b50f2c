"""The search page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for

from app.domain.errors import DomainError
from app.domain.finding import Piece
from app.domain.permissions import Action, allowed
from app.domain.terms import SearchKind
from app.services.rules import Rules
from app.services.search import Count, Group, Hit, SearchPage, search
from app.services.search_hits import Part
from app.web.frame import actor, clock, requires, session
from app.web.lists import kept_rules, page_number
from app.wording import search as words
from app.wording.course import detail as course_detail
from app.wording.errors import sentence
from app.wording.formats import day
from app.wording.mail import clause_words, directive_words

bp = Blueprint("search", __name__)
GROUPS = {
    "nhiem-vu": (Group.TASK, "Nhiệm vụ"),
    "van-ban": (Group.DIRECTIVE, "Văn bản"),
    "don-vi": (Group.UNIT, "Đơn vị"),
    "ghi-chu": (Group.NOTE, "Ghi chú"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A hit as its page shows it. ``part`` is the one assignment whose standing is shown."""

    what: str
    title: str
    url: str | None
    snippet: Sequence[Piece]
    facts: Sequence[str]
    part: Part | None


@dataclass(frozen=True, slots=True)
class Tab:
    """A link that narrows the results to one kind."""

    label: str
    url: str
    count: str
    is_current: bool


@bp.get("/tim-kiem")
@requires(Action.VIEW_ALL_ASSIGNMENTS, Action.VIEW_OWN_ASSIGNMENTS)
def index() -> str:
    typed = request.args.get("q", "")
    kind = GROUPS.get(request.args.get("loai", ""), (None, ""))[0]
    seen, problem = None, ""
    try:
        if typed.strip():
            seen = _search(typed, kind)
    except DomainError as error:
        problem = sentence(error)
    return render_template(
        "search/index.html",
        typed=typed,
        kind=request.args.get("loai", "") if kind else "",
        problem=problem,
        seen=seen,
        lines=[_line(hit) for hit in seen.found.items] if seen else [],
        tabs=_tabs(seen, typed, kind) if seen else [],
        url_for_page=lambda number: _url(typed, request.args.get("loai", "") if kind else "", number),
        detail=_detail(kept_rules()),
        sees_all=allowed(actor(), Action.VIEW_ALL_ASSIGNMENTS),
        words=words,
    )


def _search(typed: str, kind: Group | None) -> SearchPage:
    return search(
        session(),
        actor=actor(),
        rules=kept_rules(),
        today=clock().today(),
        q=typed,
        kind=kind,
        page=page_number(),
    )


def _detail(rules: Rules) -> Callable[[Part], str]:
    """What stands in small letters beside a standing."""
    today, calendar, policy = clock().today(), rules.calendar, rules.policy
    return lambda part: course_detail(part.course, part.standing, today=today, calendar=calendar, policy=policy)


def _url(typed: str, kind: str = "", page: int = 1) -> str:
    """The search's address; what is not chosen is not in it."""
    chosen = {"q": typed} | ({"loai": kind} if kind else {}) | ({"trang": str(page)} if page > 1 else {})
    return f"{url_for('search.index')}?{urlencode(chosen)}"


def _tabs(seen: SearchPage, typed: str, kind: Group | None) -> list[Tab]:
    def count(found: Count) -> str:
        return words.counted(found.number, is_more=found.is_more)

    return [Tab("Tất cả", _url(typed), count(seen.total), kind is None)] + [
        Tab(label, _url(typed, value), count(seen.counts[group]), kind is group)
        for value, (group, label) in GROUPS.items()
    ]


def _line(hit: Hit) -> Line:
    part = hit.parts[0] if len(hit.parts) == 1 or (hit.parts and not _sees_all()) else None
    title = hit.title
    if hit.kind is SearchKind.DIRECTIVE and hit.notice:
        title, part = directive_words(hit.notice.kind, hit.notice.number, hit.notice.issued_on), None
    what = words.what(hit.kind, hit.event_kind, hit.day)
    return Line(what, title, _address(hit), hit.snippet, _facts(hit), part)


def _sees_all() -> bool:
    return allowed(actor(), Action.VIEW_ALL_ASSIGNMENTS)


def _facts(hit: Hit) -> list[str]:
    """The notice and the units, as small words under the title."""
    facts = []
    if hit.notice and hit.kind is not SearchKind.DIRECTIVE:
        name = directive_words(hit.notice.kind, hit.notice.number, hit.notice.issued_on)
        facts.append(", ".join(part for part in (name, clause_words(hit.notice.clause)) if part))
        facts.append(words.units([part.unit_name for part in hit.parts]))
    if hit.unit and hit.unit.valid_to and hit.unit.valid_to < clock().today():
        facts.append(f"Hoạt động đến hết ngày {day(hit.unit.valid_to)}")
    return [fact for fact in facts if fact]


def _address(hit: Hit) -> str | None:
    """The page on which the hit stands; None for a unit whose tasks the reader may not see."""
    if hit.unit:
        return _address_of_unit(hit)
    if hit.parts and (len(hit.parts) == 1 or not _sees_all()):
        return url_for("assignments.show", public_id=hit.parts[0].public_id)
    if hit.notice and _sees_all():
        anchor = f"n-{hit.notice.position}" if hit.notice.position else None
        return url_for("directives.show", public_id=hit.notice.public_id, _anchor=anchor)
    return None


def _address_of_unit(hit: Hit) -> str | None:
    if hit.unit is None or (hit.unit.valid_to and hit.unit.valid_to < clock().today()):
        return None
    where: dict[str, Any] = {"don-vi": hit.unit.public_id}
    if _sees_all():
        return url_for("assignments.index", **where)
    return url_for("assignments.unit_page", **where) if hit.unit.id in actor().unit_ids else None
