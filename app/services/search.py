"""Finding tasks, notices, units and notes by their words.

What a person may not open is not found: the right is a part of what the database is asked, so that counts are true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, union_all
from sqlalchemy.orm import Session

from app.domain.finding import Query, parse, terms_of
from app.domain.naming import fold
from app.domain.permissions import Action, Actor, allowed
from app.domain.terms import SearchKind
from app.models import Directive, SearchEntry, Task
from app.services.listing import Page
from app.services.rules import Rules
from app.services.search_hits import Hit, load_hits
from app.services.search_match import EVERYBODY, matches, newest, task_condition, unit_word
from app.services.visibility import Hidden, hidden_from

__all__ = ["Count", "Group", "Hit", "SearchPage", "search", "task_condition"]

PER_PAGE = 20
MOST = 1000  # of each kind that are ranked and counted: the newest
# Found in all, up to which nothing is left out: reading on costs one database less than asking it for each kind.
FEW = {"sqlite": 4_000, "postgresql": 10_000}
# A notice's number, perhaps with words before it ("Thông báo số 194/TB-UBND"), in the form that folding gives.
_NUMBER = re.compile(r"(?:.*\bso )?0*([1-9][\w./-]*)")
_AROUND_SIGNS = re.compile(r"\s*([/-])\s*")


class Group(StrEnum):
    """What a search can be narrowed to."""

    TASK = "task"
    DIRECTIVE = "directive"
    UNIT = "unit"
    NOTE = "note"


KINDS: Mapping[Group, tuple[SearchKind, ...]] = MappingProxyType(
    {
        Group.TASK: (SearchKind.TASK,),
        Group.DIRECTIVE: (SearchKind.DIRECTIVE,),
        Group.UNIT: (SearchKind.UNIT,),
        Group.NOTE: (SearchKind.EVENT, SearchKind.DUE_DATE, SearchKind.EVIDENCE),
    }
)


@dataclass(frozen=True, slots=True)
class Count:
    """How many were found; with ``is_more`` there are more than this."""

    number: int
    is_more: bool

    def __add__(self, other: Count) -> Count:
        return Count(min(self.number + other.number, MOST), self.is_more or other.is_more or self._over(other))

    def _over(self, other: Count) -> bool:
        return self.number + other.number > MOST


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of what was found. ``counts`` are of each group, whichever was chosen, ``total`` of all.

    ``is_unfilled`` means that tasks which were there before the index have not been taken into it.
    """

    counts: Mapping[Group, Count]
    total: Count
    found: Page[Hit]
    is_unfilled: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    id: int
    kind: SearchKind
    day: date
    is_exact: bool
    is_in_a_row: bool


def search(
    session: Session, *, actor: Actor, rules: Rules, today: date, q: str, kind: Group | None = None, page: int = 1
) -> SearchPage:
    """What was found of ``q``: a notice whose number it is first, then what is written with the same accents, then
    what has the words in a row, then the newest. Words are found in any order as beginnings of words, accents and đ
    folded; phrases in quotation marks as they stand. A page beyond the last is the last.

    Raises DomainError: "search.too_long", "search.too_short".
    """
    query = parse(q)
    reader = _reader(session, actor)
    candidates = _candidates(session, reader, query)
    counts = {group: _count(candidates, group) for group in Group}
    wanted = [each for each in candidates if kind is None or each.kind in KINDS[kind]]
    first = _numbered(session, reader, q) if kind in (None, Group.DIRECTIVE) else []
    ids = _ranked(wanted, first)
    last = max(1, -(-len(ids) // PER_PAGE))
    page = min(max(1, page), last)
    shown = ids[(page - 1) * PER_PAGE : page * PER_PAGE]
    hits = load_hits(session, actor=actor, rules=rules, today=today, query=query, ids=shown, hidden=reader.hidden)
    total = sum(counts.values(), Count(0, is_more=False))
    return SearchPage(counts, total, Page(hits, page, len(ids), PER_PAGE), is_unfilled(session))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who looks: words of which an entry's scope must hold one, and the tasks that are kept from the person."""

    office_id: int
    scopes: Sequence[Iterable[str]]
    hidden: Hidden

    @property
    def unlimited(self) -> list[ColumnElement[bool]]:
        return self.hidden.conditions_if_any(SearchEntry.task_id)


def _reader(session: Session, actor: Actor) -> _Reader:
    return _Reader(actor.office_id, _scopes(actor), hidden_from(session, actor=actor))


def _scopes(actor: Actor) -> list[list[str]]:
    """Words of which an entry's scope must hold one; for the office nothing is asked."""
    if allowed(actor, Action.VIEW_ALL_ASSIGNMENTS):
        return []
    return [[EVERYBODY, *map(unit_word, sorted(actor.unit_ids))]]


def _candidates(session: Session, reader: _Reader, query: Query) -> list[_Candidate]:
    """The newest of each kind, one more than are counted; and as many again of those that shall stand before them."""
    in_a_row = query.in_a_row()
    row = _newest(session, reader, in_a_row, is_exact=False) if in_a_row else {}
    exact = _newest(session, reader, query, is_exact=True) if query.is_accented else {}
    found = row | exact | _newest(session, reader, query, is_exact=False)
    return [
        _Candidate(id, kind, day, is_exact=not query.is_accented or id in exact, is_in_a_row=id in row)
        for id, (kind, day) in found.items()
    ]


def _newest(session: Session, reader: _Reader, query: Query, *, is_exact: bool) -> dict[int, tuple[SearchKind, date]]:
    """All that is found, as long as it is little: one statement. Of common words the newest of each kind."""
    dialect = session.get_bind().dialect.name

    def found(kind: SearchKind | None, limit: int) -> Select[tuple[int, SearchKind, date]]:
        query_of_kind = newest(query, dialect, kind=kind, scopes=reader.scopes, is_exact=is_exact)
        return query_of_kind.where(SearchEntry.office_id == reader.office_id, *reader.unlimited).limit(limit)

    rows = session.execute(found(None, FEW[dialect] + 1)).all()
    if len(rows) > FEW[dialect]:
        parts = [found(kind, MOST + 1).subquery() for kind in SearchKind]
        rows = session.execute(union_all(*(select(part.c.id, part.c.kind, part.c.day) for part in parts))).all()
    return {id: (kind, day) for id, kind, day in rows}


def _count(candidates: Sequence[_Candidate], group: Group) -> Count:
    found = sum(each.kind in KINDS[group] for each in candidates)
    return Count(min(found, MOST), found > MOST)


def _ranked(candidates: Sequence[_Candidate], first: Sequence[int]) -> list[int]:
    """Entry ids in the order in which they are shown."""
    order = sorted(
        candidates, key=lambda each: (not each.is_exact, not each.is_in_a_row, -each.day.toordinal(), -each.id)
    )
    return list(dict.fromkeys([*first, *(each.id for each in order)]))


def _numbered(session: Session, reader: _Reader, q: str) -> list[int]:
    """The entries of notices that are called by what was typed: "194/TB-UBND", or just "194"."""
    match = _NUMBER.fullmatch(_AROUND_SIGNS.sub(r"\1", fold(q)))
    if match is None:
        return []
    called = or_(*(Directive.identity.startswith(match[1] + end, autoescape=True) for end in "|/-"))
    return list(
        session.scalars(
            select(SearchEntry.id)
            .join(Directive, Directive.id == SearchEntry.directive_id)
            .where(SearchEntry.kind == SearchKind.DIRECTIVE, Directive.office_id == reader.office_id, called)
            .where(matches(terms_of(match[1]), session.get_bind().dialect.name, scopes=reader.scopes))
            .order_by(SearchEntry.day.desc(), SearchEntry.id.desc())
            .limit(PER_PAGE)
        )
    )


def is_unfilled(session: Session) -> bool:
    """Whether the oldest task is missing: what is written keeps its entries itself, what was there before waits."""
    oldest = select(func.min(Task.id)).scalar_subquery()
    entry = select(SearchEntry.id).where(SearchEntry.kind == SearchKind.TASK, SearchEntry.ref_id == Task.id)
    return bool(session.scalar(select(exists().where(Task.id == oldest, ~entry.exists()))))
