"""How often accounts raise a theme, before and since a year, and when it was seen.

A *theme* is a family of topics or one of its members; families are read together with their
members, because a family can rise while a member falls. Every measure starts from accounts ×
themes, true where the account raises the theme. False means *not seen*.

The **share** of a period is the mean over its meetings of the share of accounts that raise a theme.
A meeting of which many accounts are known thus counts as much as one of which there is a single
account: the question is what meetings discuss, not how much is written about them.

**Intervals** come from a Bayesian bootstrap of meetings, each with its accounts (Rubin 1981). On
its own it would be certain of whatever the few meetings agree on: a topic none of them raises would
have share 0 without doubt. Each period is therefore given one meeting more that nobody saw and
whose share may be anything (Muliere and Secchi 1996). Nominal intervals then cover about what they
say over series of this size; without that meeting they cover far less (see `benchmarks/`).

References
----------
Rubin, D. B. (1981). The Bayesian bootstrap. Annals of Statistics, 9(1), 130-134.
Muliere, P., and Secchi, P. (1996). Bayesian nonparametric predictive inference and bootstrap
techniques. Annals of the Institute of Statistical Mathematics, 48(4), 663-673.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from eucad.agenda import persistence
from eucad.stats import LEVEL, SEED
from eucad.stats.changepoint import ChangePoint, change_point
from eucad.stats.resampling import bootstrap_weights, percentile_interval

#: Weight of the meeting that nobody saw, in each period, next to 1 for each that was.
UNSEEN = 1.0

#: Prior probability that a theme's share never changed. With it, fewer than one in twenty series of
#: this size that do not change are taken for changed (see `benchmarks/`).
NO_CHANGE = 0.75

#: What an account raises of two themes.
STATES = ("old only", "both", "new only", "neither")


def family_themes(topics: pd.DataFrame, families: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """List families and their member topics, each as a theme.

    Parameters
    ----------
    topics : DataFrame
        The codebook: `topic_id`, `family` and `position`.
    families : sequence of str

    Returns
    -------
    dict of str to tuple of str
        The topics of each theme: every family followed by its members, in codebook order. The
        single member of a family stands for the family.

    Raises
    ------
    ValueError
        If the codebook has no topic of a family.

    Examples
    --------
    >>> import eucad
    >>> family_themes(eucad.load().topics, ["drugs_cbrn", "cyber_hybrid_adjacent"])
    {'drugs_cbrn': ('drug_trafficking', 'cbrn'),
     'drug_trafficking': ('drug_trafficking',),
     'cbrn': ('cbrn',),
     'online_radicalisation': ('online_radicalisation',)}
    """
    ordered = topics.sort_values("position")
    themes: dict[str, tuple[str, ...]] = {}
    for family in families:
        members = tuple(ordered.loc[ordered["family"] == family, "topic_id"].astype(str))
        if not members:
            known = ", ".join(map(str, topics["family"].unique()))
            raise ValueError(f"The codebook has no topic of family {family!r}; it has {known}.")
        if len(members) > 1:
            themes[family] = members
        themes |= {member: (member,) for member in members}
    return themes


def mention_themes(mentions: pd.DataFrame, themes: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Tell of every account which themes it raises: at least one topic of each.

    Parameters
    ----------
    mentions : DataFrame
        Boolean, accounts × topics, from :func:`eucad.agenda.account_topic_matrix`.
    themes : mapping of str to sequence of str
        Topics of each theme.

    Returns
    -------
    DataFrame
        Boolean, accounts × themes.

    Examples
    --------
    >>> accounts = pd.DataFrame({"cyber": [True, False], "hybrid": [False, False]})
    >>> mention_themes(accounts, {"new": ["cyber", "hybrid"]})["new"].to_list()
    [True, False]
    """
    return pd.DataFrame(
        {name: mentions[list(topics)].any(axis=1) for name, topics in themes.items()},
        index=mentions.index,
    ).rename_axis(columns="theme")


def distinct_themes(mentions: pd.DataFrame, members: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """List the themes that tell something of their own, each with its family.

    Parameters
    ----------
    mentions : DataFrame
        Boolean, accounts × themes.
    members : mapping of str to sequence of str
        The topics of each family.

    Returns
    -------
    dict of str to str
        Each family followed by its members. A family that every account raises just where it raises
        one of the members is left out: its row would repeat that member's.

    Examples
    --------
    >>> mentions = pd.DataFrame(
    ...     {"old": [1, 1, 0], "drugs": [1, 1, 0], "cbrn": [1, 0, 0]}, dtype=bool)
    >>> distinct_themes(mentions, {"old": ["drugs", "cbrn"]})
    {'drugs': 'old', 'cbrn': 'old'}
    """
    themes: dict[str, str] = {}
    for family, topics in members.items():
        if not any(mentions[family].equals(mentions[topic].rename(family)) for topic in topics):
            themes[family] = family
        themes |= dict.fromkeys(topics, family)
    return themes


def shares_by_meeting(mentions: pd.DataFrame) -> pd.DataFrame:
    """Compute the share of the accounts of each meeting that raise a theme.

    Parameters
    ----------
    mentions : DataFrame
        Boolean, accounts × themes, indexed by `meeting_id`, `year` and more.

    Returns
    -------
    DataFrame
        Meetings with an account, in order of appearance, indexed by `meeting_id` and `year` ×
        themes: shares, 0 to 1.

    Examples
    --------
    >>> index = pd.MultiIndex.from_tuples(
    ...     [("m", 2013), ("m", 2013), ("n", 2015)], names=["meeting_id", "year"])
    >>> shares_by_meeting(pd.DataFrame({"water": [True, False, True]}, index))["water"].to_list()
    [0.5, 1.0]
    """
    # Grouping by the categorical level gives the same, at three times the cost.
    meeting = np.asarray(mentions.index.get_level_values("meeting_id"))
    codes, known = pd.factorize(meeting)
    member = np.eye(len(known))[codes]
    shares = member.T @ mentions.to_numpy(dtype=float) / member.sum(axis=0)[:, None]
    first = np.unique(codes, return_index=True)[1]
    years = mentions.index.get_level_values("year")[first]
    index = pd.MultiIndex.from_arrays([known, years], names=["meeting_id", "year"])
    return pd.DataFrame(shares, index, mentions.columns)


def is_late(mentions: pd.DataFrame, split: int) -> np.ndarray:
    """Tell which rows belong to the late period, and refuse a period without any.

    Parameters
    ----------
    mentions : DataFrame
        Indexed by `year` and more.
    split : int
        First year of the late period.

    Returns
    -------
    ndarray of bool, shape (rows,)

    Raises
    ------
    ValueError
        If a period has no account.

    Examples
    --------
    >>> years = pd.DataFrame(index=pd.MultiIndex.from_arrays([[2013, 2025]], names=["year"]))
    >>> is_late(years, 2019).tolist()
    [False, True]
    """
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
    mentions: pd.DataFrame, split: int, *, draws: int = 10000, level: float = LEVEL
) -> pd.DataFrame:
    """Estimate the share of each theme before and since a year, and its change.

    Parameters
    ----------
    mentions : DataFrame
        Boolean, accounts × themes, indexed by `meeting_id`, `year` and more.
    split : int
        First year of the late period.
    draws : int
        Draws behind the intervals.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        One row a theme, all in shares (0 to 1): `early`, `late` and `change` (late less early),
        each with `_low` and `_high`. An interval is widened to hold its estimate where that lies at
        0 or 1.

    Raises
    ------
    ValueError
        If a period has no account, or `level` is not between 0 and 1.

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> mentions = account_topic_matrix(eucad.load())[["cbrn", "cyber"]]
    >>> estimate_change(mentions, 2019)[["early", "late", "change"]].round(2).loc["cbrn"].to_list()
    [0.5, 0.0, -0.5]
    """
    shares = shares_by_meeting(mentions)
    point, drawn = draw_change(shares, split, np.random.default_rng(SEED), draws)
    columns = {}
    for name, estimates in drawn.items():
        low, high = percentile_interval(estimates, level)
        columns[name] = point[name]
        columns[f"{name}_low"] = np.minimum(low, point[name])
        columns[f"{name}_high"] = np.maximum(high, point[name])
    return pd.DataFrame(columns, index=mentions.columns)


def draw_change(
    shares: pd.DataFrame, split: int, rng: np.random.Generator, draws: int
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Estimate the shares of two periods and their change: once, and in bootstrap draws.

    Parameters
    ----------
    shares : DataFrame
        Meetings × themes, from :func:`shares_by_meeting`.
    split : int
        First year of the late period.
    rng : numpy.random.Generator
    draws : int

    Returns
    -------
    point : dict of str to ndarray, shape (themes,)
        `early`, `late` and `change`.
    drawn : dict of str to ndarray, shape (draws, themes)
        The same, one row a draw.

    Raises
    ------
    ValueError
        If a period has no meeting.

    Examples
    --------
    >>> index = pd.MultiIndex.from_arrays([list("ab"), [2013, 2025]], names=["meeting_id", "year"])
    >>> shares = pd.DataFrame({"water": [0.0, 0.5]}, index)
    >>> point, drawn = draw_change(shares, 2019, np.random.default_rng(1), 10)
    >>> point["change"].tolist(), drawn["late"].shape
    ([0.5], (10, 1))
    """
    late = is_late(shares, split)
    period = np.stack([~late, late], axis=1).astype(float)
    values = shares.to_numpy(dtype=float)
    weights, _ = bootstrap_weights(shares.index.get_level_values("meeting_id"), rng, draws)
    unseen = rng.gamma(UNSEEN, size=(draws, 2))
    unseen_shares = rng.beta(0.5, 0.5, size=(draws, 2, values.shape[1]))

    def by_period(weights: np.ndarray, unseen: np.ndarray, of_unseen: np.ndarray) -> dict:
        raising = np.stack([weights * part @ values for part in period.T], 1)
        raising = raising + unseen[:, :, None] * of_unseen
        early, late = np.moveaxis(raising / (weights @ period + unseen)[:, :, None], 1, 0)
        return {"early": early, "late": late, "change": late - early}

    point = by_period(np.ones((1, len(values))), np.zeros((1, 2)), np.zeros((1, 2, 1)))
    return {name: each[0] for name, each in point.items()}, by_period(
        weights, unseen, unseen_shares
    )


def sighting_years(mentions: pd.DataFrame) -> pd.DataFrame:
    """Find when each theme was first and last raised, and how much silence there is after it.

    Parameters
    ----------
    mentions : DataFrame
        Boolean, accounts × themes, indexed by `meeting_id`, `year`, `complete` and more.

    Returns
    -------
    DataFrame
        One row a theme: `first` and `last` year in which an account raises it (missing if none
        does), `seen`: meetings at which one does, of `observed` meetings with an account;
        `accounts` that do, of `all_accounts`; `silent_since`: accounts of meetings after the last,
        and `silent_to_end`: those of them that were visible to their end.

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> sighting_years(account_topic_matrix(eucad.load())).loc["cbrn", ["first", "last"]].to_list()
    [2013, 2016]
    """
    found = persistence(mentions)
    year = pd.Series(mentions.index.get_level_values("year"), dtype=int)
    meeting = mentions.index.get_level_values("meeting_id").astype(str)
    year_of = dict(zip(meeting, year, strict=True))
    last = found["last"].astype(object).map(year_of)
    return pd.DataFrame(
        {
            "first": found["first"].astype(object).map(year_of),
            "last": last,
            "seen": found["seen"],
            "observed": found["observed"],
            "accounts": mentions.sum(),
            "all_accounts": len(mentions),
            "silent_since": [int((year > last[theme]).sum()) for theme in mentions.columns],
            "silent_to_end": found["silent_to_end"],
        },
        index=mentions.columns,
    ).astype("Int64")


def co_mention(mentions: pd.DataFrame, old: str, new: str) -> pd.Series:
    """Tell of every account whether it raises the old theme, the new one, both or neither.

    Parameters
    ----------
    mentions : DataFrame
        Boolean, accounts × themes.
    old, new : str
        Two of the themes.

    Returns
    -------
    Series
        Categorical with the categories `STATES`, indexed as `mentions`.

    Examples
    --------
    >>> mentions = pd.DataFrame({"drugs": [True, True, False], "cyber": [False, True, False]})
    >>> co_mention(mentions, "drugs", "cyber").to_list()
    ['old only', 'both', 'neither']
    """
    has_old, has_new = mentions[old], mentions[new]
    chosen = np.select([has_old & has_new, has_old, has_new], ["both", "old only", "new only"], "")
    named = pd.Series(chosen, index=mentions.index, dtype=object).replace("", "neither")
    return named.astype(pd.CategoricalDtype(list(STATES)))


def change_points(mentions: pd.DataFrame, *, per_meeting: bool = False) -> dict[str, ChangePoint]:
    """Find when each theme's share changed, if it did.

    Parameters
    ----------
    mentions : DataFrame
        Boolean, accounts × themes, indexed by `meeting_id` (in order of time), `year` and more.
    per_meeting : bool
        Whether every meeting weighs the same, however many accounts are known. This is the
        cautious choice: it takes the accounts of a meeting for one piece of evidence.

    Returns
    -------
    dict of str to ChangePoint
        By theme, indexed by `year`.

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> int(change_points(account_topic_matrix(eucad.load())[["cbrn"]])["cbrn"].most_probable)
    2017
    """
    meetings = mentions.groupby(level=["meeting_id", "year"], observed=True)
    counts, accounts = meetings.sum(), meetings.size()
    if per_meeting:
        counts, accounts = counts.div(accounts, axis=0), accounts.clip(upper=1)
    counts, accounts = (table.droplevel("meeting_id") for table in (counts, accounts))
    return {
        theme: change_point(column, accounts, no_change=NO_CHANGE)
        for theme, column in counts.items()
    }
