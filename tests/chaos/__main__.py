"""``make chaos``: kills the planner and the deliverers two hundred times on each database."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.chaos.harness import Outcome, run
from tests.databases import Postgresql, Sqlite

KILLS = 200


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS, help="on each database")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="to have the same moments again")
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        postgresql = Postgresql()
        try:
            for kind in (Sqlite(Path(folder)), postgresql):
                began = time.monotonic()
                outcome = run(kind.peopled(), kind.peopled(), kills=asked.kills, seed=asked.seed)
                outcomes.append(outcome)
                print(told(type(kind).__name__, outcome, time.monotonic() - began), flush=True)
        finally:
            postgresql.stop()
    print(last_line(outcomes))
    return int(any(each.lost or each.doubled for each in outcomes))


def told(database: str, outcome: Outcome, seconds: float) -> str:
    moods = ", ".join(f"{mood} {count} times" for mood, count in sorted(outcome.moods.items()))
    lines = [
        f"{database}: {outcome.kills} kills, {outcome.killed_planning} of them while planning, "
        f"{outcome.interrupted} in the middle of a mail; {outcome.mails} mails; "
        f"the server {moods}; {seconds:.0f} s",
        *(f"  lost: {each}" for each in outcome.lost),
        *(f"  doubled: {each}" for each in outcome.doubled),
    ]
    return "\n".join(lines)


def last_line(outcomes: list[Outcome]) -> str:
    lost, doubled = sum(len(each.lost) for each in outcomes), sum(len(each.doubled) for each in outcomes)
    explained = sum(each.explained for each in outcomes)
    kills = " + ".join(str(each.kills) for each in outcomes)
    if len({each.kills for each in outcomes}) == 1:
        kills = f"{outcomes[0].kills} × {len(outcomes)} databases"
    return f"lost {lost}, doubled {doubled} ({explained} accepted before the kill), kills {kills}"


if __name__ == "__main__":
    sys.exit(main())
