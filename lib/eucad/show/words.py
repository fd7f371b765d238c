"""Prose and its small pieces: `Text`, `Table`, lists, intervals, probabilities, numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import pandas as pd


class Text(str):
    """Prose that a notebook shows as Markdown.

    It holds no HTML: what looks like it, such as a name from a table, is shown as it stands there.
    """

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        return self.replace("<", "&lt;")


class Table(pd.DataFrame):
    """A table for people: whole, without border, and without row numbers.

    Its index is shown if it has a name.
    """

    def _repr_html_(self) -> str:
        with pd.option_context("display.max_colwidth", None):
            return self.to_html(border=0, index=any(self.index.names), na_rep="")


def listing(words: Iterable[str], otherwise: str = "none") -> str:
    """Join words as in a sentence, such as water, energy and health, or say that there are none."""
    listed = list(words)
    if len(listed) < 2:
        return listed[0] if listed else otherwise
    return f"{', '.join(listed[:-1])} and {listed[-1]}"


def alike(said: pd.Series, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Name together, in their order, the keys of which the same is said, and what that is."""
    groups = said.groupby(said, sort=False)
    return [(listing(names[key] for key in own.index), words) for words, own in groups]


def counted(number: int, noun: str) -> str:
    """Put a number before its noun, such as 1 account or 1,599 codings."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def interval(low: float, high: float, form: str = ".2f") -> str:
    """Write an interval, such as 0.20 to 0.65, if there is one."""
    if pd.isna(low) or pd.isna(high):
        return "no interval"
    return f"{low:{form}} to {high:{form}}"


def probability(p: float, draws: int | None = None) -> str:
    """Write a probability so that a small one is never written as zero.

    One that rests on random draws is written to the last digit that other draws would move by no
    more than one, in 95 of 100 cases.
    """
    error = 2 * math.sqrt(p * (1 - p) / draws) if draws else 0
    for places in (3, 2, 1):
        unit = 10.0**-places
        if p + error < unit:
            return f"below {unit:.{places}f}"
        if error <= unit and p >= unit / 2:
            break
    return f"{p:.{places}f}"


def p_value(p: float, draws: int | None = None) -> str:
    """Write a p-value, such as p = 0.030 or p < 0.001, to the digits of :func:`probability`."""
    said = probability(p, draws)
    return f"p {said.replace('below', '<')}" if said.startswith("below") else f"p = {said}"


def bullets(*sentences: str) -> Text:
    """Set sentences under one another as a Markdown list."""
    return Text("\n".join(f"- {sentence}" for sentence in sentences))


def percent(share: float) -> str:
    """Write a share as a whole percentage, such as 37%."""
    return "unknown" if pd.isna(share) else f"{share:.0%}"


def points(share: float) -> str:
    """Write a change of a share as percentage points with its sign, such as −43."""
    number = round(100 * share, 0)
    return f"{number:+.0f}".replace("-", "−") if number else "0"


def judged(verdict: pd.Series) -> str:
    """Say a verdict with its badge, such as came in 2024 (*cite*), as it stands everywhere."""
    badge, fails = verdict["badge"], verdict["fails"]
    if badge != "with care":
        return f"{verdict['words']} (*{badge}*)"
    why = fails[0] if len(fails) == 1 else f"under {len(fails)} other choices"
    return f"{verdict['words']} (*with care:* fails {why})"
