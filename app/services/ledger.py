"""The ledger of reminders: claiming rows, and noting which message tells them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Row as Values
from sqlalchemy import and_, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.urging import Reminder as Planned
from app.models import Assignment, OutboxMessage, Reminder
from app.services.claims import insert_or_take_over
from app.services.morning import Urged
from app.services.urging_due import UNDELIVERED

log = logging.getLogger(__name__)

CHUNK = 500  # ids a statement
KEY = ("assignment_id", "rule", "anchor", "occurrence", "recipient")  # of a row
Done = TypeVar("Done")


class ToldMeanwhile(Exception):
    """Another planner queued this recipient's mail between our look and our write."""


class CouldNotTell(Exception):
    """A mail could not be made; nothing of it is written, so that the next run tries again."""


def one_of_many(session: Session, recipient: str, tell: Callable[[], Done | None]) -> Done | None:
    """Do what one recipient is to have in a savepoint of its own: what goes wrong with one stops none of the others.
    None where there was nothing to tell, or another planner was faster: what it wrote stays as it wrote it.

    Raises CouldNotTell; a database that is gone is everybody's trouble, and is raised as it is.
    """
    try:
        with session.begin_nested():
            return tell()
    except ToldMeanwhile:
        return None
    except OperationalError:
        raise
    except Exception as error:
        log.exception("what is for %s could not be done", recipient)
        raise CouldNotTell from error


def claim_items(session: Session, clock: Clock, items: Sequence[Urged]) -> tuple[tuple[Urged, ...], list[int]]:
    """Write the ledger rows; the items that are ours to tell, and the ids of all rows.

    A row of an earlier day whose message reached nobody is taken over.
    """
    ours = _claim(session, clock, [(None, items)])
    keys = {_key(row) for row in ours}
    return tuple(item for item in items if _key(item.reminder) in keys), [row.id for row in ours]


def claim_for_messages(session: Session, clock: Clock, told: Mapping[int, Sequence[Urged]]) -> None:
    """The same for many at once, by the id of the message that tells the items.

    Raises ToldMeanwhile unless each item is ours.
    """
    keys = {_key(row) for row in _claim(session, clock, told.items())}
    if any(_key(item.reminder) not in keys for items in told.values() for item in items):
        raise ToldMeanwhile


def cover(session: Session, clock: Clock, *, message_id: int, rows: Sequence[Planned]) -> None:
    """That a message has told what these rows would: they never fire, and nobody was urged by it. Rows that were told
    stay as they are."""
    now = clock.now()
    _write(session, clock, [_ledger_row(row._replace(covered=True), message_id, now) for row in rows])


def _claim(session: Session, clock: Clock, told: Iterable[tuple[int | None, Sequence[Urged]]]) -> Sequence[Values[Any]]:
    now = clock.now()
    rows = [_ledger_row(row, message_id, now) for message_id, items in told for item in items for row in item.rows]
    return _write(session, clock, rows)


def _write(session: Session, clock: Clock, rows: Sequence[dict[str, Any]]) -> Sequence[Values[Any]]:
    # Said without IN: a list in a condition cannot be sent with many rows at once.
    given_up = select(OutboxMessage.id).where(or_(*(OutboxMessage.state == state for state in UNDELIVERED)))
    reached_nobody = and_(Reminder.day < clock.today(), Reminder.message_id.in_(given_up))
    return insert_or_take_over(session, Reminder, rows, unique=KEY, where=reached_nobody)


def _key(row: Planned | Values[Any]) -> tuple[object, ...]:
    return row.assignment_id, row.rule, row.anchor, row.occurrence, row.recipient


def _ledger_row(reminder: Planned, message_id: int | None, recorded_at: datetime) -> dict[str, Any]:
    return {
        "assignment_id": reminder.assignment_id,
        "rule": reminder.rule,
        "anchor": reminder.anchor,
        "occurrence": reminder.occurrence,
        "recipient": reminder.recipient,
        "day": reminder.day,
        "covered": reminder.covered,
        "message_id": message_id,
        "recorded_at": recorded_at,
    }


def note_told(session: Session, row_ids: Sequence[int], message_id: int, day: date) -> None:
    """Which message tells these rows of the ledger, and when their assignments were last spoken of."""
    table = Reminder.__table__
    for start in range(0, len(row_ids), CHUNK):
        chosen = table.c.id.in_(row_ids[start : start + CHUNK])
        session.execute(update(table).where(chosen).values(message_id=message_id))  # type: ignore[arg-type]
    note_spoken_of(session, [message_id], day)


def note_spoken_of(session: Session, message_ids: Collection[int], day: date) -> None:
    """That the assignments which these messages tell were last spoken of on the day. Straight on the table: a reminder
    must not make the form somebody is filling in stale. What an earlier digest has noted is not written again."""
    told = select(Reminder.assignment_id).where(Reminder.message_id.in_(message_ids), ~Reminder.covered)
    table = Assignment.__table__
    session.execute(
        update(table)  # type: ignore[arg-type]
        .where(table.c.id.in_(told), table.c.last_reminded_on.is_distinct_from(day))
        .values(last_reminded_on=day)
    )
