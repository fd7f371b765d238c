"""What the EU and the Central Asian capitals report of the same meetings.

A contrast over all meetings confuses who speaks with when: the EU reports some meetings, the
capitals others. :func:`who_says` and :func:`contrast` therefore compare the two sides only where
both report the same meeting.

References
----------
Mantel, N., and Haenszel, W. (1959). Statistical aspects of the analysis of data from retrospective
studies of disease. Journal of the National Cancer Institute, 22(4), 719-748.
Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions:
comparison of eleven methods. Statistics in Medicine, 17(8), 873-890.
Westfall, P. H., and Young, S. S. (1993). Resampling-Based Multiple Testing. Wiley.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import comb

from eucad.agenda import prevalence
from eucad.dataset.choices import require_known
from eucad.documents import side_of
from eucad.stats import LEVEL, SEED
from eucad.stats.proportions import pool_shares

#: The two sides that are compared.
SIDES = ("eu", "capitals")

#: What the EU and the capitals say of a topic at one meeting.
SAID = ("both", "eu", "capitals", "neither")

#: How clearly one side raises a topic more: interval and corrected p-value say so; the interval or
#: the p-value of the topic alone does; neither.
VERDICTS = ("clear", "perhaps", "none")

#: Most accounts of both sides at one meeting that the exact test takes.
MOST = 1000

#: Shuffles of sides behind the p-values that are corrected for all topics.
SHUFFLES = 59_999


def by_side(mentions: pd.DataFrame) -> pd.DataFrame:
    """Put every account on its side: `side_of` its `voice`, a level in front of it.

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> by_side(account_topic_matrix(eucad.load())).loc["hlsd2016"].index.unique("side").to_list()
    ['capitals']
    """
    index = mentions.index.to_frame(index=False).drop(columns="side", errors="ignore")
    index.insert(index.columns.get_loc("voice"), "side", side_of(index["voice"]))
    return mentions.set_axis(pd.MultiIndex.from_frame(index))


def both_report(mentions: pd.DataFrame) -> bool:
    """Tell whether the EU and the capitals give an account of the same meeting.

    Examples
    --------
    >>> levels = [["m1", "m1", "m2"], ["eu", "kz", "newsroom"]]
    >>> index = pd.MultiIndex.from_arrays(levels, names=["meeting_id", "voice"])
    >>> both_report(pd.DataFrame(index=index)), both_report(pd.DataFrame(index=index[1:]))
    (True, False)
    """
    side = np.asarray(side_of(mentions.index.get_level_values("voice")))
    eu, capitals = (set(mentions.index.get_level_values("meeting_id")[side == s]) for s in SIDES)
    return not eu.isdisjoint(capitals)


def who_says(mentions: pd.DataFrame) -> pd.DataFrame:
    """Say for each meeting and topic whether the EU, the capitals, both or neither raise it.

    Returns
    -------
    DataFrame
        One row a meeting and topic, in their orders: `eu` and `capitals`, how many accounts of each
        side raise it; `eu_accounts` and `capitals_accounts`, of how many; `said`, one of
        :data:`SAID`, and missing where one of the sides gives no account: what only one side says
        cannot be known from that side alone.

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> said = who_says(account_topic_matrix(eucad.load()))["said"]
    >>> said.loc[("hlsd2022", "ukraine_war")], bool(said.loc["hlsd2016"].isna().all())
    ('eu', True)
    """
    eu, capitals = _sides(mentions)
    known = (eu["accounts"] > 0) & (capitals["accounts"] > 0)
    said = pd.Series("neither", index=eu.index)
    said[eu["raised"] > 0] = "eu"
    said[capitals["raised"] > 0] = "capitals"
    said[(eu["raised"] > 0) & (capitals["raised"] > 0)] = "both"
    return _counts(eu, capitals).assign(
        said=pd.Series(pd.Categorical(said.where(known), categories=SAID), index=eu.index)
    )


def _sides(mentions: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Give the prevalence of each meeting and topic by the EU, and by the capitals."""
    side = np.asarray(side_of(mentions.index.get_level_values("voice")))
    return (prevalence(mentions[side == each]) for each in SIDES)


def _counts(eu: pd.DataFrame, capitals: pd.DataFrame) -> pd.DataFrame:
    columns = {"raised": "", "accounts": "_accounts"}
    return pd.DataFrame(
        {
            f"{side}{ending}": of[column]
            for side, of in zip(SIDES, (eu, capitals), strict=True)
            for column, ending in columns.items()
        }
    )


def contrast(mentions: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame:
    """Contrast how often the EU and the capitals raise each topic at the same meetings.

    Only meetings of which both sides give an account count. The effect is the difference between
    the two shares of accounts, averaged over meetings with the weights of Mantel and Haenszel (n₁n₂
    / n); its interval squares and adds the distances to the limits of both (Newcombe 1998). The
    p-value is exact: given how many accounts of each meeting raise the topic, the number of the
    EU's is a sum of hypergeometric variables. Corrected for all topics, it is the chance that any
    has so small a p-value when the accounts of each meeting change sides at random, all topics of
    an account together (minP; Westfall and Young 1993), from :data:`SHUFFLES` shuffles.

    Parameters
    ----------
    level : float
        Coverage of the interval; a p-value is small if it is at most 1 less the level.

    Returns
    -------
    DataFrame
        One row a topic, in codebook order: `meetings` with both sides; `eu` and `capitals`, how
        many of their accounts raise it, of `eu_accounts` and `capitals_accounts`; `difference` (EU
        less capitals, −1 to 1) with `low` and `high`; `p`, two-sided; `p_all`, corrected for all
        topics; `leader`, the side that raises it more, missing if none does; `verdict`, one of
        :data:`VERDICTS`. Accounts of one side of a meeting are taken as independent.

    Raises
    ------
    ValueError
        If no meeting is reported by both sides, or one has more than :data:`MOST` accounts of the
        two.

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> found = contrast(account_topic_matrix(eucad.load(), series=("hlsd", "fmm")))
    >>> found.loc["ukraine_war", "leader"]
    'eu'
    """
    found, chances = _compare(mentions, level)
    tails = [_tails(each) for each in chances]
    p = np.array([tail[count] for tail, count in zip(tails, found["eu"], strict=True)])
    p_all = _corrected(mentions, tails, p)
    apart = (found["low"] > 0) | (found["high"] < 0)
    clear, perhaps = apart & (p_all <= 1 - level), apart | (p <= 1 - level)
    return found.assign(
        p=p,
        p_all=p_all,
        leader=np.select([found["difference"] > 0, found["difference"] < 0], SIDES, default=None),
        verdict=np.select([clear, perhaps], VERDICTS[:2], default=VERDICTS[2]),
    )


def _compare(mentions: pd.DataFrame, level: float) -> tuple[pd.DataFrame, list[np.ndarray]]:
    """Give the counts and differences of each topic, and the chances of each count of the EU's."""
    eu, capitals = _sides(mentions)
    both = (eu["accounts"] > 0) & (capitals["accounts"] > 0)
    if not both.any():
        raise ValueError("No meeting is reported by both sides: there is nothing to contrast.")
    eu, capitals = eu[both], capitals[both]
    weight = eu["accounts"] * capitals["accounts"] / (eu["accounts"] + capitals["accounts"])
    by = [mentions.columns.name]
    ours, theirs = (pool_shares(of.assign(weight=weight), by, level=level) for of in (eu, capitals))
    difference = ours["prevalence"] - theirs["prevalence"]
    below = np.hypot(ours["prevalence"] - ours["low"], theirs["high"] - theirs["prevalence"])
    above = np.hypot(ours["high"] - ours["prevalence"], theirs["prevalence"] - theirs["low"])
    topics = _counts(eu, capitals).groupby(by, sort=False)
    found = topics.sum()
    found.insert(0, "meetings", topics.size())
    found = found.assign(difference=difference, low=difference - below, high=difference + above)
    return found, [_chances(meetings.to_numpy()) for _, meetings in topics]


def _chances(meetings: np.ndarray) -> np.ndarray:
    """Compute how likely each number of the EU's accounts is to raise a topic, margins fixed.

    Of more than :data:`MOST` accounts the ways to choose are too many for a number of 64 bits.

    Each row holds how many accounts of the EU raise the topic, of how many, and the same of the
    capitals.
    """
    chances = np.ones(1)
    most = int((meetings[:, 1] + meetings[:, 3]).max(initial=0))
    if most > MOST:
        raise ValueError(
            f"A meeting has {most:,} accounts of the two sides; the exact test takes at most "
            f"{MOST:,}. Compare fewer accounts."
        )
    for eu, eu_accounts, capitals, capitals_accounts in meetings:
        raised, by_eu = eu + capitals, np.arange(eu_accounts + 1)
        silent = eu_accounts + capitals_accounts - raised
        ways = comb(raised, by_eu) * comb(silent, eu_accounts - by_eu)
        chances = np.convolve(chances, ways / ways.sum())
    return chances


def _tails(chances: np.ndarray) -> np.ndarray:
    """Compute the two-sided exact p-value of each count: all that is as unlikely, or more so."""
    # Outcomes as likely as another count, though their last digits may differ.
    as_unlikely = chances[None, :] <= chances[:, None] * (1 + 1e-9)
    return np.minimum((as_unlikely * chances).sum(axis=1), 1.0)


def _corrected(mentions: pd.DataFrame, tails: list[np.ndarray], p: np.ndarray) -> np.ndarray:
    """Correct p-values for all topics, by letting the accounts of each meeting change sides."""
    side = np.asarray(side_of(mentions.index.get_level_values("voice")))
    number = mentions.groupby(level="meeting_id", observed=True).ngroup().to_numpy()
    rng, raised = np.random.default_rng(SEED), mentions.to_numpy(np.float32).T
    eu = np.zeros((len(raised), SHUFFLES), np.float32)
    for meeting in range(number.max() + 1):
        own = np.flatnonzero((number == meeting) & np.isin(side, SIDES))
        ours = int((side[own] == "eu").sum())
        if 0 < ours < len(own):
            is_eu = rng.random((SHUFFLES, len(own)), dtype=np.float32).argsort(axis=1) < ours
            eu += raised[:, own] @ np.asarray(is_eu.T, np.float32, order="C")
    smallest = np.ones(SHUFFLES)
    for count, tail in zip(eu.astype(np.intp), tails, strict=True):
        np.minimum(smallest, tail.take(count), out=smallest)
    smallest.sort()
    at_most = np.searchsorted(smallest, p * (1 + 1e-9), side="right")
    # Of all topics that would do, this one is one: by chance alone the shuffles may give less.
    return np.maximum((at_most + 1) / (SHUFFLES + 1), p)


def find_one_sided(contrast: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Select the topics that every account of one side raises, and none of the other.

    Each side must give `minimum` accounts. Rows are those of :func:`contrast`; `leader` is the side
    that raises the topic.

    Examples
    --------
    >>> rows = pd.DataFrame({"eu": [4, 2], "eu_accounts": 4, "capitals": 0, "capitals_accounts": 8,
    ...                      "leader": "eu"}, index=["war", "water"])
    >>> find_one_sided(rows, 3).index.to_list()
    ['war']
    """
    share = pd.DataFrame({side: contrast[side] / contrast[f"{side}_accounts"] for side in SIDES})
    enough = (contrast[[f"{side}_accounts" for side in SIDES]] >= minimum).all(axis=1)
    return contrast[enough & (share.max(axis=1) == 1) & (share.min(axis=1) == 0)]


@dataclass(frozen=True)
class Divide:
    """Whether a topic is one side's since a year, and how far that may be cited."""

    topic: str
    since: int
    row: pd.Series  #: From :func:`contrast`, of all that was visible.
    badge: str  #: One of :data:`eucad.findings.verdicts.BADGES`.
    fails: tuple[str, ...]  #: Ways of counting under which it is not clear.


def accounts_to_overturn(mentions: pd.DataFrame, topic: str, *, level: float = LEVEL) -> int | None:
    """Count the accounts that would have to raise a topic for its contrast to be unclear.

    Accounts of the side that raises it less, at meetings where the other side raises it, are taken
    one after the other, in order of time, as if they raised it too.

    Returns
    -------
    int or None
        The number of accounts after which the interval of :func:`contrast` holds 0; 0 if it does
        already, None if all of them do not suffice.

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> accounts_to_overturn(account_topic_matrix(eucad.load()), "afghanistan")
    0
    """
    require_known("topic", [topic], mentions.columns, "mentions.columns")
    mentions = by_side(mentions[[topic]])
    side, meeting = (mentions.index.get_level_values(name) for name in ("side", "meeting_id"))
    difference = _compare(mentions, level)[0].loc[topic, "difference"]
    leader = "eu" if difference > 0 else "capitals"
    other = "capitals" if leader == "eu" else "eu"
    theirs = meeting[(side == leader) & mentions[topic]]
    silent = np.flatnonzero((side == other) & meeting.isin(theirs) & ~mentions[topic])
    for number in range(len(silent) + 1):
        changed = mentions.copy()
        changed.iloc[silent[:number]] = True
        found = _compare(changed, level)[0].loc[topic]
        if found["low"] <= 0 <= found["high"]:
            return number
    return None
