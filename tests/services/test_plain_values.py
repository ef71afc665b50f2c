"""What is stored as JSON is told by the names and values it has, and nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

import pytest

from app.domain.terms import State
from app.services.plain_values import plain


class Pair(NamedTuple):
    day: date
    state: State


@dataclass(frozen=True)
class Whole:
    pairs: tuple[Pair, ...]
    at: datetime
    more: dict[str, object]


A_DAY = date(2026, 9, 14)


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        pytest.param(None, None, id="nothing"),
        pytest.param(True, True, id="yes"),
        pytest.param(1.5, 1.5, id="a number"),
        pytest.param(A_DAY, "2026-09-14", id="a day"),
        pytest.param(time(8, 30), "08:30:00", id="a time of day"),
        pytest.param(datetime(2026, 9, 14, 1, tzinfo=UTC), "2026-09-14T01:00:00+00:00", id="an instant"),
        pytest.param((1, A_DAY), [1, "2026-09-14"], id="a tuple"),
        pytest.param(Pair(A_DAY, State.OPEN), {"day": "2026-09-14", "state": "open"}, id="a named tuple by its names"),
        pytest.param(
            Whole((Pair(A_DAY, State.DONE),), datetime(2026, 9, 14, tzinfo=UTC), {"when": A_DAY}),
            {
                "pairs": [{"day": "2026-09-14", "state": "done"}],
                "at": "2026-09-14T00:00:00+00:00",
                "more": {"when": "2026-09-14"},
            },
            id="a dataclass with all that it holds",
        ),
    ],
)
def test_values_become_plain_ones(value: Any, stored: Any) -> None:
    made = plain(value)

    assert made == stored
    assert json.loads(json.dumps(made)) == made


def test_a_word_of_a_vocabulary_is_stored_as_text_alone() -> None:
    assert type(plain(State.OPEN)) is str
