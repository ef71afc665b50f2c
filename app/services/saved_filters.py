"""Filters of lists that a person keeps under names of his own. What is kept is the list's own parameters, never an
address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.permissions import Actor
from app.models import SavedFilter
from app.services import audit

MOST = 30  # of one person
NAME, QUERY = 100, 2000  # characters
ALL, OWN = "nhiem-vu", "don-vi"  # the lists, as their addresses name them
# What each list's address can say; its page number is no part of a filter.
PARAMETERS: Mapping[str, tuple[str, ...]] = {
    ALL: (
        *("tinh-trang", "don-vi", "van-ban", "linh-vuc", "vai-tro", "tim"),
        *("tu-ngay", "den-ngay", "so-dong", "xep"),
    ),
    OWN: ("don-vi", "xem", "so-dong"),
}


def normalised(which: str, asked: Iterable[tuple[str, str]]) -> str:
    """The parameters that the list knows and that say something, in the order it names them: "nhiem-vu?xep=han".

    Raises DomainError: "not_found" for no list, "filter.too_long".
    """
    if which not in PARAMETERS:
        raise DomainError("not_found")
    pairs = [(name, value.strip()) for name, value in asked if name in PARAMETERS[which] and value.strip()]
    said = urlencode(sorted(dict.fromkeys(pairs), key=lambda pair: PARAMETERS[which].index(pair[0])))
    if len(query := f"{which}?{said}") > QUERY:
        raise DomainError("filter.too_long")
    return query


def parts_of(row: SavedFilter) -> tuple[str, str]:
    """The list of a saved filter and its query, read through the same sieve as when it was saved."""
    which, _, query = row.query.partition("?")
    return which, normalised(which, parse_qsl(query)).partition("?")[2]


def of_person(session: Session, *, actor: Actor) -> list[SavedFilter]:
    """The person's own, by name."""
    rows = session.scalars(select(SavedFilter).where(SavedFilter.user_id == actor.user_id))
    return sorted(rows, key=lambda row: row.name.casefold())


def find(session: Session, *, actor: Actor, public_id: str) -> SavedFilter:
    """One of the person's own. Raises DomainError("not_found")."""
    found = session.scalars(
        select(SavedFilter).where(SavedFilter.public_id == public_id, SavedFilter.user_id == actor.user_id)
    ).first()
    if found is None:
        raise DomainError("not_found")
    return found


def save(
    session: Session, *, actor: Actor, clock: Clock, name: str, which: str, asked: Iterable[tuple[str, str]]
) -> SavedFilter:
    """Keep a filter under a name. Raises DomainError: "filter.too_many", "filter.name_taken", and those of
    ``normalised`` and of a name."""
    kept = session.scalar(select(func.count(SavedFilter.id)).where(SavedFilter.user_id == actor.user_id)) or 0
    if kept >= MOST:
        raise DomainError("filter.too_many", most=MOST)
    row = SavedFilter(user_id=actor.user_id, name=_name(name), query=normalised(which, asked), recorded_at=clock.now())
    _write(session, row)
    _note(session, actor, clock, row, "saved")
    return row


def rename(session: Session, *, actor: Actor, clock: Clock, row: SavedFilter, name: str) -> None:
    """Raises DomainError: "filter.no_name", "filter.long_name", "filter.name_taken"."""
    wanted = _name(name)
    taken = select(SavedFilter.id).where(
        SavedFilter.user_id == actor.user_id, SavedFilter.name == wanted, SavedFilter.id != row.id
    )
    if session.scalar(taken) is not None:
        raise DomainError("filter.name_taken", name=wanted)
    row.name = wanted
    _write(session, row)
    _note(session, actor, clock, row, "renamed")


def delete(session: Session, *, actor: Actor, clock: Clock, row: SavedFilter) -> None:
    _note(session, actor, clock, row, "deleted")
    session.delete(row)
    session.flush()


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not name:
        raise DomainError("filter.no_name")
    if len(name) > NAME:
        raise DomainError("filter.long_name", most=NAME)
    return name


def _write(session: Session, row: SavedFilter) -> None:
    """Two windows at the same moment: the database lets one of a name through."""
    name = row.name
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        raise DomainError("filter.name_taken", name=name) from error


def _note(session: Session, actor: Actor, clock: Clock, row: SavedFilter, act: str) -> None:
    session.flush()
    subject = f"filter:{row.public_id}"
    audit.record(session, actor=actor, clock=clock, action=f"filter.{act}", subject=subject)
