"""Pictures that are tables: each cell says what is seen, by its shade too, and leads to why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
from sitedata import SiteData
from view import Badge, Link, Value, counted

#: Into how many shades probabilities are cut; each is a class of the style sheet, `p0` to `p5`.
SHADES = 6


@dataclass(frozen=True)
class Mark:
    """A cell: where its evidence stands, what it shows, its look, and what it says when asked."""

    target: str
    words: str
    look: str
    says: str


@dataclass(frozen=True)
class GridRow:
    """A row: what it is about, its cells, and what is said of it at the end."""

    header: Value
    cells: Sequence[Mark | None]
    words: str = ""
    badge: Badge | None = None


@dataclass(frozen=True)
class Grid:
    """A picture of rows and columns; a small one fits a card, with the badge below each name."""

    name: str
    caption: str
    columns: Sequence[Link]
    rows: Sequence[GridRow]
    small: bool = False


def meeting_columns(data: SiteData, meetings: Iterable[str], *, small: bool = False) -> list[Link]:
    """Head columns by meetings, in a small grid by the last digits of their years."""
    return [
        Link(f"meetings/{key}.html", f"’{year_of(key)[2:]}" if small else data.names[key])
        for key in meetings
    ]


def year_of(meeting: str) -> str:
    """Return the year in the key of a meeting, with the letter of a second one in a year."""
    return meeting.lstrip("abcdefghijklmnopqrstuvwxyz")


def evidence(topic: str, meeting: str, *, raised: bool) -> str:
    """Return where it stands who raised a topic at a meeting in which words, or who did not."""
    return f"topics/{topic}.html#{'said' if raised else 'at'}-{meeting}"


def agenda_row(
    data: SiteData, topic: str, raised: pd.Series, accounts: pd.Series, on_table: pd.Series
) -> GridRow:
    """Show at which meetings a topic is seen, and how surely it was on the table."""
    verdict = data.verdicts.loc[topic]
    marks = [
        Mark(
            evidence(topic, meeting, raised=some > 0),
            f"{some}/{known}" if some else "",
            f"p{round((SHADES - 1) * on_table[meeting])}",
            f"{some or 'none'} of {counted(known, 'account')}; "
            f"on the table: {on_table[meeting]:.0%} probable",
        )
        for meeting, some, known in zip(accounts.index, raised, accounts, strict=True)
    ]
    header = Link(f"topics/{topic}.html", data.names[topic])
    badge = Badge(verdict["badge"], why(verdict), header.target)
    return GridRow(header, marks, verdict["words"], badge)


def why(verdict: pd.Series) -> str:
    """Say whether a verdict may be cited, and under which choices it would be another."""
    if verdict["kind"] == "cannot_tell":
        return "the evidence cannot tell"
    if not verdict["fails"]:
        return "the same under every other choice"
    return f"another verdict {', '.join(verdict['fails'])}"
