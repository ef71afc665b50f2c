"""The morning of a large office, and the delivery of its mails: ``python -m benchmarks --urging``."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median

from benchmarks import data, delivery, mailbox, morning, report
from benchmarks.data import Recipe
from benchmarks.delivery import Delivered
from benchmarks.many_units import A_WEEK, BUSY, MONDAY, QUIET, QUIET_DAY
from benchmarks.morning import Answer, Question, Spent
from benchmarks.places import Place

SIZES, SHORT = (1_000, 10_000, 100_000), (100,)
MAILED = 10_000  # of an office of so many open assignments the mails are delivered
MAILS = 1_000
# What the issue asks for, of the largest office; on two cores.
MOST_PLANNING, MOST_MEMORY, MOST_QUIET, LEAST_MAILS = 5.0, 500.0, 0.3, 200.0


@dataclass(frozen=True, slots=True)
class Store:
    """Where data of a database lie, and how they are copied to be written to."""

    database: str
    place: Callable[[Recipe, int], Place]
    copy: Callable[[Place], AbstractContextManager[Place]]


@dataclass(frozen=True, slots=True)
class Mornings:
    """``empty`` is that of an office with nothing open; ``first`` tells all that was never told; ``again`` is a week
    later, when all that is overdue is named again; on ``quiet`` there is nothing to tell."""

    database: str
    open: int
    empty: Answer
    first: Answer
    again: Answer
    quiet: Answer

    @property
    def heaviest(self) -> Answer:
        return max(self.first, self.again, key=lambda each: each.plan.computed)


@dataclass(frozen=True, slots=True)
class Deliveries:
    """By number of processes; ``bare`` are the same bytes by smtplib alone."""

    database: str
    bytes: int  # of a mail, on average
    bare: Delivered
    by_processes: dict[int, Delivered]


def stores(postgresql: data.Postgresql | None, databases: list[str], folder: Path) -> Iterator[Store]:
    if "SQLite" in databases:
        yield Store("SQLite", partial(_sqlite_place, folder), data.sqlite_copy)
    if "PostgreSQL" in databases and postgresql:
        yield Store("PostgreSQL", postgresql.place, postgresql.copy)


def _sqlite_place(folder: Path, recipe: Recipe, tasks: int) -> Place:
    return data.sqlite_place(recipe, tasks, folder)


def mornings(store: Store, sizes: Sequence[int], rounds: int) -> Iterator[Mornings]:
    empty = _plan(store.place(QUIET, 0), QUIET_DAY, rounds)
    for tasks in sizes:
        quiet = _plan(store.place(QUIET, tasks), QUIET_DAY, rounds)
        with store.copy(store.place(BUSY, tasks)) as place:
            first = _plan(place, MONDAY, rounds, apply=True)
            data.tidy(data.engine_for(place))
            again = _plan(place, MONDAY + A_WEEK, rounds, apply=True)
        yield Mornings(store.database, tasks, empty, first, again, quiet)


def _plan(place: Place, day: object, rounds: int, *, apply: bool = False) -> Answer:
    return morning.ask(Question(place.url, str(day), rounds + 1, apply))


def deliveries(store: Store, tasks: int, mails: int, rounds: int) -> Deliveries:
    """The mails of a first morning. The first delivery warms up, and keeps what came over the line."""
    with store.copy(store.place(BUSY, tasks)) as place, tempfile.TemporaryDirectory() as folder:
        _plan(place, MONDAY, 0, apply=True)
        delivery.ready(place, mails)
        kept = Path(folder) / "mails"
        with mailbox.open_mailbox(kept) as port:
            delivery.deliver(place, port, processes=1)
        sent = list(mailbox.read(kept))
        with mailbox.open_mailbox() as port:
            bare = _middle([delivery.bare(sent, port) for _ in range(rounds)])
            found = {processes: _deliver(place, port, mails, processes, rounds) for processes in (1, 2)}
    return Deliveries(store.database, sum(len(mail.content) for mail in sent) // len(sent), bare, found)


def _deliver(place: Place, port: int, mails: int, processes: int, rounds: int) -> Delivered:
    done = []
    for _ in range(rounds):
        delivery.ready(place, mails)
        done.append(delivery.deliver(place, port, processes=processes))
    return _middle(done)


def _middle(found: list[Delivered]) -> Delivered:
    return Delivered(found[0].mails, median(each.seconds for each in found), median(each.computed for each in found))


def table(found: list[Mornings]) -> Iterator[str]:
    """Markdown: a column for each office. Seconds by the clock, in brackets seconds of processors."""
    yield "| | " + " | ".join(f"{each.database}, {each.open:,} open" for each in found) + " |"
    yield "|---|" + "---|" * len(found)
    yield report.line("a morning with nothing open", [_said(each.empty.plan) for each in found])
    for name, of in (
        ("the first morning", lambda each: each.first),
        ("a Monday later", lambda each: each.again),
        ("a quiet morning", lambda each: each.quiet),
    ):
        answers = [of(each) for each in found]
        ratios = [each.plan.computed / one.empty.plan.computed for each, one in zip(answers, found, strict=True)]
        planned = zip(answers, ratios, strict=True)
        yield report.line(f"{name}: plan", [f"{_said(each.plan)}, {ratio:.0f} ×" for each, ratio in planned])
        yield report.line("– the first time in a process", [_said(each.first) for each in answers])
        yield report.line("– mails; items", [f"{each.mails:,}; {each.items:,}" for each in answers])
        yield report.line("– memory (of it before)", [f"{each.memory:.0f} ({each.before:.0f}) MB" for each in answers])
        if answers[0].apply:
            yield report.line("– write and commit", [_said(each.apply) if each.apply else "" for each in answers])
            yield report.line("– its longest transaction", [f"{each.longest:.2f} s" for each in answers])


def _said(spent: Spent) -> str:
    return f"{spent.seconds:.2f} s ({spent.computed:.2f})"


def mail_table(found: list[Deliveries]) -> Iterator[str]:
    for each in found:
        bare = each.bare
        yield (
            f"{each.database}: smtplib alone, mails of {each.bytes / 1024:.0f} KB: {bare.per_second:.0f} a second "
            f"({bare.computed / bare.mails * 1000:.1f} ms of a processor each)"
        )
        for processes, done in each.by_processes.items():
            yield (
                f"{each.database}: {processes} deliverer{'s' * (processes > 1)}: {done.per_second:.0f} a second, "
                f"{done.per_second / bare.per_second:.2f} × smtplib alone "
                f"({done.computed / done.mails * 1000:.1f} ms of a processor each)"
            )


def verdicts(found: list[Mornings], mails: list[Deliveries]) -> Iterator[str]:
    """Of the largest office of each database, and how a morning grows with the office."""
    for database in dict.fromkeys(each.database for each in found):
        of_it = [each for each in found if each.database == database]
        largest = of_it[-1]
        what = f"{database}, {largest.open:,} open"
        yield report.verdict(f"{what}: planning", largest.heaviest.plan.seconds, MOST_PLANNING, "s")
        yield report.verdict(f"{what}: memory", max(largest.first.memory, largest.again.memory), MOST_MEMORY, "MB")
        yield report.verdict(f"{what}: a quiet morning", largest.quiet.plan.seconds, MOST_QUIET, "s")
        for small, large in pairwise(of_it):
            growth = [
                of(large).plan.computed / of(small).plan.computed
                for of in (lambda each: each.heaviest, lambda each: each.quiet)
            ]
            yield (
                f"{database}: {large.open / small.open:.0f} times as many open ({large.open:,}): "
                f"planning {growth[0]:.1f} ×, a quiet morning {growth[1]:.1f} ×"
            )
    for each in mails:
        best = max(done.per_second for done in each.by_processes.values())
        yield report.least(f"mails a second, {each.database}", best, LEAST_MAILS)


@dataclass(frozen=True, slots=True)
class Measured:
    mornings: list[Mornings]
    deliveries: list[Deliveries]

    def lines(self) -> Iterator[str]:
        yield from table(self.mornings)
        yield ""
        yield from mail_table(self.deliveries)
        yield ""
        yield from verdicts(self.mornings, self.deliveries)


def measure(found: Iterable[Store], *, rounds: int, short: bool) -> Measured:
    measured = Measured([], [])
    for store in found:
        print(f"mornings and mails, {store.database} …", flush=True)
        for each in mornings(store, SHORT if short else SIZES, rounds):
            measured.mornings.append(each)
            planned = ((day, getattr(each, day).plan) for day in ("first", "again", "quiet"))
            said = ", ".join(f"{day} {_said(spent)}" for day, spent in planned)
            print(f"{each.database}, {each.open:,} open: {said}", flush=True)
        measured.deliveries.append(deliveries(store, SHORT[-1] if short else MAILED, MAILS, rounds))
    return measured
