"""Writing what a morning planned: the ledger, the answer links and one digest a recipient, many recipients at once.

Three steps for each part of the plan: the links are made, the mails composed, and all of it is written. The second
needs no database, so that whoever gives each step a transaction of its own keeps nobody waiting while it composes.
A part is written as a whole, and where anything of it is not as expected, each of its recipients alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.mail_templates import Composed
from app.domain.terms import DIGESTS, OutboxState, SkipReason
from app.models import OutboxMessage
from app.services import answer_links, digests, ledger
from app.services.answer_links import Asked
from app.services.digests import AnyPlan, DayPlan
from app.services.ledger import CouldNotTell, ToldMeanwhile, one_of_many
from app.services.unit_digests import HeadPlan, UnitPlan
from app.services.urging_due import NOT_LEFT
from app.services.urging_plan import with_urls

# A part of the plan ends with so many recipients, or so many rows of the ledger: some tenths of a second to write.
MOST_RECIPIENTS, MOST_ROWS = 50, 2_000
# These have nothing to say without an item of the plan; the others tell how things stand as well.
ONLY_ITEMS = (UnitPlan, HeadPlan)


@dataclass(frozen=True, slots=True)
class Applied:
    """What a morning came to: mails queued to units and to people, the items of the plan that they tell, and how many
    digests could not be made."""

    unit_mails: int = 0
    person_mails: int = 0
    items: int = 0
    failed: int = 0

    def __add__(self, other: Applied) -> Applied:
        return Applied(
            self.unit_mails + other.unit_mails,
            self.person_mails + other.person_mails,
            self.items + other.items,
            self.failed + other.failed,
        )


def replace_older(session: Session, *, plan: DayPlan) -> None:
    """A digest that has not left by the next morning never will: what of it still holds is told by the new one. Where
    nothing does there is no new one, and the old one would urge for what has been done."""
    if not plan.is_working:
        return
    session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.office_id == plan.morning.office_id,
            OutboxMessage.kind.in_(DIGESTS),
            OutboxMessage.state.in_(NOT_LEFT),
            ~OutboxMessage.key.startswith(digests.key_prefix(plan.day)),
        )
        .values(state=OutboxState.SKIPPED, skip_reason=SkipReason.REPLACED)
        .execution_options(synchronize_session=False)
    )


def parts(plan: DayPlan) -> Iterator[tuple[AnyPlan, ...]]:
    """The digests in their order, some at a time."""
    some: list[AnyPlan] = []
    rows = 0
    for each in plan.plans:
        some.append(each)
        rows += sum(len(item.rows) for item in each.items)
        if len(some) >= MOST_RECIPIENTS or rows >= MOST_ROWS:
            yield tuple(some)
            some, rows = [], 0
    if some:
        yield tuple(some)


def answerable(session: Session, *, clock: Clock, plan: DayPlan, some: Sequence[AnyPlan]) -> Sequence[AnyPlan]:
    """The digests with the addresses where units answer without logging in; none if that failed for one of them.

    Links without a mail do no harm: the next mail uses them.
    """
    try:
        return one_of_many(session, "many", partial(_answerable, session, clock, plan, some)) or ()
    except CouldNotTell:
        return ()


def _answerable(session: Session, clock: Clock, plan: DayPlan, some: Sequence[AnyPlan]) -> list[AnyPlan]:
    urls = answer_links.addresses_of(
        session,
        clock=clock,
        links=plan.morning.links,
        days=plan.morning.rules.practice.link_days,
        asked=[asked for each in some if isinstance(each, UnitPlan) for asked in _asked(each)],
    )
    return [_with_urls(each, urls) if isinstance(each, UnitPlan) else each for each in some]


def _asked(unit: UnitPlan) -> list[Asked]:
    """What the mail names: what it says as a number only is answered on the page of the unit."""
    sections = (unit.overdue, unit.due_soon, unit.silent, unit.coordinating)
    named = (item.part for section in sections for item in section[: unit.shown])
    return [Asked(part.assignment_id, unit.share.unit_id, unit.recipient.key) for part in named]


def _with_urls(unit: UnitPlan, urls: Mapping[Asked, str]) -> UnitPlan:
    return replace(unit, items=with_urls(unit.items, {each.assignment_id: urls.get(each, "") for each in _asked(unit)}))


@dataclass(frozen=True, slots=True)
class Letter:
    what: AnyPlan
    mail: Composed


def composed(plan: DayPlan, some: Sequence[AnyPlan]) -> list[Letter]:
    """The digests as mails, without those that cannot be made: they are tried again alone, where that is told."""
    letters = ((each, _composed(plan, each)) for each in some)
    return [Letter(each, mail) for each, mail in letters if mail]


def _composed(plan: DayPlan, what: AnyPlan) -> Composed | None:
    try:
        return digests.compose_digest(plan.morning, what)
    except Exception:
        return None


def write(
    session: Session, *, clock: Clock, plan: DayPlan, some: Sequence[AnyPlan], letters: Sequence[Letter]
) -> Applied:
    """Write the ledger and queue the digests of some of the plan, of which most are composed.

    A digest that cannot be made does not stop the others: nothing of it is written, so that the next run tries again.
    """
    done = _at_once(session, clock, plan, letters)
    told = {each.what.recipient.key for each in letters} if done else ()
    left = [each for each in some if each.recipient.key not in told]
    return sum((_alone(session, clock, plan, each) for each in left), done or Applied())


def _at_once(session: Session, clock: Clock, plan: DayPlan, letters: Sequence[Letter]) -> Applied | None:
    """None, with nothing written, unless all of them could be written as they are composed."""
    try:
        return one_of_many(session, "many", partial(_write_all, session, clock, plan, letters)) if letters else None
    except CouldNotTell:
        return None


def _write_all(session: Session, clock: Clock, plan: DayPlan, letters: Sequence[Letter]) -> Applied:
    """The mails come first, so that the rows of the ledger name theirs when they are written."""
    mails = [(each.what, each.mail) for each in letters]
    ids = digests.put_digests(session, clock=clock, plan=plan, composed=mails)
    if len(ids) < len(mails):
        raise ToldMeanwhile
    told = {ids[what.recipient.key]: what.items for what, _ in mails}
    ledger.claim_for_messages(session, clock, told)
    ledger.note_spoken_of(session, list(told), plan.day)
    return sum((_applied(what) for what, _ in mails), Applied())


def _alone(session: Session, clock: Clock, plan: DayPlan, what: AnyPlan) -> Applied:
    try:
        told = one_of_many(session, what.recipient.key, partial(_write_one, session, clock, plan, what))
    except CouldNotTell:
        return Applied(failed=1)
    return told or Applied()


def _write_one(session: Session, clock: Clock, plan: DayPlan, what: AnyPlan) -> Applied | None:
    """The ledger rows, and a digest of the items whose row came back; None without a digest. What would have been ours
    alone, had nobody else been faster, stays for the next morning."""
    items, row_ids = ledger.claim_items(session, clock, what.items)
    if not items and isinstance(what, ONLY_ITEMS):
        return None
    (told,) = _answerable(session, clock, plan, [replace(what, items=items)])
    mail = digests.compose_digest(plan.morning, told)
    ids = digests.put_digests(session, clock=clock, plan=plan, composed=[(told, mail)])
    if not ids:
        raise ToldMeanwhile
    ledger.note_told(session, row_ids, ids[what.recipient.key], plan.day)
    return _applied(told)


def _applied(what: AnyPlan) -> Applied:
    is_unit = isinstance(what, UnitPlan)
    return Applied(unit_mails=int(is_unit), person_mails=int(not is_unit), items=len(what.items))
