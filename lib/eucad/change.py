"""How much: the share of accounts that raise a topic, before and since a year, and its change.

The **share** of a period is the mean over its meetings of the share of accounts that raise a theme.
A meeting of which many accounts are known thus counts as much as one of which there is a single
account: the question is what meetings discuss, not how much is written about them. Wherever `split`
stands, it is the first year of the late period.

**Intervals** come from a Bayesian bootstrap of meetings, each with its accounts (Rubin 1981). On
its own it would be certain of whatever the few meetings agree on: a topic none of them raises would
have share 0 without doubt. Each period is therefore given one meeting more that nobody saw and
whose share may be anything (Muliere and Secchi 1996). Nominal intervals then cover about what they
say over series of this size; without that meeting they cover far less (see `benchmarks/`). Weighing
meetings at random, this bootstrap never leaves one out altogether. It assumes that meetings are
independent; accounts of a meeting need not be: what they differ by is part of what meetings differ
by, and weighing them as well would count it twice (Davison and Hinkley 1997, section 3.8).

References
----------
Davison, A. C., and Hinkley, D. V. (1997). Bootstrap Methods and Their Application. Cambridge
University Press.
Rubin, D. B. (1981). The Bayesian bootstrap. Annals of Statistics, 9(1), 130-134.
Muliere, P., and Secchi, P. (1996). Bayesian nonparametric predictive inference and bootstrap
techniques. Annals of the Institute of Statistical Mathematics, 48(4), 663-673.
Westfall, P. H., and Young, S. S. (1993). Resampling-Based Multiple Testing. Wiley.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from eucad.dataset.choices import require_whole
from eucad.stats import LEVEL, SEED
from eucad.stats.nullmodel import draw_in_turn
from eucad.stats.proportions import percentile_interval

#: First year of the late period: it falls in the middle of the series and was not picked by the
#: data.
SPLIT = 2019

#: Weight of the meeting that nobody saw, in each period, next to 1 for each that was.
UNSEEN = 1.0

#: Draws behind the intervals: their limits are then known to a fifth of a point.
DRAWS = 200_000

#: Shuffles that changes are held against.
SHUFFLES = 99_999


def shares_by_meeting(mentions: pd.DataFrame) -> pd.DataFrame:
    """Compute the share of the accounts of each meeting that raise a theme.

    Returns
    -------
    DataFrame
        Meetings with an account, in order of appearance, indexed by `meeting_id` and `year`, ×
        themes: 0 to 1.

    Examples
    --------
    >>> index = pd.MultiIndex.from_tuples(
    ...     [("m", 2013), ("m", 2013), ("n", 2015)], names=["meeting_id", "year"])
    >>> shares_by_meeting(pd.DataFrame({"water": [True, False, True]}, index))["water"].to_list()
    [0.5, 1.0]
    """
    # Grouping by the categorical level gives the same, at three times the cost.
    codes, known = pd.factorize(np.asarray(mentions.index.get_level_values("meeting_id")))
    member = np.eye(len(known))[codes]
    shares = member.T @ mentions.to_numpy(dtype=float) / member.sum(axis=0)[:, None]
    first = np.unique(codes, return_index=True)[1]
    years, year = np.unique(mentions.index.get_level_values("year")[first], return_inverse=True)
    index = pd.MultiIndex(
        [known, years], [np.arange(len(known)), year], names=["meeting_id", "year"]
    )
    return pd.DataFrame(shares, index, mentions.columns)


def is_late(mentions: pd.DataFrame, split: int) -> np.ndarray:
    """Tell which rows, indexed by `year`, belong to the late period, which begins at `split`.

    Raises
    ------
    ValueError
        If a period has no account, or `split` is no year.

    Examples
    --------
    >>> years = pd.DataFrame(index=pd.MultiIndex.from_arrays([[2013, 2025]], names=["year"]))
    >>> is_late(years, 2019).tolist()
    [False, True]
    """
    require_whole("split", split)
    year = np.asarray(mentions.index.get_level_values("year"))
    late = year >= split
    if late.all() or not late.any():
        known = f"{year.min()} to {year.max()}" if len(year) else "none"
        raise ValueError(
            f"With a split at {split} one of the periods has no account: move it. Years with an "
            f"account: {known}."
        )
    return late


def estimate_change(
    mentions: pd.DataFrame,
    split: int,
    *,
    draws: int = DRAWS,
    level: float = LEVEL,
    unseen: float = UNSEEN,
) -> pd.DataFrame:
    """Estimate the share of each theme before and since a year, and its change.

    Parameters
    ----------
    unseen : float
        Weight of the meeting that nobody saw: 0 leaves it out.

    Returns
    -------
    DataFrame
        One row a theme, all in shares (0 to 1): `early`, `late` and `change` (late less early),
        with the interval of the latter, `change_low` and `change_high`, widened to hold the
        estimate where that lies at its end.

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> mentions = account_topic_matrix(eucad.load())[["cbrn", "cyber"]]
    >>> estimate_change(mentions, 2019)[["early", "late", "change"]].round(2).loc["cbrn"].to_list()
    [0.5, 0.0, -0.5]
    """
    shares = shares_by_meeting(mentions)
    late = is_late(shares, split)
    weights, added = draw_periods(tuple(late), draws, unseen)
    periods = [(own, weights[own], more) for own, more in zip((~late, late), added, strict=True)]
    rows = {}
    # One theme at a time: what is drawn does not depend on which themes stand beside it.
    for theme, share in shares.items():
        values = share.to_numpy()
        early, since = (values[own] @ drawn + more for own, drawn, more in periods)
        before, after = values[~late].mean(), values[late].mean()
        low, high = percentile_interval(since - early, level)
        change = after - before
        rows[theme] = before, after, change, min(low, change), max(high, change)
    columns = ["early", "late", "change", "change_low", "change_high"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


@lru_cache(maxsize=2)
def draw_periods(
    late: tuple[bool, ...], draws: int, unseen: float = UNSEEN
) -> tuple[np.ndarray, np.ndarray]:
    """Draw how much every meeting counts in its period, and what the unseen meeting adds.

    Returns
    -------
    weights : ndarray, shape (meetings, draws)
        In each period they and the weight of the unseen meeting make 1.
    added : ndarray, shape (2, draws)
        Added to the early and to the late share of any theme.

    Examples
    --------
    >>> weights, added = draw_periods((False, True, True), 9, 0)
    >>> weights[1:].sum(axis=0).round(6).tolist() == [1] * 9, added.any()
    (True, np.False_)
    """
    rng = np.random.default_rng(SEED)
    weights = rng.exponential(size=(draws, len(late))).T.copy()
    weight, share = rng.gamma(unseen, size=(draws, 2)).T, rng.beta(0.5, 0.5, size=(draws, 2)).T
    period = np.stack([~np.array(late), late]).astype(float)
    total = period @ weights + weight
    return weights / (period.T @ total), weight * share / total


def adjust_for_size(mentions: pd.DataFrame, split: int, *, draws: int = SHUFFLES) -> pd.DataFrame:
    """Compare each topic's change with what the length of accounts alone would give.

    Early accounts are longer than late ones, and an account that raises much raises everything.
    Which account raises which topic is therefore shuffled, with as many topics in every account and
    as many accounts for every topic as there are (:func:`~eucad.stats.nullmodel.draw_in_turn`).
    With many topics, some change much by chance: the same shuffles tell how far any of them does
    (Westfall and Young 1993).

    Returns
    -------
    DataFrame
        One row a topic: `change` as in :func:`estimate_change`; `expected`, its mean over the
        shuffles; `p`, two-sided, the share of shuffles that lie as many standard deviations from
        it; `p_any`, the share in which any topic does; and `least`, how far from `expected` a
        change must lie for `p_any` to be 0.05 or less: what this design could have seen. What was
        observed counts as one of the shuffles. All but the first are missing where shuffling can
        change nothing, as for a topic that no account raises, or every one.

    Raises
    ------
    ValueError
        If a period has no account, or `draws` is below 1.

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> found = adjust_for_size(account_topic_matrix(eucad.load()), 2019, draws=500)
    >>> found["p_any"].idxmin()
    'cbrn'
    """
    if draws < 1:
        raise ValueError(f"draws is {draws}; the comparison needs at least 1.")
    late = is_late(mentions, split)
    meeting, code = np.unique(mentions.index.get_level_values("meeting_id"), return_inverse=True)
    size = np.bincount(code, minlength=len(meeting))
    meetings = {period: len(np.unique(code[late == period])) for period in (False, True)}
    # What an account that raises a topic adds to the topic's change.
    weight = np.where(late, 1 / meetings[True], -1 / meetings[False]) / size[code]
    change = weight @ mentions.to_numpy(dtype=float)
    # Counted in few bytes, and some hundred shuffles at a time: all would fill the memory.
    count = np.min_scalar_type(len(mentions))
    raising = mentions.any(axis=1).to_numpy()
    weights = [(each, weight[raising] == each) for each in np.unique(weight[raising])]
    by_chance, end = np.zeros((mentions.shape[1], draws)), 0
    for some in draw_in_turn(mentions[raising], np.random.default_rng(SEED), draws):
        begin, end = end, end + some.shape[2]
        for each, own in weights:
            by_chance[:, begin:end] += each * some[own].sum(axis=0, dtype=count)
    by_chance = by_chance.T
    expected, spread = by_chance.mean(axis=0), by_chance.std(axis=0)
    moves = spread > 1e-9
    away = np.full(change.shape, np.nan)
    away[moves] = abs(change - expected)[moves] / spread[moves]
    chance = abs(by_chance - expected)[:, moves] / spread[moves]
    found = pd.DataFrame({"change": change}, index=mentions.columns)
    found.loc[moves, "expected"] = expected[moves]
    furthest = chance.max(axis=1, initial=0)
    found.loc[moves, "p"] = (1 + (chance >= away[moves] - 1e-9).sum(axis=0)) / (draws + 1)
    beyond = furthest[:, None] >= away[moves] - 1e-9
    found.loc[moves, "p_any"] = (1 + beyond.sum(axis=0)) / (draws + 1)
    found.loc[moves, "least"] = np.quantile(furthest, LEVEL) * spread[moves]
    return found
