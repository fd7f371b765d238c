"""Themes: families and their topics, when they were seen, and which accounts raise two of them.

A *theme* is a family of topics or one of its members; families are read together with their
members, because a family can rise while a member falls. Every measure starts from accounts ×
themes, true where the account raises the theme. False means *not seen*.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from eucad.agenda import persistence
from eucad.change import draw_change, estimate_change, is_late, shares_by_meeting  # noqa: F401
from eucad.stats.changepoint import ChangePoint, change_point

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
