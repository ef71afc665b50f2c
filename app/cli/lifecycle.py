"""``flask lifecycle``: the table of turns and rights as ARCHITECTURE.md shows it, drawn from the domain."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click

from app.domain.lifecycle import FINAL, TURNS, Turn
from app.domain.permissions import TABLE, Action
from app.domain.terms import AssignmentRole, Relation, Role, State

BEGIN, END = "<!-- lifecycle -->", "<!-- /lifecycle -->"
ARCHITECTURE = Path(__file__).resolve().parents[2] / "ARCHITECTURE.md"


@click.command("lifecycle")
@click.option("--write", is_flag=True, help="Ghi bảng vào ARCHITECTURE.md.")
def lifecycle(write: bool) -> None:
    """In bảng các bước của một nhiệm vụ và ai được làm, vẽ từ mã nguồn."""
    if not write:
        click.echo(table())
        return
    text = ARCHITECTURE.read_text(encoding="utf-8")
    ARCHITECTURE.write_text(replaced(text), encoding="utf-8")


def replaced(text: str) -> str:
    """The document with the table drawn anew between its marks. Raises ValueError without them."""
    before, mark, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (mark and end):
        raise ValueError(f"no {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def table() -> str:
    """A line for each turn, in the order of the domain's table."""
    head = ("Step", "Of", "From", "Leads to", "Who, to whose", "Checked besides")
    lines = [head, ("---",) * len(head), *map(_line, TURNS)]
    drawn = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    final = ", ".join(FINAL)
    return f"{drawn}\n\nFinal, and left by nothing: {final}."


def _line(turn: Turn) -> tuple[str, ...]:
    parts = "both" if len(turn.roles) == len(AssignmentRole) else " ".join(turn.roles)
    return (
        f"`{turn.kind}`",
        parts,
        _states(turn.of),
        turn.to or "(stays)",
        _who(turn.action),
        " ".join(f"`{guard}`" for guard in turn.guards) or "–",
    )


def _states(states: tuple[State, ...]) -> str:
    return ", ".join(states)


def _who(action: Action) -> str:
    """Roles with the same reach together, as in "chief, staff: any; unit_head: own"."""
    reach = [(_reach(TABLE[role][action]), role) for role in Role if action in TABLE[role]]
    by_reach = groupby(sorted(reach, key=lambda pair: pair[0]), key=lambda pair: pair[0])
    return "; ".join(f"{', '.join(role for _, role in pairs)}: {words}" for words, pairs in by_reach)


def _reach(relations: frozenset[Relation]) -> str:
    return "any" if relations == frozenset(Relation) else " ".join(each for each in Relation if each in relations)
