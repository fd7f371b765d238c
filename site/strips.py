"""Small charts: one row a series of meetings, one mark a meeting in its year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sitedata import SiteData

from eucad.meetings import DIALOGUE

#: Width of a year, height of a row and how far below the name of its series its marks stand, in
#: pixels: a strip fits a phone without being made smaller.
YEAR, ROW, BELOW = 26, 42, 16


@dataclass(frozen=True)
class Mark:
    """A meeting in a strip: how full its mark is (0 to 1, or nothing known), and what it says."""

    x: float
    y: float
    full: float | None
    words: str


@dataclass(frozen=True)
class Strip:
    """Marks in rows of series and columns of years; `words` say what they show."""

    words: str
    rows: Sequence[tuple[float, str]]
    years: Sequence[tuple[float, str]]
    marks: Sequence[Mark]

    @property
    def width(self) -> int:
        """Width in pixels."""
        return YEAR * len(self.years)

    @property
    def height(self) -> int:
        """Height in pixels."""
        return ROW * len(self.rows) + YEAR


def strip(
    data: SiteData, words: str, full: Callable[[str], tuple[float | None, str]], keys: Sequence[str]
) -> Strip:
    """Draw meetings, of the series that some key belongs to and of the dialogue.

    `full` tells of a meeting how full its mark is, and what it says.
    """
    series, own = data.series, {DIALOGUE, *(data.series[key] for key in keys)}
    shown = [each for each in data.meetings["series"].cat.categories if each in own]
    year = {key: data.year[key] for key in data.held if series[key] in shown}
    first = min(year.values())
    marks, seen = [], {}
    for key in year:
        # A series may meet twice in a year: side by side.
        again = seen.setdefault((series[key], year[key]), 0)
        seen[series[key], year[key]] += 1
        value, said = full(key)
        x = YEAR * (year[key] - first) + YEAR / 2 + 11 * again
        marks.append(
            Mark(x, _top(shown.index(series[key])) + BELOW, value, f"{data.titles[key]}: {said}")
        )
    return Strip(
        words,
        [(_top(number), data.names[each]) for number, each in enumerate(shown)],
        [
            (YEAR * (each - first) + YEAR / 2, f"’{each % 100:02}")
            for each in range(first, max(year.values()) + 1)
        ],
        marks,
    )


def _top(row: int) -> float:
    return ROW * row + 10
