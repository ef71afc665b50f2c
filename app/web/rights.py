"""The table of rights in plain words: who may do what, and to whose assignments."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, render_template

from app.domain.permissions import TABLE, Action
from app.domain.terms import Relation, Role
from app.web.frame import requires
from app.wording.rights import ACT_GROUPS, ANYONES, BY_RELATION, NOT_OF_ASSIGNMENTS, OTHER_ACTS, YES
from app.wording.terms import word

bp = Blueprint("rights", __name__, url_prefix="/bang-quyen")


@bp.get("")
@requires(Action.VIEW_RIGHTS)
def index() -> str:
    groups = [(heading, [_line(act) for act in acts]) for heading, acts in _groups()]
    return render_template("organisation/rights.html", roles=[word(role) for role in Role], groups=groups)


def _line(act: Action) -> tuple[str, list[str]]:
    return word(act), [_cell(role, act) for role in Role]


def _groups() -> Iterable[tuple[str, list[Action]]]:
    """The headings with their acts; what nobody has put under one stands at the end, so that none is missing."""
    placed = {act for acts in ACT_GROUPS.values() for act in acts}
    rest = [act for act in Action if act not in placed]
    yield from ((heading, list(acts)) for heading, acts in ACT_GROUPS.items())
    if rest:
        yield OTHER_ACTS, rest


def _cell(role: Role, act: Action) -> str:
    """On whose assignments the role may do the act; empty where it may not."""
    relations = TABLE[role].get(act, frozenset())
    if not relations:
        return ""
    if act in NOT_OF_ASSIGNMENTS:
        return YES
    if relations == frozenset(Relation):
        return ANYONES
    return "; ".join(BY_RELATION[relation] for relation in Relation if relation in relations)
