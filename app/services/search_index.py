"""Keeping the search index equal to what it was made from.

Nobody has to think of it: whatever a session writes, the entries follow in the same transaction (``install``, which
importing any service calls). Rows that came past every session, through a migration, a restored backup or a bulk
statement, are taken in by ``rebuild``; a test proves that both ways give the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from sqlalchemy import delete, event, exists, inspect, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.domain.lifecycle import GIVEN_UP
from app.domain.terms import SearchKind
from app.models import Assignment, SearchEntry, Task, UnitAlias
from app.services.search_texts import MODELS, NOTES, entries_of, text_of

BATCH = 1000
KEY = ("kind", "ref_id")
KIND_OF = {model: kind for kind, model in MODELS.items()}
_SCOPING = ("task_id", "unit_id", "role")

Changes = defaultdict[SearchKind, set[int]]


def install() -> None:
    """Let every session of the program keep the index."""
    if not event.contains(Session, "after_flush", _after_flush):
        event.listen(Session, "after_flush", _after_flush)


def _after_flush(session: Session, context: object) -> None:
    changes: Changes = defaultdict(set)
    moved: set[int] = set()  # tasks that other units hold now, or in another part
    changed = [row for row in session.dirty if session.is_modified(row, include_collections=False)]
    for row in (*session.new, *changed, *session.deleted):
        if isinstance(row, Assignment):
            if row in session.new or _is_moved(row):
                moved.add(row.task_id)
        elif isinstance(row, UnitAlias):
            changes[SearchKind.UNIT].add(row.unit_id)
        elif type(row) in KIND_OF:
            kind = KIND_OF[type(row)]
            if row not in session.new or text_of(kind, row):
                changes[kind].add(row.id)
    if changes or moved:
        _follow(session.connection(), changes, moved)


def _is_moved(assignment: Assignment) -> bool:
    attributes = inspect(assignment).attrs
    if not set(GIVEN_UP).isdisjoint(attributes["state"].history.added or ()):
        return True  # it gives nobody a view of the others any more
    return any(attributes[name].history.has_changes() for name in _SCOPING)


def _follow(connection: Connection, changes: Changes, moved: Collection[int]) -> None:
    """Bring the entries up to date: those of the rows that changed, and those that take something from them."""
    for ids in _batches(changes[SearchKind.DIRECTIVE]):
        # A task's entry has the day of its directive.
        changes[SearchKind.TASK].update(connection.scalars(select(Task.id).where(Task.directive_id.in_(ids))))
    for ids in _batches(moved):
        changes[SearchKind.TASK].update(ids)
        directives = select(Task.directive_id).where(Task.id.in_(ids)).distinct()
        changes[SearchKind.DIRECTIVE].update(connection.scalars(directives))
        notes = select(SearchEntry.kind, SearchEntry.ref_id).where(
            SearchEntry.task_id.in_(ids), SearchEntry.kind.in_(NOTES)
        )
        for kind, ref_id in connection.execute(notes):
            changes[kind].add(ref_id)
    for kind, refs in changes.items():
        for ids in _batches(refs):
            _put(connection, kind, ids)


def _put(connection: Connection, kind: SearchKind, ids: Collection[int]) -> None:
    """Write the entries of these rows, all in one statement, and take away those of rows without text or gone."""
    entries = entries_of(connection, kind, ids)
    missing = set(ids) - {entry["ref_id"] for entry in entries}
    if missing:
        connection.execute(delete(SearchEntry).where(SearchEntry.kind == kind, SearchEntry.ref_id.in_(missing)))
    if entries:
        connection.execute(_upsert(connection.dialect.name), entries)


@lru_cache
def _upsert(dialect_name: str) -> sqlite.Insert | postgresql.Insert:
    """Insert or bring up to date. What stays as it was is not written: its words would be indexed anew."""
    statement = (sqlite.insert if dialect_name == "sqlite" else postgresql.insert)(SearchEntry)
    columns = [column for column in SearchEntry.__table__.columns if column.name not in ("id", *KEY)]
    values = {column.name: statement.excluded[column.name] for column in columns}
    differs = or_(*(column.is_distinct_from(values[column.name]) for column in columns))
    return statement.on_conflict_do_update(index_elements=KEY, set_=values, where=differs)


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH))


def rebuild(session: Session) -> Iterator[tuple[SearchKind, int]]:
    """Make every entry anew, a batch at a time: yields its kind and how many rows it looked at, so that the caller
    can commit. What is written meanwhile keeps its own entries; running it again changes nothing."""
    for kind, model in MODELS.items():
        last = 0
        while ids := session.scalars(select(model.id).where(model.id > last).order_by(model.id).limit(BATCH)).all():
            _put(session.connection(), kind, ids)
            last = ids[-1]
            yield kind, len(ids)
        # One statement that sees both tables at one moment: a row written just now is not taken for one that is gone.
        # NOT IN would compare every row with every other on PostgreSQL once the ids fill its working memory.
        gone = ~exists().where(model.id == SearchEntry.ref_id)
        session.connection().execute(delete(SearchEntry).where(SearchEntry.kind == kind, gone))
        yield kind, 0
