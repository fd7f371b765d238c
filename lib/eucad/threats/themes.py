"""Themes: families and their topics, when they were seen, and which accounts raise two of them.

A *theme* is a family of topics or one of its members; families are read together with their
members, because a family can rise while a member falls. Every measure starts from accounts ×
themes, true where the account raises the theme. False means *not seen*.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from eucad.dataset.choices import require_known

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
    require_known("family", families, topics["family"].unique(), "dataset.topics")
    ordered = topics.sort_values("position")
    themes: dict[str, tuple[str, ...]] = {}
    for family in families:
        members = tuple(ordered.loc[ordered["family"] == family, "topic_id"].astype(str))
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
