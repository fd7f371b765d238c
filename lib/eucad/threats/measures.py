"""Whether new threats replaced the old ones on the agenda, or joined them.

Displacement (the new pushes out the old) and layering (the new is laid on top; Mahoney and Thelen
2010) differ within accounts: one that raises the new would drop the old, or keep it. Whether an
account raises both depends on its length, too: one that raises much raises everything. So the
number that raise both is held against that of accounts of equal lengths (:func:`describe_joining`).

References
----------
Mahoney, J., and Thelen, K. (2010). A theory of gradual institutional change. In Explaining
Institutional Change. Cambridge University Press.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from eucad.agenda import account_topic_matrix, families, fit_base, with_families
from eucad.change import (
    DRAWS,
    SPLIT,
    UNSEEN,
    adjust_for_size,
    draw_periods,
    estimate_change,
    is_late,
    shares_by_meeting,
)
from eucad.dataset import Dataset
from eucad.dataset.choices import require_known
from eucad.meetings import held_meetings
from eucad.stats import CHANCE, LEVEL, SEED
from eucad.stats.nullmodel import null_networks
from eucad.stats.presence import Presence
from eucad.stats.proportions import percentile_interval

#: The families that the collection compares.
OLD, NEW = "drugs_cbrn", "cyber_hybrid"

#: What an account raises of two themes: families, or topics.
STATES = ("old only", "both", "new only", "neither")


@dataclass(frozen=True)
class Joining:
    """How the accounts that raise the new family stand to the old one."""

    #: {"nobody", "always", "mostly", "as often", "seldom", "never"}: Nobody raises the new; all
    #: that do raise the old as well, most do, half, fewer, or none.
    kind: str
    #: Accounts that raise the new, and both.
    new: int
    both: int
    voices: pd.Series  #: Accounts that raise the new by voice, most first.
    expected: float  #: How many would raise both by their lengths alone.
    chance: float  #: How often lengths alone put both into as many.
    told: bool  #: Whether it is more than lengths explain.
    #: The same without mentions that only name a programme.
    firm_new: int
    firm_both: int


@dataclass(frozen=True)
class Tiles:
    """What accounts raise of two families: all that the front page shows of them."""

    names: Mapping[str, str]  #: What people call each key.
    #: The two families.
    old: str
    new: str
    members: dict[str, tuple[str, ...]]  #: The topics of each family.
    states: pd.Series  #: From :func:`co_mention`.
    #: Boolean, as `states` × both families: raised, but only as the name of a programme.
    by_name_only: pd.DataFrame
    joining: Joining


@dataclass(frozen=True)
class Study(Tiles):
    """All that notebook 04 shows."""

    split: int  #: First year of the late period.
    level: float  #: Coverage of all intervals.
    #: Families and their topics, each with its family; without a family that every account raises
    #: just where it raises one of the topics.
    themes: dict[str, str]
    dates: pd.Series  #: Of each meeting, in order of time.
    mentions: pd.DataFrame  #: Boolean, accounts × themes.
    #: From :func:`eucad.change.estimate_change`: with the meeting that nobody saw, without it, and
    #: without borrowed wording; the first and the last with `clear`: whether the interval leaves
    #: out 0.
    change: pd.DataFrame
    change_of_seen: pd.DataFrame
    uncopied: pd.DataFrame
    visible: pd.DataFrame  #: From :func:`smallest_change`.
    #: From :func:`eucad.change.adjust_for_size`, of topics, with `clear`: whether the length of
    #: accounts and chance, over all topics, do not explain it; so, too, of a family, unasked.
    adjusted: pd.DataFrame
    presence: Presence  #: Of the themes.
    events: pd.DataFrame  #: What happened meanwhile: `date`, `label` and `kind`.


def _distinct_themes(
    mentions: pd.DataFrame, members: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """List the themes that tell something of their own, each with its family."""
    themes: dict[str, str] = {}
    for family, topics in members.items():
        if not any(mentions[family].equals(mentions[topic].rename(family)) for topic in topics):
            themes[family] = family
        themes |= dict.fromkeys(topics, family)
    return themes


def co_mention(mentions: pd.DataFrame, old: str, new: str) -> pd.Series:
    """Tell whether every account raises the old theme, the new one, both or neither (`STATES`).

    Examples
    --------
    >>> mentions = pd.DataFrame({"drugs": [True, True, False], "cyber": [False, True, False]})
    >>> co_mention(mentions, "drugs", "cyber").to_list()
    ['old only', 'both', 'neither']
    """
    require_known("theme", [old, new], mentions.columns, "mentions.columns")
    has_old, has_new = mentions[old], mentions[new]
    cases = [has_old & has_new, has_old, has_new]
    chosen = np.select(cases, ["both", "old only", "new only"], "neither")
    return pd.Series(pd.Categorical(chosen, STATES), mentions.index)


def _join_by_chance(
    mentions: pd.DataFrame, old: Sequence[str], new: Sequence[str], *, draws: int = 19_999
) -> tuple[float, float]:
    """Return how many accounts raise both families by length alone, and how often as many do.

    Which account raises which topic is shuffled, with as many topics in every account and as many
    accounts for every topic as there are; who raises the new topics stays. What is observed counts
    as one of the shuffles.
    """
    rest = mentions.drop(columns=list(new))
    raises_new = mentions[list(new)].any(axis=1).to_numpy()
    observed = int(mentions.loc[raises_new, list(old)].any(axis=1).sum())
    shuffled = null_networks(rest, np.random.default_rng(SEED), draws)
    both = shuffled[np.ix_(raises_new, rest.columns.get_indexer(list(old)))].any(axis=1).sum(axis=0)
    return float(both.mean()), float((1 + (both >= observed).sum()) / (1 + draws))


def describe_joining(
    mentions: pd.DataFrame, firm: pd.DataFrame, old: Sequence[str], new: Sequence[str]
) -> Joining:
    """Decide how the accounts that raise the new family stand to the old one.

    Parameters
    ----------
    mentions, firm : DataFrame
        Boolean, accounts × all topics: all mentions, and without names of programmes.
    old, new : sequence of str
        Topics of the two families.

    Examples
    --------
    >>> import eucad
    >>> mentions = account_topic_matrix(eucad.load())
    >>> describe_joining(mentions, mentions, ["drug_trafficking"], ["cyber"]).kind
    'always'
    """
    require_known("topic", [*old, *new], mentions.columns, "mentions.columns")
    raises_new, both = _count_both(mentions, old, new)
    voices = raises_new[raises_new].groupby(level="voice", observed=True).size()
    count, together = int(raises_new.sum()), int(both.sum())
    expected, chance = _join_by_chance(mentions, old, new) if count else (0.0, 1.0)
    firm_new, firm_both = (int(each.sum()) for each in _count_both(firm, old, new))
    return Joining(
        kind=_name_share(together, count),
        new=count,
        both=together,
        voices=voices.sort_values(ascending=False, kind="stable"),
        expected=expected,
        chance=chance,
        told=chance <= CHANCE,
        firm_new=firm_new,
        firm_both=firm_both,
    )


def _count_both(
    mentions: pd.DataFrame, old: Sequence[str], new: Sequence[str]
) -> tuple[pd.Series, pd.Series]:
    raises_new = mentions[list(new)].any(axis=1)
    return raises_new, raises_new & mentions[list(old)].any(axis=1)


def _name_share(part: int, whole: int) -> str:
    if whole == 0:
        return "nobody"
    if part in (0, whole):
        return "always" if part else "never"
    return "as often" if 2 * part == whole else "mostly" if 2 * part > whole else "seldom"


def smallest_change(mentions: pd.DataFrame, split: int, *, level: float = LEVEL) -> pd.DataFrame:
    """Tell the smallest change that the interval of a theme would have told from none.

    The early shares are taken as they are, and all late meetings as alike: the late share is raised
    and lowered until the interval leaves out 0.

    Returns
    -------
    DataFrame
        One row a theme: `rise` and `fall`, in shares; missing where even all late accounts, or
        none, would not do.

    Examples
    --------
    >>> import eucad
    >>> found = smallest_change(account_topic_matrix(eucad.load())[["cyber"]], 2019)
    >>> bool(found.loc["cyber", "rise"] > 0.2), bool(np.isnan(found.loc["cyber", "fall"]))
    (True, True)
    """
    shares = shares_by_meeting(mentions)
    late = is_late(shares, split)
    possible = np.linspace(0, 1, 101)
    weights, added = draw_periods(tuple(late), DRAWS, UNSEEN)
    part = weights[late].sum(axis=0)
    rows = {}
    for theme, column in shares.items():
        early = column.to_numpy()[~late]
        # The late share from which on a draw gives a rise.
        even = (early @ weights[~late] + added[0] - added[1]) / part
        low, high = percentile_interval(even, level)
        rise = np.searchsorted(possible, high, side="right")
        fall = np.searchsorted(possible, low) - 1
        change = possible - early.mean()
        rows[theme] = {
            "rise": change[rise] if rise < len(possible) else np.nan,
            "fall": change[fall] if fall >= 0 else np.nan,
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def _with_clear(change: pd.DataFrame) -> pd.DataFrame:
    """Mark the changes whose interval leaves out 0."""
    return change.assign(clear=(change["change_low"] > 0) | (change["change_high"] < 0))


def lay_tiles(dataset: Dataset, *, old: str = OLD, new: str = NEW) -> Tiles:
    """Say of every account what it raises of two families, and how they stand to each other.

    Raises
    ------
    ValueError
        If a family is unknown.

    Examples
    --------
    >>> import eucad
    >>> lay_tiles(eucad.load()).joining.kind
    'always'
    """
    groups = families(dataset)
    require_known("family", [old, new], groups, "dataset.topics")
    members = {family: tuple(groups[family]) for family in (old, new)}
    topics = account_topic_matrix(dataset)
    firm = account_topic_matrix(dataset, without=["programme names"])
    mentions = with_families(topics, members)
    by_name_only = mentions[[old, new]] & ~with_families(firm, members)[[old, new]]
    return Tiles(
        names=dataset.names,
        old=old,
        new=new,
        members=members,
        states=co_mention(mentions, old, new),
        by_name_only=by_name_only,
        joining=describe_joining(topics, firm, members[old], members[new]),
    )


def study(
    dataset: Dataset,
    *,
    old: str = OLD,
    new: str = NEW,
    split: int = SPLIT,
    level: float = LEVEL,
) -> Study:
    """Compute all that notebook 04 shows.

    :class:`Study` describes the choices.

    Raises
    ------
    ValueError
        If a family is unknown, or a period has no account.

    Examples
    --------
    >>> import eucad
    >>> bool(study(eucad.load()).change.loc["cbrn", "change"] < 0)
    True
    """
    topics = account_topic_matrix(dataset)
    # What is wrong is said before anything that takes its time.
    is_late(topics, split)
    tiles = lay_tiles(dataset, old=old, new=new)
    members = tiles.members
    mentions = with_families(topics, members)
    shown = _distinct_themes(mentions, members)
    mentions = mentions[list(shown)]
    fresh = account_topic_matrix(dataset, without=["borrowed wording"])
    adjusted = adjust_for_size(topics, split).reindex(list(shown))
    dates = held_meetings(dataset)["date_start"]
    return Study(
        **vars(tiles),
        split=split,
        level=level,
        themes=shown,
        dates=dates[mentions.index.get_level_values("meeting_id").categories],
        mentions=mentions,
        change=_with_clear(estimate_change(mentions, split, level=level)),
        change_of_seen=estimate_change(mentions, split, level=level, unseen=0),
        uncopied=_with_clear(
            estimate_change(with_families(fresh, members)[list(shown)], split, level=level)
        ),
        visible=smallest_change(mentions, split, level=level),
        adjusted=adjusted.assign(clear=~(adjusted["p_any"] > CHANCE)),
        presence=fit_base(dataset).merge({theme: members.get(theme, [theme]) for theme in shown}),
        events=dataset.events[["date", "label", "kind"]],
    )
