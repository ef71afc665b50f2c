"""The morning's digest by field of work: to those who follow fields, and inside the mails of the chief and the leaders.

One mail a person and working day, with a section for each of the person's fields that has something to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.domain.terms import AssignmentRole, State
from app.models import Assignment, Task, User
from app.services import office_state
from app.services.digest_lines import Line, Queue, oldest_lines, reasons_of
from app.services.field_figures import UnitShare, unit_shares
from app.services.in_field import FieldsOn, fields_on
from app.services.morning import Morning, Urged
from app.services.outbox import Recipient, user_key, user_recipient
from app.services.standing_filters import is_not_closed
from app.services.told_items import ToldItems, escalated_ids, grouped

NONE = Queue()


@dataclass(frozen=True, slots=True)
class FieldSection:
    """What there is to say of a field of work: n/N and its units with something overdue, those outside the authority
    apart; the oldest; what waits for the office."""

    name: str
    overdue: int
    dated: int
    by_unit: tuple[UnitShare, ...]
    outside: tuple[UnitShare, ...]
    oldest: tuple[Line, ...]
    reports: Queue
    requests: Queue

    @property
    def is_news(self) -> bool:
        return bool(self.overdue or self.outside or self.reports.total or self.requests.total)


Sections = Mapping[int, tuple[FieldSection, ...]]  # by person


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """The digest of somebody who leads or follows fields and gets no other: the items of the plan, and a section for
    each field that has something to say."""

    recipient: Recipient
    sections: tuple[FieldSection, ...]
    items: tuple[Urged, ...]
    reasons: Mapping[int, str]

    @property
    def told(self) -> ToldItems:
        return grouped(self.items)

    @property
    def overdue(self) -> int:
        return sum(section.overdue for section in self.sections)

    @property
    def dated(self) -> int:
        return sum(section.dated for section in self.sections)

    @property
    def waiting(self) -> int:
        return sum(section.reports.total + section.requests.total for section in self.sections)


def plan_fields(
    session: Session,
    *,
    morning: Morning,
    taken: Collection[str],
    sections: Sections | None = None,
    known: FieldsOn | None = None,
) -> tuple[FieldPlan, ...]:
    """A digest for everybody in charge of fields who has none of another kind (``taken``) and something to be told.
    ``sections`` and ``known`` (the fields of the day) as they were read for the others."""
    known = known or fields_on(session, office_id=morning.office_id, day=morning.today)
    found = sections_of(session, morning=morning, known=known) if sections is None else sections
    alone = [user_id for user_id in _in_charge(morning, known) if user_key(user_id) not in taken]
    users = session.scalars(select(User).where(User.id.in_(alone)).order_by(User.id)) if alone else ()
    return tuple(
        _plan(session, morning, user, found.get(user.id, ()))
        for user in users
        if user.id in found or morning.told.get(user_key(user.id))
    )


def _in_charge(morning: Morning, known: FieldsOn) -> Sequence[int]:
    """Whoever leads or follows a field and has had no mail today."""
    return [each for each in dict.fromkeys(at.user_id for at in known.charges) if user_key(each) not in morning.had]


def _plan(session: Session, morning: Morning, user: User, sections: tuple[FieldSection, ...]) -> FieldPlan:
    items = morning.told.get(user_key(user.id), ())
    return FieldPlan(user_recipient(user), sections, items, reasons_of(session, escalated_ids(items)))


def sections_of(session: Session, *, morning: Morning, known: FieldsOn | None = None) -> Sections:
    """By person the sections of the fields in their charge, of whoever has any and has had no mail today; ``known``
    are the fields of the day, as they were read."""
    known = known or fields_on(session, office_id=morning.office_id, day=morning.today)
    user_ids = frozenset(_in_charge(morning, known))
    wanted: defaultdict[int, list[FieldSection]] = defaultdict(list)
    in_charge: defaultdict[int, dict[int, None]] = defaultdict(dict)
    for each in known.charges:
        if each.user_id in user_ids:
            in_charge[each.field_id][each.user_id] = None
    for field_id, section in _sections(session, morning, known, in_charge):
        for user_id in in_charge[field_id]:
            wanted[user_id].append(section)
    return {user_id: tuple(sections) for user_id, sections in wanted.items()}


def _sections(
    session: Session, morning: Morning, known: FieldsOn, field_ids: Collection[int]
) -> Iterator[tuple[int, FieldSection]]:
    """The wanted fields in the office's order, those with something to say: a few statements for each of these."""
    if not field_ids:
        return
    shares: defaultdict[int | None, list[UnitShare]] = defaultdict(list)
    for share in unit_shares(session, office_id=morning.office_id, today=morning.today, known=known):
        shares[share.field_id].append(share)
    reported, asked = _kept_waiting(session, morning, known)
    for field_id, name in known.names.items():
        if field_id in field_ids:
            beside = {"reported": field_id in reported, "asked": field_id in asked}
            section = _section(session, morning, field_id, name.name, shares[field_id], **beside)
            if section.is_news:
                yield field_id, section


def _section(
    session: Session,
    morning: Morning,
    field_id: int,
    name: str,
    shares: Sequence[UnitShare],
    *,
    reported: bool,
    asked: bool,
) -> FieldSection:
    ours = [share for share in shares if share.under_authority]
    late = sum(share.overdue for share in ours)
    return FieldSection(
        name=name,
        overdue=late,
        dated=sum(share.dated for share in ours),
        by_unit=tuple(share for share in ours if share.overdue),
        outside=tuple(share for share in shares if share.overdue and not share.under_authority),
        oldest=oldest_lines(session, morning=morning, field_ids=(field_id,)) if late else (),
        reports=office_state.reports(session, morning=morning, field_ids=(field_id,)) if reported else NONE,
        requests=office_state.requests(session, morning=morning, field_ids=(field_id,)) if asked else NONE,
    )


def _kept_waiting(session: Session, morning: Morning, known: FieldsOn) -> tuple[frozenset[int | None], ...]:
    """The fields in which reports wait, and those in which requests do: in one statement, so that only these are
    looked at one by one."""
    a = Assignment
    rows = session.execute(
        select(Task.field_id, a.unit_id, a.state == State.WAITING, a.extension_asked_on.is_not(None))
        .join(Task, Task.id == a.task_id)
        .where(a.office_id == morning.office_id, a.role == AssignmentRole.LEAD, is_not_closed())
        .where(or_(a.state == State.WAITING, a.extension_asked_on.is_not(None)))
        .distinct()
    ).all()
    reported = frozenset(known.of(said, unit_id) for said, unit_id, reports, _ in rows if reports)
    asked = frozenset(known.of(said, unit_id) for said, unit_id, _, asks in rows if asks)
    return reported, asked
