"""A large invented office with the books of two years: lead assignments of ten events each, most of them done.

For measuring what a report counts: nothing of it can be left out by a column, because the period begins before it all.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from random import Random

from sqlalchemy.orm import Session

from app.domain.terms import DueReason, EventKind, ReturnKind
from app.models import Assignment, Directive, DueDate, Event, Task
from benchmarks import data
from benchmarks.courses import History, Ids
from benchmarks.data import Recipe, Rows, assignment_row, directive_row, task_row
from benchmarks.office import DAY, UNITS
from benchmarks.places import Place

EVENTS = 10  # of each assignment
IN_A_NOTICE, AT_ONCE = 32, 64
FIRST_DAY = DAY - timedelta(days=730)
DONE, EXTENDED, RETURNED = 0.8, 0.15, 0.1  # shares


def _make(place: Place, tasks: int) -> None:
    data.migrate(place)
    engine = data.engine_for(place)
    random = Random(data.SEED)
    with engine.begin() as connection:
        with Session(bind=connection) as session:
            data.organisation(session, random)
            session.flush()
        data.write(connection, batches(random, tasks))
    data.tidy(engine)
    engine.dispose()


def batches(random: Random, tasks: int) -> Iterator[Rows]:
    """The rows of all notices with their tasks, some notices at a time, each table after those it points to."""
    ids, given = Ids(), sorted(FIRST_DAY + timedelta(days=random.randint(0, 700)) for _ in range(tasks))
    notices = enumerate((given[start : start + IN_A_NOTICE] for start in range(0, tasks, IN_A_NOTICE)), start=1)
    for _, some in groupby(notices, key=lambda pair: pair[0] // AT_ONCE):
        rows: Rows = {model: [] for model in (Directive, Task, Assignment, Event, DueDate)}
        for number, notice in some:
            rows[Directive].append(directive_row(random, number, notice[0]))
            for position, given_on in enumerate(notice, start=1):
                task_id = (number - 1) * IN_A_NOTICE + position
                unit_id = random.randint(1, len(UNITS))
                drawn = draw(random, ids, task_id, given_on)
                due_on = drawn.due_dates[0]["due_on"]
                rows[Task].append(task_row(random, task_id, number, position, UNITS[unit_id - 1][0], due_on))
                rows[Assignment].append(assignment_row(random, task_id, unit_id, drawn))
                rows[Event] += drawn.events
                rows[DueDate] += drawn.due_dates
        yield rows


def draw(random: Random, ids: Ids, assignment_id: int, given_on: date) -> History:
    """One history: steps of a few days each, the deadline somewhere among them."""
    drawn = History(ids, assignment_id, given_on)
    due_on = given_on + timedelta(days=random.randint(10, 60))
    drawn.act(EventKind.GIVEN, given_on)
    drawn.due(due_on, given_on, DueReason.GIVEN)
    on = given_on
    for kind in _acts(random):
        on = min(on + timedelta(days=random.randint(0, 8)), DAY)
        returned = ReturnKind.NOT_GOOD_ENOUGH if kind is EventKind.RETURNED else None
        drawn.act(kind, on, return_kind=returned, note=_NOTES.get(kind, ""))
        if kind is EventKind.EXTENSION_GRANTED:
            drawn.due(max(on, due_on) + timedelta(days=20), on, DueReason.EXTENDED)
    return drawn


def _acts(random: Random) -> Iterator[EventKind]:
    """What follows the giving; progress fills what is missing of the ten."""
    asked = (EventKind.EXTENSION_ASKED, EventKind.EXTENSION_GRANTED) if random.random() < EXTENDED else ()
    end: tuple[EventKind, ...] = ()
    if random.random() < DONE:
        back = (EventKind.SUBMITTED, EventKind.RETURNED) if random.random() < RETURNED else ()
        end = (*back, EventKind.SUBMITTED, EventKind.ACCEPTED)
    yield EventKind.ACKNOWLEDGED
    yield from [EventKind.PROGRESS] * (EVENTS - 2 - len(asked) - len(end))
    yield from asked
    yield from end


_NOTES = {
    EventKind.PROGRESS: "Đang thực hiện, đã hoàn thành khảo sát và thống nhất phương án với các địa phương.",
    EventKind.SUBMITTED: "Đã hoàn thành, có văn bản kèm theo.",
}
BOOKS = Recipe("books", _make, ("benchmarks/many_events.py",))
