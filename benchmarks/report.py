"""What was measured, as lines to read, a table for the README and a file for later comparison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.paint import Seen


@dataclass(frozen=True, slots=True)
class Speed:
    """Of one page: milliseconds, and answers a second. ``computed`` are milliseconds of a processor for one answer."""

    p50: float
    p95: float
    per_second: float
    computed: float
    bytes: int


@dataclass(slots=True)
class Run:
    """One set of data. ``pages`` is the p50 of other pages at one client; memory is PSS in MB."""

    database: str
    tasks: int
    one: Speed
    eight: Speed
    busy: Speed  # eight clients while somebody writes
    statements: int
    statements_after_a_write: int
    workers: float
    master: float
    pages: dict[str, float] = field(default_factory=dict)


# What the overdue list of 10,000 tasks on SQLite must reach, and how the others must compare with it.
MOST_AT_ONE, MOST_AT_EIGHT, LEAST_PER_SECOND = 5.0, 20.0, 400.0
MOST_MEMORY, MOST_BYTES, MOST_PAINT, MOST_GROWTH = 150.0, 60 * 1024, 380.0, 1.3


def last_line(run: Run) -> str:
    return (
        f"overdue list: 1 client p50 {run.one.p50:.1f} ms, "
        f"8 clients p50 {run.eight.p50:.1f} ms, {run.eight.per_second:.0f} req/s"
    )


def table(runs: Sequence[Run], seen: Seen | None) -> Iterator[str]:
    """Markdown: a column for each set of data."""
    yield "| | " + " | ".join(f"{run.database}, {run.tasks:,} tasks" for run in runs) + " |"
    yield "|---|" + "---|" * len(runs)
    yield line("overdue list, 1 client: p50 / p95", [f"{run.one.p50:.1f} / {run.one.p95:.1f} ms" for run in runs])
    yield line("– 8 clients: p50 / p95", [f"{run.eight.p50:.1f} / {run.eight.p95:.1f} ms" for run in runs])
    yield line("– 8 clients: answers a second", [f"{run.eight.per_second:.0f}" for run in runs])
    yield line("– processor time for one answer", [f"{run.eight.computed:.1f} ms" for run in runs])
    busy = [f"{run.busy.p50:.1f} ms, {run.busy.per_second:.0f} a second" for run in runs]
    yield line("– 8 clients while somebody writes", busy)
    counts = [f"{run.statements}; {run.statements_after_a_write}" for run in runs]
    yield line("– SQL statements; after a write", counts)
    yield line("two workers, PSS (and their master)", [f"{run.workers:.0f} MB (+{run.master:.0f})" for run in runs])
    for name in runs[0].pages:
        yield line(f"{name}, p50", [f"{run.pages[name]:.1f} ms" for run in runs])
    if seen:
        rest = [""] * (len(runs) - 1)
        yield line("cold page, over the line", [f"{seen.bytes / 1024:.1f} KB in {seen.requests} requests", *rest])
        yield line("first paint, PC slowed 6×, 2 Mbit/s", [f"{seen.first_paint:.0f} ms", *rest])


def line(name: str, values: Sequence[str]) -> str:
    return f"| {name} | " + " | ".join(values) + " |"


def verdicts(runs: Sequence[Run], seen: Seen | None) -> Iterator[str]:
    """Each target, and whether it was reached."""
    first = runs[0]
    yield verdict("1 client p50", first.one.p50, MOST_AT_ONE, "ms")
    yield verdict("8 clients p50", first.eight.p50, MOST_AT_EIGHT, "ms")
    yield least("answers a second at 8 clients", first.eight.per_second, LEAST_PER_SECOND)
    yield verdict("two workers", first.workers, MOST_MEMORY, "MB")
    if seen:
        yield verdict("cold page", seen.bytes / 1024, MOST_BYTES / 1024, "KB")
        yield verdict("first paint", seen.first_paint, MOST_PAINT, "ms")
    by_database: Mapping[str, list[Run]] = {run.database: [] for run in runs}
    for run in runs:
        by_database[run.database].append(run)
    for database, (small, *larger) in by_database.items():
        for large in larger:
            growth = large.one.p50 / small.one.p50
            yield verdict(f"{database}: {large.tasks:,} against {small.tasks:,} tasks", growth, MOST_GROWTH, "×")


def verdict(name: str, value: float, most: float, unit: str) -> str:
    return f"{'reached' if value <= most else 'MISSED'}: {name} {value:.2f} {unit} (at most {most:g})"


def least(name: str, value: float, limit: float) -> str:
    return f"{'reached' if value >= limit else 'MISSED'}: {value:.0f} {name} (at least {limit:g})"
