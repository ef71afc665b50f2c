"""A world in which one assignment stands in each relation to a unit, and what the domain says of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.domain.permissions import Action, Actor, allowed, may, may_see
from app.domain.terms import EventKind, Relation
from app.models import Assignment, Event, Evidence, TaskViewer
from app.services import recording
from app.services.acts import concern_of
from app.services.people import load_actor
from app.services.visibility import may_read
from tests.cast import Cast, load_cast
from tests.conftest import TODAY
from tests.services.giving import Giving
from tests.web.worlds import World

UNIT = "noi_vu"  # the unit from which the relations are seen
VIEWS = frozenset({Action.VIEW_ALL_ASSIGNMENTS, Action.VIEW_OWN_ASSIGNMENTS})
# What follows here in an address is about one assignment.
OF_ASSIGNMENT = "/nhiem-vu/<public_id>"


@dataclass(frozen=True)
class Target:
    """An assignment with a file that can be fetched; ``named``: its view is limited to everybody of the cast."""

    public_id: str
    file_id: str
    relation: Relation
    limited: bool = False
    named: bool = False

    def address(self, rule: str) -> str:
        return rule.replace("<public_id>", self.public_id).replace("<file_id>", self.file_id)


def make_targets(world: World) -> list[Target]:
    """One assignment for each relation, then the same with a limited view: nobody of the cast is named, and all are."""
    with Session(world.engine) as session:
        cast = load_cast(session, world.clock)
        give = Giving(cast, world.clock)
        targets = []
        for limited, named in ((False, False), (True, False), (True, True)):
            for relation, row in _rows(give).items():
                row.task.restricted = limited
                if named:
                    ids = {user.id for user in cast.users.values()}
                    session.add_all(TaskViewer(task_id=row.task_id, user_id=user_id) for user_id in sorted(ids))
                targets.append(_target(session, cast, world, row, relation, named))
        session.commit()
        return targets


def _rows(give: Giving) -> dict[Relation, Assignment]:
    """Each of a task of its own."""
    return {
        Relation.OWN: give.task((UNIT,), due=TODAY, coordinating=("tu_phap",))[0],
        Relation.LEADING: give.task((UNIT,), due=TODAY, coordinating=("tu_phap",))[1],
        Relation.COORDINATING: give.task(("kinh_te",), due=TODAY, coordinating=(UNIT,))[0],
        Relation.OTHER: give("xa_ha", due=TODAY),
    }


def _target(session: Session, cast: Cast, world: World, row: Assignment, relation: Relation, named: bool) -> Target:
    said = Event(
        kind=EventKind.PROGRESS,
        effective_on=TODAY,
        recorded_at=world.clock.now(),
        recorder_id=cast.users["chief"].id,
        note="Đang làm.",
    )
    recording.add(session, row, said)
    digest = world.app.extensions["dondoc"].files.put(b"a")
    file = Evidence(assignment_id=row.id, event_id=said.id, filename="a.txt", sha256=digest, size=1)
    session.add(file)
    session.flush()
    return Target(row.public_id, file.public_id, relation, row.task.restricted, named)


def actor_of(session: Session, cast: Cast, login: str) -> Actor:
    found = load_actor(session, user_id=cast.users[login].id, today=cast.today)
    assert found is not None
    return found


def refusal(session: Session, actor: Actor, actions: Iterable[Action], target: Target | None) -> int | None:
    """With which status the domain refuses; None where it lets the person in.

    Whoever may not see an assignment is not told that there is one; who sees it and may not act is told so.
    """
    asked = set(actions)
    if not any(allowed(actor, action) for action in asked):
        return 403
    if target is None:
        return None
    assignment = session.query(Assignment).filter_by(public_id=target.public_id).one()
    concern = concern_of(session, assignment)
    if not may_see(actor, concern) or not may_read(session, actor=actor, task=assignment.task):
        return 404
    acts = asked - VIEWS
    return 403 if acts and not any(may(actor, action, concern) for action in acts) else None
