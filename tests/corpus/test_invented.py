"""The reader on documents invented for it: some sixty notices, directives, plans and letters of every kind of office.

They were written and labelled by somebody who did not know the reader, and it was then put right by them; so they tell
that nothing got worse, not how well it reads what it has never seen.
"""

from __future__ import annotations

import pytest

from tests.corpus.scoring import SCORER, Score, invented, score

pytestmark = pytest.mark.skipif(not SCORER.exists(), reason="the scorer (../shared/tools) is not on this machine")


@pytest.fixture(scope="module")
def read_all() -> Score:
    return score(invented())


def test_tasks_leads_and_deadlines_are_found_and_no_more_than_one_date_is_invented(read_all):
    assert read_all.f1 >= 0.99, read_all.said
    assert min(read_all.share(part) for part in ("leads", "coord", "deadlines")) >= 0.99, read_all.said
    assert read_all.counts["invented"] <= 1, read_all.said
    assert read_all.counts["dated_ok"] >= read_all.counts["dated"] - 2, read_all.said


def test_what_is_marked_certain_is_right_and_most_of_it_is(read_all):
    assert read_all.certain_and_right >= 0.99, read_all.said
    assert read_all.certain >= 0.85
