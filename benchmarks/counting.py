"""The figures of a large office, counted in a process of its own, whose memory nobody else has touched.

``python -m benchmarks.counting`` reads a question as JSON from its input and writes the answer as JSON.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.database import prepare
from app.domain.figures import Figures, figures
from app.domain.terms import PeriodKind
from app.models import Assignment, Event
from app.services import reports
from app.services.people import load_actor
from app.services.report_leads import gather_leads
from app.services.unit_names import units_then
from benchmarks import apart
from benchmarks.many_events import FIRST_DAY
from benchmarks.morning import MOST_SECONDS, Spent, middle, most_memory, spent
from benchmarks.office import DAY


@dataclass(frozen=True, slots=True)
class Question:
    """Count all there is as of the day (ISO), so many times, known at its end; then ``freeze`` a quarter, once."""

    url: str
    cut_off: str
    rounds: int
    freeze: bool = False


@dataclass(slots=True)
class Answer:
    """``counted`` is the middle of the rounds; memory in MB, ``before`` when it began, ``memory`` the most."""

    counted: Spent
    before: float
    memory: float
    assignments: int
    events: int
    rows: int
    frozen: Spent | None = None
    frozen_rows: int = 0


def ask(question: Question) -> Answer:
    """Answer from a process of its own."""
    found = apart.ask("benchmarks.counting", asdict(question), most_seconds=MOST_SECONDS)
    for name in ("counted", "frozen"):
        found[name] = Spent(**found[name]) if found[name] else None
    return Answer(**found)


def answer(question: Question) -> Answer:
    cut_off = date.fromisoformat(question.cut_off)
    engine = create_engine(question.url)
    prepare(engine)
    with Session(engine) as session:
        assignments = session.scalar(select(func.count(Assignment.id))) or 0
        events = session.scalar(select(func.count(Event.id))) or 0
    before, rounds, made = most_memory(), [], None
    count = partial(_count, cut_off=cut_off, known_at=FixedClock.at(cut_off, 23, 59).now())
    for _ in range(question.rounds):
        made = None  # the ones before are not held beside the next
        with spent(rounds, engine), Session(engine) as session:
            made = count(session)
    found = Answer(middle(rounds), before, most_memory(), assignments, events, len(made.rows) if made else 0)
    if question.freeze:
        made, frozen = None, []
        with spent(frozen, engine), Session(engine) as session:
            found.frozen_rows = _freeze(session)
            session.rollback()  # so that it can be measured again
        found.frozen = frozen[0]
    engine.dispose()
    return found


def _count(session: Session, *, cut_off: date, known_at: datetime) -> Figures:
    return figures(
        gather_leads(session, office_id=1, period_from=FIRST_DAY),
        period_from=FIRST_DAY,
        cut_off=cut_off,
        known_at=known_at,
        units=units_then(session, office_id=1, day=cut_off),
    )


def _freeze(session: Session) -> int:
    """The quarter that ended last."""
    clock = FixedClock.at(DAY)
    chief = load_actor(session, user_id=1, today=DAY)
    assert chief is not None
    report = reports.make_report(session, actor=chief, clock=clock, kind=PeriodKind.QUARTER, year=DAY.year, quarter=3)
    return len(reports.freeze(session, actor=chief, clock=clock, report=report).content["rows"])


if __name__ == "__main__":
    json.dump(asdict(answer(Question(**json.loads(sys.stdin.read())))), sys.stdout)
