"""What the plan has for a person, as a digest names it: by the rule that put it there, the most pressing first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.terms import ReminderRule
from app.services.morning import Urged

SHOWN = 30  # in one mail; the rest is said as a number, and the list of it is on the desk
# What the office itself has kept waiting; every other rule tells of a unit's delay.
OF_THE_OFFICE = frozenset({ReminderRule.UNANSWERED, ReminderRule.UNDECIDED, ReminderRule.UNSIGNED})
_MILDEST_FIRST = tuple(ReminderRule)


@dataclass(frozen=True, slots=True)
class Group:
    """Items that one rule put there, the oldest deadline first; ``total`` with those that are not shown."""

    rule: ReminderRule
    items: tuple[Urged, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ToldItems:
    """``escalated`` are units' delays, ``kept_waiting`` the office's own; ``more`` of both are not shown."""

    escalated: tuple[Group, ...] = ()
    kept_waiting: tuple[Group, ...] = ()
    more: int = 0

    @property
    def named(self) -> frozenset[int]:
        """The assignments that are shown, which the lists of the same mail need not show again."""
        return frozenset(item.part.assignment_id for group in self._groups for item in group.items)

    @property
    def _groups(self) -> tuple[Group, ...]:
        return self.escalated + self.kept_waiting


def grouped(items: Sequence[Urged]) -> ToldItems:
    """The first of all items by their rules."""
    rules = sorted({item.reminder.rule for item in items}, key=_MILDEST_FIRST.index, reverse=True)
    room, groups = SHOWN, []
    for rule in rules:
        theirs = tuple(item for item in items if item.reminder.rule is rule)
        groups.append(Group(rule, theirs[:room], len(theirs)))
        room -= len(groups[-1].items)
    return ToldItems(
        escalated=tuple(group for group in groups if group.rule not in OF_THE_OFFICE and group.items),
        kept_waiting=tuple(group for group in groups if group.rule in OF_THE_OFFICE and group.items),
        more=max(0, len(items) - SHOWN),
    )


def escalated_ids(items: Sequence[Urged]) -> list[int]:
    """Those that are shown of which a unit may have said why they are late."""
    return [item.part.assignment_id for group in grouped(items).escalated for item in group.items]
