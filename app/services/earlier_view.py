"""The figures of an earlier period as plain values, to stand beside a report's own and to be frozen with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain.earlier_periods import Earlier
from app.domain.figures import Counts
from app.domain.terms import PeriodKind


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCounts:
    """A unit's part of the counts, under the name it had."""

    public_id: str
    name: str
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What two periods are compared by: the numbers of a report without the rows behind them."""

    counts: Counts
    tasks: int
    outside: Counts
    undated: int
    not_rated: int
    units: tuple[UnitCounts, ...]

    @property
    def listed(self) -> int:
        """All that was counted, also apart."""
        return self.counts.total + self.outside.total + self.undated + self.not_rated


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierView:
    """An earlier period. ``totals`` is None where the office had given nothing by then and had no system either.

    ``snapshot_public_id`` names what was frozen for it, whose ``known_at`` it has then; empty where it was counted now.
    ``report_public_id`` is empty where there is no report of that period. ``recorded_from`` is the day of the office's
    first record where it came after the period began: of what was done before that day nobody may have written.
    """

    which: Earlier
    kind: PeriodKind
    year: int | None
    quarter: int | None
    period_from: date
    cut_off: date
    known_at: datetime
    report_public_id: str
    snapshot_public_id: str
    recorded_from: date | None
    totals: Totals | None


def earlier_from(stored: Iterable[Mapping[str, Any]] | None) -> tuple[EarlierView, ...] | None:
    """What was frozen; None of what was frozen before there were comparisons."""
    return None if stored is None else tuple(map(_earlier, stored))


def _earlier(stored: Mapping[str, Any]) -> EarlierView:
    plain = ("year", "quarter", "report_public_id", "snapshot_public_id")
    recorded_from = stored["recorded_from"]
    return EarlierView(
        **{name: stored[name] for name in plain},
        which=Earlier(stored["which"]),
        kind=PeriodKind(stored["kind"]),
        period_from=date.fromisoformat(stored["period_from"]),
        cut_off=date.fromisoformat(stored["cut_off"]),
        known_at=datetime.fromisoformat(stored["known_at"]),
        recorded_from=date.fromisoformat(recorded_from) if recorded_from else None,
        totals=_totals(stored["totals"]) if stored["totals"] else None,
    )


def _totals(stored: Mapping[str, Any]) -> Totals:
    return Totals(
        counts=Counts(**stored["counts"]),
        tasks=stored["tasks"],
        outside=Counts(**stored["outside"]),
        undated=stored["undated"],
        not_rated=stored["not_rated"],
        units=tuple(UnitCounts(**{**unit, "counts": Counts(**unit["counts"])}) for unit in stored["units"]),
    )
