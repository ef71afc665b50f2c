"""Units merge, are split, renamed or dissolved on a day: what becomes of everything they hold, as plain values.

The plan is shown before anything is written, and tested without a database. Its rule for what would come to one unit
twice stands at ``settle_parts``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.domain.errors import DomainError
from app.domain.lifecycle import NOT_CLOSED
from app.domain.spans import overlap
from app.domain.terms import AssignmentRole, ReorganisationKind, Role, State

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What shall happen to which units on which day.

    ``unit_ids`` are those that change; ``result_ids`` those that there are afterwards and that can take something over,
    the usual one first. Of a split the unit itself is among them if it goes on. Units that are yet to be made have
    negative ids.
    """

    kind: ReorganisationKind
    effective_on: date
    unit_ids: tuple[int, ...]
    result_ids: tuple[int, ...] = ()

    @property
    def ending_ids(self) -> tuple[int, ...]:
        """The units that end with the day before."""
        if self.kind is ReorganisationKind.RENAME:
            return ()
        return tuple(unit_id for unit_id in self.unit_ids if unit_id not in self.result_ids)


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What must be known of a unit to say whether it can take part."""

    unit_id: int
    name: str
    valid_from: date
    valid_to: date | None
    is_secretariat: bool


# How many units change, and how many there are afterwards: least and most, None for any number.
_HOW_MANY: Mapping[ReorganisationKind, tuple[tuple[int, int | None], tuple[int, int | None]]] = {
    ReorganisationKind.MERGE: ((1, None), (1, 1)),
    ReorganisationKind.CONSOLIDATE: ((2, None), (1, 1)),
    ReorganisationKind.SPLIT: ((1, 1), (2, None)),
    ReorganisationKind.RENAME: ((1, 1), (0, 0)),
    ReorganisationKind.DISSOLVE: ((1, None), (0, None)),
}


def check_units(kind: ReorganisationKind, unit_ids: Collection[int]) -> None:
    """Raise DomainError("reorganisation.units") unless so many units can change in this way."""
    if not _within(len(set(unit_ids)), _HOW_MANY[kind][0]):
        raise DomainError("reorganisation.units", field="unit_ids", kind=kind)


def check_order(order: Order, units: Mapping[int, UnitFacts], *, today: date) -> None:
    """Raise unless this can be done: ``units`` has every unit that exists already.

    DomainErrors: "reorganisation.units", "reorganisation.results", "reorganisation.future", "reorganisation.too_early",
    "reorganisation.result_ended", "reorganisation.into_itself", "reorganisation.secretariat".
    """
    check_units(order.kind, order.unit_ids)
    if not _within(len(set(order.result_ids)), _HOW_MANY[order.kind][1]):
        raise DomainError("reorganisation.results", field="result_ids", kind=order.kind)
    if order.kind is not ReorganisationKind.SPLIT and not set(order.unit_ids).isdisjoint(order.result_ids):
        raise DomainError("reorganisation.into_itself", field="result_ids")
    if order.effective_on > today:
        raise DomainError("reorganisation.future", field="effective_on", today=today)
    for unit_id in order.unit_ids:
        _check_changing(units[unit_id], order)
    for unit_id in order.result_ids:
        if unit_id in units and unit_id not in order.unit_ids:
            _check_result(units[unit_id], order.effective_on, today)


def _within(number: int, span: tuple[int, int | None]) -> bool:
    return number >= span[0] and (span[1] is None or number <= span[1])


def _check_changing(unit: UnitFacts, order: Order) -> None:
    """It has had a day of its own before; the office's own Văn phòng passes to one unit and to no others."""
    if order.effective_on <= unit.valid_from:
        raise DomainError("reorganisation.too_early", field="effective_on", unit=unit.name, start=unit.valid_from)
    if unit.is_secretariat and unit.unit_id in order.ending_ids and len(order.result_ids) != 1:
        raise DomainError("reorganisation.secretariat", field="result_ids", unit=unit.name)


def _check_result(unit: UnitFacts, effective_on: date, today: date) -> None:
    if unit.valid_from > effective_on:
        raise DomainError("reorganisation.too_early", field="effective_on", unit=unit.name, start=unit.valid_from)
    if unit.valid_to is not None and unit.valid_to < today:
        raise DomainError("reorganisation.result_ended", field="result_ids", unit=unit.name, end=unit.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPart:
    """A unit's part of a task that is not closed."""

    assignment_id: int
    task_id: int
    period: str
    unit_id: int
    role: AssignmentRole
    state: State
    given_on: date
    due_on: date | None
    objective: bool = False


class Fate(StrEnum):
    """What becomes of an open part. There is nothing else."""

    MOVES = "moves"
    STAYS = "stays"
    GIVES_WAY = "gives_way"  # to another part of the same task that comes to, or stays with, the same unit


@dataclass(frozen=True, slots=True)
class Outcome:
    """``unit_id`` is whose it is from the day on, or would be. ``gives_way_to`` is the assignment that goes on in its
    stead; ``due_of`` the assignment whose deadline, a later one, it takes over."""

    part: OpenPart
    fate: Fate
    unit_id: int
    gives_way_to: int | None = None
    due_of: int | None = None


def settle_parts(parts: Iterable[OpenPart], goes_to: Mapping[int, int]) -> tuple[Outcome, ...]:
    """One outcome for each part, in their order. ``goes_to`` names the unit of each assignment from the day on.

    A unit has one part in a task and period. Where several would come together, one goes on and the others give way to
    it, unrated:

    - A lead goes on before a coordinating part.
    - One that is rated goes on before one that an objective cause excuses, and then the one least far along: the new
      unit owes the whole, and the whole is not done before its slowest part.
    - Among equals the one given first goes on; then the unit's own; then the one recorded first.
    - It has the latest deadline of those that led with it (or coordinated): nobody's time is shortened. The days it was
      late already stay on record, since the deadline is moved by a row of its own.
    """
    listed = list(parts)
    slots: defaultdict[tuple[int, int, str], list[OpenPart]] = defaultdict(list)
    for part in listed:
        slots[goes_to[part.assignment_id], part.task_id, part.period].append(part)
    found = {
        outcome.part.assignment_id: outcome
        for (unit_id, _, _), together in slots.items()
        for outcome in _settle(unit_id, together)
    }
    return tuple(found[part.assignment_id] for part in listed)


def _settle(unit_id: int, together: list[OpenPart]) -> Iterator[Outcome]:
    first, *others = sorted(together, key=lambda part: _goes_on_before(part, unit_id))
    latest = max((part for part in together if part.role is first.role), key=_ends_on)
    fate = Fate.STAYS if first.unit_id == unit_id else Fate.MOVES
    yield Outcome(first, fate, unit_id, due_of=latest.assignment_id if _ends_on(latest) > _ends_on(first) else None)
    for part in others:
        yield Outcome(part, Fate.GIVES_WAY, unit_id, gives_way_to=first.assignment_id)


def _goes_on_before(part: OpenPart, unit_id: int) -> tuple[object, ...]:
    return (
        part.role is not AssignmentRole.LEAD,
        part.objective,
        NOT_CLOSED.index(part.state),  # in the order in which they are passed through
        part.given_on,
        part.unit_id != unit_id,
        part.assignment_id,
    )


def _ends_on(part: OpenPart) -> date:
    return part.due_on or date.min


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A recurring duty that has not ended."""

    recurrence_id: int
    task_id: int
    unit_id: int
    role: AssignmentRole


@dataclass(frozen=True, slots=True)
class DutyOutcome:
    """As ``Outcome``, of a recurring duty."""

    duty: Duty
    fate: Fate
    unit_id: int
    gives_way_to: int | None = None


def settle_duties(duties: Iterable[Duty], goes_to: Mapping[int, int]) -> tuple[DutyOutcome, ...]:
    """A unit has a duty of a task once: the lead's goes on, then the unit's own, then the one recorded first."""
    slots: defaultdict[tuple[int, int], list[Duty]] = defaultdict(list)
    for duty in duties:
        slots[goes_to[duty.recurrence_id], duty.task_id].append(duty)
    return tuple(outcome for (unit_id, _), together in slots.items() for outcome in _settle_duty(unit_id, together))


def _settle_duty(unit_id: int, together: list[Duty]) -> Iterator[DutyOutcome]:
    first, *others = sorted(
        together, key=lambda duty: (duty.role is not AssignmentRole.LEAD, duty.unit_id != unit_id, duty.recurrence_id)
    )
    yield DutyOutcome(first, Fate.STAYS if first.unit_id == unit_id else Fate.MOVES, unit_id)
    for duty in others:
        yield DutyOutcome(duty, Fate.GIVES_WAY, unit_id, gives_way_to=first.recurrence_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Somebody's role at a unit, from a day to a day or for good."""

    post_id: int
    user_id: int
    unit_id: int
    role: Role
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class PostOutcome:
    """What becomes of a post: it goes on at ``unit_id`` from ``valid_from`` to ``valid_to``; with None it ends with the
    day before. ``joins`` is a post of the same person, role and unit into which it goes, so that nobody has one twice;
    the days are then those of both together."""

    post: Post
    unit_id: int | None
    valid_from: date
    valid_to: date | None
    joins: int | None = None


def settle_posts(
    posts: Iterable[Post], there: Iterable[Post], goes_to: Mapping[int, int | None], *, effective_on: date
) -> tuple[PostOutcome, ...]:
    """What becomes of the posts that hold on the day or begin later, those left out that stay where they are.

    ``there`` are the posts at the units that take over; ``goes_to`` names the unit of each post, None for nowhere.
    """
    known: defaultdict[tuple[int, int, Role], list[PostOutcome]] = defaultdict(list)
    for post in there:
        known[post.user_id, post.unit_id, post.role].append(
            PostOutcome(post, post.unit_id, post.valid_from, post.valid_to)
        )
    return tuple(
        _move_post(post, goes_to[post.post_id], known, effective_on)
        for post in posts
        if goes_to[post.post_id] != post.unit_id and (post.valid_to is None or post.valid_to >= effective_on)
    )


def _move_post(
    post: Post,
    unit_id: int | None,
    known: defaultdict[tuple[int, int, Role], list[PostOutcome]],
    effective_on: date,
) -> PostOutcome:
    start = max(post.valid_from, effective_on)
    if unit_id is None:
        return PostOutcome(post, None, start, post.valid_to)
    same = known[post.user_id, unit_id, post.role]
    twin = next((each for each in same if overlap((each.valid_from, each.valid_to), (start, post.valid_to))), None)
    if twin is None:
        moved = PostOutcome(post, unit_id, start, post.valid_to)
        same.append(moved)
        return moved
    ends = (twin.valid_to, post.valid_to)
    end = None if None in ends else max(end for end in ends if end is not None)
    joined = PostOutcome(post, unit_id, min(twin.valid_from, start), end, joins=twin.joins or twin.post.post_id)
    same[same.index(twin)] = joined
    return joined


def settle_links(links: Collection[tuple[int, int]], order: Order) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Pairs of a field and a unit: those to be added, and those to be taken away.

    Every unit that takes over works in the fields of those it takes over from: nobody is left without somebody in
    charge. Which fields are not its own after a split is for people to say.
    """
    old = {(field_id, unit_id) for field_id, unit_id in links if unit_id in order.unit_ids}
    wanted = {(field_id, result_id) for field_id, _ in old for result_id in order.result_ids}
    return wanted - set(links), {link for link in old if link[1] in order.ending_ids}


def last_day(valid_to: date | None, effective_on: date) -> date:
    """The last day of a unit that ends: the day before, unless it had ended earlier already."""
    before = effective_on - ONE_DAY
    return before if valid_to is None else min(valid_to, before)
