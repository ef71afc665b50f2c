"""Spans of days, both ends included; an open end is None."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

Span = tuple[date, date | None]


def covers(span: Span, day: date) -> bool:
    return span[0] <= day and (span[1] is None or span[1] >= day)


def overlap(a: Span, b: Span) -> bool:
    """Whether a day lies in both. A span that ends before it begins holds no day."""
    ends = [end for end in (a[1], b[1]) if end is not None]
    return not ends or max(a[0], b[0]) <= min(ends)


def within(inner: Span, outer: Span) -> bool:
    """Whether every day of one lies in the other, which begins no later and ends no sooner."""
    return outer[0] <= inner[0] and (outer[1] is None or (inner[1] is not None and inner[1] <= outer[1]))


def first_gap(spans: Sequence[Span], start: date) -> date | None:
    """The first day from ``start`` on that no span covers; None if there is none for ever."""
    day = start
    while True:
        ends = [end for begin, end in spans if covers((begin, end), day)]
        if not ends:
            return day
        if None in ends:
            return None
        day = max(end for end in ends if end is not None) + timedelta(days=1)
