"""Acts that people do in several steps, done at once: what the pages about them need, in any office of a cast."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.domain.recurrence_phrases import parse
from app.domain.terms import AssignmentRole, TaskKind
from app.models import Assignment, Reorganisation, Task, Unit
from app.services import bulk, recurring
from app.services.decisions import Decision
from app.services.reorganising import preview
from app.services.reorganising_acts import reorganise
from app.services.reorganising_wish import Choices, Wish
from app.services.rules import load_rules
from app.wording.recurrence import say
from tests.cast import Cast
from tests.services.giving import Notice


def recur(notice: Notice, units: Iterable[Unit], *, phrase: str, text: str = "Báo cáo định kỳ.") -> Task:
    """A duty of the notice that each of the units has anew in every period."""
    cast, clock, rule = notice.cast, notice.clock, parse(phrase)
    assert rule is not None
    task = notice.new_task(text, "{n}", kind=TaskKind.RECURRING, recurrence=say(rule))
    rules = load_rules(cast.session, office_id=cast.office.id)
    for unit in units:
        recurring.set_up(
            cast.session,
            actor=cast.chief,
            clock=clock,
            task=task,
            unit_id=unit.id,
            role=AssignmentRole.LEAD,
            rule=rule,
            given_on=notice.issued_on,
            rules=rules,
        )
    return task


def move_at_once(cast: Cast, clock: Clock, chosen: Sequence[Assignment]) -> str:
    """The deadlines of all of them moved by one act of the chief; its name in addresses."""
    outcome = bulk.perform(
        cast.session,
        actor=cast.chief,
        clock=clock,
        links=Links("http://dondoc.test"),
        act=bulk.Adjust(Decision(decider_id=cast.chief.user_id), "Mưa lũ", working_days=5),
        chosen=[bulk.Chosen(each.public_id, each.version) for each in chosen],
    )
    return bulk.stamp_of(outcome.at)


def carry_out(cast: Cast, clock: Clock, wish: Wish) -> Reorganisation:
    """As the chief does who has seen the preview and left everything at the usual."""
    common = {"actor": cast.chief, "clock": clock, "wish": wish, "choices": Choices()}
    return reorganise(cast.session, **common, seen=preview(cast.session, **common).seen)
