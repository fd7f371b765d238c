"""Turnover: who of those named at one meeting is named again at the next."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd

from eucad.attendance import SEAT_STATES
from eucad.officials.rosters import Interpretation
from eucad.stats import LEVEL
from eucad.stats.proportions import clopper_pearson

_RATES = ["pairs", "known", "named", "returning", "rate", "low", "high", "rate_low", "rate_high"]


def turnover(interpretation: Interpretation) -> pd.DataFrame:
    """Compare who is named of each delegation at consecutive meetings of each series.

    Returns
    -------
    DataFrame
        One row a delegation and pair of consecutive meetings: `delegation`, `start` and `end`
        (meeting ids), `before` (officials named at the first), `returning` (named at both),
        `known_after` (the head is named at `end`) and `known` (at both). Unnamed members of a
        delegation other than its head are not allowed for.

    Examples
    --------
    >>> import eucad
    >>> from eucad.officials.rosters import interpretations
    >>> table = turnover(interpretations(eucad.load())[("hlsd2025",)])
    >>> table.set_index(["end", "delegation"]).loc[("hlsd2018", "EU"), "returning"].item()
    1
    """
    roster, seat_states = interpretation.roster, interpretation.seats
    people: dict[tuple[str, str], set[str]] = {}
    for meeting, delegation, person in _rows(roster, "meeting_id", "delegation", "person_id"):
        people.setdefault((meeting, delegation), set()).add(person)
    unknown = {
        (meeting, delegation): state in SEAT_STATES[2:]
        for meeting, delegation, state in _rows(seat_states, "meeting_id", "delegation", "state")
    }
    rows = []
    for _, held in seat_states.groupby("series", observed=True):
        order = held.drop_duplicates("meeting_id")["meeting_id"].to_list()
        for start, end in pairwise(order):
            for delegation in held["delegation"].cat.categories:
                ends = [(start, delegation), (end, delegation)]
                if any(key not in unknown for key in ends):
                    continue
                before, after = (people.get(key, set()) for key in ends)
                known_before, known_after = (not unknown[key] for key in ends)
                sizes = len(before), len(before & after)
                known = known_before and known_after
                rows.append((delegation, start, end, *sizes, known_after, known))
    columns = ["delegation", "start", "end", "before", "returning", "known_after", "known"]
    return pd.DataFrame(rows, columns=columns).astype(
        {"known_after": bool, "known": bool, "delegation": seat_states["delegation"].dtype}
    )


def _rows(table: pd.DataFrame, *columns: str) -> Iterator[tuple[str, ...]]:
    return table[list(columns)].itertuples(index=False, name=None)


def return_rates(changes: pd.DataFrame, level: float = LEVEL) -> pd.DataFrame:
    """Return how many of the officials named at a meeting are named at the next of its series.

    Members of one delegation move together, so intervals are, if anything, too narrow.

    Returns
    -------
    DataFrame
        One row a delegation: `pairs` of consecutive meetings, `known` of them (head named at both
        ends), and on those `named`, `returning`, `rate` (share returning) with its exact
        (Clopper–Pearson) `low` and `high`; `rate_low` and `rate_high`, the least and the most the
        rate over all pairs with somebody named at the first can be, whoever the unnamed heads of
        the second were (Manski 1989).

    References
    ----------
    Manski, C. F. (1989). Anatomy of the selection problem. Journal of Human Resources, 24(3).

    Examples
    --------
    >>> changes = pd.DataFrame({"delegation": ["KZ"] * 3, "before": [1, 1, 1],
    ...                         "returning": [1, 0, 0], "known_after": [True, True, False],
    ...                         "known": [True, True, False]})
    >>> return_rates(changes).loc["KZ", ["rate", "rate_low", "rate_high"]].round(2).to_list()
    [0.5, 0.33, 0.67]
    """
    groups = changes.groupby("delegation", observed=True)
    rows = {delegation: _rates(own, level) for delegation, own in groups}
    return pd.DataFrame.from_dict(rows, orient="index", columns=_RATES).rename_axis("delegation")


def _rates(changes: pd.DataFrame, level: float) -> dict[str, float]:
    known = changes[changes["known"]]
    named, returning = int(known["before"].sum()), int(known["returning"].sum())
    low, high = clopper_pearson(returning, named, level) if named else (np.nan, np.nan)
    # One unnamed head can be at most one of those who were named before.
    possible = (~changes["known_after"] & (changes["before"] > changes["returning"])).sum()
    everyone, again = changes["before"].sum(), changes["returning"].sum()
    return {
        "pairs": len(changes),
        "known": len(known),
        "named": named,
        "returning": returning,
        "rate": returning / named if named else np.nan,
        "low": float(low),
        "high": float(high),
        "rate_low": again / everyone if everyone else np.nan,
        "rate_high": (again + possible) / everyone if everyone else np.nan,
    }


def returns_under_each(
    found: dict[tuple[str, ...], Interpretation], level: float = LEVEL
) -> pd.DataFrame:
    """Return the rates of :func:`return_rates`, all delegations together, by interpretation.

    Examples
    --------
    >>> import eucad
    >>> from eucad.officials.rosters import interpretations
    >>> every = interpretations(eucad.load())
    >>> dialogue = {key: each.of_series("hlsd") for key, each in every.items()}
    >>> named = returns_under_each(dialogue)["named"]
    >>> bool((named >= named.iloc[0]).all())
    True
    """
    index = pd.Index(list(found), tupleize_cols=False, name="meant")
    return pd.DataFrame([_rates(turnover(each), level) for each in found.values()], index)
