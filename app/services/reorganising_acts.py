"""Carrying a reorganisation out, as it was previewed: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.permissions import Actor
from app.domain.reorganising import ONE_DAY, DutyOutcome, Fate, PostOutcome, last_day
from app.domain.terms import ReorganisationKind
from app.models import (
    AnswerLink,
    FieldUnit,
    Membership,
    Recurrence,
    Reorganisation,
    Succession,
    Unit,
    UnitName,
    User,
)
from app.services import aliases, audit
from app.services.organisation import assign, may_edit
from app.services.organisation_people import check_managed, unmanaged_from
from app.services.organisation_roles import record_role
from app.services.organisation_units import all_units, not_ended
from app.services.reorganising import Preview, links_to_revoke, moving_ids, preview
from app.services.reorganising_parts import Doing, lock_parts, move_parts
from app.services.reorganising_record import content_of
from app.services.reorganising_wish import Choices, Wish, details_of_new
from app.wording import reorganising as words


def reorganise(
    session: Session, *, actor: Actor, clock: Clock, wish: Wish, choices: Choices, seen: str
) -> Reorganisation:
    """Do what ``preview`` showed; ``seen`` is that preview's.

    Raises DomainError("stale") if anything is different by now, "person.last_manager" if nobody would be left who may
    change the organisation, and those of ``preview``.
    """
    may_edit(session, actor=actor)
    made = preview(session, actor=actor, clock=clock, wish=wish, choices=choices)
    if made.seen != seen:
        raise DomainError("stale")
    managed = unmanaged_from(session, office_id=actor.office_id, today=clock.today())
    units = _units(session, actor, made)
    names = {unit_id: _names_of(units[unit_id]) for unit_id in made.order.unit_ids}
    doing = Doing(session, actor, clock, wish, choices, made, units, names)
    assignments = lock_parts(doing)
    if wish.kind is ReorganisationKind.RENAME:
        _rename(doing)
    else:
        _begin_new(doing)
        move_parts(doing, assignments)
        _move_duties(doing)
        _move_posts(doing)
        _move_links(doing)
        _revoke_links(doing)
        _end_old(doing)
    _pass_names_on(doing)
    session.flush()
    check_managed(session, actor=actor, today=clock.today(), before=managed)
    return _keep_record(doing)


def _units(session: Session, actor: Actor, made: Preview) -> dict[int, Unit]:
    wanted = {*made.order.unit_ids, *made.order.result_ids}
    return {unit.id: unit for unit in all_units(session, actor=actor) if unit.id in wanted}


def _names_of(unit: Unit) -> list[str]:
    return [name for name in (unit.name, unit.short_name, *(alias.alias for alias in unit.aliases)) if name]


def _rename(doing: Doing) -> None:
    """The name it had holds to the day before; what it is called now stands on the unit."""
    unit, wish = doing.units[doing.wish.unit_ids[0]], doing.wish
    former = UnitName(
        unit_id=unit.id,
        name=unit.name,
        short_name=unit.short_name,
        valid_to=wish.effective_on - ONE_DAY,
        recorded_at=doing.clock.now(),
    )
    doing.session.add(former)
    unit.name, unit.short_name = wish.name, wish.short_name
    doing.session.flush()
    doing.record("unit.renamed", unit, effective_on=wish.effective_on.isoformat())


def _begin_new(doing: Doing) -> None:
    """New units stand where the first of the old ones stood."""
    first = doing.units[doing.order.unit_ids[0]]
    for n, new in enumerate(doing.wish.new_units, 1):
        unit = Unit(office_id=doing.actor.office_id)
        assign(unit, details_of_new(new, doing.order.effective_on))
        unit.under_authority, unit.position, unit.parent_id = first.under_authority, first.position, first.parent_id
        doing.session.add(unit)
        doing.session.flush()
        doing.units[-n] = unit
        doing.record("unit.added", unit)


def _move_duties(doing: Doing) -> None:
    """The periods to come are the successor's. Where it has the duty already, the other ends."""
    outcomes = [line.outcome for line in doing.made.duties]
    rows = {
        row.id: row
        for row in doing.session.scalars(
            select(Recurrence).where(Recurrence.id.in_([each.duty.recurrence_id for each in outcomes]))
        )
    }
    for outcome in outcomes:
        row = rows[outcome.duty.recurrence_id]
        if outcome.fate is Fate.GIVES_WAY:
            _end_duty(doing, row, outcome)
        elif outcome.fate is Fate.MOVES:
            _hand_duty_on(doing, row, outcome)
    doing.session.flush()


def _end_duty(doing: Doing, row: Recurrence, outcome: DutyOutcome) -> None:
    old = outcome.duty.unit_id
    row.ended_on = max(row.from_on, doing.order.effective_on) - ONE_DAY
    changed = old if old in doing.order.unit_ids else doing.order.unit_ids[0]
    row.end_reason = words.duty_ended(doing.happened(changed, outcome.unit_id))


def _hand_duty_on(doing: Doing, row: Recurrence, outcome: DutyOutcome) -> None:
    """A duty of the same task that the successor had once and that ended makes room: a unit has one row a task."""
    to = doing.units[outcome.unit_id]
    ended = doing.session.scalars(
        select(Recurrence).where(Recurrence.task_id == row.task_id, Recurrence.unit_id == to.id)
    ).one_or_none()
    if ended is None:
        row.unit_id = to.id
        return
    for name in ("role", "every", "day", "month", "months_after", "exclusive"):
        setattr(ended, name, getattr(row, name))
    ended.ended_on, ended.end_reason = None, ""
    ended.from_on = max(row.from_on, doing.order.effective_on)
    _end_duty(doing, row, outcome)


def _move_posts(doing: Doing) -> None:
    """Roles end with the day before and begin at the successor; one that had not begun is the successor's outright."""
    outcomes = [line.outcome for line in doing.made.posts if _changes(line.outcome)]
    ids = {id_ for each in outcomes for id_ in (each.post.post_id, each.joins) if id_ is not None}
    rows = {row.id: row for row in doing.session.scalars(select(Membership).where(Membership.id.in_(ids)))}
    people = {each.post.user_id for each in outcomes}
    users = {row.id: row for row in doing.session.scalars(select(User).where(User.id.in_(people)))}
    begun: dict[int, Membership] = {}  # by the id of the post from which it goes on
    for outcome in outcomes:
        post = rows[outcome.post.post_id]
        record_role(doing.session, doing.actor, doing.clock, "role.moved", users[post.user_id], post)
        going_on = begun.get(outcome.joins or 0) or rows.get(outcome.joins or 0)
        if outcome.unit_id is not None and going_on is not None:
            going_on.valid_from, going_on.valid_to = outcome.valid_from, outcome.valid_to
        elif outcome.unit_id is not None:
            begun[post.id] = _go_on(doing, post, outcome)
        _end_post(doing, post, begun.get(post.id))
    doing.session.flush()
    for user in users.values():
        doing.session.expire(user, ["memberships"])


def _changes(outcome: PostOutcome) -> bool:
    return outcome.unit_id != outcome.post.unit_id


def _go_on(doing: Doing, post: Membership, outcome: PostOutcome) -> Membership:
    assert outcome.unit_id is not None
    going_on = Membership(
        user_id=post.user_id,
        unit_id=doing.units[outcome.unit_id].id,
        role=post.role,
        title=post.title,
        valid_from=outcome.valid_from,
        valid_to=outcome.valid_to,
        stands_in_for_id=post.stands_in_for_id,
    )
    doing.session.add(going_on)
    return going_on


def _end_post(doing: Doing, post: Membership, going_on: Membership | None) -> None:
    """One that had not begun by the day was never held at the old unit."""
    if post.valid_from < doing.order.effective_on:
        post.valid_to = doing.order.effective_on - ONE_DAY
    else:
        doing.session.delete(post)


def _move_links(doing: Doing) -> None:
    added, taken = doing.made.links
    for field_id, unit_id in sorted(taken):
        doing.session.execute(delete(FieldUnit).where(FieldUnit.field_id == field_id, FieldUnit.unit_id == unit_id))
    for field_id, unit_id in sorted(added):
        doing.session.add(FieldUnit(field_id=field_id, unit_id=doing.units[unit_id].id))
    doing.session.flush()


def _revoke_links(doing: Doing) -> None:
    revoked = links_to_revoke(doing.order, moving_ids(doing.made.parts))
    doing.session.execute(update(AnswerLink).where(revoked).values(revoked_at=doing.clock.now()))


def _end_old(doing: Doing) -> None:
    """Their last day is the day before; what stood under them stands under who takes over."""
    parents = {unit.id: unit.parent_id for unit in all_units(doing.session, actor=doing.actor)}
    for child in doing.made.children:
        child.parent_id = parents[child.id] = _new_parent(doing, child, parents)
    for unit_id in doing.order.ending_ids:
        unit = doing.units[unit_id]
        unit.valid_to = last_day(unit.valid_to, doing.order.effective_on)
        if unit.is_secretariat:
            unit.is_secretariat, doing.units[doing.order.result_ids[0]].is_secretariat = False, True
        doing.record("unit.ended", unit, ended_on=unit.valid_to.isoformat())
    doing.session.flush()


def _new_parent(doing: Doing, child: Unit, parents: dict[int, int | None]) -> int | None:
    """The usual successor of its superior, or else what stood above that; never a unit that stands below it."""
    assert child.parent_id is not None
    usual = doing.choices.usual(doing.order, child.parent_id)
    for candidate in (doing.units[usual].id if usual is not None else None, parents[child.parent_id]):
        if candidate is not None and child.id not in _line_of(candidate, parents):
            return candidate
    return None


def _line_of(unit_id: int, parents: dict[int, int | None]) -> Iterator[int]:
    """A unit and those above it."""
    above: int | None = unit_id
    while above is not None:
        yield above
        above = parents.get(above)


def _pass_names_on(doing: Doing) -> None:
    """Notices write the old names for a while: the usual successor goes by them too, where nobody else does."""
    if not doing.wish.keeps_names:
        return
    doing.session.flush()
    doing.session.expire_all()
    in_force = not_ended(all_units(doing.session, actor=doing.actor), doing.clock.today())
    for unit_id in doing.order.unit_ids:
        heir = _heir(doing, unit_id)
        if heir is None:
            continue
        for name in doing.old_names[unit_id]:
            try:
                aliases.add_alias(
                    doing.session, actor=doing.actor, clock=doing.clock, unit=heir, alias=name, units=in_force
                )
            except DomainError:  # another unit goes by it, or it is a name of several: nobody takes it over
                continue


def _heir(doing: Doing, unit_id: int) -> Unit | None:
    if doing.order.kind is ReorganisationKind.RENAME:
        return doing.units[unit_id]
    usual = doing.choices.usual(doing.order, unit_id)
    return doing.units[usual] if usual is not None and usual != unit_id else None


def _keep_record(doing: Doing) -> Reorganisation:
    row = Reorganisation(
        office_id=doing.actor.office_id,
        kind=doing.order.kind,
        effective_on=doing.order.effective_on,
        basis=doing.wish.basis.strip(),
        content=content_of(doing),
        recorded_at=doing.clock.now(),
        recorder_id=doing.actor.user_id,
    )
    doing.session.add(row)
    doing.session.flush()
    _note_successions(doing, row)
    subject, days = f"reorganisation:{row.public_id}", {"effective_on": row.effective_on.isoformat()}
    audit.record(
        doing.session,
        actor=doing.actor,
        clock=doing.clock,
        action="unit.reorganised",
        subject=subject,
        kind=row.kind.value,
        **days,
    )
    return row


def _note_successions(doing: Doing, row: Reorganisation) -> None:
    """Who came after whom: the usual successor, and whoever took anything over."""
    pairs = {
        (line.outcome.part.unit_id, line.outcome.unit_id)
        for line in doing.made.parts
        if line.outcome.part.unit_id in doing.order.unit_ids
    }
    pairs |= {
        (unit_id, usual) for unit_id in doing.order.unit_ids if (usual := doing.choices.usual(doing.order, unit_id))
    }
    if doing.order.kind is not ReorganisationKind.DISSOLVE:
        pairs |= {(unit_id, to) for unit_id in doing.order.unit_ids for to in doing.order.result_ids}
    known = set(
        doing.session.execute(
            select(Succession.unit_id, Succession.successor_id).where(Succession.unit_id.in_(doing.order.unit_ids))
        ).tuples()
    )
    for unit_id, to in sorted({(old, doing.units[new].id) for old, new in pairs if old != new} - known):
        doing.session.add(
            Succession(
                unit_id=unit_id, successor_id=to, reorganisation_id=row.id, effective_on=doing.order.effective_on
            )
        )
    doing.session.flush()
