"""The morning's digest of a leader, in the form agreed on: what asks for an opinion first, then what the superior
gave, what is overdue as n/N beside last week's, the week, and the office's own delays. No person is named as late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.terms import MeetingState, Role
from app.models import MeetingSeries, User
from app.services import meetings, opinions
from app.services.digest_lines import reasons_of
from app.services.field_digests import FieldSection, Sections, sections_of
from app.services.morning import Morning, Urged
from app.services.office_state import OfficeState, office_state
from app.services.outbox import Recipient, user_key, user_recipient
from app.services.people import holders, load_actor
from app.services.standing_then import Standing, standing_then
from app.services.told_items import ToldItems, escalated_ids, grouped
from app.services.upward_lines import Upward, upward
from app.wording.rights import LIMITED_IN_MAIL, LIMITED_REASON

REQUESTS = 10  # of one mail
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionAsked:
    """A request for more time, with all that is needed to decide and the address where one press does."""

    unit_name: str
    clause: str
    text: str
    source: str
    due_on: date
    asked_for: date
    reason: str
    proposal: str
    waited: int
    extended: int
    url: str


@dataclass(frozen=True, slots=True)
class Opinions:
    """The oldest requests, and how many there are that this leader may read."""

    shown: tuple[OpinionAsked, ...] = ()
    total: int = 0

    @property
    def more(self) -> int:
        return self.total - len(self.shown)


@dataclass(frozen=True, slots=True)
class MeetingToday:
    """A meeting of a series that is held on the day, and its table."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderPlan:
    """``then`` is n/N of a week ago; None where nothing was counted yet. ``reasons`` are by assignment what units said
    of the items that are late; ``sections`` the fields in the leader's charge."""

    recipient: Recipient
    items: tuple[Urged, ...]
    opinions: Opinions
    upward: Upward
    office: OfficeState
    then: Standing | None
    meetings: tuple[MeetingToday, ...] = ()
    sections: tuple[FieldSection, ...] = ()
    reasons: Mapping[int, str] = field(default_factory=dict)

    @property
    def told(self) -> ToldItems:
        return grouped(self.items)

    @property
    def asked(self) -> int:
        """How much waits for a leader's opinion: requests, and results of the office itself."""
        return self.opinions.total + self.office.own_results.total

    @property
    def is_news(self) -> bool:
        whole = self.opinions.total or self.upward.overdue or self.office.is_news
        return bool(whole or self.items or self.sections or self.meetings)


def plan_leaders(
    session: Session, *, morning: Morning, office: OfficeState | None = None, sections: Sections | None = None
) -> tuple[LeaderPlan, ...]:
    """One for each leader who has had none today; with nothing to tell there is no mail. ``office`` and ``sections``
    are as they were read for the others."""
    users = holders(session, office_id=morning.office_id, roles=(Role.LEADER,), today=morning.today)
    leaders = [user for user in users if user_key(user.id) not in morning.had]
    if not leaders:
        return ()
    state, above = office or office_state(session, morning=morning), upward(session, morning=morning)
    today = _meetings_today(session, morning)
    by_user = sections_of(session, morning=morning) if sections is None else sections
    drafts = [
        LeaderPlan(
            recipient=user_recipient(user),
            items=(items := morning.told.get(user_key(user.id), ())),
            opinions=_opinions(session, morning, user),
            upward=above,
            office=state,
            then=None,
            meetings=today,
            sections=by_user.get(user.id, ()),
            reasons=reasons_of(session, escalated_ids(items)),
        )
        for user in leaders
    ]
    told = [plan for plan in drafts if plan.is_news]
    then = _a_week_ago(session, morning, state) if told else None
    return tuple(replace(plan, then=then) for plan in told)


def _a_week_ago(session: Session, morning: Morning, office: OfficeState) -> Standing | None:
    now, day = Standing(office.overdue, office.dated), morning.today - WEEK
    then = standing_then(session, office_id=morning.office_id, day=day, today=morning.today, now=now)
    return then if then.dated else None


def _opinions(session: Session, morning: Morning, user: User) -> Opinions:
    """The pile of "Xin ý kiến" as this leader finds it, without the words of what only some may see."""
    actor = load_actor(session, user_id=user.id, today=morning.today)
    total = opinions.count_requests(session, actor=actor) if actor else 0
    if actor is None or not total:
        return Opinions()
    rows = opinions.first_requests(session, actor=actor, rules=morning.rules, today=morning.today, limit=REQUESTS)
    return Opinions(tuple(_opinion(morning, row) for row in rows), total)


def _opinion(morning: Morning, request: opinions.Request) -> OpinionAsked:
    limited = request.limited
    return OpinionAsked(
        unit_name=request.unit_name,
        clause=request.clause,
        text=LIMITED_IN_MAIL if limited else request.text,
        source=request.number or request.directive_kind,
        due_on=request.due_on,
        asked_for=request.asked_for,
        reason=LIMITED_REASON if limited else request.reason,
        proposal="" if limited else request.proposal,
        waited=request.working_days,
        extended=request.extended,
        url=morning.links.opinion(request.public_id),
    )


def _meetings_today(session: Session, morning: Morning) -> tuple[MeetingToday, ...]:
    s, today = MeetingSeries, morning.today
    series = session.scalars(select(s).where(s.office_id == morning.office_id).order_by(s.name, s.id)).all()
    if not series:
        return ()
    calendar = morning.rules.calendar
    held = meetings.sittings(session, series=series, first=today, through=today, calendar=calendar)
    return tuple(
        MeetingToday(each.name, morning.links.sitting(each.public_id, today))
        for each in series
        if any(sitting.state is not MeetingState.CANCELLED for sitting in held[each.id])
    )
