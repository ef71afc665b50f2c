"""The morning's digest of the office chief: how the units stand, what changed, and what waits for the office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.domain.terms import Role
from app.models import User
from app.services.digest_lines import reasons_of
from app.services.field_digests import FieldSection, Sections, sections_of
from app.services.morning import Morning, Urged
from app.services.office_state import Changes, OfficeState, changes, office_state
from app.services.outbox import Recipient, user_key, user_recipient
from app.services.people import holders
from app.services.told_items import ToldItems, escalated_ids, grouped


@dataclass(frozen=True, slots=True)
class ChiefPlan:
    """``reasons`` are by assignment what units said of the items that are late; ``sections`` the fields in the chief's
    own charge."""

    recipient: Recipient
    items: tuple[Urged, ...]
    office: OfficeState
    changes: Changes
    sections: tuple[FieldSection, ...] = ()
    reasons: Mapping[int, str] = field(default_factory=dict)

    @property
    def told(self) -> ToldItems:
        return grouped(self.items)

    @property
    def waiting(self) -> int:
        """How much waits for the office or at a desk."""
        return self.office.reports.total + self.office.requests.total + self.office.signing.total


def plan_chiefs(
    session: Session, *, morning: Morning, office: OfficeState | None = None, sections: Sections | None = None
) -> tuple[ChiefPlan, ...]:
    """One for each chief who has had none today and gets none as a leader; with nothing to tell there is no mail.
    ``office`` and ``sections`` are as they were read for the leaders."""
    held = {role: holders(session, office_id=morning.office_id, roles=(role,), today=morning.today) for role in _ROLES}
    leaders = {user.id for user in held[Role.LEADER]}
    chiefs = [user for user in held[Role.CHIEF] if user.id not in leaders and user_key(user.id) not in morning.had]
    if not chiefs:
        return ()
    state = office or office_state(session, morning=morning)
    since = changes(session, morning=morning)
    by_user = sections_of(session, morning=morning) if sections is None else sections
    plans = (_plan(session, morning, user, state, since, by_user.get(user.id, ())) for user in chiefs)
    is_news = state.is_news or since.is_news or bool(state.failed_mails)
    return tuple(plan for plan in plans if plan.items or plan.sections or is_news)


_ROLES = (Role.CHIEF, Role.LEADER)


def _plan(
    session: Session,
    morning: Morning,
    user: User,
    state: OfficeState,
    since: Changes,
    sections: tuple[FieldSection, ...],
) -> ChiefPlan:
    items = morning.told.get(user_key(user.id), ())
    reasons = reasons_of(session, escalated_ids(items))
    return ChiefPlan(user_recipient(user), items, state, since, sections, reasons)
