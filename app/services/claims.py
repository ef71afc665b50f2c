"""Conditional writes: a row came back, or somebody else was first.

``rowcount`` lies on one of our databases, so every claim asks for the rows themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, FromClause, Select, case, column, delete, func, literal, or_, select
from sqlalchemy import Row as Values
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.models import Base, Lease

Row = TypeVar("Row", bound=Base)


def _insert_of(session: Session) -> Callable[..., Any]:
    """Both databases know ON CONFLICT, each by its own construct."""
    return sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert


def insert_new(session: Session, model: type[Row], rows: Sequence[dict[str, Any]]) -> list[Row]:
    """Insert the rows that break no unique constraint, and return exactly those."""
    insert = _insert_of(session)
    return list(session.scalars(insert(model).on_conflict_do_nothing().returning(model), rows)) if rows else []


def insert_new_values(
    session: Session, model: type[Base], rows: Sequence[dict[str, Any]], *, returning: Sequence[str]
) -> Sequence[Values[Any]]:
    """The same for many rows, of which only some columns are asked for."""
    table = model.__table__
    statement = _insert_of(session)(table).on_conflict_do_nothing()
    return session.execute(statement.returning(*(table.c[name] for name in returning)), rows).all() if rows else []


def insert_or_take_over(
    session: Session,
    model: type[Base],
    rows: Sequence[dict[str, Any]],
    *,
    unique: Sequence[str],
    where: ColumnElement[bool],
) -> Sequence[Values[Any]]:
    """The same, where a row that is there and of which ``where`` holds becomes ours as well: all its other columns are
    written anew. Of the rows that are ours come the id and the unique columns."""
    if not rows:
        return []
    table, names = model.__table__, tuple(rows[0])
    insert = _insert_of(session)(table)
    written = {name: insert.excluded[name] for name in names if name not in unique}
    given = _as_arrays(table, names, rows) if session.get_bind().dialect.name == "postgresql" else None
    if given is not None:
        insert = insert.from_select(names, given, include_defaults=False)
    insert = insert.on_conflict_do_update(index_elements=list(unique), set_=written, where=where)
    insert = insert.returning(*(table.c[name] for name in ("id", *unique)))
    return (session.execute(insert, rows) if given is None else session.execute(insert)).all()


def _as_arrays(table: FromClause, names: Sequence[str], rows: Sequence[dict[str, Any]]) -> Select[Any]:
    """The rows as an array a column: PostgreSQL's driver and its server would read through thousands of parameters."""
    columns = [(table.c[name], [row[name] for row in rows]) for name in names]
    arrays = (literal(values, postgresql.ARRAY(each.type)) for each, values in columns)
    given = func.unnest(*arrays).table_valued(*(column(each.name, each.type) for each, _ in columns), name="given")
    return select(given.render_derived())


def take_lease(session: Session, *, clock: Clock, name: str, owner: str, lasts: timedelta) -> bool:
    """Whether the lease is the owner's now: it was free, had lapsed, or was the owner's before."""
    insert = _insert_of(session)
    now = clock.now()
    statement = insert(Lease).values(name=name, owner=owner, taken_at=now, expires_at=now + lasts)
    since = case((Lease.owner == owner, Lease.taken_at), else_=now)
    statement = statement.on_conflict_do_update(
        index_elements=[Lease.name],
        set_={"owner": owner, "taken_at": since, "expires_at": now + lasts},
        where=or_(Lease.owner == owner, Lease.expires_at < now),
    )
    return session.execute(statement.returning(Lease.name)).first() is not None


def release_lease(session: Session, *, name: str, owner: str) -> None:
    """Give the lease back before it lapses."""
    session.execute(delete(Lease).where(Lease.name == name, Lease.owner == owner))
