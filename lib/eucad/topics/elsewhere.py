"""Here and elsewhere: in which series of meetings a topic lives, and what is special to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from eucad.agenda import balanced_prevalence, group_meetings, prevalence
from eucad.dataset.choices import require_known
from eucad.meetings import DIALOGUE
from eucad.stats import CHANCE, SEED

#: How often meetings change series at random.
MOVES = 99_999


def find_sightings(mentions: pd.DataFrame, series_of: pd.Series) -> pd.DataFrame:
    """Find in which years each series of meetings raises a topic.

    Returns
    -------
    DataFrame
        Indexed by topic and series: `first` and `last` year in which an account raises it (missing
        if none does); `seen`, the number of meetings at which one does, of `observed` meetings with
        an account.

    Examples
    --------
    >>> index = pd.MultiIndex.from_tuples(
    ...     [("m1", 2013), ("m2", 2015)], names=["meeting_id", "year"])
    >>> series_of = pd.Series({"m1": "hlsd", "m2": "fmm"})
    >>> mentions = pd.DataFrame({"cyber": [False, True]}, index)
    >>> int(find_sightings(mentions, series_of).loc[("cyber", "fmm"), "first"])
    2015
    """
    by_meeting = mentions.groupby(level=["meeting_id", "year"], observed=True).any()
    series = series_of.loc[by_meeting.index.get_level_values("meeting_id").astype(str)].astype(str)
    year = by_meeting.index.get_level_values("year").to_numpy()
    places = {key: (series == key).to_numpy() for key in dict.fromkeys(series)}
    rows = {}
    for topic, raised in zip(by_meeting, by_meeting.to_numpy().T, strict=True):
        for key, here in places.items():
            years = year[here & raised]
            rows[topic, key] = {
                "first": years.min() if len(years) else None,
                "last": years.max() if len(years) else None,
                "seen": len(years),
                "observed": int(here.sum()),
            }
    index = pd.MultiIndex.from_tuples(list(rows), names=["topic_id", "series"])
    return pd.DataFrame(list(rows.values()), index).astype("Int64")


@dataclass(frozen=True)
class Elsewhere:
    """Where topics live beside the dialogue."""

    #: Topics that the dialogue is first seen to raise since the split, and another series before
    #: that: `here`, the year of the dialogue; `series` and `there`, the series that was first.
    earlier: pd.DataFrame
    #: Topics that the dialogue is last seen to raise before the split, and another series after
    #: that: `here`; `series` and `there`, the latest.
    alive: pd.DataFrame
    #: Topics that no account of the dialogue raises: `series` and `there`, the latest that does;
    #: missing if none does.
    never: pd.DataFrame


def look_elsewhere(sightings: pd.DataFrame, split: int) -> Elsewhere:
    """Find what the first and the last sighting of a topic in the dialogue hide.

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([["cyber"], ["hlsd", "fmm"]])
    >>> sightings = pd.DataFrame({"first": [2024, 2020], "last": [2025, 2021], "seen": 1}, index)
    >>> look_elsewhere(sightings, 2019).earlier.loc["cyber", "series"]
    'fmm'
    """
    own = sightings.xs(DIALOGUE, level=1)
    others = sightings[sightings["seen"] > 0].drop(DIALOGUE, level=1, errors="ignore")
    others = others.reset_index(names=["topic", "series"])

    def compare(end: str) -> pd.DataFrame:
        in_time = others.sort_values(end, ascending=end == "first", kind="stable")
        there = in_time.drop_duplicates("topic").set_index("topic")[["series", end]]
        return (
            own[[end]].set_axis(["here"], axis=1).join(there.set_axis(["series", "there"], axis=1))
        )

    first, last = compare("first"), compare("last")
    earlier = first[(first["here"] >= split) & (first["there"] < first["here"])]
    never = last.loc[own["seen"] == 0, ["series", "there"]]
    return Elsewhere(
        earlier=earlier.sort_values("here", kind="stable"),
        alive=last[(last["here"] < split) & (last["there"] > last["here"])],
        never=never.loc[never["there"].isna().sort_values(kind="stable").index],
    )


@dataclass(frozen=True)
class Contrast:
    """How often topics are raised in one series of meetings and in others."""

    series: tuple[str, ...]  #: The series, the one asked about first.
    shares: pd.DataFrame  #: From :func:`~eucad.agenda.prevalence` by `series` and topic.
    #: Topics that the first series raises more, or less, often than the second, by more than any
    #: topic would by chance, in order of the difference: `here` and `there`, the two shares;
    #: `p_any`, how often any topic differs as much where meetings change series at random;
    #: `balanced`, whether intervals are apart too where every voice counts the same.
    more: pd.DataFrame
    less: pd.DataFrame


def contrast_series(
    mentions: pd.DataFrame, series_of: pd.Series, series: Sequence[str]
) -> Contrast:
    """Compare how often series of meetings raise each topic, the first with the second.

    Whole meetings change series at random, with all their accounts, and the same draws tell how far
    any of all topics then differs (Westfall and Young 1993; see :mod:`eucad.change`).

    Raises
    ------
    ValueError
        If there are fewer than two series, or one stands there twice.

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> from eucad.meetings import held_meetings
    >>> dataset = eucad.load()
    >>> found = contrast_series(account_topic_matrix(dataset, series=["hlsd", "fmm"]),
    ...                         held_meetings(dataset)["series"], ["hlsd", "fmm"])
    >>> "afghanistan" in found.more.index
    True
    """
    if len(set(series)) < max(2, len(series)):
        raise ValueError(f"series is {list(series)}; give two different series or more.")
    grouped = group_meetings(mentions, series_of.rename("series"))
    # The meetings whose accounts were asked for, though none of them may have any.
    meetings = pd.CategoricalIndex(mentions.index.get_level_values("meeting_id")).categories
    require_known("series", series, series_of[meetings].unique(), "dataset.meetings")
    shares = prevalence(grouped, ["series"]).loc[list(series)]
    balanced = balanced_prevalence(grouped, ["series"])
    here, there = series[:2]
    gap = shares.loc[here, "prevalence"] - shares.loc[there, "prevalence"]
    order = gap.sort_values(ascending=False, kind="stable").index

    chance = _by_chance(grouped, here, there)

    def table(above: str, below: str) -> pd.DataFrame:
        further = shares.loc[above, "prevalence"] > shares.loc[below, "prevalence"]
        topics = order[(further & (chance <= CHANCE))[order]]
        apart = balanced.loc[above, "low"] > balanced.loc[below, "high"]
        return pd.DataFrame(
            {
                "here": shares.loc[here, "prevalence"][topics],
                "there": shares.loc[there, "prevalence"][topics],
                "p_any": chance[topics],
                "balanced": apart[topics],
            }
        )

    return Contrast(tuple(series), shares, more=table(here, there), less=table(there, here))


def _by_chance(grouped: pd.DataFrame, here: str, there: str) -> pd.Series:
    """Tell how often any topic differs as much as each does where meetings change series.

    What is compared is by how many of its accounts a meeting raises a topic more often than
    expected, over the root of their number: meetings of few accounts, as of the dialogue, scatter
    no more in this than others, so that they may change places.
    """
    own = grouped.groupby(level=["series", "meeting_id"], observed=True, sort=False)
    raised, accounts = own.sum(), own.size()
    both = raised.index.get_level_values("series").isin([here, there])
    values, size = raised[both].to_numpy(float), accounts[both].to_numpy(float)[:, None]
    excess = (values - size * (values.sum(axis=0) / size.sum())) / np.sqrt(size)
    first = np.asarray(raised.index.get_level_values("series")[both] == here)
    moved = np.random.default_rng(SEED).permuted(np.tile(first, (MOVES, 1)), axis=1)
    gap = np.vstack([first, moved]) @ (excess - excess.mean(axis=0))
    spread = gap.std(axis=0)
    away = np.divide(abs(gap), spread, out=np.zeros_like(gap), where=spread > 1e-12)
    furthest = np.sort(away.max(axis=1))
    reached = len(furthest) - np.searchsorted(furthest, away[0] - 1e-9)
    return pd.Series(reached / len(furthest), raised.columns)
