"""The geometry of the charts: plain numbers in, rectangles out. The templates draw them and say them in a table.

A chart is as wide as its frame, 640 units; heights follow from the number of bars. All values are counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 640.0
LABEL_WIDTH = 206.0  # where names stand, left of the bars
ROW, BAR = 26.0, 16.0
LABEL_LENGTH = 30  # letters that fit there
# A number inside its bar needs so much room for each of its digits.
DIGIT, PADDING = 8.0, 6.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar. ``shown`` says whether its number fits inside."""

    kind: str
    value: int
    x: float
    width: float
    shown: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: its name as it fits, the whole name, and its parts from the left. ``end`` is where they stop,
    and where a number may follow."""

    label: str
    name: str
    total: int
    y: float
    segments: Sequence[Segment]
    end: float

    @property
    def is_cut(self) -> bool:
        return self.label != self.name

    @property
    def text_y(self) -> float:
        return self.y + BAR - 3.5


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars below each other, each made of the same kinds of parts in the same order."""

    bars: Sequence[Bar]
    kinds: Sequence[str]
    height: float
    width: float = WIDTH
    left: float = LABEL_WIDTH
    bar_height: float = BAR


def stacked(rows: Sequence[tuple[str, Sequence[int]]], kinds: Sequence[str], *, room_for_number: float = 64) -> Bars:
    """A bar for each name, its parts in the order of ``kinds``, all on one scale: the longest bar fills the width that
    is left when a number follows it. A part that is not nought is at least a hair wide."""
    most = max((sum(values) for _, values in rows), default=0)
    scale = (WIDTH - LABEL_WIDTH - room_for_number) / most if most else 0.0
    bars = [_bar(name, values, kinds, scale, place * ROW + 4) for place, (name, values) in enumerate(rows)]
    return Bars(bars, kinds, height=len(rows) * ROW + 4)


def _bar(name: str, values: Sequence[int], kinds: Sequence[str], scale: float, y: float) -> Bar:
    x, segments = LABEL_WIDTH, []
    for kind, value in zip(kinds, values, strict=True):
        width = max(value * scale, 1.0) if value else 0.0
        fits = width >= len(str(value)) * DIGIT + PADDING
        segments.append(Segment(kind, value, round(x, 1), round(width, 1), fits and value > 0))
        x += width
    return Bar(shortened(name), name, sum(values), y, segments, round(x, 1))


def shortened(name: str, length: int = LABEL_LENGTH) -> str:
    """A name cut at a word where it is too long; whole, it stands in the bar's title and in the table."""
    if len(name) <= length:
        return name
    cut = name[: length - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,-–") + "…"


@dataclass(frozen=True, slots=True)
class Step:
    """A column of a chart over time, with its number above it and its name below."""

    name: str
    value: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Steps:
    steps: Sequence[Step]
    width: float
    height: float
    base: float  # the line the columns stand on


COLUMN_HEIGHT, ABOVE, BELOW = 80.0, 18.0, 22.0
STEPS_WIDTH = 360.0


def columns(values: Sequence[tuple[str, int]]) -> Steps:
    """Columns side by side on one scale."""
    most = max((value for _, value in values), default=0)
    each = STEPS_WIDTH / max(len(values), 1)
    base = ABOVE + COLUMN_HEIGHT
    steps = []
    for place, (name, value) in enumerate(values):
        height = max(round(COLUMN_HEIGHT * value / most, 1), 1.0) if value else 0.0
        steps.append(
            Step(name, value, round(place * each + each * 0.2, 1), base - height, round(each * 0.6, 1), height)
        )
    return Steps(steps, STEPS_WIDTH, base + BELOW, base)
