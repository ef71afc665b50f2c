"""What the office can urge by letter: each unit's n/N, what a letter to it would name, and the making of letters."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.lifecycle import WITH_THE_UNIT
from app.domain.permissions import Action, Actor, check
from app.domain.terms import AssignmentRole
from app.models import Assignment, Unit, UrgingLetter, UrgingLetterAssignment
from app.services import urging_letters
from app.services.standing_filters import is_not_closed, overdue

AHEAD = timedelta(days=7)  # what falls due within it may be named besides
LISTED = 25  # letters, the newest first


@dataclass(frozen=True, slots=True)
class Candidate:
    """A lead assignment that lies with its unit. ``waits``: a letter without number names it already."""

    id: int
    unit_id: int
    due_on: date
    waits: bool


@dataclass(frozen=True, slots=True)
class UnitOffer:
    """A unit with something to urge. ``overdue`` and ``dated`` are n/N as everywhere; ``late`` and ``soon`` are what a
    letter would name: what was reported and lies with the office is nobody's delay to be urged; ``waiting`` are named
    by a letter that waits for its number."""

    public_id: str
    unit_id: int
    name: str
    under_authority: bool
    overdue: int
    dated: int
    late: tuple[Candidate, ...]
    soon: tuple[Candidate, ...]
    waiting: int

    def named(self, *, due_soon: bool) -> tuple[Candidate, ...]:
        return (*self.late, *(self.soon if due_soon else ()))


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be urged as of an instant; ``through`` is the last day of what falls due soon."""

    units: tuple[UnitOffer, ...]
    at: datetime
    through: date

    @property
    def digest(self) -> str:
        """Of what was shown: letters are made only if they would say the same still."""
        shown = [(unit.public_id, unit.late, unit.soon, unit.overdue, unit.dated) for unit in self.units]
        return hashlib.sha256(repr((shown, self.through)).encode()).hexdigest()[:20]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWish:
    """``units`` are public ids; ``apart``: one letter for each of them; ``due_soon``: with what falls due within seven
    days."""

    units: Collection[str]
    subject: str
    apart: bool = False
    due_soon: bool = False
    report_by: date | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """How many letters came of it, and how many assignments they name."""

    letters: int
    assignments: int


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter in the list of those that were made. ``unit`` is the one it goes to, "" for one to several."""

    public_id: str
    subject: str
    unit: str
    made_at: datetime
    number: str | None
    issued_on: date | None
    assignments: int


def offer(session: Session, *, actor: Actor, clock: Clock) -> Offer:
    """Three statements, however many assignments there are. Limited tasks are counted: a letter leaves their words
    out, as a mail does."""
    check(actor, Action.REMIND)
    today = clock.today()
    through = today + AHEAD
    by_unit = {key: list(group) for key, group in groupby(_candidates(session, actor, through), attrgetter("unit_id"))}
    counts = _counts(session, actor, today)
    rows = session.execute(
        select(Unit.id, Unit.public_id, Unit.name, Unit.under_authority)
        .where(Unit.id.in_({*by_unit, *(key for key, (late, _) in counts.items() if late)}))
        .order_by(~Unit.under_authority, Unit.position, Unit.name, Unit.id)
    ).tuples()
    units = tuple(_of_unit(*row, by_unit.get(row[0], []), counts.get(row[0], (0, 0)), today) for row in rows)
    return Offer(units, clock.now(), through)


def _leads(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return Assignment.office_id == actor.office_id, Assignment.role == AssignmentRole.LEAD, is_not_closed()


def _candidates(session: Session, actor: Actor, through: date) -> list[Candidate]:
    a = Assignment
    rows = session.execute(
        select(a.id, a.unit_id, a.due_on, urging_letters.waits_for(a.id))
        .where(*_leads(actor), a.state.in_(WITH_THE_UNIT), ~a.objective, a.due_on <= through)
        .order_by(a.unit_id, a.due_on, a.id)
    )
    return [Candidate(*row) for row in rows]


def _counts(session: Session, actor: Actor, today: date) -> dict[int, tuple[int, int]]:
    """n and N of each unit."""
    a = Assignment
    rows = session.execute(
        select(a.unit_id, func.count().filter(overdue(today)), func.count())
        .where(*_leads(actor), a.due_on.is_not(None), ~a.objective)
        .group_by(a.unit_id)
    ).tuples()
    return {unit_id: (late, dated) for unit_id, late, dated in rows}


def _of_unit(
    unit_id: int,
    public_id: str,
    name: str,
    under_authority: bool,
    found: Sequence[Candidate],
    counts: tuple[int, int],
    today: date,
) -> UnitOffer:
    free = [each for each in found if not each.waits]
    return UnitOffer(
        public_id=public_id,
        unit_id=unit_id,
        name=name,
        under_authority=under_authority,
        overdue=counts[0],
        dated=counts[1],
        late=tuple(each for each in free if each.due_on < today),
        soon=tuple(each for each in free if each.due_on >= today),
        waiting=len(found) - len(free),
    )


def make_letters(session: Session, *, actor: Actor, clock: Clock, wish: LetterWish, seen: str) -> Made:
    """One letter to all units wished for, or one to each, as of now; ``seen`` is the digest of what the person saw.

    Raises DomainError: "letter.no_unit", "letter.no_subject", "letter.nothing", "letter.report_by" for a day that is
    over, "stale" where something changed since.
    """
    check(actor, Action.REMIND)
    if not wish.units:
        raise DomainError("letter.no_unit", field="units")
    if wish.report_by is not None and wish.report_by <= clock.today():
        raise DomainError("letter.report_by", field="report_by", today=clock.today())
    _lock(session, actor, clock)
    found = offer(session, actor=actor, clock=clock)
    if found.digest != seen:
        raise DomainError("stale")
    chosen = [(unit, unit.named(due_soon=wish.due_soon)) for unit in found.units if unit.public_id in wish.units]
    chosen = [(unit, named) for unit, named in chosen if named]
    letters = [[each] for each in chosen] if wish.apart else [chosen]
    for group in letters:
        urging_letters.make(
            session,
            actor=actor,
            clock=clock,
            assignments=[each for _, named in group for each in named],
            subject=wish.subject,
            unit_id=group[0][0].unit_id if len(group) == 1 else None,
            report_by=wish.report_by,
        )
    if not letters:
        raise DomainError("letter.nothing")
    return Made(len(letters), sum(len(named) for _, named in chosen))


def _lock(session: Session, actor: Actor, clock: Clock) -> None:
    """Of two who press at once the second waits, and then sees the letter of the first. What is locked is looked at
    again afterwards."""
    through = clock.today() + AHEAD
    session.execute(
        select(Assignment.id)
        .where(*_leads(actor), Assignment.state.in_(WITH_THE_UNIT), Assignment.due_on <= through)
        .order_by(Assignment.id)
        .with_for_update()
    ).all()


def recent(session: Session, *, actor: Actor) -> list[LetterLine]:
    """The letters that were made last, those without number first."""
    check(actor, Action.REMIND)
    letter = UrgingLetter
    rows = session.execute(
        select(
            letter.public_id,
            letter.subject,
            func.coalesce(Unit.name, ""),
            letter.made_at,
            letter.number,
            letter.issued_on,
            select(func.count())
            .where(UrgingLetterAssignment.letter_id == letter.id)
            .correlate(letter)
            .scalar_subquery(),
        )
        .outerjoin(Unit, Unit.id == letter.unit_id)
        .where(letter.office_id == actor.office_id)
        .order_by(letter.number.is_not(None), letter.made_at.desc(), letter.id.desc())
        .limit(LISTED)
    ).tuples()
    return [LetterLine(*row) for row in rows]
