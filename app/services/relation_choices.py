"""What a person is offered when a notice is related to an earlier one: likely notices, likely pairs of tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import DomainError
from app.domain.naming import bare_number
from app.domain.permissions import Action, Actor, check
from app.domain.repeating import Duty, Earlier, Likeness
from app.models import Assignment, Directive, Task
from app.services.repeat_proposals import duty_of
from app.services.visibility import hidden_from

LIKELY = 30  # earlier notices in the list
_LOOKED_AT = 300


def find_earlier(session: Session, *, actor: Actor, number: str, public_id: str) -> Directive:
    """The notice that was chosen, or the one with the number. Raises DomainError: "relation.choose",
    "relation.no_notice", "relation.many_notices"."""
    check(actor, Action.RELATE)
    ours = select(Directive).where(Directive.office_id == actor.office_id)
    if not number.strip() and not public_id:
        raise DomainError("relation.choose")
    if not number.strip():
        found = list(session.scalars(ours.where(Directive.public_id == public_id)))
    else:
        stem = number.strip().lstrip("0").split("/")[0].strip()
        rows = session.scalars(ours.where(Directive.number.icontains(stem, autoescape=True)))
        found = [row for row in rows if bare_number(row.number or "") == bare_number(number)]
    if not found:
        raise DomainError("relation.no_notice", number=number.strip())
    if len(found) > 1:
        raise DomainError("relation.many_notices", number=number.strip())
    return found[0]


def likely_earlier(session: Session, *, actor: Actor, later: Directive) -> list[Directive]:
    """Notices of the same day or before: those whose number the later one's tasks name, then the newest."""
    check(actor, Action.RELATE)
    hidden = hidden_from(session, actor=actor)
    texts = session.scalars(select(Task.text).where(Task.directive_id == later.id, *hidden.conditions(Task.id)))
    cited = {number for text in texts for number in Duty("", 0, text).cited}
    rows = session.scalars(
        select(Directive)
        .where(Directive.office_id == actor.office_id, Directive.given_on <= later.given_on, Directive.id != later.id)
        .order_by(Directive.given_on.desc(), Directive.id.desc())
        .limit(_LOOKED_AT)
    )
    ranked = sorted(rows, key=lambda row: bare_number(row.number or "-") not in cited)
    return ranked[:LIKELY]


@dataclass(frozen=True, slots=True)
class Offer:
    """An assignment, those of the other notice that belong to the same unit, and the likest of them, if any is."""

    assignment: Assignment
    others: Sequence[Assignment]
    likest: Likeness | None

    @property
    def proposed(self) -> Assignment | None:
        return next((each for each in self.others if self.likest and each.id == self.likest.earlier.key), None)


def offers(assignments: Sequence[Assignment], others: Sequence[Assignment]) -> list[Offer]:
    """Each with what of the other notice may be the same task of its unit."""
    index = Earlier(map(duty_of, others))
    found = []
    for assignment in assignments:
        of_unit = [each for each in others if each.unit_id == assignment.unit_id]
        likest = index.likest(duty_of(assignment))[:1]
        found.append(Offer(assignment, of_unit, likest[0] if likest else None))
    return found
