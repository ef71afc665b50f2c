"""The short form of ``make chaos``."""

from __future__ import annotations

import pytest

from tests.chaos.__main__ import last_line
from tests.chaos.harness import Outcome, run
from tests.databases import Postgresql, Sqlite

KILLS, SEED = 12, 20230914


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_whoever_is_killed_nothing_is_lost_and_nobody_is_told_twice(kind: str, request: pytest.FixtureRequest) -> None:
    database: Sqlite | Postgresql = request.getfixturevalue(kind)
    outcome = run(database.peopled(), database.peopled(), kills=KILLS, seed=SEED)
    assert (outcome.lost, outcome.doubled, outcome.kills) == ([], [], KILLS)
    assert outcome.mails > 200


def test_the_last_line_says_what_was_lost_and_what_came_twice() -> None:
    good, bad = Outcome(kills=200, explained=3), Outcome(kills=200, explained=4, lost=["a"], doubled=["b", "c"])
    assert last_line([good, good]) == "lost 0, doubled 0 (6 accepted before the kill), kills 200 × 2 databases"
    assert last_line([good, bad]) == "lost 1, doubled 2 (7 accepted before the kill), kills 200 × 2 databases"
